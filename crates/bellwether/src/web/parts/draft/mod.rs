//! A draft as a form carries it: a document that need not be whole yet, and the fields that were filled in over it.
//!
//! The form carries the draft, so that it works without scripts and nothing half-written is stored. Invariant: what nobody touched stays as it was
//! written, down to what the form does not show.

pub(in crate::web) mod form;
mod moves;
#[cfg(test)]
pub(in crate::web) mod sent;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_words::{Words, message};
use serde_json::{Map, Value, json};

/// The longest form of a draft, in bytes: of a population with the longest list it fits in as it stands in the draft and once more as it is shown.
pub(in crate::web) const LONGEST_DRAFT: usize = 16 * 1024 * 1024;

/// The fields of a form, by name.
pub(in crate::web) type Fields = BTreeMap<String, String>;

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Kind {
    /// In a line.
    Line,
    /// In a line, for which something is offered.
    Offered,
    /// In sentences.
    Prose,
    /// One a line.
    Lines,
    /// A whole number.
    Number,
    /// Money, which the document holds in minor units and people write as their language does.
    Amount,
    /// A day.
    Day,
    /// A tick.
    Tick,
    /// One of some.
    Choice,
    /// Some of some.
    Ticks,
}

/// The fields of a thing, by their place in it.
pub(in crate::web) type Parts = [(&'static str, Kind)];

/// What was filled in, and how to read it.
pub(in crate::web) struct Filled<'f> {
    /// The fields as they were sent.
    pub(in crate::web) fields: &'f Fields,
    /// What stands in a document though it is empty.
    pub(in crate::web) needed: &'f [&'static str],
    /// In whose language amounts are written.
    pub(in crate::web) words: Words<'f>,
}

/// A document that is being written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::web) struct Draft {
    /// The document, which need not be whole.
    pub(in crate::web) document: Value,
    /// The version that was seen, 0 where there was none.
    pub(in crate::web) after: i64,
    /// The first day on which it is to hold, as it was written.
    pub(in crate::web) from: String,
    /// Why it changes.
    pub(in crate::web) note: String,
    /// The place of what was moved or added last, e.g. `stages.2`.
    pub(in crate::web) place: String,
}

impl Draft {
    pub(in crate::web) fn of(document: Value, after: i64) -> Self {
        let (from, note, place) = (String::new(), String::new(), String::new());
        Self { document, after, from, note, place }
    }

    /// The draft that a form carried, before anything is filled in; refused where it is no document with such a list, by the message of this
    /// name.
    pub(in crate::web) fn carried(fields: &Fields, list: &str, refusal: &'static str) -> Result<Self, Failure> {
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let unread = |why: String| Failure::usage(message(refusal).with("why", why));
        let document: Value = serde_json::from_str(field("draft")).map_err(|error| unread(error.to_string()))?;
        // Whatever is drawn from it has this shape.
        if !document[list].is_array() {
            return Err(unread(format!("no {list}")));
        }
        let after = field("after").parse().map_err(|_| unread("no version".to_owned()))?;
        let (from, note) = (field("from").trim().to_owned(), field("note").trim().to_owned());
        Ok(Self { document, after, from, note, place: String::new() })
    }

    /// What stands at a place; null where nothing does.
    pub(in crate::web) fn at(&self, place: &str) -> &Value {
        self.document.pointer(&pointer(place)).unwrap_or(&Value::Null)
    }

