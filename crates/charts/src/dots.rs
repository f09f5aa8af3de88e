//! Dots against a promise: what each thing reaches, and what it owes.

use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::frame::SMALL;
use crate::ink::{Colour, Ink};
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// One thing.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Its name.
    pub name: String,
    /// What it reaches; none where nothing is known yet.
    pub value: Option<f64>,
    /// The same as people read it.
    pub shown: String,
    /// The interval around it.
    pub interval: Option<(f64, f64)>,
    /// What it owes; none where nothing was promised.
    pub promise: Option<f64>,
    /// Whether it keeps its promise; a value that does not is a diamond.
    pub kept: bool,
    /// The same in few words.
    pub state: String,
    /// Where it leads.
    pub lead: Lead,
}

/// Dots against a promise.
pub struct Dots<'a> {
    /// What they say.
    pub words: Words,
    /// In the order given.
    pub dots: Vec<Dot>,
    /// What the mark of the promise is called.
    pub promise: String,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
}

const NAME: f64 = 13.0;

impl Dots<'_> {
    /// A row a thing, its name at the left and its figure at the right.
    #[must_use]
    pub fn wide(&self, ink: Ink, width: f64) -> Drawing {
        const ROW: f64 = 32.0;
        let widest = |of: &dyn Fn(&Dot) -> f64| self.dots.iter().map(of).fold(0.0, f64::max);
        let names = (widest(&|dot| text_width(&dot.name, NAME)) + 22.0).min(width * 0.32);
        let figures = (widest(&|dot| dot.value.map_or(0.0, |_| strong_width(&dot.shown, NAME))) + 8.0).min(width * 0.2);
        let states = (widest(&|dot| text_width(&dot.state, SMALL)) + 2.0).min(width * 0.22);
        let unknown = widest(&|dot| dot.value.map_or(text_width(&dot.shown, SMALL), |_| 0.0)).min(width * 0.25);
        let track = [names, width - (figures + states).max(unknown) - 20.0];
        let height = 22.0 + ROW * self.dots.len() as f64 + 24.0;
        let mut svg = self.start(ink, width, height);
        let axis = self.axis();
        self.draw_axis(&mut svg, &axis, track, 18.0, [width, height]);
        for (index, dot) in self.dots.iter().enumerate() {
            let y = 22.0 + ROW * (index as f64 + 0.5);
            svg.group(&dot.lead, |svg| {
                svg.ground([0.0, y - ROW / 2.0, width, ROW]);
                svg.label(0.0, y + 4.5, &fitted(&dot.name, NAME, names - 20.0), Colour::Text, NAME, Anchor::Start);
                dot.draw(svg, &axis, track, y);
                if dot.value.is_none() {
                    let shown = fitted(&dot.shown, SMALL, width - track[1] - 12.0);
                    svg.label(width, y + 4.5, &shown, Colour::Muted, SMALL, Anchor::End);
                    return;
                }
                let end = width - states - 8.0;
                let shown = fitted(&dot.shown, NAME, (figures - 8.0) / 1.06);
                svg.strong(end, y + 4.5, &shown, Colour::Text, NAME, Anchor::End);
                svg.label(end + 8.0, y + 4.5, &fitted(&dot.state, SMALL, states), dot.ink(), SMALL, Anchor::Start);
            });
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: axis.begins_at() }
    }

    /// The same for phones and e-mail: name, figure and state above each track.
    #[must_use]
    pub fn narrow(&self, ink: Ink, width: f64) -> Drawing {
        const ROW: f64 = 52.0;
        let height = 18.0 + ROW * self.dots.len() as f64 + 24.0;
        let mut svg = self.start(ink, width, height);
        let (axis, track) = (self.axis(), [8.0, width - 8.0]);
        self.draw_axis(&mut svg, &axis, track, 14.0, [width, height]);
        for (index, dot) in self.dots.iter().enumerate() {
            let y = 18.0 + ROW * index as f64;
            svg.group(&dot.lead, |svg| {
                svg.ground([0.0, y, width, ROW]);
                let (figure, state) =
                    if dot.value.is_some() { (dot.shown.as_str(), &dot.state) } else { ("", &dot.shown) };
                let (figure, state) = (fitted(figure, NAME, width * 0.25), fitted(state, SMALL, width * 0.35));
                let end = width - text_width(&state, SMALL);
                svg.label(width, y + 15.0, &state, dot.ink(), SMALL, Anchor::End);
                if !figure.is_empty() {
                    svg.strong(end - 8.0, y + 15.0, &figure, Colour::Text, NAME, Anchor::End);
                }
                let room = end - strong_width(&figure, NAME) - 18.0;
                svg.label(0.0, y + 15.0, &fitted(&dot.name, NAME, room), Colour::Text, NAME, Anchor::Start);
                dot.draw(svg, &axis, track, y + 34.0);
            });
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: axis.begins_at() }
    }

    fn start(&self, ink: Ink, width: f64, height: f64) -> Svg {
        let leads = self.dots.iter().any(|dot| dot.lead.href.is_some());
        Svg::new(&self.words, ink, width, height, leads)
    }

    fn axis(&self) -> Axis {
        let of = |dot: &Dot| {
            let (low, high) = dot.interval.unzip();
            [dot.value, dot.promise, low, high].into_iter().flatten()
        };
        let values = || self.dots.iter().flat_map(of);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if least > most { Axis::fine_from_zero(0.0, 1.0, 4) } else { Axis::around(least, most, 4) }
    }

    /// Lines and words of the axis at the bottom, and the word for the first promise above it.
    fn draw_axis(&self, svg: &mut Svg, axis: &Axis, track: [f64; 2], top: f64, [width, height]: [f64; 2]) {
        for value in &axis.ticks {
            let (at, shown) = (x(axis, track, *value), (self.tick)(*value));
            svg.line([at, top + 4.0, at, height - 20.0], Colour::Grid, false);
            let half = text_width(&shown, SMALL) / 2.0;
            svg.label(
                at.min(width - half - 2.0).max(half + 2.0),
                height - 6.0,
                &shown,
                Colour::Muted,
                SMALL,
                Anchor::Middle,
            );
        }
        if axis.begins_at().is_some() {
            let (at, y) = (track[0], height - 20.0);
            let points = [(0.0, 0.0), (3.0, 0.0), (5.0, 3.5), (8.0, -3.5), (11.0, 3.5), (13.0, 0.0), (16.0, 0.0)];
            svg.path(&points.map(|(dx, dy)| (at + dx, y + dy)), Colour::Muted, 1.25);
        }
        if let Some(promise) = self.dots.iter().find_map(|dot| dot.promise) {
            let half = text_width(&self.promise, SMALL) / 2.0;
            let at = x(axis, track, promise).min(track[1] - half).max(track[0] + half);
            svg.label(at, top - 5.0, &self.promise, Colour::Muted, SMALL, Anchor::Middle);
        }
    }
}

