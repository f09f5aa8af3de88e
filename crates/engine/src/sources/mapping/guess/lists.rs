//! Lists of objects within a row, as the lines of an order or what was paid back of it: nothing of one of their objects is said of the row.
//!
//! Where every row needs an amount and only the lines have one, what they add up to is offered; what a list says was given back is asked about.

use std::collections::HashSet;

use super::super::document::{CellType, ColumnSource};
use super::super::profile::{Profile, Sample};
use super::customer::Party;
use super::guesser::Guesser;
use super::names::{QUANTITY, likeness, words};
use super::note::Note;
use super::question::{Edit, Example, Topic};
use super::sale_words::{has_among, is_refund};

/// What sums of one object go by, those of all its pieces first.
const SUMS: [&str; 3] = [
    "linetotal lineamount totalprice totalamount total amount subtotal lineprice finallineprice gesamt gesamtbetrag betrag summe",
    "value net gross netto brutto",
    "price unitprice unitamount itemprice einzelpreis preis",
];
const REFUNDS: &str = "refund refunds refunded creditnotes reversals erstattung erstattungen gutschriften";

/// Sets the columns apart that tell of objects in lists within the rows, as `items.0.price`, or hold such a list as text, as `items`.
pub(super) fn set_apart(sample: &mut Sample) {
    let mut lists: HashSet<String> = HashSet::new();
    for (name, _) in sample.columns.iter().filter(|(name, _)| starred(name).is_some()) {
        let places = name.match_indices('.').map(|(at, _)| at);
        let is_list = |at: &usize| name[at + 1..].split('.').next().is_some_and(is_place);
        lists.extend(places.filter(is_list).map(|at| name[..at].to_owned()));
    }
    sample.set_apart(|name| starred(name).is_some() || lists.contains(name));
}

