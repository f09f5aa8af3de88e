//! A file that somebody brings in by pages: what it holds, how it would be read, and where it is kept until it is in.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bellwether_engine::facts::Identities;
use bellwether_engine::sources::mapping::{
    ColumnSource, DateOrder, Mapping, MappingError, Question, Topic, guess, preview, source_name, targets,
};
use bellwether_engine::sources::{self, DecimalMark, Format};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::failures::ToMessage as _;
use crate::file_question::{FileQuestion, in_note};
use crate::import::{Fact, answer, shown};
use crate::same_system::Known;
use crate::undo::kept_mapping;
use bellwether_words::{Message, message};

/// Files that nobody has asked for so long are removed when the next one comes.
pub(crate) const KEPT: Duration = Duration::from_hours(7 * 24);

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its id.
    pub id: String,
    /// Its name, as far as it is one that can do no harm.
    pub file: String,
    /// The table its rows are for.
    pub fact: String,
    /// The system it comes from.
    pub source: String,
    /// Whether somebody said that it does.
    #[serde(default)]
    pub is_source_said: bool,
    /// The mapping that was agreed to; absent before.
    pub mapping: Option<String>,
}

/// How the columns of a file would be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The mapping as TOML.
    pub mapping: String,
    /// Where the mapping comes from.
    pub origin: MappingOrigin,
    /// What is left open; the file is not brought in before it is answered.
    pub questions: Vec<FileQuestion>,
    /// What was decided about the file, and what was seen in it.
    pub notes: Vec<Message>,
    /// The file's own columns.
    pub header: Vec<String>,
    /// What a row may have and where it comes from; empty where it is left out.
    pub targets: Vec<(String, String)>,
    /// Attributes and where they come from.
    pub attributes: Vec<(String, String)>,
    /// Whether rows of the table may have attributes.
    pub takes_attributes: bool,
    /// The currency where no column names it; may be empty.
    pub currency: String,
    /// `iso`, `day_first` or `month_first`; empty: as detected.
    pub dates: String,
    /// `.` or `,`; empty: as detected.
    pub decimal: String,
    /// The columns of the file.
    pub headings: Vec<String>,
    /// The first rows as they would be stored.
    pub sample: Vec<Vec<String>>,
    /// Why there are none.
    pub unreadable: Option<Message>,
}

/// Where a mapping comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MappingOrigin {
    /// Guessed just now.
    Guess,
    /// The one that was agreed to for this source before.
    Kept,
    /// Agreed to for this file.
    Agreed,
}

/// What a person says about the columns.
#[derive(Clone, Debug, Default)]
pub struct ColumnChoices {
    /// What a row has and where it comes from.
    pub targets: Vec<(String, String)>,
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
}

impl App {
    /// Makes a place for a file; where to write it.
    pub fn begin_upload(&self, name: &str, fact: &str, source: &str) -> Result<(Upload, PathBuf), Failure> {
        let fact = fact.parse::<Fact>()?;
        let file = harmless(name);
        // By the same rule as at the terminal, so that an export is known again whichever way it comes.
        let is_source_said = !source.trim().is_empty();
        let source = if is_source_said { source.trim().to_owned() } else { source_name(name) };
        let (id, fact) = (self.new_id().to_string(), fact.name().to_owned());
        let upload = Upload { id, fact, source, file, is_source_said, mapping: None };
        self.forget_old_uploads();
        let folder = self.uploads().join(&upload.id);
        std::fs::create_dir_all(&folder).map_err(|error| cannot("make a place for the file", &error))?;
        self.keep_upload(&upload)?;
        Ok((upload.clone(), folder.join(&upload.file)))
    }

    /// The file on its way in.
    pub fn upload(&self, id: &str) -> Result<Upload, Failure> {
        let gone = || Failure::new(FailureKind::NotFound, message("failure-no-upload"));
        if !is_upload_id(id) {
            return Err(gone());
        }
        let text = std::fs::read_to_string(self.uploads().join(id).join(NOTE)).map_err(|_| gone())?;
        let upload: Upload = serde_json::from_str(&text).map_err(|_| gone())?;
        // A note is believed only as far as it leads nowhere else.
        if upload.id == id && harmless(&upload.file) == upload.file { Ok(upload) } else { Err(gone()) }
    }

    /// Removes a file that is in or given up.
    pub fn forget_upload(&self, upload: &Upload) -> Result<(), Failure> {
        std::fs::remove_dir_all(self.uploads().join(&upload.id)).map_err(|error| cannot("remove the file", &error))
    }

