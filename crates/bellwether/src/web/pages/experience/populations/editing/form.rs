//! The form in which populations are written: a population to unfold, with its rules, each with the fields of what it asks.

use bellwether_app::population_trial::PopulationChoices;
use bellwether_words::{Message, Words};
use maud::{Markup, html};

use super::draft::{EDIT, POPULATION, RULES, kind_of, places};
use crate::web::parts::draft::Draft;
use crate::web::parts::draft::form::{DraftForm, Offer, carried};
use crate::web::parts::form::alert;
use crate::web::parts::frame::head;

/// How the names of the texts over fields begin.
const LABELS: &str = "population-field";

/// The whole form, with what is wrong with what was sent.
pub(super) fn form(words: Words<'_>, draft: &Draft, choices: &PopulationChoices, wrong: Option<&Message>) -> Markup {
    let title = words.with("populations-edit-title", &[("version", &(draft.after + 1).to_string())]);
    let offers = |place: &str| offers(words, draft, choices, place);
    let form = DraftForm { words, draft, address: EDIT, labels: LABELS, offers: &offers };
    html! {
        (head(&title, &html! {}))
        (alert(words, wrong))
        form.editing method="post" action=(format!("{EDIT}/try")) {
            // The first button is that of the key Enter.
            p.deeds { button.btn { (words.say("draft-try")) } a.btn href="/populations" { (words.say("populations-edit-leave")) } }
            p.muted { (words.say("populations-edit-about")) }
            (carried(words, draft))
            @if draft.list("populations").is_empty() { p { (words.say("populations-edit-none")) } }
            ol.unfolding { @for at in 0..draft.list("populations").len() { (population(&form, choices, at)) } }
            p.deeds { (form.act("populations.add", "populations-edit-add", "")) }
            p.deeds { button.btn.main { (words.say("draft-try")) } }
        }
    }
}

fn population(form: &DraftForm<'_>, choices: &PopulationChoices, at: usize) -> Markup {
    let (words, draft, place) = (form.words, form.draft, format!("populations.{at}"));
    let rules = places(draft, &place);
    let chosen = format!("{place}.kind");
    let id = chosen.replace('.', "-");
    let below = html! {
        h2 { (words.say("population-rules")) }
        p.muted { (words.say("population-rules-about")) }
        @if !rules.is_empty() { ol.unfolding { @for (number, rule) in rules.iter().enumerate() { (ruled(form, choices, number + 1, rule)) } } }
        div.deeds {
            label for=(id) { (words.say("population-rule-kind")) }
            select.in id=(id) name=(chosen) { @for (kind, _) in RULES { option value=(kind) { (words.say(&kind_label(kind))) } } }
            (form.act(&format!("{place}.rules.add"), "population-rule-add", ""))
        }
    };
    form.thing(&place, &draft.shown(&format!("{place}.id")), &POPULATION, &below)
}

/// One rule: what it asks, and the fields of that.
fn ruled(form: &DraftForm<'_>, choices: &PopulationChoices, number: usize, place: &str) -> Markup {
    let (words, rule) = (form.words, form.draft.at(place));
    let Some((kind, fields)) = kind_of(rule) else { return html! {} };
    let called =
        words.with("population-rule", &[("number", &number.to_string()), ("kind", &words.say(&kind_label(kind)))]);
    let values = rule["attribute"].as_str().and_then(|attribute| choices.attributes.get(attribute));
    html! {
        li data-place=(place) {
            div.deeds { (form.act(&format!("{place}.remove"), "draft-remove", &called)) }
            b tabindex=[(form.draft.place == place).then_some("-1")] autofocus[form.draft.place == place] { (called) }
            div.whole {
                // By this it is known that the rule was sent, even where nothing in it is ticked.
                input type="hidden" name=(format!("{place}.kind")) value=(kind);
                (form.fields(place, fields))
                @if let Some(values) = values.filter(|values| !values.is_empty()) {
                    p.muted { (words.with("population-rule-values", &[("values", &values.iter().map(String::as_str).collect::<Vec<_>>().join(", "))])) }
                }
            }
        }
    }
}

/// The name of the text for what a rule asks.
fn kind_label(kind: &str) -> String {
    format!("population-rule-{kind}")
}

/// What there is to choose for a field.
fn offers(words: Words<'_>, draft: &Draft, choices: &PopulationChoices, place: &str) -> Vec<Offer> {
    let plain = |name: &String| (name.clone(), name.clone());
    let said = |values: &[&str], of: &str| {
        let offer = |value: &&str| ((*value).to_owned(), words.say(&format!("population-{of}-{value}")));
        values.iter().map(offer).collect::<Vec<_>>()
    };
    match place.rsplit('.').next() {
        Some("attribute") => choices.attributes.keys().map(plain).collect(),
        Some("level") => choices.levels.iter().map(plain).collect(),
        Some("base") => said(&["active", "lost", "never"], "base"),
        Some("promise") => {
            let any = (String::new(), words.say("population-promise-any"));
            std::iter::once(any).chain(said(&["kept", "broken", "open"], "promise")).collect()
        }
        Some("touchpoint") => choices.touchpoints.clone(),
        Some("stage") => {
            // A new rule has none yet.
            let none = draft.shown(place).is_empty().then(|| (String::new(), words.say("population-choose")));
            none.into_iter().chain(choices.stages.iter().cloned()).collect()
        }
        _ => Vec::new(),
    }
}
