//! Measures as charts and in words: what is signal and what is noise, and what the process does towards its target.

use bellwether_charts::{
    Control, ControlPhase, CountedControl, CountedPhase, CountedReading, Drawing, Ink, Lead, Limits as Drawn,
    LineNames, Reading, Target, Words as Caption,
};
use bellwether_model::Grain;

use super::trends;
use bellwether_app::measure_run::{Assurance, MeasureKind, MeasurePoint, MeasureRun, Variation};
use bellwether_app::measures::{MeasureDefinition, MeasureFigure};
use bellwether_words::Words;

/// What a measure is called.
pub(crate) fn name(words: Words<'_>, definition: &MeasureDefinition) -> String {
    let text = match definition.figure {
        MeasureFigure::Touches => "measure-touches",
        MeasureFigure::Kept => "measure-kept",
        MeasureFigure::RightFirstTime => "measure-right-first-time",
        MeasureFigure::Hours => "measure-hours",
        MeasureFigure::InTime => "measure-in-time",
        MeasureFigure::WaitingHours => "measure-waiting-hours",
    };
    words.with(text, &[("name", &definition.name)])
}

/// A value of a measure.
pub(crate) fn value(words: Words<'_>, kind: MeasureKind, value: f64) -> String {
    match kind {
        MeasureKind::Share => words.with("percent", &[("number", &words.decimal(value * 100.0))]),
        MeasureKind::Rate => words.with("measure-per-hundred", &[("number", &words.decimal(value * 100.0))]),
        MeasureKind::Hours => words.with("hours-short", &[("hours", &words.decimal(value))]),
    }
}

/// How many were counted.
pub(crate) fn counted(words: Words<'_>, kind: MeasureKind, point: &MeasurePoint) -> String {
    let (all, counted) =
        (words.whole(point.denominator as i64), words.whole(point.numerator.unwrap_or_default() as i64));
    let text = match kind {
        MeasureKind::Share => "measure-of",
        MeasureKind::Rate => "measure-for",
        MeasureKind::Hours => "measure-timed",
    };
    words.with(text, &[("counted", &counted), ("all", &all)])
}

/// What a process does now, in words.
pub(crate) fn variation(words: Words<'_>, run: &MeasureRun) -> String {
    words.say(match run.variation {
        Variation::Stable => "variation-stable",
        Variation::SignalUp => "variation-signal-up",
        Variation::SignalDown => "variation-signal-down",
        Variation::TooFewPoints => "variation-too-few-points",
    })
}

/// Whether its target is met by itself, in words; empty without a target.
pub(crate) fn assurance(words: Words<'_>, run: &MeasureRun) -> String {
    run.assurance.map_or_else(String::new, |assurance| {
        words.say(match assurance {
            Assurance::WillMeet => "assurance-will-meet",
            Assurance::WillMiss => "assurance-will-miss",
            Assurance::HitOrMiss => "assurance-hit-or-miss",
        })
    })
}

/// With which period new limits begin, and why.
pub(crate) fn phase(words: Words<'_>, reason: &str) -> String {
    match reason.strip_prefix("journey ") {
        Some(version) => words.with("measure-phase-journey", &[("version", version)]),
        None => reason.to_owned(),
    }
}

/// A length of time in the unit in which people would say it.
pub(crate) fn time(words: Words<'_>, seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => words.with("seconds-short", &[("seconds", &words.whole(s.round() as i64))]),
        s if s < 2.0 * 3_600.0 => words.with("minutes-short", &[("minutes", &words.whole((s / 60.0).round() as i64))]),
        s if s < 2.0 * 86_400.0 => words.with("hours-short", &[("hours", &words.decimal(s / 3_600.0))]),
        s => words.with("days-short", &[("days", &words.decimal(s / 86_400.0))]),
    }
}

/// Whose chart it is.
pub(crate) struct MeasureChart<'m> {
    /// Unique on the page.
    pub(crate) id: &'m str,
    pub(crate) definition: &'m MeasureDefinition,
    pub(crate) run: &'m MeasureRun,
    pub(crate) grain: Grain,
    /// Where a period leads.
    pub(crate) href: &'m dyn Fn(&str) -> Option<String>,
}

