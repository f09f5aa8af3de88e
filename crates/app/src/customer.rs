//! What has one customer lived through with us, across all silos, and what did that do to its value?

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int64Type, TimestampMicrosecondType};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bellwether_engine::lake::{DAY, Fact};
use bellwether_engine::marts::ledger::CustomerValue;
use bellwether_engine::query::rows_of;
use bellwether_engine::walk::CustomerSet;
use bellwether_model::{Currency, Day, Grain, HowKnown, Movement, MovementKind, Period};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::customer_journey::CustomerJourney;
pub use crate::customer_journey::{CustomerStage, CustomerTouch};
use crate::failure::{Failure, FailureKind};
use crate::privacy::Clearance;
use crate::question::{Input, Question};
use crate::reason::NamedReason;
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_words::message;

/// What one customer lived through.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomerQuestion {
    /// The customer's id.
    pub customer_id: String,
}

/// One customer's whole life.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Customer {
    /// What the figures rest on.
    pub basis: Basis,
    /// Its id.
    pub customer_id: String,
    /// What it is called; null where no source says so.
    pub name: Option<String>,
    /// What is known of it, the latest version: kind and attributes.
    pub attributes: BTreeMap<String, String>,
    /// What it agreed to, such as letters by e-mail.
    pub consents: BTreeMap<String, String>,
    /// Whether it is active; null for one that the ledger does not know.
    pub active: Option<bool>,
    /// What it is worth, in whole minor units.
    pub value_minor: Option<i64>,
    /// All the ledger knows of it.
    #[serde(skip)]
    pub value: Option<CustomerValue>,
    /// Earliest first.
    pub movements: Vec<CustomerMovement>,
    /// The stages of the journey that it was in, one after another; the last one is where it is now.
    pub stages: Vec<CustomerStage>,
    /// Facts of all silos, earliest first.
    pub events: Vec<CustomerEvent>,
}

