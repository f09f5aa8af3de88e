//! Tables as people read them, the same on a page and on paper: words to the left, figures to the right.

use bellwether_model::{HowKnown, MovementKind};
use serde::Serialize;

use super::charts::{Side, counted, moves, together_name};
use super::reason_label;
use bellwether_app::Figure;
use bellwether_app::ledger::{JOINED, Ledger, LedgerLine};
use bellwether_app::reason::{Labels, ReasonSum};
use bellwether_words::{Words, kind_name};

/// Rows under headings; the first cell of a row heads it, the others are figures.
#[derive(Serialize)]
pub(crate) struct Grid {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<GridCell>>,
    /// The last row, which adds the others up; empty if there is none.
    pub(crate) sum: Vec<GridCell>,
}

/// What a cell says, and where it leads on a page.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct GridCell {
    pub(crate) text: String,
    #[serde(skip)]
    pub(crate) href: Option<String>,
}

impl From<String> for GridCell {
    fn from(text: String) -> Self {
        Self { text, href: None }
    }
}

impl Grid {
    /// Customers and money under a first column of names, without rows.
    pub(crate) fn of_figures(words: Words<'_>, first: String) -> Self {
        Self { head: vec![first, words.nouns_first(), words.currency()], rows: Vec::new(), sum: Vec::new() }
    }
}

/// A name with customers and money: `signed` says that the money is a change.
pub(crate) fn figure(words: Words<'_>, name: String, figure: Figure, signed: bool) -> Vec<GridCell> {
    let money = if signed { words.signed_amount(figure.minor) } else { words.amount(figure.minor) };
    vec![name.into(), words.whole(figure.customers).into(), money.into()]
}

/// One line of the ledger with the movements that change this side of it.
pub(crate) fn movements(words: Words<'_>, line: &LedgerLine, side: Side) -> Grid {
    let mut grid = Grid::of_figures(words, words.say("step"));
    grid.rows.push(figure(words, words.say("opening"), line.opening, false));
    grid.rows.extend(moves(words, line, side).into_iter().map(|moved| {
        let (customers, money) = (counted(words, line, &moved), words.signed_amount(moved.change.minor));
        vec![moved.name.into(), customers.into(), money.into()]
    }));
    grid.rows.push(figure(words, words.say("closing"), line.closing, false));
    grid
}

/// What is told together in a line, by the names of the kinds.
pub(crate) fn told_together(words: Words<'_>, line: &LedgerLine, signed: impl Fn(Figure) -> String) -> String {
    let told = line.together.iter().map(|together| {
        let kinds = together_name(words, together);
        format!("{kinds}: {}", signed(together.change))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Why not every kind is told apart, where one is not; empty otherwise.
pub(crate) fn why_together(words: Words<'_>, ledger: &Ledger, lines: &[LedgerLine]) -> String {
    let is_joined = lines.iter().any(|line| !line.together.is_empty() || line.period.contains(JOINED));
    match ledger.smallest_group {
        Some(fewest) if is_joined => words.with("untold-about", &[("fewest", &fewest.to_string())]),
        _ => String::new(),
    }
}

/// The ways in which a reason is known.
pub(crate) const WAYS: [HowKnown; 3] = [HowKnown::Asked, HowKnown::Told, HowKnown::Inferred];

/// The reasons of one period and what they add up to, each leading to the customers who moved for it.
pub(crate) fn reasons(
    words: Words<'_>,
    labels: &Labels,
    rows: &[ReasonSum],
    behind: impl Fn(&ReasonSum) -> Option<String>,
) -> Grid {
    let mut grid = Grid::of_figures(words, words.say("reason"));
    grid.head.extend(WAYS.map(|how| words.say(&format!("how-{}", how.name()))));
    grid.rows.extend(rows.iter().map(|row| {
        let mut cells = figure(words, reason_label(words, labels, &row.reason), row.figure, true);
        cells[0].href = behind(row);
        cells.extend(WAYS.map(|how| words.whole(row.known(how)).into()));
        cells
    }));
    grid.sum = figure(words, words.say("together"), rows.iter().map(|row| row.figure).sum(), true);
    grid.sum.extend(WAYS.map(|how| words.whole(rows.iter().map(|row| row.known(how)).sum()).into()));
    grid
}

/// Periods one under the other: what stood before, what moved in each of some ways, what stood after. A kind that is not told apart says so,
/// and what is told together stands in a column of its own.
pub(crate) fn periods(
    words: Words<'_>,
    first: String,
    lines: &[LedgerLine],
    kinds: &[MovementKind],
    moved: impl Fn(MovementKind, Figure) -> String,
    signed: impl Fn(Figure) -> String,
    total: impl Fn(Figure) -> String,
) -> Grid {
    let mut head = vec![first, words.say("opening")];
    head.extend(kinds.iter().map(|kind| words.say(&kind_name(*kind))));
    let is_together = lines.iter().any(|line| !line.together.is_empty());
    if is_together {
        head.push(words.say("told-together"));
    }
    head.push(words.say("closing"));
    let row = |line: &LedgerLine| {
        let mut cells = vec![line.period.clone(), total(line.opening)];
        let told = |kind: &MovementKind| {
            line.movement(*kind).map_or_else(|| words.say("untold"), |figure| moved(*kind, figure))
        };
        cells.extend(kinds.iter().map(told));
        if is_together {
            cells.push(told_together(words, line, &signed));
        }
        cells.push(total(line.closing));
        cells.into_iter().map(GridCell::from).collect()
    };
    Grid { head, rows: lines.iter().map(row).collect(), sum: Vec::new() }
}
