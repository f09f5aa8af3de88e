//! Telling: an answer in words of a person's language and in drawings, for every door that shows answers to people.
//!
//! Invariant: what a page, a paper and a letter tell of one figure is the same, since it is told here.

pub(crate) mod charts;
pub(crate) mod headline;
pub(crate) mod sight;
pub(crate) mod words;

use bellwether_model::ReasonTree;

use crate::app::base::Base;
use crate::app::reason::Why;
use words::Words;

/// What a reason is called.
pub(crate) fn reason_label(words: Words<'_>, why: &Why, reason: &str) -> String {
    if reason == ReasonTree::NOT_YET_KNOWN {
        return words.say("not-yet-known");
    }
    why.labels.get(reason).map_or(reason, String::as_str).to_owned()
}

/// What must be won merely to stand still, and on how few the value rests.
pub(crate) fn stand_still(words: Words<'_>, base: &Base) -> Vec<String> {
    let still = &base.stand_still;
    let mut said = vec![words.with(
        "stand-still-said",
        &[
            ("customers", &words.customers(still.to_replace.customers)),
            ("money", &words.money(still.to_replace.minor)),
            ("from", &words.day(still.from)),
            ("through", &words.day(still.through)),
        ],
    )];
    said.extend(base.concentration.iter().map(|share| {
        words.with(
            "concentration",
            &[
                ("percent", &share.percent.to_string()),
                ("few", &words.customers(share.figure.customers)),
                ("all", &words.whole(base.active.customers)),
                ("money", &words.money(share.figure.minor)),
                ("whole", &words.money(base.active.minor)),
            ],
        )
    }));
    said
}

/// A value as it stands in the query of an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            use std::fmt::Write as _;
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    safe
}
