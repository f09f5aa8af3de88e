//! Question: how would the columns of a file on its way in be read, and what becomes of its rows?
//!
//! Invariant: columns are agreed to only if the file can be read by them and nothing about them is open; else what stands in the way is said
//! beside the field that it is about, and what was chosen stays.

mod agreement;
mod answers;
mod choices;
mod look;
mod view;

pub use answers::WORD_BY_WORD;
pub use bellwether_engine::sources::mapping::RowMeaning;
pub use choices::{ColumnChoices, FieldChoice, WordMeanings};
pub use view::{ColumnProblem, Columns, DecidedWord, FieldSource, FileLine, MappingOrigin, RowDecision, UnusedColumn};
