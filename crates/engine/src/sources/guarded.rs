//! Of some damages of foreign bytes a library says by a panic that it has not thought of them: here that is an error like any other, and nobody
//! is told of it by more than that.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does what foreign bytes may break. What was being read or computed is not used again after an error.
pub(super) fn guarded<T>(attempt: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    quietly(attempt).unwrap_or_else(|| Err("it is damaged".to_owned()))
}

/// The same for a thread whose end says enough; nothing, if it panics.
pub(super) fn quietly<T>(attempt: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let tell = take_hook();
        set_hook(Box::new(move |panic| {
            // A panic of our own is a fault, wherever it is caught.
            let is_ours = panic.location().is_some_and(|place| place.file().starts_with("crates/"));
            if is_ours || !IS_GUARDED.get() {
                tell(panic);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(attempt)).ok();
    IS_GUARDED.set(before);
    done
}