    /// How the columns of the file would be read.
    pub async fn columns(&self, upload: &Upload) -> Result<Columns, Failure> {
        Ok(self.asked_about(upload).await?.0)
    }

    /// The same, with what is open as the changes that the answers are.
    async fn asked_about(&self, upload: &Upload) -> Result<(Columns, Vec<Question>), Failure> {
        self.looked_at(upload).await.map_err(|failure| failure.without(&self.folder(upload)))
    }

    async fn looked_at(&self, upload: &Upload) -> Result<(Columns, Vec<Question>), Failure> {
        let fact = upload.fact.parse::<Fact>()?;
        let mut reader = sources::open(&[self.place(upload)], &Format::default())?;
        let first = reader.next()?;
        let file = reader.files().first().cloned().ok_or_else(|| Failure::input(message("failure-nothing-to-read")))?;
        let sample: Vec<_> = first.into_iter().collect();
        let company = self.company().await?;
        let usual = self.usual().await?;
        let mut guessed = guess(Some(fact), &file, &sample, &usual);
        let kept = kept_mapping(&company, &upload.source, fact.name()).await?;
        let mut kept = kept.map(|kept| Mapping::from_toml(&kept)).transpose()?;
        let (mut asked, mut notes) = (Vec::new(), Vec::new());
        let inputs = [self.place(upload)];
        if kept.is_none() && upload.mapping.is_none() && !upload.is_source_said {
            let of_file = (guessed.header.as_slice(), upload.source.as_str());
            match self.known_by_shape(&company, &inputs, fact.name(), of_file).await? {
                None => {}
                Some(Known::As(mapping)) => {
                    notes.push(message("note-same-shape").with("source", &mapping.source));
                    kept = Some(*mapping);
                }
                Some(Known::Several(mapping, question)) => {
                    asked.push(question);
                    kept = Some(*mapping);
                }
            }
        }
        let (mapping, origin) = match (&upload.mapping, kept) {
            (Some(agreed), _) => (Mapping::from_toml(agreed)?, MappingOrigin::Agreed),
            (None, Some(kept)) => (kept, MappingOrigin::Kept),
            (None, None) => {
                guessed.mapping.source.clone_from(&upload.source);
                guessed.mapping.currency = guessed.mapping.currency.or(Some(company.policy.value.currency));
                (guessed.mapping, MappingOrigin::Guess)
            }
        };
        if origin == MappingOrigin::Guess {
            asked = guessed.questions;
            asked.retain(|question| question.topic != Topic::Currency);
            notes =
                file.format.notes.iter().cloned().map(Message::from).chain(guessed.notes.iter().map(in_note)).collect();
        }
        if origin != MappingOrigin::Agreed && asked.iter().all(|question| question.topic != Topic::Source) {
            asked.extend(self.asked_about_rows(&company, &inputs, &mapping).await?);
        }
        let questions: Vec<FileQuestion> = asked.iter().map(FileQuestion::from).collect();
        let identities = Identities::load(&company.lake).await?;
        let read = preview(&mapping, &file, &sample, &usual.zone, Some(&identities));
        let (headings, rows, unreadable) = match read {
            Ok(pulled) => {
                let rejected = pulled.iter().flat_map(|pulled| &pulled.rejects).next();
                let unread = rejected.map(|reject| {
                    let place = message("row-unread").with("row", reject.place.row).with("column", &reject.column);
                    place.with("value", &reject.value).with("reason", &reject.reason)
                });
                let (headings, rows) = pulled.first().map(|pulled| shown(&pulled.batch.rows)).unwrap_or_default();
                (headings, rows, unread)
            }
            Err(error) if !questions.is_empty() && is_asked(&error) => (Vec::new(), Vec::new(), None),
            // The person knows the file by its name alone.
            Err(error) => (Vec::new(), Vec::new(), Some(error.to_message().without(&self.folder(upload)))),
        };
        let from = |target: &String| mapping.columns.get(target).map(|from| from.text().to_owned()).unwrap_or_default();
        let columns = Columns {
            origin,
            questions,
            notes,
            header: guessed.header,
            targets: targets(fact).into_iter().map(|target| (target.clone(), from(&target))).collect(),
            attributes: mapping.attributes.iter().map(|(name, from)| (name.clone(), from.clone())).collect(),
            takes_attributes: fact.columns().find("attributes").is_some(),
            currency: mapping.currency.map(|currency| currency.code().to_owned()).unwrap_or_default(),
            dates: mapping.values.dates.map(|order| order.name().to_owned()).unwrap_or_default(),
            decimal: match mapping.format.decimal {
                Some(DecimalMark::Point) => ".".to_owned(),
                Some(DecimalMark::Comma) => ",".to_owned(),
                None => String::new(),
            },
            mapping: mapping.to_toml()?,
            headings,
            sample: rows,
            unreadable,
        };
        Ok((columns, asked))
    }

