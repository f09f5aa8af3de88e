//! Rows of `touches`, held without a text of their own each: what they say is told by numbers.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Day, DayClock};

use crate::lake::DAY;
use crate::walk::days::DayColumn;
use crate::walk::error::WalkError;
use crate::walk::life::Touch;
use crate::walk::text::{TextColumn, column};

/// The columns of the table that lives are read from.
pub(super) const COLUMNS: &[&str] = &[
    "customer_id",
    "source",
    "case_id",
    "touchpoint",
    "silo",
    "channel",
    "started_at",
    "promised_by",
    "done_at",
    "outcome",
    "sequence",
    "key",
    "import_seq",
    DAY,
];

/// Touches of the customers of a bucket.
#[derive(Default)]
pub(super) struct Touches {
    rows: Vec<TouchRow>,
    texts: Texts,
}

/// One of them; texts by number.
pub(super) struct TouchRow {
    pub(super) customer: u32,
    day: Day,
    started_at: i64,
    sequence: Option<i32>,
    key: u128,
    import_seq: i64,
    promised_by: Option<i64>,
    done_at: Option<i64>,
    source: Option<u32>,
    case: Option<u32>,
    touchpoint: Option<u32>,
    silo: Option<u32>,
    channel: Option<u32>,
    outcome: Option<u32>,
}

/// Texts, each once.
#[derive(Default)]
struct Texts {
    numbers: foldhash::HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Touches {
    /// Takes in the rows of a batch of which `customer_of` tells the customer.
    pub(super) fn add(
        &mut self,
        batch: &RecordBatch,
        clock: &mut DayClock,
        customer_of: impl Fn(usize) -> Option<u32>,
    ) -> Result<(), WalkError> {
        let days = DayColumn::of(batch, "started_at")?;
        let moments = |name| Ok::<_, WalkError>(column(batch, name)?.as_primitive::<TimestampMicrosecondType>());
        let (started, promised, done) = (moments("started_at")?, moments("promised_by")?, moments("done_at")?);
        let sequences = column(batch, "sequence")?.as_primitive::<Int32Type>();
        let seqs = column(batch, "import_seq")?.as_primitive::<Int64Type>();
        let keys = column(batch, "key")?.as_binary_opt::<i32>().ok_or(WalkError::Missing { column: "key" })?;
        let Texts { numbers, texts } = &mut self.texts;
        let mut number = |text: &str| {
            Ok::<_, WalkError>(numbers.get(text).copied().unwrap_or_else(|| {
                texts.push(text.into());
                let number = texts.len() as u32 - 1;
                numbers.insert(text.into(), number);
                number
            }))
        };
        let mut of = |name| TextColumn::of(batch, name)?.map_distinct(&mut number);
        let (sources, touchpoints, silos) = (of("source")?, of("touchpoint")?, of("silo")?);
        let (channels, outcomes, cases) = (of("channel")?, of("outcome")?, of("case_id")?);
        for row in 0..batch.num_rows() {
            let Some(customer) = customer_of(row) else { continue };
            self.rows.push(TouchRow {
                customer,
                day: days.day(row, clock),
                started_at: started.value(row),
                sequence: sequences.is_valid(row).then(|| sequences.value(row)),
                key: keys.value(row).try_into().map_or(0, u128::from_be_bytes),
                import_seq: seqs.value(row),
                promised_by: promised.is_valid(row).then(|| promised.value(row)),
                done_at: done.is_valid(row).then(|| done.value(row)),
                source: sources.get(row).copied(),
                case: cases.get(row).copied(),
                touchpoint: touchpoints.get(row).copied(),
                silo: silos.get(row).copied(),
                channel: channels.get(row).copied(),
                outcome: outcomes.get(row).copied(),
            });
        }
        Ok(())
    }

    /// Puts them in order, customer by customer in time order.
    pub(super) fn sort(&mut self) {
        self.rows.sort_unstable_by_key(|row| (row.customer, row.day, row.started_at, row.sequence, row.key));
    }

    pub(super) fn rows(&self) -> &[TouchRow] {
        &self.rows
    }

    /// What a row tells.
    pub(super) fn touch(&self, row: &TouchRow) -> Touch<'_> {
        let text =
            |number: Option<u32>| number.and_then(|number| self.texts.texts.get(number as usize)).map(AsRef::as_ref);
        Touch {
            day: row.day,
            started_at: row.started_at,
            sequence: row.sequence,
            key: row.key,
            import_seq: row.import_seq,
            source: text(row.source).unwrap_or_default(),
            case: text(row.case),
            touchpoint: text(row.touchpoint).unwrap_or_default(),
            silo: text(row.silo),
            channel: text(row.channel),
            promised_by: row.promised_by,
            done_at: row.done_at,
            outcome: text(row.outcome),
        }
    }
}
