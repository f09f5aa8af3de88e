//! CSV, TSV and their kin: rows of cells in text, as the world writes them.
//!
//! The head of each file is looked at once: its dialect is judged ([`sniff`]) and where in it the table stands
//! ([`layout`](super::layout)). Then its records ([`records`]) are cut ([`cut`]) and read one by one ([`rows`]). A row that
//! breaks a rule is rejected alone.

mod align;
mod cut;
mod ragged;
mod records;
mod rows;
mod run;
mod sample;
mod sniff;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use encoding_rs::Encoding;

use super::bytes::{ByteSource, FileContent};
use super::dialect::{Delimiter, Dialect, Escape};
use super::encoding::{self, EncodingClues, RowEncoding};
use super::inputs::Input;
use super::layout::{self, KnownLayout, Layout, LayoutFault};
use super::rows::{Opener, TextReader};
use super::text_files::{FileOpener, TextFiles};
use super::window::{self, Window};
use super::{Compression, Format, RawReader, SourceError, SourceFile, SourceKind, columns, decimal};
use align::Alignment;
use cut::Cutter;
use records::Records;
use rows::{CsvRows, RowPlan};
use sample::Sample;
use sniff::{Doubt, KnownDialect};

/// How much of a file is looked at to find its format.
const HEAD: usize = 256 * 1024;

/// What the head of a text says about the rest.
#[derive(Clone)]
struct Plan {
    seen: EncodingClues,
    cutter: Cutter,
    runs_over: bool,
    rows: RowPlan,
    format: Format,
}

impl Plan {
    fn open(
        self,
        source: Box<dyn ByteSource>,
        head: &[u8],
        positions: Vec<usize>,
    ) -> Result<Box<dyn super::rows::FileRows>, SourceError> {
        let window = Window::new(source, head, self.seen);
        let records = Records::new(window, self.cutter, self.runs_over, self.rows.limit);
        Ok(Box::new(CsvRows::new(records, RowEncoding::of(self.seen.encoding), self.rows, positions)?))
    }
}

/// Finds the format and the columns of files of delimited text with the same columns in any order.
pub(super) fn find(inputs: &[Input], declared: &Format) -> Result<TextFiles, SourceError> {
    let mut first: Option<(String, Vec<String>)> = None;
    let mut files: Vec<(SourceFile, FileOpener)> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let mut file = FileContent::open(input)?;
        let (head, whole) = window::head(&mut file, HEAD)?;
        let plan = plan(&input.name, &head, whole, file.compression(), declared)?;
        let (than, names) = first.get_or_insert_with(|| (input.name.clone(), plan.rows.names.clone()));
        let positions = columns::positions(names, than, &plan.rows.names, &input.name)?;
        let file =
            SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256: None, format: plan.format.clone() };
        let input = input.clone();
        let open = move || plan.clone().open(Box::new(FileContent::open(&input)?), &[], positions.clone());
        files.push((file, Box::new(open)));
    }
    let names = first.map(|(_, names)| names).unwrap_or_default();
    Ok(TextFiles::new(columns::text_schema(&names), files))
}

