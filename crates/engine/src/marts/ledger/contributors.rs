//! The customers behind a figure of a statement.
//!
//! Grain: customer, or movement where each is explained. Invariant: what they contribute adds up to the figure.

use bellwether_model::{Day, HowKnown, Movement, MovementKind, Period};

use super::account::Account;
use super::accounts::Ledger;
use super::amount::Amount;
use super::error::LedgerError;
use super::lines::Totals;
use super::reasons::Reasoning;
use super::segments::{Cut, SegmentMemory, Segments};
use super::visits::SamePeriods;

/// Which figure of a statement the customers are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementFigure {
    /// What moved by a kind within a period.
    Moved(MovementKind, Period),
    /// What stood at the end of a day.
    Closing(Day),
    /// What was restated of closed periods: of those that begin on a day from the first up to, but without, the second.
    Corrected(Day, Day),
}

/// A customer's part in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contributor<'a> {
    /// The customer.
    pub customer: &'a str,
    /// What it is called, if the walk brings names along.
    pub name: Option<&'a str>,
    /// What it contributes; `minor` is signed.
    pub amount: Amount,
    /// The day of its last movement within the figure, or of the one that is explained.
    pub day: Day,
    /// Its value after its last movement within the figure, in minor units.
    pub value_after: i64,
    /// The reason's id, where it was asked for.
    pub reason: Option<&'a str>,
    /// How we know the reason.
    pub how_known: Option<HowKnown>,
}

struct Working<T> {
    value: T,
    told: Vec<Movement>,
    placed: SegmentMemory,
}

impl Ledger<'_> {
    /// Tells `each` of the customers behind a figure, each thread with a value of its own made by `start`; returns these values. With a
    /// cut, the customers of one segment. With reasoning, of the same kind and over the figure's period alone, one row for each explained
    /// movement, of those that lie in the segment.
    pub fn contributors<T: Send>(
        &self,
        figure: StatementFigure,
        segment: Option<(&Cut, &str)>,
        reasoning: Option<&Reasoning<'_>>,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Contributor<'_>) + Sync,
    ) -> Result<Vec<T>, LedgerError> {
        let totals = match figure {
            StatementFigure::Moved(_, Period { grain, start, end }) => {
                let same_periods = SamePeriods::of(&self.walk);
                Some(Totals::new(self.walk.calendar, grain, (start, end.plus(-1)), &same_periods))
            }
            StatementFigure::Closing(_) | StatementFigure::Corrected(..) => None,
        };
        let segments = segment.map(|(cut, wanted)| (Segments::new(self, cut), wanted));
        let start = || Working { value: start(), told: Vec::new(), placed: SegmentMemory::default() };
        let (threads, _) = self.accounts(start, |working, account| {
            let Working { value, told, placed } = working;
            let told = totals.as_ref().map_or(account.movements, |totals| totals.told(account.movements, told));
            let movements = match &segments {
                None => told,
                Some((segments, wanted)) => {
                    let parts = segments.split(&Account { movements: told, ..account }, placed);
                    match parts.into_iter().find(|(name, _)| name.as_ref() == *wanted) {
                        Some((_, movements)) => movements,
                        None => return Ok(()),
                    }
                }
            };
            let Some((amount, last)) = figure.contribution(movements, totals.as_ref()) else { return Ok(()) };
            let Account { customer, name, .. } = account;
            let (day, value_after) = (last.day, last.value_after);
            let row = Contributor { customer, name, amount, day, value_after, reason: None, how_known: None };
            match (reasoning, segment) {
                (None, _) => each(value, row),
                (Some(reasoning), None) => reasoning.explain(customer, account.movements, |explanation| {
                    let (day, amount) = (explanation.day, explanation.amount);
                    let (reason, how_known) = (Some(explanation.reason), explanation.how_known);
                    each(value, Contributor { amount, day, reason, how_known, ..row });
                }),
                (Some(reasoning), Some(_)) => {
                    let mut known = Vec::new();
                    reasoning.explain(customer, account.movements, |explanation| known.push(explanation));
                    for part in figure.parts(movements, amount, last) {
                        // What is netted is explained once, by its largest movement, which may lie in another segment.
                        let of_day = known.iter().find(|explanation| explanation.day == part.day).or(known.first());
                        let (reason, how_known) = of_day.map(|known| (known.reason, known.how_known)).unzip();
                        let Part { day, amount, value_after } = part;
                        let how_known = how_known.flatten();
                        each(value, Contributor { amount, day, value_after, reason, how_known, ..row });
                    }
                }
            }
            Ok(())
        })?;
        Ok(threads.into_iter().map(|working| working.value).collect())
    }
}

/// What one movement of a customer adds to a figure, or several that are netted.
struct Part {
    day: Day,
    amount: Amount,
    value_after: i64,
}

impl StatementFigure {
    /// A customer's contribution by what is explained: each event by itself, and what is netted as one.
    fn parts(self, movements: &[Movement], amount: Amount, last: Movement) -> Vec<Part> {
        let netted = vec![Part { day: last.day, amount, value_after: last.value_after }];
        let Self::Moved(kind @ (MovementKind::New | MovementKind::WonBack | MovementKind::Lost), period) = self else {
            return netted;
        };
        let is_in = |movement: &&Movement| movement.kind == kind && (period.start..period.end).contains(&movement.day);
        let part = |movement: &Movement| Part {
            day: movement.day,
            amount: Amount { customers: 1, minor: i128::from(movement.minor) },
            value_after: movement.value_after,
        };
        movements.iter().filter(is_in).map(part).collect()
    }

    fn contribution(self, movements: &[Movement], totals: Option<&Totals>) -> Option<(Amount, Movement)> {
        match self {
            Self::Closing(day) => {
                let before = &movements[..movements.partition_point(|movement| movement.day <= day)];
                let active: i64 = before.iter().map(|movement| i64::from(movement.customers)).sum();
                let last = before.last().filter(|_| active > 0)?;
                Some((Amount { customers: active, minor: i128::from(last.value_after) }, *last))
            }
            Self::Corrected(from, before) => {
                let corrects = |movement: &&Movement| {
                    let of = movement.corrects.unwrap_or(movement.day);
                    movement.kind == MovementKind::Restated && of >= from && of < before
                };
                let minor = movements.iter().filter(corrects).map(|movement| i128::from(movement.minor)).sum();
                movements.iter().rfind(corrects).map(|last| (Amount { customers: 1, minor }, *last))
            }
            Self::Moved(kind, period) => {
                let from = movements.partition_point(|movement| movement.day < period.start);
                let to = movements.partition_point(|movement| movement.day < period.end);
                let in_period = &movements[from..to];
                let last = in_period.iter().rfind(|movement| movement.kind == kind).or(in_period.last())?;
                let mut moved = Amount::default();
                totals?.of_told(movements, |_, of, amount| {
                    if of == kind {
                        moved.plus(amount);
                    }
                });
                (moved.customers != 0).then_some((moved, *last))
            }
        }
    }
}
