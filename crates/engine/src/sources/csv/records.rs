//! Records: what are the next cells of a delimited text, and on which line do they begin?
//!
//! A record is a line, unless a quoted cell runs over several. A line whose quotes are out of order is told, and reading goes on
//! behind it: no quote swallows the next good line. A record never takes more memory than the limit.

use memchr::{memchr2, memchr3};

use super::super::SourceError;
use super::super::encoding::RowEncoding;
use super::super::window::Window;
use super::cut::{Cells, Cutter, QuoteFault, Stray};
use super::run::plain_length;
use super::sample::line_breaks;

/// What comes next in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextRecord {
    /// A record, to be had from [`Records::cells`].
    Record,
    /// A line whose quotes are out of order, to be had from [`Records::raw`].
    Stray(Stray),
    /// A line longer than the limit, skipped; its beginning is to be had from [`Records::raw`] until the next call.
    TooLong,
    /// Nothing more.
    End,
}

/// The records of one text.
pub(super) struct Records {
    window: Window,
    cutter: Cutter,
    /// Whether a quoted cell may run over several lines.
    runs_over: bool,
    limit: usize,
    cells: Cells,
    /// Length of the current record in the window, without and with its line break.
    end: usize,
    length: usize,
    /// The line the current record begins on, and the one the next begins on.
    line: u64,
    next_line: u64,
    after_blank: bool,
    /// The quote that opens the cell because of which the record runs over several lines.
    opened: Option<Stray>,
    /// The current line is longer than the limit; its remainder is still to be skipped.
    skipping: bool,
    /// So many of the bytes to come are known to be plain.
    plain: usize,
}

/// How much of an over-long line is kept to be shown.
const KEPT: usize = 200;

/// How much is read ahead to judge by.
const AHEAD: usize = 64 * 1024;

impl Records {
    pub fn new(window: Window, cutter: Cutter, runs_over: bool, limit: usize) -> Self {
        Self {
            window,
            cutter,
            runs_over,
            limit,
            cells: Cells::default(),
            end: 0,
            length: 0,
            line: 0,
            next_line: 1,
            after_blank: false,
            opened: None,
            skipping: false,
            plain: 0,
        }
    }

    /// Goes to a line before any record was read.
    pub fn skip_to(&mut self, line: u64) -> Result<(), SourceError> {
        while self.next_line < line && !(self.window.ended() && self.window.bytes().is_empty()) {
            self.skip_line()?;
        }
        Ok(())
    }

    /// Moves on to the next record. Blank lines hold none.
    pub fn advance(&mut self) -> Result<NextRecord, SourceError> {
        self.pass();
        if self.skipping {
            self.skip_line()?;
            self.skipping = false;
        }
        self.after_blank = self.skip_blank_lines()?;
        self.line = self.next_line;
        if self.window.bytes().is_empty() {
            return Ok(NextRecord::End);
        }
        let Some(end) = self.line_end(0)? else {
            (self.end, self.length) = (KEPT.min(self.limit), KEPT.min(self.limit));
            self.skipping = true;
            return Ok(NextRecord::TooLong);
        };
        self.set_end(end)?;
        match self.cutter.cut(&self.window.bytes()[..end], &mut self.cells) {
            Ok(()) => Ok(NextRecord::Record),
            Err(stray) if stray.fault == QuoteFault::Open && self.runs_over => match self.far_end(stray)? {
                Ok(far) => {
                    self.opened = Some(stray);
                    self.set_end(far)?;
                    self.next_line += line_breaks(self.raw());
                    Ok(NextRecord::Record)
                }
                Err(fault) => Ok(NextRecord::Stray(Stray { fault, ..stray })),
            },
            Err(stray) => Ok(NextRecord::Stray(stray)),
        }
    }

    /// The plain bytes behind the current record that are read already, which then is none: of a dialect in which a line of them is cut at its delimiters, and
    /// nothing where lines are cut otherwise.
    pub fn plain_ahead(&mut self, encoding: RowEncoding) -> &[u8] {
        if self.skipping || !self.cutter.cuts_at_delimiters() {
            return &[];
        }
        self.pass();
        if self.plain == 0 {
            let (quote, escape) = (self.cutter.quote().unwrap_or(0), self.cutter.escape().unwrap_or(0));
            let bytes = self.window.bytes();
            self.plain = encoding.plain_length(&bytes[..plain_length(bytes, quote, escape)]);
        }
        &self.window.bytes()[..self.plain]
    }

