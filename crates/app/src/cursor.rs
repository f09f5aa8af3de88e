//! Where a list goes on: a text that programs hand back as it is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

/// A place in a list as a cursor.
pub fn seal<T: Serialize>(place: &T) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// The place of a cursor; none of a text that is no cursor.
#[must_use]
pub fn open<T: DeserializeOwned>(cursor: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

/// Writes a place as a cursor, or null where the list ends.
#[expect(clippy::ref_option, reason = "serde hands a field over so")]
pub(crate) fn serialize<T: Serialize, S: Serializer>(place: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    place.as_ref().map(seal).serialize(serializer)
}
