//! My touchpoints: what of the journey somebody answers for, and what of it needs them today.

use std::sync::Arc;

use axum::extract::{Query, State};
use bellwether_app::Viewpoint;
use bellwether_app::failure::Failure;
use bellwether_app::measure_run::{Assurance, MeasureKind, MeasureRun, Variation};
use bellwether_app::measures::{MeasureSubject, MeasureSummary, Measures, MeasuresQuestion};
use bellwether_app::promises::{Promises, TouchpointPromises};
use bellwether_model::{Act, Grain};
use bellwether_words::Words;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::measures::spark;
use super::parts::this_month;
use crate::telling::encoded;
use crate::telling::measures::{assurance, counted, name, value, variation};
use crate::web::parts::frame::{NavigationItem, basis_line, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::{Visit, Visitor};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    owner: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answers = async {
        let measures =
            site.ask(&visit, MeasuresQuestion { grain: Grain::Month, viewpoint: Viewpoint::default() }).await?;
        Ok((measures, this_month(&site, &visit).await?))
    };
    let (measures, promises) = answers.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    let words = measures.basis.words(site.language(&visit));
    let owners = owners(&measures);
    let owner = owner(&visit, &parameters.owner, &owners);
    let mine: Vec<&MeasureSummary> =
        measures.measures.iter().filter(|it| owner.is_some_and(|owner| is_of(&it.definition.owner, owner))).collect();
    let needed: Vec<&MeasureSummary> = mine.iter().copied().filter(|it| needs(&it.run, it.definition.kind)).collect();
    let title = match owner {
        None => words.say("mine-nobody"),
        Some(owner) if mine.is_empty() => words.with("mine-none", &[("owner", owner)]),
        Some(owner) if needed.is_empty() => words.with("mine-nothing", &[("owner", owner)]),
        Some(owner) => words.counting("mine-needed", needed.len() as i64, &[("owner", owner)]),
    };
    let quiet: Vec<&MeasureSummary> = mine.iter().copied().filter(|it| !needs(&it.run, it.definition.kind)).collect();
    let body = html! {
        (head(&title, &html! {}))
        (basis_line(words, &measures.basis))
        @if may_choose(&visit) { (choice(words, &owners, owner)) }
        @if !needed.is_empty() { (panel(&words.say("mine-needs-you"), &words.say("mine-needs-you-about"), &cards(words, &needed, &promises))) }
        @if !quiet.is_empty() { (panel(&words.say("mine-quiet"), &words.say("mine-quiet-about"), &cards(words, &quiet, &promises))) }
    };
    Ok(frame(words, &visit, NavigationItem::Mine, &title, &body))
}

/// Whoever answers for something.
fn owners(measures: &Measures) -> Vec<&str> {
    let mut owners: Vec<&str> = measures.measures.iter().map(|it| it.definition.owner.as_str()).collect();
    owners.sort_unstable();
    owners.dedup();
    owners
}

/// Whose page it is: one's own, unless one may look at those of others.
fn owner<'v>(visit: &'v Visit, asked: &'v str, owners: &[&'v str]) -> Option<&'v str> {
    let chosen = || owners.iter().copied().find(|owner| is_of(owner, asked));
    match &visit.visitor {
        Visitor::Person(person) if asked.is_empty() || !may_choose(visit) => Some(person.full_name.as_str()),
        Visitor::Person(_) => chosen(),
        _ => chosen().or(owners.first().copied()),
    }
}

/// Whoever writes the journey may look at everybody's page, and in a demo nobody is anybody.
fn may_choose(visit: &Visit) -> bool {
    !matches!(visit.visitor, Visitor::Person(_)) || visit.visitor.may(Act::Define)
}

fn is_of(owner: &str, name: &str) -> bool {
    owner.trim().to_lowercase() == name.trim().to_lowercase()
}

/// Whether somebody should look at it: it does worse than by itself, or will miss its target as it is. One bad period is noise.
fn needs(run: &MeasureRun, kind: MeasureKind) -> bool {
    let worse = match kind {
        MeasureKind::Share => Variation::SignalDown,
        MeasureKind::Hours => Variation::SignalUp,
    };
    run.variation == worse || run.assurance == Some(Assurance::WillMiss)
}

fn choice(words: Words<'_>, owners: &[&str], owner: Option<&str>) -> Markup {
    html! {
        form.filters action="/mine" {
            p.field { label for="owner" { (words.say("mine-owner")) }
                select.in #owner name="owner" { @for one in owners { option value=(one) selected[Some(*one) == owner] { (one) } } } }
            p { button.btn { (words.say("show")) } }
        }
    }
}

fn cards(words: Words<'_>, summaries: &[&MeasureSummary], promises: &Promises) -> Markup {
    html! { ul.mine { @for (place, summary) in summaries.iter().enumerate() { li { (card(words, place, summary, promises)) } } } }
}

fn card(words: Words<'_>, place: usize, summary: &MeasureSummary, promises: &Promises) -> Markup {
    let MeasureSummary { definition, run } = summary;
    let is_of_it = |line: &&TouchpointPromises| {
        definition.of == MeasureSubject::Touchpoint && line.touchpoint == definition.subject() && line.stage.is_some()
    };
    let line = promises.lines.iter().find(is_of_it).filter(|line| line.broken > 0 && definition.target.is_some());
    let id = format!("{place}-{}", definition.id.replace(['.', '_'], "-"));
    html! {
        h3 { a href=(format!("/measures/{}", encoded(&definition.id))) { (name(words, definition)) } }
        @if let Some(point) = run.latest() {
            p { @if let Some(number) = point.value { b { (value(words, definition.kind, number)) } " " }
                small { (counted(words, point)) " · " (words.period(Grain::Month, &point.period)) } }
        }
        (PreEscaped(spark(words, &id, &name(words, definition), run)))
        p.muted { (variation(words, run)) @if let Some(target) = definition.target { " · " (words.with("touchpoint-target", &[("target", &value(words, definition.kind, target))])) " · " (assurance(words, run)) } }
        @if let Some(line) = line {
            @let href = format!("/touchpoint/{}?by=month&period={}#hurt", encoded(&line.touchpoint), encoded(&promises.period));
            p { a href=(href) { (words.with("touchpoint-hurt", &[("customers", &words.customers(line.broken_to.customers)), ("money", &words.money(line.broken_to.minor))])) }
                " " small { (words.period(Grain::Month, &promises.period)) } }
        }
    }
}
