//! What does one journey say otherwise than another, thing by thing?
//!
//! Invariant: no change is told where both are equal, and one at least where they are not.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::Journey;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A change of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JourneyChange {
    /// What it is.
    pub part: JourneyPart,
    /// Its id.
    pub id: String,
    /// What it is called, in the later journey where it is in both.
    pub name: String,
    /// The stage in which it is, by id, in the later journey where it is in both; absent of what is in none.
    pub stage: Option<String>,
    /// What changes.
    pub difference: JourneyDifference,
}

/// A thing of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JourneyPart {
    /// A step of the customer's life.
    Stage,
    /// A moment that touches tell of.
    Touchpoint,
    /// A moment that comes by counting.
    Moment,
    /// Work that passes from one silo to another.
    Handoff,
    /// A kind of customers.
    Persona,
}

/// How a thing changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JourneyDifference {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It is in another stage, or at another place among its like.
    Moved,
    /// It says something else.
    Said {
        /// Of what, as in the document: `owner`, or `promise.within`.
        field: String,
        /// What it said; absent: nothing.
        before: Option<String>,
        /// What it says; absent: nothing.
        after: Option<String>,
    },
}

impl JourneyPart {
    /// As in the names of texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Touchpoint => "touchpoint",
            Self::Moment => "moment",
            Self::Handoff => "handoff",
            Self::Persona => "persona",
        }
    }
}

/// A thing, laid flat.
struct Thing {
    part: JourneyPart,
    id: String,
    stage: Option<String>,
    said: BTreeMap<String, String>,
}

/// What changes from one journey to the next; from none, all of the next is added. In the order of the next, what is removed last.
#[must_use]
pub fn journey_changes(before: Option<&Journey>, after: &Journey) -> Vec<JourneyChange> {
    let [old, new] = [before.map(things).unwrap_or_default(), things(after)];
    let find = |things: &'_ [Thing], id: &str, part| things.iter().position(|it| it.id == id && it.part == part);
    let change = |thing: &Thing, difference| JourneyChange {
        part: thing.part,
        id: thing.id.clone(),
        name: thing.said.get("name").cloned().unwrap_or_default(),
        stage: thing.stage.clone(),
        difference,
    };
    let is_moved = moved(&old, &new);
    let mut changes = Vec::new();
    for thing in &new {
        let Some(at) = find(&old, &thing.id, thing.part) else {
            changes.push(change(thing, JourneyDifference::Added));
            continue;
        };
        let was = &old[at];
        if was.stage != thing.stage || is_moved.contains(&(thing.part, thing.id.as_str())) {
            changes.push(change(thing, JourneyDifference::Moved));
        }
        let fields: BTreeSet<&String> = was.said.keys().chain(thing.said.keys()).collect();
        for field in fields {
            let [before, after] = [was, thing].map(|thing| thing.said.get(field).cloned());
            if before != after {
                changes.push(change(thing, JourneyDifference::Said { field: field.clone(), before, after }));
            }
        }
    }
    let gone = old.iter().filter(|thing| find(&new, &thing.id, thing.part).is_none());
    changes.extend(gone.map(|thing| change(thing, JourneyDifference::Removed)));
    changes
}

/// What stands at another place among those of its like and stage that are in both: the fewest that explain the new order.
fn moved<'t>(old: &'t [Thing], new: &'t [Thing]) -> BTreeSet<(JourneyPart, &'t str)> {
    let lists: BTreeSet<_> = new.iter().map(|thing| (thing.part, thing.stage.as_deref())).collect();
    let mut found = BTreeSet::new();
    for (part, stage) in lists {
        let was = |thing: &&Thing| {
            old.iter().position(|it| it.part == part && it.stage.as_deref() == stage && it.id == thing.id)
        };
        let there = new.iter().filter(|thing| thing.part == part && thing.stage.as_deref() == stage);
        let (places, ids): (Vec<usize>, Vec<&str>) =
            there.filter_map(|thing| Some((was(&thing)?, thing.id.as_str()))).unzip();
        let kept = longest_rising(&places);
        found.extend(ids.into_iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, id)| (part, id)));
    }
    found
}

