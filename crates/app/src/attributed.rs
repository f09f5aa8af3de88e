//! Whose facts became whose, since identities say something else? Told in sentences.

use bellwether_engine::facts::Attribution;
use bellwether_words::{Message, fact_name, message};

/// What an attribution did to a table, one sentence for each way in which it did.
pub(crate) fn attributed(fact: &str, attribution: Option<&Attribution>) -> Vec<Message> {
    let Some(Attribution { found, lost, moved }) = attribution else { return Vec::new() };
    let told = [("attributed-found", found), ("attributed-moved", moved), ("attributed-lost", lost)];
    told.into_iter()
        .filter(|(_, worth)| worth.rows > 0)
        .map(|(name, worth)| {
            let money = worth.minor.iter().filter_map(|(code, minor)| Some((code.parse().ok()?, *minor)));
            let said = message(name).figure("rows", worth.rows.cast_signed()).naming("fact", fact_name(fact));
            let has_money = if worth.minor.is_empty() { "no" } else { "yes" };
            said.with("has_money", has_money).money("money", money)
        })
        .collect()
}
