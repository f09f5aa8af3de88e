//! What is asked about a file before it is imported, in words that every language has: one list for terminal, pages and API.

use std::collections::BTreeMap;

use bellwether_engine::sources::mapping::{
    Answer, Edit, Effect, Example, IdMeaning, OtherWords, OutlyingDays, Question, ReusedExample, RowMeaning, Topic,
    WordCount,
};
use bellwether_model::Currency;
use bellwether_words::{Message, column_name, message};

use crate::look::in_currencies;
use crate::word_answers::{asks_about_rows, known_meaning, meanings, name_of};

/// So many words of a column are told in a question, the weightiest where there are more.
const TOLD_WORDS: usize = 24;

/// A question about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileQuestion {
    /// Its name, the same each time the file is looked at.
    pub id: String,
    /// What is asked.
    pub text: Message,
    /// Possible answers; a map file can say others.
    pub answers: Vec<FileAnswer>,
    /// Whether one of them has to be chosen; else the columns can be mapped by hand instead.
    pub is_choice: bool,
    /// The column whose words are asked about, which can be answered word by word as well.
    pub words_of: Option<String>,
    /// These words; empty where no words are asked about.
    pub words: Vec<FileWord>,
}

/// A word of a column, which can be said by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWord {
    /// The name of the question about the word alone, as in `rows.Status.refunded`.
    pub id: String,
    /// The word; empty for the empty cell.
    pub word: String,
    /// What it says if it is not said, as an answer names it; absent where it has to be said.
    pub meaning: Option<&'static str>,
}

/// An answer to a question about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileAnswer {
    /// Its name among the answers of the question.
    pub name: String,
    /// What it says.
    pub text: Message,
    /// What the first rows of the file come to with it.
    pub effect: Option<Message>,
    /// The lines of the map file that say it; none where it leaves the mapping as it is.
    pub lines: String,
}

impl From<&Question> for FileQuestion {
    fn from(question: &Question) -> Self {
        let answer = |answer: &Answer| FileAnswer {
            name: answer.name.clone(),
            text: in_answer(question, answer),
            effect: answer.effect.as_ref().map(in_effect),
            lines: answer.lines.clone(),
        };
        Self {
            id: question.id(),
            text: in_question(question),
            answers: question.answers.iter().map(answer).collect(),
            is_choice: question.topic != Topic::Missing,
            words_of: asks_about_rows(question).map(str::to_owned),
            words: asks_about_rows(question).map(|_| words(question)).unwrap_or_default(),
        }
    }
}

/// The words of a question, as they can be said one by one.
fn words(question: &Question) -> Vec<FileWord> {
    let word = |count: &WordCount| FileWord {
        id: format!("{}.{}", question.id(), count.word),
        word: count.word.clone(),
        meaning: known_meaning(question, &count.word).map(name_of),
    };
    question.words.iter().map(word).collect()
}

impl FileQuestion {
    /// Whether something can be answered: the question as a whole, or one of its words.
    #[must_use]
    pub fn takes(&self, id: &str, name: &str) -> bool {
        (id == self.id && self.answers.iter().any(|answer| answer.name == name))
            || (self.words.iter().any(|word| word.id == id) && meanings().any(|(known, _)| known == name))
    }

    /// Whether it is answered, as a whole or word by word.
    #[must_use]
    pub fn is_answered(&self, answers: &[(String, String)]) -> bool {
        let is_said = |asked: &str| answers.iter().any(|(id, name)| id == asked && self.takes(id, name));
        let is_any_word_said = self.words.iter().any(|word| is_said(&word.id));
        is_said(&self.id)
            || (is_any_word_said && self.words.iter().all(|word| word.meaning.is_some() || is_said(&word.id)))
    }

    /// In English, with what each answer would do and the lines of a map file that say it: for programs and the terminal.
    #[must_use]
    pub fn for_documents(&self) -> String {
        let mut told = vec![format!("{}: {}", self.id, self.text.for_documents())];
        for answer in &self.answers {
            let effect = answer.effect.as_ref().map(|effect| format!(" ({})", effect.english())).unwrap_or_default();
            told.push(format!("  {}: {}{effect}", answer.name, answer.text.english()));
            match answer.lines.trim_end() {
                "" => told.push("      the mapping as it is".to_owned()),
                lines => told.extend(lines.lines().map(|line| format!("      {line}"))),
            }
        }
        if !self.words.is_empty() {
            let names: Vec<&str> = meanings().map(|(name, _)| name).collect();
            told.push(format!("  or word by word, each with {}:", names.join(", ")));
            told.extend(self.words.iter().map(|word| format!("      {}={}", word.id, word.meaning.unwrap_or("?"))));
        }
        told.join("\n")
    }
}

