//! `bellwether policy show`

use clap::Args;

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::policy::{PolicyQuestion, PolicyVersion};

/// The policy in force, a version or a preset, as TOML that `policy set` takes back
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether policy show
  bellwether policy show 2
  bellwether policy show chartmogul_like
  bellwether policy show > policy.toml")]
pub(crate) struct Options {
    /// A version's number or a preset [default: the policy in force]
    #[arg(value_name = "PRESET|VERSION")]
    version: Option<String>,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let version = app.ask(&PolicyQuestion { version: options.version.clone() }).await?;
    Answer { above: vec![document(&version)?], ..Answer::default() }.write(&AnswerOptions::default())
}

/// The policy as TOML, with its history as a comment.
fn document(version: &PolicyVersion) -> Result<String, Failure> {
    let toml = toml::to_string(&version.policy).map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
    let mut about = vec![format!(
        "# Version {}, in force from {}, saved by {} at {}.",
        version.version,
        version.effective_from,
        version.saved_by,
        version.saved_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    )];
    about.extend(
        version
            .signatures
            .iter()
            .map(|signature| format!("# Signed by {}, {}, at {}.", signature.name, signature.role, signature.at)),
    );
    if version.signatures.is_empty() {
        about.push("# Nobody has signed it yet.".to_owned());
    }
    Ok(format!("{}\n\n{}", about.join("\n"), toml.trim_end()))
}
