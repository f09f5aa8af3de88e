//! How a ledger is told: a headline in words, volume and value side by side, and the reasons of the losses.

use bellwether_model::Kind;

use crate::cli::answer::Answer;
use crate::cli::table::{Cell, Column, Shape, Table};
use crate::cli::viewpoint;
use crate::figures::{counted, money, signed, whole};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::ledger::{Ledger, LedgerLine, LostBecause};
use bellwether_app::{Basis, Figure};

/// How many reasons the screen shows; `reason list` shows them all.
const TOP_REASONS: usize = 5;
/// Kinds that only some ledgers have; shown where any of them is not nought.
const SELDOM: [Kind; 4] = [Kind::Currency, Kind::TransferIn, Kind::TransferOut, Kind::Restated];

/// The answer to `bellwether ledger`; a line that does not add up is no answer.
pub(crate) fn answer(ledger: &Ledger) -> Result<Answer, Failure> {
    if let Some(broken) = ledger.lines.iter().find(|line| line.unexplained() != Figure::default()) {
        let Figure { customers, minor } = broken.unexplained();
        return Err(Failure::new(
            FailureKind::Internal,
            format!("the ledger of {} leaves {customers} customers and {minor} minor units unexplained", broken.period),
        )
        .hint("run `bellwether refresh --full`; if it stays so, it is a fault of Bellwether, please report it"));
    }
    if ledger.lines.is_empty() {
        let nobody = format!("No {} yet: the ledger has no line.", ledger.basis.noun_plural);
        let next = "Next: bellwether import FILE --as purchases, then bellwether refresh".to_owned();
        let screen = Some(Vec::new());
        return Ok(Answer { above: vec![nobody, next], table: for_files(ledger), screen, ..Answer::default() });
    }
    let kinds: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| !SELDOM.contains(kind) || occurs(ledger, *kind)).collect();
    let mut screen = vec![(String::new(), on_screen(ledger, &kinds))];
    if !ledger.lost_because.is_empty() {
        screen.push((lost_heading(ledger), lost_because(ledger)));
    }
    Ok(Answer {
        above: headline(ledger),
        table: for_files(ledger),
        screen: Some(screen),
        below: below(ledger),
        stamp: viewpoint::stamp(&ledger.basis),
    })
}

fn occurs(ledger: &Ledger, kind: Kind) -> bool {
    ledger.lines.iter().any(|line| line.movement(kind) != Figure::default())
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

    let gone = sum(&ledger.lines, |line| Some(line.movement(Kind::Lost)));
    let shrunk = sum(&ledger.lines, |line| Some(line.movement(Kind::Less)));
    let replaced = counted(i128::from(gone.customers), &basis.noun, plural);
    let replaced_value = money((gone.minor + shrunk.minor).abs(), basis.currency);
    vec![
        format!("{span}: {net}."),
        format!("Merely to stand still, {replaced} and {} {replaced_value} had to be replaced.", basis.currency),
    ]
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
    if ledger.basis.as_of > ledger.latest_fact {
        told.push(format!(
            "The latest fact is of {}: what is told after it supposes that nothing else happens.",
            ledger.latest_fact
        ));
    }
    if ledger.unattributed_rows > 0 {
        let (rows, are) =
            (i128::from(ledger.unattributed_rows), if ledger.unattributed_rows == 1 { "is" } else { "are" });
        let purchases = counted(rows, "purchase", "purchases");
        let worth = money(ledger.unattributed_minor, currency);
        told.push(format!("{purchases} without a {noun}, {currency} {worth}, {are} not in the ledger."));
    }
    if let Some(free) = ledger.free_customers {
        let (free, are) = (counted(free.into(), &noun, &noun_plural), if free == 1 { "is" } else { "are" });
        told.push(format!("{free} with only free subscriptions {are} counted apart."));
    }
    told
}

