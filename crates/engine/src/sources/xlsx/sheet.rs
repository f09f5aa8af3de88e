//! The cells of one sheet, row by row, as exact text.

use std::fs::File;
use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{DataRef, Reader, Xlsx, XlsxFormulaMetadata};

use super::super::guarded::{guarded, quietly};
use super::super::inputs::Input;
use super::super::number_text::{number_text, shown_by_spreadsheets};
use super::super::{SourceError, SourceKind};
use super::shown_currency::{ShownCurrencies, currencies_of};

/// Rows that are handed over at once, or as many as have so many cells, empty ones included, or bytes of text.
const CHUNK: usize = 1024;
const CHUNK_CELLS: usize = 1 << 16;
const CHUNK_BYTES: usize = 4 << 20;

/// As many rows and columns has a sheet.
const LAST_ROW: u64 = 1 << 20;
const LAST_COLUMN: usize = 1 << 14;

/// A row of the sheet: its number from 1, and its cells from the sheet's first column on.
pub(super) struct SheetRow {
    pub number: u64,
    pub cells: Vec<Option<String>>,
    /// The cells without a value that can be read, with the positions of their columns.
    pub faults: Vec<(usize, CellFault)>,
}

/// Why a cell has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellFault {
    /// The sheet shows an error, as in `#DIV/0!`.
    Error(String),
    /// It holds a formula that nobody has calculated: programs write workbooks so, and spreadsheets calculate them when they open them.
    Uncalculated(String),
}

impl SheetRow {
    /// How many cells it has, up to its last one that is filled.
    pub fn width(&self) -> usize {
        self.cells.iter().rposition(Option::is_some).map_or(0, |at| at + 1)
    }
}

/// How a spreadsheet calls a cell, by its column from 0 and its row from 1.
pub(super) fn address(column: usize, row: u64) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

pub(super) fn not_readable(file: &str, why: &dyn std::fmt::Display) -> SourceError {
    SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Xlsx, why: why.to_string() }
}

pub(super) fn workbook(input: &Input) -> Result<Xlsx<BufReader<File>>, SourceError> {
    let file = input.open()?;
    let opened = guarded(|| Xlsx::new(BufReader::new(file)).map_err(|error| error.to_string()));
    opened.map_err(|why| not_readable(&input.name, &why))
}

/// The rows of a sheet as they come from the thread that reads it.
///
/// The last chunk is empty: if none came, the thread broke down.
pub(super) struct Rows {
    file: String,
    chunks: Receiver<Result<Vec<SheetRow>, SourceError>>,
    chunk: std::vec::IntoIter<SheetRow>,
}

impl Rows {
    pub fn start(input: &Input, sheet: &str) -> Result<Self, SourceError> {
        let (sender, chunks) = sync_channel(4);
        let (input, sheet) = (input.clone(), sheet.to_owned());
        let file = input.name.clone();
        std::thread::Builder::new()
            .name("xlsx".to_owned())
            .spawn(move || {
                if let Some(Err(error)) = quietly(|| send_rows(&input, &sheet, &sender)) {
                    // Nobody listens any more once the reader is dropped.
                    let _ = sender.send(Err(error));
                }
            })
            .map_err(|error| SourceError::Io { file: file.clone(), attempted: "start reading", error })?;
        Ok(Self { file, chunks, chunk: Vec::new().into_iter() })
    }

    pub fn next(&mut self) -> Result<Option<SheetRow>, SourceError> {
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
    let failed = |error| not_readable(&input.name, &error);
    let mut values = workbook(input)?;
    let mut cells = values.worksheet_cells_reader(sheet).map_err(failed)?;
    // Formats are read beside the values, so that there is no need to keep either; seldom do they show a currency.
    let currencies = currencies_of(cells.styles());
    let mut formats = currencies.is_some().then(|| workbook(input)).transpose()?;
    let mut shown = match formats.as_mut().zip(currencies) {
        Some((formats, currencies)) => Some(ShownCurrencies::of(formats, sheet, currencies).map_err(failed)?),
        None => None,
    };
    let (mut chunk, mut filled, mut length): (Vec<SheetRow>, _, _) = (Vec::with_capacity(CHUNK), 0, 0);
    let mut before = 0;
    loop {
        let at = |error| not_readable(&input.name, &format!("at row {before} or later: {error}; nothing was imported"));
        let Some(cell) = cells.next_cell_with_formula_metadata().map_err(at)? else { break };
        let (row, column) = cell.pos;
        let (number, column) = (u64::from(row) + 1, column as usize);
        // Room is made for all cells before it.
        if number > LAST_ROW || column >= LAST_COLUMN {
            let why = format!("it has a cell {}, and a sheet ends at XFD1048576", address(column, number));
            return Err(not_readable(&input.name, &why));
        }
        let currency = match (&mut shown, &cell.value) {
            (Some(shown), DataRef::Int(_) | DataRef::Float(_)) => shown.beside(cell.pos).map_err(at)?,
            _ => None,
        };
        let text = match (text(&cell.value), cell.formula) {
            (Ok(None), None) => continue,
            (Ok(None), Some(formula)) => Err(CellFault::Uncalculated(formula_text(&formula))),
            (text, _) => text.map_err(CellFault::Error),
        };
        if chunk.last().is_none_or(|row| row.number != number) {
            if chunk.len() >= CHUNK || filled >= CHUNK_CELLS || length >= CHUNK_BYTES {
                (filled, length) = (0, 0);
                if sender.send(Ok(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)))).is_err() {
                    return Ok(());
                }
            }
            before = number;
            chunk.push(SheetRow { number, cells: Vec::new(), faults: Vec::new() });
        }
        let Some(row) = chunk.last_mut() else { continue };
        if row.cells.len() <= column {
            filled += column + 1 - row.cells.len();
            row.cells.resize(column + 1, None);
        }
        length += text.as_ref().map_or(0, |text| text.as_ref().map_or(0, String::len));
        match text {
            Ok(text) => row.cells[column] = text.map(|text| with_currency(text, currency)),
            Err(fault) => {
                if let CellFault::Error(error) = &fault {
                    row.cells[column] = Some(error.clone());
                }
                row.faults.push((column, fault));
            }
        }
    }
    for chunk in [chunk, Vec::new()] {
        let _ = sender.send(Ok(chunk));
    }
    Ok(())
}

/// A number with the currency that the sheet shows beside it.
fn with_currency(number: String, currency: Option<&str>) -> String {
    match currency {
        Some(currency) => format!("{number} {currency}"),
        None => number,
    }
}

/// A formula as far as it stands in its own cell.
fn formula_text(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => format!("={formula}"),
        _ => "=…".to_owned(),
    }
}

/// A cell as text: numbers as the sheet shows them if it shows all digits, days and instants as in ISO 8601.
fn text(cell: &DataRef) -> Result<Option<String>, String> {
    Ok(Some(match cell {
        DataRef::Empty => return Ok(None),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(shown_by_spreadsheets(*number)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_called_as_in_a_spreadsheet() {
        let names: Vec<_> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(|column| address(column, 7)).collect();
        assert_eq!(names, ["A7", "Z7", "AA7", "AZ7", "BA7", "ZZ7", "AAA7"]);
    }
}
