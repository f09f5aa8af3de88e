//! Checksums that leave no doubt about what they cover: every part is hashed with its length, so that no two different
//! lists of parts share a checksum.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A SHA-256 over a list of parts.
pub(crate) struct Seal(Sha256);

impl Seal {
    /// Starts with the checksum of what went before, so that seals form a chain.
    pub(crate) fn after(previous: &str) -> Self {
        Self(Sha256::new()).text(previous)
    }

    pub(crate) fn text(mut self, part: &str) -> Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    pub(crate) fn optional(self, part: Option<&str>) -> Self {
        match part {
            Some(part) => self.number(1).text(part),
            None => self.number(0),
        }
    }

    pub(crate) fn number(mut self, part: i64) -> Self {
        self.0.update(part.to_le_bytes());
        self
    }

    pub(crate) fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The SHA-256 of a text alone, as `sha256sum` prints it.
pub(crate) fn checksum(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_sealed_as_sha256sum_prints_it() {
        assert_eq!(checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn moving_a_letter_from_one_part_to_the_next_changes_the_seal() {
        assert_ne!(Seal::after("").text("ab").text("c").hex(), Seal::after("").text("a").text("bc").hex());
        assert_ne!(Seal::after("").optional(None).hex(), Seal::after("").optional(Some("")).hex());
    }
}