    /// Agrees to the columns as given, on top of what is there.
    pub async fn agree_to_columns(&self, upload: &Upload, choices: &ColumnChoices) -> Result<Upload, Failure> {
        let (columns, asked) = self.asked_about(upload).await?;
        let mut mapping = Mapping::from_toml(&columns.mapping)?;
        for (target, from) in &choices.targets {
            match (from.trim(), mapping.columns.get(target)) {
                ("", _) => drop(mapping.columns.remove(target)),
                (same, Some(before)) if before.text() == same => {}
                (from, _) => drop(mapping.columns.insert(target.clone(), ColumnSource::Source(from.to_owned()))),
            }
        }
        mapping.attributes = choices
            .attributes
            .iter()
            .map(|(name, from)| (name.trim().to_owned(), from.trim().to_owned()))
            .filter(|(name, from)| !name.is_empty() && !from.is_empty())
            .collect();
        let currency = choices.currency.trim();
        mapping.currency = if currency.is_empty() {
            None
        } else {
            Some(currency.to_ascii_uppercase().parse().map_err(Failure::input)?)
        };
        mapping.values.dates = match choices.dates.as_str() {
            "iso" => Some(DateOrder::Iso),
            "day_first" => Some(DateOrder::DayFirst),
            "month_first" => Some(DateOrder::MonthFirst),
            _ => None,
        };
        mapping.format.decimal = match choices.decimal.as_str() {
            "." => Some(DecimalMark::Point),
            "," => Some(DecimalMark::Comma),
            _ => None,
        };
        if !columns.questions.is_empty() {
            let is_answered = |question: &&FileQuestion| {
                let is_offered = |name: &String| question.answers.iter().any(|answer| answer.name == *name);
                !question.is_choice || choices.answers.iter().any(|(id, name)| *id == question.id && is_offered(name))
            };
            if let Some(open) = columns.questions.iter().find(|question| !is_answered(question)) {
                return Err(Failure::input(open.text.clone()));
            }
            answer(&mut mapping, &asked, &choices.answers);
        }
        self.hold_rows_against(upload, &mapping, &choices.answers).await?;
        self.agree_to_mapping(upload, &mapping.to_toml()?)
    }

    /// Refuses a mapping by which rows that came in before would count once more, unless that was answered.
    async fn hold_rows_against(
        &self,
        upload: &Upload,
        mapping: &Mapping,
        answers: &[(String, String)],
    ) -> Result<(), Failure> {
        let company = self.company().await?;
        let asked = self.asked_about_rows(&company, &[self.place(upload)], mapping).await?;
        let open = asked.filter(|question| answers.iter().all(|(id, _)| *id != question.id()));
        open.map_or(Ok(()), |question| Err(Failure::input(FileQuestion::from(&question).text)))
    }

    /// Agrees to a mapping as a document; `answers` are those to the questions about the file that are open, by their ids. That the document
    /// says it itself is the answer `mapping`. With a question left open nothing is agreed to.
    pub async fn agree_to_document(
        &self,
        upload: &Upload,
        toml: &str,
        answers: &[(String, String)],
    ) -> Result<Upload, Failure> {
        let mut mapping = Mapping::from_toml(toml)?;
        let (questions, asked) = match self.asked_about(upload).await {
            Ok((columns, asked)) => (columns.questions, asked),
            // What cannot be read without the document asks nothing.
            Err(failure) if failure.kind() == FailureKind::Input => (Vec::new(), Vec::new()),
            Err(failure) => return Err(failure),
        };
        let open: Vec<&FileQuestion> = questions.iter().filter(|question| question.is_choice).collect();
        let is_answered = |question: &&FileQuestion| {
            let is_offered = |name: &String| question.answers.iter().any(|answer| answer.name == *name);
            answers.iter().any(|(id, name)| *id == question.id && (name == IN_MAPPING || is_offered(name)))
        };
        if let Some(open) = open.into_iter().find(|question| !is_answered(question)) {
            return Err(Failure::input(open.text.clone()));
        }
        answer(&mut mapping, &asked, answers);
        self.hold_rows_against(upload, &mapping, answers).await?;
        self.agree_to_mapping(upload, &mapping.to_toml()?)
    }

