//! What is said before it is known in which language it will be read.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use bellwether_model::{Currency, Day};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::language::{Language, Locale, Words};

/// What a text is given where there is nothing to fill in.
pub const NONE: &str = "none";

/// The language of the terminal, of programs that ask, and of the console.
#[must_use]
pub fn english() -> Language {
    Language::new(Locale::English)
}

/// A text kept by its name and by what is filled in, until somebody reads it, be it in another process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Empty where the text is in English alone.
    name: Cow<'static, str>,
    count: i64,
    given: Vec<(Cow<'static, str>, Value)>,
    /// What whoever speaks English alone said: a part of Bellwether, a library, the machine.
    english: Option<Box<str>>,
    /// What the terminal advises, in English, instead of the hint of the text.
    advice: Option<Box<str>>,
}

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Value {
    /// As it stands.
    Word(String),
    /// As the language writes numbers.
    Figure(i64),
    /// As the language writes days.
    Day(Day),
    /// As the language writes moments.
    Moment(Timestamp),
    /// What the text of this name says.
    Name(String),
    /// Sums as the language writes money.
    Money(Vec<(Currency, i128)>),
    /// Other texts, one after the other.
    List(Vec<Message>),
}

/// The text of this name; its hint, if it has one, hangs on it as `.hint`.
#[must_use]
pub fn message(name: &'static str) -> Message {
    Message { name: name.into(), ..Message::default() }
}

/// What an error says in English itself with everything that caused it, and other languages by the text of this name.
pub fn error_message(name: &'static str, error: &dyn Error) -> Message {
    message(name).in_english(with_causes(error))
}

/// An error and everything that caused it, each told once.
pub fn with_causes(error: &dyn Error) -> String {
    let mut message = without_backtrace(&error.to_string());
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let text = without_backtrace(&deeper.to_string());
        if !message.contains(&text) {
            message = format!("{message}: {text}");
        }
        cause = deeper.source();
    }
    message
}

/// What a library said, without where in its code it did: some write that into their text where the environment asks for it.
fn without_backtrace(text: &str) -> String {
    let is_frame = |line: &str| {
        let after = line.trim_start().trim_start_matches(|digit: char| digit.is_ascii_digit());
        line.starts_with(' ') && after.len() < line.trim_start().len() && after.starts_with(": ")
    };
    let is_title = |line: &str| matches!(line.trim().to_ascii_lowercase().as_str(), "stack backtrace:" | "backtrace:");
    let told: Vec<&str> = text.lines().take_while(|line| !is_frame(line) && !is_title(line)).collect();
    told.join("\n").trim_end().to_owned()
}

impl Message {
    /// The same with a word or a figure filled in.
    #[must_use]
    pub fn with(mut self, variable: &'static str, value: impl fmt::Display) -> Self {
        self.given.push((variable.into(), Value::Word(value.to_string())));
        self
    }

    /// The same with a whole number filled in.
    #[must_use]
    pub fn figure(mut self, variable: &'static str, number: i64) -> Self {
        self.given.push((variable.into(), Value::Figure(number)));
        self
    }

    /// The same with a day filled in.
    #[must_use]
    pub fn day(mut self, variable: &'static str, day: Day) -> Self {
        self.given.push((variable.into(), Value::Day(day)));
        self
    }

    /// The same with a moment filled in.
    #[must_use]
    pub fn moment(mut self, variable: &'static str, at: Timestamp) -> Self {
        self.given.push((variable.into(), Value::Moment(at)));
        self
    }

    /// The same with another text filled in, by its name.
    #[must_use]
    pub fn naming(mut self, variable: &'static str, name: impl Into<String>) -> Self {
        self.given.push((variable.into(), Value::Name(name.into())));
        self
    }

    /// The same with sums of money filled in, in minor units.
    #[must_use]
    pub fn money(mut self, variable: &'static str, sums: impl IntoIterator<Item = (Currency, i128)>) -> Self {
        self.given.push((variable.into(), Value::Money(sums.into_iter().collect())));
        self
    }

    /// The same with other texts filled in, parted by semicolons.
    #[must_use]
    pub fn listing(mut self, variable: &'static str, texts: Vec<Self>) -> Self {
        self.given.push((variable.into(), Value::List(texts)));
        self
    }

    /// The same in the form for so many things.
    #[must_use]
    pub fn counting(self, count: usize) -> Self {
        Self { count: count as i64, ..self }
    }

    /// The same, said in English already.
    #[must_use]
    pub fn in_english(self, english: String) -> Self {
        Self { english: Some(english.into()), ..self }
    }

