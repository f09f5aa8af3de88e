//! `bellwether reason queue`

use bellwether_model::{Grain, MovementKind};
use clap::Args;

use crate::cli::answer::AnswerOptions;
use crate::cli::customers::answer;
use crate::cli::viewpoint::ViewpointOptions;
use bellwether_app::App;
use bellwether_app::customers::{CustomersQuestion, Window};
use bellwether_app::failure::Failure;
use bellwether_app::reason::ReasonsQuestion;

/// Movements whose reason nobody knows yet, those worth most first
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason queue
  bellwether reason queue --kind less --period 2026-09 -o to-call.csv")]
pub(crate) struct Options {
    /// new, won_back, more, less or lost
    #[arg(long, default_value = "lost")]
    kind: MovementKind,
    /// The length of a period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// Only this period
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    let Options { kind, by, period, viewpoint, answer: answer_options } = options;
    let request = ReasonsQuestion { kind, grain: by, period, viewpoint: viewpoint.into() };
    answer(&app.ask(&CustomersQuestion::unexplained(&request, Window::default())).await?).write(&answer_options)
}
