//! Ledger lines: movements added up by period, with the identity checked.
//!
//! Grain: one line a period. `more`, `less` and `currency` are netted per customer and period, `new`, `won_back` and `lost` are
//! events. Invariant: opening plus all movements equals closing, in customers and in minor units, and the closing equals what
//! the customers are worth; a breach is an error.

use std::sync::Arc;

use bellwether_model::{Calendar, Day, Grain, Movement, MovementKind, Period};

use super::amount::Amount;
use super::error::LedgerError;
use super::visits::{SamePeriods, Visits};

/// One period of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The period.
    pub period: Period,
    /// What stood at its beginning.
    pub opening: Amount,
    /// What moved, by kind (index: the kind's number). `customers` counts the customers who moved; `minor` is signed.
    pub moved: [Amount; MovementKind::ALL.len()],
    /// By how much `restated` changed the number of active customers (signed, unlike the count in `moved`).
    pub restated_customers: i64,
    /// The same of `redefined`.
    pub redefined_customers: i64,
    /// What stands at its end.
    pub closing: Amount,
}

/// Adds up the movements of many customers into periods of one grain.
#[derive(Clone)]
pub struct Totals {
    index: Arc<PeriodIndex>,
    visits: Arc<Visits>,
    /// What the customers brought from before the first period.
    before: Amount,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    moved: [Amount; MovementKind::ALL.len()],
    restated_customers: i64,
    redefined_customers: i64,
    change: Amount,
}

/// Which period a day lies in, by table look-up.
struct PeriodIndex {
    first_day: i32,
    of_day: Vec<u32>,
    periods: Vec<Period>,
}

impl PeriodIndex {
    fn new(calendar: &Calendar, grain: Grain, (from, through): (Day, Day)) -> Self {
        let periods: Vec<Period> = calendar.periods(grain, from, through).collect();
        let first_day = periods.first().map_or(from.0, |period| period.start.0);
        let of_day = (0u32..).zip(&periods).flat_map(|(index, period)| {
            std::iter::repeat_n(index, usize::try_from(period.end.0 - period.start.0).unwrap_or(0))
        });
        Self { first_day, of_day: of_day.collect(), periods }
    }

    fn of(&self, day: Day) -> Option<usize> {
        let offset = usize::try_from(day.0.checked_sub(self.first_day)?).ok()?;
        self.of_day.get(offset).map(|index| *index as usize)
    }

    /// Hands each period's movements of one customer to `each`, with (active, value) at the period's ends; returns what the customer
    /// brought from before the first period.
    fn for_each_period(
        &self,
        movements: &[Movement],
        each: impl FnMut(usize, &[Movement], (i64, i64), (i64, i64)),
    ) -> Amount {
        self.for_each_period_since(Day(self.first_day), movements, each)
    }

    /// The same from a period's first day on; returns what the customer brought from before it.
    fn for_each_period_since(
        &self,
        start: Day,
        movements: &[Movement],
        mut each: impl FnMut(usize, &[Movement], (i64, i64), (i64, i64)),
    ) -> Amount {
        let (earlier, mut rest) = movements.split_at(movements.partition_point(|movement| movement.day < start));
        let mut active: i64 = earlier.iter().map(|movement| i64::from(movement.customers)).sum();
        let mut value = earlier.last().map_or(0, |movement| movement.value_after);
        let brought = Amount { customers: active, minor: i128::from(value) };
        while let Some(first) = rest.first() {
            let Some(period) = self.of(first.day) else { break };
            let end = self.periods[period].end;
            let (in_period, later) = rest.split_at(rest.partition_point(|movement| movement.day < end));
            let opening = (active, value);
            for movement in in_period {
                (active, value) = after(movement, active);
            }
            each(period, in_period, opening, (active, value));
            rest = later;
        }
        brought
    }
}

impl Totals {
    /// Totals over the periods of `grain` that hold the days `from` to `through`.
    #[must_use]
    pub fn new(calendar: &Calendar, grain: Grain, days: (Day, Day), same_periods: &SamePeriods) -> Self {
        let index = PeriodIndex::new(calendar, grain, days);
        let cells = vec![Cell::default(); index.periods.len()];
        let visits = Arc::new(Visits::new(calendar, grain, same_periods));
        Self { index: Arc::new(index), visits, before: Amount::default(), cells }
    }

    /// A customer's movements as these totals count them: without the visits within one period that are ignored. `told` is working
    /// memory.
    #[must_use]
    pub fn told<'m>(&self, movements: &'m [Movement], told: &'m mut Vec<Movement>) -> &'m [Movement] {
        self.visits.told(movements, told)
    }

