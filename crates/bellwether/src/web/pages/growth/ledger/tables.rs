//! The tables of the ledger's page.

use bellwether_model::{Grain, MovementKind};
use maud::{Markup, html};

use crate::telling::charts::{Side, moves};
use crate::telling::encoded;
use crate::telling::grid::{periods, told_together};
use crate::telling::sight::Sight;
use crate::web::parts::frame::panel;
use crate::web::parts::table::drawn;
use crate::web::parts::viewpoint::moment_in_forms;
use bellwether_app::Figure;
use bellwether_app::close::ClosedPeriod;
use bellwether_app::ledger::{Ledger, LedgerLine, change};
use bellwether_words::{Words, kind_name};

pub(in crate::web) fn periods_table(words: Words<'_>, grain: Grain, lines: &[LedgerLine], side: Side) -> Markup {
    let occurs = |kind: &MovementKind| {
        let of_line = |line: &LedgerLine| moves(words, line, side).into_iter().find(|moved| moved.kind == Some(*kind));
        lines.iter().filter_map(of_line).any(|moved| side.of(moved.change) != 0.0)
    };
    let kinds: Vec<MovementKind> = MovementKind::ALL.into_iter().filter(occurs).collect();
    let shown = |figure: Figure| side.shown(words, figure);
    let moved = |kind, figure| shown(change(kind, figure));
    drawn(&periods(words, words.grain(grain), lines, &kinds, moved, |change| side.signed(words, change), shown))
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
    let occurs = |kind: &MovementKind| {
        lines.iter().any(|line| line.movement(*kind).is_some_and(|moved| moved != Figure::default()))
    };
    let kinds: Vec<MovementKind> = MovementKind::ALL.into_iter().filter(occurs).collect();
    let is_together = lines.iter().any(|line| !line.together.is_empty());
    html! {
        table.ledger {
            thead { tr {
                th scope="col" { (words.grain(sight.grain)) }
                th scope="col" { (words.say("in")) }
                th.r scope="col" { (words.say("opening")) }
                @for kind in &kinds { th.r scope="col" { (words.say(&kind_name(*kind))) } }
                @if is_together { th.r scope="col" { (words.say("told-together")) } }
                th.r scope="col" { (words.say("closing")) }
            } }
            @for line in lines.iter().rev() {
                tbody {
                    tr {
                        th scope="rowgroup" rowspan="2" { a href=(sight.of("/ledger", &line.period)) { (line.period) } @if is_closed(line) { br; small { (words.say("is-closed")) } } }
                        th scope="row" { (words.nouns_first()) }
                        td.r { (words.whole(line.opening.customers)) }
                        @for kind in &kinds {
                            @if let Some(Figure { customers, .. }) = line.movement(*kind) { td.r {
                                @let shown = match kind.sign() {
                                    0 => words.whole(customers),
                                    sign => words.signed(sign * customers),
                                };
                                @if customers == 0 { (shown) } @else { a href=[sight.behind(&line.period, Some(*kind), None)] { (shown) } }
                            } } @else { td.r.muted rowspan="2" { (words.say("untold")) } }
                        }
                        @if is_together { td.r { (told_together(words, line, |change| words.signed(change.customers))) } }
                        td.r { a href=[sight.behind(&line.period, None, None)] { (words.whole(line.closing.customers)) } }
                    }
                    tr {
                        th scope="row" { (words.currency()) }
                        td.r { (words.amount(line.opening.minor)) }
                        @for moved in kinds.iter().filter_map(|kind| line.movement(*kind)) { td.r { (words.signed_amount(moved.minor)) } }
                        @if is_together { td.r { (told_together(words, line, |change| words.signed_amount(change.minor))) } }
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
                td { (one.closed_by) br; small { (words.moment(one.closed_at)) @if names { " · " a href=(then) { (words.say("closed-then")) } } } }
                td.r { @if let Some(closing) = one.closing { (words.whole(closing.customers)) br; small { (words.money_of(closing.minor, one.currency)) } } @else { (words.say("untold")) } }
                td.r {
                    @if let Some(restated) = one.restated { @if restated == Figure::default() { (words.say("restated-nothing")) } @else {
                        a href=[names.then(|| format!("/customers?kind=restated&corrects={}&by={}", encoded(&one.period), one.grain))] { (words.signed(restated.customers)) } br; small { (words.currency()) " " (words.signed_amount(restated.minor)) }
                    } } @else { (words.say("untold")) }
                }
                td { @if let Some(checksum) = &one.checksum { code { (&checksum[..checksum.len().min(12)]) } } @else { (words.say("untold")) } }
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
    let occurs = |kind: &MovementKind| {
        segments.iter().any(|one| one.movement(*kind).is_some_and(|moved| moved != Figure::default()))
    };
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
                                @let figure = one.movement(*kind).unwrap_or_default();
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
