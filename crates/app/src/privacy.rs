//! Who may learn how much of single customers: the one place where it is written down, for every door.
//!
//! A question is put by somebody of a [`Clearance`], and each says what of its answer may be told to them
//! ([`Question::cleared`](crate::question::Question::cleared)); doors get no other answers. Who may see no customers is told
//!
//! - of the whole company's ledger, by the definitions in force, as known now, by months that are over and by what is made up of them, what
//!   `release` tells: no figure of one to four customers, and none that one customer makes up;
//! - what is reckoned from these figures alone: limits, the plan, which books are closed;
//! - nothing that divides or follows customers in another way: no cut, no reasons, cohorts or survival, no base, no use, no bridge. Of two
//!   divisions of the same customers one taken from the other may leave a few, and the reasons change by the single customer.
//!
//! Invariant: nothing of one to four customers can be reckoned from all that is told, whatever is added up and taken away; and who may see no
//! customers is told nothing that was done about one.

use bellwether_model::Grain;
use bellwether_records::ChangeKind;
use bellwether_stats::FEWEST;
use bellwether_words::{grain_name, message};

use crate::failure::Failure;

/// What somebody may learn of single customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clearance {
    /// Whether who asks may see customers and their names.
    pub sees_customers: bool,
}

/// That of the terminal: who holds the folder holds all that is in it.
impl Default for Clearance {
    fn default() -> Self {
        Self::FULL
    }
}

impl Clearance {
    /// Of who may see customers.
    pub const FULL: Self = Self { sees_customers: true };

    /// The fewest customers of whom a figure is told; none where all is told.
    #[must_use]
    pub fn smallest_group(self) -> Option<usize> {
        (!self.sees_customers).then_some(FEWEST)
    }

    /// A question about customers, for those alone who may see them.
    ///
    /// # Errors
    /// To all others.
    pub fn about_customers<Q>(self, question: Q) -> Result<Q, Failure> {
        if self.sees_customers {
            return Ok(question);
        }
        Err(Failure::withheld(message("failure-withheld").with("fewest", FEWEST)))
    }

    /// Whether the ledger may be asked for by periods of this length, divided in any way or not, from now or from elsewhere.
    ///
    /// # Errors
    /// Where nothing of it may be told.
    pub fn company_ledger(self, grain: Grain, is_divided: bool, is_now: bool) -> Result<(), Failure> {
        let said = match (is_divided, is_now, grain) {
            _ if self.sees_customers => return Ok(()),
            (true, ..) => message("failure-withheld-cut"),
            (_, false, _) => message("failure-withheld-elsewhere"),
            (.., Grain::Day | Grain::Week) => message("failure-withheld-grain").naming("grain", grain_name(grain)),
            _ => return Ok(()),
        };
        Err(Failure::withheld(said.with("fewest", FEWEST)))
    }

    /// Whether an entry of the audit of this kind may be shown: to those who may see no customers only one that is known to tell of none.
    #[must_use]
    pub fn opens_entry(self, what: &str) -> bool {
        self.sees_customers || what.parse::<ChangeKind>().is_ok_and(|kind| !kind.topic().names_customers())
    }
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