    pub(in crate::web) fn list(&self, place: &str) -> &[Value] {
        self.at(place).as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// What a field shows.
    pub(in crate::web) fn shown(&self, place: &str) -> String {
        shown(self.at(place))
    }

    /// What a field of a kind shows: amounts as people write them.
    pub(in crate::web) fn shown_as(&self, place: &str, kind: Kind, words: Words<'_>) -> String {
        match (kind, self.at(place).as_i64()) {
            (Kind::Amount, Some(minor)) => words.amount(minor.into()),
            _ => self.shown(place),
        }
    }

    /// Takes in what was filled in for the thing at a place.
    pub(in crate::web) fn fill(&mut self, of: &str, known: &Parts, filled: &Filled<'_>) {
        let fields = filled.fields;
        let begins = format!("{of}.");
        // A tick that is taken away is not sent; something else of the same thing always is.
        let is_there = fields.range(begins.clone()..).next().is_some_and(|(name, _)| name.starts_with(&begins));
        for &(name, kind) in known {
            let place = format!("{of}.{name}");
            let given = match kind {
                Kind::Tick => is_there.then(|| if fields.contains_key(&place) { "true" } else { "" }.to_owned()),
                Kind::Ticks => is_there.then(|| self.ticked(&place, fields)),
                _ => fields.get(&place).map(|text| text.replace("\r\n", "\n").trim().to_owned()),
            };
            let stood = self.shown_as(&place, kind, filled.words);
            if let Some(given) = given.filter(|given| *given != stood.trim()) {
                self.set(of, name, kind, &given, filled);
            }
        }
    }

    /// What is ticked; as it stood where it is the same.
    fn ticked(&self, place: &str, fields: &Fields) -> String {
        let begins = format!("{place}.");
        let mut ticked: Vec<&str> = fields.keys().filter_map(|name| name.strip_prefix(&begins)).collect();
        let stood: Vec<&str> = self.list(place).iter().filter_map(Value::as_str).collect();
        if ticked.iter().copied().collect::<BTreeSet<_>>() == stood.iter().copied().collect() {
            return self.shown(place);
        }
        ticked.sort_by_key(|value| stood.iter().position(|it| it == value).unwrap_or(usize::MAX));
        ticked.join("\n")
    }

    fn set(&mut self, of: &str, name: &str, kind: Kind, given: &str, filled: &Filled<'_>) {
        let value = match kind {
            _ if given.is_empty() && !filled.needed.contains(&name) => None,
            Kind::Lines | Kind::Ticks => {
                Some(json!(given.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>()))
            }
            // What is no number stays as it was written, to be refused by what it says.
            Kind::Number => Some(given.parse::<u16>().map_or_else(|_| json!(given), |number| json!(number))),
            Kind::Amount => Some(filled.words.read_amount(given).map_or_else(|| json!(given), |minor| json!(minor))),
            Kind::Tick => Some(json!(true)),
            _ => Some(json!(given)),
        };
        let (within, name) = name.split_once('.').map_or((None, name), |(within, name)| (Some(within), name));
        let Some(mut thing) = self.object(of) else { return };
        if let Some(within) = within {
            let needed = filled.needed.iter().filter_map(|name| name.strip_prefix(within)?.strip_prefix('.'));
            let empty: Map<String, Value> = needed.map(|name| (name.to_owned(), json!(""))).collect();
            let Some(inner) = thing.entry(within).or_insert(Value::Object(empty)).as_object_mut() else { return };
            thing = inner;
        }
        match value {
            Some(value) => drop(thing.insert(name.to_owned(), value)),
            None => drop(thing.remove(name)),
        }
    }

    /// What stands at a place, to be changed, if that is a thing with fields.
    pub(in crate::web) fn object(&mut self, place: &str) -> Option<&mut Map<String, Value>> {
        self.document.pointer_mut(&pointer(place))?.as_object_mut()
    }

    /// A short stable name for whatever in a list has none yet, after what it is called, or after what it is.
    pub(in crate::web) fn name(&mut self, list: &str, noun: &str) {
        for at in 0..self.list(list).len() {
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

    /// The id, or with a number behind it the first that nothing has.
    fn free(&self, id: &str) -> String {
        let written = self.document.to_string();
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

pub(in crate::web) fn shown(value: &Value) -> String {
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
pub(in crate::web) fn status(failure: &Failure) -> Option<StatusCode> {
    match failure.kind() {
        FailureKind::Input | FailureKind::Usage => Some(StatusCode::BAD_REQUEST),
        FailureKind::Conflict => Some(StatusCode::CONFLICT),
        _ => None,
    }
}
