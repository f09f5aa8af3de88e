//! Whether a stage is consistent and reliable for customers, as a leader sees it.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::list::all;

/// The answer to "is it consistent and reliable?"
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
#[strum(serialize_all = "snake_case", parse_err_ty = RealityAnswerError, parse_err_fn = RealityAnswerError::of)]
pub enum RealityAnswer {
    /// It is, for every customer.
    Yes,
    /// It is not.
    No,
    /// For some, or at some times or places.
    ItDepends,
}

impl RealityAnswer {
    /// All answers.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// Its name, as it is written and stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The word is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no answer; choose one of {names}", names = RealityAnswer::ALL.map(RealityAnswer::name).join(", "))]
pub struct RealityAnswerError(pub String);

impl RealityAnswerError {
    fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_is_written_and_no_other_word_is_one() {
        for answer in RealityAnswer::ALL {
            assert_eq!(answer.to_string().parse(), Ok(answer));
            assert_eq!(serde_json::to_value(answer).expect("written"), answer.name());
        }
        let error = "maybe".parse::<RealityAnswer>().expect_err("no answer");
        assert_eq!(error.to_string(), "'maybe' is no answer; choose one of yes, no, it_depends");
    }
}
