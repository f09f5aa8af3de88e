//! `bellwether reason map`

use clap::Args;

use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::reason::CodeMapping;

/// Say which reason a source's own code stands for
///
/// The tree of reasons gets a new version with it. `bellwether reason codes` lists the codes, `reason tree` the reasons.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason map billing too_pricey price")]
pub(crate) struct Options {
    /// The source that uses the code
    #[arg(value_name = "SOURCE")]
    source: String,
    /// The code, as the source writes it
    #[arg(value_name = "CODE")]
    code: String,
    /// A reason of the tree
    #[arg(value_name = "REASON")]
    reason: String,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Options { source, code, reason, who } = options;
    let who = who.unwrap_or_else(|| app.config.user.clone());
    let mapping = CodeMapping { source, code, reason };
    let version = app.map_codes(std::slice::from_ref(&mapping), None, &who).await?;
    notes.say(format!(
        "'{}' of {} stands for {}, in version {version} of the reason tree. Next: bellwether refresh",
        mapping.code, mapping.source, mapping.reason
    ));
    Ok(())
}
