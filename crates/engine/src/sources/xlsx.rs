//! XLSX: the rows of one sheet, cells as exact text.
//!
//! A workbook's cells can only be read while its archive is borrowed, so each sheet is read by a thread of its own that hands
//! over rows a chunk at a time.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{DataRef, Reader, Xlsx};

use super::bytes::DiskFile;
use super::inputs::Input;
use super::rows::{FileRows, Opener, TextReader, TextRows};
use super::{Compression, Format, RawReader, SourceError, SourceFile, SourceKind, columns};

const CHUNK: usize = 1024;

/// A row of the sheet: its number from 1, and its cells from the sheet's first column on.
struct SheetRow {
    number: u64,
    cells: Vec<Option<String>>,
    /// What the sheet shows as an error, as in `#DIV/0!`, with the position of its cell.
    fault: Option<(usize, String)>,
}

/// Opens workbooks whose sheets have the same columns in any order.
pub(super) fn open(inputs: Vec<Input>, declared: &Format) -> Result<Box<dyn RawReader>, SourceError> {
    let mut first: Option<(String, Vec<String>)> = None;
    let mut files = Vec::with_capacity(inputs.len());
    let mut waiting: VecDeque<Opener> = VecDeque::with_capacity(inputs.len());
    for input in inputs {
        let sheet = sheet_name(&input, declared)?;
        let header = declared.header.unwrap_or(true);
        let top = Rows::start(&input, &sheet)?.next()?.ok_or_else(|| SourceError::Format {
            file: input.name.clone(),
            why: format!("sheet '{sheet}' is empty; a row that names the columns is expected"),
        })?;
        let names = if header {
            columns::named(&input.name, top.cells.iter().map(|cell| cell.as_deref().unwrap_or_default()))?
        } else {
            columns::numbered(top.cells.len())
        };
        let (than, expected) = first.get_or_insert_with(|| (input.name.clone(), names.clone()));
        let positions = columns::positions(expected, than, &names, &input.name)?;
        let format = Format {
            kind: Some(SourceKind::Xlsx),
            compression: Some(Compression::None),
            header: Some(header),
            sheet: Some(sheet.clone()),
            ..Format::default()
        };
        files.push(SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256: None, format });
        waiting.push_back(Box::new(move || {
            let rows = Rows::start(&input, &sheet)?;
            Ok(Box::new(XlsxRows { rows, input, names, positions, header, ended: false }))
        }));
    }
    let total = files.iter().map(|file| file.bytes).sum();
    let names = first.map(|(_, names)| names).unwrap_or_default();
    Ok(Box::new(TextReader::new(columns::text_schema(&names), files, waiting, Some(total))))
}

fn not_readable(file: &str, why: &dyn std::fmt::Display) -> SourceError {
    SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Xlsx, why: why.to_string() }
}

fn workbook(input: &Input) -> Result<Xlsx<BufReader<File>>, SourceError> {
    Xlsx::new(BufReader::new(input.open()?)).map_err(|error| not_readable(&input.name, &error))
}

fn sheet_name(input: &Input, declared: &Format) -> Result<String, SourceError> {
    let sheets = workbook(input)?.sheet_names();
    match &declared.sheet {
        Some(name) if sheets.contains(name) => Ok(name.clone()),
        Some(name) => {
            let why = format!("it has no sheet '{name}'; its sheets are {}", sheets.join(", "));
            Err(SourceError::Format { file: input.name.clone(), why })
        }
        None => sheets.first().cloned().ok_or_else(|| not_readable(&input.name, &"the workbook has no sheets")),
    }
}

/// The rows of a sheet as they come from the thread that reads it.
///
/// The last chunk is empty: if none came, the thread broke down.
struct Rows {
    file: String,
    chunks: Receiver<Result<Vec<SheetRow>, SourceError>>,
    chunk: std::vec::IntoIter<SheetRow>,
}

impl Rows {
    fn start(input: &Input, sheet: &str) -> Result<Self, SourceError> {
        let (sender, chunks) = sync_channel(4);
        let (input, sheet) = (input.clone(), sheet.to_owned());
        let file = input.name.clone();
        std::thread::Builder::new()
            .name("xlsx".to_owned())
            .spawn(move || {
                if let Err(error) = send_rows(&input, &sheet, &sender) {
                    // Nobody listens any more once the reader is dropped.
                    let _ = sender.send(Err(error));
                }
            })
            .map_err(|error| SourceError::Io { file: file.clone(), attempted: "start reading", error })?;
        Ok(Self { file, chunks, chunk: Vec::new().into_iter() })
    }

