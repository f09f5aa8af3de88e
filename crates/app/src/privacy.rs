//! Who may learn how much of single customers: the one place where it is written down, for every door.
//!
//! Invariant: who may see no customers is told no figure of so few that it would tell who they are, and nothing that was done about one.

use std::collections::HashMap;

use bellwether_records::ChangeKind;

use crate::ledger::Ledger;
use crate::planning::{Plan, TargetProgress};
use crate::usage::UsageQuestion;

/// A figure of fewer customers would tell who they are.
const FEWEST: i64 = 5;

/// What somebody may learn of single customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// Whether who asks may see customers and their names.
    pub sees_customers: bool,
}

impl Clearance {
    /// Whether a ledger may be shown: one with a segment that never held more than a few customers only to those who may see them.
    #[must_use]
    pub fn opens_ledger(self, ledger: &Ledger) -> bool {
        self.sees_customers || !has_small_segment(ledger)
    }

    /// Whether a question about use may be answered: few may use one channel.
    #[must_use]
    pub fn opens_usage(self, question: &UsageQuestion) -> bool {
        self.sees_customers || question.channels.is_empty()
    }

    /// Whether an entry of the audit of this kind may be shown: to those who may see no customers only one that is known to tell of none.
    #[must_use]
    pub fn opens_entry(self, what: &str) -> bool {
        self.sees_customers || what.parse::<ChangeKind>().is_ok_and(|kind| !kind.topic().names_customers())
    }

    /// A plan without what has been reached of targets on whose level so few are that it would tell who they are.
    #[must_use]
    pub fn plan(self, plan: &Plan) -> Plan {
        let is_told = |target: &TargetProgress| {
            let is_many = target.reached.is_none_or(|reached| reached.customers == 0 || reached.customers >= FEWEST);
            self.sees_customers || target.level.is_none() || is_many
        };
        let mut plan = plan.clone();
        for target in plan.targets.iter_mut().filter(|target| !is_told(target)) {
            target.reached = None;
        }
        plan
    }
}

fn has_small_segment(ledger: &Ledger) -> bool {
    let mut most: HashMap<&str, i64> = HashMap::new();
    for line in &ledger.lines {
        if let Some(segment) = &line.segment {
            let held = most.entry(segment).or_default();
            *held = line.opening.customers.max(line.closing.customers).max(*held);
        }
    }
    most.into_values().any(|held| held < FEWEST)
}

#[cfg(test)]
mod tests {
    use super::Clearance;

    #[test]
    fn what_tells_of_a_customer_or_is_not_known_is_kept_from_those_who_see_none() {
        let kinds = ["reason.set", "customer.merge", "user.add"];
        let shown = |sees_customers| kinds.map(|what| Clearance { sees_customers }.opens_entry(what));
        assert_eq!(shown(false), [false, false, true]);
        assert_eq!(shown(true), [true, true, true]);
    }
}
