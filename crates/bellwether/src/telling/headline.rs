//! What is told first: one sentence that says whether customers and value grew or shrank, and whether they disagree; and six figures.

use bellwether_model::{Grain, MovementKind};
use serde::Serialize;

use super::charts::{stayed, together_name};
use super::sight::Sight;
use bellwether_app::Figure;
use bellwether_app::ledger::{Ledger, LedgerLine, Silence, change};
use bellwether_words::{Words, kind_name};

/// The sentence for a line of the ledger.
pub(crate) fn headline(words: Words<'_>, grain: Grain, line: &LedgerLine) -> String {
    let net = Figure {
        customers: line.closing.customers - line.opening.customers,
        minor: line.closing.minor - line.opening.minor,
    };
    let name = match (net.customers.signum(), net.minor.signum()) {
        (1, -1) => "headline-more-worth-less",
        (1, _) => "headline-more-worth-more",
        (-1, 1) => "headline-fewer-worth-more",
        (-1, _) => "headline-fewer-worth-less",
        (_, 1) => "headline-same-worth-more",
        (_, -1) => "headline-same-worth-less",
        _ => "headline-same",
    };
    let money = words.money(net.minor.abs());
    let count = net.customers.abs();
    words.counting(name, count, &[("period", &words.period(grain, &line.period)), ("money", &money)])
}

/// What of a line's change no customer brought about, a sentence each: corrections of closed periods, and other definitions. A headline that
/// tells the change alone would be read as growth or loss.
pub(crate) fn not_by_customers(words: Words<'_>, line: &LedgerLine) -> Vec<String> {
    let kinds = [(MovementKind::Restated, "of-change-restated"), (MovementKind::Redefined, "of-change-redefined")];
    kinds
        .into_iter()
        .filter_map(|(kind, name)| {
            let figure = line.movement(kind).filter(|figure| *figure != Figure::default())?;
            let customers = words.signed(figure.customers);
            let money = format!("{}\u{a0}{}", words.currency(), words.signed_amount(figure.minor));
            Some(words.with(name, &[("customers", &customers), ("money", &money)]))
        })
        .collect()
}

/// That purchases are known of fewer days than are counted, where who is lost since then may have bought.
pub(crate) fn silence(words: Words<'_>, ledger: &Ledger) -> Option<String> {
    let Silence { after, lost, .. } = ledger.silence.as_ref()?;
    let day = words.day(*after);
    Some(match lost {
        None => words.with("silence", &[("day", &day)]),
        Some(Figure { customers, minor }) => {
            let (customers, money) = (words.customers(*customers), words.money(*minor));
            words.with("silence-lost", &[("day", &day), ("customers", &customers), ("money", &money)])
        }
    })
}

/// The same, where a line is of those days.
pub(crate) fn silence_of(words: Words<'_>, ledger: &Ledger, line: &LedgerLine) -> Option<String> {
    let from_end = ledger.lines.iter().rev().position(|other| other.period == line.period)?;
    silence(words, ledger).filter(|_| ledger.silence.as_ref().is_some_and(|silence| from_end < silence.periods))
}

/// A figure of a line with its name, and where it leads on a page.
#[derive(Serialize)]
pub(crate) struct NamedFigure {
    pub(crate) name: String,
    pub(crate) customers: String,
    pub(crate) money: String,
    #[serde(skip)]
    pub(crate) href: Option<String>,
}

/// A line in six figures: what stood before, who came, came back and went, what those who stayed brought, what stands after; with what was
/// corrected or defined otherwise, where anything was, and what is told together of these.
pub(crate) fn in_figures(words: Words<'_>, sight: Sight<'_>, line: &LedgerLine) -> Vec<NamedFigure> {
    let total = |name: &str, figure: Figure, href: Option<String>| {
        let (customers, money) = (words.whole(figure.customers), words.money(figure.minor));
        NamedFigure { name: words.say(name), customers, money, href }
    };
    let signed = |name: String, change: Figure, href: Option<String>| NamedFigure {
        name,
        customers: words.signed(change.customers),
        money: format!("{} {}", words.currency(), words.signed_amount(change.minor)),
        href,
    };
    let moved = |kind: MovementKind| {
        let (name, href) = (words.say(&kind_name(kind)), sight.behind(&line.period, Some(kind), None));
        line.movement(kind).map(|figure| signed(name, change(kind, figure), href))
    };
    let mut figures = vec![total("opening", line.opening, None)];
    figures.extend([MovementKind::New, MovementKind::WonBack, MovementKind::Lost].into_iter().filter_map(moved));
    if let Some((customers, money)) = stayed(words, line) {
        figures.push(NamedFigure { name: words.say("stayed"), customers, money, href: None });
    }
    let corrections = [MovementKind::Restated, MovementKind::Redefined].into_iter();
    let occurs = |kind: &MovementKind| line.movement(*kind).is_some_and(|figure| figure != Figure::default());
    figures.extend(corrections.filter(occurs).filter_map(moved));
    let together = line.together.iter();
    figures.extend(together.map(|together| signed(together_name(words, together), together.change, None)));
    figures.push(total("closing", line.closing, sight.behind(&line.period, None, None)));
    figures
}
