//! `bellwether restore`

use std::path::PathBuf;

use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::notes::Notes;
use crate::figures::whole;
use bellwether_app::App;
use bellwether_app::backup::{BackupReport, check_backup};
use bellwether_app::failure::Failure;

/// Make a data folder of a backup, or only check the backup
///
/// The folder must be empty or not there, and has its name only once all is in it. Nothing is ever written to the backup.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether restore /backups/2026-11-30 --check
  bellwether restore /backups/2026-11-30 --into bellwether-data")]
pub(crate) struct Options {
    /// The backup
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The data folder to make
    #[arg(long, value_name = "DIR", required_unless_present = "check", conflicts_with = "check")]
    into: Option<PathBuf>,
    /// Read all of the backup and say whether it is whole, without writing anything
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(app: &App, options: &Options, notes: &Notes) -> Result<(), Failure> {
    let (report, said) = if let Some(into) = &options.into {
        let report = app.restore(&options.folder, into)?;
        (report, format!("Restored to {}: {}, read back and found whole.", into.display(), held(&report)))
    } else {
        let report = check_backup(&options.folder)?;
        (report, format!("{} is whole: {}.", options.folder.display(), held(&report)))
    };
    if !report.has_records {
        notes.say("The records are not in this backup, for they were in Postgres: restore the dump of that database.");
    }
    Answer { above: vec![said], ..Answer::default() }.write(&AnswerOptions::default())
}

/// What a backup holds, in words.
pub(super) fn held(report: &BackupReport) -> String {
    format!("{} files, {} bytes", whole(i128::from(report.files)), whole(i128::from(report.bytes)))
}
