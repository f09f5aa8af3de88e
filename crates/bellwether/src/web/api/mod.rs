//! The API: what the pages show and do, for programs.
//!
//! The document at `/api/v1/openapi.json` is drawn from the handlers in this folder, and the page at `/api` from the document.
//! Invariants: a program may do what its token and its user may both do; whatever is refused is a [`Problem`] of a closed list of
//! codes; lists that grow go on by cursors; a change that comes again under its key is made once.

mod answer;
mod audit;
mod books;
mod changes;
mod cursor;
mod customers;
mod definitions;
pub(super) mod document;
mod figures;
mod imports;
mod people;
mod planning;
pub(super) mod problem;
mod reference;
mod schema;
mod trends;
mod viewpoint;

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::middleware;
use axum::routing::{delete, get, post, put};
use bellwether_model::Act;

use super::site::route::Route;
use super::site::uploads;
use super::site::visit::Need;

/// Every address with the least that a visitor must be allowed to do.
pub(super) fn routes() -> Vec<Route> {
    let (figures, customers) = (Need::To(Act::ReadFigures), Need::To(Act::SeeCustomers));
    let (people, importing) = (Need::To(Act::Administer), Need::To(Act::Import));
    let routes: Vec<Route> = vec![
        (Method::GET, "/api/v1/ledger", figures, get(figures::ledger)),
        (Method::GET, "/api/v1/reasons", figures, get(figures::reasons)),
        (Method::GET, "/api/v1/cohorts", figures, get(figures::cohorts)),
        (Method::GET, "/api/v1/base", figures, get(figures::base)),
        (Method::GET, "/api/v1/usage", figures, get(trends::usage)),
        (Method::GET, "/api/v1/limits", figures, get(trends::limits)),
        (Method::GET, "/api/v1/survival", figures, get(trends::survival)),
        (Method::GET, "/api/v1/customers", customers, get(customers::customers)),
        (Method::GET, "/api/v1/customers/{id}", customers, get(customers::customer)),
        (Method::POST, "/api/v1/customers/{id}/reasons", Need::To(Act::Explain), post(customers::explain)),
        (Method::GET, "/api/v1/policies", figures, get(definitions::policies)),
        (Method::GET, "/api/v1/policies/{version}", figures, get(definitions::policy)),
        (Method::POST, "/api/v1/policies/{version}/signatures", Need::To(Act::Sign), post(definitions::sign)),
        (Method::POST, "/api/v1/policies", Need::To(Act::Define), post(definitions::save)),
        (Method::GET, "/api/v1/bridge", customers, get(definitions::bridge)),
        (Method::GET, "/api/v1/reason-tree", figures, get(definitions::reason_tree)),
        (Method::GET, "/api/v1/reason-codes", figures, get(definitions::reason_codes)),
        (Method::GET, "/api/v1/closed-periods", figures, get(books::closed)),
        (Method::POST, "/api/v1/closed-periods", Need::To(Act::Close), post(books::close)),
        (Method::GET, "/api/v1/plan", figures, get(planning::plan)),
        (Method::POST, "/api/v1/targets", Need::To(Act::Plan), post(planning::add)),
        (Method::PUT, "/api/v1/targets/{id}", Need::To(Act::Plan), put(planning::change)),
        (Method::DELETE, "/api/v1/targets/{id}", Need::To(Act::Plan), delete(planning::withdraw)),
        (Method::GET, "/api/v1/sources", figures, get(figures::sources)),
        (
            Method::POST,
            "/api/v1/imports",
            importing,
            post(imports::send).layer(DefaultBodyLimit::max(uploads::LONGEST_FILE)),
        ),
        (Method::GET, "/api/v1/imports/{id}", importing, get(imports::import)),
        (Method::PUT, "/api/v1/imports/{id}/mapping", importing, put(imports::agree)),
        (Method::POST, "/api/v1/imports/{id}/run", importing, post(imports::run)),
        (Method::DELETE, "/api/v1/imports/{id}", importing, delete(imports::cancel)),
        (Method::GET, "/api/v1/organisation", figures, get(people::organisation)),
        (Method::PUT, "/api/v1/organisation", people, put(people::set_organisation)),
        (Method::GET, "/api/v1/audit", Need::To(Act::ReadAudit), get(audit::audit)),
        (Method::GET, "/api/v1/people", people, get(people::people)),
        (Method::POST, "/api/v1/people", people, post(people::add)),
        (Method::PUT, "/api/v1/people/{name}", people, put(people::change)),
        (Method::GET, "/api/v1/account", Need::SignedIn, get(people::account)),
        (Method::GET, "/api/v1/tokens", Need::SignedIn, get(people::tokens)),
        (Method::DELETE, "/api/v1/tokens/{id}", Need::SignedIn, delete(people::revoke)),
        (Method::GET, "/api/v1/openapi.json", Need::Nothing, get(document::serve)),
    ];
    let tagged =
        |(method, path, need, handler): Route| (method, path, need, handler.layer(middleware::from_fn(answer::tagged)));
    let page = (Method::GET, "/api", figures, get(reference::page));
    routes.into_iter().map(tagged).chain([page]).collect()
}
