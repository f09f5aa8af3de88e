//! Curves over time that move in steps, with the band within which each may lie: how many stay, or how great the hazard is.

use std::fmt::Write as _;

use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::frame::{Frame, SMALL, room_for};
use crate::ink::{Colour, Ink};
use crate::labels::apart;
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// From when on a curve has a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveStep {
    /// Since when.
    pub time: f64,
    /// The height, until the next step.
    pub value: f64,
    /// The band around it; none where nothing bounds it.
    pub band: Option<(f64, f64)>,
}

/// One curve.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Its name.
    pub name: String,
    /// Its last figure, as people read it.
    pub shown: String,
    /// In the order of time, from its beginning on.
    pub steps: Vec<CurveStep>,
    /// How many it rests on at each tick of time, as people read it.
    pub at_risk: Vec<String>,
    /// Where its name leads.
    pub lead: Lead,
}

/// Up to three curves; more than that are drawn like the third.
pub struct Curves<'a> {
    /// What they say.
    pub words: Words,
    /// The curves.
    pub curves: Vec<Curve>,
    /// The ticks of the time axis, from its beginning to its end, and how they are written.
    pub times: Vec<(f64, String)>,
    /// What the figures beneath the axis are called.
    pub at_risk: String,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
}

const NAME: f64 = 12.0;
const ROW: f64 = 16.0;
/// Hue and dashes of each: either tells them apart.
const PENS: [(Colour, &str); 3] = [(Colour::Gain, ""), (Colour::Loss, "7 3"), (Colour::Wine, "2 3")];

