//! Which columns that nothing is made of may say all the same that rows are no sales? Their names or their words hint at it: a flag that a
//! row was cancelled, a day on which it was given back, a word such as "failed" in a column of any name. A person says.

use super::super::document::ColumnSource;
use super::super::profile::Profile;
use super::super::rows::{RowMeaning, RowWords};
use super::flag::{self, Flag};
use super::guesser::{ColumnGuess, Guesser, OpenQuestion, replacements};
use super::names::{sql_name, words};
use super::note::Note;
use super::question::{Edit, Topic};
use super::sale_words;
use crate::lake::Fact;

/// Words in the name of a column that is filled where a sale was undone.
const UNDONE: &str = "cancelled canceled cancellation cancel refund refunded refunds returned return voided void deleted chargeback \
                      chargebacks disputed dispute reversed reversal storniert storno stornierung erstattet erstattung rueckerstattet \
                      rueckerstattung retoure retourniert gutschrift geloescht stornodatum stornierungsdatum erstattungsdatum \
                      rueckerstattungsdatum loeschdatum retourendatum";
/// The same of a subscription.
const UNDONE_SUBSCRIPTION: &str = "deleted voided paused suspended geloescht pausiert";
/// Words in the name of a sum or a number of pieces, which are no marks of rows.
const OF_SUMS: &str =
    "amount sum total betrag summe price value fee fees quantity qty count menge anzahl tax rate share";
/// Words in the name of how likely a deal is.
const SHARES: &str = "probability wahrscheinlichkeit chance likelihood";

