//! Customers: who is behind a figure, one customer's whole life, and why something happened to it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::customer::{Customer, CustomerQuestion};
use bellwether_app::customers::{CustomerPage, CustomersQuestion, Order, Window};
use bellwether_app::reason::NewReason;
use bellwether_app::values::optional_word;
use bellwether_model::{Grain, MovementKind};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, JsonBody, PathParams, QueryParams};
use super::changes::{Change, ChangeRequest};
use super::cursor;
use super::problem::{Code, Problem};
use super::viewpoint::{month, viewed};

/// Rows of a page at most, and if nothing is said.
const MOST: usize = 1000;

/// Nothing longer is looked for in names.
const LONGEST_FIND: usize = 200;

viewed! {
    pub(super) struct CustomersQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The period's label; all periods if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
        /// How they moved; those active at the end of the period if left out.
        #[serde(default, deserialize_with = "optional_word")]
        #[param(inline, value_type = Option<MovementKind>, example = "lost")]
        kind: Option<MovementKind>,
        /// Only one segment, as in a ledger cut by the attribute: `ATTRIBUTE=VALUE`.
        #[param(pattern = "^[^=]+=.*$", max_length = 400)]
        segment: Option<String>,
        /// Only movements with this primary reason: its id, or `not_yet_known`.
        #[param(min_length = 1, max_length = 200)]
        reason: Option<String>,
        /// Of corrections (the kind `restated`), only those of the closed period of this label.
        #[param(min_length = 1, max_length = 20)]
        corrects: Option<String>,
        /// Only customers whose name or id holds this.
        #[param(max_length = 200)]
        find: Option<String>,
        #[serde(default)]
        #[param(inline)]
        order: Order,
        /// Rows of a page at most.
        #[serde(default = "most")]
        #[param(minimum = 1, maximum = 1000, default = 1000)]
        limit: usize,
        /// Where the list goes on: `next` of the page before.
        #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 4000)]
        cursor: Option<String>,
    }
}

fn most() -> usize {
    MOST
}

/// The customers behind a figure of the ledger.
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", params(CustomersQuery), responses((status = 200, body = CustomerPage)))]
pub(super) async fn list_customers(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<CustomersQuery>,
) -> Result<Answer<CustomerPage>, Problem> {
    if !(1..=MOST).contains(&asked.limit) {
        return Err(Problem::new(Code::InvalidRequest, format!("a page of {} rows", asked.limit))
            .hint(format!("ask for 1 to {MOST}, and go on with 'next'")));
    }
    if asked.find.as_ref().is_some_and(|find| find.chars().count() > LONGEST_FIND) {
        return Err(Problem::new(Code::InvalidRequest, "no name is so long as what is to be found"));
    }
    let segment = asked.segment.as_deref().map(|segment| {
        let pair = segment.split_once('=').filter(|(attribute, _)| !attribute.is_empty());
        let pair = pair.map(|(attribute, value)| (attribute.to_owned(), value.to_owned()));
        pair.ok_or_else(|| {
            Problem::new(Code::InvalidRequest, format!("'{segment}' is no segment")).hint("write ATTRIBUTE=VALUE")
        })
    });
    let viewpoint = asked.viewpoint();
    let request = CustomersQuestion {
        grain: asked.by,
        period: asked.period,
        kind: asked.kind,
        segment: segment.transpose()?,
        reason: asked.reason,
        corrects: asked.corrects,
        find: asked.find,
        order: asked.order,
        window: Window {
            after: asked.cursor.as_deref().map(cursor::open).transpose()?,
            skip: 0,
            take: Some(asked.limit),
        },
        viewpoint,
    };
    Ok(Answer(site.ask(&visit, request).await?))
}

/// One customer's whole life with us, across all silos.
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customers",
    params(("id" = String, Path, description = "The customer's id", min_length = 1, max_length = 400)),
    responses((status = 200, body = Customer)))]
pub(super) async fn get_customer(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(id): PathParams<String>,
) -> Result<Answer<Customer>, Problem> {
    Ok(Answer(site.ask(&visit, CustomerQuestion { customer_id: id }).await?))
}

/// Says why a movement of a customer happened, and how we know.
#[utoipa::path(post, path = "/api/v1/customers/{id}/reasons", tag = "customers", request_body = NewReason,
    params(("id" = String, Path, description = "The customer's id", min_length = 1, max_length = 400)),
    responses((status = 201, body = Change)))]
pub(super) async fn create_reason(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(customer_id): PathParams<String>,
    JsonBody(reason, body): JsonBody<NewReason>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let at_work = site.clone();
    let set = move |app: App| async move { app.set_reason(&customer_id, &reason, &by).await };
    let make = |app| async move { at_work.act_as(app, set).await };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}
