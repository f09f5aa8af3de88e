//! `sum_of("items.*.price" * "items.*.quantity")` in an expression: what it gives for each object of a list within the row, added up.
//!
//! A list's objects stand in columns by their places, as many as the longest list of the file has, so no expression over single places is right
//! for the next file. The star stands for all places that this file has.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Why a `sum_of` cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// No column of the file belongs to this list.
    NoList(String),
    Other(String),
}

const NAME: &str = "sum_of";

/// The expression with each `sum_of` written out over the columns of a file.
///
/// A row whose list has more objects than have columns gives nothing, and so does one in which an object gives nothing; a row without objects
/// gives 0.
pub(super) fn written_out<'a>(text: &'a str, columns: &[&str]) -> Result<Cow<'a, str>, Problem> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = call(rest) {
        let inner = &rest[at + NAME.len()..];
        let begin = inner.find('(').unwrap_or(0) + 1;
        let Some(length) = closing(&inner[begin..]) else {
            return Err(Problem::Other(format!("the bracket behind {NAME} is not closed")));
        };
        out.push_str(&rest[..at]);
        out.push_str(&sum(&inner[begin..begin + length], columns)?);
        rest = &inner[begin + length + 1..];
    }
    if out.is_empty() && rest.len() == text.len() {
        return Ok(Cow::Borrowed(text));
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// The bytes of a text that are neither in quotes nor quotes, with where they stand.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut quote = None;
    text.bytes().enumerate().filter(move |(_, byte)| match (quote, byte) {
        (None, b'"' | b'\'') => {
            quote = Some(*byte);
            false
        }
        (Some(open), byte) => {
            if open == *byte {
                quote = None;
            }
            false
        }
        (None, _) => true,
    })
}

/// Where the function is called next.
fn call(text: &str) -> Option<usize> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    unquoted(text).map(|(at, _)| at).find(|at| {
        text.get(*at..)
            .is_some_and(|from| from.strip_prefix(NAME).is_some_and(|behind| behind.trim_start().starts_with('(')))
            && !text[..*at].bytes().next_back().is_some_and(is_word)
    })
}

/// Where the bracket closes that was opened before a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    unquoted(text).find_map(|(at, byte)| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// A column of a list by the names between its stars.
struct Starred<'a> {
    name: &'a str,
    parts: Vec<&'a str>,
}

impl Starred<'_> {
    /// The places at which a column stands, if it is one of these.
    fn places(&self, column: &str) -> Option<Vec<u32>> {
        let (mut places, mut rest) = (Vec::new(), column);
        let (last, lists) = self.parts.split_last()?;
        for list in lists {
            let (place, behind) = rest.strip_prefix(list)?.strip_prefix('.')?.split_once('.')?;
            places.push(place.parse().ok()?);
            rest = behind;
        }
        (rest == *last).then_some(places)
    }

    /// The column at some places.
    fn at(&self, places: &[u32]) -> String {
        let (last, lists) = self.parts.split_last().unwrap_or((&"", &[]));
        before(lists, places) + last
    }
}

/// The part of a column's name that leads through lists to an object, with a dot at its end.
fn before(lists: &[&str], places: &[u32]) -> String {
    lists.iter().zip(places).fold(String::new(), |name, (list, place)| name + &format!("{list}.{place}."))
}

fn sum(inner: &str, columns: &[&str]) -> Result<String, Problem> {
    let mut starred: Vec<Starred<'_>> = Vec::new();
    for name in inner.split('"').skip(1).step_by(2).filter(|name| name.contains(".*.")) {
        if starred.iter().all(|known| known.name != name) {
            starred.push(Starred { name, parts: name.split(".*.").collect() });
        }
    }
    let Some(first) = starred.first() else {
        let why = format!("{NAME} adds up columns of a list, as in {NAME}(\"items.*.price\")");
        return Err(Problem::Other(why));
    };
    let lists = &first.parts[..first.parts.len() - 1];
    if let Some(other) = starred.iter().find(|other| other.parts[..other.parts.len() - 1] != *lists) {
        let why = format!("{NAME} adds up one list, but \"{}\" and \"{}\" are of two", first.name, other.name);
        return Err(Problem::Other(why));
    }
    let within = format!("{}.", lists[0]);
    if !columns.iter().any(|column| *column == lists[0] || column.starts_with(&within)) {
        return Err(Problem::NoList(first.name.to_owned()));
    }
    let has = |name: &String| columns.contains(&name.as_str());
    let places: BTreeSet<Vec<u32>> =
        columns.iter().flat_map(|column| starred.iter().filter_map(|it| it.places(column))).collect();
    let mut terms = vec!["0".to_owned()];
    for places in &places {
        let (mut term, mut are_empty) = (inner.to_owned(), Vec::new());
        for column in &starred {
            let name = column.at(places);
            let there = has(&name);
            if there {
                are_empty.push(format!("\"{name}\" IS NULL"));
            }
            let by = if there { format!("\"{name}\"") } else { "NULL".to_owned() };
            term = term.replace(&format!("\"{}\"", column.name), &by);
        }
        terms.push(format!("CASE WHEN {} THEN 0 ELSE 1 * ({term}) END", are_empty.join(" AND ")));
    }
    // Lists of more objects than have columns stand in a column of their own, as text.
    let mut whole: BTreeSet<String> = BTreeSet::from([lists[0].to_owned()]);
    for places in &places {
        for depth in 1..lists.len() {
            whole.insert(before(&lists[..depth], places) + lists[depth]);
        }
    }
    let guards: Vec<String> = whole
        .iter()
        .filter(|name| has(name))
        .map(|name| format!("(\"{name}\" IS NULL OR \"{name}\" = '[]')"))
        .collect();
    let terms = terms.join(" + ");
    Ok(if guards.is_empty() {
        format!("({terms})")
    } else {
        format!("(CASE WHEN {} THEN {terms} END)", guards.join(" AND "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_all_places_that_a_file_has() {
        let columns =
            ["id", "items", "items.0.price", "items.1.price", "items.1.quantity", "refunds.0.transactions.2.amount"];
        let out = written_out("tax + sum_of(\"items.*.price\") + 1", &columns).unwrap();
        assert_eq!(
            out,
            "tax + (CASE WHEN (\"items\" IS NULL OR \"items\" = '[]') THEN 0 + CASE WHEN \"items.0.price\" IS NULL THEN 0 ELSE 1 * \
             (\"items.0.price\") END + CASE WHEN \"items.1.price\" IS NULL THEN 0 ELSE 1 * (\"items.1.price\") END END) + 1"
        );
        let out = written_out("sum_of(\"refunds.*.transactions.*.amount\")", &columns).unwrap();
        assert_eq!(
            out,
            "(0 + CASE WHEN \"refunds.0.transactions.2.amount\" IS NULL THEN 0 ELSE 1 * (\"refunds.0.transactions.2.amount\") END)"
        );
        assert_eq!(
            written_out("'sum_of(' || id || my_sum_of(3)", &columns).unwrap(),
            "'sum_of(' || id || my_sum_of(3)"
        );
        assert_eq!(written_out("sum_of(\"itms.*.price\")", &columns), Err(Problem::NoList("itms.*.price".to_owned())));
        for text in ["sum_of(id)", "sum_of(\"items.*.price\" * \"refunds.*.amount\")", "sum_of(\"items.*.price\""] {
            assert!(matches!(written_out(text, &columns), Err(Problem::Other(_))), "{text}");
        }
    }
}
