//! The replay: what would the table say of some facts if just these imports had taken place, one after the other?
//!
//! An undo does not reverse what an import did, for later imports may have built on it: it asks what all imports that still count said of
//! the facts in question, and lets them say it again in their order. What each said lies in the files that its commit added, which are
//! never removed, and in the [confirmations](super::confirmations); which of them it [left out](super::left_out) is kept, too. So undoing an undo is the same replay with the import among those
//! that count.
//!
//! The facts that are told apart are called subjects here: a key; of customers all versions of one customer of one source, because what
//! becomes of [attributes without a day](super::history) depends on all of them.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use jiff::tz::TimeZone;

use super::cells::{Cells, NaturalKeys};
use super::comparison::KnownFacts;
use super::confirmations::{Confirmation, confirmed_by};
use super::error::ImportError;
use super::history;
use super::left_out::left_out_by;
use super::report::ImportReport;
use crate::lake::{DataFile, Fact, Snapshot};

/// The day of a fact that has none: it holds since ever, and only customers' versions have another.
pub(super) const SINCE_EVER: i32 = i32::MIN;

/// Where a row stands: the number of its file among [`Replay::files`], and its row there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: u32,
    pub(super) row: u32,
}

/// What is known of a subject from a day on.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) day: i32,
    /// The import that first said it so.
    pub(super) import_seq: i64,
    pub(super) first_seen: i64,
    /// What it says, but for the day.
    pub(super) content: u64,
    pub(super) place: Place,
    /// Whether it stands in the table just so.
    pub(super) stands: bool,
    /// Whether the table says the same, be it as the word of another import.
    pub(super) is_said: bool,
}

/// A row of a file that says something of a subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saying {
    pub(super) row: usize,
    pub(super) subject: u32,
    pub(super) day: i32,
    pub(super) import_seq: i64,
    pub(super) first_seen: i64,
}

/// A row of the source.
struct KeyedRow {
    row: usize,
    subject: u128,
    day: i32,
    import_seq: i64,
    first_seen: i64,
}

/// What one import said of a subject.
struct Mention {
    subject: u32,
    /// `None` where it was said without a day.
    day: Option<i32>,
    content: u64,
    place: Place,
    /// When it was first seen, if this was what was said first.
    first_seen: i64,
}

/// The subjects of one source and what the imports said of them so far.
pub(super) struct Replay<'a> {
    pub(super) table: &'a KnownFacts<'a>,
    confirmed: &'a Snapshot,
    left_out: &'a Snapshot,
    source: String,
    subjects: foldhash::HashMap<u128, u32>,
    pub(super) versions: Vec<Vec<Version>>,
    pub(super) files: Vec<String>,
}

impl<'a> Replay<'a> {
    /// One of all that an import said, before anything is said of it.
    pub(super) fn of(
        table: &'a KnownFacts<'a>,
        (confirmed, left_out): (&'a Snapshot, &'a Snapshot),
        import: &ImportReport,
    ) -> Result<Self, ImportError> {
        let mut replay = Self {
            table,
            confirmed,
            left_out,
            source: import.source.clone(),
            subjects: foldhash::HashMap::default(),
            versions: Vec::new(),
            files: Vec::new(),
        };
        for file in replay.written_by(import)? {
            replay.take_subjects(&file, |row_seq, _| row_seq == import.import_seq)?;
        }
        for confirmation in replay.confirmed_by(import)? {
            replay.take_subjects(&DataFile::named(&confirmation.file), |_, row| confirmation.rows.value(row))?;
        }
        for key in replay.left_out_by(import)? {
            replay.take_subject(key);
        }
        replay.versions = vec![Vec::new(); replay.subjects.len()];
        Ok(replay)
    }

