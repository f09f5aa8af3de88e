//! `bellwether import --presets`

use crate::cli::answer::{Answer, AnswerOptions};
use bellwether_app::failure::Failure;
use bellwether_app::import::known_layouts;

/// Lists the documented layouts with the columns they are known by: one below the other, for a table of them would be wider than any screen.
pub(super) fn run() -> Result<(), Failure> {
    let layouts = known_layouts().into_iter().map(|layout| {
        let (name, title, fact) = (&layout.name, &layout.title, layout.fact);
        format!("{name}: {title}, as {fact}\n  known by {}\n  {}", layout.columns.join(", "), layout.documentation)
    });
    Answer { above: layouts.collect(), ..Answer::default() }.write(&AnswerOptions::default())
}
