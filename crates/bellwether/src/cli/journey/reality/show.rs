//! `bellwether journey reality show`

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::reality::{Reality, RealityQuestion, StageReality};
use bellwether_app::table::Tabular;
use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};

/// What each leader answers for each stage, and who agrees to which version of the journey
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether journey reality show
  bellwether journey reality show --format csv")]
pub(crate) struct Options {
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let reality = app.ask(&RealityQuestion).await?;
    let answer = Answer { above: above(&reality), table: reality.table(), ..Answer::default() };
    answer.write_with(&reality, &options.answer)
}

fn above(reality: &Reality) -> Vec<String> {
    let agree: Vec<&str> =
        reality.agreed.iter().filter(|it| it.version == reality.version).map(|it| it.leader.as_str()).collect();
    let agree = if agree.is_empty() { "nobody".to_owned() } else { agree.join(", ") };
    let divided: Vec<&StageReality> = reality.stages.iter().filter(|it| it.do_agree() == Some(false)).collect();
    let mut above = vec![format!("To version {} of the journey agree: {agree}.", reality.version)];
    above.extend(divided.into_iter().map(|it| {
        format!("Leaders disagree about '{}': {} yes, {} no, {} it depends.", it.stage, it.yes, it.no, it.it_depends)
    }));
    above
}
