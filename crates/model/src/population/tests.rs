use proptest::prelude::*;

use super::*;

const DAY: Day = Day(20_000);

fn rule() -> impl Strategy<Value = PopulationRule> {
    let word = || prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned);
    let promise = prop::option::of(prop::sample::select(vec![
        PromiseOutcome::Kept,
        PromiseOutcome::Broken,
        PromiseOutcome::Open,
    ]));
    let touchpoint = (word(), promise, prop::option::of(1u16..400), prop::option::of(1u16..4));
    let base = prop::sample::select(vec![BaseState::Active, BaseState::Lost, BaseState::Never]);
    let days = (prop::option::of(-400i32..0), 1i32..200);
    let rule = prop_oneof![
        (word(), prop::collection::vec(word(), 1..3)).prop_map(|(attribute, is)| PopulationRule {
            attribute: Some(attribute),
            is,
            ..PopulationRule::default()
        }),
        prop::collection::vec(word(), 1..3).prop_map(|level| PopulationRule { level, ..PopulationRule::default() }),
        base.prop_map(|base| PopulationRule { base: Some(base), ..PopulationRule::default() }),
        (prop::option::of(0i64..100), 100i64..200).prop_map(|(from_minor, below)| {
            let worth = Some(WorthRange { from_minor, below_minor: Some(below) });
            PopulationRule { worth, ..PopulationRule::default() }
        }),
        days.prop_map(|(from, through)| {
            let joined = Some(DayRange { from: from.map(|day| DAY.plus(day)), through: Some(DAY.plus(through)) });
            PopulationRule { joined, ..PopulationRule::default() }
        }),
        word().prop_map(|stage| PopulationRule { stage: Some(stage), ..PopulationRule::default() }),
        touchpoint.prop_map(|(touchpoint, promise, within_days, times)| PopulationRule {
            touchpoint: Some(touchpoint),
            promise,
            within_days,
            times,
            ..PopulationRule::default()
        }),
        prop::collection::btree_set(word(), 1..3)
            .prop_map(|customers| PopulationRule { customers, ..PopulationRule::default() }),
    ];
    (rule, any::<bool>()).prop_map(|(rule, except)| PopulationRule { except, ..rule })
}

fn population(rules: Vec<PopulationRule>) -> Population {
    Population { id: "some".to_owned(), name: "Some".to_owned(), rules, ..Population::default() }
}

/// The touchpoint, the day, and what became of the promise there.
type Meeting = (String, i32, Option<(Verdict, i32)>);

#[derive(Clone, Debug)]
struct Known {
    id: String,
    joined: Option<Day>,
    worth: Option<i64>,
    attribute: Option<String>,
    stage: Option<String>,
    met: Vec<Meeting>,
}

fn known() -> impl Strategy<Value = Known> {
    let word = || prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned);
    let verdict = prop::sample::select(vec![Verdict::Kept, Verdict::Broken, Verdict::Open]);
    let met = (word(), -500i32..20, prop::option::of((verdict, -500i32..20)));
    let standing = prop_oneof![
        Just((None, None)),
        (-500i32..0).prop_map(|day| (Some(DAY.plus(day)), None)),
        (-500i32..0, 0i64..250).prop_map(|(day, worth)| (Some(DAY.plus(day)), Some(worth))),
    ];
    let words = (word(), prop::option::of(word()), prop::option::of(word()));
    (words, standing, prop::collection::vec(met, 0..6))
        .prop_map(|((id, attribute, stage), (joined, worth), met)| Known { id, joined, worth, attribute, stage, met })
}

