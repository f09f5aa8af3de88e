//! Columns over time: what came above the line, what went below it, and the difference as a mark.

use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::frame::{Frame, Names, room_for};
use crate::ink::{Colour, Ink};
use crate::svg::Svg;

/// A part of a column: up if positive, down if negative.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// How much.
    pub value: f64,
    /// Colour by what it stands for.
    pub colour: Colour,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name at the axis; shown where there is room.
    pub name: String,
    /// Its parts, stacked from the line outwards in the order given.
    pub parts: Vec<Part>,
    /// Whether it is not over yet; then it stands on a dashed line.
    pub unfinished: bool,
    /// Where it leads.
    pub lead: Lead,
}

/// Columns over time.
pub struct Columns<'a> {
    /// What they say.
    pub words: Words,
    /// In the order of time.
    pub columns: Vec<Column>,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
}

impl Columns<'_> {
    /// Draws the columns with their sum as a diamond each.
    #[must_use]
    pub fn draw(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let up = |column: &Column| column.parts.iter().map(|part| part.value.max(0.0)).sum::<f64>();
        let down = |column: &Column| column.parts.iter().map(|part| part.value.min(0.0)).sum::<f64>();
        let least = self.columns.iter().map(down).fold(0.0, f64::min);
        let most = self.columns.iter().map(up).fold(0.0, f64::max);
        let axis = Axis::from_zero(least, most, 5);
        let mut svg = Svg::new(&self.words, ink, width, height, true);
        let left = room_for(&axis, self.tick);
        let frame = Frame { left, right: width - 8.0, top: 10.0, bottom: height - 24.0, axis };
        frame.ticks(&mut svg, self.tick);
        let step = frame.step(self.columns.len());
        let thick = (step * 0.62).clamp(1.0, 48.0);
        let names = Names::new(self.columns.iter().map(|column| column.name.as_str()), step, width);
        for (index, column) in self.columns.iter().enumerate() {
            let centre = frame.centre(index, self.columns.len());
            let (mut above, mut below) = (0.0, 0.0);
            svg.silent_group(&column.lead, |svg| {
                svg.ground([centre - step / 2.0, 0.0, step, height]);
                for part in &column.parts {
                    let (from, to) = if part.value >= 0.0 {
                        above += part.value;
                        (above - part.value, above)
                    } else {
                        below += part.value;
                        (below, below - part.value)
                    };
                    svg.rect([centre - thick / 2.0, frame.y(to), thick, frame.y(from) - frame.y(to)], 1.5, part.colour);
                }
                let (net, reach) = (frame.y(above + below), (thick / 2.0).clamp(2.5, 5.0));
                svg.diamond(centre, net, reach);
                if column.unfinished {
                    svg.line(
                        [centre - thick / 2.0, frame.bottom, centre + thick / 2.0, frame.bottom],
                        Colour::Text,
                        true,
                    );
                }
            });
            names.draw(&mut svg, index, &column.name, centre, height - 7.0);
        }
        frame.line(&mut svg, 0.0);
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_stacked_away_from_the_line_and_the_last_column_is_named() {
        let column = |name: &str, values: [f64; 3]| Column {
            name: name.into(),
            parts: values
                .into_iter()
                .zip([Colour::Gain, Colour::Back, Colour::Loss])
                .map(|(value, colour)| Part { value, colour })
                .collect(),
            unfinished: name == "Mar",
            lead: Lead::default(),
        };
        let columns =
            vec![column("Jan", [10.0, 2.0, -4.0]), column("Feb", [8.0, 1.0, -9.0]), column("Mar", [3.0, 0.0, -1.0])];
        let tick = |value: f64| format!("{value:.0}");
        let svg = Columns { words: Words::default(), columns, tick: &tick }.draw(Ink::Light, 240.0, 160.0).svg;
        assert!(svg.contains(">Mar</text>"));
        insta::assert_snapshot!(svg.replace("><", ">\n<"));
    }
}
