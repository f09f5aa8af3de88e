//! Measures: what touchpoints and handoffs do over time, what is signal and what noise, and which targets are met by themselves.

use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_app::failure::Failure;
use bellwether_app::measure_run::{Assurance, MeasureKind, MeasurePoint, MeasureRun, Variation};
use bellwether_app::measures::{
    Measure, MeasureDefinition, MeasureQuestion, MeasureSubject, MeasureSummary, Measures, MeasuresQuestion,
};
use bellwether_app::phases::NewPhase;
use bellwether_app::promises::PromisePart;
use bellwether_app::table::Tabular;
use bellwether_charts::{Ink, Spark, Words as Caption};
use bellwether_model::{Act, Grain};
use bellwether_words::Words;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::parameters::Parameters;
use crate::telling::measures::{MeasureChart, assurance, counted, name, phase, value, variation};
use crate::telling::{encoded, trends};
use crate::web::parts::download::attached;
use crate::web::parts::frame::{Chart, NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/measures";

pub(in crate::web) async fn list(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let answer = async {
        let grain = parameters.grain()?;
        let question = MeasuresQuestion { grain, viewpoint: parameters.viewpoint.viewpoint()? };
        Ok((grain, site.ask(&visit, question).await?))
    };
    let (grain, measures) = answer.await.map_err(refuse)?;
    let words = measures.basis.words(site.language(&visit));
    let here = [("by", parameters.by.as_str())];
    let bar = viewpoint::bar(&site, &visit, words, &measures.basis, &parameters.viewpoint, (PAGE, &here));
    let bar = bar.await.map_err(refuse)?;
    let title = title(words, &measures);
    let query = format!("?by={grain}{}", parameters.viewpoint.query());
    let body = html! {
        (head(&title, &parameters.grains(words, PAGE, grain)))
        (bar)
        @if measures.measures.is_empty() {
            (panel(&words.say("journey-none"), "", &html! { p { (words.say("journey-none-how")) } }))
        } @else {
            (panel(&words.say("measures"), &words.say("measures-about"), &table(words, &measures, &query)))
        }
    };
    Ok(frame(words, &visit, NavigationItem::Measures, &title, &body))
}

async fn measure(
    site: &Arc<Site>,
    visit: &Visit,
    id: &str,
    parameters: &Parameters,
) -> Result<(Grain, Arc<Measure>), Failure> {
    let grain = parameters.grain()?;
    let question = MeasureQuestion {
        id: id.to_owned(),
        grain,
        by: Some(parameters.part()?),
        viewpoint: parameters.viewpoint.viewpoint()?,
    };
    Ok((grain, site.ask(visit, question).await?))
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let (grain, found) = measure(&site, &visit, &id, &parameters).await.map_err(refuse)?;
    let words = found.basis.words(site.language(&visit));
    let (definition, run) = (&found.definition, &found.run);
    let page = format!("{PAGE}/{}", encoded(&id));
    let here = [("by", parameters.by.as_str()), ("cut", parameters.cut.as_str())];
    let bar = viewpoint::bar(&site, &visit, words, &found.basis, &parameters.viewpoint, (&page, &here));
    let bar = bar.await.map_err(refuse)?;
    let title = match run.latest() {
        None => name(words, definition),
        Some(point) => {
            let said = point.value.map_or_else(String::new, |number| value(words, definition.kind, number));
            let period = words.period(grain, &point.period);
            let (name, now) = (name(words, definition), variation(words, run));
            words.with("measure-title", &[("name", &name), ("period", &period), ("value", &said), ("variation", &now)])
        }
    };
    let view = parameters.viewpoint.query();
    let href = |period: &str| Some(leads_to(definition, grain, period, &view));
    let body = html! {
        (head(&title, &parameters.grains(words, &page, grain)))
        (bar)
        (chart(words, grain, definition, run, &href))
        (known(words, definition, run))
        @if visit.visitor.may(Act::Define) && !parameters.viewpoint.is_elsewhere() { (phases(words, grain, &found)) }
        @if definition.of == MeasureSubject::Touchpoint { (parts(words, &found, &page, &parameters, grain)) }
        p.links { a href=(format!("{page}/points.csv?by={grain}&cut={}{view}", encoded(&parameters.cut))) download { (words.say("as-csv")) } }
    };
    Ok(frame(words, &visit, NavigationItem::Measures, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = measure(&site, &visit, &id, &parameters).await.and_then(|(_, measure)| measure.table().csv());
    Ok(attached("measure.csv", found.map_err(|failure| site.refuse(&visit, &failure))?).into_response())
}

/// From which period on its limits are to be reckoned anew, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct PhaseForm {
    by: String,
    period: String,
    reason: String,
}

pub(in crate::web) async fn begin_phase(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visit: Visit,
    Form(form): Form<PhaseForm>,
) -> Result<Redirect, Refusal> {
    let begun = async {
        let grain = form.by.parse().map_err(Failure::usage)?;
        let new = NewPhase { grain, period: form.period.clone(), reason: form.reason.clone() };
        site.app().begin_phase(&id, &new, &visit.visitor.signature()).await
    };
    begun.await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(&format!("{PAGE}/{}?by={}", encoded(&id), encoded(&form.by))))
}

pub(in crate::web) async fn withdraw_phase(
    State(site): State<Arc<Site>>,
    Path((id, phase)): Path<(String, String)>,
    visit: Visit,
    Form(form): Form<PhaseForm>,
) -> Result<Redirect, Refusal> {
    let withdrawn = site.app().withdraw_phase(&phase, &visit.visitor.signature()).await;
    withdrawn.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(&format!("{PAGE}/{}?by={}", encoded(&id), encoded(&form.by))))
}

