//! Pages: what a leader opens to see whether growth was earned, and why.
//!
//! Each page asks the app a few questions and shows their answers. Invariants: every figure stands with its as-of, in customers and in
//! money, and leads to the customers behind it; pages work without scripts.

pub(in crate::web) mod company;
pub(in crate::web) mod data;
pub(in crate::web) mod experience;
pub(in crate::web) mod growth;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use bellwether_model::Act;

use crate::web::parts::assets;
use crate::web::parts::draft::LONGEST_DRAFT;
use crate::web::site::Site;
use crate::web::site::route::Route;
use crate::web::site::uploads::LONGEST_FILE;
use crate::web::site::visit::Need;
use company::{audit, definitions, first_definitions, health, invitation, people, settings, sign_in, start, tokens};
use data::{columns, import, rejects, report, sample, sources, undo};
#[cfg(feature = "pdf")]
use experience::poster;
use experience::{
    contacts, editing, handoffs, journey, measures, mine, moments, part, populations, reality, touchpoint,
};
#[cfg(feature = "pdf")]
use growth::paper;
use growth::{base, codes, cohorts, customer, customers, explain, ledger, overview, planning, unexplained, usage, why};

/// Every address of a page.
pub(in crate::web) fn routes() -> Vec<Route> {
    let (figures, customers) = (Need::To(Act::ReadFigures), Need::To(Act::SeeCustomers));
    let importing = Need::To(Act::Import);
    let mut routes = vec![
        (Method::GET, "/", figures, get(overview::page)),
        (Method::GET, "/ledger", figures, get(ledger::page)),
        (Method::POST, "/ledger/close", Need::To(Act::Close), post(ledger::close)),
        (Method::GET, "/ledger.csv", figures, get(ledger::csv)),
        (Method::GET, "/usage", customers, get(usage::page)),
        (Method::GET, "/why", customers, get(why::page)),
        (Method::GET, "/why/codes", customers, get(codes::page)),
        (Method::POST, "/why/codes", Need::To(Act::Define), post(codes::map)),
        (Method::GET, "/why/unexplained", customers, get(unexplained::page)),
        (Method::GET, "/customers", customers, get(customers::page)),
        (Method::GET, "/customers.csv", customers, get(customers::csv)),
        (Method::GET, "/customer/{id}", customers, get(customer::page)),
        (Method::POST, "/customer/{id}/reason", Need::To(Act::Explain), post(explain::explain)),
        (Method::GET, "/cohorts", customers, get(cohorts::page)),
        (Method::GET, "/base", customers, get(base::page)),
        (Method::GET, "/definitions", figures, get(definitions::page)),
        (Method::POST, "/definitions/sign", Need::To(Act::Sign), post(definitions::sign)),
        (Method::GET, "/definitions/bridge", customers, get(definitions::bridge::page)),
        (Method::GET, "/definitions/next", Need::To(Act::Define), get(definitions::writing::page)),
        (Method::POST, "/definitions/again", Need::To(Act::Define), post(definitions::writing::go_on)),
        (Method::POST, "/definitions/try", Need::To(Act::Define), post(definitions::writing::try_out)),
        (Method::POST, "/definitions/save", Need::To(Act::Define), post(definitions::writing::save)),
        (Method::GET, "/planning", figures, get(planning::page)),
        (Method::POST, "/planning", Need::To(Act::Plan), post(planning::add)),
        (Method::POST, "/planning/{id}", Need::To(Act::Plan), post(planning::change)),
        (Method::POST, "/planning/{id}/withdraw", Need::To(Act::Plan), post(planning::withdraw)),
        (Method::GET, "/data", figures, get(sources::page)),
        (Method::GET, "/data/rejects", importing, get(rejects::page)),
        (Method::POST, "/data/rejects", importing, post(rejects::dismiss)),
        (Method::POST, "/data/rejects/{id}/reopen", importing, post(rejects::reopen)),
        (Method::GET, "/data/rejects/{name}", importing, get(sources::rejects)),
        (Method::GET, "/data/imports/{number}", importing, get(report::page)),
        (Method::GET, "/data/imports/{number}/undo", importing, get(undo::page)),
        (Method::POST, "/data/imports/{number}/undo", importing, post(undo::undo)),
        (Method::GET, "/data/import", importing, get(import::choose)),
        (Method::POST, "/data/import", importing, post(import::take).layer(DefaultBodyLimit::max(LONGEST_FILE))),
        (Method::GET, "/data/import/{id}", importing, get(import::page)),
        (Method::GET, "/data/import/{id}/progress", importing, get(import::progress)),
        (Method::POST, "/data/import/{id}/columns", importing, post(columns::agree)),
        (Method::POST, "/data/import/{id}/header", importing, post(columns::choose_header)),
        (Method::POST, "/data/import/{id}/run", importing, post(import::run)),
        (Method::POST, "/data/import/{id}/cancel", importing, post(import::cancel)),
        (Method::GET, "/sample", importing, get(sample::page)),
        (Method::POST, "/sample", importing, post(sample::add)),
        (Method::GET, "/sample/progress", importing, get(sample::progress)),
        (Method::POST, "/sample/remove", importing, post(sample::remove)),
        (Method::GET, "/health", Need::To(Act::ReadAudit), get(health::page)),
        (Method::GET, "/audit", Need::To(Act::ReadAudit), get(audit::page)),
        (Method::GET, "/settings", figures, get(settings::page)),
        (Method::POST, "/settings", Need::To(Act::Administer), post(settings::change)),
        (Method::GET, "/people", Need::To(Act::Administer), get(people::page)),
        (Method::POST, "/people", Need::To(Act::Administer), post(people::add)),
        (Method::POST, "/people/{name}", Need::To(Act::Administer), post(people::change)),
        (Method::POST, "/people/{name}/invitation", Need::To(Act::Administer), post(people::invite)),
        (Method::GET, "/start", figures, get(start::page)),
        (Method::GET, "/start/organisation", start::SET_UP, get(first_definitions::organisation)),
        (Method::POST, "/start/organisation", start::SET_UP, post(first_definitions::set_up)),
        (Method::GET, "/start/counting", Need::To(Act::Define), get(first_definitions::counting)),
        (Method::POST, "/start/counting", Need::To(Act::Define), post(first_definitions::agree)),
        (Method::GET, "/account", Need::AnyPassword, get(people::account)),
        (Method::POST, "/account", Need::AnyPassword, post(people::change_password)),
        (Method::GET, "/account/tokens", Need::SignedIn, get(tokens::page)),
        (Method::POST, "/account/tokens", Need::SignedIn, post(tokens::add)),
        (Method::POST, "/account/tokens/{id}/revoke", Need::SignedIn, post(tokens::revoke)),
        (Method::GET, "/sign-in", Need::Nothing, get(sign_in::page)),
        (Method::POST, "/sign-in", Need::Nothing, post(sign_in::sign_in)),
        (Method::POST, "/sign-out", Need::Nothing, post(sign_in::sign_out)),
        (Method::GET, "/first-run", Need::Nothing, get(sign_in::first_run_page)),
        (Method::POST, "/first-run", Need::Nothing, post(sign_in::first_run)),
        (Method::GET, "/invitation/{secret}", Need::Nothing, get(invitation::page)),
        (Method::POST, "/invitation/{secret}", Need::Nothing, post(invitation::take_up)),
        (Method::POST, "/language", Need::Nothing, post(sign_in::choose_language)),
        (Method::GET, "/assets/{name}", Need::Nothing, get(assets::asset)),
    ];
    #[cfg(feature = "pdf")]
    routes.extend([
        (Method::GET, "/board.pdf", figures, get(paper::board)),
        (Method::GET, "/ledger.pdf", figures, get(paper::ledger)),
        (Method::GET, "/customers.png", figures, get(paper::customers)),
        (Method::GET, "/value.png", figures, get(paper::value)),
    ]);
    routes.extend(of_experience());
    let owned = |(method, path, need, handler): (Method, &str, Need, _)| (method, path.to_owned(), need, handler);
    routes.into_iter().map(owned).collect()
}

