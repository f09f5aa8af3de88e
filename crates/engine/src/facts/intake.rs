//! The intake: every row of the source, read once, keyed, registered and staged on disk.
//!
//! A row is known by its ordinal, its position in the order of reading. Ordinals are 32 bits wide, for some things are kept of every row.

use std::ops::Range;
use std::sync::mpsc::sync_channel;

use arrow::array::{Array, ArrayRef, RecordBatch};
use arrow::compute::{max, min};
use jiff::civil::Date;

use super::cells::{Cells, NaturalKeys, content_key, occurrence_key};
use super::entries::Entry;
use super::error::ImportError;
use super::history::{self, UndatedVersion};
use super::journals::{JournalFile, moments};
use super::monitor::{Monitor, Progress};
use super::positions::Positions;
use super::register::Register;
use super::report::{ImportReport, ImportedFile};
use super::staging::Staging;
use crate::lake::{Fact, Lake};
use crate::sources::{FactBatch, FactSource, LeftOutRows, SourceFile};

/// So many batches at most are read and mapped, on a thread of its own, while those before are keyed and staged; they bound the memory.
const AHEAD: usize = 2;

/// All rows of a source, staged, with what is known of each.
pub(super) struct Intake {
    pub(super) fact: Fact,
    pub(super) files: Vec<SourceFile>,
    pub(super) register: Register,
    pub(super) staging: Staging,
    pub(super) positions: Positions,
    /// Versions of customers that came without a day.
    pub(super) undated: Vec<UndatedVersion>,
    /// The first and the last moment of its rows.
    pub(super) period: Option<(i64, i64)>,
}

impl Intake {
    /// Reads the source to its end; rows that it rejects itself, and the keys of those it leaves out, go to their journals at once.
    pub(super) fn read(
        lake: &Lake,
        source: &mut dyn FactSource,
        today: Date,
        report: &mut ImportReport,
        (rejects, left_out): (&mut JournalFile<'_>, &mut JournalFile<'_>),
        monitor: &mut Monitor<'_>,
    ) -> Result<Self, ImportError> {
        let fact = source.fact();
        let staging = Staging::new(fact, lake.staging()?);
        let mut intake = Self {
            fact,
            files: Vec::new(),
            register: Register::new(staging.folder()),
            staging,
            positions: Positions::default(),
            undated: Vec::new(),
            period: None,
        };
        monitor.tell(Progress::Reading(source.progress()))?;
        let files = source.files().to_vec();
        let reader = &mut *source;
        std::thread::scope(|scope| {
            let (give, take) = sync_channel(AHEAD);
            scope.spawn(move || {
                loop {
                    let pulled = reader.next().transpose();
                    let is_last = !matches!(pulled, Some(Ok(_)));
                    // Nobody takes it where the import was given up.
                    if give.send((pulled, reader.progress())).is_err() || is_last {
                        return;
                    }
                }
            });
            for (pulled, progress) in take {
                let Some(pulled) = pulled.transpose()? else { break };
                report.read += (pulled.batch.rows.num_rows() + pulled.rejects.len()) as u64;
                report.rejected += pulled.rejects.len() as u64;
                for reject in &pulled.rejects {
                    report.show_reject(reject);
                }
                rejects.note_rejects(report, &files, &pulled.rejects)?;
                intake.push(&pulled.batch, &report.source, today)?;
                if let Some(rows) = &pulled.left_out {
                    let keys = intake.leave_out(rows, &report.source)?;
                    left_out.note_left_out(report, &keys)?;
                }
                monitor.tell(Progress::Reading(progress))?;
            }
            Ok::<_, ImportError>(())
        })?;
        intake.staging.finish()?;
        // Only now, for the checksum of a file is known once it is read to its end.
        intake.files = source.files().to_vec();
        report.mended = source.mended().to_vec();
        report.empty_columns = source.empty_columns();
        report.single_texts = source.single_texts();
        report.files = intake.files.iter().map(ImportedFile::from).collect();
        Ok(intake)
    }

