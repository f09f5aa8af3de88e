//! The table `ledger`: one row a period and grain; money as decimals without fraction, in minor units.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Field, Int64Type, Schema, SchemaRef};
use bellwether_model::{Calendar, Day, Grain, MovementKind, Period};

use crate::lake::{BUCKETS, Lake, Snapshot};
use crate::marts::ledger::amount::Amount;
use crate::marts::ledger::error::LedgerError;
use crate::marts::ledger::lines::Line;
use crate::marts::storage::MartTable;
use crate::walk::{TextColumn, WalkError};

/// The table of ledger lines of every grain.
pub(in crate::marts) const LEDGER: MartTable =
    MartTable { name: "ledger", key: &["grain", "period"], schema: ledger_schema };

pub(in crate::marts) fn ledger_schema() -> SchemaRef {
    let mut fields = vec![
        Field::new("grain", DataType::Utf8, false),
        Field::new("period", DataType::Utf8, false),
        Field::new("from", DataType::Date32, false),
        Field::new("to", DataType::Date32, false),
        Field::new("restated_change", DataType::Int64, false),
        Field::new("redefined_change", DataType::Int64, false),
    ];
    for name in figure_names() {
        fields.push(Field::new(format!("{name}_customers"), DataType::Int64, false));
        fields.push(Field::new(format!("{name}_minor"), DataType::Decimal128(38, 0), false));
    }
    Arc::new(Schema::new(fields))
}

fn figure_names() -> impl Iterator<Item = &'static str> {
    std::iter::once("opening").chain(MovementKind::ALL.map(MovementKind::name)).chain(["closing"])
}

pub(in crate::marts) fn ledger_rows(calendar: &Calendar, lines: &[Line]) -> Result<RecordBatch, LedgerError> {
    let text = |of: &dyn Fn(&Line) -> String| Arc::new(StringArray::from_iter_values(lines.iter().map(of))) as ArrayRef;
    let days = |of: fn(&Line) -> i32| Arc::new(Date32Array::from_iter_values(lines.iter().map(of))) as ArrayRef;
    let mut columns = vec![
        text(&|line| line.period.grain.name().to_owned()),
        text(&|line| calendar.label(line.period)),
        days(|line| line.period.start.0),
        days(|line| line.period.end.0 - 1),
        Arc::new(Int64Array::from_iter_values(lines.iter().map(|line| line.restated_customers))),
        Arc::new(Int64Array::from_iter_values(lines.iter().map(|line| line.redefined_customers))),
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

/// The stored lines of all grains, by grain and then time.
pub(in crate::marts) fn read_lines(lake: &Lake, snapshot: &Snapshot) -> Result<Vec<Line>, LedgerError> {
    let names = figure_names().flat_map(|name| [format!("{name}_customers"), format!("{name}_minor")]);
    let names: Vec<String> = names.collect();
    let mut lines = Vec::new();
    for batch in lake.read(snapshot, 0..BUCKETS, &[])? {
        let batch = batch?;
        let missing = |column| WalkError::Missing { column };
        let column = |name: &'static str| batch.column_by_name(name).ok_or(missing(name));
        let grains = TextColumn::of(&batch, "grain")?;
        let (from, to) = (column("from")?.as_primitive::<Date32Type>(), column("to")?.as_primitive::<Date32Type>());
        let restated = column("restated_change")?.as_primitive::<Int64Type>();
        let redefined = column("redefined_change")?.as_primitive::<Int64Type>();
        let figures = names.iter().map(|name| batch.column_by_name(name).ok_or(missing("a figure")));
        let figures = figures.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let grain = Grain::ALL.into_iter().find(|grain| grains.value(row) == Some(grain.name()));
            let grain = grain.ok_or(missing("grain"))?;
            let amount = |index: usize| Amount {
                customers: figures[2 * index].as_primitive::<Int64Type>().value(row),
                minor: figures[2 * index + 1].as_primitive::<Decimal128Type>().value(row),
            };
            lines.push(Line {
                period: Period { grain, start: Day(from.value(row)), end: Day(to.value(row) + 1) },
                opening: amount(0),
                moved: std::array::from_fn(|kind| amount(kind + 1)),
                restated_customers: restated.value(row),
                redefined_customers: redefined.value(row),
                closing: amount(MovementKind::ALL.len() + 1),
            });
        }
    }
    lines.sort_by_key(|line| line.period);
    Ok(lines)
}
