//! The words of the domain, valid by construction.
//!
//! Question: what may a customer's life with a company be described with, and what do those words mean exactly?
//! Invariant: no IO, no Arrow, no clock and no randomness in this crate; a value that exists is a valid one.
//! The definitions are those of GLOSSARY.md.

mod business_calendar;
mod calendar;
mod currency;
mod edition;
mod journey;
mod journey_history;
mod list;
mod movement;
mod policy;
mod population;
mod preset;
mod reality;
mod reason;
mod role;
mod roles;
mod target;

pub use business_calendar::{
    BusinessCalendar, BusinessCalendarError, BusinessCalendars, OpenHours, SpecialDay, WeekHours, WorkingClock,
};
pub use calendar::{Calendar, CalendarError, Day, DayClock, Grain, Period, WeekStart};
pub use currency::{Currency, CurrencyError, LARGEST_AMOUNT, minor_from_decimal};
pub use edition::Edition;
pub use journey::{
    CalendarClocks, ContactState, ContactTouch, DueContact, ExpectedContact, Handoff, Journey, JourneyError, Judgement,
    LAST_RANK, Moment, PURCHASES, Persona, Process, ProcessKind, Promise, PromisedTouch, Share, Stage, Subscribed,
    TimeLimit, Touchpoint, TouchpointClass, Verdict, WordingNote, wording_notes,
};
pub use journey_history::{CalendarEdition, JourneyEdition, JourneyHistory};
pub use movement::{Movement, MovementKind, MovementKindError};
pub use policy::{
    FreeSubscriptions, LostWhen, PausedSubscriptions, Policy, PolicyError, Refunds, SamePeriod, ValueBasis,
    ValueBasisRule, ValueLevel,
};
pub use population::{
    BaseState, DayRange, KnownCustomer, LONGEST_LIST, MetTouchpoint, Population, PopulationError, PopulationRule,
    Populations, PromiseOutcome, RuleFault, WorthRange,
};
pub use preset::{Preset, PresetError};
pub use reality::{RealityAnswer, RealityAnswerError};
pub use reason::{HowKnown, ReasonError, ReasonNode, ReasonTree};
pub use role::{Act, ActError, Role, RoleError};
pub use roles::{NoRoles, Roles};
pub use target::{Measure, Target, TargetError};
