//! Seals: how is it known that a commit's file in a table's log is as it was written, and follows on the one before?
//!
//! A sealed file holds, in its `commitInfo`, the checksum of its own bytes, reckoned with zeros in the checksum's place, and that of
//! all bytes of the file before it. Delta lets writers put what they like there, and other readers ignore it. Files of earlier versions
//! of Bellwether have no seal; those that follow on them hold their checksums all the same.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Digits of a checksum.
pub(super) const DIGITS: usize = 16;

const COMMIT_INFO: &[u8] = br#"{"commitInfo":{"#;
const OWN: &[u8] = br#""bellwether.checksum":""#;
const BEFORE: &[u8] = br#""bellwether.before":""#;
const UNKNOWN: &[u8; DIGITS] = b"0000000000000000";

/// What the seal of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    /// There is none.
    Missing,
    /// The bytes are not those that were sealed.
    Broken,
    /// The bytes are those that were sealed, after a file with this checksum; the first file is after none.
    Whole(Option<u64>),
}

/// A checksum as it is written.
pub(super) fn written(checksum: u64) -> String {
    format!("{checksum:016x}")
}

/// A checksum as it was [written](written()).
pub(super) fn read(digits: &[u8]) -> Option<u64> {
    let is_written = digits.len() == DIGITS && digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_written)?;
    u64::from_str_radix(digits, 16).ok()
}

/// The same file sealed, after one whose bytes have the checksum `before`. Unchanged where there is no place for a seal.
pub(super) fn sealed(bytes: &[u8], before: Option<u64>) -> Vec<u8> {
    let Some(at) = find(bytes, COMMIT_INFO).map(|at| at + COMMIT_INFO.len()) else { return bytes.to_vec() };
    let mut sealed = [&bytes[..at], OWN, UNKNOWN, b"\","].concat();
    if let Some(before) = before {
        sealed.extend([BEFORE, written(before).as_bytes(), b"\","].concat());
    }
    sealed.extend_from_slice(&bytes[at..]);
    let own = written(xxh3_64(&sealed));
    let at = at + OWN.len();
    sealed[at..at + DIGITS].copy_from_slice(own.as_bytes());
    sealed
}

/// What the seal of a file says.
pub(super) fn seal_of(bytes: &[u8]) -> Seal {
    let Some(at) = find(bytes, OWN).map(|at| at + OWN.len()) else { return Seal::Missing };
    let Some(said) = bytes.get(at..at + DIGITS).and_then(read) else { return Seal::Broken };
    let mut own = Xxh3::new();
    own.update(&bytes[..at]);
    own.update(UNKNOWN);
    own.update(&bytes[at + DIGITS..]);
    if own.digest() != said {
        return Seal::Broken;
    }
    let before = bytes[at + DIGITS..].strip_prefix(b"\",").and_then(|rest| rest.strip_prefix(BEFORE));
    Seal::Whole(before.and_then(|rest| read(rest.get(..DIGITS)?)))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = b"{\"protocol\":{}}\n{\"commitInfo\":{\"timestamp\":1}}\n{\"add\":{\"path\":\"a\"}}";

    #[test]
    fn a_sealed_file_is_still_what_it_was_with_a_seal() {
        for before in [None, Some(0), Some(u64::MAX)] {
            let sealed = sealed(FILE, before);
            assert_eq!(seal_of(&sealed), Seal::Whole(before));
            for line in sealed.split(|byte| *byte == b'\n') {
                serde_json::from_slice::<serde_json::Value>(line).expect("a line of JSON");
            }
        }
        assert_eq!(seal_of(FILE), Seal::Missing);
    }

    #[test]
    fn no_bit_of_a_sealed_file_changes_unnoticed() {
        let sealed = sealed(FILE, Some(7));
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(seal_of(&damaged), Seal::Whole(Some(7)), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_ne!(seal_of(&sealed[..length]), Seal::Whole(Some(7)), "{length} bytes");
        }
    }
}
