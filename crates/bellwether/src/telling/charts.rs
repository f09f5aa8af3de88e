//! From the ledger's figures to charts: the same numbers, with the words that say them.

use bellwether_charts::{
    Bar, Bars, Bowl, Bowls, Colour, Column, Columns, Ink, Lead, Part, Spark, Step, StepKind, Waterfall,
    Words as Caption,
};
use bellwether_model::MovementKind;

use super::sight::Sight;
use bellwether_app::Figure;
use bellwether_app::ledger::{LedgerLine, Together, change};
use bellwether_words::{Words, kind_name};

/// Which side of a figure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Customers,
    Value,
}

impl Side {
    pub(crate) fn of(self, figure: Figure) -> f64 {
        match self {
            Self::Customers => figure.customers as f64,
            Self::Value => figure.minor as f64,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Value => "value",
        }
    }

    /// The figure's side as people read it.
    pub(crate) fn shown(self, words: Words<'_>, figure: Figure) -> String {
        match self {
            Self::Customers => words.whole(figure.customers),
            Self::Value => words.amount(figure.minor),
        }
    }

    /// The same for a chart: money in whole units, since its cents stand in the table.
    fn drawn(self, words: Words<'_>, figure: Figure) -> String {
        match self {
            Self::Customers => words.whole(figure.customers),
            Self::Value => words.rounded(figure.minor),
        }
    }

    fn drawn_signed(self, words: Words<'_>, figure: Figure) -> String {
        let drawn = self.drawn(words, figure);
        if self.of(figure) > 0.0 { format!("+{drawn}") } else { drawn }
    }

    pub(crate) fn signed(self, words: Words<'_>, figure: Figure) -> String {
        match self {
            Self::Customers => words.signed(figure.customers),
            Self::Value => words.signed_amount(figure.minor),
        }
    }

    pub(crate) fn tick(self, words: Words<'_>, value: f64) -> String {
        match self {
            Self::Customers => words.whole(value.round() as i64),
            Self::Value => words.axis_mark(value),
        }
    }
}

/// A step from opening to closing: a kind, or several that are told together.
pub(crate) struct LedgerStep {
    /// The kind; none where several are told together.
    pub(crate) kind: Option<MovementKind>,
    pub(crate) name: String,
    /// Signed: losses of customers count down.
    pub(crate) change: Figure,
}

/// The movements that a side shows, those told together after the others.
pub(crate) fn moves(words: Words<'_>, line: &LedgerLine, side: Side) -> Vec<LedgerStep> {
    let kinds: &[MovementKind] = match side {
        Side::Customers => &[
            MovementKind::New,
            MovementKind::WonBack,
            MovementKind::TransferIn,
            MovementKind::Lost,
            MovementKind::TransferOut,
            MovementKind::Restated,
            MovementKind::Redefined,
        ],
        Side::Value => &[
            MovementKind::New,
            MovementKind::WonBack,
            MovementKind::More,
            MovementKind::TransferIn,
            MovementKind::Less,
            MovementKind::Lost,
            MovementKind::TransferOut,
            MovementKind::Currency,
            MovementKind::Restated,
            MovementKind::Redefined,
        ],
    };
    let always = |kind: MovementKind| {
        matches!(
            kind,
            MovementKind::New | MovementKind::WonBack | MovementKind::More | MovementKind::Less | MovementKind::Lost
        )
    };
    let told = kinds.iter().filter_map(|kind| {
        let change = change(*kind, line.movement(*kind)?);
        let is_told = always(*kind) || side.of(change) != 0.0;
        is_told.then(|| LedgerStep { kind: Some(*kind), name: words.say(&kind_name(*kind)), change })
    });
    let together = line.together.iter().filter(|together| together.kinds.iter().any(|kind| kinds.contains(kind)));
    let together = together.map(|together| LedgerStep {
        kind: None,
        name: together_name(words, together),
        change: together.change,
    });
    told.chain(together).collect()
}

/// What several kinds are called that are told together.
pub(crate) fn together_name(words: Words<'_>, together: &Together) -> String {
    together.kinds.iter().map(|kind| words.say(&kind_name(*kind))).collect::<Vec<_>>().join(" + ")
}

/// What those who stayed brought more and less, and what exchange rates did to it: with it opening, new, won back, lost, corrections, other
/// definitions and closing add up. None where one of these is not told apart.
pub(crate) fn stayed(words: Words<'_>, line: &LedgerLine) -> Option<(String, String)> {
    let (more, less) = (line.movement(MovementKind::More)?, line.movement(MovementKind::Less)?);
    let mut rest = line.closing.minor - line.opening.minor;
    for kind in
        [MovementKind::New, MovementKind::WonBack, MovementKind::Lost, MovementKind::Restated, MovementKind::Redefined]
    {
        rest -= line.movement(kind)?.minor;
    }
    let counts = [("more", words.whole(more.customers)), ("less", words.whole(less.customers))];
    let counts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
    Some((words.with("more-less", &counts), format!("{} {}", words.currency(), words.signed_amount(rest))))
}

