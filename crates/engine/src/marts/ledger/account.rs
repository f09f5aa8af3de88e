//! What the ledger tells of one customer.

use bellwether_model::Movement;

use crate::lake::Fact;
use crate::walk::{AttributeVersion, Phase, SpendDay};

/// The facts from which movements follow.
pub const FACTS: [Fact; 2] = [Fact::Purchases, Fact::Subscriptions];

/// One customer, as the ledger tells of it.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// Its id.
    pub customer: &'a str,
    /// What it is called, if that is known and was asked for.
    pub name: Option<&'a str>,
    /// Its booked movements up to the walk's last day, in time order.
    pub movements: &'a [Movement],
    /// Its attributes over time, the wanted ones, earliest first.
    pub attributes: &'a [AttributeVersion],
}

/// An account beside what it was told from.
#[derive(Clone, Copy)]
pub struct FullAccount<'a> {
    /// What the ledger tells of the customer.
    pub account: Account<'a>,
    /// Its bucket.
    pub bucket: i32,
    /// Its booked movements with those that wait for time to pass (lapses and known ends after the walk's last day).
    pub with_pending: &'a [Movement],
    /// What it bought and gave back, by day.
    pub spend: &'a [SpendDay],
    /// What it subscribed to, whether or not its value is told from that.
    pub phases: &'a [Phase],
    /// Whether its movements follow from `spend` alone: it has no subscriptions, and closed books tell nothing else of it.
    pub spend_alone: bool,
    /// Free subscriptions of a policy that counts them apart.
    pub free: &'a [Phase],
}
