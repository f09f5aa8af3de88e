//! What a text must be like to be kept: what is recorded stays for good, and both databases must be able to hold it.

use crate::error::RecordsError;
use crate::field::Field;

/// A word or a name is no longer than this, and a text is no longer than that.
const LONGEST_NAME: usize = 500;
const LONGEST_TEXT: usize = 100_000;

/// The text without surrounding spaces, refused when nothing is left or when it is too long for a name.
pub(crate) fn name(field: Field, text: &str) -> Result<&str, RecordsError> {
    let text = at_most(field, plain(field, text)?.trim(), LONGEST_NAME)?;
    if text.is_empty() { Err(RecordsError::BadText(field)) } else { Ok(text) }
}

/// The text as it is, refused when one of the two databases could not hold it or when it is no text for people any more.
pub(crate) fn plain(field: Field, text: &str) -> Result<&str, RecordsError> {
    if text.contains('\0') { Err(RecordsError::BadText(field)) } else { at_most(field, text, LONGEST_TEXT) }
}

/// The text, refused when it has more than `most` characters.
pub(crate) fn at_most(field: Field, text: &str, most: usize) -> Result<&str, RecordsError> {
    if text.chars().nth(most).is_some() { Err(RecordsError::TooLong { field, most }) } else { Ok(text) }
}
