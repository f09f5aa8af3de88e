//! What was decided about a file that a person should read before saying yes.

use super::question::{Effect, Example, Operation, WordCount};
use crate::lake::Fact;
use crate::sources::mapping::rows::RowMeaning;

/// What was decided about a file, or seen in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The file is of a documented layout, known by its columns.
    Preset {
        /// What the layout is called.
        title: String,
        /// The columns it is known by.
        columns: Vec<String>,
        /// Where it is documented.
        documentation: String,
    },
    /// The file is of a documented layout whose rows belong to another table than the one that was said.
    OtherPreset {
        /// What the layout is called.
        title: String,
        /// The table its rows belong to.
        fact: Fact,
    },
    /// The table is a guess.
    Table {
        /// What speaks for it.
        why: String,
    },
    /// The file names no columns.
    Nameless,
    /// Rows hold lists of objects, of which nothing is said of the rows.
    Lists {
        /// The members that are such lists.
        lists: Vec<String>,
    },
    /// Another column may be a target as well.
    Rival {
        /// The target.
        target: String,
        /// The column taken for it.
        column: String,
        /// The columns that may be it as well, with what the sample would come to by each.
        others: Vec<(String, Option<Effect>)>,
    },
    /// An id repeats, so rows are known by what they say.
    Repeats {
        /// The column.
        column: String,
        /// How many rows of the sample have an id that an earlier one has.
        rows: u64,
        /// The first of them.
        first: Example,
    },
    /// Lines are equal to earlier ones in every cell, and count each time.
    EqualLines {
        /// The first of them.
        row: u64,
        /// What they come to.
        effect: Effect,
    },
    /// Cells that do not fit; their rows will be rejected.
    Misfits {
        /// The column.
        column: String,
        /// The target it is mapped to.
        target: String,
        /// How many.
        rows: u64,
        /// The first of them; its value is empty for an empty cell.
        first: Example,
    },
    /// A text is taken for an empty cell.
    Placeholder {
        /// The column.
        column: String,
        /// The text.
        word: String,
        /// How many rows of the sample have it.
        rows: u64,
        /// Whether the rows thereby name no customer.
        is_customer: bool,
    },
    /// The ".0" that spreadsheets put at the end of ids is taken off.
    SpreadsheetIds {
        /// The column.
        column: String,
    },
    /// The words of a column decide which rows count.
    Rows {
        /// The column.
        column: String,
        /// What each word means.
        words: Vec<(WordCount, RowMeaning)>,
    },
    /// What was given back is taken off the amount.
    Refunded {
        /// The amount.
        column: String,
        /// The column of what was given back.
        refunded: String,
    },
    /// Rows with a day on which they were cancelled are left out.
    Cancelled {
        /// The column.
        column: String,
        /// The rows of the sample that have one.
        count: WordCount,
        /// The first of them.
        first: Example,
    },
    /// Times of a column are read in the zone that its name gives.
    Zone {
        /// The column.
        column: String,
        /// The zone.
        zone: String,
    },
    /// Numbers are read as days or times.
    Counted {
        /// The column.
        column: String,
        /// A cell of it.
        example: String,
        /// How it is read.
        read: String,
    },
    /// A month stands for its first day.
    Months {
        /// The column.
        column: String,
        /// A cell of it.
        example: String,
    },
    /// Years of two digits belong to a century.
    Century {
        /// The column.
        column: String,
        /// The first year they can mean.
        from: i16,
    },
    /// A price is brought to a month.
    PerMonth {
        /// The column.
        column: String,
        /// The months it is for, or the column that says so.
        by: String,
    },
    /// An amount is in what the name of its column says.
    Unit {
        /// The column.
        column: String,
        /// What it is multiplied by, or divided by; nothing where it is in the smallest unit of its currency.
        by: Option<(Operation, u64)>,
    },
    /// An amount is made of pieces and price.
    Pieces {
        /// How many.
        quantity: String,
        /// The price of one.
        price: String,
    },
    /// The last day of a subscription is written, and the next day is the first without.
    LastDay {
        /// The column.
        column: String,
    },
    /// Subscriptions end in the last minute of a day, which is the last one with them.
    LastMinute {
        /// The column.
        column: String,
        /// A cell of it.
        example: String,
    },
    /// Rows without a cell are left out, for they say nothing.
    Silent {
        /// The column.
        column: String,
    },
    /// A column that is not used.
    Unused {
        /// The column.
        column: String,
        /// Some of what it holds.
        examples: Vec<String>,
    },
    /// A column of few words that is not used.
    UnusedWords {
        /// The column.
        column: String,
        /// Its words, those first whose rows are worth most.
        words: Vec<WordCount>,
        /// What is not told of them one by one.
        others: Option<OtherWords>,
    },
    /// A column that is not used, and has nothing in some rows.
    UnusedInSome {
        /// The column.
        column: String,
        /// The first cell that is not empty.
        first: Example,
        /// The rows with a cell.
        with: WordCount,
        /// The rows without.
        without: WordCount,
    },
}

/// The words of a column that are not told one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherWords {
    /// How many words they are.
    pub words: u64,
    /// What their rows add up to.
    pub count: WordCount,
}

impl Note {
    /// The column that is not used, if the note is of one.
    #[must_use]
    pub fn unused(&self) -> Option<&str> {
        match self {
            Self::Unused { column, .. } | Self::UnusedWords { column, .. } | Self::UnusedInSome { column, .. } => {
                Some(column)
            }
            _ => None,
        }
    }

    /// The column by which rows are left out that were cancelled, if the note is of one.
    pub(super) fn cancelled(&self) -> Option<&str> {
        if let Self::Cancelled { column, .. } = self { Some(column) } else { None }
    }
}
