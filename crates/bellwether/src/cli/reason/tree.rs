//! `bellwether reason tree`

use bellwether_app::reason::{CurrentReasonTree, ReasonTreeQuestion};
use std::path::PathBuf;

use bellwether_model::{ReasonNode, ReasonTree};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::notes::Notes;
use crate::cli::policy::read_document;
use bellwether_app::App;
use bellwether_app::failure::Failure;

/// The company's one tree of reasons: write it as TOML, or take a changed one back as its next version
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether reason tree > reasons.toml
  bellwether reason tree reasons.toml")]
pub(crate) struct Options {
    /// A changed tree to take as the next version
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Who says so [default: your account's name]
    #[arg(long, value_name = "NAME", requires = "file")]
    who: Option<String>,
}

/// The tree as a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// The version that was seen, after which the next one is written.
    version: Option<u32>,
    reason: Vec<ReasonNode>,
}

pub(crate) async fn run(app: &App, options: Options, notes: &Notes) -> Result<(), Failure> {
    if let Some(file) = options.file {
        let document: Document = read_document(&file)?;
        let tree =
            ReasonTree::new(document.reason).map_err(|error| Failure::input(format!("{}: {error}", file.display())))?;
        let who = options.who.unwrap_or_else(|| app.config.user.clone());
        let version = app.set_reason_tree(&tree, document.version, &who).await?;
        notes.say(format!("Version {version} of the reason tree. Next: bellwether refresh"));
        return Ok(());
    }
    let CurrentReasonTree { version, nodes: reason } = app.ask(&ReasonTreeQuestion).await?;
    let toml = toml::to_string(&Document { version: Some(version), reason })
        .map_err(|error| Failure::input(error.to_string()))?;
    let answer = Answer {
        above: vec![format!("# The reason tree, version {version}.\n\n{}", toml.trim_end())],
        ..Answer::default()
    };
    answer.write(&AnswerOptions::default())
}
