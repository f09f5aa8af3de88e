//! A guess while it is made: what is chosen, noted and asked so far.

use std::collections::{BTreeMap, HashMap};

use super::super::document::{ColumnSource, Mapping};
use super::super::parse::DateOrder;
use super::super::profile::{Profile, Sample};
use super::evidence::{Evidence, SampleCells};
use super::note::Note;
use super::question::{Answer, Edit, Effect, Example, Question, TargetSources, Topic, Trial, Usual, WordCount};
use super::unit::Unit;
use crate::sources::{DecimalMark, RawBatch, SourceFile};

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
    /// Columns that go by such a name as well, the likeliest first.
    pub over: Vec<String>,
    /// How many cells of the sample fit, and how many do not.
    pub fits: u64,
    /// See `fits`.
    pub misfits: u64,
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

/// A question whose answers are not yet tried.
pub(super) struct OpenQuestion {
    pub topic: Topic,
    pub about: String,
    pub example: Option<Example>,
    /// The column whose words are to be counted.
    pub words_of: Option<String>,
    pub answers: Vec<(String, Vec<Edit>)>,
}

/// A guess while it is made.
pub(super) struct Guesser<'a> {
    pub mapping: Mapping,
    pub columns: Vec<ColumnGuess>,
    pub questions: Vec<OpenQuestion>,
    pub notes: Vec<Note>,
    /// Where a person says that targets come from.
    pub sources: TargetSources,
    /// The questions that were answered so.
    pub settled: Vec<String>,
    pub sample: &'a Sample,
    pub cells: SampleCells<'a>,
    pub file: &'a str,
    /// Of columns that may be a target by their names and most of their cells: the target, the column and how well its name fits.
    pub fit: Vec<(String, String, f64)>,
    /// Of columns that may be a target as well as the one taken: the target and the column.
    pub rivals: Vec<(String, String)>,
    /// Of columns named like a target that do not fit it.
    pub unfit: Vec<(String, String, Evidence)>,
    /// The column that the amount is made of, before it is multiplied or divided.
    pub price: Option<String>,
    pub trial: Trial<'a>,
}

impl<'a> Guesser<'a> {
    /// Nothing is chosen or asked yet.
    pub(super) fn new(
        mapping: Mapping,
        profiled: &'a Sample,
        file: &'a SourceFile,
        sample: &'a [RawBatch],
        usual: &'a Usual,
    ) -> Self {
        Self {
            mapping,
            columns: Vec::new(),
            questions: Vec::new(),
            notes: Vec::new(),
            sources: TargetSources::new(),
            settled: Vec::new(),
            sample: profiled,
            cells: SampleCells::of(sample),
            file: &file.name,
            fit: Vec::new(),
            rivals: Vec::new(),
            unfit: Vec::new(),
            price: None,
            trial: Trial { file, sample, usual },
        }
    }

    pub(super) fn choose(&mut self, target: &str, from: ColumnSource, confidence: Confidence, reason: String) {
        self.drop_target(target);
        let guess =
            ColumnGuess { target: target.to_owned(), from, confidence, reason, over: Vec::new(), fits: 0, misfits: 0 };
        self.columns.push(guess);
    }

    pub(super) fn choose_expression(&mut self, target: &str, text: String, reason: String) {
        self.choose(target, ColumnSource::Source(text), Confidence::Likely, reason);
    }

    pub(super) fn drop_target(&mut self, target: &str) {
        self.columns.retain(|guessed| guessed.target != target);
    }

    pub(super) fn chosen(&self, target: &str) -> Option<&str> {
        self.columns.iter().find_map(|guessed| (guessed.target == target).then_some(guessed.from.text()))
    }

    /// The target of money that is mapped, and what it is mapped from.
    pub(super) fn money(&self) -> Option<(&str, &str)> {
        let targets = ["amount", "amount_minor", "monthly", "monthly_minor"];
        targets.into_iter().find_map(|target| Some((target, self.chosen(target)?)))
    }

    /// Whether an expression mentions a column, or the name of one is that column's: `Total incl. VAT` is another one than `VAT`.
    pub(super) fn mentions(&self, text: &str, column: &str) -> bool {
        text == column || (self.profile(text).is_none() && mentions(text, column))
    }

