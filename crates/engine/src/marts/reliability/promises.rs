//! The question: at which touchpoints were promises kept and broken, in which period, to how many customers?

use bellwether_model::{Day, DayClock, Period, Verdict};
use foldhash::HashMap;
use xxhash_rust::xxh3::Xxh3;

use super::touches::{KnownTouch, TouchColumns, columns};
use crate::marts::error::MartError;
use crate::marts::journey::{JourneySource, Numbers, Quantiles, last_moment};
use crate::marts::ledger::{Amount, Ledger, Worth};
use crate::walk::{WalkError, over_buckets};

/// By what promises are told apart besides their touchpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PromiseCut {
    /// The department whose touch it was.
    Silo,
    /// By which channel it was met.
    Channel,
    /// The weekday on which it began, from Monday.
    Weekday,
    /// Where its touch came from.
    Source,
}

impl PromiseCut {
    /// The column of the stored touches that tells the parts; none of a part that follows from another.
    fn column(self) -> Option<&'static str> {
        match self {
            Self::Silo => Some("silo"),
            Self::Channel => Some("channel"),
            Self::Source => Some("source"),
            Self::Weekday => None,
        }
    }
}

/// Which promises are asked for.
#[derive(Clone, Copy, Debug)]
pub struct PromiseQuestion<'a> {
    /// In the order of time, none of which overlap; a promise counts in the one in which it came due.
    pub periods: &'a [Period],
    /// By what they are told apart.
    pub cut: Option<PromiseCut>,
    /// Only those of a touchpoint.
    pub touchpoint: Option<&'a str>,
}

/// The promises of a touchpoint in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseLine {
    /// Whether the journey knew it when its touches began.
    pub is_known: bool,
    /// The touchpoint, by id; where the journey does not know it, what touches are called.
    pub touchpoint: String,
    /// What it is cut by: silo, channel or source, or a weekday from 1 (Monday) to 7; none where it is not known, or nothing is cut.
    pub part: Option<String>,
    /// The place of the period among those asked for.
    pub period: usize,
    /// Touches that began in it.
    pub touches: u64,
    /// Promises that came due in it and were kept.
    pub kept: u64,
    /// Promises that came due in it and were broken.
    pub broken: u64,
    /// Promises of touches that began in it of which it is not told yet.
    pub open: u64,
    /// The customers to whom one was broken, with what those of them who are active are worth.
    pub broken_to: Amount,
    /// The customers to whom all were kept.
    pub kept_to: Amount,
    /// How many touches were done in it.
    pub done: u64,
    /// How long these took, from their beginning.
    pub seconds: Quantiles,
    /// Cases of a customer that met it first in the period; of touches without a case nobody knows what belongs together.
    pub cases: u64,
    /// Those of them that met it more than once.
    pub rework_cases: u64,
    /// Those of them that met it once, and of which the promise was kept.
    pub right_first_time: u64,
}

impl PromiseLine {
    /// That of a touchpoint of the journey that nobody met.
    #[must_use]
    pub fn of_nobody(touchpoint: &str) -> Self {
        let mut places = Numbers::default();
        let place = places.of(&format!("{KNOWN}{touchpoint}"));
        Sums::default().line((place, None, 0), &places, &Numbers::default())
    }
}

/// A line by numbers: place, part, period.
type LineKey = (u32, Option<u32>, usize);

#[derive(Default)]
struct Sums {
    touches: u64,
    kept: u64,
    broken: u64,
    open: u64,
    broken_to: Amount,
    kept_to: Amount,
    micros: Vec<i64>,
    cases: u64,
    rework_cases: u64,
    right_first_time: u64,
}

/// How one case met a touchpoint.
struct CaseAt {
    part: Option<u32>,
    first: KnownTouch,
    times: u32,
}

/// What one thread found in its buckets.
struct Part<'a> {
    question: PromiseQuestion<'a>,
    known_at: (i64, Day),
    days: DayClock,
    /// Touchpoints, and before each whether the journey knows it.
    places: Numbers,
    parts: Numbers,
    lines: HashMap<LineKey, Sums>,
    /// Of the bucket: its customers, whom something was broken or kept to on which line, and its cases.
    customers: Numbers,
    met: HashMap<(LineKey, u32), bool>,
    cases: HashMap<(u32, u128), CaseAt>,
}