    /// Adds one customer's movements, given in time order; those before the first period make up its opening, those after the last
    /// are left out.
    pub fn add(&mut self, movements: &[Movement]) {
        if self.visits.all_counted() {
            return self.add_told(movements);
        }
        let visits = self.visits.clone();
        self.add_told(visits.told(movements, &mut Vec::new()));
    }

    /// Adds movements that are [told](Self::told) as they are to be counted, or those of them that lie in one segment.
    pub fn add_told(&mut self, movements: &[Movement]) {
        let index = self.index.clone();
        let cells = &mut self.cells;
        let brought = index.for_each_period(movements, |period, in_period, opening, closing| {
            cells[period].add(in_period, opening, closing);
        });
        self.before.plus(brought);
    }

    /// Adds what one customer's movements contribute to the period that holds `day` and to all later ones.
    pub(super) fn add_since(&mut self, day: Day, movements: &[Movement]) {
        let (index, visits) = (self.index.clone(), self.visits.clone());
        let mut told = Vec::new();
        let movements = visits.told(movements, &mut told);
        if day.0 < index.first_day {
            return self.add_told(movements);
        }
        let Some(period) = index.of(day) else { return };
        let cells = &mut self.cells;
        index.for_each_period_since(index.periods[period].start, movements, |period, in_period, opening, closing| {
            cells[period].add(in_period, opening, closing);
        });
    }

    /// Whether two days lie in the same period.
    pub(super) fn share_period(&self, a: Day, b: Day) -> bool {
        a == b || self.index.of(a).is_some_and(|period| self.index.of(b) == Some(period))
    }

    /// Adds what a movement changes that comes after all others of its customer, whose `more` and `less` in the period were `net` before
    /// it. Not for currency and corrections, nor where visits within a period are ignored.
    pub(super) fn add_later(&mut self, movement: &Movement, net: i64) {
        let Some(period) = self.index.of(movement.day) else { return };
        let cell = &mut self.cells[period];
        cell.change.customers += i64::from(movement.customers);
        cell.change.minor += i128::from(movement.minor);
        match movement.kind {
            MovementKind::More | MovementKind::Less => {
                cell.count_net(net, -1);
                cell.count_net(net + movement.minor, 1);
            }
            kind => cell.count(kind, movement.minor),
        }
    }

    /// Tells what one customer's movements contribute to each period and kind, without adding them.
    pub fn of_customer(&self, movements: &[Movement], each: impl FnMut(Period, MovementKind, Amount)) {
        self.of_told(self.told(movements, &mut Vec::new()), each);
    }

    /// The same of movements that are [told](Self::told) as they are to be counted, or of those of them that lie in one segment.
    pub fn of_told(&self, movements: &[Movement], mut each: impl FnMut(Period, MovementKind, Amount)) {
        self.index.for_each_period(movements, |period, in_period, opening, closing| {
            let mut cell = Cell::default();
            cell.add(in_period, opening, closing);
            for kind in MovementKind::ALL {
                let moved = cell.moved[kind as usize];
                if moved != Amount::default() {
                    each(self.index.periods[period], kind, moved);
                }
            }
        });
    }

    /// Adds the totals of other customers over the same periods.
    pub fn merge(&mut self, other: &Self) {
        self.combine(other, 1);
    }

    /// Takes the totals of some of the customers out again.
    pub(super) fn remove(&mut self, other: &Self) {
        self.combine(other, -1);
    }

