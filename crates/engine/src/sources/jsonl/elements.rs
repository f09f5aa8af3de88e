//! The elements of a JSON list, one after the other, however long the list is.

use super::super::SourceError;
use super::super::window::Window;
use super::piece::Piece;

/// The elements of a list in a text; they are numbered from 1.
pub(super) struct Elements {
    window: Window,
    limit: usize,
    index: u64,
    /// Bytes of the window that belong to the current element.
    length: usize,
    /// The beginning of an element that is longer than the limit.
    beginning: Vec<u8>,
    has_ended: bool,
}

/// Where the text of an element ends.
#[derive(Default)]
struct Extent {
    depth: u32,
    in_string: bool,
    is_escaped: bool,
}

impl Extent {
    /// Takes the next byte: whether the element ends before it or with it.
    fn step(&mut self, byte: u8) -> Option<usize> {
        if self.in_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return None;
        }
        match byte {
            b',' | b']' if self.depth == 0 => return Some(0),
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return (self.depth == 0).then_some(1);
            }
            _ => {}
        }
        None
    }
}

impl Elements {
    /// Those of the list that begins after `start` bytes of the window's text.
    pub(super) fn new(mut window: Window, limit: usize, start: u64) -> Result<Self, SourceError> {
        let mut left = start;
        while left > 0 {
            let step = (window.bytes().len() as u64).min(left);
            window.consume(step as usize);
            left -= step;
            if step == 0 {
                if window.ended() {
                    break;
                }
                window.fill(0)?;
            }
        }
        Ok(Self { window, limit, index: 0, length: 0, beginning: Vec::new(), has_ended: false })
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

    /// The next element, its number put into `row`.
    pub(super) fn advance(&mut self, row: &mut u64) -> Result<Option<Piece<'_>>, SourceError> {
        self.window.consume(self.length);
        self.length = 0;
        if self.has_ended || !self.begin()? {
            self.has_ended = true;
            return Ok(None);
        }
        self.index += 1;
        *row = self.index;
        let (mut extent, mut searched) = (Extent::default(), 0);
        self.beginning.clear();
        loop {
            let unread = &self.window.bytes()[searched..];
            let end = unread.iter().enumerate().find_map(|(at, byte)| Some(at + extent.step(*byte)?));
            let found = searched + end.unwrap_or(unread.len());
            if self.beginning.is_empty() && found > self.limit {
                self.beginning = self.window.bytes()[..found.min(200)].to_vec();
            }
            if end.is_some() {
                self.length = found;
                break;
            }
            searched = found;
            if !self.beginning.is_empty() {
                self.window.consume(searched);
                searched = 0;
            }
            if self.window.ended() {
                // The end of the list is missing: the file was cut off.
                return Ok(Some(Piece::CutOff));
            }
            self.window.fill(self.index)?;
        }
        if self.beginning.is_empty() {
            Ok(Some(Piece::Whole(self.window.bytes()[..self.length].trim_ascii_end())))
        } else {
            Ok(Some(Piece::TooLong(&self.beginning)))
        }
    }

    /// Goes on to where an element begins; false at the end of the list.
    fn begin(&mut self) -> Result<bool, SourceError> {
        loop {
            let between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let blank = self.window.bytes().iter().take_while(|byte| between(byte)).count();
            self.window.consume(blank);
            match self.window.bytes().first() {
                Some(b']') => return Ok(false),
                Some(_) => return Ok(true),
                None if self.window.ended() => return Ok(true),
                None => self.window.fill(self.index)?,
            }
        }
    }
}
