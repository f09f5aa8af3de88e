//! Which part of a life makes up a customer's value.

use bellwether_model::{Day, ValueBasis};

use crate::walk::{Life, MAX_MINOR, Phase, SpendDay, WalkError};

/// What a life's definitions look at: days of spending and phases of subscriptions.
pub(super) fn told_by<'l>(life: &Life<'l>) -> (&'l [SpendDay], &'l [Phase]) {
    let spend = if looks_at_spend(life.basis) { life.spend } else { &[] };
    let phases = if life.basis == ValueBasis::Spend { &[] } else { life.phases };
    (spend, phases)
}

/// Whether purchases make up a customer's value.
pub(super) fn looks_at_spend(basis: ValueBasis) -> bool {
    basis != ValueBasis::Recurring
}

/// Refuses amounts that together are too large to be added up.
pub(super) fn check_size(days: &[SpendDay], phases: &[Phase]) -> Result<(), WalkError> {
    let amounts =
        days.iter().map(|day| (day.day, day.minor)).chain(phases.iter().map(|phase| (phase.from, phase.minor)));
    let mut total = 0u64;
    for (day, minor) in amounts {
        total = total.saturating_add(minor.unsigned_abs());
        if total > MAX_MINOR.unsigned_abs() {
            return Err(WalkError::TooLarge { day: Day(day) });
        }
    }
    Ok(())
}
