//! How a ledger is told: a headline in words, volume and value side by side, and the reasons of the losses.

use bellwether_model::MovementKind;

use crate::cli::answer::Answer;
use crate::cli::screen::{Screen, plain};
use crate::cli::viewpoint;
use crate::figures::{counted, money, signed, whole};
use bellwether_app::failure::Failure;
use bellwether_app::ledger::{Ledger, LedgerLine, LostBecause, Silence};
use bellwether_app::table::{Cell, Column, Shape, Table, Tabular};
use bellwether_app::{Basis, Figure};

/// How many reasons the screen shows; `reason list` shows them all.
const TOP_REASONS: usize = 5;
/// Kinds that only some ledgers have; shown where any of them is not nought.
const SELDOM: [MovementKind; 5] = [
    MovementKind::Currency,
    MovementKind::TransferIn,
    MovementKind::TransferOut,
    MovementKind::Restated,
    MovementKind::Redefined,
];

/// The answer to `bellwether ledger`; a line that does not add up is no answer.
pub(crate) fn answer(ledger: &Ledger) -> Result<Answer, Failure> {
    ledger.adds_up()?;
    if ledger.lines.is_empty() {
        let nobody = format!("No {} yet: the ledger has no line.", ledger.basis.noun_plural);
        let next = "Next: bellwether import FILE --as purchases, then bellwether refresh".to_owned();
        let screen = Some(Vec::new());
        return Ok(Answer { above: vec![nobody, next], table: ledger.table(), screen, ..Answer::default() });
    }
    let table = ledger.table();
    let mut screen = vec![on_screen(ledger, &table)];
    if !ledger.lost_because.is_empty() {
        screen.push(lost_because(ledger));
    }
    Ok(Answer { above: headline(ledger), table, screen: Some(screen), below: below(ledger), ..Answer::default() })
}

fn occurs(ledger: &Ledger, kind: MovementKind) -> bool {
    ledger.lines.iter().any(|line| line.movement(kind).is_some_and(|moved| moved != Figure::default()))
}

/// Net growth or loss in customers and money, in words that say so when the two disagree; then what it takes to stand still.
fn headline(ledger: &Ledger) -> Vec<String> {
    let basis = &ledger.basis;
    // Labels of one grain sort as their periods do.
    let periods = || ledger.lines.iter().map(|line| line.period.as_str());
    let (first, last) = (periods().min().unwrap_or_default(), periods().max().unwrap_or_default());
    let opening = sum(&ledger.lines, |line| (line.period == first).then_some(line.opening));
    let closing = sum(&ledger.lines, |line| (line.period == last).then_some(line.closing));
    let change = Figure { customers: closing.customers - opening.customers, minor: closing.minor - opening.minor };
    let span = if first == last { first.to_owned() } else { format!("{first} to {last}") };

    let customers = counted(i128::from(change.customers.abs()), &basis.noun, &basis.noun_plural);
    let value = format!("{} {}", basis.currency, money(change.minor.abs(), basis.currency));
    let plural = &basis.noun_plural;
    let net = match (change.customers.signum(), change.minor.signum()) {
        (1, 1) => format!("net growth of {customers} and of {value}"),
        (1, 0) => format!("net growth of {customers}, with no change in value"),
        (1, _) => format!("net growth of {customers}, but a net loss of {value}: volume grew while value shrank"),
        (0, 1) => format!("as many {plural} as before, worth {value} more"),
        (0, 0) => format!("no change, neither in {plural} nor in value"),
        (0, _) => format!("as many {plural} as before, worth {value} less"),
        (_, 1) => format!("net loss of {customers}, but a net growth of {value}: value grew while volume shrank"),
        (_, 0) => format!("net loss of {customers}, with no change in value"),
        (_, _) => format!("net loss of {customers} and of {value}"),
    };

    let gone = sum(&ledger.lines, |line| line.movement(MovementKind::Lost));
    let shrunk = sum(&ledger.lines, |line| line.movement(MovementKind::Less));
    let replaced = counted(i128::from(gone.customers), &basis.noun, plural);
    let replaced_value = money((gone.minor + shrunk.minor).abs(), basis.currency);
    let mut said = vec![format!("{span}: {net}.")];
    for (kind, why) in [
        (MovementKind::Restated, "are corrections of closed periods"),
        (MovementKind::Redefined, "come from definitions that changed after the books were closed"),
    ] {
        let part = sum(&ledger.lines, |line| line.movement(kind));
        if part != Figure::default() {
            let customers = signed(whole(i128::from(part.customers)), part.customers > 0);
            let value = signed(money(part.minor, basis.currency), part.minor > 0);
            said.push(format!("Of it, {customers} {plural} and {} {value} {why}.", basis.currency));
        }
    }
    said.push(format!("Merely to stand still, {replaced} and {} {replaced_value} had to be replaced.", basis.currency));
    said
}

