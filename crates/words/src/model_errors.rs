//! By which text an error of the model is told: words and figures that mean nothing.

use bellwether_model::{
    ActError, CalendarError, CurrencyError, LONGEST_LIST, MovementKindError, PolicyError, PopulationError, ReasonError,
    RoleError, RuleFault, TargetError,
};

use crate::message::{Message, error_message};
use crate::names::{called, grain_name, measure_name};

impl From<&CalendarError> for Message {
    fn from(error: &CalendarError) -> Self {
        match error {
            CalendarError::UnknownZone(zone) => error_message("error-unknown-zone", error).with("zone", zone),
            CalendarError::FiscalMonth(month) => error_message("error-fiscal-month", error).with("month", month),
            CalendarError::BadDay(text) => error_message("error-bad-day", error).with("text", text),
            CalendarError::BadPeriod(text, grain) => {
                error_message("error-bad-period", error).with("text", text).naming("grain", grain_name(*grain))
            }
            CalendarError::BadGrain(text) => error_message("error-bad-grain", error).with("text", text),
        }
    }
}

impl From<&CurrencyError> for Message {
    fn from(error: &CurrencyError) -> Self {
        match error {
            CurrencyError::BadCode(text) => error_message("error-bad-code", error).with("text", text),
            CurrencyError::BadAmount { text, currency } => error_message("error-bad-amount", error)
                .with("text", text)
                .with("currency", currency)
                .with("digits", currency.exponent())
                .with("example", currency.decimal(1_250_000)),
            CurrencyError::TooLarge(amount) => error_message("error-amount-too-large", error).with("amount", amount),
        }
    }
}

impl From<&TargetError> for Message {
    fn from(error: &TargetError) -> Self {
        match error {
            TargetError::Measure(text) => error_message("error-no-measure", error).with("text", text),
            TargetError::Empty => error_message("error-empty-target", error),
            TargetError::Negative(number) => error_message("error-negative-target", error).with("number", number),
            TargetError::NoLevel(measure) => {
                error_message("error-target-level", error).naming("measure", measure_name(measure))
            }
            TargetError::NoOwner => error_message("error-no-owner", error),
        }
    }
}

impl From<&PolicyError> for Message {
    fn from(error: &PolicyError) -> Self {
        match error {
            PolicyError::Calendar(error) => error.into(),
            PolicyError::EmptyNoun(name) => error_message("error-empty-noun", error).naming("definition", called(name)),
            PolicyError::OutOfRange { name, value, min, max } => error_message("error-out-of-range", error)
                .naming("definition", called(name))
                .with("value", value)
                .with("min", min)
                .with("max", max),
            PolicyError::RecurringMonths(months) => error_message("error-recurring-months", error)
                .naming("definition", "called-recurring-months")
                .with("months", months),
            PolicyError::LevelOrder(level) => error_message("error-level-order", error).with("level", level),
        }
    }
}

impl From<&ReasonError> for Message {
    fn from(error: &ReasonError) -> Self {
        match error {
            ReasonError::Twice(reason) => error_message("error-reason-twice", error).with("reason", reason),
            ReasonError::NoParent(reason, parent) => {
                error_message("error-reason-no-parent", error).with("reason", reason).with("parent", parent)
            }
            ReasonError::Circle(reason) => error_message("error-reason-circle", error).with("reason", reason),
            ReasonError::CodeTwice { code, first, second } => {
                error_message("error-code-twice", error).with("code", code).with("first", first).with("second", second)
            }
            ReasonError::Reserved(reason) => error_message("error-reason-reserved", error).with("reason", reason),
            ReasonError::BadHowKnown(text) => error_message("error-how-known", error).with("text", text),
        }
    }
}

impl From<&PopulationError> for Message {
    fn from(error: &PopulationError) -> Self {
        match error {
            PopulationError::BadId(id) => error_message("error-population-id", error).with("id", id),
            PopulationError::TakenId(id) => error_message("error-population-taken", error).with("id", id),
            PopulationError::IdTwice(id) => error_message("error-population-twice", error).with("id", id),
            PopulationError::BadName(id) => error_message("error-population-name", error).with("id", id),
            PopulationError::NoRules(id) => error_message("error-population-rules", error).with("id", id),
            PopulationError::BadRule { population, rule, fault } => error_message("error-population-rule", error)
                .with("id", population)
                .with("rule", rule)
                .listing("fault", vec![fault.into()]),
        }
    }
}

impl From<&RuleFault> for Message {
    fn from(fault: &RuleFault) -> Self {
        match fault {
            RuleFault::AsksNothing => error_message("error-rule-asks-nothing", fault),
            RuleFault::AsksSeveral(things) => {
                error_message("error-rule-asks-several", fault).with("things", things.join(", "))
            }
            RuleFault::NoTouchpoint(name) => error_message("error-rule-no-touchpoint", fault).with("name", name),
            RuleFault::HalfAttribute => error_message("error-rule-half-attribute", fault),
            RuleFault::EmptyText => error_message("error-rule-empty-text", fault),
            RuleFault::CountsNothing => error_message("error-rule-counts-nothing", fault),
            RuleFault::NoWorth => error_message("error-rule-no-worth", fault),
            RuleFault::NoDays => error_message("error-rule-no-days", fault),
            RuleFault::LongList(length) => error_message("error-rule-long-list", fault)
                .figure("length", *length as i64)
                .figure("most", LONGEST_LIST as i64),
        }
    }
}

impl From<CalendarError> for Message {
    fn from(error: CalendarError) -> Self {
        Self::from(&error)
    }
}

impl From<CurrencyError> for Message {
    fn from(error: CurrencyError) -> Self {
        Self::from(&error)
    }
}

impl From<TargetError> for Message {
    fn from(error: TargetError) -> Self {
        Self::from(&error)
    }
}

impl From<PolicyError> for Message {
    fn from(error: PolicyError) -> Self {
        Self::from(&error)
    }
}

impl From<PopulationError> for Message {
    fn from(error: PopulationError) -> Self {
        Self::from(&error)
    }
}

impl From<ReasonError> for Message {
    fn from(error: ReasonError) -> Self {
        Self::from(&error)
    }
}

impl From<ActError> for Message {
    fn from(error: ActError) -> Self {
        error_message("error-no-act", &error).with("text", &error.0)
    }
}

impl From<RoleError> for Message {
    fn from(error: RoleError) -> Self {
        error_message("error-no-role", &error).with("text", &error.0)
    }
}

impl From<MovementKindError> for Message {
    fn from(error: MovementKindError) -> Self {
        error_message("error-no-kind", &error).with("text", &error.0)
    }
}
