//! What mapping does a sample suggest?
//!
//! Names propose, values decide: a column is taken for a target only if its cells have the right shape, and for a key only if no
//! value occurs twice. What the sample cannot decide is a [`Question`], never a silent choice.

mod complete;
mod names;
mod table;

use super::document::{CellType, ColumnSource, Mapping};
use super::parse::DateOrder;
use super::profile::{Profile, Sample};
use super::rules::date_order;
use super::target::{self, Target};
use crate::lake::Fact;
use crate::sources::{DecimalMark, RawBatch, SourceFile};

/// How many rows of the sample are shown.
const SHOWN_ROWS: usize = 5;

/// A mapping proposed from a sample.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The mapping; complete unless there are questions.
    pub mapping: Mapping,
    /// How sure the table is, and why it was chosen.
    pub table: (Confidence, String),
    /// What was chosen for each target column, and why.
    pub columns: Vec<ColumnGuess>,
    /// What has to be answered before the import can begin.
    pub questions: Vec<Question>,
    /// What should be read before saying yes.
    pub warnings: Vec<String>,
    /// The source's columns.
    pub header: Vec<String>,
    /// The first rows, as read.
    pub rows: Vec<Vec<Option<String>>>,
}

/// What was chosen for one target column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnGuess {
    /// The target column; attributes as `attributes.name`.
    pub target: String,
    /// Where it comes from.
    pub from: ColumnSource,
    /// How sure that is.
    pub confidence: Confidence,
    /// Why.
    pub reason: String,
}

/// How sure a choice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A choice among several that fit.
    Unsure,
    /// The name or the values say so.
    Likely,
    /// Name and values say so.
    Sure,
}

/// What the sample cannot decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// No column was found for a target that every row needs.
    Missing {
        /// The target column.
        target: String,
    },
    /// Nothing says which currency the amounts are in: set `currency`.
    Currency {
        /// What the amounts come from.
        from: String,
    },
    /// Dates can be read day first or month first: set `dates`.
    DateOrder {
        /// The source column.
        column: String,
        /// One of its values.
        example: String,
        /// What is more usual for dates written so.
        proposed: DateOrder,
    },
    /// Numbers may have thousands or decimals: set `decimal`.
    DecimalMark {
        /// The source column.
        column: String,
        /// One of its values.
        example: String,
    },
}

/// Proposes a mapping; `fact` is the table if it is known. The more rows the sample has, the better is known whether a column
/// may be the key.
#[must_use]
pub fn guess(fact: Option<Fact>, file: &SourceFile, sample: &[RawBatch]) -> Guess {
    let profiled = Sample::of(sample, usize::MAX, &[]);
    let (table, confidence, why) = match fact {
        Some(fact) => (fact, Confidence::Sure, "it was said".to_owned()),
        None => table::guess(&file.name, &profiled),
    };
    let mut guesser = Guesser {
        mapping: Mapping::new(table, &source_name(&file.name)),
        columns: Vec::new(),
        questions: Vec::new(),
        warnings: Vec::new(),
        sample: &profiled,
        file: &file.name,
    };
    if confidence == Confidence::Unsure {
        guesser.warnings.push(format!("the table is a guess ({why}); choose another one if it is wrong"));
    }
    guesser.assign();
    guesser.complete();
    guesser.decide_values(super::plan::fallback_mark(std::slice::from_ref(file)));
    let Guesser { mut mapping, columns, questions, warnings, .. } = guesser;
    for guessed in &columns {
        match guessed.target.split_once('.') {
            Some((_, name)) => _ = mapping.attributes.insert(name.to_owned(), guessed.from.text().to_owned()),
            None => _ = mapping.columns.insert(guessed.target.clone(), guessed.from.clone()),
        }
    }
    mapping.format.header = file.format.header.filter(|header| !header);
    let header = profiled.columns.iter().map(|(name, _)| name.clone()).collect();
    Guess { mapping, table: (confidence, why), columns, questions, warnings, header, rows: shown_rows(sample) }
}

/// A name for the source, from that of the file.
fn source_name(file: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or(stem);
    let name = names::words(stem).join("_");
    if name.is_empty() { "source".into() } else { name }
}

