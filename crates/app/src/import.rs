//! How do the files of a silo become facts, and what of them could not?

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow::array::RecordBatch;
use bellwether_engine::facts::{self, Identities, RejectLayout};
pub use bellwether_engine::lake::Fact;
use bellwether_engine::sources::FactSource as _;
use bellwether_engine::sources::mapping::{
    Guess, Mapping, MappingSource, Preset, Question, TargetSources, Topic, Usual, guess_by, guess_with_answers, preset,
    presets, preview, sample_head, source_name,
};
use bellwether_engine::sources::{Format, RawBatch, SourceFile};
use bellwether_model::{Day, Policy};
use bellwether_records::{RecordsError, VersionDetails};
use jiff::tz::TimeZone;

use crate::app::{App, REJECTS};
use crate::company::Company;
use crate::failure::{Failure, FailureKind};
use crate::file_note::{in_choice, in_note};
use crate::file_question::FileQuestion;
use crate::file_rows::{FileValue, values};
pub use crate::import_outcome::{ImportOutcome, ImportReport};
use crate::kept_mapping::kept_mapping;
use crate::private;
use crate::same_system::KnownSystem;
use crate::settled_mapping::settle;
use crate::word_answers::by_word;
use bellwether_words::message;

/// Rows of a source shown with a guess.
const SHOWN_ROWS: usize = 5;

/// What to import.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// What the rows are.
    pub fact: Fact,
    /// Name of the source system.
    pub source: Option<String>,
    /// Where they come from.
    pub origin: Origin,
    /// The mapping file; absent: the one kept for the source, else a guess.
    pub map: Option<PathBuf>,
    /// The preset to start from, whichever layout the file is recognised as.
    pub preset: Option<String>,
    /// Up to this day nothing that happened is missing of what the source tells, as somebody says; absent where nobody does.
    pub complete_through: Option<Day>,
    /// Read and report everything, write nothing.
    pub dry_run: bool,
    /// Who agreed to the mapping.
    pub by: String,
    /// Whether it was begun before under the same id and may have taken place.
    pub is_resumed: bool,
}

/// Where the rows are.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Files by name or glob.
    Files(Vec<String>),
    /// A query of a Postgres database.
    Postgres {
        /// Where the database answers, with who asks.
        url: String,
        /// The statement whose rows are wanted.
        query: String,
    },
}

/// How the columns of a source would be read, for a person to agree to.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The mapping as TOML.
    pub mapping: String,
    /// What was decided, e.g. which column is what and how its dates are written; one sentence each.
    pub detected: Vec<String>,
    /// What is left open; the file is not to be imported before it is answered.
    pub questions: Vec<FileQuestion>,
    /// The same, with what the answers change.
    pub(crate) asked: Vec<Question>,
    /// Headings and rows of a sample as it would be stored.
    pub headings: Vec<String>,
    /// The first rows, as texts.
    pub sample: Vec<Vec<String>>,
    /// True where the mapping was guessed just now and nobody has seen it.
    pub is_guess: bool,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub bytes_read: u64,
    /// Bytes there are.
    pub bytes_total: u64,
    /// Rows read so far.
    pub rows: u64,
}

/// A documented layout that is known by its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownLayout {
    /// Its name, as in `shopify_orders`.
    pub name: String,
    /// What a person calls such a file.
    pub title: String,
    /// What its rows are.
    pub fact: Fact,
    /// The columns it is known by.
    pub columns: Vec<String>,
    /// Where it is documented.
    pub documentation: String,
}

/// The documented layouts that are known.
#[must_use]
pub fn known_layouts() -> Vec<KnownLayout> {
    let known = |preset: &Preset| KnownLayout {
        name: preset.name.clone(),
        title: preset.title.clone(),
        fact: preset.fact,
        columns: preset.columns().into_iter().map(str::to_owned).collect(),
        documentation: preset.documentation.clone(),
    };
    presets().iter().map(known).collect()
}

/// What the rows of a preset's layout are.
pub fn fact_of_preset(name: &str) -> Result<Fact, Failure> {
    Ok(preset(name)?.fact)
}

