//! Stacked columns over time: of what a whole is made up, period by period, each part named beside its piece of the last column.

use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::frame::{Frame, Names, SMALL, room_for};
use crate::ink::{Colour, Ink};
use crate::labels::apart;
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// One period.
#[derive(Clone, Debug)]
pub struct StackedPeriod {
    /// Its name at the axis; shown where there is room.
    pub name: String,
    /// Whether it is not over yet; then it stands on a dashed line.
    pub unfinished: bool,
}

/// What one series has in one period.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// How much, not negative.
    pub value: f64,
    /// Where it leads.
    pub lead: Lead,
}

/// A series over the periods.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// What it has in the last period, as people read it, perhaps with the change.
    pub shown: String,
    /// One a period.
    pub layers: Vec<Layer>,
}

/// Stacked columns over time.
pub struct Stacked<'a> {
    /// What they say.
    pub words: Words,
    /// In the order of time.
    pub periods: Vec<StackedPeriod>,
    /// From the line upwards; the first five have hues, any more are grey.
    pub series: Vec<Series>,
    /// All the rest, in grey on top.
    pub other: Option<Series>,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
}

const NAME: f64 = 12.0;
const ROW: f64 = 20.0;

impl Stacked<'_> {
    /// The chart for where there is room: names at the right.
    #[must_use]
    pub fn wide(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let widest = |of: &dyn Fn(&Series) -> f64| self.parts().map(|(series, _)| of(series)).fold(0.0, f64::max);
        let room = widest(&|series| strong_width(&series.name, NAME).max(text_width(&series.shown, SMALL)));
        let room = (room + 28.0).min(width * 0.4);
        let mut svg = self.start(ink, width, height);
        let frame = self.frame(width - room, height);
        let places = self.draw_columns(&mut svg, &frame, height);
        let is_tall = (frame.bottom + 6.0) / places.len().max(1) as f64 >= 32.0;
        let size = if is_tall { 32.0 } else { 15.0 };
        let wanted: Vec<(f64, f64)> = places.iter().rev().map(|(y, _)| (*y, size)).collect();
        let labels = apart(&wanted, 0.0, height);
        let left = width - room + 24.0;
        for (((series, colour), (part, x)), y) in self.parts().zip(&places).zip(labels.into_iter().rev()) {
            svg.path(&[(x + 4.0, *part), (left - 10.0, y), (left - 5.0, y)], colour, 1.25);
            if is_tall {
                let (name, shown) =
                    (fitted(&series.name, NAME, (width - left) / 1.06), fitted(&series.shown, SMALL, width - left));
                svg.strong(left, y - 2.0, &name, Colour::Text, NAME, Anchor::Start);
                svg.label(left, y + 12.0, &shown, Colour::Muted, SMALL, Anchor::Start);
            } else {
                let said = fitted(&format!("{} {}", series.name, series.shown), SMALL, width - left);
                svg.label(left, y + 4.0, &said, Colour::Text, SMALL, Anchor::Start);
            }
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }

    /// The chart for phones and e-mail: numbers at the right, and what they stand for beneath.
    #[must_use]
    pub fn narrow(&self, ink: Ink, width: f64) -> Drawing {
        let chart = 220.0;
        let count = self.parts().count();
        let mut svg = self.start(ink, width, chart + 10.0 + ROW * count as f64);
        let frame = self.frame(width - 26.0, chart);
        let places = self.draw_columns(&mut svg, &frame, chart);
        let wanted: Vec<(f64, f64)> = places.iter().rev().map(|(y, _)| (*y, 14.0)).collect();
        let labels = apart(&wanted, 0.0, chart);
        for (index, (((series, colour), (part, x)), y)) in
            self.parts().zip(&places).zip(labels.into_iter().rev()).enumerate()
        {
            let number = (index + 1).to_string();
            svg.path(&[(x + 3.0, *part), (width - 14.0, y)], colour, 1.25);
            svg.strong(width - 1.0, y + 4.0, &number, Colour::Text, NAME, Anchor::End);
            // The rows read from the top down as the parts lie.
            let row = chart + 10.0 + ROW * (count - 1 - index) as f64;
            svg.strong(8.0, row + 14.0, &number, Colour::Text, NAME, Anchor::Middle);
            svg.rect([18.0, row + 5.0, 10.0, 10.0], 2.0, colour);
            let shown = fitted(&series.shown, SMALL, width * 0.5);
            let room = width - 36.0 - text_width(&shown, SMALL) - 10.0;
            svg.label(36.0, row + 14.0, &fitted(&series.name, NAME, room), Colour::Text, NAME, Anchor::Start);
            svg.label(width, row + 14.0, &shown, Colour::Muted, SMALL, Anchor::End);
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }

    /// All series with their colours, from the line upwards.
    fn parts(&self) -> impl Iterator<Item = (&Series, Colour)> {
        let hues = Colour::SERIES.into_iter().chain(std::iter::repeat(Colour::Other));
        self.series.iter().zip(hues).chain(self.other.iter().map(|other| (other, Colour::Other)))
    }

    fn value(series: &Series, period: usize) -> f64 {
        series.layers.get(period).map_or(0.0, |layer| layer.value.max(0.0))
    }

    fn start(&self, ink: Ink, width: f64, height: f64) -> Svg {
        let leads = self.parts().flat_map(|(series, _)| &series.layers).any(|layer| layer.lead.href.is_some());
        Svg::new(&self.words, ink, width, height, leads)
    }

    fn frame(&self, right: f64, height: f64) -> Frame {
        let whole = |period: usize| self.parts().map(|(series, _)| Self::value(series, period)).sum::<f64>();
        let axis = Axis::from_zero(0.0, (0..self.periods.len()).map(whole).fold(0.0, f64::max), 4);
        let left = room_for(&axis, self.tick);
        Frame { left, right, top: 10.0, bottom: height - 24.0, axis }
    }

    /// Draws the columns; gives back where the pieces of the last one are: their middle, and its right end.
    fn draw_columns(&self, svg: &mut Svg, frame: &Frame, height: f64) -> Vec<(f64, f64)> {
        frame.ticks(svg, self.tick);
        let count = self.periods.len();
        let step = frame.step(count);
        let thick = (step * 0.62).clamp(1.0, 64.0);
        let names = Names::new(self.periods.iter().map(|period| period.name.as_str()), step, frame.right + 8.0);
        let nothing = Layer::default();
        let mut last = vec![(frame.y(0.0), frame.right); self.parts().count()];
        for (index, period) in self.periods.iter().enumerate() {
            let centre = frame.centre(index, count);
            let mut below = 0.0;
            for (part, (series, colour)) in self.parts().enumerate() {
                let layer = series.layers.get(index).unwrap_or(&nothing);
                let (bottom, top) = (frame.y(below), frame.y(below + Self::value(series, index)));
                // A slit parts the pieces, so that hues need not.
                let slit = if bottom - top > 3.0 { 1.0 } else { 0.0 };
                svg.silent_group(&layer.lead, |svg| {
                    svg.rect([centre - thick / 2.0, top, thick, bottom - top - slit], 1.5, colour);
                });
                below += Self::value(series, index);
                last[part] = (f64::midpoint(bottom, top), centre + thick / 2.0);
            }
            if period.unfinished {
                let ends = [centre - thick / 2.0, frame.bottom, centre + thick / 2.0, frame.bottom];
                svg.line(ends, Colour::Text, true);
            }
            names.draw(svg, index, &period.name, centre, height - 7.0);
        }
        frame.line(svg, 0.0);
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{has_only_numbers, is_legible};
    use proptest::prelude::*;

    fn series(name: &str, values: &[f64]) -> Series {
        let layer = |value: &f64| Layer {
            value: *value,
            lead: Lead { href: Some(format!("/themes?name={name}")), told: format!("{name}: {value}") },
        };
        Series {
            name: name.into(),
            shown: format!("{} (+3)", values.last().unwrap_or(&0.0)),
            layers: values.iter().map(layer).collect(),
        }
    }

    fn sample(tick: &dyn Fn(f64) -> String) -> Stacked<'_> {
        let periods = ["Jul", "Aug", "Sep"].map(|name| StackedPeriod { name: name.into(), unfinished: name == "Sep" });
        let words = Words { id: "t".into(), title: "Themes".into(), description: "Three months.".into() };
        let names = [
            ("Waiting for a reply", 131.0),
            ("Bill hard to read", 152.0),
            ("Price", 2.0),
            ("App", 1.0),
            ("Installer", 0.0),
        ];
        Stacked {
            words,
            periods: periods.to_vec(),
            series: names.map(|(name, last)| series(name, &[60.0, 80.0, last])).to_vec(),
            other: Some(series("Other", &[20.0, 10.0, 40.0])),
            tick,
        }
    }

    #[test]
    fn parts_are_named_beside_the_last_column_however_thin_they_are() {
        let tick = |value: f64| format!("{value:.0}");
        let chart = sample(&tick);
        for drawing in
            [chart.wide(Ink::Page, 640.0, 280.0), chart.wide(Ink::Light, 500.0, 150.0), chart.narrow(Ink::Dark, 340.0)]
        {
            is_legible(&drawing.svg);
        }
        let svg = chart.wide(Ink::Page, 640.0, 280.0).svg;
        assert!(
            svg.contains(">Installer</text>") && svg.contains("var(--viz-4)") && svg.contains("var(--line-strong)")
        );
        insta::assert_snapshot!(svg.replace("><", ">\n<"));
    }

    proptest! {
        #[test]
        fn any_stack_is_drawn_without_numbers_that_are_none(
            values in proptest::collection::vec(proptest::collection::vec(prop_oneof![Just(0.0), 0.0f64..1e9], 0..14), 0..8),
            periods in 0usize..14,
        ) {
            let tick = |value: f64| format!("{value:.0}");
            let mut chart = sample(&tick);
            chart.periods = (0..periods).map(|period| StackedPeriod { name: period.to_string(), unfinished: false }).collect();
            chart.series = values.iter().map(|values| series("a", values)).collect();
            has_only_numbers(&chart.wide(Ink::Page, 640.0, 280.0).svg);
            has_only_numbers(&chart.narrow(Ink::Page, 340.0).svg);
        }
    }
}
