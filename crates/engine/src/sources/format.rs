//! The format of a file: what a map file may declare, and what is detected where it declares nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::dialect::{Delimiter, Escape, Quote};

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
    /// What stands between two cells: one ASCII character, `"tab"`, or `"spaces"` for one or more of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// What stands around a cell that holds delimiters or line breaks: one ASCII character, or `"none"` if quotes are text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// How a quote is written within a quoted cell: `"doubled"` or `"backslash"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escape: Option<Escape>,
    /// Whether blanks around cells, and between a delimiter and a quote, are no part of the cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trim: Option<bool>,
    /// Whether a quoted cell may run over several lines: `true` believes every one, `false` none. Otherwise one is rejected if
    /// lines within it read like rows, as a quote that was never closed would swallow them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiline: Option<bool>,
    /// How many lines stand before the table (its names, or its rows if it has none), blank ones counted. Rows of a sheet, for
    /// XLSX.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_rows: Option<u64>,
    /// Whether a row names the columns; if not, they are named `column_1`, `column_2`, ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// The line of that row, from 1, as an editor or a spreadsheet counts; what stands before it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// How many rows name the columns: 1, or 2 whose cells are put together, as in `Amount` above `net` and `gross`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<u64>,
    /// How many lines at the end are no rows, as in a total; blank ones are not counted. Otherwise rows that read like totals or
    /// notes are rejected; 0 says that none is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer_rows: Option<u64>,
    /// What stands before the decimals of a number, where the numbers of the head show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// Name of the sheet (XLSX); the one that holds a table otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The longest row that is read, in bytes; longer ones are rejected. 1 MiB otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_record_bytes: Option<u64>,
    /// Why the files are not all there is, as they say themselves: a page of several. No map file holds it.
    #[serde(skip)]
    pub part: Option<Part>,
    /// Whether days that are counted begin in 1904, as the workbook says. No map file holds it.
    #[serde(skip)]
    pub counts_from_1904: bool,
    /// The lines of text above the table, which may say what its amounts are in. No map file holds them.
    #[serde(skip)]
    pub titles: Vec<String>,
    /// What was left out or put together to find the table, in sentences. No map file holds it.
    #[serde(skip)]
    pub notes: Vec<String>,
}

/// The longest row that is read unless the format says otherwise.
pub(crate) const MAX_RECORD_BYTES: u64 = 1 << 20;
/// The longest that it can say.
const MOST_RECORD_BYTES: u64 = 16 << 20;
/// As many rows at the end can be none: so many are read ahead of each.
const MOST_FOOTER_ROWS: u64 = 1000;
/// As many can stand before the table, as many as a sheet has; and as many can name the columns.
const MOST_ROWS_BEFORE: u64 = 1 << 20;
const MOST_HEADER_ROWS: u64 = 2;

impl Format {
    /// How many lines stand before the table, if that is declared.
    pub(super) fn lines_before_table(&self) -> Option<u64> {
        self.header_row.map(|row| row.saturating_sub(1)).or(self.skip_rows)
    }

    /// Why rows cannot be read so: whoever declares it would let a file take any memory.
    pub(crate) fn refusal(&self) -> Option<String> {
        let declared = [
            ("max_record_bytes", self.max_record_bytes, MOST_RECORD_BYTES),
            ("footer_rows", self.footer_rows, MOST_FOOTER_ROWS),
            ("skip_rows", self.skip_rows, MOST_ROWS_BEFORE),
            ("header_row", self.header_row, MOST_ROWS_BEFORE),
            ("header_rows", self.header_rows, MOST_HEADER_ROWS),
        ];
        let (name, declared, most) = declared.into_iter().find(|(_, declared, most)| *declared > Some(*most))?;
        declared.map(|declared| format!("{name} = {declared} is too much; declare at most {most}"))
    }

    pub(crate) fn record_limit(&self) -> usize {
        self.max_record_bytes.unwrap_or(MAX_RECORD_BYTES).min(MOST_RECORD_BYTES) as usize
    }
}

/// What files say themselves of how much is missing from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The rows there are.
    pub rows: u64,
    /// The member that says so, with its value, as in `total_count = 240`.
    pub says: String,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is not all there is: it has {} rows, and says '{}'", self.rows, self.says)
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
    /// An event log in XES.
    Xes,
    /// An event log whose events belong to objects of several types, as OCEL 2.0: JSON, XML or `SQLite`.
    Ocel,
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
            Self::Xes => "XES",
            Self::Ocel => "OCEL",
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