    /// Lets an import say what it said.
    pub(super) fn say(&mut self, import: &ImportReport) -> Result<(), ImportError> {
        let mut mentions = Vec::new();
        let today = import.today.unwrap_or_else(|| import.started_at.to_zoned(TimeZone::UTC).date());
        let today = history::days_of(today);
        let started = import.started_at.as_microsecond();
        let seen = started..started + (import.files.len() as i64).max(1);
        for file in self.written_by(import)? {
            let mut sayings = self.sayings(&file)?;
            sayings.retain(|saying| saying.import_seq == import.import_seq);
            let contents = self.contents(&file, &sayings)?;
            let number = self.number(&file.path);
            mentions.extend(sayings.iter().zip(contents).map(|(saying, content)| {
                // Without a day it was either of a customer not known before, or holds from the day of the import.
                let has_day = saying.day != SINCE_EVER && (saying.day != today || import.undated == 0);
                let day = (self.table.fact != Fact::Customers || has_day).then_some(saying.day);
                // A fact that was replaced was seen before; of this import it is by the file it stood in.
                let first_seen = if seen.contains(&saying.first_seen) { saying.first_seen } else { seen.start };
                Mention { subject: saying.subject, day, content, place: place(number, saying.row), first_seen }
            }));
        }
        for Confirmation { file, undated, rows } in self.confirmed_by(import)? {
            mentions.extend(self.said_again(&DataFile::named(&file), undated, &rows, started)?);
        }
        // As an import does: it is asked first, of all rows, what was known before any of them.
        for mention in &mut mentions {
            if mention.day.is_none() {
                let known = self.versions[mention.subject as usize].iter().filter(|version| version.day <= today);
                match known.max_by_key(|version| version.day) {
                    None => mention.day = Some(SINCE_EVER),
                    Some(latest) if latest.content == mention.content => {}
                    Some(_) => mention.day = Some(today),
                }
            }
        }
        // What an import says itself, it does not leave out.
        let mut left_out: Vec<u32> =
            self.left_out_by(import)?.iter().filter_map(|key| self.subjects.get(key).copied()).collect();
        if !left_out.is_empty() {
            let said: foldhash::HashSet<u32> = mentions.iter().map(|mention| mention.subject).collect();
            left_out.retain(|subject| !said.contains(subject));
        }
        for subject in left_out {
            self.versions[subject as usize].clear();
        }
        for Mention { subject, day, content, place, first_seen } in mentions {
            let Some(day) = day else { continue };
            let versions = &mut self.versions[subject as usize];
            match versions.iter_mut().find(|version| version.day == day) {
                Some(known) if known.content == content => {}
                Some(known) => (known.import_seq, known.content, known.place) = (import.import_seq, content, place),
                None => versions.push(Version {
                    day,
                    import_seq: import.import_seq,
                    first_seen,
                    content,
                    place,
                    stands: false,
                    is_said: false,
                }),
            }
        }
        Ok(())
    }

    /// What the rows of a file say of the subjects, in the order of the file.
    pub(super) fn sayings(&self, file: &DataFile) -> Result<Vec<Saying>, ImportError> {
        let mut sayings = Vec::new();
        self.look_through(file, |KeyedRow { row, subject, day, import_seq, first_seen }| {
            if let Some(subject) = self.subjects.get(&subject) {
                sayings.push(Saying { row, subject: *subject, day, import_seq, first_seen });
            }
        })?;
        Ok(sayings)
    }

    /// What the rows say, but for their days. The table stores no hash of it, so whole rows are read.
    pub(super) fn contents(&self, file: &DataFile, sayings: &[Saying]) -> Result<Vec<u64>, ImportError> {
        let mut contents = Vec::with_capacity(sayings.len());
        if sayings.is_empty() {
            return Ok(contents);
        }
        let mut start = 0;
        for batch in self.table.lake.read_file(self.table.snapshot, file, &[])? {
            let batch = self.without_days(&batch?)?;
            let columns = self.table.fact.columns();
            let cells = Cells::new(&batch, columns.iter().map(|field| field.name().as_str()));
            let said = cells.map_err(|column| self.lacks(column))?.contents(batch.num_rows());
            while let Some(saying) = sayings.get(contents.len()).filter(|next| next.row < start + batch.num_rows()) {
                contents.push(said[saying.row - start]);
            }
            start += batch.num_rows();
        }
        Ok(contents)
    }

    /// The files that an import's commit added, of those that hold its rows.
    fn written_by(&self, import: &ImportReport) -> Result<Vec<DataFile>, ImportError> {
        if import.added + import.replaced == 0 {
            return Ok(Vec::new());
        }
        let mut files = self.table.lake.added_files(self.table.fact.name(), import.version)?;
        files.retain(|file| file.import_seqs.as_ref().is_none_or(|seqs| seqs.contains(&import.import_seq)));
        Ok(files)
    }

    fn confirmed_by(&self, import: &ImportReport) -> Result<Vec<Confirmation>, ImportError> {
        confirmed_by(self.table.lake, self.confirmed, import.import_seq, self.table.fact)
    }

    fn left_out_by(&self, import: &ImportReport) -> Result<Vec<u128>, ImportError> {
        left_out_by(self.table.lake, self.left_out, import.import_seq, self.table.fact)
    }

