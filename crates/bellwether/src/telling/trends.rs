//! Runs over time as charts: what is signal and what is noise, which reasons grow, how long customers stay.

use bellwether_charts::{
    Control, ControlPhase, Curve, CurveStep, Curves, Drawing, Ink, Layer, Lead, Limits as Drawn, LineNames, Reading,
    Series, Stacked, StackedPeriod, Words as Caption,
};
use bellwether_model::{MovementKind, ReasonTree};

use super::charts::Side;
use super::reason_label;
use super::sight::Sight;
use bellwether_app::Figure;
use bellwether_app::limits::{ControlChart, Limits, PeriodFigure, Signal, SignalSide};
use bellwether_app::reason::Why;
use bellwether_app::survival::{Survival, SurvivalMonth};
use bellwether_words::{Words, kind_name};

/// Reasons drawn one by one; all others are one part together.
const SERIES: usize = 5;

/// One side of a run.
pub(crate) fn run(limits: &Limits, side: Side) -> &ControlChart {
    match side {
        Side::Customers => &limits.customers,
        Side::Value => &limits.value,
    }
}

/// A signal in words: what it is, and from when to when.
pub(crate) fn signal(words: Words<'_>, signal: &Signal) -> String {
    let label = |period: Option<&String>| period.cloned().unwrap_or_default();
    let (first, last) = (label(signal.periods.first()), label(signal.periods.last()));
    let side = match signal.side {
        Some(SignalSide::Upper) => words.say("signal-above"),
        Some(SignalSide::Lower) => words.say("signal-below"),
        None => String::new(),
    };
    let span = if first == last { first } else { words.with("signal-span", &[("first", &first), ("last", &last)]) };
    words.with("signal", &[("span", &span), ("rule", &words.say(&format!("signal-{}", signal.rule))), ("side", &side)])
}

/// The movements of a kind beside their natural limits, wide and narrow.
pub(crate) fn control(
    words: Words<'_>,
    sight: Sight<'_>,
    limits: &Limits,
    kind: MovementKind,
    side: Side,
    ink: Ink,
) -> [Drawing; 2] {
    let run = run(limits, side);
    let is_signal = |period: &String| run.signals.iter().any(|signal| signal.periods.contains(period));
    // The words stand at the last point of a signal; the others of its run are marked alone.
    let caption = |period: &String| {
        let ends = run.signals.iter().find(|signal| signal.periods.last() == Some(period));
        ends.map(|signal| words.say(&format!("signal-short-{}", signal.rule)))
            .or_else(|| is_signal(period).then(String::new))
    };
    let readings = limits.periods.iter().zip(&run.values).map(|(PeriodFigure { period, figure }, value)| Reading {
        name: period.clone(),
        value: *value,
        signal: caption(period),
        lead: Lead {
            href: sight.behind(period, Some(kind), None),
            told: format!(
                "{}: {}",
                words.period(sight.grain, period),
                Figure { minor: figure.minor.abs(), ..*figure }.phrase(words)
            ),
        },
    });
    let shown = |value: f64| side.tick(words, value);
    let name = words.say(&kind_name(kind));
    let told = match run.signals.as_slice() {
        [] if run.limits.is_some() => words.say("limits-no-signal"),
        [] => words.say("limits-too-few"),
        signals => signals.iter().map(|one| signal(words, one)).collect::<Vec<_>>().join("; "),
    };
    let words_of = |twin: &str| Caption {
        id: format!("control-{}-{twin}", side.name()),
        title: words.with(&format!("limits-{}", side.name()), &[("kind", &name)]),
        description: told.clone(),
    };
    let drawn = run.limits.map(|limits| Drawn {
        centre: limits.centre,
        // There is no less than nothing.
        lower: limits.lower.max(0.0),
        upper: limits.upper,
        range_upper: limits.moving_range_upper,
    });
    let chart = |twin: &str| Control {
        words: words_of(twin),
        readings: readings.clone().collect(),
        phases: vec![ControlPhase { name: String::new(), start: 0, limits: drawn }],
        lines: LineNames {
            upper: words.say("limits-upper"),
            centre: words.say("limits-centre"),
            lower: words.say("limits-lower"),
            ranges: words.say("limits-ranges"),
        },
        tick: &shown,
        limit: &shown,
    };
    [chart("wide").wide(ink, 640.0, 320.0), chart("narrow").narrow(ink, 340.0)]
}

