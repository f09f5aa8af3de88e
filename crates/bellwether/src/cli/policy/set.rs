//! `bellwether policy set`

use std::path::Path;

use bellwether_model::{Day, Policy};
use clap::Args;

use super::{definition, read_document};
use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::policy::{NewPolicy, PolicyQuestion};

/// Save the next version of the policy: a whole file, or single definitions
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy set lapse_days=120
  bellwether policy set basis=recurring recurring_months=1 --from 2027-01-01
  bellwether policy set return_window_days=none      take a definition away
  bellwether policy set policy.toml")]
pub(crate) struct Options {
    /// A file, or definitions
    #[arg(value_name = "FILE|NAME=VALUE", required = true)]
    changes: Vec<String>,
    /// The day from which it is in force [default: today]
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Why it changes, in a sentence
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let policy: Policy = match options.changes.as_slice() {
        [file] if !file.contains('=') => read_document(Path::new(file))?,
        changes => changed(&app.ask(&PolicyQuestion::default()).await?.policy, changes)?,
    };
    policy.check().map_err(Failure::input)?;
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    let new = NewPolicy { policy, effective_from: options.from, note: options.note, after: None };
    let version = app.save_policy(&new, &who).await?;
    notes.say(format!(
        "Version {version} of the policy. Next: bellwether policy sign --name NAME --role ROLE, then bellwether refresh"
    ));
    Ok(())
}

/// `policy` with the definitions in `changes`, each written NAME=VALUE.
fn changed(policy: &Policy, changes: &[String]) -> Result<Policy, Failure> {
    changes.iter().try_fold(policy.clone(), |policy, change| {
        let (name, value) = change.split_once('=').ok_or_else(|| {
            Failure::usage(format!("'{change}' is not a definition")).hint("write NAME=VALUE, or a single file")
        })?;
        definition::changed(&policy, name, value)
    })
}
