//! Every chart in light, dark and narrow, with invented figures, as one HTML file for people to look at.
//!
//! `cargo run -p bellwether-charts --example gallery -- gallery.html crates/bellwether/src/web/assets/inter.woff2`; without the font,
//! the machine's Inter is used.

use std::fmt::Write as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bellwether_charts::{
    Colour, Control, ControlPhase, CountedControl, CountedPhase, CountedReading, Curve, CurveStep, Curves,
    Distribution, Dot, Dots, Drawing, Estimate, Flow, Heat, HeatCell, HeatRow, HeatStep, Ink, Layer, Lead, Limits,
    LineNames, Reading, Score, ScoreGroup, Series, Stacked, StackedPeriod, Stage, Target, Words,
};

/// A chart of a title, drawn in an ink, narrow or not.
type Draw = fn(Words, Ink, bool) -> Drawing;

const CHARTS: [(&str, Draw); 12] = [
    ("Control chart: two phases", control),
    ("Control chart: a phase that has just begun", control_short),
    ("Control chart: many readings, far from zero", control_long),
    ("Control chart: shares of what is counted, with a target and gaps", control_counted),
    ("Control chart: rates, many readings", control_rates),
    ("Flow", flow),
    ("Stacked columns", stacked),
    ("Distribution with interval", distribution),
    ("Dots against a promise", dots),
    ("Survival, three curves", curves),
    ("Survival, one curve", one_curve),
    ("Heat table", heat),
];

const STYLE: &str = "body{margin:0;font:14px/1.5 Inter,sans-serif}section{display:grid;grid-template-columns:700px 340px;gap:20px 36px;\
    padding:24px 32px;background:var(--surface);color:var(--text)}h2{grid-column:1/-1;font-size:16px;margin:0}.viz{width:100%;height:auto;\
    display:block;font-variant-numeric:tabular-nums}a{color:inherit}[data-theme=light]{--text:#171A21;--muted:#5C6575;--grid:#E6E9EE;\
    --axis:#AEB6C2;--surface:#FFFFFF;--sunk:#EEF0F4;--viz-1:#395FC7;--viz-2:#DD6608;--viz-3:#1EA590;--viz-4:#973858;--viz-5:#390976;\
    --total:#3B4453;--flag:#B3261E;--line-strong:#8A94A4}[data-theme=dark]{--text:#ECEEF2;--muted:#A3ACBB;--grid:#2A303A;--axis:#4A5362;\
    --surface:#161A21;--sunk:#0B0E12;--viz-1:#769FDD;--viz-2:#FEA55B;--viz-3:#7BFDF5;--viz-4:#BB4C6E;--viz-5:#744DCC;--total:#B9C1CE;\
    --flag:#FF5C7A;--line-strong:#667080}";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let to = arguments.next().ok_or("say where to write the gallery")?;
    let font = match arguments.next() {
        Some(font) => {
            let font = BASE64_STANDARD.encode(std::fs::read(font)?);
            format!("@font-face{{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,{font})}}")
        }
        None => String::new(),
    };
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Charts</title><style>{font}{STYLE}</style>"
    );
    for (number, (title, draw)) in CHARTS.into_iter().enumerate() {
        for (theme, hex) in [("light", Ink::Light), ("dark", Ink::Dark)] {
            let words = |twin: &str| Words {
                id: format!("c{number}-{theme}-{twin}"),
                title: title.into(),
                description: "Invented figures.".into(),
            };
            let (wide, narrow) = (draw(words("wide"), Ink::Page, false), draw(words("narrow"), hex, true));
            let begins = wide.begins_at.map_or(String::new(), |from| format!(" The axis begins at {from}."));
            write!(
                page,
                "<section data-theme=\"{theme}\"><h2>{title}.{begins}</h2><div>{}</div><div>{}</div></section>",
                wide.svg, narrow.svg
            )?;
        }
    }
    std::fs::write(to, page + "</html>")?;
    Ok(())
}

