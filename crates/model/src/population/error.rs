//! Why populations are refused.

/// A name is no longer than this.
pub(super) const LONGEST_NAME: usize = 200;

/// A list names no more customers than this.
pub const LONGEST_LIST: usize = 100_000;

/// Why populations are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PopulationError {
    /// An id that cannot be written in an address.
    #[error("a population's id is '{0}'; use 1 to 60 of the letters a to z, digits and _")]
    BadId(String),
    /// An id at whose address something else is.
    #[error("a population's id is '{0}', at whose address populations are written; give it another one")]
    TakenId(String),
    /// Two populations with one id.
    #[error("two populations have the id '{0}'; give each its own")]
    IdTwice(String),
    /// A population without a name that people can read.
    #[error("population '{0}' has no name; write what people call it, in at most {LONGEST_NAME} letters")]
    BadName(String),
    /// A population of everybody.
    #[error("population '{0}' has no rules, so it would be everybody; write at least one")]
    NoRules(String),
    /// A rule that asks nothing, or several things.
    #[error("rule {rule} of population '{population}' {fault}")]
    BadRule {
        /// The population's id.
        population: String,
        /// The rule's place, from 1.
        rule: usize,
        /// What is wrong, and what to do.
        fault: RuleFault,
    },
}

/// What is wrong with a rule, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// Nothing is asked.
    #[error("asks nothing; write attribute, level, base, worth, joined, stage, touchpoint or customers")]
    AsksNothing,
    /// Several things are asked.
    #[error("asks {} at once; write a rule for each", .0.join(" and "))]
    AsksSeveral(Vec<&'static str>),
    /// Something is said of a touchpoint that is not named.
    #[error("has {0}, but no touchpoint that it could be of")]
    NoTouchpoint(&'static str),
    /// An attribute without what it may be, or the other way round.
    #[error("needs attribute and is together: the name of an attribute, and what it may be")]
    HalfAttribute,
    /// A text without letters.
    #[error("has an empty text; write what it is called")]
    EmptyText,
    /// A count that holds of nobody.
    #[error("counts 0 times or 0 days, which holds of nobody; write 1 or more")]
    CountsNothing,
    /// Amounts between which there is none.
    #[error("has a worth of nothing; write from which amount, below which or both, the first below the second")]
    NoWorth,
    /// Days between which there is none.
    #[error("has days that never come; write from, through or both, the first not after the second")]
    NoDays,
    /// Too long a list.
    #[error("names {0} customers; write at most {LONGEST_LIST}")]
    LongList(usize),
}