impl Guesser<'_> {
    /// Asks about a column that nothing is made of, where its name or its words hint that rows are no sales.
    pub(super) fn doubt(&mut self, column: &str) {
        let Some(profile) = self.profile(column) else { return };
        if profile.present == 0 || self.is_used(column) || self.is_asked_about(column) {
            return;
        }
        // The first that has something to say of the column says it.
        let is_settled = self.doubt_flag(column)
            || self.doubt_share(column)
            || self.doubt_filled(column, profile)
            || self.doubt_signs(column);
        if !is_settled {
            self.doubt_words(column, profile);
        }
    }

    /// A column that says yes or no of something that is no sale, or of something only a sale is.
    fn doubt_flag(&mut self, column: &str) -> bool {
        let Some(flag) = flag::of_name(self.mapping.table, column) else { return false };
        let Some(words) = self.few_words(column) else { return false };
        if words.iter().any(|(word, _)| flag::is_yes(word).is_none()) || words.iter().all(|(word, _)| word.is_empty()) {
            return false;
        }
        let is_against = |word: &str| flag::is_yes(word) == Some(flag != Flag::For);
        let against = words.iter().filter(|(word, _)| is_against(word)).count();
        if against == 0 {
            self.flag_that_says_nothing_yet(column, &words);
            return true;
        }
        if self.is_said_already(column, is_against) {
            return true;
        }
        let meaning = |word: &str| {
            let is_none = is_against(word) && flag != Flag::Paused;
            if is_none { RowMeaning::LeaveOut } else { RowMeaning::Count }
        };
        let words: Vec<(String, RowMeaning)> = words.iter().map(|(word, _)| (word.clone(), meaning(word))).collect();
        let mut paused = Vec::new();
        if flag == Flag::Paused {
            let by = |word: &str| if is_against(word) { "paused" } else { "active" };
            let said = words.iter().filter(|(word, _)| !word.is_empty()).map(|(word, _)| (word.as_str(), by(word)));
            paused.push(Edit::Words(column.to_owned(), replacements(said)));
            paused.push(Edit::Column("status".to_owned(), ColumnSource::Source(column.to_owned())));
        }
        self.ask_about_hint(column, &words, paused);
        true
    }

    /// That no row of the sample is any other than a sale says nothing of those to come: another word is asked about, or rejects its row.
    fn flag_that_says_nothing_yet(&mut self, column: &str, words: &[(String, u64)]) {
        let mut decided = RowWords::default();
        for (word, _) in words {
            decided.put(word, RowMeaning::Count);
        }
        self.mapping.rows.insert(column.to_owned(), decided);
    }

    /// How likely a deal is: below certainty it is no sale yet.
    fn doubt_share(&mut self, column: &str) -> bool {
        if self.mapping.table != Fact::Purchases || !sale_words::has_among(column, SHARES) {
            return false;
        }
        let Some(words) = self.few_words(column) else { return false };
        let number = |word: &str| word.trim().trim_end_matches('%').trim().replace(',', ".").parse::<f64>().ok();
        let highest = words.iter().filter_map(|(word, _)| number(word)).fold(0.0, f64::max);
        let certain = if highest > 1.0 { 100.0 } else { 1.0 };
        let is_open = |word: &str| number(word).is_none_or(|share| share < certain);
        if self.is_said_already(column, is_open) {
            return true;
        }
        let meaning = |word: &str| if is_open(word) { RowMeaning::LeaveOut } else { RowMeaning::Count };
        let words: Vec<_> = words.iter().map(|(word, _)| (word.clone(), meaning(word))).collect();
        self.ask_about_hint(column, &words, Vec::new());
        true
    }

    /// A column whose name tells that something was undone, and that has a cell in some rows only: a day, an id, a reason.
    fn doubt_filled(&mut self, column: &str, profile: &Profile) -> bool {
        let list = match self.mapping.table {
            Fact::Purchases => UNDONE,
            Fact::Subscriptions => UNDONE_SUBSCRIPTION,
            _ => return false,
        };
        let is_named = sale_words::has_among(column, list) && !sale_words::has_among(column, OF_SUMS);
        let is_sum = profile.numbers.decimals > 0;
        if !is_named || is_sum || profile.absent == 0 {
            return false;
        }
        if self.is_said_already(column, |cell| !cell.is_empty()) {
            return true;
        }
        self.ask_about_undone(column);
        true
    }

    /// Asks whether rows with a cell in a column were undone.
    pub(super) fn ask_about_undone(&mut self, column: &str) {
        self.questions.push(OpenQuestion {
            topic: Topic::Undone,
            about: column.to_owned(),
            example: self.first(column),
            words_of: Some(column.to_owned()),
            answers: vec![
                ("leave_out".to_owned(), vec![Edit::OnlyWhere(format!("{} IS NULL", sql_name(column)))]),
                ("all_count".to_owned(), Vec::new()),
            ],
        });
    }

    /// A column of signs, or of the letters for the two sides of a book, beside amounts that have none.
    fn doubt_signs(&mut self, column: &str) -> bool {
        const SIGNS: [[&str; 2]; 4] = [["+", "-"], ["+", "−"], ["+", "–"], ["plus", "minus"]];
        const SIDES: [[&str; 2]; 2] = [["h", "s"], ["c", "d"]];
        let words = self.few_words(column).filter(|_| self.mapping.table == Fact::Purchases).unwrap_or_default();
        let words: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
        let is = |pair: &[&str; 2]| {
            let is_one = |word: &&String| pair.iter().any(|known| word.trim().eq_ignore_ascii_case(known));
            words.len() == 2 && words.iter().all(|word| is_one(&word))
        };
        if let Some([_, minus]) = SIGNS.iter().find(|pair| is(pair)) {
            let is_minus = |word: &String| word.trim().eq_ignore_ascii_case(minus);
            let meaning = |word: &String| if is_minus(word) { RowMeaning::Refund } else { RowMeaning::Count };
            let meanings: Vec<_> = words.iter().map(|word| (word.clone(), meaning(word))).collect();
            self.ask_about_hint(column, &meanings, Vec::new());
            return true;
        }
        let letters = SIDES.iter().find(|pair| is(pair));
        // A word that a column of any name may hold, as "in" is, tells a side beside its counterpart alone.
        let sides: Vec<bool> = words.iter().filter_map(|word| sale_words::side(word)).collect();
        if letters.is_none() && (words.len() != 2 || !matches!(sides.as_slice(), [true, false] | [false, true])) {
            return false;
        }
        let is_credit = |word: &str| match letters {
            Some([credit, _]) => word.trim().eq_ignore_ascii_case(credit),
            None => sale_words::side(word) == Some(true),
        };
        let counting = |credits: bool| {
            let mut said = RowWords::default();
            for word in &words {
                let is_counted = is_credit(word) == credits;
                said.put(word, if is_counted { RowMeaning::Count } else { RowMeaning::Refund });
            }
            vec![Edit::Rows(column.to_owned(), said)]
        };
        let mut all = RowWords::default();
        for word in &words {
            all.put(word, RowMeaning::Count);
        }
        self.questions.push(OpenQuestion {
            topic: Topic::Rows,
            about: column.to_owned(),
            example: self.first(column),
            words_of: Some(column.to_owned()),
            answers: vec![
                ("credits_count".to_owned(), counting(true)),
                ("debits_count".to_owned(), counting(false)),
                ("all_count".to_owned(), vec![Edit::Rows(column.to_owned(), all)]),
            ],
        });
        true
    }

    /// Words that speak against their rows, in a column of any name.
    fn doubt_words(&mut self, column: &str, profile: &Profile) {
        type Hint = (fn(&str) -> Option<RowMeaning>, fn(&str) -> bool);
        let (hint, is_against): Hint = match self.mapping.table {
            Fact::Purchases => (sale_words::hint_of_purchase, sale_words::is_against_purchase),
            Fact::Subscriptions => (sale_words::hint_of_subscription, sale_words::is_against_subscription),
            _ => return,
        };
        let Some(words) = self.words(column) else { return };
        let present = words.iter().filter(|(word, _)| !word.is_empty());
        let are_all_known = words.len() > 1 && present.clone().all(|(word, _)| hint(word).is_some());
        let is_against_any = present.clone().any(|(word, _)| is_against(word));
        let says_no = present.clone().any(|(word, _)| hint(word).is_some_and(|meaning| meaning != RowMeaning::Count));
        // What is written anew in each row, as a note is, holds no words.
        let is_text = words.len() > 24 && words.len() * 2 > profile.present;
        if is_text || !says_no || !(is_against_any || are_all_known && !sale_words::is_of_something_else(column)) {
            return;
        }
        let meaning = |word: &str| hint(word).unwrap_or(RowMeaning::Count);
        if self.is_said_already(column, |word| meaning(word) != RowMeaning::Count) {
            return;
        }
        let words: Vec<_> = words.iter().map(|(word, _)| (word.clone(), meaning(word))).collect();
        self.ask_about_hint(column, &words, Vec::new());
    }

    /// Asks whether the words of a column decide as they seem to, with more edits where they say more.
    pub(super) fn ask_about_hint(&mut self, column: &str, meanings: &[(String, RowMeaning)], more: Vec<Edit>) {
        let (mut hinted, mut all) = (RowWords::default(), RowWords::default());
        for (word, meaning) in meanings {
            hinted.put(word, *meaning);
            all.put(word, RowMeaning::Count);
        }
        let mut hinted = vec![Edit::Rows(column.to_owned(), hinted)];
        hinted.extend(more);
        self.questions.push(OpenQuestion {
            topic: Topic::Hint,
            about: column.to_owned(),
            example: self.first(column),
            words_of: Some(column.to_owned()),
            answers: vec![
                ("as_hinted".to_owned(), hinted),
                ("all_count".to_owned(), vec![Edit::Rows(column.to_owned(), all)]),
            ],
        });
    }

    /// Whether what a column says against its rows is known of all of them already: another column leaves them out, takes what was given
    /// back off them, or ends them.
    fn is_said_already(&self, column: &str, is_meant: impl Fn(&str) -> bool) -> bool {
        let ended = self.mapping.table == Fact::Subscriptions
            && words(column).iter().any(|word| sale_words::is_ended(word) || word == "churn")
            && self.ends_where(column, &is_meant);
        let deciding: Vec<(&String, &RowWords)> =
            self.mapping.rows.iter().filter(|(name, _)| *name != column).collect();
        let told = self.notes.iter().filter_map(|note| match note {
            Note::Cancelled { column, .. } => Some((column.as_str(), false)),
            Note::Refunded { refunded, .. } => Some((refunded.as_str(), true)),
            _ => None,
        });
        let told: Vec<(&str, bool)> = told.collect();
        let mut columns = vec![column];
        columns.extend(deciding.iter().map(|(name, _)| name.as_str()));
        columns.extend(told.iter().map(|(name, _)| *name));
        let is_out = |cells: &[Option<String>]| {
            let (words, filled) = cells.split_at(deciding.len());
            let by_words = deciding.iter().zip(words).any(|((_, known), cell)| {
                let meaning = known.meaning(cell.as_deref().unwrap_or_default());
                meaning.is_some_and(|meaning| meaning != RowMeaning::Count)
            });
            by_words
                || told.iter().zip(filled).any(|((_, is_sum), cell)| {
                    let is_nothing = |cell: &String| cell.chars().all(|letter| !('1'..='9').contains(&letter));
                    cell.as_ref().is_some_and(|cell| !(*is_sum && is_nothing(cell)))
                })
        };
        ended
            || self.cells.rows(&columns).iter().all(|row| {
                let (said, cells) =
                    row.split_first().map_or((None, row.as_slice()), |(said, cells)| (said.clone(), cells));
                !is_meant(&said.unwrap_or_default()) || is_out(cells)
            })
    }
}

