//! Reading touches as cases: bucket by bucket, each case as soon as all of it was read.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, TimestampMicrosecondType};
use bellwether_model::{Day, DayClock};
use foldhash::{HashMap, HashSet};
use xxhash_rust::xxh3::Xxh3;

use super::error::JourneyError;
use super::map::{CaseTouch, CustomerNumber};
use super::numbers::Numbers;
use super::scope::{Grouping, MOST_TOUCHPOINTS, MapScope};
use crate::lake::DAY;
use crate::walk::{DayColumn, TextColumn, Walk, WalkError, column, over_buckets};

/// A case, by the checksum of what names it.
pub(super) type CaseKey = u128;

const COLUMNS: [&str; 8] = ["customer_id", "source", "case_id", "touchpoint", "started_at", "sequence", "key", DAY];

/// Cases that lie in several buckets, for their touches are of several customers, or of none.
pub(super) struct Spread(HashSet<CaseKey>);

/// One row of `touches`.
#[derive(Clone, Copy)]
pub(super) struct TouchRow {
    pub(super) case: CaseKey,
    pub(super) sequence: Option<i32>,
    pub(super) key: u128,
    pub(super) day: Day,
    /// Whether its source tells no more than its day.
    pub(super) is_whole_day: bool,
    pub(super) touch: CaseTouch,
}

/// The touches of one bucket after the other.
pub(super) struct CaseReader<'a> {
    walk: &'a Walk<'a>,
    grouping: Grouping,
    /// Only touches of these sources; of all where there are none.
    sources: &'a [String],
    spread: &'a Spread,
    clock: DayClock,
    pub(super) touchpoints: Numbers,
    /// The customers of the bucket.
    pub(super) customers: Numbers,
    /// Rows of cases that lie in the bucket alone.
    pub(super) rows: Vec<TouchRow>,
    /// Rows of cases that lie in several buckets, of all buckets so far.
    pub(super) spread_rows: Vec<TouchRow>,
    /// Touches without a case.
    pub(super) without_case: u64,
    /// The places of the wanted sources from which touches came.
    pub(super) seen: HashSet<usize>,
}

impl Spread {
    /// Looks through all touches for the cases that lie in several buckets.
    pub(super) fn find(walk: &Walk<'_>, grouping: Grouping) -> Result<Self, WalkError> {
        if grouping == Grouping::Customer {
            return Ok(Self(HashSet::default()));
        }
        let start = || (HashMap::<CaseKey, i32>::default(), HashSet::<CaseKey>::default());
        let parts = over_buckets(walk.threads, start, |(buckets, spread), bucket| {
            for batch in
                walk.rows(&walk.knowledge.touches, bucket..bucket + 1, &["customer_id", "source", "case_id"])?
            {
                let batch = batch?;
                let (sources, cases) = (TextColumn::of(&batch, "source")?, TextColumn::of(&batch, "case_id")?);
                for row in 0..batch.num_rows() {
                    let Some(key) = case_key(sources.value(row), cases.value(row)) else { continue };
                    if *buckets.entry(key).or_insert(bucket) != bucket {
                        spread.insert(key);
                    }
                }
            }
            Ok::<_, WalkError>(())
        })?;
        let (mut seen, mut spread) = (HashSet::<CaseKey>::default(), HashSet::default());
        let several = parts.len() > 1;
        for (buckets, of_part) in parts {
            spread.extend(of_part);
            if several {
                spread.extend(buckets.into_keys().filter(|key| !seen.insert(*key)));
            }
        }
        Ok(Self(spread))
    }
}

impl<'a> CaseReader<'a> {
    pub(super) fn new(walk: &'a Walk<'a>, scope: MapScope<'a>, spread: &'a Spread) -> Self {
        Self {
            walk,
            grouping: scope.grouping,
            sources: scope.sources,
            spread,
            clock: walk.calendar.clock(),
            touchpoints: Numbers::default(),
            customers: Numbers::default(),
            rows: Vec::new(),
            spread_rows: Vec::new(),
            without_case: 0,
            seen: HashSet::default(),
        }
    }

    /// Reads a bucket: its customers, the rows of the cases that lie in it alone, and beside them those of the others.
    pub(super) fn read(&mut self, bucket: i32) -> Result<(), JourneyError> {
        self.customers = Numbers::default();
        self.rows.clear();
        for batch in self.walk.rows(&self.walk.knowledge.touches, bucket..bucket + 1, &COLUMNS)? {
            self.add(bucket, &batch?)?;
        }
        Ok(())
    }

