//! The board page: one page, plain words, whole numbers.

use bellwether_charts::Ink;
use bellwether_model::MovementKind;
use bellwether_paper::Sheet;
use serde::Serialize;

use super::{ReportAnswers, SheetFrame, TitledGrid, common, failed, reasons, run};
use crate::telling::charts::Side;
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
    why: TitledGrid,
    still_title: String,
    still: Vec<String>,
    bowls_title: String,
    bowls_about: String,
    bowls_alt: String,
    /// The periods before, in customers and in value.
    before: [EarlierFigures; 2],
}

#[derive(Serialize)]
struct EarlierFigures {
    title: String,
    about: String,
    alt: String,
}

pub(super) fn pdf(answers: &ReportAnswers, words: Words<'_>, line: &LedgerLine) -> Result<Vec<u8>, Failure> {
    let period = words.period(answers.grain, &line.period);
    let title = words.with("paper-board", &[("period", &period)]);
    let (common, mut drawings) = common(answers, words, line, title);
    let (bowls, marble) = charts::bowls(words, Sight::on_paper(answers.grain), line, Ink::Light);
    drawings.push(("/bowls.svg", bowls.svg));
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
            EarlierFigures {
                title: words.say(&format!("periods-{}", side.name())),
                about: words.say(&format!("paper-before-{}", side.name())),
                alt: drawn.told,
            }
        });
    let money = |kind: MovementKind| words.money(line.movement(kind).minor.abs());
    let customers = |kind: MovementKind| words.customers(line.movement(kind).customers);
    let mut story = vec![words.with(
        "paper-story",
        &[
            ("period", &period),
            ("opening", &line.opening.phrase(words)),
            ("new", &line.movement(MovementKind::New).phrase(words)),
            ("back", &line.movement(MovementKind::WonBack).phrase(words)),
            ("lost", &customers(MovementKind::Lost)),
            ("lost-money", &money(MovementKind::Lost)),
            ("more", &customers(MovementKind::More)),
            ("more-money", &money(MovementKind::More)),
            ("less", &customers(MovementKind::Less)),
            ("less-money", &money(MovementKind::Less)),
        ],
    )];
    for (kind, name) in [
        (MovementKind::Currency, "paper-story-currency"),
        (MovementKind::Restated, "paper-story-restated"),
        (MovementKind::Redefined, "paper-story-redefined"),
    ] {
        let figure = line.movement(kind);
        if figure != Figure::default() {
            let customers = words.signed(figure.customers);
            let money = format!("{}\u{a0}{}", words.currency(), words.signed_amount(figure.minor));
            story.push(words.with(name, &[("customers", &customers), ("money", &money)]));
        }
    }
    story.push(words.with("paper-story-end", &[("closing", &line.closing.phrase(words))]));
    let board = Board {
        story: story.join(" "),
        why: reasons(words, answers, line, MovementKind::Lost, false),
        still_title: words.say("stand-still"),
        still: stand_still(words, &answers.base),
        bowls_title: words.with("bowls", &[("period", &period)]),
        bowls_about: words.counting("marble", marble as i64, &[]),
        bowls_alt: bowls.told,
        before,
        common,
    };
    let ident = format!("board {}", line.period);
    Sheet { template: include_str!("board.typ"), ident: &ident, drawings }.pdf(&board).map_err(|error| failed(&error))
}
