//! A draft of the journey as a form carries it: a document that need not be whole yet, and the fields that were filled in over it.
//!
//! Invariant: what nobody touched stays as it was written, down to what the form does not show.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::journey::NewJourney;
use bellwether_model::{Day, Journey};
use bellwether_words::message;
use serde_json::{Map, Value, json};

/// The fields of the form, by name.
pub(super) type Fields = BTreeMap<String, String>;

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In a line.
    Line,
    /// In sentences.
    Prose,
    /// One a line.
    Lines,
    /// A whole number.
    Number,
    /// A tick.
    Tick,
    /// A class of touchpoints.
    Class,
    /// A business calendar by its name.
    Calendar,
    /// Some of the touchpoints.
    Touchpoints,
}

pub(super) const STAGE: [(&str, Kind); 8] = [
    ("name", Kind::Line),
    ("owner", Kind::Line),
    ("goal", Kind::Prose),
    ("feels", Kind::Prose),
    ("needs", Kind::Prose),
    ("experience", Kind::Prose),
    ("intended_experience", Kind::Prose),
    ("silos", Kind::Lines),
];

pub(super) const TOUCHPOINT: [(&str, Kind); 16] = [
    ("name", Kind::Line),
    ("class", Kind::Class),
    ("rank", Kind::Number),
    ("owner", Kind::Line),
    ("touches", Kind::Lines),
    ("promise.words", Kind::Prose),
    ("promise.by_promised_moment", Kind::Tick),
    ("promise.within", Kind::Line),
    ("promise.calendar", Kind::Calendar),
    ("promise.outcomes", Kind::Lines),
    ("target", Kind::Line),
    ("due.after", Kind::Touchpoints),
    ("due.within_days", Kind::Number),
    ("due.before_renewal_days", Kind::Number),
    ("due.earliest_days", Kind::Number),
    ("due.term_months", Kind::Number),
];

pub(super) const HANDOFF: [(&str, Kind); 8] = [
    ("name", Kind::Line),
    ("from", Kind::Line),
    ("to", Kind::Line),
    ("owner", Kind::Line),
    ("after", Kind::Touchpoints),
    ("within", Kind::Line),
    ("dropped_after", Kind::Line),
    ("calendar", Kind::Calendar),
];

/// What stands in a document though it is empty.
const NEEDED: [&str; 6] = ["name", "owner", "class", "from", "to", "promise.words"];

/// A journey that is being written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// The journey as a document.
    pub(super) journey: Value,
    /// The version that was seen, 0 where there was none.
    pub(super) after: i64,
    /// The first day on which it is to hold, as it was written.
    pub(super) from: String,
    /// Why it changes.
    pub(super) note: String,
    /// The place of what was moved or added last, e.g. `stages.2`.
    pub(super) place: String,
}

impl Draft {
    pub(super) fn of(journey: &Journey, after: i64) -> Self {
        let (from, note, place) = (String::new(), String::new(), String::new());
        Self { journey: json!(journey), after, from, note, place }
    }

    /// What a form sent: the draft it was drawn from, with what was filled in.
    pub(super) fn read(fields: &Fields) -> Result<Self, Failure> {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let unread = |why: String| Failure::usage(message("failure-draft-unread").with("why", why));
        let journey: Value = serde_json::from_str(field("draft")).map_err(|error| unread(error.to_string()))?;
        // Whatever is drawn from it is a journey in its shape.
        if !journey["stages"].is_array() {
            return Err(unread("no stages".to_owned()));
        }
        let after = field("after").parse().map_err(|_| unread("no version".to_owned()))?;
        let (from, note) = (field("from").trim().to_owned(), field("note").trim().to_owned());
        let mut draft = Self { journey, after, from, note, place: String::new() };
        for stage in 0..draft.list("stages").len() {
            let of = format!("stages.{stage}");
            draft.fill(&of, &STAGE, fields);
            for touchpoint in 0..draft.list(&format!("{of}.touchpoints")).len() {
                draft.fill(&format!("{of}.touchpoints.{touchpoint}"), &TOUCHPOINT, fields);
            }
        }
        for handoff in 0..draft.list("handoffs").len() {
            draft.fill(&format!("handoffs.{handoff}"), &HANDOFF, fields);
        }
        draft.name();
        Ok(draft)
    }

    /// The next version; refused where what was written is none in its shape.
    pub(super) fn next(&self) -> Result<NewJourney, Failure> {
        let unread = |error: serde_json::Error| Failure::input(message("failure-draft-unread").with("why", error));
        let journey: Journey = serde_json::from_value(self.journey.clone()).map_err(unread)?;
        let from = Some(self.from.as_str()).filter(|day| !day.is_empty()).map(str::parse::<Day>).transpose();
        let effective_from = from.map_err(Failure::input)?;
        Ok(NewJourney { journey, effective_from, note: self.note.clone(), after: Some(self.after) })
    }

    /// What stands at a place; null where nothing does.
    pub(super) fn at(&self, place: &str) -> &Value {
        self.journey.pointer(&pointer(place)).unwrap_or(&Value::Null)
    }

