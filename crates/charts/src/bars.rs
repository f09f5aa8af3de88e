//! Ranked bars: few things by size, the largest first, each named and counted beside its bar.

use crate::drawing::{Drawing, Lead, Words};
use crate::ink::{Colour, Ink};
use crate::svg::{Anchor, Svg, fitted, text_width};

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its length, not negative.
    pub value: f64,
    /// The value as people read it.
    pub shown: String,
    /// Colour by what it stands for.
    pub colour: Colour,
    /// Where it leads.
    pub lead: Lead,
}

/// Ranked bars, drawn in the order given.
pub struct Bars {
    /// What they say.
    pub words: Words,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// One row a bar: name and figure above, bar below.
    #[must_use]
    pub fn draw(&self, ink: Ink, width: f64) -> Drawing {
        const ROW: f64 = 38.0;
        let most = self.bars.iter().map(|bar| bar.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let mut svg = Svg::new(&self.words, ink, width, ROW * self.bars.len() as f64, true);
        for (index, bar) in self.bars.iter().enumerate() {
            let y = ROW * index as f64;
            svg.group(&bar.lead, |svg| {
                svg.ground([0.0, y, width, ROW]);
                let room = width - text_width(&bar.shown, 13.0) * 1.1 - 12.0;
                svg.label(0.0, y + 15.0, &fitted(&bar.name, 13.0, room), Colour::Text, 13.0, Anchor::Start);
                svg.strong(width, y + 15.0, &bar.shown, Colour::Text, 13.0, Anchor::End);
                svg.rect([0.0, y + 22.0, width, 6.0], 3.0, Colour::Sunk);
                let length = width * bar.value / most;
                svg.rect([0.0, y + 22.0, if bar.value > 0.0 { length.max(2.0) } else { 0.0 }, 6.0], 3.0, bar.colour);
            });
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_values_and_nothing_has_none() {
        let bar = |name: &str, value: f64| Bar {
            name: name.into(),
            value,
            shown: format!("{value}"),
            colour: Colour::Loss,
            lead: Lead::default(),
        };
        let chart = Bars { words: Words::default(), bars: vec![bar("a", 200.0), bar("b", 50.0), bar("c", 0.0)] };
        let svg = chart.draw(Ink::Light, 400.0).svg;
        let drawn: Vec<&str> = svg.split("<rect ").filter(|rect| rect.contains("#DD6608")).collect();
        let widths: Vec<bool> = drawn
            .iter()
            .zip(["400.0", "100.0"])
            .map(|(rect, width)| rect.contains(&format!(" width=\"{width}\"")))
            .collect();
        assert_eq!((widths, drawn.len()), (vec![true; 2], 2), "nothing is no bar: {drawn:?}");
    }
}
