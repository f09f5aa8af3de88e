//! Customers: who is behind a figure, one customer's whole life, and why something happened to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_model::{Day, Grain, HowKnown, Kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Asked, Given, Named};
use super::changes::{Asking, Made};
use super::cursor;
use super::figures::Basis;
use super::problem::{Code, Problem};
use super::schema::{self, optional_word};
use super::viewpoint::viewed;
use bellwether_app::customer::{CustomerQuestion, Event, FactValue, Life, LivedMovement};
use bellwether_app::customers::{CustomersQuestion, Order, Window};
use bellwether_app::reason::GivenReason;

/// Rows of a page at most, and if nothing is said.
const MOST: usize = 1000;

/// Nothing longer is looked for in names.
const LONGEST_FIND: usize = 200;

viewed! {
    pub(super) struct CustomersQuery {
        /// The length of a period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<schema::GrainWord>)]
        by: Grain,
        /// The period's label; all periods if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
        /// How they moved; those active at the end of the period if left out.
        #[serde(default, deserialize_with = "optional_word")]
        #[param(inline, value_type = Option<schema::KindWord>, example = "lost")]
        kind: Option<Kind>,
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
        order: By,
        /// Rows of a page at most.
        #[serde(default = "most")]
        #[param(minimum = 1, maximum = 1000, default = 1000)]
        limit: usize,
        /// Where the list goes on: `next` of the page before.
        #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 4000)]
        cursor: Option<String>,
    }
}

/// In which order.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum By {
    /// Those whose part in the figure is worth most first.
    #[default]
    Value,
    Name,
    /// The latest first.
    Day,
    /// Those worth most afterwards first.
    ValueAfter,
}

/// Some of the customers behind a figure.
#[derive(Serialize, ToSchema)]
pub(super) struct Customers {
    basis: Basis,
    rows: Vec<Part>,
    /// What all of them add up to, on whatever page.
    all: All,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

/// What all rows add up to.
#[derive(Serialize, ToSchema)]
struct All {
    rows: usize,
    /// Each counted once, in however many rows.
    customers: i64,
    #[schema(inline, value_type = schema::Minor)]
    minor: i128,
}

/// One customer's part in the figure.
#[derive(Serialize, ToSchema)]
struct Part {
    customer_id: String,
    name: Option<String>,
    #[schema(inline, value_type = schema::DayWord)]
    day: Day,
    #[schema(inline, value_type = schema::Minor)]
    minor: i128,
    #[schema(inline, value_type = schema::Minor)]
    value_after_minor: i128,
    reason: Option<String>,
    #[schema(inline, value_type = schema::OptionalHowKnown)]
    how_known: Option<HowKnown>,
}

/// One customer's whole life.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomerLife)]
pub(super) struct Whole {
    basis: Basis,
    customer_id: String,
    name: Option<String>,
    attributes: BTreeMap<String, String>,
    /// What it agreed to.
    consents: BTreeMap<String, String>,
    /// Whether it is active; null for one that the ledger does not know.
    active: Option<bool>,
    value_minor: Option<i64>,
    /// Earliest first.
    movements: Vec<Moved>,
    /// Facts of all silos, earliest first.
    events: Vec<Happened>,
}

/// A movement with its reason.
#[derive(Serialize, ToSchema)]
struct Moved {
    #[schema(inline, value_type = schema::DayWord)]
    day: Day,
    #[schema(inline, value_type = schema::KindWord)]
    kind: Kind,
    /// Change of the number of active customers.
    #[schema(minimum = -1, maximum = 1)]
    customers: i8,
    minor: i64,
    value_after_minor: i64,
    /// What the reason is called; null where nobody knows yet.
    reason: Option<String>,
    #[schema(inline, value_type = schema::OptionalHowKnown)]
    how_known: Option<HowKnown>,
}

/// A fact.
#[derive(Serialize, ToSchema)]
struct Happened {
    #[schema(inline, value_type = schema::DayWord)]
    day: Day,
    /// The table of facts it stands in.
    fact: &'static str,
    source: String,
    /// What it says, by column; money in whole minor units.
    said: BTreeMap<&'static str, String>,
}

/// Why a movement happened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReason {
    #[serde(deserialize_with = "schema::word")]
    #[schema(inline, value_type = schema::ExplainedKind)]
    kind: Kind,
    /// The day of the movement.
    #[serde(deserialize_with = "schema::word")]
    #[schema(inline, value_type = schema::DayWord)]
    day: Day,
    /// Its id in the reason tree.
    #[schema(pattern = "^[^\\x00]*$", max_length = 200)]
    reason: String,
    #[serde(deserialize_with = "schema::word")]
    #[schema(inline, value_type = schema::HowPeopleKnow)]
    how_known: HowKnown,
    /// In whose words.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 2000)]
    text: Option<String>,
}

