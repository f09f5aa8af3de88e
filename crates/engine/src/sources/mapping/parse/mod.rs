//! What does the text of one cell mean: a number, an amount of money, a day, an instant, yes or no?
//!
//! Invariant: what a cell means never depends on its neighbours, only on the rules given for its column. A text that two rules
//! read differently is refused unless the rules decide it.

pub(crate) mod currency;
pub(crate) mod moment;
pub(crate) mod number;

pub use moment::DateOrder;

/// Reads yes or no in English and German.
pub(crate) fn flag(text: &str) -> Option<bool> {
    const YES: [&str; 6] = ["true", "yes", "t", "y", "ja", "wahr"];
    const NO: [&str; 6] = ["false", "no", "f", "n", "nein", "falsch"];
    let text = text.trim();
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    if YES.iter().any(is) { Some(true) } else { NO.iter().any(is).then_some(false) }
}