fn in_question(question: &Question) -> Message {
    let about = question.about.as_str();
    let at = |name: &'static str| {
        let Example { row, value } = question.example.clone().unwrap_or(Example { row: 0, value: String::new() });
        message(name).with("column", about).with("row", row).with("value", value)
    };
    match question.topic {
        Topic::Missing => match (about.split_once('.'), &question.example) {
            (Some((target, column)), Some(Example { row, value })) => message("question-unfit")
                .with("target", target)
                .naming("field", column_name(target))
                .with("column", column)
                .with("row", row)
                .with("value", value),
            (Some((target, _)), None) => {
                message("question-missing").with("target", target).naming("field", column_name(target))
            }
            // The column is called as the target is.
            (None, Some(_)) => at("question-unfit").with("target", about).naming("field", column_name(about)),
            _ => message("question-missing").with("target", about).naming("field", column_name(about)),
        },
        Topic::Rivals => message("question-rivals").with("target", about).naming("field", column_name(about)),
        Topic::Currency => message("question-currency").with("column", about),
        Topic::DateOrder => at("question-dates"),
        Topic::Century => at("question-century"),
        Topic::DecimalMark => at("question-decimal"),
        Topic::Rows => at("question-rows").listing("words", in_words(&question.words)),
        Topic::Hint => at("question-hint").listing("words", in_words(&question.words)),
        Topic::Undone => at("question-undone").listing("words", in_some(&question.words)),
        Topic::Less => at("question-less"),
        Topic::Part => at("question-part"),
        Topic::Cancellation => at("question-cancellation"),
        Topic::Interval => {
            let is_told = question.answers.iter().any(|answer| matches!(answer.name.as_str(), "by_unit" | "in_months"));
            at(if is_told { "question-interval-told" } else { "question-interval" })
        }
        Topic::PlanInterval => at("question-plan-interval"),
        Topic::Quantity => at("question-quantity"),
        Topic::MinorUnits => at("question-minor-units"),
        Topic::Thousands => at("question-thousands"),
        Topic::NamedCurrency => at("question-named-currency"),
        Topic::BareAmounts => at("question-bare-amounts"),
        Topic::NewColumn => {
            let target = question.answers.first().map_or("", |answer| answer.name.as_str());
            at("question-new-column").naming("field", column_name(target)).with("target", target)
        }
        Topic::GivenBack => at("question-given-back"),
        Topic::OrderTotal => at("question-order-total"),
        Topic::Ends => {
            let is_month = question.answers.iter().any(|answer| answer.name == "last_month");
            at(if is_month { "question-ends-month" } else { "question-ends" })
        }
        Topic::End => at("question-end"),
        Topic::Snapshot => at("question-snapshot"),
        Topic::Scale => at("question-scale"),
        Topic::Rates => at("question-rates"),
        Topic::IdCase => at("question-id-case"),
        Topic::Pages => at("question-pages"),
        Topic::Zone => at("question-zone"),
        Topic::IdSpelling => at("question-id-spelling"),
        Topic::SwappedDates => at("question-swapped-dates"),
        Topic::Source => in_systems(question),
        Topic::Ids => in_ids(question),
        Topic::OutlyingDays => in_outlying_days(question),
    }
}

