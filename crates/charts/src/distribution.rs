//! The spread of scores, and the one figure made of them with its interval.

use crate::drawing::{Drawing, Lead, Words};
use crate::frame::SMALL;
use crate::ink::{Colour, Ink};
use crate::labels::apart;
use crate::svg::{Anchor, Svg, fitted, strong_width, text_width};

/// How many gave one score.
#[derive(Clone, Debug)]
pub struct Score {
    /// The score.
    pub name: String,
    /// How many gave it, not negative.
    pub value: f64,
    /// The same as people read it.
    pub shown: String,
    /// Where it leads.
    pub lead: Lead,
}

/// Scores that count as one.
#[derive(Clone, Debug)]
pub struct ScoreGroup {
    /// Its name.
    pub name: String,
    /// What is said of all of it.
    pub shown: String,
    /// Its colour.
    pub colour: Colour,
    /// Its scores, from the lowest.
    pub scores: Vec<Score>,
}

/// A figure with its interval, on a scale of its own.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// What it is, with its figure.
    pub shown: String,
    /// What it rests on: its interval, how many answered of how many.
    pub said: String,
    /// The figure.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
    /// The ticks of its scale, from its one end to the other, and how they are written.
    pub scale: Vec<(f64, String)>,
}

/// A spread of scores.
pub struct Distribution {
    /// What it says.
    pub words: Words,
    /// From the lowest scores to the highest.
    pub groups: Vec<ScoreGroup>,
    /// The figure made of them; none where there are too few for one.
    pub estimate: Option<Estimate>,
}

const NAME: f64 = 12.0;

impl Distribution {
    /// Bars with their groups, and below them the figure: for any width from that of a phone on.
    #[must_use]
    pub fn draw(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let leads = self.scores().any(|(score, _)| score.lead.href.is_some());
        let mut svg = Svg::new(&self.words, ink, width, height, leads);
        let below = if self.estimate.is_some() { 104.0 } else { 0.0 };
        self.draw_scores(&mut svg, width, height - below);
        if let Some(estimate) = &self.estimate {
            estimate.draw(&mut svg, width, height - below);
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: None }
    }

    fn scores(&self) -> impl Iterator<Item = (&Score, Colour)> {
        self.groups.iter().flat_map(|group| group.scores.iter().map(|score| (score, group.colour)))
    }

