//! `bellwether measures`

mod list;
mod phase;
mod show;

use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::measure_run::{Assurance, MeasureKind, MeasureRun, Variation};
use clap::{Args, Subcommand};

use super::notes::Notes;

/// What touchpoints and handoffs do over time: what is a signal, what is noise, and which targets are met by themselves
#[derive(Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  bellwether measures list
  bellwether measures show installation.kept
  bellwether measures show installation.kept --cut silo --format json
  bellwether measures phase begin call_back.kept --from 2025-10 --reason 'Two more people call back since October'"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(list::Options),
    Show(show::Options),
    Phase(phase::Options),
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command {
        Command::List(options) => list::run(app, options).await,
        Command::Show(options) => show::run(app, options).await,
        Command::Phase(options) => phase::run(app, options, notes).await,
    }
}

/// A value of a measure in words.
fn value(kind: MeasureKind, value: f64) -> String {
    match kind {
        MeasureKind::Share => format!("{:.1} %", value * 100.0),
        MeasureKind::Rate => format!("{:.1} per 100", value * 100.0),
        MeasureKind::Hours => format!("{value:.1} h"),
    }
}

/// What a process does, in words.
fn variation(run: &MeasureRun) -> &'static str {
    match run.variation {
        Variation::Stable => "stable",
        Variation::SignalUp => "signal above",
        Variation::SignalDown => "signal below",
        Variation::TooFewPoints => "too few points",
    }
}

/// Whether its target is met by itself, in words.
fn assurance(run: &MeasureRun) -> Option<&'static str> {
    run.assurance.map(|assurance| match assurance {
        Assurance::WillMeet => "will meet it",
        Assurance::WillMiss => "will miss it",
        Assurance::HitOrMiss => "hit or miss",
    })
}