    /// Passes so many lines of [plain bytes](Self::plain_ahead), which end at `end`.
    pub fn pass_lines(&mut self, lines: usize, end: usize) {
        self.consume(end);
        self.next_line += lines as u64;
    }

    fn pass(&mut self) {
        self.consume(self.length);
        (self.end, self.length, self.opened) = (0, 0, None);
    }

    fn consume(&mut self, count: usize) {
        self.window.consume(count);
        self.plain = self.plain.saturating_sub(count);
    }

    /// Where the line ends that `at` lies in; none if that is beyond the limit.
    fn line_end(&mut self, at: usize) -> Result<Option<usize>, SourceError> {
        let mut from = at;
        loop {
            let bytes = self.window.bytes();
            let found = memchr2(b'\n', b'\r', &bytes[from..]).map(|found| from + found);
            from = bytes.len();
            match found {
                Some(end) => return Ok((end <= self.limit).then_some(end)),
                None if from > self.limit => return Ok(None),
                None if self.window.ended() => return Ok(Some(from)),
                None => self.window.fill(self.next_line - 1)?,
            }
        }
    }

    /// Where the record ends whose first line ends within a quoted cell, or why it does not.
    fn far_end(&mut self, mut stray: Stray) -> Result<Result<usize, QuoteFault>, SourceError> {
        loop {
            let close = loop {
                let bytes = self.window.bytes();
                match self.cutter.closing(bytes, stray.at + 1) {
                    // A quote at the end of what was read may be one half of two.
                    Some(at) if at + 1 < bytes.len() || self.window.ended() => break at,
                    None if self.window.ended() => return Ok(Err(QuoteFault::Open)),
                    _ if bytes.len() > self.limit => return Ok(Err(QuoteFault::OpenTooLong)),
                    _ => self.window.fill(self.line)?,
                }
            };
            let Some(end) = self.line_end(close)? else { return Ok(Err(QuoteFault::OpenTooLong)) };
            match self.cutter.cut(&self.window.bytes()[..end], &mut self.cells) {
                Ok(()) => return Ok(Ok(end)),
                Err(next) if next.fault == QuoteFault::Open => stray = next,
                Err(_) => return Ok(Err(QuoteFault::Open)),
            }
        }
    }

    fn set_end(&mut self, end: usize) -> Result<(), SourceError> {
        if self.window.bytes().get(end) == Some(&b'\r') {
            self.read_to(end + 2)?;
        }
        self.end = end;
        self.length = end + super::sample::break_width(&self.window.bytes()[end..]);
        self.next_line = self.line + 1;
        Ok(())
    }

    /// Cuts the current record back to its first line, whose quotes are out of order then.
    pub fn retreat(&mut self) -> Result<Option<Stray>, SourceError> {
        let end = memchr2(b'\n', b'\r', self.raw()).unwrap_or(self.end);
        self.set_end(end)?;
        Ok(self.opened.take())
    }

    /// Reads on until so many bytes are there, or nothing more is.
    fn read_to(&mut self, count: usize) -> Result<(), SourceError> {
        while self.window.bytes().len() < count && !self.window.ended() {
            self.window.fill(self.next_line - 1)?;
        }
        Ok(())
    }

    fn skip_line(&mut self) -> Result<(), SourceError> {
        loop {
            if let Some(end) = memchr2(b'\n', b'\r', self.window.bytes()) {
                self.consume(end);
                return self.skip_break();
            }
            self.consume(self.window.bytes().len());
            if self.window.ended() {
                return Ok(());
            }
            self.window.fill(self.line)?;
        }
    }

    /// Whether there were any.
    fn skip_blank_lines(&mut self) -> Result<bool, SourceError> {
        let first = self.next_line;
        loop {
            self.read_to(1)?;
            match self.window.bytes().first() {
                Some(b'\n' | b'\r') => self.skip_break()?,
                _ => return Ok(self.next_line > first),
            }
        }
    }

