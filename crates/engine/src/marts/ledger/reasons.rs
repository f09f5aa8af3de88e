//! Why: exactly one reason for every movement, and how we know it.
//!
//! Grain: movement. Inputs: the codes of sources (table `reasons` and the end reasons of subscriptions), what people set, and
//! promises broken before the movement. Invariant: reasons add up to the movements of the ledger, in customers and minor units;
//! what nobody knows is counted as `not_yet_known`, and an inferred reason never passes for one that was asked or told.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, TimestampMicrosecondType};
use bellwether_model::{Day, DayClock, HowKnown, Kind, Movement, Period, ReasonTree};

use super::text::TextColumn;
use super::{Amount, Knowledge, LedgerError, Totals, Walk};
use crate::lake::{BUCKETS, Lake};

/// Days before a loss within which a broken promise is taken for its reason, where nothing better is known.
const INFERENCE_DAYS: i32 = 120;

/// The source name under which inferred reasons look up their codes in the tree.
pub const INFERRED: &str = "inferred";

/// The code of an inferred reason where no code for the touchpoint (`broken promise: installation`) is mapped.
const BROKEN_PROMISE: &str = "broken promise";

/// A reason set by a person for one movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetReason {
    /// The customer.
    pub customer: String,
    /// The movement's day.
    pub day: Day,
    /// The movement's kind.
    pub kind: Kind,
    /// The reason's id in the tree.
    pub reason: String,
    /// How the person knows.
    pub how_known: HowKnown,
}

/// A movement with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The customer.
    pub customer: String,
    /// The period the movement is explained in.
    pub period: Period,
    /// What it contributes to the figure; `minor` is signed.
    pub amount: Amount,
    /// The day of the (largest) movement.
    pub day: Day,
    /// The reason's id, or [`ReasonTree::NOT_YET_KNOWN`].
    pub reason: String,
    /// How we know; absent where we don't.
    pub how_known: Option<HowKnown>,
    /// A source's code that nobody has mapped yet.
    pub unmapped: Option<String>,
}

/// A hint at why a customer moved.
#[derive(Clone, Debug)]
struct Hint {
    day: Day,
    source: Box<str>,
    code: Box<str>,
    how_known: HowKnown,
}