/// The customers of a movement as people read them: signed where they change how many there are.
pub(crate) fn counted(words: Words<'_>, line: &LedgerLine, moved: &LedgerStep) -> String {
    match moved.kind {
        Some(kind @ (MovementKind::More | MovementKind::Less | MovementKind::Currency)) => {
            line.movement(kind).map_or_else(|| words.say("untold"), |figure| words.whole(figure.customers))
        }
        _ => words.signed(moved.change.customers),
    }
}

fn step_kind(kind: MovementKind) -> StepKind {
    match kind {
        MovementKind::New | MovementKind::More | MovementKind::TransferIn => StepKind::Gain,
        MovementKind::WonBack => StepKind::Back,
        MovementKind::Less | MovementKind::Lost | MovementKind::TransferOut => StepKind::Loss,
        MovementKind::Currency | MovementKind::Restated | MovementKind::Redefined => StepKind::Change,
    }
}

fn colour(kind: MovementKind) -> Colour {
    match step_kind(kind) {
        StepKind::Gain => Colour::Gain,
        StepKind::Back => Colour::Back,
        StepKind::Loss => Colour::Loss,
        StepKind::Change | StepKind::Total => Colour::Change,
    }
}

/// One line of the ledger as a waterfall, wide and narrow.
pub(crate) fn waterfall(
    words: Words<'_>,
    sight: Sight<'_>,
    line: &LedgerLine,
    side: Side,
    segment: Option<&str>,
    ink: Ink,
) -> (bellwether_charts::Drawing, bellwether_charts::Drawing) {
    let total = |name: &str, figure: Figure| Step {
        name: words.say(name),
        kind: StepKind::Total,
        value: side.of(figure),
        shown: side.drawn(words, figure),
        lead: Lead { href: None, told: format!("{}: {}", words.say(name), figure.phrase(words)) },
    };
    let mut steps = vec![total("opening", line.opening)];
    for LedgerStep { kind, name, change } in moves(words, line, side) {
        let shown = side.drawn_signed(words, change);
        let told = format!("{name}: {}", side.signed(words, change));
        let href = kind.and_then(|kind| sight.behind(&line.period, Some(kind), segment));
        let kind = kind.map_or(StepKind::Change, step_kind);
        steps.push(Step { name, kind, value: side.of(change), shown, lead: Lead { href, told } });
    }
    let mut closing = total("closing", line.closing);
    closing.lead.href = sight.behind(&line.period, None, segment);
    steps.push(closing);
    let description = steps.iter().map(|step| format!("{} {}", step.name, step.shown)).collect::<Vec<_>>().join(", ");
    let caption = |twin: &str| Caption {
        id: format!("waterfall-{}-{twin}", side.name()),
        title: words
            .with(&format!("waterfall-{}", side.name()), &[("period", &words.period(sight.grain, &line.period))]),
        description: format!("{description}."),
    };
    let tick = |value: f64| side.tick(words, value);
    let wide = Waterfall { words: caption("wide"), steps: steps.clone(), tick: &tick }.columns(ink, 640.0, 300.0);
    let narrow = Waterfall { words: caption("narrow"), steps, tick: &tick }.rows(ink, 340.0);
    (wide, narrow)
}

/// The periods side by side: what came above the line, what went below; wide and narrow.
pub(crate) fn periods(
    words: Words<'_>,
    sight: Sight<'_>,
    lines: &[LedgerLine],
    side: Side,
    unfinished: Option<&str>,
    ink: Ink,
) -> [bellwether_charts::Drawing; 2] {
    let columns = lines.iter().map(|line| {
        let net = Figure {
            customers: line.closing.customers - line.opening.customers,
            minor: line.closing.minor - line.opening.minor,
        };
        let part = |moved: LedgerStep| Part {
            value: side.of(moved.change),
            colour: moved.kind.map_or(Colour::Change, colour),
        };
        Column {
            name: line.period.clone(),
            parts: moves(words, line, side).into_iter().map(part).collect(),
            unfinished: unfinished == Some(line.period.as_str()),
            lead: Lead {
                href: Some(sight.of("/ledger", &line.period)),
                told: format!("{}: {}", line.period, side.signed(words, net)),
            },
        }
    });
    let (first, last) = (lines.first(), lines.last());
    let ends = first.zip(last).map(|(first, last)| {
        let (from, to) = (side.shown(words, first.opening), side.shown(words, last.closing));
        words.with(
            "periods-described",
            &[("first", &first.period), ("last", &last.period), ("from", &from), ("to", &to)],
        )
    });
    let described = ends.unwrap_or_default();
    let caption = |twin: &str| Caption {
        id: format!("periods-{}-{twin}", side.name()),
        title: words.say(&format!("periods-{}", side.name())),
        description: described.clone(),
    };
    let columns: Vec<Column> = columns.collect();
    let tick = |value: f64| side.tick(words, value);
    let drawn = |twin: &str, width, height| {
        Columns { words: caption(twin), columns: columns.clone(), tick: &tick }.draw(ink, width, height)
    };
    [drawn("wide", 640.0, 260.0), drawn("narrow", 340.0, 220.0)]
}

