//! Targets: what the company has set out to reach within a period, for how many customers and how much value, and who answers for it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::calendar::Period;
use crate::currency::Currency;
use crate::movement::MovementKind;

/// The figure of the ledger that a target is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// What is there at the period's end.
    Closing,
    /// What moves within the period.
    Moved(MovementKind),
}

/// Something to be reached. A value that passed [`Target::check`] can be held against the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// When; written as its grain, its first day and the first day after it.
    #[serde(flatten, with = "span")]
    pub period: Period,
    /// Of which figure.
    pub measure: Measure,
    /// Only customers on this level of value, by its name; absent: all.
    pub level: Option<String>,
    /// How many customers.
    pub customers: Option<i64>,
    /// How much value, in minor units of `currency`, without a sign.
    pub minor: Option<i64>,
    /// The currency of the value.
    pub currency: Currency,
    /// Who answers for it.
    pub owner: String,
    /// What is invested in it, in words; may be empty.
    pub investment: String,
}

/// How the period of a target is written.
mod span {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::calendar::{Day, Grain, Period};

    #[derive(Serialize, Deserialize)]
    struct Span {
        grain: Grain,
        from: Day,
        before: Day,
    }

    pub(super) fn serialize<S: Serializer>(period: &Period, serializer: S) -> Result<S::Ok, S::Error> {
        Span { grain: period.grain, from: period.start, before: period.end }.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        let Span { grain, from, before } = Span::deserialize(deserializer)?;
        Ok(Period { grain, start: from, end: before })
    }
}

/// Why a target was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// The word is no figure a target can be about.
    #[error("'{0}' is nothing a target can be about; choose one of {names}", names = Measure::ALL.map(Measure::name).join(", "))]
    Measure(String),
    /// Neither customers nor value.
    #[error("the target says neither how many customers nor how much value; say at least one")]
    Empty,
    /// A number below zero.
    #[error("a target of {0} cannot be held against the ledger; write how many, without a sign")]
    Negative(i64),
    /// Customers change levels only where there are levels.
    #[error("'{0}' is about one level of value; name the level")]
    NoLevel(&'static str),
    /// Nobody answers for it.
    #[error("nobody answers for the target; name its owner")]
    NoOwner,
}

impl Measure {
    /// All that a target can be about.
    pub const ALL: [Self; 8] = [
        Self::Closing,
        Self::Moved(MovementKind::New),
        Self::Moved(MovementKind::WonBack),
        Self::Moved(MovementKind::More),
        Self::Moved(MovementKind::Less),
        Self::Moved(MovementKind::Lost),
        Self::Moved(MovementKind::TransferIn),
        Self::Moved(MovementKind::TransferOut),
    ];

    /// Its name, as it is written and stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Closing => "closing",
            Self::Moved(kind) => kind.name(),
        }
    }

    /// Whether less of it is better, so that the target is a ceiling.
    #[must_use]
    pub fn is_ceiling(self) -> bool {
        matches!(self, Self::Moved(MovementKind::Less | MovementKind::Lost | MovementKind::TransferOut))
    }

    /// Whether what has moved stays moved until the period is over: more and less are netted for each customer, and those who changed
    /// their level may change it back.
    #[must_use]
    pub fn only_grows(self) -> bool {
        matches!(self, Self::Moved(MovementKind::New | MovementKind::WonBack | MovementKind::Lost))
    }

    /// Whether it is about one level of value only.
    #[must_use]
    pub fn needs_level(self) -> bool {
        matches!(self, Self::Moved(MovementKind::TransferIn | MovementKind::TransferOut))
    }
}

impl Target {
    /// Refuses a target that could not be held against the ledger.
    pub fn check(&self) -> Result<(), TargetError> {
        if self.customers.is_none() && self.minor.is_none() {
            return Err(TargetError::Empty);
        }
        if let Some(number) = [self.customers, self.minor].into_iter().flatten().find(|number| *number < 0) {
            return Err(TargetError::Negative(number));
        }
        if self.measure.needs_level() && self.level.is_none() {
            return Err(TargetError::NoLevel(self.measure.name()));
        }
        if self.owner.trim().is_empty() { Err(TargetError::NoOwner) } else { Ok(()) }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Measure {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::ALL.into_iter().find(|known| known.name() == text).ok_or_else(|| TargetError::Measure(text.to_owned()))
    }
}

impl Serialize for Measure {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Measure {
    fn schema() -> RefOr<Schema> {
        let names = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::ALL.map(Self::name)));
        names.description(Some("The figure of the ledger that a target is about")).into()
    }
}

impl ToSchema for Measure {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Day, Grain};

    fn target() -> Target {
        Target {
            period: Calendar::utc().period(Grain::Year, Day(20_000)),
            measure: Measure::Moved(MovementKind::New),
            level: None,
            customers: Some(1_200),
            minor: None,
            currency: Currency::EUR,
            owner: "Ada".to_owned(),
            investment: String::new(),
        }
    }

    #[test]
    fn a_measure_is_read_as_it_is_written_and_no_other_word_is_one() {
        let names = ["closing", "new", "won_back", "more", "less", "lost", "transfer_in", "transfer_out"];
        assert_eq!(Measure::ALL.map(Measure::name), names);
        for measure in Measure::ALL {
            assert_eq!(measure.to_string().parse(), Ok(measure));
            let document = serde_json::to_value(measure).expect("written");
            assert_eq!(
                (&document, serde_json::from_value(document.clone()).ok()),
                (&measure.name().into(), Some(measure))
            );
        }
        let error = "restated".parse::<Measure>().expect_err("no measure");
        let told = format!("'restated' is nothing a target can be about; choose one of {}", names.join(", "));
        assert_eq!(error.to_string(), told);
    }

    #[test]
    fn fewer_are_better_of_what_leaves_and_only_events_stay_counted() {
        let those = |holds: fn(Measure) -> bool| {
            Measure::ALL.into_iter().filter(|measure| holds(*measure)).map(Measure::name).collect::<Vec<_>>()
        };
        assert_eq!(those(Measure::is_ceiling), ["less", "lost", "transfer_out"]);
        assert_eq!(those(Measure::only_grows), ["new", "won_back", "lost"]);
        assert_eq!(those(Measure::needs_level), ["transfer_in", "transfer_out"]);
    }

    #[test]
    fn a_target_that_cannot_be_held_against_the_ledger_is_refused() {
        assert_eq!(target().check(), Ok(()));
        let refused = |change: fn(&mut Target)| {
            let mut target = target();
            change(&mut target);
            target.check().expect_err("refused")
        };
        assert_eq!(refused(|target| target.customers = None), TargetError::Empty);
        assert_eq!(refused(|target| target.minor = Some(-5)), TargetError::Negative(-5));
        assert_eq!(refused(|target| target.customers = Some(-1)), TargetError::Negative(-1));
        assert_eq!(refused(|target| target.owner = " ".to_owned()), TargetError::NoOwner);
        let upwards = refused(|target| target.measure = Measure::Moved(MovementKind::TransferIn));
        assert_eq!(upwards, TargetError::NoLevel("transfer_in"));
    }

    #[test]
    fn a_target_of_customers_of_value_or_of_none_at_all_can_be_held_against_the_ledger() {
        let value = Target { customers: None, minor: Some(0), ..target() };
        assert_eq!((value.check(), Target { customers: Some(0), ..target() }.check()), (Ok(()), Ok(())));
        let upwards =
            Target { measure: Measure::Moved(MovementKind::TransferIn), level: Some("large".into()), ..target() };
        assert_eq!(upwards.check(), Ok(()));
    }
}
