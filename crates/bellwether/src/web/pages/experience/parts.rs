//! Parts that several of these pages are made of.

use bellwether_app::promises::Neighbours;
use bellwether_model::Grain;
use bellwether_words::Words;
use maud::{Markup, html};

use super::parameters::Parameters;

/// The ways to the periods before and after.
pub(super) fn between(
    words: Words<'_>,
    page: &str,
    parameters: &Parameters,
    grain: Grain,
    near: &Neighbours,
) -> Markup {
    let href = |period: &str| format!("{page}{}", parameters.query(grain, period));
    html! {
        p.between {
            @if let Some(before) = &near.before { a href=(href(before)) { "← " (words.period(grain, before)) } " " }
            @if let Some(after) = &near.after { a href=(href(after)) { (words.period(grain, after)) " →" } }
        }
    }
}

/// What is in none of the figures.
pub(super) fn left_out(words: Words<'_>, without_customer: u64) -> Markup {
    html! {
        @if without_customer > 0 {
            p.muted { (words.with("nameless-touches", &[("count", &words.whole(without_customer as i64))])) }
        }
    }
}
