//! What populations that are not saved yet would change, and what each would hold beside what it holds now.

use bellwether_app::population_trial::{PopulationChange, PopulationHolding, PopulationsTrial};
use bellwether_words::Words;
use maud::{Markup, html};

use super::draft::EDIT;
use crate::web::parts::draft::Draft;
use crate::web::parts::draft::form::carried;
use crate::web::parts::frame::{head, panel};

/// The page, with the ways on and back.
pub(super) fn trial(words: Words<'_>, draft: &Draft, trial: &PopulationsTrial) -> (String, Markup) {
    let version = (draft.after + 1).to_string();
    let title = words.counting("populations-differ", trial.changes.len() as i64, &[("version", &version)]);
    let button = |action: String, class: &str, text: String| {
        html! { form method="post" action=(action) { (carried(words, draft)) button class=(class) { (text) } } }
    };
    let about = match trial.as_of {
        Some(day) => words.with("populations-changes-about", &[("day", &words.day(day))]),
        None => words.say("populations-changes-unknown"),
    };
    let is_other = !trial.changes.is_empty() || trial.is_reordered;
    let body = html! {
        (head(&title, &html! {}))
        (panel(&words.say("populations-changes"), &about, &html! {
            @if !trial.changes.is_empty() { (table(words, &trial.changes)) }
            @if trial.is_reordered { p { (words.say("populations-reordered")) } }
            @if !is_other { p { (words.say("populations-changes-none")) } }
        }))
        div.between {
            @if is_other { (button(format!("{EDIT}/save"), "btn main", words.with("populations-save", &[("version", &version)]))) }
            (button(EDIT.to_owned(), "btn", words.say("draft-again")))
            a.btn href="/populations" { (words.say("populations-edit-leave")) }
        }
    };
    (title, body)
}

fn table(words: Words<'_>, changes: &[PopulationChange]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("populations-changes")) { table {
            thead { tr {
                th scope="col" { (words.say("population")) }
                th scope="col" { (words.say("populations-changes-what")) }
                @for name in ["now", "value-now", "then", "value-then"] { th.r scope="col" { (words.say(&format!("populations-changes-{name}"))) } }
            } }
            tbody { @for change in changes { tr {
                th scope="row" { (change.name) br; small { (change.id) } }
                td { (words.say(&format!("populations-{}", change.difference.name()))) }
                (held(words, change.now.as_ref()))
                (held(words, change.then.as_ref()))
            } } }
        } }
    }
}

fn held(words: Words<'_>, holding: Option<&PopulationHolding>) -> Markup {
    html! {
        @match holding {
            Some(holding) => { td.r { (words.whole(holding.customers.customers)) } td.r { (words.money(holding.customers.minor)) } },
            None => { td.r {} td.r {} },
        }
    }
}
