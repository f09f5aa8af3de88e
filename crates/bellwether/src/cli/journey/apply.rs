//! `bellwether journey apply`

use std::path::PathBuf;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::journey::NewJourney;
use bellwether_model::{Day, WordingNote};
use clap::Args;
use similar::TextDiff;

use super::document::Document;
use crate::cli::notes::{Notes, ask, can_ask};
use crate::cli::policy::read_document;

/// Take a changed journey as its next version, once you agreed to what changes
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey apply journey.toml --note 'agreed in the room of May'
  bellwether journey apply journey.toml --from 2026-06-01 --yes")]
pub(crate) struct Options {
    /// The journey as TOML
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The first day on which it holds [default: today; the first journey holds for all days]
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// Why it changes, in a sentence
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Do it without being asked
    #[arg(short, long)]
    yes: bool,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let (version, journey) = read_document::<Document>(&options.file)?.into_parts();
    let latest = app.latest_journey().await?;
    let as_text = |journey| Document::new(None, journey).written();
    let before = latest.as_ref().map_or_else(|| Ok(String::new()), |latest| as_text(latest.journey.clone()))?;
    let after = as_text(journey.clone())?;
    if let Some(latest) = latest.as_ref().filter(|latest| latest.journey == journey && options.from.is_none()) {
        notes.say(format!("Nothing changes: this is version {} of the journey.", latest.version));
        return Ok(());
    }
    let new = NewJourney { journey, effective_from: options.from, note: options.note, after: version };
    for remark in app.try_journey(&new).await?.remarks {
        for note in remark.notes {
            let said = match note {
                WordingNote::InsideOut(word) => {
                    format!("'{word}' is a word for what you do, not for what they live through")
                }
                WordingNote::UsAndThem(word) => format!("'{word}' parts the company into us and them"),
            };
            notes.say(format!("{} \"{}\": {said}", remark.id, remark.text));
        }
    }
    let changes = TextDiff::from_lines(&before, &after).unified_diff().context_radius(2).to_string();
    notes.say(changes.trim_end());
    if !(options.yes || (can_ask() && ask("Take this as the next version of the journey?"))) {
        return Err(Failure::usage("nothing was saved: nobody agreed to the changes").hint("add --yes"));
    }
    let who = options.who.unwrap_or_else(|| app.config.user.clone());
    let version = app.save_journey(&new, &who).await?;
    notes.say(format!("Version {version} of the journey."));
    Ok(())
}
