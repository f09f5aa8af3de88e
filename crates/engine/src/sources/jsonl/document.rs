//! Is a JSON text one object a line, or one document around a list of objects, as APIs answer?

use super::super::SourceError;
use super::super::window::Window;

/// What a JSON text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// One object a line.
    Lines,
    /// A list of objects that begins after so many bytes; the member it is, where an object stands around it.
    List { start: u64, member: Option<String> },
    /// An object over several lines, around none of several lists or around none at all; these are their names.
    Object { lists: Vec<String> },
    /// An object that does not end.
    Unfinished,
}

impl Document {
    /// Looks at a text from its beginning, as far as its first value goes.
    pub(super) fn of(window: &mut Window) -> Result<Self, SourceError> {
        let mut walk = Walk::default();
        loop {
            let bytes = window.bytes();
            let end = bytes.iter().position(|byte| walk.step(*byte));
            let length = bytes.len();
            if end.is_some() {
                break;
            }
            window.consume(length);
            if window.ended() {
                break;
            }
            window.fill(0)?;
        }
        Ok(walk.found())
    }
}

/// The first value of a text, byte by byte.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing seen on the way, and any may go with any other")]
#[derive(Default)]
struct Walk {
    /// Bytes before the one at hand.
    at: u64,
    depth: u32,
    in_string: bool,
    is_escaped: bool,
    /// The text is a list.
    list: Option<u64>,
    /// The last text at the level of the members, with its quotes.
    text: Vec<u8>,
    /// The member whose value is at hand.
    member: Option<String>,
    /// Members that are lists of objects, and where they begin.
    lists: Vec<(String, u64)>,
    /// A list has just begun.
    begins: bool,
    has_id: bool,
    has_lines: bool,
    has_ended: bool,
    is_followed: bool,
}

impl Walk {
    /// Takes the next byte; true where what follows makes no difference.
    fn step(&mut self, byte: u8) -> bool {
        self.at += 1;
        if self.in_string {
            if self.depth == 1 {
                self.text.push(byte);
            }
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        if byte.is_ascii_whitespace() {
            self.has_lines |= byte == b'\n' && self.depth > 0;
            return false;
        }
        if self.has_ended {
            self.is_followed = true;
            return true;
        }
        if std::mem::take(&mut self.begins) && byte != b'{' {
            self.lists.pop();
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.text.clear();
                self.text.push(byte);
            }
            b':' if self.depth == 1 => self.member = serde_json::from_slice(&self.text).ok(),
            b',' if self.depth == 1 => self.member = None,
            b'[' if self.depth == 0 => {
                self.list = Some(self.at);
                return true;
            }
            b'[' | b'{' => {
                if let (b'[', 1, Some(member)) = (byte, self.depth, &self.member) {
                    self.lists.push((member.clone(), self.at));
                    self.begins = true;
                }
                self.depth += 1;
            }
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                self.has_ended = self.depth == 0;
            }
            _ => {}
        }
        self.has_id |= self.depth == 1 && self.member.as_deref() == Some("id");
        false
    }

    fn found(self) -> Document {
        if let Some(start) = self.list {
            return Document::List { start, member: None };
        }
        if !self.has_ended {
            return Document::Unfinished;
        }
        // What has an id is a thing itself, not the answer around a list of things.
        if let ([(member, start)], false, false) = (self.lists.as_slice(), self.is_followed, self.has_id) {
            return Document::List { start: *start, member: Some(member.clone()) };
        }
        if !self.has_lines {
            return Document::Lines;
        }
        Document::Object { lists: self.lists.into_iter().map(|(member, _)| member).collect() }
    }
}
