//! Where a list goes on, as a program hands it back.

use bellwether_app::cursor;
use serde::de::DeserializeOwned;

use super::problem::{Code, Problem};

/// The place of a cursor.
pub(super) fn open<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    cursor::open(text).ok_or_else(|| {
        Problem::new(Code::NotFound, "the cursor leads nowhere")
            .hint("take it as it is from 'next' of the page before, or leave it out to begin")
    })
}
