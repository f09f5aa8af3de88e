//! How a run of any process is drawn.

use super::lines::{LineNames, Target};
use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::frame::{Frame, Names, SMALL, room_for};
use crate::ink::{Colour, Ink};
use crate::labels::{Area, apart, around, crosses, overlap};
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// One value.
pub(super) struct Point<'a> {
    pub(super) name: &'a str,
    /// None is a gap.
    pub(super) value: Option<f64>,
    /// The lower and the upper limit here.
    pub(super) limits: Option<(f64, f64)>,
    pub(super) signal: Option<&'a str>,
    pub(super) lead: &'a Lead,
}

/// A phase.
pub(super) struct Span<'a> {
    pub(super) name: &'a str,
    pub(super) start: usize,
    pub(super) limits: Option<SpanLimits>,
}

/// What a phase says of its limits.
#[derive(Clone, Copy)]
pub(super) struct SpanLimits {
    pub(super) centre: f64,
    /// The lower and the upper limit of its latest value.
    pub(super) latest: (f64, f64),
    /// The upper limit of its moving ranges.
    pub(super) range_upper: Option<f64>,
}

/// A run of any process.
pub(super) struct Run<'a> {
    pub(super) words: &'a Words,
    pub(super) points: Vec<Point<'a>>,
    pub(super) phases: Vec<Span<'a>>,
    pub(super) lines: &'a LineNames,
    pub(super) target: Option<&'a Target>,
    /// Whether the moving ranges are drawn beneath.
    pub(super) has_ranges: bool,
    /// Between what a value can be.
    pub(super) bounds: (f64, f64),
    pub(super) tick: &'a dyn Fn(f64) -> String,
    pub(super) limit: &'a dyn Fn(f64) -> String,
}

/// Where the values are drawn, and where their moving ranges.
struct Frames {
    above: Frame,
    below: Option<Frame>,
}

/// The name of a line at the right edge, and its value.
struct Label<'a> {
    name: &'a str,
    value: f64,
    shown: String,
    is_target: bool,
}

/// Of the limits.
const DASHES: &str = "5 4";
/// Of the target: long and short in turn, so that it is told apart from the limits without colour.
const TARGET_DASHES: &str = "11 3 2 3";
const WORDS: f64 = 12.0;
/// Lines whose heights differ by less are drawn as one.
const HAIR: f64 = 0.05;

impl Label<'_> {
    fn width(&self) -> f64 {
        let width = text_width(&format!("{} {}", self.name, self.shown), SMALL);
        if self.is_target { width * 1.06 } else { width }
    }

    /// Name and value in the room there is: of the two, the name is cut.
    fn draw(&self, svg: &mut Svg, (x, y): (f64, f64), room: f64) {
        let room = if self.is_target { room / 1.06 } else { room };
        let rest = room - text_width(&format!(" {}", self.shown), SMALL);
        let said = fitted(&format!("{} {}", fitted(self.name, SMALL, rest), self.shown), SMALL, room);
        if self.is_target {
            svg.strong(x, y, &said, Colour::Text, SMALL, Anchor::Start);
        } else {
            svg.label(x, y, &said, Colour::Muted, SMALL, Anchor::Start);
        }
    }
}

