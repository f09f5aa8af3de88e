//! What a person says about the columns of a file, put into a mapping.

use bellwether_engine::sources::DecimalMark;
use bellwether_engine::sources::mapping::{
    ColumnSource, DateOrder, Mapping, Question, RowMeaning, RowWords, TargetSources, Via,
};

use super::answers::{WORD_BY_WORD, asks_about_rows};
use super::view::ColumnProblem;
use crate::import::answer;
use bellwether_words::message;

/// The words of a column, each with what was said that it means for its rows.
pub type WordMeanings = Vec<(String, Option<RowMeaning>)>;

/// What a person says about the columns.
#[derive(Clone, Debug, Default)]
pub struct ColumnChoices {
    /// What a row has and where it comes from.
    pub fields: Vec<(String, FieldChoice)>,
    /// Columns that are attributes of customers, with what they are called.
    pub attributes: Vec<(String, String)>,
    /// The currency where no column names it; may be empty.
    pub currency: String,
    /// How dates are written.
    pub dates: String,
    /// How decimals are written.
    pub decimal: String,
    /// The questions about the file by their ids, each with the name of its answer.
    pub answers: Vec<(String, String)>,
    /// Columns whose words decide which rows count, with what each word says; absent where that was left open.
    pub words: Vec<(String, WordMeanings)>,
    /// Columns whose words are to be shown, to decide by them.
    pub also: Vec<String>,
}

/// Where a field comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldChoice {
    /// From nowhere: rows do without.
    Absent,
    /// From a column of the file.
    Column(String),
    /// From an expression over its columns.
    Expression(String),
}

impl ColumnChoices {
    /// The answer to a question.
    #[must_use]
    pub fn answer(&self, id: &str) -> Option<&str> {
        self.answers.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str())
    }

    /// Where fields come from of which something else was chosen than a mapping says.
    pub(super) fn changed_sources(&self, mapping: &Mapping) -> TargetSources {
        let changed = self.fields.iter().filter_map(|(target, choice)| {
            let text = match choice {
                FieldChoice::Absent => None,
                FieldChoice::Column(text) => Some(text.as_str()),
                FieldChoice::Expression(text) => Some(text.trim()),
            };
            let known = mapping.columns.get(target);
            let source = |text: &str| match known {
                Some(ColumnSource::Via(via)) => {
                    ColumnSource::Via(Via { via: via.via.clone(), column: text.to_owned() })
                }
                _ => ColumnSource::Source(text.to_owned()),
            };
            (known.map(ColumnSource::text) != text).then(|| (target.clone(), text.map(source)))
        });
        changed.collect()
    }

    /// The same with the fields of some targets alone.
    pub(super) fn with_fields_of(&self, sources: &TargetSources) -> Self {
        let fields = self.fields.iter().filter(|(target, _)| sources.contains_key(target)).cloned().collect();
        Self { fields, ..self.clone() }
    }

    /// Changes a mapping as it was chosen; tells the first thing that cannot be.
    pub(super) fn apply(
        &self,
        mapping: &mut Mapping,
        header: &[String],
        questions: &[Question],
    ) -> Option<ColumnProblem> {
        let mut problem = None;
        for (target, choice) in &self.fields {
            let wrong = change(mapping, target, choice, header);
            problem = problem.or(wrong);
        }
        let named = self.attributes.iter().map(|(name, from)| (name.trim().to_owned(), from.trim().to_owned()));
        mapping.attributes = named.filter(|(name, from)| !name.is_empty() && !from.is_empty()).collect();
        let currency = self.currency.trim().to_ascii_uppercase();
        mapping.currency = match currency.parse() {
            Ok(currency) => Some(currency),
            Err(_) if currency.is_empty() => None,
            Err(_) => {
                let text = message("field-no-currency").with("currency", &currency);
                problem = problem.or(Some(ColumnProblem { field: Some("default-currency".to_owned()), text }));
                mapping.currency
            }
        };
        mapping.values.dates = match self.dates.as_str() {
            "iso" => Some(DateOrder::Iso),
            "day_first" => Some(DateOrder::DayFirst),
            "month_first" => Some(DateOrder::MonthFirst),
            _ => None,
        };
        mapping.format.decimal = match self.decimal.as_str() {
            "." => Some(DecimalMark::Point),
            "," => Some(DecimalMark::Comma),
            _ => None,
        };
        answer(mapping, questions, &self.answers);
        for (column, words) in &self.words {
            let wrong = self.decide(mapping, column, words, questions);
            problem = problem.or(wrong);
        }
        problem
    }

    /// Lets the words of a column decide which rows count.
    fn decide(
        &self,
        mapping: &mut Mapping,
        column: &str,
        words: &[(String, Option<RowMeaning>)],
        questions: &[Question],
    ) -> Option<ColumnProblem> {
        let asked = questions.iter().find(|question| asks_about_rows(question) == Some(column));
        let is_word_by_word = asked.is_some_and(|asked| self.answer(&asked.id()) == Some(WORD_BY_WORD));
        let is_left_alone = words.iter().all(|(_, meaning)| meaning.is_none());
        if (asked.is_some() && !is_word_by_word) || (asked.is_none() && is_left_alone) {
            return None;
        }
        // Of what is decided already a word may stay unsaid, such as one that only rows have which are left out anyway; rows with it that
        // are not are rejected by name.
        let is_decided = mapping.rows.contains_key(column);
        let mut decided = RowWords::default();
        // Words that the first rows do not have may come later.
        for (meaning, list) in mapping.rows.get(column).iter().flat_map(|known| known.lists()) {
            let is_said = |word: &&String| !words.iter().any(|(said, _)| said.to_lowercase() == word.to_lowercase());
            list.iter().filter(is_said).for_each(|word| decided.put(word, meaning));
        }
        for (word, meaning) in words {
            match meaning {
                Some(meaning) => decided.put(word, *meaning),
                None if is_decided => {}
                None => {
                    let text = message("field-word-open").with("column", column).with("word", word);
                    return Some(ColumnProblem { field: None, text });
                }
            }
        }
        mapping.rows.insert(column.to_owned(), decided);
        None
    }
}

fn change(mapping: &mut Mapping, target: &str, choice: &FieldChoice, header: &[String]) -> Option<ColumnProblem> {
    let problem = |text| Some(ColumnProblem { field: Some(target.to_owned()), text });
    let text = match choice {
        FieldChoice::Absent => {
            mapping.columns.remove(target);
            return None;
        }
        FieldChoice::Column(column) if !header.contains(column) => {
            return problem(message("field-unknown-column").with("column", column));
        }
        FieldChoice::Expression(text) if text.trim().is_empty() => return problem(message("field-no-expression")),
        FieldChoice::Column(text) => text.as_str(),
        FieldChoice::Expression(text) => text.trim(),
    };
    let from = match mapping.columns.get(target) {
        Some(before) if before.text() == text => return None,
        // An id still leads to its customer the way it did.
        Some(ColumnSource::Via(via)) => ColumnSource::Via(Via { via: via.via.clone(), column: text.to_owned() }),
        _ => ColumnSource::Source(text.to_owned()),
    };
    mapping.columns.insert(target.to_owned(), from);
    None
}
