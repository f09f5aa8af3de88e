//! How much memory does an answer hold? Estimated from what is written of it, so that no answer need be asked for it by its type.

use std::io;

use serde::Serialize;

/// What a value takes besides its digits or letters: where it stands, and where its text begins and ends.
const VALUE_BYTES: usize = 16;

/// Bytes that an answer holds, within a factor of two or so.
pub(crate) fn weight<T: Serialize>(answer: &T) -> usize {
    let mut count = Count::default();
    // What cannot be written as JSON is no answer; it weighs what was written before that showed.
    let _ = serde_json::to_writer(&mut count, answer);
    size_of::<T>() + count.letters + count.values * VALUE_BYTES
}

/// Counts what is written, and keeps nothing of it.
#[derive(Default)]
struct Count {
    letters: usize,
    values: usize,
}

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.letters += bytes.len();
        self.values += bytes.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Figure;

    #[test]
    fn an_answer_weighs_about_what_it_holds() {
        for length in [0, 5, 40, 1000] {
            let texts = vec!["a".repeat(length); 1000];
            let held = texts.len() * (size_of::<String>() + length);
            let weight = weight(&texts);
            assert!(weight > held / 2 && weight < held * 2, "{length}: {weight} of {held}");
        }
        for figure in [Figure::default(), Figure { customers: 1_234_567, minor: -123_456_789_012 }] {
            let figures = vec![vec![figure; 100]; 100];
            let held = 10_000 * size_of::<Figure>();
            let weight = weight(&figures);
            assert!(weight > held / 2 && weight < held * 4, "{weight} of {held}");
        }
    }
}