/// Words of a column that tell of rows which are no answers, or no cases of their own.
impl Guesser<'_> {
    /// Asks about rows of feedback that nobody answered, and about tickets behind which there was nothing.
    pub(super) fn which_rows_are_told(&mut self) {
        let is_none = match self.mapping.table {
            Fact::Feedback => sale_words::is_no_answer,
            Fact::Touches => sale_words::is_no_case,
            _ => return,
        };
        let names: Vec<String> = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
        for column in names {
            // What a column is taken for otherwise says nothing of its rows, but for what came of them.
            let is_taken = |guessed: &ColumnGuess| guessed.from.text() == column && guessed.target != "outcome";
            let Some(words) = self.few_words(&column).filter(|_| !self.columns.iter().any(is_taken)) else { continue };
            if !words.iter().any(|(word, _)| is_none(word)) || self.is_silent_there(&column, is_none) {
                continue;
            }
            let meaning = |word: &str| if is_none(word) { RowMeaning::LeaveOut } else { RowMeaning::Count };
            let words: Vec<_> = words.iter().map(|(word, _)| (word.clone(), meaning(word))).collect();
            self.ask_about_hint(&column, &words, Vec::new());
        }
    }

    /// Whether rows without an answer have no score either, and are left out for that.
    fn is_silent_there(&self, column: &str, is_none: fn(&str) -> bool) -> bool {
        let Some(score) = self.chosen("score").filter(|_| self.mapping.condition.is_some()) else { return false };
        self.cells.rows(&[column, score]).iter().all(|row| match row.as_slice() {
            [Some(word), score] => !is_none(word) || score.is_none(),
            _ => true,
        })
    }
}
