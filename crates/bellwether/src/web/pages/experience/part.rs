//! My part: which stage of a customer's life somebody serves, what is promised there, and how it goes this month.
//!
//! It is for everybody in the company, first of all for who meets customers: whoever may see no customers reads the promises without figures.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Query, State};
use bellwether_app::failure::Failure;
use bellwether_app::promises::{Promises, TouchpointPromises};
use bellwether_model::{Act, Grain, Journey, Stage, Touchpoint};
use bellwether_words::Words;
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::{class_name, this_month};
use crate::telling::{encoded, journey};
use crate::web::parts::frame::{NavigationItem, basis_line, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::{Visit, Visitor};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    /// The silo or the stage that was chosen, as in `silo.field_service` or `stage.get_fitted`.
    of: String,
}

/// Whose part of the journey is looked at.
enum Part<'j> {
    /// What a person answers for.
    Mine(&'j str),
    /// What a silo contributes to.
    Silo(&'j str),
    /// One stage, whoever serves it.
    Stage,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answers = async {
        let promises = if visit.visitor.may(Act::SeeCustomers) { Some(this_month(&site, &visit).await?) } else { None };
        let app = site.app();
        let written = match &promises {
            Some(promises) => match promises.journey {
                Some(version) => app.journey(Some(version), app.today()).await?,
                None => None,
            },
            None => app.journey(None, app.today()).await?,
        };
        Ok((promises, written))
    };
    let (promises, written) = answers.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    let words = promises.as_ref().map_or_else(|| site.words(&visit), |it| it.basis.words(site.language(&visit)));
    let Some(written) = written else {
        let title = words.say("journey-none");
        let body = html! { (head(&title, &html! {})) (panel(&words.say("part-none"), "", &html! { p { (words.say("part-none-about")) } })) };
        return Ok(frame(words, &visit, NavigationItem::Part, &title, &body));
    };
    let journey = &written.journey;
    let name = match &visit.visitor {
        Visitor::Person(person) => person.full_name.as_str(),
        _ => "",
    };
    let (part, stages) = chosen(journey, &parameters.of, name);
    let title = title(words, &stages, promises.as_deref());
    let body = html! {
        (head(&title, &html! {}))
        @if let Some(promises) = &promises { (basis_line(words, &promises.basis)) }
        @if stages.is_empty() { p { (words.say("part-choose-about")) } }
        (choice(words, journey, &parameters.of, stages.is_empty()))
        @for stage in &stages { (served(words, stage, &part, promises.as_deref())) }
        @if promises.is_none() && !stages.is_empty() { p.muted { (words.say("part-no-figures")) } }
    };
    Ok(frame(words, &visit, NavigationItem::Part, &title, &body))
}

/// The stages looked at: those that were chosen, else those that the person answers for, wholly or at a touchpoint.
fn chosen<'j>(journey: &'j Journey, asked: &'j str, name: &'j str) -> (Part<'j>, Vec<&'j Stage>) {
    let stages = journey.stages.iter();
    if let Some(silo) = asked.strip_prefix("silo.") {
        let serves = |stage: &&Stage| stage.silos.iter().any(|other| is_same(other, silo));
        return (Part::Silo(silo), stages.filter(serves).collect());
    }
    if let Some(id) = asked.strip_prefix("stage.") {
        return (Part::Stage, stages.filter(|stage| stage.id == id).collect());
    }
    let answers = |stage: &&Stage| {
        let mut owners = stage.touchpoints.iter().filter_map(|touchpoint| touchpoint.owner.as_deref());
        !name.is_empty() && (is_same(&stage.owner, name) || owners.any(|owner| is_same(owner, name)))
    };
    (Part::Mine(name), stages.filter(answers).collect())
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn lines<'p>(stages: &'p [&Stage], promises: &'p Promises) -> impl Iterator<Item = &'p TouchpointPromises> {
    let is_there = |line: &&TouchpointPromises| stages.iter().any(|stage| line.stage.as_ref() == Some(&stage.id));
    promises.lines.iter().filter(is_there)
}

/// Which stage somebody serves, and how its promises were kept.
fn title(words: Words<'_>, stages: &[&Stage], promises: Option<&Promises>) -> String {
    let name = match stages {
        [] => return words.say("part-choose"),
        [stage] => words.with("part-serve", &[("stage", &stage.name)]),
        _ => words.counting("part-serve-several", stages.len() as i64, &[]),
    };
    let Some(promises) = promises else { return name };
    let (kept, broken) =
        lines(stages, promises).fold((0, 0), |(kept, broken), line| (kept + line.kept, broken + line.broken));
    let period = words.period(Grain::Month, &promises.period);
    if kept + broken == 0 {
        return words.with("part-title-none", &[("part", &name), ("period", &period)]);
    }
    let [kept, all] = [kept, kept + broken].map(|count| words.whole(count as i64));
    words.with("part-title", &[("part", &name), ("kept", &kept), ("all", &all), ("period", &period)])
}

/// Silos and stages to choose from.
fn choice(words: Words<'_>, journey: &Journey, asked: &str, is_first: bool) -> Markup {
    let silos: BTreeSet<&str> =
        journey.stages.iter().flat_map(|stage| stage.silos.iter().map(String::as_str)).collect();
    html! {
        form.filters action="/part" {
            p.field { label for="of" { (words.say(if is_first { "part-where" } else { "part-other" })) }
                select.in #of name="of" {
                    option value="" selected[asked.is_empty()] { (words.say("part-mine")) }
                    optgroup label=(words.say("part-silos")) { @for silo in silos {
                        @let value = format!("silo.{silo}");
                        option value=(value) selected[value == asked] { (journey::silo(silo)) }
                    } }
                    optgroup label=(words.say("part-stages")) { @for stage in &journey.stages {
                        @let value = format!("stage.{}", stage.id);
                        option value=(value) selected[value == asked] { (stage.name) }
                    } }
                } }
            p { button.btn { (words.say("show")) } }
        }
    }
}

