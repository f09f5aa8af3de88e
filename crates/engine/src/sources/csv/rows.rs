//! The rows of one delimited text: each is read, or rejected alone with its place and cause.

use memchr::{memchr, memchr2, memrchr};

use super::super::encoding::{RowEncoding, RowText, shown};
use super::super::oddity::{RowJudge, RowKind};
use super::super::rows::{FileRows, TextRows};
use super::super::shape::{ColumnShape, Shape, row_fits};
use super::super::totals::names_a_total;
use super::super::{DecimalMark, Format, SourceError, SourceKind};
use super::align::Alignment;
use super::cut::{Cells, Cutter, QuoteFault, Stray};
use super::ragged;
use super::records::{NextRecord, Records};
use super::run::Run;

/// What the head of a text says about its rows.
#[derive(Clone)]
pub(super) struct RowPlan {
    /// Names of the columns, in the order of this file.
    pub names: Vec<String>,
    /// What the columns look like, each of them.
    pub columns: Vec<ColumnShape>,
    /// The cells of the header, as they stand there; none if there is none.
    pub header: Vec<String>,
    /// The line on which the rows begin.
    pub first_line: u64,
    /// The only cell of the line above.
    pub fragment: Option<String>,
    /// How many lines at the end hold no rows.
    pub footer_rows: u64,
    /// Whether rows may be totals.
    pub has_totals: bool,
    /// What stands before decimals, where that is known.
    pub decimal: Option<DecimalMark>,
    /// Whether rows end before their last cells if those are empty.
    pub omits_last: bool,
    /// Whether every row is one, whatever it looks like, as in the answer of a database.
    pub trusts_rows: bool,
    pub alignment: Option<Alignment>,
    pub limit: usize,
}

/// The rows of one delimited text.
pub(super) struct CsvRows {
    records: Records,
    encoding: RowEncoding,
    plan: RowPlan,
    judge: RowJudge,
    /// For each column of the input, its position in this file.
    positions: Vec<usize>,
    decoded: RowText,
    run: Run,
    /// Something else than a record stands before the current one.
    after_gap: bool,
    /// The line of a stray quote, as long as what follows may belong to its cell.
    doubted: Option<u64>,
    /// The only cell of the line before, which was rejected.
    fragment: Option<String>,
}

/// Why a row cannot be read.
struct Fault {
    column: String,
    value: String,
    reason: String,
}

impl Fault {
    fn of_row(reason: impl Into<String>) -> Self {
        Self { column: String::new(), value: String::new(), reason: reason.into() }
    }
}

/// What stands around a row.
#[derive(Default)]
struct Surroundings {
    is_last: bool,
    /// The next line, if it is one cell.
    cell_behind: Option<String>,
}

impl CsvRows {
    /// `positions` says where in this file each column of the input stands.
    pub fn new(
        mut records: Records,
        encoding: RowEncoding,
        plan: RowPlan,
        positions: Vec<usize>,
    ) -> Result<Self, SourceError> {
        records.skip_to(plan.first_line)?;
        let has_names = !plan.header.is_empty();
        let names = if has_names { &plan.header } else { &plan.names };
        let has_totals = plan.has_totals && !plan.trusts_rows;
        let judge = RowJudge::new(names.clone(), has_names, plan.columns.clone(), has_totals, plan.decimal);
        let (decoded, run, fragment) = (RowText::default(), Run::default(), plan.fragment.clone());
        Ok(Self { records, encoding, plan, judge, positions, decoded, run, after_gap: false, doubted: None, fragment })
    }

    /// Decides on the encoding at the first row beyond ASCII.
    fn decide_encoding(&mut self) -> Result<(), SourceError> {
        if self.encoding == RowEncoding::Undecided && !self.records.raw().is_ascii() {
            self.records.look_ahead()?;
            let (ahead, whole) = self.records.ahead();
            self.encoding = self.encoding.decide(ahead, whole);
        }
        Ok(())
    }

    fn reject(&mut self, fault: Fault, rows: &mut TextRows) {
        let Fault { column, value, reason } = fault;
        rows.reject(self.records.line(), column, value, reason, self.encoding.shown(self.records.raw()));
        (self.after_gap, self.fragment) = (true, None);
    }