fn shown_rows(sample: &[RawBatch]) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    for batch in sample {
        let columns: Vec<_> = batch.rows.columns().iter().map(|column| super::cells::Cells::of(column).ok()).collect();
        for row in 0..batch.rows.num_rows().min(SHOWN_ROWS - rows.len()) {
            let cell = |cells: &Option<super::cells::Cells>| Some(cells.as_ref()?.at(row, &[])?.show());
            rows.push(columns.iter().map(cell).collect());
        }
    }
    rows
}

/// A guess while it is made.
struct Guesser<'a> {
    mapping: Mapping,
    columns: Vec<ColumnGuess>,
    questions: Vec<Question>,
    warnings: Vec<String>,
    sample: &'a Sample,
    file: &'a str,
}

impl Guesser<'_> {
    /// Gives each target the column whose name fits best and whose values may stand there.
    fn assign(&mut self) {
        let table = self.mapping.table;
        let mut pairs = Vec::new();
        for field in &table.columns() {
            let takes = Target::of(table, field);
            let targets = match takes {
                Target::Entries => continue,
                Target::Money(decimal) => vec![decimal, field.name().as_str()],
                _ => vec![field.name().as_str()],
            };
            for target in targets {
                let synonyms = names::synonyms(table, target);
                for (name, profile) in &self.sample.columns {
                    let score = names::likeness(name, &synonyms);
                    let fits = fits(takes, profile) && (field.is_nullable() || profile.absent == 0);
                    if score > 0.4 && fits && (!self.is_key(target) || profile.is_unique()) {
                        pairs.push((score, target.to_owned(), name.clone()));
                    } else if score > 0.8 && self.is_key(target) && fits && names::likeness(name, "id") < 1.0 {
                        let repeats = profile.present - profile.distinct;
                        let told = if repeats > 0 {
                            format!("repeats in {repeats} of {} rows", profile.present)
                        } else {
                            "is empty in some rows".into()
                        };
                        self.warnings.push(format!(
                            "{name} {told}, so it is no key; equal rows are told apart by their occurrence"
                        ));
                    }
                }
            }
        }
        pairs.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
        for (score, target, column) in pairs {
            let taken = self.columns.iter().any(|guessed| guessed.target == target || guessed.from.text() == column);
            let twin = matches!(target.as_str(), "amount" | "amount_minor" | "monthly" | "monthly_minor")
                && self
                    .columns
                    .iter()
                    .any(|guessed| guessed.target.trim_end_matches("_minor") == target.trim_end_matches("_minor"));
            if !taken && !twin {
                let confidence = if score > 0.8 { Confidence::Sure } else { Confidence::Likely };
                self.choose(
                    &target,
                    ColumnSource::Source(column.clone()),
                    confidence,
                    format!("{column} is named and filled like it"),
                );
            }
        }
    }

    /// Whether a target is the table's key, so that its values must not repeat.
    fn is_key(&self, target: &str) -> bool {
        match self.mapping.table.key() {
            [key] => *key == target,
            _ => false,
        }
    }

    fn choose(&mut self, target: &str, from: ColumnSource, confidence: Confidence, reason: String) {
        self.columns.push(ColumnGuess { target: target.to_owned(), from, confidence, reason });
    }

    fn drop_target(&mut self, target: &str) {
        self.columns.retain(|guessed| guessed.target != target);
    }

    fn chosen(&self, target: &str) -> Option<&str> {
        self.columns.iter().find_map(|guessed| (guessed.target == target).then_some(guessed.from.text()))
    }

    fn is_used(&self, column: &str) -> bool {
        self.columns.iter().any(|guessed| guessed.from.text() == column)
    }

    /// Writes down how dates and numbers are written, or asks.
    fn decide_values(&mut self, fallback: Option<DecimalMark>) {
        let used: Vec<(&str, &Profile)> = self
            .sample
            .columns
            .iter()
            .filter(|(name, _)| self.columns.iter().any(|guessed| mentions(guessed.from.text(), name)))
            .map(|(name, profile)| (name.as_str(), profile))
            .collect();
        let written = |order: DateOrder| used.iter().find(|(_, profile)| date_order(profile) == Some(order));
        self.mapping.values.dates = match (written(DateOrder::DayFirst), written(DateOrder::MonthFirst)) {
            (Some(_), None) => Some(DateOrder::DayFirst),
            (None, Some(_)) => Some(DateOrder::MonthFirst),
            _ => None,
        };
        let decided = self.mapping.values.dates.is_some();
        let mark = self.sample.decimal_mark().or(fallback);
        for (name, profile) in used {
            let kind = profile.kind();
            if let (CellType::Date, None, Some(example)) = (kind, date_order(profile), &profile.dates.undecided)
                && !decided
            {
                let proposed = if example.contains('/') && !example.contains('.') {
                    DateOrder::MonthFirst
                } else {
                    DateOrder::DayFirst
                };
                let (column, example) = (name.to_owned(), example.clone());
                self.warnings.push(format!("{column} is ambiguous: {example} can be read day first or month first"));
                self.questions.push(Question::DateOrder { column, example, proposed });
            }
            if kind == CellType::Date && profile.dates.two_digit_years > 0 {
                self.warnings.push(format!(
                    "{name} has years of two digits; set two_digit_years_from under [format], as in 1970"
                ));
            }
            if let (CellType::Number, None, Some((_, example))) = (kind, mark, &profile.numbers.undecided) {
                self.questions.push(Question::DecimalMark { column: name.to_owned(), example: example.clone() });
            }
            for (word, count) in &profile.missing {
                if kind != CellType::Text && !self.mapping.values.missing.contains(word) {
                    self.mapping.values.missing.push(word.clone());
                    self.warnings
                        .push(format!("{name} holds '{word}' in {count} sampled rows; it is taken for an empty cell"));
                }
            }
        }
        if mark == Some(DecimalMark::Comma) {
            self.mapping.format.decimal = mark;
        }
    }
}

