//! What are the cells of a line, and are its quotes in order?
//!
//! A quoted cell must end where its quote ends, and a quote within an unquoted cell must read like text, as in `5" pipe`: a stray
//! quote is told, it never shifts or swallows cells. A quoted cell without content (empty text) is told from an empty one (no
//! value).

use memchr::{memchr, memchr_iter, memchr2};

use super::super::dialect::{Delimiter, Dialect, Escape};

/// The cells of a line, or of the lines that a quoted cell runs over. `self` is scratch memory.
#[derive(Default)]
pub(super) struct Cells {
    /// Cells with quotes and escapes taken out, a line break between each two; unused if the line is plain.
    text: Vec<u8>,
    spans: Vec<(usize, usize)>,
    /// Positions of quoted cells, in order.
    quoted: Vec<usize>,
    plain: bool,
}

impl Cells {
    /// The text that [`Self::spans`] point into, given the line that was cut.
    pub fn text<'a>(&'a self, line: &'a [u8]) -> &'a [u8] {
        if self.plain { line } else { &self.text }
    }

    /// Start and end of each cell.
    pub fn spans(&self) -> &[(usize, usize)] {
        &self.spans
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// A cell, given the line that was cut; nothing if there is none.
    pub fn get<'a>(&'a self, line: &'a [u8], cell: usize) -> &'a [u8] {
        self.spans.get(cell).map_or(&[], |&(start, end)| &self.text(line)[start..end])
    }

    /// Whether a cell stands in quotes.
    pub fn is_quoted(&self, cell: usize) -> bool {
        self.quoted.binary_search(&cell).is_ok()
    }

    /// How many cells stand in quotes.
    pub fn quoted(&self) -> usize {
        self.quoted.len()
    }

    fn clear(&mut self, plain: bool) {
        self.text.clear();
        self.spans.clear();
        self.quoted.clear();
        self.plain = plain;
    }
}

/// A quote that is not where a cell begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    /// Where in the line it stands.
    pub at: usize,
    /// Position of the cell.
    pub cell: usize,
    pub fault: QuoteFault,
}

/// What is wrong with a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// It opens a cell and the line ends before it is closed.
    Open,
    /// It opens a cell and is not closed within the bytes that a row may have.
    OpenTooLong,
    /// It opens a cell and is closed before the cell ends.
    ClosedEarly,
    /// It stands within a cell that no quote opens.
    Within,
}

/// Cuts lines of one dialect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cutter {
    dialect: Dialect,
    delimiter: u8,
    quote: Option<u8>,
    /// Whether a quote within an unquoted cell may be text.
    pub lenient: bool,
    /// Whether quoted cells that run over several lines are believed.
    pub trusts_quotes: bool,
}

impl QuoteFault {
    /// What is wrong and what to do.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Open | Self::ClosedEarly => {
                "a quote is opened here but not closed at the end of a cell; close or double it"
            }
            Self::OpenTooLong => {
                "a quote is opened here but not closed within max_record_bytes; close or double it, or raise that"
            }
            Self::Within => {
                "a quote stands within a cell that no quote opens; put the cell in quotes and double those within, or declare \
                 quote = \"none\" if quotes are text"
            }
        }
    }
}

