//! The journey map: stages in the customer's words with one owner each, what each touchpoint promises, and whom it hurt.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use bellwether_app::failure::Failure;
use bellwether_app::journey::JourneyVersion;
use bellwether_app::promises::{PromisedStage, PromisedTouchpoint, Promises, PromisesQuestion, TouchpointPromises};
use bellwether_app::table::Tabular;
use bellwether_model::{Act, Grain};
use bellwether_words::Words;
use maud::{Markup, html};

use super::parameters::Parameters;
use super::parts::{between, class_name, left_out};
use crate::telling::{encoded, journey};
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/journey";

pub(super) fn question(parameters: &Parameters) -> Result<PromisesQuestion, Failure> {
    Ok(PromisesQuestion {
        grain: parameters.grain()?,
        period: parameters.period(),
        touchpoint: None,
        by: None,
        viewpoint: parameters.viewpoint.viewpoint()?,
    })
}

async fn promises(site: &Arc<Site>, visit: &Visit, parameters: &Parameters) -> Result<(Grain, Arc<Promises>), Failure> {
    let question = question(parameters)?;
    Ok((question.grain, site.ask(visit, question).await?))
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let (grain, promises) = promises(&site, &visit, &parameters).await.map_err(refuse)?;
    let words = promises.basis.words(site.language(&visit));
    let here = [("by", parameters.by.as_str()), ("period", parameters.period.as_str())];
    let bar = viewpoint::bar(&site, &visit, words, &promises.basis, &parameters.viewpoint, (PAGE, &here));
    let bar = bar.await.map_err(refuse)?;
    let title = journey::title(words, grain, &promises);
    let latest = site.app().latest_journey().await.map_err(refuse)?;
    let may_write = visit.visitor.may(Act::Define);
    let query = parameters.query(grain, &promises.period);
    let body = html! {
        (head(&title, &html! {
            a.btn href="/journey/reality" { (words.say("reality")) }
            @if may_write { a.btn href="/journey/edit" { (words.say("journey-edit")) } }
            (parameters.grains(words, PAGE, grain))
        }))
        (bar)
        @if let Some(latest) = &latest { (written_since(words, latest, &promises)) }
        (between(words, PAGE, &parameters, grain, &promises.near))
        @if promises.stages.is_empty() {
            (panel(&words.say("journey-none"), &words.say("journey-none-about"), &html! {
                p { (words.say("journey-none-how")) }
                @if may_write { p { a.btn.main href="/journey/edit" { (words.say("journey-edit-begin")) } } }
            }))
        } @else {
            ol.journey { @for stage in &promises.stages { li { (column(words, stage, &promises, &query)) } } }
        }
        (unplaced(words, &promises, &query))
        (left_out(words, promises.without_customer))
        p.links {
            a href=(format!("/journey.csv{query}")) download { (words.say("as-csv")) }
            " " a href=(format!("/contacts{query}")) { (words.say("contacts-link")) }
            " " a href="/moments" { (words.say("moments-link")) }
            @if cfg!(feature = "pdf") && promises.journey.is_some() {
                @for paper in ["a3", "a1"] {
                    " " a href=(format!("/journey.pdf{query}&paper={paper}")) { (words.with("poster-of", &[("paper", &paper.to_uppercase())])) }
                }
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Journey, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = promises(&site, &visit, &parameters).await.and_then(|(_, promises)| promises.table().csv());
    Ok(attached("promises.csv", found.map_err(|failure| site.refuse(&visit, &failure))?).into_response())
}

/// That another version was written last, which does not hold yet on the day that is looked at.
fn written_since(words: Words<'_>, latest: &JourneyVersion, promises: &Promises) -> Markup {
    let from = latest.effective_from.filter(|_| promises.journey != Some(latest.version));
    html! { @if let Some(from) = from {
        @let given = [("version", latest.version.to_string()), ("who", latest.saved_by.clone()), ("from", words.day(from))];
        @let given = given.each_ref().map(|(name, value)| (*name, value.as_str()));
        p { (words.with("journey-next", &given)) }
    } }
}

fn column(words: Words<'_>, stage: &PromisedStage, promises: &Promises, query: &str) -> Markup {
    html! {
        h2 { (stage.name) }
        p.muted { (words.with("journey-owner", &[("owner", &stage.owner)])) }
        @if stage.touchpoints.is_empty() { p.muted { (words.say("journey-no-touchpoints")) } }
        ul { @for touchpoint in &stage.touchpoints {
            @let of_it = promises.lines.iter().find(|line| line.touchpoint == touchpoint.id && line.stage.is_some());
            li { (card(words, touchpoint, of_it, query)) }
        } }
    }
}

fn card(words: Words<'_>, touchpoint: &PromisedTouchpoint, line: Option<&TouchpointPromises>, query: &str) -> Markup {
    let href = format!("/touchpoint/{}{query}", encoded(&touchpoint.id));
    let class = class_name(words, &touchpoint.class);
    html! {
        h3 { a href=(href) { (touchpoint.name) } }
        p.marks {
            span { (class) }
            @if let Some(rank) = touchpoint.rank { span { (words.with("touchpoint-rank", &[("rank", &rank.to_string())])) } }
        }
        @match &touchpoint.promise {
            Some(promise) => p.promise { (promise) },
            None => p.muted { (words.say("touchpoint-no-promise")) },
        }
        @if let Some(line) = line { (told(words, touchpoint, line, &href)) }
        @else if touchpoint.promise.is_some() { p.muted { (words.say("touchpoint-none-due")) } }
        @if let Some(owner) = &touchpoint.owner { p.muted { (words.with("journey-owner", &[("owner", owner)])) } }
        @if let Some(silo) = &touchpoint.silo { p.muted { (words.with("journey-silo", &[("silo", &journey::silo(silo))])) } }
    }
}

/// Kept and broken in whole numbers, and whom it hurt.
fn told(words: Words<'_>, touchpoint: &PromisedTouchpoint, line: &TouchpointPromises, href: &str) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    let all = line.kept + line.broken;
    html! {
        @if all > 0 {
            p { b { (words.with("touchpoint-kept", &[("kept", &number(line.kept)), ("all", &number(all))])) }
                @if let Some(target) = &touchpoint.target { " " small { (words.with("touchpoint-target", &[("target", target)])) } }
            }
            @if line.broken > 0 {
                @let money = words.money(line.broken_to.minor);
                p { a href=(format!("{href}#hurt")) { (words.with("touchpoint-hurt", &[("customers", &words.customers(line.broken_to.customers)), ("money", &money)])) } }
            }
        } @else if touchpoint.promise.is_some() { p.muted { (words.say("touchpoint-none-due")) } }
        @if line.open > 0 { p.muted { (words.with("touchpoint-open", &[("count", &number(line.open))])) } }
        p.muted { (words.counting("touchpoint-touches", line.touches as i64, &[])) }
    }
}

/// What no stage knows.
fn unplaced(words: Words<'_>, promises: &Promises, query: &str) -> Markup {
    let lines: Vec<&TouchpointPromises> = promises.lines.iter().filter(|line| line.stage.is_none()).collect();
    let number = |count: u64| words.whole(count as i64);
    html! {
        @if !lines.is_empty() {
            (panel(&words.say("unplaced"), &words.say("unplaced-about"), &html! {
                div.scroll tabindex="0" role="group" aria-label=(words.say("unplaced")) { table {
                    thead { tr {
                        th scope="col" { (words.say("unplaced-touchpoint")) }
                        @for name in ["unplaced-touches", "unplaced-kept", "unplaced-broken"] { th.r scope="col" { (words.say(name)) } }
                    } }
                    tbody { @for line in lines { tr {
                        th scope="row" { a href=(format!("/touchpoint/{}{query}", encoded(&line.touchpoint))) { (line.touchpoint) } }
                        td.r { (number(line.touches)) }
                        td.r { (number(line.kept)) }
                        td.r { (number(line.broken)) }
                    } } }
                } }
            }))
        }
    }
}