impl App {
    /// The mapping to be used: the file given, the one kept for the source, or a guess, which goes on from what `answers` say is where.
    pub async fn propose_mapping(
        &self,
        request: &ImportRequest,
        answers: &[(String, String)],
    ) -> Result<Proposal, Failure> {
        self.refuse_beside_sample().await?;
        if let Some(path) = &request.map {
            let (_, text) = Self::map_file(path, request.fact)?;
            return self.agreed(request, text).await;
        }
        let usual = self.usual().await?;
        let mut reader = self.known_inputs.open(&request.origin.inputs(), &Format::default())?;
        let first = reader.next()?;
        let file = reader.files().first().cloned().ok_or_else(|| Failure::input(message("failure-nothing-to-read")))?;
        let sample: Vec<_> = first.into_iter().collect();
        let mut guess = guessed(request, &file, &sample, &usual, answers)?;
        if let Some(source) = &request.source {
            guess.mapping.source.clone_from(source);
        }
        let mut identities = Identities::default();
        if self.has_company() {
            let company = self.company().await?;
            let kept = kept_mapping(&company, &guess.mapping.source, request.fact.name()).await?;
            if let (Some(kept), None) = (kept, &request.preset) {
                let kept = self.reviewed_as(&company, request, Mapping::from_toml(&kept)?, answers).await?;
                return Ok(Proposal { is_guess: false, ..kept });
            }
            if let (None, None, Origin::Files(files)) = (&request.preset, &request.source, &request.origin) {
                let of_file = (guess.header.as_slice(), source_name(&file.name));
                let of_file = (of_file.0, of_file.1.as_str());
                match self.known_by_shape(&company, files, request.fact.name(), of_file).await? {
                    None => {}
                    Some(KnownSystem::As(mapping)) => {
                        let note = message("note-same-shape").with("source", &mapping.source);
                        let mut proposal = self.reviewed_as(&company, request, *mapping, answers).await?;
                        proposal.detected.insert(0, note.english());
                        return Ok(Proposal { is_guess: true, ..proposal });
                    }
                    Some(KnownSystem::Several(mapping, question)) => {
                        return Ok(Proposal {
                            is_guess: true,
                            ..Proposal::asking(mapping.to_toml()?, vec![*question])
                        });
                    }
                }
            }
            guess.mapping.currency = guess.mapping.currency.or(Some(company.policy.value.currency));
            guess.questions.retain(|question| question.topic != Topic::Currency);
            identities = Identities::of_mapping(&company.lake, &guess.mapping).await?;
            let inputs = request.origin.inputs();
            // Rows can be compared once it is known how they are read.
            let mut read = guess.mapping.clone();
            answer(&mut read, &guess.questions, answers);
            guess.questions.extend(self.asked_about_rows(&company, &inputs, &read).await?);
        } else {
            let mut read = guess.mapping.clone();
            answer(&mut read, &guess.questions, answers);
            guess.questions.extend(self.asked_about_days(None, &request.origin.inputs(), &read).await?);
        }
        let mut detected = file.format.notes.clone();
        detected.extend(guess.columns.iter().map(in_choice));
        detected.extend(guess.notes.iter().map(|note| in_note(note).english()));
        let questions = guess.questions.iter().map(FileQuestion::from).collect();
        let is_open = !guess.questions.is_empty();
        let pulled = match preview(&guess.mapping, &file, &sample_head(&sample), &usual.zone, Some(&identities)) {
            Ok(pulled) => pulled,
            // What is asked may stand in the way of reading rows.
            Err(_) if is_open => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let (headings, rows) = pulled.first().map(|pulled| shown(&pulled.batch.rows, &usual.zone)).unwrap_or_default();
        let mapping = guess.mapping.to_toml()?;
        let asked = guess.questions;
        Ok(Proposal { mapping, detected, questions, asked, headings, sample: rows, is_guess: true })
    }

    /// A map file for a table, with its text.
    pub(crate) fn map_file(path: &Path, fact: Fact) -> Result<(Mapping, String), Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::input(message("failure-map-unread").with("path", path.display()).with("why", error))
        })?;
        let mapping = Mapping::from_toml(&text)?;
        if mapping.table != fact {
            let said = message("failure-map-of-other-table").with("path", path.display());
            return Err(Failure::usage(said.with("table", mapping.table).with("fact", fact)));
        }
        Ok((mapping, text))
    }

    /// A mapping that was agreed on, with what its rows ask.
    async fn agreed(&self, request: &ImportRequest, toml: String) -> Result<Proposal, Failure> {
        let mut mapping = Mapping::from_toml(&toml)?;
        if let Some(source) = &request.source {
            mapping.source.clone_from(source);
        }
        let inputs = request.origin.inputs();
        let asked = if self.has_company() {
            self.asked_about_rows(&self.company().await?, &inputs, &mapping).await?
        } else {
            self.asked_about_days(None, &inputs, &mapping).await?
        };
        Ok(if asked.is_empty() { Proposal::agreed(toml) } else { Proposal::asking(mapping.to_toml()?, asked) })
    }

    /// The mapping with some answers to the questions about it.
    pub fn answer_questions(&self, proposal: &Proposal, answers: &[(String, String)]) -> Result<String, Failure> {
        let mut mapping = Mapping::from_toml(&proposal.mapping)?;
        answer(&mut mapping, &proposal.asked, answers);
        Ok(mapping.to_toml()?)
    }

    /// The company's time zone and currency; those of the standard policy before there is a company.
    pub(crate) async fn usual(&self) -> Result<Usual, Failure> {
        let policy = if self.has_company() { self.company().await?.policy.value.clone() } else { Policy::default() };
        let zone = policy.check().map_err(Failure::usage)?.zone().clone();
        Ok(Usual { zone, currency: policy.currency })
    }

    /// Refuses a day up to which a source would be complete, but that has not come.
    pub(crate) async fn refuse_days_to_come(&self, complete_through: Option<Day>) -> Result<(), Failure> {
        let Some(day) = complete_through else { return Ok(()) };
        let today = self.companys_today().await?;
        if day <= today {
            return Ok(());
        }
        Err(Failure::usage(message("failure-complete-ahead").day("day", day).day("today", today)))
    }

    /// Imports rows, or tries to; nothing is kept of an import that fails.
    pub async fn import(
        &self,
        request: &ImportRequest,
        mapping: &str,
        cancel: &AtomicBool,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<ImportOutcome, Failure> {
        let mut parsed = Mapping::from_toml(mapping)?;
        if let Some(source) = &request.source {
            parsed.source.clone_from(source);
        }
        if !self.has_company() {
            let standard = Policy::default();
            self.init(&Policy { currency: parsed.currency.unwrap_or(standard.currency), ..standard }).await?;
        }
        let company = self.company().await?;
        company.refuse_sample()?;
        let calendar = company.policy.value.check().map_err(Failure::usage)?;
        self.refuse_days_to_come(request.complete_through).await?;
        settle(&company, &mut parsed).await?;
        let identities = Arc::new(Identities::of_mapping(&company.lake, &parsed).await?);
        let reader = self.known_inputs.open(&request.origin.inputs(), &parsed.format)?;
        let mut source = MappingSource::new(reader, parsed.clone(), calendar.zone(), Some(identities))?;
        let text = parsed.to_toml()?;
        let import_id = self.change_id().to_string();
        let mut on_progress = |step: facts::Progress| {
            if let facts::Progress::Reading(reading) = step {
                progress(Progress {
                    bytes_read: reading.bytes_read,
                    bytes_total: reading.bytes_total.unwrap_or(0),
                    rows: reading.rows,
                });
            }
        };
        let told = facts::ImportRequest {
            import_id: &import_id,
            by: &request.by,
            now: self.now,
            time_zone: calendar.zone(),
            mapping: &text,
            complete_through: request.complete_through,
            dry_run: request.dry_run,
            threads: self.threads(),
            cancel,
            on_progress: &mut on_progress,
        };
        let earlier = if request.is_resumed && !request.dry_run {
            facts::took_place(&company.lake, &import_id, self.now).await?
        } else {
            None
        };
        let report = match earlier {
            Some(report) => report,
            None => facts::import(&company.lake, &mut source, told).await?,
        };
        if !request.dry_run {
            self.known_inputs.forget(&request.origin.inputs());
            let kept = bellwether_records::Mapping {
                source: parsed.source.clone(),
                fact: request.fact.name().to_owned(),
                toml: text.clone(),
            };
            let change = self.change(&request.by)?;
            let saved = company.records.documents().add(&kept, &VersionDetails::default(), &change).await;
            // Of an import that is resumed it may be saved, and another one since.
            if !matches!(saved, Err(RecordsError::Repeated(_))) {
                saved?;
            }
        }
        let rejects_file = if report.rejected > 0 && !request.dry_run {
            Some(self.write_rejects(&company, &report, &source).await?)
        } else {
            None
        };
        Ok(ImportOutcome::of(&report, request.dry_run, rejects_file))
    }

    async fn write_rejects(
        &self,
        company: &Company,
        report: &facts::ImportReport,
        source: &MappingSource,
    ) -> Result<PathBuf, Failure> {
        let folder = self.config.data.join(REJECTS);
        let path = folder.join(format!("{}-{}.csv", report.import_seq, report.fact));
        let failed = |error| Failure::new(FailureKind::Internal, format!("cannot write {}: {error}", path.display()));
        private::make_folder(&folder).map_err(failed)?;
        let mut file = std::fs::File::create(&path).map_err(failed)?;
        let columns = source.columns();
        let layout = RejectLayout { columns: &columns, delimiter: source.delimiter() };
        facts::export_rejects(&company.lake, report.import_seq, &layout, &mut file).await?;
        Ok(path)
    }
}

