//! The form is read as a browser sends it: what was drawn comes back as it was, and what was filled in stands in the populations.

use std::collections::BTreeSet;

use bellwether_app::population_trial::PopulationChoices;
use bellwether_model::{
    BaseState, Currency, Day, DayRange, Population, PopulationRule, Populations, PromiseOutcome, WorthRange,
};
use bellwether_words::{Language, Locale};
use proptest::prelude::*;

use super::draft::{RULES, act, draft_of, next, read};
use super::form::form;
use crate::web::parts::draft::sent::sent;
use crate::web::parts::draft::{Draft, Fields};

const NOUNS: (&str, &str) = ("customer", "customers");

/// What people write: letters, marks that a page must not take for its own, and dots, by which places are parted.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Zäß0-9<>&\"'.,=/ ]{0,12}[a-zA-Zäß0-9<>&\"'.]".prop_map(|text| text.trim().to_owned())
}

fn rule() -> impl Strategy<Value = PopulationRule> {
    let of = PopulationRule::default;
    let promises = vec![PromiseOutcome::Kept, PromiseOutcome::Broken, PromiseOutcome::Open];
    let promise = prop::option::of(prop::sample::select(promises));
    let touchpoint = (text(), promise, prop::option::of(1u16..), prop::option::of(1u16..));
    let base = prop::sample::select(vec![BaseState::Active, BaseState::Lost, BaseState::Never]);
    let worth = (prop::option::of(-9_000_000_000_000_000i64..0), prop::option::of(0i64..9_000_000_000_000_000));
    let days = (prop::option::of(-20_000i32..20_000), prop::option::of(20_000i32..40_000));
    let rule = prop_oneof![
        (text(), prop::collection::vec(text(), 1..4)).prop_map(move |(attribute, is)| PopulationRule {
            attribute: Some(attribute),
            is,
            ..of()
        }),
        prop::collection::vec(text(), 1..4).prop_map(move |level| PopulationRule { level, ..of() }),
        base.prop_map(move |base| PopulationRule { base: Some(base), ..of() }),
        worth.prop_filter("an amount", |(from, below)| from.is_some() || below.is_some()).prop_map(
            move |(from_minor, below_minor)| PopulationRule {
                worth: Some(WorthRange { from_minor, below_minor }),
                ..of()
            }
        ),
        days.prop_filter("a day", |(from, through)| from.is_some() || through.is_some()).prop_map(
            move |(from, through)| {
                PopulationRule { joined: Some(DayRange { from: from.map(Day), through: through.map(Day) }), ..of() }
            }
        ),
        text().prop_map(move |stage| PopulationRule { stage: Some(stage), ..of() }),
        touchpoint.prop_map(move |(touchpoint, promise, within_days, times)| PopulationRule {
            touchpoint: Some(touchpoint),
            promise,
            within_days,
            times,
            ..of()
        }),
        prop::collection::btree_set(text(), 1..4).prop_map(move |customers| PopulationRule { customers, ..of() }),
    ];
    (rule, any::<bool>()).prop_map(|(rule, except)| PopulationRule { except, ..rule })
}

fn populations() -> impl Strategy<Value = Populations> {
    let about = prop::collection::vec(text(), 0..3).prop_map(|lines| lines.join("\n"));
    let one = (text(), about, prop::collection::vec(rule(), 1..4));
    prop::collection::vec(one, 0..4).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        let one = |(at, (name, about, rules))| Population { id: format!("p{at}"), name, about, rules };
        Populations { populations: numbered.map(one).collect() }
    })
}

fn choices() -> impl Strategy<Value = PopulationChoices> {
    let pairs = || prop::collection::vec((text(), text()), 0..3);
    let names = prop::collection::btree_map(text(), prop::collection::btree_set(text(), 0..3), 0..3);
    (names, prop::collection::vec(text(), 0..3), pairs(), pairs()).prop_map(
        |(attributes, levels, stages, touchpoints)| PopulationChoices { attributes, levels, stages, touchpoints },
    )
}

fn drawn(language: &Language, draft: &Draft, choices: &PopulationChoices) -> Fields {
    let words = language.with_noun(NOUNS, Currency::EUR);
    sent(&form(words, draft, choices, None).into_string())
}

proptest! {
    #[test]
    fn a_form_that_is_sent_back_as_it_was_drawn_changes_nothing(populations in populations(), choices in choices(), is_german: bool) {
        let language = Language::new(if is_german { Locale::German } else { Locale::English });
        let draft = draft_of(&populations, 3);
        prop_assert_eq!(populations.check(), Ok(()));
        let fields = drawn(&language, &draft, &choices);
        let words = language.with_noun(NOUNS, Currency::EUR);
        let read = read(&fields, words).expect("read");
        prop_assert_eq!(&read, &draft);
        prop_assert_eq!(next(&read, words).expect("populations"), populations);
    }

    #[test]
    fn every_rule_can_be_made_by_its_form(rule in rule(), is_german: bool) {
        let language = Language::new(if is_german { Locale::German } else { Locale::English });
        let words = language.with_noun(NOUNS, Currency::EUR);
        let wanted = Populations { populations: vec![Population {
            id: "those_meant".into(), name: "Those meant".into(), about: String::new(), rules: vec![rule],
        }] };
        // What the form of the rule itself sends is what somebody fills in who writes it.
        let filled = drawn(&language, &draft_of(&wanted, 0), &PopulationChoices::default());
        let kind = filled["populations.0.rules.0.kind"].clone();
        let mut draft = draft_of(&Populations::default(), 0);
        act(&mut draft, "populations.add", &Fields::new());
        act(&mut draft, "populations.0.rules.add", &Fields::from([("populations.0.kind".to_owned(), kind)]));
        prop_assert_eq!(&draft.place, "populations.0.rules.0");
        let mut fields = drawn(&language, &draft, &PopulationChoices::default());
        fields.extend(filled.into_iter().filter(|(name, _)| name.starts_with("populations.0.")));
        let mut made = next(&read(&fields, words).expect("read"), words).expect("populations");
        // A level twice is a level.
        let mut wanted = wanted;
        for rule in [&mut made, &mut wanted].map(|populations| &mut populations.populations[0].rules[0]) {
            rule.level = rule.level.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        }
        prop_assert_eq!(made, wanted);
    }
}

