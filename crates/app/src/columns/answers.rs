//! Which questions about a file are answered.

use bellwether_engine::sources::mapping::{Question, Topic};

use crate::word_answers::are_all_said;
pub(super) use crate::word_answers::{asks_about_rows, known_meaning};

/// The answer to a question about the words of a column that each word is said by itself.
pub const WORD_BY_WORD: &str = "words";

/// Whether a question has one of its answers; columns that are missing can be mapped instead.
pub(super) fn is_answered(question: &Question, answers: &[(String, String)]) -> bool {
    let is_offered = |name: &String| {
        let is_word_by_word = asks_about_rows(question).is_some() && name == WORD_BY_WORD;
        is_word_by_word || question.answers.iter().any(|answer| answer.name == *name)
    };
    question.topic == Topic::Missing
        || answers.iter().any(|(id, name)| *id == question.id() && is_offered(name))
        || are_all_said(question, answers)
}
