//! The waterfall: from what stood at the beginning, step by step, to what stands at the end. Wide as columns, narrow as rows.

use crate::axis::Axis;
use crate::drawing::{Drawing, Lead, Words};
use crate::ink::{Colour, Ink};
use crate::svg::{Anchor, Svg, fitted, text_width};

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// What stands: `value` is a level.
    Total,
    /// What came: `value` is a change.
    Gain,
    /// What came back.
    Back,
    /// What went.
    Loss,
    /// What moved and is neither.
    Change,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: StepKind,
    /// A level for a total, a signed change for all others.
    pub value: f64,
    /// The value as people read it.
    pub shown: String,
    /// Where it leads.
    pub lead: Lead,
}

/// A waterfall.
pub struct Waterfall<'a> {
    /// What it says.
    pub words: Words,
    /// From a total through changes to a total.
    pub steps: Vec<Step>,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
}

/// A step's bar between two levels.
struct Bar<'s> {
    step: &'s Step,
    low: f64,
    high: f64,
    /// The level it leaves behind.
    level: f64,
}

impl Waterfall<'_> {
    fn bars(&self) -> (Vec<Bar<'_>>, Axis) {
        let mut level = 0.0;
        let bars = self.steps.iter().map(|step| {
            let before = level;
            level = if step.kind == StepKind::Total { step.value } else { level + step.value };
            let low = if step.kind == StepKind::Total { 0.0 } else { level.min(before) };
            Bar { step, low, high: level.max(if step.kind == StepKind::Total { 0.0 } else { before }), level }
        });
        let bars: Vec<Bar<'_>> = bars.collect();
        let levels = || bars.iter().map(|bar| bar.level);
        let least = levels().fold(f64::INFINITY, f64::min);
        let most = levels().fold(f64::NEG_INFINITY, f64::max);
        let axis = if bars.is_empty() { Axis::from_zero(0.0, 1.0, 5) } else { Axis::maybe_broken(least, most, 5) };
        (bars, axis)
    }

    /// Columns, for where there is room.
    #[must_use]
    pub fn columns(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        let (bars, axis) = self.bars();
        let mut svg = Svg::new(&self.words, ink, width, height, true);
        let ticks: Vec<(f64, String)> = axis.ticks.iter().map(|tick| (*tick, (self.tick)(*tick))).collect();
        let widest = ticks.iter().map(|(_, shown)| text_width(shown, 11.5)).fold(0.0, f64::max);
        let (left, right, top, bottom) = (widest + 14.0, 8.0, 26.0, 30.0);
        let base = height - bottom;
        let y = |value: f64| base - (base - top) * axis.share(value);
        for (tick, shown) in &ticks {
            svg.line([left, y(*tick), width - right, y(*tick)], Colour::Grid, false);
            svg.label(left - 10.0, y(*tick) + 4.0, shown, Colour::Muted, 11.5, Anchor::End);
        }
        let step = (width - left - right) / bars.len().max(1) as f64;
        let thick = (step * 0.64).min(76.0);
        for (index, bar) in bars.iter().enumerate() {
            let centre = left + step * (index as f64 + 0.5);
            let x = centre - thick / 2.0;
            let (top_y, bottom_y) = (y(bar.high), y(bar.low.max(axis.from)));
            let is_total = bar.step.kind == StepKind::Total;
            svg.group(&bar.step.lead, |svg| {
                svg.ground([centre - step / 2.0, top - 20.0, step, height - top + 20.0]);
                // A change too small to see is still a line.
                svg.rect([x, top_y, thick, (bottom_y - top_y).max(1.5)], 3.0, colour(bar.step.kind));
                if is_total && axis.is_broken() {
                    broken(svg, x, base - 15.0, thick);
                }
                let below = bar.step.value < 0.0 && !is_total;
                let label_y = if below { bottom_y + 16.0 } else { top_y - 8.0 };
                let name = fitted(&bar.step.name, 12.0, step - 4.0);
                let ink = if is_total { Colour::Text } else { Colour::Muted };
                svg.label(centre, base + 20.0, &name, ink, 12.0, Anchor::Middle);
                svg.strong(centre, label_y, &bar.step.shown, Colour::Text, 12.5, Anchor::Middle);
            });
            if index + 1 < bars.len() {
                svg.line([x + thick + 1.0, y(bar.level), x + step - 1.0, y(bar.level)], Colour::Axis, true);
            }
        }
        svg.line([left, base, width - right, base], Colour::Axis, false);
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: axis.is_broken().then_some(axis.from) }
    }

    /// Rows, for phones and e-mail.
    #[must_use]
    pub fn rows(&self, ink: Ink, width: f64) -> Drawing {
        const ROW: f64 = 34.0;
        let (bars, axis) = self.bars();
        let widest = |of: &dyn Fn(&Step) -> f64| self.steps.iter().map(of).fold(0.0, f64::max);
        let left = (widest(&|step| text_width(&step.name, 13.0)) + 12.0).min(width * 0.38);
        let right = widest(&|step| text_width(&step.shown, 13.0)) + 14.0;
        let mut svg = Svg::new(&self.words, ink, width, ROW * bars.len() as f64 + 4.0, true);
        let x = |value: f64| left + (width - left - right) * axis.share(value.max(axis.from));
        for (index, bar) in bars.iter().enumerate() {
            let y = ROW * index as f64;
            let is_total = bar.step.kind == StepKind::Total;
            svg.group(&bar.step.lead, |svg| {
                svg.ground([0.0, y, width, ROW]);
                let name = fitted(&bar.step.name, 13.0, left - 10.0);
                let ink = if is_total { Colour::Text } else { Colour::Muted };
                svg.label(left - 10.0, y + 21.0, &name, ink, 13.0, Anchor::End);
                svg.rect(
                    [x(bar.low), y + 6.0, (x(bar.high) - x(bar.low)).max(1.5), ROW - 12.0],
                    3.0,
                    colour(bar.step.kind),
                );
                if is_total && axis.is_broken() {
                    broken_upright(svg, left + 12.0, y + 6.0, ROW - 12.0);
                }
                svg.strong(x(bar.high) + 6.0, y + 21.0, &bar.step.shown, Colour::Text, 13.0, Anchor::Start);
            });
            if index + 1 < bars.len() {
                svg.line([x(bar.level), y + ROW - 6.0, x(bar.level), y + ROW + 6.0], Colour::Axis, true);
            }
        }
        Drawing { svg: svg.done(), told: self.words.told(), begins_at: axis.is_broken().then_some(axis.from) }
    }
}

