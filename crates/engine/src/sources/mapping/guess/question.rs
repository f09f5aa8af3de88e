//! What a sample cannot decide, and what each answer would do.
//!
//! One list for terminal, pages and API. An answer is a change of the mapping, so whatever can be answered can be written in a map file,
//! and what an answer does is told by reading the sample with it.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bellwether_model::{Currency, Day};
use jiff::tz::TimeZone;

use super::super::document::{ColumnSource, Mapping};
use super::super::source::read_sample;
pub use super::edit::{Edit, Operation};
use crate::lake::Fact;
use crate::sources::{RawBatch, SourceFile};

/// What has to be answered before an import can begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked.
    pub topic: Topic,
    /// The source column that raises it; the target where no column does.
    pub about: String,
    /// A cell that raises it.
    pub example: Option<Example>,
    /// The words of the column, where they are asked about.
    pub words: Vec<WordCount>,
    /// Where rows of the file came from before, where that is asked about.
    pub before: Vec<EarlierRows>,
    /// An id that stood for something else, where ids are asked about.
    pub reused: Option<ReusedExample>,
    /// Rows on days far from all others, where days are asked about.
    pub outlying: Option<OutlyingDays>,
    /// Possible answers; a map file can say others.
    pub answers: Vec<Answer>,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Topic {
    /// No column was found for a target that every row needs.
    Missing,
    /// Several columns may be a target.
    Rivals,
    /// Nothing says which currency the amounts are in.
    Currency,
    /// Dates can be read day first or month first.
    DateOrder,
    /// Which century two-digit years belong to.
    Century,
    /// A number may have thousands or decimals.
    DecimalMark,
    /// Words say which rows count, and some of them are not known.
    Rows,
    /// The name or the words of a column hint that some rows are no sales.
    Hint,
    /// A column that tells of something undone has a cell in some rows only.
    Undone,
    /// Nothing says whether a sum was given back, or taken off, beside the amount.
    Less,
    /// Nothing says whether a sum beside the amount, such as shipping or tax, is in it.
    Part,
    /// Amounts above zero may be refunds.
    GivenBack,
    /// The amount may be for one month or for more.
    Interval,
    /// The words of a column may say for how long some amounts are.
    PlanInterval,
    /// The amount may be for one piece.
    Quantity,
    /// Whole amounts may be in hundredths.
    MinorUnits,
    /// The name of an amount may say thousands or millions.
    Thousands,
    /// The name of an amount says another currency than its rows.
    NamedCurrency,
    /// Some amounts name their currency, and others do not.
    BareAmounts,
    /// A column that was not there before may be a target that has none.
    NewColumn,
    /// A sum that all lines of an order show may be that of the whole order.
    OrderTotal,
    /// The end may be the last day or the first day without.
    Ends,
    /// A date may be when a subscription ended, or only when what is paid runs out.
    End,
    /// The day of a cancellation may be the end of a subscription.
    Cancellation,
    /// Rows may be subscriptions, or what was paid in a month.
    Snapshot,
    /// Nothing says from where to where scores go.
    Scale,
    /// Nothing says which way round rates are written.
    Rates,
    /// Ids differ only in capital letters.
    IdCase,
    /// Ids differ only in leading zeros, or in the marks by which spreadsheets tell text from numbers.
    IdSpelling,
    /// A spreadsheet may have read some dates the other way round.
    SwappedDates,
    /// The name of a column, or a column beside it, may mean several time zones.
    Zone,
    /// The file says that it is one page of several.
    Pages,
    /// The file may be of a system that is known already.
    Source,
    /// The source gave ids to something else before.
    Ids,
    /// Some days are far from all others.
    OutlyingDays,
}

/// Rows on days far from all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutlyingDays {
    /// How many.
    pub rows: u64,
    /// Of so many that were looked at.
    pub of: u64,
    /// The customers they name.
    pub customers: u64,
    /// What they are worth, by currency, in whole minor units; empty for tables without money.
    pub minor: BTreeMap<String, i128>,
    /// The first of their days.
    pub first: Day,
    /// The last.
    pub last: Day,
    /// The first and the last day of all others, those that came in before among them.
    pub others: (Day, Day),
}