    fn combine(&mut self, other: &Self, sign: i64) {
        let signed =
            |amount: Amount| Amount { customers: sign * amount.customers, minor: i128::from(sign) * amount.minor };
        self.before.plus(signed(other.before));
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            for (mine, theirs) in mine.moved.iter_mut().zip(&theirs.moved) {
                mine.plus(signed(*theirs));
            }
            mine.restated_customers += sign * theirs.restated_customers;
            mine.redefined_customers += sign * theirs.redefined_customers;
            mine.change.plus(signed(theirs.change));
        }
    }

    /// Adds what lines of the same grain tell; `false` where one of them is no period of these totals.
    #[must_use]
    pub(super) fn add_lines<'l>(&mut self, lines: impl Iterator<Item = &'l Line>) -> bool {
        for (number, line) in lines.enumerate() {
            let period = self.index.of(line.period.start);
            let Some(period) = period.filter(|period| self.index.periods[*period] == line.period) else { return false };
            if number == 0 {
                self.before.plus(line.opening);
            }
            let cell = &mut self.cells[period];
            cell.moved.iter_mut().zip(&line.moved).for_each(|(sum, moved)| sum.plus(*moved));
            cell.restated_customers += line.restated_customers;
            cell.redefined_customers += line.redefined_customers;
            cell.change.plus(Amount {
                customers: line.closing.customers - line.opening.customers,
                minor: line.closing.minor - line.opening.minor,
            });
        }
        true
    }

    /// What moved by a kind in all periods together.
    #[must_use]
    pub fn moved(&self, kind: MovementKind) -> Amount {
        self.cells.iter().fold(Amount::default(), |mut sum, cell| {
            sum.plus(cell.moved[kind as usize]);
            sum
        })
    }

    /// The ledger: one line a period, after the identity was checked on each.
    pub fn lines(&self) -> Result<Vec<Line>, LedgerError> {
        let mut opening = self.before;
        let mut lines = Vec::with_capacity(self.cells.len());
        for (period, cell) in self.index.periods.iter().zip(&self.cells) {
            let counted = MovementKind::ALL.into_iter().filter(|kind| !kind.is_correction());
            let moved: i64 = counted.map(|kind| kind.sign() * cell.moved[kind as usize].customers).sum();
            let closing = Amount {
                customers: opening.customers + moved + cell.restated_customers + cell.redefined_customers,
                minor: opening.minor + cell.moved.iter().map(|moved| moved.minor).sum::<i128>(),
            };
            let held = Amount {
                customers: opening.customers + cell.change.customers,
                minor: opening.minor + cell.change.minor,
            };
            if closing != held {
                return Err(LedgerError::Unexplained { period: *period, computed: closing, held });
            }
            lines.push(Line {
                period: *period,
                opening,
                moved: cell.moved,
                restated_customers: cell.restated_customers,
                redefined_customers: cell.redefined_customers,
                closing,
            });
            opening = closing;
        }
        Ok(lines)
    }
}

impl Line {
    /// What moved by `kind`.
    #[must_use]
    pub fn moved(&self, kind: MovementKind) -> Amount {
        self.moved[kind as usize]
    }

    /// By how much corrections of a kind changed the number of active customers, signed; 0 of a kind that is no correction.
    #[must_use]
    pub fn change(&self, kind: MovementKind) -> i64 {
        match kind {
            MovementKind::Restated => self.restated_customers,
            MovementKind::Redefined => self.redefined_customers,
            _ => 0,
        }
    }
}

impl Cell {
    /// Adds one customer's movements in this period; `opening` and `closing` are its (active, value) at the period's ends.
    fn add(&mut self, movements: &[Movement], opening: (i64, i64), closing: (i64, i64)) {
        self.change.customers += closing.0 - opening.0;
        self.change.minor += i128::from(closing.1) - i128::from(opening.1);
        let (mut net, mut currency) = (0i64, 0i64);
        for movement in movements {
            match movement.kind {
                MovementKind::More | MovementKind::Less => net += movement.minor,
                MovementKind::Currency => currency += movement.minor,
                MovementKind::Restated | MovementKind::Redefined => {}
                kind => self.count(kind, movement.minor),
            }
        }
        self.count_net(net, 1);
        if currency != 0 {
            self.count(MovementKind::Currency, currency);
        }
        self.restated_customers += self.correct(MovementKind::Restated, movements);
        self.redefined_customers += self.correct(MovementKind::Redefined, movements);
    }

    /// Counts the customer once if anything of it was corrected; returns the change in active customers.
    fn correct(&mut self, kind: MovementKind, movements: &[Movement]) -> i64 {
        let corrections = movements.iter().filter(|movement| movement.kind == kind);
        if corrections.clone().next().is_some() {
            self.count(kind, corrections.clone().map(|movement| movement.minor).sum());
        }
        corrections.map(|movement| i64::from(movement.customers)).sum()
    }

    /// Counts a customer's net change (`sign` 1), or takes it out again (-1).
    fn count_net(&mut self, net: i64, sign: i64) {
        let kind = match net.cmp(&0) {
            std::cmp::Ordering::Greater => MovementKind::More,
            std::cmp::Ordering::Less => MovementKind::Less,
            std::cmp::Ordering::Equal => return,
        };
        self.moved[kind as usize].plus(Amount { customers: sign, minor: i128::from(sign * net) });
    }

    fn count(&mut self, kind: MovementKind, minor: i64) {
        let moved = &mut self.moved[kind as usize];
        moved.customers += 1;
        moved.minor += i128::from(minor);
    }
}

/// How often the customer is active after `movement` (0 or 1, once all corrections of a day are in), and its value.
fn after(movement: &Movement, active: i64) -> (i64, i64) {
    (active + i64::from(movement.customers), movement.value_after)
}
