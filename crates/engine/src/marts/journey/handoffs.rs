//! The question: where does work pass from one silo to another, how long does the customer wait, and what is dropped?

use arrow::array::{Array, AsArray, PrimitiveArray, RecordBatch};
use arrow::datatypes::{Date32Type, TimestampMicrosecondType};
use bellwether_model::{Day, Period};
use foldhash::HashMap;

use super::map::Quantiles;
use super::numbers::Numbers;
use super::stored::JourneySource;
use crate::marts::error::MartError;
use crate::marts::ledger::{Amount, Ledger, Worth};
use crate::walk::{TextColumn, Walk, WalkError, column, over_buckets};

/// A handoff between two silos, or one of the journey, in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct HandoffLine {
    /// The journey's handoff, by id; none where the journey knows none such.
    pub handoff: Option<String>,
    /// The silo that hands over.
    pub from: String,
    /// The one that takes over, or is to.
    pub to: String,
    /// The place among the periods asked for of the one in which the work was left.
    pub period: usize,
    /// How often work was left in it, to be taken over.
    pub left: u64,
    /// How often the other silo has taken over.
    pub taken: u64,
    /// How often it took over in time.
    pub in_time: u64,
    /// How often it did not, late or not yet though the time is over.
    pub late: u64,
    /// How often nobody has taken over after all the time that the journey allows, or somebody did only after that.
    pub dropped: u64,
    /// How often it is waited for in time, or without a time that would be told.
    pub waiting: u64,
    /// How long customers waited until somebody took over; where the next silo began before the first was done, not at all.
    pub seconds: Quantiles,
    /// All hours together in which nobody had the work, up to now where nobody has taken over.
    pub unowned_seconds: i64,
    /// The customers whose work was left in it, with what those of them who are active are worth.
    pub customers: Amount,
    /// Those of them for whom it was late or dropped.
    pub affected: Amount,
}

const COLUMNS: [&str; 9] =
    ["customer_id", "handoff", "from_silo", "to_silo", "left_at", "left_on", "taken_at", "due_at", "dropped_at"];

/// Between the names of a line.
const SEPARATOR: char = '\u{1f}';

#[derive(Default)]
struct Sums {
    left: u64,
    taken: u64,
    in_time: u64,
    late: u64,
    dropped: u64,
    waiting: u64,
    micros: Vec<i64>,
    unowned: i64,
    customers: Amount,
    affected: Amount,
}

type LineKey = (u32, usize);

struct Part<'a> {
    periods: &'a [Period],
    /// The last moment that is told, and its day.
    known_at: (i64, Day),
    names: Numbers,
    lines: HashMap<LineKey, Sums>,
    /// Of the bucket: its customers, and to whom it was late or dropped on which line.
    customers: Numbers,
    met: HashMap<(LineKey, u32), bool>,
}

/// The moments of a row of the table.
struct Row {
    left: i64,
    taken: Option<i64>,
    due: Option<i64>,
    dropped: Option<i64>,
}

/// The handoffs that were left in each period, by handoff, silos and period.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn handoffs(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    periods: &[Period],
) -> Result<Vec<HandoffLine>, MartError> {
    let worth = Worth::of(ledger)?;
    let start = || Part {
        periods,
        known_at: last_moment(source.walk),
        names: Numbers::default(),
        lines: HashMap::default(),
        customers: Numbers::default(),
        met: HashMap::default(),
    };
    let parts = over_buckets(source.walk.threads, start, |part, bucket| {
        source.handoffs(bucket, &COLUMNS, |batch| part.add(batch))?;
        part.settle(|customer| worth.of_customer(bucket, customer));
        Ok::<_, MartError>(())
    })?;
    let mut names = Numbers::default();
    let mut all: HashMap<LineKey, Sums> = HashMap::default();
    for part in parts {
        let number_of: Vec<u32> = part.names.names.iter().map(|name| names.of(name)).collect();
        for ((name, period), sums) in part.lines {
            all.entry((number_of[name as usize], period)).or_default().merge(sums);
        }
    }
    let mut lines: Vec<HandoffLine> = all.into_iter().map(|(key, sums)| sums.line(key, &names)).collect();
    lines.sort_by(|a, b| {
        let key = |line: &HandoffLine| {
            (line.handoff.is_none(), line.handoff.clone(), line.from.clone(), line.to.clone(), line.period)
        };
        key(a).cmp(&key(b))
    });
    Ok(lines)
}

