//! Reading rows of `journey_touches`, as known at the end of a day.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, TimestampMicrosecondType};
use bellwether_model::{Day, Verdict};

use crate::lake::Snapshot;
use crate::walk::{TextColumn, WalkError, column};

/// The columns that every question reads; each may add the one that it tells rows apart by.
const COLUMNS: [&str; 10] = [
    "customer_id",
    "case_id",
    "stage",
    "touchpoint",
    "started_at",
    "started_on",
    "done_at",
    "due_at",
    "counts_on",
    "promise",
];

/// The columns to be read by a question that tells rows apart by a further one.
pub(in crate::marts) fn columns(part: Option<&'static str>) -> Vec<&'static str> {
    COLUMNS.into_iter().chain(part).collect()
}

/// Rows of `journey_touches`.
pub(in crate::marts) struct TouchColumns<'b> {
    pub(in crate::marts) customers: TextColumn<'b>,
    pub(in crate::marts) cases: TextColumn<'b>,
    pub(in crate::marts) stages: TextColumn<'b>,
    pub(in crate::marts) touchpoints: TextColumn<'b>,
    /// What rows are told apart by, if anything.
    pub(in crate::marts) parts: Option<TextColumn<'b>>,
    promises: TextColumn<'b>,
    started_at: &'b [i64],
    started_on: &'b [i32],
    done_at: &'b arrow::array::PrimitiveArray<TimestampMicrosecondType>,
    due_at: &'b arrow::array::PrimitiveArray<TimestampMicrosecondType>,
    counts_on: &'b arrow::array::PrimitiveArray<Date32Type>,
}

/// What is known of a touch at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::marts) struct KnownTouch {
    pub(in crate::marts) started_at: i64,
    pub(in crate::marts) started_on: Day,
    /// When it was done, if it was by then.
    pub(in crate::marts) done_at: Option<i64>,
    /// What became of its promise, and the day on which that counts; none where nothing was promised.
    pub(in crate::marts) promise: Option<(Verdict, Day)>,
}

impl<'b> TouchColumns<'b> {
    /// Of rows with [these columns](columns).
    pub(in crate::marts) fn of(batch: &'b RecordBatch, part: Option<&'static str>) -> Result<Self, WalkError> {
        let text = |name| TextColumn::of(batch, name);
        let moments = |name| Ok::<_, WalkError>(column(batch, name)?.as_primitive::<TimestampMicrosecondType>());
        let days = |name| Ok::<_, WalkError>(column(batch, name)?.as_primitive::<Date32Type>());
        Ok(Self {
            customers: text("customer_id")?,
            cases: text("case_id")?,
            stages: text("stage")?,
            touchpoints: text("touchpoint")?,
            parts: part.map(text).transpose()?,
            promises: text("promise")?,
            started_at: moments("started_at")?.values(),
            started_on: days("started_on")?.values(),
            done_at: moments("done_at")?,
            due_at: moments("due_at")?,
            counts_on: days("counts_on")?,
        })
    }

    /// By when a row's promise is due, in microseconds since 1970; none where no time was promised.
    pub(in crate::marts) fn due_at(&self, row: usize) -> Option<i64> {
        self.due_at.is_valid(row).then(|| self.due_at.value(row))
    }

    /// What is known of a row at a moment, the last one of a day; none where it began later.
    pub(in crate::marts) fn known(&self, row: usize, (at, on): (i64, Day)) -> Option<KnownTouch> {
        let (started_at, started_on) = (self.started_at[row], Day(self.started_on[row]));
        if started_on > on {
            return None;
        }
        let moment = |column: &arrow::array::PrimitiveArray<TimestampMicrosecondType>| {
            column.is_valid(row).then(|| column.value(row))
        };
        let done = moment(self.done_at);
        let done_at = done.filter(|done| *done <= at);
        let due_at = self.due_at(row);
        let promise = self.promises.value(row).map(|told| {
            // What was done later is not known yet.
            let verdict = match told {
                _ if done != done_at => Verdict::Open,
                "kept" => Verdict::Kept,
                "broken" => Verdict::Broken,
                _ => Verdict::Open,
            };
            let is_over = verdict == Verdict::Open && due_at.is_some_and(|due| at > due);
            let counts_on = if self.counts_on.is_valid(row) { Day(self.counts_on.value(row)) } else { started_on };
            // Without a time it counts when it is done.
            let counts_on = if due_at.is_none() && done != done_at { started_on } else { counts_on };
            (if is_over { Verdict::Broken } else { verdict }, counts_on)
        });
        Some(KnownTouch { started_at, started_on, done_at, promise })
    }
}

/// How many touches name no customer, as the files' statistics tell.
#[must_use]
pub fn touches_without_customer(touches: &Snapshot) -> u64 {
    touches.files().iter().filter_map(|file| file.statistics["nullCount"]["customer_id"].as_u64()).sum()
}
