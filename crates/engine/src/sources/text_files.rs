//! Files of text rows as they were found: from them readers are made again and again, without looking for their columns once more.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::datatypes::SchemaRef;

use super::rows::{FileRows, Opener, TextReader, TextRows};
use super::{Format, RawReader, SourceError, SourceFile};

/// Opens the rows of a file as it was found, any number of times.
pub(super) type FileOpener = Box<dyn Fn() -> Result<Box<dyn FileRows>, SourceError> + Send + Sync>;

/// Files with the same columns.
pub(super) struct TextFiles {
    schema: SchemaRef,
    files: Vec<FoundFile>,
    /// Whether rows of them are kept in memory.
    pub keeps_rows: bool,
}

struct FoundFile {
    file: SourceFile,
    open: FileOpener,
    /// The SHA-256 of the content for which the columns hold, once somebody read all of it.
    content: Mutex<Option<String>>,
}

impl TextFiles {
    /// Files with these columns, each with what opens its rows. What is known of a file's content holds for all that is read of it.
    pub fn new(schema: SchemaRef, files: impl IntoIterator<Item = (SourceFile, FileOpener)>) -> Self {
        let files = files.into_iter().map(|(file, open)| {
            let content = Mutex::new(file.sha256.clone());
            FoundFile { file: SourceFile { sha256: None, ..file }, open, content }
        });
        Self { schema, files: files.collect(), keeps_rows: false }
    }

    /// The same files, of whose rows some are kept in memory.
    pub fn keeping_rows(self, keeps_rows: bool) -> Self {
        Self { keeps_rows, ..self }
    }

    /// Their rows, from the first on.
    pub fn reader(self: &Arc<Self>) -> Box<dyn RawReader> {
        let files: Vec<SourceFile> = self.files.iter().map(|found| found.file.clone()).collect();
        let total = files.iter().map(|file| file.bytes).sum();
        let waiting: VecDeque<Opener> = (0..files.len()).map(|at| self.opener(at)).collect();
        Box::new(TextReader::new(Arc::clone(&self.schema), files, waiting, Some(total)))
    }

    fn opener(self: &Arc<Self>, at: usize) -> Opener {
        let files = Arc::clone(self);
        Box::new(move || {
            let rows = (files.files[at].open)()?;
            Ok(Box::new(FoundRows { rows, files, at }))
        })
    }
}

/// The rows of a file, whose content must be the one for which its columns were found.
struct FoundRows {
    rows: Box<dyn FileRows>,
    files: Arc<TextFiles>,
    at: usize,
}

impl FileRows for FoundRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        self.rows.next(rows)
    }

    fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }

    fn refine(&self, format: &mut Format) {
        self.rows.refine(format);
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        let content = self.rows.finish()?;
        let found = &self.files.files[self.at];
        let mut known = found.content.lock().unwrap_or_else(PoisonError::into_inner);
        if *known.get_or_insert_with(|| content.clone()) != content {
            let what = "it holds something else than when it was read before".to_owned();
            return Err(SourceError::Changed { file: found.file.name.clone(), what });
        }
        Ok(content)
    }
}
