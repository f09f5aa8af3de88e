//! CSV, TSV and their kin: rows of cells in text, as the world writes them.
//!
//! The head of each file is looked at once ([`sniff`]); then its records ([`records`]) are checked ([`quotes`]) and decoded one
//! by one. A row that breaks a rule is rejected alone.

mod quotes;
mod records;
mod sniff;

use std::collections::VecDeque;

use encoding_rs::Encoding;
use memchr::memchr;

use super::bytes::{ByteSource, FileContent};
use super::encoding::{self, EncodingClues, RowEncoding, RowText, shown, spans};
use super::inputs::Input;
use super::rows::{FileRows, Opener, TextReader, TextRows};
use super::window::{self, Window};
use super::{Compression, Delimiter, Format, RawReader, SourceError, SourceFile, SourceKind, columns};
use records::{NextRecord, Records};

/// How much of a file is looked at to find its format.
const HEAD: usize = 256 * 1024;

/// What the head of a text says about the rest.
struct Plan {
    seen: EncodingClues,
    delimiter: Delimiter,
    header: bool,
    /// The columns in the order of this file.
    names: Vec<String>,
    limit: usize,
    format: Format,
}

/// Opens files of delimited text with the same columns in any order.
pub(super) fn open(inputs: Vec<Input>, declared: &Format) -> Result<Box<dyn RawReader>, SourceError> {
    let mut first: Option<(String, Vec<String>)> = None;
    let mut files = Vec::with_capacity(inputs.len());
    let mut waiting: VecDeque<Opener> = VecDeque::with_capacity(inputs.len());
    for input in inputs {
        let mut file = FileContent::open(&input)?;
        let (head, whole) = window::head(&mut file, HEAD)?;
        let plan = plan(&input.name, &head, whole, file.compression(), declared)?;
        let (than, names) = first.get_or_insert_with(|| (input.name.clone(), plan.names.clone()));
        let positions = columns::positions(names, than, &plan.names, &input.name)?;
        files.push(SourceFile {
            name: input.name.clone(),
            bytes: input.seen.bytes,
            sha256: None,
            format: plan.format.clone(),
        });
        waiting.push_back(Box::new(move || {
            let file = FileContent::open(&input)?;
            Ok(Box::new(CsvRows::new(Box::new(file), &[], plan, positions)))
        }));
    }
    let total = files.iter().map(|file| file.bytes).sum();
    let names = first.map(|(_, names)| names).unwrap_or_default();
    Ok(Box::new(TextReader::new(columns::text_schema(&names), files, waiting, Some(total))))
}

/// Reads the CSV that a database writes: UTF-8, commas, a header.
pub(super) fn open_answer(mut source: Box<dyn ByteSource>, limit: usize) -> Result<Box<dyn RawReader>, SourceError> {
    let name = source.name().to_owned();
    let declared = Format {
        encoding: Some("utf-8".to_owned()),
        delimiter: Some(Delimiter::Byte(b',')),
        header: Some(true),
        max_record_bytes: Some(limit as u64),
        ..Format::default()
    };
    let (head, whole) = window::head(&mut *source, HEAD)?;
    let plan = plan(&name, &head, whole, Compression::None, &declared)?;
    let schema = columns::text_schema(&plan.names);
    let format = Format { kind: Some(SourceKind::Postgres), ..Format::default() };
    let files = vec![SourceFile { name, bytes: 0, sha256: None, format }];
    let positions = (0..plan.names.len()).collect();
    let rows: Opener = Box::new(move || Ok(Box::new(CsvRows::new(source, &head, plan, positions))));
    Ok(Box::new(TextReader::new(schema, files, VecDeque::from([rows]), None)))
}

fn plan(
    file: &str,
    head: &[u8],
    whole: bool,
    compression: Compression,
    declared: &Format,
) -> Result<Plan, SourceError> {
    let unusable = |why: String| SourceError::Format { file: file.to_owned(), why };
    let seen = seen(head, whole, declared.encoding.as_deref()).map_err(unusable)?;
    let text = match seen.encoding {
        Some(encoding) => encoding.decode_without_bom_handling(&head[seen.mark..]).0,
        None => String::from_utf8_lossy(head),
    };
    let found = sniff::delimiter(&text, whole);
    let delimiter = declared.delimiter.or(found).unwrap_or(Delimiter::Byte(b','));
    let rows = sniff::sample(&text, whole, delimiter);
    let Some(first) = rows.first() else {
        return Err(unusable(if text.trim().is_empty() {
            "it is empty; a row that names the columns is expected".to_owned()
        } else {
            format!("its first row does not end within {HEAD} bytes; declare another delimiter or close its quotes")
        }));
    };
    if let (Some(declared), Some(found), 1) = (declared.delimiter, found, first.len()) {
        let (declared, found) = (declared.to_string(), found.to_string());
        return Err(SourceError::WrongDelimiter { file: file.to_owned(), declared, found });
    }
    let header = declared.header.unwrap_or_else(|| sniff::has_header(&rows));
    let unreadable =
        |why: &str| SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Csv, why: why.to_owned() };
    let names = if header {
        if first.iter().any(|name| name.contains('\0')) {
            return Err(unreadable(
                "its first row holds NUL bytes; it is no text, or UTF-16 without a mark: declare encoding",
            ));
        }
        if first.iter().any(|name| name.contains(char::REPLACEMENT_CHARACTER)) {
            return Err(unreadable("its first row is not in its encoding; declare encoding, as in \"windows-1252\""));
        }
        columns::named(file, first)?
    } else {
        columns::numbered(first.len())
    };
    let format = Format {
        kind: Some(SourceKind::Csv),
        compression: Some(compression),
        encoding: seen.encoding.map(|encoding| encoding.name().to_ascii_lowercase()),
        delimiter: Some(delimiter),
        header: Some(header),
        decimal: declared.decimal.or_else(|| sniff::decimal_mark(&rows[usize::from(header)..])),
        sheet: None,
        max_record_bytes: declared.max_record_bytes,
    };
    Ok(Plan { seen, delimiter, header, names, limit: declared.record_limit(), format })
}

