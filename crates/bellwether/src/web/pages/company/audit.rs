//! Audit: who changed what, from what to what, and whether the chain holds.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::encoded;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::audit::{AuditPage, AuditRequest, ChangeKind, printed_seal};
use bellwether_words::{Locale, Words};

/// Which entries.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    before: Option<i64>,
    by: String,
    what: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let request = AuditRequest { before: parameters.before, by: parameters.by.clone(), what: parameters.what.clone() };
    // Never an answer that was kept: whether the chain holds is looked up each time; and no turn, for the database does the work.
    let found =
        site.app().audit(&request, visit.visitor.clearance()).await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = site.words(&visit);
    let title = match found.breaches.len() as i64 {
        0 => words.counting("audit-holds", found.all, &[]),
        broken => words.counting("audit-broken", broken, &[]),
    };
    let body = html! {
        (head(&title, &html! {}))
        p.basis { (words.with("audit-checksum", &[("checksum", &found.checksum)])) }
        @if !found.breaches.is_empty() {
            (panel(&words.say("audit-breaches"), "", &html! {
                ul { @for breach in &found.breaches { li.alert lang=[words.lang_of(Locale::English)] { (breach.place) ": " (breach.what) } } }
            }))
        }
        form.filters method="get" action="/audit" {
            p.field { label for="by" { (words.say("audit-by")) } input.in #by name="by" value=(parameters.by); }
            p.field {
                label for="what" { (words.say("audit-what")) }
                select.in #what name="what" {
                    option value="" { (words.say("audit-all")) }
                    @for kind in ChangeKind::ALL.iter().map(|kind| kind.name()) { option value=(kind) selected[kind == parameters.what] { (words.say(&done(kind))) } }
                }
            }
            p.field { button.btn type="submit" { (words.say("show")) } }
        }
        (panel(&words.say("audit"), &words.say("audit-about"), &entries(words, &found, &parameters)))
    };
    Ok(frame(words, &visit, NavigationItem::Audit, &title, &body))
}

/// The name of the text that says what was done.
fn done(what: &str) -> String {
    format!("done-{}", what.replace(['.', '_'], "-"))
}

fn entries(words: Words<'_>, found: &AuditPage, parameters: &Parameters) -> Markup {
    html! {
        @if found.entries.is_empty() { p { (words.say("audit-nothing")) } } @else {
            div.scroll tabindex="0" role="group" aria-label=(words.say("audit")) { table.prose {
                thead { tr {
                    th.r scope="col" { (words.say("audit-number")) }
                    th scope="col" { (words.say("audit-when")) }
                    th scope="col" { (words.say("audit-by")) }
                    th scope="col" { (words.say("audit-what")) }
                    th scope="col" { (words.say("audit-before")) }
                    th scope="col" { (words.say("audit-after")) }
                } }
                tbody { @for entry in &found.entries { tr {
                    th.r scope="row" { (entry.seq) br; small.muted { (printed_seal(&entry.checksum)) } }
                    td.when { (words.moment(entry.at)) }
                    td { (entry.by) }
                    td { (words.say(&done(&entry.what))) @if let Some(subject) = &entry.subject { br; small { (subject) } } }
                    @if let Some(after) = &entry.after {
                        td { @if let Some(before) = &entry.before { (document(words, before)) } }
                        td { (document(words, after)) }
                    } @else {
                        td.muted colspan="2" { (words.say("audit-of-a-customer")) }
                    }
                } } }
            } }
            @if let Some(next) = found.next {
                p.pages { a href=(format!("/audit?before={next}&by={}&what={}", encoded(&parameters.by), encoded(&parameters.what))) { (words.say("audit-earlier")) } }
            }
        }
    }
}

/// What stood there: short as it is, long behind a word.
fn document(words: Words<'_>, json: &str) -> Markup {
    html! {
        @if json.len() <= 80 { code { (json) } } @else {
            details { summary { (words.say("audit-document")) } code { (json) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, done};
    use bellwether_words::{Language, Locale};

    #[test]
    fn everything_that_can_be_done_has_words_in_each_language() {
        for language in [Locale::English, Locale::German].map(Language::new) {
            for kind in ChangeKind::ALL {
                assert_ne!(language.alone().say(&done(kind.name())), done(kind.name()));
            }
        }
    }
}
