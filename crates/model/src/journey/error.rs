//! Why a journey is refused.

/// Why a journey, or a part of it, is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JourneyError {
    /// Nothing in it.
    #[error("a journey needs a stage; name the first thing customers live through with you")]
    NoStages,
    /// A list rather than a journey.
    #[error(
        "{stages} stages are no journey that people keep in mind; write {most} or fewer, and what is finer as touchpoints"
    )]
    TooManyStages {
        /// How many there are.
        stages: usize,
        /// How many there may be.
        most: usize,
    },
    /// Not an id.
    #[error("'{0}' is not an id; write small letters, digits and underscores, a letter first, as in get_connected")]
    BadId(String),
    /// An id twice.
    #[error("the id '{0}' stands for two things; give each its own")]
    IdTwice(String),
    /// Nothing to read.
    #[error("'{0}' has no name; write what a customer would call it")]
    NoName(String),
    /// Two stages of one name.
    #[error("the stages '{one}' and '{other}' are both called '{name}'; each has a name of its own")]
    StageTwice {
        /// The name.
        name: String,
        /// The earlier stage.
        one: String,
        /// The later.
        other: String,
    },
    /// Nobody answers.
    #[error("nobody answers for '{0}'; name its owner")]
    NoOwner(String),
    /// Several answer, and so nobody does.
    #[error("'{owners}' reads as several owners of '{id}'; name the one who answers for it")]
    SeveralOwners {
        /// Of what.
        id: String,
        /// What was written.
        owners: String,
    },
    /// A silo without a name.
    #[error("'{0}' is run by a silo without a name; write the silo as your data call it, or leave it out")]
    NoSilo(String),
    /// A touch in two places.
    #[error("touches called '{touch}' belong to both '{one}' and '{other}'; name them in one of the two")]
    TouchTwice {
        /// What the touches are called.
        touch: String,
        /// The earlier touchpoint.
        one: String,
        /// The later.
        other: String,
    },
    /// Not a rank.
    #[error("'{id}' has the rank {rank}; moments of truth are ranked from 1 to {last}")]
    BadRank {
        /// Of what.
        id: String,
        /// What was written.
        rank: u8,
        /// The last rank there is.
        last: u8,
    },
    /// A rank twice.
    #[error("'{one}' and '{other}' both have the rank {rank}; each moment of truth has its own")]
    RankTwice {
        /// The rank.
        rank: u8,
        /// The earlier.
        one: String,
        /// The later.
        other: String,
    },
    /// Not a length of time.
    #[error("'{0}' is not a length of time; write 90m, 4h or 2d, or working time as 8 working h")]
    BadTime(String),
    /// Working time of no calendar.
    #[error("'{0}' promises working time without a calendar; name the business calendar that it is counted by")]
    NoCalendar(String),
    /// A calendar that is not there.
    #[error("'{id}' is counted by the calendar '{calendar}', which does not exist; there are: {known}")]
    UnknownCalendar {
        /// Of what.
        id: String,
        /// The calendar.
        calendar: String,
        /// Those there are.
        known: String,
    },
    /// A target without a promise.
    #[error("'{0}' has a target, but promises nothing; write its promise")]
    NoPromise(String),
    /// A promise that nobody can say.
    #[error("the promise of '{0}' has no words; write it as it is said to the customer")]
    NoWords(String),
    /// A promise that cannot be held against anything.
    #[error("the promise of '{0}' says neither by when nor how well; write within, by_promised_moment or outcomes")]
    NothingPromised(String),
    /// Not a share.
    #[error("'{0}' is not a share; write it as 95% or 99.5%")]
    BadShare(String),
    /// A moment that counts nothing.
    #[error("'{id}' counts '{counts}', which is no touchpoint; write the id of one, or purchases")]
    NothingCounted {
        /// Of what.
        id: String,
        /// What was written.
        counts: String,
    },
    /// A contact that is never due, or nobody knows when.
    #[error("the contact '{id}' {what}")]
    BadDue {
        /// Of what.
        id: String,
        /// What is wrong, and what to do.
        what: &'static str,
    },
    /// A contact after a touchpoint that is not there.
    #[error("the contact '{id}' is due after '{touchpoint}', which is no touchpoint; write the id of one")]
    DueAfterNothing {
        /// Of what.
        id: String,
        /// What was written.
        touchpoint: String,
    },
    /// A moment that never comes or always is.
    #[error("'{0}' comes with number 0, or within no days; both are 1 at least")]
    BadCount(String),
    /// A handoff from nowhere, or to itself.
    #[error("the handoff '{0}' goes from one silo to another; name both")]
    BadHandoff(String),
    /// A handoff after a touchpoint that is not there.
    #[error("the handoff '{id}' comes after '{touchpoint}', which is no touchpoint; write the id of one")]
    NoTouchpoint {
        /// Of what.
        id: String,
        /// What was written.
        touchpoint: String,
    },
    /// Dropped before it is late.
    #[error("the handoff '{0}' counts as dropped before it is late; give it the longer time")]
    DroppedBeforeLate(String),
}
