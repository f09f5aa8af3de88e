//! The policy: the company's agreed definitions, one versioned and signed document.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::calendar::{Calendar, CalendarError, WeekStart};
use crate::currency::Currency;

/// What a customer's value is made of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumString, IntoStaticStr, VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ValueBasis {
    /// Monthly amounts of the subscriptions in force.
    Recurring,
    /// Purchases in the value window, refunds deducted.
    Spend,
    /// Both added up; `recurring_months` makes the units equal.
    Both,
}

impl ValueBasis {
    /// In how many months of a subscription a value is usually told: subscriptions alone are worth what they bring a month; beside a
    /// year's purchases, a year of them.
    #[must_use]
    pub fn usual_months(self) -> u8 {
        match self {
            Self::Recurring => 1,
            Self::Spend | Self::Both => 12,
        }
    }
}

/// A value basis for the customers whose `attribute` has the value `value`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueBasisRule {
    /// Name of the customer attribute.
    pub attribute: String,
    /// The attribute value the rule holds for.
    pub value: String,
    /// The basis of those customers.
    pub basis: ValueBasis,
}

/// When an ending subscription stops counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LostWhen {
    /// On the day the subscription ends.
    SubscriptionEnds,
    /// On the first day after the billing cycle in which it ends.
    BillingCycleEnds,
    /// At once: on the day it is cancelled, or its end if that comes first.
    AtOnce,
}

/// What a subscription without a price does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FreeSubscriptions {
    /// It makes its customer active, with value 0.
    Active,
    /// Its customer is counted apart, outside the ledger.
    Apart,
    /// It is as if it were not there.
    Ignored,
}

/// What a paused subscription is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PausedSubscriptions {
    /// Its price, as before the pause.
    Unchanged,
    /// Nothing, while it stays in force.
    ValueZero,
}

/// What a refund does to a customer's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Refunds {
    /// It revalues the customer on its own day.
    Deducted,
    /// It is left out.
    Ignored,
}

/// What happens to a customer who joins and leaves within one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SamePeriod {
    /// Both events are counted.
    BothCounted,
    /// Only the difference between the two ends of the period is.
    Ignored,
}

/// A named band of customer value, from `from_minor` up to the next level; a ledger can be cut by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueLevel {
    /// What people call the level.
    pub name: String,
    /// Smallest value in it, in minor units of the reporting currency.
    pub from_minor: i64,
}

/// The company's agreed definitions. A value that passed [`Policy::check`] is complete and without contradiction.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// What the company calls one customer: customer, donor, patient, member, tenant.
    pub customer_noun: String,
    /// More than one of them.
    pub customer_noun_plural: String,
    /// What a customer's value is made of unless a rule says otherwise.
    pub basis: ValueBasis,
    /// Exceptions from `basis`; the first rule that matches a customer holds.
    pub basis_rules: Vec<ValueBasisRule>,
    /// Months of a subscription's amount that make up its value: 1 (as billed a month) or 12 (a year, to stand beside a year's spend).
    pub recurring_months: u8,
    /// Days without a purchase after which a customer has lapsed.
    pub lapse_days: u16,
    /// Days of purchases that make up the value of a customer on the spend basis.
    pub value_window_days: u16,
    /// What a refund does.
    pub refunds: Refunds,
    /// Days since the loss within which a return is `won_back`; later it is `new`. Absent: any gap is `won_back`.
    pub return_window_days: Option<u16>,
    /// What a subscription without a price does.
    pub free: FreeSubscriptions,
    /// What a paused subscription is worth.
    pub paused: PausedSubscriptions,
    /// When an ending subscription stops counting.
    pub lost_when: LostWhen,
    /// How joining and leaving in one period is counted.
    pub same_period: SamePeriod,
    /// The reporting currency.
    pub currency: Currency,
    /// IANA time zone in which days begin.
    pub time_zone: String,
    /// First day of the week.
    pub week_start: WeekStart,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_start_month: i8,
    /// Value bands, lowest first, for a ledger cut by `level`.
    pub levels: Vec<ValueLevel>,
    /// Days around a movement within which a reason given for its customer belongs to it.
    pub reason_window_days: u16,
}

/// Why a policy was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A noun is missing.
    #[error("the policy's {0} is empty; write a word such as customer, donor or member")]
    EmptyNoun(&'static str),
    /// A number is too small or too large.
    #[error("{name} is {value}; choose a number from {min} to {max}")]
    OutOfRange {
        /// The definition.
        name: &'static str,
        /// What was written.
        value: u16,
        /// Smallest allowed number.
        min: u16,
        /// Largest allowed number.
        max: u16,
    },
    /// Neither 1 nor 12.
    #[error("recurring_months is {0}; choose 1 (as billed a month) or 12 (a year)")]
    RecurringMonths(u8),
    /// Levels are not in rising order.
    #[error(
        "level '{0}' does not start above the level before it; list levels from low to high, each with its own name"
    )]
    LevelOrder(String),
    /// The calendar is not valid.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            customer_noun: "customer".to_owned(),
            customer_noun_plural: "customers".to_owned(),
            basis: ValueBasis::Both,
            basis_rules: Vec::new(),
            recurring_months: 12,
            lapse_days: 180,
            value_window_days: 365,
            refunds: Refunds::Deducted,
            return_window_days: None,
            free: FreeSubscriptions::Ignored,
            paused: PausedSubscriptions::Unchanged,
            lost_when: LostWhen::SubscriptionEnds,
            same_period: SamePeriod::BothCounted,
            currency: Currency::EUR,
            time_zone: "UTC".to_owned(),
            week_start: WeekStart::Monday,
            fiscal_start_month: 1,
            levels: Vec::new(),
            reason_window_days: 30,
        }
    }
}

