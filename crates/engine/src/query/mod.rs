//! What a person asks of the tables: names for ids, queries that only read, and the one place where SQL is built from a request.

mod names;
mod read_only;
mod rows;

pub use names::names;
pub use read_only::read_only;
pub use rows::rows_of;
