//! The flow from hand to hand: how many come to each stage, how many go on, how many leave, and where it is worst.
//!
//! Invariant: all stages are drawn on one scale, so that half as many are half as tall.

use crate::drawing::{Drawing, Lead, Words};
use crate::frame::SMALL;
use crate::ink::{Colour, Ink};
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// One stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// How many came to it.
    pub came: f64,
    /// The same as people read it.
    pub shown: String,
    /// What is said of those who go on.
    pub on: String,
    /// How many of them leave here.
    pub left: f64,
    /// The same as people read it.
    pub left_shown: String,
    /// What is said of it where it is the worst.
    pub worst: Option<String>,
    /// Where it leads.
    pub lead: Lead,
}

/// A flow through stages.
pub struct Flow {
    /// What it says.
    pub words: Words,
    /// From the first to the last; those who do not leave the last are there in the end.
    pub stages: Vec<Stage>,
}

const NAME: f64 = 13.0;
const COLUMN: f64 = 12.0;
const DROP: f64 = 22.0;

impl Stage {
    fn leaves(&self) -> f64 {
        self.left.clamp(0.0, self.came.max(0.0))
    }

    fn goes_on(&self) -> f64 {
        self.came.max(0.0) - self.leaves()
    }

    fn opacity(&self) -> f64 {
        if self.worst.is_some() { 0.9 } else { 0.42 }
    }
}