/// What the mapping is guessed to be, from the preset that was asked for if one was.
fn guessed(
    request: &ImportRequest,
    file: &SourceFile,
    sample: &[RawBatch],
    usual: &Usual,
    answers: &[(String, String)],
) -> Result<Guess, Failure> {
    match &request.preset {
        Some(name) => Ok(guess_by(preset(name)?, file, sample, usual)?),
        None => Ok(guess_with_answers(Some(request.fact), file, sample, usual, &TargetSources::new(), answers)),
    }
}

impl Origin {
    /// What the readers are told to open.
    pub(crate) fn inputs(&self) -> Vec<String> {
        match self {
            Self::Files(files) => files.clone(),
            Self::Postgres { url, query } => vec![url.clone(), query.clone()],
        }
    }
}

impl Proposal {
    fn agreed(mapping: String) -> Self {
        Self::asking(mapping, Vec::new())
    }

    pub(crate) fn asking(mapping: String, asked: Vec<Question>) -> Self {
        Self {
            mapping,
            detected: Vec::new(),
            questions: asked.iter().map(FileQuestion::from).collect(),
            asked,
            headings: Vec::new(),
            sample: Vec::new(),
            is_guess: false,
        }
    }
}

/// The first rows as they would be stored, in the company's days and money; the fields that have no value in any of them are left out.
fn shown(rows: &RecordBatch, zone: &TimeZone) -> (Vec<String>, Vec<Vec<String>>) {
    let stored: Vec<_> = (0..rows.num_rows().min(SHOWN_ROWS)).map(|row| values(rows, row, zone)).collect();
    let mut headings: Vec<String> = Vec::new();
    for field in rows.schema().fields() {
        let name = field.name().trim_end_matches("_minor");
        if stored.iter().flatten().any(|(known, _)| known == name) {
            headings.push(name.to_owned());
        }
    }
    let cell = |row: &[(String, FileValue)], name: &String| {
        row.iter().find(|(known, _)| known == name).map(|(_, value)| value.plain()).unwrap_or_default()
    };
    let lines = stored.iter().map(|row| headings.iter().map(|name| cell(row, name)).collect()).collect();
    (headings, lines)
}

/// Changes a mapping as the answers to questions about it say; an answer nobody offered changes nothing.
pub(crate) fn answer(mapping: &mut Mapping, questions: &[Question], answers: &[(String, String)]) {
    for question in questions {
        let named = answers.iter().find(|(id, _)| *id == question.id()).map(|(_, name)| name);
        let chosen = named.and_then(|name| question.answers.iter().find(|answer| answer.name == *name));
        let by_word = by_word(question, answers);
        for edit in chosen.iter().flat_map(|answer| &answer.edits).chain(&by_word) {
            edit.apply(mapping);
        }
        // An answer that changes something is known by what it changed.
        if let Some(answer) = chosen.filter(|answer| answer.edits.is_empty() && question.comes_again()) {
            mapping.answers.insert(question.id(), answer.name.clone());
        }
    }
}
