//! What are the columns of a layout called in one file, and what is left of an expression where one of them is not there?

use std::collections::BTreeMap;

use toml::{Table, Value};

/// The columns of a layout by their first names, and what they are called in a file; nothing for those it lacks.
pub(super) struct Naming(BTreeMap<String, Option<String>>);

/// A part of an expression.
#[derive(Debug, PartialEq)]
enum Part<'a> {
    /// A name, without its quotes.
    Name(String),
    /// Anything else, as it stands.
    Other(&'a str),
}

impl Naming {
    pub(super) fn new(columns: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        Self(columns.into_iter().collect())
    }

    /// What a column is called, if it is there.
    pub(super) fn name(&self, column: &str) -> Option<String> {
        self.0.get(column)?.clone()
    }

    /// An entry of a map with the columns' names in this file; of a list, the first all of whose columns are there.
    pub(super) fn entry(&self, from: &Value) -> Option<Value> {
        match from {
            Value::String(text) => self.expression(text).map(Value::String),
            Value::Array(choices) => choices.iter().find_map(|choice| self.entry(choice)),
            Value::Table(via) => {
                let column = self.expression(via.get("column")?.as_str()?)?;
                let mut via: Table = via.clone();
                via.insert("column".to_owned(), Value::String(column));
                Some(Value::Table(via))
            }
            other => Some(other.clone()),
        }
    }

    fn expression(&self, text: &str) -> Option<String> {
        if self.0.contains_key(text) {
            return self.name(text);
        }
        let mut out = String::new();
        for part in parts(text) {
            match part {
                Part::Name(name) if self.0.contains_key(&name) => {
                    out.push('"');
                    out.push_str(&self.name(&name)?.replace('"', "\"\""));
                    out.push('"');
                }
                // A word of the language, or a name that is no column's.
                Part::Name(name) => out.push_str(&name),
                Part::Other(text) => out.push_str(text),
            }
        }
        Some(out)
    }
}

/// The parts of an expression: names, quoted or not, and what stands between them. Texts between single quotes are no names.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let (part, length) = match first {
            '"' | '\'' => {
                let inner = &rest[1..];
                let length = inner.find(first).map_or(rest.len(), |end| end + 2);
                let within = inner.get(..length.saturating_sub(2)).unwrap_or(inner);
                (if first == '"' { Part::Name(within.to_owned()) } else { Part::Other(&rest[..length]) }, length)
            }
            letter if is_word(letter) => {
                let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                (Part::Name(rest[..length].to_owned()), length)
            }
            letter => (Part::Other(&rest[..letter.len_utf8()]), letter.len_utf8()),
        };
        parts.push(part);
        rest = &rest[length..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_told_in_the_names_of_the_file_or_not_at_all() {
        let naming = Naming::new([
            ("Total".to_owned(), Some("TOTAL".to_owned())),
            ("Refunded Amount".to_owned(), None),
            ("Paid at".to_owned(), Some("Paid \"at\"".to_owned())),
        ]);
        let told =
            |text: &str| naming.entry(&Value::String(text.to_owned())).map(|value| value.as_str().map(str::to_owned));
        assert_eq!(told("Total"), Some(Some("TOTAL".into())));
        assert_eq!(told("Total - 1 * 'Total'"), Some(Some("\"TOTAL\" - 1 * 'Total'".into())));
        assert_eq!(told("\"Paid at\" IS NULL"), Some(Some("\"Paid \"\"at\"\"\" IS NULL".into())));
        assert_eq!(told("Total - \"Refunded Amount\""), None);
        let choices = ["Total - \"Refunded Amount\"", "Total"].map(|text| Value::String(text.to_owned()));
        assert_eq!(naming.entry(&Value::Array(choices.into())), Some(Value::String("TOTAL".to_owned())));
    }
}