impl Run<'_> {
    /// The words of all signals.
    pub(super) fn wide(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let signals = (0..self.points.len()).collect::<Vec<_>>();
        self.draw(ink, width, height, &signals)
    }

    /// The words of the last signal.
    pub(super) fn narrow(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let last = self.points.iter().rposition(|point| point.signal.is_some() && point.value.is_some());
        self.draw(ink, width, height, last.as_slice())
    }

    fn draw(&self, ink: Ink, width: f64, height: f64, worded: &[usize]) -> Drawing {
        let ranges = self.ranges();
        let frames = self.frames(&ranges, width, height);
        let above = &frames.above;
        let leads = self.points.iter().any(|point| point.lead.href.is_some());
        let mut svg = Svg::new(self.words, ink, width, height, leads);
        for frame in [Some(above), frames.below.as_ref()].into_iter().flatten() {
            frame.ticks(&mut svg, self.tick);
        }
        if !self.points.is_empty() {
            self.draw_limits(&mut svg, &frames);
            self.draw_target(&mut svg, above);
            self.draw_labels(&mut svg, &frames, width);
        }
        self.draw_phases(&mut svg, &frames, width);
        self.draw_run(&mut svg, &frames, &ranges, height);
        self.draw_signals(&mut svg, above, worded);
        match &frames.below {
            Some(below) => below.line(&mut svg, 0.0),
            None => above.line(&mut svg, above.axis.from),
        }
        above.break_mark(&mut svg);
        if let Some(below) = &frames.below {
            let name = fitted(&self.lines.ranges, SMALL, below.right - below.left);
            svg.label(below.left, below.top - 9.0, &name, Colour::Muted, SMALL, Anchor::Start);
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: above.axis.begins_at() }
    }

    fn frames(&self, ranges: &[Option<f64>], width: f64, height: f64) -> Frames {
        let axis = self.axis();
        let range_axis = self.has_ranges.then(|| self.range_axis(ranges));
        let room = |axis: &Axis| room_for(axis, self.tick);
        let left = range_axis.as_ref().map_or(0.0, room).max(room(&axis));
        let right = width - self.room_for_labels().min(width * 0.34);
        let top = if self.phases.iter().any(|phase| !phase.name.is_empty()) { 26.0 } else { 10.0 };
        let (base, between) = (height - 24.0, 34.0);
        let split = if self.has_ranges { top + (base - top - between) * 0.74 } else { base };
        let below = range_axis.map(|axis| Frame { left, right, top: split + between, bottom: base, axis });
        Frames { above: Frame { left, right, top, bottom: split, axis }, below }
    }

    /// How far each value is from the one before; none for the first of a phase, and beside a gap.
    fn ranges(&self) -> Vec<Option<f64>> {
        let starts = |at: usize| self.phases.iter().any(|phase| phase.start == at);
        (0..self.points.len())
            .map(|at| {
                let before = at.checked_sub(1).filter(|_| !starts(at))?;
                Some((self.points[at].value? - self.points[before].value?).abs())
            })
            .collect()
    }

    fn axis(&self) -> Axis {
        let values = self.points.iter().filter_map(|point| point.value);
        let own = self.points.iter().filter_map(|point| point.limits);
        let limits = own.chain(self.phases.iter().filter_map(|phase| phase.limits).map(|limits| limits.latest));
        let (least, most) = values
            .chain(limits.flat_map(|(lower, upper)| [lower, upper]))
            .chain(self.target.map(|target| target.value))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
        if least > most {
            return Axis::fine_from_zero(0.0, 1.0, 5);
        }
        // Room for the words of a signal at the edge.
        let room = if self.points.iter().any(|point| point.signal.is_some()) { (most - least) * 0.08 } else { 0.0 };
        let ceiling = self.bounds.1.max(most);
        let least = if least < 0.0 { least - room } else { least };
        let most = if most > 0.0 { (most + room).min(ceiling) } else { most };
        Axis::around_within((least, most), self.bounds, 5)
    }

    fn range_axis(&self, ranges: &[Option<f64>]) -> Axis {
        let limits = self.phases.iter().filter_map(|phase| phase.limits?.range_upper);
        Axis::fine_from_zero(0.0, ranges.iter().copied().flatten().chain(limits).fold(0.0, f64::max), 2)
    }

    fn label<'l>(&self, name: &'l str, value: f64, is_target: bool) -> Label<'l> {
        Label { name, value, shown: (self.limit)(value), is_target }
    }

    /// The lines that are named at the right: the limits of the last phase, and the target; from the top.
    fn labels(&self) -> Vec<Label<'_>> {
        let limits = self.phases.last().and_then(|phase| phase.limits).map(|SpanLimits { centre, latest, .. }| {
            let lines = [(&self.lines.upper, latest.1), (&self.lines.centre, centre), (&self.lines.lower, latest.0)];
            lines.map(|(name, value)| self.label(name, value, false))
        });
        let target = self.target.map(|target| self.label(&target.name, target.value, true));
        let mut labels: Vec<Label> = limits.into_iter().flatten().chain(target).collect();
        labels.sort_by(|a, b| b.value.total_cmp(&a.value));
        labels
    }

    fn range_label(&self) -> Option<Label<'_>> {
        let range_upper = self.phases.last()?.limits?.range_upper?;
        Some(self.label(&self.lines.upper, range_upper, false))
    }

    fn room_for_labels(&self) -> f64 {
        let widest = self.labels().iter().chain(&self.range_label()).map(Label::width).reduce(f64::max);
        widest.map_or(8.0, |widest| widest + 12.0)
    }

    /// Where each phase begins and ends.
    fn spans(&self, frame: &Frame) -> Vec<(&Span<'_>, f64, f64)> {
        let count = self.points.len();
        let x = |at: usize| frame.left + frame.step(count) * at.min(count) as f64;
        let ends = self.phases.iter().skip(1).map(|phase| phase.start).chain([count]);
        self.phases.iter().zip(ends).map(|(phase, end)| (phase, x(phase.start), x(end))).collect()
    }

    fn draw_limits(&self, svg: &mut Svg, Frames { above, below }: &Frames) {
        let ends = self.phases.iter().skip(1).map(|phase| phase.start).chain([self.points.len()]);
        for ((phase, from, to), end) in self.spans(above).into_iter().zip(ends) {
            let Some(limits) = phase.limits else { continue };
            self.draw_steps(svg, above, phase.start, end);
            let centre = above.y(limits.centre);
            svg.stroke(&[(from, centre), (to, centre)], Colour::Limit, 1.5, "");
            if let Some((below, range)) = below.as_ref().zip(limits.range_upper) {
                let range = below.y(range);
                svg.stroke(&[(from, range), (to, range)], Colour::Limit, 1.25, DASHES);
            }
        }
    }

    /// The limits of the values from one place to another, and the ground between them; broken where there are none.
    fn draw_steps(&self, svg: &mut Svg, frame: &Frame, start: usize, end: usize) {
        let step = frame.step(self.points.len());
        let places: Vec<usize> = (start..end.min(self.points.len())).collect();
        for piece in places.split(|at| self.points[*at].limits.is_none()).filter(|piece| !piece.is_empty()) {
            let stairs = |side: fn((f64, f64)) -> f64| {
                let mut stairs: Vec<(f64, f64)> = Vec::new();
                for (at, limits) in piece.iter().filter_map(|at| Some((*at as f64, self.points[*at].limits?))) {
                    let (from, to, y) = (frame.left + step * at, frame.left + step * (at + 1.0), frame.y(side(limits)));
                    match stairs.last_mut() {
                        Some(last) if (last.1 - y).abs() < HAIR => last.0 = to,
                        _ => stairs.extend([(from, y), (to, y)]),
                    }
                }
                stairs
            };
            let (upper, lower) = (stairs(|(_, upper)| upper), stairs(|(lower, _)| lower));
            let around: Vec<(f64, f64)> = upper.iter().chain(lower.iter().rev()).copied().collect();
            let heights = || around.iter().map(|(_, y)| *y);
            if heights().fold(f64::NEG_INFINITY, f64::max) - heights().fold(f64::INFINITY, f64::min) > HAIR {
                let outline: Vec<String> = around.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
                svg.shape(&format!("M{}z", outline.join("L")), Colour::Limit, 0.07);
            }
            for stairs in [upper, lower] {
                // Steps shorter than a dash and its gap would be cut to pieces.
                let dashes = if stairs.len() > 2 && step < 9.0 { "" } else { DASHES };
                svg.stroke(&stairs, Colour::Limit, if dashes.is_empty() { 1.0 } else { 1.25 }, dashes);
            }
        }
    }

    /// The line of the target over the whole run, with an arrow at its end.
    fn draw_target(&self, svg: &mut Svg, frame: &Frame) {
        let Some(target) = self.target else { return };
        let (right, y) = (frame.right, frame.y(target.value));
        svg.stroke(&[(frame.left, y), (right, y)], Colour::Text, 1.5, TARGET_DASHES);
        svg.shape(&format!("M{:.1} {y:.1}l6 -4v8z", right - 0.5), Colour::Text, 1.0);
    }

    fn draw_labels(&self, svg: &mut Svg, Frames { above, below }: &Frames, width: f64) {
        let labels = self.labels();
        let (x, room) = (above.right + 8.0, width - above.right - 8.0);
        let wanted: Vec<(f64, f64)> = labels.iter().map(|label| (above.y(label.value), 14.0)).collect();
        let places = apart(&wanted, above.top - 4.0, above.bottom + 10.0);
        for (label, y) in labels.iter().zip(places) {
            label.draw(svg, (x, y + 4.0), room);
        }
        if let Some((below, label)) = below.as_ref().zip(self.range_label()) {
            label.draw(svg, (x, below.y(label.value) + 4.0), room);
        }
    }

    fn draw_phases(&self, svg: &mut Svg, Frames { above, below }: &Frames, width: f64) {
        let spans = self.spans(above);
        let mut taken = 0.0;
        for (index, (phase, from, to)) in spans.iter().enumerate() {
            let room = if index + 1 == spans.len() { width } else { *to } - from - 8.0;
            let wide = strong_width(phase.name, WORDS);
            // The name of a phase that has just begun stands upon its line.
            let centre = from.min(width - wide / 2.0 - 1.0);
            let is_upon = wide > room && index + 1 == spans.len() && centre - wide / 2.0 > taken + 12.0;
            if index > 0 {
                let top = above.top - if is_upon { 6.0 } else { 20.0 };
                svg.line([*from, top, *from, above.bottom], Colour::Muted, true);
                if let Some(below) = below {
                    svg.line([*from, below.top - 2.0, *from, below.bottom], Colour::Muted, true);
                }
            }
            if is_upon {
                svg.strong(centre, above.top - 11.0, phase.name, Colour::Text, WORDS, Anchor::Middle);
            } else if !phase.name.is_empty() {
                let name = fitted(phase.name, WORDS, room / 1.06);
                taken = from + 6.0 + strong_width(&name, WORDS);
                svg.strong(from + 6.0, above.top - 11.0, &name, Colour::Text, WORDS, Anchor::Start);
            }
        }
    }

    /// The values as a line and marks, the moving ranges as bars, and the names beneath them.
    fn draw_run(&self, svg: &mut Svg, Frames { above, below }: &Frames, ranges: &[Option<f64>], height: f64) {
        let count = self.points.len();
        let step = above.step(count);
        let places = self.places(above);
        for piece in places.split(Option::is_none).filter(|piece| piece.len() > 1) {
            svg.path(&piece.iter().copied().flatten().collect::<Vec<_>>(), Colour::Muted, 1.5);
        }
        let is_gap = |at: Option<usize>| at.and_then(|at| places.get(at)).is_none_or(Option::is_none);
        let names = Names::new(self.points.iter().map(|point| point.name), step, above.right + 8.0);
        let bottom = below.as_ref().unwrap_or(above).bottom;
        for (at, (place, point)) in places.iter().zip(&self.points).enumerate() {
            let x = above.centre(at, count);
            svg.silent_group(point.lead, |svg| {
                svg.ground([x - step / 2.0, above.top, step, bottom - above.top]);
                if let Some((below, range)) = below.as_ref().zip(ranges[at]) {
                    self.draw_range(svg, below, at, range);
                }
                let Some((x, y)) = *place else { return };
                if point.signal.is_some() {
                    svg.mark(x, y, 6.0, Colour::Flag);
                } else if step >= 12.0 {
                    svg.dot(x, y, 3.0, Colour::Muted);
                } else if step >= 6.0 || (is_gap(at.checked_sub(1)) && is_gap(Some(at + 1))) {
                    // Rims this close would cut the line to pieces; between gaps there is no line.
                    svg.circle(x, y, 2.0, Colour::Muted);
                }
            });
            names.draw(svg, at, point.name, x, height - 7.0);
        }
    }

    fn draw_range(&self, svg: &mut Svg, below: &Frame, at: usize, range: f64) {
        let count = self.points.len();
        let (x, top, thick) = (below.centre(at, count), below.y(range), (below.step(count) * 0.32).clamp(1.0, 8.0));
        svg.rect([x - thick / 2.0, top, thick, below.bottom - top], 1.0, Colour::Other);
        let phase = self.phases.iter().rfind(|phase| phase.start <= at);
        let limit = phase.and_then(|phase| phase.limits?.range_upper);
        if limit.is_some_and(|limit| range > limit) {
            svg.mark(x, top, 5.0, Colour::Flag);
        }
    }

    /// Where each value is drawn.
    fn places(&self, frame: &Frame) -> Vec<Option<(f64, f64)>> {
        let count = self.points.len();
        let of = |(at, point): (usize, &Point)| Some((frame.centre(at, count), frame.y(point.value?)));
        self.points.iter().enumerate().map(of).collect()
    }

    /// The words of the signals, the latest first, so that they are kept where there is not room for all.
    fn draw_signals(&self, svg: &mut Svg, frame: &Frame, worded: &[usize]) {
        let places = self.places(frame);
        let signals = places.iter().zip(&self.points).filter(|(_, point)| point.signal.is_some());
        let mut taken: Vec<Area> =
            signals.filter_map(|(place, _)| place.map(|(x, y)| [x - 7.0, y - 7.0, x + 7.0, y + 7.0])).collect();
        let spans = self.spans(frame);
        for at in worded.iter().rev().copied() {
            let Some(said) = self.points[at].signal.filter(|said| !said.is_empty()) else { continue };
            let Some((x, y)) = places[at] else { continue };
            let Some((_, from, to)) = spans.iter().rfind(|(phase, ..)| phase.start <= at) else { continue };
            let bounds = [from + 3.0, frame.top - 4.0, to - 3.0, frame.bottom - 2.0];
            let areas = around((x, y), strong_width(said, WORDS), bounds);
            let free = areas.into_iter().filter(|area| !taken.iter().any(|other| overlap(*area, *other)));
            // Of those that are free, the one with the least of the run behind it.
            let lines = || places.windows(2).filter_map(|pair| pair[0].zip(pair[1]));
            let hidden = |area: &Area| lines().filter(|(from, to)| crosses(*area, *from, *to)).count();
            if let Some(area) = free.min_by_key(hidden) {
                svg.rimmed(area[0], area[3] - 4.0, said, Colour::Flag, WORDS, Anchor::Start);
                taken.push(area);
            }
        }
    }
}
