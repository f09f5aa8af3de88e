//! `bellwether journey reality answer`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::reality::NewRealityCheck;
use bellwether_model::RealityAnswer;
use clap::Args;

use crate::cli::notes::Notes;

/// A leader's answer for a stage: is it consistent and reliable?
///
/// Whoever thinks again answers again: what they said before stays on record.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey reality answer start yes --name 'Ada Berg'
  bellwether journey reality answer get_help it_depends --name 'Jo Lind' --note 'on which site it is'")]
pub(crate) struct Options {
    /// The stage, by its id
    #[arg(value_name = "STAGE")]
    stage: String,
    /// `yes`, `no` or `it_depends`
    #[arg(value_name = "ANSWER")]
    answer: RealityAnswer,
    /// Who answers
    #[arg(long, value_name = "NAME")]
    name: String,
    /// On what it depends, or why
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    let Options { stage, answer, name, note } = options;
    let check = NewRealityCheck { stage: stage.clone(), leader: name.clone(), answer, note };
    let before = app.answer_for_stage(&check, &app.config.user).await?;
    let before = before.map(|before| format!("; it was {} on {}", before.answer, before.at)).unwrap_or_default();
    notes.say(format!("{name} answers {answer} for '{stage}'{before}."));
    Ok(())
}