fn seen(head: &[u8], whole: bool, declared: Option<&str>) -> Result<EncodingClues, String> {
    let detected = encoding::detect(head, whole);
    let Some(label) = declared else { return Ok(detected) };
    let declared = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        format!("'{label}' is not an encoding; declare one as in \"utf-8\", \"windows-1252\" or \"utf-16le\"")
    })?;
    let mark = if detected.encoding == Some(declared) { detected.mark } else { 0 };
    Ok(EncodingClues { encoding: Some(declared), mark })
}

/// The rows of one delimited text.
struct CsvRows {
    records: Records,
    encoding: RowEncoding,
    delimiter: Delimiter,
    names: Vec<String>,
    /// For each column of the input, its position in this file.
    positions: Vec<usize>,
    header: bool,
    limit: usize,
    decoded: RowText,
    quoted_empty: Vec<usize>,
}

/// Why a row cannot be read.
struct Fault {
    column: String,
    value: String,
    reason: String,
}

impl CsvRows {
    fn new(source: Box<dyn ByteSource>, head: &[u8], plan: Plan, positions: Vec<usize>) -> Self {
        let window = Window::new(source, head, plan.seen);
        Self {
            records: Records::new(window, plan.names.clone(), plan.delimiter, plan.limit),
            encoding: RowEncoding::of(plan.seen.encoding),
            delimiter: plan.delimiter,
            names: plan.names,
            positions,
            header: plan.header,
            limit: plan.limit,
            decoded: RowText::default(),
            quoted_empty: Vec::new(),
        }
    }

    /// Decides on the encoding at the first row beyond ASCII.
    fn decide_encoding(&mut self) -> Result<(), SourceError> {
        if self.encoding == RowEncoding::Undecided && !self.records.cells().0.is_ascii() {
            self.records.look_ahead()?;
            let (ahead, whole) = self.records.ahead();
            self.encoding = self.encoding.decide(ahead, whole);
        }
        Ok(())
    }

    fn read_row(&mut self, rows: &mut TextRows) -> Result<(), Fault> {
        let raw = self.records.raw();
        let (cells, ends) = self.records.cells();
        let fault = |cell: Option<usize>, value: &[u8], reason: String| Fault {
            column: cell.and_then(|cell| self.names.get(cell)).cloned().unwrap_or_default(),
            value: shown(value),
            reason,
        };
        let cell_bytes = |cell: usize| spans(ends).nth(cell).map_or(&[][..], |(start, end)| &cells[start..end]);
        self.quoted_empty.clear();
        if memchr(b'"', raw).is_some()
            && let Err(stray) = quotes::inspect(raw, records::byte(self.delimiter), &mut self.quoted_empty)
        {
            let runs = match self.records.lines() {
                1 => String::new(),
                lines => format!(", and the row runs over {lines} lines"),
            };
            let reason =
                format!("a quote is opened here but not closed at the end of a cell{runs}; close or double it");
            return Err(fault(Some(stray.cell), cell_bytes(stray.cell), reason));
        }
        if ends.len() != self.names.len() {
            let reason = format!("the row has {} cells, {} are expected", ends.len(), self.names.len());
            return Err(fault(None, &[], reason));
        }
        if memchr(0, cells).is_some() {
            let cell = spans(ends).position(|(start, end)| cells[start..end].contains(&0)).unwrap_or(0);
            return Err(fault(Some(cell), cell_bytes(cell), "NUL bytes are no text; remove them".to_owned()));
        }
        let (text, text_ends) = match self.decoded.decode(cells, ends, self.encoding) {
            Ok(decoded) => decoded,
            Err(bad) => return Err(fault(Some(bad.cell), cell_bytes(bad.cell), bad.reason)),
        };
        let quoted_empty = &self.quoted_empty;
        let cells = self.positions.iter().map(|&cell| {
            let start = if cell == 0 { 0 } else { text_ends[cell - 1] };
            let value = &text[start..text_ends[cell]];
            (!value.is_empty() || quoted_empty.contains(&cell)).then_some(value)
        });
        rows.push(self.records.line(), cells);
        Ok(())
    }
}

impl FileRows for CsvRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        loop {
            match self.records.advance()? {
                NextRecord::End => return Ok(false),
                _ if std::mem::take(&mut self.header) => {}
                NextRecord::Record => break,
                NextRecord::TooLong => {
                    let reason =
                        format!("the row is longer than {} bytes; raise max_record_bytes to read it", self.limit);
                    let line = format!("{}…", self.encoding.shown(self.records.raw()));
                    rows.reject(self.records.line(), String::new(), String::new(), reason, line);
                    return Ok(true);
                }
            }
        }
        self.decide_encoding()?;
        if let Err(Fault { column, value, reason }) = self.read_row(rows) {
            rows.reject(self.records.line(), column, value, reason, self.encoding.shown(self.records.raw()));
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.records.window().source().bytes_read()
    }

    fn refine(&self, format: &mut Format) {
        if format.kind == Some(SourceKind::Csv) {
            format.encoding = Some(self.encoding.label());
        }
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        self.records.window_mut().source_mut().finish()
    }
}
