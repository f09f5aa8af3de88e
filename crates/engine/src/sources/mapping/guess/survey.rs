//! What does a mapping that is there already leave aside, and what do the words that decide about rows add up to?

use std::collections::BTreeMap;

use super::super::document::{ColumnSource, Mapping};
use super::super::profile::{CellReading, Sample};
use super::guesser::{ColumnGuess, Confidence, Guesser};
use super::note::Note;
use super::question::{Usual, WordCount};
use crate::sources::{RawBatch, SourceFile};

/// What a mapping leaves aside of a sample, and what it decides by words.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The columns that are not used, those first that bear money, words, dates or ids.
    pub unused: Vec<Note>,
    /// The words of the columns that decide which rows count, with what the rows of each add up to. A column with too many different cells
    /// to be words has none.
    pub words: BTreeMap<String, Vec<WordCount>>,
}

/// Surveys a sample under a mapping, be it guessed or not; `also` are columns whose words are wanted though they decide nothing yet.
#[must_use]
pub fn survey(mapping: &Mapping, file: &SourceFile, sample: &[RawBatch], usual: &Usual, also: &[String]) -> Survey {
    let profiled = Sample::of(sample, usize::MAX, &CellReading::default());
    let used = |target: &String, from| ColumnGuess {
        target: target.clone(),
        from,
        confidence: Confidence::Sure,
        reason: String::new(),
        over: Vec::new(),
        fits: 0,
        misfits: 0,
    };
    let columns = mapping.columns.iter().map(|(target, from)| used(target, from.clone()));
    let entries = mapping.attributes.iter().chain(&mapping.consents);
    let entries = entries.map(|(name, from)| used(name, ColumnSource::Source(from.clone())));
    let mut guesser = Guesser::new(mapping.clone(), &profiled, file, sample, usual);
    guesser.columns = columns.chain(entries).collect();
    guesser.tell_of_unused();
    let deciding = mapping.rows.keys().chain(also);
    let words = deciding.map(|column| (column.clone(), guesser.counts(column, mapping))).collect();
    Survey { unused: guesser.notes, words }
}
