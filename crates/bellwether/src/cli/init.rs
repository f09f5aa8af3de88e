//! `bellwether init`

use bellwether_model::{Basis, Currency, Policy};
use clap::Args;

use super::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Make the data folder, with the first version of the policy
///
/// The policy says what counts: change it any time with `bellwether policy set`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether init --currency EUR --time-zone Europe/Berlin
  bellwether init --noun donor --noun-plural donors --basis spend --lapse-days 400
  bellwether init --data /srv/bellwether")]
pub(crate) struct Options {
    /// The reporting currency
    #[arg(long, value_name = "CODE")]
    currency: Option<Currency>,
    /// Where the company's days begin, e.g. Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// What a customer's value is made of: subscriptions (recurring), purchases (spend) or both
    #[arg(long, value_parser = basis)]
    basis: Option<Basis>,
    /// Days without a purchase after which a customer is lost
    #[arg(long, value_name = "DAYS")]
    lapse_days: Option<u16>,
    /// The month in which the fiscal year starts, 1 to 12
    #[arg(long, value_name = "MONTH")]
    fiscal_start_month: Option<i8>,
    /// What you call one customer: donor, patient, member, tenant
    #[arg(long, value_name = "WORD", requires = "noun_plural")]
    noun: Option<String>,
    /// What you call more than one
    #[arg(long, value_name = "WORD", requires = "noun")]
    noun_plural: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let policy = options.policy();
    policy.check().map_err(Failure::usage)?;
    let data = app.config.data.display();
    if app.init(&policy).await? {
        notes.say(format!("{data} is there already; nothing was changed. Its policy: bellwether policy show"));
    } else {
        notes.say(format!("Made {data}. Next: bellwether import FILE --as purchases"));
    }
    Ok(())
}

impl Options {
    fn policy(self) -> Policy {
        let standard = Policy::default();
        let basis = self.basis.unwrap_or(standard.basis);
        Policy {
            // Subscriptions alone are worth what they bring a month; beside a year's purchases, a year of them.
            recurring_months: if basis == Basis::Recurring { 1 } else { standard.recurring_months },
            currency: self.currency.unwrap_or(standard.currency),
            time_zone: self.time_zone.unwrap_or(standard.time_zone),
            basis,
            lapse_days: self.lapse_days.unwrap_or(standard.lapse_days),
            fiscal_start_month: self.fiscal_start_month.unwrap_or(standard.fiscal_start_month),
            customer_noun: self.noun.unwrap_or(standard.customer_noun),
            customer_noun_plural: self.noun_plural.unwrap_or(standard.customer_noun_plural),
            ..standard
        }
    }
}

fn basis(text: &str) -> Result<Basis, String> {
    match text {
        "recurring" => Ok(Basis::Recurring),
        "spend" => Ok(Basis::Spend),
        "both" => Ok(Basis::Both),
        _ => Err("choose recurring, spend or both".to_owned()),
    }
}