/// The words for the colours of [`periods`].
pub(crate) fn key(words: Words<'_>, side: Side, lines: &[LedgerLine]) -> Vec<(&'static str, String)> {
    let mut key =
        vec![("gain", words.say("key-came")), ("back", words.say("kind-won-back")), ("loss", words.say("key-went"))];
    if side == Side::Value {
        key[0].1 = words.say("key-came-or-more");
        key[2].1 = words.say("key-went-or-less");
    }
    if lines.iter().any(|line| !line.together.is_empty()) {
        key.push(("change", words.say("key-together")));
    } else if side == Side::Value {
        key.push(("change", words.say("key-change")));
    }
    key.push(("net", words.say("key-net")));
    key
}

/// The run of the closing figures.
pub(crate) fn spark(words: Words<'_>, lines: &[LedgerLine], side: Side) -> bellwether_charts::Drawing {
    let caption = Caption {
        id: format!("spark-{}", side.name()),
        title: words.say(&format!("spark-{}", side.name())),
        description: lines
            .first()
            .zip(lines.last())
            .map(|(first, last)| {
                let (from, to) = (side.shown(words, first.closing), side.shown(words, last.closing));
                words.with(
                    "periods-described",
                    &[("first", &first.period), ("last", &last.period), ("from", &from), ("to", &to)],
                )
            })
            .unwrap_or_default(),
    };
    Spark { words: caption, values: lines.iter().map(|line| side.of(line.closing)).collect() }.draw(
        Ink::Page,
        120.0,
        32.0,
    )
}

/// Reasons by customers: label, figure as positive customers, where they are.
pub(crate) fn reasons(
    words: Words<'_>,
    id: &str,
    title: &str,
    kind: MovementKind,
    rows: &[(String, Figure, Option<String>)],
) -> bellwether_charts::Drawing {
    let bars = rows.iter().map(|(label, figure, href)| Bar {
        name: label.clone(),
        value: figure.customers as f64,
        shown: format!("{} · {}", words.whole(figure.customers), words.money(figure.minor)),
        colour: colour(kind),
        lead: Lead { href: href.clone(), told: format!("{label}: {}", figure.phrase(words)) },
    });
    let described = rows.iter().map(|(label, figure, _)| format!("{label} {}", words.whole(figure.customers)));
    let caption =
        Caption { id: id.to_owned(), title: title.to_owned(), description: described.collect::<Vec<_>>().join(", ") };
    Bars { words: caption, bars: bars.collect() }.draw(Ink::Page, 360.0)
}

/// Those who came in one bowl, those who went in the other; the drawing and how many a marble stands for. None where they are not told
/// apart.
pub(crate) fn bowls(
    words: Words<'_>,
    sight: Sight<'_>,
    line: &LedgerLine,
    ink: Ink,
) -> Option<(bellwether_charts::Drawing, u64)> {
    let (new, lost) = (line.movement(MovementKind::New)?, line.movement(MovementKind::Lost)?);
    let bowl = |kind: MovementKind, moved: Figure, colour: Colour| {
        let customers = moved.customers.unsigned_abs();
        let name = words.say(&kind_name(kind));
        Bowl {
            shown: words.whole(customers as i64),
            lead: Lead {
                href: sight.behind(&line.period, Some(kind), None),
                told: format!("{name}: {}", moved.phrase(words)),
            },
            name,
            customers,
            colour,
        }
    };
    let caption = Caption {
        id: "bowls".to_owned(),
        title: words.with("bowls", &[("period", &words.period(sight.grain, &line.period))]),
        description: format!(
            "{} {}, {} {}.",
            words.say("kind-new"),
            words.whole(new.customers),
            words.say("kind-lost"),
            words.whole(lost.customers)
        ),
    };
    let bowls = Bowls {
        words: caption,
        bowls: [bowl(MovementKind::New, new, Colour::Gain), bowl(MovementKind::Lost, lost, Colour::Loss)],
    };
    Some((bowls.draw(ink), bowls.customers_a_marble()))
}
