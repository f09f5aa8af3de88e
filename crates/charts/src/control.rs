//! The control chart: single values with the limits of their process, phase by phase, and beneath them their moving ranges (XmR).
//!
//! Invariant: the words of a signal lie upon no phase line and stay inside the chart, or they are left out; its diamond never is.

use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::frame::{Frame, Names, SMALL, room_for};
use crate::ink::{Colour, Ink};
use crate::labels::{Area, apart, around, crosses, overlap};
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// One value of the run.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its name at the axis; shown where there is room.
    pub name: String,
    /// The value.
    pub value: f64,
    /// What is said beside it where it is a signal, in few words; empty where the mark is enough.
    pub signal: Option<String>,
    /// Where it leads.
    pub lead: Lead,
}

/// What a process does by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The mean.
    pub centre: f64,
    /// The lower natural limit.
    pub lower: f64,
    /// The upper natural limit.
    pub upper: f64,
    /// The upper limit of the moving ranges.
    pub range_upper: f64,
}

/// A part of the run with limits of its own.
#[derive(Clone, Debug)]
pub struct ControlPhase {
    /// What began with it, in few words; empty where nothing is to be said, as for the first.
    pub name: String,
    /// The place of its first reading; it goes on until the next phase begins.
    pub start: usize,
    /// Its limits; none where there are too few readings for them.
    pub limits: Option<Limits>,
}

/// What the lines are called.
#[derive(Clone, Debug, Default)]
pub struct LineNames {
    /// The upper limit.
    pub upper: String,
    /// The centre line.
    pub centre: String,
    /// The lower limit.
    pub lower: String,
    /// The chart of the moving ranges.
    pub ranges: String,
}

/// A control chart of single values.
pub struct Control<'a> {
    /// What it says.
    pub words: Words,
    /// In the order of time.
    pub readings: Vec<Reading>,
    /// In the order of time; the first begins with the first reading.
    pub phases: Vec<ControlPhase>,
    /// What its lines are called.
    pub lines: LineNames,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
    /// How a limit is written.
    pub limit: &'a dyn Fn(f64) -> String,
}

const DASHES: &str = "5 4";
const WORDS: f64 = 12.0;