fn sum(lines: &[LedgerLine], figure: impl Fn(&LedgerLine) -> Option<Figure>) -> Figure {
    lines.iter().filter_map(figure).sum()
}

/// What the figures rest on, and who is not among them.
fn below(ledger: &Ledger) -> Vec<String> {
    let Basis { noun, noun_plural, currency, .. } = ledger.basis.clone();
    let mut told = vec![
        format!("{} 0 unexplained.", viewpoint::in_words(&ledger.basis)),
        format!("more and less move value, not the number of {noun_plural}."),
    ];
    told.extend(
        ledger.unfinished.as_ref().map(|last| format!("{last} is not over: counted up to {}.", ledger.basis.as_of)),
    );
    if let Some(Silence { after, lost, .. }) = &ledger.silence {
        told.push(match lost {
            None => format!("Purchases are known up to {after} only: of later days it is not known who bought."),
            Some(Figure { customers, minor }) => format!(
                "Purchases are known up to {after} only. {} lost since then, {currency} {}, may have bought all the same: import newer \
                 purchases, or say with --through up to which day they are complete.",
                counted(i128::from(*customers), &noun, &noun_plural),
                money(*minor, currency),
            ),
        });
    }
    if ledger.basis.as_of > ledger.latest_fact {
        told.push(format!(
            "The latest fact is of {}: what is told after it supposes that nothing else happens.",
            ledger.latest_fact
        ));
    }
    if let Some((rows, minor)) = ledger.unattributed() {
        let are = if rows == 1 { "is" } else { "are" };
        let purchases = counted(i128::from(rows), "purchase", "purchases");
        let worth = money(minor, currency);
        told.push(format!("{purchases} without a {noun}, {currency} {worth}, {are} not in the ledger."));
    }
    if let Some(free) = ledger.free_customers {
        let (free, are) = (counted(free.into(), &noun, &noun_plural), if free == 1 { "is" } else { "are" });
        told.push(format!("{free} with only free subscriptions {are} counted apart."));
    }
    told
}

/// Two lines a period, with movements signed as they add up, and without those that seldom occur.
fn on_screen(ledger: &Ledger, table: &Table) -> Screen {
    let is_shown = |column: &Column| match kind_of(column) {
        Some(kind) => !SELDOM.contains(&kind) || occurs(ledger, kind),
        None => true,
    };
    Screen::in_two_lines_with(&table.clone().keeping(is_shown), &ledger.basis, |column, figure| {
        let Some(kind) = kind_of(column) else { return plain(figure, &ledger.basis) };
        let value = signed(money(figure.minor, ledger.basis.currency), figure.minor > 0);
        [Cell::Text(customers_moved(kind, figure.customers)), Cell::Text(value)]
    })
}

/// The kind of movement that a column of figures is about.
fn kind_of(column: &Column) -> Option<MovementKind> {
    // The attribute of a cut may be called as a kind is.
    if column.shape == Shape::Figure { column.name.parse().ok() } else { None }
}

/// A count with the sign with which it enters the sum; without one where it does not enter.
fn customers_moved(kind: MovementKind, customers: i64) -> String {
    let customers = i128::from(customers);
    match kind.sign() {
        0 => whole(customers),
        1 => signed(whole(customers), customers > 0),
        _ => whole(-customers),
    }
}

fn lost_because(ledger: &Ledger) -> Screen {
    let (currency, plural) = (ledger.basis.currency, &ledger.basis.noun_plural);
    let title = match ledger.lost_because.len() {
        all if all > TOP_REASONS => format!("Lost, by reason (the top {TOP_REASONS} of {all}):"),
        _ => "Lost, by reason:".to_owned(),
    };
    let has_trend = ledger.lost_because.iter().any(|because| because.lost_before.is_some());
    let row = |because: &LostBecause| {
        let before = because.lost_before.map_or(Cell::Absent, |before| Cell::Figure(before, currency));
        vec![Cell::text(&because.reason), Cell::Figure(because.lost, currency), before]
    };
    let columns = vec![Column::text("reason"), Column::figure("lost"), Column::figure("before")];
    let table = Table::new(columns).with_rows(ledger.lost_because.iter().take(TOP_REASONS).map(row));
    Screen::of(table.keeping(|column| has_trend || column.name != "before"))
        .titled(title)
        .headed("lost_customers", plural)
        .headed("lost_minor", currency.code())
        .headed("before_customers", format!("{plural} before"))
        .headed("before_minor", format!("{currency} before"))
}

#[cfg(test)]
mod tests;