    /// What an import said of the subjects that was known. Most often it is the word of an import that was heard here before, and
    /// whole rows need not be read for it.
    fn said_again(
        &mut self,
        file: &DataFile,
        undated: bool,
        rows: &BooleanBuffer,
        first_seen: i64,
    ) -> Result<Vec<Mention>, ImportError> {
        let mut sayings = self.sayings(file)?;
        sayings.retain(|saying| rows.value(saying.row));
        let number = self.number(&file.path);
        let (mut mentions, mut unknown) = (Vec::new(), Vec::new());
        for saying in sayings {
            let same = |version: &&Version| (version.day, version.import_seq) == (saying.day, saying.import_seq);
            let known = self.versions[saying.subject as usize].iter().find(same);
            let Some(Version { content, place, .. }) = known else {
                unknown.push(saying);
                continue;
            };
            let day = (!undated).then_some(saying.day);
            mentions.push(Mention { subject: saying.subject, day, content: *content, place: *place, first_seen });
        }
        let contents = self.contents(file, &unknown)?;
        mentions.extend(unknown.iter().zip(contents).map(|(saying, content)| {
            let day = (!undated).then_some(saying.day);
            Mention { subject: saying.subject, day, content, place: place(number, saying.row), first_seen }
        }));
        Ok(mentions)
    }

    fn take_subjects(&mut self, file: &DataFile, is_said: impl Fn(i64, usize) -> bool) -> Result<(), ImportError> {
        let mut found = Vec::new();
        self.look_through(file, |row| {
            if is_said(row.import_seq, row.row) {
                found.push(row.subject);
            }
        })?;
        for subject in found {
            self.take_subject(subject);
        }
        Ok(())
    }

    fn take_subject(&mut self, subject: u128) {
        let number = self.subjects.len() as u32;
        self.subjects.entry(subject).or_insert(number);
    }

    /// Tells each row of the source in a file.
    fn look_through(&self, file: &DataFile, mut tell: impl FnMut(KeyedRow)) -> Result<(), ImportError> {
        let is_customers = self.table.fact == Fact::Customers;
        let mut columns = vec!["import_seq", "first_seen"];
        columns.extend_from_slice(if is_customers { &["source", "customer_id", history::DAY] } else { &["key"] });
        let mut start = 0;
        for batch in self.table.lake.read_file(self.table.snapshot, file, &columns)? {
            let batch = batch?;
            let seqs = batch.column(0).as_primitive::<Int64Type>();
            let first_seen = batch.column(1).as_primitive::<TimestampMicrosecondType>();
            let mut tell = |row: usize, subject, day| {
                let (import_seq, first_seen) = (seqs.value(row), first_seen.value(row));
                tell(KeyedRow { row: start + row, subject, day, import_seq, first_seen });
            };
            if is_customers {
                let (sources, days) =
                    (batch.column(2).as_string::<i32>(), batch.column(4).as_primitive::<Date32Type>());
                let undated = history::without_days(&batch)?;
                let cells = history::cells(&undated, true)?;
                let mut natural = NaturalKeys::new(&self.source, &cells);
                for row in (0..batch.num_rows()).filter(|row| sources.value(*row) == self.source) {
                    let day = if days.is_valid(row) { days.value(row) } else { SINCE_EVER };
                    tell(row, natural.key(row), day);
                }
            } else {
                // The source is part of every key.
                for (row, key) in batch.column(2).as_binary::<i32>().iter().enumerate() {
                    let key = key.and_then(|key| key.try_into().ok()).map(u128::from_be_bytes);
                    tell(row, key.ok_or_else(|| self.lacks("key".to_owned()))?, SINCE_EVER);
                }
            }
            start += batch.num_rows();
        }
        Ok(())
    }

    fn without_days(&self, batch: &RecordBatch) -> Result<RecordBatch, ImportError> {
        if self.table.fact == Fact::Customers { history::without_days(batch) } else { Ok(batch.clone()) }
    }

    fn number(&mut self, path: &str) -> u32 {
        let known = self.files.iter().rposition(|file| file == path);
        let number = known.unwrap_or_else(|| {
            self.files.push(path.to_owned());
            self.files.len() - 1
        });
        number as u32
    }

    fn lacks(&self, column: String) -> ImportError {
        ImportError::Shape { fact: self.table.fact, column }
    }
}

fn place(file: u32, row: usize) -> Place {
    Place { file, row: row as u32 }
}