/// Two rows a line: customers above, money below.
fn on_screen(ledger: &Ledger, kinds: &[Kind]) -> Table {
    let figure = |name: &str| Column::new(name, Shape::Whole);
    let mut columns = vec![Column::new("period", Shape::Text)];
    columns.extend(ledger.cut.as_deref().map(|cut| Column::new(cut, Shape::Text)));
    columns.push(Column::new("in", Shape::Text));
    columns.push(figure("opening"));
    columns.extend(kinds.iter().map(|kind| figure(kind.name())));
    columns.push(figure("closing"));
    let mut table = Table::new(columns);
    let currency = ledger.basis.currency;
    for line in &ledger.lines {
        let mut volume = vec![Cell::text(&line.period)];
        let mut value = vec![Cell::Absent];
        if ledger.cut.is_some() {
            volume.push(Cell::optional(line.segment.as_deref()));
            value.push(Cell::Absent);
        }
        volume.extend([Cell::text(&ledger.basis.noun_plural), Cell::Whole(line.opening.customers)]);
        value.extend([Cell::text(currency.code()), Cell::Money(line.opening.minor, currency)]);
        for kind in kinds {
            let moved = line.movement(*kind);
            volume.push(Cell::Text(customers_moved(*kind, moved.customers)));
            value.push(Cell::Text(signed(money(moved.minor, currency), moved.minor > 0)));
        }
        volume.push(Cell::Whole(line.closing.customers));
        value.push(Cell::Money(line.closing.minor, currency));
        table.push(volume);
        table.push(value);
    }
    table
}

/// A count with the sign with which it enters the sum; without one where it does not enter.
fn customers_moved(kind: Kind, customers: i64) -> String {
    let customers = i128::from(customers);
    match kind {
        Kind::More | Kind::Less | Kind::Currency => whole(customers),
        Kind::Lost | Kind::TransferOut => whole(-customers),
        Kind::New | Kind::WonBack | Kind::TransferIn | Kind::Restated => signed(whole(customers), customers > 0),
    }
}

/// One row a line, with every kind's customers and minor units: files of any two runs have the same columns.
fn for_files(ledger: &Ledger) -> Table {
    let mut columns = vec![Column::new("period", Shape::Text)];
    columns.extend(ledger.cut.as_deref().map(|cut| Column::new(cut, Shape::Text)));
    for name in ["opening"].into_iter().chain(Kind::ALL.map(Kind::name)).chain(["closing"]) {
        columns.push(Column::new(format!("{name}_customers"), Shape::Whole));
        columns.push(Column::new(format!("{name}_minor"), Shape::Money));
    }
    let mut table = Table::new(columns);
    for line in &ledger.lines {
        let mut row = vec![Cell::text(&line.period)];
        if ledger.cut.is_some() {
            row.push(Cell::optional(line.segment.as_deref()));
        }
        for figure in [&line.opening].into_iter().chain(&line.movements).chain([&line.closing]) {
            row.push(Cell::Whole(figure.customers));
            row.push(Cell::Money(figure.minor, ledger.basis.currency));
        }
        table.push(row);
    }
    table
}

fn lost_heading(ledger: &Ledger) -> String {
    match ledger.lost_because.len() {
        all if all > TOP_REASONS => format!("Lost, by reason (the top {TOP_REASONS} of {all}):"),
        _ => "Lost, by reason:".to_owned(),
    }
}

fn lost_because(ledger: &Ledger) -> Table {
    let currency = ledger.basis.currency;
    let plural = &ledger.basis.noun_plural;
    let has_trend = ledger.lost_because.iter().any(|because| because.lost_before.is_some());
    let mut columns = vec![
        Column::new("reason", Shape::Text),
        Column::new("lost_customers", Shape::Whole).headed(plural),
        Column::new("lost_minor", Shape::Money).headed(currency.code()),
    ];
    if has_trend {
        columns.push(Column::new("before_customers", Shape::Whole).headed(format!("{plural} before")));
        columns.push(Column::new("before_minor", Shape::Money).headed(format!("{currency} before")));
    }
    let mut table = Table::new(columns);
    for LostBecause { reason, lost, lost_before } in ledger.lost_because.iter().take(TOP_REASONS) {
        let mut row = vec![Cell::text(reason), Cell::Whole(lost.customers), Cell::Money(lost.minor, currency)];
        if has_trend {
            row.push(lost_before.map_or(Cell::Absent, |before| Cell::Whole(before.customers)));
            row.push(lost_before.map_or(Cell::Absent, |before| Cell::Money(before.minor, currency)));
        }
        table.push(row);
    }
    table
}

#[cfg(test)]
mod tests;