    pub(super) fn is_used(&self, column: &str) -> bool {
        self.columns.iter().any(|guessed| self.mentions(guessed.from.text(), column))
            || self.mapping.rows.contains_key(column)
            || self.mapping.condition.as_deref().is_some_and(|condition| self.mentions(condition, column))
    }

    pub(super) fn profile(&self, column: &str) -> Option<&'a Profile> {
        self.sample.profile(column)
    }

    /// What the name of a column says its amounts are in.
    pub(super) fn unit(&self, column: &str) -> Unit {
        Unit::of(column, self.trial.usual.currency)
    }

    pub(super) fn ask(&mut self, topic: Topic, about: &str, example: Option<Example>, answers: Vec<(&str, Vec<Edit>)>) {
        let answers = answers.into_iter().map(|(name, edits)| (name.to_owned(), edits)).collect();
        self.questions.push(OpenQuestion { topic, about: about.to_owned(), example, words_of: None, answers });
    }

    /// Asks whether a file that says itself that rows are missing from it is to be imported.
    pub(super) fn ask_about_pages(&mut self) {
        let Some(part) = &self.trial.file.format.part else { return };
        let example = Example { row: part.rows, value: part.says.clone() };
        self.ask(Topic::Pages, "file", Some(example), vec![("only_these", Vec::new())]);
    }

    /// The first cell of a column that is not empty.
    pub(super) fn first(&self, column: &str) -> Option<Example> {
        self.first_where(column, |_| true)
    }

    /// The first cell of a column whose text is so.
    pub(super) fn first_where(&self, column: &str, is_so: impl Fn(&str) -> bool) -> Option<Example> {
        let mut first = None;
        self.cells.each(column, |row, cell| {
            if let (None, Some(value)) = (&first, cell.map(|cell| cell.show()))
                && is_so(&value)
            {
                first = Some(Example { row, value });
            }
        });
        first
    }

    /// The words of a column, in the order of their first rows, with how often each occurs; the empty cell is an empty word. Nothing if
    /// they are too many to be words.
    pub(super) fn words(&self, column: &str) -> Option<Vec<(String, u64)>> {
        const MOST: usize = 500;
        let mut words: Vec<(String, u64)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        self.cells.each(column, |_, cell| {
            let word = cell.map(|cell| cell.show()).unwrap_or_default();
            if let Some(at) = places.get(&word) {
                words[*at].1 += 1;
            } else if words.len() <= MOST {
                places.insert(word.clone(), words.len());
                words.push((word, 1));
            }
        });
        (words.len() <= MOST).then_some(words)
    }

    /// The same of a column that has few of them.
    pub(super) fn few_words(&self, column: &str) -> Option<Vec<(String, u64)>> {
        const MOST: usize = 24;
        self.words(column).filter(|words| words.len() <= MOST)
    }

    /// Puts what was chosen into the mapping.
    pub(super) fn settle(&mut self) {
        for guessed in &self.columns {
            match guessed.target.split_once('.') {
                Some((_, name)) => _ = self.mapping.attributes.insert(name.to_owned(), guessed.from.text().to_owned()),
                None => _ = self.mapping.columns.insert(guessed.target.clone(), guessed.from.clone()),
            }
        }
    }

    /// The questions with what their answers would do. Where several are open, each is tried with the first answers to the others.
    pub(super) fn answered(&self) -> Vec<Question> {
        let asked = self.questions.iter().enumerate().map(|(at, open)| {
            let others = self.with_first_answers(|other| other != at);
            let tried = |(name, edits): &(String, Vec<Edit>)| Answer {
                effect: self.trial.answer(name, &others, edits.clone()).effect,
                ..self.trial.answer(name, &self.mapping, edits.clone())
            };
            let mut answers: Vec<Answer> = open.answers.iter().map(tried).collect();
            if open.topic == Topic::Missing {
                self.drop_vain_answers(&mut answers, &others);
            }
            Question {
                example: open.example.clone(),
                words: self.words_asked_about(open, &others),
                answers,
                ..Question::on(open.topic, &open.about)
            }
        });
        asked.collect()
    }

    /// What would reject every row is no answer to what is missing, unless it is dates or numbers whose reading is not yet known that are
    /// rejected, or the first answer to what else is missing that stands in the way.
    fn drop_vain_answers(&self, answers: &mut Vec<Answer>, others: &Mapping) {
        let rejects_all =
            |effect: Option<&Effect>| effect.is_some_and(|effect| effect.rows == 0 && effect.rejected > 0);
        let readings = readings_of(others);
        let is_vain = |answer: &Answer| {
            rejects_all(answer.effect.as_ref())
                && readings.iter().all(|reading| {
                    let mut mapping = reading.clone();
                    answer.edits.iter().for_each(|edit| edit.apply(&mut mapping));
                    rejects_all(self.trial.effect(&mapping).as_ref())
                })
        };
        let vain: Vec<bool> = answers.iter().map(is_vain).collect();
        let missing = self.questions.iter().filter(|open| open.topic == Topic::Missing).count();
        if vain.contains(&false) || missing < 2 {
            let mut is_vain = vain.into_iter();
            answers.retain(|_| !is_vain.next().unwrap_or(false));
        }
        for answer in answers.iter_mut().filter(|answer| rejects_all(answer.effect.as_ref())) {
            answer.effect = None;
        }
    }

    fn words_asked_about(&self, open: &OpenQuestion, mapping: &Mapping) -> Vec<WordCount> {
        let Some(column) = &open.words_of else { return Vec::new() };
        if open.topic != Topic::Undone {
            return self.counts(column, mapping);
        }
        let (with, without) = self.with_and_without(column, &self.trial.worth(mapping));
        vec![with, without]
    }

    /// The mapping with the first answers to some of the questions, by their places.
    pub(super) fn with_first_answers(&self, is_answered: impl Fn(usize) -> bool) -> Mapping {
        let mut mapping = self.mapping.clone();
        let answered = self.questions.iter().enumerate().filter(|(at, _)| is_answered(*at));
        let firsts = answered.filter_map(|(_, open)| open.answers.first());
        firsts.flat_map(|(_, edits)| edits).for_each(|edit| edit.apply(&mut mapping));
        mapping
    }

    /// What a change of the mapping would make of the sample, with the first answers to all questions.
    pub(super) fn effect_of(&self, edits: &[Edit]) -> Option<Effect> {
        let mut mapping = self.with_first_answers(|_| true);
        for edit in edits {
            edit.apply(&mut mapping);
        }
        self.trial.effect(&mapping)
    }
}