/// The places of a longest run, with gaps, whose numbers rise.
fn longest_rising(numbers: &[usize]) -> BTreeSet<usize> {
    // Of each place the length of the longest run that ends there, and the place before it.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        let before = (0..place).filter(|other| numbers[*other] < *number).max_by_key(|other| runs[*other].0);
        runs.push((before.map_or(1, |other| runs[other].0 + 1), before));
    }
    let mut at = (0..runs.len()).max_by_key(|place| runs[*place].0);
    let mut kept = BTreeSet::new();
    while let Some(place) = at {
        kept.insert(place);
        at = runs[place].1;
    }
    kept
}

fn things(journey: &Journey) -> Vec<Thing> {
    let mut things = Vec::new();
    for stage in &journey.stages {
        let of = Some(stage.id.as_str());
        let mut own = json!(stage);
        if let Some(own) = own.as_object_mut() {
            own.remove("touchpoints");
            own.remove("moments");
        }
        things.push(thing(JourneyPart::Stage, None, &own));
        things.extend(stage.touchpoints.iter().map(|it| thing(JourneyPart::Touchpoint, of, &json!(it))));
        things.extend(stage.moments.iter().map(|it| thing(JourneyPart::Moment, of, &json!(it))));
    }
    things.extend(journey.handoffs.iter().map(|it| thing(JourneyPart::Handoff, None, &json!(it))));
    things.extend(journey.personas.iter().map(|it| thing(JourneyPart::Persona, None, &json!(it))));
    things
}

fn thing(part: JourneyPart, stage: Option<&str>, of: &Value) -> Thing {
    let mut said = BTreeMap::new();
    lay_flat("", of.as_object().unwrap_or(&Map::new()), &mut said);
    let id = said.remove("id").unwrap_or_default();
    Thing { part, id, stage: stage.map(ToOwned::to_owned), said }
}

