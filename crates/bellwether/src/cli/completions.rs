//! `bellwether completions`

use clap::Args;
use clap_complete::Shell;

use super::answer::{AnswerOptions, deliver};
use super::command_line;
use bellwether_app::failure::Failure;

/// Write completions for a shell
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether completions bash > ~/.local/share/bash-completion/completions/bellwether
  bellwether completions zsh > ~/.zfunc/_bellwether
  bellwether completions fish > ~/.config/fish/completions/bellwether.fish")]
pub(crate) struct Options {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command_line(), "bellwether", &mut script);
    deliver(&AnswerOptions::default(), |writer| Ok(writer.write_all(&script)?))
}