    fn add(&mut self, bucket: i32, batch: &RecordBatch) -> Result<(), JourneyError> {
        let text = |name| TextColumn::of(batch, name);
        let (customers, sources, cases) = (text("customer_id")?, text("source")?, text("case_id")?);
        let touchpoints = text("touchpoint")?;
        let days = DayColumn::of(batch, "started_at")?;
        let started = column(batch, "started_at")?.as_primitive::<TimestampMicrosecondType>();
        let sequences = column(batch, "sequence")?.as_primitive::<Int32Type>();
        let keys = column(batch, "key")?.as_binary_opt::<i32>().ok_or(WalkError::Missing { column: "key" })?;
        let customer_of = customers.map_distinct(|id| Ok::<_, WalkError>(self.customers.of(id)))?;
        let touchpoint_of = touchpoints.map_distinct(|name| Ok::<_, WalkError>(self.touchpoints.of(name)))?;
        let wanted_source = sources.map_distinct(|name| {
            let at = self.sources.iter().position(|wanted| wanted == name);
            self.seen.extend(at);
            Ok::<_, WalkError>(self.sources.is_empty() || at.is_some())
        })?;
        if self.touchpoints.names.len() > MOST_TOUCHPOINTS {
            return Err(JourneyError::TooManyTouchpoints { most: MOST_TOUCHPOINTS });
        }
        for row in 0..batch.num_rows() {
            let day = days.day(row, &mut self.clock);
            if day > self.walk.through || wanted_source.get(row) != Some(&true) {
                continue;
            }
            let customer = customer_of.get(row).map(|number| customer_number(bucket, *number));
            let case = match self.grouping {
                Grouping::Case => case_key(sources.value(row), cases.value(row)),
                Grouping::Customer => customer.map(CaseKey::from),
            };
            let Some(case) = case else {
                self.without_case += 1;
                continue;
            };
            let touchpoint = *touchpoint_of.get(row).ok_or(WalkError::Missing { column: "touchpoint" })?;
            let touch = CaseTouch { touchpoint, at: started.value(row), customer };
            let sequence = sequences.is_valid(row).then(|| sequences.value(row));
            let key = keys.value(row).try_into().map_or(0, u128::from_be_bytes);
            let is_spread = self.spread.0.contains(&case);
            let rows = if is_spread { &mut self.spread_rows } else { &mut self.rows };
            rows.push(TouchRow { case, sequence, key, day, is_whole_day: days.is_whole(row), touch });
        }
        Ok(())
    }
}

impl TouchRow {
    /// The same with another number for its touchpoint.
    pub(super) fn renumbered(self, numbers: &[u32]) -> Self {
        let touchpoint = numbers[self.touch.touchpoint as usize];
        Self { touch: CaseTouch { touchpoint, ..self.touch }, ..self }
    }

    /// Whose it is.
    pub(super) fn customer(&self) -> Option<CustomerNumber> {
        self.touch.customer
    }

    /// Whether nothing tells that this one came before another that may have come first.
    fn may_follow(&self, other: &Self) -> bool {
        let is_one_moment = self.touch.at == other.touch.at && self.sequence == other.sequence;
        let is_one_day = self.day == other.day && (self.is_whole_day || other.is_whole_day);
        let is_told = self.sequence.is_some() && other.sequence.is_some() && self.sequence != other.sequence;
        self.touch.touchpoint != other.touch.touchpoint && (is_one_moment || (is_one_day && !is_told))
    }
}

/// Hands the touches of each case to `each`, in their order, with how many follow one that they may have come before. Of one moment they
/// come in the order that their source tells, else by their keys, which is as good as any other.
pub(super) fn cases(rows: &mut [TouchRow], mut each: impl FnMut(&[CaseTouch], u64)) {
    rows.sort_unstable_by_key(|row| (row.case, row.touch.at, row.sequence, row.key));
    let mut touches = Vec::new();
    for case in rows.chunk_by(|a, b| a.case == b.case) {
        touches.clear();
        touches.extend(case.iter().map(|row| row.touch));
        let unordered = case.windows(2).filter(|pair| pair[1].may_follow(&pair[0])).count();
        each(&touches, unordered as u64);
    }
}

/// The number of a customer among all, by that within its bucket.
fn customer_number(bucket: i32, number: u32) -> CustomerNumber {
    (CustomerNumber::from(bucket.unsigned_abs()) << 32) | CustomerNumber::from(number)
}

/// The customer's number within its bucket.
pub(super) fn within_bucket(customer: CustomerNumber) -> u32 {
    (customer & u64::from(u32::MAX)) as u32
}

/// The key of a source's case; none of a touch without one.
pub(super) fn case_key(source: Option<&str>, case: Option<&str>) -> Option<CaseKey> {
    let (source, case) = (source.unwrap_or_default(), case?);
    let mut hasher = Xxh3::new();
    hasher.update(&(source.len() as u64).to_le_bytes());
    hasher.update(source.as_bytes());
    hasher.update(case.as_bytes());
    Some(hasher.digest128())
}
