//! Answers to questions about the words of a column, word by word: `rows.Status.refunded` is answered with what such rows are.
//!
//! Whatever is said of a word goes before what an answer to the question as a whole says of it. Without such an answer each word has to be
//! said, but for those that are known.

use bellwether_engine::sources::mapping::{Edit, Question, RowMeaning, RowWords, Topic};

/// What a word can say of its rows, as answers name it.
const MEANINGS: [(&str, RowMeaning); 3] =
    [("count", RowMeaning::Count), ("leave_out", RowMeaning::LeaveOut), ("refund", RowMeaning::Refund)];

/// The names of what a word can say of its rows.
pub(crate) fn meanings() -> impl Iterator<Item = (&'static str, RowMeaning)> {
    MEANINGS.into_iter()
}

/// The name of what a word says of its rows.
pub(crate) fn name_of(meaning: RowMeaning) -> &'static str {
    MEANINGS.iter().find(|(_, known)| *known == meaning).map_or("", |(name, _)| name)
}

/// The column whose words a question asks about, where it can be answered word by word.
pub(crate) fn asks_about_rows(question: &Question) -> Option<&str> {
    matches!(question.topic, Topic::Rows | Topic::Hint).then_some(question.about.as_str())
}

/// What a word says, whichever answer is given to the question about those that nobody knows; of words that only hint at it, what they do.
pub(crate) fn known_meaning(question: &Question, word: &str) -> Option<RowMeaning> {
    if question.topic == Topic::Hint {
        return of_answer(question, "as_hinted")?.meaning(word);
    }
    let meaning = of_answer(question, "only_known")?.meaning(word);
    meaning
        .filter(|meaning| of_answer(question, "unknown_count").and_then(|words| words.meaning(word)) == Some(*meaning))
}

fn of_answer<'q>(question: &'q Question, name: &str) -> Option<&'q RowWords> {
    let answer = question.answers.iter().find(|answer| answer.name == name)?;
    answer.edits.iter().find_map(|edit| match edit {
        Edit::Rows(_, words) => Some(words),
        _ => None,
    })
}

/// What was said of single words of a question; nothing where its words are not asked about, or none was said.
pub(crate) fn said<'a>(question: &'a Question, answers: &[(String, String)]) -> Vec<(&'a str, RowMeaning)> {
    if asks_about_rows(question).is_none() {
        return Vec::new();
    }
    let meaning_of = |word: &str| {
        let id = format!("{}.{word}", question.id());
        let (_, name) = answers.iter().rfind(|(known, _)| *known == id)?;
        meanings().find(|(known, _)| known == name).map(|(_, meaning)| meaning)
    };
    question.words.iter().filter_map(|count| Some((count.word.as_str(), meaning_of(&count.word)?))).collect()
}

/// The change that answers word by word make beside the answer to the question as a whole, if there is one.
pub(crate) fn by_word(question: &Question, answers: &[(String, String)]) -> Option<Edit> {
    let said = said(question, answers);
    if said.is_empty() {
        return None;
    }
    let named = answers.iter().find(|(id, _)| *id == question.id()).and_then(|(_, name)| of_answer(question, name));
    let mut words = RowWords::default();
    for count in &question.words {
        let word = count.word.as_str();
        let told = said.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
        let told = told.or_else(|| named.map_or_else(|| known_meaning(question, word), |named| named.meaning(word)));
        if let Some(meaning) = told {
            words.put(word, meaning);
        }
    }
    // Words that the first rows do not have.
    for (meaning, list) in named.iter().flat_map(|named| named.lists()) {
        for word in list {
            if words.meaning(word).is_none() {
                words.put(word, meaning);
            }
        }
    }
    Some(Edit::Rows(question.about.clone(), words))
}

/// Whether a question is answered word by word: each is said, or known.
pub(crate) fn are_all_said(question: &Question, answers: &[(String, String)]) -> bool {
    let said = said(question, answers);
    let is_said = |word: &str| said.iter().any(|(known, _)| *known == word) || known_meaning(question, word).is_some();
    !said.is_empty() && question.words.iter().all(|count| is_said(&count.word))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bellwether_engine::sources::mapping::{Answer, WordCount};

    use super::*;

    fn question() -> Question {
        let count = |word: &str| WordCount { word: word.to_owned(), rows: 1, minor: BTreeMap::new() };
        let words = |count: &[&str], leave_out: &[&str]| {
            let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            Edit::Rows(
                "a.b".to_owned(),
                RowWords { count: list(count), leave_out: list(leave_out), refund: Vec::new() },
            )
        };
        let answer =
            |name: &str, edit| Answer { name: name.to_owned(), edits: vec![edit], lines: String::new(), effect: None };
        Question {
            words: ["paid", "odd=word", ""].map(count).to_vec(),
            answers: vec![
                answer("only_known", words(&["paid", "later"], &["odd=word", ""])),
                answer("unknown_count", words(&["paid", "later", "odd=word", ""], &[])),
            ],
            ..Question::on(Topic::Rows, "a.b")
        }
    }

    fn answered(given: &[(&str, &str)]) -> (Option<RowWords>, bool) {
        let given: Vec<_> = given.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect();
        let question = question();
        let words = by_word(&question, &given).map(|edit| match edit {
            Edit::Rows(_, words) => words,
            other => panic!("{other:?}"),
        });
        (words, are_all_said(&question, &given))
    }

    #[test]
    fn a_word_that_is_said_goes_before_the_answer_to_the_whole_and_known_ones_need_not_be_said() {
        assert_eq!(answered(&[("rows.a.b", "only_known")]), (None, false));
        let (words, whole) = answered(&[("rows.a.b.odd=word", "refund")]);
        assert_eq!(
            words.map(|words| (words.count, words.refund)),
            Some((vec!["paid".into()], vec!["odd=word".into()]))
        );
        assert!(!whole, "the empty cell is not said");
        let (words, whole) = answered(&[("rows.a.b.odd=word", "refund"), ("rows.a.b.", "leave_out")]);
        assert_eq!(words.map(|words| words.leave_out), Some(vec![String::new()]));
        assert!(whole);
        let (words, _) = answered(&[("rows.a.b", "unknown_count"), ("rows.a.b.paid", "leave_out")]);
        let words = words.expect("said");
        assert_eq!(words.leave_out, ["paid"]);
        assert_eq!(words.meaning("odd=word"), Some(RowMeaning::Count));
        assert_eq!(words.meaning("later"), Some(RowMeaning::Count));
    }

    #[test]
    fn what_no_word_can_say_says_nothing() {
        assert_eq!(
            answered(&[("rows.a.b.paid", "perhaps"), ("rows.a.b.unseen", "count"), ("rows.a", "count")]),
            (None, false)
        );
    }
}
