//! Which rows are sales? Columns that say what became of a row, or of which kind it is, decide; where a word of theirs is not known, a
//! person does.

use rust_decimal::Decimal;

use super::super::document::{ColumnSource, Mapping};
use super::super::parse::number;
use super::super::rows::{RowMeaning, RowWords, plain};
use super::guesser::{Confidence, Guesser, OpenQuestion, replacements};
use super::names::{self, sql_name};
use super::note::Note;
use super::question::{Edit, Topic};
use super::sale_words::{self, KINDS, STATES};
use super::worth::Worth;
use crate::lake::Fact;

/// What a column says of a row by its words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// What became of it: paid, cancelled, pending.
    State,
    /// Of which kind it is: a sale, a refund, a fee.
    Kind,
}

/// From here on a name is as good as one of the list.
const NAMED: f64 = 0.8;
/// A column of more words than these that are known for nothing holds no states.
const FEW: usize = 24;

const GONE: &str =
    "cancelledat canceledat cancelleddate canceleddate cancelledon voidedat voideddate deletedat storniertam";

type Meanings = [(String, Option<RowMeaning>)];

impl Guesser<'_> {
    /// Finds the columns that say which rows count, and lets them.
    pub(super) fn which_rows_count(&mut self) {
        let table = self.mapping.table;
        if !matches!(table, Fact::Purchases | Fact::Subscriptions) {
            return;
        }
        if table == Fact::Purchases {
            self.cancelled_rows();
        }
        let names: Vec<String> = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
        for column in &names {
            let Some((says, is_named)) = self.says(column) else { continue };
            let is_status = self.chosen("status") == Some(column);
            if self.columns.iter().any(|guessed| self.mentions(guessed.from.text(), column)) && !is_status {
                continue;
            }
            if let Some(words) = self.words(column) {
                self.rows_by_words(column, (says, is_named), &words);
            }
        }
        for column in &names {
            self.doubt(column);
        }
    }

    /// What the words of a column say by its name, and whether that is just what such a column is called.
    fn says(&self, column: &str) -> Option<(Says, bool)> {
        let own = |list: &str| names::likeness(column, list);
        if own(STATES) > 0.6 {
            return Some((Says::State, own(STATES) > NAMED));
        }
        let is_kind =
            self.mapping.table == Fact::Purchases && own(KINDS) > 0.6 && !sale_words::is_of_something_else(column);
        is_kind.then_some((Says::Kind, own(KINDS) > NAMED))
    }

    fn rows_by_words(&mut self, column: &str, (says, is_named): (Says, bool), words: &[(String, u64)]) {
        let meanings = self.meanings(column, says, words);
        let known = meanings.iter().filter(|(word, meaning)| meaning.is_some() && !word.is_empty()).count();
        let different = meanings.iter().filter(|(word, _)| !word.is_empty()).count();
        let is_silent = match says {
            Says::State => different == 0,
            Says::Kind => different < 2 || !is_named,
        };
        if known == 0 && (is_silent || different > FEW) {
            return;
        }
        let mut decided = RowWords::default();
        for (word, meaning) in &meanings {
            // An empty cell says nothing against its row.
            let meaning = meaning.or_else(|| word.is_empty().then_some(RowMeaning::Count));
            decided.put(word, meaning.unwrap_or(RowMeaning::LeaveOut));
        }
        let unknown = meanings.iter().any(|(word, meaning)| meaning.is_none() && !word.is_empty());
        if self.mapping.table == Fact::Subscriptions {
            self.pauses(column, words);
        }
        if unknown {
            self.ask_about_words(column, &meanings, decided, known);
        } else {
            self.mapping.rows.insert(column.to_owned(), decided);
        }
    }

    /// Asks what the words of a column mean of which some are not known.
    fn ask_about_words(&mut self, column: &str, meanings: &Meanings, decided: RowWords, known: usize) {
        let mut all = RowWords::default();
        let mut with_unknown = RowWords::default();
        for (word, meaning) in meanings {
            all.put(word, RowMeaning::Count);
            with_unknown.put(word, meaning.unwrap_or(RowMeaning::Count));
        }
        let rows = |words: RowWords| vec![Edit::Rows(column.to_owned(), words)];
        let mut answers = Vec::new();
        if let Some(answer) = self.up_to_their_cancellation(column, meanings) {
            answers.push(("until_cancelled".to_owned(), answer));
        }
        // Refunds of both signs.
        let is_refund =
            |(word, meaning): &(String, Option<RowMeaning>)| meaning.is_none() && sale_words::is_refund(word);
        if self.mapping.table == Fact::Purchases && meanings.iter().any(is_refund) {
            let mut words = RowWords::default();
            for said in meanings {
                let meaning =
                    said.1.or_else(|| is_refund(said).then_some(RowMeaning::Refund)).or(decided.meaning(&said.0));
                words.put(&said.0, meaning.unwrap_or(RowMeaning::LeaveOut));
            }
            answers.push(("refunds".to_owned(), rows(words)));
        }
        if known > 0 {
            answers.push(("only_known".to_owned(), rows(decided)));
        }
        answers.extend(sides_of_a_book(meanings).into_iter().map(|(name, words)| (name.to_owned(), rows(words))));
        answers.push(("unknown_count".to_owned(), rows(with_unknown)));
        // Where all known words count, these two would say the same.
        if meanings.iter().any(|(_, meaning)| meaning.is_some_and(|meaning| meaning != RowMeaning::Count)) {
            answers.push(("all_count".to_owned(), rows(all)));
        }
        self.questions.push(OpenQuestion {
            topic: Topic::Rows,
            about: column.to_owned(),
            example: self.first(column),
            words_of: Some(column.to_owned()),
            answers,
        });
    }

    fn meanings(&self, column: &str, says: Says, words: &[(String, u64)]) -> Vec<(String, Option<RowMeaning>)> {
        let mut meanings: Vec<(String, Option<RowMeaning>)> =
            words.iter().map(|(word, _)| (word.clone(), self.meaning(column, says, word))).collect();
        // Of a book one side alone, beside words that are no sides, is what it is called; both sides may be either.
        let side = |word: &str| sale_words::side(word).filter(|_| says == Says::Kind);
        let is_sale = |(word, meaning): &(String, Option<RowMeaning>)| {
            *meaning == Some(RowMeaning::Count) && side(word).is_none()
        };
        let has_debits = meanings.iter().any(|(word, _)| side(word) == Some(false));
        if has_debits || !meanings.iter().any(is_sale) {
            let sided = meanings.iter_mut().filter(|(word, _)| sale_words::is_among(word, "credit debit"));
            sided.filter(|_| says == Says::Kind).for_each(|(_, meaning)| *meaning = None);
        }
        meanings
    }

    fn meaning(&self, column: &str, says: Says, word: &str) -> Option<RowMeaning> {
        if self.mapping.table == Fact::Subscriptions {
            return if sale_words::is_running(word) || sale_words::is_paused(word) {
                Some(RowMeaning::Count)
            } else if sale_words::is_not_yet(word) {
                Some(RowMeaning::LeaveOut)
            } else if sale_words::is_ended(word) && self.ends_where(column, |said| plain(said) == plain(word)) {
                Some(RowMeaning::Count)
            } else {
                None
            };
        }
        if let Some(meaning) = sale_words::of_purchase(word) {
            return Some(meaning);
        }
        let nets = self.nets_what_was_given_back();
        if sale_words::is_partial_refund(word) {
            return (nets || self.asks_what_lists_give_back()).then_some(RowMeaning::Count);
        }
        if !sale_words::is_refund(word) {
            return None;
        }
        match says {
            Says::Kind => match self.signs_where(column, word) {
                // What is given back and taken again has both signs, and comes to less than nothing: then they are meant.
                (1.., 1..) => (self.sum_where(column, word) <= Decimal::ZERO).then_some(RowMeaning::Count),
                _ => Some(RowMeaning::Refund),
            },
            // A sale that was given back in whole is none, and what was given back is subtracted where a column tells it.
            Says::State if nets => Some(RowMeaning::Count),
            Says::State => match self.signs_where(column, word) {
                (0, 1..) => Some(RowMeaning::Count),
                (1.., 0) => Some(RowMeaning::LeaveOut),
                _ => None,
            },
        }
    }

    /// How many amounts above zero, and how many below, stand in the rows with a word.
    fn signs_where(&self, column: &str, word: &str) -> (u64, u64) {
        // The sign of what is computed is not seen.
        let Some((_, money)) = self.money().filter(|(_, from)| self.profile(from).is_some()) else { return (0, 0) };
        let mut signs = (0, 0);
        for row in self.cells.rows(&[column, money]) {
            let [Some(said), Some(amount)] = row.as_slice() else { continue };
            if plain(said) == plain(word) {
                let is_below = amount.trim_start().starts_with(['-', '(', '−']) || amount.trim_end().ends_with('-');
                if is_below { signs.1 += 1 } else { signs.0 += 1 }
            }
        }
        signs
    }

    /// What the amounts in the rows with a word add up to.
    fn sum_where(&self, column: &str, word: &str) -> Decimal {
        let Some((_, money)) = self.money() else { return Decimal::ZERO };
        let mark = self.sample.decimal_mark();
        let rows = self.cells.rows(&[column, money]);
        let of_row = |row: &Vec<Option<String>>| match row.as_slice() {
            [Some(said), Some(amount)] if plain(said) == plain(word) => {
                number::parse(amount, mark).ok().map(|number| number.value)
            }
            _ => None,
        };
        rows.iter().filter_map(of_row).sum()
    }

    /// Whether all subscriptions with some words have an end, so that they count up to it.
    pub(super) fn ends_where(&self, column: &str, is_meant: impl Fn(&str) -> bool) -> bool {
        self.chosen("to").is_some_and(|end| self.is_filled_where(column, is_meant, end))
    }

    /// Whether another column has a cell in all rows in which one column says something.
    fn is_filled_where(&self, column: &str, is_meant: impl Fn(&str) -> bool, filled: &str) -> bool {
        self.cells.rows(&[column, filled]).iter().all(|row| {
            let said = row.first().cloned().flatten().unwrap_or_default();
            !is_meant(&said) || row.get(1).is_some_and(Option::is_some)
        })
    }

    /// That subscriptions end on the day of their cancellation, where no column tells their ends and those that ended have such a day.
    fn up_to_their_cancellation(&self, column: &str, meanings: &Meanings) -> Option<Vec<Edit>> {
        if self.mapping.table != Fact::Subscriptions || self.chosen("to").is_some() {
            return None;
        }
        let cancelled = self.chosen("cancelled_on")?;
        let is_ended = |word: &str| sale_words::is_ended(word);
        let has_ended = meanings.iter().any(|(word, _)| is_ended(word));
        if !has_ended || !self.is_filled_where(column, is_ended, cancelled) {
            return None;
        }
        let mut words = RowWords::default();
        for (word, meaning) in meanings {
            let is_open = word.is_empty() || is_ended(word);
            let meaning = meaning.or(is_open.then_some(RowMeaning::Count));
            words.put(word, meaning.unwrap_or(RowMeaning::LeaveOut));
        }
        let end = Edit::Column("to".to_owned(), ColumnSource::Source(cancelled.to_owned()));
        Some(vec![Edit::Rows(column.to_owned(), words), end])
    }

    /// Paused subscriptions are known by a word of their own.
    fn pauses(&mut self, column: &str, words: &[(String, u64)]) {
        self.drop_target("status");
        if words.iter().any(|(word, _)| sale_words::is_paused(word)) {
            let by = |word: &str| if sale_words::is_paused(word) { "paused" } else { "active" };
            let said = words.iter().filter(|(word, _)| !word.is_empty()).map(|(word, _)| (word.as_str(), by(word)));
            self.mapping.words.insert(column.to_owned(), replacements(said));
            self.choose(
                "status",
                ColumnSource::Source(column.to_owned()),
                Confidence::Likely,
                format!("{column} says which are paused"),
            );
        }
    }

    /// Rows with a day on which they were cancelled are none.
    fn cancelled_rows(&mut self) {
        let found = names::best(self.sample, GONE).filter(|(_, likeness)| *likeness > NAMED);
        let Some((column, _)) = found else { return };
        let column = column.to_owned();
        // A condition that was agreed on says already what such rows are.
        if self.mapping.condition.as_deref().is_some_and(|condition| self.mentions(condition, &column)) {
            return;
        }
        let Some(first) = self.first(&column) else { return };
        // What they are worth is told once the amounts can be read.
        let (count, _) = self.with_and_without(&column, &Worth::default());
        self.mapping.condition = Some(format!("{} IS NULL", sql_name(&column)));
        self.notes.push(Note::Cancelled { column, count, first });
    }

    /// Tells what the words decide, with what their rows add up to.
    pub(super) fn tell_which_rows_count(&mut self) {
        let mut notes = std::mem::take(&mut self.notes);
        for note in &mut notes {
            if let Note::Cancelled { column, count, .. } = note {
                let with_them = Mapping { condition: None, ..self.with_first_answers(|_| true) };
                *count = self.with_and_without(column, &self.trial.worth(&with_them)).0;
            }
        }
        self.notes = notes;
        let columns: Vec<(String, RowWords)> =
            self.mapping.rows.iter().map(|(column, words)| (column.clone(), words.clone())).collect();
        for (column, decided) in columns {
            let counts = self.counts(&column, &self.mapping);
            let told =
                counts.into_iter().filter_map(|count| decided.meaning(&count.word).map(|meaning| (count, meaning)));
            let words: Vec<_> = told.collect();
            if !words.is_empty() {
                self.notes.push(Note::Rows { column, words });
            }
        }
    }
}

/// Where the words are the two sides of a book, either may be the one that sales stand on; then the other gives back.
fn sides_of_a_book(meanings: &Meanings) -> Vec<(&'static str, RowWords)> {
    let has = |is_credit: bool| meanings.iter().any(|(word, _)| sale_words::side(word) == Some(is_credit));
    if !has(true) || !has(false) || meanings.iter().any(|(_, meaning)| meaning.is_some()) {
        return Vec::new();
    }
    let counting = |credits: bool| {
        let mut words = RowWords::default();
        for (word, _) in meanings {
            let is_counted = sale_words::side(word).is_none_or(|side| side == credits);
            words.put(word, if is_counted { RowMeaning::Count } else { RowMeaning::Refund });
        }
        words
    };
    vec![("credits_count", counting(true)), ("debits_count", counting(false))]
}
