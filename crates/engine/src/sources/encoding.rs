//! In which encoding is a text written, and what do its bytes say?
//!
//! UTF-8 and the one-byte encodings keep ASCII as it is, so their rows are cut as bytes and decoded one by one: a row that is
//! not in the file's encoding is rejected alone, with its bytes shown. Other encodings are decoded as they are read.

use std::fmt::Write;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// What the head of a file shows of its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EncodingClues {
    /// `None` if all of the head is ASCII: the first row that is not will tell.
    pub encoding: Option<&'static Encoding>,
    /// Length of the byte order mark.
    pub mark: usize,
}

/// The encoding of a head of a file. `whole` says that nothing follows the head.
pub(super) fn detect(head: &[u8], whole: bool) -> EncodingClues {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return EncodingClues { encoding: Some(encoding), mark };
    }
    EncodingClues { encoding: utf16_without_mark(head).or_else(|| guess(head, whole)), mark: 0 }
}

/// UTF-16 as some databases export it: without a mark, shown by the NUL in every second byte of its digits, delimiters and line ends.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.as_chunks::<2>().0;
    let (high, low) = pairs.iter().fold((0, 0), |(high, low), pair| {
        (high + usize::from(pair[0] == 0 && pair[1] != 0), low + usize::from(pair[0] != 0 && pair[1] == 0))
    });
    let most = |nul: usize, other: usize| nul > 2 && nul * 5 > pairs.len() * 2 && other * 20 < nul;
    if most(low, high) {
        Some(UTF_16LE)
    } else if most(high, low) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether bytes are a picture, a program or another thing that is no table: more than one in twenty is a control character that no
/// text holds.
pub(super) fn is_no_text(head: &[u8]) -> bool {
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x19 | 0x7F)).count();
    controls > 2 && controls * 20 > head.len()
}

