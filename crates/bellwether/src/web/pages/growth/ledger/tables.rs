//! The tables of the ledger's page.

use bellwether_model::{Grain, MovementKind};
use maud::{Markup, html};

use crate::telling::charts::{Side, moves};
use crate::telling::encoded;
use crate::telling::grid::periods;
use crate::telling::sight::Sight;
use crate::web::parts::frame::panel;
use crate::web::parts::table::drawn;
use crate::web::parts::viewpoint::moment_in_forms;
use bellwether_app::Figure;
use bellwether_app::close::ClosedPeriod;
use bellwether_app::ledger::{Ledger, LedgerLine};
use bellwether_words::{Words, kind_name};

pub(in crate::web) fn periods_table(words: Words<'_>, grain: Grain, lines: &[LedgerLine], side: Side) -> Markup {
    let moved = |line: &LedgerLine, kind: MovementKind| {
        let found = moves(line, side).into_iter().find(|(moved, _)| *moved == kind);
        found.map(|(_, figure)| figure).unwrap_or_default()
    };
    let occurs = |kind: &MovementKind| lines.iter().any(|line| side.of(moved(line, *kind)) != 0.0);
    let kinds: Vec<MovementKind> = MovementKind::ALL.into_iter().filter(occurs).collect();
    let shown = |figure: Figure| side.shown(words, figure);
    drawn(&periods(words, words.grain(grain), lines, &kinds, |line, kind| shown(moved(line, kind)), shown))
}

/// Two rows a period: customers, each leading to their names, and value.
pub(in crate::web) fn ledger_table(
    words: Words<'_>,
    sight: Sight<'_>,
    lines: &[LedgerLine],
    closed: &[ClosedPeriod],
) -> Markup {
    // The first close closed all periods before it too; labels of one grain are in the order of time.
    let last = closed.iter().rfind(|one| one.grain == sight.grain).map(|one| one.period.as_str());
    let is_closed = |line: &LedgerLine| last.is_some_and(|last| line.period.as_str() <= last);
    let occurs = |kind: &MovementKind| lines.iter().any(|line| line.movement(*kind) != Figure::default());
    let kinds: Vec<MovementKind> = MovementKind::ALL.into_iter().filter(occurs).collect();
    html! {
        table.ledger {
            thead { tr {
                th scope="col" { (words.grain(sight.grain)) }
                th scope="col" { (words.say("in")) }
                th.r scope="col" { (words.say("opening")) }
                @for kind in &kinds { th.r scope="col" { (words.say(&kind_name(*kind))) } }
                th.r scope="col" { (words.say("closing")) }
            } }
            @for line in lines.iter().rev() {
                tbody {
                    tr {
                        th scope="rowgroup" rowspan="2" { a href=(sight.of("/ledger", &line.period)) { (line.period) } @if is_closed(line) { br; small { (words.say("is-closed")) } } }
                        th scope="row" { (words.nouns_first()) }
                        td.r { (words.whole(line.opening.customers)) }
                        @for kind in &kinds {
                            td.r {
                                @let customers = line.movement(*kind).customers;
                                @let shown = match kind.sign() {
                                    0 => words.whole(customers),
                                    sign => words.signed(sign * customers),
                                };
                                @if customers == 0 { (shown) } @else { a href=[sight.behind(&line.period, Some(*kind), None)] { (shown) } }
                            }
                        }
                        td.r { a href=[sight.behind(&line.period, None, None)] { (words.whole(line.closing.customers)) } }
                    }
                    tr {
                        th scope="row" { (words.currency()) }
                        td.r { (words.amount(line.opening.minor)) }
                        @for kind in &kinds { td.r { (words.signed_amount(line.movement(*kind).minor)) } }
                        td.r { (words.amount(line.closing.minor)) }
                    }
                }
            }
        }
    }
}

/// The books that are closed, with what was learnt of them later.
pub(in crate::web) fn closed_table(words: Words<'_>, closed: &[ClosedPeriod], names: bool) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("closed")) { table.prose {
            thead { tr {
                th scope="col" { (words.say("by")) }
                th scope="col" { (words.say("closed-by")) }
                th.r scope="col" { (words.say("closing")) }
                th.r scope="col" { (words.say("restated-since")) }
                th scope="col" { (words.say("checksum")) }
            } }
            tbody { @for one in closed.iter().rev() { tr {
                @let then = format!("/ledger?by={}&period={}&known_at={}", one.grain, encoded(&one.period), encoded(&moment_in_forms(one.closed_at)));
                th scope="row" { a href=(format!("/ledger?by={}&period={}", one.grain, encoded(&one.period))) { (words.period(one.grain, &one.period)) } }
                td { (one.closed_by) br; small { (words.moment(one.closed_at)) " · " a href=(then) { (words.say("closed-then")) } } }
                td.r { (words.whole(one.closing.customers)) br; small { (words.money_of(one.closing.minor, one.currency)) } }
                td.r {
                    @if one.restated == Figure::default() { (words.say("restated-nothing")) } @else {
                        a href=[names.then(|| format!("/customers?kind=restated&corrects={}&by={}", encoded(&one.period), one.grain))] { (words.signed(one.restated.customers)) } br; small { (words.currency()) " " (words.signed_amount(one.restated.minor)) }
                    }
                }
                td { code { (&one.checksum[..one.checksum.len().min(12)]) } }
            } } }
        } }
    }
}

/// The same period, segment by segment.
pub(in crate::web) fn cut_panel(
    words: Words<'_>,
    sight: Sight<'_>,
    cut: &str,
    line: &LedgerLine,
    of: &Ledger,
) -> Markup {
    let segments: Vec<&LedgerLine> = of.lines.iter().filter(|one| one.period == line.period).collect();
    let occurs = |kind: &MovementKind| segments.iter().any(|one| one.movement(*kind) != Figure::default());
    let kinds: Vec<MovementKind> = MovementKind::ALL.into_iter().filter(occurs).collect();
    let body = html! {
        div.scroll tabindex="0" role="group" aria-label=(cut) {
            table {
                thead { tr {
                    th scope="col" { (cut) }
                    th.r scope="col" { (words.say("opening")) }
                    @for kind in &kinds { th.r scope="col" { (words.say(&kind_name(*kind))) } }
                    th.r scope="col" { (words.say("closing")) }
                } }
                tbody { @for one in &segments {
                    @let name = one.segment.as_deref().unwrap_or_default();
                    @let segment = format!("{cut}={name}");
                    tr {
                        th scope="row" { (name) }
                        td.r { (words.whole(one.opening.customers)) br; small { (words.amount(one.opening.minor)) } }
                        @for kind in &kinds {
                            td.r {
                                @let figure = one.movement(*kind);
                                @if figure.customers == 0 { "0" } @else { a href=[sight.behind(&line.period, Some(*kind), Some(&segment))] { (words.whole(figure.customers)) } }
                                br; small { (words.signed_amount(figure.minor)) }
                            }
                        }
                        td.r { a href=[sight.behind(&line.period, None, Some(&segment))] { (words.whole(one.closing.customers)) } br; small { (words.amount(one.closing.minor)) } }
                    }
                } }
            }
        }
    };
    panel(
        &words.with("cut", &[("cut", cut), ("period", &words.period(sight.grain, &line.period))]),
        &words.say("cut-about"),
        &body,
    )
}
