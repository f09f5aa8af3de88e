//! Looking at a file with what somebody said about its columns.

use std::borrow::Cow;

use bellwether_engine::facts::Identities;
use bellwether_engine::sources::mapping::{
    ColumnSource, Mapping, MappingError, Note, Question, Survey, Topic, WordCount, guess, guess_with_answers, preview,
    survey, targets,
};
use bellwether_engine::sources::{DecimalMark, Format, Pull, RawBatch, SourceFile, SourceKind};
use bellwether_model::Currency;

use super::answers::{asks_about_rows, is_answered, known_meaning};
use super::choices::{ColumnChoices, WordMeanings};
use super::view::{
    ColumnProblem, Columns, DecidedWord, FieldSource, FileLine, MappingOrigin, RowDecision, UnusedColumn,
};
use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::failures::ToMessage as _;
use crate::file_note::in_note;
use crate::file_question::FileQuestion;
use crate::file_rows::{FileRow, first_rows};
use crate::import::{Fact, answer};
use crate::kept_mapping::kept_mapping;
use crate::same_system::KnownSystem;
use crate::upload::Upload;
use bellwether_words::{Message, message};

/// So many lines of a file are shown to choose the one that names the columns.
const SHOWN_LINES: usize = 12;

/// A file that was looked at with what somebody said about its columns.
pub(super) struct Look {
    pub(super) mapping: Mapping,
    pub(super) origin: MappingOrigin,
    pub(super) layout: Option<String>,
    pub(super) questions: Vec<Question>,
    pub(super) notes: Vec<Message>,
    pub(super) problem: Option<ColumnProblem>,
    pub(super) file: SourceFile,
    pub(super) sample: Vec<RawBatch>,
    pub(super) pulled: Option<Vec<Pull>>,
    pub(super) survey: Survey,
    /// Columns whose words are shown though nothing is decided by them.
    pub(super) also: Vec<String>,
    /// What was chosen about words, though it may not be whole.
    pub(super) said: Vec<(String, WordMeanings)>,
    pub(super) rows: Vec<FileRow>,
}

impl App {
    /// How the columns of the file would be read.
    pub async fn columns(&self, upload: &Upload) -> Result<Columns, Failure> {
        self.try_columns(upload, None).await
    }

    /// The same with what somebody chose, which is not yet agreed to.
    pub async fn try_columns(&self, upload: &Upload, choices: Option<&ColumnChoices>) -> Result<Columns, Failure> {
        let look = self.looked_at(upload, choices).await;
        let folder = self.folder(upload);
        look.and_then(|look| look.told(&folder)).map_err(|failure| failure.without(&folder))
    }

