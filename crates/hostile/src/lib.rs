//! What would a stranger hand over, on purpose or by accident, that makes a program fall over? For tests alone.
//!
//! Files, mappings, expressions and policies are made good, and then damaged: in their bytes, in their words, and in what they say of themselves.
//! Invariant: the same kind and seed give the same input on every machine, so an input that was once found is known by two words.

#![expect(
    clippy::expect_used,
    reason = "what is made here is good before it is damaged; where it is not, the test is to fail"
)]

mod archive;
mod damage;
mod dice;
mod parquet_file;
mod parquet_lies;
mod table;
mod thrift;
mod wording;

pub use archive::archive_lies;
pub use parquet_lies::parquet_lies;

use dice::Dice;

/// What is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text in columns, in some dialect and encoding.
    Csv,
    /// The same or JSON lines, packed.
    Packed,
    /// JSON lines, or a document with a list.
    Jsonl,
    /// A Parquet file.
    Parquet,
    /// A workbook.
    Workbook,
    /// A mapping's text.
    Mapping,
    /// An expression over the columns [`COLUMNS`].
    Expression,
    /// A policy as JSON.
    Policy,
}

/// The columns that mappings and expressions are about.
pub const COLUMNS: [&str; 5] = ["No", "Customer", "Date", "Amount", "Text"];

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Csv,
        Self::Packed,
        Self::Jsonl,
        Self::Parquet,
        Self::Workbook,
        Self::Mapping,
        Self::Expression,
        Self::Policy,
    ];

    /// Its name, which is that of a file of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "orders.csv",
            Self::Packed => "orders.packed",
            Self::Jsonl => "orders.jsonl",
            Self::Parquet => "orders.parquet",
            Self::Workbook => "orders.xlsx",
            Self::Mapping => "mapping.toml",
            Self::Expression => "expression.sql",
            Self::Policy => "policy.json",
        }
    }

    /// Whether it is a file of rows.
    #[must_use]
    pub fn is_file(self) -> bool {
        matches!(self, Self::Csv | Self::Packed | Self::Jsonl | Self::Parquet | Self::Workbook)
    }

    /// A good one.
    #[must_use]
    pub fn good(self, seed: u64) -> Vec<u8> {
        made(self, &mut Dice::new(seed), false)
    }

    /// A damaged one.
    #[must_use]
    pub fn damaged(self, seed: u64) -> Vec<u8> {
        made(self, &mut Dice::new(seed), true)
    }
}

fn made(kind: Kind, dice: &mut Dice, is_damaged: bool) -> Vec<u8> {
    // Half of them are damaged before they are packed or written, so that what packs them does not catch it.
    let inner = is_damaged && dice.one_in(2);
    let outer = is_damaged && (!inner || dice.one_in(4));
    let mut bytes = match kind {
        Kind::Csv => table::csv(dice, inner),
        Kind::Jsonl => table::jsonl(dice, inner),
        Kind::Packed => table::packed(dice, inner),
        Kind::Parquet => parquet_file::file(dice, inner),
        Kind::Workbook => archive::workbook(dice, inner),
        Kind::Mapping => wording::mapping(dice, inner).into_bytes(),
        Kind::Expression => wording::expression(dice, inner).into_bytes(),
        Kind::Policy => wording::policy(dice, inner).into_bytes(),
    };
    if outer {
        damage::damage(&mut bytes, dice);
    }
    bytes
}
