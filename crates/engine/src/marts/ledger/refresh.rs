//! Refreshing the ledger's stored marts: `movements`, `customer_values` and `ledger`.
//!
//! Invariant: after a refresh the three tables tell of the same facts, policy, books and last day; each commit says which.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Array, Date32Builder, Decimal128Array, Int32Builder, Int64Array, Int64Builder,
    RecordBatch, StringArray, StringBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use bellwether_model::{Grain, Kind};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::stored::{MOVEMENTS, MovementRows, schema};
use super::{Amount, CustomerValue, LedgerError, Line, Totals, Unattributed, Walk};
use crate::lake::{Commit, Lake, TableWriter, WrittenFile};

/// The table of customers' value facts.
pub const CUSTOMER_VALUES: &str = "customer_values";

/// The table of ledger lines of every grain.
pub const LEDGER: &str = "ledger";

/// Name under which refreshes say what they were made from.
const BASIS: &str = "bellwether.basis";

/// Rows after which a file is ended and the next one begun.
const FILE_ROWS: usize = 1_000_000;

/// What a refresh did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    /// Whether there was anything new.
    pub rebuilt: bool,
    /// Movements stored.
    pub movements: u64,
    /// Customers stored.
    pub customers: u64,
    /// Ledger lines whose identity was checked.
    pub lines: u64,
    /// Purchases without a customer.
    pub unattributed: Unattributed,
}

struct Output<'l> {
    movements: Rolling<'l>,
    values: Rolling<'l>,
    movement_rows: MovementRows,
    value_rows: ValueRows,
    totals: Vec<Totals>,
    bucket: i32,
}

/// A writer that begins a new file when the current one is long enough.
struct Rolling<'l> {
    lake: &'l Lake,
    table: &'static str,
    schema: SchemaRef,
    writer: Option<TableWriter>,
    done: Vec<WrittenFile>,
}

impl Rolling<'_> {
    fn writer(&mut self) -> Result<&mut TableWriter, LedgerError> {
        if self.writer.as_ref().is_some_and(|writer| writer.rows() >= FILE_ROWS) {
            self.finish()?;
        }
        match &mut self.writer {
            Some(writer) => Ok(writer),
            none => Ok(none.insert(self.lake.writer(self.table, self.schema.clone())?)),
        }
    }

    fn finish(&mut self) -> Result<(), LedgerError> {
        if let Some(writer) = self.writer.take() {
            self.done.push(writer.finish()?);
        }
        Ok(())
    }
}

impl Output<'_> {
    fn end_bucket(&mut self) -> Result<(), LedgerError> {
        let writer = self.movements.writer()?;
        self.movement_rows.flush_into(writer)?;
        writer.cut()?;
        self.value_rows.flush_into(self.values.writer()?)?;
        Ok(())
    }
}