    fn push(&mut self, batch: &FactBatch, source: &str, today: Date) -> Result<(), ImportError> {
        let FactBatch { rows, places, content } = batch;
        let first = u32::try_from(self.register.len()).map_err(|_| ImportError::TooManyRows)?;
        u32::try_from(self.register.len() + rows.num_rows()).map_err(|_| ImportError::TooManyRows)?;
        let columns = self.fact.columns();
        let all = self.cells(rows, columns.iter().map(|field| field.name().as_str()))?;
        let keys = self.cells(rows, self.fact.key().iter().copied())?;
        // A source may lack ids altogether or leave some cells empty, so whether a row is named is asked row by row.
        let named: Option<&ArrayRef> = self.fact.key().first().and_then(|name| rows.column_by_name(name));
        let count = rows.num_rows();
        let is_named = |row: usize| named.is_some_and(|named| named.is_valid(row));
        let keys_of = |some: Range<usize>| -> Vec<u128> {
            let (mut natural, mut bytes) = (NaturalKeys::new(source, &keys), Vec::new());
            let key = |row| match content.get(row) {
                _ if is_named(row) => natural.key(row),
                raw => content_key(source, raw.copied().unwrap_or_default(), &mut bytes),
            };
            let mut found = Vec::with_capacity(count);
            found.extend(some.map(key));
            found
        };
        let half = count / 2;
        let key_rows = || rayon::join(|| keys_of(0..half), || keys_of(half..count));
        let ((mut keys, behind), contents) = rayon::join(key_rows, || all.contents(count));
        keys.extend(behind);
        if self.fact == Fact::Customers {
            self.undated.extend(history::undated(rows, source, first, today)?);
        }
        let moments = moments(self.fact, rows);
        if let (Some(first), Some(last)) = (min(&moments), max(&moments)) {
            let (from, to) = self.period.unwrap_or((first, last));
            self.period = Some((from.min(first), to.max(last)));
        }
        self.positions.extend(places);
        let Self { register, staging, .. } = self;
        let note_rows = || {
            (0..count).zip(first..).try_for_each(|(row, ordinal)| {
                let (key, said) = (keys[row], contents[row]);
                let file = || places.get(row).map_or(0, |place| place.file);
                let nameless = || Entry::nameless(key, said, ordinal, file());
                register.push(if is_named(row) { Entry::named(key, said, ordinal) } else { nameless() })
            })
        };
        // The first of equal rows has this key; the others get theirs once they are numbered.
        let own_key = |(row, key): (usize, &u128)| if is_named(row) { *key } else { occurrence_key(*key, 0) };
        let stage_rows = || staging.push(rows, keys.iter().enumerate().map(own_key), first);
        let (noted, staged) = rayon::join(note_rows, stage_rows);
        Ok(noted.and(staged)?)
    }

    /// Notes rows that are left out, and gives the keys of those that have one; the others get theirs once equal rows are numbered.
    ///
    /// What was said of a customer stays said: a customer who is left out today was one before, and a version has no successor of its own
    /// key that could take it back.
    fn leave_out(&mut self, rows: &LeftOutRows, source: &str) -> Result<Vec<u128>, ImportError> {
        if self.fact == Fact::Customers {
            return Ok(Vec::new());
        }
        let mut bytes = Vec::new();
        for (content, file) in &rows.contents {
            self.register.leave_out_nameless(content_key(source, *content, &mut bytes), *file)?;
        }
        let Some(rows) = &rows.keys else { return Ok(Vec::new()) };
        let cells = self.cells(rows, self.fact.key().iter().copied())?;
        let mut natural = NaturalKeys::new(source, &cells);
        let keys: Vec<u128> = (0..rows.num_rows()).map(|row| natural.key(row)).collect();
        for key in &keys {
            self.register.leave_out(*key)?;
        }
        Ok(keys)
    }

    fn cells<'a>(&self, rows: &'a RecordBatch, names: impl Iterator<Item = &'a str>) -> Result<Cells<'a>, ImportError> {
        Cells::new(rows, names).map_err(|column| ImportError::Shape { fact: self.fact, column })
    }
}
