//! Can a workbook be read in bounded memory? Its parts are looked through before a library reads them: what that holds at once, or sets room
//! aside for because the part says so, is measured here.
//!
//! Invariant: no part is longer than the archive says, which the unpacking of it holds to; so parts of less than [`SHORT`] bytes are harmless.

use std::io::{BufReader, Read};

use zip::ZipArchive;

use super::super::SourceError;
use super::super::guarded::guarded;
use super::super::inputs::Input;
use super::directory;
use super::sheet::not_readable;

/// A part so short takes little memory, whatever stands in it.
const SHORT: u64 = 1 << 20;
/// What the texts that cells share may take in memory, each with its place.
const MOST_SHARED: u64 = 128 << 20;
/// What one of them takes besides itself.
const PLACE: u64 = 40;
/// Descriptions of styles, sheets and the like: a spreadsheet has at most 65,490 kinds of cells.
const MOST_DESCRIPTIONS: u64 = 100_000;
/// Bytes of a part that holds any.
const LONGEST_DESCRIPTION: u64 = 64 << 20;
/// Bytes of a cell, or of what else is read at once. A spreadsheet keeps 32,767 letters in a cell.
const LONGEST_PIECE: u64 = 4 << 20;

/// Elements of which a library keeps each.
const DESCRIPTIONS: [&[u8]; 9] =
    [b"xf", b"font", b"fill", b"border", b"numFmt", b"sheet", b"definedName", b"Relationship", b"cellStyle"];

/// Refuses a workbook that cannot be read in bounded memory.
pub(super) fn check(input: &Input) -> Result<(), SourceError> {
    let mut file = input.open()?;
    guarded(|| {
        directory::check(&mut file)?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string())?;
        directory::check_parts(&mut archive)?;
        let mut buffer = vec![0; 1 << 16];
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).map_err(|error| error.to_string())?;
            let name = part.name().map_err(|error| error.to_string())?.to_ascii_lowercase();
            let is_shared = name.ends_with("sharedstrings.xml");
            if part.size() <= SHORT && !is_shared {
                continue;
            }
            let mut look = Look::default();
            loop {
                match part.read(&mut buffer).map_err(|error| error.to_string())? {
                    0 => break,
                    count => look.at(&buffer[..count])?,
                }
            }
        }
        Ok(())
    })
    .map_err(|why| not_readable(&input.name, &why))
}

/// A part as it is looked through, byte by byte.
#[derive(Default)]
struct Look {
    bytes: u64,
    /// The beginning of the tag, remark or the like that is being read.
    tag: Option<Vec<u8>>,
    /// The quote within which it stands.
    quote: Option<u8>,
    /// The two bytes before.
    before: [u8; 2],
    /// Where what is read at once began: a tag, or the text behind one.
    piece: u64,
    /// How many elements are open whose text is put together, and where the outermost began.
    open: u64,
    opened: u64,
    is_of_texts: bool,
    texts: u64,
    descriptions: u64,
}

/// As much of a tag is looked at.
const TAG: usize = 4096;

impl Look {
    fn at(&mut self, bytes: &[u8]) -> Result<(), String> {
        for byte in bytes {
            self.bytes += 1;
            if let Some(tag) = &mut self.tag {
                if tag.len() < TAG {
                    tag.push(*byte);
                }
                if self.is_end_of_tag(*byte) {
                    let tag = self.tag.take().unwrap_or_default();
                    self.quote = None;
                    self.piece = self.bytes;
                    self.take(&tag)?;
                }
            } else if *byte == b'<' {
                self.tag = Some(Vec::new());
                self.piece = self.bytes;
            }
            self.before = [self.before[1], *byte];
            let from = if self.open > 0 { self.opened } else { self.piece };
            if self.bytes - from > LONGEST_PIECE {
                return Err(format!("a cell, a text or a tag of it is longer than {LONGEST_PIECE} bytes"));
            }
        }
        Ok(())
    }

    fn is_end_of_tag(&mut self, byte: u8) -> bool {
        let tag = self.tag.as_deref().unwrap_or_default();
        if tag.starts_with(b"!--") {
            return tag.len() > 5 && self.before == *b"--" && byte == b'>';
        }
        if tag.starts_with(b"![CDATA[") {
            return self.before == *b"]]" && byte == b'>';
        }
        if tag.starts_with(b"?") {
            return tag.len() > 2 && self.before[1] == b'?' && byte == b'>';
        }
        match (self.quote, byte) {
            (None, b'"' | b'\'') => self.quote = Some(byte),
            (Some(quote), byte) if quote == byte => self.quote = None,
            (None, b'>') => return true,
            _ => {}
        }
        false
    }

    /// Takes what stood between two angle brackets.
    fn take(&mut self, tag: &[u8]) -> Result<(), String> {
        let is_end = tag.starts_with(b"/");
        let name = tag[usize::from(is_end)..].split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        let name = name.into_iter().next().unwrap_or_default();
        let name = name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
        let is_empty = tag.ends_with(b"/>");
        match name {
            b"c" | b"si" | b"is" if is_end => self.open = self.open.saturating_sub(1),
            b"c" | b"si" | b"is" => {
                self.texts += u64::from(name == b"si");
                if !is_empty {
                    self.opened = if self.open == 0 { self.bytes } else { self.opened };
                    self.open += 1;
                }
            }
            b"sst" => {
                self.is_of_texts = true;
                self.texts = self.texts.max(texts_said(tag));
            }
            name if name.starts_with(b"!DOCTYPE") => {
                return Err("it describes its own elements, which no spreadsheet does".to_owned());
            }
            name => self.descriptions += u64::from(!is_end && DESCRIPTIONS.contains(&name)),
        }
        if self.is_of_texts && self.bytes.saturating_add(self.texts.saturating_mul(PLACE)) > MOST_SHARED {
            return Err(format!(
                "the texts that its cells share take more than {} MB; save the sheet as CSV",
                MOST_SHARED >> 20
            ));
        }
        if self.descriptions > MOST_DESCRIPTIONS || self.descriptions > 0 && self.bytes > LONGEST_DESCRIPTION {
            return Err("it has more styles, names or sheets than a spreadsheet can have".to_owned());
        }
        Ok(())
    }
}

/// How many texts a part says that it holds; room for so many is set aside.
fn texts_said(tag: &[u8]) -> u64 {
    if tag.len() >= TAG {
        return u64::MAX;
    }
    let tag = String::from_utf8_lossy(tag);
    let said = tag.split("uniqueCount").skip(1).map(|behind| {
        let digits = behind.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let digits = &digits[..digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len())];
        if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
    });
    said.max().unwrap_or(0)
}
