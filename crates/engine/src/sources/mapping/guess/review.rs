//! A mapping that was agreed on, and a file that tells more than files did then: what may its new columns and words say against the mapping?
//!
//! What was agreed on stays so: new columns decide nothing by themselves, as they might in a first file. What they would decide is asked, what
//! they hint at is asked, and the others are told.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;

use super::super::document::{ColumnSource, Mapping};
use super::super::profile::{CellReading, Profile, Sample};
use super::super::rows::RowMeaning;
use super::guesser::{Confidence, Guesser};
use super::lists::set_apart;
use super::names::{self, NAMED, QUANTITY, likeness};
use super::note::Note;
use super::question::{Edit, Operation, Question, Topic, Usual};
use super::sale_words::STATES;
use crate::lake::Fact;
use crate::sources::{DecimalMark, RawBatch, SourceFile};

/// What the columns held when the mapping was last used.
#[derive(Clone, Debug, Default)]
pub struct KnownColumns {
    /// Those that held something.
    pub filled: Vec<String>,
    /// Those of them in which all cells held one text, with that text.
    pub single_texts: BTreeMap<String, String>,
}

/// What new columns and words ask and tell.
#[derive(Clone, Debug)]
pub struct Review {
    /// The mapping as agreed on; of new columns whose words change nothing yet it says what they will.
    pub mapping: Mapping,
    /// What has to be answered before the import can begin.
    pub questions: Vec<Question>,
    /// What should be read before.
    pub notes: Vec<Note>,
}

/// Looks at the columns of a file that held nothing, or one text, when its mapping was last used and that hold something else now, at words
/// that the mapping does not know and at what is missing from the file. `None` of a sample without rows.
#[must_use]
pub fn review(
    agreed: &Mapping,
    known: &KnownColumns,
    file: &SourceFile,
    sample: &[RawBatch],
    usual: &Usual,
) -> Option<Review> {
    let columns = sample.first().map(|batch| column_names(&batch.rows))?;
    let mut profiled = Sample::of(sample, usize::MAX, &CellReading::of(agreed));
    // What nobody could have looked at says nothing of what was agreed on.
    let holds_only = |column: &str, text: &str| {
        let words = profiled.profile(column).and_then(|profile| profile.words.as_ref());
        words.is_some_and(|words| words.iter().all(|word| word == text.trim()))
    };
    let is_new = |column: &&String| {
        !known.filled.contains(column) || known.single_texts.get(*column).is_some_and(|text| !holds_only(column, text))
    };
    let new: Vec<&String> = columns.iter().filter(is_new).collect();
    let usual = Usual { currency: agreed.currency.unwrap_or(usual.currency), ..usual.clone() };
    let mut guesser = Guesser::new(agreed.clone(), &profiled, file, sample, &usual);
    guesser.take_agreed();
    let is_target =
        |column: &String| guesser.columns.iter().any(|guessed| guesser.mentions(guessed.from.text(), column));
    let looked_at: Vec<String> = columns.iter().filter(|it| new.contains(it) || is_target(it)).cloned().collect();
    profiled.columns.retain(|(column, _)| looked_at.contains(column));
    set_apart(&mut profiled);
    let mut guesser = Guesser::new(agreed.clone(), &profiled, file, sample, &usual);
    guesser.take_agreed();
    guesser.look_at_marks();
    guesser.look_at_ends(&new);
    guesser.look_at_new_words();
    match agreed.table {
        Fact::Purchases => guesser.rows_that_give_back(),
        Fact::Subscriptions => guesser.look_at_plans(),
        _ => {}
    }
    if !new.is_empty() {
        guesser.look_at_new_columns(&new);
    }
    guesser.ask_about_pages();
    let mut questions = guesser.answered();
    // States that nobody knows, in a column that was left aside when it said one thing only, are no sign that rows do not count.
    let was_left_aside = |Question { about, .. }: &Question| {
        known.filled.contains(about) && !agreed.rows.contains_key(about) && likeness(about, STATES) > 0.6
    };
    // A column whose words decide may be looked at for itself, too.
    let mut asked = BTreeSet::new();
    questions.retain(|question| asked.insert(question.id()));
    questions.retain(|question| {
        let is_sign = question.topic != Topic::Rows || !was_left_aside(question) || says_what_does_not_count(question);
        is_sign && !agreed.answers.contains_key(&question.id())
    });
    let Guesser { mapping, notes, .. } = guesser;
    Some(Review { mapping, questions, notes })
}

/// Whether a word is among those of a column that says itself that its rows are no sales, or on which side of a book they stand.
fn says_what_does_not_count(question: &Question) -> bool {
    let decides = |edit: &Edit| match edit {
        Edit::Rows(_, words) => !words.leave_out.is_empty() || !words.refund.is_empty(),
        _ => false,
    };
    let counts_unknown = question.answers.iter().find(|answer| answer.name == "unknown_count");
    question.answers.len() > 2 || counts_unknown.is_none_or(|answer| answer.edits.iter().any(decides))
}

fn column_names(rows: &RecordBatch) -> Vec<String> {
    rows.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
}