/// Whether an expression, or the name of a column, mentions a column.
fn mentions(text: &str, column: &str) -> bool {
    text == column
        || text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == column)
        || text.contains(&format!("\"{column}\""))
}

/// Whether the cells of a column may stand in a target.
fn fits(takes: Target, profile: &Profile) -> bool {
    if profile.present == 0 {
        return matches!(takes, Target::Day | Target::Instant);
    }
    let kind = profile.kind();
    match takes {
        Target::Instant | Target::Day => kind == CellType::Date,
        Target::Money(_) | Target::Float | Target::Rate => kind == CellType::Number,
        Target::Integer => kind == CellType::Number && profile.numbers.decimals == 0,
        Target::Currency => profile
            .words
            .as_ref()
            .is_some_and(|words| words.iter().all(|word| super::parse::currency::of_unit(word, None).is_some())),
        Target::Word(allowed) => {
            profile.words.as_ref().is_some_and(|words| words.iter().all(|word| allowed.contains(&word.as_str())))
        }
        Target::Customer => match kind {
            CellType::Text => profile.spaced * 2 <= profile.present || profile.distinct * 2 <= profile.present,
            CellType::Number => profile.numbers.decimals == 0 && profile.numbers.units.is_empty(),
            CellType::Date => profile.dates.timed == 0 && profile.numbers.count == profile.present,
            _ => false,
        },
        Target::Text => kind != CellType::Boolean,
        Target::Entries => false,
    }
}

/// The name of a column in SQL.
fn sql_name(name: &str) -> String {
    const WORDS: [&str; 40] = [
        "all",
        "and",
        "as",
        "asc",
        "between",
        "by",
        "case",
        "date",
        "default",
        "desc",
        "distinct",
        "end",
        "false",
        "from",
        "group",
        "having",
        "in",
        "interval",
        "into",
        "is",
        "join",
        "like",
        "limit",
        "not",
        "null",
        "offset",
        "on",
        "or",
        "order",
        "select",
        "set",
        "table",
        "time",
        "timestamp",
        "to",
        "true",
        "union",
        "user",
        "values",
        "where",
    ];
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !WORDS.contains(&name.to_lowercase().as_str());
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The target columns that every row needs and that a mapping must name.
fn needed(table: Fact) -> impl Iterator<Item = String> {
    table
        .columns()
        .iter()
        .filter(|field| !field.is_nullable())
        .filter_map(|field| match Target::of(table, field) {
            Target::Money(decimal) => Some(decimal.to_owned()),
            Target::Currency if table != Fact::ExchangeRates => None,
            _ => Some(field.name().clone()),
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// The order in which targets are shown.
fn rank(table: Fact, target: &str) -> usize {
    target::names(table).iter().position(|name| name == target).unwrap_or(usize::MAX)
}
