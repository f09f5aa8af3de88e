//! What do the words of a column say about its rows: do they count, are they left out, are they refunds?
//!
//! Invariant: every word is named. A row with a word that is in no list is rejected with it, for a state that nobody has thought of must
//! not count, nor be missing, in silence.

use std::collections::HashMap;

use arrow::array::StringArray;
use serde::{Deserialize, Serialize};

use super::cells::{Cell, Cells};
use super::row::Problems;

/// What the words of a column say about its rows; `""` is the empty cell, and capital letters make no difference. Stands under
/// `[rows.COLUMN]` in the map file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RowWords {
    /// Rows that count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<String>,
    /// Rows that are left out; how many is told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<String>,
    /// Rows that give money back: their amounts count below zero, whichever sign they are written with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refund: Vec<String>,
}

/// What a word says about its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowMeaning {
    /// It counts.
    Count,
    /// It is left out.
    LeaveOut,
    /// It gives money back.
    Refund,
}

impl RowWords {
    /// The lists with what they mean.
    #[must_use]
    pub fn lists(&self) -> [(RowMeaning, &Vec<String>); 3] {
        [(RowMeaning::Count, &self.count), (RowMeaning::LeaveOut, &self.leave_out), (RowMeaning::Refund, &self.refund)]
    }

    /// Puts a word into the list of a meaning.
    pub fn put(&mut self, word: &str, meaning: RowMeaning) {
        let list = match meaning {
            RowMeaning::Count => &mut self.count,
            RowMeaning::LeaveOut => &mut self.leave_out,
            RowMeaning::Refund => &mut self.refund,
        };
        list.push(word.to_owned());
    }

    /// What a word means, if it stands in a list.
    #[must_use]
    pub fn meaning(&self, word: &str) -> Option<RowMeaning> {
        let among = |list: &[String]| list.iter().any(|known| plain(known) == plain(word));
        self.lists().into_iter().find(|(_, list)| among(list)).map(|(meaning, _)| meaning)
    }

    /// A word that stands in two lists.
    pub(crate) fn contradiction(&self) -> Option<&str> {
        let mut seen = HashMap::new();
        self.lists().into_iter().flat_map(|(meaning, list)| list.iter().map(move |word| (meaning, word))).find_map(
            |(meaning, word)| {
                let before = seen.insert(plain(word), meaning);
                before.is_some_and(|before| before != meaning).then_some(word.as_str())
            },
        )
    }
}

/// The meanings of a column's words, to be looked up.
#[derive(Clone, Debug)]
pub(crate) struct Meanings {
    pub at: usize,
    pub column: String,
    of: HashMap<String, RowMeaning>,
}

impl Meanings {
    pub(crate) fn new(at: usize, column: &str, words: &RowWords) -> Self {
        let lists = words.lists().into_iter();
        let of = lists.flat_map(|(meaning, list)| list.iter().map(move |word| (plain(word), meaning))).collect();
        Self { at, column: column.to_owned(), of }
    }

    /// Lets the column's cells decide about their rows; what one column leaves out no other counts.
    pub(crate) fn decide(&self, cells: &Cells, meanings: &mut [RowMeaning], problems: &mut Problems) {
        let mut last: Option<(String, Option<RowMeaning>)> = None;
        for (row, meaning) in meanings.iter_mut().enumerate() {
            let cell = cells.at(row, &[]);
            let shown = cell.map(|cell| cell.show()).unwrap_or_default();
            let found = match &last {
                Some((word, found)) if *word == shown => *found,
                _ => {
                    let found = self.of.get(&plain(&shown)).copied();
                    last = Some((shown.clone(), found));
                    found
                }
            };
            match found {
                None => {
                    let reason = format!("is in no list under [rows.{}]; say whether such rows count", self.column);
                    problems.add(row, &self.column, shown, reason);
                }
                Some(RowMeaning::LeaveOut) => *meaning = RowMeaning::LeaveOut,
                Some(RowMeaning::Refund) if *meaning == RowMeaning::Count => *meaning = RowMeaning::Refund,
                Some(_) => {}
            }
        }
    }
}

/// What the words of a column are replaced by.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub at: usize,
    pub column: String,
    by: HashMap<String, String>,
}

impl Replacement {
    pub(crate) fn new<'a>(at: usize, column: &str, words: impl IntoIterator<Item = (&'a String, &'a String)>) -> Self {
        let by = words.into_iter().map(|(word, by)| (plain(word), by.clone())).collect();
        Self { at, column: column.to_owned(), by }
    }

    /// The column with its words replaced; an unknown word is reported by its row, and its cell is absent. An empty cell stays empty
    /// unless it has a replacement.
    pub(crate) fn apply(&self, cells: &Cells, rows: usize, mut unknown: impl FnMut(usize, String)) -> Cells {
        let replaced = (0..rows).map(|row| {
            let word = cells.at(row, &[]).map(|cell: Cell<'_>| cell.show());
            let by = self.by.get(&plain(word.as_deref().unwrap_or_default())).map(String::as_str);
            if let (Some(word), None) = (word, by) {
                unknown(row, word);
            }
            by
        });
        Cells::Text(replaced.collect::<StringArray>())
    }
}

/// A column without the texts that stand for an empty cell in it.
pub(crate) fn without(cells: &Cells, rows: usize, blanks: &[String]) -> Cells {
    let is_blank = |text: &str| blanks.iter().any(|blank| plain(blank) == plain(text));
    let kept = |row| cells.at(row, &[]).map(|cell| cell.show()).filter(|text| !is_blank(text));
    match cells {
        Cells::Text(_) => Cells::Text((0..rows).map(kept).collect::<StringArray>()),
        other if (0..rows).all(|row| cells.at(row, &[]).is_none() || kept(row).is_some()) => other.clone(),
        // A number that stands for nothing makes its column one of text, in which numbers are read as well.
        _ => Cells::Text((0..rows).map(kept).collect::<StringArray>()),
    }
}

/// A word as it is compared.
pub(crate) fn plain(word: &str) -> String {
    word.trim().to_lowercase()
}
