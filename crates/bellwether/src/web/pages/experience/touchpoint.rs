//! One touchpoint: what is promised, how it is kept over time, whom it hurt, and what a broken promise goes with.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use bellwether_app::failure::Failure;
use bellwether_app::journey_cost::{CostDifference, CostOutcome, JourneyCost, JourneyCostQuestion, MatchedDifference};
use bellwether_app::measures::{Measure, MeasureFigure, MeasureQuestion};
use bellwether_app::promise_customers::{PromiseCustomers, PromiseCustomersQuestion, PromiseState};
use bellwether_app::promises::{Promises, PromisesQuestion, TouchpointPromises};
use bellwether_app::table::Tabular;
use bellwether_model::{Grain, TouchpointClass};
use bellwether_words::Words;
use maud::{Markup, html};

use super::measures::chart;
use super::parameters::Parameters;
use super::parts::between;
use crate::telling::{encoded, measures};
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

/// Customers listed; the file has all of them.
const SHOWN: usize = 50;

/// Days after a promise came due within which it is told what customers did.
const WITHIN_DAYS: u16 = 120;

fn customers_question(
    id: &str,
    parameters: &Parameters,
    most: Option<usize>,
) -> Result<PromiseCustomersQuestion, Failure> {
    Ok(PromiseCustomersQuestion {
        touchpoint: id.to_owned(),
        state: PromiseState::Broken,
        grain: parameters.grain()?,
        period: parameters.period(),
        most,
        viewpoint: parameters.viewpoint.viewpoint()?,
    })
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let answers = async {
        let (grain, viewpoint, outcome) =
            (parameters.grain()?, parameters.viewpoint.viewpoint()?, parameters.outcome()?);
        let question = PromisesQuestion {
            grain,
            period: parameters.period(),
            touchpoint: Some(id.clone()),
            by: None,
            viewpoint: viewpoint.clone(),
        };
        let promises = site.ask(&visit, question).await?;
        let hurt = site.ask(&visit, customers_question(&id, &parameters, Some(SHOWN))?).await?;
        let mut runs = Vec::new();
        let is_promised = promises.lines.iter().any(|line| line.promise.is_some());
        let of_promise = [MeasureFigure::Kept, MeasureFigure::Hours].into_iter().filter(|_| is_promised);
        let is_in_need =
            promises.lines.iter().any(|line| line.class.as_deref() == Some(TouchpointClass::InNeed.name()));
        for figure in of_promise.chain(is_in_need.then_some(MeasureFigure::Touches)) {
            let id = format!("{id}.{}", figure.name());
            let question = MeasureQuestion { id, grain, by: None, viewpoint: viewpoint.clone() };
            runs.push(site.ask(&visit, question).await?);
        }
        // Where nobody was ever promised anything there is nothing that could have cost anything.
        let has_come_due = is_promised && runs.first().is_some_and(|kept| !kept.run.points.is_empty());
        let cost =
            if has_come_due { Some(site.ask(&visit, cost_question(&id, outcome, viewpoint)).await?) } else { None };
        Ok((grain, promises, hurt, runs, cost))
    };
    let (grain, promises, hurt, runs, cost) = answers.await.map_err(refuse)?;
    let words = promises.basis.words(site.language(&visit));
    let page = format!("/touchpoint/{}", encoded(&id));
    let here =
        [("by", parameters.by.as_str()), ("period", parameters.period.as_str()), ("outcome", &parameters.outcome)];
    let bar = viewpoint::bar(&site, &visit, words, &promises.basis, &parameters.viewpoint, (&page, &here));
    let bar = bar.await.map_err(refuse)?;
    let line = promises.lines.first();
    let title = title(words, grain, &promises, line, &id);
    let query = parameters.query(grain, &promises.period);
    let body = html! {
        (head(&title, &parameters.grains(words, &page, grain)))
        (bar)
        (between(words, &page, &parameters, grain, &promises.near))
        @if let Some(line) = line { (known(words, line)) }
        div.pair { @for run in &runs { (run_of(words, grain, run, &parameters, &query)) } }
        (customers(words, grain, &hurt, &format!("{page}/customers.csv{query}")))
        @if let Some(cost) = &cost { (cost_of(words, cost, &|outcome| format!("{page}{query}&outcome={}#cost", outcome.name()))) }
    };
    Ok(frame(words, &visit, NavigationItem::Journey, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = async { site.ask_once(&visit, customers_question(&id, &parameters, None)?).await?.table().csv() };
    let found: Vec<u8> = found.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    Ok(attached("broken-promises.csv", found).into_response())
}

fn cost_question(id: &str, outcome: CostOutcome, viewpoint: bellwether_app::Viewpoint) -> JourneyCostQuestion {
    JourneyCostQuestion {
        touchpoint: id.to_owned(),
        outcome,
        within_days: WITHIN_DAYS,
        since: None,
        alike_in: Vec::new(),
        viewpoint,
    }
}

fn title(words: Words<'_>, grain: Grain, promises: &Promises, line: Option<&TouchpointPromises>, id: &str) -> String {
    let period = words.period(grain, &promises.period);
    let name = line.map_or(id, |line| line.name.as_str());
    match line.filter(|line| line.kept + line.broken > 0) {
        None => words.with("touchpoint-title-none", &[("name", name), ("period", &period)]),
        Some(line) => {
            let [kept, all] = [line.kept, line.kept + line.broken].map(|count| words.whole(count as i64));
            let given = [("name", name), ("kept", kept.as_str()), ("all", &all), ("period", &period)];
            words.with("touchpoint-title", &given)
        }
    }
}

/// What is promised, by whom, and how it went in the period.
fn known(words: Words<'_>, line: &TouchpointPromises) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    html! {
        (panel(&words.say("touchpoint-promise"), "", &html! {
            dl.roles {
                div { dt { @match &line.promise { Some(promise) => (promise), None => (words.say("touchpoint-no-promise")) } }
                    @if let Some(target) = line.target { dd.muted { (words.with("touchpoint-target", &[("target", &words.percent(target))])) } } }
                @if let Some(stage) = &line.stage_name { div { dt { (words.say("touchpoint-stage")) } dd.muted { (stage) } } }
                @if let Some(owner) = &line.owner { div { dt { (words.say("touchpoint-owner")) } dd.muted { (owner) } } }
                @if line.cases > 0 && line.promise.is_some() { div { dt { (words.say("touchpoint-right")) } dd.muted {
                    (words.with("touchpoint-right-of", &[("right", &number(line.right_first_time)), ("cases", &number(line.cases)), ("again", &number(line.rework_cases))]))
                } } }
            }
            @if line.done > 0 && line.promise.is_some() {
                @let [median, p90] = [line.median_seconds, line.p90_seconds].map(|seconds| measures::time(words, seconds));
                p.muted { (words.with("touchpoint-time", &[("median", &median), ("p90", &p90)])) }
            }
        }))
    }
}

fn run_of(words: Words<'_>, grain: Grain, measure: &Measure, parameters: &Parameters, query: &str) -> Markup {
    let view = &parameters.viewpoint.query();
    let page = format!("/touchpoint/{}", encoded(measure.definition.subject()));
    let href = |period: &str| Some(format!("{page}?by={grain}&period={}{view}", encoded(period)));
    html! {
        div {
            (chart(words, grain, &measure.definition, &measure.run, &href))
            p.links { a href=(format!("/measures/{}{query}", encoded(&measure.definition.id))) { (measures::name(words, &measure.definition)) } }
        }
    }
}

fn customers(words: Words<'_>, grain: Grain, hurt: &PromiseCustomers, csv: &str) -> Markup {
    let period = words.period(grain, &hurt.period);
    let title = words.with("touchpoint-customers", &[("period", &period)]);
    let about = words.with(
        "touchpoint-customers-about",
        &[
            ("promises", &words.whole(hurt.promises as i64)),
            ("customers", &words.customers(hurt.customers.customers)),
            ("money", &words.money(hurt.customers.minor)),
            ("day", &words.day(hurt.basis.as_of)),
        ],
    );
    html! {
        div #hurt { (panel(&title, if hurt.promises == 0 { "" } else { &about }, &html! {
            @if hurt.rows.is_empty() { p { (words.with("touchpoint-customers-none", &[("period", &period)])) } } @else {
                div.scroll tabindex="0" role="group" aria-label=(title) { table {
                    thead { tr {
                        th scope="col" { (words.say("customer-name")) }
                        th.r scope="col" { (words.with("worth", &[("currency", &words.currency())])) }
                        @for name in ["touchpoint-due", "touchpoint-done", "touchpoint-silo"] { th scope="col" { (words.say(name)) } }
                    } }
                    tbody { @for row in &hurt.rows { tr {
                        th scope="row" { a href=(format!("/customer/{}", encoded(&row.customer_id))) { (row.name.as_deref().unwrap_or(&row.customer_id)) } @if row.name.is_some() { " " small { (row.customer_id) } } }
                        td.r { (words.amount(row.value_minor.into())) }
                        td { (words.day(row.due_on)) }
                        td { @match row.done_at { Some(at) => (words.moment(at)), None => span.muted { (words.say("touchpoint-not-done")) } } }
                        td { @if let Some(silo) = &row.silo { (silo.replace('_', " ")) } }
                    } } }
                } }
                @if hurt.promises > hurt.rows.len() as u64 {
                    p.muted { (words.with("touchpoint-more", &[("shown", &words.whole(hurt.rows.len() as i64)), ("all", &words.whole(hurt.promises as i64))])) }
                }
                p.links { a href=(csv) download { (words.say("as-csv")) } }
            }
        })) }
    }
}