fn lead(told: String) -> Lead {
    Lead { href: Some("#".into()), told }
}

fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if value < 0.0 { format!("\u{2212}{shown}") } else { shown }
}

fn tenth(value: f64) -> String {
    format!("{value:.1}").replace('-', "\u{2212}")
}

fn percent(value: f64) -> String {
    format!("{:.0}%", value * 100.0)
}

fn limits(values: &[f64]) -> Limits {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let range = mean(&values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect::<Vec<_>>());
    let centre = mean(values);
    Limits { centre, lower: centre - 2.66 * range, upper: centre + 2.66 * range, range_upper: 3.267 * range }
}

fn control_of(
    words: Words,
    values: &[f64],
    starts: &[(usize, &str)],
    target: Option<f64>,
    (ink, narrow): (Ink, bool),
) -> Drawing {
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([values.len()]).collect();
    let mut readings: Vec<Reading> = Vec::new();
    let mut phases = Vec::new();
    for ((start, name), end) in starts.iter().zip(ends) {
        let part = &values[*start..end];
        let limits = (part.len() > 5).then(|| limits(part));
        phases.push(ControlPhase { name: (*name).into(), start: *start, limits });
        for value in part {
            let side = limits.and_then(|limits| match *value {
                high if high > limits.upper => Some("above"),
                low if low < limits.lower => Some("below"),
                _ => None,
            });
            readings.push(Reading {
                name: format!("w{}", readings.len() + 1),
                value: *value,
                signal: side.map(|side| format!("{}, {side} limit", tenth(*value))),
                lead: lead(format!("Week {}: {}", readings.len() + 1, tenth(*value))),
            });
        }
    }
    let lines = LineNames {
        upper: "Upper".into(),
        centre: "Mean".into(),
        lower: "Lower".into(),
        ranges: "Moving range".into(),
    };
    let chart = Control { words, readings, phases, lines, tick: &|value| tick(value), limit: &tenth };
    match target.map(|value| Target { name: "Target".into(), value }) {
        Some(target) if narrow => chart.narrow_towards(&target, ink, 340.0),
        Some(target) => chart.wide_towards(&target, ink, 700.0, 360.0),
        None if narrow => chart.narrow(ink, 340.0),
        None => chart.wide(ink, 700.0, 360.0),
    }
}

fn tick(value: f64) -> String {
    if (value - value.round()).abs() < 1e-9 { whole(value) } else { tenth(value) }
}

fn control(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let values = [
        7.1, 6.4, 7.8, 6.9, 7.4, 6.2, 7.0, 7.7, 6.6, 7.2, 6.8, 7.5, 10.4, 7.3, 6.9, 7.1, 5.6, 5.1, 5.4, 4.8, 5.3, 4.9,
        5.5, 5.0, 4.6, 5.2,
    ];
    control_of(words, &values, &[(0, ""), (16, "Call-back promise live")], Some(5.0), (ink, narrow))
}

fn control_short(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let values =
        [21.0, 23.0, 22.0, 20.5, 22.4, 21.8, 14.2, 22.9, 21.1, 20.8, 22.2, 23.1, 29.8, 21.7, 22.0, 17.1, 16.6, 16.9];
    control_of(words, &values, &[(0, ""), (15, "New installer in the north")], None, (ink, narrow))
}

fn control_long(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let mut state = 7u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24) - 0.5
    };
    let mut values: Vec<f64> = (0..104).map(|at| 91.5 + 1.8 * noise() + if at < 60 { 0.0 } else { 2.4 }).collect();
    values[41] = 88.4;
    values[77] = 97.2;
    control_of(words, &values, &[(0, ""), (34, "Spring rota"), (60, "Night shift"), (98, "Move")], None, (ink, narrow))
}

