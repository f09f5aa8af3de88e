//! OCEL 2.0 as JSON: one object around the lists of types, objects and events.

use serde::Deserialize;
use serde_json::Value;

use super::thing::{List, Thing, Things, unreadable};
use crate::sources::SourceError;
use crate::sources::encoding::shown;
use crate::sources::inputs::Input;
use crate::sources::jsonl::{Elements, Piece, opened};
use crate::sources::number_text::number_text;

pub(super) struct JsonThings {
    file: String,
    list: List,
    elements: Elements,
}

/// An event or an object as it is written; what else stands there is of no use.
#[derive(Deserialize)]
struct Element {
    id: Option<Value>,
    #[serde(rename = "type")]
    kind: Option<Value>,
    time: Option<Value>,
    attributes: Option<Vec<Attribute>>,
    relationships: Option<Vec<Relationship>>,
}

#[derive(Deserialize)]
struct Attribute {
    name: String,
    value: Option<Value>,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(rename = "objectId")]
    object: Value,
    qualifier: Option<Value>,
}

impl JsonThings {
    /// Opens a list of a log; things of more than `limit` bytes cannot be used.
    pub fn open(input: &Input, list: List, limit: usize) -> Result<Self, SourceError> {
        let (window, _) = opened(input)?;
        let elements = Elements::new(window, limit, Some(list.name().to_owned()));
        Ok(Self { file: input.name.clone(), list, elements })
    }
}

impl Things for JsonThings {
    fn next(&mut self) -> Result<Option<Thing>, SourceError> {
        let (mut number, limit, list) = (0, self.elements.limit(), self.list);
        let noun = list.noun();
        let why = match self.elements.advance(&mut number)? {
            None => return Ok(None),
            Some(Piece::Whole(bytes)) => return Ok(Some(thing(bytes, list, number))),
            Some(Piece::TooLong(beginning)) => {
                let mut thing = Thing { number, ..Thing::default() };
                let reason = format!("the {noun} is longer than {limit} bytes; raise max_record_bytes to read it");
                thing.fail("", &format!("{}…", shown(beginning)), reason);
                return Ok(Some(thing));
            }
            Some(Piece::CutOff) if number == 0 => {
                format!("it does not end: the file was cut off before its first {noun}; export it again")
            }
            Some(Piece::CutOff) => {
                format!("it does not end: the file was cut off in {noun} {number} or after it; export it again")
            }
            Some(Piece::WithoutList) => format!("it has no list '{}'", list.name()),
            Some(Piece::Stray(beginning)) => {
                let begins: String = shown(beginning).chars().take(60).collect();
                format!("behind {noun} {number} stands '{begins}', which is no part of a log")
            }
        };
        Err(unreadable(&self.file, why))
    }

    fn bytes_read(&self) -> u64 {
        self.elements.window().source().bytes_read()
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        self.elements.window_mut().source_mut().finish()
    }
}

fn thing(bytes: &[u8], list: List, number: u64) -> Thing {
    let mut thing = Thing { number, ..Thing::default() };
    let element: Element = match serde_json::from_slice(bytes) {
        Ok(element) => element,
        Err(error) => {
            thing.fail("", &shown(bytes), format!("the {} cannot be read: {error}", list.noun()));
            return thing;
        }
    };
    thing.id = element.id.and_then(text);
    thing.kind = element.kind.and_then(text);
    if list == List::Events {
        thing.time = element.time.and_then(text);
        let named = element.attributes.into_iter().flatten();
        thing.attributes = named.filter_map(|attribute| Some((attribute.name, text(attribute.value?)?))).collect();
        let related = element.relationships.into_iter().flatten();
        let related = related.map(|related| {
            (text(related.object).unwrap_or_default(), related.qualifier.and_then(text).unwrap_or_default())
        });
        thing.related = related.collect();
    }
    thing
}

/// A value as text; lists and objects as JSON.
fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        Value::Number(number) if number.is_f64() => number.as_f64().map(number_text),
        other => Some(other.to_string()),
    }
}
