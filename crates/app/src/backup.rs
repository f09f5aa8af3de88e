//! Backups: the whole company in a folder, as it was at one moment, each file with its checksum.
//!
//! What is large never changes, so it is copied first, while others go on writing. Then writers wait for as long as it takes to copy
//! what changes: logs, what came meanwhile, the records. The manifest is written last, once all was read back: a folder without one is
//! no backup. Restoring is the same the other way round: a folder beside the wanted one gets its name once it is whole.
//!
//! Not in it are the made-up companies, which can be made again, and records that are kept in Postgres, which is said.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bellwether_engine::lake::{Lake, Place};
use bellwether_words::message;
use sha2::{Digest, Sha256};

use crate::app::{App, LAKE, RECORDS, SAMPLES};
use crate::failure::{Failure, FailureKind};
use crate::turn::turn_to_write;

/// Every file of a backup with its checksum, as `sha256sum` writes and checks them.
pub const MANIFEST: &str = "SHA256SUMS";
/// Stands in a backup of a company whose records are in Postgres.
const ELSEWHERE: &str = "RECORDS-ARE-IN-POSTGRES";
/// Bytes copied at once.
const AT_ONCE: usize = 1 << 20;
/// So long a backup waits for whoever writes.
const PATIENCE: Duration = Duration::from_mins(10);

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// Files.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
    /// Whether the records are among them, and not in Postgres.
    pub has_records: bool,
}

/// Checksums by path within the folder.
type Sums = BTreeMap<PathBuf, String>;

impl App {
    /// Copies the company to a folder that is empty or not there. Others may read and write meanwhile.
    pub async fn backup(&self, to: &Path) -> Result<BackupReport, Failure> {
        let own = self.own().await?;
        make_empty(to)?;
        let data = &self.config.data;
        let mut sums = Sums::new();
        for file in files_in(data)?.into_iter().filter(|file| is_data_file(file)) {
            sums.extend(copied(data, to, &file)?.map(|sum| (file, sum)));
        }
        let lock = turn_to_write(&own.lake, PATIENCE).await?;
        let present: BTreeSet<PathBuf> = files_in(data)?.into_iter().collect();
        // What an interrupted import left behind is swept away with the lock.
        for gone in sums.keys().filter(|file| !present.contains(*file)) {
            let path = to.join(gone);
            fs::remove_file(&path).map_err(|error| failed("remove", &path, &error))?;
        }
        sums.retain(|file, _| present.contains(file));
        for file in present.into_iter().filter(|file| !sums.contains_key(file)).collect::<Vec<_>>() {
            sums.extend(copied(data, to, &file)?.map(|sum| (file, sum)));
        }
        let records = if self.config.records.is_empty() { RECORDS } else { ELSEWHERE };
        let path = to.join(records);
        if self.config.records.is_empty() {
            own.records.copy_to(&path).await?;
        } else {
            fs::write(&path, "").map_err(|error| failed("write", &path, &error))?;
        }
        drop(lock);
        sync(&path)?;
        sums.insert(records.into(), sum_of(&path)?);
        inspect(&to.join(LAKE)).await?;
        let report = verify(to, &sums)?;
        let mut lines = String::new();
        for (file, sum) in &sums {
            lines.extend([sum, "  ", &file.display().to_string(), "\n"]);
        }
        let new = to.join(format!("{MANIFEST}.new"));
        let written =
            File::create(&new).and_then(|mut file| file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()));
        let written = written.and_then(|()| fs::rename(&new, to.join(MANIFEST)));
        written.map_err(|error| failed("write", &new, &error))?;
        sync(to)?;
        Ok(report)
    }

    /// Makes a data folder of a backup; it must be empty or not there.
    pub fn restore(&self, from: &Path, into: &Path) -> Result<BackupReport, Failure> {
        check_backup(from)?;
        let sums = manifest(from)?;
        if !is_free(into)? {
            return Err(taken(into));
        }
        let name = into.file_name().unwrap_or(OsStr::new("data")).to_string_lossy();
        let parent = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let passing = parent.join(format!(".{name}.restoring-{}", self.new_id()));
        make_empty(&passing)?;
        for file in sums.keys().filter(|file| file.as_os_str() != ELSEWHERE) {
            copied(from, &passing, file)?;
        }
        let held: Sums = sums.into_iter().filter(|(file, _)| file.as_os_str() != ELSEWHERE).collect();
        let report = verify(&passing, &held)?;
        let has_its_name = if into.is_dir() { fs::remove_dir(into) } else { Ok(()) };
        let has_its_name = has_its_name.and_then(|()| fs::rename(&passing, into));
        has_its_name.map_err(|error| failed("write", into, &error))?;
        sync(parent)?;
        Ok(report)
    }
}

/// Reads all of a backup, and says whether it is what was written. Writes nothing.
pub fn check_backup(folder: &Path) -> Result<BackupReport, Failure> {
    verify(folder, &manifest(folder)?)
}

/// Refuses a copy of facts or books that are damaged: it would be found out when it is needed.
async fn inspect(lake: &Path) -> Result<(), Failure> {
    let opened = Lake::open(lake).await?;
    let found = opened.inspect()?;
    for passing in [lake.join(".staging"), lake.join(".lock")] {
        let removed = if passing.is_dir() { fs::remove_dir_all(&passing) } else { fs::remove_file(&passing) };
        if let Err(error) =
            removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
        {
            return Err(failed("remove", &passing, &error));
        }
    }
    let is_lost = |table: Option<&str>| table.is_none_or(|table| Place::of(table) != Place::Marts);
    match found.faults.into_iter().find(|fault| is_lost(fault.damaged_table())) {
        Some(fault) => Err(fault.into()),
        None => Ok(()),
    }
}

