//! The heads of the audit, noted in the lake: who can write to the database of records, and not to the lake, cannot cut the audit or make it
//! anew without a word.
//!
//! One line a change, `ENTRIES CHECKSUM`, appended and never rewritten. A line that a crash tore is left aside: the next one says as much.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use bellwether_records::Anchor;

/// The file within the lake's folder.
const FILE: &str = "audit-heads";

/// The last lines are within so many bytes.
const TAIL: u64 = 4_096;

/// The file of heads of one lake.
#[derive(Debug)]
pub(crate) struct LakeAnchor {
    path: PathBuf,
}

impl LakeAnchor {
    pub(crate) fn of(lake: &Path) -> Self {
        Self { path: lake.join(FILE) }
    }

    fn append(&self, entries: i64, checksum: &str) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&self.path)?;
        // In one write, which no other process parts.
        let begin = if is_torn(&mut file)? { "\n" } else { "" };
        file.write_all(format!("{begin}{entries} {checksum}\n").as_bytes())
    }

    fn tail(&self) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        Ok(String::from_utf8_lossy(&tail).into_owned())
    }
}

/// Whether the file ends within a line.
fn is_torn(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// What a whole line says.
fn head(line: &str) -> Option<(i64, String)> {
    let (entries, checksum) = line.split_once(' ')?;
    let is_whole = checksum.len() == 64 && checksum.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((entries.parse().ok().filter(|entries| is_whole && *entries > 0)?, checksum.to_owned()))
}

impl Anchor for LakeAnchor {
    fn note(&self, entries: i64, checksum: &str) {
        match self.append(entries, checksum) {
            // The lake's folder is not made yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                tracing::warn!(%error, path = %self.path.display(), "the head of the audit could not be noted");
            }
            Ok(()) => {}
        }
    }

    fn latest(&self) -> i64 {
        let tail = self.tail().unwrap_or_default();
        tail.lines().filter_map(head).map(|(entries, _)| entries).max().unwrap_or(0)
    }

    fn noted(&self) -> io::Result<Vec<(i64, String)>> {
        match std::fs::read(&self.path) {
            Ok(heads) => Ok(String::from_utf8_lossy(&heads).lines().filter_map(head).collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_again_and_a_torn_line_spoils_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let anchor = LakeAnchor::of(folder.path());
        let checksum = |digit: &str| digit.repeat(64);
        assert_eq!((anchor.latest(), anchor.noted().expect("read")), (0, Vec::new()), "before anything was noted");
        for entries in 1..=200 {
            anchor.note(entries, &checksum("a"));
        }
        assert_eq!(anchor.latest(), 200);
        let whole = std::fs::read(&anchor.path).expect("read");
        for torn in [whole.len() - 1, whole.len() - 30, whole.len() - 66] {
            std::fs::write(&anchor.path, &whole[..torn]).expect("torn");
            anchor.note(201, &checksum("b"));
            let noted = anchor.noted().expect("read");
            assert_eq!((noted.first(), noted.last()), (Some(&(1, checksum("a"))), Some(&(201, checksum("b")))));
            assert_eq!((noted.len(), anchor.latest()), (if torn == whole.len() - 1 { 201 } else { 200 }, 201));
        }
    }

    #[test]
    fn nothing_is_made_where_there_is_no_lake() {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = folder.path().join("lake");
        LakeAnchor::of(&lake).note(1, &"a".repeat(64));
        assert!(!lake.exists());
    }
}