    pub(super) async fn looked_at(&self, upload: &Upload, choices: Option<&ColumnChoices>) -> Result<Look, Failure> {
        let fact = upload.fact.parse::<Fact>()?;
        let company = self.company().await?;
        let usual = self.usual().await?;
        let kept = kept_mapping(&company, &upload.source, fact.name()).await?;
        let (mut layout, mut questions, mut notes, mut said_sources) = (None, Vec::new(), Vec::new(), None);
        let before = match (&upload.mapping, kept) {
            (Some(agreed), _) => Some((Mapping::from_toml(agreed)?, MappingOrigin::Agreed)),
            (None, Some(kept)) => Some((Mapping::from_toml(&kept)?, MappingOrigin::Kept)),
            (None, None) if upload.is_source_said => None,
            (None, None) => match self.known_again(&company, upload).await? {
                None => None,
                Some(KnownSystem::As(mapping)) => {
                    notes.push(message("note-same-shape").with("source", &mapping.source));
                    Some((*mapping, MappingOrigin::Kept))
                }
                Some(KnownSystem::Several(mapping, question)) => {
                    questions.push(*question);
                    Some((*mapping, MappingOrigin::Kept))
                }
            },
        };
        let format = before.as_ref().map(|(mapping, _)| mapping.format.clone()).unwrap_or_default();
        let (file, sample) = self.head(upload, &upload.with_header_row(format))?;
        let (mut mapping, origin) = if let Some((mut mapping, origin)) = before {
            if origin == MappingOrigin::Kept
                && let Some(review) = self.reviewed(&company, &mapping, (&file, &sample)).await?
            {
                mapping = review.mapping;
                questions.extend(review.questions);
                notes.extend(review.notes.iter().filter(|note| is_told(note)).map(in_note));
            }
            (mapping, origin)
        } else {
            let mut guessed = guess(Some(fact), &file, &sample, &usual);
            if let Some(said) = choices {
                let sources = said.changed_sources(&guessed.mapping);
                guessed = guess_with_answers(Some(fact), &file, &sample, &usual, &sources, &said.answers);
                said_sources = Some(sources);
            }
            guessed.mapping.source.clone_from(&upload.source);
            guessed.mapping.currency = guessed.mapping.currency.or(Some(company.policy.value.currency));
            layout = guessed.notes.iter().find_map(|note| match note {
                Note::Preset { title, .. } => Some(title.clone()),
                _ => None,
            });
            questions = guessed.questions;
            questions.retain(|question| question.topic != Topic::Currency);
            let told = guessed.notes.iter().filter(|note| is_told(note)).map(in_note);
            notes = file.format.notes.iter().cloned().map(Message::from).chain(told).collect();
            (guessed.mapping, MappingOrigin::Guess)
        };
        mapping.format = upload.with_header_row(mapping.format);
        let header = header(&sample);
        // What was shown and stayed as it was is for the guess to say, which knows more now.
        let choices = choices.map(|choices| match &said_sources {
            Some(sources) => Cow::Owned(choices.with_fields_of(sources)),
            None => Cow::Borrowed(choices),
        });
        let choices = choices.as_deref();
        let mut problem = choices.and_then(|choices| choices.apply(&mut mapping, &header, &questions));
        // By what rows are known is settled by what was chosen.
        if origin != MappingOrigin::Agreed && questions.iter().all(|question| question.topic != Topic::Source) {
            let asked = self.asked_about_rows(&company, &[self.place(upload)], &mapping).await?;
            if let Some(choices) = choices {
                answer(&mut mapping, &asked, &choices.answers);
            }
            questions.extend(asked);
        }
        let identities = Identities::of_mapping(&company.lake, &mapping).await?;
        let pulled = match preview(&mapping, &file, &sample, &usual.zone, Some(&identities)) {
            Ok(pulled) => Some(pulled),
            Err(error) => {
                // What is asked stands in the way until it is answered.
                let waits = is_asked(&error)
                    && questions
                        .iter()
                        .any(|question| choices.is_none_or(|choices| !is_answered(question, &choices.answers)));
                problem = problem.or_else(|| (!waits).then(|| problem_of(&error)));
                None
            }
        };
        let mut also: Vec<String> = questions.iter().filter_map(asks_about_rows).map(str::to_owned).collect();
        also.extend(choices.iter().flat_map(|choices| choices.also.iter().cloned()).filter(|it| header.contains(it)));
        let survey = survey(&mapping, &file, &sample, &usual, &also);
        let said = choices.map(|choices| choices.words.clone()).unwrap_or_default();
        let rows = first_rows(&sample, pulled.as_deref(), &usual);
        Ok(Look { mapping, origin, layout, questions, notes, problem, file, sample, pulled, survey, also, said, rows })
    }

    /// Whether the file can be read by a mapping; the error says why not.
    pub(super) async fn readable_by(&self, upload: &Upload, mapping: &Mapping) -> Result<(), Failure> {
        let (file, sample) = self.head(upload, &mapping.format)?;
        let identities = Identities::of_mapping(&self.company().await?.lake, mapping).await?;
        preview(mapping, &file, &sample, &self.usual().await?.zone, Some(&identities))?;
        Ok(())
    }