/// A mapping with each way to read the dates and numbers that it leaves open.
fn readings_of(mapping: &Mapping) -> Vec<Mapping> {
    let orders: &[DateOrder] = match mapping.values.dates {
        Some(_) => &[],
        None => &[DateOrder::DayFirst, DateOrder::MonthFirst],
    };
    let marks: &[DecimalMark] = match mapping.format.decimal {
        Some(_) => &[],
        None => &[DecimalMark::Point, DecimalMark::Comma],
    };
    let mut readings = vec![mapping.clone()];
    let dated = orders.iter().map(|order| {
        let mut read = mapping.clone();
        read.values.dates = Some(*order);
        read.values.two_digit_years_from = read.values.two_digit_years_from.or(Some(1970));
        read
    });
    readings.extend(dated);
    let numbered: Vec<Mapping> = readings
        .iter()
        .flat_map(|read| {
            marks.iter().map(|mark| {
                let mut read = read.clone();
                read.format.decimal = Some(*mark);
                read
            })
        })
        .collect();
    readings.extend(numbered);
    readings
}

/// Whether an expression mentions a column.
fn mentions(expression: &str, column: &str) -> bool {
    expression == column
        || expression.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == column)
        || expression.contains(&format!("\"{}\"", column.replace('"', "\"\"")))
}

/// Words in any order of occurrence as a map, for replacements.
pub(super) fn replacements<'w>(words: impl IntoIterator<Item = (&'w str, &'w str)>) -> BTreeMap<String, String> {
    words.into_iter().map(|(word, by)| (word.to_owned(), by.to_owned())).collect()
}
