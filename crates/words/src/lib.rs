//! Words and figures for people: every text by its name, in the reader's language, with the company's own noun.
//!
//! Invariant: the words know nobody who speaks them; app, telling and doors stand to their right.

mod language;
mod message;
mod model_errors;
mod names;

pub use language::{Language, Locale, Words};
pub use message::{Message, NONE, english, error_message, message, with_causes};
pub use names::{called, column_name, fact_name, grain_name, kind_name, measure_name, role_name, scope_name};