/// What customers want in a stage, and each of its promises.
fn served(words: Words<'_>, stage: &Stage, part: &Part<'_>, promises: Option<&Promises>) -> Markup {
    let others: Vec<String> = stage.silos.iter().map(|silo| journey::silo(silo)).collect();
    let own = match part {
        Part::Mine(name) if is_same(&stage.owner, name) => words.say("part-answer"),
        _ => words.with("journey-owner", &[("owner", &stage.owner)]),
    };
    let said =
        [("stage-goal", &stage.goal), ("stage-needs", &stage.needs), ("stage-intended", &stage.intended_experience)];
    let with = match part {
        Part::Silo(silo) => others.iter().filter(|other| **other != journey::silo(silo)).cloned().collect(),
        _ => others,
    };
    panel(
        &stage.name,
        &own,
        &html! {
            dl.roles { @for (name, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
                div { dt { (words.say(name)) } dd.muted { (text) } }
            }
            @if !with.is_empty() { div { dt { (words.say("part-together")) } dd.muted { (with.join(", ")) } } } }
            @if stage.touchpoints.is_empty() { p.muted { (words.say("journey-no-touchpoints")) } }
            ul.mine { @for touchpoint in &stage.touchpoints { li { (promised(words, stage, touchpoint, promises)) } } }
        },
    )
}