/// Before a touchpoint that the journey knows.
const KNOWN: char = '+';
/// Before what touches are called that it does not know.
const UNKNOWN: char = '-';

/// The promises of each touchpoint in each period, by place, part and period; lines on which nothing is are left out.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn promises(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    question: PromiseQuestion<'_>,
) -> Result<Vec<PromiseLine>, MartError> {
    let walk = source.walk;
    let worth = Worth::of(ledger)?;
    let part_column = question.cut.and_then(PromiseCut::column);
    let wanted = columns(part_column);
    let start = || Part::new(question, last_moment(walk), walk.calendar.clock());
    let parts = over_buckets(walk.threads, start, |part, bucket| {
        source.touches(bucket, &wanted, |batch| part.add(&TouchColumns::of(batch, part_column)?, batch.num_rows()))?;
        part.settle(|customer| worth.of_customer(bucket, customer));
        Ok::<_, MartError>(())
    })?;
    let (mut places, mut names) = (Numbers::default(), Numbers::default());
    let mut all: HashMap<LineKey, Sums> = HashMap::default();
    for part in parts {
        let place_of: Vec<u32> = part.places.names.iter().map(|name| places.of(name)).collect();
        let part_of: Vec<u32> = part.parts.names.iter().map(|name| names.of(name)).collect();
        for ((place, cut, period), sums) in part.lines {
            let key = (place_of[place as usize], cut.map(|cut| part_of[cut as usize]), period);
            all.entry(key).or_default().merge(sums);
        }
    }
    let mut lines: Vec<PromiseLine> = all.into_iter().map(|(key, sums)| sums.line(key, &places, &names)).collect();
    lines.sort_by(|a, b| {
        let key = |line: &PromiseLine| (!line.is_known, line.touchpoint.clone(), line.part.clone(), line.period);
        key(a).cmp(&key(b))
    });
    Ok(lines)
}

impl<'a> Part<'a> {
    fn new(question: PromiseQuestion<'a>, known_at: (i64, Day), days: DayClock) -> Self {
        Self {
            question,
            known_at,
            days,
            places: Numbers::default(),
            parts: Numbers::default(),
            lines: HashMap::default(),
            customers: Numbers::default(),
            met: HashMap::default(),
            cases: HashMap::default(),
        }
    }

    fn add(&mut self, columns: &TouchColumns<'_>, rows: usize) -> Result<(), WalkError> {
        let mut joined = String::new();
        let wanted = self.question.touchpoint;
        let is_wanted =
            columns.touchpoints.map_distinct(|name| Ok::<_, WalkError>(wanted.is_none_or(|wanted| wanted == name)))?;
        for row in (0..rows).filter(|row| is_wanted.get(*row) == Some(&true)) {
            let Some(touch) = columns.known(row, self.known_at) else { continue };
            joined.clear();
            joined.push(if columns.stages.value(row).is_some() { KNOWN } else { UNKNOWN });
            joined.push_str(columns.touchpoints.value(row).unwrap_or_default());
            let place = self.places.of(&joined);
            let part = self.part(columns, row, &touch);
            let customer = self.customers.of(columns.customers.value(row).unwrap_or_default());
            self.count((place, part), customer, &touch);
            if let Some(case) = columns.cases.value(row) {
                self.meet((place, part), case_key(case, customer), touch);
            }
        }
        Ok(())
    }

    /// What it is cut by.
    fn part(&mut self, columns: &TouchColumns<'_>, row: usize, touch: &KnownTouch) -> Option<u32> {
        if self.question.cut? == PromiseCut::Weekday {
            let weekday = touch.started_on.date().weekday().to_monday_one_offset();
            return Some(self.parts.of(&weekday.to_string()));
        }
        columns.parts.as_ref()?.value(row).map(|part| self.parts.of(part))
    }