    /// What a file whose source nobody named is known as by its columns.
    async fn known_again(&self, company: &Company, upload: &Upload) -> Result<Option<KnownSystem>, Failure> {
        let (_, sample) = self.head(upload, &upload.with_header_row(Format::default()))?;
        let names = header(&sample);
        self.known_by_shape(company, &[self.place(upload)], &upload.fact, (&names, &upload.source)).await
    }

    /// The first rows of a file, read in a format.
    fn head(&self, upload: &Upload, format: &Format) -> Result<(SourceFile, Vec<RawBatch>), Failure> {
        let mut reader = self.known_inputs.open(&[self.place(upload)], format)?;
        let sample = reader.next()?.into_iter().collect();
        let file = reader.files().first().cloned().ok_or_else(|| Failure::input(message("failure-nothing-to-read")))?;
        Ok((file, sample))
    }

    /// The first lines of a file of rows and columns as they stand there, whatever they are; none where its kind has none.
    #[must_use]
    pub fn first_lines(&self, upload: &Upload) -> Vec<FileLine> {
        let raw = Format { header: Some(false), skip_rows: Some(0), footer_rows: Some(0), ..Format::default() };
        let Ok((file, sample)) = self.head(upload, &raw) else { return Vec::new() };
        if !matches!(file.format.kind, Some(SourceKind::Csv | SourceKind::Xlsx)) {
            return Vec::new();
        }
        let cells = |row: FileRow| row.cells.into_iter().map(|(_, cell)| cell).collect();
        let utc = bellwether_engine::sources::mapping::Usual { zone: jiff::tz::TimeZone::UTC, currency: Currency::EUR };
        let rows = first_rows(&sample, None, &utc).into_iter().take(SHOWN_LINES);
        rows.map(|row| FileLine { number: row.number, cells: cells(row) }).collect()
    }
}

impl Upload {
    /// A format with the row of names that somebody chose.
    fn with_header_row(&self, format: Format) -> Format {
        match self.header_row {
            None => format,
            Some(0) => Format { header: Some(false), header_row: None, ..format },
            Some(row) => Format { header: None, header_row: Some(row), skip_rows: None, ..format },
        }
    }
}

impl Look {
    pub(super) fn told(self, folder: &str) -> Result<Columns, Failure> {
        let Self { mapping, origin, questions, survey, .. } = &self;
        let rejects = self.pulled.iter().flatten().map(|pulled| pulled.rejects.len() as u64).sum::<u64>();
        let first = self.pulled.iter().flatten().flat_map(|pulled| &pulled.rejects).next();
        let rejects = first.map(|reject| {
            let place = message("row-unread").with("row", reject.place.row).with("column", &reject.column);
            (rejects, place.with("value", &reject.value).with("reason", &reject.reason))
        });
        let fact = mapping.table;
        let needed = |target: &str| {
            let column =
                if matches!(target, "amount" | "monthly") { format!("{target}_minor") } else { target.to_owned() };
            let is_money = target.ends_with("_minor");
            let is_currency = target == "currency" && fact != Fact::ExchangeRates;
            !is_money && !is_currency && fact.columns().find(&column).is_some_and(|(_, field)| !field.is_nullable())
        };
        let field = |target: String| {
            let from = mapping.columns.get(&target);
            let via = from.and_then(|from| match from {
                ColumnSource::Via(via) => Some(via.via.clone()),
                ColumnSource::Source(_) => None,
            });
            let from = from.map(|from| from.text().to_owned()).unwrap_or_default();
            let is_twin_mapped = mapping.columns.contains_key(&format!("{target}_minor"));
            FieldSource { is_needed: needed(&target) && !is_twin_mapped, target, from, via }
        };
        let decided = |column: &String| {
            let words = survey.words.get(column)?;
            (!words.is_empty()).then(|| RowDecision {
                column: column.clone(),
                words: words.iter().map(|word| self.decided(column, word)).collect(),
            })
        };
        // What is asked about is not yet used, nor left aside.
        let unused = survey.unused.iter().filter_map(UnusedColumn::of);
        let mut columns: Vec<&String> = mapping.rows.keys().chain(&self.also).collect();
        columns.sort();
        columns.dedup();
        Ok(Columns {
            origin: *origin,
            layout: self.layout.clone(),
            questions: questions.iter().map(FileQuestion::from).collect(),
            unused: unused.filter(|unused| !questions.iter().any(|question| question.about == unused.column)).collect(),
            header: header(&self.sample),
            header_row: self.file.format.header_row,
            fields: targets(fact).into_iter().map(field).collect(),
            attributes: mapping.attributes.iter().map(|(name, from)| (name.clone(), from.clone())).collect(),
            takes_attributes: fact.columns().find("attributes").is_some(),
            currency: mapping.currency.map(|currency| currency.code().to_owned()).unwrap_or_default(),
            dates: mapping.values.dates.map(|order| order.name().to_owned()).unwrap_or_default(),
            decimal: match mapping.format.decimal {
                Some(DecimalMark::Point) => ".".to_owned(),
                Some(DecimalMark::Comma) => ",".to_owned(),
                None => String::new(),
            },
            decisions: columns.into_iter().filter_map(decided).collect(),
            mapping: mapping.to_toml()?,
            // The person knows the file by its name alone.
            problem: self.problem.map(|problem| ColumnProblem { text: problem.text.without(folder), ..problem }),
            notes: self.notes,
            rows: self.rows,
            rejects,
        })
    }

