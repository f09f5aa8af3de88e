//! The run of a figure as a small line without axes: where it has been, and where it is.

use crate::drawing::{Drawing, Words};
use crate::ink::{Colour, Ink};
use crate::svg::Svg;

/// A small line.
pub struct Spark {
    /// What it says.
    pub words: Words,
    /// The values in the order of time.
    pub values: Vec<f64>,
}

impl Spark {
    /// Draws the line, its last point marked. Fewer than two values give an empty drawing.
    #[must_use]
    pub fn draw(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let mut svg = Svg::new(&self.words, ink, width, height, false);
        if let [.., last] = self.values.as_slice()
            && self.values.len() > 1
        {
            let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
            let span = (self.values.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least).max(f64::MIN_POSITIVE);
            let step = (width - 8.0) / (self.values.len() - 1) as f64;
            let y = |value: f64| height - 4.0 - (height - 8.0) * (value - least) / span;
            let points: Vec<(f64, f64)> =
                self.values.iter().enumerate().map(|(index, value)| (4.0 + step * index as f64, y(*value))).collect();
            svg.path(&points, Colour::Muted, 1.5);
            svg.circle(width - 4.0, y(*last), 3.0, Colour::Text);
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spark_of_equal_values_or_of_none_is_drawn_without_numbers_that_are_none() {
        for values in [vec![], vec![3.0], vec![3.0, 3.0], vec![1.0, 2.0, 0.0]] {
            let svg = Spark { words: Words::default(), values }.draw(Ink::Page, 120.0, 28.0).svg;
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}