fn in_answer(question: &Question, answer: &Answer) -> Message {
    let name = answer.name.as_str();
    match (question.topic, name) {
        (Topic::Missing, "column") => {
            let column = question.about.split_once('.').map_or(question.about.as_str(), |(_, column)| column);
            message("answer-column").with("column", column)
        }
        (Topic::Rivals, "nobody") => message("answer-nobody"),
        (Topic::Rivals, "no_case") => message("answer-no-case"),
        (Topic::Missing | Topic::Rivals, column) => message("answer-rival").with("column", column),
        (Topic::DateOrder, "year_first") => message("answer-year-first"),
        (Topic::DateOrder, "day_first") => message("answer-day-first"),
        (Topic::DateOrder, _) => message("answer-month-first"),
        (Topic::Century, name) => message("answer-century").with("year", name.trim_start_matches("from_")),
        (Topic::DecimalMark, "point") => message("answer-point"),
        (Topic::DecimalMark, _) => message("answer-comma"),
        (Topic::Rows, "refunds") => message("answer-refunds-off"),
        (Topic::Rows, "only_known") => message("answer-only-known"),
        (Topic::Rows, "unknown_count") => message("answer-unknown-count"),
        (Topic::Rows, "credits_count") => message("answer-credits-count"),
        (Topic::Rows, "debits_count") => message("answer-debits-count"),
        (Topic::Rows, "until_cancelled") => message("answer-until-cancelled"),
        (Topic::Hint, "as_hinted") => message("answer-as-hinted").listing("words", in_meanings(question, answer)),
        (Topic::Rows | Topic::Hint, _) | (Topic::Undone, "all_count") => message("answer-all-count"),
        (Topic::Undone, _) => message("answer-undone-left-out"),
        (Topic::Less | Topic::Part, "taken_off") => message("answer-taken-off"),
        (Topic::Part, "added") => message("answer-added"),
        (Topic::Less, "taken_off_each") => message("answer-taken-off-each"),
        (Topic::Less, "percent") => message("answer-taken-off-percent"),
        (Topic::Less | Topic::Part, _) => message("answer-left-alone"),
        (Topic::Interval | Topic::PlanInterval, "quarter") => message("answer-quarter"),
        (Topic::Interval | Topic::PlanInterval, "year") => message("answer-year"),
        (Topic::Interval, "week") => message("answer-week"),
        (Topic::Interval, "by_unit" | "by_both" | "in_months" | "in_years") => {
            message("answer-months-by").with("by", divided_by(answer))
        }
        (Topic::PlanInterval, "by_plan") => message("answer-by-plan"),
        (Topic::Interval | Topic::PlanInterval, _) => message("answer-month"),
        (Topic::Quantity, "each") => message("answer-each"),
        (Topic::Quantity, _) => message("answer-all-pieces"),
        (Topic::MinorUnits, "hundredths") => message("answer-hundredths"),
        (Topic::MinorUnits, _) | (Topic::Thousands, "units") => message("answer-units"),
        (Topic::Thousands, "times_1000") => message("answer-thousands"),
        (Topic::Thousands, _) => message("answer-millions"),
        (Topic::NamedCurrency | Topic::BareAmounts, name) if name.parse::<Currency>().is_ok() => {
            message("answer-in-currency").with("currency", name)
        }
        (Topic::NewColumn, "as_before") => message("answer-as-before"),
        (Topic::NewColumn, target) => message("answer-new-column").naming("field", column_name(target)),
        (Topic::GivenBack, "refunds") => message("answer-refunds"),
        (Topic::GivenBack, _) => message("answer-sales"),
        (Topic::NamedCurrency | Topic::BareAmounts, column) => message("answer-currency-of-row").with("column", column),
        (Topic::OrderTotal, "once") => message("answer-once"),
        (Topic::OrderTotal, _) => message("answer-each-line"),
        (Topic::Ends, "last_day") => message("answer-last-day"),
        (Topic::Ends, "last_month") => message("answer-last-month"),
        (Topic::Ends, "first_month_without") => message("answer-first-month-without"),
        (Topic::Ends, "by_time") => message("answer-ends-by-time"),
        (Topic::Ends, _) => message("answer-first-day-without"),
        (Topic::End, "unless_renewed") => message("answer-unless-renewed"),
        (Topic::End | Topic::Cancellation, "end") => message("answer-end"),
        (Topic::End | Topic::Cancellation, _) => message("answer-no-end"),
        (Topic::Snapshot, "month") => message("answer-snapshot-month"),
        (Topic::Snapshot, "quarter") => message("answer-snapshot-quarter"),
        (Topic::Snapshot, "year") => message("answer-snapshot-year"),
        (Topic::Snapshot, _) => message("answer-subscriptions"),
        (Topic::Scale, "no_score") => message("answer-no-score"),
        (Topic::Scale, name) => {
            let (from, to) = name.split_once("_to_").unwrap_or((name, ""));
            message("answer-scale").with("from", from).with("to", to)
        }
        (Topic::Rates, "units_per_reporting") => message("answer-units-per-reporting"),
        (Topic::Rates, _) => message("answer-reporting-per-unit"),
        (Topic::IdCase | Topic::IdSpelling, "one") => message("answer-one-id"),
        (Topic::IdCase | Topic::IdSpelling, _) => message("answer-several-ids"),
        (Topic::SwappedDates, "swapped") => message("answer-swapped"),
        (Topic::SwappedDates, _) => message("answer-as-written"),
        (Topic::Pages, _) => message("answer-only-these"),
        (Topic::Zone, "as_company") => message("answer-zone-of-company"),
        (Topic::Zone, zone) => message("answer-zone").with("zone", zone),
        (Topic::Source, "another_system") => message("answer-another-system"),
        (Topic::Source, source) => message("answer-same-system").with("source", source),
        (Topic::Ids, "month") => message("answer-ids-month"),
        (Topic::Ids, "day") => message("answer-ids-day"),
        (Topic::Ids, "no_ids") => message("answer-no-ids"),
        (Topic::Ids, "replace") => message("answer-replace"),
        (Topic::Ids, source) => message("answer-own-source").with("source", source),
        (Topic::OutlyingDays, "right") => message("answer-days-right"),
        (Topic::OutlyingDays, _) => message("answer-days-rejected"),
        (Topic::Currency, name) => name.into(),
    }
}

