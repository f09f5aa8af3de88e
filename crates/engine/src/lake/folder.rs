//! The folder of the lake: where its tables lie, and which there are.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Weak};

use super::error::LakeError;
use super::journal::Journal;
use super::place::{BOOKED, Place};
use super::table::Fact;

/// Facts of one customer lie in one of so many buckets, chosen by the hash of the customer's id.
pub const BUCKETS: i32 = 64;

/// The bucket of a customer; of nobody, the first.
#[must_use]
pub fn bucket_of(customer: Option<&str>) -> i32 {
    customer.map_or(0, |id| (xxhash_rust::xxh3::xxh3_64(id.as_bytes()) % BUCKETS as u64) as i32)
}

/// All tables under one folder.
#[derive(Debug)]
pub struct Lake {
    pub(super) root: PathBuf,
    pub(super) held: Mutex<Weak<File>>,
}

impl Lake {
    /// Opens the lake in a folder; the folder and the tables of facts are created where missing.
    ///
    /// What a crashed import left behind is put right by [`crate::facts::repair`], which each import begins with.
    pub async fn open(root: &Path) -> Result<Self, LakeError> {
        // Names and raw rows lie in it.
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(root)
            .map_err(|error| LakeError::unwritable(root, "create the folder", root, error))?;
        for folder in [Place::Facts.folder(), Place::Marts.folder(), HEADS, STAGING] {
            let folder = root.join(folder);
            fs::create_dir_all(&folder)
                .map_err(|error| LakeError::unwritable(root, "create the folder", &folder, error))?;
        }
        let root = root.canonicalize().map_err(|error| LakeError::io("open the folder", root, error))?;
        // What finds Delta's log reads `a%41` as `aA`: the log of another folder.
        if has_percent_sequence(root.as_os_str().as_encoded_bytes()) {
            return Err(LakeError::BadFolder { root });
        }
        let lake = Self { root, held: Mutex::default() };
        let tables = Fact::ALL.map(|fact| (fact.name(), fact.schema())).into_iter();
        let tables = tables.chain(Journal::ALL.map(|journal| (journal.name(), journal.schema())));
        let missing: Vec<_> = tables.filter(|(name, _)| !lake.exists(name)).collect();
        if !missing.is_empty() {
            let _lock = lake.lock()?;
            for (name, schema) in missing {
                lake.create(name, &schema).await?;
            }
        }
        Ok(lake)
    }

    /// Whether there is a lake in a folder, which [`Self::open`] would otherwise make.
    #[must_use]
    pub fn is_in(root: &Path) -> bool {
        root.join(Place::Facts.folder()).is_dir()
    }

    /// Whether anything was ever imported into the lake in a folder.
    #[must_use]
    pub fn has_imports_in(root: &Path) -> bool {
        root.join(Place::Facts.folder()).join(Journal::Imports.name()).join(LOG).join(log_name(1)).is_file()
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The tables present: facts and the journals of importing first, then what was booked and the marts, by name.
    pub fn tables(&self) -> Result<Vec<String>, LakeError> {
        let mut names: Vec<String> = Fact::ALL.map(|fact| fact.name().to_owned()).into();
        names.extend(Journal::ALL.map(|journal| journal.name().to_owned()));
        let marts = self.root.join(Place::Marts.folder());
        let listed = fs::read_dir(&marts).map_err(|error| LakeError::io("list", &marts, error))?;
        let mut present = vec![BOOKED.to_owned()];
        for entry in listed {
            let entry = entry.map_err(|error| LakeError::io("list", &marts, error))?;
            present.extend(entry.file_name().into_string());
        }
        present.retain(|name| self.exists(name));
        present.sort();
        present.dedup();
        names.extend(present);
        Ok(names)
    }

    /// Whether the table was ever committed to, be its commits there or lost.
    #[must_use]
    pub fn exists(&self, table: &str) -> bool {
        let is_there = || self.folder(table).join(LOG).join(log_name(0)).is_file();
        is_name(table) && (is_there() || self.has_head(table) || self.versions(table).is_ok_and(|all| !all.is_empty()))
    }

    /// A new folder for passing files, on the lake's own disk; it disappears with the value, or at the next write after a crash.
    pub(crate) fn staging(&self) -> Result<tempfile::TempDir, LakeError> {
        let folder = self.root.join(STAGING);
        tempfile::tempdir_in(&folder).map_err(|error| LakeError::io("create a folder in", &folder, error))
    }

    /// The folder of a table. Earlier versions of Bellwether kept what was booked among the marts, where it is until the
    /// [first writer](Self::lock) moves it.
    pub(super) fn folder(&self, table: &str) -> PathBuf {
        let folder = self.root.join(Place::of(table).folder()).join(table);
        let before = self.root.join(Place::Marts.folder()).join(table);
        if table == BOOKED && !folder.is_dir() && before.is_dir() { before } else { folder }
    }
}

/// Whether a name holds a percent sign with two hexadecimal digits after it.
fn has_percent_sequence(name: &[u8]) -> bool {
    name.windows(3).any(|three| three[0] == b'%' && three[1..].iter().all(u8::is_ascii_hexdigit))
}

/// Where the last commit to each table is noted.
pub(super) const HEADS: &str = "heads";
pub(super) const STAGING: &str = ".staging";
pub(super) const LOG: &str = "_delta_log";

pub(super) fn log_name(version: u64) -> String {
    format!("{version:020}.json")
}

pub(super) fn is_name(table: &str) -> bool {
    !table.is_empty() && table.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
