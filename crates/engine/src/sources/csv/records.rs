//! Records: what are the next cells of a delimited text, and on which line do they begin?
//!
//! `csv-core` finds the cells. Around it: the record's bytes stay in one piece, so that rejects can show them; a record never
//! takes more memory than the limit; a quote that is never closed is told from a long line.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr_iter, memchr2};

use super::super::encoding::shown;
use super::super::window::Window;
use super::super::{Delimiter, SourceError};
use super::quotes::{self, Stray};

/// What comes next in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextRecord {
    /// A record, to be had from [`Records::cells`].
    Record,
    /// A line longer than the limit, skipped; its beginning is to be had from [`Records::raw`] until the next call.
    TooLong,
    /// Nothing more.
    End,
}

/// The records of one text.
pub(super) struct Records {
    window: Window,
    /// Names of the columns, for messages.
    columns: Vec<String>,
    parser: Reader,
    delimiter: Delimiter,
    limit: usize,
    cells: Vec<u8>,
    ends: Vec<usize>,
    ends_used: usize,
    /// Length of the current record in the window.
    length: usize,
    /// The line the current record begins on, and the one the next begins on.
    line: u64,
    next_line: u64,
    /// The current line is longer than the limit; its remainder is still to be skipped.
    skipping: bool,
}

/// How much of an over-long line is kept to be shown.
const KEPT: usize = 200;

/// How much is read ahead to judge by.
const AHEAD: usize = 64 * 1024;

impl Records {
    pub fn new(window: Window, columns: Vec<String>, delimiter: Delimiter, limit: usize) -> Self {
        let parser = ReaderBuilder::new().delimiter(byte(delimiter)).build();
        Self {
            window,
            columns,
            parser,
            delimiter,
            limit,
            cells: vec![0; 4096],
            ends: vec![0; 64],
            ends_used: 0,
            length: 0,
            line: 0,
            next_line: 1,
            skipping: false,
        }
    }

    /// Moves on to the next record. Blank lines hold none.
    pub fn advance(&mut self) -> Result<NextRecord, SourceError> {
        self.window.consume(self.length);
        self.length = 0;
        if self.skipping {
            self.skip_line()?;
        }
        self.skip_blank_lines()?;
        self.line = self.next_line;
        if self.window.bytes().is_empty() {
            return Ok(NextRecord::End);
        }
        self.parse()
    }

