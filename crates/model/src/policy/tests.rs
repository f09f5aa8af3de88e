use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn level(name: &str, from_minor: i64) -> ValueLevel {
    ValueLevel { name: name.to_owned(), from_minor }
}

/// A policy that says something else in every definition than the one to start from.
fn another() -> Policy {
    Policy {
        customer_noun: "donor".into(),
        customer_noun_plural: "donors".into(),
        basis: ValueBasis::Spend,
        basis_rules: vec![ValueBasisRule {
            attribute: "kind".into(),
            value: "shop".into(),
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
        levels: vec![level("small", 0), level("large", 100_000)],
        reason_window_days: 10,
    }
}

/// What a policy's document says.
fn document(policy: &Policy) -> Value {
    serde_json::to_value(policy).expect("a document")
}

/// A policy whose `definition` says `value`, if there is one.
fn saying(definition: &str, value: Value) -> Option<Policy> {
    let mut document = document(&Policy::default());
    document[definition] = value;
    serde_json::from_value(document).ok()
}

#[test]
fn the_policy_to_start_from_and_one_that_says_all_else_are_valid() {
    assert_eq!(Policy::default().check(), Ok(Calendar::utc()));
    assert_eq!(another().check(), Ok(Calendar::new("Europe/London", WeekStart::Sunday, 4).expect("calendar")));
}

#[test]
fn every_definition_of_the_document_is_compared() {
    let document = document(&Policy::default());
    let names: Vec<&String> = document.as_object().expect("definitions").keys().collect();
    let mut compared: Vec<&str> = Policy::definitions().collect();
    assert_eq!(compared, Policy::default().drift(&another()));
    compared.sort_unstable();
    assert_eq!(names, compared);
}

#[test]
fn a_policy_does_not_drift_from_itself_and_is_as_far_from_another_as_that_is_from_it() {
    assert_eq!(another().drift(&another()), [""; 0]);
    let later = Policy { lapse_days: 90, return_window_days: Some(90), ..Policy::default() };
    assert_eq!(Policy::default().drift(&later), ["lapse_days", "return_window_days"]);
    assert_eq!(later.drift(&Policy::default()), ["lapse_days", "return_window_days"]);
}

#[test]
fn a_definition_may_be_each_of_its_choices_and_nothing_else() {
    for definition in Policy::definitions() {
        let Some(choices) = Policy::choices(definition) else { continue };
        let is_number = document(&Policy::default())[definition].is_number();
        let value =
            |choice: &str| if is_number { json!(choice.parse::<u8>().expect("a number")) } else { json!(choice) };
        for choice in choices {
            let policy = saying(definition, value(choice)).unwrap_or_else(|| panic!("{definition} may be {choice}"));
            assert!(policy.check().is_ok(), "{definition} {choice}");
            assert_eq!(document(&policy)[definition], value(choice));
        }
        let other = saying(definition, if is_number { json!(6) } else { json!("sometimes") });
        assert!(other.is_none_or(|policy| policy.check().is_err()), "{definition}");
    }
    let of_words = Policy::definitions().filter(|name| Policy::choices(name).is_some()).count();
    assert_eq!((of_words, Policy::choices("time_zone")), (8, None));
}

#[test]
fn a_number_is_valid_up_to_both_ends_of_its_range_and_not_beyond() {
    let of_numbers: Vec<&str> = Policy::definitions().filter(|name| Policy::range(name).is_some()).collect();
    assert_eq!(
        of_numbers,
        ["lapse_days", "value_window_days", "return_window_days", "fiscal_start_month", "reason_window_days"]
    );
    for definition in of_numbers {
        let (first, last) = Policy::range(definition).expect("a range").into_inner();
        let is_valid = |number: i32| saying(definition, json!(number)).is_some_and(|policy| policy.check().is_ok());
        let (first, last) = (i32::from(first), i32::from(last));
        assert!(is_valid(first) && is_valid(last), "{definition}");
        assert!(!is_valid(first - 1) && !is_valid(last + 1), "{definition}");
    }
}

#[test]
fn a_lapse_or_a_window_lasts_a_day_to_ten_years_and_a_reason_reaches_up_to_two() {
    let error = Policy { lapse_days: 0, ..Policy::default() }.check().expect_err("no lapse");
    assert_eq!(error, PolicyError::OutOfRange { name: "lapse_days", value: 0, min: 1, max: 3650 });
    assert_eq!(Policy::range("value_window_days"), Some(1..=3650));
    assert_eq!(Policy::range("return_window_days"), Some(1..=3650));
    assert_eq!(Policy::range("reason_window_days"), Some(0..=730));
}

#[test]
fn a_policy_that_contradicts_itself_is_refused_by_what_is_wrong_with_it() {
    let refused = |policy: Policy| policy.check().expect_err("refused");
    let standard = Policy::default;
    assert_eq!(refused(Policy { customer_noun: " ".into(), ..standard() }), PolicyError::EmptyNoun("customer_noun"));
    assert_eq!(
        refused(Policy { customer_noun_plural: String::new(), ..standard() }),
        PolicyError::EmptyNoun("customer_noun_plural")
    );
    assert_eq!(refused(Policy { recurring_months: 6, ..standard() }), PolicyError::RecurringMonths(6));
    assert_eq!(
        refused(Policy { time_zone: "Mars/Olympus".into(), ..standard() }),
        PolicyError::Calendar(CalendarError::UnknownZone("Mars/Olympus".into()))
    );
    assert_eq!(
        refused(Policy { fiscal_start_month: 13, ..standard() }),
        PolicyError::Calendar(CalendarError::FiscalMonth(13))
    );
}

#[test]
fn levels_rise_and_have_names_of_their_own() {
    let check = |levels: &[ValueLevel]| Policy { levels: levels.to_vec(), ..Policy::default() }.check().map(|_| ());
    let refused = |name: &str| Err(PolicyError::LevelOrder(name.to_owned()));
    assert_eq!(check(&[level("small", 0), level("large", 1), level("huge", 2)]), Ok(()));
    assert_eq!(check(&[level("small", 5), level("large", 5)]), refused("large"));
    assert_eq!(check(&[level("small", 6), level("large", 5)]), refused("large"));
    assert_eq!(check(&[level("small", 0), level("small", 5)]), refused("small"));
    assert_eq!(check(&[level("small", 0), level("large", 9), level("huge", 5)]), refused("huge"));
}

#[test]
fn a_document_with_an_unknown_definition_is_refused_and_one_that_leaves_some_out_means_the_usual() {
    assert_eq!(saying("lapsed_days", json!(3)), None);
    let policy: Policy = serde_json::from_value(json!({"lapse_days": 90})).expect("a policy");
    assert_eq!(policy, Policy { lapse_days: 90, ..Policy::default() });
}

proptest! {
    #[test]
    fn levels_are_taken_only_in_rising_order(starts in proptest::collection::vec(-5i64..50, 0..6)) {
        let levels: Vec<_> = starts.iter().enumerate().map(|(at, from)| level(&format!("level {at}"), *from)).collect();
        let mut rising = starts.clone();
        rising.sort_unstable();
        rising.dedup();
        let policy = Policy { levels, ..Policy::default() };
        prop_assert_eq!(policy.check().is_ok(), rising == starts);
    }

    #[test]
    fn the_steps_to_another_policy_change_one_definition_each_and_end_there(changed in proptest::collection::vec(any::<bool>(), 19)) {
        let (before, all) = (Policy::default(), another());
        let mut later = before.clone();
        let wanted: Vec<&Definition> = DEFINITIONS.iter().zip(&changed).filter(|(_, on)| **on).map(|(one, _)| one).collect();
        for definition in &wanted {
            (definition.adopt)(&mut later, &all);
        }
        let steps = before.steps_to(&later);
        prop_assert_eq!(steps.iter().map(|(name, _)| *name).collect::<Vec<_>>(), before.drift(&later));
        let mut from = before.clone();
        for (name, policy) in &steps {
            prop_assert_eq!(from.drift(policy), vec![*name]);
            from = policy.clone();
        }
        prop_assert_eq!(steps.len(), wanted.len());
        prop_assert_eq!(from, later);
    }
}
