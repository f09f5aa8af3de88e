//! Of which days contacts are told, and by which journey.

use bellwether_model::{Day, Journey, Period};

/// Of which days is told.
#[derive(Clone, Copy, Debug)]
pub struct ContactsQuestion<'a> {
    /// The journey that says what is due.
    pub journey: &'a Journey,
    /// The period in which contacts were due, and moments reached.
    pub period: Period,
    /// What is due, and what ends, is told up to this day.
    pub ahead: Day,
}