/// A route whose address is known when the program is built.
type Known = (Method, &'static str, Need, MethodRouter<Arc<Site>>);

/// What takes the form of a draft, which carries a whole document.
fn drafted(takes: MethodRouter<Arc<Site>>) -> MethodRouter<Arc<Site>> {
    takes.layer(DefaultBodyLimit::max(LONGEST_DRAFT))
}

/// Every address of a page about the experience of customers.
fn of_experience() -> Vec<Known> {
    let (figures, customers, define) = (Need::To(Act::ReadFigures), Need::To(Act::SeeCustomers), Need::To(Act::Define));
    let routes = vec![
        (Method::GET, "/journey", customers, get(journey::page)),
        (Method::GET, "/mine", customers, get(mine::page)),
        (Method::GET, "/part", figures, get(part::page)),
        (Method::GET, "/journey.csv", customers, get(journey::csv)),
        (Method::GET, "/journey/edit", define, get(editing::page)),
        (Method::POST, "/journey/edit", define, drafted(post(editing::act))),
        (Method::POST, "/journey/edit/try", define, drafted(post(editing::try_out))),
        (Method::POST, "/journey/edit/save", define, drafted(post(editing::save))),
        (Method::GET, "/journey/reality", figures, get(reality::page)),
        (Method::POST, "/journey/agree", Need::To(Act::Sign), post(reality::agree)),
        (Method::POST, "/journey/reality/{stage}", Need::To(Act::Sign), post(reality::answer)),
        (Method::GET, "/touchpoint/{id}", customers, get(touchpoint::page)),
        (Method::GET, "/touchpoint/{id}/customers.csv", customers, get(touchpoint::csv)),
        (Method::GET, "/handoffs", customers, get(handoffs::page)),
        (Method::GET, "/handoffs.csv", customers, get(handoffs::csv)),
        (Method::GET, "/contacts", customers, get(contacts::page)),
        (Method::GET, "/contacts.csv", customers, get(contacts::csv)),
        (Method::GET, "/contacts/customers.csv", customers, get(contacts::customers_csv)),
        (Method::GET, "/moments", customers, get(moments::page)),
        (Method::GET, "/moments.csv", customers, get(moments::csv)),
        (Method::GET, "/moments/{id}/customers.csv", customers, get(moments::customers_csv)),
        (Method::GET, "/populations", customers, get(populations::list)),
        (Method::GET, "/populations/edit", define, get(populations::editing::page)),
        (Method::POST, "/populations/edit", define, drafted(post(populations::editing::act))),
        (Method::POST, "/populations/edit/try", define, drafted(post(populations::editing::try_out))),
        (Method::POST, "/populations/edit/save", define, drafted(post(populations::editing::save))),
        (Method::GET, "/populations/{id}", customers, get(populations::page)),
        (Method::GET, "/populations/{id}/customers.csv", customers, get(populations::csv)),
        (Method::GET, "/measures", customers, get(measures::list)),
        (Method::GET, "/measures/{id}", customers, get(measures::page)),
        (Method::POST, "/measures/{id}/phases", define, post(measures::begin_phase)),
        (Method::POST, "/measures/{id}/phases/{phase}/withdraw", define, post(measures::withdraw_phase)),
        (Method::GET, "/measures/{id}/points.csv", customers, get(measures::csv)),
    ];
    #[cfg(feature = "pdf")]
    let routes = [routes, vec![(Method::GET, "/journey.pdf", customers, get(poster::pdf))]].concat();
    routes
}
