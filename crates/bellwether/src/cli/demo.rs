//! `bellwether demo`

use clap::Args;

use super::answer::AnswerOptions;
use super::ledger;
use super::notes::Notes;
use crate::app::App;
use crate::app::Viewpoint;
use crate::app::ledger::LedgerRequest;
use crate::failure::Failure;
use bellwether_model::Grain;

/// The folder of the made-up company, apart from the company's own data.
pub(super) const DATA_FOLDER: &str = "bellwether-demo";

/// See it all on a made-up company, without data of your own
///
/// Makes a believable company (the same one each time), reads it like any other and shows its ledger. It lives in a folder of its own.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether demo
  bellwether demo --factor 0.1            a tenth of the company
  bellwether demo --data try-out         in another folder")]
pub(crate) struct Options {
    /// How many times the sample company's 12,000 customers
    #[arg(long, value_name = "NUMBER", default_value_t = 1.0)]
    factor: f64,
    /// Another seed makes another company
    #[arg(long, value_name = "NUMBER", default_value_t = 2026)]
    seed: u64,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    if !(options.factor > 0.0 && options.factor <= 1000.0) {
        return Err(
            Failure::usage(format!("--factor is {}", options.factor)).hint("choose a number from 0.001 to 1000")
        );
    }
    let told = |what: &str| notes.say(format!("making {what}"));
    app.make_sample_company(options.seed, options.factor, &told).await?;
    let request = LedgerRequest {
        grain: Grain::Quarter,
        cut: None,
        from: None,
        through: None,
        why: true,
        viewpoint: Viewpoint::default(),
    };
    ledger::answer(&app.ledger(&request).await?)?.write(&AnswerOptions::default())?;
    notes.say(where_to_go_next(&app.config.data.display().to_string()));
    Ok(())
}

fn where_to_go_next(data: &str) -> String {
    format!(
        "
Where to go next:
  bellwether customers --data {data} --kind lost       who was lost, and why
  bellwether ledger --data {data} --by year            the same in years
  bellwether bridge chartmogul_like stripe_like --data {data}
  bellwether init && bellwether import FILE --as purchases    your own company"
    )
}