    pub(super) fn list(&self, place: &str) -> &[Value] {
        self.at(place).as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// What a field shows.
    pub(super) fn shown(&self, place: &str) -> String {
        shown(self.at(place))
    }

    fn fill(&mut self, of: &str, known: &[(&str, Kind)], fields: &Fields) {
        for &(name, kind) in known {
            let place = format!("{of}.{name}");
            // A tick that is taken away is not sent; the name beside it always is.
            let is_there = fields.contains_key(&format!("{of}.name"));
            let given = match kind {
                Kind::Tick => is_there.then(|| if fields.contains_key(&place) { "true" } else { "" }.to_owned()),
                Kind::Touchpoints => is_there.then(|| self.ticked(&place, fields)),
                _ => fields.get(&place).map(|text| text.replace("\r\n", "\n").trim().to_owned()),
            };
            if let Some(given) = given.filter(|given| *given != self.shown(&place).trim()) {
                self.set(of, name, kind, &given);
            }
        }
        for part in ["promise", "due"] {
            let place = format!("{of}.{part}");
            let is_empty =
                self.at(&place).as_object().is_some_and(|it| it.values().all(|value| shown(value).is_empty()));
            if let Some(thing) = self.object(of).filter(|_| is_empty) {
                thing.remove(part);
            }
        }
    }

    /// The ids of the touchpoints that are ticked; in the order in which they stood where these are the same.
    fn ticked(&self, place: &str, fields: &Fields) -> String {
        let begins = format!("{place}.");
        let mut ids: Vec<&str> = fields.keys().filter_map(|name| name.strip_prefix(&begins)).collect();
        let stood = self.list(place);
        ids.sort_by_key(|id| stood.iter().position(|it| it == *id).unwrap_or(usize::MAX));
        ids.join("\n")
    }

    fn set(&mut self, of: &str, name: &str, kind: Kind, given: &str) {
        let value = match kind {
            _ if given.is_empty() && !NEEDED.contains(&name) => None,
            Kind::Lines | Kind::Touchpoints => {
                Some(json!(given.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>()))
            }
            // What is no number stays as it was written, to be refused by what it says.
            Kind::Number => Some(given.parse::<u32>().map_or_else(|_| json!(given), |number| json!(number))),
            Kind::Tick => Some(json!(true)),
            _ => Some(json!(given)),
        };
        let (within, name) = name.split_once('.').map_or((None, name), |(within, name)| (Some(within), name));
        let Some(mut thing) = self.object(of) else { return };
        if let Some(within) = within {
            let empty = if within == "promise" { json!({ "words": "" }) } else { json!({}) };
            let inner = thing.entry(within).or_insert(empty);
            let Some(inner) = inner.as_object_mut() else { return };
            thing = inner;
        }
        match value {
            Some(value) => drop(thing.insert(name.to_owned(), value)),
            None => drop(thing.remove(name)),
        }
    }

    fn object(&mut self, place: &str) -> Option<&mut Map<String, Value>> {
        self.journey.pointer_mut(&pointer(place))?.as_object_mut()
    }

    /// A short stable name for whatever has none yet, after what it is called.
    fn name(&mut self) {
        let mut things = vec![("handoffs".to_owned(), "handoff")];
        for stage in 0..self.list("stages").len() {
            things.push((format!("stages.{stage}.touchpoints"), "touchpoint"));
        }
        things.insert(0, ("stages".to_owned(), "stage"));
        for (list, noun) in things {
            for at in 0..self.list(&list).len() {
                let place = format!("{list}.{at}");
                let name = self.shown(&format!("{place}.name"));
                if !self.shown(&format!("{place}.id")).is_empty() || name.trim().is_empty() {
                    continue;
                }
                let id = self.free(&short(&name, noun));
                if let Some(thing) = self.object(&place) {
                    thing.insert("id".to_owned(), json!(id));
                }
            }
        }
    }

    /// The id, or with a number behind it the first that nothing has.
    fn free(&self, id: &str) -> String {
        let written = self.journey.to_string();
        let is_free = |id: &String| !written.contains(&format!("\"id\":\"{id}\""));
        let numbered = (2..).map(|number| format!("{id}_{number}"));
        std::iter::once(id.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }
}

/// An id after a name: its words in small plain letters.
fn short(name: &str, noun: &str) -> String {
    let plain = name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = words.collect::<Vec<_>>().join("_");
    id.truncate(40);
    let id = id.trim_end_matches('_');
    if id.starts_with(|first: char| first.is_ascii_lowercase()) { id.to_owned() } else { noun.to_owned() }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().map(shown).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

fn pointer(place: &str) -> String {
    format!("/{}", place.replace('.', "/"))
}

/// The status of a form that is shown again with what is wrong; nothing where it is no fault of what was written.
pub(super) fn status(failure: &Failure) -> Option<StatusCode> {
    match failure.kind() {
        FailureKind::Input | FailureKind::Usage => Some(StatusCode::BAD_REQUEST),
        FailureKind::Conflict => Some(StatusCode::CONFLICT),
        _ => None,
    }
}
