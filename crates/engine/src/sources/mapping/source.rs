//! A reader's raw rows, mapped.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use jiff::tz::TimeZone;

use super::apply::{MappingOutput, apply};
use super::document::Mapping;
use super::error::MappingError;
use super::identity::IdentityLookup;
use super::mended;
use super::pieces::pieces;
use super::plan::{Plan, PlanContext, fallback_mark};
use super::profile::{CellReading, SAMPLE_BYTES, SAMPLE_ROWS, Sample};
use crate::lake::Fact;
use crate::sources::{Delimiter, FactSource, MendedRow, Progress, Pull, RawBatch, RawReader, SourceError, SourceFile};

/// Rows of one canonical table, made of a reader's rows by a mapping.
pub struct MappingSource {
    reader: Box<dyn RawReader>,
    /// What was read and is not yet mapped: first to settle the mapping, then while the rows before are mapped.
    ahead: VecDeque<RawBatch>,
    /// What came of reading ahead, if not a batch.
    end: Option<Result<(), SourceError>>,
    plan: Plan,
    lookup: Option<Arc<dyn IdentityLookup>>,
    skipped: u64,
    unresolved: u64,
    mended: Vec<MendedRow>,
    /// What each column has held so far.
    contents: Vec<ColumnContent>,
}

/// What a column has held.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ColumnContent {
    Nothing,
    /// One text, in all cells that are not empty.
    One(String),
    Several,
}

impl ColumnContent {
    fn see(&mut self, column: &ArrayRef) {
        if *self == Self::Several || column.null_count() == column.len() {
            return;
        }
        // Only what a file writes as text is compared.
        let Some(cells) = column.as_string_opt::<i32>() else {
            *self = Self::Several;
            return;
        };
        let known = match self {
            Self::One(known) => Some(known.as_str()),
            _ => cells.iter().flatten().next(),
        };
        *self = match known {
            Some(known) if cells.iter().flatten().all(|cell| cell == known) => Self::One(known.to_owned()),
            _ => Self::Several,
        };
    }
}

impl MappingSource {
    /// Settles a mapping on the first rows of a reader. `zone` is that of times written without one, unless the mapping names
    /// another; `lookup` finds customers known by another source's ids.
    pub fn new(
        mut reader: Box<dyn RawReader>,
        mapping: Mapping,
        zone: &TimeZone,
        lookup: Option<Arc<dyn IdentityLookup>>,
    ) -> Result<Self, SourceError> {
        let mut ahead = VecDeque::new();
        let (mut rows, mut bytes) = (0, 0);
        while rows < SAMPLE_ROWS && bytes < SAMPLE_BYTES {
            let Some(batch) = reader.next()? else { break };
            rows += batch.rows.num_rows();
            bytes += batch.rows.get_array_memory_size();
            ahead.push_back(batch);
        }
        let sample = Sample::of(ahead.make_contiguous(), SAMPLE_ROWS, &CellReading::of(&mapping));
        let context = PlanContext {
            file: reader.files().first().map_or("the input", |file| file.name.as_str()),
            columns: &reader.columns(),
            sample: &sample,
            fallback: fallback_mark(reader.files()),
            zone,
            lookup: lookup.as_deref(),
        };
        let plan = Plan::new(mapping, context).map_err(|error| SourceError::Mapping(Box::new(error)))?;
        let ahead = ahead.into_iter().flat_map(|batch| pieces(&plan, batch)).collect();
        let contents = vec![ColumnContent::Nothing; reader.columns().fields().len()];
        let mended = Vec::new();
        Ok(Self { reader, ahead, end: None, plan, lookup, skipped: 0, unresolved: 0, mended, contents })
    }

    /// The mapping applied.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.plan.mapping
    }

    /// What stands between the cells of a row that is shown.
    #[must_use]
    pub fn delimiter(&self) -> char {
        char::from(delimiter(self.reader.files()))
    }

    /// Rows left out so far because they do not meet the mapping's condition.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Rows so far whose id names no known customer; they are unattributed.
    #[must_use]
    pub fn unresolved(&self) -> u64 {
        self.unresolved
    }
}

impl MappingSource {
    fn came(&mut self, read: Result<Option<RawBatch>, SourceError>) {
        match read {
            Ok(Some(batch)) => self.ahead.extend(pieces(&self.plan, batch)),
            Ok(None) => self.end = Some(Ok(())),
            Err(error) => self.end = Some(Err(error)),
        }
    }
}

impl FactSource for MappingSource {
    fn fact(&self) -> Fact {
        self.plan.mapping.table
    }

    fn source(&self) -> &str {
        &self.plan.mapping.source
    }

    fn files(&self) -> &[SourceFile] {
        self.reader.files()
    }

