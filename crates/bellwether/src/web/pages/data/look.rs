//! A look at an import: what it makes of what is there, by month, and what of it looks odd.

use bellwether_app::import::ImportOutcome;
use bellwether_app::look::{ImportLook, LookFigure, LookLine};
use bellwether_model::{Currency, Grain};
use bellwether_words::{Message, Words, fact_name};
use maud::{Markup, html};

use crate::web::parts::frame::panel;

/// So many months are shown at once; the earlier ones are folded in.
const SHOWN: usize = 24;

/// What an import, or a trial of one, makes of its table, and what looks odd.
pub(super) fn look(words: Words<'_>, fact: &str, is_trial: bool, outcome: &ImportOutcome) -> Markup {
    let ImportLook { months, all } = &outcome.look;
    let about =
        words.with(if is_trial { "look-tried" } else { "look-done" }, &[("fact", &words.say(&fact_name(fact)))]);
    let (earlier, latest) = months.split_at(months.len().saturating_sub(SHOWN));
    html! {
        (panel(&words.say("look-odd"), &words.say("look-odd-about"), &odd(words, &outcome.oddities)))
        (panel(&words.say("look-title"), &about, &html! {
            @if months.is_empty() { p { (words.say("look-unchanged")) } } @else { (lines(words, is_trial, latest, all)) }
            @if !earlier.is_empty() {
                details { summary { (words.say("look-month")) " – " (month(words, earlier.last())) } (lines(words, is_trial, earlier, &[])) }
            }
        }))
    }
}

/// What looked odd about an import that is past: how many things, and on demand which.
pub(super) fn past(words: Words<'_>, oddities: &[Message]) -> Markup {
    html! {
        @if !oddities.is_empty() {
            details { summary { (words.counting("look-past-odd", oddities.len() as i64, &[])) } (odd(words, oddities)) }
        }
    }
}

fn odd(words: Words<'_>, oddities: &[Message]) -> Markup {
    html! {
        @if oddities.is_empty() { p { (words.say("look-nothing-odd")) } } @else {
            ul { @for said in oddities { li { (said.sentence(words)) } } }
        }
    }
}

fn lines(words: Words<'_>, is_trial: bool, months: &[LookLine], all: &[LookLine]) -> Markup {
    let before = words.say(if is_trial { "look-now" } else { "look-before" });
    let has_money = months.iter().any(|line| line.currency.is_some());
    let title = words.say("look-title");
    html! {
        div.scroll tabindex="0" role="group" aria-label=(title) { table {
            thead {
                tr {
                    th scope="col" rowspan="2" { (words.say("look-month")) }
                    @if has_money { th scope="col" rowspan="2" { (words.say("look-currency")) } }
                    @for name in ["look-rows", "look-customers", "look-worth"].iter().take(if has_money { 3 } else { 2 }) {
                        th.r scope="colgroup" colspan="2" { (words.say(name)) }
                    }
                }
                tr { @for _ in 0..if has_money { 3 } else { 2 } { th.r scope="col" { (before) } th.r scope="col" { (words.say("look-after")) } } }
            }
            tbody {
                @for line in months { tr { (cells(words, &month(words, Some(line)), line, has_money)) } }
                @for line in all { tr.sum { (cells(words, &words.say("look-all"), line, has_money)) } }
            }
        } }
    }
}

fn month(words: Words<'_>, line: Option<&LookLine>) -> String {
    let label = line.and_then(|line| line.month.as_deref());
    label.map_or_else(|| words.say("look-no-day"), |label| words.period(Grain::Month, label))
}

fn cells(words: Words<'_>, name: &str, line: &LookLine, has_money: bool) -> Markup {
    let LookLine { currency, now, after, .. } = line;
    let whole = |number: u64| words.whole(number.cast_signed());
    let money =
        |figure: &LookFigure| currency.map(|code| words.money_of(figure.minor.into(), code)).unwrap_or_default();
    html! {
        th scope="row" { (name) }
        @if has_money { td { (currency.as_ref().map(Currency::code).unwrap_or_default()) } }
        @for figure in [now, after] { td.r { (whole(figure.rows)) } }
        @for figure in [now, after] { td.r { (whole(figure.customers)) } }
        @if has_money { @for figure in [now, after] { td.r { (money(figure)) } } }
    }
}
