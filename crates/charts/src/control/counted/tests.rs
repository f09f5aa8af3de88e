use proptest::prelude::*;

use super::*;
use crate::sound::{has_only_numbers, is_legible, texts};

fn percent(value: f64) -> String {
    format!("{:.0}%", value * 100.0)
}

fn tenth_percent(value: f64) -> String {
    format!("{:.1}%", value * 100.0)
}

/// Kept promises: how many of how many, month by month, in two phases; none are due in one month.
fn sample(target: f64) -> CountedControl<'static> {
    let due = [210u32, 180, 340, 95, 260, 230, 0, 310, 150, 205, 240, 60, 190, 280, 330, 120, 300, 215];
    let kept = [170u32, 149, 270, 79, 211, 160, 0, 256, 120, 163, 193, 47, 170, 254, 296, 109, 275, 196];
    let readings = due.into_iter().zip(kept).enumerate().map(|(at, (due, kept))| {
        let centre: f64 = if at < 12 { 0.79 } else { 0.905 };
        let half = 3.0 * (centre * (1.0 - centre) / f64::from(due)).sqrt();
        let value = (due > 0).then(|| f64::from(kept) / f64::from(due));
        let is_below = value.is_some_and(|value| value < centre - half);
        CountedReading {
            name: format!("2025-{:02}", at + 1),
            value,
            limits: value.map(|_| (centre - half, (centre + half).min(1.0))),
            signal: is_below.then(|| "70%, below".into()),
            lead: Lead { href: Some(format!("/month/{at}")), told: format!("Month {at}: {kept} of {due} kept") },
        }
    });
    CountedControl {
        words: Words { id: "x".into(), title: "Answered in two days".into(), description: "18 months.".into() },
        readings: readings.collect(),
        phases: vec![
            CountedPhase { name: String::new(), start: 0, centre: Some(0.79) },
            CountedPhase { name: "Second shift".into(), start: 12, centre: Some(0.905) },
        ],
        lines: LineNames {
            upper: "Upper limit".into(),
            centre: "Mean".into(),
            lower: "Lower limit".into(),
            ranges: String::new(),
        },
        target: Some(Target { name: "Target".into(), value: target }),
        most: Some(1.0),
        tick: &percent,
        limit: &tenth_percent,
    }
}

/// The paths of a kind of line: how many places each goes through.
fn lines(svg: &str, dashes: &str) -> Vec<usize> {
    let is_dashed = |path: &&str| path.split('>').next().is_some_and(|head| head.contains(dashes));
    svg.split("<path ").filter(is_dashed).map(|path| path.split('"').nth(1).unwrap().matches('L').count() + 1).collect()
}

#[test]
fn a_counted_process_is_drawn_with_the_limits_of_each_value_and_its_target() {
    let chart = sample(0.9);
    for drawing in [chart.wide(Ink::Page, 640.0, 300.0), chart.narrow(Ink::Light, 340.0)] {
        is_legible(&drawing.svg);
        for said in
            ["70%, below", "Second shift", "Upper limit 96.5%", "Lower limit 84.5%", "Mean 90.5%", "Target 90.0%"]
        {
            assert!(drawing.svg.contains(&format!(">{said}</text>")), "{said} in {}", drawing.svg);
        }
        assert!(!drawing.svg.contains(">105%<"), "{}", drawing.svg);
    }
    insta::assert_snapshot!(chart.wide(Ink::Page, 640.0, 300.0).svg.replace("><", ">\n<"));
}

#[test]
fn limits_and_run_are_broken_where_there_is_no_chance() {
    let svg = sample(0.9).wide(Ink::Light, 640.0, 300.0).svg;
    // Six values before the gap, five after it, six in the second phase: stairs of two places each, above and below.
    assert_eq!(lines(&svg, "\"5 4\""), [12, 12, 10, 10, 12, 12]);
    assert_eq!(lines(&svg, "stroke-width=\"1.5\" stroke-linejoin"), [2, 2, 6, 11]);
    assert_eq!(lines(&svg, "11 3 2 3"), [2]);
    assert_eq!(svg.matches("<circle").count(), 16);
    assert_eq!(svg.matches("Moving range").count(), 0);
}

