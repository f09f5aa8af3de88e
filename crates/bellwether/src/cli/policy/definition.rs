//! How is a definition of the policy typed at the terminal?
//!
//! Invariant: what is written of a definition is read back as that definition.

use bellwether_app::failure::{Failure, FailureKind};
use bellwether_model::Policy;
use toml::{Table, Value};

/// What stands for a definition that is left open.
const NONE: &str = "none";
/// The definition that may be left open.
const OPEN: &str = "return_window_days";

/// What a policy says of a definition, as a person types it.
pub(in crate::cli) fn written(policy: &Policy, name: &str) -> Result<String, Failure> {
    Ok(match document(policy)?.get(name) {
        None => NONE.to_owned(),
        Some(Value::String(text)) if !text.is_empty() && value(text).is_str() => text.clone(),
        Some(value) => value.to_string(),
    })
}

/// The policy with one definition changed: a TOML value, or text without quotes. Nothing takes the definition away.
pub(super) fn changed(policy: &Policy, name: &str, text: &str) -> Result<Policy, Failure> {
    if !Policy::definitions().any(|known| known == name) {
        let known = Policy::definitions().collect::<Vec<_>>().join(", ");
        return Err(
            Failure::input(format!("'{name}' is no definition of the policy")).hint(format!("choose one of {known}"))
        );
    }
    let mut document = document(policy)?;
    if text.is_empty() || (name == OPEN && text == NONE) {
        document.remove(name);
    } else {
        document.insert(name.to_owned(), value(text));
    }
    let policy: Result<Policy, toml::de::Error> = document.try_into();
    policy.map_err(|_| Failure::input(format!("{name} is '{text}'; {}", wanted(name))))
}

fn document(policy: &Policy) -> Result<Table, Failure> {
    Table::try_from(policy).map_err(|error| Failure::caused(FailureKind::Internal, &error))
}

/// A TOML value, or text without quotes.
fn value(text: &str) -> Value {
    let document = format!("value = {text}").parse::<Table>().ok();
    document.and_then(|mut document| document.remove("value")).unwrap_or_else(|| Value::String(text.to_owned()))
}

/// What a definition may say, in words.
fn wanted(name: &str) -> String {
    if let Some(range) = Policy::range(name) {
        let or_open = if name == OPEN { ", or none" } else { "" };
        return format!("write a whole number from {} to {}{or_open}", range.start(), range.end());
    }
    match (Policy::choices(name), name) {
        (Some([first @ .., last]), _) => format!("choose {} or {last}", first.join(", ")),
        (_, "currency") => "write the code of a currency in ISO 4217, such as EUR".to_owned(),
        (_, "levels") => "write a list such as [{ name = \"large\", from_minor = 100000 }]".to_owned(),
        (_, "basis_rules") => {
            "write a list such as [{ attribute = \"kind\", value = \"shop\", basis = \"spend\" }]".to_owned()
        }
        _ => "write a text, in quotes where it is a number".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_model::{
        Currency, FreeSubscriptions, LostWhen, PausedSubscriptions, Refunds, SamePeriod, ValueBasis, ValueBasisRule,
        ValueLevel, WeekStart,
    };

    /// A policy that says something else in every definition than the one to start from.
    fn another() -> Policy {
        Policy {
            customer_noun: "true".into(),
            customer_noun_plural: "friends of ours".into(),
            basis: ValueBasis::Spend,
            basis_rules: vec![ValueBasisRule {
                attribute: "kind".into(),
                value: "a \"b\"".into(),
                basis: ValueBasis::Recurring,
            }],
            recurring_months: 1,
            lapse_days: 90,
            value_window_days: 180,
            refunds: Refunds::Ignored,
            return_window_days: Some(30),
            free: FreeSubscriptions::Apart,
            paused: PausedSubscriptions::ValueZero,
            lost_when: LostWhen::AtOnce,
            same_period: SamePeriod::Ignored,
            currency: Currency::GBP,
            time_zone: "Europe/London".into(),
            week_start: WeekStart::Sunday,
            fiscal_start_month: 4,
            levels: vec![
                ValueLevel { name: "small".into(), from_minor: 0 },
                ValueLevel { name: "large".into(), from_minor: 9 },
            ],
            reason_window_days: 10,
        }
    }

    fn refused(name: &str, text: &str) -> String {
        let failure = changed(&Policy::default(), name, text).expect_err(text);
        assert_eq!(failure.kind(), FailureKind::Input);
        failure.to_string()
    }

    #[test]
    fn what_is_written_of_each_definition_is_read_back_as_it() {
        for [from, to] in [[Policy::default(), another()], [another(), Policy::default()]] {
            let read = Policy::definitions().try_fold(from.clone(), |policy, name| {
                assert!(from.drift(&to).contains(&name));
                changed(&policy, name, &written(&to, name)?)
            });
            assert_eq!(read.expect("read back"), to);
        }
    }

    #[test]
    fn a_definition_is_written_as_it_is_typed() {
        let of = |name: &str| written(&Policy::default(), name).expect("written");
        assert_eq!(
            [of("lost_when"), of("lapse_days"), of("return_window_days"), of("levels")],
            ["subscription_ends", "180", "none", "[]"]
        );
        assert_eq!(
            written(&another(), "levels").expect("written"),
            "[{ from_minor = 0, name = \"small\" }, { from_minor = 9, name = \"large\" }]"
        );
    }

    #[test]
    fn what_a_definition_cannot_be_is_refused_with_what_it_can_be() {
        for (name, text, told) in [
            ("lapse_days", "abc", "lapse_days is 'abc'; write a whole number from 1 to 3650"),
            ("lapse_days", "100000", "lapse_days is '100000'; write a whole number from 1 to 3650"),
            (
                "return_window_days",
                "never",
                "return_window_days is 'never'; write a whole number from 1 to 3650, or none",
            ),
            ("fiscal_start_month", "May", "fiscal_start_month is 'May'; write a whole number from 1 to 12"),
            ("recurring_months", "six", "recurring_months is 'six'; choose 1 or 12"),
            ("basis", "sometimes", "basis is 'sometimes'; choose recurring, spend or both"),
            ("week_start", "friday", "week_start is 'friday'; choose monday, sunday or saturday"),
            ("currency", "QQQ", "currency is 'QQQ'; write the code of a currency in ISO 4217, such as EUR"),
            ("levels", "large", "levels is 'large'; write a list such as [{ name = \"large\", from_minor = 100000 }]"),
            ("customer_noun", "5", "customer_noun is '5'; write a text, in quotes where it is a number"),
        ] {
            assert_eq!(refused(name, text), format!("error (input): {told}"));
        }
        assert!(
            refused("lapsed_days", "3")
                .contains("'lapsed_days' is no definition of the policy\nhint: choose one of customer_noun, ")
        );
    }

    #[test]
    fn what_is_offered_as_an_example_can_be_typed() {
        for name in ["levels", "basis_rules"] {
            let (_, example) =
                wanted(name).split_once("such as ").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("an example");
            assert!(changed(&Policy::default(), name, &example).is_ok(), "{example}");
        }
    }

    #[test]
    fn nothing_takes_a_definition_away() {
        for (name, text) in [("return_window_days", ""), ("return_window_days", "none"), ("lapse_days", "")] {
            let usual = written(&Policy::default(), name).expect("written");
            assert_eq!(written(&changed(&another(), name, text).expect("taken away"), name).expect("written"), usual);
        }
    }
}
