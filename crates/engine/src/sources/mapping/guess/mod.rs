//! What mapping does a sample suggest?
//!
//! Three things are kept apart. *Evidence* says for each column what speaks for it as a target, and what against it. A *decision* follows
//! where the evidence leaves one reading; it comes as a [`ColumnGuess`] or a [`Note`], with what it was chosen over. What the evidence
//! leaves open is a [`Question`] with what each answer would make of the sample, never a silent choice.

mod choose;
mod complete;
mod currency;
mod customer;
mod doubt;
mod edit;
mod ends;
mod evidence;
mod feedback;
mod flag;
mod given_back;
mod guesser;
mod id_spelling;
mod interval;
mod interval_words;
mod known;
mod lists;
mod missing;
mod names;
mod note;
mod objects;
mod order_total;
mod parts;
mod placeholders;
mod price;
mod question;
mod review;
mod rivals;
mod sale;
mod sale_words;
mod sign;
mod survey;
mod table;
mod time;
mod unit;
mod units_and_nanos;
mod unused;
mod worth;

use super::document::Mapping;
use super::preset::{self, Preset, PresetError};
use super::profile::{CellReading, Sample};
use super::target::{self, Target};
use crate::lake::Fact;
use crate::sources::{RawBatch, SourceFile};
use guesser::Guesser;

pub use guesser::{ColumnGuess, Confidence};
pub use note::{Note, OtherWords};
pub use question::{
    Answer, EarlierRows, Edit, Effect, Example, IdMeaning, Operation, OutlyingDays, Question, ReusedExample,
    TargetSources, Topic, Usual, WordCount, changed_lines,
};
pub use review::{KnownColumns, Review, review};
pub use survey::{Survey, survey};

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
    pub notes: Vec<Note>,
    /// The source's columns.
    pub header: Vec<String>,
    /// The first rows, as read.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Proposes a mapping; `fact` is the table if it is known, `usual` what holds where the file says nothing. The more rows the sample has, the
/// better is known whether a column may be the key.
#[must_use]
pub fn guess(fact: Option<Fact>, file: &SourceFile, sample: &[RawBatch], usual: &Usual) -> Guess {
    guess_beside(fact, file, sample, usual, (&TargetSources::new(), &[]))
}

/// Proposes a mapping where a person said some of it: where targets come from, and answers to questions by their ids. What was said raises
/// questions of its own, as what is beside an amount does once the amount is known. The questions whose answers are in the mapping already
/// stay among the others, the first of them, and change nothing.
#[must_use]
pub fn guess_with_answers(
    fact: Option<Fact>,
    file: &SourceFile,
    sample: &[RawBatch],
    usual: &Usual,
    sources: &TargetSources,
    answers: &[(String, String)],
) -> Guess {
    let (mut sources, mut settled): (_, Vec<Question>) = (sources.clone(), Vec::new());
    loop {
        let mut guess = guess_beside(fact, file, sample, usual, (&sources, &settled));
        let known = settled.len();
        for question in &guess.questions {
            let named = answers.iter().find(|(id, _)| *id == question.id()).map(|(_, name)| name);
            let answer = named.and_then(|name| question.answers.iter().position(|answer| answer.name == *name));
            let Some(answer) = answer.filter(|_| question.topic == Topic::Missing) else { continue };
            for edit in &question.answers[answer].edits {
                if let Edit::Column(target, from) = edit {
                    sources.insert(target.clone(), Some(from.clone()));
                }
            }
            let mut question = question.clone();
            question.answers[answer].edits.clear();
            settled.push(question);
        }
        if settled.len() == known {
            guess.questions.splice(0..0, settled);
            return guess;
        }
    }
}

