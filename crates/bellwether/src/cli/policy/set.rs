//! `bellwether policy set`

use std::path::Path;

use bellwether_model::{Day, Policy};
use clap::Args;
use toml::{Table, Value};

use super::read_document;
use crate::cli::notes::Notes;
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::policy::NewPolicy;

/// Save the next version of the policy: a whole file, or single definitions
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy set lapse_days=120
  bellwether policy set basis=recurring recurring_months=1 --from 2027-01-01
  bellwether policy set return_window_days=          take a definition away
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
        changes => changed(&app.policy(None).await?.policy, changes)?,
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
    let mut document = Table::try_from(policy).map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
    for change in changes {
        let (name, value) = change.split_once('=').ok_or_else(|| {
            Failure::usage(format!("'{change}' is not a definition")).hint("write NAME=VALUE, or a single file")
        })?;
        if value.is_empty() {
            document.remove(name);
        } else {
            document.insert(name.to_owned(), read_value(value));
        }
    }
    document.try_into().map_err(|error: toml::de::Error| {
        Failure::input(format!("the policy cannot be changed so: {}", error.message()))
            .hint("`bellwether policy show` writes all definitions")
    })
}

/// A TOML value, or text without quotes.
fn read_value(text: &str) -> Value {
    format!("value = {text}")
        .parse::<Table>()
        .ok()
        .and_then(|mut document| document.remove("value"))
        .unwrap_or_else(|| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_model::Basis;

    fn change(changes: &[&str]) -> Result<Policy, Failure> {
        let changes: Vec<_> = changes.iter().map(|change| (*change).to_owned()).collect();
        changed(&Policy { return_window_days: Some(90), ..Policy::default() }, &changes)
    }

    #[test]
    fn single_definitions_change_and_the_others_stay() {
        let policy = change(&["lapse_days=120", "basis=recurring", "customer_noun=\"donor\""]).expect("changed");
        let before = Policy { return_window_days: Some(90), ..Policy::default() };
        let expected = Policy { lapse_days: 120, basis: Basis::Recurring, customer_noun: "donor".into(), ..before };
        assert_eq!(policy, expected);
    }

    #[test]
    fn an_empty_value_takes_a_definition_away() {
        assert_eq!(change(&["return_window_days="]).expect("changed").return_window_days, None);
    }

    #[test]
    fn a_definition_that_does_not_exist_or_cannot_hold_the_value_is_refused() {
        for bad in ["lapsed_days=3", "lapse_days=soon", "basis=sometimes"] {
            assert_eq!(change(&[bad]).expect_err(bad).kind(), FailureKind::Input);
        }
    }
}
