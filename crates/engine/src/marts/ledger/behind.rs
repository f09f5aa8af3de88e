//! Who stands behind the lines of a ledger: as many of them, and as much of what they move, as must be known to tell a line without giving
//! any of them away.
//!
//! Grain: span (periods that follow each other, taken together) × kind. A customer stands behind a figure by what it contributes to it.

use std::ops::Range;

use bellwether_model::{Movement, MovementKind, Period};
use bellwether_stats::Contributors;

use super::accounts::Ledger;
use super::amount::Amount;
use super::error::LedgerError;
use super::lines::Totals;
use super::visits::SamePeriods;

/// Those behind the line of some periods taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BehindLine {
    /// Each kind's, by the kind's number.
    pub kinds: [Contributors; MovementKind::ALL.len()],
    /// Those whose value changed while they were active, for whatever reason: by `more`, `less` and `currency` taken together.
    pub stayed: Contributors,
    /// Those who are not at the end what they were at the beginning.
    pub net: Contributors,
    /// Those who are active at the end.
    pub stock: Contributors,
}

impl Ledger<'_> {
    /// Those behind the company's lines of `spans`, each a range of `periods`, which are of one grain and follow each other.
    pub fn behind(&self, periods: &[Period], spans: &[Range<usize>]) -> Result<Vec<BehindLine>, LedgerError> {
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(Vec::new()) };
        let days = (first.start, last.end.plus(-1));
        let totals = Totals::new(self.walk.calendar, first.grain, days, &SamePeriods::of(&self.walk));
        let start = || (vec![BehindLine::default(); spans.len()], Vec::new());
        let (threads, _) = self.accounts(start, |(lines, moved): &mut (Vec<BehindLine>, Vec<Moved>), account| {
            moved.clear();
            totals.of_customer(account.movements, |period, kind, amount| {
                let period = periods.partition_point(|known| known.start < period.start);
                moved.push(Moved { period, kind, amount });
            });
            for (line, span) in lines.iter_mut().zip(spans) {
                let from = moved.partition_point(|one| one.period < span.start);
                let until = moved.partition_point(|one| one.period < span.end);
                line.add(account.customer, account.movements, periods, span, &moved[from..until]);
            }
            Ok(())
        })?;
        let mut all = start().0;
        for (lines, _) in threads {
            all.iter_mut().zip(lines).for_each(|(all, line)| all.merge(&line));
        }
        Ok(all)
    }
}

/// What a customer contributes to a period's figure.
struct Moved {
    period: usize,
    kind: MovementKind,
    amount: Amount,
}

impl BehindLine {
    fn add(&mut self, name: &str, movements: &[Movement], periods: &[Period], span: &Range<usize>, moved: &[Moved]) {
        let after = movements.partition_point(|movement| movement.day < periods[span.end - 1].end);
        if after == 0 {
            return;
        }
        let (active, value) = held(&movements[..after]);
        if active != 0 {
            self.stock.add(name, value.into());
        }
        if moved.is_empty() {
            return;
        }
        let before = movements.partition_point(|movement| movement.day < periods[span.start].start);
        let (was_active, was_worth) = held(&movements[..before]);
        if (active, value) != (was_active, was_worth) {
            self.net.add(name, i128::from(value) - i128::from(was_worth));
        }
        let sum = |wanted: &dyn Fn(MovementKind) -> bool| {
            let found = moved.iter().filter(|one| wanted(one.kind));
            found.fold((0, 0), |(count, minor), one| (count + 1, minor + one.amount.minor))
        };
        for kind in MovementKind::ALL {
            if let (1.., minor) = sum(&|other| other == kind) {
                self.kinds[kind as usize].add(name, minor);
            }
        }
        let stayed = sum(&|kind| matches!(kind, MovementKind::More | MovementKind::Less | MovementKind::Currency)).1;
        if stayed != 0 {
            self.stayed.add(name, stayed);
        }
    }

    fn merge(&mut self, others: &Self) {
        self.kinds.iter_mut().zip(&others.kinds).for_each(|(all, kind)| all.merge(kind));
        self.stayed.merge(&others.stayed);
        self.net.merge(&others.net);
        self.stock.merge(&others.stock);
    }
}

/// How often a customer is active after these movements (0 or 1), and its value.
fn held(movements: &[Movement]) -> (i64, i64) {
    let active = movements.iter().map(|movement| i64::from(movement.customers)).sum();
    (active, movements.last().map_or(0, |movement| movement.value_after))
}
