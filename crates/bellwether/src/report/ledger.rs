//! The ledger's section of the room's pack: the period, the ones before it, and why.

use bellwether_model::MovementKind;
use bellwether_paper::Sheet;
use serde::Serialize;

use super::{ReportAnswers, SheetFrame, TitledGrid, common, failed, reasons, run};
use crate::telling::charts::Side;
use crate::telling::grid::{movements, periods};
use bellwether_app::Figure;
use bellwether_app::failure::Failure;
use bellwether_app::ledger::LedgerLine;
use bellwether_words::Words;

#[derive(Serialize)]
struct Section {
    #[serde(flatten)]
    common: SheetFrame,
    movements: TitledGrid,
    run: TitledGrid,
    run_value: TitledGrid,
    /// Absent where they are not told.
    lost: Option<TitledGrid>,
    less: Option<TitledGrid>,
    /// Purchases without a customer, and what else is counted apart.
    notes: Vec<String>,
}

pub(super) fn pdf(answers: &ReportAnswers, words: Words<'_>, line: &LedgerLine) -> Result<Vec<u8>, Failure> {
    let (grain, ledger) = (answers.grain, &answers.ledger);
    let period = words.period(grain, &line.period);
    let (common, drawings) = common(answers, words, line, words.with("paper-ledger", &[("period", &period)]));
    let run = run(answers, line);
    let change = |figure: Figure| format!("{}{}", if figure.minor > 0 { "+" } else { "" }, words.rounded(figure.minor));
    let mut notes = Vec::new();
    if let Some((rows, minor)) = ledger.unattributed() {
        notes.push(words.counting("unattributed", rows, &[("money", &words.money(minor))]));
    }
    if let Some(free) = ledger.free_customers {
        notes.push(words.with("free-apart", &[("customers", &words.customers(free))]));
    }
    let section = Section {
        movements: TitledGrid {
            title: words.with("paper-movements", &[("period", &period)]),
            about: words.say("all-periods-about-paper"),
            grid: movements(words, line, Side::Value),
        },
        run: over_time(
            words,
            run,
            words.say("periods-customers"),
            &[MovementKind::New, MovementKind::WonBack, MovementKind::Lost],
            |kind, figure| words.signed(if kind == MovementKind::Lost { -figure.customers } else { figure.customers }),
            |change| words.signed(change.customers),
            |figure| words.whole(figure.customers),
        ),
        run_value: over_time(
            words,
            run,
            words.with("paper-value", &[("currency", &words.currency())]),
            &[
                MovementKind::New,
                MovementKind::WonBack,
                MovementKind::More,
                MovementKind::Less,
                MovementKind::Lost,
                MovementKind::Currency,
                MovementKind::Restated,
                MovementKind::Redefined,
            ],
            |_, figure| change(figure),
            change,
            |figure| words.rounded(figure.minor),
        ),
        lost: reasons(words, answers, line, MovementKind::Lost, true),
        less: reasons(words, answers, line, MovementKind::Less, true),
        notes,
        common,
    };
    let ident = format!("ledger {}", line.period);
    Sheet { template: include_str!("ledger.typ"), ident: &ident, drawings }
        .pdf(&section)
        .map_err(|error| failed(&error))
}

/// Periods one under the other; kinds that never occurred in them, and always may be told, are left out.
fn over_time(
    words: Words<'_>,
    run: &[LedgerLine],
    title: String,
    kinds: &[MovementKind],
    moved: impl Fn(MovementKind, Figure) -> String,
    signed: impl Fn(Figure) -> String,
    total: impl Fn(Figure) -> String,
) -> TitledGrid {
    let occurs = |kind: &&MovementKind| {
        !matches!(kind, MovementKind::Currency | MovementKind::Restated | MovementKind::Redefined)
            || run.iter().any(|line| line.movement(**kind).is_some_and(|moved| moved != Figure::default()))
    };
    let kinds: Vec<MovementKind> = kinds.iter().filter(occurs).copied().collect();
    let grid = periods(words, words.say("by"), run, &kinds, moved, signed, total);
    TitledGrid { title, about: String::new(), grid }
}
