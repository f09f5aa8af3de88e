//! The form in which the journey is written: a stage to unfold, with its touchpoints, and the handoffs below.

use std::collections::BTreeSet;

use bellwether_model::TouchpointClass;
use bellwether_words::{Message, Words};
use maud::{Markup, html};

use super::super::parts::class_name;
use super::draft::{Draft, HANDOFF, Kind, STAGE, TOUCHPOINT};
use crate::web::parts::form::alert;
use crate::web::parts::frame::{head, panel};

/// What of the company a form offers to choose from.
pub(super) struct Choices {
    /// The names of the business calendars.
    pub(super) calendars: BTreeSet<String>,
}

const EDIT: &str = "/journey/edit";

/// The whole form, with what is wrong with what was sent.
pub(super) fn form(words: Words<'_>, draft: &Draft, choices: &Choices, wrong: Option<&Message>) -> Markup {
    let title = words.with("journey-edit-title", &[("version", &(draft.after + 1).to_string())]);
    html! {
        (head(&title, &html! {}))
        (alert(words, wrong))
        form.editing method="post" action=(format!("{EDIT}/try")) {
            // The first button is that of the key Enter.
            p.deeds { button.btn { (words.say("journey-edit-try")) } a.btn href="/journey" { (words.say("journey-edit-leave")) } }
            p.muted { (words.say("journey-edit-about")) }
            (carried(draft))
            ol.unfolding data-drag="stages" {
                @for at in 0..draft.list("stages").len() { (stage(words, draft, choices, at)) }
            }
            p.deeds { (act(words, "stages.add", "journey-edit-add-stage", "")) }
            (panel(&words.say("handoffs"), &words.say("journey-edit-handoffs-about"), &html! {
                ol.unfolding { @for at in 0..draft.list("handoffs").len() { (handoff(words, draft, choices, at)) } }
                p.deeds { (act(words, "handoffs.add", "journey-edit-add-handoff", "")) }
            }))
            (panel(&words.say("journey-edit-when"), &words.say("journey-edit-kept"), &html! {
                p.field { label for="from" { (words.say("journey-edit-from")) } input.in #from name="from" type="date" value=(draft.from); }
                p.field { label for="note" { (words.say("journey-edit-note")) } input.in #note name="note" maxlength="500" value=(draft.note); }
                p.deeds { button.btn.main { (words.say("journey-edit-try")) } }
            }))
        }
    }
}

/// What a form takes along unseen.
pub(super) fn carried(draft: &Draft) -> Markup {
    html! {
        input type="hidden" name="draft" value=(draft.journey.to_string());
        input type="hidden" name="after" value=(draft.after);
    }
}

/// A button that does something to the draft and draws it again.
fn act(words: Words<'_>, asked: &str, text: &str, name: &str) -> Markup {
    html! {
        button.btn formaction=(EDIT) formnovalidate name="act" value=(asked) {
            (words.say(text)) @if !name.is_empty() { span.aside { " “" (name) "”" } }
        }
    }
}

fn stage(words: Words<'_>, draft: &Draft, choices: &Choices, at: usize) -> Markup {
    let place = format!("stages.{at}");
    let touchpoints = format!("{place}.touchpoints");
    let moments = draft.list(&format!("{place}.moments")).len();
    thing(
        words,
        draft,
        choices,
        &place,
        &STAGE,
        &html! {
            h2 { (words.say("journey-edit-touchpoints")) }
            ol.unfolding data-drag=(touchpoints) { @for inner in 0..draft.list(&touchpoints).len() {
                (thing(words, draft, choices, &format!("{touchpoints}.{inner}"), &TOUCHPOINT, &html! {}))
            } }
            p.deeds { (act(words, &format!("{touchpoints}.add"), "journey-edit-add-touchpoint", "")) }
            @if moments > 0 { p.muted { (words.counting("journey-edit-moments", moments as i64, &[])) } }
        },
    )
}

fn handoff(words: Words<'_>, draft: &Draft, choices: &Choices, at: usize) -> Markup {
    thing(words, draft, choices, &format!("handoffs.{at}"), &HANDOFF, &html! {})
}

/// One thing: the buttons that move it, and its fields to unfold.
fn thing(
    words: Words<'_>,
    draft: &Draft,
    choices: &Choices,
    place: &str,
    fields: &[(&str, Kind)],
    below: &Markup,
) -> Markup {
    let name = draft.shown(&format!("{place}.name"));
    let called = if name.is_empty() { words.say("journey-edit-nameless") } else { name };
    let is_here = draft.place == place;
    let is_open = is_here || draft.place.starts_with(&format!("{place}."));
    html! {
        li data-place=(place) {
            div.deeds {
                span.grip hidden title=(words.say("journey-edit-drag")) aria-hidden="true" { "⠿" }
                @for (deed, text) in [("up", "journey-edit-up"), ("down", "journey-edit-down"), ("remove", "journey-edit-remove")] {
                    (act(words, &format!("{place}.{deed}"), text, &called))
                }
            }
            details open[is_open] {
                summary autofocus[is_here] { b { (called) } @let owner = draft.shown(&format!("{place}.owner")); @if !owner.is_empty() { " " small { (owner) } } }
                div.fields-grid { @for &(field, kind) in fields { (input(words, draft, choices, &format!("{place}.{field}"), field, kind)) } }
                (below)
            }
        }
    }
}

fn input(words: Words<'_>, draft: &Draft, choices: &Choices, place: &str, field: &str, kind: Kind) -> Markup {
    let (id, value) = (place.replace('.', "-"), draft.shown(place));
    let label = words.say(&label(field));
    let about =
        Some(format!("{}-about", self::label(field))).filter(|name| words.has(name)).map(|name| words.say(&name));
    let about_id = about.as_ref().map(|_| format!("{id}-about"));
    let described = about_id.as_deref();
    if kind == Kind::Touchpoints {
        return touchpoints(draft, place, (&label, about.as_deref()));
    }
    html! {
        p.field {
            @if kind == Kind::Tick {
                label for=(id) { input id=(id) name=(place) type="checkbox" value="true" checked[!value.is_empty()]; " " (label) }
            } @else {
                label for=(id) { (label) }
                @match kind {
                    Kind::Prose => textarea.in id=(id) name=(place) rows="2" { (value) },
                    Kind::Lines => textarea.in id=(id) name=(place) rows="2" aria-describedby=[described] { (value) },
                    Kind::Number => input.in id=(id) name=(place) inputmode="numeric" aria-describedby=[described] value=(value);,
                    Kind::Class => select.in id=(id) name=(place) {
                        @for class in TouchpointClass::ALL { option value=(class.name()) selected[class.name() == value] { (class_name(words, class.name())) } }
                    },
                    Kind::Calendar => select.in id=(id) name=(place) aria-describedby=[described] {
                        option value="" selected[value.is_empty()] { (words.say("journey-edit-no-calendar")) }
                        @for name in &choices.calendars { option value=(name) selected[*name == value] { (name) } }
                        @if !value.is_empty() && !choices.calendars.contains(&value) { option value=(value) selected { (value) } }
                    },
                    _ => input.in id=(id) name=(place) aria-describedby=[described] value=(value);,
                }
                @if let (Some(about), Some(id)) = (&about, &about_id) { small.muted id=(id) { (about) } }
            }
        }
    }
}

/// The name of the text over a field.
pub(super) fn label(field: &str) -> String {
    format!("field-of-{}", field.replace(['.', '_'], "-"))
}

/// The touchpoints to choose from.
fn touchpoints(draft: &Draft, place: &str, (label, about): (&str, Option<&str>)) -> Markup {
    let chosen = draft.list(place);
    let stages = draft.list("stages").iter().flat_map(|stage| stage["touchpoints"].as_array().into_iter().flatten());
    let known =
        stages.filter_map(|it| Some((it["id"].as_str()?, it["name"].as_str()?))).filter(|(id, _)| !id.is_empty());
    let mut ids: Vec<(&str, &str)> = known.collect();
    // One that was taken away stays ticked, so that it is told when the draft is tried.
    let gone = chosen.iter().filter_map(|id| id.as_str());
    let gone: Vec<&str> = gone.filter(|id| !ids.iter().any(|(known, _)| known == id)).collect();
    ids.extend(gone.into_iter().map(|id| (id, id)));
    html! {
        fieldset.field {
            legend { (label) }
            @for (number, (id, name)) in ids.into_iter().enumerate() {
                @let box_id = format!("{}-{number}", place.replace('.', "-"));
                div.choice.line {
                    input id=(box_id) name=(format!("{place}.{id}")) type="checkbox" value="yes" checked[chosen.iter().any(|it| it == id)];
                    label for=(box_id) { (name) }
                }
            }
            @if let Some(about) = about { small.muted { (about) } }
        }
    }
}
