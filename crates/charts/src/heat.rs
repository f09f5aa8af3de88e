//! A heat table for paper and e-mail: rows by columns, the darker the more, and the figure in every cell.
//!
//! Invariant: no figure is told by its colour alone, and each is read on its ground.

use crate::drawing::{Drawing, Lead, Words};
use crate::ink::{Colour, Ink};
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// How dark a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeatStep {
    /// The least.
    First,
    /// A little.
    Second,
    /// The middle.
    Third,
    /// Much; from here on the figure is written in the colour of the ground.
    Fourth,
    /// The most.
    Fifth,
}

/// One cell.
#[derive(Clone, Debug)]
pub struct HeatCell {
    /// Its figure as people read it.
    pub shown: String,
    /// How dark it is.
    pub step: HeatStep,
    /// Where it leads.
    pub lead: Lead,
}

/// One row.
#[derive(Clone, Debug)]
pub struct HeatRow {
    /// Its name.
    pub name: String,
    /// How many it is about, as people read it.
    pub size: String,
    /// Its cells, from the left; none where there is nothing yet.
    pub cells: Vec<Option<HeatCell>>,
}

/// A heat table.
pub struct Heat {
    /// What it says.
    pub words: Words,
    /// What the names of the rows are.
    pub names: String,
    /// What the sizes of the rows are.
    pub sizes: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, from the top.
    pub rows: Vec<HeatRow>,
}

const TEXT: f64 = 12.0;
const ROW: f64 = 27.0;
/// No figure is written smaller.
const SMALLEST: f64 = 8.0;

impl HeatStep {
    /// How much of the gain's colour there is over the surface.
    fn opacity(self) -> f64 {
        match self {
            Self::First => 0.1,
            Self::Second => 0.24,
            Self::Third => 0.42,
            Self::Fourth => 0.9,
            Self::Fifth => 1.0,
        }
    }

    fn ink(self) -> Colour {
        if self < Self::Fourth { Colour::Text } else { Colour::Surface }
    }
}

