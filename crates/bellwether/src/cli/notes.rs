//! What a person is told beside the answer: notes, questions, progress and failures, all on stderr.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use bellwether_app::failure::Failure;
use bellwether_app::import::Progress;

/// The person at the terminal, or nobody.
pub(crate) struct Notes {
    is_quiet: bool,
}

impl Notes {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self { is_quiet }
    }

    /// Says something worth knowing that is not the answer.
    pub(crate) fn say(&self, text: impl std::fmt::Display) {
        if !self.is_quiet {
            write_line(&text);
        }
    }

    /// A bar of bytes read with rows per second; invisible when quiet or when nobody watches.
    pub(crate) fn progress(&self) -> ImportProgress {
        let target = if self.is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes} of {total_bytes}  {msg}  {eta} left") {
            bar.set_style(style);
        }
        ImportProgress { bar }
    }
}

/// Says what a person has to know, even when quiet.
pub(crate) fn insist(text: impl std::fmt::Display) {
    write_line(&text);
}

/// A progress bar of an import.
pub(crate) struct ImportProgress {
    bar: ProgressBar,
}

impl ImportProgress {
    pub(crate) fn show(&self, progress: Progress) {
        self.bar.set_length(progress.bytes_total);
        self.bar.set_position(progress.bytes_read);
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        let rows_a_second = (progress.rows as f64 / seconds).round() as i128;
        let rows = crate::figures::whole(i128::from(progress.rows));
        self.bar.set_message(format!("{rows} rows, {} rows/s", crate::figures::whole(rows_a_second)));
    }
}

impl Drop for ImportProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Says why there is no answer; even when quiet.
pub(crate) fn tell(failure: &Failure) {
    write_line(failure);
}

/// Whether somebody is there to be asked.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question to be answered with yes or no; anything but yes is no.
pub(crate) fn ask(question: &str) -> bool {
    let mut stderr = io::stderr();
    let asked = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let heard = io::stdin().read_line(&mut answer);
    asked.is_ok() && heard.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Asks a person to choose one of some answers by its number; nothing where the answer is none of them.
pub(crate) fn choose(question: &str, answers: &[String]) -> Option<usize> {
    let mut stderr = io::stderr();
    write_line(&question);
    for (number, answer) in (1..).zip(answers) {
        write_line(&format!("  {number}. {answer}"));
    }
    write!(stderr, "Number: ").and_then(|()| stderr.flush()).ok()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).ok()?;
    let number: usize = answer.trim().parse().ok()?;
    number.checked_sub(1).filter(|at| *at < answers.len())
}

fn write_line(text: &dyn std::fmt::Display) {
    // A closed stderr leaves nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}
