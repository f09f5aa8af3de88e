//! Handoffs: where work passes from one silo to another, how long customers wait, and what is dropped.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use bellwether_app::failure::Failure;
use bellwether_app::handoffs::{Handoffs, HandoffsQuestion, SiloHandoffs};
use bellwether_app::table::Tabular;
use bellwether_model::Grain;
use bellwether_words::Words;
use maud::{Markup, html};

use super::parameters::Parameters;
use super::parts::{between, left_out};
use crate::telling::{encoded, journey, measures};
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/handoffs";

async fn handoffs(site: &Arc<Site>, visit: &Visit, parameters: &Parameters) -> Result<(Grain, Arc<Handoffs>), Failure> {
    let grain = parameters.grain()?;
    let question =
        HandoffsQuestion { grain, period: parameters.period(), viewpoint: parameters.viewpoint.viewpoint()? };
    Ok((grain, site.ask(visit, question).await?))
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let (grain, handoffs) = handoffs(&site, &visit, &parameters).await.map_err(refuse)?;
    let words = handoffs.basis.words(site.language(&visit));
    let here = [("by", parameters.by.as_str()), ("period", parameters.period.as_str())];
    let bar = viewpoint::bar(&site, &visit, words, &handoffs.basis, &parameters.viewpoint, (PAGE, &here));
    let bar = bar.await.map_err(refuse)?;
    let sum = |of: fn(&SiloHandoffs) -> u64| words.whole(handoffs.lines.iter().map(of).sum::<u64>() as i64);
    let period = words.period(grain, &handoffs.period);
    let given = [
        ("period", period.as_str()),
        ("left", &sum(|line| line.left)),
        ("late", &sum(|line| line.late)),
        ("dropped", &sum(|line| line.dropped)),
    ];
    let title = words.with(if handoffs.lines.is_empty() { "handoffs-title-none" } else { "handoffs-title" }, &given);
    let query = parameters.query(grain, &handoffs.period);
    let body = html! {
        (head(&title, &parameters.grains(words, PAGE, grain)))
        (bar)
        (between(words, PAGE, &parameters, grain, &handoffs.near))
        (panel(&words.say("handoffs"), &words.say("handoffs-about"), &html! {
            (table(words, &handoffs, &query))
            p.links { a href=(format!("/handoffs.csv{query}")) download { (words.say("as-csv")) } }
        }))
        (left_out(words, handoffs.without_customer))
    };
    Ok(frame(words, &visit, NavigationItem::Handoffs, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = handoffs(&site, &visit, &parameters).await.and_then(|(_, handoffs)| handoffs.table().csv());
    Ok(attached("handoffs.csv", found.map_err(|failure| site.refuse(&visit, &failure))?).into_response())
}

fn table(words: Words<'_>, handoffs: &Handoffs, query: &str) -> Markup {
    let counts = ["left", "in-time", "late", "dropped", "waiting", "median", "p90", "unowned", "affected"];
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("handoffs")) { table {
            thead { tr {
                @for name in ["handoff", "within"] { th scope="col" { (words.say(&format!("handoffs-{name}"))) } }
                @for name in counts { th.r scope="col" { (words.say(&format!("handoffs-{name}"))) } }
            } }
            tbody { @for (place, line) in handoffs.lines.iter().enumerate() {
                (row(words, line, place == 0 && line.affected.customers > 0, query))
            } }
        } }
    }
}

fn row(words: Words<'_>, line: &SiloHandoffs, is_worst: bool, query: &str) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    let time = |seconds: f64| if line.taken > 0 { measures::time(words, seconds) } else { String::new() };
    html! {
        tr {
            th scope="row" {
                @match (&line.handoff, &line.name) {
                    (Some(id), Some(name)) => a href=(format!("/measures/{}{query}", encoded(&format!("{id}.waiting_hours")))) { (name) },
                    _ => span.muted { (words.say("handoffs-unknown")) },
                }
                @if is_worst { " " small { b { (words.say("handoffs-worst")) } } }
                br; small { (journey::silo(&line.from)) " → " (journey::silo(&line.to)) @if let Some(owner) = &line.owner { " · " (owner) } }
            }
            td { @if let Some(within) = &line.within { (within) } }
            td.r { (number(line.left)) }
            @let has_time = line.within.is_some();
            td.r { @if has_time { (number(line.in_time)) } }
            td.r { @if has_time { (number(line.late)) } }
            td.r { @if line.handoff.is_some() { (number(line.dropped)) } }
            td.r { (number(line.waiting)) }
            td.r { (time(line.median_seconds)) }
            td.r { (time(line.p90_seconds)) }
            td.r { (words.whole(line.unowned_seconds / 3_600)) }
            td.r { (words.whole(line.affected.customers)) br; small { (words.money(line.affected.minor)) } }
        }
    }
}
