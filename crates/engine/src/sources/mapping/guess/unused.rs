//! What stands in the columns that are not used, and how much would hang on it? A column of few words may say which rows are sales, in a
//! language or by a name that nobody has thought of: so its words are told with their rows and money, and a person sees what is counted.

use super::super::document::CellType;
use super::super::profile::Profile;
use super::guesser::Guesser;
use super::note::Note;
use super::question::{Example, WordCount};
use super::worth::Worth;

/// So many words of a column are told one by one, the weightiest.
const TOLD: usize = 6;
/// A column of more rows than these in which no cell comes twice holds no words.
const SINGLE: usize = 8;

impl Guesser<'_> {
    /// Lists the columns that are not used, those first that bear money, words, dates or ids, with what hangs on what they say.
    pub(super) fn tell_of_unused(&mut self) {
        let weight = |profile: &Profile| match profile.kind() {
            CellType::Number if profile.numbers.decimals > 0 => 0,
            _ if profile.words.as_ref().is_some_and(|words| words.len() > 1) => 1,
            CellType::Date => 2,
            _ => 3,
        };
        let mut unused: Vec<(i32, &String, &Profile)> = Vec::new();
        for (column, profile) in &self.sample.columns {
            let is_told = self.rivals.iter().any(|(_, rival)| rival == column);
            if !self.is_used(column) && !self.is_asked_about(column) && !is_told && profile.present > 0 {
                unused.push((weight(profile), column, profile));
            }
        }
        unused.sort_by_key(|(weight, ..)| *weight);
        let says_something = unused.iter().any(|(_, _, profile)| has_words(profile) || profile.absent > 0);
        let worth = if says_something { self.worth_so_far() } else { Worth::default() };
        let told: Vec<Note> = unused.iter().map(|(_, column, profile)| self.unused(column, profile, &worth)).collect();
        self.notes.extend(told);
    }

    /// What the rows are worth by the mapping as it stands, which is what is shown of them; where it cannot be read before something is
    /// answered, with the first answers.
    fn worth_so_far(&self) -> Worth {
        let worth = self.trial.worth(&self.mapping);
        if worth.is_empty() { self.trial.worth(&self.with_first_answers(|_| true)) } else { worth }
    }

    /// Whether a question is about a column.
    pub(super) fn is_asked_about(&self, column: &str) -> bool {
        self.questions.iter().any(|open| open.about == column)
    }

    fn unused(&self, column: &str, profile: &Profile, worth: &Worth) -> Note {
        let column = column.to_owned();
        if has_words(profile) {
            let (words, others) = WordCount::weightiest(&self.counts_of(&column, worth, str::to_owned), TOLD);
            return Note::UnusedWords { column, words, others };
        }
        if let (true, Some(first)) = (profile.absent > 0, self.first(&column)) {
            let (with, without) = self.with_and_without(&column, worth);
            return Note::UnusedInSome { column, first, with, without };
        }
        Note::Unused { column, examples: profile.example.iter().cloned().collect() }
    }

    /// What the rows with a cell in a column add up to, and those without.
    pub(super) fn with_and_without(&self, column: &str, worth: &Worth) -> (WordCount, WordCount) {
        let name = |cell: &str| if cell.is_empty() { String::new() } else { "*".to_owned() };
        let (without, with): (Vec<_>, Vec<_>) =
            self.counts_of(column, worth, name).into_iter().partition(|count| count.word.is_empty());
        let Example { value, .. } = self.first(column).unwrap_or(Example { row: 0, value: String::new() });
        (WordCount::together(&value, &with), WordCount::together("", &without))
    }
}

/// Whether a column is of few different words, such as yes and no, 0 and 1 or the names of states.
fn has_words(profile: &Profile) -> bool {
    let Some(words) = &profile.words else { return false };
    let is_single = profile.distinct == profile.present && profile.present > SINGLE;
    match profile.kind() {
        CellType::Text | CellType::Boolean => !is_single,
        CellType::Number => profile.numbers.decimals == 0 && !is_single && words.len() < profile.present.max(3),
        _ => false,
    }
}
