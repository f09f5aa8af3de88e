//! The format of a file: what a map file may declare, and what is detected where it declares nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The format of an input. In a map file each field may be left out and is then detected; in
/// [`SourceFile`](super::SourceFile) the fields that matter to the file are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Format {
    /// What the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// How the file is packed. Always seen from its first bytes; a declaration changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<Compression>,
    /// Encoding of the text, by its WHATWG label: `utf-8`, `utf-16le`, `windows-1252`, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between two cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// Whether the first row names the columns; if not, they are named `column_1`, `column_2`, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// What stands before the decimals of a number, where the numbers of the head show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// Name of the sheet (XLSX); the first one otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The longest row that is read, in bytes; longer ones are rejected. 1 MiB otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_record_bytes: Option<u64>,
}

/// The longest row that is read unless the format says otherwise.
pub(crate) const MAX_RECORD_BYTES: u64 = 1 << 20;

impl Format {
    pub(crate) fn record_limit(&self) -> usize {
        usize::try_from(self.max_record_bytes.unwrap_or(MAX_RECORD_BYTES)).unwrap_or(usize::MAX)
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Rows of cells in text: CSV, TSV and their kin.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// Apache Parquet.
    Parquet,
    /// A sheet of an Excel workbook.
    Xlsx,
    /// The answer to a query on a Postgres database.
    Postgres,
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::Jsonl => "JSON lines",
            Self::Parquet => "Parquet",
            Self::Xlsx => "XLSX",
            Self::Postgres => "Postgres",
        })
    }
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip, one member or several.
    Gzip,
    /// Zstandard, one frame or several.
    Zstd,
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

/// What stands before the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// As in 1,234.56.
    #[serde(rename = ".")]
    Point,
    /// As in 1.234,56.
    #[serde(rename = ",")]
    Comma,
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
