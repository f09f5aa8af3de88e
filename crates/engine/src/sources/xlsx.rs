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
use super::layout::{self, GridRow, KnownLayout, Layout, LayoutFault};
use super::number_text::{number_text, shown_by_spreadsheets};
use super::oddity::{RowJudge, RowKind};
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
    let (footer_rows, has_totals) = (declared.footer_rows.unwrap_or(0) as usize, declared.footer_rows.is_none());
    for input in inputs {
        let (sheet, layout) = table(&input, declared)?;
        let names = match &layout.names {
            Some(names) => columns::named(&input.name, names.iter().map(String::as_str))?,
            None => columns::numbered(layout.width),
        };
        let (than, expected) = first.get_or_insert_with(|| (input.name.clone(), names.clone()));
        let positions = columns::positions(expected, than, &names, &input.name)?;
        let format = Format {
            kind: Some(SourceKind::Xlsx),
            compression: Some(Compression::None),
            header: Some(layout.header_line.is_some()),
            header_row: layout.header_line,
            header_rows: (layout.header_rows > 1).then_some(layout.header_rows as u64),
            sheet: Some(sheet.clone()),
            notes: layout.notes.clone(),
            ..Format::default()
        };
        files.push(SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256: None, format });
        waiting.push_back(Box::new(move || {
            let rows = Rows::start(&input, &sheet)?;
            let has_names = layout.header_line.is_some();
            let shown = if has_names { layout.header } else { names.clone() };
            let judge = RowJudge::new(shown, has_names, layout.columns, has_totals);
            let first_line = layout.first_line;
            let last = VecDeque::new();
            let after_gap = false;
            Ok(Box::new(XlsxRows {
                rows,
                input,
                names,
                positions,
                first_line,
                judge,
                ahead: last,
                footer_rows,
                after_gap,
                ended: false,
            }))
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

/// The sheet to be read and where in it the table stands: the one declared, or the one that holds a table.
fn table(input: &Input, declared: &Format) -> Result<(String, Layout), SourceError> {
    let unusable = |why: String| SourceError::Format { file: input.name.clone(), why };
    let sheets = workbook(input)?.sheet_names();
    if let Some(name) = &declared.sheet
        && !sheets.contains(name)
    {
        return Err(unusable(format!("it has no sheet '{name}'; its sheets are {}", sheets.join(", "))));
    }
    let first = sheets.first().cloned().ok_or_else(|| not_readable(&input.name, &"the workbook has no sheets"))?;
    if let Some(name) = declared.sheet.as_ref().or((sheets.len() == 1).then_some(&first)) {
        let grid = grid(input, name, declared)?;
        if grid.is_empty() {
            return Err(unusable(format!("sheet '{name}' is empty; a row that names the columns is expected")));
        }
        return Ok((name.clone(), layout_of(&grid, declared).map_err(unusable)?));
    }
    let mut tables = Vec::new();
    for sheet in &sheets {
        let grid = grid(input, sheet, declared)?;
        if let Ok(layout) = layout_of(&grid, declared)
            && layout.width > 1
            && grid.len() > layout.body
        {
            tables.push((sheet.clone(), layout));
        }
    }
    let names = |tables: &[(String, Layout)]| {
        tables.iter().map(|(sheet, _)| format!("'{sheet}'")).collect::<Vec<_>>().join(", ")
    };
    let Some((sheet, layout)) = tables.first() else {
        return Err(unusable(format!("no sheet holds a table; declare sheet, one of {}", sheets.join(", "))));
    };
    // Tables of the same columns are one that goes on: to read one of them would be to read a part.
    if tables[1..].iter().any(|(_, other)| other.header == layout.header && !layout.header.is_empty()) {
        let names = names(&tables);
        return Err(unusable(format!("sheets {names} hold tables of the same columns; declare sheet and import each")));
    }
    let (sheet, mut layout) = (sheet.clone(), layout.clone());
    if tables.len() > 1 {
        layout.notes.push(format!("of the sheets that hold tables, {}, '{sheet}' is read", names(&tables)));
    } else if sheet != first {
        layout.notes.push(format!("sheet '{sheet}' is read, the only one that holds a table"));
    }
    Ok((sheet, layout))
}

/// As many rows of a sheet as are looked at to find its table.
const HEAD: usize = 1000;

/// The first rows of a sheet behind those that are declared to stand before the table.
fn grid(input: &Input, sheet: &str, declared: &Format) -> Result<Vec<GridRow>, SourceError> {
    let mut rows = Rows::start(input, sheet)?;
    let before = declared.lines_before_table().unwrap_or(0);
    let mut grid = Vec::new();
    while grid.len() < HEAD
        && let Some(SheetRow { number, cells, .. }) = rows.next()?
    {
        if number > before {
            let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
            grid.push(GridRow { line: number, next_line: number + 1, cells, fault: None });
        }
    }
    Ok(grid)
}

fn layout_of(grid: &[GridRow], declared: &Format) -> Result<Layout, String> {
    let known = KnownLayout {
        header: declared.header.or(declared.header_row.map(|_| true)),
        begins_here: declared.header_row.is_some() || (declared.header == Some(false) && declared.skip_rows.is_some()),
        header_rows: declared.header_rows,
        open_ended: true,
    };
    layout::judge(grid, known).map_err(|fault| match fault {
        LayoutFault::Widths(why) => why,
        LayoutFault::Quote { .. } => String::new(),
    })
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

/// The rows of one workbook.
struct XlsxRows {
    rows: Rows,
    input: Input,
    names: Vec<String>,
    /// For each column of the input, its position in this sheet.
    positions: Vec<usize>,
    /// The row of the sheet on which the records begin.
    first_line: u64,
    judge: RowJudge,
    /// Rows read ahead, to know the last ones.
    ahead: VecDeque<SheetRow>,
    /// How many rows at the end are none.
    footer_rows: usize,
    /// Something else than a record stands before the current row.
    after_gap: bool,
    ended: bool,
}

impl XlsxRows {
    /// The next row that is none of the last, and whether it is the last itself.
    fn advance(&mut self) -> Result<Option<(SheetRow, bool)>, SourceError> {
        while !self.ended && self.ahead.len() <= self.footer_rows + 1 {
            match self.rows.next()? {
                Some(row) if row.number >= self.first_line => self.ahead.push_back(row),
                Some(_) => {}
                None => self.ended = true,
            }
        }
        if self.ahead.len() <= self.footer_rows {
            return Ok(None);
        }
        let is_last = self.ahead.len() == self.footer_rows + 1;
        Ok(self.ahead.pop_front().map(|row| (row, is_last)))
    }

    /// Why a row cannot be read, with the column and its value, or that there is nothing in it.
    fn fault(&mut self, row: &SheetRow, is_last: bool) -> Result<Option<(String, String, String)>, Blank> {
        let SheetRow { number, cells, fault } = row;
        if cells.len() > self.names.len() {
            let reason = format!("the row has {} cells, {} are expected", cells.len(), self.names.len());
            return Ok(Some((String::new(), String::new(), reason)));
        }
        if let Some((column, value)) = fault {
            let reason = "the sheet could not calculate this cell; correct its formula".to_owned();
            return Ok(Some((self.names[*column].clone(), value.clone(), reason)));
        }
        let cell = |at: usize| cells.get(at).and_then(Option::as_deref).unwrap_or_default();
        match self.judge.judge(*number, self.after_gap, is_last, cell) {
            RowKind::Record => Ok(None),
            RowKind::Blank => Err(Blank),
            RowKind::Odd(reason) => Ok(Some((String::new(), String::new(), reason))),
        }
    }
}

/// A row without anything in it.
struct Blank;

impl FileRows for XlsxRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let Some((row, is_last)) = self.advance()? else { return Ok(false) };
        match self.fault(&row, is_last) {
            Err(Blank) => self.after_gap = true,
            Ok(Some((column, value, reason))) => {
                let cells: Vec<_> = row.cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect();
                rows.reject(row.number, column, value, reason, cells.join("\t"));
                self.after_gap = true;
            }
            Ok(None) => {
                let values = self.positions.iter().map(|at| row.cells.get(*at).and_then(Option::as_deref));
                rows.push(row.number, values);
                let next = self.ahead.front().map(|next| next.number);
                self.after_gap = next.is_some_and(|next| next > row.number + 1);
            }
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