impl Walk<'_> {
    /// Every movement of a kind within the periods, with its reason, by customer and day.
    pub fn explain(
        &self,
        periods: &[Period],
        kind: Kind,
        tree: &ReasonTree,
        set: &[SetReason],
    ) -> Result<Vec<Explained>, LedgerError> {
        let mut by_customer: HashMap<&str, Vec<&SetReason>> = HashMap::new();
        for reason in set.iter().filter(|reason| reason.kind == kind) {
            by_customer.entry(&reason.customer).or_default().push(reason);
        }
        let hints = self.hints(periods, kind)?;
        let (threads, _) = self.run(Vec::new, |rows: &mut Vec<Explained>, walked| {
            let of_people = by_customer.get(walked.customer).map_or(&[][..], Vec::as_slice);
            let of_sources = hints.get(walked.customer).map_or(&[][..], Vec::as_slice);
            for &period in periods {
                for (movement, amount) in self.movements_to_explain(walked.movements, period, kind) {
                    let blank = Explained {
                        customer: walked.customer.to_owned(),
                        period,
                        amount,
                        day: movement.day,
                        reason: ReasonTree::NOT_YET_KNOWN.to_owned(),
                        how_known: None,
                        unmapped: None,
                    };
                    rows.push(match of_people.iter().find(|reason| reason.day == movement.day) {
                        Some(set) => Explained { reason: set.reason.clone(), how_known: Some(set.how_known), ..blank },
                        None => self.explained(blank, of_sources, tree),
                    });
                }
            }
            Ok(())
        })?;
        let mut rows: Vec<Explained> = threads.into_iter().flatten().collect();
        rows.sort_by(|a, b| (&a.customer, a.day).cmp(&(&b.customer, b.day)));
        Ok(rows)
    }

    /// The movement with the reason that sources know of: the best way of knowing first, then the nearest in time.
    fn explained(&self, blank: Explained, hints: &[Hint], tree: &ReasonTree) -> Explained {
        let window = i32::from(self.policy.reason_window_days);
        let day = blank.day;
        let in_window = |hint: &&Hint| {
            let before = day.0 - hint.day.0;
            if hint.how_known == HowKnown::Inferred {
                (0..=INFERENCE_DAYS).contains(&before)
            } else {
                before.abs() <= window
            }
        };
        let nearest = |hint: &Hint| ((day.0 - hint.day.0).abs(), std::cmp::Reverse(hint.day), hint.code.clone());
        let mapped = |hint: &Hint| {
            let of_any = || tree.reason_of(INFERRED, BROKEN_PROMISE).filter(|_| hint.how_known == HowKnown::Inferred);
            tree.reason_of(&hint.source, &hint.code).or_else(of_any).map(str::to_owned)
        };
        let best = hints
            .iter()
            .filter(in_window)
            .filter_map(|hint| mapped(hint).map(|reason| (hint, reason)))
            .min_by_key(|(hint, _)| (hint.how_known, nearest(hint)));
        if let Some((hint, reason)) = best {
            Explained { reason, how_known: Some(hint.how_known), ..blank }
        } else {
            let unmapped = hints.iter().filter(in_window).filter(|hint| mapped(hint).is_none());
            Explained { unmapped: unmapped.min_by_key(|hint| nearest(hint)).map(|hint| hint.code.to_string()), ..blank }
        }
    }

    /// The movements of a kind to be explained in a period, with what each contributes to the ledger's line: events one by one,
    /// netted kinds as the period's net with its largest step standing for it.
    fn movements_to_explain(&self, movements: &[Movement], period: Period, kind: Kind) -> Vec<(Movement, Amount)> {
        let from = movements.partition_point(|movement| movement.day < period.start);
        let to = movements.partition_point(|movement| movement.day < period.end);
        let of_kind = || movements[from..to].iter().filter(|movement| movement.kind == kind);
        let Some(largest) = of_kind().max_by_key(|movement| (movement.minor.abs(), movement.day)) else {
            return Vec::new();
        };
        let last = period.end.plus(-1);
        let mut totals = Totals::new(self.calendar, period.grain, period.start, last, self.policy.same_period);
        totals.add(movements);
        let moved = totals.moved(kind);
        if moved.customers == 0 {
            Vec::new()
        } else if moved.customers == of_kind().count() as i64 && !matches!(kind, Kind::More | Kind::Less) {
            of_kind().map(|m| (*m, Amount { customers: 1, minor: i128::from(m.minor) })).collect()
        } else {
            vec![(*largest, moved)]
        }
    }

    /// What sources say about customers around the periods (in time order). Only losses have hints: nobody's code says why a customer came.
    fn hints(&self, periods: &[Period], kind: Kind) -> Result<HashMap<Box<str>, Vec<Hint>>, LedgerError> {
        let mut hints: HashMap<Box<str>, Vec<Hint>> = HashMap::new();
        let (Kind::Lost | Kind::Less, Some(first), Some(last)) = (kind, periods.first(), periods.last()) else {
            return Ok(hints);
        };
        let reach = INFERENCE_DAYS.max(i32::from(self.policy.reason_window_days));
        let (first, last) = (first.start.plus(-reach), last.end.plus(reach));
        let mut clock = self.calendar.clock();
        self.add_told(&mut hints, &mut clock)?;
        self.add_end_reasons(&mut hints)?;
        self.add_broken_promises(&mut hints, &mut clock)?;
        if let Some(only) = self.only {
            hints.retain(|customer, _| only.contains(&**customer));
        }
        for list in hints.values_mut() {
            list.retain(|hint| first <= hint.day && hint.day < last);
        }
        Ok(hints)
    }

    fn add_told(&self, hints: &mut HashMap<Box<str>, Vec<Hint>>, clock: &mut DayClock) -> Result<(), LedgerError> {
        let missing = |column| LedgerError::Missing { column };
        let columns = ["customer_id", "source", "at", "code", "how_known"];
        for batch in self.lake.read(&self.knowledge.reasons, 0..BUCKETS, &columns)? {
            let batch = batch?;
            let (customers, sources) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "source")?);
            let (codes, how_known) = (TextColumn::of(&batch, "code")?, TextColumn::of(&batch, "how_known")?);
            let at = batch.column_by_name("at").ok_or(missing("at"))?.as_primitive::<TimestampMicrosecondType>();
            for row in 0..batch.num_rows() {
                let Some(customer) = customers.value(row) else { continue };
                let how_known = how_known.value(row).and_then(|text| text.parse().ok()).unwrap_or(HowKnown::Told);
                hints.entry(customer.into()).or_default().push(Hint {
                    day: clock.day_of_micros(at.value(row)),
                    source: sources.value(row).unwrap_or_default().into(),
                    code: codes.value(row).unwrap_or_default().into(),
                    how_known,
                });
            }
        }
        Ok(())
    }

    fn add_end_reasons(&self, hints: &mut HashMap<Box<str>, Vec<Hint>>) -> Result<(), LedgerError> {
        let missing = |column| LedgerError::Missing { column };
        let columns = ["customer_id", "source", "to", "end_reason"];
        for batch in self.lake.read(&self.knowledge.subscriptions, 0..BUCKETS, &columns)? {
            let batch = batch?;
            let (customers, sources) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "source")?);
            let codes = TextColumn::of(&batch, "end_reason")?;
            let ends = batch.column_by_name("to").ok_or(missing("to"))?.as_primitive::<Date32Type>();
            for row in (0..batch.num_rows()).filter(|row| ends.is_valid(*row)) {
                let (Some(customer), Some(code)) = (customers.value(row), codes.value(row)) else { continue };
                hints.entry(customer.into()).or_default().push(Hint {
                    day: Day(ends.value(row)),
                    source: sources.value(row).unwrap_or_default().into(),
                    code: code.into(),
                    how_known: HowKnown::Told,
                });
            }
        }
        Ok(())
    }

    /// A promise counts as broken on the day it was due, when it was kept late or not at all.
    fn add_broken_promises(
        &self,
        hints: &mut HashMap<Box<str>, Vec<Hint>>,
        clock: &mut DayClock,
    ) -> Result<(), LedgerError> {
        let missing = |column| LedgerError::Missing { column };
        let columns = ["customer_id", "touchpoint", "promised_by", "done_at"];
        for batch in self.lake.read(&self.knowledge.touches, 0..BUCKETS, &columns)? {
            let batch = batch?;
            let (customers, touchpoints) =
                (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "touchpoint")?);
            let instant = |name| {
                let column = batch.column_by_name(name).ok_or(missing(name))?;
                Ok::<_, LedgerError>(column.as_primitive::<TimestampMicrosecondType>())
            };
            let (promised, done) = (instant("promised_by")?, instant("done_at")?);
            for row in (0..batch.num_rows()).filter(|row| promised.is_valid(*row)) {
                let kept = done.is_valid(row) && done.value(row) <= promised.value(row);
                let day = clock.day_of_micros(promised.value(row));
                let (Some(customer), false) = (customers.value(row), kept || day > self.through) else { continue };
                hints.entry(customer.into()).or_default().push(Hint {
                    day,
                    source: INFERRED.into(),
                    code: format!("{BROKEN_PROMISE}: {}", touchpoints.value(row).unwrap_or_default()).into(),
                    how_known: HowKnown::Inferred,
                });
            }
        }
        Ok(())
    }
}

/// Reasons added up: by reason id and how we know, the customers and minor units it explains.
#[must_use]
pub fn add_up(rows: &[Explained]) -> BTreeMap<(String, Option<HowKnown>), Amount> {
    let mut sums: BTreeMap<(String, Option<HowKnown>), Amount> = BTreeMap::new();
    for row in rows {
        sums.entry((row.reason.clone(), row.how_known)).or_default().plus(row.amount);
    }
    sums
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
