//! `bellwether close verify`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::audit::AuditHead;
use bellwether_app::close::CloseVerification;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;

/// Check that closed periods are still what they were when they were closed
///
/// Computes each closed period again from the facts as they were known then, and the stored figures' checksum. Holds everything that people
/// decided against its seal in the audit, and the audit against its heads noted in the lake.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether close verify
  bellwether close verify 2026-09
  bellwether close verify --printed '130 3f2a 9c01 77de 0b12'")]
pub(crate) struct Options {
    /// Only this period
    #[arg(value_name = "PERIOD")]
    period: Option<String>,
    /// What a paper has printed of the changes on record: their number and the seal of the last one, e.g. "130 3f2a 9c01 77de 0b12"
    #[arg(long, value_name = "NUMBER SEAL", value_parser = printed)]
    printed: Option<AuditHead>,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let mut verified = app.verify_closed(options.period.as_deref()).await?;
    if let Some(printed) = &options.printed {
        verified.extend(app.audit_unlike_paper(printed).await?.map(CloseVerification::of_others));
    }
    let broken = verified.iter().filter(|row| row.difference.is_some() && !row.period.is_empty()).count();
    let others = verified.iter().filter(|row| row.period.is_empty()).count();
    let checked = verified.len() - others;
    let mut above = vec![format!("{} of {checked} closed periods are what they were.", checked - broken)];
    if others > 0 {
        above.push(format!("{others} other things in the records are not what was decided."));
    }
    Answer { above, table: verified.table(), ..Answer::default() }.write(&options.answer)?;
    if broken + others == 0 {
        return Ok(());
    }
    let what = match (broken, others) {
        (periods, 0) => format!("{periods} closed periods are no longer what they were"),
        (0, others) => format!("{others} things in the records are not what was decided"),
        (periods, others) => {
            format!("{periods} closed periods and {others} other things in the records are no longer what they were")
        }
    };
    Err(Failure::input(what).hint("restore the data folder from a copy made before the change"))
}

fn printed(text: &str) -> Result<AuditHead, String> {
    let wrong = || "write the number of changes and the four groups of the seal, as the paper has them".to_owned();
    let (entries, seal) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let entries = entries.trim_end_matches(',').parse().map_err(|_| wrong())?;
    let digits = seal.chars().filter(|digit| *digit != ' ');
    if digits.clone().count() != 16 || !digits.clone().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    Ok(AuditHead { entries, seal: seal.trim().to_owned() })
}