    /// Rejects the line in which a quote is out of order. What follows may belong to its cell.
    fn reject_stray(&mut self, stray: Stray, rows: &mut TextRows) {
        let (raw, delimiter) = (self.records.raw(), self.records.cutter().delimiter());
        let end = memchr(delimiter, &raw[stray.at..]).map_or(raw.len(), |at| stray.at + at);
        let start = if stray.fault == QuoteFault::Within {
            memrchr(delimiter, &raw[..stray.at]).map_or(0, |at| at + 1)
        } else {
            stray.at
        };
        let value = self.encoding.shown(&raw[start..end]);
        let column = self.plan.names.get(stray.cell).cloned().unwrap_or_default();
        self.reject(Fault { column, value, reason: stray.fault.reason().to_owned() }, rows);
        if stray.fault != QuoteFault::Within {
            self.doubted = Some(self.records.line());
        }
    }

    /// Whether a record that runs over several lines is to be believed. Its quotes may have swallowed rows: if lines within read
    /// like rows, all of them are rejected; if it has not the cells of a row, its first line is, and the others are read for
    /// themselves.
    fn believes_lines(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let lines = lines_of(self.records.raw());
        let mut cells = Cells::default();
        let columns = &self.plan.columns;
        let has_typed = columns.iter().any(|column| column.is_typed());
        let mut width = |line: &[u8]| {
            self.records.cutter().cut_blindly(line, &mut cells);
            cells.len()
        };
        let (first, behind) = lines.split_first().map_or((0, &[][..]), |(line, behind)| (width(line), behind));
        let is_suspect = columns.len() > 1
            && behind.iter().enumerate().any(|(at, line)| {
                if has_typed {
                    begins_like_row(columns, self.records.cutter(), line)
                } else {
                    let is_within = at + 1 < behind.len();
                    width(line) == columns.len() && (is_within || first == columns.len())
                }
            });
        if is_suspect {
            let from = self.records.line();
            let reason = format!(
                "a quote opened in row {from} is closed in row {}, and lines between read like rows of their own; close or double \
                 it, or declare multiline = true if one cell holds them",
                from + lines.len() as u64 - 1
            );
            for (row, line) in (from..).zip(&lines) {
                rows.reject(row, String::new(), String::new(), reason.clone(), self.encoding.shown(line));
            }
            (self.after_gap, self.fragment) = (true, None);
            return Ok(false);
        }
        if self.records.cells().len() != self.plan.columns.len()
            && let Some(stray) = self.records.retreat()?
        {
            self.reject_stray(stray, rows);
            return Ok(false);
        }
        Ok(true)
    }

    /// Why the number of cells of the current record makes it none, if it does.
    fn width_fault(&mut self) -> Result<Option<String>, SourceError> {
        let (count, width) = (self.records.cells().len(), self.plan.columns.len());
        if count == width {
            return Ok(None);
        }
        let reason = format!("the row has {count} cells, {width} are expected");
        if self.plan.trusts_rows || self.records.cutter().has_spaces() || self.fragment.is_some() {
            return Ok(Some(reason));
        }
        let texts: Vec<String> = (0..count).map(|cell| shown(self.records.cell(cell))).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let columns = &self.plan.columns;
        let is_ragged = ragged::has_one_more(columns, &texts)
            || ragged::lacks_last(columns, &texts)
            || (self.plan.omits_last && count + 1 == width && row_fits(columns, texts.iter().copied()));
        // A row that breaks off may go on in the next line.
        Ok(if is_ragged && self.is_whole()? { None } else { Some(reason) })
    }

    /// Whether a row is ended by a line break, and a row of as many cells follows, or none.
    fn is_whole(&mut self) -> Result<bool, SourceError> {
        let cutter = *self.records.cutter();
        let width = self.plan.columns.len();
        if !self.records.is_ended() {
            return Ok(false);
        }
        let omits_last = self.plan.omits_last;
        let (line, _) = self.records.line_ahead()?;
        let mut cells = Cells::default();
        Ok(line.is_empty()
            || (cutter.cut(line, &mut cells).is_ok()
                && (cells.len() == width || (omits_last && cells.len() + 1 == width))))
    }

    fn look_around(&mut self) -> Result<Surroundings, SourceError> {
        if self.plan.trusts_rows || self.plan.columns.len() < 2 {
            return Ok(Surroundings::default());
        }
        let is_last = self.records.is_last()?;
        let cell_behind = if !self.records.cutter().has_spaces() && self.records.is_followed_by_a_single_cell()? {
            Some(shown(self.records.line_ahead()?.0))
        } else {
            None
        };
        Ok(Surroundings { is_last, cell_behind })
    }

