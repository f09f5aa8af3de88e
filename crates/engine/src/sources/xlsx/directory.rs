//! Can a workbook's directory be read in bounded memory, and its parts in bounded time? Whoever reads a directory sets room aside for as many
//! parts as it says that there are, and parts that lie upon each other are unpacked once for each.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

/// Parts of a workbook: one for each sheet, and those that go with it.
const MOST_PARTS: u64 = 10_000;
/// The end of a directory stands so near the end of the file.
const TAIL: u64 = (1 << 16) + 64;
/// The end of a large directory, with what a program may write into it.
const LONGEST_END: usize = 1 << 16;

const END: &[u8] = b"PK\x05\x06";
const LARGE_END: &[u8] = b"PK\x06\x06";
const LARGE_END_PLACE: &[u8] = b"PK\x06\x07";
/// Bytes of what says where the end of a large directory stands.
const PLACE: usize = 20;

/// Refuses a file before its directory is read, if this says that it has more parts than a workbook.
pub(super) fn check(file: &mut File) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let bytes = file.seek(SeekFrom::End(0)).map_err(failed)?;
    let begin = bytes.saturating_sub(TAIL);
    let tail = piece(file, begin, TAIL as usize).map_err(failed)?;
    for end in places(&tail, END) {
        let place = end.checked_sub(PLACE).filter(|place| tail[*place..].starts_with(LARGE_END_PLACE));
        let Some(place) = place else { continue };
        let Some(said) = number(&tail, place + 8) else { continue };
        let to = begin + place as u64;
        let length = to.checked_sub(said).and_then(|length| usize::try_from(length).ok());
        let Some(length) = length.filter(|length| *length <= LONGEST_END) else {
            return Err("its directory does not end where it says".to_owned());
        };
        let ends = piece(file, said, length).map_err(failed)?;
        for at in places(&ends, LARGE_END) {
            if number(&ends, at + 32).is_none_or(|parts| parts > MOST_PARTS) {
                return Err(format!("it says that it has more than {MOST_PARTS} parts"));
            }
        }
    }
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok(())
}

/// Refuses an archive that has more parts than a workbook, or whose parts lie upon each other.
pub(super) fn check_parts<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), String> {
    if archive.len() as u64 > MOST_PARTS {
        return Err(format!("it has more than {MOST_PARTS} parts"));
    }
    if archive.has_overlapping_entries().map_err(|error| error.to_string())? {
        return Err("parts of it lie upon each other".to_owned());
    }
    Ok(())
}

fn piece(file: &mut File, begin: u64, length: usize) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(begin))?;
    let mut bytes = Vec::with_capacity(length);
    file.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn places(bytes: &[u8], sign: &[u8]) -> Vec<usize> {
    memchr::memmem::find_iter(bytes, sign).collect()
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}
