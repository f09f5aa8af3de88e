//! What a draft of the journey would change, thing by thing, and what in it a customer would not say.

use bellwether_app::journey::{JourneyTrial, WordingRemark};
use bellwether_app::journey_changes::{JourneyChange, JourneyDifference};
use bellwether_model::{TouchpointClass, WordingNote};
use bellwether_words::Words;
use maud::{Markup, html};

use super::super::parts::class_name;
use super::form::LABELS;
use crate::web::parts::draft::Draft;
use crate::web::parts::draft::form::{carried, label};
use crate::web::parts::frame::{head, panel};

/// The page, with the ways on and back.
pub(super) fn trial(words: Words<'_>, draft: &Draft, trial: &JourneyTrial) -> (String, Markup) {
    let version = (draft.after + 1).to_string();
    let title = words.counting("journey-differs", trial.changes.len() as i64, &[("version", &version)]);
    let button = |action: &str, class: &str, text: String| {
        html! { form method="post" action=(action) {
            (carried(words, draft))
            input type="hidden" name="from" value=(draft.from);
            input type="hidden" name="note" value=(draft.note);
            button class=(class) { (text) }
        } }
    };
    let body = html! {
        (head(&title, &html! {}))
        (panel(&words.say("journey-changes"), &words.say("journey-changes-about"), &html! {
            @if trial.changes.is_empty() { p { (words.say("journey-changes-none")) } } @else { (table(words, &trial.changes)) }
        }))
        @if !trial.remarks.is_empty() {
            (panel(&words.say("journey-wording"), &words.say("journey-wording-about"), &html! {
                ul.notes { @for remark in &trial.remarks { (remarked(words, remark)) } }
            }))
        }
        div.between {
            @if !trial.changes.is_empty() { (button("/journey/edit/save", "btn main", words.with("journey-save", &[("version", &version)]))) }
            (button("/journey/edit", "btn", words.say("draft-again")))
            a.btn href="/journey" { (words.say("journey-edit-leave")) }
        }
    };
    (title, body)
}

fn table(words: Words<'_>, changes: &[JourneyChange]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("journey-changes")) { table.prose {
            thead { tr { @for name in ["thing", "change", "before", "after"] { th scope="col" { (words.say(&format!("journey-changes-{name}"))) } } } }
            tbody { @for change in changes { tr {
                th scope="row" { (words.say(&format!("journey-part-{}", change.part.name()))) " “" (change.name) "”" }
                (difference(words, &change.difference))
            } } }
        } }
    }
}

fn difference(words: Words<'_>, difference: &JourneyDifference) -> Markup {
    let plain = |text: &str| html! { td { (words.say(text)) } td {} td {} };
    match difference {
        JourneyDifference::Added => plain("journey-added"),
        JourneyDifference::Removed => plain("journey-removed"),
        JourneyDifference::Moved => plain("journey-moved"),
        JourneyDifference::Said { field, before, after } => html! {
            td { (words.say(&label(LABELS, field))) }
            @for text in [before, after] { td { (said(words, field, text.as_deref())) } }
        },
    }
}

fn said(words: Words<'_>, field: &str, text: Option<&str>) -> Markup {
    let class = TouchpointClass::ALL.into_iter().find(|class| field == "class" && text == Some(class.name()));
    match (text, class) {
        (None | Some(""), _) => html! { span.muted { (words.say("journey-said-nothing")) } },
        (_, Some(class)) => html! { (class_name(words, class.name())) },
        (Some("true"), _) => html! { (words.say("yes")) },
        (Some(text), _) => html! { @for line in text.lines() { (line) br; } },
    }
}

/// A text, and which word of it a customer would not say.
fn remarked(words: Words<'_>, remark: &WordingRemark) -> Markup {
    html! { @for note in &remark.notes {
        @let (name, word) = match note {
            WordingNote::InsideOut(word) => ("wording-inside-out", word),
            WordingNote::UsAndThem(word) => ("wording-us-and-them", word),
        };
        li { "“" (remark.text) "”: " (words.with(name, &[("word", word)])) }
    } }
}