impl Flow {
    /// Stages side by side, for where there is room.
    #[must_use]
    pub fn columns(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let step = width / self.stages.len().max(1) as f64;
        let (top, scale) = (74.0, (height - 74.0 - DROP - 50.0) / self.most());
        let mut svg = self.start(ink, width, height);
        for (index, stage) in self.stages.iter().enumerate() {
            let x = step * index as f64;
            let (room, is_end) = (step - 10.0, index + 1 == self.stages.len());
            let (on, leaves) = (stage.goes_on() * scale, stage.leaves() * scale);
            svg.group(&stage.lead, |svg| {
                svg.ground([x, 0.0, step, height]);
                let strong = |svg: &mut Svg, y: f64, text: &str| {
                    svg.strong(x, y, &fitted(text, NAME, room / 1.06), Colour::Text, NAME, Anchor::Start);
                };
                let muted = |svg: &mut Svg, y: f64, text: &str| {
                    svg.label(x, y, &fitted(text, SMALL, room), Colour::Muted, SMALL, Anchor::Start);
                };
                strong(svg, 13.0, &stage.name);
                muted(svg, 28.0, &stage.owner);
                strong(svg, 49.0, &stage.shown);
                muted(svg, 64.0, &stage.on);
                if !is_end {
                    svg.tint([x + COLUMN, top, step - COLUMN, on], 0.0, Colour::Gain, 0.22);
                }
                svg.rect([x, top, COLUMN, on + leaves], 2.0, Colour::Gain);
                if stage.leaves() <= 0.0 {
                    return;
                }
                let (from, to) = (x + COLUMN, x + COLUMN + (step - COLUMN) * 0.55);
                let (y, end, middle) = (top + on, top + on + DROP, f64::midpoint(from, to));
                svg.shape(
                    &format!(
                        "M{from:.1} {y:.1}C{middle:.1} {y:.1} {middle:.1} {end:.1} {to:.1} {end:.1}V{:.1}C{middle:.1} {:.1} {middle:.1} \
                         {:.1} {from:.1} {:.1}z",
                        end + leaves,
                        end + leaves,
                        y + leaves,
                        y + leaves
                    ),
                    Colour::Loss,
                    stage.opacity(),
                );
                left(svg, stage, [x, end + leaves + 15.0], room);
            });
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }

    /// Stages one below the other, for phones and e-mail.
    #[must_use]
    pub fn rows(&self, ink: Ink, width: f64) -> Drawing {
        const ROW: f64 = 92.0;
        let scale = width * 0.66 / self.most();
        // Beneath the end there is nothing to draw.
        let spare = if self.stages.last().is_some_and(|end| end.leaves() <= 0.0) { 44.0 } else { 0.0 };
        let mut svg = self.start(ink, width, ROW * self.stages.len() as f64 - spare);
        for (index, stage) in self.stages.iter().enumerate() {
            let y = ROW * index as f64;
            let (on, leaves) = (stage.goes_on() * scale, stage.leaves() * scale);
            svg.group(&stage.lead, |svg| {
                svg.ground([0.0, y, width, ROW]);
                let shown = fitted(&stage.shown, NAME, width * 0.5);
                let name = fitted(&stage.name, NAME, (width - strong_width(&shown, NAME) - 10.0) / 1.06);
                svg.strong(0.0, y + 14.0, &name, Colour::Text, NAME, Anchor::Start);
                svg.strong(width, y + 14.0, &shown, Colour::Text, NAME, Anchor::End);
                let on_shown = fitted(&stage.on, SMALL, width * 0.5);
                let owner = fitted(&stage.owner, SMALL, width - text_width(&on_shown, SMALL) - 10.0);
                svg.label(0.0, y + 30.0, &owner, Colour::Muted, SMALL, Anchor::Start);
                svg.label(width, y + 30.0, &on_shown, Colour::Muted, SMALL, Anchor::End);
                svg.rect([0.0, y + 37.0, on + leaves, 7.0], 2.0, Colour::Gain);
                if index + 1 < self.stages.len() {
                    svg.tint([0.0, y + 44.0, on, 32.0], 0.0, Colour::Gain, 0.22);
                }
                if stage.leaves() <= 0.0 {
                    return;
                }
                let (top, end, middle, shift) = (y + 44.0, y + 76.0, y + 60.0, 14.0);
                let (from, to) = (on, on + leaves);
                svg.shape(
                    &format!(
                        "M{from:.1} {top:.1}C{from:.1} {middle:.1} {:.1} {middle:.1} {:.1} {end:.1}H{:.1}C{:.1} {middle:.1} {to:.1} \
                         {middle:.1} {to:.1} {top:.1}z",
                        from + shift,
                        from + shift,
                        to + shift,
                        to + shift
                    ),
                    Colour::Loss,
                    stage.opacity(),
                );
                left(svg, stage, [to + shift + 10.0, y + 59.0], width - to - shift - 10.0);
            });
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }

    fn start(&self, ink: Ink, width: f64, height: f64) -> Svg {
        let leads = self.stages.iter().any(|stage| stage.lead.href.is_some());
        Svg::new(&self.words, ink, width, height, leads)
    }

    fn most(&self) -> f64 {
        let most = self.stages.iter().map(|stage| stage.came).fold(0.0, f64::max);
        if most > 0.0 { most } else { 1.0 }
    }
}

/// How many leave, and that it is the worst: by mark and words, in two lines where one is too short for them.
fn left(svg: &mut Svg, stage: &Stage, [x, y]: [f64; 2], room: f64) {
    let Some(worst) = &stage.worst else {
        svg.label(x, y, &fitted(&stage.left_shown, 12.0, room), Colour::Muted, 12.0, Anchor::Start);
        return;
    };
    svg.mark(x + 5.0, y - 4.0, 5.5, Colour::Flag);
    svg.strong(x + 15.0, y, &fitted(&stage.left_shown, 12.0, (room - 15.0) / 1.06), Colour::Text, 12.0, Anchor::Start);
    let fits = |text: &str| strong_width(text, SMALL) <= room;
    let breaks = worst.match_indices(' ').map(|(at, _)| worst.split_at(at));
    let (first, second) = match breaks.rev().find(|(first, _)| fits(first)) {
        Some((first, second)) if !fits(worst) => (first, second.trim_start()),
        _ => (worst.as_str(), ""),
    };
    for (at, words) in [first, second].into_iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        let y = y + 15.0 + 13.0 * at as f64;
        svg.strong(x, y, &fitted(words, SMALL, room / 1.06), Colour::Flag, SMALL, Anchor::Start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{has_only_numbers, is_legible};
    use proptest::prelude::*;

    fn stage(name: &str, came: f64, left: f64) -> Stage {
        Stage {
            name: name.into(),
            owner: "Sales".into(),
            came,
            shown: format!("{came}"),
            on: "83% go on".into(),
            left,
            left_shown: format!("\u{2212}{left}"),
            worst: None,
            lead: Lead { href: Some(format!("/stage/{name}")), told: format!("{name}: {came}, {left} leave") },
        }
    }

    fn sample() -> Flow {
        let mut stages =
            [("Quote", 4200.0, 1480.0), ("Join", 2720.0, 310.0), ("Onboard", 2410.0, 420.0), ("Renewed", 1990.0, 0.0)]
                .map(|(name, came, left)| stage(name, came, left))
                .to_vec();
        stages[2].worst = Some("worst hand-off".into());
        Flow { words: Words { id: "f".into(), title: "Flow".into(), description: "Four stages.".into() }, stages }
    }

    #[test]
    fn all_stages_are_drawn_on_one_scale_and_the_worst_has_a_mark_and_words() {
        let flow = sample();
        for drawing in [flow.columns(Ink::Page, 640.0, 300.0), flow.rows(Ink::Light, 340.0)] {
            is_legible(&drawing.svg);
            assert!(drawing.svg.contains(">worst hand-off</text>"));
        }
        let svg = flow.columns(Ink::Light, 640.0, 300.0).svg;
        let bars = svg.split("width=\"12.0\" height=\"").skip(1);
        let heights: Vec<f64> = bars.map(|bar| bar.split('"').next().unwrap().parse().unwrap()).collect();
        for (height, stage) in heights.iter().zip(&flow.stages) {
            assert!((height / heights[0] - stage.came / 4200.0).abs() < 0.001, "{heights:?}");
        }
        insta::assert_snapshot!(flow.columns(Ink::Page, 640.0, 300.0).svg.replace("><", ">\n<"));
    }

    proptest! {
        #[test]
        fn any_flow_is_drawn_without_numbers_that_are_none(
            stages in proptest::collection::vec((prop_oneof![Just(0.0), -5.0f64..1e9], prop_oneof![Just(0.0), -5.0f64..1e9]), 0..9),
        ) {
            let stages = stages.into_iter().map(|(came, left)| stage("a", came, left)).collect();
            let flow = Flow { words: Words::default(), stages };
            has_only_numbers(&flow.columns(Ink::Page, 640.0, 300.0).svg);
            has_only_numbers(&flow.rows(Ink::Page, 340.0).svg);
        }
    }
}