impl Heat {
    /// The table, for any width from that of a phone on; figures become smaller where the columns are many.
    #[must_use]
    pub fn draw(&self, ink: Ink, width: f64) -> Drawing {
        let rows = || self.rows.iter();
        let words =
            |first: &str, others: &dyn Fn(&HeatRow) -> f64| rows().map(others).fold(text_width(first, TEXT), f64::max);
        let names = words(&self.names, &|row| text_width(&row.name, TEXT)).min(width * 0.22);
        let sizes = words(&self.sizes, &|row| text_width(&row.size, TEXT)).min(width * 0.2);
        let left = names + sizes + 24.0;
        let count = rows().map(|row| row.cells.len()).fold(self.columns.len(), usize::max);
        let step = ((width - left) / count.max(1) as f64).min(76.0);
        let cells = || rows().flat_map(|row| row.cells.iter().flatten());
        let widest = cells().map(|cell| strong_width(&cell.shown, 1.0)).fold(0.0, f64::max);
        let size = if widest > 0.0 { ((step - 7.0) / widest).clamp(SMALLEST, TEXT) } else { TEXT };
        let size = (size * 10.0).floor() / 10.0;
        let leads = cells().any(|cell| cell.lead.href.is_some());
        let mut svg = Svg::new(&self.words, ink, width, ROW * (self.rows.len() + 1) as f64, leads);
        let row_words = |svg: &mut Svg, y: f64, name: &str, size: &str, colour: Colour| {
            svg.label(0.0, y, &fitted(name, TEXT, names), colour, TEXT, Anchor::Start);
            svg.label(names + sizes + 12.0, y, &fitted(size, TEXT, sizes), colour, TEXT, Anchor::End);
        };
        row_words(&mut svg, 18.0, &self.names, &self.sizes, Colour::Muted);
        let every = self.every(step, size.max(10.0));
        for (index, name) in self.columns.iter().enumerate().filter(|(index, _)| index.is_multiple_of(every)) {
            let x = left + step * (index as f64 + 0.5);
            svg.label(
                x,
                18.0,
                &fitted(name, size.max(10.0), step * every as f64),
                Colour::Muted,
                size.max(10.0),
                Anchor::Middle,
            );
        }
        for (index, row) in rows().enumerate() {
            let y = ROW * (index + 1) as f64;
            row_words(&mut svg, y + 18.0, &row.name, &row.size, Colour::Text);
            for (at, cell) in row.cells.iter().enumerate() {
                let Some(cell) = cell else { continue };
                let x = left + step * at as f64;
                svg.group(&cell.lead, |svg| {
                    svg.tint([x + 1.0, y + 1.0, step - 2.0, ROW - 2.0], 3.0, Colour::Gain, cell.step.opacity());
                    let shown = fitted(&cell.shown, size, (step - 3.0) / 1.06);
                    svg.strong(
                        x + step / 2.0,
                        y + ROW / 2.0 + size * 0.36,
                        &shown,
                        cell.step.ink(),
                        size,
                        Anchor::Middle,
                    );
                });
            }
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }

    /// Every how many columns there is room for a name.
    fn every(&self, step: f64, size: f64) -> usize {
        let widest = self.columns.iter().map(|name| text_width(name, size)).fold(0.0, f64::max);
        ((widest + 4.0) / step.max(1.0)).ceil().max(1.0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{has_only_numbers, is_legible};
    use proptest::prelude::*;

    const STEPS: [HeatStep; 5] =
        [HeatStep::First, HeatStep::Second, HeatStep::Third, HeatStep::Fourth, HeatStep::Fifth];

    fn cell(figure: usize) -> HeatCell {
        HeatCell {
            shown: format!("{figure}%"),
            step: STEPS[figure / 21 % 5],
            lead: Lead { href: Some(format!("/cohort?share={figure}")), told: format!("{figure}%") },
        }
    }

    fn sample(rows: usize, columns: usize) -> Heat {
        let row = |row: usize| HeatRow {
            name: format!("2026-{:02}", row + 1),
            size: "1,180".into(),
            cells: (0..columns).map(|at| (at + row < columns).then(|| cell(100 - at * 100 / columns.max(1)))).collect(),
        };
        Heat {
            words: Words { id: "h".into(), title: "Kept".into(), description: "By month joined.".into() },
            names: "Joined".into(),
            sizes: "Size".into(),
            columns: (0..columns).map(|column| column.to_string()).collect(),
            rows: (0..rows).map(row).collect(),
        }
    }

    #[test]
    fn every_cell_has_its_figure_in_an_ink_that_is_read_on_it() {
        for (columns, width) in [(6, 340.0), (12, 640.0), (24, 720.0), (13, 340.0)] {
            is_legible(&sample(6, columns).draw(Ink::Light, width).svg);
        }
        for ink in [Ink::Light, Ink::Dark] {
            for step in STEPS {
                let [over, ground] = [Colour::Gain, Colour::Surface].map(|colour| channels(ink.paint(colour)));
                let mix = std::array::from_fn(|at| over[at] * step.opacity() + ground[at] * (1.0 - step.opacity()));
                let contrast = contrast(mix, channels(ink.paint(step.ink())));
                assert!(contrast >= 4.5, "{ink:?} {step:?}: {contrast:.2}");
            }
        }
        insta::assert_snapshot!(sample(3, 6).draw(Ink::Page, 640.0).svg.replace("><", ">\n<"));
    }

    fn channels(hex: &str) -> [f64; 3] {
        std::array::from_fn(|at| f64::from(u8::from_str_radix(&hex[1 + 2 * at..3 + 2 * at], 16).unwrap()))
    }

    /// Contrast as WCAG 2 computes it.
    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let linear = |channel: f64| {
            let share = channel / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let light =
            |[red, green, blue]: [f64; 3]| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05;
        let (one, other) = (light(one), light(other));
        one.max(other) / one.min(other)
    }

    proptest! {
        #[test]
        fn any_table_is_drawn_without_numbers_that_are_none(rows in 0usize..6, columns in 0usize..40, width in 200.0f64..900.0) {
            has_only_numbers(&sample(rows, columns).draw(Ink::Page, width).svg);
        }
    }
}
