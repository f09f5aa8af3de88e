//! The API: what the pages show and do, for programs.
//!
//! The document at `/api/v1/openapi.json` is drawn from the handlers in this folder, and the page at `/api` from the document.
//! Invariants: a program may do what its token and its user may both do; whatever is refused is a [`problem::Problem`] of a closed list of
//! codes; lists that grow go on by cursors; a change that comes again under its key is made once.

mod answer;
mod audit;
mod books;
mod changes;
mod contacts;
mod cursor;
mod customers;
mod definitions;
pub(super) mod document;
mod experience;
mod figures;
mod imports;
mod moments;
mod operations;
mod past_imports;
mod people;
mod planning;
pub(super) mod problem;
mod reality;
mod reference;
mod rejects;
mod sample;
mod schema;
mod trends;
mod viewpoint;

use axum::http::Method;
use axum::middleware;
use axum::routing::get;
use bellwether_model::Act;

use super::site::route::Route;
use super::site::visit::Need;

/// Every address with the least that a visitor must be allowed to do.
pub(super) fn routes() -> Vec<Route> {
    let document = (Method::GET, "/api/v1/openapi.json".to_owned(), Need::Nothing, get(document::serve));
    let tagged =
        |(method, path, need, handler): Route| (method, path, need, handler.layer(middleware::from_fn(answer::tagged)));
    let page = (Method::GET, "/api".to_owned(), Need::To(Act::ReadFigures), get(reference::page));
    operations::routes().into_iter().chain([document]).map(tagged).chain([page]).collect()
}
