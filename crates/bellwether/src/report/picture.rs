//! A picture for letters: one line of the ledger as a waterfall, with what happened above it and what it rests on below.

use std::fmt::Write as _;

use bellwether_charts::Ink;

use super::{ReportAnswers, failed};
use crate::telling::charts::{self, Side};
use crate::telling::headline::headline;
use crate::telling::sight::Sight;
use bellwether_app::failure::Failure;
use bellwether_app::ledger::LedgerLine;
use bellwether_words::Words;

/// Twice as many dots as it says, for screens that have them.
const SCALE: f32 = 2.0;
const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 412.0;

pub(super) fn png(
    answers: &ReportAnswers,
    words: Words<'_>,
    line: &LedgerLine,
    side: Side,
) -> Result<Vec<u8>, Failure> {
    bellwether_paper::picture(&drawn(answers, words, line, side), SCALE).map_err(|error| failed(&error))
}

fn drawn(answers: &ReportAnswers, words: Words<'_>, line: &LedgerLine, side: Side) -> String {
    let (wide, _) = charts::waterfall(words, Sight::on_paper(answers.grain), line, side, None, Ink::Light);
    let (from, to) = (side.shown(words, line.opening), side.shown(words, line.closing));
    let period = words.period(answers.grain, &line.period);
    let said = [("period", period.as_str()), ("from", &from), ("to", &to)];
    let mut about = words.with(&format!("from-to-{}", side.name()), &said);
    if let Some(at) = wide.begins_at {
        let _ = write!(about, ". {}", words.with("axis-begins", &[("value", &side.tick(words, at))]));
    }
    if answers.ledger.unfinished.as_ref() == Some(&line.period) {
        let day = words.day(answers.ledger.basis.as_of);
        let _ = write!(about, " {}", words.with("unfinished", &[("period", &period), ("day", &day)]));
    }
    let basis = answers.ledger.basis.sentence(words);
    let whose = if answers.is_sample { words.say("sample-told") } else { answers.organisation.clone() };
    let below = if whose.is_empty() { basis } else { format!("{whose} · {basis}") };
    let (text, muted) =
        (Ink::Light.paint(bellwether_charts::Colour::Text), Ink::Light.paint(bellwether_charts::Colour::Muted));
    let chart = wide.svg.replacen("<svg ", "<svg x=\"20\" y=\"74\" ", 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"Inter\">\
         <text x=\"20\" y=\"32\" font-size=\"16\" font-weight=\"600\" fill=\"{text}\">{}</text>\
         <text x=\"20\" y=\"54\" font-size=\"12\" fill=\"{muted}\">{}</text>{chart}\
         <text x=\"20\" y=\"{}\" font-size=\"11\" fill=\"{muted}\">{}</text></svg>",
        escaped(&headline(words, answers.grain, line)),
        escaped(&about),
        HEIGHT - 14.0,
        escaped(&below),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
