//! The one sentence that says what happened: did customers and value grow or shrink, and do they disagree?

use bellwether_model::Grain;

use bellwether_app::Figure;
use bellwether_app::ledger::LedgerLine;
use bellwether_words::Words;

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