/// Brings the stored marts up to date with the walk's facts, policy and books; does nothing where they are, unless `full`.
/// `policy_version` is the number under which the records keep the walk's policy.
pub async fn refresh(
    walk: &Walk<'_>,
    policy_version: i64,
    now: Timestamp,
    full: bool,
) -> Result<Refreshed, LedgerError> {
    let lake = walk.lake;
    let _lock = lake.lock()?;
    let basis = basis(walk, policy_version);
    if !full && up_to_date(lake, &basis)? {
        let unattributed = Unattributed::default();
        return Ok(Refreshed { rebuilt: false, movements: 0, customers: 0, lines: 0, unattributed });
    }
    let (first, _) = walk.knowledge.span(walk.calendar).unwrap_or((walk.through, walk.through));
    let totals = || {
        Grain::ALL.map(|grain| Totals::new(walk.calendar, grain, first, walk.through, walk.policy.same_period)).to_vec()
    };
    let rolling = |table, schema| Rolling { lake, table, schema, writer: None, done: Vec::new() };
    let start = || Output {
        movements: rolling(MOVEMENTS, schema()),
        values: rolling(CUSTOMER_VALUES, values_schema()),
        movement_rows: MovementRows::default(),
        value_rows: ValueRows::default(),
        totals: totals(),
        bucket: 0,
    };
    let (outputs, unattributed) = walk.run(start, |output, walked| {
        if walked.bucket != output.bucket {
            output.end_bucket()?;
            output.bucket = walked.bucket;
        }
        output.movement_rows.add(walked.bucket, walked.customer, walked.movements);
        output.movement_rows.drain_into(output.movements.writer()?)?;
        output.value_rows.add(&walk.value_of(&walked));
        output.totals.iter_mut().for_each(|totals| totals.add(walked.movements));
        Ok(())
    })?;
    let mut all = totals();
    let mut movements = new_commit(lake, MOVEMENTS, schema(), &basis, now).await?;
    let mut values = new_commit(lake, CUSTOMER_VALUES, values_schema(), &basis, now).await?;
    for mut output in outputs {
        output.end_bucket()?;
        output.movements.finish()?;
        output.values.finish()?;
        movements.add.append(&mut output.movements.done);
        values.add.append(&mut output.values.done);
        all.iter_mut().zip(&output.totals).for_each(|(sum, part)| sum.merge(part));
    }
    let mut ledger = new_commit(lake, LEDGER, ledger_schema(), &basis, now).await?;
    let mut writer = lake.writer(LEDGER, ledger_schema())?;
    for totals in &all {
        writer.write(&ledger_rows(walk, &totals.lines()?)?)?;
    }
    ledger.add.push(writer.finish()?);
    let rows = |commit: &Commit| commit.add.iter().map(|file| file.rows() as u64).sum();
    let refreshed = Refreshed {
        rebuilt: true,
        movements: rows(&movements),
        customers: rows(&values),
        lines: rows(&ledger),
        unattributed,
    };
    lake.commit(MOVEMENTS, movements).await?;
    lake.commit(CUSTOMER_VALUES, values).await?;
    lake.commit(LEDGER, ledger).await?;
    Ok(refreshed)
}

/// What the marts are made from; equal bases give equal marts.
fn basis(walk: &Walk<'_>, policy_version: i64) -> Value {
    json!({
        "facts": walk.knowledge.versions(),
        "policy": policy_version,
        "closed_through": walk.books.closed_through(),
        "through": walk.through,
        "engine": env!("CARGO_PKG_VERSION"),
    })
}