/// Reads the CSV that a database writes: UTF-8, commas, a header.
pub(super) fn open_answer(mut source: Box<dyn ByteSource>, limit: usize) -> Result<Box<dyn RawReader>, SourceError> {
    let name = source.name().to_owned();
    let declared = Format {
        encoding: Some("utf-8".to_owned()),
        delimiter: Some(Delimiter::Byte(b',')),
        quote: Some(super::Quote::Byte(b'"')),
        escape: Some(Escape::Doubled),
        trim: Some(false),
        multiline: Some(true),
        header_row: Some(1),
        header_rows: Some(1),
        max_record_bytes: Some(limit as u64),
        ..Format::default()
    };
    let (head, whole) = window::head(&mut *source, HEAD)?;
    let mut plan = plan(&name, &head, whole, Compression::None, &declared)?;
    plan.rows.trusts_rows = true;
    let schema = columns::text_schema(&plan.rows.names);
    let format = Format { kind: Some(SourceKind::Postgres), ..Format::default() };
    let files = vec![SourceFile { name, bytes: 0, sha256: None, format }];
    let positions = (0..plan.rows.names.len()).collect();
    let rows: Opener = Box::new(move || plan.open(source, &head, positions));
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
    let mut notes = Vec::new();
    let (separator, mut skipped) = separator_line(&text);
    if let Some(separator) = separator {
        notes.push(format!("row 1 says that '{separator}' stands between cells"));
    }
    let declared_skip = declared.lines_before_table();
    skipped = declared_skip.unwrap_or(skipped);
    let table = behind(&text, skipped);
    let known = KnownDialect {
        delimiter: declared.delimiter.or(separator),
        quote: declared.quote,
        escape: declared.escape,
        trim: declared.trim,
        multiline: declared.multiline,
    };
    let dialect = dialect(file, table, whole, known)?;
    let mut cutter = known.cutter(dialect);
    let sample = sample::take(table, whole, skipped + 1, &cutter);
    if sample.rows.is_empty() {
        return Err(unusable(if table.trim().is_empty() && whole {
            "it is empty; a row that names the columns is expected".to_owned()
        } else {
            format!("its first row does not end within {HEAD} bytes; declare another delimiter or close its quotes")
        }));
    }
    if let (Some(declared), 1) = (declared.delimiter, sample.rows[0].cells.len())
        && let Ok(Some(found)) = sniff::dialect(table, whole, KnownDialect { delimiter: None, ..known })
        && found.delimiter != declared
    {
        let (declared, found) = (declared.to_string(), found.delimiter.to_string());
        return Err(SourceError::WrongDelimiter { file: file.to_owned(), declared, found });
    }
    let layout = layout::judge(&sample.rows, known_layout(declared)).map_err(|fault| match fault {
        LayoutFault::Widths(why) => unusable(why),
        LayoutFault::Quote { row, cell } => SourceError::OpenQuote {
            file: file.to_owned(),
            row: sample.rows[row].line,
            column: (cell + 1).to_string(),
            within: "its line".to_owned(),
            line: behind(&text, sample.rows[row].line - 1).lines().next().unwrap_or_default().to_owned(),
        },
    })?;
    let names = names(file, &layout)?;
    // A writer that quotes cells would have quoted those that hold quotes, but for one that never does.
    cutter.lenient = sample.quoted == 0 || sample.literal > 2;
    notes.extend(layout.notes.iter().cloned());
    let cells = || sample.rows[layout.body.min(sample.rows.len())..].iter().flat_map(|row| &row.cells);
    let skip_rows = layout.header_line.unwrap_or(layout.first_line) - 1;
    let format = Format {
        kind: Some(SourceKind::Csv),
        compression: Some(compression),
        encoding: seen.encoding.map(|encoding| encoding.name().to_ascii_lowercase()),
        delimiter: Some(dialect.delimiter),
        quote: Some(dialect.quote),
        escape: Some(dialect.escape),
        trim: Some(dialect.trim),
        multiline: declared.multiline,
        skip_rows: (skip_rows > 0).then_some(skip_rows),
        header: Some(layout.header_line.is_some()),
        header_row: layout.header_line,
        header_rows: layout.header_line.map(|_| layout.header_rows as u64),
        footer_rows: declared.footer_rows,
        decimal: declared.decimal.or_else(|| decimal::decimal_mark(cells().map(String::as_str))),
        sheet: None,
        max_record_bytes: declared.max_record_bytes,
        part: None,
        counts_from_1904: false,
        titles: layout.titles.clone(),
        notes,
    };
    let alignment = (dialect.delimiter == Delimiter::Spaces)
        .then(|| Alignment::of(behind(&text, layout.first_line - 1), &cutter, layout.width))
        .flatten();
    let rows = RowPlan {
        names,
        header: layout.header.clone(),
        first_line: layout.first_line,
        fragment: layout.fragment.clone(),
        footer_rows: declared.footer_rows.unwrap_or(0),
        has_totals: declared.footer_rows.is_none(),
        decimal: format.decimal,
        omits_last: omits_last(&sample, &layout),
        trusts_rows: false,
        alignment,
        limit: declared.record_limit(),
        columns: layout.columns,
    };
    Ok(Plan { seen, cutter, runs_over: declared.multiline != Some(false), rows, format })
}