    fn draw_scores(&self, svg: &mut Svg, width: f64, height: f64) {
        const GAP: f64 = 8.0;
        let (top, base) = (20.0, height - 62.0);
        let count = self.scores().count();
        let gaps = GAP * self.groups.len().saturating_sub(1) as f64;
        let step = (width - gaps) / count.max(1) as f64;
        let thick = (step * 0.74).min(56.0);
        let most = self.scores().map(|(score, _)| score.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        // Where one figure does not fit above its bar, none is written: the words and the table have them.
        let fits = self.scores().all(|(score, _)| text_width(&score.shown, SMALL) <= step - 3.0);
        let mut x = 0.0;
        let mut spans = Vec::new();
        for group in &self.groups {
            let from = x;
            for score in &group.scores {
                let centre = x + step / 2.0;
                let length = (base - top) * score.value.max(0.0) / most;
                svg.group(&score.lead, |svg| {
                    svg.ground([x, 0.0, step, base + 20.0]);
                    svg.rect([centre - thick / 2.0, base - length, thick, length], 2.0, group.colour);
                    let name = fitted(&score.name, SMALL, step - 4.0);
                    svg.label(centre, base + 15.0, &name, Colour::Text, SMALL, Anchor::Middle);
                    if fits {
                        svg.label(centre, base - length - 5.0, &score.shown, Colour::Muted, SMALL, Anchor::Middle);
                    }
                });
                x += step;
            }
            spans.push((group, from, x));
            x += GAP;
        }
        svg.line([0.0, base, width, base], Colour::Axis, false);
        draw_groups(svg, &spans, width, base + 24.0);
    }
}

/// A bracket under each group with its name and what is said of it; names wider than their bracket make way for each other.
fn draw_groups(svg: &mut Svg, spans: &[(&ScoreGroup, f64, f64)], width: f64, y: f64) {
    let most = width / spans.len().max(1) as f64 - 10.0;
    let words = |group: &ScoreGroup| (fitted(&group.name, NAME, most / 1.06), fitted(&group.shown, SMALL, most));
    let wanted: Vec<(f64, f64)> = spans
        .iter()
        .map(|(group, from, to)| {
            let (name, shown) = words(group);
            (f64::midpoint(*from, *to), strong_width(&name, NAME).max(text_width(&shown, SMALL)) + 10.0)
        })
        .collect();
    for ((group, from, to), centre) in spans.iter().zip(apart(&wanted, 0.0, width)) {
        svg.rect([*from + 1.0, y - 1.5, to - from - 2.0, 3.0], 1.0, group.colour);
        let (name, shown) = words(group);
        svg.strong(centre, y + 16.0, &name, Colour::Text, NAME, Anchor::Middle);
        svg.label(centre, y + 31.0, &shown, Colour::Muted, SMALL, Anchor::Middle);
    }
}

impl Estimate {
    fn draw(&self, svg: &mut Svg, width: f64, top: f64) {
        let values = || self.scale.iter().map(|(value, _)| *value);
        let (from, to) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if from >= to {
            return;
        }
        let edge = 14.0;
        let x = |value: f64| edge + (width - 2.0 * edge) * ((value - from) / (to - from)).clamp(0.0, 1.0);
        let y = top + 64.0;
        for (value, shown) in &self.scale {
            svg.line([x(*value), y - 8.0, x(*value), y + 8.0], Colour::Axis, false);
            let half = text_width(shown, SMALL) / 2.0;
            let at = x(*value).min(width - half).max(half);
            svg.label(at, y + 24.0, shown, Colour::Muted, SMALL, Anchor::Middle);
        }
        svg.line([x(from), y, x(to), y], Colour::Axis, false);
        let (low, high) = (x(self.low.min(self.high)), x(self.low.max(self.high)));
        svg.path(&[(low, y), (high, y)], Colour::Text, 2.5);
        for end in [low, high] {
            svg.path(&[(end, y - 5.0), (end, y + 5.0)], Colour::Text, 2.0);
        }
        svg.dot(x(self.value), y, 6.0, Colour::Text);
        let shown = fitted(&self.shown, 13.0, width / 1.06);
        let said = fitted(&self.said, SMALL, width - 4.0);
        let beside = |wide: f64| x(self.value).min(width - wide / 2.0 - 2.0).max(wide / 2.0 + 2.0);
        let (strong, muted) = (beside(strong_width(&shown, 13.0)), beside(text_width(&said, SMALL)));
        svg.strong(strong, y - 31.0, &shown, Colour::Text, 13.0, Anchor::Middle);
        svg.label(muted, y - 15.0, &said, Colour::Muted, SMALL, Anchor::Middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{has_only_numbers, is_legible};
    use proptest::prelude::*;

    fn group(name: &str, colour: Colour, scores: &[(u32, f64)]) -> ScoreGroup {
        let score = |(name, value): &(u32, f64)| Score {
            name: name.to_string(),
            value: *value,
            shown: format!("{value}"),
            lead: Lead { href: Some(format!("/said?score={name}")), told: format!("{name}: {value}") },
        };
        let sum: f64 = scores.iter().map(|(_, value)| value).sum();
        ScoreGroup {
            name: name.into(),
            shown: format!("{sum} of 801"),
            colour,
            scores: scores.iter().map(score).collect(),
        }
    }

    fn estimate(value: f64, low: f64, high: f64) -> Estimate {
        let scale = [-100.0, -50.0, 0.0, 50.0, 100.0].map(|tick| (tick, format!("{tick}"))).to_vec();
        Estimate {
            shown: format!("NPS {value}"),
            said: format!("between {low} and {high}, 801 of 3,204 asked"),
            value,
            low,
            high,
            scale,
        }
    }

    fn sample() -> Distribution {
        let few = [(0, 12.0), (1, 4.0), (2, 9.0), (3, 14.0), (4, 20.0), (5, 61.0), (6, 48.0)];
        Distribution {
            words: Words { id: "d".into(), title: "Scores".into(), description: "801 answers.".into() },
            groups: vec![
                group("Detractors", Colour::Loss, &few),
                group("Passives", Colour::Other, &[(7, 96.0), (8, 151.0)]),
                group("Promoters", Colour::Gain, &[(9, 204.0), (10, 182.0)]),
            ],
            estimate: Some(estimate(27.0, 21.0, 33.0)),
        }
    }

    #[test]
    fn scores_are_told_by_group_and_the_figure_stands_on_its_own_scale() {
        let chart = sample();
        for (ink, width) in [(Ink::Page, 640.0), (Ink::Light, 340.0), (Ink::Dark, 280.0)] {
            is_legible(&chart.draw(ink, width, 320.0).svg);
        }
        for value in [-100.0, -60.0, 0.0, 100.0] {
            let mut chart = sample();
            chart.estimate = Some(estimate(value, value - 10.0, value + 10.0));
            is_legible(&chart.draw(Ink::Page, 340.0, 320.0).svg);
        }
        insta::assert_snapshot!(chart.draw(Ink::Page, 640.0, 320.0).svg.replace("><", ">\n<"));
    }

    #[test]
    fn long_words_are_cut_to_the_room_there_is() {
        let mut chart = sample();
        for group in &mut chart.groups {
            group.name = "those who would not say so to anybody they know".into();
            group.shown = group.name.clone();
            group.scores[0].name = group.name.clone();
        }
        is_legible(&chart.draw(Ink::Page, 340.0, 320.0).svg);
    }

    proptest! {
        #[test]
        fn any_spread_is_drawn_without_numbers_that_are_none(
            groups in proptest::collection::vec(proptest::collection::vec(prop_oneof![Just(0.0), -3.0f64..1e9], 0..8), 0..5),
            ends in proptest::option::of((-200.0f64..200.0, -200.0f64..200.0, -200.0f64..200.0)),
            ticks in 0usize..3,
        ) {
            let groups = groups.iter().map(|values| {
                group("a", Colour::Gain, &values.iter().map(|value| (1, *value)).collect::<Vec<_>>())
            });
            let figure = ends.map(|(value, low, high)| Estimate {
                scale: vec![(0.0, "0".to_owned()); ticks],
                ..estimate(value, low, high)
            });
            let mut chart = Distribution { words: Words::default(), groups: groups.collect(), estimate: figure };
            has_only_numbers(&chart.draw(Ink::Page, 340.0, 300.0).svg);
            chart.estimate = ends.map(|(value, low, high)| estimate(value, low, high));
            has_only_numbers(&chart.draw(Ink::Page, 340.0, 300.0).svg);
        }
    }
}