impl Control<'_> {
    /// The chart for where there is room.
    #[must_use]
    pub fn wide(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let signals = (0..self.readings.len()).collect::<Vec<_>>();
        self.draw(ink, width, height, &signals)
    }

    /// The chart for phones and e-mail: of the signals only the last has words.
    #[must_use]
    pub fn narrow(&self, ink: Ink, width: f64) -> Drawing {
        let last = self.readings.iter().rposition(|reading| reading.signal.is_some());
        self.draw(ink, width, 320.0, last.as_slice())
    }

    fn draw(&self, ink: Ink, width: f64, height: f64, worded: &[usize]) -> Drawing {
        let ranges = self.ranges();
        let (axis, range_axis) = (self.axis(), self.range_axis(&ranges));
        let left = room_for(&axis, self.tick).max(room_for(&range_axis, self.tick));
        let right = width - self.room_for_limits().min(width * 0.3);
        let top = if self.phases.iter().any(|phase| !phase.name.is_empty()) { 26.0 } else { 10.0 };
        let (base, between) = (height - 24.0, 34.0);
        let split = top + (base - top - between) * 0.74;
        let above = Frame { left, right, top, bottom: split, axis };
        let below = Frame { left, right, top: split + between, bottom: base, axis: range_axis };
        let leads = self.readings.iter().any(|reading| reading.lead.href.is_some());
        let mut svg = Svg::new(&self.words, ink, width, height, leads);
        above.ticks(&mut svg, self.tick);
        below.ticks(&mut svg, self.tick);
        self.draw_limits(&mut svg, &above, &below, width);
        self.draw_phases(&mut svg, &above, &below, width);
        self.draw_run(&mut svg, &above, &below, &ranges, height);
        self.draw_signals(&mut svg, &above, worded);
        below.line(&mut svg, 0.0);
        above.break_mark(&mut svg);
        svg.label(
            left,
            below.top - 9.0,
            &fitted(&self.lines.ranges, SMALL, right - left),
            Colour::Muted,
            SMALL,
            Anchor::Start,
        );
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: above.axis.begins_at() }
    }

    /// How far each reading is from the one before; none for the first of a phase.
    fn ranges(&self) -> Vec<Option<f64>> {
        let starts = |at: usize| self.phases.iter().any(|phase| phase.start == at);
        (0..self.readings.len())
            .map(|at| {
                let before = at.checked_sub(1).filter(|_| !starts(at))?;
                Some((self.readings[at].value - self.readings[before].value).abs())
            })
            .collect()
    }

    fn axis(&self) -> Axis {
        let values = self.readings.iter().map(|reading| reading.value);
        let limits =
            self.phases.iter().filter_map(|phase| phase.limits).flat_map(|limits| [limits.lower, limits.upper]);
        let (least, most) = values
            .chain(limits)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
        if least > most {
            return Axis::fine_from_zero(0.0, 1.0, 5);
        }
        // Room for the words of a signal at the edge.
        let room =
            if self.readings.iter().any(|reading| reading.signal.is_some()) { (most - least) * 0.08 } else { 0.0 };
        Axis::around(if least < 0.0 { least - room } else { least }, if most > 0.0 { most + room } else { most }, 5)
    }

    fn range_axis(&self, ranges: &[Option<f64>]) -> Axis {
        let limits = self.phases.iter().filter_map(|phase| phase.limits).map(|limits| limits.range_upper);
        Axis::fine_from_zero(0.0, ranges.iter().copied().flatten().chain(limits).fold(0.0, f64::max), 2)
    }

    /// The limits of the last phase with their words: those of the values from the top, then that of the ranges.
    fn last_limits(&self) -> Option<[(f64, String); 4]> {
        let limits = self.phases.last()?.limits?;
        let said = |name: &str, value: f64| (value, format!("{name} {}", (self.limit)(value)));
        let lines = &self.lines;
        Some([
            said(&lines.upper, limits.upper),
            said(&lines.centre, limits.centre),
            said(&lines.lower, limits.lower),
            said(&lines.upper, limits.range_upper),
        ])
    }

    fn room_for_limits(&self) -> f64 {
        let Some(limits) = self.last_limits() else { return 8.0 };
        limits.iter().map(|(_, said)| text_width(said, SMALL)).fold(0.0, f64::max) + 12.0
    }

    /// Where each phase begins and ends.
    fn spans(&self, frame: &Frame) -> Vec<(&ControlPhase, f64, f64)> {
        let count = self.readings.len();
        let x = |at: usize| frame.left + frame.step(count) * at.min(count) as f64;
        let ends = self.phases.iter().skip(1).map(|phase| phase.start).chain([count]);
        self.phases.iter().zip(ends).map(|(phase, end)| (phase, x(phase.start), x(end))).collect()
    }

    fn draw_limits(&self, svg: &mut Svg, above: &Frame, below: &Frame, width: f64) {
        if self.readings.is_empty() {
            return;
        }
        for (phase, from, to) in self.spans(above) {
            let Some(limits) = phase.limits else { continue };
            let (upper, lower) = (above.y(limits.upper), above.y(limits.lower));
            svg.tint([from, upper, to - from, lower - upper], 0.0, Colour::Limit, 0.07);
            for y in [upper, lower] {
                svg.stroke(&[(from, y), (to, y)], Colour::Limit, 1.25, DASHES);
            }
            let (centre, range) = (above.y(limits.centre), below.y(limits.range_upper));
            svg.stroke(&[(from, centre), (to, centre)], Colour::Limit, 1.5, "");
            svg.stroke(&[(from, range), (to, range)], Colour::Limit, 1.25, DASHES);
        }
        let Some([values @ .., range]) = self.last_limits() else { return };
        let (x, room) = (above.right + 8.0, width - above.right - 8.0);
        let wanted = values.each_ref().map(|(value, _)| (above.y(*value), 14.0));
        let places = apart(&wanted, above.top - 4.0, above.bottom + 10.0);
        for ((_, said), y) in values.iter().zip(places) {
            svg.label(x, y + 4.0, &fitted(said, SMALL, room), Colour::Muted, SMALL, Anchor::Start);
        }
        let y = below.y(range.0) + 4.0;
        svg.label(x, y, &fitted(&range.1, SMALL, room), Colour::Muted, SMALL, Anchor::Start);
    }

    fn draw_phases(&self, svg: &mut Svg, above: &Frame, below: &Frame, width: f64) {
        let spans = self.spans(above);
        let mut taken = 0.0;
        for (index, (phase, from, to)) in spans.iter().enumerate() {
            let room = if index + 1 == spans.len() { width } else { *to } - from - 8.0;
            let wide = strong_width(&phase.name, WORDS);
            // The name of a phase that has just begun stands upon its line.
            let centre = from.min(width - wide / 2.0 - 1.0);
            let is_upon = wide > room && index + 1 == spans.len() && centre - wide / 2.0 > taken + 12.0;
            if index > 0 {
                let top = above.top - if is_upon { 6.0 } else { 20.0 };
                svg.line([*from, top, *from, above.bottom], Colour::Muted, true);
                svg.line([*from, below.top - 2.0, *from, below.bottom], Colour::Muted, true);
            }
            if is_upon {
                svg.strong(centre, above.top - 11.0, &phase.name, Colour::Text, WORDS, Anchor::Middle);
            } else if !phase.name.is_empty() {
                let name = fitted(&phase.name, WORDS, room / 1.06);
                taken = from + 6.0 + strong_width(&name, WORDS);
                svg.strong(from + 6.0, above.top - 11.0, &name, Colour::Text, WORDS, Anchor::Start);
            }
        }
    }

    /// The values as a line and marks, the moving ranges as bars, and the names beneath them.
    fn draw_run(&self, svg: &mut Svg, above: &Frame, below: &Frame, ranges: &[Option<f64>], height: f64) {
        let count = self.readings.len();
        let step = above.step(count);
        svg.path(&self.points(above), Colour::Text, 1.75);
        let names = Names::new(self.readings.iter().map(|reading| reading.name.as_str()), step, above.right + 8.0);
        let thick = (step * 0.32).clamp(1.0, 8.0);
        for (at, ((x, y), reading)) in self.points(above).into_iter().zip(&self.readings).enumerate() {
            let limit = self.phase_of(at).and_then(|phase| phase.limits).map(|limits| limits.range_upper);
            svg.silent_group(&reading.lead, |svg| {
                svg.ground([x - step / 2.0, above.top, step, below.bottom - above.top]);
                if let Some(range) = ranges[at] {
                    let top = below.y(range);
                    svg.rect([x - thick / 2.0, top, thick, below.bottom - top], 1.0, Colour::Other);
                    if limit.is_some_and(|limit| range > limit) {
                        svg.mark(x, top, 5.0, Colour::Flag);
                    }
                }
                if reading.signal.is_some() {
                    svg.mark(x, y, 6.0, Colour::Flag);
                } else if step >= 12.0 {
                    svg.dot(x, y, 3.0, Colour::Text);
                } else if step >= 6.0 {
                    // Rims this close would cut the line to pieces.
                    svg.circle(x, y, 2.0, Colour::Text);
                }
            });
            names.draw(svg, at, &reading.name, x, height - 7.0);
        }
    }

    fn points(&self, frame: &Frame) -> Vec<(f64, f64)> {
        let count = self.readings.len();
        let of = |(at, reading): (usize, &Reading)| (frame.centre(at, count), frame.y(reading.value));
        self.readings.iter().enumerate().map(of).collect()
    }

    fn phase_of(&self, at: usize) -> Option<&ControlPhase> {
        self.phases.iter().rfind(|phase| phase.start <= at)
    }

    /// The words of the signals, the latest first, so that they are kept where there is not room for all.
    fn draw_signals(&self, svg: &mut Svg, frame: &Frame, worded: &[usize]) {
        let points = self.points(frame);
        let is_signal = |at: &usize| self.readings[*at].signal.is_some();
        let mark = |at: usize| {
            let (x, y) = points[at];
            [x - 7.0, y - 7.0, x + 7.0, y + 7.0]
        };
        let mut taken: Vec<Area> = (0..points.len()).filter(is_signal).map(mark).collect();
        let spans = self.spans(frame);
        for at in worded.iter().rev().copied() {
            let Some(said) = self.readings[at].signal.as_deref().filter(|said| !said.is_empty()) else { continue };
            let (x, y) = points[at];
            let Some((_, from, to)) = spans.iter().rfind(|(phase, ..)| phase.start <= at) else { continue };
            let bounds = [from + 3.0, frame.top - 4.0, to - 3.0, frame.bottom - 2.0];
            let areas = around((x, y), strong_width(said, WORDS), bounds);
            let free = areas.into_iter().filter(|area| !taken.iter().any(|other| overlap(*area, *other)));
            // Of those that are free, the one with the least of the run behind it.
            let hidden = |area: &Area| points.windows(2).filter(|pair| crosses(*area, pair[0], pair[1])).count();
            if let Some(area) = free.min_by_key(hidden) {
                svg.rimmed(area[0], area[3] - 4.0, said, Colour::Flag, WORDS, Anchor::Start);
                taken.push(area);
            }
        }
    }
}

#[cfg(test)]
mod tests;
