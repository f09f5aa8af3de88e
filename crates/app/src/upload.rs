//! A file that somebody imports by pages: what it holds, how it would be read, and where it is kept until it is in.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bellwether_engine::sources::mapping::{Mapping, source_name};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::app::{App, REJECTS, UPLOADS};
use crate::failure::{Failure, FailureKind};
use crate::import::Fact;
use crate::private;
use bellwether_words::message;

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
    /// Who sent it; empty of those that an earlier version took.
    #[serde(default)]
    pub by: String,
    /// The row of the file that names the columns, if somebody said which; 0 if none does.
    #[serde(default)]
    pub header_row: Option<u64>,
}

impl App {
    /// Makes a place for a file; where to write it.
    pub fn begin_upload(&self, name: &str, fact: &str, source: &str, by: &str) -> Result<(Upload, PathBuf), Failure> {
        let fact = fact.parse::<Fact>()?;
        let file = harmless(name);
        // By the same rule as at the terminal, so that an export is known again whichever way it comes.
        let is_source_said = !source.trim().is_empty();
        let source = if is_source_said { source.trim().to_owned() } else { source_name(name) };
        let upload = Upload {
            id: self.new_id().to_string(),
            fact: fact.name().to_owned(),
            source,
            file,
            is_source_said,
            mapping: None,
            by: by.to_owned(),
            header_row: None,
        };
        self.forget_old_uploads();
        let folder = self.uploads().join(&upload.id);
        private::make_folder(&folder).map_err(|error| cannot("make a place for the file", &error))?;
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

    /// All files on their way in, the latest first.
    #[must_use]
    pub fn uploads_on_the_way(&self) -> Vec<Upload> {
        let entries = std::fs::read_dir(self.uploads()).into_iter().flatten().flatten();
        let ids = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut uploads: Vec<Upload> = ids.filter_map(|id| self.upload(&id).ok()).collect();
        uploads.sort_by(|one, other| other.id.cmp(&one.id));
        uploads
    }

    /// Says which row of the file names its columns; 0 if none does. What was agreed to before was about other columns.
    pub fn choose_header(&self, upload: &Upload, row: u64) -> Result<Upload, Failure> {
        let upload = Upload { header_row: Some(row), mapping: None, ..upload.clone() };
        self.keep_upload(&upload)?;
        Ok(upload)
    }

    /// Removes a file that is in or given up.
    pub fn forget_upload(&self, upload: &Upload) -> Result<(), Failure> {
        std::fs::remove_dir_all(self.uploads().join(&upload.id)).map_err(|error| cannot("remove the file", &error))
    }

    pub(crate) fn agree_to_mapping(&self, upload: &Upload, toml: &str) -> Result<Upload, Failure> {
        let mapping = Mapping::from_toml(toml)?;
        if mapping.table.name() != upload.fact {
            let said = message("failure-other-table").with("table", mapping.table).with("fact", &upload.fact);
            return Err(Failure::input(said));
        }
        let upload =
            Upload { mapping: Some(mapping.to_toml()?), source: mapping.source, header_row: None, ..upload.clone() };
        self.keep_upload(&upload)?;
        Ok(upload)
    }

    /// The file of an import's rejects, by its name.
    pub async fn rejects(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let gone = || Failure::new(FailureKind::NotFound, message("failure-no-rejects").with("name", name));
        if harmless(name) != name {
            return Err(gone());
        }
        std::fs::read(self.folder_shown().await?.join(REJECTS).join(name)).map_err(|_| gone())
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

    pub(crate) fn uploads(&self) -> PathBuf {
        self.config.data.join(UPLOADS)
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

impl Upload {
    /// When it came.
    #[must_use]
    pub fn came_at(&self) -> Option<Timestamp> {
        let id: Ulid = self.id.parse().ok()?;
        Timestamp::from_millisecond(i64::try_from(id.timestamp_ms()).ok()?).ok()
    }
}

/// Whether a text of a visitor's may be the id of a file, and leads nowhere else.
pub(crate) fn is_upload_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The file beside an upload that says what it is.
const NOTE: &str = "upload.json";

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