    /// The same with what can be done about it, in English.
    #[must_use]
    pub fn advised(self, advice: String) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }

    /// In the language of these words.
    #[must_use]
    pub fn told(&self, words: Words<'_>) -> String {
        let own = if words.locale() == Locale::English { self.english.as_deref().map(str::to_owned) } else { None };
        own.or_else(|| self.found(words, None))
            .or_else(|| self.english.as_deref().map(str::to_owned))
            .unwrap_or_else(|| self.name.to_string())
    }

    /// What can be done about it, in the language of these words.
    #[must_use]
    pub fn hint(&self, words: Words<'_>) -> Option<String> {
        self.advice.as_deref().map(str::to_owned).or_else(|| self.found(words, Some("hint")))
    }

    /// What happened and what can be done about it, in one line.
    #[must_use]
    pub fn with_hint(&self, words: Words<'_>) -> String {
        let said = self.told(words);
        self.hint(words).map_or_else(|| said.clone(), |hint| format!("{said}: {hint}"))
    }

    /// What happened, as a sentence on a page. A name at its beginning stays as it is.
    #[must_use]
    pub fn sentence(&self, words: Words<'_>) -> String {
        let told = self.told(words);
        let begins =
            |given: &Value| matches!(given, Value::Word(word) if !word.is_empty() && is_first_word(word, &told));
        let begins_with_a_name = self.given.iter().any(|(_, given)| begins(given));
        if begins_with_a_name { format!("{}{}", told.trim_end(), stop(told.trim_end())) } else { sentence(&told) }
    }

    /// What can be done about it, as a sentence on a page.
    #[must_use]
    pub fn hint_sentence(&self, words: Words<'_>) -> Option<String> {
        self.hint(words).map(|hint| sentence(&hint))
    }

    /// Both on a page.
    #[must_use]
    pub fn sentences(&self, words: Words<'_>) -> String {
        let said = self.sentence(words);
        self.hint_sentence(words).map_or_else(|| said.clone(), |hint| format!("{said} {hint}"))
    }

    /// In English, a question with how a document answers it: for programs and the terminal.
    #[must_use]
    pub fn for_documents(&self) -> String {
        let (english, told) = (english(), self.english());
        let answer = self.found(english.alone(), Some("document"));
        answer.map_or_else(|| told.clone(), |answer| format!("{told}: {answer}"))
    }

    /// In English.
    #[must_use]
    pub fn english(&self) -> String {
        self.told(english().alone())
    }

    /// The code of English where it is read in that, since the language of these words has none for it.
    #[must_use]
    pub fn lang(&self, words: Words<'_>) -> Option<&'static str> {
        if self.found(words, None).is_some() { None } else { words.lang_of(Locale::English) }
    }

    /// The same without a text that says nothing to the person.
    #[must_use]
    pub fn without(mut self, text: &str) -> Self {
        for said in [&mut self.english, &mut self.advice].into_iter().flatten() {
            *said = said.replace(text, "").into();
        }
        for (_, given) in &mut self.given {
            if let Value::Word(word) = given {
                *word = word.replace(text, "");
            }
        }
        self
    }

    fn found(&self, words: Words<'_>, attribute: Option<&str>) -> Option<String> {
        let filled = |given: &Value| match given {
            Value::Word(word) => word.clone(),
            Value::Figure(number) => words.whole(*number),
            Value::Day(day) => words.day(*day),
            Value::Moment(at) => words.moment(*at),
            Value::Name(name) => words.say(name),
            Value::Money(sums) => {
                let sums = sums.iter().map(|(currency, minor)| words.money_of(*minor, *currency));
                sums.collect::<Vec<_>>().join(" + ")
            }
            Value::List(texts) => texts.iter().map(|text| text.told(words)).collect::<Vec<_>>().join("; "),
        };
        let given: Vec<(&str, String)> =
            self.given.iter().map(|(name, value)| (name.as_ref(), filled(value))).collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.known(&self.name, attribute, self.count, &given)
    }
}

impl From<String> for Message {
    fn from(english: String) -> Self {
        Self { english: Some(english.into()), ..Self::default() }
    }
}

impl From<&str> for Message {
    fn from(english: &str) -> Self {
        english.to_owned().into()
    }
}

/// With a capital, unless it begins with something other than a plain word, and with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let (first, rest) = text.split_at_checked(1).unwrap_or(("", text));
    let word = text.split(' ').next().unwrap_or_default();
    let is_plain = word.bytes().all(|letter| letter.is_ascii_lowercase());
    let first = if is_plain { first.to_ascii_uppercase() } else { first.to_owned() };
    format!("{first}{rest}{}", stop(text))
}

/// Whether a text begins with this, and not with a longer word.
fn is_first_word(word: &str, text: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// What a text lacks to end as a sentence.
fn stop(text: &str) -> &'static str {
    if text.ends_with(['.', '!', '?', '…']) { "" } else { "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_in_its_code_a_library_failed_is_not_told() {
        let trace = "stack backtrace:\n   0: kernel::read\n             at /build/src/lib.rs:7:9\n  11: main\n";
        for text in
            [format!("no log\n{trace}"), format!("no log\n{}", &trace[17..]), "no log\n\nbacktrace: ".to_owned()]
        {
            assert_eq!(with_causes(&std::io::Error::other(text)), "no log");
        }
        let kept = "line 1: no date\n 12 rows: none\n2: two";
        assert_eq!(with_causes(&std::io::Error::other(kept)), kept, "what only looks alike stays");
    }

    #[test]
    fn what_is_kept_is_told_in_every_language_as_before() {
        let cause = fmt::Error;
        let messages = [
            message("failure-no-rejects").with("name", "2-<b>.csv"),
            message("failure-too-far-ahead").day("day", Day(20_000)).day("latest", Day(1)).day("furthest", Day(9)),
            message("failure-role-may-not").naming("act", "scope-import").counting(2),
            message("failure-no-version").figure("version", 7).advised("look at `policy history`".to_owned()),
            error_message("error-busy", &cause),
            message("schedule-held").with("host", "north").moment("at", Timestamp::UNIX_EPOCH),
            Message::from("in English alone"),
        ];
        for message in messages {
            let kept = serde_json::to_string(&message).expect("it is written");
            let read: Message = serde_json::from_str(&kept).expect("it is read");
            assert_eq!(read, message);
            for locale in [Locale::English, Locale::German] {
                let language = Language::new(locale);
                assert_eq!(read.sentences(language.alone()), message.sentences(language.alone()));
            }
        }
    }
}
