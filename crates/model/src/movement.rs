//! Movements: the dated steps in a customer's value.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::calendar::Day;
use crate::list::all;

/// What kind of step a movement is; every movement has exactly one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    Display,
    EnumCount,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = MovementKindError, parse_err_fn = MovementKindError::of)]
#[repr(u8)]
pub enum MovementKind {
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
    /// What other definitions make, in the first period that counts by them, of what stood at the end of the closed books.
    Redefined = 9,
}

/// One dated step of one customer. Its amounts are signed: `lost` and `less` are negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The company's day on which the step takes effect.
    pub day: Day,
    /// What kind of step it is.
    pub kind: MovementKind,
    /// Change of the number of active customers: -1, 0 or 1.
    pub customers: i8,
    /// Change of value in minor units of the reporting currency.
    pub minor: i64,
    /// The customer's value after the step, in minor units; 0 when not active.
    pub value_after: i64,
    /// For `restated`: the first day of the closed period it corrects.
    pub corrects: Option<Day>,
}

impl MovementKind {
    /// All kinds, in the order a ledger line shows them.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// The name used in tables, options and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The kinds whose movements each have one reason.
    pub const EXPLAINED: [Self; 5] = [Self::Lost, Self::Less, Self::More, Self::WonBack, Self::New];

    /// Whether each movement of the kind has one reason.
    #[must_use]
    pub fn has_reasons(self) -> bool {
        Self::EXPLAINED.contains(&self)
    }

    /// With which sign a line's count of customers who moved by the kind enters the number of active ones: 1, -1, or 0 where the kind
    /// changes value alone. The counts of `restated` and `redefined` have a sign of their own already.
    #[must_use]
    pub fn sign(self) -> i64 {
        match self {
            Self::New | Self::WonBack | Self::TransferIn | Self::Restated | Self::Redefined => 1,
            Self::Lost | Self::TransferOut => -1,
            Self::More | Self::Less | Self::Currency => 0,
        }
    }

    /// Whether a line counts the change of the number of active customers by the kind, and not the customers who moved.
    #[must_use]
    pub fn is_correction(self) -> bool {
        matches!(self, Self::Restated | Self::Redefined)
    }

    /// The kind with the number `code` (its position in [`MovementKind::ALL`]).
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// The word is no kind of movement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a movement kind; choose one of {names}", names = MovementKind::ALL.map(MovementKind::name).join(", "))]
pub struct MovementKindError(pub String);

impl MovementKindError {
    fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_as_it_is_written_and_no_other_word_is_one() {
        let names = [
            "new",
            "won_back",
            "more",
            "less",
            "lost",
            "currency",
            "transfer_in",
            "transfer_out",
            "restated",
            "redefined",
        ];
        assert_eq!(MovementKind::ALL.map(MovementKind::name), names);
        for kind in MovementKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).expect("written"), kind.name());
        }
        let error = "churn".parse::<MovementKind>().expect_err("no kind");
        assert_eq!(error, MovementKindError("churn".to_owned()));
        assert_eq!(error.to_string(), format!("'churn' is not a movement kind; choose one of {}", names.join(", ")));
    }

    #[test]
    fn a_kind_is_stored_as_its_number() {
        for kind in MovementKind::ALL {
            assert_eq!(MovementKind::from_code(kind as u8), Some(kind));
        }
        assert_eq!(
            (MovementKind::from_code(4), MovementKind::from_code(10), MovementKind::from_code(u8::MAX)),
            (Some(MovementKind::Lost), None, None)
        );
    }

    #[test]
    fn what_customers_do_has_reasons_and_what_rates_segments_corrections_and_definitions_do_has_none() {
        let without: Vec<&str> =
            MovementKind::ALL.into_iter().filter(|kind| !kind.has_reasons()).map(MovementKind::name).collect();
        assert_eq!(without, ["currency", "transfer_in", "transfer_out", "restated", "redefined"]);
    }
}
