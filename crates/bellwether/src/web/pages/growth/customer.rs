//! One customer's whole life on one page: what it is worth, what moved its value and why, and what it lived through in every silo.

use bellwether_app::reason::ReasonTreeQuestion;
use std::sync::Arc;

use axum::extract::{Path, State};

use bellwether_model::Act;
use maud::{Markup, html};

use crate::telling::own_label;
use crate::web::pages::growth::explain;
use crate::web::parts::frame::{NavigationItem, basis_line, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::customer::{Customer, CustomerEvent, CustomerQuestion, FactValue};
use bellwether_words::{Words, kind_name};

/// Columns whose values are names that a silo writes with underscores.
const CODED: [&str; 9] =
    ["touchpoint", "silo", "channel", "outcome", "status", "kind", "instrument", "code", "end_reason"];

/// Facts shown at most; the latest ones.
const SHOWN: usize = 200;

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let life = site.ask(&visit, CustomerQuestion { customer_id: id });
    let life = life.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let tree = site.ask(&visit, ReasonTreeQuestion);
    let tree = tree.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = life.basis.words(site.language(&visit));
    let name = life.name.as_deref().unwrap_or(&life.customer_id);
    let title = match &life.value {
        Some(value) if value.active => {
            words.with("life-active", &[("name", name), ("money", &words.money(value.value.into()))])
        }
        Some(value) => match value.lost_on {
            Some(day) => words.with("life-lost", &[("name", name), ("day", &words.day(day))]),
            None => name.to_owned(),
        },
        None => name.to_owned(),
    };
    let body = html! {
        (head(&title, &html! {}))
        (basis_line(words, &life.basis))
        div.cols {
            (panel(&words.say("life-lived"), &lived_about(words, &life), &timeline(words, &life.events)))
            div.stack {
                (panel(&words.say("life-value"), &words.say("life-value-about"), &movements(words, &life)))
                @if visit.visitor.may(Act::Explain) { (explain::form(words, &life, &tree.nodes)) }
                (panel(&words.say("life-known"), "", &html! {
                    table { tbody {
                        tr { th scope="row" { (words.say("life-id")) } td { (life.customer_id) } }
                        @if let Some(joined) = life.value.as_ref().and_then(|value| value.joined) {
                            tr { th scope="row" { (words.say("joined")) } td { (words.day(joined)) } }
                        }
                        @for (name, value) in &life.attributes { tr { th scope="row" { (name.replace('_', " ")) } td { (value) } } }
                    } }
                }))
                @if !life.consents.is_empty() {
                    (panel(&words.say("life-consents"), "", &html! {
                        table { tbody { @for (name, value) in &life.consents { tr { th scope="row" { (name.replace('_', " ")) } td { (value) } } } } }
                    }))
                }
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Customers, &title, &body))
}

fn lived_about(words: Words<'_>, life: &Customer) -> String {
    let all = life.events.len();
    if all > SHOWN {
        words.with("life-latest", &[("shown", &words.whole(SHOWN as i64)), ("all", &words.whole(all as i64))])
    } else {
        String::new()
    }
}

fn movements(words: Words<'_>, life: &Customer) -> Markup {
    html! {
        @if life.movements.is_empty() { p { (words.say("life-no-movement")) } } @else {
            div.scroll tabindex="0" role="group" aria-label=(words.say("life-value")) { table {
                thead { tr {
                    th scope="col" { (words.say("day-of-movement")) }
                    th scope="col" { (words.say("kind")) }
                    th.r scope="col" { (words.currency()) }
                    th.r scope="col" { (words.with("value-after", &[])) }
                    th scope="col" { (words.say("reason")) }
                } }
                tbody { @for moved in life.movements.iter().rev() {
                    tr {
                        th scope="row" { (words.day(moved.day)) }
                        td { (words.say(&kind_name(moved.kind))) }
                        td.r { (words.signed_amount(moved.minor.into())) }
                        td.r { (words.amount(moved.value_after_minor.into())) }
                        td {
                            @if moved.may_have_reason {
                                @match (&moved.reason, moved.how_known) {
                                    (Some(reason), Some(how)) => { (own_label(words, &reason.id, &reason.label)) " " small { (words.say(&format!("how-{}", how.name()))) } }
                                    _ => { span.muted { (words.say("not-yet-known")) } }
                                }
                            }
                        }
                    }
                } }
            } }
        }
    }
}

fn timeline(words: Words<'_>, events: &[CustomerEvent]) -> Markup {
    html! {
        @if events.is_empty() { p { (words.say("life-nothing")) } } @else {
            ol.life {
                @for event in events.iter().rev().take(SHOWN) {
                    li {
                        p { b { (words.say(&format!("fact-{}", event.fact.name().replace('_', "-")))) } " " small { (words.day(event.day)) " · " (event.source.replace('_', " ")) } }
                        dl {
                            @for (name, said) in &event.values {
                                div {
                                    dt { (name.trim_end_matches("_minor").replace('_', " ")) }
                                    dd { @match said {
                                        FactValue::Text(text) if CODED.contains(name) => { (text.replace('_', " ")) }
                                        FactValue::Text(text) => { (text) }
                                        FactValue::Money(minor, currency) => { (words.money_of((*minor).into(), *currency)) }
                                        FactValue::Day(day) => { (words.day(*day)) }
                                    } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