    /// Adds the rows that follow as a [run](super::run); none if the next is to be read alone, or may be.
    fn read_run(&mut self, rows: &mut TextRows) -> bool {
        let Self { records, plan, judge, positions, run, .. } = self;
        let is_doubtful = self.after_gap || self.doubted.is_some() || self.fragment.is_some();
        if is_doubtful || plan.footer_rows > 0 || plan.alignment.is_some() || plan.columns.len() < 2 {
            return false;
        }
        let (delimiter, line) = (records.cutter().delimiter(), records.next_line());
        let text = records.plain_ahead(self.encoding);
        let mut added = 0;
        let is_odd = |row: &[(usize, usize)]| {
            let cell = |at: usize| row.get(at).map_or(&text[..0], |&(start, end)| &text[start..end]);
            let is_odd = !plan.trusts_rows && judge.may_be_odd(cell);
            if !is_odd {
                judge.add(cell);
                added += 1;
            }
            is_odd
        };
        run.cut(text, delimiter, (plan.columns.len(), plan.limit, rows.room()), is_odd);
        let (count, end) = (run.rows(), run.end());
        // The last row that was looked at may be left to what follows.
        if added > count {
            judge.retract();
        }
        let Ok(text) = std::str::from_utf8(&text[..end]) else { return false };
        rows.push_run(line..line + count as u64, |row, column| {
            let (start, end) = run.cell(row, positions[column]);
            &text[start..end]
        });
        records.pass_lines(count, end);
        count > 0
    }

    /// Adds the current record; says so if it is blank instead.
    fn read_row(&mut self, around: &Surroundings, rows: &mut TextRows) -> Result<bool, Fault> {
        let (raw, cells) = (self.records.raw(), self.records.cells());
        let (text, spans) = (cells.text(raw), cells.spans());
        let names = &self.plan.names;
        let fault = |cell: usize, reason: String| Fault {
            column: names.get(cell).cloned().unwrap_or_default(),
            value: shown(cells.get(raw, cell)),
            reason,
        };
        if memchr(0, text).is_some() {
            let cell = spans.iter().position(|&(start, end)| text[start..end].contains(&0)).unwrap_or(0);
            return Err(fault(cell, "NUL bytes are no text; remove them".to_owned()));
        }
        if let Some(alignment) = &self.plan.alignment
            && !raw.contains(&b'"')
            && let Some(cell) = alignment.misplaced(raw, spans)
        {
            let reason = "the cell does not stand under its column, as if another one were empty; write delimiters between cells";
            return Err(fault(cell, reason.to_owned()));
        }
        let (text, spans) = match self.decoded.decode(text, spans, self.encoding) {
            Ok(decoded) => decoded,
            Err(bad) => return Err(fault(bad.cell, bad.reason)),
        };
        let cell = |at: usize| spans.get(at).map_or("", |&(start, end)| &text[start..end]);
        if !self.plan.trusts_rows {
            let may_be_odd = self.judge.may_be_odd(|at| cell(at).as_bytes());
            if around.is_last || self.after_gap || may_be_odd {
                match self.judge.judge(self.records.line(), self.after_gap, around.is_last, cell) {
                    RowKind::Record => {}
                    RowKind::Blank => return Ok(false),
                    RowKind::Odd(reason) => return Err(Fault::of_row(reason)),
                }
            }
            let last = self.plan.columns.len() - 1;
            if let Some(line) = self.doubted
                && !looks_like_row(&self.plan.columns, cell)
            {
                return Err(Fault::of_row(format!(
                    "the row does not look like the others and may belong to the cell whose quote is out of order in row {line}"
                )));
            }
            if let (Some(before), false) = (&self.fragment, cells.is_quoted(0))
                && may_be_one(self.plan.columns[0], before, cell(0), before)
            {
                return Err(Fault::of_row("the row before may be its beginning: a line break stands within a cell"));
            }
            if let (Some(behind), false) = (&around.cell_behind, cells.is_quoted(last))
                && may_be_one(self.plan.columns[last], cell(last), behind, behind)
            {
                return Err(Fault::of_row("the line behind may be its end: a line break stands within a cell"));
            }
        }
        if !self.plan.trusts_rows {
            self.judge.add(|at| cell(at).as_bytes());
        }
        let values = self.positions.iter().map(|&at| {
            let value = cell(at);
            (!value.is_empty() || cells.is_quoted(at)).then_some(value)
        });
        rows.push(self.records.line(), values);
        Ok(true)
    }
}