    fn columns(&self) -> Vec<String> {
        self.reader.columns().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn empty_columns(&self) -> Vec<String> {
        let columns = self.columns().into_iter().zip(&self.contents);
        columns.filter(|(_, content)| **content == ColumnContent::Nothing).map(|(column, _)| column).collect()
    }

    fn single_texts(&self) -> BTreeMap<String, String> {
        let one = |(column, content): (String, &ColumnContent)| match content {
            ColumnContent::One(text) => Some((column, text.clone())),
            _ => None,
        };
        self.columns().into_iter().zip(&self.contents).filter_map(one).collect()
    }

    fn next(&mut self) -> Result<Option<Pull>, SourceError> {
        if self.ahead.is_empty() && self.end.is_none() {
            let read = self.reader.next();
            self.came(read);
        }
        let Some(raw) = self.ahead.pop_front() else { return self.end.take().unwrap_or(Ok(())).map(|()| None) };
        for (content, column) in self.contents.iter_mut().zip(raw.rows.columns()) {
            content.see(column);
        }
        let (delimiter, said) = (delimiter(self.reader.files()), mended::said(&raw));
        let (plan, lookup) = (&self.plan, self.lookup.as_deref());
        let (applied, read) = if self.ahead.is_empty() && self.end.is_none() {
            let reader = &mut self.reader;
            // On a thread of its own: it may wait long for a disk or a database, and threads that others count on may not.
            std::thread::scope(|scope| {
                let reading = scope.spawn(|| reader.next());
                let applied = apply(plan, raw, lookup, delimiter);
                (applied, Some(reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
            })
        } else {
            (apply(plan, raw, lookup, delimiter), None)
        };
        let applied = applied.map_err(|error| {
            let file = self.reader.files().first().map_or_else(|| "the input".to_owned(), |file| file.name.clone());
            SourceError::Mapping(Box::new(MappingError::Layout { file, table: plan.mapping.table, error }))
        })?;
        if let Some(read) = read {
            self.came(read);
        }
        let MappingOutput { pulled, skipped, unresolved } = applied;
        self.skipped += skipped;
        self.unresolved += unresolved;
        self.mended.extend(mended::came_in(said, &pulled));
        Ok(Some(pulled))
    }

    fn progress(&self) -> Progress {
        self.reader.progress()
    }

    fn mended(&self) -> &[MendedRow] {
        &self.mended
    }
}

/// Maps a sample, to show what a mapping would do. `file` gives the sample's name and format.
pub fn preview(
    mapping: &Mapping,
    file: &SourceFile,
    sample: &[RawBatch],
    zone: &TimeZone,
    lookup: Option<&dyn IdentityLookup>,
) -> Result<Vec<Pull>, MappingError> {
    Ok(read_sample(mapping, file, sample, zone, lookup)?.into_iter().map(|output| output.pulled).collect())
}

/// The first rows of a sample, as many as settle how a mapping reads columns.
#[must_use]
pub fn sample_head(sample: &[RawBatch]) -> Vec<RawBatch> {
    let first = sample.first().map(|batch| {
        let rows = batch.rows.num_rows().min(SAMPLE_ROWS);
        RawBatch { rows: batch.rows.slice(0, rows), places: batch.places[..rows].to_vec(), rejects: Vec::new() }
    });
    // Of a shorter batch the next one is needed, too.
    match first {
        Some(first) if first.places.len() >= SAMPLE_ROWS => vec![first],
        _ => sample.to_vec(),
    }
}

/// Maps a sample; tells rows that are left out, too.
pub(crate) fn read_sample(
    mapping: &Mapping,
    file: &SourceFile,
    sample: &[RawBatch],
    zone: &TimeZone,
    lookup: Option<&dyn IdentityLookup>,
) -> Result<Vec<MappingOutput>, MappingError> {
    let Some(first) = sample.first() else { return Ok(Vec::new()) };
    let profiled = Sample::of(sample, SAMPLE_ROWS, &CellReading::of(mapping));
    let files = std::slice::from_ref(file);
    let context = PlanContext {
        file: &file.name,
        columns: first.rows.schema_ref(),
        sample: &profiled,
        fallback: fallback_mark(files),
        zone,
        lookup,
    };
    let plan = Plan::new(mapping.clone(), context)?;
    let layout = |error| MappingError::Layout { file: file.name.clone(), table: mapping.table, error };
    let pieces = sample.iter().flat_map(|raw| pieces(&plan, raw.clone()));
    pieces.map(|raw| apply(&plan, raw, lookup, delimiter(files)).map_err(layout)).collect()
}

/// What stands between the cells of a row that is shown.
fn delimiter(files: &[SourceFile]) -> u8 {
    match files.first().and_then(|file| file.format.delimiter) {
        Some(Delimiter::Byte(byte)) => byte,
        _ => b',',
    }
}
