//! Policies named after the well-known revenue tools, so that a company can compare its figures with theirs.

use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::list::all;
use crate::policy::{FreeSubscriptions, LostWhen, PausedSubscriptions, Policy, SamePeriod, ValueBasis};

/// A policy that counts like a well-known revenue tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumCount, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", parse_err_ty = PresetError, parse_err_fn = PresetError::of)]
pub enum Preset {
    /// As ChartMogul counts.
    ChartmogulLike,
    /// As ProfitWell counts.
    ProfitwellLike,
    /// As Stripe Billing counts.
    StripeLike,
    /// As Chargify counts.
    ChargifyLike,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// The name used in options.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// `company`'s policy with this preset's answers to the questions in which the tools differ: when a customer is lost,
    /// joining and leaving in one period, returns, free and paused subscriptions. These tools count subscriptions, so the
    /// basis is `recurring`, valued by the month; calendar, currency and noun stay the company's.
    #[must_use]
    pub fn policy(self, company: &Policy) -> Policy {
        let recurring =
            Policy { basis: ValueBasis::Recurring, basis_rules: Vec::new(), recurring_months: 1, ..company.clone() };
        match self {
            Self::ChartmogulLike => Policy {
                lost_when: LostWhen::SubscriptionEnds,
                same_period: SamePeriod::BothCounted,
                return_window_days: None,
                free: FreeSubscriptions::Active,
                paused: PausedSubscriptions::Unchanged,
                ..recurring
            },
            Self::ProfitwellLike => Policy {
                lost_when: LostWhen::BillingCycleEnds,
                same_period: SamePeriod::Ignored,
                return_window_days: None,
                free: FreeSubscriptions::Apart,
                paused: PausedSubscriptions::ValueZero,
                ..recurring
            },
            Self::StripeLike => Policy {
                lost_when: LostWhen::AtOnce,
                same_period: SamePeriod::BothCounted,
                return_window_days: company.return_window_days,
                free: FreeSubscriptions::Ignored,
                paused: PausedSubscriptions::Unchanged,
                ..recurring
            },
            Self::ChargifyLike => Policy {
                lost_when: LostWhen::AtOnce,
                same_period: SamePeriod::BothCounted,
                return_window_days: Some(90),
                free: FreeSubscriptions::Ignored,
                paused: PausedSubscriptions::Unchanged,
                ..recurring
            },
        }
    }
}

/// The word is no preset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a preset; choose one of {names}", names = Preset::ALL.map(Preset::name).join(", "))]
pub struct PresetError(pub String);

impl PresetError {
    fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeekStart;
    use crate::currency::Currency;
    use crate::policy::{Refunds, ValueBasisRule, ValueLevel};

    fn company() -> Policy {
        Policy {
            customer_noun: "donor".into(),
            customer_noun_plural: "donors".into(),
            basis_rules: vec![ValueBasisRule {
                attribute: "kind".into(),
                value: "shop".into(),
                basis: ValueBasis::Spend,
            }],
            lapse_days: 90,
            value_window_days: 180,
            refunds: Refunds::Ignored,
            return_window_days: Some(30),
            currency: Currency::GBP,
            time_zone: "Europe/Berlin".into(),
            week_start: WeekStart::Sunday,
            fiscal_start_month: 4,
            levels: vec![ValueLevel { name: "small".into(), from_minor: 0 }],
            reason_window_days: 10,
            ..Policy::default()
        }
    }

    #[test]
    fn a_preset_is_read_as_it_is_written_and_no_other_word_is_one() {
        let names = ["chartmogul_like", "profitwell_like", "stripe_like", "chargify_like"];
        assert_eq!(Preset::ALL.map(Preset::name), names);
        for preset in Preset::ALL {
            assert_eq!(preset.to_string().parse(), Ok(preset));
        }
        let error = "excel_like".parse::<Preset>().expect_err("no preset");
        assert_eq!(error.to_string(), format!("'excel_like' is not a preset; choose one of {}", names.join(", ")));
    }

    #[test]
    fn a_preset_answers_only_what_the_tools_answer_differently() {
        let answered = [
            "basis",
            "basis_rules",
            "recurring_months",
            "return_window_days",
            "free",
            "paused",
            "lost_when",
            "same_period",
        ];
        for preset in Preset::ALL {
            let policy = preset.policy(&company());
            assert!(policy.check().is_ok());
            for definition in company().drift(&policy) {
                assert!(answered.contains(&definition), "{preset} changes {definition}");
            }
            assert_eq!(
                (policy.basis, policy.recurring_months, policy.basis_rules.len()),
                (ValueBasis::Recurring, 1, 0)
            );
        }
    }

    #[test]
    fn each_preset_counts_as_its_tool_says_it_does() {
        // Whatever the company itself answers.
        let otherwise = Policy {
            lost_when: LostWhen::BillingCycleEnds,
            same_period: SamePeriod::Ignored,
            free: FreeSubscriptions::Apart,
            paused: PausedSubscriptions::ValueZero,
            ..company()
        };
        let answers = |preset: Preset| {
            let [one, other] = [&company(), &otherwise].map(|company| {
                let Policy { lost_when, same_period, return_window_days, free, paused, .. } = preset.policy(company);
                (lost_when, same_period, return_window_days, free, paused)
            });
            assert_eq!(one, other, "{preset}");
            one
        };
        let counted = SamePeriod::BothCounted;
        assert_eq!(
            answers(Preset::ChartmogulLike),
            (LostWhen::SubscriptionEnds, counted, None, FreeSubscriptions::Active, PausedSubscriptions::Unchanged)
        );
        assert_eq!(
            answers(Preset::ProfitwellLike),
            (
                LostWhen::BillingCycleEnds,
                SamePeriod::Ignored,
                None,
                FreeSubscriptions::Apart,
                PausedSubscriptions::ValueZero
            )
        );
        // Stripe knows no window of its own.
        let stripe = (LostWhen::AtOnce, counted, Some(30), FreeSubscriptions::Ignored, PausedSubscriptions::Unchanged);
        assert_eq!(answers(Preset::StripeLike), stripe);
        assert_eq!(answers(Preset::ChargifyLike), (stripe.0, stripe.1, Some(90), stripe.3, stripe.4));
    }
}
