//! `bellwether demo`

use std::net::Ipv4Addr;

use clap::Args;
use tokio::net::TcpListener;

use super::answer::AnswerOptions;
use super::ledger;
use super::notes::Notes;
use super::serve::interrupted;
use crate::web::{self, Door};
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::ledger::LedgerQuestion;
use bellwether_model::Grain;

/// The folder of the made-up company, apart from the company's own data.
pub(super) const DATA_FOLDER: &str = "bellwether-demo";

/// See it all on a made-up company, without data of your own
///
/// Makes a believable company (the same one each time), reads it like any other, shows its ledger, and serves its pages until you
/// press Ctrl-C. It lives in a folder of its own. Nobody has to sign in, so only this computer can open the pages.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether demo
  bellwether demo --no-pages              the ledger alone
  bellwether demo --factor 0.1            a tenth of the company
  bellwether demo --data try-out          in another folder")]
pub(crate) struct Options {
    /// How many times the sample company's 12,000 customers
    #[arg(long, value_name = "NUMBER", default_value_t = 1.0)]
    factor: f64,
    /// Another seed makes another company
    #[arg(long, value_name = "NUMBER", default_value_t = 2026)]
    seed: u64,
    /// Show the ledger and end
    #[arg(long)]
    no_pages: bool,
    /// The port of the pages on 127.0.0.1 [default: 4100, or another free one]
    #[arg(long, value_name = "NUMBER", conflicts_with = "no_pages")]
    port: Option<u16>,
}

/// The port of the pages, if it is free.
const PORT: u16 = 4100;

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    if !(options.factor > 0.0 && options.factor <= 1000.0) {
        return Err(
            Failure::usage(format!("--factor is {}", options.factor)).hint("choose a number from 0.001 to 1000")
        );
    }
    let told = |what: &str| notes.say(format!("making {what}"));
    app.make_sample_company(options.seed, options.factor, &told).await?;
    let request = LedgerQuestion { why: true, ..LedgerQuestion::of_company(Grain::Quarter) };
    ledger::answer(&app.ask(&request).await?)?.write(&AnswerOptions::default())?;
    notes.say(where_to_go_next(&app.config.data.display().to_string()));
    if options.no_pages {
        return Ok(());
    }
    let listener = listen(options.port).await?;
    let address = listener.local_addr().map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
    notes.say(format!("\nPages, for this computer only: http://{address}/    (Ctrl-C ends)"));
    web::serve(app.clone().open().await?, super::clock, Door::Open, listener, interrupted()).await;
    Ok(())
}

/// A listener on the loopback address, on the port asked for or on a free one.
async fn listen(port: Option<u16>) -> Result<TcpListener, Failure> {
    let on = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let bound = match port {
        Some(port) => on(port).await,
        None => match on(PORT).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => on(0).await,
            bound => bound,
        },
    };
    bound.map_err(|error| {
        let port = port.unwrap_or(PORT);
        Failure::new(FailureKind::Usage, format!("the pages cannot be served on port {port} of 127.0.0.1: {error}"))
            .hint("choose another with --port, or --no-pages to see the ledger alone")
    })
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
