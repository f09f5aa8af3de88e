//! Which rows count: questions about a file, and the words of its columns, each with its rows and money, to be said one by one.

use maud::{Markup, html};

use bellwether_app::columns::{ColumnChoices, Columns, DecidedWord, RowDecision, RowMeaning, WORD_BY_WORD};
use bellwether_app::file_question::FileQuestion;
use bellwether_words::Words;

/// A question about the file with its answers, what each would do beside it.
pub(super) fn asked(
    words: Words<'_>,
    number: usize,
    question: &FileQuestion,
    columns: &Columns,
    choices: &ColumnChoices,
) -> Markup {
    let name = format!("answer.{}", question.id);
    let is_said = |answer: &str| choices.answer(&question.id) == Some(answer);
    let decision = question
        .words_of
        .as_ref()
        .and_then(|column| columns.decisions.iter().position(|known| known.column == *column));
    let by_word = format!("answer-{number}-words");
    html! {
        fieldset.question {
            legend { (question.text.sentence(words)) }
            @for (at, answer) in question.answers.iter().enumerate() { @let id = format!("answer-{number}-{at}");
                div.choice {
                    input #(id) type="radio" name=(name) value=(answer.name) required[question.is_choice] checked[is_said(&answer.name)];
                    div {
                        label for=(id) { (answer.text.told(words)) }
                        @if let Some(effect) = &answer.effect { small.muted { (effect.told(words)) } }
                    }
                }
            }
            @if let Some(at) = decision {
                div.choice {
                    input #(by_word) type="radio" name=(name) value=(WORD_BY_WORD) required checked[is_said(WORD_BY_WORD)];
                    div { label for=(by_word) { (words.say("import-word-by-word")) } }
                }
                div.by-word { (word_table(words, at, &columns.decisions[at], true)) }
            }
            @if question.answers.is_empty() { p.muted { (words.say("import-say-below")) } }
        }
    }
}

/// The columns whose words say which rows count, and the choice of another one.
pub(super) fn decisions(words: Words<'_>, fact: &str, columns: &Columns) -> Markup {
    let is_asked = |decision: &RowDecision| {
        columns.questions.iter().any(|question| question.words_of.as_ref() == Some(&decision.column))
    };
    let others: Vec<&String> = columns
        .header
        .iter()
        .filter(|column| !columns.decisions.iter().any(|known| known.column == **column))
        .collect();
    let own = |decision: &&(usize, &RowDecision)| !is_asked(decision.1);
    let decided: Vec<(usize, &RowDecision)> = columns.decisions.iter().enumerate().filter(|it| own(&it)).collect();
    html! {
        @for (at, decision) in decided {
            fieldset {
                legend { (words.with("import-words", &[("column", &decision.column)])) }
                (word_table(words, at, decision, fact == "purchases"))
                @if decision.words.iter().all(|word| word.meaning.is_none()) {
                    input type="hidden" name="also" value=(decision.column);
                }
            }
        }
        @if matches!(fact, "purchases" | "subscriptions") && !others.is_empty() {
            details.data {
                summary { (words.say("import-words-else")) }
                p.field {
                    label for="also" { (words.say("import-words-of")) }
                    select.in #also name="also" { option value="" { (words.say("import-words-none")) } @for column in others { option value=(column) { (column) } } }
                }
                p.muted { (words.say("import-words-look")) }
            }
        }
    }
}

/// The words of a column, each with what is said of it.
fn word_table(words: Words<'_>, number: usize, decision: &RowDecision, has_refunds: bool) -> Markup {
    let has_money = decision.words.iter().any(|word| !word.money.is_empty());
    let mut meanings = vec![("count", RowMeaning::Count), ("leave-out", RowMeaning::LeaveOut)];
    if has_refunds {
        meanings.push(("refund", RowMeaning::Refund));
    }
    html! {
        input type="hidden" name=(format!("words-column.{number}")) value=(decision.column);
        div.scroll tabindex="0" role="group" aria-label=(words.with("import-words", &[("column", &decision.column)])) { table.words {
            thead { tr {
                th scope="col" { (words.say("import-word")) }
                th.r scope="col" { (words.say("import-rows")) }
                @if has_money { th.r scope="col" { (words.say("import-word-money")) } }
                @for (name, _) in &meanings { th scope="col" { (words.say(&format!("import-word-{name}"))) } }
            } }
            tbody { @for (at, word) in decision.words.iter().enumerate() { tr {
                @let shown = shown_word(words, word);
                th scope="row" { (shown) input type="hidden" name=(format!("words-word.{number}.{at}")) value=(word.word); }
                td.r { (words.whole(word.rows.cast_signed())) }
                @if has_money { td.r { @for (currency, minor) in &word.money { span.sum { (words.money_of(*minor, *currency)) } } } }
                @for (name, meaning) in &meanings {
                    td { input type="radio" name=(format!("words-meaning.{number}.{at}")) value=(name) checked[word.meaning == Some(*meaning)]
                        aria-label=(format!("{shown}: {}", words.say(&format!("import-word-{name}")))); }
                }
            } } }
        } }
    }
}

fn shown_word(words: Words<'_>, word: &DecidedWord) -> String {
    if word.word.is_empty() { words.say("import-word-empty") } else { word.word.clone() }
}
