//! My touchpoints: what of the journey somebody answers for, and what of it needs them today.

use std::sync::Arc;

use axum::extract::{Query, State};
use bellwether_app::contact_customers::ContactWho;
use bellwether_app::contacts::{AHEAD_DAYS, Contacts, ContactsQuestion, TouchpointContacts};
use bellwether_app::failure::Failure;
use bellwether_app::measure_run::{Assurance, MeasureKind, MeasureRun, Variation};
use bellwether_app::measures::{MeasureSubject, MeasureSummary, Measures, MeasuresQuestion};
use bellwether_app::promises::{Promises, TouchpointPromises};
use bellwether_app::{Figure, Viewpoint};
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
        let contacts = ContactsQuestion {
            grain: Grain::Month,
            period: None,
            ahead_days: AHEAD_DAYS,
            viewpoint: Viewpoint::default(),
        };
        Ok((measures, this_month(&site, &visit).await?, site.ask(&visit, contacts).await?))
    };
    let (measures, promises, contacts) = answers.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    let words = measures.basis.words(site.language(&visit));
    let owners = owners(&measures, &contacts);
    let owner = owner(&visit, &parameters.owner, &owners);
    let mine: Vec<&MeasureSummary> =
        measures.measures.iter().filter(|it| owner.is_some_and(|owner| is_of(&it.definition.owner, owner))).collect();
    let needed: Vec<&MeasureSummary> = mine.iter().copied().filter(|it| needs(&it.run, it.definition.kind)).collect();
    let to_make: Vec<&TouchpointContacts> =
        contacts.contacts.iter().filter(|it| owner.is_some_and(|owner| is_of(&it.owner, owner))).collect();
    let due: u64 = to_make.iter().map(|it| it.due).sum();
    let title = match owner {
        None => words.say("mine-nobody"),
        Some(owner) if mine.is_empty() && to_make.is_empty() => words.with("mine-none", &[("owner", owner)]),
        Some(owner) if needed.is_empty() && due > 0 => {
            let (count, day) = (words.whole(due as i64), words.day(contacts.ahead_through));
            words.counting("mine-contacts", due as i64, &[("owner", owner), ("count", &count), ("day", &day)])
        }
        Some(owner) if needed.is_empty() => words.with("mine-nothing", &[("owner", owner)]),
        Some(owner) => words.counting("mine-needed", needed.len() as i64, &[("owner", owner)]),
    };
    let quiet: Vec<&MeasureSummary> = mine.iter().copied().filter(|it| !needs(&it.run, it.definition.kind)).collect();
    let body = html! {
        (head(&title, &html! {}))
        (basis_line(words, &measures.basis))
        @if may_choose(&visit) { (choice(words, &owners, owner)) }
        @if !needed.is_empty() { (panel(&words.say("mine-needs-you"), &words.say("mine-needs-you-about"), &cards(words, &needed, &promises))) }
        @if !to_make.is_empty() { (panel(&words.say("contacts"), &words.say("contacts-about"), &contacts_of(words, &contacts, &to_make))) }
        @if !quiet.is_empty() { (panel(&words.say("mine-quiet"), &words.say("mine-quiet-about"), &cards(words, &quiet, &promises))) }
    };
    Ok(frame(words, &visit, NavigationItem::Mine, &title, &body))
}

/// Whoever answers for something.
fn owners<'a>(measures: &'a Measures, contacts: &'a Contacts) -> Vec<&'a str> {
    let of_contacts = contacts.contacts.iter().map(|it| it.owner.as_str());
    let of_measures = measures.measures.iter().map(|it| it.definition.owner.as_str());
    let mut owners: Vec<&str> = of_measures.chain(of_contacts).collect();
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
        MeasureKind::Rate | MeasureKind::Hours => Variation::SignalUp,
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

/// Who is to be met next, and who was not, touchpoint by touchpoint.
fn contacts_of(words: Words<'_>, contacts: &Contacts, to_make: &[&TouchpointContacts]) -> Markup {
    let href = |who: ContactWho, id: &str| {
        let period = encoded(&contacts.period);
        format!("/contacts?by=month&period={period}&who={}&of={}", who.name(), encoded(id))
    };
    let figure = |text: &str, when: (&str, &str), figure: Figure| {
        let given = [
            ("customers", words.customers(figure.customers)),
            ("money", words.money(figure.minor)),
            (when.0, when.1.to_owned()),
        ];
        words.with(text, &given.each_ref().map(|(name, text)| (*name, text.as_str())))
    };
    let (through, month) = (words.day(contacts.ahead_through), words.period(Grain::Month, &contacts.period));
    html! { ul.mine { @for line in to_make { li {
        h3 { (line.name) }
        p { @if line.due > 0 { a href=(href(ContactWho::Due, &line.touchpoint)) { (figure("mine-due", ("day", &through), line.due_to)) } }
            @else { (words.with("mine-due-none", &[("day", &through)])) } }
        @if line.missed > 0 {
            p { a href=(href(ContactWho::Missed, &line.touchpoint)) { (figure("mine-missed", ("period", &month), line.missed_by)) } }
        }
    } } } }
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
                small { (counted(words, definition.kind, point)) " · " (words.period(Grain::Month, &point.period)) } }
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
