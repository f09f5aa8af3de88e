//! Saying why a customer's value moved, and how we know.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::{HowKnown, ReasonNode};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::{encoded, own_label};
use crate::web::parts::form::field;
use crate::web::parts::frame::panel;
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use crate::web::site::visit::local;
use bellwether_app::customer::Customer;
use bellwether_app::failure::Failure;
use bellwether_app::reason::NewReason;
use bellwether_words::{Words, kind_name, message};

/// How people know; what Bellwether concludes itself is no person's to say.
pub(in crate::web) const HOW: [HowKnown; 2] = [HowKnown::Asked, HowKnown::Told];

#[derive(Deserialize)]
pub(in crate::web) struct ExplanationForm {
    /// `lost 2026-03-05`
    movement: String,
    reason: String,
    how_known: String,
    #[serde(default)]
    text: String,
    /// Where to go on; the customer, if left out.
    #[serde(default)]
    next: String,
}

pub(in crate::web) async fn explain(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(form): Form<ExplanationForm>,
) -> Result<Response, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let back = format!("/customer/{}", encoded(&id));
    let next = form.next.clone();
    let (reason, by) = (reason(&form).map_err(refuse)?, visit.visitor.signature());
    site.act(|app| async move { app.set_reason(&id, &reason, &by).await }).await.map_err(refuse)?;
    Ok(Redirect::to(if next.is_empty() { &back } else { local(&next) }).into_response())
}

fn reason(form: &ExplanationForm) -> Result<NewReason, Failure> {
    let unread = || Failure::usage(message("failure-names-no-movement").with("movement", &form.movement));
    let (kind, day) = form.movement.split_once(' ').ok_or_else(unread)?;
    let text = form.text.trim();
    Ok(NewReason {
        kind: kind.parse().map_err(|_| unread())?,
        day: Some(day.parse().map_err(|_| unread())?),
        reason: form.reason.clone(),
        how_known: form.how_known.parse().map_err(Failure::usage)?,
        text: (!text.is_empty()).then(|| text.to_owned()),
    })
}

/// The form, for a customer who has movements that can be explained.
pub(in crate::web) fn form(words: Words<'_>, life: &Customer, tree: &[ReasonNode]) -> Markup {
    let movements: Vec<_> = life.movements.iter().rev().filter(|moved| moved.may_have_reason).collect();
    html! {
        @if !movements.is_empty() {
            (panel(&words.say("explain"), &words.say("explain-about"), &html! {
                form method="post" action=(format!("/customer/{}/reason", encoded(&life.customer_id))) {
                    (field(words, "explain-movement", "movement", &html! {
                        select.in #movement name="movement" { @for moved in &movements {
                            option value=(format!("{} {}", moved.kind, moved.day)) { (words.say(&kind_name(moved.kind))) ", " (words.day(moved.day)) }
                        } }
                    }))
                    (field(words, "reason", "reason", &html! {
                        select.in #reason name="reason" required { option value="" { (words.say("choose")) } @for node in tree { option value=(node.id) { (own_label(words, &node.id, &node.label)) } } }
                    }))
                    (field(words, "explain-how", "how_known", &html! {
                        select.in #how_known name="how_known" { @for how in HOW { option value=(how.name()) { (words.say(&format!("how-{}", how.name()))) } } }
                    }))
                    (field(words, "explain-words", "text", &html! { textarea.in #text name="text" rows="3" maxlength="2000" {} }))
                    p { button.btn type="submit" { (words.say("save")) } }
                }
            }))
        }
    }
}
