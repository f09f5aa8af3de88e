//! The elements of JSON lists and the objects between them, one after the other, however long a list is.

use super::super::SourceError;
use super::super::window::Window;
use super::around::{Around, Border};
use super::piece::Piece;
use super::strings::Strings;

/// The elements of a text; they are numbered from 1 throughout.
pub(in crate::sources) struct Elements {
    window: Window,
    limit: usize,
    /// The member of an object at the top whose list holds the elements; the object is one itself where none is.
    member: Option<String>,
    index: u64,
    /// Bytes of the window that belong to the current element.
    length: usize,
    /// The beginning of an element that is longer than the limit.
    beginning: Vec<u8>,
    at: Place,
    /// What stands around the list at hand.
    around: Around,
    /// The same of the lists before it, with how many elements they have.
    before: Vec<(Around, u64)>,
}

/// Where in the text reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between two values, or before the first.
    Between,
    /// In a list at the top.
    List,
    /// In a list that is a member of an object.
    Member,
    End,
}

/// Where the text of an element ends.
#[derive(Default)]
struct Extent {
    depth: u32,
    strings: Strings,
}

impl Extent {
    /// Takes the next byte: whether the element ends before it or with it.
    fn step(&mut self, byte: u8) -> Option<usize> {
        if self.strings.step(byte) {
            return None;
        }
        match byte {
            b',' | b']' if self.depth == 0 => return Some(0),
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
    /// Those of the window's text.
    pub(in crate::sources) fn new(window: Window, limit: usize, member: Option<String>) -> Self {
        Self {
            window,
            limit,
            member,
            index: 0,
            length: 0,
            beginning: Vec::new(),
            at: Place::Between,
            around: Around::default(),
            before: Vec::new(),
        }
    }

    pub(in crate::sources) fn window(&self) -> &Window {
        &self.window
    }

    pub(in crate::sources) fn window_mut(&mut self) -> &mut Window {
        &mut self.window
    }

    pub(in crate::sources) fn limit(&self) -> usize {
        self.limit
    }

    /// Which of the objects around lists the current element stands in, from 0.
    pub(super) fn answer(&self) -> usize {
        self.before.len()
    }

    /// What stands around the lists read so far, with how many elements each of them has.
    pub(super) fn into_answers(self) -> Vec<(Around, u64)> {
        self.before
    }

    /// The next element, its number put into `row`.
    pub(in crate::sources) fn advance(&mut self, row: &mut u64) -> Result<Option<Piece<'_>>, SourceError> {
        self.window.consume(self.length);
        self.length = 0;
        *row = self.index;
        loop {
            let next = self.next_byte(self.at != Place::Between || self.index > 0)?;
            match (self.at, next) {
                (Place::End, _) | (Place::Between, None) => {
                    self.at = Place::End;
                    return Ok(None);
                }
                (Place::Between, Some(b'[')) => {
                    self.window.consume(1);
                    self.at = Place::List;
                }
                (Place::Between, Some(b'{')) if self.member.is_some() => match self.walk_around()? {
                    Some(Border::List) => self.at = Place::Member,
                    Some(Border::End) => return Ok(Some(Piece::WithoutList)),
                    None => return Ok(Some(Piece::CutOff)),
                },
                (Place::Between, Some(byte)) if byte != b'{' => {
                    self.at = Place::End;
                    let shown = self.window.bytes().len().min(200);
                    return Ok(Some(Piece::Stray(&self.window.bytes()[..shown])));
                }
                (Place::List, Some(b']')) => {
                    self.window.consume(1);
                    self.at = Place::Between;
                }
                (Place::Member, Some(b']')) => {
                    self.window.consume(1);
                    match self.walk_around()? {
                        Some(Border::List) => {}
                        Some(Border::End) => self.end_answer(),
                        None => return Ok(Some(Piece::CutOff)),
                    }
                }
                _ => return self.element(row).map(Some),
            }
        }
    }

    /// Reads on outside of the list whose elements are the rows, up to its beginning or to the end of the object around it; nothing where
    /// the text ends before.
    fn walk_around(&mut self) -> Result<Option<Border>, SourceError> {
        let member = self.member.clone().unwrap_or_default();
        loop {
            let (mut border, mut taken) = (None, 0);
            for byte in self.window.bytes() {
                taken += 1;
                border = self.around.step(*byte, &member);
                if border.is_some() {
                    break;
                }
            }
            self.window.consume(taken);
            if border.is_some() || self.window.ended() {
                return Ok(border);
            }
            self.window.fill(self.index)?;
        }
    }

    fn end_answer(&mut self) {
        let counted: u64 = self.before.iter().map(|(_, elements)| elements).sum();
        self.before.push((std::mem::take(&mut self.around), self.index - counted));
        self.at = Place::Between;
    }

    fn element(&mut self, row: &mut u64) -> Result<Piece<'_>, SourceError> {
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
                return Ok(Piece::CutOff);
            }
            self.window.fill(self.index)?;
        }
        if self.beginning.is_empty() {
            Ok(Piece::Whole(self.window.bytes()[..self.length].trim_ascii_end()))
        } else {
            Ok(Piece::TooLong(&self.beginning))
        }
    }

    /// Goes on to what is neither blank nor, where one may stand, a comma.
    fn next_byte(&mut self, may_be_comma: bool) -> Result<Option<u8>, SourceError> {
        loop {
            let between = |byte: &u8| byte.is_ascii_whitespace() || (may_be_comma && *byte == b',');
            let blank = self.window.bytes().iter().take_while(|byte| between(byte)).count();
            self.window.consume(blank);
            match self.window.bytes().first() {
                Some(byte) => return Ok(Some(*byte)),
                None if self.window.ended() => return Ok(None),
                None => self.window.fill(self.index)?,
            }
        }
    }
}
