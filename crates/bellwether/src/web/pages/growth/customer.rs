//! One customer's whole life on one page: what it is worth, what moved its value and why, and what it lived through in every silo.

use bellwether_app::reason::ReasonTreeQuestion;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};

use bellwether_model::{Act, Day};
use maud::{Markup, html};

use crate::telling::own_label;
use crate::web::pages::growth::explain;
use crate::web::parts::frame::{NavigationItem, basis_line, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::customer::{Customer, CustomerEvent, CustomerQuestion, CustomerTouch, FactValue};
use bellwether_app::promise_customers::PromiseState;
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
            (panel(&words.say("life-lived"), &lived_about(words, &life), &timeline(words, &life)))
            div.stack {
                @if !life.stages.is_empty() { (stages(words, &life)) }
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

/// A stage as one customer lived through it.
#[derive(Default)]
struct LivedStage {
    touches: u64,
    broken: u64,
    latest: Option<Day>,
}

/// Where it is in the journey, and how it went in each stage so far; the stage in which it was last comes first.
fn stages(words: Words<'_>, life: &Customer) -> Markup {
    let mut lived: BTreeMap<&str, LivedStage> = BTreeMap::new();
    for event in &life.events {
        let Some(stage) = event.journey.as_ref().and_then(|touch| touch.stage.as_deref()) else { continue };
        let stage = lived.entry(stage).or_default();
        stage.touches += 1;
        stage.broken += u64::from(state(event) == Some(PromiseState::Broken));
        stage.latest = Some(event.day);
    }
    let mut lived: Vec<(&str, LivedStage)> = lived.into_iter().collect();
    let now = life.stages.last();
    lived.sort_by_key(|(id, stage)| Reverse((now.is_some_and(|now| now.stage == *id), stage.latest)));
    let about = now.map(|now| words.with("life-in-stage", &[("stage", &now.name), ("day", &words.day(now.since))]));
    panel(
        &words.say("life-stages"),
        &about.unwrap_or_default(),
        &html! {
            div.scroll tabindex="0" role="group" aria-label=(words.say("life-stages")) { table.prose {
                thead { tr {
                    th scope="col" { (words.say("life-stage")) }
                    @for name in ["life-touches", "life-broken"] { th.r scope="col" { (words.say(name)) } }
                    th scope="col" { (words.say("life-last-met")) }
                } }
                tbody { @for (id, stage) in &lived { tr {
                    th scope="row" { (stage_name(life, id)) }
                    td.r { (words.whole(stage.touches as i64)) }
                    td.r { @if stage.broken > 0 { b { (words.whole(stage.broken as i64)) } } @else { (words.whole(0)) } }
                    td { @if let Some(day) = stage.latest { (words.day(day)) } }
                } } }
            } }
        },
    )
}

fn state(event: &CustomerEvent) -> Option<PromiseState> {
    event.journey.as_ref().and_then(|touch| touch.promise)
}

/// All that happened, the latest first, with the stage in which it did wherever that changes.
fn timeline(words: Words<'_>, life: &Customer) -> Markup {
    let mut heading = None;
    let shown = life.events.iter().rev().take(SHOWN).map(|event| {
        let stage = event.journey.as_ref().and_then(|touch| touch.stage.as_deref());
        let begins = stage.filter(|stage| heading != Some(*stage));
        heading = stage.or(heading);
        (event, begins.map(|begins| stage_name(life, begins)))
    });
    html! {
        @if life.events.is_empty() { p { (words.say("life-nothing")) } } @else {
            ol.life {
                @for (event, stage) in shown {
                    @if let Some(stage) = stage { li.stage { h3 { (stage) } } }
                    li { (happened(words, event)) }
                }
            }
        }
    }
}

fn stage_name<'c>(life: &'c Customer, id: &'c str) -> &'c str {
    life.stages.iter().rfind(|stay| stay.stage == id).map_or(id, |stay| &stay.name)
}

fn happened(words: Words<'_>, event: &CustomerEvent) -> Markup {
    let known = event.journey.as_ref().filter(|touch| touch.stage.is_some());
    let fact = words.say(&format!("fact-{}", event.fact.name().replace('_', "-")));
    html! {
        p {
            @if let Some(touch) = known { b { (touch.name) } } @else { b { (fact) } }
            " " small { (words.day(event.day)) " · " (event.source.replace('_', " ")) }
        }
        @if let Some(touch) = &event.journey { (promise(words, touch)) }
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

/// What became of what was promised; a kept promise is told quietly.
fn promise(words: Words<'_>, touch: &CustomerTouch) -> Markup {
    let Some(state) = touch.promise else { return html! {} };
    let day = touch.due_on.map(|day| words.day(day)).unwrap_or_default();
    let said = words.with(&format!("life-promise-{}", state.name()), &[("day", &day)]);
    html! {
        @match state {
            PromiseState::Broken => p.broken { (said) },
            PromiseState::Kept | PromiseState::Open => p { small { (said) } },
        }
    }
}