/// How an outcome is said: its name, what is told of both sides, what counts as it, and how many more or fewer there are among those alike.
struct Phrases {
    name: &'static str,
    told: &'static str,
    rule: Option<&'static str>,
    more: &'static str,
    fewer: &'static str,
}

fn phrases(outcome: CostOutcome) -> Phrases {
    match outcome {
        CostOutcome::Left => Phrases {
            name: "touchpoint-cost-left",
            told: "touchpoint-cost-told",
            rule: None,
            more: "touchpoint-cost-matched",
            fewer: "touchpoint-cost-fewer",
        },
        CostOutcome::CameAgain => Phrases {
            name: "touchpoint-cost-came-again",
            told: "touchpoint-cost-came-again-told",
            rule: Some("touchpoint-cost-came-again-rule"),
            more: "touchpoint-cost-came-again-matched",
            fewer: "touchpoint-cost-came-again-fewer",
        },
        CostOutcome::BoughtMore => Phrases {
            name: "touchpoint-cost-bought-more",
            told: "touchpoint-cost-bought-more-told",
            rule: Some("touchpoint-cost-bought-more-rule"),
            more: "touchpoint-cost-bought-more-matched",
            fewer: "touchpoint-cost-bought-more-fewer",
        },
    }
}

/// Who left after a broken promise, came again or bought more, beside those to whom it was kept.
fn cost_of(words: Words<'_>, cost: &JourneyCost, href: &dyn Fn(CostOutcome) -> String) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    let hundred = |share: f64| words.decimal(share * 100.0);
    let [money, kept_money] = [cost.broken, cost.kept].map(|side| side.minor().map_or(0, |(_, minor)| minor));
    let wording = phrases(cost.outcome);
    let told = words.with(
        wording.told,
        &[
            ("broken", &words.customers(cost.broken.customers() as i64)),
            ("did", &number(cost.broken.did())),
            ("days", &cost.within_days.to_string()),
            ("money", &words.money(money)),
            ("kept", &number(cost.kept.customers())),
            ("kept_did", &number(cost.kept.did())),
            ("kept_money", &words.money(kept_money)),
        ],
    );
    let matched = match &cost.matched {
        MatchedDifference::Matched { estimate, low, high, .. } => {
            let found = CostDifference { estimate: *estimate, low: *low, high: *high };
            let is_fewer = found.estimate < 0.0;
            let (low, high) = if is_fewer { (-found.high, -found.low) } else { (found.low, found.high) };
            let name = if is_fewer { wording.fewer } else { wording.more };
            let estimate = hundred(found.estimate.abs());
            let difference =
                words.with(name, &[("estimate", &estimate), ("low", &hundred(low)), ("high", &hundred(high))]);
            let is_noise = found.low <= 0.0 && found.high >= 0.0;
            if is_noise { format!("{difference} {}", words.say("touchpoint-cost-noise")) } else { difference }
        }
        MatchedDifference::Refused { .. } => words.say("touchpoint-cost-refused"),
    };
    let left_out = [("touchpoint-cost-not-active", cost.not_active), ("touchpoint-cost-not-over", cost.not_yet_known)];
    let left_out = left_out.into_iter().filter(|(_, count)| *count > 0);
    let outcomes = CostOutcome::ALL
        .iter()
        .map(|outcome| (words.say(phrases(*outcome).name), href(*outcome), *outcome == cost.outcome));
    html! {
        div #cost { (panel(&words.say("touchpoint-cost"), "", &html! {
            (choices(&words.say("touchpoint-cost-outcome"), outcomes))
            p { (told) }
            @if let Some(rule) = wording.rule { p.muted { (words.say(rule)) } }
            p { (matched) }
            @for (name, count) in left_out { p.muted { (words.with(name, &[("count", &words.customers(count as i64))])) } }
        })) }
    }
}
