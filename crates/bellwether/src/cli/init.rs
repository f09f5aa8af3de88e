//! `bellwether init`

use bellwether_model::{Currency, Policy, ValueBasis};
use clap::Args;

use super::notes::Notes;
use super::policy::definition::written;
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::policy::PolicyQuestion;

/// Make the data folder, with the first version of the policy
///
/// The policy says what counts: change it any time with `bellwether policy set`.
#[derive(Args, Clone)]
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
    basis: Option<ValueBasis>,
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

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let policy = options.first_policy();
    policy.check().map_err(Failure::usage)?;
    let data = app.config.data.display();
    if app.init(&policy).await? {
        options.same_as(&app.ask(&PolicyQuestion::default()).await?.policy, &data.to_string())?;
        notes.say(format!("{data} is there already; nothing was changed. Its policy: bellwether policy show"));
    } else {
        notes.say(format!("Made {data}. Next: bellwether import FILE --as purchases"));
    }
    Ok(())
}

impl Options {
    /// A policy with the definitions that are given.
    fn on(&self, policy: Policy) -> Policy {
        let given = self.clone();
        Policy {
            currency: given.currency.unwrap_or(policy.currency),
            time_zone: given.time_zone.unwrap_or(policy.time_zone),
            basis: given.basis.unwrap_or(policy.basis),
            lapse_days: given.lapse_days.unwrap_or(policy.lapse_days),
            fiscal_start_month: given.fiscal_start_month.unwrap_or(policy.fiscal_start_month),
            customer_noun: given.noun.unwrap_or(policy.customer_noun),
            customer_noun_plural: given.noun_plural.unwrap_or(policy.customer_noun_plural),
            ..policy
        }
    }

    fn first_policy(&self) -> Policy {
        let policy = self.on(Policy::default());
        Policy { recurring_months: policy.basis.usual_months(), ..policy }
    }

    /// Refuses definitions other than those in force: who sets a folder up would believe that theirs are. The same ones again are no
    /// mistake, so that a script may run twice.
    fn same_as(&self, in_force: &Policy, data: &str) -> Result<(), Failure> {
        let given = self.on(in_force.clone());
        let mut otherwise = Vec::new();
        for name in in_force.drift(&given) {
            let [there, wanted] = [in_force, &given].map(|policy| written(policy, name));
            otherwise.push(format!("{name} is {}, not {}", there?, wanted?));
        }
        if otherwise.is_empty() {
            return Ok(());
        }
        let told = format!("{data} is there already, by other definitions: {}", otherwise.join("; "));
        Err(Failure::new(FailureKind::Conflict, format!("{told}. Nothing was changed"))
            .hint("change definitions with `bellwether policy set`, or name another folder with --data"))
    }
}

fn basis(text: &str) -> Result<ValueBasis, String> {
    text.parse().map_err(|_| "choose recurring, spend or both".to_owned())
}