/// The form by which limits are reckoned anew, and by which that is taken back.
fn phases(words: Words<'_>, grain: Grain, measure: &Measure) -> Markup {
    let page = format!("{PAGE}/{}", encoded(&measure.definition.id));
    panel(
        &words.say("phase-begin"),
        &words.say("phase-begin-about"),
        &html! {
            @for begun in &measure.begun {
                form method="post" action=(format!("{page}/phases/{}/withdraw", begun.id)) {
                    input type="hidden" name="by" value=(grain);
                    p { (words.with("measure-phase", &[("period", &words.day(begun.from)), ("reason", &begun.reason)])) " " small { (begun.begun_by) } " "
                        button.btn type="submit" { (words.say("phase-withdraw")) } }
                }
            }
            form.filters method="post" action=(format!("{page}/phases")) {
                input type="hidden" name="by" value=(grain);
                p.field { label for="phase-period" { (words.say("phase-from")) }
                    select.in #phase-period name="period" { @for period in measure.periods.iter().skip(1).rev() { option value=(period) { (words.period(grain, period)) } } } }
                p.field { label for="phase-reason" { (words.say("phase-reason")) } input.in #phase-reason name="reason" required maxlength="500"; }
                p { button.btn type="submit" { (words.say("phase-begin-do")) } }
            }
        },
    )
}

/// The page of what a period of a measure is made of.
fn leads_to(definition: &MeasureDefinition, grain: Grain, period: &str, view: &str) -> String {
    let rest = format!("?by={grain}&period={}{view}", encoded(period));
    match definition.of {
        MeasureSubject::Touchpoint => format!("/touchpoint/{}{rest}", encoded(definition.subject())),
        MeasureSubject::Handoff => format!("/handoffs{rest}"),
    }
}

fn title(words: Words<'_>, measures: &Measures) -> String {
    let number = |count: usize| words.whole(count as i64);
    if measures.measures.is_empty() {
        return words.say("measures-title-none");
    }
    let count = |is: fn(&MeasureRun) -> bool| number(measures.measures.iter().filter(|it| is(&it.run)).count());
    let signals = count(|run| matches!(run.variation, Variation::SignalUp | Variation::SignalDown));
    let miss = count(|run| run.assurance == Some(Assurance::WillMiss));
    words.with("measures-title", &[("signals", &signals), ("all", &number(measures.measures.len())), ("miss", &miss)])
}

fn table(words: Words<'_>, measures: &Measures, query: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("measures")) { table {
            thead { tr {
                th scope="col" { (words.say("measure-name")) }
                th scope="col" { span.vh { (words.say("measures")) } }
                th.r scope="col" { (words.say("measure-latest")) }
                @for name in ["now", "target", "process", "owner"] { th scope="col" { (words.say(&format!("measure-{name}"))) } }
            } }
            tbody { @for (place, summary) in measures.measures.iter().enumerate() { (row(words, place, summary, query)) } }
        } }
    }
}

fn row(words: Words<'_>, place: usize, summary: &MeasureSummary, query: &str) -> Markup {
    let MeasureSummary { definition, run } = summary;
    let last = run.latest();
    let name = name(words, definition);
    html! {
        tr {
            th scope="row" { a href=(format!("{PAGE}/{}{query}", encoded(&definition.id))) { (name) } }
            td { (PreEscaped(spark(words, &place.to_string(), &name, run))) }
            td.r { @if let Some(point) = last {
                @if let Some(number) = point.value { (value(words, definition.kind, number)) }
                br; small { (counted(words, definition.kind, point)) }
            } }
            td { @if matches!(run.variation, Variation::SignalUp | Variation::SignalDown) { b { (variation(words, run)) } } @else { (variation(words, run)) } }
            td { @if let Some(target) = definition.target { (value(words, definition.kind, target)) } }
            td { (assurance(words, run)) }
            td { (definition.owner) }
        }
    }
}

fn limits(words: Words<'_>, definition: &MeasureDefinition, point: Option<&MeasurePoint>) -> String {
    let found = point.and_then(|it| it.lower.zip(it.upper));
    found.map_or_else(String::new, |(lower, upper)| {
        format!("{} – {}", value(words, definition.kind, lower), value(words, definition.kind, upper))
    })
}

/// The run in small; `place` tells it from the others of a page.
pub(super) fn spark(words: Words<'_>, place: &str, name: &str, run: &MeasureRun) -> String {
    let values: Vec<f64> = run.points.iter().filter_map(|point| point.value).collect();
    let words = Caption { id: format!("spark-{place}"), title: name.to_owned(), description: variation(words, run) };
    Spark { words, values }.draw(Ink::Page, 120.0, 28.0).svg
}

