//! Every operation, registered once: what it needs, and its handler, whose attributes say the rest.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use bellwether_model::Act;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::path::PathItem;

use super::super::parts::draft::LONGEST_DRAFT;
use super::super::site::Site;
use super::super::site::route::Route;
use super::super::site::uploads::LONGEST_FILE;
use super::super::site::visit::Need;
use super::problem::ProblemDocument;
use super::{
    audit, books, contacts, customers, definitions, experience, figures, imports, moments, past_imports, people,
    planning, reality, rejects, sample, trends,
};

const FIGURES: Need = Need::To(Act::ReadFigures);
const CUSTOMERS: Need = Need::To(Act::SeeCustomers);
const TO_IMPORT: Need = Need::To(Act::Import);
const TO_PLAN: Need = Need::To(Act::Plan);
const PEOPLE: Need = Need::To(Act::Administer);

/// Who answers an operation.
struct Handler {
    /// The name of the function, which is the operation's id.
    name: &'static str,
    /// The least that a visitor must be allowed to do.
    need: Need,
    route: fn(MethodFilter) -> MethodRouter<Arc<Site>>,
    /// The longest body, in bytes, where it may be longer than a form.
    longest: Option<usize>,
}

macro_rules! operations {
    (longest) => { None };
    (longest $bytes:expr) => { Some($bytes) };
    ($($module:ident::$handler:ident: $need:expr $(, up to $bytes:expr)?;)+) => {
        #[derive(OpenApi)]
        #[openapi(paths($($module::$handler),+), components(schemas(ProblemDocument)))]
        struct Operations;

        const HANDLERS: &[Handler] = &[$(Handler {
            name: stringify!($handler),
            need: $need,
            route: |method| on(method, $module::$handler),
            longest: operations!(longest $($bytes)?),
        }),+];
    };
}

operations! {
    figures::get_ledger: FIGURES;
    figures::get_reasons: CUSTOMERS;
    figures::get_cohorts: CUSTOMERS;
    figures::get_base: CUSTOMERS;
    trends::get_usage: CUSTOMERS;
    trends::get_limits: FIGURES;
    trends::get_survival: CUSTOMERS;
    experience::get_promises: CUSTOMERS;
    experience::list_promise_customers: CUSTOMERS;
    experience::get_handoffs: CUSTOMERS;
    experience::list_populations: CUSTOMERS;
    experience::replace_populations: Need::To(Act::Define), up to LONGEST_DRAFT;
    experience::list_population_customers: CUSTOMERS;
    contacts::get_contacts: CUSTOMERS;
    contacts::list_contact_customers: CUSTOMERS;
    moments::get_early_moments: CUSTOMERS;
    moments::list_early_moment_customers: CUSTOMERS;
    experience::list_measures: CUSTOMERS;
    experience::get_measure: CUSTOMERS;
    experience::create_phase: Need::To(Act::Define);
    experience::delete_phase: Need::To(Act::Define);
    reality::get_reality: FIGURES;
    reality::create_agreement: Need::To(Act::Sign);
    reality::create_answer: Need::To(Act::Sign);
    experience::get_journey_map: CUSTOMERS;
    experience::get_journey_cost: CUSTOMERS;
    figures::list_sources: FIGURES;
    books::list_closed_periods: FIGURES;
    books::close_period: Need::To(Act::Close);
    planning::get_plan: FIGURES;
    planning::create_target: TO_PLAN;
    planning::replace_target: TO_PLAN;
    planning::delete_target: TO_PLAN;
    imports::create_import: TO_IMPORT, up to LONGEST_FILE;
    imports::get_import: TO_IMPORT;
    imports::replace_import_mapping: TO_IMPORT;
    imports::run_import: TO_IMPORT;
    imports::cancel_import: TO_IMPORT;
    past_imports::list_past_imports: TO_IMPORT;
    past_imports::get_undo: TO_IMPORT;
    past_imports::undo_import: TO_IMPORT;
    rejects::list_rejects: TO_IMPORT;
    rejects::create_dismissal: TO_IMPORT;
    rejects::delete_dismissal: TO_IMPORT;
    sample::get_sample: TO_IMPORT;
    sample::create_sample: TO_IMPORT;
    sample::delete_sample: TO_IMPORT;
    customers::list_customers: CUSTOMERS;
    customers::get_customer: CUSTOMERS;
    customers::create_reason: Need::To(Act::Explain);
    definitions::list_policies: FIGURES;
    definitions::get_policy: FIGURES;
    definitions::create_policy: Need::To(Act::Define);
    definitions::sign_policy: Need::To(Act::Sign);
    definitions::get_bridge: CUSTOMERS;
    definitions::get_reason_tree: FIGURES;
    definitions::list_reason_codes: CUSTOMERS;
    audit::list_audit_entries: Need::To(Act::ReadAudit);
    people::list_people: PEOPLE;
    people::create_person: PEOPLE;
    people::replace_person: PEOPLE;
    people::get_account: Need::SignedIn;
    people::list_tokens: Need::SignedIn;
    people::revoke_token: Need::SignedIn;
    people::get_organisation: FIGURES;
    people::replace_organisation: PEOPLE;
}

/// The operations as their attributes and types describe them.
pub(super) fn described() -> Document {
    Operations::openapi()
}

/// Each operation.
pub(super) fn routes() -> Vec<Route> {
    let of_path = |(path, item): (String, PathItem)| {
        let by_method = [
            (Method::GET, MethodFilter::GET, item.get),
            (Method::POST, MethodFilter::POST, item.post),
            (Method::PUT, MethodFilter::PUT, item.put),
            (Method::DELETE, MethodFilter::DELETE, item.delete),
        ];
        by_method.into_iter().filter_map(move |(method, filter, operation)| {
            let name = operation?.operation_id?;
            let handler = HANDLERS.iter().find(|handler| handler.name == name)?;
            let answers = (handler.route)(filter);
            let answers = match handler.longest {
                Some(longest) => answers.layer(DefaultBodyLimit::max(longest)),
                None => answers,
            };
            Some((method, path.clone(), handler.need, answers))
        })
    };
    described().paths.paths.into_iter().flat_map(of_path).collect()
}