/// Counted: how many of how many each month; a month without any is a gap.
fn counted_of(
    words: Words,
    counts: &[(u32, u32)],
    start: usize,
    is_share: bool,
    target: f64,
) -> CountedControl<'static> {
    let centre = |part: &[(u32, u32)]| {
        let sum = |of: fn(&(u32, u32)) -> u32| f64::from(part.iter().map(of).sum::<u32>());
        sum(|(count, _)| *count) / sum(|(_, chances)| *chances)
    };
    let centres = [centre(&counts[..start]), centre(&counts[start..])];
    let reading = |(at, (count, chances)): (usize, &(u32, u32))| {
        let centre = centres[usize::from(at >= start)];
        let variance = if is_share { centre * (1.0 - centre) } else { centre };
        let half = 3.0 * (variance / f64::from(*chances)).sqrt();
        let most = if is_share { 1.0 } else { f64::INFINITY };
        let value = (*chances > 0).then(|| f64::from(*count) / f64::from(*chances));
        let limits = value.map(|_| ((centre - half).max(0.0), (centre + half).min(most)));
        let side = value.zip(limits).and_then(|(value, (lower, upper))| match value {
            value if value > upper => Some("above limit"),
            value if value < lower => Some("below limit"),
            _ => None,
        });
        let name = format!("{}-{:02}", 2022 + at / 12, at % 12 + 1);
        let lead = lead(format!("{name}: {count} of {chances}"));
        CountedReading { name, value, limits, signal: side.map(Into::into), lead }
    };
    CountedControl {
        words,
        readings: counts.iter().enumerate().map(reading).collect(),
        phases: vec![
            CountedPhase { name: String::new(), start: 0, centre: Some(centres[0]) },
            CountedPhase { name: "Second shift".into(), start, centre: Some(centres[1]) },
        ],
        lines: LineNames {
            upper: "Upper limit".into(),
            centre: "Mean".into(),
            lower: "Lower limit".into(),
            ranges: String::new(),
        },
        target: Some(Target { name: "Target".into(), value: target }),
        most: is_share.then_some(1.0),
        tick: if is_share { &percent } else { &tenth },
        limit: if is_share { &percent } else { &tenth },
    }
}

fn control_counted(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let counts = [
        (170, 210),
        (149, 180),
        (270, 340),
        (79, 95),
        (211, 260),
        (151, 230),
        (0, 0),
        (256, 310),
        (120, 150),
        (163, 205),
        (193, 240),
        (47, 60),
        (170, 190),
        (254, 280),
        (296, 330),
        (109, 120),
        (275, 300),
        (196, 215),
    ];
    let chart = counted_of(words, &counts, 12, true, 0.9);
    if narrow { chart.narrow(ink, 340.0) } else { chart.wide(ink, 640.0, 300.0) }
}

fn control_rates(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let counts: Vec<(u32, u32)> = (0..72u32)
        .map(|at| {
            let chances = if at % 31 == 17 { 0 } else { 30 + at * 37 % 70 };
            (chances * (if at < 50 { 21 } else { 14 } + at * 13 % 7) / 10 + if at == 33 { 90 } else { 0 }, chances)
        })
        .collect();
    let chart = counted_of(words, &counts, 50, false, 2.0);
    if narrow { chart.narrow(ink, 340.0) } else { chart.wide(ink, 640.0, 300.0) }
}

fn flow(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let stages = [
        ("Quote", "Sales", 4200.0, 1480.0),
        ("Join", "Sales", 2720.0, 310.0),
        ("Onboard", "Onboarding", 2410.0, 420.0),
        ("First bill", "Billing", 1990.0, 150.0),
        ("Support", "Contact centre", 1840.0, 260.0),
        ("Renew", "Retention", 1580.0, 270.0),
        ("Renewed", "31% of quotes", 1310.0, 0.0),
    ];
    let stages = stages.map(|(name, owner, came, left)| Stage {
        name: name.into(),
        owner: owner.into(),
        came,
        shown: whole(came),
        on: if left > 0.0 { format!("{} go on", percent(1.0 - left / came)) } else { String::new() },
        left,
        left_shown: whole(-left),
        worst: (name == "Onboard").then(|| "worst hand-off".into()),
        lead: lead(format!("{name}: {} came, {} left", whole(came), whole(left))),
    });
    let flow = Flow { words, stages: stages.to_vec() };
    if narrow { flow.rows(ink, 340.0) } else { flow.columns(ink, 700.0, 300.0) }
}

