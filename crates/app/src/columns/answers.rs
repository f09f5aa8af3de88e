//! Which questions about a file are answered, and what its answers say of words.

use bellwether_engine::sources::mapping::{Edit, Question, RowMeaning, Topic};

/// The answer to a question about the words of a column that each word is said by itself.
pub const WORD_BY_WORD: &str = "words";

/// The column whose words a question asks about.
pub(super) fn asks_about_rows(question: &Question) -> Option<&str> {
    (question.topic == Topic::Rows).then_some(question.about.as_str())
}

/// What a word says, whichever answer is given to the question about unknown ones.
pub(super) fn known_meaning(question: &Question, word: &str) -> Option<RowMeaning> {
    let of_answer = |name: &str| {
        let answer = question.answers.iter().find(|answer| answer.name == name)?;
        answer.edits.iter().find_map(|edit| match edit {
            Edit::Rows(_, words) => words.meaning(word),
            _ => None,
        })
    };
    of_answer("only_known").filter(|meaning| of_answer("unknown_count") == Some(*meaning))
}

/// Whether a question has one of its answers; columns that are missing can be mapped instead.
pub(super) fn is_answered(question: &Question, answers: &[(String, String)]) -> bool {
    let is_offered = |name: &String| {
        let is_word_by_word = asks_about_rows(question).is_some() && name == WORD_BY_WORD;
        is_word_by_word || question.answers.iter().any(|answer| answer.name == *name)
    };
    question.topic == Topic::Missing || answers.iter().any(|(id, name)| *id == question.id() && is_offered(name))
}
