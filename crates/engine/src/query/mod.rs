//! What a person asks of the tables: one customer's rows, queries that only read, and the one place where SQL is built from a request.

mod read_only;
mod rows;

pub use read_only::read_only;
pub use rows::rows_of;
