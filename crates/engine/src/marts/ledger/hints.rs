//! Hints: what sources say of why customers moved, and promises broken before.
//!
//! Inputs: the codes of sources (table `reasons` and the end reasons of subscriptions) and `touches` with a promise.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, TimestampMicrosecondType};
use bellwether_model::{Day, DayClock, HowKnown};

use super::error::LedgerError;
use crate::lake::{BUCKETS, DAY, Lake, bucket_of};
use crate::marts::storage::GROUP;
use crate::walk::{DayColumn, Knowledge, TextColumn, Walk, WalkError, over_groups};

/// The source name under which inferred reasons look up their codes in the tree.
pub const INFERRED: &str = "inferred";

/// The code of an inferred reason where no code for the touchpoint (`broken promise: installation`) is mapped.
pub(super) const BROKEN_PROMISE: &str = "broken promise";

/// A hint at why a customer moved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint {
    pub(super) day: Day,
    /// Number of its code.
    pub(super) code: u32,
    pub(super) how_known: HowKnown,
}

/// What a source calls a reason.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Code {
    pub(super) source: Box<str>,
    pub(super) code: Box<str>,
}

/// Hints at why customers moved.
#[derive(Default)]
pub(super) struct Hints {
    codes: Vec<Code>,
    numbers: foldhash::HashMap<Code, u32>,
    of: foldhash::HashMap<Box<str>, Vec<Hint>>,
}

impl Hints {
    /// All that is known of a walk's customers.
    pub(super) fn read(walk: &Walk<'_>) -> Result<Self, LedgerError> {
        let parts = over_groups(
            walk.threads,
            GROUP,
            || (Self::default(), walk.calendar.clock()),
            |(hints, clock), buckets| {
                let is_wanted = |id: &String| buckets.contains(&bucket_of(Some(id)));
                if walk.only.is_some_and(|only| !only.iter().any(is_wanted)) {
                    return Ok(());
                }
                hints.add_told(walk, &buckets, clock)?;
                hints.add_end_reasons(walk, &buckets)?;
                hints.add_broken_promises(walk, &buckets, clock)
            },
            |(hints, _)| Ok(hints),
        )?;
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        for mut part in parts {
            let numbers: Vec<u32> = part.codes.drain(..).map(|code| all.number(code)).collect();
            for (customer, hints) in part.of {
                let renumbered = hints.into_iter().map(|hint| Hint { code: numbers[hint.code as usize], ..hint });
                all.of.entry(customer).or_default().extend(renumbered);
            }
        }
        Ok(all)
    }

    /// What is known of a customer.
    pub(super) fn of(&self, customer: &str) -> &[Hint] {
        self.of.get(customer).map_or(&[], Vec::as_slice)
    }

    /// Every code, by its number.
    pub(super) fn codes(&self) -> &[Code] {
        &self.codes
    }

    fn number(&mut self, code: Code) -> u32 {
        if let Some(known) = self.numbers.get(&code) {
            return *known;
        }
        let number = self.codes.len() as u32;
        self.codes.push(code.clone());
        self.numbers.insert(code, number);
        number
    }

    fn add(&mut self, walk: &Walk<'_>, customer: &str, code: Code, day: Day, how_known: HowKnown) {
        if walk.only.is_some_and(|only| !only.contains(customer)) {
            return;
        }
        let hint = Hint { day, code: self.number(code), how_known };
        match self.of.get_mut(customer) {
            Some(known) => known.push(hint),
            None => drop(self.of.insert(customer.into(), vec![hint])),
        }
    }

