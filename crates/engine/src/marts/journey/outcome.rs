//! What a customer did after a promise came due.

use bellwether_model::{Day, Movement, MovementKind};

use crate::marts::ledger::{Account, FullAccount};
use crate::walk::{Phase, SpendDay};

/// What is looked for after a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The customer was lost.
    Left,
    /// A further purchase of more than zero, where purchases make up the customer's value; or a subscription that began, not having been in
    /// force the day before, or was renewed: a further row of it follows at the same amount. A row at another amount is a change and no
    /// renewal, and neither is one with which a pause begins or ends.
    CameAgain,
    /// The steps up (`more`) and down (`less`) of the customer's value add up to more than zero, as a ledger line nets them.
    BoughtMore,
}

/// What is looked for, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeScope {
    /// What is looked for.
    pub outcome: Outcome,
    /// Days after the promise came due.
    pub within_days: i32,
}

/// Those who may have done it, and who did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutcomeCount {
    /// Customers.
    pub customers: u64,
    /// Those of them who did it in time.
    pub did: u64,
    /// In minor units: what those who left were worth before, or what was gained in value of those who bought more; else zero.
    pub minor: i128,
}

/// A customer, as far as an outcome looks at one.
#[derive(Clone, Copy)]
pub(super) struct CustomerFacts<'a> {
    pub(super) account: Account<'a>,
    spend: &'a [SpendDay],
    phases: &'a [Phase],
}

/// The days after a promise, both ends among them, and up to which day is told.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) first: Day,
    pub(super) last: Day,
    pub(super) through: Day,
}

/// What became of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// It was done; the money that goes with it.
    Did(i64),
    /// It was not.
    DidNot,
    /// The days are not over.
    NotYetKnown,
}

impl Outcome {
    /// Whether it follows from what was bought and subscribed to, rather than from movements.
    pub(super) fn looks_at_facts(self) -> bool {
        self == Self::CameAgain
    }

    /// Whether a customer did it. It is told of those alone whose days are over: were those counted who did it sooner, and those left out who
    /// may still do it, more would seem to do it than do.
    pub(super) fn of(self, known: &CustomerFacts<'_>, window: Window) -> Finding {
        if window.last > window.through {
            return Finding::NotYetKnown;
        }
        let found = match self {
            Self::Left => known.loss(window),
            Self::CameAgain => known.came_again(window).then_some(0),
            Self::BoughtMore => Some(known.growth(window)).filter(|growth| *growth > 0),
        };
        found.map_or(Finding::DidNot, Finding::Did)
    }
}

impl CustomerFacts<'_> {
    fn movements(&self, window: Window) -> impl Iterator<Item = &Movement> {
        let from = self.account.movements.partition_point(|movement| movement.day < window.first);
        self.account.movements[from..].iter().take_while(move |movement| movement.day <= window.last)
    }

    /// What the customer was worth who was lost.
    fn loss(&self, window: Window) -> Option<i64> {
        let is_loss = |movement: &&Movement| movement.customers < 0 && movement.kind != MovementKind::Redefined;
        self.movements(window).find(is_loss).map(|movement| -movement.minor)
    }

    fn growth(&self, window: Window) -> i64 {
        let is_step = |movement: &&Movement| matches!(movement.kind, MovementKind::More | MovementKind::Less);
        self.movements(window).filter(is_step).map(|movement| movement.minor).sum()
    }

    fn came_again(&self, window: Window) -> bool {
        let days = window.first.0..=window.last.0;
        let has_begun = |phase: &Phase| {
            let goes_on = |other: &&Phase| {
                other.subscription == phase.subscription && other.from < phase.from && other.to >= phase.from
            };
            let before = self.phases.iter().find(goes_on);
            let is_same = |before: &Phase| (before.minor, before.currency) == (phase.minor, phase.currency);
            !phase.paused && before.is_none_or(|before| !before.paused && is_same(before))
        };
        self.spend.iter().any(|spend| spend.bought && days.contains(&spend.day))
            || self.phases.iter().any(|phase| days.contains(&phase.from) && has_begun(phase))
    }
}

impl<'a> From<Account<'a>> for CustomerFacts<'a> {
    fn from(account: Account<'a>) -> Self {
        Self { account, spend: &[], phases: &[] }
    }
}

impl<'a> From<FullAccount<'a>> for CustomerFacts<'a> {
    fn from(full: FullAccount<'a>) -> Self {
        Self { account: full.account, spend: full.spend, phases: full.phases }
    }
}
