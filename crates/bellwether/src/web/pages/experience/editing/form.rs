//! The form in which the journey is written: a stage to unfold, with its touchpoints, and the handoffs below.

use std::collections::BTreeSet;

use bellwether_model::TouchpointClass;
use bellwether_words::{Message, Words};
use maud::{Markup, html};

use super::super::parts::class_name;
use super::draft::{HANDOFF, STAGE, TOUCHPOINT};
use crate::web::parts::draft::form::{DraftForm, Offer, carried};
use crate::web::parts::draft::{Draft, Parts};
use crate::web::parts::form::alert;
use crate::web::parts::frame::{head, panel};

const EDIT: &str = "/journey/edit";

/// How the names of the texts over fields begin.
pub(super) const LABELS: &str = "field-of";

/// The whole form, with what is wrong with what was sent.
pub(super) fn form(words: Words<'_>, draft: &Draft, calendars: &BTreeSet<String>, wrong: Option<&Message>) -> Markup {
    let title = words.with("journey-edit-title", &[("version", &(draft.after + 1).to_string())]);
    let offers = |place: &str| offers(words, draft, calendars, place);
    let form = DraftForm { words, draft, address: EDIT, labels: LABELS, offers: &offers };
    html! {
        (head(&title, &html! {}))
        (alert(words, wrong))
        form.editing method="post" action=(format!("{EDIT}/try")) {
            // The first button is that of the key Enter.
            p.deeds { button.btn { (words.say("draft-try")) } a.btn href="/journey" { (words.say("journey-edit-leave")) } }
            p.muted { (words.say("journey-edit-about")) }
            (carried(words, draft))
            ol.unfolding data-drag="stages" {
                @for at in 0..draft.list("stages").len() { (stage(&form, at)) }
            }
            p.deeds { (form.act("stages.add", "journey-edit-add-stage", "")) }
            (panel(&words.say("handoffs"), &words.say("journey-edit-handoffs-about"), &html! {
                ol.unfolding { @for at in 0..draft.list("handoffs").len() { (thing(&form, &format!("handoffs.{at}"), &HANDOFF, &html! {})) } }
                p.deeds { (form.act("handoffs.add", "journey-edit-add-handoff", "")) }
            }))
            (panel(&words.say("journey-edit-when"), &words.say("journey-edit-kept"), &html! {
                p.field { label for="from" { (words.say("journey-edit-from")) } input.in #from name="from" type="date" value=(draft.from); }
                p.field { label for="note" { (words.say("journey-edit-note")) } input.in #note name="note" maxlength="500" value=(draft.note); }
                p.deeds { button.btn.main { (words.say("draft-try")) } }
            }))
        }
    }
}

fn stage(form: &DraftForm<'_>, at: usize) -> Markup {
    let (words, draft, place) = (form.words, form.draft, format!("stages.{at}"));
    let touchpoints = format!("{place}.touchpoints");
    let moments = draft.list(&format!("{place}.moments")).len();
    let below = html! {
        h2 { (words.say("journey-edit-touchpoints")) }
        ol.unfolding data-drag=(touchpoints) { @for inner in 0..draft.list(&touchpoints).len() {
            (thing(form, &format!("{touchpoints}.{inner}"), &TOUCHPOINT, &html! {}))
        } }
        p.deeds { (form.act(&format!("{touchpoints}.add"), "journey-edit-add-touchpoint", "")) }
        @if moments > 0 { p.muted { (words.counting("journey-edit-moments", moments as i64, &[])) } }
    };
    thing(form, &place, &STAGE, &below)
}

/// One thing, with who answers for it.
fn thing(form: &DraftForm<'_>, place: &str, fields: &Parts, below: &Markup) -> Markup {
    form.thing(place, &form.draft.shown(&format!("{place}.owner")), fields, below)
}

/// What there is to choose for a field.
fn offers(words: Words<'_>, draft: &Draft, calendars: &BTreeSet<String>, place: &str) -> Vec<Offer> {
    match place.rsplit('.').next() {
        Some("class") => {
            let class = |class: TouchpointClass| (class.name().to_owned(), class_name(words, class.name()));
            TouchpointClass::ALL.into_iter().map(class).collect()
        }
        Some("calendar") => {
            let none = (String::new(), words.say("journey-edit-no-calendar"));
            std::iter::once(none).chain(calendars.iter().map(|name| (name.clone(), name.clone()))).collect()
        }
        // The touchpoints after which somebody is to take over.
        Some("after") => {
            let stages = draft.list("stages").iter();
            let things = stages.flat_map(|stage| stage["touchpoints"].as_array().into_iter().flatten());
            let known = things.filter_map(|it| Some((it["id"].as_str()?.to_owned(), it["name"].as_str()?.to_owned())));
            known.filter(|(id, _)| !id.is_empty()).collect()
        }
        _ => Vec::new(),
    }
}
