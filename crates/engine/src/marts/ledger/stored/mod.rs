//! Stored marts: what was computed is kept as tables, for whoever asks the tables and for pages that must answer at once.
//!
//! `movements` and `booked_movements` (grain: movement), `customer_values` (grain: customer), `ledger` (grain: grain and period);
//! `customer_tails` (grain: customer and version) for refreshes alone.
//! Invariant: each commit of a refresh says what it was made from; a reader that wants tables of one making compares what they
//! say.

mod lines;
mod movements;
mod rolling;
mod tails;
mod values;

pub use lines::LEDGER;
pub(super) use lines::{ledger_rows, ledger_schema, read_lines};
pub use movements::MOVEMENTS;
pub(super) use movements::{BOOKED, MovementRows, read, schema};
pub(super) use rolling::{FILE_ROWS, GROUP, Rolling};
pub(super) use tails::{ANEW, CUSTOMER_TAILS, StoredTails, Tail, TailRows, latest_tails, tails_schema};
pub use values::CUSTOMER_VALUES;
pub(super) use values::{StoredRows, StoredValue, ValueRows, values_schema};