/// An id of a file beside what it stood for before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReusedExample {
    /// The id.
    pub id: String,
    /// What it stood for.
    pub was: IdMeaning,
    /// What it stands for now.
    pub is: IdMeaning,
}

/// What an id stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdMeaning {
    /// The customer, if one is named.
    pub customer: Option<String>,
    /// The day.
    pub day: Option<Day>,
    /// The money, if there is any, in whole minor units.
    pub minor: Option<(Currency, i128)>,
}

/// Rows of a file that came in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierRows {
    /// How many; none where the file only looks like those of that source.
    pub rows: u64,
    /// Of so many that were compared.
    pub of: u64,
    /// The import that brought them.
    pub import_seq: i64,
    /// The source they came from.
    pub source: String,
    /// Whether the file has more rows than were compared, or figures are estimates.
    pub is_sample: bool,
}

/// Where a person says that targets come from; `None` is from nowhere.
pub type TargetSources = BTreeMap<String, Option<ColumnSource>>;

/// A cell where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The row in the file.
    pub row: u64,
    /// What stands there.
    pub value: String,
}

/// A word of a column, in how many rows it stands and what these add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct WordCount {
    /// The word; empty for the empty cell.
    pub word: String,
    /// Rows of the sample with it.
    pub rows: u64,
    /// What these add up to, by currency, in whole minor units.
    pub minor: BTreeMap<Currency, i128>,
}

/// One answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its name among the answers of the question.
    pub name: String,
    /// What it changes.
    pub edits: Vec<Edit>,
    /// The lines of the map file that say it.
    pub lines: String,
    /// What the sample comes to with it, where the other questions do not stand in the way.
    pub effect: Option<Effect>,
}

/// What a mapping makes of the sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Whether it is told what would be added to what is there, rather than what the sample comes to.
    pub is_addition: bool,
    /// Rows that count.
    pub rows: u64,
    /// Rows left out because the mapping says so.
    pub left_out: u64,
    /// Rows that are rejected.
    pub rejected: u64,
    /// Customers in them.
    pub customers: u64,
    /// What they add up to, by currency, in whole minor units; empty for tables without money.
    pub minor: BTreeMap<Currency, i128>,
    /// Of an addition, the rows that would leave for it.
    pub gone: u64,
    /// The customers in these.
    pub gone_customers: u64,
    /// What these add up to.
    pub gone_minor: BTreeMap<Currency, i128>,
    /// Whether it is told of some rows of the file only, those that were compared.
    pub is_sample: bool,
}

impl Question {
    /// A question without any answer yet.
    #[must_use]
    pub fn on(topic: Topic, about: &str) -> Self {
        Self {
            topic,
            about: about.to_owned(),
            example: None,
            words: Vec::new(),
            before: Vec::new(),
            reused: None,
            outlying: None,
            answers: Vec::new(),
        }
    }

    /// The question's name, the same each time the file is looked at.
    #[must_use]
    pub fn id(&self) -> String {
        self.topic.question_id(&self.about)
    }

    /// Whether any later file of the source raises it again, unless it is kept that it was answered.
    #[must_use]
    pub fn comes_again(&self) -> bool {
        matches!(
            self.topic,
            Topic::GivenBack | Topic::PlanInterval | Topic::Quantity | Topic::Ids | Topic::OutlyingDays
        )
    }
}

impl Topic {
    /// The name of a question on this topic.
    #[must_use]
    pub fn question_id(self, about: &str) -> String {
        format!("{}.{about}", self.name())
    }