impl Dot {
    fn ink(&self) -> Colour {
        if self.kept || self.value.is_none() { Colour::Muted } else { Colour::Flag }
    }

    fn draw(&self, svg: &mut Svg, axis: &Axis, track: [f64; 2], y: f64) {
        svg.line([track[0], y, track[1], y], Colour::Grid, false);
        if let Some((low, high)) = self.interval {
            let (low, high) = (x(axis, track, low), x(axis, track, high));
            svg.path(&[(low, y), (high, y)], Colour::Other, 2.0);
            for end in [low, high] {
                svg.path(&[(end, y - 4.0), (end, y + 4.0)], Colour::Other, 1.5);
            }
        }
        if let Some(promise) = self.promise {
            let at = x(axis, track, promise);
            svg.path(&[(at, y - 10.0), (at, y + 10.0)], Colour::Text, 2.5);
        }
        match self.value {
            Some(value) if self.kept => svg.dot(x(axis, track, value), y, 5.5, Colour::Gain),
            Some(value) => svg.mark(x(axis, track, value), y, 6.5, Colour::Flag),
            None => {}
        }
    }
}

fn x(axis: &Axis, track: [f64; 2], value: f64) -> f64 {
    track[0] + (track[1] - track[0]) * axis.share(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{has_only_numbers, is_legible};
    use proptest::prelude::*;

    fn dot(name: &str, value: Option<f64>, promise: f64) -> Dot {
        let kept = value.is_some_and(|value| value >= promise);
        Dot {
            name: name.into(),
            value,
            shown: value.map_or("no answers".into(), |value| format!("{value}")),
            interval: value.map(|value| (value - 4.0, value + 3.0)),
            promise: Some(promise),
            kept,
            state: if kept { "kept" } else { "below promise" }.into(),
            lead: Lead { href: Some(format!("/touchpoint/{name}")), told: format!("{name}: {value:?}") },
        }
    }

    fn sample(tick: &dyn Fn(f64) -> String) -> Dots<'_> {
        let dots = vec![
            dot("Installer visit", Some(54.0), 70.0),
            dot("First bill", Some(71.0), 70.0),
            dot("A touchpoint with a name that is longer than there is room for it", Some(88.0), 85.0),
            dot("App", None, 80.0),
        ];
        let words = Words { id: "p".into(), title: "Promises".into(), description: "Four touchpoints.".into() };
        Dots { words, dots, promise: "promise".into(), tick }
    }

    #[test]
    fn what_breaks_its_promise_is_a_diamond_and_what_is_unknown_no_mark() {
        let tick = |value: f64| format!("{value:.0}");
        let chart = sample(&tick);
        for drawing in [chart.wide(Ink::Page, 640.0), chart.narrow(Ink::Light, 340.0)] {
            is_legible(&drawing.svg);
            assert_eq!((drawing.svg.matches("<circle").count(), drawing.svg.matches("l6.5 6.5").count()), (2, 1));
            assert_eq!(drawing.begins_at, Some(40.0));
        }
        insta::assert_snapshot!(chart.wide(Ink::Page, 640.0).svg.replace("><", ">\n<"));
    }

    proptest! {
        #[test]
        fn any_dots_are_drawn_without_numbers_that_are_none(
            dots in proptest::collection::vec(
                (proptest::option::of(prop_oneof![Just(0.0), Just(7.0), -1e9f64..1e9]), prop_oneof![Just(0.0), Just(7.0), -1e9f64..1e9]),
                0..6,
            ),
        ) {
            let tick = |value: f64| format!("{value:.0}");
            let mut chart = sample(&tick);
            chart.dots = dots.into_iter().map(|(value, promise)| dot("a", value, promise)).collect();
            has_only_numbers(&chart.wide(Ink::Page, 640.0).svg);
            has_only_numbers(&chart.narrow(Ink::Page, 340.0).svg);
        }
    }
}
