//! What a map is of.

/// More of them are no touchpoints but what somebody wrote or counted.
pub const MOST_TOUCHPOINTS: usize = 2_000;

/// Variants that are told one by one.
pub(super) const FREQUENT_VARIANTS: usize = 100;

/// What a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grouping {
    /// What a source calls a case; cases of two sources are two.
    Case,
    /// A customer's whole life.
    Customer,
}

/// Which cases are on a map.
#[derive(Clone, Copy, Debug)]
pub struct MapScope<'a> {
    /// What a case is.
    pub grouping: Grouping,
    /// Only touches that came from these sources; from all where none is named.
    pub sources: &'a [String],
    /// Only cases that met one of these touchpoints; all where none is named.
    pub touchpoints: &'a [String],
}