fn seen(head: &[u8], whole: bool, declared: Option<&str>) -> Result<EncodingClues, String> {
    let detected = encoding::detect(head, whole);
    let Some(label) = declared else {
        let decoded = detected.mark > 0 || detected.encoding.is_some_and(|encoding| !encoding.is_ascii_compatible());
        if !decoded && encoding::is_no_text(head) {
            return Err("it is no text, but a picture, a program or the like; export a table as CSV or XLSX".to_owned());
        }
        return Ok(detected);
    };
    let declared = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
        format!("'{label}' is not an encoding; declare one as in \"utf-8\", \"windows-1252\" or \"utf-16le\"")
    })?;
    let mark = if detected.encoding == Some(declared) { detected.mark } else { 0 };
    Ok(EncodingClues { encoding: Some(declared), mark })
}

/// What a first line as in `sep=;` says, which spreadsheets heed, and how many lines it takes.
fn separator_line(text: &str) -> (Option<Delimiter>, u64) {
    let line = text.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').trim_matches(['"', ' ']);
    let said = line.split_once('=').filter(|(word, _)| word.eq_ignore_ascii_case("sep")).map(|(_, said)| said);
    let said = said.and_then(|said| Delimiter::try_from(said.chars().take(1).collect::<String>()).ok());
    (said, u64::from(said.is_some()))
}

/// What stands behind so many lines of a text.
fn behind(text: &str, lines: u64) -> &str {
    let mut at = 0;
    for _ in 0..lines {
        at = sample::line_end(text.as_bytes(), at);
        at += sample::break_width(&text.as_bytes()[at..]);
    }
    &text[at..]
}

fn dialect(file: &str, table: &str, whole: bool, known: KnownDialect) -> Result<Dialect, SourceError> {
    let found = sniff::dialect(table, whole, known).map_err(|Doubt { delimiters: [one, other], widths }| {
        let why = format!(
            "its rows can be cut at '{one}' into {} cells or at '{other}' into {}; declare delimiter = \"{one}\" or \"{other}\"",
            widths[0], widths[1]
        );
        SourceError::Format { file: file.to_owned(), why }
    })?;
    Ok(found.unwrap_or(known.or_plain()))
}

fn known_layout(declared: &Format) -> KnownLayout {
    KnownLayout {
        header: declared.header.or(declared.header_row.map(|_| true)),
        begins_here: declared.header_row.is_some() || (declared.header == Some(false) && declared.skip_rows.is_some()),
        header_rows: declared.header_rows,
        open_ended: false,
    }
}

fn names(file: &str, layout: &Layout) -> Result<Vec<String>, SourceError> {
    let Some(names) = &layout.names else { return columns::numbered(file, layout.width) };
    let unreadable =
        |why: &str| SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Csv, why: why.to_owned() };
    if names.iter().any(|name| name.contains('\0')) {
        return Err(unreadable(
            "its first row holds NUL bytes; it is no text, or UTF-16 without a mark: declare encoding",
        ));
    }
    if names.iter().any(|name| name.contains(char::REPLACEMENT_CHARACTER)) {
        return Err(unreadable("its first row is not in its encoding; declare encoding, as in \"windows-1252\""));
    }
    columns::named(file, names.iter().map(String::as_str))
}

/// Whether rows end before their last cell if it is empty: many do, and none has an empty last cell.
fn omits_last(sample: &Sample, layout: &Layout) -> bool {
    let rows = || sample.rows[layout.body.min(sample.rows.len())..].iter().filter(|row| row.fault.is_none());
    let short = rows().filter(|row| row.cells.len() + 1 == layout.width).count();
    let has_empty_last =
        rows().any(|row| row.cells.len() == layout.width && row.cells.last().is_some_and(String::is_empty));
    short > 2 && short * 5 >= rows().count() && !has_empty_last
}
