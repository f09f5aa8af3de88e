//! Two bowls: every marble stands for so many customers; one bowl holds those who came, the other those who went.

use crate::drawing::{Drawing, Lead, Words};
use crate::ink::{Colour, Ink};
use crate::svg::{Anchor, Svg};

/// One bowl.
#[derive(Clone, Debug)]
pub struct Bowl {
    /// Who is in it.
    pub name: String,
    /// Customers in it.
    pub customers: u64,
    /// The same as people read it.
    pub shown: String,
    /// Colour of its marbles.
    pub colour: Colour,
    /// Where it leads.
    pub lead: Lead,
}

/// Two bowls side by side.
pub struct Bowls {
    /// What they say.
    pub words: Words,
    /// The left and the right one.
    pub bowls: [Bowl; 2],
}

/// No bowl holds more marbles, so that they can still be counted by eye.
const MOST_MARBLES: u64 = 60;
const ACROSS: u64 = 10;

impl Bowls {
    /// How many customers a marble stands for: 1, 2 or 5 times a power of ten.
    #[must_use]
    pub fn customers_a_marble(&self) -> u64 {
        let most = self.bowls.iter().map(|bowl| bowl.customers).max().unwrap_or(0);
        let mut unit = 1;
        loop {
            for factor in [1, 2, 5] {
                if most.div_ceil(unit * factor) <= MOST_MARBLES {
                    return unit * factor;
                }
            }
            unit *= 10;
        }
    }

    /// Draws the bowls. A marble that stands for fewer customers than the others is drawn smaller.
    #[must_use]
    pub fn draw(&self, ink: Ink) -> Drawing {
        const MARBLE: f64 = 15.0;
        const GAP: f64 = 40.0;
        let unit = self.customers_a_marble();
        let bowl_width = MARBLE * ACROSS as f64 + 20.0;
        let rows = MOST_MARBLES / ACROSS;
        let height = MARBLE * rows as f64 + 62.0;
        let mut svg = Svg::new(&self.words, ink, bowl_width * 2.0 + GAP, height, true);
        for (side, bowl) in self.bowls.iter().enumerate() {
            let left = side as f64 * (bowl_width + GAP);
            let floor = height - 46.0;
            svg.group(&bowl.lead, |svg| {
                svg.ground([left, 0.0, bowl_width, height]);
                for marble in 0..bowl.customers.div_ceil(unit) {
                    let part = (bowl.customers - marble * unit).min(unit) as f64 / unit as f64;
                    let (column, row) = ((marble % ACROSS) as f64, (marble / ACROSS) as f64);
                    let (x, y) = (left + 10.0 + MARBLE * (column + 0.5), floor - MARBLE * (row + 0.5));
                    svg.circle(x, y, (6.4 * part.sqrt() * 10.0).round() / 10.0, bowl.colour);
                }
                let rim = floor - MARBLE * rows as f64 - 6.0;
                let outline = [
                    (left, rim),
                    (left + 4.0, floor + 4.0),
                    (left + bowl_width - 4.0, floor + 4.0),
                    (left + bowl_width, rim),
                ];
                svg.path(&outline, Colour::Axis, 2.0);
                let centre = left + bowl_width / 2.0;
                svg.label(centre, height - 5.0, &bowl.name, Colour::Muted, 12.0, Anchor::Middle);
                svg.strong(centre, height - 22.0, &bowl.shown, Colour::Text, 15.0, Anchor::Middle);
            });
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bowls(came: u64, went: u64) -> Bowls {
        let bowl = |customers: u64, colour| Bowl {
            name: "in it".into(),
            customers,
            shown: customers.to_string(),
            colour,
            lead: Lead::default(),
        };
        Bowls { words: Words::default(), bowls: [bowl(came, Colour::Gain), bowl(went, Colour::Loss)] }
    }

    #[test]
    fn a_marble_stands_for_a_round_number_and_a_rest_is_a_smaller_marble() {
        for (came, went, unit) in [(0, 0, 1), (60, 3, 1), (61, 3, 2), (1_310, 1_046, 50), (294, 177, 5)] {
            assert_eq!(bowls(came, went).customers_a_marble(), unit, "{came} {went}");
        }
        let svg = bowls(12, 61).draw(Ink::Light).svg;
        assert_eq!(svg.matches("<circle").count(), 6 + 31);
        assert_eq!(svg.matches("r=\"4.5\"").count(), 1, "the last of 61 by twos stands for one");
    }
}