    fn next(&mut self) -> Result<Option<SheetRow>, SourceError> {
        loop {
            if let Some(row) = self.chunk.next() {
                return Ok(Some(row));
            }
            let chunk = self.chunks.recv().map_err(|_| not_readable(&self.file, &"its sheet is damaged"))??;
            if chunk.is_empty() {
                return Ok(None);
            }
            self.chunk = chunk.into_iter();
        }
    }
}

/// Reads a sheet to its end, or until nobody listens. Rows without any cell are left out.
fn send_rows(
    input: &Input,
    sheet: &str,
    sender: &SyncSender<Result<Vec<SheetRow>, SourceError>>,
) -> Result<(), SourceError> {
    let mut workbook = workbook(input)?;
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| not_readable(&input.name, &error))?;
    let mut chunk: Vec<SheetRow> = Vec::with_capacity(CHUNK);
    let mut before = 0;
    loop {
        let at = |error| not_readable(&input.name, &format!("at row {before} or later: {error}; nothing was imported"));
        let Some(cell) = cells.next_cell().map_err(at)? else { break };
        let (row, column) = cell.get_position();
        let (number, column) = (u64::from(row) + 1, column as usize);
        let text = match text(cell.get_value()) {
            Ok(None) => continue,
            other => other,
        };
        if chunk.last().is_none_or(|row| row.number != number) {
            if chunk.len() >= CHUNK
                && sender.send(Ok(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)))).is_err()
            {
                return Ok(());
            }
            before = number;
            chunk.push(SheetRow { number, cells: Vec::new(), fault: None });
        }
        let Some(row) = chunk.last_mut() else { continue };
        if row.cells.len() <= column {
            row.cells.resize(column + 1, None);
        }
        match text {
            Ok(text) => row.cells[column] = text,
            Err(error) => {
                row.cells[column] = Some(error.clone());
                row.fault.get_or_insert((column, error));
            }
        }
    }
    for chunk in [chunk, Vec::new()] {
        let _ = sender.send(Ok(chunk));
    }
    Ok(())
}

/// A cell as exact text: numbers with no more digits than they need, days and instants as in ISO 8601.
fn text(cell: &DataRef) -> Result<Option<String>, String> {
    Ok(Some(match cell {
        DataRef::Empty => return Ok(None),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(moment) if moment.is_duration() => duration(moment.as_f64()),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            let seconds = if milli == 0 { format!("{second:02}") } else { format!("{second:02}.{milli:03}") };
            match (moment.as_f64(), hour, minute, second, milli) {
                (days, ..) if (0.0..1.0).contains(&days) => format!("{hour:02}:{minute:02}:{seconds}"),
                (_, 0, 0, 0, 0) => date,
                _ => format!("{date}T{hour:02}:{minute:02}:{seconds}"),
            }
        }
        DataRef::Error(error) => return Err(error.to_string()),
    }))
}

/// Days as `hh:mm:ss`, hours above 23 included.
fn duration(days: f64) -> String {
    let seconds = (days.abs() * 86_400.0).round() as u64;
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The rows of one workbook.
struct XlsxRows {
    rows: Rows,
    input: Input,
    names: Vec<String>,
    /// For each column of the input, its position in this sheet.
    positions: Vec<usize>,
    header: bool,
    ended: bool,
}

impl FileRows for XlsxRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        if std::mem::take(&mut self.header) {
            self.rows.next()?;
        }
        let Some(SheetRow { number, cells, fault }) = self.rows.next()? else {
            self.ended = true;
            return Ok(false);
        };
        let line = || cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect::<Vec<_>>().join("\t");
        if cells.len() > self.names.len() {
            let reason = format!("the row has {} cells, {} are expected", cells.len(), self.names.len());
            rows.reject(number, String::new(), String::new(), reason, line());
        } else if let Some((column, value)) = fault {
            let reason = "the sheet could not calculate this cell; correct its formula".to_owned();
            rows.reject(number, self.names[column].clone(), value, reason, line());
        } else {
            rows.push(number, self.positions.iter().map(|position| cells.get(*position).and_then(Option::as_deref)));
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        if self.ended { self.input.seen.bytes } else { 0 }
    }

    fn refine(&self, _: &mut Format) {}

    fn finish(&mut self) -> Result<String, SourceError> {
        DiskFile::open(&self.input)?.finish()
    }
}
