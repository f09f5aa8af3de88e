//! Documented layouts: a file of each is read right without a question but for what it leaves open, and so is every variant of it.
//!
//! The files are of our own making, in the documented shape.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use arrow::array::{Array, RecordBatch};
use arrow::compute::concat_batches;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use super::super::testdata::Feed;
use super::super::{Guess, Note, Topic, guess};
use super::{Dice, texts, usual};
use crate::lake::Fact;
use crate::sources::mapping::{Mapping, MappingSource, Usual};
use crate::sources::{FactSource, Format, RawBatch, RawReader, Reject, open};

mod billing;
mod first;
mod shops;
mod variants;
mod voices;

/// A file of a layout as it was read.
struct Read {
    guess: Guess,
    rows: RecordBatch,
    rejects: Vec<Reject>,
    /// Rows left out because the mapping says so.
    left_out: u64,
}

impl Read {
    /// Reads a file with what is guessed of it, unanswered.
    fn file(fact: Fact, name: &str) -> Self {
        let path = place(name).to_string_lossy().into_owned();
        let open = || open(std::slice::from_ref(&path), &Format::default()).expect("it opens");
        let mut reader = open();
        let mut sample = Vec::new();
        while let Some(batch) = reader.next().expect("it reads") {
            sample.push(batch);
        }
        let guess = guess(Some(fact), &reader.files()[0], &sample, &usual());
        Self::with(guess, open(), &usual())
    }

    /// Reads rows fed by hand.
    fn feed(fact: Fact, feed: Feed) -> Self {
        let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
        let guess = guess(Some(fact), &feed.file(), &sample, &usual());
        Self::with(guess, Box::new(feed), &usual())
    }

    fn with(guess: Guess, reader: Box<dyn RawReader>, usual: &Usual) -> Self {
        let text = guess.mapping.to_toml().expect("toml");
        let mut mapping = Mapping::from_toml(&text).expect(&text);
        mapping.currency = mapping.currency.or(Some(usual.currency));
        let table = mapping.table;
        let mut source =
            MappingSource::new(reader, mapping, &usual.zone, None).unwrap_or_else(|why| panic!("{why}: {text}"));
        let (mut batches, mut rejects) = (Vec::new(), Vec::new());
        while let Some(pulled) = source.next().expect("it maps") {
            batches.push(pulled.batch.rows);
            rejects.extend(pulled.rejects);
        }
        let schema = std::sync::Arc::new(arrow::datatypes::Schema::new(table.columns()));
        let rows = concat_batches(&schema, &batches).expect("one schema");
        Self { guess, rows, rejects, left_out: source.skipped() }
    }

    /// Some columns of the rows, each row as a line, in the order of the lines. Of rows that share a key an import keeps one.
    fn lines(&self, columns: &str) -> Vec<String> {
        let options = FormatOptions::new().with_null("-").with_timestamp_tz_format(Some("%Y-%m-%d %H:%M"));
        let columns: Vec<ArrayFormatter> = columns
            .split_ascii_whitespace()
            .map(|name| ArrayFormatter::try_new(self.rows.column_by_name(name).expect(name), &options).expect(name))
            .collect();
        let line = |row| columns.iter().map(|column| column.value(row).to_string()).collect::<Vec<_>>().join(" ");
        let key = self.rows.column_by_name(self.guess.mapping.table.key()[0]).expect("a key");
        let whole: Vec<ArrayFormatter> = self
            .rows
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options).expect("shown"))
            .collect();
        let mut known = BTreeSet::new();
        let mut is_fresh = |row: &usize| {
            let row_as_text: Vec<String> = whole.iter().map(|column| column.value(*row).to_string()).collect();
            key.is_null(*row) || known.insert(row_as_text)
        };
        let mut lines: Vec<String> = (0..self.rows.num_rows()).filter(|row| is_fresh(row)).map(line).collect();
        lines.sort();
        lines
    }

    /// What is asked, by topic and column, but for the currency.
    fn asked(&self) -> Vec<String> {
        let asked = self.guess.questions.iter().filter(|question| question.topic != Topic::Currency);
        asked.map(super::super::Question::id).collect()
    }

    /// The layout that was recognised.
    fn title(&self) -> Option<&str> {
        self.guess.notes.iter().find_map(|note| match note {
            Note::Preset { title, .. } => Some(title.as_str()),
            _ => None,
        })
    }
}

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources/mapping/tests/layouts/files").join(name)
}

/// Holds that a file is recognised, asks nothing, loses no row, and reads as the lines say.
fn holds(name: &str, title: &str, fact: Fact, columns: &str, lines: &[&str]) {
    let read = Read::file(fact, name);
    assert_eq!(read.title(), Some(title), "{:?}", read.guess.notes);
    assert_eq!(read.asked(), [""; 0], "{name}: {:?}", read.guess.questions);
    assert!(read.rejects.is_empty(), "{name}: {:?}", read.rejects);
    let mut expected: Vec<&str> = lines.to_vec();
    expected.sort_unstable();
    assert_eq!(read.lines(columns), expected, "{name}");
}
