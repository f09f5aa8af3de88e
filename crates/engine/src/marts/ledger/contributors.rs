//! The customers behind a figure of a statement.
//!
//! Grain: customer, or movement where each is explained. Invariant: what they contribute adds up to the figure.

use bellwether_model::{Day, HowKnown, Movement, MovementKind, Period};

use super::account::Account;
use super::accounts::Ledger;
use super::amount::Amount;
use super::cut::SegmentMovement;
use super::error::LedgerError;
use super::lines::Totals;
use super::reasons::Reasoning;
use super::statement::Cut;

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
    placed: Vec<SegmentMovement<usize>>,
    own: Vec<Movement>,
}

impl Ledger<'_> {
    /// Tells `each` of the customers behind a figure, each thread with a value of its own made by `start`; returns these values. With a
    /// cut, the customers of one segment. With reasoning, of the same kind and over the figure's period alone, one row for each explained
    /// movement; of a customer in a segment, of whom only the part that lies there counts, one row with the reason of its last day.
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
                let same_period = |period| self.walk.same_period(period);
                Some(Totals::new(self.walk.calendar, grain, (start, end.plus(-1)), same_period))
            }
            StatementFigure::Closing(_) | StatementFigure::Corrected(..) => None,
        };
        let start = || Working { value: start(), placed: Vec::new(), own: Vec::new() };
        let (threads, _) = self.accounts(start, |working, account| {
            let Working { value, placed, own } = working;
            let movements = match segment {
                None => account.movements,
                Some((cut, wanted)) => {
                    let parts = self.split(&account, cut, placed, own);
                    match parts.into_iter().find(|(name, _)| name.as_ref() == wanted) {
                        Some((_, movements)) => movements,
                        None => return Ok(()),
                    }
                }
            };
            if let Some((amount, last)) = figure.contribution(movements, totals.as_ref()) {
                let Account { customer, name, .. } = account;
                let (day, value_after) = (last.day, last.value_after);
                let row = Contributor { customer, name, amount, day, value_after, reason: None, how_known: None };
                match reasoning {
                    None => each(value, row),
                    Some(reasoning) if segment.is_some() => {
                        let mut known = None;
                        reasoning.explain(customer, account.movements, |explanation| {
                            if known.is_none() || (explanation.day == day) {
                                known = Some((explanation.reason, explanation.how_known));
                            }
                        });
                        let (reason, how_known) = known.unzip();
                        each(value, Contributor { reason, how_known: how_known.flatten(), ..row });
                    }
                    Some(reasoning) => reasoning.explain(customer, movements, |explanation| {
                        let (reason, how_known) = (Some(explanation.reason), explanation.how_known);
                        each(
                            value,
                            Contributor { day: explanation.day, amount: explanation.amount, reason, how_known, ..row },
                        );
                    }),
                }
            }
            Ok(())
        })?;
        Ok(threads.into_iter().map(|working| working.value).collect())
    }
}

impl StatementFigure {
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
                totals?.of_customer(movements, |_, of, amount| {
                    if of == kind {
                        moved.plus(amount);
                    }
                });
                (moved.customers != 0).then_some((moved, *last))
            }
        }
    }
}