/// All files of a data folder that belong into a backup, by their path within it.
fn files_in(data: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut open, mut found) = (vec![PathBuf::new()], Vec::new());
    while let Some(folder) = open.pop() {
        let path = data.join(&folder);
        for entry in fs::read_dir(&path).map_err(|error| failed("list", &path, &error))? {
            let entry = entry.map_err(|error| failed("list", &path, &error))?;
            let inside = folder.join(entry.file_name());
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_passing =
                name.starts_with('.') || name.starts_with(RECORDS) || (folder == Path::new("") && name == SAMPLES);
            if !is_passing {
                if entry.path().is_dir() { open.push(inside) } else { found.push(inside) }
            }
        }
    }
    Ok(found)
}

/// Whether a file never changes once it is there.
fn is_data_file(file: &Path) -> bool {
    file.starts_with(LAKE)
        && file.extension() == Some(OsStr::new("parquet"))
        && !file.iter().any(|part| part == "_delta_log")
}

/// Copies a file and gives the checksum of what was read; `None` where it is gone meanwhile.
fn copied(from: &Path, to: &Path, file: &Path) -> Result<Option<String>, Failure> {
    let (source, copy) = (from.join(file), to.join(file));
    let mut read = match File::open(&source) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(|error| failed("read", &source, &error))?,
    };
    if let Some(folder) = copy.parent() {
        make_folder(folder).map_err(|error| failed("make the folder", folder, &error))?;
    }
    let mut attempt = || -> io::Result<String> {
        let (mut write, mut sum, mut part) = (File::create(&copy)?, Sha256::new(), vec![0; AT_ONCE]);
        loop {
            let length = read.read(&mut part)?;
            if length == 0 {
                break;
            }
            sum.update(&part[..length]);
            write.write_all(&part[..length])?;
        }
        write.sync_all()?;
        Ok(written(&sum.finalize()))
    };
    attempt().map(Some).map_err(|error| failed("copy", &source, &error))
}

/// Whether a folder holds exactly the files of these checksums.
fn verify(folder: &Path, sums: &Sums) -> Result<BackupReport, Failure> {
    let mut report = BackupReport { has_records: sums.contains_key(Path::new(RECORDS)), ..BackupReport::default() };
    for (file, sum) in sums {
        let path = folder.join(file);
        if !path.is_file() {
            return Err(damaged("failure-backup-file-missing", &path));
        }
        if sum_of(&path)? != *sum {
            return Err(damaged("failure-backup-file-damaged", &path));
        }
        report.files += 1;
        report.bytes += fs::metadata(&path).map_err(|error| failed("measure", &path, &error))?.len();
    }
    let stranger = files_in(folder)?.into_iter().find(|file| !sums.contains_key(file) && file != Path::new(MANIFEST));
    stranger.map_or(Ok(report), |file| Err(damaged("failure-backup-file-unknown", &folder.join(file))))
}

fn manifest(folder: &Path) -> Result<Sums, Failure> {
    let path = folder.join(MANIFEST);
    let none = || Failure::input(message("failure-no-backup").with("folder", folder.display()));
    let text = fs::read_to_string(&path).map_err(|_| none())?;
    let lines = text.lines().map(|line| line.split_once("  ").map(|(sum, file)| (PathBuf::from(file), sum.to_owned())));
    let sums =
        lines.collect::<Option<Sums>>().filter(|sums| !sums.is_empty() && text.ends_with('\n')).ok_or_else(none)?;
    // No path leads out of the folder.
    let is_inside = |file: &PathBuf| file.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if sums.keys().all(is_inside) { Ok(sums) } else { Err(none()) }
}

fn sum_of(path: &Path) -> Result<String, Failure> {
    let attempt = || -> io::Result<String> {
        let (mut file, mut sum, mut part) = (File::open(path)?, Sha256::new(), vec![0; AT_ONCE]);
        loop {
            match file.read(&mut part)? {
                0 => return Ok(written(&sum.finalize())),
                length => sum.update(&part[..length]),
            }
        }
    };
    attempt().map_err(|error| failed("read", path, &error))
}

fn written(sum: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = sum.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// A folder that is there and empty, for nobody but whom the program runs as.
fn make_empty(folder: &Path) -> Result<(), Failure> {
    if !is_free(folder)? {
        return Err(taken(folder));
    }
    make_folder(folder).map_err(|error| failed("make the folder", folder, &error))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn is_free(folder: &Path) -> Result<bool, Failure> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(failed("look into", folder, &error)),
        Ok(mut entries) => Ok(entries.next().is_none()),
    }
}

fn sync(path: &Path) -> Result<(), Failure> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| failed("write to disk", path, &error))
}

fn taken(folder: &Path) -> Failure {
    Failure::new(FailureKind::Conflict, message("failure-folder-taken").with("folder", folder.display()))
}

fn damaged(text: &'static str, path: &Path) -> Failure {
    Failure::input(message(text).with("path", path.display()))
}

fn failed(attempted: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::new(FailureKind::Internal, format!("cannot {attempted} {}: {error}", path.display()))
}