fn month() -> Grain {
    Grain::Month
}

fn most() -> usize {
    MOST
}

/// The customers behind a figure of the ledger.
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", params(CustomersQuery), responses((status = 200, body = Customers)))]
pub(super) async fn customers(
    State(site): State<Arc<Site>>,
    Asked(asked): Asked<CustomersQuery>,
) -> Result<Json<Customers>, Problem> {
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
        order: asked.order.into(),
        window: Window {
            after: asked.cursor.as_deref().map(cursor::open).transpose()?,
            skip: 0,
            take: Some(asked.limit),
        },
        viewpoint,
    };
    let found = site.ask(request).await?;
    let rows = found.rows.iter().map(|row| Part {
        customer_id: row.customer_id.clone(),
        name: row.name.clone(),
        day: row.day,
        minor: row.minor,
        value_after_minor: row.value_after_minor,
        reason: row.reason.clone(),
        how_known: row.how_known,
    });
    let all = All { rows: found.all.rows, customers: found.all.customers, minor: found.all.minor };
    let next = found.next.as_ref().map(cursor::seal);
    Ok(Json(Customers { basis: (&found.basis).into(), rows: rows.collect(), all, next }))
}

/// One customer's whole life with us, across all silos.
#[utoipa::path(get, path = "/api/v1/customers/{id}", tag = "customers",
    params(("id" = String, Path, description = "The customer's id", min_length = 1, max_length = 400)),
    responses((status = 200, body = Whole)))]
pub(super) async fn customer(State(site): State<Arc<Site>>, Named(id): Named<String>) -> Result<Json<Whole>, Problem> {
    let life = site.ask(CustomerQuestion { customer_id: id }).await?;
    Ok(Json(Whole::from(&*life)))
}

/// Says why a movement of a customer happened, and how we know.
#[utoipa::path(post, path = "/api/v1/customers/{id}/reasons", tag = "customers", request_body = NewReason,
    params(("id" = String, Path, description = "The customer's id", min_length = 1, max_length = 400)),
    responses((status = 201, body = Made)))]
pub(super) async fn explain(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: Asking,
    Named(customer_id): Named<String>,
    Given(given, body): Given<NewReason>,
) -> Result<Response, Problem> {
    let reason = GivenReason {
        customer_id,
        kind: given.kind,
        day: Some(given.day),
        reason: given.reason,
        how_known: given.how_known,
        text: given.text.filter(|text| !text.trim().is_empty()),
        by: visit.visitor.signature(),
    };
    let at_work = site.clone();
    let make = |app| async move { at_work.act_as(app, move |app| async move { app.set_reason(&reason).await }).await };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

impl From<By> for Order {
    fn from(by: By) -> Self {
        match by {
            By::Value => Self::Value,
            By::Name => Self::Name,
            By::Day => Self::Day,
            By::ValueAfter => Self::ValueAfter,
        }
    }
}

impl From<&Life> for Whole {
    fn from(life: &Life) -> Self {
        let moved = |lived: &LivedMovement| Moved {
            day: lived.movement.day,
            kind: lived.movement.kind,
            customers: lived.movement.customers,
            minor: lived.movement.minor,
            value_after_minor: lived.movement.value_after,
            reason: lived.why.as_ref().and_then(|why| Some(why.reason.as_ref()?.label.clone())),
            how_known: lived.why.as_ref().and_then(|why| why.how_known),
        };
        let happened = |event: &Event| Happened {
            day: event.day,
            fact: event.fact.name(),
            source: event.source.clone(),
            said: event.values.iter().map(|(column, said)| (*column, text(said))).collect(),
        };
        Self {
            basis: (&life.basis).into(),
            customer_id: life.customer_id.clone(),
            name: life.name.clone(),
            attributes: life.attributes.clone(),
            consents: life.consents.clone(),
            active: life.value.as_ref().map(|value| value.active),
            value_minor: life.value.as_ref().map(|value| value.value),
            movements: life.movements.iter().map(moved).collect(),
            events: life.events.iter().map(happened).collect(),
        }
    }
}

fn text(said: &FactValue) -> String {
    match said {
        FactValue::Text(text) => text.clone(),
        FactValue::Money(minor, currency) => format!("{minor} {}", currency.code()),
        FactValue::Day(day) => day.to_string(),
    }
}