/// The encoding of bytes without a mark: UTF-8 if most lines beyond ASCII are UTF-8, else the likeliest legacy encoding.
fn guess(bytes: &[u8], whole: bool) -> Option<&'static Encoding> {
    let lines_end = if whole { None } else { memchr::memrchr(b'\n', bytes) };
    let lines = &bytes[..lines_end.unwrap_or(bytes.len())];
    if lines.is_ascii() {
        return None;
    }
    let (mut utf8, mut other) = (0_u64, 0_u64);
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        match std::str::from_utf8(line) {
            Ok(_) => utf8 += 1,
            // A line cut off in the middle of a character at the end of the head.
            Err(error) if error.error_len().is_none() && lines_end.is_none() && !whole => utf8 += 1,
            Err(_) => other += 1,
        }
    }
    if utf8 > other {
        return Some(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(lines, whole);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// How the rows of a file are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowEncoding {
    /// Only ASCII so far.
    Undecided,
    Utf8,
    /// One byte a character, ASCII as it is.
    OneByte(&'static Encoding),
    /// Decoded to UTF-8 before rows were cut.
    Transcoded(&'static Encoding),
}

impl RowEncoding {
    pub fn of(encoding: Option<&'static Encoding>) -> Self {
        match encoding {
            None => Self::Undecided,
            Some(encoding) if encoding == UTF_8 => Self::Utf8,
            Some(encoding) if encoding.is_single_byte() => Self::OneByte(encoding),
            Some(encoding) => Self::Transcoded(encoding),
        }
    }

    /// Decides by the first bytes that are not ASCII; an encoding of several bytes must have been declared or seen earlier.
    pub fn decide(self, bytes: &[u8], whole: bool) -> Self {
        match (self, Self::of(guess(bytes, whole))) {
            (Self::Undecided, one_byte @ Self::OneByte(_)) => one_byte,
            (Self::Undecided, _) => Self::Utf8,
            (decided, _) => decided,
        }
    }

    /// How many bytes are what they seem: ASCII, or UTF-8 where that is the encoding.
    pub fn plain_length(self, bytes: &[u8]) -> usize {
        match self {
            Self::Utf8 | Self::Transcoded(_) => {
                std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len)
            }
            Self::Undecided | Self::OneByte(_) => {
                if bytes.is_ascii() {
                    bytes.len()
                } else {
                    bytes.iter().take_while(|byte| byte.is_ascii()).count()
                }
            }
        }
    }

    /// A row as text to be shown: decoded where that cannot fail, else with the bytes that are no text escaped.
    pub fn shown(self, row: &[u8]) -> String {
        match self {
            Self::OneByte(encoding) if std::str::from_utf8(row).is_err() => {
                encoding.decode_without_bom_handling(row).0.replace('\0', "\\x00")
            }
            _ => shown(row),
        }
    }

    /// The WHATWG label, as a map file names it.
    pub fn label(self) -> String {
        match self {
            Self::Undecided | Self::Utf8 => "utf-8".to_owned(),
            Self::OneByte(encoding) | Self::Transcoded(encoding) => encoding.name().to_ascii_lowercase(),
        }
    }
}

/// Where each cell of a row begins and ends.
pub(super) type Spans = [(usize, usize)];

/// Cells of one row as text.
#[derive(Default)]
pub(super) struct RowText {
    text: String,
    spans: Vec<(usize, usize)>,
}

/// The row is not in the file's encoding.
#[derive(Debug)]
pub(super) struct DecodingProblem {
    /// Position of the first cell concerned.
    pub cell: usize,
    pub reason: String,
}

impl RowText {
    /// The text of a row, and where its cells lie in it. ASCII stands between each two cells. `self` is scratch memory.
    pub fn decode<'a>(
        &'a mut self,
        row: &'a [u8],
        spans: &'a Spans,
        encoding: RowEncoding,
    ) -> Result<(&'a str, &'a Spans), DecodingProblem> {
        match (std::str::from_utf8(row), encoding) {
            (Ok(text), RowEncoding::OneByte(encoding)) if is_plainly_utf8(text) => Err(DecodingProblem {
                cell: first_cell(row, spans, |cell| !cell.is_ascii()),
                reason: format!(
                    "this row is UTF-8 while the file is {}; save the file in one encoding",
                    encoding.name().to_ascii_lowercase()
                ),
            }),
            (Ok(text), RowEncoding::OneByte(_)) if text.is_ascii() => Ok((text, spans)),
            (_, RowEncoding::OneByte(encoding)) => self.decode_bytes(row, spans, encoding),
            (Ok(text), _) => Ok((text, spans)),
            (Err(_), _) => Err(DecodingProblem {
                cell: first_cell(row, spans, |cell| std::str::from_utf8(cell).is_err()),
                reason: format!(
                    "bytes that are not {}; save the file in one encoding or declare its encoding",
                    encoding.label()
                ),
            }),
        }
    }

    fn decode_bytes(
        &mut self,
        row: &[u8],
        spans: &Spans,
        encoding: &'static Encoding,
    ) -> Result<(&str, &Spans), DecodingProblem> {
        self.text.clear();
        self.spans.clear();
        for (cell, &(start, end)) in spans.iter().enumerate() {
            let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&row[start..end]) else {
                let reason = format!("bytes that are no {} character", encoding.name().to_ascii_lowercase());
                return Err(DecodingProblem { cell, reason });
            };
            let start = self.text.len();
            self.text.push_str(&text);
            self.spans.push((start, self.text.len()));
        }
        Ok((&self.text, &self.spans))
    }
}

/// Whether bytes that are valid UTF-8 are so hardly by chance: their characters beyond ASCII are Latin or Cyrillic letters,
/// punctuation or currency signs. (`É` before a space that does not break is valid UTF-8 too, but for a letter nobody writes.)
fn is_plainly_utf8(text: &str) -> bool {
    !text.is_ascii()
        && text
            .chars()
            .filter(|it| !it.is_ascii())
            .all(|it| matches!(it, '\u{80}'..='\u{17F}' | '\u{400}'..='\u{45F}' | '\u{2000}'..='\u{20CF}'))
}

fn first_cell(row: &[u8], spans: &Spans, is_it: impl Fn(&[u8]) -> bool) -> usize {
    spans.iter().position(|&(start, end)| is_it(&row[start..end])).unwrap_or(0)
}

/// Bytes as text, those that are no UTF-8 (and NUL) escaped as `\x80`.
pub(super) fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character == '\0' {
                text.push_str("\\x00");
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}
