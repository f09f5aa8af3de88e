//! The command line: one file for each command, in the tree of the command line itself.
//!
//! Invariant: nothing goes to stdout but the answer; progress, notes and errors go to stderr; the exit code is the failure's kind.

mod answer;
mod backup;
mod base;
mod bridge;
mod calendar;
mod close;
mod cohorts;
mod completions;
mod contacts;
mod customers;
mod demo;
mod doctor;
mod export;
mod handoffs;
mod import;
mod init;
mod journey;
mod ledger;
mod measures;
mod moments;
mod notes;
mod plan;
mod policy;
mod populations;
mod promises;
mod reason;
mod refresh;
mod rejects;
#[cfg(feature = "pdf")]
mod report;
mod restore;
mod sample;
mod screen;
mod serve;
mod sql;
mod time;
mod usage;
mod viewpoint;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::Timestamp;
use ulid::Ulid;

use crate::config::{Origins, Settings};
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use notes::Notes;

const EXAMPLES: &str = "\
Examples:
  bellwether demo                                       see it all on a made-up company
  bellwether init --currency EUR --time-zone Europe/Berlin
  bellwether import orders.csv --as purchases           import your own file
  bellwether refresh
  bellwether ledger --by quarter                        did we earn growth?
  bellwether customers --period 2026-09 --kind lost     who is behind a figure?";

/// The customer-driven growth engine: did we earn growth, in whole customers and money, and why?
#[derive(Parser)]
#[command(name = "bellwether", version, arg_required_else_help = true, propagate_version = false)]
struct Cli {
    #[command(flatten)]
    global: GlobalOptions,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(clap::Args)]
struct GlobalOptions {
    /// The folder of facts, marts and records [default: bellwether-data, or BELLWETHER_DATA]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    data: Option<PathBuf>,
    /// The configuration file [default: bellwether.toml if there is one, or BELLWETHER_CONFIG]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
    /// Say nothing but the answer and errors
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Options),
    Init(init::Options),
    Import(import::Options),
    Rejects(rejects::Options),
    Sample(sample::Options),
    Refresh(refresh::Options),
    Serve(serve::Options),
    Ledger(ledger::Options),
    Customers(customers::Options),
    Reason(reason::Options),
    Plan(plan::Options),
    Policy(policy::Options),
    Journey(journey::Options),
    Promises(promises::Options),
    Handoffs(handoffs::Options),
    Measures(measures::Options),
    Moments(moments::Options),
    Contacts(contacts::Options),
    Calendar(calendar::Options),
    Populations(populations::Options),
    Close(close::Options),
    Bridge(bridge::Options),
    Cohorts(cohorts::Options),
    Base(base::Options),
    Usage(usage::Options),
    #[cfg(feature = "pdf")]
    Report(report::Options),
    Sql(sql::Options),
    Export(export::Options),
    Doctor(doctor::Options),
    Backup(backup::Options),
    Restore(restore::Options),
    Completions(completions::Options),
}

/// Reads the command line, runs the command and gives the exit code.
pub(crate) fn main() -> ExitCode {
    let cli = match command_line().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to stdout and errors to stderr; when neither can be written there is nobody left to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FailureKind::Usage.exit_code()));
        }
    };
    let notes = Notes::new(cli.global.quiet);
    match run(cli, &notes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            notes::tell(&failure);
            failure.exit_code()
        }
    }
}

/// The command line as clap knows it, with the exit codes told below each help.
fn command_line() -> clap::Command {
    Cli::command().after_help(format!("{EXAMPLES}\n\n{}", exit_codes()))
}

fn exit_codes() -> String {
    let failures = FailureKind::ALL.map(|kind| format!("  {}  {}: {}", kind.exit_code(), kind.name(), kind.meaning()));
    format!("Exit codes:\n  0  the command answered\n{}", failures.join("\n"))
}

/// The time, for whoever works on after the command was given.
#[expect(clippy::disallowed_methods, reason = "here the time enters, to be handed down as a value")]
pub(crate) fn clock() -> Timestamp {
    Timestamp::now()
}

/// A new id, for whoever makes a change.
#[expect(clippy::disallowed_methods, reason = "here new ids enter, to be handed down as a function")]
pub(crate) fn new_id() -> Ulid {
    Ulid::generate()
}

