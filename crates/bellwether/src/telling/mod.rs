//! Telling: an answer in words of a person's language and in drawings, for every door that shows answers to people.
//!
//! Invariant: what a page, a paper and a letter tell of one figure is the same, since it is told here.

pub(crate) mod charts;
pub(crate) mod grid;
pub(crate) mod headline;
pub(crate) mod journey;
pub(crate) mod measures;
pub(crate) mod sight;
pub(crate) mod trends;

use bellwether_model::ReasonTree;

use bellwether_app::base::Base;
use bellwether_app::reason::Labels;
use bellwether_words::Words;

/// What a reason is called, by the labels of the company's tree.
pub(crate) fn reason_label(words: Words<'_>, labels: &Labels, reason: &str) -> String {
    own_label(words, reason, labels.get(reason).map_or(reason, String::as_str))
}

/// A label of the company's tree: in the reader's language where it is as it came, else in the company's own words.
pub(crate) fn own_label(words: Words<'_>, reason: &str, label: &str) -> String {
    if reason == ReasonTree::NOT_YET_KNOWN {
        words.say("not-yet-known")
    } else if ReasonTree::default_label(reason) == Some(label) {
        words.say(&format!("reason-{}", reason.replace('_', "-")))
    } else {
        label.to_owned()
    }
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

#[cfg(test)]
mod tests {
    use bellwether_model::ReasonTree;

    use super::{Labels, own_label, reason_label};
    use bellwether_words::{Language, Locale};

    #[test]
    fn a_reason_as_it_came_is_told_in_the_readers_language_and_another_in_the_companys_words() {
        let [english, german] = [Locale::English, Locale::German].map(Language::new);
        for node in ReasonTree::default().nodes() {
            assert_eq!(own_label(english.alone(), &node.id, &node.label), node.label, "{}", node.id);
            let said = own_label(german.alone(), &node.id, &node.label);
            assert!(said != node.label && !said.starts_with("reason-"), "{said}");
        }
        let labels = [("price", "Price"), ("service", "Our people"), ("weather", "Price")];
        let labels: Labels = labels.map(|(id, label)| (id.to_owned(), label.to_owned())).into();
        let told = ["price", "service", "weather", "not_yet_known", "gone"];
        assert_eq!(
            told.map(|reason| reason_label(german.alone(), &labels, reason)),
            ["Preis", "Our people", "Price", "Noch nicht bekannt", "gone"]
        );
    }
}
