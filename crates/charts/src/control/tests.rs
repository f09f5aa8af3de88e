use super::*;
use crate::sound::{has_only_numbers, is_legible, texts};
use proptest::prelude::*;

fn reading(at: usize, value: f64) -> Reading {
    Reading {
        name: format!("w{}", at + 1),
        value,
        signal: None,
        lead: Lead { href: Some(format!("/week/{at}")), told: format!("Week {at}: {value}") },
    }
}

fn sample(write: &dyn Fn(f64) -> String) -> Control<'_> {
    let values = [7.1, 6.4, 7.8, 6.9, 7.4, 6.2, 7.0, 7.7, 6.6, 10.4, 7.2, 5.6, 5.1, 5.4, 4.8, 5.3, 5.0, 5.2];
    let mut readings: Vec<Reading> = values.into_iter().enumerate().map(|(at, value)| reading(at, value)).collect();
    readings[9].signal = Some("10.4, above".into());
    let limits = |centre, lower, upper, range_upper| Some(Limits { centre, lower, upper, range_upper });
    let phases = vec![
        ControlPhase { name: String::new(), start: 0, limits: limits(7.3, 4.5, 10.0, 3.4) },
        ControlPhase { name: "Call-back".into(), start: 11, limits: limits(5.1, 3.8, 6.4, 1.6) },
    ];
    let lines = LineNames {
        upper: "Upper".into(),
        centre: "Mean".into(),
        lower: "Lower".into(),
        ranges: "Moving range".into(),
    };
    let words = Words { id: "x".into(), title: "Complaints".into(), description: "18 weeks.".into() };
    Control { words, readings, phases, lines, tick: write, limit: write }
}

#[test]
fn a_control_chart_is_drawn_with_limits_of_its_phases() {
    let write = |value: f64| format!("{value:.1}");
    let chart = sample(&write);
    for drawing in [chart.wide(Ink::Page, 720.0, 340.0), chart.narrow(Ink::Light, 340.0)] {
        is_legible(&drawing.svg);
        assert!(drawing.svg.contains("10.4, above") && drawing.svg.contains("Upper 6.4"));
    }
    insta::assert_snapshot!(chart.wide(Ink::Page, 720.0, 340.0).svg.replace("><", ">\n<"));
}

#[test]
fn the_words_of_a_signal_stay_inside_and_upon_no_phase_line() {
    let write = |value: f64| format!("{value:.1}");
    for at in 0..18 {
        for width in [340.0, 420.0, 720.0] {
            let mut chart = sample(&write);
            chart.readings[at].signal = Some("far above its limit".into());
            chart.readings[at].value = 10.5;
            let svg = chart.wide(Ink::Light, width, 320.0).svg;
            is_legible(&svg);
            let line = svg.split("stroke-dasharray=\"2 3\"").next().unwrap().rsplit("x1=\"").next().unwrap();
            let x: f64 = line.split('"').next().unwrap().parse().unwrap();
            for (words, area) in texts(&svg).into_iter().filter(|(words, _)| words.starts_with("far")) {
                assert!(area[2] < x || area[0] > x, "{words} at {area:?} crosses {x}");
            }
        }
    }
}

#[test]
fn a_phase_has_its_name_wherever_it_begins() {
    let write = |value: f64| format!("{value:.1}");
    for start in 1..18 {
        let mut chart = sample(&write);
        chart.phases[1] = ControlPhase { name: "New installer".into(), start, limits: None };
        let svg = chart.wide(Ink::Light, 640.0, 320.0).svg;
        is_legible(&svg);
        assert!(svg.contains(">New installer</text>"), "{start}");
    }
}

#[test]
fn a_target_is_a_line_with_its_name_and_value_and_the_axis_reaches_it() {
    let write = |value: f64| format!("{value:.1}");
    let chart = sample(&write);
    for value in [2.0, 5.1, 6.4, 14.0] {
        let target = Target { name: "Target".into(), value };
        for drawing in
            [chart.wide_towards(&target, Ink::Page, 640.0, 320.0), chart.narrow_towards(&target, Ink::Light, 340.0)]
        {
            is_legible(&drawing.svg);
            assert!(drawing.svg.contains(&format!(">Target {value:.1}</text>")), "{}", drawing.svg);
        }
    }
}

#[test]
fn what_is_within_its_limits_has_no_colour() {
    let write = |value: f64| format!("{value:.1}");
    let mut chart = sample(&write);
    chart.readings[9].signal = None;
    let svg = chart.wide(Ink::Page, 720.0, 340.0).svg;
    assert_eq!(svg.matches("<circle").count(), 18);
    assert!(svg.split("<circle").skip(1).all(|dot| dot.contains("fill=\"var(--muted)\"")), "{svg}");
}

#[test]
fn long_words_are_cut_to_the_room_there_is() {
    let write = |value: f64| format!("{value:.3}");
    let mut chart = sample(&write);
    chart.lines.upper = "upper limit of what the process does by itself".into();
    chart.lines.ranges = chart.lines.upper.repeat(4);
    chart.readings[9].signal = Some(chart.lines.upper.repeat(2));
    chart.phases[1].name = chart.lines.upper.repeat(2);
    is_legible(&chart.wide(Ink::Page, 640.0, 320.0).svg);
    is_legible(&chart.narrow(Ink::Page, 340.0).svg);
}

#[test]
fn an_axis_far_from_zero_is_told() {
    let write = |value: f64| format!("{value:.1}");
    let mut chart = sample(&write);
    assert_eq!(chart.wide(Ink::Page, 720.0, 340.0).begins_at, None);
    for reading in &mut chart.readings {
        reading.value += 100.0;
    }
    chart.phases = vec![ControlPhase { name: String::new(), start: 0, limits: None }];
    assert!(chart.wide(Ink::Page, 720.0, 340.0).begins_at.is_some_and(|from| from > 90.0));
}

proptest! {
    #[test]
    fn any_run_is_drawn_without_numbers_that_are_none(
        values in proptest::collection::vec(prop_oneof![Just(0.0), Just(5.0), -1e9f64..1e9, 0.0f64..1e-6], 0..60),
        starts in proptest::collection::vec(0usize..60, 0..4),
        is_signal in any::<u64>(),
    ) {
        let write = |value: f64| format!("{value:.1}");
        let mut chart = sample(&write);
        let mut starts = [starts, vec![0]].concat();
        starts.sort_unstable();
        starts.dedup();
        chart.phases = starts
            .into_iter()
            .map(|start| {
                let limits = start.is_multiple_of(2).then_some(Limits { centre: 1.0, lower: 1.0, upper: 1.0, range_upper: 0.0 });
                ControlPhase { name: format!("since {start}"), start, limits }
            })
            .collect();
        chart.readings = values.into_iter().enumerate().map(|(at, value)| reading(at, value)).collect();
        for (at, reading) in chart.readings.iter_mut().enumerate() {
            reading.signal = (is_signal >> at & 1 == 1).then(|| "off".to_owned());
        }
        has_only_numbers(&chart.wide(Ink::Page, 640.0, 320.0).svg);
        has_only_numbers(&chart.narrow(Ink::Dark, 340.0).svg);
    }
}
