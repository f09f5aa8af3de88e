//! What are the rows of a sample worth, told by what stands in one of its columns?

use std::collections::{BTreeMap, HashMap, HashSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bellwether_model::Currency;

use super::super::document::Mapping;
use super::super::source::read_sample;
use super::guesser::Guesser;
use super::note::OtherWords;
use super::question::{Trial, WordCount};
use crate::sources::RowPosition;
use crate::sources::mapping::rows::{RowMeaning, RowWords};

/// What the rows of a sample are worth under a mapping. Rows that it leaves out or rejects are worth nothing.
#[derive(Debug, Default)]
pub(super) struct Worth(HashMap<RowPosition, RowWorth>);

#[derive(Debug)]
struct RowWorth {
    /// What the row is known by; nothing where it has no id. An import keeps one of the rows that share it.
    key: Option<String>,
    money: Option<(Currency, i128)>,
}

impl Worth {
    /// Whether nothing is known of any row.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Trial<'_> {
    /// What each row is worth under a mapping; nothing where something else is still open.
    pub(super) fn worth(&self, mapping: &Mapping) -> Worth {
        let currency = mapping.currency.or(Some(self.usual.currency));
        let mapping = Mapping { currency, ..mapping.clone() };
        let Ok(read) = read_sample(&mapping, self.file, self.sample, &self.usual.zone, None) else {
            return Worth::default();
        };
        let options = FormatOptions::new().with_null("");
        let mut worth = HashMap::new();
        for output in &read {
            let rows = &output.pulled.batch.rows;
            let keys: Vec<_> = mapping.table.key().iter().filter_map(|name| rows.column_by_name(name)).collect();
            let texts: Vec<_> =
                keys.iter().filter_map(|key| ArrayFormatter::try_new(key.as_ref(), &options).ok()).collect();
            let amounts = rows.column_by_name("amount_minor").or_else(|| rows.column_by_name("monthly_minor"));
            let money = amounts.zip(rows.column_by_name("currency"));
            let money = money.map(|(amounts, codes)| (amounts.as_primitive::<Int64Type>(), codes.as_string::<i32>()));
            for (row, place) in output.pulled.batch.places.iter().enumerate() {
                let is_named = keys.first().is_some_and(|key| key.is_valid(row));
                let key = || texts.iter().map(|text| text.value(row).to_string()).collect::<Vec<_>>().join("\u{1f}");
                let money = money.as_ref().and_then(|(amounts, codes)| {
                    Some((codes.value(row).parse().ok()?, i128::from(amounts.value(row))))
                });
                worth.insert(*place, RowWorth { key: is_named.then(key), money });
            }
        }
        Worth(worth)
    }
}

impl Guesser<'_> {
    /// The words of a column, with what the rows of each add up to.
    pub(super) fn counts(&self, column: &str, mapping: &Mapping) -> Vec<WordCount> {
        let words = self.words(column).unwrap_or_default();
        if words.is_empty() {
            return Vec::new();
        }
        let mut all = RowWords::default();
        for (word, _) in &words {
            all.put(word, RowMeaning::Count);
        }
        let mut mapping = mapping.clone();
        mapping.rows.insert(column.to_owned(), all);
        self.counts_of(column, &self.trial.worth(&mapping), str::to_owned)
    }

    /// The rows of the sample with what they are worth, put together by what `name` makes of the cells of a column, in the order of their
    /// first rows. An empty cell is an empty word.
    pub(super) fn counts_of(&self, column: &str, worth: &Worth, name: impl Fn(&str) -> String) -> Vec<WordCount> {
        let mut counts: Vec<WordCount> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut known: HashSet<(usize, &str)> = HashSet::new();
        self.cells.each_place(column, |place, cell| {
            let word = name(&cell.map(|cell| cell.show()).unwrap_or_default());
            let at = *places.entry(word).or_insert_with_key(|word| {
                counts.push(WordCount { word: word.clone(), rows: 0, minor: BTreeMap::new() });
                counts.len() - 1
            });
            counts[at].rows += 1;
            let Some(RowWorth { key, money }) = worth.0.get(&place) else { return };
            let is_fresh = key.as_deref().is_none_or(|key| known.insert((at, key)));
            if let (true, Some((currency, minor))) = (is_fresh, money) {
                *counts[at].minor.entry(*currency).or_default() += minor;
            }
        });
        counts
    }
}

impl WordCount {
    /// The words whose rows are worth most, and what the others add up to.
    #[must_use]
    pub fn weightiest(counts: &[Self], most: usize) -> (Vec<Self>, Option<OtherWords>) {
        let mut told = counts.to_vec();
        told.sort_by_key(|count| std::cmp::Reverse(count.weight()));
        let rest = told.split_off(told.len().min(most));
        let others =
            (!rest.is_empty()).then(|| OtherWords { words: rest.len() as u64, count: Self::together("", &rest) });
        (told, others)
    }

    /// Several words told as one.
    pub(super) fn together(word: &str, counts: &[Self]) -> Self {
        let mut all = Self { word: word.to_owned(), rows: 0, minor: BTreeMap::new() };
        for count in counts {
            all.rows += count.rows;
            count.minor.iter().for_each(|(currency, minor)| *all.minor.entry(*currency).or_default() += minor);
        }
        all
    }

    /// How much money of whatever sign moves with the word, then how many rows: by this the weightiest come first.
    fn weight(&self) -> (u128, u64) {
        (self.minor.values().map(|minor| minor.unsigned_abs()).sum(), self.rows)
    }
}
