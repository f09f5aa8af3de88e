//! Mapping: how do the columns of a source become the columns of a canonical table?
//!
//! A [`Mapping`] is a plain TOML document that names, for each target column, a source column or an SQL expression. [`guess`]
//! proposes one from a sample; [`MappingSource`] applies one to everything a [`RawReader`](super::RawReader) gives, row by row.
//!
//! Invariant: a row comes out whole or not at all. A cell that does not fit its target rejects its row with column, value and
//! reason; what a cell means is settled for its column before the first row is mapped (from the map file, or from a fixed number
//! of rows at the beginning), so the outcome never depends on where batches begin and end. Sums of money are computed in decimals
//! and rounded once a row, half to even.
//!
//! Text is taken over exactly but for white space at both ends: `00042` and `A 7` stay what they are, ` 17 ` becomes `17`,
//! and what is empty then is absent.

mod apply;
mod cell_reader;
mod cells;
mod column;
mod convert;
mod cost;
mod day_bounds;
mod day_cache;
mod document;
mod error;
mod expression;
mod guess;
mod id_scope;
mod identity;
mod known_by;
mod map_file;
mod mended;
mod money;
mod parse;
mod pieces;
mod plan;
mod preset;
mod profile;
mod row;
mod rows;
mod rules;
mod score;
mod snapshot;
mod source;
mod sum_of;
mod target;
mod zone_name;

pub use day_bounds::DayBounds;
pub use document::{CellType, ColumnSource, Ends, Mapping, RateDirection, SnapshotPeriod, Values, Via};
pub use error::MappingError;
pub use guess::{
    Answer, ColumnGuess, Confidence, EarlierRows, Edit, Effect, Example, Guess, IdMeaning, KnownColumns, Note,
    Operation, OtherWords, OutlyingDays, Question, ReusedExample, Review, Survey, TargetSources, Topic, Usual,
    WordCount, changed_lines, guess, guess_by, guess_with_answers, review, source_name, survey,
};
pub use id_scope::{IdPeriod, IdScope};
pub use identity::IdentityLookup;
pub use parse::DateOrder;
pub use preset::{Preset, PresetError, preset, presets};
pub(crate) use row::key_lines;
pub use rows::{RowMeaning, RowWords};
pub use source::{MappingSource, preview, sample_head};
pub use target::names as targets;

#[cfg(test)]
pub(super) mod testdata;
#[cfg(test)]
mod tests;
