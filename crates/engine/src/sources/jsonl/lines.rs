//! The lines of a text, one object each.

use memchr::memchr;

use super::super::SourceError;
use super::super::window::Window;
use super::piece::Piece;

/// The lines of a text, blank ones left out.
pub(super) struct Lines {
    window: Window,
    limit: usize,
    /// Number of the current line, from 1.
    line: u64,
    /// Bytes of the window that belong to the current line.
    length: usize,
    skipping: bool,
}

impl Lines {
    pub(super) fn new(window: Window, limit: usize) -> Self {
        Self { window, limit, line: 0, length: 0, skipping: false }
    }

    pub(super) fn window(&self) -> &Window {
        &self.window
    }

    pub(super) fn window_mut(&mut self) -> &mut Window {
        &mut self.window
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// The next line, its number put into `line`.
    pub(super) fn advance(&mut self, line: &mut u64) -> Result<Option<Piece<'_>>, SourceError> {
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
                return Ok(Some(Piece::TooLong(&self.window.bytes()[..available.min(200)])));
            }
            if !self.window.bytes()[..available].trim_ascii().is_empty() {
                return Ok(Some(Piece::Whole(&self.window.bytes()[..available])));
            }
        }
    }
}