impl Part<'_> {
    fn add(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let text = |name| TextColumn::of(batch, name);
        let moments = |name| Ok::<_, WalkError>(column(batch, name)?.as_primitive::<TimestampMicrosecondType>());
        let (customers, known) = (text("customer_id")?, text("handoff")?);
        let silos = [text("from_silo")?, text("to_silo")?];
        let (left, left_on) = (moments("left_at")?, column(batch, "left_on")?.as_primitive::<Date32Type>());
        let [taken, due, dropped] = [moments("taken_at")?, moments("due_at")?, moments("dropped_at")?];
        let mut joined = String::new();
        for row in 0..batch.num_rows() {
            let day = Day(left_on.value(row));
            let at = self.periods.partition_point(|period| period.end <= day);
            let is_told = day <= self.known_at.1 && self.periods.get(at).is_some_and(|period| period.start <= day);
            if !is_told {
                continue;
            }
            joined.clear();
            for name in [known.value(row), silos[0].value(row), silos[1].value(row)] {
                joined.push_str(name.unwrap_or_default());
                joined.push(SEPARATOR);
            }
            let moment =
                |column: &PrimitiveArray<TimestampMicrosecondType>| column.is_valid(row).then(|| column.value(row));
            let handed = Row {
                left: left.value(row),
                // What comes later is not known yet.
                taken: moment(taken).filter(|taken| *taken <= self.known_at.0),
                due: moment(due),
                dropped: moment(dropped),
            };
            let key = (self.names.of(&joined), at);
            let is_affected = self.lines.entry(key).or_default().add(&handed, self.known_at.0);
            let customer = self.customers.of(customers.value(row).unwrap_or_default());
            *self.met.entry((key, customer)).or_default() |= is_affected;
        }
        Ok(())
    }

    /// Ends a bucket.
    fn settle(&mut self, worth: impl Fn(&str) -> i64) {
        let customers = std::mem::take(&mut self.customers);
        for ((line, customer), is_affected) in self.met.drain() {
            let amount = Amount { customers: 1, minor: i128::from(worth(&customers.names[customer as usize])) };
            let sums = self.lines.entry(line).or_default();
            sums.customers.plus(amount);
            if is_affected {
                sums.affected.plus(amount);
            }
        }
    }
}

impl Sums {
    /// Counts a handoff as known at a moment; tells whether it was late or dropped.
    fn add(&mut self, row: &Row, now: i64) -> bool {
        let until = row.taken.unwrap_or(now);
        let waited = (until - row.left).max(0);
        let is_over = |limit: Option<i64>| limit.is_some_and(|limit| until > limit);
        let (is_late, is_dropped) = (is_over(row.due), is_over(row.dropped));
        self.left += 1;
        self.unowned += waited / 1_000_000;
        self.late += u64::from(is_late);
        self.dropped += u64::from(is_dropped);
        if row.taken.is_some() {
            self.taken += 1;
            self.in_time += u64::from(row.due.is_some() && !is_late);
            self.micros.push(waited);
        } else {
            self.waiting += u64::from(!is_late && !is_dropped);
        }
        is_late || is_dropped
    }

    fn merge(&mut self, other: Self) {
        self.left += other.left;
        self.taken += other.taken;
        self.in_time += other.in_time;
        self.late += other.late;
        self.dropped += other.dropped;
        self.waiting += other.waiting;
        self.micros.extend(other.micros);
        self.unowned += other.unowned;
        self.customers.plus(other.customers);
        self.affected.plus(other.affected);
    }

    fn line(mut self, (name, period): LineKey, names: &Numbers) -> HandoffLine {
        let mut parts = names.names[name as usize].split(SEPARATOR).map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let (handoff, from, to) = (next(), next(), next());
        HandoffLine {
            handoff: Some(handoff).filter(|handoff| !handoff.is_empty()),
            from,
            to,
            period,
            left: self.left,
            taken: self.taken,
            in_time: self.in_time,
            late: self.late,
            dropped: self.dropped,
            waiting: self.waiting,
            seconds: Quantiles::of(&mut self.micros),
            unowned_seconds: self.unowned,
            customers: self.customers,
            affected: self.affected,
        }
    }
}

/// The last microsecond of a walk's last day, on the company's clocks, and that day.
pub(in crate::marts) fn last_moment(walk: &Walk<'_>) -> (i64, Day) {
    let next = walk.through.plus(1).date().to_zoned(walk.calendar.zone().clone());
    (next.map_or(i64::MAX, |midnight| midnight.timestamp().as_microsecond() - 1), walk.through)
}