impl Curves<'_> {
    /// The chart, for any width from that of a phone on; `height` is that of the curves without the figures beneath them.
    #[must_use]
    pub fn draw(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let axis = self.axis();
        let rows = self.curves.iter().filter(|curve| !curve.at_risk.is_empty()).count();
        let row = if self.names_rows() { 2.0 * ROW + 3.0 } else { ROW };
        let beneath = if rows > 0 { 22.0 + row * rows as f64 } else { 0.0 };
        let widest = |curve: &Curve| strong_width(&curve.name, NAME).max(text_width(&curve.shown, SMALL));
        let room = (self.curves.iter().map(widest).fold(0.0, f64::max) + 14.0).min(width * 0.36);
        let room = room.max(self.reach(self.times.len().saturating_sub(1)));
        let left = room_for(&axis, self.tick).max(self.reach(0));
        let frame = Frame { left, right: width - room, top: 10.0, bottom: height - 24.0, axis };
        let leads = self.curves.iter().any(|curve| curve.lead.href.is_some());
        let mut svg = Svg::new(&self.words, ink, width, height + beneath, leads);
        frame.ticks(&mut svg, self.tick);
        for (curve, (colour, _)) in self.pens() {
            if let Some(band) = self.band(curve, &frame) {
                svg.shape(&band, colour, 0.14);
            }
        }
        for (curve, (colour, dashes)) in self.pens() {
            svg.stroke(&self.line(curve, &frame), colour, 2.0, dashes);
        }
        svg.line([frame.left, frame.bottom, frame.right, frame.bottom], Colour::Axis, false);
        frame.break_mark(&mut svg);
        self.draw_names(&mut svg, &frame, width);
        self.draw_times(&mut svg, &frame, [width, height]);
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: frame.axis.begins_at() }
    }

    fn pens(&self) -> impl Iterator<Item = (&Curve, (Colour, &'static str))> {
        self.curves.iter().zip(PENS.into_iter().chain(std::iter::repeat(PENS[2])))
    }

    /// Whether a row of figures says whose it is: not where there is but one curve.
    fn names_rows(&self) -> bool {
        self.curves.len() > 1
    }

    /// How far what is written beneath a tick of time reaches to either side of it.
    fn reach(&self, at: usize) -> f64 {
        let at_risk = self.curves.iter().filter_map(|curve| curve.at_risk.get(at));
        let words = self.times.get(at).map(|(_, shown)| shown).into_iter().chain(at_risk);
        words.map(|shown| text_width(shown, SMALL) / 2.0 + 1.0).fold(0.0, f64::max)
    }

    fn axis(&self) -> Axis {
        let steps = || self.curves.iter().flat_map(|curve| &curve.steps);
        let edges = |step: &CurveStep| {
            let (low, high) = step.band.unzip();
            [Some(step.value), low, high].into_iter().flatten()
        };
        let values = || steps().flat_map(edges);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if least > most {
            return Axis::fine_from_zero(0.0, 1.0, 5);
        }
        // A share ends at the whole: no room above it.
        let mut axis = Axis::around(least, most, 5);
        if most <= 1.0 && axis.to > 1.0 {
            axis.ticks.retain(|tick| *tick <= 1.0 + 1e-9);
            axis.to = axis.ticks.last().copied().unwrap_or(1.0).max(most);
        }
        axis
    }

    fn x(&self, frame: &Frame, time: f64) -> f64 {
        let (from, to) = match (self.times.first(), self.times.last()) {
            (Some((from, _)), Some((to, _))) if to > from => (*from, *to),
            _ => (0.0, 1.0),
        };
        frame.left + (frame.right - frame.left) * ((time - from) / (to - from)).clamp(0.0, 1.0)
    }

    /// The corners of a curve: along each step, then to the height of the next, to the end of the axis.
    fn corners(&self, steps: &[(f64, f64)], frame: &Frame) -> Vec<(f64, f64)> {
        let mut corners: Vec<(f64, f64)> = Vec::new();
        for (time, value) in steps {
            let (x, y) = (self.x(frame, *time), frame.y(*value));
            if let Some((_, before)) = corners.last() {
                corners.push((x, *before));
            }
            corners.push((x, y));
        }
        if let Some((_, last)) = corners.last().copied() {
            corners.push((frame.right, last));
        }
        corners
    }

    fn line(&self, curve: &Curve, frame: &Frame) -> Vec<(f64, f64)> {
        self.corners(&curve.steps.iter().map(|step| (step.time, step.value)).collect::<Vec<_>>(), frame)
    }

    /// The outline of the band: there along its upper edge, back along its lower one. It ends where nothing bounds the curve.
    fn band(&self, curve: &Curve, frame: &Frame) -> Option<String> {
        let bounded: Vec<(f64, (f64, f64))> =
            curve.steps.iter().map_while(|step| step.band.map(|band| (step.time, band))).collect();
        let end = curve.steps.get(bounded.len()).map_or(frame.right, |step| self.x(frame, step.time));
        let edge = |of: fn((f64, f64)) -> f64| {
            let steps: Vec<(f64, f64)> = bounded.iter().map(|(time, band)| (*time, of(*band))).collect();
            self.corners(&steps, frame)
        };
        let (upper, lower) = (edge(|(_, high)| high), edge(|(low, _)| low));
        let mut outline = String::new();
        for (x, y) in upper.into_iter().chain(lower.into_iter().rev()) {
            let _ = write!(outline, "{}{:.1} {y:.1}", if outline.is_empty() { 'M' } else { 'L' }, x.min(end));
        }
        (!outline.is_empty()).then(|| outline + "z")
    }

    /// The names at the ends of the curves.
    fn draw_names(&self, svg: &mut Svg, frame: &Frame, width: f64) {
        let mut ends: Vec<(&Curve, Colour, f64)> = self
            .pens()
            .filter_map(|(curve, (colour, _))| Some((curve, colour, frame.y(curve.steps.last()?.value))))
            .collect();
        ends.sort_by(|a, b| a.2.total_cmp(&b.2));
        let wanted: Vec<(f64, f64)> = ends.iter().map(|(.., y)| (*y, 32.0)).collect();
        let (left, room) = (frame.right + 10.0, width - frame.right - 10.0);
        for ((curve, colour, end), y) in ends.into_iter().zip(apart(&wanted, 0.0, frame.bottom + 4.0)) {
            svg.path(&[(frame.right, end), (frame.right + 6.0, y)], colour, 1.25);
            svg.group(&curve.lead, |svg| {
                svg.ground([left, y - 16.0, room, 32.0]);
                svg.strong(left, y - 1.0, &fitted(&curve.name, NAME, room / 1.06), Colour::Text, NAME, Anchor::Start);
                svg.label(left, y + 13.0, &fitted(&curve.shown, SMALL, room), Colour::Muted, SMALL, Anchor::Start);
            });
        }
    }

    /// The time axis, and beneath it how many each curve rests on.
    fn draw_times(&self, svg: &mut Svg, frame: &Frame, [width, height]: [f64; 2]) {
        let shown = self.times.iter().map(|(_, shown)| shown);
        let all = shown.chain(self.curves.iter().flat_map(|curve| &curve.at_risk));
        let widest = all.map(|words| text_width(words, SMALL)).fold(0.0, f64::max);
        let step = (frame.right - frame.left) / self.times.len().saturating_sub(1).max(1) as f64;
        let every = ((widest + 10.0) / step.max(1.0)).ceil().max(1.0) as usize;
        let named: Vec<usize> = (0..self.times.len()).step_by(every).collect();
        for at in &named {
            let (time, shown) = &self.times[*at];
            let x = self.x(frame, *time);
            svg.line([x, frame.bottom, x, frame.bottom + 4.0], Colour::Axis, false);
            svg.label(x, height - 7.0, shown, Colour::Muted, SMALL, Anchor::Middle);
        }
        let mut y = height + 18.0;
        if self.curves.iter().all(|curve| curve.at_risk.is_empty()) {
            return;
        }
        svg.label(0.0, y, &fitted(&self.at_risk, SMALL, width), Colour::Muted, SMALL, Anchor::Start);
        for (curve, (colour, dashes)) in self.pens().filter(|(curve, _)| !curve.at_risk.is_empty()) {
            if self.names_rows() {
                y += ROW + 3.0;
                svg.stroke(&[(0.0, y - 4.0), (18.0, y - 4.0)], colour, 2.0, dashes);
                svg.label(24.0, y, &fitted(&curve.name, SMALL, frame.right - 24.0), Colour::Text, SMALL, Anchor::Start);
            }
            y += ROW;
            for at in &named {
                let Some(shown) = curve.at_risk.get(*at) else { continue };
                svg.label(self.x(frame, self.times[*at].0), y, shown, Colour::Text, SMALL, Anchor::Middle);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{has_only_numbers, is_legible};
    use proptest::prelude::*;

    fn curve(name: &str, values: &[(f64, f64)]) -> Curve {
        let step = |(time, value): &(f64, f64)| {
            let band = (*value > 0.0).then_some((value - 0.04, (value + 0.03).min(1.0)));
            CurveStep { time: *time, value: *value, band }
        };
        let at_risk = ["1,000", "620", "310", "40"].map(str::to_owned).to_vec();
        Curve {
            name: name.into(),
            shown: "59% after 36".into(),
            steps: values.iter().map(step).collect(),
            at_risk,
            lead: Lead { href: Some(format!("/staying?contract={name}")), told: name.into() },
        }
    }

    fn sample(tick: &dyn Fn(f64) -> String) -> Curves<'_> {
        Curves {
            words: Words { id: "k".into(), title: "Staying".into(), description: "Three contracts.".into() },
            curves: vec![
                curve("Month-to-month", &[(0.0, 1.0), (1.0, 0.9), (9.0, 0.72), (20.0, 0.55), (34.0, 0.48)]),
                curve("One year", &[(0.0, 1.0), (12.0, 0.99), (24.0, 0.95), (30.0, 0.93)]),
                curve("Two years", &[(0.0, 1.0), (24.0, 0.99), (30.0, 0.98)]),
            ],
            times: [0.0, 12.0, 24.0, 36.0].map(|time| (time, format!("{time}"))).to_vec(),
            at_risk: "Customers still observed, by month".into(),
            tick,
        }
    }

    #[test]
    fn curves_are_named_at_their_ends_and_told_apart_by_their_dashes() {
        let tick = |value: f64| format!("{:.0}%", value * 100.0);
        let chart = sample(&tick);
        for (ink, width) in [(Ink::Page, 640.0), (Ink::Light, 340.0)] {
            let drawing = chart.draw(ink, width, 260.0);
            is_legible(&drawing.svg);
            assert!(drawing.svg.contains("stroke-dasharray=\"7 3\"") && drawing.svg.contains(">100%</text>"));
            assert!(!drawing.svg.contains(">120%</text>"));
        }
        insta::assert_snapshot!(chart.draw(Ink::Page, 640.0, 260.0).svg.replace("><", ">\n<"));
    }

    #[test]
    fn a_band_ends_where_nothing_bounds_the_curve() {
        let tick = |value: f64| format!("{value}");
        let mut chart = sample(&tick);
        chart.curves = vec![curve("all gone", &[(0.0, 1.0), (12.0, 0.5), (18.0, 0.0)])];
        let svg = chart.draw(Ink::Light, 640.0, 260.0).svg;
        is_legible(&svg);
        let band = svg.split("<path d=\"").find(|path| path.contains("fill-opacity")).unwrap();
        let reach = band
            .split('"')
            .next()
            .unwrap()
            .split(['M', 'L'])
            .filter_map(|point| point.split(' ').next()?.parse::<f64>().ok());
        assert!(reach.fold(0.0, f64::max) < 400.0, "{band}");
    }

    proptest! {
        #[test]
        fn any_curve_is_drawn_without_numbers_that_are_none(
            curves in proptest::collection::vec(proptest::collection::vec((0.0f64..99.0, prop_oneof![Just(0.0), Just(1.0), -1.0f64..1e6]), 0..8), 0..5),
            ticks in 0usize..4,
        ) {
            let tick = |value: f64| format!("{value:.1}");
            let mut chart = sample(&tick);
            chart.curves = curves.iter().map(|steps| curve("a", steps)).collect();
            chart.times.truncate(ticks);
            has_only_numbers(&chart.draw(Ink::Page, 340.0, 220.0).svg);
        }
    }
}