fn run(cli: Cli, notes: &Notes) -> Result<(), Failure> {
    if let Command::Completions(options) = &cli.command {
        return completions::run(options);
    }
    let GlobalOptions { data, config, .. } = cli.global;
    let data = data.or_else(|| cli.command.own_data_folder());
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let Settings { app: mut config, log } = Settings::read(Origins { file: config, data, environment })?;
    if matches!(cli.command, Command::Demo(_)) {
        // The sample company keeps its records in its own folder, whatever the company's are.
        config.records.clear();
    }
    log_to_stderr(&log)?;
    let app = App::new(config, clock(), new_id);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if app.config.threads > 0 {
        runtime.worker_threads(app.config.threads);
    }
    let runtime = runtime.enable_all().build().map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
    runtime.block_on(answer(&app, cli.command, notes))
}

async fn answer(app: &App, command: Command, notes: &Notes) -> Result<(), Failure> {
    if command.tells_figures() {
        sample::note(app, notes).await?;
    }
    match command {
        Command::Demo(options) => demo::run(app, &options, notes).await,
        Command::Init(options) => init::run(app, &options, notes).await,
        Command::Import(options) => Box::pin(import::run(app, options, notes)).await,
        Command::Sample(options) => sample::run(app, options, notes).await,
        Command::Refresh(options) => refresh::run(app, &options).await,
        Command::Serve(options) => serve::run(app, &options, notes).await,
        Command::Ledger(options) => ledger::run(app, options).await,
        Command::Customers(options) => customers::run(app, options).await,
        Command::Reason(options) => reason::run(app, options, notes).await,
        Command::Rejects(options) => rejects::run(app, options, notes).await,
        Command::Plan(options) => plan::run(app, options, notes).await,
        Command::Policy(options) => policy::run(app, options, notes).await,
        Command::Journey(options) => journey::run(app, options, notes).await,
        Command::Promises(options) => promises::run(app, options).await,
        Command::Handoffs(options) => handoffs::run(app, options).await,
        Command::Measures(options) => measures::run(app, options, notes).await,
        Command::Contacts(options) => contacts::run(app, options).await,
        Command::Moments(options) => moments::run(app, options).await,
        Command::Calendar(options) => calendar::run(app, options, notes).await,
        Command::Populations(options) => populations::run(app, options, notes).await,
        Command::Close(options) => close::run(app, options, notes).await,
        Command::Bridge(options) => bridge::run(app, options).await,
        #[cfg(feature = "pdf")]
        Command::Report(options) => report::run(app, &options).await,
        Command::Cohorts(options) => cohorts::run(app, &options).await,
        Command::Base(options) => base::run(app, &options).await,
        Command::Usage(options) => usage::run(app, &options).await,
        Command::Sql(options) => sql::run(app, &options).await,
        Command::Export(options) => export::run(app, &options).await,
        Command::Doctor(options) => doctor::run(app, &options).await,
        Command::Backup(options) => backup::run(app, &options, notes).await,
        Command::Restore(options) => restore::run(app, &options, notes),
        Command::Completions(options) => completions::run(&options),
    }
}

impl Command {
    /// Whether it tells, or decides, something of what is known of customers.
    fn tells_figures(&self) -> bool {
        !matches!(
            self,
            Self::Demo(_)
                | Self::Init(_)
                | Self::Import(_)
                | Self::Sample(_)
                | Self::Refresh(_)
                | Self::Backup(_)
                | Self::Restore(_)
                | Self::Completions(_)
        )
    }

    /// The data folder of a command that keeps apart from the company's own data.
    fn own_data_folder(&self) -> Option<PathBuf> {
        matches!(self, Self::Demo(_)).then(|| PathBuf::from(demo::DATA_FOLDER))
    }
}

/// What these libraries log of an error is told by the error itself.
const TOLD_OTHERWISE: &str = "delta_kernel=off,buoyant_kernel=off,buoyant_kernel_engine=off,deltalake_core=off";

fn log_to_stderr(filter: &str) -> Result<(), Failure> {
    // Who names parts of the program says what is logged of each.
    let parts = if filter.contains('=') { filter.to_owned() } else { format!("{filter},{TOLD_OTHERWISE}") };
    let filter = tracing_subscriber::EnvFilter::try_new(parts).map_err(|error| {
        Failure::usage(format!("the setting log is '{filter}': {error}"))
            .hint("write off, error, warn, info, debug or trace")
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Colours are for people; on a terminal NO_COLOR is heard by itself.
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.with_ansi(false).init();
    }
    Ok(())
}

#[cfg(test)]
mod tests;