fn up_to_date(lake: &Lake, basis: &Value) -> Result<bool, LedgerError> {
    for table in [MOVEMENTS, CUSTOMER_VALUES, LEDGER] {
        if !lake.exists(table) {
            return Ok(false);
        }
        let said = lake.commit_metadata(table, lake.latest_version(table)?)?;
        if said.get(BASIS) != Some(basis) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A commit that replaces all rows of a table.
async fn new_commit(
    lake: &Lake,
    table: &str,
    schema: SchemaRef,
    basis: &Value,
    now: Timestamp,
) -> Result<Commit, LedgerError> {
    let mut commit = Commit::new(now, schema);
    if lake.exists(table) {
        commit.remove = lake.snapshot(table).await?.files().iter().map(|file| file.path.clone()).collect();
    }
    commit.metadata = Map::from_iter([(BASIS.to_owned(), basis.clone())]);
    Ok(commit)
}

fn values_schema() -> SchemaRef {
    let required = |name: &str, data_type| Field::new(name, data_type, false);
    let optional = |name: &str, data_type| Field::new(name, data_type, true);
    Arc::new(Schema::new(vec![
        required("bucket", DataType::Int32),
        required("customer_id", DataType::Utf8),
        optional("joined", DataType::Date32),
        required("active", DataType::Boolean),
        required("value_minor", DataType::Int64),
        optional("lost_on", DataType::Date32),
        required("frequency", DataType::Int32),
        required("recency_days", DataType::Int32),
        required("observed_days", DataType::Int32),
        required("monetary_value_minor", DataType::Int64),
        optional("days_since_last", DataType::Int32),
    ]))
}

#[derive(Default)]
struct ValueRows {
    bucket: Int32Builder,
    customer_id: StringBuilder,
    joined: Date32Builder,
    active: BooleanBuilder,
    value: Int64Builder,
    lost_on: Date32Builder,
    frequency: Int32Builder,
    recency: Int32Builder,
    observed: Int32Builder,
    monetary_value: Int64Builder,
    days_since_last: Int32Builder,
}

impl ValueRows {
    fn add(&mut self, value: &CustomerValue) {
        self.bucket.append_value(value.bucket);
        self.customer_id.append_value(&value.customer);
        self.joined.append_option(value.joined.map(|day| day.0));
        self.active.append_value(value.active);
        self.value.append_value(value.value);
        self.lost_on.append_option(value.lost_on.map(|day| day.0));
        self.frequency.append_value(value.frequency as i32);
        self.recency.append_value(value.recency);
        self.observed.append_value(value.observed);
        self.monetary_value.append_value(value.monetary_value);
        self.days_since_last.append_option(value.days_since_last);
    }

    fn flush_into(&mut self, writer: &mut TableWriter) -> Result<(), LedgerError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.bucket.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.joined.finish()),
            Arc::new(self.active.finish()),
            Arc::new(self.value.finish()),
            Arc::new(self.lost_on.finish()),
            Arc::new(self.frequency.finish()),
            Arc::new(self.recency.finish()),
            Arc::new(self.observed.finish()),
            Arc::new(self.monetary_value.finish()),
            Arc::new(self.days_since_last.finish()),
        ];
        let batch = RecordBatch::try_new(values_schema(), columns)?;
        if batch.num_rows() > 0 {
            writer.write(&batch)?;
        }
        Ok(())
    }
}

/// One row a period and grain; money as decimals without fraction, in minor units.
fn ledger_schema() -> SchemaRef {
    let mut fields = vec![
        Field::new("grain", DataType::Utf8, false),
        Field::new("period", DataType::Utf8, false),
        Field::new("from", DataType::Date32, false),
        Field::new("to", DataType::Date32, false),
        Field::new("restated_change", DataType::Int64, false),
    ];
    for name in figure_names() {
        fields.push(Field::new(format!("{name}_customers"), DataType::Int64, false));
        fields.push(Field::new(format!("{name}_minor"), DataType::Decimal128(38, 0), false));
    }
    Arc::new(Schema::new(fields))
}

fn figure_names() -> impl Iterator<Item = &'static str> {
    std::iter::once("opening").chain(Kind::ALL.map(Kind::name)).chain(["closing"])
}

fn ledger_rows(walk: &Walk<'_>, lines: &[Line]) -> Result<RecordBatch, LedgerError> {
    let text = |of: &dyn Fn(&Line) -> String| Arc::new(StringArray::from_iter_values(lines.iter().map(of))) as ArrayRef;
    let days = |of: fn(&Line) -> i32| Arc::new(Date32Array::from_iter_values(lines.iter().map(of))) as ArrayRef;
    let mut columns = vec![
        text(&|line| line.period.grain.name().to_owned()),
        text(&|line| walk.calendar.label(line.period)),
        days(|line| line.period.start.0),
        days(|line| line.period.end.0 - 1),
        Arc::new(Int64Array::from_iter_values(lines.iter().map(|line| line.restated_customers))),
    ];
    let figures = |line: &Line| -> Vec<Amount> {
        std::iter::once(line.opening).chain(line.moved).chain([line.closing]).collect()
    };
    for index in 0..figure_names().count() {
        let amounts: Vec<Amount> = lines.iter().map(|line| figures(line)[index]).collect();
        columns.push(Arc::new(Int64Array::from_iter_values(amounts.iter().map(|amount| amount.customers))));
        let minor = Decimal128Array::from_iter_values(amounts.iter().map(|amount| amount.minor));
        columns.push(Arc::new(minor.with_precision_and_scale(38, 0)?));
    }
    Ok(RecordBatch::try_new(ledger_schema(), columns)?)
}
