//! Inputs for tests: rows fed by hand, and the public data sets where they are at hand.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::sources::{
    Delimiter, Format, Progress, RawBatch, RawReader, RowPosition, SourceError, SourceFile, SourceKind,
};

/// One of the public data sets, in the folder that `BELLWETHER_TEST_DATA` names or in `shared/data` above. Without it the test is skipped
/// with a message, or fails where the variable is set.
#[expect(clippy::disallowed_methods, reason = "where test data lies is no part of the program's config")]
pub(crate) fn file(path: &str) -> Option<PathBuf> {
    let named = std::env::var("BELLWETHER_TEST_DATA").ok();
    let above = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/data"));
    let folder = match &named {
        Some(named) if named != "require" => Some(PathBuf::from(named)),
        _ => above().find(|folder| folder.is_dir()),
    };
    let found = folder.map(|folder| folder.join(path)).filter(|path| path.is_file());
    if found.is_none() {
        assert!(named.is_none(), "BELLWETHER_TEST_DATA is set, but {path} is not there");
        println!("skipped: set BELLWETHER_TEST_DATA to a folder with {path}");
    }
    found
}

/// A reader of rows given beforehand.
pub(crate) struct Feed {
    columns: SchemaRef,
    files: Vec<SourceFile>,
    pub(crate) batches: VecDeque<RawBatch>,
}

impl Feed {
    /// Rows of text, `size` a batch; empty cells are absent.
    pub(crate) fn of_rows(name: &str, header: &[&str], rows: &[Vec<String>], size: usize) -> Self {
        let columns = Arc::new(Schema::new(
            header.iter().map(|name| Field::new(*name, DataType::Utf8, true)).collect::<Vec<_>>(),
        ));
        let batches = rows.chunks(size.max(1)).enumerate().map(|(batch, rows)| {
            let cells =
                |at: usize| rows.iter().map(move |row| row.get(at).map(String::as_str).filter(|cell| !cell.is_empty()));
            let arrays = (0..header.len()).map(|at| Arc::new(cells(at).collect::<StringArray>()) as _).collect();
            let first = batch * size + 2;
            RawBatch {
                rows: RecordBatch::try_new(Arc::clone(&columns), arrays).expect("a batch"),
                places: (0..rows.len()).map(|row| RowPosition { file: 0, row: (first + row) as u64 }).collect(),
                rejects: Vec::new(),
            }
        });
        let format =
            Format { kind: Some(SourceKind::Csv), delimiter: Some(Delimiter::Byte(b',')), ..Format::default() };
        let files = vec![SourceFile { name: name.to_owned(), bytes: 0, sha256: None, format }];
        Self { batches: batches.collect(), files, columns }
    }

    /// Rows from lines of cells between commas.
    pub(crate) fn of_lines(lines: &str, size: usize) -> Self {
        let mut lines = lines.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let header = lines.next().unwrap_or_default();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        Self::of_rows("orders.csv", &header, &lines.collect::<Vec<_>>(), size)
    }

    /// A batch of native Arrow columns.
    pub(crate) fn of_batch(rows: RecordBatch) -> Self {
        let format = Format { kind: Some(SourceKind::Parquet), ..Format::default() };
        let places = (0..rows.num_rows()).map(|row| RowPosition { file: 0, row: row as u64 + 1 }).collect();
        Self {
            columns: rows.schema(),
            files: vec![SourceFile { name: "orders.parquet".into(), bytes: 0, sha256: None, format }],
            batches: VecDeque::from([RawBatch { rows, places, rejects: Vec::new() }]),
        }
    }

    pub(crate) fn file(&self) -> SourceFile {
        self.files[0].clone()
    }
}

impl RawReader for Feed {
    fn columns(&self) -> SchemaRef {
        Arc::clone(&self.columns)
    }

    fn files(&self) -> &[SourceFile] {
        &self.files
    }

    fn progress(&self) -> Progress {
        Progress::default()
    }

    fn next(&mut self) -> Result<Option<RawBatch>, SourceError> {
        Ok(self.batches.pop_front())
    }
}
