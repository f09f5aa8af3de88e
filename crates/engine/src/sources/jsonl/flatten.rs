//! What are the members of a JSON object, with nested ones by dotted names, and their values as text?

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::number_text::number_text;

/// Why a line is no object of members.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The member concerned, if one is.
    pub column: String,
    pub reason: String,
    /// The line ends before the object does.
    pub unfinished: bool,
}

/// Hands each member of the object on `line` to `member`: its dotted name and its text, `None` for null.
///
/// Of a list of objects the first are handed over by their places, as in `items.0.price`; if there are more, and any other list or empty
/// object, as JSON text. `noun` is what the object is called in a fault.
pub(super) fn flatten(
    line: &[u8],
    noun: &str,
    mut member: impl FnMut(&str, Option<String>) -> Result<(), &'static str>,
) -> Result<(), Fault> {
    let whole = |reason: String| Fault { column: String::new(), reason, unfinished: false };
    let text = std::str::from_utf8(line).map_err(|error| {
        whole(format!("bytes that are not utf-8 at byte {}; save the file as utf-8", error.valid_up_to() + 1))
    })?;
    if !text.trim_start().starts_with('{') {
        return Err(whole(format!("the {noun} is no JSON object; write one object a line")));
    }
    let mut path = String::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Members { path: &mut path, member: &mut member }.deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| Fault {
        unfinished: error.is_eof(),
        reason: format!("the {noun} is no JSON object that can be read: {error}"),
        column: path,
    })
}

/// Visits a value at `path`, which is left at the member that could not be read.
struct Members<'a, F> {
    path: &'a mut String,
    member: &'a mut F,
}

impl<F: FnMut(&str, Option<String>) -> Result<(), &'static str>> Members<'_, F> {
    fn leaf<E: Error>(self, text: Option<String>) -> Result<(), E> {
        (self.member)(self.path, text).map_err(E::custom)
    }
}

impl<'de, F: FnMut(&str, Option<String>) -> Result<(), &'static str>> DeserializeSeed<'de> for Members<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

/// Objects of a list that get columns of their own.
const MOST_PLACES: usize = 10;

/// Floats from here on may have lost digits: they may have been written as integers too long for 64 bits.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de, F: FnMut(&str, Option<String>) -> Result<(), &'static str>> Visitor<'de> for Members<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.leaf(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.leaf(Some(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.leaf(Some(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.leaf(Some(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if value.abs() >= EXACT {
            return Err(E::custom("the number has too many digits to be kept exactly; write it in quotes"));
        }
        self.leaf(Some(number_text(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.leaf(Some(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.leaf(Some(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element::<serde_json::Value>()? {
            values.push(value);
        }
        if !values.iter().any(serde_json::Value::is_object) {
            return self.leaf(Some(serde_json::Value::Array(values).to_string()));
        }
        let depth = self.path.len();
        for (place, value) in values.iter().take(MOST_PLACES).enumerate() {
            self.path.push('.');
            self.path.push_str(&place.to_string());
            value.deserialize_any(Members { path: self.path, member: self.member }).map_err(A::Error::custom)?;
            self.path.truncate(depth);
        }
        if values.len() > MOST_PLACES { self.leaf(Some(serde_json::Value::Array(values).to_string())) } else { Ok(()) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let depth = self.path.len();
        let mut empty = true;
        while let Some(name) = object.next_key::<String>()? {
            empty = false;
            if depth > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            object.next_value_seed(Members { path: self.path, member: self.member })?;
            self.path.truncate(depth);
        }
        if empty && depth > 0 { self.leaf(Some("{}".to_owned())) } else { Ok(()) }
    }
}