/// A movement with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CustomerMovement {
    /// When it moved.
    pub day: Day,
    /// How it moved.
    pub kind: MovementKind,
    /// Change of the number of active customers.
    #[schema(minimum = -1, maximum = 1)]
    pub customers: i8,
    /// Change of its value, in whole minor units.
    pub minor: i64,
    /// What it is worth afterwards, in whole minor units.
    pub value_after_minor: i64,
    /// What the reason is called; null where nobody knows yet.
    #[serde(serialize_with = "as_label")]
    #[schema(value_type = Option<String>)]
    pub reason: Option<NamedReason>,
    /// How the reason is known.
    pub how_known: Option<HowKnown>,
    /// Whether it can have a reason: where the ledger has no movement of the kind in its month, it was netted with others.
    #[serde(skip)]
    pub may_have_reason: bool,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CustomerEvent {
    /// The company's day of it.
    pub day: Day,
    /// The table of facts it stands in.
    #[serde(serialize_with = "as_name")]
    #[schema(value_type = String)]
    pub fact: Fact,
    /// The system that tells it.
    pub source: String,
    /// Its place in the journey; null for what is no touch.
    pub journey: Option<CustomerTouch>,
    /// What it says, by column; money in whole minor units.
    #[serde(rename = "said", serialize_with = "as_texts")]
    #[schema(value_type = BTreeMap<String, String>)]
    pub values: Vec<(&'static str, FactValue)>,
}

#[expect(clippy::ref_option, reason = "serde hands a field over so")]
fn as_label<S: Serializer>(reason: &Option<NamedReason>, serializer: S) -> Result<S::Ok, S::Error> {
    reason.as_ref().map(|reason| &reason.label).serialize(serializer)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a field over so")]
fn as_name<S: Serializer>(fact: &Fact, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(fact.name())
}

fn as_texts<S: Serializer>(values: &[(&'static str, FactValue)], serializer: S) -> Result<S::Ok, S::Error> {
    let texts: BTreeMap<_, _> = values.iter().map(|(column, value)| (column, value.text())).collect();
    texts.serialize(serializer)
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// As the source writes it.
    Text(String),
    /// Whole minor units of a currency.
    Money(i64, Currency),
    /// The company's day.
    Day(Day),
}

impl FactValue {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Money(minor, currency) => format!("{minor} {}", currency.code()),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// What a customer lives through, and what of it is worth telling.
const LIFE: [(Fact, &[&str]); 6] = [
    (Fact::Purchases, &["amount_minor", "product", "silo", "refund_of"]),
    (Fact::Subscriptions, &["plan", "monthly_minor", "to", "end_reason", "status"]),
    (Fact::Touches, &["touchpoint", "silo", "channel", "promised_by", "done_at", "outcome", "case_id"]),
    (Fact::Feedback, &["kind", "instrument", "score", "text", "touchpoint"]),
    (Fact::Reasons, &["code", "how_known", "text"]),
    (Fact::Referrals, &["from_customer"]),
];

fn event(
    view: &View<'_>,
    journey: &CustomerJourney,
    fact: Fact,
    columns: &[&'static str],
    rows: &RecordBatch,
    row: usize,
) -> Option<CustomerEvent> {
    let text = |name: &str| {
        let column = rows.column_by_name(name)?.as_string_opt::<i32>()?;
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let currency = text("currency").and_then(|code| code.parse::<Currency>().ok());
    let values = columns.iter().filter_map(|name| {
        let column = rows.column_by_name(name).filter(|column| column.is_valid(row))?;
        let value = match (column.data_type(), currency) {
            (DataType::Int64, Some(currency)) => {
                FactValue::Money(column.as_primitive::<Int64Type>().value(row), currency)
            }
            (DataType::Date32 | DataType::Timestamp(..), _) => FactValue::Day(day(view, column.as_ref(), row)?),
            _ => {
                FactValue::Text(ArrayFormatter::try_new(column, &FormatOptions::default()).ok()?.value(row).to_string())
            }
        };
        Some((*name, value))
    });
    let values = values.collect();
    let known_by_day = rows.column_by_name(DAY).filter(|days| days.is_valid(row));
    let at = known_by_day.or_else(|| rows.column_by_name(fact.ordered_by()))?;
    let key = rows.column_by_name("key").and_then(|keys| keys.as_binary_opt::<i32>()).map(|keys| keys.value(row));
    Some(CustomerEvent {
        day: day(view, at.as_ref(), row)?,
        fact,
        source: text("source").unwrap_or_default(),
        journey: key.filter(|_| fact == Fact::Touches).and_then(|key| journey.touch(key)),
        values,
    })
}

/// The company's day of a day or a moment.
fn day(view: &View<'_>, values: &dyn Array, row: usize) -> Option<Day> {
    match values.data_type() {
        DataType::Date32 => Some(Day(values.as_primitive::<Date32Type>().value(row))),
        DataType::Timestamp(..) => {
            Some(view.calendar.day_of_micros(values.as_primitive_opt::<TimestampMicrosecondType>()?.value(row)))
        }
        _ => None,
    }
}

fn latest_text(rows: &RecordBatch, name: &str) -> Option<String> {
    let texts = rows.column_by_name(name)?.as_string_opt::<i32>()?;
    texts.iter().flatten().last().map(str::to_owned)
}

/// What the latest version that names it says of each key of a column of texts by key.
fn latest_entries(rows: &RecordBatch, name: &str) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let Some(maps) = rows.column_by_name(name).and_then(|column| column.as_map_opt()) else { return known };
    for entries in maps.iter().flatten() {
        let (keys, values) = (entries.column(0).as_string_opt::<i32>(), entries.column(1).as_string_opt::<i32>());
        let (Some(keys), Some(values)) = (keys, values) else { continue };
        known.extend(keys.iter().zip(values).filter_map(|(key, value)| Some((key?.to_owned(), value?.to_owned()))));
    }
    known
}

impl Question for CustomerQuestion {
    type Answer = Customer;

    fn weight(answer: &Customer) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::REASONS
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    async fn answer(&self, app: &App) -> Result<Customer, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &Viewpoint::default()).await?;
        let id = self.customer_id.as_str();
        let lake = &company.lake;
        let journey = view.customer_journey(id).await?;
        let mut events = Vec::new();
        for (fact, columns) in LIFE {
            let snapshot = lake.snapshot(fact.name()).await?;
            let rows = rows_of(lake, &snapshot, fact, id)?;
            events.extend((0..rows.num_rows()).filter_map(|row| event(&view, &journey, fact, columns, &rows, row)));
        }
        events.sort_by_key(|event| event.day);
        let known = rows_of(lake, &view.knowledge.customers, Fact::Customers, id)?;
        let only = CustomerSet::from_iter([id.to_owned()]);
        let mut ledger = view.ledger(&[]);
        ledger.walk.only = Some(&only);
        let value = ledger.customer_values()?.pop();
        if value.is_none() && events.is_empty() && known.num_rows() == 0 {
            return Err(Failure::new(FailureKind::NotFound, message("failure-no-customer").with("customer", id)));
        }
        let (tree, set) = (company.tree().await?, company.set_reasons(None).await?);
        let periods: Vec<Period> = view.calendar.periods(Grain::Month, view.first, view.basis.as_of).collect();
        let mut reasons = BTreeMap::new();
        for kind in MovementKind::EXPLAINED {
            for explained in ledger.explain(&periods, kind, &tree, &set)? {
                let known = explained.how_known.is_some();
                let label = tree.label(&explained.reason).to_owned();
                let reason = known.then_some(NamedReason { id: explained.reason, label });
                reasons.insert((explained.period, kind), (reason, explained.how_known));
            }
        }
        let (threads, _) = ledger.full_accounts(Vec::new, |moved: &mut Vec<Movement>, full| {
            moved.extend(full.account.movements);
            Ok(())
        })?;
        let month = |day: Day| view.calendar.period(Grain::Month, day);
        let movements = threads.into_iter().flatten();
        let movements = movements.map(|movement| {
            let why = reasons.get(&(month(movement.day), movement.kind)).cloned();
            let (may_have_reason, (reason, how_known)) = (why.is_some(), why.unwrap_or_default());
            let Movement { day, kind, customers, minor, value_after, .. } = movement;
            let value_after_minor = value_after;
            CustomerMovement { day, kind, customers, minor, value_after_minor, reason, how_known, may_have_reason }
        });
        let mut attributes = latest_entries(&known, "attributes");
        attributes.extend(latest_text(&known, "kind").map(|kind| ("kind".to_owned(), kind)));
        Ok(Customer {
            active: value.as_ref().map(|value| value.active),
            value_minor: value.as_ref().map(|value| value.value),
            basis: view.basis.clone(),
            customer_id: id.to_owned(),
            name: latest_text(&known, "name"),
            attributes,
            consents: latest_entries(&known, "consents"),
            value,
            movements: movements.collect(),
            stages: journey.stages,
            events,
        })
    }
}