/// The reasons of most customers over the periods, the others together; wide and narrow.
pub(crate) fn reasons(
    words: Words<'_>,
    sight: Sight<'_>,
    why: &Why,
    (kind, side): (MovementKind, Side),
    (periods, unfinished): (&[&str], Option<&str>),
    ink: Ink,
) -> [Drawing; 2] {
    let by_period: Vec<_> = periods.iter().map(|period| why.of(period)).collect();
    let of = |reason: &str, at: usize| -> f64 {
        let found = by_period[at].iter().find(|row| row.reason == reason);
        found.map_or(0.0, |row| side.of(row.figure).abs())
    };
    // By customers on both sides, so that a reason has one colour.
    let mut totals: Vec<(String, f64)> = Vec::new();
    for row in by_period.iter().flatten() {
        match totals.iter_mut().find(|(reason, _)| *reason == row.reason) {
            Some((_, total)) => *total += row.figure.customers as f64,
            None => totals.push((row.reason.clone(), row.figure.customers as f64)),
        }
    }
    // What nobody knows yet is never one of the others.
    let is_unknown = |reason: &str| reason == ReasonTree::NOT_YET_KNOWN;
    totals.sort_by(|a, b| {
        (is_unknown(&b.0), b.1).partial_cmp(&(is_unknown(&a.0), a.1)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let rest = totals.split_off(totals.len().min(SERIES));
    let shown = |value: f64| side.tick(words, value);
    let layers = |value: &dyn Fn(usize) -> f64, name: &str, reason: Option<&str>| -> Vec<Layer> {
        let layer = |at: usize| Layer {
            value: value(at),
            lead: Lead {
                href: reason.and_then(|reason| sight.behind_reason(periods[at], kind, reason)),
                told: format!("{name}, {}: {}", periods[at], shown(value(at))),
            },
        };
        (0..periods.len()).map(layer).collect()
    };
    let last = periods.len().saturating_sub(1);
    let series = |name: String, reason: Option<&str>, value: &dyn Fn(usize) -> f64| Series {
        shown: if periods.is_empty() { String::new() } else { shown(value(last)) },
        layers: layers(value, &name, reason),
        name,
    };
    let named = totals
        .iter()
        .map(|(reason, _)| series(reason_label(words, &why.labels, reason), Some(reason), &|at| of(reason, at)));
    let others = |at: usize| -> f64 { rest.iter().map(|(reason, _)| of(reason, at)).sum() };
    let name = words.say(&kind_name(kind));
    let sum = |reason: &str| -> f64 { (0..periods.len()).map(|at| of(reason, at)).sum() };
    let described =
        totals.iter().map(|(reason, _)| format!("{} {}", reason_label(words, &why.labels, reason), shown(sum(reason))));
    let described = described.collect::<Vec<_>>().join(", ");
    let chart = |twin: &str| Stacked {
        words: Caption {
            id: format!("reasons-{}-{twin}", side.name()),
            title: words.with(&format!("reasons-over-time-{}", side.name()), &[("kind", &name)]),
            description: described.clone(),
        },
        periods: periods
            .iter()
            .map(|period| StackedPeriod { name: (*period).to_owned(), unfinished: unfinished == Some(*period) })
            .collect(),
        series: named.clone().collect(),
        other: (!rest.is_empty()).then(|| series(words.say("other-reasons"), None, &others)),
        tick: &shown,
    };
    [chart("wide").wide(ink, 640.0, 280.0), chart("narrow").narrow(ink, 340.0)]
}

/// The months that a curve and its table name: each third, or each twelfth of a long one.
pub(crate) fn named_months(survival: &Survival) -> impl Iterator<Item = &SurvivalMonth> {
    let step = if survival.months.len() > 48 {
        12
    } else if survival.months.len() > 12 {
        3
    } else {
        1
    };
    survival.months.iter().filter(move |month| month.months % step == 0)
}

/// Who is there after so many months, with the interval as a band; wide and narrow.
pub(crate) fn survival(words: Words<'_>, survival: &Survival, ink: Ink) -> [Drawing; 2] {
    let share = |value: f64| words.percent(value);
    let steps: Vec<CurveStep> = survival
        .months
        .iter()
        .map(|month| CurveStep { time: f64::from(month.months), value: month.share, band: month.interval() })
        .collect();
    let last = survival.months.last();
    let told = last.map_or_else(String::new, |last| {
        words.with(
            "survival-told",
            &[
                ("share", &share(last.share)),
                ("months", &last.months.to_string()),
                ("number", &words.whole(last.at_risk.cast_signed())),
            ],
        )
    });
    let chart = |twin: &str, every: usize| {
        let named: Vec<&SurvivalMonth> = named_months(survival).step_by(every).collect();
        Curves {
            words: Caption { id: format!("survival-{twin}"), title: words.say("survival"), description: told.clone() },
            curves: vec![Curve {
                name: last.map_or_else(String::new, |last| share(last.share)),
                shown: words.say("survival-there"),
                steps: steps.clone(),
                at_risk: named.iter().map(|month| words.whole(month.at_risk.cast_signed())).collect(),
                lead: Lead { href: None, told: told.clone() },
            }],
            times: named
                .iter()
                .map(|month| {
                    let is_first = month.months == 0;
                    let caption = if is_first { words.say("survival-axis") } else { month.months.to_string() };
                    (f64::from(month.months), caption)
                })
                .collect(),
            at_risk: words.say("survival-at-risk"),
            tick: &share,
        }
        .draw(ink, if twin == "wide" { 640.0 } else { 340.0 }, 260.0)
    };
    [chart("wide", 1), chart("narrow", 2)]
}