    fn parse(&mut self) -> Result<NextRecord, SourceError> {
        let (mut read, mut written) = (0, 0);
        self.ends_used = 0;
        loop {
            let unread = &self.window.bytes()[read..];
            let at_end = unread.is_empty() && self.window.ended();
            if unread.is_empty() && !at_end {
                if read > self.limit {
                    return self.give_up(read);
                }
                self.window.fill(self.next_line - 1)?;
                continue;
            }
            let input: &[u8] = if at_end { b"\n" } else { unread };
            let (result, taken, put, ended) =
                self.parser.read_record(input, &mut self.cells[written..], &mut self.ends[self.ends_used..]);
            read += if at_end { 0 } else { taken };
            written += put;
            self.ends_used += ended;
            match result {
                ReadRecordResult::Record => {
                    self.finish(read)?;
                    return Ok(if self.raw().len() > self.limit { NextRecord::TooLong } else { NextRecord::Record });
                }
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty if at_end => return Err(self.open_quote("the file".to_owned())),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        }
    }

    fn finish(&mut self, read: usize) -> Result<(), SourceError> {
        self.length = read;
        if self.window.bytes()[..read].last() == Some(&b'\r') {
            while self.window.bytes().len() == read && !self.window.ended() {
                self.window.fill(self.line)?;
            }
            if self.window.bytes().get(read) == Some(&b'\n') {
                self.length += 1;
            }
        }
        self.next_line += 1 + breaks(self.raw());
        if self.delimiter == Delimiter::Spaces {
            let mut before = 0;
            let mut kept = 0;
            for index in 0..self.ends_used {
                let end = self.ends[index];
                if end > before {
                    self.ends[kept] = end;
                    kept += 1;
                }
                before = end;
            }
            self.ends_used = kept;
        }
        Ok(())
    }

    /// The record is longer than the limit: a line that is too long, or a quote that is never closed.
    fn give_up(&mut self, read: usize) -> Result<NextRecord, SourceError> {
        let line = memchr2(b'\n', b'\r', self.window.bytes()).unwrap_or(usize::MAX);
        if line < read {
            return Err(self.open_quote(format!("{} bytes (max_record_bytes)", self.limit)));
        }
        self.parser.reset();
        self.length = read.min(KEPT);
        self.skipping = true;
        Ok(NextRecord::TooLong)
    }

    fn open_quote(&self, within: String) -> SourceError {
        let row = self.window.bytes();
        let stray = quotes::inspect(row, byte(self.delimiter), &mut Vec::new());
        let Stray { at, cell } = stray.err().unwrap_or(Stray { at: 0, cell: self.ends_used });
        let line_start = memchr::memrchr2(b'\n', b'\r', &row[..at]).map_or(0, |found| found + 1);
        SourceError::OpenQuote {
            file: self.window.source().name().to_owned(),
            row: self.line + breaks(&row[..at]),
            column: self.columns.get(cell).cloned().unwrap_or_else(|| (cell + 1).to_string()),
            within,
            line: around(&shown(&row[line_start..at]), &shown(&row[at..row.len().min(at + 4 * SHOWN_AFTER)])),
        }
    }

    fn skip_line(&mut self) -> Result<(), SourceError> {
        loop {
            if let Some(end) = memchr2(b'\n', b'\r', self.window.bytes()) {
                self.window.consume(end);
                self.skipping = false;
                return self.skip_break();
            }
            self.window.consume(self.window.bytes().len());
            if self.window.ended() {
                self.skipping = false;
                return Ok(());
            }
            self.window.fill(self.line)?;
        }
    }

    fn skip_blank_lines(&mut self) -> Result<(), SourceError> {
        loop {
            while self.window.bytes().is_empty() && !self.window.ended() {
                self.window.fill(self.next_line - 1)?;
            }
            match self.window.bytes().first() {
                Some(b'\n' | b'\r') => self.skip_break()?,
                _ => return Ok(()),
            }
        }
    }

    /// Skips one line break, which may be `\r\n`.
    fn skip_break(&mut self) -> Result<(), SourceError> {
        while self.window.bytes().len() < 2 && !self.window.ended() {
            self.window.fill(self.next_line - 1)?;
        }
        let width = if self.window.bytes().starts_with(b"\r\n") { 2 } else { 1 };
        self.window.consume(width);
        self.next_line += 1;
        Ok(())
    }

    /// The current record as it stands in the text, without its line break.
    pub fn raw(&self) -> &[u8] {
        let row = &self.window.bytes()[..self.length];
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        row.strip_suffix(b"\r").unwrap_or(row)
    }

    /// The current record's cells, end to end, and the end of each.
    pub fn cells(&self) -> (&[u8], &[usize]) {
        let ends = &self.ends[..self.ends_used];
        (&self.cells[..ends.last().copied().unwrap_or(0)], ends)
    }

    /// The line on which the current record begins, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many lines the current record spans.
    pub fn lines(&self) -> u64 {
        self.next_line - self.line
    }

    /// Reads ahead, so that there is enough behind the current record to judge by.
    pub fn look_ahead(&mut self) -> Result<(), SourceError> {
        while self.window.bytes().len() < AHEAD && !self.window.ended() {
            self.window.fill(self.line)?;
        }
        Ok(())
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

/// The byte that stands between cells; of several spaces, each stands between empty cells that are taken out again.
pub(super) fn byte(delimiter: Delimiter) -> u8 {
    match delimiter {
        Delimiter::Byte(byte) => byte,
        Delimiter::Spaces => b' ',
    }
}

/// Line breaks in a text, `\r\n` being one.
fn breaks(text: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', text).count();
    let lone_returns = memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone_returns) as u64
}

/// Characters shown before and after a place in a line; one has at most four bytes.
const SHOWN_BEFORE: usize = 80;
const SHOWN_AFTER: usize = 120;

/// As much of a line before and after a place as a person needs to find it.
fn around(before: &str, after: &str) -> String {
    let skipped = before.chars().count().saturating_sub(SHOWN_BEFORE);
    let start: String = before.chars().skip(skipped).collect();
    let end: String = after.chars().take(SHOWN_AFTER).collect();
    let (cut_before, cut_after) = (if skipped > 0 { "…" } else { "" }, if end.len() < after.len() { "…" } else { "" });
    format!("{cut_before}{start}{end}{cut_after}")
}
