//! Words and figures that mean nothing.

use bellwether_model::{
    ActError, CalendarError, CurrencyError, KindError, PolicyError, ReasonError, RoleError, TargetError,
};

use super::told;
use crate::words::{Said, called, grain_name, measure_name};

impl From<&CalendarError> for Said {
    fn from(error: &CalendarError) -> Self {
        match error {
            CalendarError::UnknownZone(zone) => told("error-unknown-zone", error).with("zone", zone),
            CalendarError::FiscalMonth(month) => told("error-fiscal-month", error).with("month", month),
            CalendarError::BadDay(text) => told("error-bad-day", error).with("text", text),
            CalendarError::BadPeriod(text, grain) => {
                told("error-bad-period", error).with("text", text).naming("grain", grain_name(*grain))
            }
            CalendarError::BadGrain(text) => told("error-bad-grain", error).with("text", text),
        }
    }
}

impl From<&CurrencyError> for Said {
    fn from(error: &CurrencyError) -> Self {
        match error {
            CurrencyError::BadCode(text) => told("error-bad-code", error).with("text", text),
            CurrencyError::BadAmount { text, currency } => told("error-bad-amount", error)
                .with("text", text)
                .with("currency", currency)
                .with("digits", currency.exponent())
                .with("example", currency.decimal(1_250_000)),
            CurrencyError::TooLarge(amount) => told("error-amount-too-large", error).with("amount", amount),
        }
    }
}

impl From<&TargetError> for Said {
    fn from(error: &TargetError) -> Self {
        match error {
            TargetError::Measure(text) => told("error-no-measure", error).with("text", text),
            TargetError::Empty => told("error-empty-target", error),
            TargetError::Negative(number) => told("error-negative-target", error).with("number", number),
            TargetError::NoLevel(measure) => told("error-target-level", error).naming("measure", measure_name(measure)),
            TargetError::NoOwner => told("error-no-owner", error),
        }
    }
}

impl From<&PolicyError> for Said {
    fn from(error: &PolicyError) -> Self {
        match error {
            PolicyError::Calendar(error) => error.into(),
            PolicyError::EmptyNoun(name) => told("error-empty-noun", error).naming("definition", called(name)),
            PolicyError::OutOfRange { name, value, min, max } => told("error-out-of-range", error)
                .naming("definition", called(name))
                .with("value", value)
                .with("min", min)
                .with("max", max),
            PolicyError::RecurringMonths(months) => told("error-recurring-months", error)
                .naming("definition", "called-recurring-months")
                .with("months", months),
            PolicyError::LevelOrder(level) => told("error-level-order", error).with("level", level),
        }
    }
}

impl From<&ReasonError> for Said {
    fn from(error: &ReasonError) -> Self {
        match error {
            ReasonError::Twice(reason) => told("error-reason-twice", error).with("reason", reason),
            ReasonError::NoParent(reason, parent) => {
                told("error-reason-no-parent", error).with("reason", reason).with("parent", parent)
            }
            ReasonError::Circle(reason) => told("error-reason-circle", error).with("reason", reason),
            ReasonError::CodeTwice { code, first, second } => {
                told("error-code-twice", error).with("code", code).with("first", first).with("second", second)
            }
            ReasonError::Reserved(reason) => told("error-reason-reserved", error).with("reason", reason),
            ReasonError::BadHowKnown(text) => told("error-how-known", error).with("text", text),
        }
    }
}

impl From<CalendarError> for Said {
    fn from(error: CalendarError) -> Self {
        Self::from(&error)
    }
}

impl From<CurrencyError> for Said {
    fn from(error: CurrencyError) -> Self {
        Self::from(&error)
    }
}

impl From<TargetError> for Said {
    fn from(error: TargetError) -> Self {
        Self::from(&error)
    }
}

impl From<PolicyError> for Said {
    fn from(error: PolicyError) -> Self {
        Self::from(&error)
    }
}

impl From<ReasonError> for Said {
    fn from(error: ReasonError) -> Self {
        Self::from(&error)
    }
}

impl From<ActError> for Said {
    fn from(error: ActError) -> Self {
        told("error-no-act", &error).with("text", &error.0)
    }
}

impl From<RoleError> for Said {
    fn from(error: RoleError) -> Self {
        told("error-no-role", &error).with("text", &error.0)
    }
}

impl From<KindError> for Said {
    fn from(error: KindError) -> Self {
        told("error-no-kind", &error).with("text", &error.0)
    }
}
