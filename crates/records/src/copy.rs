//! Records that may only be read, such as those of a backup or a snapshot: a copy of the file is opened, in a folder of its own that goes with it.
//!
//! Invariant: nothing that people decide is written to the copy, for it would be lost with it. What passes is: who is signed in, for as long as
//! the process runs. A copy has its log beside it, so that what was acknowledged last is in it, and its tables are brought up to date as those
//! of any file are.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

/// Looks at a file that changes while it is copied.
const TRIES: usize = 5;

/// The files of a database, by what is put after its name.
const PARTS: [&str; 2] = ["", "-wal"];

/// A copy of a database, removed when the value is dropped.
#[derive(Debug)]
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    /// Copies the database at a path with its log.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        for _ in 0..TRIES {
            let before = states(path)?;
            // Nobody else may look into it.
            let copy = Self { folder: tempfile::Builder::new().prefix("bellwether-records-").tempdir()? };
            for part in PARTS {
                match fs::copy(beside(path, part), beside(&copy.path(), part)) {
                    Err(error) if !part.is_empty() && error.kind() == io::ErrorKind::NotFound => {}
                    copied => drop(copied?),
                }
            }
            if states(path)? == before {
                return Ok(copy);
            }
        }
        let said = "it was written to again and again while it was copied";
        Err(io::Error::new(io::ErrorKind::ResourceBusy, said))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("records.db")
    }
}

/// How large each part is, and when it was last written.
fn states(path: &Path) -> io::Result<[Option<(u64, SystemTime)>; PARTS.len()]> {
    let mut states = [None; PARTS.len()];
    for (state, part) in states.iter_mut().zip(PARTS) {
        let known = |metadata: Metadata| Ok::<_, io::Error>((metadata.len(), metadata.modified()?));
        *state = match fs::metadata(beside(path, part)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(known(found?)?),
        };
    }
    Ok(states)
}

fn beside(path: &Path, part: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(part);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_its_log_and_goes_with_its_value() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("own.db");
        assert!(Copy::of(&path).is_err(), "there is nothing to copy");
        fs::write(&path, "pages").expect("written");
        let alone = Copy::of(&path).expect("copied");
        assert!(!beside(&alone.path(), "-wal").exists());
        fs::write(beside(&path, "-wal"), "log").expect("written");
        let copy = Copy::of(&path).expect("copied");
        let kept = copy.path();
        assert_eq!(fs::read_to_string(&kept).expect("read"), "pages");
        assert_eq!(fs::read_to_string(beside(&kept, "-wal")).expect("read"), "log");
        drop(copy);
        assert!(!kept.exists());
    }
}