impl Known {
    fn look<T>(&self, look: impl FnOnce(&KnownCustomer<'_>) -> T) -> T {
        let attributes = [("a", self.attribute.as_deref()), ("b", None), ("c", Some("c"))];
        let met: Vec<MetTouchpoint<'_>> = self
            .met
            .iter()
            .map(|(touchpoint, on, promise)| MetTouchpoint {
                touchpoint,
                on: DAY.plus(*on),
                promise: promise.map(|(verdict, day)| (verdict, DAY.plus(day))),
            })
            .collect();
        look(&KnownCustomer {
            id: &self.id,
            joined: self.joined,
            worth: self.worth,
            level: self.worth.map(|worth| if worth < 100 { "a" } else { "b" }),
            attributes: &attributes,
            stage: self.stage.as_deref(),
            met: &met,
        })
    }

    /// How often it met a touchpoint with such an end, as a plain look tells.
    fn times(&self, rule: &PopulationRule, touchpoint: &str) -> usize {
        let mut times = 0;
        for (name, on, promise) in &self.met {
            let day = match (rule.promise, promise) {
                (None, _) | (Some(PromiseOutcome::Open), Some((Verdict::Open, _))) => *on,
                (Some(PromiseOutcome::Kept), Some((Verdict::Kept, day)))
                | (Some(PromiseOutcome::Broken), Some((Verdict::Broken, day))) => *day,
                _ => continue,
            };
            let is_recent = rule.within_days.is_none_or(|days| day + i32::from(days) > 0);
            times += usize::from(name == touchpoint && day <= 0 && is_recent);
        }
        times
    }
}

proptest! {
    #[test]
    fn whoever_is_not_among_those_of_a_rule_is_among_the_others(rule in rule(), known in known()) {
        let other = PopulationRule { except: !rule.except, ..rule.clone() };
        prop_assert!(population(vec![rule.clone()]).check().is_ok());
        known.look(|known| {
            let [one, other] = [rule, other].map(|rule| population(vec![rule]).holds(known, DAY));
            assert_ne!(one, other);
        });
    }

    #[test]
    fn all_rules_must_hold_in_whatever_order(rules in prop::collection::vec(rule(), 1..4), known in known()) {
        let mut turned = rules.clone();
        turned.reverse();
        known.look(|known| {
            let each = rules.iter().all(|rule| population(vec![rule.clone()]).holds(known, DAY));
            assert_eq!(population(rules).holds(known, DAY), each);
            assert_eq!(population(turned).holds(known, DAY), each);
        });
    }

    #[test]
    fn who_met_a_touchpoint_is_who_a_plain_look_finds(rule in rule(), known in known()) {
        if rule.touchpoint.is_none() {
            return Ok(());
        }
        let plainly = known.times(&rule, rule.touchpoint.as_deref().unwrap_or_default())
            >= usize::from(rule.times.unwrap_or(1));
        let wanted = plainly != rule.except;
        prop_assert_eq!(known.look(|known| population(vec![rule]).holds(known, DAY)), wanted);
    }

    #[test]
    fn what_was_written_is_read_back(rules in prop::collection::vec(rule(), 1..4)) {
        let written = Populations { populations: vec![population(rules)] };
        let text = toml::to_string(&written).expect("written");
        prop_assert_eq!(toml::from_str::<Populations>(&text).expect("read"), written);
    }
}

#[test]
fn a_rule_that_cannot_be_answered_is_refused_by_what_is_wrong_with_it() {
    let said = |text: &str| {
        let text = format!("[[populations]]\nid = \"p\"\nname = \"P\"\n{text}");
        toml::from_str::<Populations>(&text).expect("read").check().map_err(|error| error.to_string())
    };
    let refused = |text: &str, what: &str| {
        let error = said(text).expect_err(text);
        assert!(error.contains(what), "{error}");
    };
    refused("rules = []", "no rules");
    refused("[[populations.rules]]\nexcept = true", "asks nothing");
    refused("[[populations.rules]]\nbase = \"active\"\nstage = \"s\"", "base and stage at once");
    refused("[[populations.rules]]\nbase = \"active\"\ntimes = 2", "no touchpoint");
    refused("[[populations.rules]]\nattribute = \"kind\"", "attribute and is together");
    refused("[[populations.rules]]\nbase = \"active\"\nis = [\"x\"]", "attribute and is together");
    refused("[[populations.rules]]\nstage = \" \"", "empty text");
    refused("[[populations.rules]]\ntouchpoint = \"t\"\ntimes = 0", "holds of nobody");
    refused("[[populations.rules]]\nworth = { from_minor = 5, below_minor = 5 }", "worth of nothing");
    refused("[[populations.rules]]\njoined = { from = \"2024-02-01\", through = \"2024-01-01\" }", "never come");
    assert_eq!(said("[[populations.rules]]\nworth = { from_minor = 5 }"), Ok(()));
    let twice = Populations { populations: vec![population(vec![PopulationRule::default()]); 2] };
    assert!(twice.check().is_err());
    for bad in ["", "Big", "a b", "ä"] {
        let bad = Population { id: bad.to_owned(), ..population(vec![]) };
        assert_eq!(bad.check(), Err(PopulationError::BadId(bad.id.clone())));
    }
    let taken = Population { id: "edit".to_owned(), ..population(vec![]) };
    assert_eq!(taken.check(), Err(PopulationError::TakenId("edit".to_owned())));
}