/// What an answer divides an amount by.
fn divided_by(answer: &Answer) -> String {
    let by = answer.edits.iter().find_map(|edit| if let Edit::Scale { by, .. } = edit { Some(by) } else { None });
    by.map(|by| by.trim_matches(['(', ')']).replace('"', "")).unwrap_or_default()
}

/// Which systems a file may be of.
fn in_systems(question: &Question) -> Message {
    match question.before.first() {
        Some(before) if before.rows > 0 => {
            let is_own = before.source == question.about;
            let told = message(match (is_own, before.is_sample) {
                (true, false) => "question-other-key",
                (true, true) => "question-other-key-sample",
                (false, false) => "question-same-system",
                (false, true) => "question-same-system-sample",
            });
            let told = told.figure("rows", before.rows.cast_signed()).figure("of", before.of.cast_signed());
            told.figure("import", before.import_seq).with("source", &before.source)
        }
        _ => {
            let names = question.before.iter().map(|before| before.source.as_str()).collect::<Vec<_>>();
            message("question-several-systems").with("sources", names.join(", "))
        }
    }
}

/// Which ids stood for something else.
fn in_ids(question: &Question) -> Message {
    let (rows, of, is_sample) =
        question.before.first().map_or((0, 0, false), |before| (before.rows, before.of, before.is_sample));
    let told = message(if is_sample { "question-ids-sample" } else { "question-ids" }).with("column", &question.about);
    let told = told.figure("rows", rows.cast_signed()).figure("of", of.cast_signed());
    let Some(ReusedExample { id, was, is }) = &question.reused else { return told };
    told.with("value", id).listing("was", vec![in_meaning(was)]).listing("is", vec![in_meaning(is)])
}

/// Which days are far from all others.
fn in_outlying_days(question: &Question) -> Message {
    let outlying = question.outlying.clone().unwrap_or_default();
    let OutlyingDays { rows, customers, ref minor, .. } = outlying;
    let effect = Effect { rows, customers, minor: in_currencies(minor), ..Effect::default() };
    let is_one = outlying.first == outlying.last;
    let told = message(if is_one { "question-outlying-day" } else { "question-outlying-days" });
    let told = told.listing("rows", vec![in_effect(&effect)]).figure("of", outlying.of.cast_signed());
    let told = told.day("first", outlying.first).day("last", outlying.last);
    told.day("earliest", outlying.others.0).day("latest", outlying.others.1)
}

fn in_meaning(meaning: &IdMeaning) -> Message {
    let IdMeaning { customer, day, minor } = meaning;
    let told = message(match (customer.is_some(), minor.is_some()) {
        (true, true) => "id-meaning-money",
        (true, false) => "id-meaning",
        (false, true) => "id-meaning-nobody-money",
        (false, false) => "id-meaning-nobody",
    });
    let told = told.with("customer", customer.as_deref().unwrap_or_default()).money("money", *minor);
    day.map_or_else(|| told.clone().with("day", "-"), |day| told.clone().day("day", day))
}