    /// The topic's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What holds of a file that says nothing else.
#[derive(Clone, Debug)]
pub struct Usual {
    /// The zone of times written without one.
    pub zone: TimeZone,
    /// The currency of amounts written without one, in which effects are told.
    pub currency: Currency,
}

/// What a sample is read with to tell effects.
#[derive(Clone, Copy)]
pub(super) struct Trial<'a> {
    pub file: &'a SourceFile,
    pub sample: &'a [RawBatch],
    pub usual: &'a Usual,
}

impl Trial<'_> {
    /// An answer with its lines and its effect.
    pub(super) fn answer(&self, name: &str, mapping: &Mapping, edits: Vec<Edit>) -> Answer {
        let mut changed = mapping.clone();
        for edit in &edits {
            edit.apply(&mut changed);
        }
        Answer { name: name.to_owned(), lines: changed_lines(mapping, &changed), effect: self.effect(&changed), edits }
    }

    /// What a mapping makes of the sample; nothing where something else is still open.
    pub(super) fn effect(&self, mapping: &Mapping) -> Option<Effect> {
        let currency = mapping.currency.or(Some(self.usual.currency));
        let mapping = Mapping { currency, ..mapping.clone() };
        let read = read_sample(&mapping, self.file, self.sample, &self.usual.zone, None).ok()?;
        let (mut effect, mut customers, mut known) = (Effect::default(), BTreeSet::new(), BTreeSet::new());
        for output in read {
            let rows = &output.pulled.batch.rows;
            let fresh = first_of_their_key(mapping.table, rows, &mut known);
            effect.rows += fresh.len() as u64;
            effect.left_out += output.skipped;
            effect.rejected += output.pulled.rejects.len() as u64;
            if let Some(ids) = rows.column_by_name("customer_id") {
                customers.extend(ids.as_string::<i32>().iter().flatten().map(str::to_owned));
            }
            let amounts = rows.column_by_name("amount_minor").or_else(|| rows.column_by_name("monthly_minor"));
            if let (Some(amounts), Some(currencies)) = (amounts, rows.column_by_name("currency")) {
                let (amounts, currencies) = (amounts.as_primitive::<Int64Type>(), currencies.as_string::<i32>());
                for row in fresh {
                    if let Ok(currency) = currencies.value(row).parse() {
                        *effect.minor.entry(currency).or_default() += i128::from(amounts.value(row));
                    }
                }
            }
        }
        effect.customers = customers.len() as u64;
        Some(effect)
    }
}

/// The rows whose key no row before them has; an import keeps one of those that share it.
fn first_of_their_key(table: Fact, rows: &RecordBatch, known: &mut BTreeSet<String>) -> Vec<usize> {
    let options = FormatOptions::new().with_null("");
    let columns = table.key().iter().filter_map(|name| rows.column_by_name(name));
    let columns: Vec<_> = columns.collect();
    let texts: Vec<_> = columns.iter().filter_map(|column| ArrayFormatter::try_new(column, &options).ok()).collect();
    let is_fresh = |row: &usize| {
        let is_named = columns.first().is_some_and(|column| column.is_valid(*row));
        let key = || texts.iter().map(|text| text.value(*row).to_string()).collect::<Vec<_>>().join("\u{1f}");
        !is_named || known.insert(key())
    };
    (0..rows.num_rows()).filter(is_fresh).collect()
}

/// The lines of the changed map file that the one before lacks, each under the heading of its section.
#[must_use]
pub fn changed_lines(before: &Mapping, after: &Mapping) -> String {
    let sections = |mapping: &Mapping| {
        let text = mapping.to_toml().unwrap_or_default();
        let mut heading = String::new();
        let mut lines = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            if line.starts_with('[') {
                line.clone_into(&mut heading);
            } else {
                lines.push((heading.clone(), line.to_owned()));
            }
        }
        lines
    };
    let known = sections(before);
    let mut told = String::new();
    let mut heading = String::new();
    for (section, line) in sections(after).into_iter().filter(|line| !known.contains(line)) {
        if section != heading {
            told.push_str(&section);
            told.push('\n');
            heading = section;
        }
        told.push_str(&line);
        told.push('\n');
    }
    told
}