fn stacked(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let themes = [
        ("Waiting for a reply", [160.0, 171.0, 188.0, 214.0, 166.0, 131.0]),
        ("Bill hard to read", [90.0, 96.0, 104.0, 121.0, 140.0, 152.0]),
        ("Installer late", [70.0, 64.0, 60.0, 58.0, 51.0, 49.0]),
        ("Price", [44.0, 41.0, 47.0, 40.0, 39.0, 12.0]),
        ("App signs me out", [12.0, 16.0, 18.0, 22.0, 20.0, 9.0]),
    ];
    let series = |name: &str, values: [f64; 6]| Series {
        name: name.into(),
        shown: format!(
            "{} ({}{} on Aug)",
            whole(values[5]),
            if values[5] > values[4] { "+" } else { "" },
            whole(values[5] - values[4])
        ),
        layers: values.map(|value| Layer { value, lead: lead(format!("{name}: {}", whole(value))) }).to_vec(),
    };
    let periods = ["Apr", "May", "Jun", "Jul", "Aug", "Sep"];
    let chart = Stacked {
        words,
        periods: periods.map(|name| StackedPeriod { name: name.into(), unfinished: name == "Sep" }).to_vec(),
        series: themes.map(|(name, values)| series(name, values)).to_vec(),
        other: Some(series("All other themes", [61.0, 70.0, 66.0, 71.0, 64.0, 58.0])),
        tick: &whole,
    };
    if narrow { chart.narrow(ink, 340.0) } else { chart.wide(ink, 700.0, 300.0) }
}

fn distribution(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let group = |name: &str, colour: Colour, from: usize, values: &[f64]| {
        let scores = values.iter().enumerate().map(|(at, value)| Score {
            name: (from + at).to_string(),
            value: *value,
            shown: whole(*value),
            lead: lead(format!("Score {}: {}", from + at, whole(*value))),
        });
        let sum: f64 = values.iter().sum();
        ScoreGroup {
            name: name.into(),
            shown: format!("{} ({})", whole(sum), percent(sum / 801.0)),
            colour,
            scores: scores.collect(),
        }
    };
    let scale = [-100.0, -50.0, 0.0, 50.0, 100.0].map(|value| (value, whole(value))).to_vec();
    let said = "between +21 and +33; 801 of 3,204 asked answered".into();
    let chart = Distribution {
        words,
        groups: vec![
            group("Detractors", Colour::Loss, 0, &[12.0, 4.0, 9.0, 14.0, 20.0, 61.0, 48.0]),
            group("Passives", Colour::Other, 7, &[96.0, 151.0]),
            group("Promoters", Colour::Gain, 9, &[204.0, 182.0]),
        ],
        estimate: Some(Estimate { shown: "NPS +27".into(), said, value: 27.0, low: 21.0, high: 33.0, scale }),
    };
    if narrow { chart.draw(ink, 340.0, 320.0) } else { chart.draw(ink, 700.0, 340.0) }
}