    fn decided(&self, column: &str, count: &WordCount) -> DecidedWord {
        let said = self.mapping.rows.get(column).and_then(|known| known.meaning(&count.word));
        let words = self.said.iter().filter(|(known, _)| known == column).flat_map(|(_, words)| words);
        let chosen = words.filter(|(word, _)| *word == count.word).find_map(|(_, meaning)| *meaning);
        let asked = self.questions.iter().find(|question| asks_about_rows(question) == Some(column));
        DecidedWord {
            word: count.word.clone(),
            rows: count.rows,
            money: count.minor.iter().map(|(currency, minor)| (*currency, *minor)).collect(),
            meaning: chosen.or_else(|| said.or_else(|| known_meaning(asked?, &count.word))),
        }
    }
}

/// Whether a note is told beside the columns: unused ones and words that decide are shown apart, whatever the mapping.
fn is_told(note: &Note) -> bool {
    note.unused().is_none() && !matches!(note, Note::Rows { .. })
}

/// The columns of a sample.
fn header(sample: &[RawBatch]) -> Vec<String> {
    let schema = sample.first().map(|batch| batch.rows.schema());
    schema.iter().flat_map(|schema| schema.fields().iter().map(|field| field.name().clone())).collect()
}

/// Why a mapping cannot be applied, beside the field that is to blame.
fn problem_of(error: &MappingError) -> ColumnProblem {
    let about = |target: &String, text: Message| ColumnProblem { field: Some(target.clone()), text };
    match error {
        MappingError::UnknownColumn { column, target, nearest, .. } if !nearest.is_empty() => {
            let text = message("field-unknown-column-near").with("column", column).with("nearest", nearest.join(", "));
            about(target, text)
        }
        MappingError::UnknownColumn { column, target, .. } => {
            about(target, message("field-unknown-column").with("column", column))
        }
        MappingError::Expression { target, expression, why } => {
            let text = message("field-unreadable").with("expression", expression);
            about(target, text.with("why", why))
        }
        MappingError::MissingTarget { target, .. } => about(target, message("field-missing")),
        other => ColumnProblem { field: None, text: other.to_message() },
    }
}

/// Whether rows cannot be read for want of what the questions about a file ask.
fn is_asked(error: &MappingError) -> bool {
    use MappingError::{AmbiguousDates, AmbiguousNumbers, MissingTarget, NoCurrency};
    matches!(error, AmbiguousDates { .. } | AmbiguousNumbers { .. } | MissingTarget { .. } | NoCurrency { .. })
}
