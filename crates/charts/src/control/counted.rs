//! The control chart of a counted process: shares or rates on more chances in one period than in another, so that each has limits of
//! its own, drawn as steps. There are no moving ranges, and a period without a chance is a gap.

use super::lines::{LineNames, Target};
use super::run::{Point, Run, Span, SpanLimits};
use crate::drawing::{Drawing, Lead, Words};
use crate::ink::Ink;

/// One value of a counted process.
#[derive(Clone, Debug)]
pub struct CountedReading {
    /// Its name at the axis; shown where there is room.
    pub name: String,
    /// The share or rate; none where there was no chance.
    pub value: Option<f64>,
    /// The lower and the upper limit on so many chances; none without a chance, and where the phase has none.
    pub limits: Option<(f64, f64)>,
    /// What is said beside it where it is a signal, in few words; empty where the mark is enough.
    pub signal: Option<String>,
    /// Where it leads.
    pub lead: Lead,
}

/// A part of the run with limits of its own.
#[derive(Clone, Debug)]
pub struct CountedPhase {
    /// What began with it, in few words; empty where nothing is to be said, as for the first.
    pub name: String,
    /// The place of its first reading; it goes on until the next phase begins.
    pub start: usize,
    /// Its centre; none where there are too few readings for limits.
    pub centre: Option<f64>,
}

/// A control chart of a counted process. The limits named at its edge are those of the latest reading that has some.
pub struct CountedControl<'a> {
    /// What it says.
    pub words: Words,
    /// In the order of time.
    pub readings: Vec<CountedReading>,
    /// In the order of time; the first begins with the first reading.
    pub phases: Vec<CountedPhase>,
    /// What its lines are called; there are no ranges.
    pub lines: LineNames,
    /// What the values ought to reach.
    pub target: Option<Target>,
    /// The most that a value can be: 1 of a share, none of a rate. The axis does not go beyond it.
    pub most: Option<f64>,
    /// How a value is written at the axis.
    pub tick: &'a dyn Fn(f64) -> String,
    /// How a limit or the target is written.
    pub limit: &'a dyn Fn(f64) -> String,
}

impl CountedControl<'_> {
    /// The chart for where there is room.
    #[must_use]
    pub fn wide(&self, ink: Ink, width: f64, height: f64) -> Drawing {
        self.run().wide(ink, width, height)
    }

    /// The chart for phones and e-mail: of the signals only the last has words.
    #[must_use]
    pub fn narrow(&self, ink: Ink, width: f64) -> Drawing {
        self.run().narrow(ink, width, 260.0)
    }

    fn run(&self) -> Run<'_> {
        let points = self.readings.iter().map(|reading| Point {
            name: &reading.name,
            value: reading.value,
            limits: reading.limits,
            signal: reading.signal.as_deref(),
            lead: &reading.lead,
        });
        let ends = self.phases.iter().skip(1).map(|phase| phase.start).chain([self.readings.len()]);
        let phases = self.phases.iter().zip(ends).map(|(phase, end)| {
            let own = self.readings.get(phase.start..end).unwrap_or_default();
            let latest = own.iter().rev().find_map(|reading| reading.limits);
            let limits = phase.centre.zip(latest);
            Span {
                name: &phase.name,
                start: phase.start,
                limits: limits.map(|(centre, latest)| SpanLimits { centre, latest, range_upper: None }),
            }
        });
        Run {
            words: &self.words,
            points: points.collect(),
            phases: phases.collect(),
            lines: &self.lines,
            target: self.target.as_ref(),
            has_ranges: false,
            bounds: (0.0, self.most.unwrap_or(f64::INFINITY)),
            tick: self.tick,
            limit: self.limit,
        }
    }
}

#[cfg(test)]
mod tests;