fn colour(kind: StepKind) -> Colour {
    match kind {
        StepKind::Total => Colour::Total,
        StepKind::Gain => Colour::Gain,
        StepKind::Back => Colour::Back,
        StepKind::Loss => Colour::Loss,
        StepKind::Change => Colour::Change,
    }
}

/// The mark that says: this bar is longer than it is drawn.
fn broken(svg: &mut Svg, x: f64, y: f64, width: f64) {
    let teeth = 6;
    let step = (width + 8.0) / f64::from(teeth);
    let points: Vec<(f64, f64)> = (0..=teeth)
        .map(|tooth| (x - 4.0 + step * f64::from(tooth), y + if tooth % 2 == 0 { 3.0 } else { -3.0 }))
        .collect();
    svg.path(&points, Colour::Surface, 4.0);
}

fn broken_upright(svg: &mut Svg, x: f64, y: f64, height: f64) {
    let teeth = 4;
    let step = (height + 4.0) / f64::from(teeth);
    let points: Vec<(f64, f64)> = (0..=teeth)
        .map(|tooth| (x + if tooth % 2 == 0 { 3.0 } else { -3.0 }, y - 2.0 + step * f64::from(tooth)))
        .collect();
    svg.path(&points, Colour::Surface, 4.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn sample() -> Vec<Step> {
        [
            ("1 Sep", StepKind::Total, 12_480.0, "12,480"),
            ("New", StepKind::Gain, 1_310.0, "+1,310"),
            ("Won back", StepKind::Back, 214.0, "+214"),
            ("Lost", StepKind::Loss, -1_046.0, "\u{2212}1,046"),
            ("30 Sep", StepKind::Total, 12_958.0, "12,958"),
        ]
        .map(|(name, kind, value, shown)| Step {
            name: name.into(),
            kind,
            value,
            shown: shown.into(),
            lead: Lead { href: Some(format!("/customers?kind={name}")), told: format!("{name}: {shown}") },
        })
        .to_vec()
    }

    #[test]
    fn a_waterfall_is_drawn_alike_for_page_and_paper() {
        let words = Words { id: "w".into(), title: "Customers".into(), description: "From 12,480 to 12,958.".into() };
        let tick = |value: f64| format!("{value:.0}");
        let chart = Waterfall { words, steps: sample(), tick: &tick };
        let (page, paper) = (chart.columns(Ink::Page, 720.0, 320.0), chart.columns(Ink::Light, 720.0, 320.0));
        assert_eq!(page.begins_at, paper.begins_at);
        assert!(page.begins_at.is_some_and(|from| from > 0.0 && from < 12_480.0));
        assert!(page.svg.contains("href=\"/customers?kind=New\"") && !paper.svg.contains("href"));
        assert!(!paper.svg.contains("var(--"));
        insta::assert_snapshot!(page.svg.replace("><", ">\n<"));
    }

    #[test]
    fn an_empty_or_one_sided_waterfall_is_drawn_without_numbers_that_are_none() {
        let tick = |value: f64| format!("{value:.0}");
        for steps in [Vec::new(), sample()[..1].to_vec(), sample()[3..4].to_vec()] {
            let chart = Waterfall { words: Words::default(), steps, tick: &tick };
            for svg in [chart.columns(Ink::Page, 300.0, 200.0).svg, chart.rows(Ink::Page, 300.0).svg] {
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            }
        }
    }
}
