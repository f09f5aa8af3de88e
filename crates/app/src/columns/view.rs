//! What is told of the columns of a file and of its rows: plain data.

use bellwether_engine::sources::mapping::{Note, RowMeaning};
use bellwether_model::Currency;
use serde::Serialize;
use utoipa::ToSchema;

use crate::file_note::in_note;
use crate::file_question::FileQuestion;
use crate::file_rows::FileRow;
use bellwether_words::Message;

/// How the columns of a file would be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The mapping as TOML.
    pub mapping: String,
    /// Where the mapping comes from.
    pub origin: MappingOrigin,
    /// The documented layout that the file was recognised as by its columns.
    pub layout: Option<String>,
    /// What is left open; the file is not imported before it is answered.
    pub questions: Vec<FileQuestion>,
    /// What was decided about the file, and what was seen in it.
    pub notes: Vec<Message>,
    /// The columns that are not used, those with money, words, dates or ids first.
    pub unused: Vec<UnusedColumn>,
    /// The file's own columns.
    pub header: Vec<String>,
    /// The row that names them; absent where none does.
    pub header_row: Option<u64>,
    /// What a row may have and where it comes from.
    pub fields: Vec<FieldSource>,
    /// Attributes and where they come from.
    pub attributes: Vec<(String, String)>,
    /// Whether rows of the table may have attributes.
    pub takes_attributes: bool,
    /// The currency where no column names it; may be empty.
    pub currency: String,
    /// `iso`, `day_first` or `month_first`; empty: as detected.
    pub dates: String,
    /// `.` or `,`; empty: as detected.
    pub decimal: String,
    /// The columns whose words say which rows count.
    pub decisions: Vec<RowDecision>,
    /// The first rows as they stand in the file, and what becomes of each.
    pub rows: Vec<FileRow>,
    /// How many of the first rows are rejected, and why the first of them is.
    pub rejects: Option<(u64, Message)>,
    /// Why the file cannot be read by these columns, and the field that this is about.
    pub problem: Option<ColumnProblem>,
}

/// A column of the file that is not used.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedColumn {
    /// Its name.
    pub column: String,
    /// What it holds, in a sentence.
    pub text: Message,
}

impl UnusedColumn {
    /// What a note tells, if it is of such a column.
    pub(super) fn of(note: &Note) -> Option<Self> {
        Some(Self { column: note.unused()?.to_owned(), text: in_note(note) })
    }
}

/// Why columns cannot be agreed to.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnProblem {
    /// The field it is about, by the name of its target; absent where it is about none.
    pub field: Option<String>,
    /// What is wrong and what to do.
    pub text: Message,
}

/// What a row may have, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSource {
    /// The name of the target in map files.
    pub target: String,
    /// Whether every row needs it.
    pub is_needed: bool,
    /// The column or expression; empty where it is left out.
    pub from: String,
    /// The source or table through which the id leads to the customer.
    pub via: Option<String>,
}

/// A column whose words say which rows count.
#[derive(Clone, Debug, PartialEq)]
pub struct RowDecision {
    /// The column.
    pub column: String,
    /// Its words in the order of their first rows.
    pub words: Vec<DecidedWord>,
}

/// A word, what its rows add up to, and what it says about them.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedWord {
    /// The word; empty for the empty cell.
    pub word: String,
    /// The first rows of the file with it.
    pub rows: u64,
    /// What these add up to, in minor units.
    pub money: Vec<(Currency, i128)>,
    /// What is said about them; absent where nobody has said.
    pub meaning: Option<RowMeaning>,
}

/// A line of a file as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// Its number, as an editor or a spreadsheet counts.
    pub number: u64,
    /// Its cells; one where it could not be cut.
    pub cells: Vec<String>,
}

/// Where a mapping comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MappingOrigin {
    /// Guessed just now.
    Guess,
    /// The one that was agreed to for this source before.
    Kept,
    /// Agreed to for this file.
    Agreed,
}