    fn add_told(&mut self, walk: &Walk<'_>, buckets: &Range<i32>, clock: &mut DayClock) -> Result<(), LedgerError> {
        let columns = ["customer_id", "source", "at", "code", "how_known", DAY];
        for batch in walk.lake.read(&walk.knowledge.reasons, buckets.clone(), &columns)? {
            let batch = batch?;
            let (customers, sources) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "source")?);
            let (codes, how_known) = (TextColumn::of(&batch, "code")?, TextColumn::of(&batch, "how_known")?);
            let days = DayColumn::of(&batch, "at")?;
            for row in 0..batch.num_rows() {
                let Some(customer) = customers.value(row) else { continue };
                let how_known = how_known.value(row).and_then(|text| text.parse().ok()).unwrap_or(HowKnown::Told);
                let code = Code {
                    source: sources.value(row).unwrap_or_default().into(),
                    code: codes.value(row).unwrap_or_default().into(),
                };
                self.add(walk, customer, code, days.day(row, clock), how_known);
            }
        }
        Ok(())
    }

    fn add_end_reasons(&mut self, walk: &Walk<'_>, buckets: &Range<i32>) -> Result<(), LedgerError> {
        let missing = |column| WalkError::Missing { column };
        let columns = ["customer_id", "source", "to", "end_reason"];
        for batch in walk.lake.read(&walk.knowledge.subscriptions, buckets.clone(), &columns)? {
            let batch = batch?;
            let (customers, sources) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "source")?);
            let codes = TextColumn::of(&batch, "end_reason")?;
            let ends = batch.column_by_name("to").ok_or(missing("to"))?.as_primitive::<Date32Type>();
            for row in (0..batch.num_rows()).filter(|row| ends.is_valid(*row)) {
                let (Some(customer), Some(code)) = (customers.value(row), codes.value(row)) else { continue };
                let code = Code { source: sources.value(row).unwrap_or_default().into(), code: code.into() };
                self.add(walk, customer, code, Day(ends.value(row)), HowKnown::Told);
            }
        }
        Ok(())
    }

    /// A promise counts as broken on the day it was due, when it was kept late or not at all.
    fn add_broken_promises(
        &mut self,
        walk: &Walk<'_>,
        buckets: &Range<i32>,
        clock: &mut DayClock,
    ) -> Result<(), LedgerError> {
        let missing = |column| WalkError::Missing { column };
        let columns = ["customer_id", "touchpoint", "promised_by", "done_at"];
        for batch in walk.lake.read(&walk.knowledge.touches, buckets.clone(), &columns)? {
            let batch = batch?;
            let (customers, touchpoints) =
                (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "touchpoint")?);
            let instant = |name| {
                let column = batch.column_by_name(name).ok_or(missing(name))?;
                Ok::<_, WalkError>(column.as_primitive::<TimestampMicrosecondType>())
            };
            let (promised, done) = (instant("promised_by")?, instant("done_at")?);
            for row in (0..batch.num_rows()).filter(|row| promised.is_valid(*row)) {
                let kept = done.is_valid(row) && done.value(row) <= promised.value(row);
                let day = clock.day_of_micros(promised.value(row));
                let (Some(customer), false) = (customers.value(row), kept || day > walk.through) else { continue };
                let code = format!("{BROKEN_PROMISE}: {}", touchpoints.value(row).unwrap_or_default()).into();
                self.add(walk, customer, Code { source: INFERRED.into(), code }, day, HowKnown::Inferred);
            }
        }
        Ok(())
    }
}

/// The codes sources give for losses, each with the number of facts that carry it.
pub fn source_codes(lake: &Lake, knowledge: &Knowledge) -> Result<BTreeMap<(String, String), i64>, LedgerError> {
    let mut codes: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (snapshot, column) in [(&knowledge.reasons, "code"), (&knowledge.subscriptions, "end_reason")] {
        for batch in lake.read(snapshot, 0..BUCKETS, &["source", column])? {
            let batch = batch?;
            let (sources, texts) = (TextColumn::of(&batch, "source")?, TextColumn::of(&batch, column)?);
            for row in 0..batch.num_rows() {
                if let (Some(source), Some(code)) = (sources.value(row), texts.value(row)) {
                    *codes.entry((source.to_owned(), code.to_owned())).or_default() += 1;
                }
            }
        }
    }
    Ok(codes)
}