fn guess_beside(
    fact: Option<Fact>,
    file: &SourceFile,
    sample: &[RawBatch],
    usual: &Usual,
    (sources, settled): (&TargetSources, &[Question]),
) -> Guess {
    let mut profiled = Sample::of(sample, usize::MAX, &CellReading::default());
    let header = header_of(&profiled);
    // A documented layout says more than what its columns look like.
    let known = preset::recognised(fact, &header).and_then(|preset| Some((preset, preset.mapping(&header).ok()?)));
    if let Some((preset, mapping)) = known {
        return by_preset(preset, Guesser::new(mapping, &profiled, file, sample, usual));
    }
    lists::set_apart(&mut profiled);
    let (table, confidence, why) = match fact {
        Some(fact) => (fact, Confidence::Sure, "it was said".to_owned()),
        None => table::guess(&file.name, &profiled),
    };
    let mapping = Mapping::new(table, &source_name(&file.name));
    let mut guesser = Guesser::new(mapping, &profiled, file, sample, usual);
    if let Some(other) = fact.and_then(|_| preset::recognised(None, &header)) {
        guesser.notes.push(Note::OtherPreset { title: other.title.clone(), fact: other.fact });
    }
    if confidence == Confidence::Unsure {
        guesser.notes.push(Note::Table { why: why.clone() });
    }
    guesser.sources.clone_from(sources);
    guesser.settled = settled.iter().map(Question::id).collect();
    guesser.assign();
    guesser.units_and_nanos();
    guesser.complete();
    guesser.times(super::plan::fallback_mark(std::slice::from_ref(file)));
    guesser.columns.sort_by_key(|guessed| rank(table, &guessed.target));
    guesser.settle();
    guesser.mapping.format.header = file.format.header.filter(|header| !header);
    guesser.tell_which_rows_count();
    guesser.tell_of_rivals();
    guesser.tell_of_equal_lines();
    guesser.tell_of_unused();
    guesser.tell_of_lists();
    told(guesser, (confidence, why), header)
}

fn by_preset(preset: &Preset, mut guesser: Guesser<'_>) -> Guess {
    guesser.mapping.source = source_name(guesser.file);
    guesser.take(preset);
    let header = header_of(guesser.sample);
    told(guesser, (Confidence::Sure, format!("its columns are those of {}", preset.title)), header)
}

/// What is chosen, with the effects of what is asked.
fn told(mut guesser: Guesser<'_>, table: (Confidence, String), header: Vec<String>) -> Guess {
    guesser.ask_about_pages();
    let questions = guesser.answered();
    let rows = shown_rows(guesser.trial.sample);
    let Guesser { mapping, columns, notes, .. } = guesser;
    Guess { mapping, table, columns, questions, notes, header, rows }
}

/// Proposes the mapping of a preset, whichever layout the file is recognised as.
pub fn guess_by(preset: &Preset, file: &SourceFile, sample: &[RawBatch], usual: &Usual) -> Result<Guess, PresetError> {
    let profiled = Sample::of(sample, usize::MAX, &CellReading::default());
    let columns = header_of(&profiled);
    let missing: Vec<String> = preset.missing(&columns).into_iter().map(str::to_owned).collect();
    let lacks = |missing| PresetError::Missing {
        file: file.name.clone(),
        title: preset.title.clone(),
        missing,
        columns: columns.clone(),
    };
    if !missing.is_empty() {
        return Err(lacks(missing));
    }
    let mapping = preset.mapping(&columns).map_err(|_| lacks(Vec::new()))?;
    Ok(by_preset(preset, Guesser::new(mapping, &profiled, file, sample, usual)))
}

fn header_of(profiled: &Sample) -> Vec<String> {
    profiled.columns.iter().map(|(name, _)| name.clone()).collect()
}

/// A name for the source, from that of the file, without what tells one export from the next: dates, numbers, "(1)", "copy".
#[must_use]
pub fn source_name(file: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.split('.').next().unwrap_or(stem);
    let tells_apart = |word: &String| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(word.as_str(), "copy" | "kopie" | "final" | "new" | "neu" | "latest" | "download")
    };
    let words = names::words(stem);
    let kept: Vec<&String> = words.iter().filter(|word| !tells_apart(word)).collect();
    match (kept.as_slice(), words.as_slice()) {
        ([], []) => "source".into(),
        ([], words) => words.join("_"),
        (kept, _) => kept.iter().map(|word| word.as_str()).collect::<Vec<_>>().join("_"),
    }
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
