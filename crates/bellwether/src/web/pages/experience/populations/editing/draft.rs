//! Populations as a draft: which fields each kind of rule has, how they are read from the form, and what they come to.

use bellwether_app::failure::Failure;
use bellwether_model::{Day, Populations};
use bellwether_words::{Words, message};
use serde_json::{Value, json};

use crate::web::parts::draft::{Draft, Fields, Filled, Kind, Parts};

/// Where populations are written.
pub(in crate::web) const EDIT: &str = "/populations/edit";

/// The list of the document.
const LIST: &str = "populations";

/// What a population says of itself.
pub(super) const POPULATION: [(&str, Kind); 2] = [("name", Kind::Line), ("about", Kind::Prose)];

/// What a rule asks: the field by which its kind is known, and all of its fields.
pub(super) const RULES: [(&str, &Parts); 8] = [
    ("attribute", &[("attribute", Kind::Offered), ("is", Kind::Lines), EXCEPT]),
    ("level", &[("level", Kind::Ticks), EXCEPT]),
    ("base", &[("base", Kind::Choice), EXCEPT]),
    ("worth", &[("worth.from_minor", Kind::Amount), ("worth.below_minor", Kind::Amount), EXCEPT]),
    ("joined", &[("joined.from", Kind::Day), ("joined.through", Kind::Day), EXCEPT]),
    ("stage", &[("stage", Kind::Choice), EXCEPT]),
    (
        "touchpoint",
        &[
            ("touchpoint", Kind::Offered),
            ("promise", Kind::Choice),
            ("times", Kind::Number),
            ("within_days", Kind::Number),
            EXCEPT,
        ],
    ),
    ("customers", &[("customers", Kind::Lines), EXCEPT]),
];

const EXCEPT: (&str, Kind) = ("except", Kind::Tick);

/// What stands in populations though it is empty: by most of it the kind of a rule is known.
const NEEDED: [&str; 7] = ["name", "attribute", "is", "level", "stage", "touchpoint", "customers"];

/// A draft of the version after one.
pub(super) fn draft_of(populations: &Populations, after: i64) -> Draft {
    Draft::of(json!(populations), after)
}

/// What a form sent: the draft it was drawn from, with what was filled in.
pub(super) fn read(fields: &Fields, words: Words<'_>) -> Result<Draft, Failure> {
    let mut draft = Draft::carried(fields, LIST, "failure-populations-unread")?;
    let filled = Filled { fields, needed: &NEEDED, words };
    for at in 0..draft.list(LIST).len() {
        let population = format!("{LIST}.{at}");
        draft.fill(&population, &POPULATION, &filled);
        for rule in places(&draft, &population) {
            if let Some((_, known)) = kind_of(draft.at(&rule)) {
                draft.fill(&rule, known, &filled);
            }
        }
    }
    draft.name(LIST, "population");
    Ok(draft)
}

/// Where the rules of a population stand.
pub(super) fn places(draft: &Draft, population: &str) -> Vec<String> {
    let rules = format!("{population}.rules");
    (0..draft.list(&rules).len()).map(|at| format!("{rules}.{at}")).collect()
}

/// What a rule asks, by what stands in it.
pub(super) fn kind_of(rule: &Value) -> Option<(&'static str, &'static Parts)> {
    RULES.into_iter().find(|(name, _)| rule.get(name).is_some())
}

/// Does what a button asks for, e.g. `populations.add`, `populations.2.up` or `populations.2.rules.0.remove`; of a rule that is added the kind is
/// chosen beside the button. What asks for nothing, or for what is not there, does nothing.
pub(super) fn act(draft: &mut Draft, asked: &str, fields: &Fields) {
    let parts: Vec<&str> = asked.split('.').collect();
    let number = |text: &str| text.parse::<usize>().ok();
    let place = match parts[..] {
        [LIST, "add"] => draft.add(LIST, json!({ "id": "", "name": "", "rules": [] })),
        [LIST, at, deed] => draft.shift(LIST, number(at), deed),
        [LIST, at, "rules", "add"] => {
            let kind = fields.get(&format!("{LIST}.{at}.kind")).and_then(|kind| new_rule(kind));
            kind.and_then(|rule| draft.add(&format!("{LIST}.{at}.rules"), rule))
        }
        [LIST, at, "rules", rule, "remove"] => {
            // What stands open is the population, whatever is left of its rules.
            let removed = draft.shift(&format!("{LIST}.{at}.rules"), number(rule), "remove");
            removed.map(|_| format!("{LIST}.{at}"))
        }
        _ => None,
    };
    draft.place = place.unwrap_or_default();
}

/// A rule of a kind that says nothing yet.
fn new_rule(kind: &str) -> Option<Value> {
    Some(match kind {
        "attribute" => json!({ "attribute": "", "is": [] }),
        "level" | "customers" => json!({ kind: [] }),
        "base" => json!({ "base": "active" }),
        "worth" | "joined" => json!({ kind: {} }),
        "stage" | "touchpoint" => json!({ kind: "" }),
        _ => return None,
    })
}

/// The populations of the next version; refused where what was written are none in their shape.
pub(super) fn next(draft: &Draft, words: Words<'_>) -> Result<Populations, Failure> {
    for at in 0..draft.list(LIST).len() {
        let population = format!("{LIST}.{at}");
        if draft.shown(&format!("{population}.name")).trim().is_empty() {
            return Err(Failure::input(message("failure-population-nameless")));
        }
        for (number, rule) in places(draft, &population).iter().enumerate() {
            refuse_unread(draft, &draft.shown(&format!("{population}.id")), number + 1, rule, words)?;
        }
    }
    serde_json::from_value(draft.document.clone())
        .map_err(|error| Failure::input(message("failure-populations-unread").with("why", error)))
}

/// Refuses a rule with a field in which something else stands than it is for.
fn refuse_unread(draft: &Draft, population: &str, number: usize, rule: &str, words: Words<'_>) -> Result<(), Failure> {
    let Some((_, known)) = kind_of(draft.at(rule)) else { return Ok(()) };
    let refuse = |said: &'static str| message(said).with("rule", number).with("population", population);
    for (field, kind) in known {
        let place = format!("{rule}.{field}");
        match (kind, draft.at(&place)) {
            (Kind::Number, Value::String(text)) => {
                return Err(Failure::input(refuse("failure-population-number").with("text", text)));
            }
            (Kind::Amount, Value::String(text)) => {
                let example = words.amount(1_250_000);
                return Err(Failure::input(
                    refuse("failure-population-amount").with("text", text).with("example", example),
                ));
            }
            (Kind::Day, Value::String(text)) => drop(text.parse::<Day>().map_err(Failure::input)?),
            (Kind::Ticks | Kind::Lines, Value::Array(listed)) if listed.is_empty() => {
                return Err(Failure::input(refuse("failure-population-nothing")));
            }
            _ => {}
        }
    }
    Ok(())
}
