//! Columns over time: what came above the line, what went below it, and the difference as a mark.

use crate::axis::Axis;
use crate::svg::{Anchor, Svg, text_width};
use crate::{Colour, Drawing, Ink, Lead, Words};

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
        let ticks: Vec<(f64, String)> = axis.ticks.iter().map(|tick| (*tick, (self.tick)(*tick))).collect();
        let widest = ticks.iter().map(|(_, shown)| text_width(shown, 11.5)).fold(0.0, f64::max);
        let (left, right, top, bottom) = (widest + 14.0, 8.0, 10.0, 24.0);
        let y = |value: f64| (height - bottom) - (height - bottom - top) * axis.share(value);
        for (tick, shown) in &ticks {
            svg.line([left, y(*tick), width - right, y(*tick)], Colour::Grid, false);
            svg.label(left - 10.0, y(*tick) + 4.0, shown, Colour::Muted, 11.5, Anchor::End);
        }
        let step = (width - left - right) / self.columns.len().max(1) as f64;
        let thick = (step * 0.62).clamp(1.0, 48.0);
        let widest_name = self.columns.iter().map(|column| text_width(&column.name, 11.5)).fold(0.0, f64::max);
        let every = ((widest_name + 14.0) / step).ceil().max(1.0) as usize;
        for (index, column) in self.columns.iter().enumerate() {
            let centre = left + step * (index as f64 + 0.5);
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
                    svg.rect([centre - thick / 2.0, y(to), thick, y(from) - y(to)], 1.5, part.colour);
                }
                let (net, reach) = (y(above + below), (thick / 2.0).clamp(2.5, 5.0));
                svg.diamond(centre, net, reach);
                if column.unfinished {
                    svg.line(
                        [centre - thick / 2.0, height - bottom, centre + thick / 2.0, height - bottom],
                        Colour::Text,
                        true,
                    );
                }
            });
            if (self.columns.len() - 1 - index).is_multiple_of(every) {
                let half = text_width(&column.name, 11.5) / 2.0;
                let x = centre.min(width - half - 1.0).max(half + 1.0);
                svg.label(x, height - 7.0, &column.name, Colour::Muted, 11.5, Anchor::Middle);
            }
        }
        svg.line([left, y(0.0), width - right, y(0.0)], Colour::Axis, false);
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
