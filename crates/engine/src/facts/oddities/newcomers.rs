//! Is none of an import's customers known, though those of its source come again? Then they are hardly all new, but written otherwise.

use super::oddity::Oddity;

/// Of fewer customers nothing can be said.
const ENOUGH_CUSTOMERS: u64 = 10;

/// If customers came as before, so many of them were to be expected to be known at least: by chance none is once in twenty imports, and once
/// in thousands where they are twice or three times as many.
const EXPECTED: u64 = 3;

/// The customers of an import, and those known of its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Newcomers {
    /// Customers of the import.
    imported: u64,
    /// Those of them that the table has already, whichever source told.
    known: u64,
    /// Customers that the source brought before.
    before: u64,
    /// Those of them with more than one row.
    come_again: u64,
}

impl Newcomers {
    /// Counts a customer: whether it is in the import, how many rows the source has of it, and whether any source has one.
    pub fn note(&mut self, is_imported: bool, own_rows: u64, is_known: bool) {
        self.imported += u64::from(is_imported);
        self.known += u64::from(is_imported && is_known);
        self.before += u64::from(own_rows > 0);
        self.come_again += u64::from(own_rows > 1);
    }

    /// Adds others.
    pub fn join(&mut self, other: Self) {
        self.imported += other.imported;
        self.known += other.known;
        self.before += other.before;
        self.come_again += other.come_again;
    }

    /// Whether nobody is known of those among whom somebody was to be expected.
    pub fn odd(self) -> Option<Oddity> {
        let Self { imported, known, before, come_again } = self;
        let is_expected = before > 0 && imported * come_again >= before * EXPECTED;
        let is_odd = known == 0 && imported >= ENOUGH_CUSTOMERS && is_expected;
        is_odd.then_some(Oddity::NewCustomers { customers: imported, before })
    }
}