impl Policy {
    /// The definitions that stay as they are once books are closed: what was frozen cannot be shown in another currency or cut into other
    /// periods.
    pub const KEPT_BY_BOOKS: [&str; 4] = ["currency", "time_zone", "week_start", "fiscal_start_month"];

    /// Refuses a policy that contradicts itself; on success returns its calendar.
    pub fn check(&self) -> Result<Calendar, PolicyError> {
        for (name, noun) in
            [("customer_noun", &self.customer_noun), ("customer_noun_plural", &self.customer_noun_plural)]
        {
            if noun.trim().is_empty() {
                return Err(PolicyError::EmptyNoun(name));
            }
        }
        for (name, value) in [
            ("lapse_days", Some(self.lapse_days)),
            ("value_window_days", Some(self.value_window_days)),
            ("return_window_days", self.return_window_days),
            ("reason_window_days", Some(self.reason_window_days)),
        ] {
            if let (Some(value), Some(range)) = (value, Self::range(name))
                && !range.contains(&value)
            {
                let (min, max) = range.into_inner();
                return Err(PolicyError::OutOfRange { name, value, min, max });
            }
        }
        if self.recurring_months != 1 && self.recurring_months != 12 {
            return Err(PolicyError::RecurringMonths(self.recurring_months));
        }
        for pair in self.levels.windows(2) {
            if let [lower, upper] = pair
                && (lower.from_minor >= upper.from_minor || lower.name == upper.name)
            {
                return Err(PolicyError::LevelOrder(upper.name.clone()));
            }
        }
        Ok(Calendar::new(&self.time_zone, self.week_start, self.fiscal_start_month)?)
    }

    /// The names of all definitions, in the order of the document.
    pub fn definitions() -> impl Iterator<Item = &'static str> {
        DEFINITIONS.iter().map(|definition| definition.name)
    }

    /// What a definition may say, where it is one of a few words or numbers.
    #[must_use]
    pub fn choices(definition: &str) -> Option<&'static [&'static str]> {
        match definition {
            "basis" => Some(ValueBasis::VARIANTS),
            "recurring_months" => Some(&["1", "12"]),
            "refunds" => Some(Refunds::VARIANTS),
            "free" => Some(FreeSubscriptions::VARIANTS),
            "paused" => Some(PausedSubscriptions::VARIANTS),
            "lost_when" => Some(LostWhen::VARIANTS),
            "same_period" => Some(SamePeriod::VARIANTS),
            "week_start" => Some(WeekStart::VARIANTS),
            _ => None,
        }
    }

    /// The numbers that a definition may be, where it is any number from one to another.
    #[must_use]
    pub fn range(definition: &str) -> Option<RangeInclusive<u16>> {
        match definition {
            "lapse_days" | "value_window_days" | "return_window_days" => Some(1..=3650),
            "reason_window_days" => Some(0..=730),
            "fiscal_start_month" => Some(1..=12),
            _ => None,
        }
    }

    /// The names of the definitions in which `later` differs from this policy, in the order of the document.
    #[must_use]
    pub fn drift(&self, later: &Self) -> Vec<&'static str> {
        self.differences(later).map(|definition| definition.name).collect()
    }

    /// The way from this policy to `later`, one changed definition a step: its name and the policy after it. The last policy is
    /// `later` itself.
    #[must_use]
    pub fn steps_to(&self, later: &Self) -> Vec<(&'static str, Self)> {
        let mut policy = self.clone();
        self.differences(later)
            .map(|definition| {
                (definition.adopt)(&mut policy, later);
                (definition.name, policy.clone())
            })
            .collect()
    }

    /// Whether the same facts move the same under both: the definitions apart that only add up, name or explain what moved.
    #[must_use]
    pub fn moves_like(&self, other: &Self) -> bool {
        const ADDS_UP: [&str; 7] = [
            "customer_noun",
            "customer_noun_plural",
            "same_period",
            "week_start",
            "fiscal_start_month",
            "levels",
            "reason_window_days",
        ];
        self.differences(other).all(|definition| ADDS_UP.contains(&definition.name))
    }

    fn differences<'a>(&'a self, later: &'a Self) -> impl Iterator<Item = &'static Definition> + 'a {
        DEFINITIONS.iter().filter(|definition| (definition.differs)(self, later))
    }
}

/// One definition of two policies.
struct Definition {
    name: &'static str,
    differs: fn(&Policy, &Policy) -> bool,
    /// Takes it over from another policy.
    adopt: fn(&mut Policy, &Policy),
}

macro_rules! definitions {
    ($($field:ident),+ $(,)?) => {
        &[$(Definition {
            name: stringify!($field),
            differs: |one, other| one.$field != other.$field,
            adopt: |policy, other| policy.$field.clone_from(&other.$field),
        }),+]
    };
}

const DEFINITIONS: &[Definition] = definitions![
    customer_noun,
    customer_noun_plural,
    basis,
    basis_rules,
    recurring_months,
    lapse_days,
    value_window_days,
    refunds,
    return_window_days,
    free,
    paused,
    lost_when,
    same_period,
    currency,
    time_zone,
    week_start,
    fiscal_start_month,
    levels,
    reason_window_days,
];

#[cfg(test)]
mod tests;
