//! Parts that several of these pages are made of.

use std::sync::Arc;

use bellwether_app::Viewpoint;
use bellwether_app::failure::Failure;
use bellwether_app::promises::{Neighbours, Promises, PromisesQuestion};
use bellwether_model::Grain;
use bellwether_words::Words;
use maud::{Markup, html};

use super::parameters::Parameters;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

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

/// The promises of the month that is under way; where none is, of the last one.
pub(super) async fn this_month(site: &Site, visit: &Visit) -> Result<Arc<Promises>, Failure> {
    let question = PromisesQuestion {
        grain: Grain::Month,
        period: None,
        touchpoint: None,
        by: None,
        viewpoint: Viewpoint::default(),
    };
    let over = site.ask(visit, question.clone()).await?;
    match &over.near.after {
        Some(period) => site.ask(visit, PromisesQuestion { period: Some(period.clone()), ..question }).await,
        None => Ok(over),
    }
}

/// What a touchpoint is about, in words.
pub(super) fn class_name(words: Words<'_>, class: &str) -> String {
    words.say(&format!("class-{}", class.replace('_', "-")))
}
