//! The frame of a chart over time: values at the left, names along the bottom, where there is room for them.

use crate::axis::Axis;
use crate::ink::Colour;
use crate::svg::{Anchor, Svg, text_width};

/// The size of the words at an axis.
pub(crate) const SMALL: f64 = 11.5;

/// Where a chart draws: the ends of its ground, and its value axis.
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) axis: Axis,
}

/// How much room the words at a value axis take.
pub(crate) fn room_for(axis: &Axis, tick: &dyn Fn(f64) -> String) -> f64 {
    axis.ticks.iter().map(|value| text_width(&tick(*value), SMALL)).fold(0.0, f64::max) + 14.0
}

impl Frame {
    /// The height of a value.
    pub(crate) fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.axis.share(value)
    }

    /// The width of each of `count` equal parts.
    pub(crate) fn step(&self, count: usize) -> f64 {
        (self.right - self.left) / count.max(1) as f64
    }

    /// The middle of one of `count` equal parts.
    pub(crate) fn centre(&self, index: usize, count: usize) -> f64 {
        self.left + self.step(count) * (index as f64 + 0.5)
    }

    /// Lines and words of the value axis.
    pub(crate) fn ticks(&self, svg: &mut Svg, tick: &dyn Fn(f64) -> String) {
        for value in &self.axis.ticks {
            let y = self.y(*value);
            svg.line([self.left, y, self.right, y], Colour::Grid, false);
            svg.label(self.left - 10.0, y + 4.0, &tick(*value), Colour::Muted, SMALL, Anchor::End);
        }
    }

    /// The line the data stands on.
    pub(crate) fn line(&self, svg: &mut Svg, value: f64) {
        svg.line([self.left, self.y(value), self.right, self.y(value)], Colour::Axis, false);
    }

    /// The mark that says: zero is not on this axis.
    pub(crate) fn break_mark(&self, svg: &mut Svg) {
        if self.axis.begins_at().is_some() {
            let (x, y) = (self.left, self.bottom);
            let points =
                [(0.0, 0.0), (0.0, -3.0), (-3.5, -5.0), (3.5, -8.0), (-3.5, -11.0), (0.0, -13.0), (0.0, -16.0)];
            svg.path(&points.map(|(dx, dy)| (x + dx, y + dy)), Colour::Muted, 1.25);
        }
    }
}

/// Names along the bottom: the last one always, before it as many as there is room for.
pub(crate) struct Names {
    count: usize,
    every: usize,
    step: f64,
    width: f64,
    /// How wide the last one is.
    last: f64,
}

impl Names {
    /// `step` is the room of one, `width` that of the whole drawing.
    pub(crate) fn new<'n>(names: impl ExactSizeIterator<Item = &'n str>, step: f64, width: f64) -> Self {
        let count = names.len();
        let (widest, last) = names
            .map(|name| text_width(name, SMALL))
            .fold((0.0, 0.0), |(widest, _): (f64, f64), own| (widest.max(own), own));
        Self { count, every: ((widest + 14.0) / step).ceil().max(1.0) as usize, step, width, last }
    }

    /// Draws the name of one, if it is its turn.
    pub(crate) fn draw(&self, svg: &mut Svg, index: usize, name: &str, centre: f64, y: f64) {
        let before_last = self.count - 1 - index;
        if !before_last.is_multiple_of(self.every) {
            return;
        }
        let place = |centre: f64, half: f64| centre.min(self.width - half - 1.0).max(half + 1.0);
        let half = text_width(name, SMALL) / 2.0;
        let x = place(centre, half);
        // The last one is drawn inwards where it would reach beyond the edge, and may come too near to the one before.
        let last = place(centre + before_last as f64 * self.step, self.last / 2.0) - self.last / 2.0;
        if before_last == 0 || x + half + 9.0 <= last {
            svg.label(x, y, name, Colour::Muted, SMALL, Anchor::Middle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Words;
    use crate::ink::Ink;

    #[test]
    fn names_along_the_bottom_never_run_into_each_other() {
        for count in 1..60 {
            let (left, right, width) = (60.0, 330.0, 340.0);
            let step = (right - left) / f64::from(count);
            let names = vec!["2026-08"; count as usize];
            let along = Names::new(names.iter().copied(), step, width);
            let mut svg = Svg::new(&Words::default(), Ink::Page, width, 20.0, false);
            for (index, name) in names.iter().enumerate() {
                along.draw(&mut svg, index, name, left + step * (index as f64 + 0.5), 10.0);
            }
            let drawn = svg.done();
            let middles: Vec<f64> =
                drawn.split("<text x=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
            let room = text_width("2026-08", SMALL);
            let under_the_last = (right - step / 2.0).min(width - room / 2.0 - 1.0);
            assert!(middles.last().is_some_and(|middle| (middle - under_the_last).abs() < 0.1), "{drawn}");
            assert!(middles.windows(2).all(|pair| pair[1] - pair[0] >= room), "{count}: {middles:?}");
            assert!(middles.iter().all(|middle| middle + room / 2.0 <= width), "{count}: {middles:?}");
        }
    }
}
