//! Ids that are written in more than one way: `0012` beside `12`, and `'0012` or `="0012"`, as texts are kept from spreadsheets.

use std::collections::HashMap;

use super::super::document::ColumnSource;
use super::guesser::Guesser;
use super::names::sql_name;
use super::question::{Edit, Example, Topic};

/// An id without the marks that keep it a text in a spreadsheet.
fn unmarked(id: &str) -> &str {
    let Some(inner) = id.strip_prefix("=\"").or_else(|| id.strip_prefix('\'')) else { return id };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    // A name may begin with an apostrophe, as 's-Gravenhage does; what is kept a text is a number or an id.
    let is_id = inner.starts_with(char::is_alphanumeric) && inner.contains(|sign: char| sign.is_ascii_digit());
    if is_id { inner } else { id }
}

/// A number without its leading zeros; anything else as it is.
fn without_zeros(id: &str) -> &str {
    if id.bytes().all(|byte| byte.is_ascii_digit()) { id.trim_start_matches('0') } else { id }
}

impl Guesser<'_> {
    /// Asks whether ids that differ only in how they are written are one.
    pub(super) fn id_spelling(&mut self) {
        let Some(customer) = self.chosen("customer_id").map(str::to_owned) else { return };
        if self.profile(&customer).is_none() {
            return;
        }
        let mut seen: HashMap<String, String> = HashMap::new();
        let (mut marked, mut differs) = (None, None);
        self.cells.each(&customer, |row, cell| {
            let Some(id) = cell.map(|cell| cell.show()) else { return };
            let plain = unmarked(&id);
            if plain != id {
                marked.get_or_insert(Example { row, value: id.clone() });
            }
            let known = seen.entry(without_zeros(plain).to_owned()).or_insert_with(|| plain.to_owned());
            if known != plain {
                differs.get_or_insert(Example { row, value: id.clone() });
            }
        });
        let name = sql_name(&customer);
        let text = match (&marked, &differs) {
            (None, None) => return,
            (None, _) => name,
            _ => format!("regexp_replace(regexp_replace({name}, '^(=\"|'')', ''), '\"$', '')"),
        };
        let text = match &differs {
            Some(_) => format!("CASE WHEN {text} ~ '^[0-9]+$' THEN regexp_replace({text}, '^0+', '') ELSE {text} END"),
            None => text,
        };
        let one = vec![Edit::Column("customer_id".to_owned(), ColumnSource::Source(text))];
        self.ask(Topic::IdSpelling, &customer, differs.or(marked), vec![("one", one), ("several", Vec::new())]);
    }
}
