//! Oddities: what of some facts looks so odd that a person should look before a figure rests on them?
//!
//! Each check is written once, with its threshold and the reason for it, for an import before it is written ([look](super::look)) and
//! for facts that stand ([`odd_sources`](super::odd_sources())). Invariants: an oddity names whom or what it concerns, with numbers; none
//! keeps anything from being done; and what is checked is kept in memory by days, months, currencies and a bounded number of spellings, by
//! rows only of the buckets that are looked at together.

mod amounts;
mod checks;
mod days;
mod newcomers;
mod not_in_file;
mod oddity;
mod overlap;
mod several;
mod spellings;

pub(super) use amounts::Amounts;
pub(super) use checks::{
    ImportedRows, KnownRows, Tally, is_nobody, odd_amounts, odd_currencies, odd_customers, odd_days, odd_rejects,
    stopped, without_customer,
};
pub(super) use days::{ActiveDays, days_between, month_of};
pub(super) use newcomers::Newcomers;
pub(super) use not_in_file::NotInFile;
pub use oddity::{CommonChange, Oddity};
pub(super) use overlap::{MoneyRow, Overlap};
pub(super) use several::Several;
pub(super) use spellings::Spellings;
