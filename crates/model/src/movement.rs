//! Movements: the dated steps in a customer's value.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Day;

/// What kind of step a movement is; every movement has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    /// First time ever active.
    New = 0,
    /// Active again after being lost.
    WonBack = 1,
    /// Active before and after, value up.
    More = 2,
    /// Active before and after, value down.
    Less = 3,
    /// Active before, not after.
    Lost = 4,
    /// Value changed only because of an exchange rate.
    Currency = 5,
    /// Came from another segment; only in a ledger cut by that segment.
    TransferIn = 6,
    /// Went to another segment; only in a ledger cut by that segment.
    TransferOut = 7,
    /// Correction of a closed period, booked in an open one.
    Restated = 8,
}

/// One dated step of one customer. Its amounts are signed: `lost` and `less` are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The company's day on which the step takes effect.
    pub day: Day,
    /// What kind of step it is.
    pub kind: Kind,
    /// Change of the number of active customers: -1, 0 or 1.
    pub customers: i8,
    /// Change of value in minor units of the reporting currency.
    pub minor: i64,
    /// The customer's value after the step, in minor units; 0 when not active.
    pub value_after: i64,
    /// For `restated`: the first day of the closed period it corrects.
    pub corrects: Option<Day>,
}

impl Kind {
    /// All kinds, in the order a ledger line shows them.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::WonBack,
        Self::More,
        Self::Less,
        Self::Lost,
        Self::Currency,
        Self::TransferIn,
        Self::TransferOut,
        Self::Restated,
    ];

    /// The name used in tables, options and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::WonBack => "won_back",
            Self::More => "more",
            Self::Less => "less",
            Self::Lost => "lost",
            Self::Currency => "currency",
            Self::TransferIn => "transfer_in",
            Self::TransferOut => "transfer_out",
            Self::Restated => "restated",
        }
    }

    /// The kinds whose movements each have one reason.
    pub const EXPLAINED: [Self; 5] = [Self::Lost, Self::Less, Self::More, Self::WonBack, Self::New];

    /// Whether each movement of the kind has one reason.
    #[must_use]
    pub fn has_reasons(self) -> bool {
        Self::EXPLAINED.contains(&self)
    }

    /// The kind with the number `code` (its position in [`Kind::ALL`]).
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = KindError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| KindError(text.to_owned()))
    }
}

/// The word is no kind of movement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a movement kind; choose one of {names}", names = Kind::ALL.map(Kind::name).join(", "))]
pub struct KindError(pub String);
