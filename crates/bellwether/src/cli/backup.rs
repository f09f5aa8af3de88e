//! `bellwether backup`

use std::path::PathBuf;

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::notes::Notes;
use super::restore::held;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// Copy the company to a folder, whole and as it is at one moment
///
/// Others may read and write meanwhile; who writes waits for a moment. Every file is read back and held against its checksum. Records in
/// Postgres are not copied: dump that database right afterwards.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether backup /backups/2026-11-30
  bellwether backup /backups/today --data /srv/bellwether")]
pub(crate) struct Options {
    /// The folder to copy to; it must be empty or not there
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

pub(crate) async fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let report = app.backup(&options.folder).await?;
    if !report.has_records {
        notes.say("The records are in Postgres and not in this backup: dump that database now, e.g. with pg_dump.");
    }
    let said = format!("Backed up to {}: {}, read back and found whole.", options.folder.display(), held(&report));
    Answer { above: vec![said], ..Answer::default() }.write(&AnswerOptions::default())
}