fn dots(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let dots = [
        ("Contract e-sign", Some(88.0), 3.0, 80.0, "kept"),
        ("Direct debit", Some(84.0), 4.0, 80.0, "kept"),
        ("Price page", Some(82.0), 2.0, 75.0, "kept"),
        ("First bill", Some(71.0), 5.0, 70.0, "kept, just"),
        ("Renewal letter", Some(66.0), 7.0, 70.0, "below promise"),
        ("Phone", Some(58.0), 3.0, 75.0, "below promise"),
        ("Installer visit", Some(54.0), 9.0, 70.0, "below promise"),
        ("App", None, 0.0, 80.0, ""),
    ];
    let dots = dots.map(|(name, value, reach, promise, state)| Dot {
        name: name.into(),
        value,
        shown: value.map_or("no answers yet".into(), whole),
        interval: value.map(|value| (value - reach, value + reach)),
        promise: Some(promise),
        kept: state.starts_with("kept"),
        state: state.into(),
        lead: lead(format!("{name}: promise {}", whole(promise))),
    });
    let chart = Dots { words, dots: dots.to_vec(), promise: "promise".into(), tick: &whole };
    if narrow { chart.narrow(ink, 340.0) } else { chart.wide(ink, 700.0) }
}

fn curve(name: &str, monthly: impl Fn(u32) -> f64, size: f64) -> Curve {
    let (mut value, mut steps, mut at_risk) = (1.0, Vec::new(), Vec::new());
    for month in 0..=72u32 {
        let band = 0.35 * f64::from(month).sqrt() * (1.0 - value) * value / size.sqrt() * 8.0;
        steps.push(CurveStep {
            time: f64::from(month),
            value,
            band: Some(((value - band).max(0.0), (value + band).min(1.0))),
        });
        if month.is_multiple_of(12) {
            at_risk.push(whole(size * value * (1.0 - f64::from(month) / 90.0)));
        }
        value *= 1.0 - monthly(month);
    }
    Curve {
        name: name.into(),
        shown: format!("{} after 6 years", percent(value)),
        steps,
        at_risk,
        lead: lead(name.into()),
    }
}

fn curves_of(words: Words, curves: Vec<Curve>, ink: Ink, narrow: bool) -> Drawing {
    let times = (0..=6).map(|year| (f64::from(year * 12), (year * 12).to_string())).collect();
    let at_risk = "Customers still observed, by months with us".into();
    let chart = Curves { words, curves, times, at_risk, tick: &percent };
    if narrow { chart.draw(ink, 340.0, 240.0) } else { chart.draw(ink, 700.0, 280.0) }
}

fn curves(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let curves = vec![
        curve("Month to month", |month| if month < 3 { 0.05 } else { 0.018 }, 3875.0),
        curve("One year", |month| if month % 12 == 11 { 0.035 } else { 0.004 }, 1473.0),
        curve("Two years", |month| if month % 24 == 23 { 0.02 } else { 0.001 }, 695.0),
    ];
    curves_of(words, curves, ink, narrow)
}

fn one_curve(words: Words, ink: Ink, narrow: bool) -> Drawing {
    curves_of(
        words,
        vec![curve("Service contracts", |month| if month % 12 == 11 { 0.012 } else { 0.0015 }, 620.0)],
        ink,
        narrow,
    )
}

fn heat(words: Words, ink: Ink, narrow: bool) -> Drawing {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"];
    let row = |(at, name): (usize, &&str)| {
        let cells = (0..9 - at).map(|month| {
            let share = 0.42 + 0.58 * (-(month as f64) * (0.34 - 0.02 * at as f64)).exp();
            let step = match share {
                share if share >= 0.95 => HeatStep::Fifth,
                share if share >= 0.85 => HeatStep::Fourth,
                share if share >= 0.7 => HeatStep::Third,
                share if share >= 0.5 => HeatStep::Second,
                _ => HeatStep::First,
            };
            Some(HeatCell { shown: percent(share), step, lead: lead(format!("{name}: {}", percent(share))) })
        });
        HeatRow { name: (*name).into(), size: whole(1180.0 + 31.0 * at as f64), cells: cells.collect() }
    };
    let chart = Heat {
        words,
        names: "Joined".into(),
        sizes: "Size".into(),
        columns: (0..9).map(|month| month.to_string()).collect(),
        rows: months.iter().enumerate().map(row).collect(),
    };
    chart.draw(ink, if narrow { 340.0 } else { 700.0 })
}