#[test]
fn a_value_between_gaps_is_seen_however_many_there_are() {
    let mut chart = sample(0.9);
    let gap = CountedReading { value: None, limits: None, signal: Some("none".into()), ..chart.readings[0].clone() };
    chart.readings = vec![gap; 200];
    chart.readings[100].value = Some(0.7);
    chart.readings[100].signal = None;
    let svg = chart.wide(Ink::Light, 640.0, 300.0).svg;
    is_legible(&svg);
    assert_eq!(svg.matches("<circle").count(), 1);
    assert!(!svg.contains(">none<"));
}

#[test]
fn what_is_within_its_limits_has_no_colour() {
    let mut chart = sample(0.9);
    for reading in &mut chart.readings {
        reading.signal = None;
    }
    let quiet = chart.wide(Ink::Page, 640.0, 300.0).svg;
    assert!(!quiet.contains("var(--flag)"));
    assert_eq!(quiet.matches("<circle").count(), 17);
    assert!(quiet.split("<circle").skip(1).all(|dot| dot.contains("fill=\"var(--muted)\"")));
    assert_eq!(sample(0.9).wide(Ink::Page, 640.0, 300.0).svg.matches("var(--flag)").count(), 2);
}

#[test]
fn the_value_of_a_line_is_told_however_long_its_name() {
    let mut chart = sample(0.9);
    chart.lines.upper = "The most that it does by itself".into();
    chart.target = Some(Target { name: "Promised to all customers".into(), value: 0.88 });
    for drawing in [chart.wide(Ink::Page, 640.0, 300.0), chart.narrow(Ink::Light, 340.0)] {
        is_legible(&drawing.svg);
        let words: Vec<String> = texts(&drawing.svg).into_iter().map(|(words, _)| words).collect();
        for (name, value) in [("The m", "96.5%"), ("Promis", "88.0%")] {
            assert!(words.iter().any(|said| said.starts_with(name) && said.ends_with(value)), "{words:?}");
        }
    }
}

#[test]
fn a_rate_has_an_axis_as_high_as_it_needs() {
    let mut chart = sample(1.4);
    chart.most = None;
    let svg = chart.wide(Ink::Page, 640.0, 300.0).svg;
    is_legible(&svg);
    assert!(svg.contains(">140%</text>") || svg.contains(">150%</text>"), "{svg}");
}

proptest! {
    #[test]
    fn a_target_lies_upon_no_other_words_wherever_it_is(target in 0.0f64..1.0, wide in any::<bool>()) {
        let chart = sample(target);
        let drawing = if wide { chart.wide(Ink::Page, 640.0, 300.0) } else { chart.narrow(Ink::Page, 340.0) };
        is_legible(&drawing.svg);
        let said = format!("Target {}", tenth_percent(target));
        prop_assert!(drawing.svg.contains(&said));
    }

    #[test]
    fn any_counted_run_is_drawn_without_numbers_that_are_none(
        values in proptest::collection::vec(proptest::option::of(prop_oneof![Just(0.0), Just(1.0), 0.0f64..1.0, 0.0f64..1e9]), 0..60),
        starts in proptest::collection::vec(0usize..60, 0..4),
        bits in any::<u64>(),
    ) {
        let mut chart = sample(0.5);
        chart.target = chart.target.filter(|_| bits & 1 == 1);
        let template = chart.readings[0].clone();
        let mut starts = [starts, vec![0]].concat();
        starts.sort_unstable();
        starts.dedup();
        chart.phases = starts
            .into_iter()
            .map(|start| CountedPhase { name: format!("since {start}"), start, centre: start.is_multiple_of(2).then_some(0.5) })
            .collect();
        let reading = |(at, value): (usize, Option<f64>)| CountedReading {
            value,
            limits: value.map(|value| (value * 0.5, value * 0.5 + (at % 3) as f64 * 0.25)),
            signal: (bits >> at & 1 == 1).then(|| "off".to_owned()),
            ..template.clone()
        };
        chart.readings = values.into_iter().enumerate().map(reading).collect();
        has_only_numbers(&chart.wide(Ink::Page, 640.0, 300.0).svg);
        has_only_numbers(&chart.narrow(Ink::Dark, 340.0).svg);
    }
}