impl Cutter {
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            delimiter: dialect.delimiter.byte(),
            quote: dialect.quote.byte(),
            lenient: true,
            trusts_quotes: false,
        }
    }

    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub fn quote(&self) -> Option<u8> {
        self.quote
    }

    pub fn has_spaces(&self) -> bool {
        self.dialect.delimiter == Delimiter::Spaces
    }

    /// What escapes quotes and delimiters, if something does.
    pub fn escape(&self) -> Option<u8> {
        self.has_backslash().then_some(b'\\')
    }

    /// Whether cells without quotes and escapes are what stands between each two delimiters.
    pub fn cuts_at_delimiters(&self) -> bool {
        !self.has_spaces() && !self.dialect.trim
    }

    fn has_backslash(&self) -> bool {
        self.dialect.escape == Escape::Backslash
    }

    /// Cuts a line (without its break), or lines that a quoted cell runs over.
    pub fn cut(&self, line: &[u8], cells: &mut Cells) -> Result<(), Stray> {
        let plain = match (self.quote, self.has_backslash()) {
            (None, false) => true,
            (Some(quote), false) => memchr(quote, line).is_none(),
            (None, true) => memchr(b'\\', line).is_none(),
            (Some(quote), true) => memchr2(quote, b'\\', line).is_none(),
        };
        cells.clear(plain);
        if plain {
            self.cut_plain(line, cells);
            return Ok(());
        }
        self.cut_quoted(line, cells)
    }

    /// Cuts a line as if quotes were text.
    pub fn cut_blindly(&self, line: &[u8], cells: &mut Cells) {
        cells.clear(true);
        self.cut_plain(line, cells);
    }

    fn cut_plain(&self, line: &[u8], cells: &mut Cells) {
        let mut start = 0;
        for at in memchr_iter(self.delimiter, line).chain(std::iter::once(line.len())) {
            if !self.has_spaces() || at > start {
                cells.spans.push(if self.dialect.trim { trimmed(line, start, at) } else { (start, at) });
            }
            start = at + 1;
        }
    }

    fn cut_quoted(&self, line: &[u8], cells: &mut Cells) -> Result<(), Stray> {
        let mut at = 0;
        loop {
            if self.has_spaces() {
                at += blanks(&line[at..]);
                if at == line.len() {
                    return Ok(());
                }
            }
            let cell = cells.spans.len();
            let begin = if self.dialect.trim { at + blanks(&line[at..]) } else { at };
            let start = cells.text.len();
            if self.quote.is_some() && line.get(begin) == self.quote.as_ref() {
                let stray = |fault| Stray { at: begin, cell, fault };
                let end = self.closing(line, begin + 1).ok_or(stray(QuoteFault::Open))?;
                self.unescape(&line[begin + 1..end], true, &mut cells.text);
                cells.quoted.push(cell);
                at = end + 1;
                if self.dialect.trim {
                    at += blanks(&line[at..]);
                }
                if line.get(at).is_some_and(|next| *next != self.delimiter) {
                    return Err(stray(QuoteFault::ClosedEarly));
                }
            } else {
                let end = self.end_of_unquoted(line, at);
                let (from, to) = if self.dialect.trim { trimmed(line, at, end) } else { (at, end) };
                if let Some(quote) = self.quote
                    && let Some(found) = memchr(quote, &line[from..to])
                    && !((self.lenient || quote == b'\'') && reads_like_text(&line[from..to], quote, self.lenient))
                    && !(self.has_backslash() && line[from..from + found].ends_with(b"\\"))
                {
                    return Err(Stray { at: from + found, cell, fault: QuoteFault::Within });
                }
                self.unescape(&line[from..to], false, &mut cells.text);
                at = end;
            }
            cells.spans.push((start, cells.text.len()));
            cells.text.push(b'\n');
            if at >= line.len() {
                return Ok(());
            }
            at += 1;
        }
    }

    /// Where the quote that closes a cell stands, escaped ones skipped.
    pub fn closing(&self, text: &[u8], mut from: usize) -> Option<usize> {
        let quote = self.quote?;
        loop {
            let rest = text.get(from..)?;
            if self.has_backslash() {
                let at = from + memchr2(quote, b'\\', rest)?;
                if text[at] == quote {
                    return Some(at);
                }
                from = at + 2;
            } else {
                let at = from + memchr(quote, rest)?;
                if text.get(at + 1) != Some(&quote) {
                    return Some(at);
                }
                from = at + 2;
            }
        }
    }

    fn end_of_unquoted(&self, line: &[u8], mut from: usize) -> usize {
        loop {
            let rest = line.get(from..).unwrap_or_default();
            let found =
                if self.has_backslash() { memchr2(self.delimiter, b'\\', rest) } else { memchr(self.delimiter, rest) };
            match found {
                None => return line.len(),
                Some(found) if line[from + found] == self.delimiter => return from + found,
                Some(found) => from += found + 2,
            }
        }
    }

    fn unescape(&self, cell: &[u8], quoted: bool, out: &mut Vec<u8>) {
        let mut rest = cell;
        let mark = if self.has_backslash() { b'\\' } else { self.quote.unwrap_or(0) };
        if !self.has_backslash() && !quoted {
            out.extend_from_slice(cell);
            return;
        }
        while let Some(at) = memchr(mark, rest) {
            match rest.get(at + 1) {
                Some(next) if *next == mark || Some(*next) == self.quote || *next == self.delimiter => {
                    out.extend_from_slice(&rest[..at]);
                    out.push(*next);
                    rest = &rest[at + 2..];
                }
                _ => {
                    out.extend_from_slice(&rest[..=at]);
                    rest = &rest[at + 1..];
                }
            }
        }
        out.extend_from_slice(rest);
    }
}