#[test]
fn rules_and_populations_are_taken_away_and_moved_by_buttons() {
    let rule = |stage: &str| PopulationRule { stage: Some(stage.to_owned()), ..PopulationRule::default() };
    let one = |id: &str| Population {
        id: id.to_owned(),
        name: id.to_uppercase(),
        rules: vec![rule("first"), rule("second")],
        ..Population::default()
    };
    let mut draft = draft_of(&Populations { populations: vec![one("a"), one("b")] }, 1);
    let english = Language::new(Locale::English);
    let words = english.with_noun(NOUNS, Currency::EUR);
    let told = |draft: &Draft| {
        let all = next(draft, words).expect("populations").populations.into_iter();
        let of = |population: Population| {
            let rules = population.rules.into_iter().filter_map(|rule| rule.stage).collect::<Vec<_>>();
            format!("{}({})", population.id, rules.join(" "))
        };
        all.map(of).collect::<Vec<_>>().join(" ")
    };
    for (asked, expected, place) in [
        ("populations.1.rules.0.remove", "a(first second) b(second)", "populations.1"),
        ("populations.1.up", "b(second) a(first second)", "populations.0"),
        ("populations.0.up", "b(second) a(first second)", ""),
        ("populations.1.rules.7.remove", "b(second) a(first second)", ""),
        ("populations.0.remove", "a(first second)", "populations.0"),
        ("populations.x.rules.add", "a(first second)", ""),
        ("nothing", "a(first second)", ""),
    ] {
        act(&mut draft, asked, &Fields::new());
        assert_eq!((told(&draft).as_str(), draft.place.as_str()), (expected, place), "{asked}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_what_was_written_and_stays_in_the_form() {
    let english = Language::new(Locale::English);
    let words = english.with_noun(NOUNS, Currency::EUR);
    let mut draft = draft_of(&Populations::default(), 0);
    act(&mut draft, "populations.add", &Fields::new());
    for (kind, _) in RULES {
        let kind = Fields::from([("populations.0.kind".to_owned(), kind.to_owned())]);
        act(&mut draft, "populations.0.rules.add", &kind);
    }
    assert_eq!(draft.list("populations.0.rules").len(), RULES.len());
    let refused = |draft: &Draft, said: &str| {
        let failure = next(draft, words).and_then(|all| all.check().map_err(bellwether_app::failure::Failure::input));
        let failure = failure.expect_err(said).to_string();
        assert!(failure.contains(said), "{failure}");
    };
    refused(&draft, "has no name");
    let mut fields = drawn(&english, &draft, &PopulationChoices::default());
    for (field, text, said) in [
        ("name", "Ölkunden & Co.", "rule 1 of the population oelkunden_co names nothing"),
        ("rules.0.is", "private\r\n\r\n business ", "rule 2 of the population oelkunden_co names nothing"),
        ("rules.1.level.gold", "yes", "rule 8 of the population oelkunden_co names nothing"),
        ("rules.7.customers", "C-1", "empty text"),
        ("rules.0.attribute", "segment", "worth of nothing"),
        ("rules.3.worth.from_minor", "1.00.0", "has the amount '1.00.0'"),
        ("rules.3.worth.from_minor", "1,000.50", "days that never come"),
        ("rules.4.joined.through", "tomorrow", "tomorrow"),
        ("rules.4.joined.through", "2025-01-31", "empty text"),
        ("rules.6.times", "often", "counts 'often'"),
        ("rules.6.times", "0", "empty text"),
        ("rules.6.touchpoint", "installation", "empty text"),
        ("rules.5.stage", "using", "counts 0 times"),
    ] {
        fields.insert(format!("populations.0.{field}"), text.to_owned());
        let draft = read(&fields, words).expect("read");
        refused(&draft, said);
        let again = drawn(&english, &draft, &PopulationChoices::default());
        let kept = again[&format!("populations.0.{field}")].trim().to_owned();
        assert!(kept == text || field.split('.').next_back() == Some("is"), "{field}: {kept}");
        fields = again;
    }
    fields.insert("populations.0.rules.6.times".to_owned(), String::new());
    let made = next(&read(&fields, words).expect("read"), words).expect("populations");
    assert_eq!(made.check(), Ok(()));
    let population = &made.populations[0];
    assert_eq!(
        (population.id.as_str(), population.rules[3].worth),
        ("oelkunden_co", Some(WorthRange { from_minor: Some(100_050), below_minor: None }))
    );
    assert_eq!(population.rules[0].is, ["private", "business"]);
}