    fn period(&self, day: Day) -> Option<usize> {
        let at = self.question.periods.partition_point(|period| period.end <= day);
        self.question.periods.get(at).filter(|period| period.start <= day).map(|_| at)
    }

    fn count(&mut self, (place, part): (u32, Option<u32>), customer: u32, touch: &KnownTouch) {
        let begun = self.period(touch.started_on);
        if let Some(period) = begun {
            self.lines.entry((place, part, period)).or_default().touches += 1;
        }
        let done = touch.done_at.map(|done_at| (done_at, self.days.day_of_micros(done_at)));
        if let Some((done_at, day)) = done
            && let Some(period) = self.period(day)
        {
            let micros = (done_at - touch.started_at).max(0);
            self.lines.entry((place, part, period)).or_default().micros.push(micros);
        }
        let Some((verdict, counts_on)) = touch.promise else { return };
        // Done before its time, a promise counts when it comes due.
        if verdict == Verdict::Open || counts_on > self.known_at.1 {
            if let Some(period) = begun {
                self.lines.entry((place, part, period)).or_default().open += 1;
            }
            return;
        }
        let Some(period) = self.period(counts_on) else { return };
        let key = (place, part, period);
        let sums = self.lines.entry(key).or_default();
        let is_broken = verdict == Verdict::Broken;
        *(if is_broken { &mut sums.broken } else { &mut sums.kept }) += 1;
        *self.met.entry((key, customer)).or_default() |= is_broken;
    }

    fn meet(&mut self, line: (u32, Option<u32>), case: u128, touch: KnownTouch) {
        let met = self.cases.entry((line.0, case)).or_insert(CaseAt { part: line.1, first: touch, times: 0 });
        met.times += 1;
        if touch.started_at < met.first.started_at {
            (met.part, met.first) = (line.1, touch);
        }
    }

    /// Ends a bucket.
    fn settle(&mut self, worth: impl Fn(&str) -> i64) {
        let customers = std::mem::take(&mut self.customers);
        for ((line, customer), is_broken) in self.met.drain() {
            let minor = i128::from(worth(&customers.names[customer as usize]));
            let sums = self.lines.entry(line).or_default();
            let side = if is_broken { &mut sums.broken_to } else { &mut sums.kept_to };
            side.plus(Amount { customers: 1, minor });
        }
        let cases = std::mem::take(&mut self.cases);
        for ((place, _), CaseAt { part, first, times }) in cases {
            let Some(period) = self.period(first.started_on) else { continue };
            let sums = self.lines.entry((place, part, period)).or_default();
            sums.cases += 1;
            sums.rework_cases += u64::from(times > 1);
            let is_kept = first.promise.is_some_and(|(verdict, _)| verdict == Verdict::Kept);
            sums.right_first_time += u64::from(times == 1 && is_kept);
        }
    }
}

impl Sums {
    fn merge(&mut self, other: Self) {
        self.touches += other.touches;
        self.kept += other.kept;
        self.broken += other.broken;
        self.open += other.open;
        self.broken_to.plus(other.broken_to);
        self.kept_to.plus(other.kept_to);
        self.micros.extend(other.micros);
        self.cases += other.cases;
        self.rework_cases += other.rework_cases;
        self.right_first_time += other.right_first_time;
    }

    fn line(mut self, (place, part, period): LineKey, places: &Numbers, parts: &Numbers) -> PromiseLine {
        let name = &places.names[place as usize];
        PromiseLine {
            is_known: name.starts_with(KNOWN),
            touchpoint: name[1..].to_owned(),
            part: part.map(|part| parts.names[part as usize].clone()),
            period,
            touches: self.touches,
            kept: self.kept,
            broken: self.broken,
            open: self.open,
            broken_to: self.broken_to,
            kept_to: self.kept_to,
            done: self.micros.len() as u64,
            seconds: Quantiles::of(&mut self.micros),
            cases: self.cases,
            rework_cases: self.rework_cases,
            right_first_time: self.right_first_time,
        }
    }
}

/// What the sources of a customer call a case.
fn case_key(case: &str, customer: u32) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&customer.to_le_bytes());
    hasher.update(case.as_bytes());
    hasher.digest128()
}