pub(crate) fn in_effect(effect: &Effect) -> Message {
    let Effect { rows, left_out, rejected, customers, minor, gone, .. } = effect;
    let whole = |name: &'static str, rows: u64, customers: u64, minor: &BTreeMap<Currency, i128>| {
        let told = message(name).figure("rows", rows.cast_signed()).figure("customers", customers.cast_signed());
        told.money("money", sums(minor))
    };
    if effect.is_addition {
        let name = match (*customers > 0, minor.is_empty()) {
            (false, true) => "effect-adds",
            (false, false) => "effect-adds-money",
            (true, true) => "effect-adds-customers",
            (true, false) => "effect-adds-customers-money",
        };
        let mut told = whole(name, *rows, *customers, minor);
        if *gone > 0 {
            let name = if effect.gone_minor.is_empty() { "effect-takes-out" } else { "effect-takes-out-money" };
            let out = whole(name, *gone, effect.gone_customers, &effect.gone_minor);
            told = out.listing("effect", vec![told]);
        }
        return if effect.is_sample { message("effect-compared").listing("effect", vec![told]) } else { told };
    }
    let mut told = whole(if minor.is_empty() { "effect" } else { "effect-money" }, *rows, *customers, minor);
    for (name, rows) in [("effect-left-out", *left_out), ("effect-rejected", *rejected)] {
        if rows > 0 {
            told = message(name).listing("effect", vec![told]).figure("rows", rows.cast_signed());
        }
    }
    told
}

/// The words of a column; where they are many, the weightiest of them and what the others add up to.
fn in_words(counts: &[WordCount]) -> Vec<Message> {
    if counts.len() <= TOLD_WORDS {
        return counts.iter().map(in_word).collect();
    }
    let (told, others) = WordCount::weightiest(counts, TOLD_WORDS);
    told.iter().map(in_word).chain(others.as_ref().map(in_others)).collect()
}

pub(crate) fn in_others(others: &OtherWords) -> Message {
    let OtherWords { words, count } = others;
    let name = if count.minor.is_empty() { "word-others" } else { "word-others-money" };
    let told = message(name).figure("words", words.cast_signed()).figure("rows", count.rows.cast_signed());
    told.money("money", sums(&count.minor))
}

/// The rows with something in a column, and those without.
pub(crate) fn in_some(counts: &[WordCount]) -> Vec<Message> {
    let told = |(at, count): (usize, &WordCount)| {
        let name = match (at, count.minor.is_empty()) {
            (0, true) => "word-with",
            (0, false) => "word-with-money",
            (_, true) => "word-without",
            (_, false) => "word-without-money",
        };
        message(name).figure("rows", count.rows.cast_signed()).money("money", sums(&count.minor))
    };
    counts.iter().enumerate().map(told).collect()
}

/// The words of a question, each with what it means by an answer.
fn in_meanings(question: &Question, answer: &Answer) -> Vec<Message> {
    let decided = answer.edits.iter().find_map(|edit| match edit {
        Edit::Rows(_, words) => Some(words),
        _ => None,
    });
    let Some(decided) = decided else { return Vec::new() };
    let is_paused = answer.edits.iter().any(|edit| matches!(edit, Edit::Words(..)));
    if is_paused {
        return vec![message("word-paused")];
    }
    let told = question.words.iter().take(TOLD_WORDS);
    told.filter_map(|count| Some(in_meaning_of(&in_word(count), decided.meaning(&count.word)?))).collect()
}

pub(crate) fn in_meaning_of(word: &Message, meaning: RowMeaning) -> Message {
    let name = match meaning {
        RowMeaning::Count => "word-counts",
        RowMeaning::LeaveOut => "word-left-out",
        RowMeaning::Refund => "word-refund",
    };
    message(name).listing("word", vec![word.clone()])
}

pub(crate) fn in_word(count: &WordCount) -> Message {
    let WordCount { word, rows, minor } = count;
    let name = match (word.is_empty(), minor.is_empty()) {
        (false, true) => "word-count",
        (false, false) => "word-count-money",
        (true, true) => "word-empty",
        (true, false) => "word-empty-money",
    };
    message(name).with("word", word).figure("rows", rows.cast_signed()).money("money", sums(minor))
}

pub(crate) fn sums(minor: &BTreeMap<Currency, i128>) -> impl Iterator<Item = (Currency, i128)> {
    minor.iter().map(|(currency, minor)| (*currency, *minor))
}