impl MeasureChart<'_> {
    /// The control chart, wide and narrow.
    pub(crate) fn draw(&self, words: Words<'_>, ink: Ink) -> [Drawing; 2] {
        let tick = |number: f64| value(words, self.definition.kind, number);
        match self.definition.kind {
            MeasureKind::Share | MeasureKind::Rate => {
                let chart = |twin| self.counts(words, twin, &tick);
                [chart("wide").wide(ink, 640.0, 320.0), chart("narrow").narrow(ink, 340.0)]
            }
            MeasureKind::Hours => {
                let chart = |twin| self.hours(words, twin, &tick);
                [chart("wide").wide(ink, 640.0, 320.0), chart("narrow").narrow(ink, 340.0)]
            }
        }
    }

    fn counts<'t>(&self, words: Words<'_>, twin: &str, tick: &'t dyn Fn(f64) -> String) -> CountedControl<'t> {
        let readings = self.run.points.iter().map(|point| CountedReading {
            name: point.period.clone(),
            value: point.value,
            limits: point.lower.zip(point.upper),
            signal: self.signal(words, &point.period),
            lead: self.lead(words, point),
        });
        let phases = self.phases(words).map(|(at, name)| CountedPhase { name, start: at, centre: self.centre(at) });
        let target = self.definition.target.map(|value| Target { name: words.say("measure-target-line"), value });
        CountedControl {
            words: self.caption(words, twin),
            readings: readings.collect(),
            phases: phases.collect(),
            lines: lines(words),
            target,
            most: (self.definition.kind == MeasureKind::Share).then_some(1.0),
            tick,
            limit: tick,
        }
    }

    fn hours<'t>(&self, words: Words<'_>, twin: &str, tick: &'t dyn Fn(f64) -> String) -> Control<'t> {
        // A period in which nothing was timed is no point of an XmR chart.
        let told: Vec<usize> = (0..self.run.points.len()).filter(|at| self.run.points[*at].value.is_some()).collect();
        let readings = told.iter().map(|at| &self.run.points[*at]).map(|point| Reading {
            name: point.period.clone(),
            value: point.value.unwrap_or_default(),
            signal: self.signal(words, &point.period),
            lead: self.lead(words, point),
        });
        let ranges = self.run.phases.iter().map(|phase| phase.moving_range_upper);
        let phases = self.phases(words).zip(ranges).map(|((at, name), range_upper)| {
            let start = told.partition_point(|told| *told < at);
            let limits = told.get(start).and_then(|at| {
                let point = &self.run.points[*at];
                let (centre, (lower, upper)) = point.centre.zip(point.lower.zip(point.upper))?;
                Some(Drawn { centre, lower, upper, range_upper: range_upper? })
            });
            ControlPhase { name, start, limits }
        });
        Control {
            words: self.caption(words, twin),
            readings: readings.collect(),
            phases: phases.collect(),
            lines: lines(words),
            tick,
            limit: tick,
        }
    }

    /// The places at which phases begin, and what began with them.
    fn phases(&self, words: Words<'_>) -> impl Iterator<Item = (usize, String)> {
        let at = |period: &str| self.run.points.iter().position(|point| point.period == period).unwrap_or_default();
        let phases = self.run.phases.iter();
        let phases: Vec<_> = phases
            .map(|it| (at(&it.from), if it.reason.is_empty() { String::new() } else { phase(words, &it.reason) }))
            .collect();
        phases.into_iter()
    }

    /// The centre of the phase that begins at a place.
    fn centre(&self, start: usize) -> Option<f64> {
        self.run.points[start..].iter().find_map(|point| point.centre)
    }

    fn signal(&self, words: Words<'_>, period: &String) -> Option<String> {
        let mut signals = self.run.signals.iter().filter(|signal| signal.periods.contains(period)).peekable();
        signals.peek()?;
        // The words stand at the last point of a signal; the others of its run are marked alone.
        let ends = signals.find(|signal| signal.periods.last() == Some(period));
        Some(ends.map_or_else(String::new, |signal| words.say(&format!("signal-short-{}", signal.rule))))
    }

    fn lead(&self, words: Words<'_>, point: &MeasurePoint) -> Lead {
        let said = point.value.map_or_else(String::new, |number| value(words, self.definition.kind, number));
        let told = format!(
            "{}: {said} ({})",
            words.period(self.grain, &point.period),
            counted(words, self.definition.kind, point)
        );
        Lead { href: (self.href)(&point.period), told }
    }

    fn caption(&self, words: Words<'_>, twin: &str) -> Caption {
        let signals: Vec<String> = self.run.signals.iter().map(|one| trends::signal(words, one)).collect();
        let told = match (signals.is_empty(), self.run.variation) {
            (_, Variation::TooFewPoints) => words.say("limits-too-few"),
            (true, _) => words.say("limits-no-signal"),
            _ => signals.join("; "),
        };
        Caption { id: format!("measure-{}-{twin}", self.id), title: name(words, self.definition), description: told }
    }
}

fn lines(words: Words<'_>) -> LineNames {
    LineNames {
        upper: words.say("limits-upper"),
        centre: words.say("limits-centre"),
        lower: words.say("limits-lower"),
        ranges: words.say("limits-ranges"),
    }
}
