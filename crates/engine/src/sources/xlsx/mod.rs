//! XLSX: the rows of one sheet, cells as exact text.
//!
//! A workbook's cells can only be read while its archive is borrowed, so each sheet is read by a thread of its own that hands
//! over rows a chunk at a time.

mod directory;
mod package;
mod sheet;
mod shown_currency;
mod table;

use std::collections::VecDeque;

use super::bytes::DiskFile;
use super::inputs::Input;
use super::oddity::{RowJudge, RowKind};
use super::rows::{FileRows, TextRows};
use super::text_files::{FileOpener, TextFiles};
use super::{Compression, Format, SourceError, SourceFile, SourceKind, columns};
use sheet::{CellFault, Rows, SheetRow, address};
use table::{CALCULATE, Place, place};

/// Finds the tables of workbooks whose sheets have the same columns in any order.
pub(super) fn find(inputs: &[Input], declared: &Format) -> Result<TextFiles, SourceError> {
    let mut first: Option<(String, Vec<String>)> = None;
    let mut files: Vec<(SourceFile, FileOpener)> = Vec::with_capacity(inputs.len());
    let (footer_rows, has_totals) = (declared.footer_rows.unwrap_or(0) as usize, declared.footer_rows.is_none());
    for input in inputs {
        package::check(input)?;
        let Place { sheet, layout, counts_from_1904 } = place(input, declared)?;
        let names = match &layout.names {
            Some(names) => columns::named(&input.name, names.iter().map(String::as_str))?,
            None => columns::numbered(&input.name, layout.width)?,
        };
        let (than, expected) = first.get_or_insert_with(|| (input.name.clone(), names.clone()));
        let positions = columns::positions(expected, than, &names, &input.name)?;
        let format = Format {
            kind: Some(SourceKind::Xlsx),
            compression: Some(Compression::None),
            header: Some(layout.header_line.is_some()),
            header_row: layout.header_line,
            header_rows: layout.header_line.map(|_| layout.header_rows as u64),
            sheet: Some(sheet.clone()),
            counts_from_1904,
            titles: layout.titles.clone(),
            notes: layout.notes.clone(),
            ..Format::default()
        };
        let file = SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256: None, format };
        let input = input.clone();
        let open = move || -> Result<Box<dyn FileRows>, SourceError> {
            let rows = Rows::start(&input, &sheet)?;
            let has_names = layout.header_line.is_some();
            let shown = if has_names { layout.header.clone() } else { names.clone() };
            Ok(Box::new(XlsxRows {
                rows,
                input: input.clone(),
                names: names.clone(),
                positions: positions.clone(),
                first_line: layout.first_line,
                judge: RowJudge::new(shown, has_names, layout.columns.clone(), has_totals, None),
                ahead: VecDeque::new(),
                footer_rows,
                after_gap: false,
                ended: false,
            }))
        };
        files.push((file, Box::new(open)));
    }
    let names = first.map(|(_, names)| names).unwrap_or_default();
    Ok(TextFiles::new(columns::text_schema(&names), files))
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
        let SheetRow { number, cells, faults } = row;
        let width = row.width();
        if width > self.names.len() {
            let reason = format!("the row has {width} cells, {} are expected", self.names.len());
            return Ok(Some((String::new(), String::new(), reason)));
        }
        if let Some((column, fault)) = faults.iter().find(|(column, _)| *column < self.names.len()) {
            let (value, reason) = match fault {
                CellFault::Error(value) => {
                    (value, "the sheet could not calculate this cell; correct its formula".to_owned())
                }
                CellFault::Uncalculated(formula) => {
                    let cell = address(*column, *number);
                    (formula, format!("nobody has calculated the formula in cell {cell}; {CALCULATE}"))
                }
            };
            return Ok(Some((self.names[*column].clone(), value.clone(), reason)));
        }
        let cell = |at: usize| cells.get(at).and_then(Option::as_deref).unwrap_or_default();
        self.judge.may_be_odd(|at| cell(at).as_bytes());
        match self.judge.judge(*number, self.after_gap, is_last, cell) {
            RowKind::Record => {
                self.judge.add(|at| cell(at).as_bytes());
                Ok(None)
            }
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
