//! The fold: cases, each a row of touches, become counts of touchpoints, of edges (which touchpoint directly follows which) and of variants (which way).

use foldhash::{HashMap, HashSet};

use crate::marts::ledger::Amount;

/// A customer, by bucket and number within it.
pub(super) type CustomerNumber = u64;

/// One touch of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CaseTouch {
    /// The touchpoint, by number.
    pub(super) touchpoint: u32,
    /// When it began, in microseconds since 1970.
    pub(super) at: i64,
    /// Whose it is, if that is known.
    pub(super) customer: Option<CustomerNumber>,
}

/// What customers can meet: a touchpoint, or the edge from one to another.
type Meeting = (u32, Option<u32>);

/// Counts of cases so far; touchpoints are numbers.
#[derive(Debug, Default)]
pub(super) struct MapFold {
    events: u64,
    cases: u64,
    unordered_edges: u64,
    touchpoints: HashMap<u32, Met>,
    /// How long each passage took, in microseconds.
    edges: HashMap<(u32, u32), Vec<i64>>,
    starts: HashMap<u32, u64>,
    ends: HashMap<u32, u64>,
    variants: HashMap<Box<[u32]>, u64>,
    /// How long each case took from its first touch to its last, in microseconds.
    durations: Vec<i64>,
    /// Working memory.
    sorted: Vec<u32>,
    /// Who met what, of customers of whom more may come.
    met: HashSet<(CustomerNumber, Meeting)>,
    /// What of the others is settled.
    customers: HashMap<Meeting, Amount>,
}

/// How often a touchpoint was met.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    events: u64,
    cases: u64,
    rework_cases: u64,
}

/// The journey as cases went through it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneyMap {
    /// Touches that belong to a case.
    pub events: u64,
    /// Touches that belong to none.
    pub without_case: u64,
    /// Cases.
    pub cases: u64,
    /// How often a touch follows another one of which no source tells whether it came first.
    pub unordered_edges: u64,
    /// How long they took, from the beginning of the first touch to that of the last.
    pub case_seconds: Quantiles,
    /// Touchpoints, the one met most often first.
    pub touchpoints: Vec<TouchpointCount>,
    /// Pairs of touchpoints that follow each other directly in a case, the most frequent first.
    pub edges: Vec<Edge>,
    /// How many different ways cases took.
    pub variants: u64,
    /// How many of these, the most frequent first, make up four fifths of the cases.
    pub variants_of_most_cases: u64,
    /// The most frequent of them.
    pub frequent_variants: Vec<Variant>,
}

/// How often a touchpoint was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchpointCount {
    /// What it is called.
    pub touchpoint: String,
    /// Touches.
    pub events: u64,
    /// Cases that met it.
    pub cases: u64,
    /// Cases that met it more than once.
    pub rework_cases: u64,
    /// Cases that began with it.
    pub starts: u64,
    /// Cases that ended with it.
    pub ends: u64,
    /// The customers who met it, with what those of them who are active are worth.
    pub customers: Amount,
}

/// How often one touchpoint followed another directly in a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The earlier one.
    pub from: String,
    /// The later one.
    pub to: String,
    /// How often.
    pub count: u64,
    /// How long after the earlier one the later one began.
    pub seconds: Quantiles,
    /// The customers of the later touch (where it has none, of the earlier), with what those of them who are active are worth.
    pub customers: Amount,
}

/// How long something takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quantiles {
    /// Seconds that half of the times do not exceed; of an even number of times halfway between the two in the middle.
    pub median: f64,
    /// Seconds that nine in ten times do not exceed, between two of them in proportion (type 7 of Hyndman and Fan, 1996).
    pub p90: f64,
}

/// How many cases went one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Touchpoints in their order.
    pub touchpoints: Vec<String>,
    /// Cases.
    pub cases: u64,
}

impl MapFold {
    /// Takes in all touches of a case, in their order, with how often two of them may as well have come the other way round.
    pub(super) fn add(&mut self, touches: &[CaseTouch], unordered: u64) {
        let (Some(first), Some(last)) = (touches.first(), touches.last()) else { return };
        self.cases += 1;
        self.unordered_edges += unordered;
        self.events += touches.len() as u64;
        *self.starts.entry(first.touchpoint).or_default() += 1;
        *self.ends.entry(last.touchpoint).or_default() += 1;
        let variant: Box<[u32]> = touches.iter().map(|touch| touch.touchpoint).collect();
        *self.variants.entry(variant).or_default() += 1;
        self.durations.push(last.at - first.at);
        self.sorted.clear();
        self.sorted.extend(touches.iter().map(|touch| touch.touchpoint));
        self.sorted.sort_unstable();
        for same in self.sorted.chunk_by(|a, b| a == b) {
            let met = self.touchpoints.entry(same[0]).or_default();
            met.events += same.len() as u64;
            met.cases += 1;
            met.rework_cases += u64::from(same.len() > 1);
        }
        for touch in touches {
            self.met.extend(touch.customer.map(|customer| (customer, (touch.touchpoint, None))));
        }
        for pair in touches.windows(2) {
            let [earlier, later] = pair else { continue };
            let edge = (earlier.touchpoint, later.touchpoint);
            self.edges.entry(edge).or_default().push(later.at - earlier.at);
            let customer = later.customer.or(earlier.customer);
            self.met.extend(customer.map(|customer| (customer, (edge.0, Some(edge.1)))));
        }
    }

