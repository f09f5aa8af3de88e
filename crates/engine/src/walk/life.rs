//! A life: what is known of one customer, in time order.

use bellwether_model::{Currency, Day, ValueBasis};

use super::attributes::AttributeVersion;
use super::error::WalkError;

/// No customer's amounts may add up to more than this, in absolute minor units.
pub const MAX_MINOR: i64 = i64::MAX / 4;

/// No fact may lie after this day (the year 9999), nor before its negative.
pub const MAX_DAY: i32 = 2_932_896;

/// Customers, by id.
pub type CustomerSet = foldhash::HashSet<String>;

/// What is known of one customer, as far as a walk was asked to bring it along; each list in time order but for the phases.
#[derive(Clone, Copy)]
pub struct Life<'a> {
    /// Its id.
    pub customer: &'a str,
    /// What it is called, if that is known and was asked for.
    pub name: Option<&'a str>,
    /// Its bucket.
    pub bucket: i32,
    /// Which part of it the definitions look at to tell its value.
    pub basis: ValueBasis,
    /// What it bought and gave back, by day.
    pub spend: &'a [SpendDay],
    /// What it subscribed to, in any order.
    pub phases: &'a [Phase],
    /// Free subscriptions of a policy that counts them apart.
    pub free: &'a [Phase],
    /// Where it met us.
    pub touches: &'a [Touch<'a>],
    /// Its attributes over time, the wanted ones, earliest first.
    pub attributes: &'a [AttributeVersion],
}

/// What a customer bought and gave back on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpendDay {
    /// Days since 1970-01-01, in the company's time zone.
    pub day: i32,
    /// Purchases less refunds, in minor units of the reporting currency.
    pub minor: i64,
    /// Whether a purchase of more than zero was made.
    pub bought: bool,
}

/// One stretch of a subscription at one price, as the policy sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Which of the customer's subscriptions it is of, counted from 0.
    pub subscription: u32,
    /// First day in force.
    pub from: i32,
    /// First day no longer in force; `i32::MAX` when open-ended.
    pub to: i32,
    /// Value while in force, in minor units of `currency`.
    pub minor: i64,
    /// Currency of `minor`.
    pub currency: Currency,
    /// Whether it is paused, whatever it is worth meanwhile.
    pub paused: bool,
}

/// One meeting of a customer with us; moments in microseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch<'a> {
    /// The company's day on which it began.
    pub day: Day,
    /// When it began.
    pub started_at: i64,
    /// Its place among touches of one moment, where its source tells it.
    pub sequence: Option<i32>,
    /// What tells it from all others.
    pub key: u128,
    /// The number of the import that told it.
    pub import_seq: i64,
    /// Where it came from.
    pub source: &'a str,
    /// What its source calls the case that it belongs to.
    pub case: Option<&'a str>,
    /// What it is called.
    pub touchpoint: &'a str,
    /// The department.
    pub silo: Option<&'a str>,
    /// By which channel, if that is known.
    pub channel: Option<&'a str>,
    /// By when it was promised to be done.
    pub promised_by: Option<i64>,
    /// When it was done.
    pub done_at: Option<i64>,
    /// How it ended.
    pub outcome: Option<&'a str>,
}

impl SpendDay {
    /// Adds what was bought and given back on the same day besides.
    pub(super) fn join(&mut self, other: Self) -> Result<(), WalkError> {
        self.minor = self.minor.checked_add(other.minor).ok_or(WalkError::TooLarge { day: Day(self.day) })?;
        self.bought |= other.bought;
        Ok(())
    }
}
