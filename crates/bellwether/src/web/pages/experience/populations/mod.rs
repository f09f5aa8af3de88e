//! Populations: which customers something is about, how many they are and what they hold.

pub(in crate::web) mod editing;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use bellwether_app::failure::Failure;
use bellwether_app::populations::{PopulationCustomers, PopulationList, PopulationQuestion, PopulationsQuestion};
use bellwether_app::table::Tabular;
use bellwether_model::Act;
use bellwether_words::Words;
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::encoded;
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/populations";

/// As many customers stand on a page; all of them are in the file.
const MOST: usize = 200;

/// From where it is looked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    #[serde(flatten)]
    viewpoint: ViewpointParameters,
}

pub(in crate::web) async fn list(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let viewpoint = parameters.viewpoint.viewpoint().map_err(refuse)?;
    let found = site.ask(&visit, PopulationsQuestion { viewpoint }).await.map_err(refuse)?;
    let words = found.basis.words(site.language(&visit));
    let bar = viewpoint::bar(&site, &visit, words, &found.basis, &parameters.viewpoint, (PAGE, &[]));
    let bar = bar.await.map_err(refuse)?;
    let title = match found.populations.len() {
        0 => words.say("populations-title-none"),
        1 => words.say("populations-title-one"),
        many => words.with("populations-title", &[("count", &words.whole(many as i64))]),
    };
    let body = html! {
        (head(&title, &html! { @if visit.visitor.may(Act::Define) { a.btn href=(editing::EDIT) { (words.say("populations-edit")) } } }))
        (bar)
        (panel(&words.say("populations"), &words.say("populations-about"), &html! {
            @if !found.populations.is_empty() { (table(words, &found, &parameters)) }
            p.muted { (words.say("populations-written")) }
            pre { code tabindex="0" { "bellwether populations export > populations.toml\nbellwether populations apply populations.toml" } }
        }))
    };
    Ok(frame(words, &visit, NavigationItem::Populations, &title, &body))
}

fn table(words: Words<'_>, found: &PopulationList, parameters: &Parameters) -> Markup {
    let query = query(&parameters.viewpoint);
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("populations")) { table {
            thead { tr {
                th scope="col" { (words.say("population")) }
                @for name in ["customers", "active", "value"] { th.r scope="col" { (words.say(&format!("population-{name}"))) } }
                th scope="col" { span.vh { (words.say("population-figures")) } }
            } }
            tbody { @for population in &found.populations { tr {
                th scope="row" {
                    a href=(format!("{PAGE}/{}{query}", encoded(&population.id))) { (population.name) }
                    @if !population.about.is_empty() { br; small { (population.about) } }
                }
                td.r { (words.whole(population.customers.customers)) }
                td.r { (words.whole(population.active)) }
                td.r { (words.money(population.customers.minor)) }
                td { a href=(format!("/ledger?population={}", encoded(&population.id))) { (words.say("population-ledger")) } }
            } } }
        } }
    }
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let found = customers(&site, &visit, &id, &parameters, Some(MOST)).await.map_err(refuse)?;
    let words = found.basis.words(site.language(&visit));
    let page = format!("{PAGE}/{}", encoded(&id));
    let bar = viewpoint::bar(&site, &visit, words, &found.basis, &parameters.viewpoint, (&page, &[]));
    let bar = bar.await.map_err(refuse)?;
    let summary = &found.summary;
    let given = [("name", summary.name.as_str()), ("figure", &summary.customers.phrase(words))];
    let title = words.with("population-title", &given);
    let figures = ["ledger", "customers", "journey", "measures", "handoffs"];
    let edit = format!("{}?population={}", editing::EDIT, encoded(&id));
    let body = html! {
        (head(&title, &html! { @if visit.visitor.may(Act::Define) { a.btn href=(edit) { (words.say("population-edit")) } } }))
        (bar)
        (panel(&words.say("population-customers"), &summary.about, &html! {
            (rows(words, &found))
            @if (summary.customers.customers as usize) > found.rows.len() {
                p.muted { (words.with("population-first", &[("count", &words.whole(found.rows.len() as i64))])) }
            }
            p.links { a href=(format!("{page}/customers.csv{}", query(&parameters.viewpoint))) download { (words.say("as-csv")) } }
        }))
        (panel(&words.say("population-figures"), &words.say("population-figures-about"), &html! {
            ul.links { @for name in figures {
                li { a href=(format!("/{name}?population={}", encoded(&id))) { (words.say(&format!("nav-{name}"))) } }
            } }
        }))
    };
    Ok(frame(words, &visit, NavigationItem::Populations, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = customers(&site, &visit, &id, &parameters, None).await.and_then(|found| found.table().csv());
    let name = format!("{id}.csv");
    Ok(attached(&name, found.map_err(|failure| site.refuse(&visit, &failure))?).into_response())
}

async fn customers(
    site: &Arc<Site>,
    visit: &Visit,
    id: &str,
    parameters: &Parameters,
    most: Option<usize>,
) -> Result<Arc<PopulationCustomers>, Failure> {
    let viewpoint = parameters.viewpoint.viewpoint()?;
    site.ask(visit, PopulationQuestion { id: id.to_owned(), most, viewpoint }).await
}

fn rows(words: Words<'_>, found: &PopulationCustomers) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("population-customers")) { table {
            thead { tr {
                th scope="col" { (words.say("population-customer")) }
                th scope="col" { (words.say("population-joined")) }
                th.r scope="col" { (words.say("population-value")) }
            } }
            tbody { @for row in &found.rows { tr {
                th scope="row" {
                    a href=(format!("/customer/{}", encoded(&row.customer_id))) { (row.name.as_deref().unwrap_or(&row.customer_id)) }
                    @if row.name.is_some() { br; small { (row.customer_id) } }
                }
                td { @if let Some(day) = row.joined { (words.day(day)) } }
                td.r { @if let Some(minor) = row.value_minor { (words.money(i128::from(minor))) } @else { (words.say("population-not-active")) } }
            } } }
        } }
    }
}

/// The rest of an address that stays where a page is left for another.
fn query(viewpoint: &ViewpointParameters) -> String {
    viewpoint.query().replacen('&', "?", 1)
}
