//! JSON lines: one object a line, its members becoming columns, nested ones by dotted names (`address.city`).
//!
//! Members may be absent, so the columns are all members of all lines: the files are read twice, first for the names alone.

mod flatten;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use memchr::memchr;

use super::bytes::FileContent;
use super::encoding::{self, EncodingClues, RowEncoding, shown};
use super::inputs::Input;
use super::rows::{FileRows, Opener, TextReader, TextRows};
use super::window::{self, Window};
use super::{Format, RawReader, SourceError, SourceFile, SourceKind, columns};
use flatten::flatten;

const HEAD: usize = 64 * 1024;

/// More members than that are taken for keys that are values, as in `{"by_customer": {"17850": …}}`.
const MOST_COLUMNS: usize = 2000;

/// Opens files of JSON lines. Every member of every line becomes a column, in the order of their first appearance.
pub(super) fn open(inputs: Vec<Input>, declared: &Format) -> Result<Box<dyn RawReader>, SourceError> {
    let limit = declared.record_limit();
    let mut names = Names::default();
    let mut files = Vec::with_capacity(inputs.len());
    for input in &inputs {
        let format = scan(input, limit, &mut names)?;
        let format = Format { max_record_bytes: declared.max_record_bytes, ..format };
        files.push(SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256: None, format });
    }
    let schema = columns::text_schema(&names.names);
    let names = Arc::new(names);
    let mut waiting: VecDeque<Opener> = VecDeque::with_capacity(inputs.len());
    for input in inputs {
        let names = Arc::clone(&names);
        waiting.push_back(Box::new(move || {
            let cells = vec![None; names.names.len()];
            Ok(Box::new(JsonRows { lines: Lines::open(&input, limit)?.0, names, cells }))
        }));
    }
    let total = files.iter().map(|file| file.bytes).sum();
    Ok(Box::new(TextReader::new(schema, files, waiting, Some(total))))
}

/// Members found so far, in the order of their first appearance.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    positions: HashMap<String, usize>,
}

/// Adds the members of a file's objects to `names`.
fn scan(input: &Input, limit: usize, names: &mut Names) -> Result<Format, SourceError> {
    let (mut lines, format) = Lines::open(input, limit)?;
    let unreadable = |why: String| SourceError::NotReadable { file: input.name.clone(), kind: SourceKind::Jsonl, why };
    let mut fresh = Vec::new();
    let mut first = true;
    let mut row = 0;
    while let Some(line) = lines.advance(&mut row)? {
        let Line::Whole(bytes) = line else { continue };
        fresh.clear();
        let read = flatten(bytes, |path, _| {
            if !names.positions.contains_key(path) {
                fresh.push(path.to_owned());
            }
            Ok(())
        });
        match read {
            Err(flatten::Fault { unfinished: true, .. }) if first => {
                return Err(unreadable(format!(
                    "the object that begins on row {row} does not end there; write one object a line, as jq -c does"
                )));
            }
            Err(_) => continue,
            Ok(()) => first = false,
        }
        for path in fresh.drain(..) {
            names.positions.entry(path.clone()).or_insert_with(|| {
                names.names.push(path);
                names.names.len() - 1
            });
        }
        if names.names.len() > MOST_COLUMNS {
            return Err(unreadable(format!(
                "it has more than {MOST_COLUMNS} different members by row {row}; are values used as names?"
            )));
        }
    }
    Ok(format)
}

/// What stands on a line.
enum Line<'a> {
    Whole(&'a [u8]),
    /// Only the beginning, as it is longer than the limit.
    TooLong(&'a [u8]),
}

/// The lines of a text, blank ones left out.
struct Lines {
    window: Window,
    limit: usize,
    /// Number of the current line, from 1.
    line: u64,
    /// Bytes of the window that belong to the current line.
    length: usize,
    skipping: bool,
}

impl Lines {
    fn open(input: &Input, limit: usize) -> Result<(Self, Format), SourceError> {
        let mut file = FileContent::open(input)?;
        let compression = file.compression();
        let (head, whole) = window::head(&mut file, HEAD)?;
        // JSON is UTF-8 or bears a mark.
        let detected = encoding::detect(&head, whole);
        let seen = EncodingClues { encoding: detected.encoding.filter(|_| detected.mark > 0), mark: detected.mark };
        let encoding = RowEncoding::of(seen.encoding).label();
        let window = Window::new(Box::new(file), &head, seen);
        let format = Format {
            kind: Some(SourceKind::Jsonl),
            compression: Some(compression),
            encoding: Some(encoding),
            ..Format::default()
        };
        Ok((Self { window, limit, line: 0, length: 0, skipping: false }, format))
    }

    /// The next line, its number put into `line`.
    fn advance(&mut self, line: &mut u64) -> Result<Option<Line<'_>>, SourceError> {
        loop {
            self.window.consume(self.length);
            self.length = 0;
            let mut searched = 0;
            let end = loop {
                if let Some(found) = memchr(b'\n', &self.window.bytes()[searched..]) {
                    break Some(searched + found);
                }
                searched = self.window.bytes().len();
                if self.skipping {
                    self.window.consume(searched);
                    searched = 0;
                }
                if searched > self.limit || self.window.ended() {
                    break None;
                }
                self.window.fill(self.line)?;
            };
            if std::mem::take(&mut self.skipping) {
                self.window.consume(end.map_or(0, |end| end + 1));
                continue;
            }
            let available = end.unwrap_or(self.window.bytes().len());
            if available == 0 && end.is_none() {
                return Ok(None);
            }
            self.line += 1;
            *line = self.line;
            self.length = available + usize::from(end.is_some());
            if available > self.limit {
                self.skipping = end.is_none();
                return Ok(Some(Line::TooLong(&self.window.bytes()[..available.min(200)])));
            }
            if !self.window.bytes()[..available].trim_ascii().is_empty() {
                return Ok(Some(Line::Whole(&self.window.bytes()[..available])));
            }
        }
    }
}

/// The rows of one file.
struct JsonRows {
    lines: Lines,
    names: Arc<Names>,
    cells: Vec<Option<String>>,
}

impl FileRows for JsonRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let limit = self.lines.limit;
        let mut row = 0;
        let Some(line) = self.lines.advance(&mut row)? else { return Ok(false) };
        let bytes = match line {
            Line::Whole(bytes) => bytes,
            Line::TooLong(beginning) => {
                let line = format!("{}…", shown(beginning));
                let reason = format!("the row is longer than {limit} bytes; raise max_record_bytes to read it");
                rows.reject(row, String::new(), String::new(), reason, line);
                return Ok(true);
            }
        };
        self.cells.fill(None);
        let (names, cells) = (&self.names, &mut self.cells);
        let read = flatten(bytes, |path, text| {
            let position = names.positions.get(path).ok_or("the file changed while it was read")?;
            match (&mut cells[*position], text) {
                (Some(_), _) => Err("the member occurs twice in one object; rename one"),
                (cell, text) => {
                    *cell = text;
                    Ok(())
                }
            }
        });
        let shown = read.as_ref().err().map(|_| shown(bytes.trim_ascii()));
        match (read, shown) {
            (Err(flatten::Fault { column, reason, .. }), Some(line)) => {
                rows.reject(row, column, String::new(), reason, line);
            }
            _ => rows.push(row, self.cells.iter().map(Option::as_deref)),
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.lines.window.source().bytes_read()
    }

    fn refine(&self, _: &mut Format) {}

    fn finish(&mut self) -> Result<String, SourceError> {
        self.lines.window.source_mut().finish()
    }
}