fn lay_flat(within: &str, of: &Map<String, Value>, said: &mut BTreeMap<String, String>) {
    for (name, value) in of {
        let field = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
        match value {
            Value::Object(inner) => lay_flat(&field, inner, said),
            Value::Array(parts) => drop(said.insert(field, parts.iter().map(text).collect::<Vec<_>>().join("\n"))),
            other => drop(said.insert(field, text(other))),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // A process: what it is for, and what it is called.
        Value::Object(parts) => parts.values().map(text).collect::<Vec<_>>().join(": "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use bellwether_model::{Handoff, Persona, Stage, Touchpoint};
    use proptest::prelude::*;

    use super::*;

    fn touchpoint(id: &str, class: &str, promise: Option<&str>) -> Touchpoint {
        let promise = promise.map(|words| format!(r#", "promise": {{"words": "{words}", "within": "2d"}}, "rank": 3"#));
        let text = format!(r#"{{"id": "{id}", "name": "{id}", "class": "{class}"{}}}"#, promise.unwrap_or_default());
        serde_json::from_str(&text).expect("a touchpoint")
    }

    /// Journeys of few names, so that two often share things; the ids are each there once.
    fn journeys() -> impl Strategy<Value = Journey> {
        let word = || prop::sample::select(vec!["", "Ada", "Ben"]).prop_map(str::to_owned);
        let touchpoints = prop::sample::subsequence(vec!["p", "q", "r", "s"], 0..=4).prop_shuffle();
        let touchpoints = touchpoints.prop_flat_map(move |ids| {
            let promises = prop::collection::vec(prop::option::of(word()), ids.len());
            (Just(ids), promises, any::<bool>())
        });
        let stages = prop::sample::subsequence(vec!["a", "b", "c"], 0..=3).prop_shuffle();
        let stages = (stages, prop::collection::vec((word(), prop::collection::vec(word(), 0..3)), 3), touchpoints);
        let rest = (prop::option::of(word()), prop::option::of(word()), 0_usize..3);
        (stages, rest).prop_map(|((ids, said, (touchpoints, promises, is_bond)), (handoff, persona, at))| {
            let mut stages: Vec<Stage> = ids
                .iter()
                .zip(said)
                .map(|(id, (owner, silos))| Stage { id: (*id).to_owned(), owner, silos, ..Stage::default() })
                .collect();
            let class = if is_bond { "bond" } else { "growth" };
            for (place, (id, promise)) in touchpoints.iter().zip(&promises).enumerate() {
                let stages_there = stages.len();
                if stages_there > 0 {
                    let into = (place * at) % stages_there;
                    let silo = promise.clone().filter(|_| at > 0);
                    stages[into].touchpoints.push(Touchpoint { silo, ..touchpoint(id, class, promise.as_deref()) });
                }
            }
            let handoffs = handoff.map(|owner| Handoff { id: "h".to_owned(), owner, ..Handoff::default() });
            let personas = persona.map(|about| Persona { id: "k".to_owned(), about, ..Persona::default() });
            Journey { stages, handoffs: handoffs.into_iter().collect(), personas: personas.into_iter().collect() }
        })
    }

    proptest! {
        #[test]
        fn changes_are_told_where_two_journeys_differ_and_only_there(before in journeys(), after in journeys()) {
            let changes = journey_changes(Some(&before), &after);
            prop_assert_eq!(changes.is_empty(), before == after, "{:?}", changes);
            prop_assert!(journey_changes(Some(&after), &after).is_empty());
            let count = |journey: &Journey| {
                journey.stages.len() + journey.touchpoints().count() + journey.handoffs.len() + journey.personas.len()
            };
            let added = |change: &&JourneyChange| change.difference == JourneyDifference::Added;
            prop_assert_eq!(journey_changes(None, &after).iter().filter(added).count(), count(&after));
            let removed = changes.iter().filter(|change| change.difference == JourneyDifference::Removed).count();
            prop_assert_eq!(count(&before) + changes.iter().filter(added).count(), count(&after) + removed);
        }

        #[test]
        fn of_a_new_order_as_few_are_told_as_explain_it(numbers in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle()) {
            let kept = longest_rising(&numbers);
            let run: Vec<usize> = kept.iter().map(|place| numbers[*place]).collect();
            prop_assert!(run.is_sorted());
            // No subset that rises is larger.
            let most = (0..1_u32 << numbers.len()).filter(|set| {
                let run: Vec<usize> = (0..numbers.len()).filter(|at| set >> at & 1 == 1).map(|at| numbers[at]).collect();
                run.is_sorted()
            });
            prop_assert_eq!(Some(kept.len()), most.map(|set| set.count_ones() as usize).max());
        }
    }

    #[test]
    fn a_changed_promise_is_told_by_its_field_with_what_it_said() {
        let stage = |promise| Stage {
            id: "a".to_owned(),
            touchpoints: vec![touchpoint("p", "bond", promise)],
            ..Stage::default()
        };
        let journey = |promise| Journey { stages: vec![stage(promise)], ..Journey::default() };
        let [before, after] = [Some("Today"), Some("Tomorrow")].map(journey);
        let [change] = &journey_changes(Some(&before), &after)[..] else { panic!("one change") };
        assert_eq!(
            (change.part, change.id.as_str(), change.stage.as_deref()),
            (JourneyPart::Touchpoint, "p", Some("a"))
        );
        let [was, is] = ["Today", "Tomorrow"].map(|text| Some(text.to_owned()));
        assert_eq!(
            change.difference,
            JourneyDifference::Said { field: "promise.words".to_owned(), before: was, after: is }
        );
    }
}
