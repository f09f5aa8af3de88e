//! Which files does an input name? Paths and globs become a list of files that exist and may be read.

use std::fs::{File, Metadata};
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use super::SourceError;

/// One file of an input, as it was when it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub path: PathBuf,
    /// The path as given or as the glob found it, for messages.
    pub name: String,
    pub seen: Fingerprint,
}

/// What differs when a file is written to or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub bytes: u64,
    modified: Option<SystemTime>,
    /// Device, file number and time of the last change of content or metadata, which no program can set back.
    identity: Identity,
}

impl Fingerprint {
    pub fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
    }

    /// Says in words what `later` has differently.
    pub fn difference(&self, later: &Self) -> Option<String> {
        if self.bytes != later.bytes {
            Some(format!("it had {} bytes, now {}", self.bytes, later.bytes))
        } else if self != later {
            Some("it was written to or replaced".to_owned())
        } else {
            None
        }
    }
}

#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {}

/// The files that paths and globs name, globs in alphabetical order.
pub(super) fn expand(inputs: &[String]) -> Result<Vec<Input>, SourceError> {
    if inputs.is_empty() {
        return Err(SourceError::NoInput);
    }
    let mut found = Vec::new();
    for input in inputs {
        let as_path = PathBuf::from(input);
        if as_path.exists() || !input.contains(['*', '?', '[']) {
            found.push(look_at(as_path)?);
            continue;
        }
        let bad = |why: String| SourceError::BadPattern { pattern: input.clone(), why };
        let before = found.len();
        for path in glob::glob(input).map_err(|error| bad(error.msg.to_owned()))? {
            let path = path.map_err(|error| failed(&error.path().display().to_string(), "look at", error.into()))?;
            if !path.is_dir() {
                found.push(look_at(path)?);
            }
        }
        if found.len() == before {
            return Err(SourceError::NothingMatches { pattern: input.clone() });
        }
    }
    Ok(found)
}

fn look_at(path: PathBuf) -> Result<Input, SourceError> {
    let name = path.display().to_string();
    let metadata = path.metadata().map_err(|error| failed(&name, "look at", error))?;
    if metadata.is_dir() {
        return Err(SourceError::Directory { file: name });
    }
    if !metadata.is_file() {
        let why = "it is no regular file; write its content to a file first".to_owned();
        return Err(SourceError::Format { file: name, why });
    }
    Ok(Input { path, name, seen: Fingerprint::of(&metadata) })
}

impl Input {
    /// Opens the file, which must still be the one that was looked at.
    pub fn open(&self) -> Result<File, SourceError> {
        let file = File::open(&self.path).map_err(|error| failed(&self.name, "open", error))?;
        self.unchanged(&file)?;
        Ok(file)
    }

    /// Fails if the file is not the one that was looked at.
    pub fn unchanged(&self, file: &File) -> Result<(), SourceError> {
        let metadata = file.metadata().map_err(|error| failed(&self.name, "look at", error))?;
        match self.seen.difference(&Fingerprint::of(&metadata)) {
            None => Ok(()),
            Some(what) => Err(SourceError::Changed { file: self.name.clone(), what }),
        }
    }
}

/// What a failure of the file system means.
pub(super) fn failed(name: &str, attempted: &'static str, error: io::Error) -> SourceError {
    let file = name.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => SourceError::Missing { file },
        io::ErrorKind::PermissionDenied => SourceError::NotPermitted { file },
        _ => SourceError::Io { file, attempted, error },
    }
}
