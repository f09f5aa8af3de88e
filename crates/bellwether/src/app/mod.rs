//! What every door asks of Bellwether: one request and one answer of plain data for each question, one function between them.
//!
//! Terminal, pages, API and reports use the same functions. Only this folder calls the engine and the records.

pub(crate) mod audit;
pub(crate) mod base;
pub(crate) mod bridge;
pub(crate) mod close;
pub(crate) mod cohorts;
mod company;
pub(crate) mod customer;
pub(crate) mod customers;
pub(crate) mod demo;
pub(crate) mod doctor;
mod failures;
pub(crate) mod import;
pub(crate) mod inventory;
pub(crate) mod ledger;
pub(crate) mod limits;
pub(crate) mod organisation;
pub(crate) mod people;
pub(crate) mod planning;
pub(crate) mod policy;
pub(crate) mod reason;
pub(crate) mod refresh;
pub(crate) mod requests;
pub(crate) mod sql;
pub(crate) mod survival;
pub(crate) mod tokens;
pub(crate) mod upload;
pub(crate) mod usage;

use bellwether_model::{Currency, Day};
use company::Opened;
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::Semaphore;
use ulid::Ulid;

use crate::config::Config;

/// Bellwether at work on one data folder: built once in `cli::main`, handed to each command.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) config: Config,
    /// The moment at which the command was given.
    pub(crate) now: Timestamp,
    /// Kept open by a server; absent for a command, which opens what it needs.
    opened: Option<Opened>,
    /// Turns to hash a password.
    hashing: Arc<Semaphore>,
    /// The id of the change that is about to be made; absent: a new one.
    change_id: Option<Ulid>,
}

/// Passwords hashed at once.
const HASHING: usize = 2;

impl App {
    pub(crate) fn new(config: Config, now: Timestamp) -> Self {
        Self { config, now, opened: None, hashing: Arc::new(Semaphore::new(HASHING)), change_id: None }
    }
}

/// Customers and money, side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) customers: i64,
    pub(crate) minor: i128,
}

/// What a figure rests on; each answer states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    /// The policy in words, e.g. `policy 3` or `chartmogul_like on policy 3`.
    pub(crate) policy: String,
    /// The day up to which is counted.
    pub(crate) as_of: Day,
    /// The moment whose knowledge is used; absent: all that is known now.
    pub(crate) known_at: Option<Timestamp>,
    pub(crate) currency: Currency,
    pub(crate) noun: String,
    pub(crate) noun_plural: String,
}

/// Which policy, which days and which knowledge a question is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Viewpoint {
    /// A preset's name or a version's number; absent: the policy in force.
    pub(crate) policy: Option<String>,
    pub(crate) as_of: Option<Day>,
    pub(crate) known_at: Option<Timestamp>,
}

impl Viewpoint {
    /// Whether it is from now, by the policy in force.
    pub(crate) fn is_now(&self) -> bool {
        self.policy.is_none() && self.as_of.is_none() && self.known_at.is_none()
    }
}

impl std::ops::Add for Figure {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { customers: self.customers + other.customers, minor: self.minor + other.minor }
    }
}

impl std::iter::Sum for Figure {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::default(), |sum, figure| sum + figure)
    }
}

/// A number of a version, as people write it.
pub(crate) fn number(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX)
}
