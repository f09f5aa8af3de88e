//! Of some damages of foreign bytes a library says by a panic that it has not thought of them: here that is an error like any other.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does what foreign bytes may break. What was being read or computed is not used again after an error.
pub(super) fn guarded<T>(attempt: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| Err("it is damaged".to_owned()))
}
