//! Is a JSON text one object a line, or values one behind the other: lists, objects, and objects around lists, as APIs answer?

use super::super::SourceError;
use super::super::window::Window;
use super::around;
use super::strings::Strings;

/// What a JSON text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// One object a line.
    Lines,
    /// Values one behind the other. The rows are the objects of each list, the objects of the member in each object where one is named, and
    /// each object itself where none is.
    Values { member: Option<String> },
    /// One object over several lines around several lists; these are their names.
    SeveralLists(Vec<String>),
    /// An object that does not end.
    Unfinished,
}

impl Document {
    /// Looks at a text from its beginning, as far as its first value goes and to what follows it.
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
    depth: u32,
    strings: Strings,
    /// The text begins with a list.
    is_list: bool,
    /// The last text at the level of the members, with its quotes.
    text: Vec<u8>,
    /// The member whose value is at hand.
    member: Option<String>,
    /// All members but for lists of objects.
    others: Vec<String>,
    /// Members that are lists of objects.
    lists: Vec<String>,
    /// A list has just begun.
    begins: bool,
    has_lines: bool,
    has_ended: bool,
    /// A line ended behind the value.
    is_ended_line: bool,
    is_followed: bool,
}

impl Walk {
    /// Takes the next byte; true where what follows makes no difference.
    fn step(&mut self, byte: u8) -> bool {
        if self.strings.step(byte) {
            if self.depth == 1 {
                self.text.push(byte);
            }
            return false;
        }
        if byte.is_ascii_whitespace() {
            self.has_lines |= byte == b'\n' && self.depth > 0;
            self.is_ended_line |= byte == b'\n' && self.has_ended;
            return false;
        }
        if self.has_ended {
            self.is_followed = true;
            return true;
        }
        if std::mem::take(&mut self.begins) && byte != b'{' {
            self.others.extend(self.lists.pop());
        }
        match byte {
            b'"' => {
                self.text.clear();
                self.text.push(byte);
            }
            b':' if self.depth == 1 => self.member = serde_json::from_slice(&self.text).ok(),
            b',' if self.depth == 1 => self.other(),
            b'[' if self.depth == 0 => {
                self.is_list = true;
                return true;
            }
            b'[' | b'{' => {
                if let (b'[', 1, true) = (byte, self.depth, self.member.is_some()) {
                    self.lists.extend(self.member.take());
                    self.begins = true;
                }
                self.depth += 1;
            }
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.has_ended = true;
                    self.other();
                }
            }
            _ => {}
        }
        false
    }

    /// Ends a member that is no list.
    fn other(&mut self) {
        self.others.extend(self.member.take());
    }

    fn found(mut self) -> Document {
        if self.is_list {
            return Document::Values { member: None };
        }
        if !self.has_ended {
            return Document::Unfinished;
        }
        // What has an id is a thing itself, not the answer around a list of things; and of several objects those are things that say
        // anything else than which page they are.
        let has_id = self.others.iter().any(|member| member == "id");
        let is_answer = !has_id && (!self.is_followed || around::is_of_a_page(&self.others));
        if is_answer && self.lists.len() == 1 {
            return Document::Values { member: self.lists.pop() };
        }
        if !self.has_lines && (!self.is_followed || self.is_ended_line) {
            return Document::Lines;
        }
        if !self.is_followed && !has_id && self.lists.len() > 1 {
            return Document::SeveralLists(self.lists);
        }
        Document::Values { member: None }
    }
}