/// What is promised at a touchpoint, and to whom it was kept this month.
fn promised(words: Words<'_>, stage: &Stage, touchpoint: &Touchpoint, promises: Option<&Promises>) -> Markup {
    let is_of_it =
        |line: &&TouchpointPromises| line.stage.as_ref() == Some(&stage.id) && line.touchpoint == touchpoint.id;
    let line = promises.and_then(|promises| promises.lines.iter().find(is_of_it));
    let href =
        promises.map(|it| format!("/touchpoint/{}?by=month&period={}", encoded(&touchpoint.id), encoded(&it.period)));
    let number = |count: u64| words.whole(count as i64);
    html! {
        h3 { @match &href { Some(href) => a href=(href) { (touchpoint.name) }, None => (touchpoint.name) } }
        p.marks {
            span { (class_name(words, touchpoint.class.name())) }
            @if let Some(rank) = touchpoint.rank { span { (words.with("touchpoint-rank", &[("rank", &rank.to_string())])) } }
        }
        @match &touchpoint.promise {
            Some(promise) => p.promise { (promise.words) },
            None => p.muted { (words.say("touchpoint-no-promise")) },
        }
        @if let Some(owner) = &touchpoint.owner { p.muted { (words.with("journey-owner", &[("owner", owner)])) } }
        @match (line, &href) {
            (Some(line), Some(href)) => {
                @if line.kept + line.broken > 0 {
                    @let served = line.kept_to + line.broken_to;
                    p { b { (words.with("touchpoint-kept", &[("kept", &number(line.kept)), ("all", &number(line.kept + line.broken))])) }
                        @if let Some(target) = touchpoint.target { " " small { (words.with("touchpoint-target", &[("target", &target.to_string())])) } } }
                    p { (words.with("part-served", &[("customers", &words.customers(served.customers)), ("money", &words.money(served.minor))])) }
                } @else if touchpoint.promise.is_some() { p.muted { (words.say("touchpoint-none-due")) } }
                @if line.broken > 0 {
                    p { a href=(format!("{href}#hurt")) { (words.with("touchpoint-hurt", &[("customers", &words.customers(line.broken_to.customers)), ("money", &words.money(line.broken_to.minor))])) } }
                }
                @if line.open > 0 { p.muted { (words.with("touchpoint-open", &[("count", &number(line.open))])) } }
                p.muted { (words.counting("touchpoint-touches", line.touches as i64, &[])) }
            }
            (None, Some(_)) => p.muted { (words.say("part-nobody")) },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journey() -> Journey {
        let stage = |id: &str, owner: &str, silos: &[&str]| Stage {
            id: id.to_owned(),
            name: format!("I {id}"),
            owner: owner.to_owned(),
            silos: silos.iter().map(|silo| (*silo).to_owned()).collect(),
            ..Stage::default()
        };
        let stages = vec![
            stage("choose", "Ada Okafor", &["sales"]),
            stage("start", "Ben Hill", &["field_service", "sales"]),
            stage("leave", "Cleo", &[]),
        ];
        Journey { stages, ..Journey::default() }
    }

    fn ids(asked: &str, name: &str) -> Vec<String> {
        chosen(&journey(), asked, name).1.iter().map(|stage| stage.id.clone()).collect()
    }

    #[test]
    fn somebodys_part_is_what_they_answer_for_and_any_other_can_be_chosen() {
        assert_eq!(ids("", "ada okafor "), ["choose"]);
        assert_eq!(ids("", "Dan"), Vec::<String>::new());
        assert_eq!(ids("", ""), Vec::<String>::new());
        assert_eq!(ids("silo.sales", "Ada Okafor"), ["choose", "start"]);
        assert_eq!(ids("silo.field_service", ""), ["start"]);
        assert_eq!(ids("stage.leave", "Ada Okafor"), ["leave"]);
        assert_eq!(ids("stage.nowhere", "Ada Okafor"), Vec::<String>::new());
    }

    #[test]
    fn who_answers_for_a_touchpoint_serves_its_stage() {
        let mut journey = journey();
        let touchpoint = r#"{"id": "visit", "name": "The fitter comes", "class": "bond", "owner": "Dan Moss"}"#;
        journey.stages[2].touchpoints.push(serde_json::from_str(touchpoint).expect("a touchpoint"));
        let (_, stages) = chosen(&journey, "", "Dan Moss");
        assert_eq!(stages.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>(), ["leave"]);
    }
}