fn is_place(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The column with a star for each place, as `items.*.price`.
fn starred(column: &str) -> Option<String> {
    let parts: Vec<&str> = column.split('.').collect();
    let is_star = |at: usize| at > 0 && at + 1 < parts.len() && is_place(parts[at]);
    let starred: Vec<&str> = (0..parts.len()).map(|at| if is_star(at) { "*" } else { parts[at] }).collect();
    starred.contains(&"*").then(|| starred.join("."))
}

/// The list that a starred column belongs to, and the member it is.
fn split(starred: &str) -> (&str, &str) {
    starred.rsplit_once(".*.").unwrap_or(("", starred))
}

impl Guesser<'_> {
    /// The columns of lists, those of all places as one; with the first that is filled.
    fn listed(&self) -> Vec<(String, &String, &Profile)> {
        let mut listed: Vec<(String, &String, &Profile)> = Vec::new();
        for (name, profile) in self.sample.in_lists.iter().filter(|(_, profile)| profile.present > 0) {
            if let Some(starred) = starred(name)
                && listed.iter().all(|(known, ..)| *known != starred)
            {
                listed.push((starred, name, profile));
            }
        }
        listed
    }

    /// What lists of the rows add up to, as expressions, the likeliest first, each with a column it is made of.
    pub(super) fn sums_of_lists(&self) -> Vec<(String, String)> {
        let listed = self.listed();
        let mut sums = Vec::new();
        for (rank, names) in SUMS.iter().enumerate() {
            for (starred, column, profile) in &listed {
                let (list, member) = split(starred);
                let is_sum = profile.kind() == CellType::Number && likeness(member, names) > 0.8;
                if !is_sum || has_among(list, REFUNDS) {
                    continue;
                }
                let pieces = listed.iter().find(|(other, ..)| {
                    let (of, member) = split(other);
                    of == list && likeness(member, QUANTITY) > 0.6
                });
                let mut texts = vec![format!("sum_of(\"{starred}\")")];
                if let (2, Some((pieces, ..))) = (rank, pieces) {
                    texts.insert(0, format!("sum_of(\"{pieces}\" * \"{starred}\")"));
                }
                // Whole amounts of programs may be in hundredths.
                if profile.numbers.integers == profile.numbers.count {
                    texts.extend(texts.clone().iter().map(|text| format!("{text} / 100")));
                }
                sums.extend(texts.into_iter().map(|text| (text, (*column).clone())));
            }
        }
        sums
    }

    /// Asks whether what a list says was given back is to be taken off the amount.
    pub(super) fn given_back_in_lists(&mut self) {
        let Some((target, amount)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        let listed = self.listed();
        let member = |list: &str, is_so: &dyn Fn(&str, &Profile) -> bool| {
            listed.iter().find(|(other, _, profile)| split(other).0 == list && is_so(split(other).1, profile))
        };
        let mut found: Vec<(bool, String, String)> = Vec::new();
        for (starred, _, _) in &listed {
            let (list, _) = split(starred);
            if found.iter().any(|(_, column, _)| split(column).0 == list) {
                continue;
            }
            let is_sum = |member: &str, profile: &Profile| {
                profile.kind() == CellType::Number && SUMS.iter().any(|names| likeness(member, names) > 0.8)
            };
            let Some((sum, _, profile)) = member(list, &is_sum) else { continue };
            let refunds = |column: &str| -> Vec<String> {
                let words = self.few_words_of_list(column);
                words.into_iter().filter(|word| is_refund(word)).collect()
            };
            let kind = member(list, &|member, _| likeness(member, "kind type") > 0.8);
            let kind = kind.map(|(kind, ..)| (kind, refunds(kind))).filter(|(_, words)| !words.is_empty());
            if kind.is_none() && !has_among(list, REFUNDS) {
                continue;
            }
            let mut conditions = Vec::new();
            if let Some((kind, words)) = &kind {
                let words: Vec<String> = words.iter().map(|word| format!("'{}'", word.replace('\'', "''"))).collect();
                conditions.push(format!("\"{kind}\" IN ({})", words.join(", ")));
            }
            if let Some((status, ..)) = member(list, &|member, _| likeness(member, "status state") > 0.8)
                && self.few_words_of_list(status).iter().any(|word| word == "success")
            {
                conditions.push(format!("\"{status}\" = 'success'"));
            }
            let sign = if profile.numbers.smallest < 0.0 { "-1" } else { "1" };
            let by = if conditions.is_empty() {
                format!("sum_of({sign} * \"{sum}\")")
            } else {
                format!("sum_of(CASE WHEN {} THEN {sign} * \"{sum}\" ELSE 0 END)", conditions.join(" AND "))
            };
            found.push((kind.is_some(), sum.clone(), by));
        }
        // What was paid back stands in its transactions, and beside them by line.
        found.sort_by_key(|(is_shown, ..)| !is_shown);
        let Some((_, column, by)) = found.into_iter().next() else { return };
        if amount.contains(column.as_str()) {
            return;
        }
        let columns = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
        let less = vec![Edit::Less { target: target.trim_end_matches("_minor").to_owned(), by, columns }];
        let mut answers = vec![("taken_off", less), ("left_alone", Vec::new())];
        if words(&amount).iter().any(|word| matches!(word.as_str(), "current" | "net" | "remaining")) {
            answers.reverse();
        }
        let example = self.first_of_list(&column);
        self.ask(Topic::Less, &column, example, answers);
    }

    /// Columns of the first objects of lists that may name the customer, for rows of which no column does.
    pub(super) fn customers_of_lists(&self) -> Vec<String> {
        let names = self.sample.in_lists.iter().filter(|(_, profile)| profile.present > 0).map(|(name, _)| name);
        let first = names.filter(|name| starred(name).is_some_and(|starred| starred.replace('*', "0") == **name));
        first.filter(|name| Party::of(name).is_some_and(|(party, _)| party >= Party::Account)).cloned().collect()
    }

    /// Whether it is asked if what a list says was given back is taken off.
    pub(super) fn asks_what_lists_give_back(&self) -> bool {
        self.questions.iter().any(|open| open.topic == Topic::Less && open.about.contains(".*."))
    }

    /// Tells which lists are not looked at.
    pub(super) fn tell_of_lists(&mut self) {
        let mut lists: Vec<String> = Vec::new();
        for (starred, ..) in self.listed() {
            let list = starred.split(".*.").next().unwrap_or_default().to_owned();
            let is_used = self.columns.iter().any(|guessed| guessed.from.text().contains(&format!("\"{list}.*.")));
            if !is_used && !lists.contains(&list) {
                lists.push(list);
            }
        }
        if !lists.is_empty() {
            self.notes.push(Note::Lists { lists });
        }
    }

    /// The different words of a column of lists, at all places; none where they are many.
    fn few_words_of_list(&self, column: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (name, _) in self.sample.in_lists.iter().filter(|(name, _)| starred(name).as_deref() == Some(column)) {
            let words = self.few_words(name).unwrap_or_default().into_iter().map(|(word, _)| word);
            found.extend(words.filter(|word| !word.is_empty()));
        }
        found.sort();
        found.dedup();
        found
    }

    fn first_of_list(&self, column: &str) -> Option<Example> {
        let names = self.sample.in_lists.iter().map(|(name, _)| name);
        names.filter(|name| starred(name).as_deref() == Some(column)).find_map(|name| self.first(name))
    }

    /// What the lines of a row add up to, for a target that no column of the row gives, as edits by their texts.
    pub(super) fn offered_of_lists(&self, target: &str) -> Vec<(String, Vec<Edit>)> {
        if !matches!(target, "amount" | "monthly") {
            return Vec::new();
        }
        let offer = |(text, _): (String, String)| {
            let edits = vec![Edit::Column(target.to_owned(), ColumnSource::Source(text.clone()))];
            (text, edits)
        };
        self.sums_of_lists().into_iter().map(offer).collect()
    }
}