    pub(crate) fn agree_to_mapping(&self, upload: &Upload, toml: &str) -> Result<Upload, Failure> {
        let mapping = Mapping::from_toml(toml)?;
        if mapping.table.name() != upload.fact {
            let said = message("failure-other-table").with("table", mapping.table).with("fact", &upload.fact);
            return Err(Failure::input(said));
        }
        let upload = Upload { mapping: Some(mapping.to_toml()?), source: mapping.source, ..upload.clone() };
        self.keep_upload(&upload)?;
        Ok(upload)
    }

    /// The file of an import's rejects, by its name.
    pub fn rejects(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let gone = || Failure::new(FailureKind::NotFound, message("failure-no-rejects").with("name", name));
        if harmless(name) != name {
            return Err(gone());
        }
        std::fs::read(self.config.data.join("rejects").join(name)).map_err(|_| gone())
    }

    fn keep_upload(&self, upload: &Upload) -> Result<(), Failure> {
        let note = serde_json::to_string(upload).map_err(|error| Failure::caused(FailureKind::Internal, &error))?;
        let path = self.uploads().join(&upload.id).join(NOTE);
        std::fs::write(path, note).map_err(|error| cannot("note what the file is", &error))
    }

    pub(crate) fn place(&self, upload: &Upload) -> String {
        self.uploads().join(&upload.id).join(&upload.file).display().to_string()
    }

    /// The folder of a file with what parts it from the file's name.
    pub(crate) fn folder(&self, upload: &Upload) -> String {
        let place = self.place(upload);
        place.strip_suffix(&upload.file).unwrap_or_default().to_owned()
    }

    fn uploads(&self) -> PathBuf {
        self.config.data.join("uploads")
    }

    fn forget_old_uploads(&self) {
        let is_old = |path: &Path| {
            let changed = path.metadata().and_then(|metadata| metadata.modified()).ok();
            let now = SystemTime::UNIX_EPOCH + Duration::from_millis(self.now.as_millisecond().unsigned_abs());
            changed.and_then(|changed| now.duration_since(changed).ok()).is_some_and(|age| age > KEPT)
        };
        for entry in std::fs::read_dir(self.uploads()).into_iter().flatten().flatten() {
            if is_old(&entry.path()) {
                // What cannot be removed is looked at again the next time.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// Whether a text of a visitor's may be the id of a file, and leads nowhere else.
pub(crate) fn is_upload_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The answer that the mapping itself says it.
const IN_MAPPING: &str = "mapping";

/// The file beside an upload that says what it is.
const NOTE: &str = "upload.json";

/// Whether rows cannot be read for want of what the questions about a file ask.
fn is_asked(error: &MappingError) -> bool {
    use MappingError::{AmbiguousDates, AmbiguousNumbers, MissingTarget, NoCurrency};
    matches!(error, AmbiguousDates { .. } | AmbiguousNumbers { .. } | MissingTarget { .. } | NoCurrency { .. })
}

/// A file's name without what could lead elsewhere or hide what it is; how it ends says what kind of file it is.
fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '_' };
    let plain: String = last.chars().map(plain).collect();
    let plain = plain.trim_start_matches('.');
    let cut = plain.len().saturating_sub(100);
    let name = &plain[cut..];
    if name.is_empty() || name.eq_ignore_ascii_case(NOTE) { "file.csv".to_owned() } else { name.to_owned() }
}

fn cannot(what: &str, error: &std::io::Error) -> Failure {
    Failure::new(FailureKind::Internal, format!("cannot {what}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_name_leads_nowhere_and_keeps_its_ending() {
        for (name, kept) in [
            ("orders 2026.csv", "orders_2026.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\data\\Aufträge.xlsx", "Auftr_ge.xlsx"),
            (".bashrc", "bashrc"),
            ("..", "file.csv"),
            ("upload.json", "file.csv"),
            ("", "file.csv"),
        ] {
            assert_eq!(harmless(name), kept);
        }
        assert!(harmless(&format!("{}.csv.gz", "x".repeat(300))).ends_with("x.csv.gz"));
    }
}