/// The control chart of a measure, with its table.
pub(super) fn chart(
    words: Words<'_>,
    grain: Grain,
    definition: &MeasureDefinition,
    run: &MeasureRun,
    href: &dyn Fn(&str) -> Option<String>,
) -> Markup {
    let id = definition.id.replace(['.', '_'], "-");
    let [wide, narrow] = MeasureChart { id: &id, definition, run, grain, href }.draw(words, Ink::Page);
    let about = match definition.kind {
        MeasureKind::Share => "measure-chart-share",
        MeasureKind::Rate => "measure-chart-rate",
        MeasureKind::Hours => "measure-chart-hours",
    };
    Chart {
        title: &name(words, definition),
        about: &words.say(about),
        wide,
        narrow,
        key: Vec::new(),
        table: points(words, grain, definition, run),
        csv: None,
        png: None,
    }
    .panel(words, |number| value(words, definition.kind, number))
}

fn points(words: Words<'_>, grain: Grain, definition: &MeasureDefinition, run: &MeasureRun) -> Markup {
    let told = |number: Option<f64>| number.map_or_else(String::new, |number| value(words, definition.kind, number));
    html! {
        @if !run.signals.is_empty() { ul.signals { @for one in &run.signals { li { (trends::signal(words, one)) } } } }
        table {
            thead { tr {
                th scope="col" { (words.grain(grain)) }
                @for name in ["measure-latest", "measure-counted", "limits-lower", "limits-centre", "limits-upper"] { th.r scope="col" { (words.say(name)) } }
            } }
            tbody { @for point in &run.points { tr {
                th scope="row" { (point.period) }
                td.r { (told(point.value)) }
                td.r { (counted(words, definition.kind, point)) }
                td.r { (told(point.lower)) }
                td.r { (told(point.centre)) }
                td.r { (told(point.upper)) }
            } } }
        }
    }
}

/// What the process does now, towards its target, and with which period new limits begin.
fn known(words: Words<'_>, definition: &MeasureDefinition, run: &MeasureRun) -> Markup {
    panel(
        &words.say("measure-process"),
        &words.say("measures-about"),
        &html! {
            dl.roles {
                div { dt { (words.say("measure-now")) } dd.muted { (variation(words, run)) } }
                @if let Some(target) = definition.target {
                    div { dt { (words.say("measure-target")) " " (value(words, definition.kind, target)) } dd.muted { (assurance(words, run)) } }
                }
                div { dt { (words.say("measure-owner")) } dd.muted { (definition.owner) } }
                @for begun in run.phases.iter().skip(1) {
                    div { dt { (words.with("measure-phase", &[("period", &begun.from), ("reason", &phase(words, &begun.reason))])) } }
                }
            }
        },
    )
}

fn parts(words: Words<'_>, measure: &Measure, page: &str, parameters: &Parameters, grain: Grain) -> Markup {
    let cut = parameters.part().unwrap_or(PromisePart::Silo);
    let view = parameters.viewpoint.query();
    let all = [PromisePart::Silo, PromisePart::Channel, PromisePart::Weekday, PromisePart::Source];
    let href = |part: PromisePart| format!("{page}?by={grain}&cut={}{view}", part.name());
    let cuts = all.map(|part| (words.say(&format!("cut-{}", part.name())), href(part), part == cut));
    let kind = measure.definition.kind;
    let told = |number: Option<f64>| number.map_or_else(String::new, |number| value(words, kind, number));
    let title = words.say("measure-parts");
    panel(
        &title,
        &words.say("measure-parts-about"),
        &html! {
            (choices(&words.say("cut-by"), cuts))
            div.scroll tabindex="0" role="group" aria-label=(title) { table {
                thead { tr {
                    th scope="col" { (words.say("measure-part")) }
                    @for name in ["latest", "counted", "centre", "limits"] { th.r scope="col" { (words.say(&format!("measure-{name}"))) } }
                    @for name in ["now", "process"] { th scope="col" { (words.say(&format!("measure-{name}"))) } }
                } }
                tbody { @for part in &measure.parts { @let last = part.run.latest(); tr {
                    th scope="row" { (part_name(words, cut, part.part.as_deref())) }
                    td.r { (told(last.and_then(|it| it.value))) }
                    td.r { @if let Some(point) = last { (counted(words, kind, point)) } }
                    td.r { (told(last.and_then(|it| it.centre))) }
                    td.r { (limits(words, &measure.definition, last)) }
                    td { (variation(words, &part.run)) }
                    td { (assurance(words, &part.run)) }
                } } }
            } }
        },
    )
}

fn part_name(words: Words<'_>, cut: PromisePart, part: Option<&str>) -> String {
    match part {
        None => words.say("part-not-known"),
        Some(day) if cut == PromisePart::Weekday => words.say(&format!("weekday-{day}")),
        Some(part) => part.replace('_', " "),
    }
}
