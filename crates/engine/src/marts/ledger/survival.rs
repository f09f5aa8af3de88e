//! How long do customers stay until they are lost for the first time?
//!
//! Grain: days from joining to the first loss, or to the as-of for those who were never lost. Who left and came back was lost.

use std::collections::BTreeMap;

use bellwether_model::MovementKind;

use super::accounts::Ledger;
use super::books::Books;
use super::error::LedgerError;
use crate::walk::Walk;

/// How many left observation after so many days, by what ended it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    /// Those who were lost.
    pub lost: u64,
    /// Those who were still there at the as-of.
    pub staying: u64,
}

impl Ledger<'_> {
    /// The exits of all who ever joined, by days since joining.
    ///
    /// Closed books are left aside: what was learnt of a closed period counts as if it had been known then.
    pub fn exits(&self) -> Result<BTreeMap<u32, Exit>, LedgerError> {
        let open = Books::open();
        let ledger = if self.books.closes.is_empty() {
            *self
        } else {
            Ledger { walk: Walk { closes: &[], ..self.walk }, books: &open, cache: None }
        };
        let (threads, _) = ledger.accounts(BTreeMap::new, |exits: &mut BTreeMap<u32, Exit>, account| {
            let Some(joined) = account.movements.iter().position(|movement| movement.kind == MovementKind::New) else {
                return Ok(());
            };
            let (day, rest) = (account.movements[joined].day, &account.movements[joined..]);
            let lost = rest.iter().find(|movement| movement.kind == MovementKind::Lost).map(|movement| movement.day);
            let days = lost.unwrap_or(self.walk.through).0.saturating_sub(day.0);
            let exit = exits.entry(u32::try_from(days).unwrap_or(0)).or_default();
            if lost.is_some() {
                exit.lost += 1;
            } else {
                exit.staying += 1;
            }
            Ok(())
        })?;
        let mut exits: BTreeMap<u32, Exit> = BTreeMap::new();
        for (days, exit) in threads.into_iter().flatten() {
            let sum = exits.entry(days).or_default();
            sum.lost += exit.lost;
            sum.staying += exit.staying;
        }
        Ok(exits)
    }
}