    /// Counts the customers of whom nothing more comes, with what they are worth.
    pub(super) fn settle(&mut self, is_done: impl Fn(CustomerNumber) -> bool, worth: impl Fn(CustomerNumber) -> i64) {
        let customers = &mut self.customers;
        self.met.retain(|(customer, meeting)| {
            if !is_done(*customer) {
                return true;
            }
            let amount = Amount { customers: 1, minor: i128::from(worth(*customer)) };
            customers.entry(*meeting).or_default().plus(amount);
            false
        });
    }

    /// Adds what another fold counted, whose touchpoints have the numbers `numbers` here.
    pub(super) fn merge(&mut self, other: Self, numbers: &[u32]) {
        let here = |number: u32| numbers[number as usize];
        let of_meeting = |(from, to): Meeting| (here(from), to.map(here));
        self.events += other.events;
        self.cases += other.cases;
        self.unordered_edges += other.unordered_edges;
        self.durations.extend(other.durations);
        for (number, met) in other.touchpoints {
            let mine = self.touchpoints.entry(here(number)).or_default();
            mine.events += met.events;
            mine.cases += met.cases;
            mine.rework_cases += met.rework_cases;
        }
        for (mine, others) in [(&mut self.starts, other.starts), (&mut self.ends, other.ends)] {
            for (number, count) in others {
                *mine.entry(here(number)).or_default() += count;
            }
        }
        for ((from, to), mut micros) in other.edges {
            self.edges.entry((here(from), here(to))).or_default().append(&mut micros);
        }
        for (variant, cases) in other.variants {
            *self.variants.entry(variant.iter().map(|number| here(*number)).collect()).or_default() += cases;
        }
        self.met.extend(other.met.into_iter().map(|(customer, meeting)| (customer, of_meeting(meeting))));
        for (meeting, amount) in other.customers {
            self.customers.entry(of_meeting(meeting)).or_default().plus(amount);
        }
    }

    /// The map, with the `most` most frequent variants. `names` are those of the touchpoints by their numbers.
    pub(super) fn finish(mut self, names: &[String], without_case: u64, most: usize) -> JourneyMap {
        let name = |number: u32| names[number as usize].clone();
        let of = |counts: &HashMap<u32, u64>, number: u32| counts.get(&number).copied().unwrap_or_default();
        let customers = |meeting: Meeting| self.customers.get(&meeting).copied().unwrap_or_default();
        let mut touchpoints: Vec<TouchpointCount> = (self.touchpoints.iter())
            .map(|(&number, met)| TouchpointCount {
                touchpoint: name(number),
                events: met.events,
                cases: met.cases,
                rework_cases: met.rework_cases,
                starts: of(&self.starts, number),
                ends: of(&self.ends, number),
                customers: customers((number, None)),
            })
            .collect();
        touchpoints.sort_by(|a, b| (b.events, &a.touchpoint).cmp(&(a.events, &b.touchpoint)));
        let mut edges: Vec<Edge> = Vec::with_capacity(self.edges.len());
        for ((from, to), mut micros) in self.edges {
            edges.push(Edge {
                from: name(from),
                to: name(to),
                count: micros.len() as u64,
                seconds: Quantiles::of(&mut micros),
                customers: customers((from, Some(to))),
            });
        }
        edges.sort_by(|a, b| (b.count, &a.from, &a.to).cmp(&(a.count, &b.from, &b.to)));
        let variants = self.variants.len() as u64;
        let mut counts: Vec<u64> = self.variants.values().copied().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let variants_of_most_cases = at_least_four_fifths(&counts, self.cases);
        let mut frequent: Vec<(&[u32], u64)> =
            self.variants.iter().map(|(variant, cases)| (&**variant, *cases)).collect();
        let order = |a: &(&[u32], u64), b: &(&[u32], u64)| {
            b.1.cmp(&a.1)
                .then_with(|| a.0.iter().map(|at| &names[*at as usize]).cmp(b.0.iter().map(|at| &names[*at as usize])))
        };
        if frequent.len() > most {
            frequent.select_nth_unstable_by(most, order);
            frequent.truncate(most);
        }
        frequent.sort_unstable_by(order);
        let told = |(variant, cases): (&[u32], u64)| Variant {
            touchpoints: variant.iter().map(|number| name(*number)).collect(),
            cases,
        };
        JourneyMap {
            events: self.events,
            without_case,
            cases: self.cases,
            unordered_edges: self.unordered_edges,
            case_seconds: Quantiles::of(&mut self.durations),
            touchpoints,
            edges,
            variants,
            variants_of_most_cases,
            frequent_variants: frequent.into_iter().map(told).collect(),
        }
    }
}

impl Quantiles {
    /// Of durations in microseconds, which it sorts.
    pub(in crate::marts) fn of(micros: &mut [i64]) -> Self {
        micros.sort_unstable();
        let Some(last) = micros.len().checked_sub(1) else { return Self::default() };
        let at = |share: f64| {
            let rank = share * last as f64;
            let (below, above) = (micros[rank.floor() as usize] as f64, micros[rank.ceil() as usize] as f64);
            (below + (above - below) * (rank - rank.floor())) / 1e6
        };
        Self { median: at(0.5), p90: at(0.9) }
    }
}

/// How many of the counts, in their order, add up to four fifths of all.
fn at_least_four_fifths(counts: &[u64], all: u64) -> u64 {
    let mut sum = 0;
    let reached = |count: &u64| {
        sum += *count;
        sum * 5 >= all * 4
    };
    counts.iter().position(reached).map_or(0, |index| index as u64 + 1)
}
