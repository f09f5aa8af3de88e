//! The board page: one page, plain words, whole numbers.

use bellwether_charts::Ink;
use bellwether_model::MovementKind;
use bellwether_paper::Sheet;
use serde::Serialize;

use super::{ReportAnswers, SheetFrame, TitledGrid, common, failed, reasons, run};
use crate::telling::charts::Side;
use crate::telling::headline::{not_by_customers, silence_of};
use crate::telling::sight::Sight;
use crate::telling::{charts, stand_still};
use bellwether_app::Figure;
use bellwether_app::failure::Failure;
use bellwether_app::ledger::LedgerLine;
use bellwether_words::Words;

#[derive(Serialize)]
struct Board {
    #[serde(flatten)]
    common: SheetFrame,
    /// What happened, in a few sentences.
    story: String,
    /// Absent where it is not told.
    why: Option<TitledGrid>,
    still_title: String,
    still: Vec<String>,
    /// Absent where it is not told who came and who went.
    bowls: Option<TitledPicture>,
    /// The periods before, in customers and in value.
    before: [TitledPicture; 2],
}

#[derive(Serialize)]
struct TitledPicture {
    title: String,
    about: String,
    alt: String,
}

pub(super) fn pdf(answers: &ReportAnswers, words: Words<'_>, line: &LedgerLine) -> Result<Vec<u8>, Failure> {
    let period = words.period(answers.grain, &line.period);
    let title = words.with("paper-board", &[("period", &period)]);
    let (common, mut drawings) = common(answers, words, line, title);
    let bowls = charts::bowls(words, Sight::on_paper(answers.grain), line, Ink::Light).map(|(bowls, marble)| {
        drawings.push(("/bowls.svg", bowls.svg));
        TitledPicture {
            title: words.with("bowls", &[("period", &period)]),
            about: words.counting("marble", marble as i64, &[]),
            alt: bowls.told,
        }
    });
    let before =
        [(Side::Customers, "/customers-before.svg"), (Side::Value, "/value-before.svg")].map(|(side, path)| {
            let unfinished = answers.ledger.unfinished.as_deref();
            let [drawn, _] = charts::periods(
                words,
                Sight::on_paper(answers.grain),
                run(answers, line),
                side,
                unfinished,
                Ink::Light,
            );
            drawings.push((path, drawn.svg));
            TitledPicture {
                title: words.say(&format!("periods-{}", side.name())),
                about: words.say(&format!("paper-before-{}", side.name())),
                alt: drawn.told,
            }
        });
    let mut story: Vec<String> = told_apart(words, &period, line).into_iter().collect();
    if let Some(figure) = line.movement(MovementKind::Currency).filter(|figure| *figure != Figure::default()) {
        let money = format!("{}\u{a0}{}", words.currency(), words.signed_amount(figure.minor));
        story.push(words.with("paper-story-currency", &[("money", &money)]));
    }
    story.extend(not_by_customers(words, line));
    story.extend(silence_of(words, &answers.ledger, line));
    story.push(words.with("paper-story-end", &[("closing", &line.closing.phrase(words))]));
    let board = Board {
        story: story.join(" "),
        why: reasons(words, answers, line, MovementKind::Lost, false),
        still_title: words.say("stand-still"),
        still: answers.of_customers.as_ref().map_or_else(Vec::new, |told| stand_still(words, &told.base)),
        bowls,
        before,
        common,
    };
    let ident = format!("board {}", line.period);
    Sheet { template: include_str!("board.typ"), ident: &ident, drawings }.pdf(&board).map_err(|error| failed(&error))
}

/// What the period began with and who came and went, where each of it is told apart.
fn told_apart(words: Words<'_>, period: &str, line: &LedgerLine) -> Option<String> {
    let [new, back, lost, more, less] =
        [MovementKind::New, MovementKind::WonBack, MovementKind::Lost, MovementKind::More, MovementKind::Less]
            .map(|kind| line.movement(kind));
    let (lost, more, less) = (lost?, more?, less?);
    let money = |figure: Figure| words.money(figure.minor.abs());
    let customers = |figure: Figure| words.customers(figure.customers);
    Some(words.with(
        "paper-story",
        &[
            ("period", period),
            ("opening", &line.opening.phrase(words)),
            ("new", &new?.phrase(words)),
            ("back", &back?.phrase(words)),
            ("lost", &customers(lost)),
            ("lost-money", &money(lost)),
            ("more", &customers(more)),
            ("more-money", &money(more)),
            ("less", &customers(less)),
            ("less-money", &money(less)),
        ],
    ))
}
