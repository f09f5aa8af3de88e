//! Where the company's data lies and who is at work: what the binary reads from its configuration and hands down as plain values.

use std::path::PathBuf;

pub use bellwether_records::shown;

impl Config {
    /// The memory where nothing else is said: 1 GiB.
    pub const MEMORY: usize = 1 << 30;
}

/// The settings that the app needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The database of records as a URL; empty: a file in the data folder.
    pub records: String,
    /// Threads for answering one question; 0: one for each processor.
    pub threads: usize,
    /// Bytes of memory that the process is meant to fit in, beside the customers' movements that a server holds.
    pub memory: usize,
    /// Who is at the keyboard, by the name of the account: stands beside what people say and decide.
    pub user: String,
}