    /// Skips one line break, which may be `\r\n`.
    fn skip_break(&mut self) -> Result<(), SourceError> {
        self.read_to(2)?;
        let width = super::sample::break_width(self.window.bytes());
        let width = if self.window.bytes().starts_with(b"\r\n") { width } else { width.min(1) };
        self.consume(width);
        self.next_line += 1;
        Ok(())
    }

    /// Whether the next line is one cell and not blank.
    pub fn is_followed_by_a_single_cell(&mut self) -> Result<bool, SourceError> {
        loop {
            let bytes = self.window.bytes();
            let rest = &bytes[self.length..];
            if rest.first().is_some_and(|byte| Some(*byte) == self.cutter.quote()) {
                match self.cutter.closing(rest, 1) {
                    Some(end) if end + 1 < rest.len() => {
                        let behind = rest[end + 1..].iter().find(|byte| **byte != b' ');
                        return Ok(behind != Some(&self.cutter.delimiter()));
                    }
                    _ if self.window.ended() || rest.len() > self.limit => return Ok(true),
                    _ => {
                        self.window.fill(self.line)?;
                        continue;
                    }
                }
            }
            match memchr3(self.cutter.delimiter(), b'\n', b'\r', rest) {
                Some(at) => return Ok(at > 0 && rest[at] != self.cutter.delimiter()),
                None if self.window.ended() || rest.len() > self.limit => return Ok(!rest.is_empty()),
                None => self.window.fill(self.line)?,
            }
        }
    }

    /// The line behind the current record, and whether it ends with a line break; nothing if there is none.
    pub fn line_ahead(&mut self) -> Result<(&[u8], bool), SourceError> {
        let end = self.line_end(self.length)?.unwrap_or(self.length);
        let bytes = self.window.bytes();
        Ok((&bytes[self.length..end], end < bytes.len()))
    }

    /// Whether the current record ends with a line break.
    pub fn is_ended(&self) -> bool {
        self.length > self.end
    }

    /// Whether nothing but blank lines follows.
    pub fn is_last(&mut self) -> Result<bool, SourceError> {
        loop {
            let rest = &self.window.bytes()[self.length..];
            if rest.iter().any(|byte| !matches!(byte, b'\n' | b'\r')) {
                return Ok(false);
            }
            if self.window.ended() {
                return Ok(true);
            }
            self.window.fill(self.line)?;
        }
    }

    /// Whether so many lines follow that are not blank.
    pub fn is_followed_by(&mut self, lines: u64) -> Result<bool, SourceError> {
        let mut at = self.length;
        let mut seen = 0;
        while seen < lines {
            let Some(end) = self.line_end(at)? else { return Ok(true) };
            if end > at {
                seen += 1;
            } else if end == self.window.bytes().len() {
                return Ok(false);
            }
            at = (end + 1).min(self.window.bytes().len());
        }
        Ok(true)
    }

    /// The current record as it stands in the text, without its line break.
    pub fn raw(&self) -> &[u8] {
        &self.window.bytes()[..self.end]
    }

    /// The current record's cells.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }

    /// A cell of the current record.
    pub fn cell(&self, cell: usize) -> &[u8] {
        self.cells.get(self.raw(), cell)
    }

    /// What cuts the lines.
    pub fn cutter(&self) -> &Cutter {
        &self.cutter
    }

    /// The line on which the next record begins if no blank one stands before it, counted from 1.
    pub fn next_line(&self) -> u64 {
        self.next_line
    }

    /// The line on which the current record begins, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many lines the current record spans.
    pub fn lines(&self) -> u64 {
        self.next_line - self.line
    }

    /// Whether a blank line stands before the current record.
    pub fn after_blank(&self) -> bool {
        self.after_blank
    }

    /// Reads ahead, so that there is enough behind the current record to judge by.
    pub fn look_ahead(&mut self) -> Result<(), SourceError> {
        self.read_to(AHEAD)
    }

    /// From the current record to the end of what was read ahead, and whether that is all there is.
    pub fn ahead(&self) -> (&[u8], bool) {
        (self.window.bytes(), self.window.ended())
    }

    pub fn window(&self) -> &Window {
        &self.window
    }

    pub fn window_mut(&mut self) -> &mut Window {
        &mut self.window
    }
}