impl Guesser<'_> {
    /// Starts from the columns that were agreed on.
    fn take_agreed(&mut self) {
        for (target, from) in self.mapping.columns.clone() {
            self.choose(&target, from, Confidence::Sure, "it was agreed on".to_owned());
        }
        for (name, from) in self.mapping.attributes.clone() {
            let target = format!("attributes.{name}");
            self.choose(&target, ColumnSource::Source(from), Confidence::Sure, "it was agreed on".to_owned());
        }
        // Of an amount that answers made of several columns, the one that it is the price in.
        let from = self.money().map(|(_, from)| from.to_owned());
        let is_price = |(name, profile): &&(String, Profile)| {
            let is_number = profile.numbers.count * 2 > profile.present;
            is_number && from.as_ref().is_some_and(|from| self.mentions(from, name)) && likeness(name, QUANTITY) <= 0.6
        };
        let price = self.sample.columns.iter().find(is_price).map(|(name, _)| name.clone());
        self.price = from.filter(|from| self.profile(from).is_some()).or(price);
    }

    /// What stands before decimals was seen in an earlier file. A number of which that mark makes three decimals, in a file where no other
    /// number shows it, may have thousands.
    fn look_at_marks(&mut self) {
        // A point is written there only where a person said so.
        let agreed = match self.mapping.format.decimal {
            None => DecimalMark::Point,
            Some(DecimalMark::Comma) => DecimalMark::Comma,
            Some(DecimalMark::Point) => return,
        };
        let Some(price) = self.price.clone() else { return };
        let Some(profile) = self.profile(&price) else { return };
        let undecided = profile.numbers.undecided.as_ref().filter(|(mark, _)| *mark == agreed);
        if let (Some((_, example)), 0) = (undecided, profile.numbers.points + profile.numbers.commas) {
            let example = self.first_where(&price, |cell| cell == example);
            self.ask_about_mark(&price, example);
        }
    }

    /// An end that no earlier file told, in a column that was taken for one by its name, is asked about as in a first file.
    fn look_at_ends(&mut self, new: &[&String]) {
        let is_new = |from: &str| new.iter().any(|column| *column == from);
        if self.chosen("to").is_some_and(is_new)
            || (self.chosen("to").is_none() && self.chosen("cancelled_on").is_some_and(is_new))
        {
            self.end();
        }
    }

    /// A number of pieces that was always one, or was not told, says nothing of whether the price is for each.
    fn look_at_pieces(&mut self, new: &[&String]) {
        let Some((target, from)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        let quantity = self.quantity().filter(|quantity| new.contains(&quantity) && !self.mentions(&from, quantity));
        if let (Some(quantity), Some(price)) = (quantity, self.price.clone()) {
            let each = vec![self.scaled(&target, Operation::Times, &quantity)];
            let example = self.first_where(&quantity, |cell| cell.trim() != "1");
            self.ask(Topic::Quantity, &price, example, vec![("each", each), ("all", Vec::new())]);
        }
    }

    fn look_at_new_words(&mut self) {
        for (column, words) in self.mapping.rows.clone() {
            self.ask_about_unknown_words(&column, &words);
        }
    }

    fn look_at_new_columns(&mut self, new: &[&String]) {
        let (agreed, columns) = (self.mapping.clone(), self.columns.clone());
        if self.mapping.table == Fact::Purchases {
            self.sums_given_back();
            let taken = self.notes.iter().find_map(|note| match note {
                Note::Refunded { refunded, .. } => Some(refunded.clone()),
                _ => None,
            });
            if let Some(refunded) = taken {
                self.columns = columns;
                self.notes.retain(|note| !matches!(note, Note::Refunded { .. }));
                self.ask_less("amount", &refunded, Vec::new());
            }
            self.sums_beside(false);
        }
        self.look_at_pieces(new);
        self.which_rows_count();
        self.which_rows_are_told();
        if self.mapping.condition != agreed.condition {
            self.mapping.condition.clone_from(&agreed.condition);
            let cancelled: Vec<String> = self.notes.iter().filter_map(Note::cancelled).map(str::to_owned).collect();
            self.notes.retain(|note| note.cancelled().is_none());
            for column in &cancelled {
                self.ask_about_undone(column);
            }
        }
        let decided: Vec<_> = std::mem::take(&mut self.mapping.rows).into_iter().collect();
        self.mapping.rows.clone_from(&agreed.rows);
        for (column, words) in decided.into_iter().filter(|(column, _)| !agreed.rows.contains_key(column)) {
            let there = self.words(&column).unwrap_or_default();
            let meaning = |word: &str| words.meaning(word).unwrap_or(RowMeaning::Count);
            let meanings: Vec<_> = there.into_iter().map(|(word, _)| (word.clone(), meaning(&word))).collect();
            if meanings.iter().all(|(_, meaning)| *meaning == RowMeaning::Count) {
                self.mapping.rows.insert(column, words);
            } else {
                self.ask_about_hint(&column, &meanings, Vec::new());
            }
        }
        self.new_targets(new);
        self.tell_which_rows_count();
        self.notes.retain(|note| !matches!(note, Note::Rows { column, .. } if agreed.rows.contains_key(column)));
        self.tell_of_unused();
    }

    /// Asks about new columns by whose names targets go that nothing is mapped to and that would change what is counted: currencies, ends of
    /// subscriptions, customers.
    fn new_targets(&mut self, new: &[&String]) {
        let table = self.mapping.table;
        for target in ["currency", "to", "cancelled_on", "customer_id"] {
            let has_target = table.columns().find(target).is_some();
            let is_named = |column: &&&String| {
                names::likeness(column, &names::synonyms(table, target)) > NAMED && !self.is_asked_about(column)
            };
            let Some(column) = new.iter().find(is_named).filter(|_| has_target && self.chosen(target).is_none()) else {
                continue;
            };
            let column = (*column).clone();
            let agreed = self.trial.usual.currency;
            // A currency that is written beside all amounts and is theirs anyway changes nothing.
            let says_more = |cell: &str| target != "currency" || !cell.trim().eq_ignore_ascii_case(agreed.code());
            if let Some(example) = self.first_where(&column, says_more) {
                let taken = Edit::Column(target.to_owned(), ColumnSource::Source(column.clone()));
                self.ask(
                    Topic::NewColumn,
                    &column,
                    Some(example),
                    vec![(target, vec![taken]), ("as_before", Vec::new())],
                );
            }
        }
    }
}