/// Whether the quotes within an unquoted cell read like text: inches, as in `5" pipe`, or a word in quotes, as in `The "Inn"`.
fn reads_like_text(cell: &[u8], quote: u8, lenient: bool) -> bool {
    let is_letter = |at: usize| cell.get(at).is_some_and(|it| it.is_ascii_alphabetic() || !it.is_ascii());
    let is_apostrophe = |at: usize, lenient: bool| at > 0 && is_letter(at - 1) && (lenient || is_letter(at + 1));
    let is_word = |at: usize| cell.get(at).is_some_and(|it| it.is_ascii_alphanumeric() || !it.is_ascii());
    let (mut inches, mut open) = (false, false);
    for at in memchr_iter(quote, cell) {
        let (after_word, before_word) = (at > 0 && is_word(at - 1), is_word(at + 1));
        if open {
            if before_word || cell.get(at - 1) == Some(&b' ') {
                return false;
            }
            open = false;
        } else if lenient && at > 0 && cell[at - 1].is_ascii_digit() && !before_word {
            inches = true;
        } else if lenient && at > 0 && !after_word && before_word {
            open = true;
        } else if !(quote == b'\'' && is_apostrophe(at, lenient)) {
            return false;
        }
    }
    !open && (inches || cell.first() != Some(&quote)) && !cell.trim_ascii_start().starts_with(&[quote])
}

/// How many blanks a text begins with.
fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|it| **it == b' ').count()
}

/// A span without the blanks around it.
fn trimmed(line: &[u8], start: usize, end: usize) -> (usize, usize) {
    let cell = &line[start..end];
    let start = start + blanks(cell);
    let kept = line[start..end].trim_ascii_end().len();
    (start, start + kept)
}

#[cfg(test)]
mod tests {
    use super::super::super::dialect::Quote;
    use super::*;

    fn cut_as(dialect: Dialect, line: &str) -> Result<Vec<String>, Stray> {
        let mut cells = Cells::default();
        Cutter::new(dialect).cut(line.as_bytes(), &mut cells)?;
        let shown = |cell| {
            let text = String::from_utf8(cells.get(line.as_bytes(), cell).to_vec()).unwrap();
            if cells.is_quoted(cell) { format!("[{text}]") } else { text }
        };
        Ok((0..cells.len()).map(shown).collect())
    }

    fn cut(line: &str) -> Result<Vec<String>, Stray> {
        cut_as(Dialect::plain(Delimiter::Byte(b',')), line)
    }

    #[test]
    fn cells_are_cut_and_quoted_ones_told() {
        assert_eq!(cut("a,,b ").unwrap(), ["a", "", "b "]);
        assert_eq!(cut("\"\",,a,\"x,\"\"y\",").unwrap(), ["[]", "", "a", "[x,\"y]", ""]);
        assert_eq!(cut("\"a\nb\",c").unwrap(), ["[a\nb]", "c"]);
        assert_eq!(cut("").unwrap(), [""]);
    }

    #[test]
    fn quotes_that_read_like_text_are_text_and_others_are_stray() {
        for line in ["5\" pipe,6\"", "The \"Inn\",x", "2,5\" x 3\""] {
            assert!(cut(line).is_ok(), "{line}");
        }
        let strays = [("A2\"Lee, Cy\",Kiel", 2), ("Ki\"el,x", 2), ("x, \"Anna\"", 3), ("close\",5", 5)];
        for (line, at) in strays {
            let stray = cut(line).unwrap_err();
            assert_eq!((stray.at, stray.fault), (at, QuoteFault::Within), "{line}");
        }
        assert_eq!(cut("1,\"abc\"def,2"), Err(Stray { at: 2, cell: 1, fault: QuoteFault::ClosedEarly }));
        assert_eq!(cut("1,2,\"abc"), Err(Stray { at: 4, cell: 2, fault: QuoteFault::Open }));
    }

    #[test]
    fn each_dialect_is_cut_in_its_own_way() {
        let comma = Dialect::plain(Delimiter::Byte(b','));
        let apostrophes = Dialect { quote: Quote::Byte(b'\''), ..comma };
        assert_eq!(cut_as(apostrophes, "'Lee, Cy',O'Neil,'it''s'").unwrap(), ["[Lee, Cy]", "O'Neil", "[it's]"]);
        let trim = Dialect { trim: true, ..comma };
        assert_eq!(cut_as(trim, "a , \"Lee, Cy\" , b").unwrap(), ["a", "[Lee, Cy]", "b"]);
        let backslash = Dialect { escape: Escape::Backslash, ..comma };
        assert_eq!(cut_as(backslash, r#""5\" pipe",a\,b,c\\d,\n"#).unwrap(), ["[5\" pipe]", "a,b", "c\\d", "\\n"]);
        let spaces = Dialect::plain(Delimiter::Spaces);
        assert_eq!(cut_as(spaces, "  a   \"b c\" \"\"  ").unwrap(), ["a", "[b c]", "[]"]);
        let none = Dialect { quote: Quote::None, ..comma };
        assert_eq!(cut_as(none, "\"a,b\"").unwrap(), ["\"a", "b\""]);
    }
}