/// Whether a line within a quoted cell begins like a row: its cells, up to one in quotes, hold figures and moments where rows do.
fn begins_like_row(columns: &[ColumnShape], cutter: &Cutter, line: &[u8]) -> bool {
    let mut cells = Cells::default();
    cutter.cut_blindly(line, &mut cells);
    let is_quote = |sign: char| matches!(sign, '"' | '\'');
    let (mut matching, mut typed) = (0, 0);
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.is_typed()) {
        typed += 1;
        if (0..=at.min(cells.len()))
            .any(|before| cells.get(line, before).first().is_some_and(|it| is_quote((*it).into())))
        {
            break;
        }
        let text = shown(cells.get(line, at));
        let text = text.trim_matches(is_quote);
        if column.shape == Some(Shape::of(text)) {
            matching += 1;
        } else if at < cells.len() {
            return false;
        }
    }
    matching > 0 && matching >= typed.min(2)
}

/// Whether the cells of a row look like those of their columns, and some are figures or moments if any column holds them.
fn looks_like_row<'a>(columns: &[ColumnShape], cell: impl Fn(usize) -> &'a str) -> bool {
    let mut typed = columns.iter().enumerate().filter(|(_, column)| column.is_typed()).peekable();
    row_fits(columns, (0..columns.len()).map(&cell))
        && (typed.peek().is_none() || typed.any(|(at, _)| !cell(at).trim().is_empty()))
}

/// Whether two parts may be one cell that a line break cuts in two, the one alone on its line being `alone`.
fn may_be_one(column: ColumnShape, before: &str, behind: &str, alone: &str) -> bool {
    let [before, behind, alone] = [before, behind, alone].map(|part| part.trim_matches(['"', '\'']));
    let fits = if column.is_typed() { column.fits(&format!("{before}{behind}")) } else { column.fits(alone) };
    fits && alone.trim_start().starts_with(char::is_alphanumeric) && !names_a_total(alone)
}

/// The lines of a text.
fn lines_of(text: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = memchr2(b'\n', b'\r', rest) {
        lines.push(&rest[..at]);
        rest = &rest[at + super::sample::break_width(&rest[at..])..];
    }
    lines.push(rest);
    lines
}

impl FileRows for CsvRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        if self.read_run(rows) {
            return Ok(true);
        }
        loop {
            let found = self.records.advance()?;
            if found == NextRecord::End {
                return Ok(false);
            }
            if self.plan.footer_rows > 0 && !self.records.is_followed_by(self.plan.footer_rows)? {
                continue;
            }
            if self.records.after_blank() {
                (self.after_gap, self.fragment) = (true, None);
            }
            match found {
                NextRecord::TooLong => {
                    let reason =
                        format!("the row is longer than {} bytes; raise max_record_bytes to read it", self.plan.limit);
                    let line = format!("{}…", self.encoding.shown(self.records.raw()));
                    rows.reject(self.records.line(), String::new(), String::new(), reason, line);
                    (self.after_gap, self.fragment) = (true, None);
                    return Ok(true);
                }
                NextRecord::Stray(stray) => {
                    self.decide_encoding()?;
                    self.reject_stray(stray, rows);
                    return Ok(true);
                }
                NextRecord::Record | NextRecord::End => {}
            }
            self.decide_encoding()?;
            if self.records.lines() > 1 && !self.records.cutter().trusts_quotes && !self.believes_lines(rows)? {
                return Ok(true);
            }
            if let Some(reason) = self.width_fault()? {
                if self.is_blank() {
                    self.after_gap = true;
                    continue;
                }
                self.reject(Fault::of_row(reason), rows);
                if self.records.cells().len() == 1 {
                    self.fragment = Some(shown(self.records.raw()));
                }
                return Ok(true);
            }
            let around = self.look_around()?;
            match self.read_row(&around, rows) {
                Ok(true) => {
                    self.after_gap = false;
                    (self.doubted, self.fragment) = (None, None);
                    return Ok(true);
                }
                Ok(false) => (self.after_gap, self.fragment) = (true, None),
                Err(fault) => {
                    self.reject(fault, rows);
                    return Ok(true);
                }
            }
        }
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

impl CsvRows {
    /// Whether all cells of the current record are empty.
    fn is_blank(&self) -> bool {
        let cells = self.records.cells();
        !self.plan.trusts_rows
            && cells.len() > 1
            && (0..cells.len()).all(|at| self.records.cell(at).trim_ascii().is_empty())
    }
}
