//! Inspection: is every stored byte what was written, and is any file missing or there for no reason?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::data_file::DataFileReader;
use super::error::{Damage, LakeError};
use super::folder::Lake;
use super::place::Place;

/// What an inspection found.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Data files and files of logs that were read to their ends.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
    /// Of these, files that earlier versions of Bellwether wrote without checksums: damage in them is not always known.
    pub without_checksums: u64,
    /// What is damaged or missing, each naming its file or table.
    pub faults: Vec<LakeError>,
    /// Data files that no commit names, though nobody can be writing them any more.
    pub unexpected: Vec<PathBuf>,
}

impl Lake {
    /// Reads every file of every table: all that any version of facts and books needs, and what marts are now.
    ///
    /// Reads on the calling thread, for as long as it takes. Who writes meanwhile is not kept from it.
    pub fn inspect(&self) -> Result<Inspection, LakeError> {
        let mut found = Inspection::default();
        for table in self.tables()? {
            if let Err(fault) = self.try_head(&table) {
                found.faults.push(fault);
            }
            if let Err(fault) = self.inspect_table(&table, &mut found) {
                found.faults.push(fault);
            }
        }
        // Whose turn it is to write is asked once all is read: then nothing is in the making, and what was left behind is swept away.
        let lock = if found.unexpected.is_empty() { Ok(None) } else { self.lock().map(Some) };
        match lock {
            Err(error) if error.is_busy() => found.unexpected.clear(),
            _ => found.unexpected.retain(|path| path.is_file() && !self.is_named(path)),
        }
        Ok(found)
    }

    /// Whether the latest commits to its table name a file.
    fn is_named(&self, path: &Path) -> bool {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (table, file) = (path.parent().map(name).unwrap_or_default(), name(path));
        let Ok(versions) = self.versions(&table) else { return false };
        let adds = |version| self.added_files(&table, version).is_ok_and(|added| added.iter().any(|a| a.path == file));
        versions.into_iter().rev().any(|version| adds(version as i64))
    }

    fn inspect_table(&self, table: &str, found: &mut Inspection) -> Result<(), LakeError> {
        // Before the log: what is written meanwhile is in neither.
        let folder = self.folder(table);
        let present = data_files(&folder).map_err(|error| LakeError::io("list", &folder, error))?;
        self.log_files(table, None)?;
        let versions = self.versions(table)?;
        let last = versions.last().copied().unwrap_or(0);
        let (mut named, mut current) = (BTreeSet::new(), BTreeSet::new());
        for version in 0..=last {
            let commit = self.commit_file(table, version)?;
            found.files += 1;
            found.bytes += commit.bytes.len() as u64;
            if version < last {
                self.log_files(table, Some(version))?;
            }
            for action in super::snapshot::actions(table, &commit) {
                let action = action?;
                if let Some(path) = action["add"]["path"].as_str() {
                    named.insert(path.to_owned());
                    current.insert(path.to_owned());
                }
                if let Some(path) = action["remove"]["path"].as_str() {
                    current.remove(path);
                }
            }
        }
        found.faults.extend(self.damaged_checkpoints(table));
        // Of a mart nobody asks for earlier versions.
        let wanted = if Place::of(table) == Place::Marts { &current } else { &named };
        for path in wanted.iter().map(|name| folder.join(name)) {
            match DataFileReader::open(table, &path).and_then(|file| Ok((file.check()?, file.length()))) {
                Ok((has_checksums, bytes)) => {
                    found.files += 1;
                    found.bytes += bytes;
                    found.without_checksums += u64::from(!has_checksums);
                }
                Err(fault) => found.faults.push(fault),
            }
        }
        found.unexpected.extend(present.into_iter().filter(|name| !named.contains(name)).map(|name| folder.join(name)));
        Ok(())
    }

    fn damaged_checkpoints(&self, table: &str) -> Vec<LakeError> {
        let Some(head) = self.head(table) else { return Vec::new() };
        let known: Vec<u64> = head.checkpoints(u64::MAX).map(|(version, _)| version).collect();
        let damaged = known
            .into_iter()
            .filter(|version| self.checkpoint_file(table, &head, *version).is_none_or(|(sound, _)| sound != *version));
        damaged
            .map(|version| LakeError::damaged(table, &self.checkpoint_path(table, version), Damage::Altered))
            .collect()
    }
}

fn data_files(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.ends_with(".parquet").then_some(name));
    }
    Ok(names)
}
