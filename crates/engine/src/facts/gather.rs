//! Gathering: every row of the source is read once, keyed, registered and set aside on disk.

use arrow::array::{Array, ArrayRef, RecordBatch};
use jiff::civil::Date;

use super::cells::{Cells, content_key, natural_key};
use super::history::{self, Undated};
use super::import::{ImportError, Progress, Watch};
use super::journals::JournalFile;
use super::places::Places;
use super::register::{Entry, Register};
use super::report::{ImportReport, ImportedFile};
use super::staging::Staging;
use crate::lake::{Fact, Lake};
use crate::sources::{FactBatch, FactSource, SourceFile};

pub(super) struct Gathered {
    pub(super) fact: Fact,
    pub(super) files: Vec<SourceFile>,
    pub(super) register: Register,
    pub(super) staging: Staging,
    pub(super) places: Places,
    /// Versions of customers that came without a day.
    pub(super) undated: Vec<Undated>,
}

pub(super) fn gather(
    lake: &Lake,
    source: &mut dyn FactSource,
    today: Date,
    report: &mut ImportReport,
    rejects: &mut JournalFile<'_>,
    watch: &mut Watch<'_>,
) -> Result<Gathered, ImportError> {
    let fact = source.fact();
    let mut gathered = Gathered {
        fact,
        files: Vec::new(),
        register: Register::default(),
        staging: Staging::new(fact, lake.staging()?),
        places: Places::default(),
        undated: Vec::new(),
    };
    watch.tell(Progress::Reading(source.progress()))?;
    while let Some(pulled) = source.next()? {
        report.read += (pulled.batch.rows.num_rows() + pulled.rejects.len()) as u64;
        report.rejected += pulled.rejects.len() as u64;
        for reject in &pulled.rejects {
            report.show_reject(reject);
        }
        rejects.refuse(report, source.files(), &pulled.rejects)?;
        gathered.push(&pulled.batch, &report.source, today)?;
        watch.tell(Progress::Reading(source.progress()))?;
    }
    gathered.staging.finish()?;
    gathered.files = source.files().to_vec();
    report.files = gathered.files.iter().map(ImportedFile::from).collect();
    Ok(gathered)
}

impl Gathered {
    fn push(&mut self, batch: &FactBatch, source: &str, today: Date) -> Result<(), ImportError> {
        let FactBatch { rows, places, content } = batch;
        let first = u32::try_from(self.register.len()).map_err(|_| ImportError::TooManyRows)?;
        u32::try_from(self.register.len() + rows.num_rows()).map_err(|_| ImportError::TooManyRows)?;
        let columns = self.fact.columns();
        let all = self.cells(rows, columns.iter().map(|field| field.name().as_str()))?;
        let keys = self.cells(rows, self.fact.key().iter().copied())?;
        let named: Option<&ArrayRef> = self.fact.key().first().and_then(|name| rows.column_by_name(name));
        let mut bytes = Vec::new();
        for (row, ordinal) in (0..rows.num_rows()).zip(first..) {
            let said = all.content(row, &mut bytes);
            let entry = if named.is_some_and(|named| named.is_valid(row)) {
                Entry::named(natural_key(source, &keys, row, &mut bytes), said, ordinal)
            } else {
                let raw = content.get(row).copied().unwrap_or_default();
                let file = places.get(row).map_or(0, |place| place.file);
                Entry::nameless(content_key(source, raw, &mut bytes), said, ordinal, file)
            };
            self.register.push(entry);
        }
        if self.fact == Fact::Customers {
            self.undated.extend(history::undated(rows, source, first, today)?);
        }
        self.places.extend(places);
        self.staging.push(rows, first)?;
        Ok(())
    }

    fn cells<'a>(&self, rows: &'a RecordBatch, names: impl Iterator<Item = &'a str>) -> Result<Cells<'a>, ImportError> {
        Cells::new(rows, names).map_err(|column| ImportError::Shape { fact: self.fact, column })
    }
}
