//! What was found of inputs that were opened before: an import opens its files several times, to guess, to ask and to read, and what their
//! columns are takes a look through all of a file for some kinds.

use std::sync::{Arc, Mutex, PoisonError};

use super::inputs::{Input, expand};
use super::text_files::TextFiles;
use super::{Format, RawReader, SourceError, SourceKind};
use super::{csv, jsonl, kind, ocel, parquet, postgres, xes, xlsx};

/// So many inputs are remembered, the latest; each with its columns, of which there are some thousands at most, and the latest one with the
/// rows that were kept of it, if any were.
const REMEMBERED: usize = 4;

/// What an input was found to be.
#[derive(Clone)]
enum Found {
    Text(Arc<TextFiles>),
    Parquet,
}

impl Found {
    fn keeps_rows(&self) -> bool {
        matches!(self, Self::Text(files) if files.keeps_rows)
    }
}

/// An input that was opened, as it was then.
struct KnownInput {
    files: Vec<Input>,
    declared: Format,
    found: Found,
}

/// Inputs that were opened before. One that is opened again is not looked through again, unless a file of it is another one by then, or
/// something else is declared of it.
#[derive(Default)]
pub struct KnownInputs {
    latest: Mutex<Vec<KnownInput>>,
}

impl KnownInputs {
    /// Opens an input: paths and globs of files with the same columns, or one `postgres://…` address followed by a query.
    ///
    /// What `format` leaves out is detected. All files are opened once here, so that a missing file, an unknown format or columns that differ
    /// are known before the first row is read.
    pub fn open(&self, inputs: &[String], format: &Format) -> Result<Box<dyn RawReader>, SourceError> {
        if inputs.first().is_some_and(|input| postgres::is_address(input)) {
            return postgres::open(inputs, format);
        }
        // Never told as it was given: an address may hold a password.
        if let Some((scheme, _)) = inputs.iter().find_map(|input| input.split_once("://")) {
            return Err(SourceError::Format {
                file: format!("{scheme}://…"),
                why: "this is an address; of databases Postgres is read (postgres://…), of all else files".to_owned(),
            });
        }
        let files = expand(inputs)?;
        if let Some(why) = format.refusal() {
            return Err(SourceError::Format {
                file: files.first().map_or_else(String::new, |input| input.name.clone()),
                why,
            });
        }
        let known = self.known(&files, format);
        let is_known = known.is_some();
        let found = known.map_or_else(|| found(&files, format), Ok)?;
        if !is_known {
            self.remember(KnownInput { files: files.clone(), declared: format.clone(), found: found.clone() });
        }
        match found {
            Found::Text(text) => Ok(text.reader()),
            Found::Parquet => parquet::open(files),
        }
    }

    /// Forgets an input that is not opened again, with what was kept of it.
    pub fn forget(&self, inputs: &[String]) {
        // Of what is gone by now nobody knows which files it was; it makes room for others in time.
        let Ok(files) = expand(inputs) else { return };
        self.latest.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| known.files != files);
    }

    fn known(&self, files: &[Input], declared: &Format) -> Option<Found> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let known = latest.iter().find(|known| known.files == files && known.declared == *declared)?;
        Some(known.found.clone())
    }

    fn remember(&self, input: KnownInput) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if input.found.keeps_rows() {
            latest.retain(|known| !known.found.keeps_rows());
        }
        latest.insert(0, input);
        latest.truncate(REMEMBERED);
    }
}

/// Looks at files for what they are.
fn found(files: &[Input], declared: &Format) -> Result<Found, SourceError> {
    let text = match kind::of(files, declared)? {
        SourceKind::Csv => csv::find(files, declared)?,
        SourceKind::Jsonl => jsonl::find(files, declared)?,
        SourceKind::Xlsx => xlsx::find(files, declared)?,
        SourceKind::Xes => xes::find(files, declared)?,
        SourceKind::Ocel => ocel::find(files, declared)?,
        SourceKind::Parquet => return Ok(Found::Parquet),
        SourceKind::Postgres => {
            return Err(SourceError::Format {
                file: files.first().map_or_else(String::new, |input| input.name.clone()),
                why: "a query is read from postgres://…, not from a file; leave the kind out".to_owned(),
            });
        }
    };
    Ok(Found::Text(Arc::new(text)))
}
