//! The control chart: single values with the limits of their process, phase by phase, and beneath them their moving ranges (XmR); or
//! shares and rates with limits of their own, value by value.
//!
//! Invariants: what lies within the limits is noise and drawn flat, in a neutral ink; colour and diamond are kept for signals. The words
//! of a signal lie upon no phase line and stay inside the chart, or they are left out; its diamond never is.

mod counted;
mod lines;
mod run;

pub use counted::{CountedControl, CountedPhase, CountedReading};
pub use lines::{LineNames, Target};

use run::{Point, Run, Span, SpanLimits};

use crate::drawing::{Drawing, Lead, Words};
use crate::ink::Ink;

/// One value of the run.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its name at the axis; shown where there is room.
    pub name: String,
    /// The value.
    pub value: f64,
    /// What is said beside it where it is a signal, in few words; empty where the mark is enough.
    pub signal: Option<String>,
    /// Where it leads.
    pub lead: Lead,
}

/// What a process does by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The mean.
    pub centre: f64,
    /// The lower natural limit.
    pub lower: f64,
    /// The upper natural limit.
    pub upper: f64,
    /// The upper limit of the moving ranges.
    pub range_upper: f64,
}

/// A part of the run with limits of its own.
#[derive(Clone, Debug)]
pub struct ControlPhase {
    /// What began with it, in few words; empty where nothing is to be said, as for the first.
    pub name: String,
    /// The place of its first reading; it goes on until the next phase begins.
    pub start: usize,
    /// Its limits; none where there are too few readings for them.
    pub limits: Option<Limits>,
}

/// A control chart of single values.
pub struct Control<'a> {
    /// What it says.
    pub words: Words,
    /// In the order of time.
    pub readings: Vec<Reading>,
    /// In the order of time; the first begins with the first reading.
    pub phases: Vec<ControlPhase>,
    /// What its lines are called.
    pub lines: LineNames,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
    /// How a limit is written.
    pub limit: &'a dyn Fn(f64) -> String,
}

impl Control<'_> {
    /// The chart for where there is room.
    #[must_use]
    pub fn wide(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        self.run(None).wide(ink, width, height)
    }

    /// The chart for phones and e-mail: of the signals only the last has words.
    #[must_use]
    pub fn narrow(&self, ink: Ink, width: f64) -> Drawing {
        self.run(None).narrow(ink, width, 320.0)
    }

    /// The chart for where there is room, with a target.
    #[must_use]
    pub fn wide_towards(&self, target: &Target, ink: Ink, width: f64, height: f64) -> Drawing {
        self.run(Some(target)).wide(ink, width, height)
    }

    /// The chart for phones and e-mail, with a target.
    #[must_use]
    pub fn narrow_towards(&self, target: &Target, ink: Ink, width: f64) -> Drawing {
        self.run(Some(target)).narrow(ink, width, 320.0)
    }

    fn run<'r>(&'r self, target: Option<&'r Target>) -> Run<'r> {
        let point = |(at, reading): (usize, &'r Reading)| {
            let limits = self.phases.iter().rfind(|phase| phase.start <= at).and_then(|phase| phase.limits);
            Point {
                name: &reading.name,
                value: Some(reading.value),
                limits: limits.map(|limits| (limits.lower, limits.upper)),
                signal: reading.signal.as_deref(),
                lead: &reading.lead,
            }
        };
        let limits = |limits: Limits| SpanLimits {
            centre: limits.centre,
            latest: (limits.lower, limits.upper),
            range_upper: Some(limits.range_upper),
        };
        let span =
            |phase: &'r ControlPhase| Span { name: &phase.name, start: phase.start, limits: phase.limits.map(limits) };
        Run {
            words: &self.words,
            points: self.readings.iter().enumerate().map(point).collect(),
            phases: self.phases.iter().map(span).collect(),
            lines: &self.lines,
            target,
            has_ranges: true,
            bounds: (f64::NEG_INFINITY, f64::INFINITY),
            tick: self.tick,
            limit: self.limit,
        }
    }
}

#[cfg(test)]
mod tests;
