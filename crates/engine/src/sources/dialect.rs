//! In which dialect is a delimited text written: what stands between its cells, around them, and for a quote within them?

use std::fmt;

use serde::{Deserialize, Serialize};

/// The dialect of a delimited text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: Delimiter,
    pub quote: Quote,
    pub escape: Escape,
    /// Whether blanks around a cell are no part of it.
    pub trim: bool,
}

impl Dialect {
    /// As RFC 4180 has it, but for the delimiter.
    pub fn plain(delimiter: Delimiter) -> Self {
        Self { delimiter, quote: Quote::Byte(b'"'), escape: Escape::Doubled, trim: false }
    }
}

/// What stands between two cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Delimiter {
    /// One ASCII character, as in `,`, `;`, `|` or a tab.
    Byte(u8),
    /// One space or more, as in tables aligned by hand; spaces at both ends of a line do not count.
    Spaces,
}

impl Delimiter {
    /// The byte that stands between cells; of several spaces, each one.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Byte(byte) => byte,
            Self::Spaces => b' ',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(b'\t') => f.write_str("tab"),
            Self::Byte(byte) => write!(f, "{}", char::from(*byte)),
            Self::Spaces => f.write_str("spaces"),
        }
    }
}

impl From<Delimiter> for String {
    fn from(delimiter: Delimiter) -> Self {
        delimiter.to_string()
    }
}

impl TryFrom<String> for Delimiter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_bytes() {
            b"tab" => Ok(Self::Byte(b'\t')),
            b"spaces" => Ok(Self::Spaces),
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0) => Ok(Self::Byte(*byte)),
            _ => Err(format!("'{text}' is not a delimiter; give one ASCII character, \"tab\" or \"spaces\"")),
        }
    }
}

/// What stands around a cell that holds delimiters or line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Quote {
    /// Nothing: quotes are text like any other.
    None,
    /// One ASCII character, as in `"` or `'`.
    Byte(u8),
}

impl Quote {
    /// The quote, if there is one.
    pub(super) fn byte(self) -> Option<u8> {
        match self {
            Self::None => None,
            Self::Byte(byte) => Some(byte),
        }
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Byte(byte) => write!(f, "{}", char::from(*byte)),
        }
    }
}

impl From<Quote> for String {
    fn from(quote: Quote) -> Self {
        quote.to_string()
    }
}

impl TryFrom<String> for Quote {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_bytes() {
            b"none" => Ok(Self::None),
            [byte] if byte.is_ascii_punctuation() && *byte != b'\\' => Ok(Self::Byte(*byte)),
            _ => Err(format!("'{text}' is not a quote; give one ASCII character, as in '\"', or \"none\"")),
        }
    }
}

/// How a quote is written within a quoted cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Escape {
    /// Twice, as in `"5"" pipe"`.
    #[default]
    Doubled,
    /// Behind a backslash, as in `"5\" pipe"`; so are delimiters, in any cell, and backslashes.
    Backslash,
}
