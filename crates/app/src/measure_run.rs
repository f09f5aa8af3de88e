//! A run of a measure: its points, the limits of each phase, what is a signal, and whether its target is met by itself.

use bellwether_stats::{
    Assurance as Found, Better, CountKind, Counted, CountedLimits, Phase, Signal as FoundSignal, Xmr, counted_phases,
    phases, typical_chances,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::limits::{Signal, SignalSide};

/// How a measure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// A share of so many, as a fraction of one; more is better. Its limits are those of a p′ chart (Laney).
    Share,
    /// How many for each of so many customers, which may be more than one; fewer are better. Its limits are those of a u′ chart (Laney).
    Rate,
    /// Hours; fewer are better. Its limits are those of an XmR chart.
    Hours,
}

/// The place at which a phase begins, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhaseBreak {
    pub(crate) at: usize,
    pub(crate) reason: String,
    pub(crate) id: Option<String>,
}

/// What is known of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct RunValue {
    numerator: Option<u64>,
    denominator: u64,
    value: Option<f64>,
}

/// The latest periods of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MeasureRun {
    /// Oldest first.
    pub points: Vec<MeasurePoint>,
    /// Stretches with limits of their own, oldest first.
    pub phases: Vec<RunPhase>,
    /// What does not happen by itself: by phase, rule, side and time.
    pub signals: Vec<Signal>,
    /// What the process does now.
    pub variation: Variation,
    /// Whether it meets its target by itself, as it does now; null without a target or with too few points.
    pub assurance: Option<Assurance>,
}

/// A period of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MeasurePoint {
    /// The period's label.
    pub period: String,
    /// How many of a share, or for so many customers; null of hours.
    pub numerator: Option<u64>,
    /// Of how many, or for how many customers; of hours, how many were timed.
    pub denominator: u64,
    /// The share, how many for each customer, or the median hours; null where there was none to count.
    pub value: Option<f64>,
    /// What the process does by itself, in the phase of the period; null with too few points.
    pub centre: Option<f64>,
    /// Three standard deviations below it, for so many as were counted.
    pub lower: Option<f64>,
    /// Three standard deviations above it.
    pub upper: Option<f64>,
}

/// A stretch with limits of its own.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RunPhase {
    /// The label of its first period.
    pub from: String,
    /// What began with it; empty of the first one.
    pub reason: String,
    /// The id under which somebody began it; null of the first one, and of those that begin with another promise.
    pub id: Option<String>,
    /// Of hours the most by which two neighbours differ by themselves; null of all else, and with too few points.
    pub moving_range_upper: Option<f64>,
}

/// What a process does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Variation {
    /// What it does by itself: noise.
    Stable,
    /// The latest period is part of a signal above.
    SignalUp,
    /// The latest period is part of a signal below.
    SignalDown,
    /// Fewer than six periods: nobody can tell.
    TooFewPoints,
}

/// Whether a process meets its target by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Assurance {
    /// It will.
    WillMeet,
    /// It will not.
    WillMiss,
    /// Sometimes it will, by chance.
    HitOrMiss,
}

impl Variation {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Assurance {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl From<Found> for Assurance {
    fn from(found: Found) -> Self {
        match found {
            Found::Meets => Self::WillMeet,
            Found::Misses => Self::WillMiss,
            Found::HitOrMiss => Self::HitOrMiss,
        }
    }
}

const SECONDS_PER_HOUR: f64 = 3_600.0;

impl RunValue {
    /// A share of so many.
    pub(crate) fn share(numerator: u64, denominator: u64) -> Self {
        let value = (denominator > 0).then(|| numerator as f64 / denominator as f64);
        Self { numerator: Some(numerator), denominator, value }
    }

    /// So many for each of so many customers.
    pub(crate) fn rate(numerator: u64, customers: u64) -> Self {
        Self::share(numerator, customers)
    }

    /// The median of so many times.
    pub(crate) fn hours(seconds: f64, timed: u64) -> Self {
        Self { numerator: None, denominator: timed, value: (timed > 0).then_some(seconds / SECONDS_PER_HOUR) }
    }
}

/// Centre, lower and upper limit of a point.
type PointLimits = (f64, f64, f64);

/// What is told of the points of a run, besides their values.
struct Judged {
    /// By place: centre, lower and upper limit.
    limits: Vec<Option<PointLimits>>,
    signals: Vec<FoundSignal>,
    /// By phase: the upper limit of the moving ranges.
    ranges: Vec<Option<f64>>,
    /// Whether the present phase has limits, and whether it meets the target.
    has_limits: bool,
    assurance: Option<Found>,
}

impl MeasureRun {
    /// Of the values of periods, with the places at which further phases begin and why, towards a target. It begins with the first period in
    /// which there was anything.
    pub(crate) fn new(
        kind: MeasureKind,
        mut values: Vec<(String, RunValue)>,
        breaks: &[PhaseBreak],
        target: Option<f64>,
    ) -> Self {
        let unknown = values.iter().take_while(|(_, value)| value.value.is_none()).count();
        // Before the first touch there nobody noted any, and of the period in which it came not all days may be.
        let is_noted = |value: &RunValue| kind != MeasureKind::Rate || value.numerator != Some(0);
        let silent = values[unknown..].iter().take_while(|(_, value)| !is_noted(value)).count();
        let before = values.len().min(unknown + silent + usize::from(silent > 0));
        values.drain(..before);
        let inside = |at: usize| at.checked_sub(before).filter(|at| (1..values.len()).contains(at));
        let breaks: Vec<(usize, &PhaseBreak)> = breaks.iter().filter_map(|it| Some((inside(it.at)?, it))).collect();
        let starts: Vec<usize> = breaks.iter().map(|(at, _)| *at).collect();
        let judged = match kind {
            MeasureKind::Share => of_counts(CountKind::Share, &values, &starts, target),
            MeasureKind::Rate => of_counts(CountKind::Rate, &values, &starts, None),
            MeasureKind::Hours => of_hours(&values, &starts, target),
        };
        let last = values.iter().rposition(|(_, value)| value.value.is_some());
        let mut of_last = judged.signals.iter().filter(|signal| last.is_some_and(|last| signal.points.contains(&last)));
        let variation = match of_last.find_map(|signal| signal.side) {
            _ if !judged.has_limits => Variation::TooFewPoints,
            Some(SignalSide::Upper) => Variation::SignalUp,
            Some(SignalSide::Lower) => Variation::SignalDown,
            None => Variation::Stable,
        };
        let signals = judged.signals.iter().map(|signal| Signal {
            rule: signal.rule.number(),
            side: signal.side,
            periods: signal.points.iter().map(|at| values[*at].0.clone()).collect(),
        });
        let none = PhaseBreak { at: 0, reason: String::new(), id: None };
        let first = (!values.is_empty()).then_some((0, &none));
        let ranges = judged.ranges.iter().copied().chain(std::iter::repeat(None));
        let phases = first.into_iter().chain(breaks.iter().copied()).zip(ranges);
        let phases = phases.map(|((at, begun), moving_range_upper)| RunPhase {
            from: values[at].0.clone(),
            reason: begun.reason.clone(),
            id: begun.id.clone(),
            moving_range_upper,
        });
        Self {
            phases: phases.collect(),
            signals: signals.collect(),
            variation,
            assurance: judged.assurance.map(Assurance::from),
            points: points(values, &judged.limits),
        }
    }

    /// The latest period in which there was anything.
    #[must_use]
    pub fn latest(&self) -> Option<&MeasurePoint> {
        self.points.iter().rfind(|point| point.value.is_some())
    }

    /// The numbers of the rules by which a period is part of a signal.
    pub fn rules_at(&self, period: &str) -> impl Iterator<Item = u8> {
        let of_period = self.signals.iter().filter(move |signal| signal.periods.iter().any(|it| it == period));
        of_period.map(|signal| signal.rule)
    }

    /// How bad it is now: the higher, the worse.
    pub(crate) fn badness(&self, kind: MeasureKind) -> f64 {
        let now = self.latest().and_then(|point| point.centre.or(point.value)).unwrap_or(f64::NEG_INFINITY);
        if kind == MeasureKind::Share && now.is_finite() { -now } else { now }
    }
}

fn points(values: Vec<(String, RunValue)>, limits: &[Option<PointLimits>]) -> Vec<MeasurePoint> {
    let point = |((period, value), limits): ((String, RunValue), &Option<PointLimits>)| MeasurePoint {
        period,
        numerator: value.numerator,
        denominator: value.denominator,
        value: value.value,
        centre: limits.map(|(centre, ..)| centre),
        lower: limits.map(|(_, lower, _)| lower),
        upper: limits.map(|(.., upper)| upper),
    };
    values.into_iter().zip(limits).map(point).collect()
}

fn of_counts(kind: CountKind, values: &[(String, RunValue)], starts: &[usize], target: Option<f64>) -> Judged {
    let counted = |(_, value): &(String, RunValue)| Counted {
        count: value.numerator.unwrap_or_default(),
        chances: value.denominator as f64,
    };
    let counted: Vec<Counted> = values.iter().map(counted).collect();
    let phases: Vec<Phase<CountedLimits>> = counted_phases(kind, &counted, starts);
    let mut limits = vec![None; values.len()];
    let mut signals = Vec::new();
    for phase in &phases {
        let Ok(found) = &phase.limits else { continue };
        for (at, told) in (phase.start..phase.end).zip(&mut limits[phase.start..phase.end]) {
            *told = found.at(counted[at].chances).map(|at| (found.centre, at.lower, at.upper));
        }
        // Where all or none are kept, or nothing comes, there is nothing that could vary.
        if found.centre > 0.0 && (kind == CountKind::Rate || found.centre < 1.0) {
            signals.extend(phase.signals(&counted));
        }
    }
    let present = phases.last();
    let of_present = present.and_then(|phase| Some((phase.limits.as_ref().ok()?, &counted[phase.start..phase.end])));
    let assurance = of_present
        .zip(target)
        .and_then(|((found, values), target)| found.assurance(typical_chances(values)?, target, Better::Higher));
    Judged { limits, signals, ranges: Vec::new(), has_limits: of_present.is_some(), assurance }
}

fn of_hours(values: &[(String, RunValue)], starts: &[usize], target: Option<f64>) -> Judged {
    // A period without a value says nothing: the run goes on with the next.
    let told: Vec<usize> = (0..values.len()).filter(|at| values[*at].1.value.is_some()).collect();
    let hours: Vec<f64> = told.iter().filter_map(|at| values[*at].1.value).collect();
    let starts: Vec<usize> = starts.iter().map(|start| told.partition_point(|at| at < start)).collect();
    let phases: Vec<Phase<Xmr>> = phases(&hours, &starts);
    let mut limits = vec![None; values.len()];
    let mut signals = Vec::new();
    for phase in &phases {
        let Ok(found) = &phase.limits else { continue };
        for at in phase.start..phase.end {
            limits[told[at]] = Some((found.centre, found.lower.max(0.0), found.upper));
        }
        let found = phase.signals(&hours).into_iter();
        signals.extend(
            found.map(|signal| FoundSignal { points: signal.points.iter().map(|at| told[*at]).collect(), ..signal }),
        );
    }
    let present = phases.last().and_then(|phase| phase.limits.as_ref().ok());
    let assurance = present.zip(target).map(|(found, target)| found.assurance(target, Better::Lower));
    let ranges = phases.iter().map(|phase| Some(phase.limits.as_ref().ok()?.moving_range_upper)).collect();
    Judged { limits, signals, ranges, has_limits: present.is_some(), assurance }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(values: &[(u64, u64)], breaks: &[PhaseBreak], target: Option<f64>) -> MeasureRun {
        let named = |(at, (kept, of)): (usize, &(u64, u64))| (format!("p{at}"), RunValue::share(*kept, *of));
        MeasureRun::new(MeasureKind::Share, values.iter().enumerate().map(named).collect(), breaks, target)
    }

    fn begun(at: usize, reason: &str) -> PhaseBreak {
        PhaseBreak { at, reason: reason.to_owned(), id: None }
    }

    #[test]
    fn touches_are_held_against_a_growing_base_and_begin_with_the_first_one_noted() {
        let chance = [0.5, -1.1, 0.3, 1.2, -0.4, -0.9, 0.8, 0.1, -1.6, 0.6, 1.4, -0.2];
        // One touch and a half for each customer, as chance would have it, of a base that grows by a hundred a month.
        let touches = |of: f64, chance: f64| ((of * 1.5 + chance * (of * 1.5).sqrt()).round() as u64, of as u64);
        let steady = (1..=24).map(|month| touches(f64::from(month) * 100.0, chance[month as usize % chance.len()]));
        // They are noted since the middle of the third month.
        let values: Vec<(u64, u64)> = [(0, 40), (0, 70), (20, 90)].into_iter().chain(steady).collect();
        let run = |values: &[(u64, u64)]| {
            let named = |(at, (count, of)): (usize, &(u64, u64))| (format!("p{at}"), RunValue::rate(*count, *of));
            MeasureRun::new(MeasureKind::Rate, values.iter().enumerate().map(named).collect(), &[], None)
        };
        let found = run(&values);
        assert_eq!((found.variation, found.signals.len(), found.assurance), (Variation::Stable, 0, None));
        assert_eq!((found.points.len(), found.points[0].period.as_str()), (24, "p3"));
        assert!(found.points.iter().all(|point| point.centre.is_some_and(|centre| (centre - 1.5).abs() < 0.05)));
        // Nobody at all is something that can be counted, once some were.
        let silent: Vec<(u64, u64)> = values.iter().copied().chain([(0, 2_500)]).collect();
        assert_eq!(run(&silent).variation, Variation::SignalDown);
        let doubled: Vec<(u64, u64)> = values.iter().copied().chain([(7_500, 2_500)]).collect();
        assert_eq!(run(&doubled).variation, Variation::SignalUp);
    }

    #[test]
    fn a_growing_base_is_no_signal_and_a_fall_of_the_share_is() {
        // As chance would have it: so many standard deviations from nine in ten.
        let chance = [0.5, -1.1, 0.3, 1.2, -0.4, -0.9, 0.8, 0.1, -1.6, 0.6, 1.4, -0.2];
        let steady: Vec<(u64, u64)> = (1..=24)
            .map(|month| (f64::from(month) * 100.0, chance[month as usize % chance.len()]))
            .map(|(of, chance)| ((of * 0.9 + chance * (of * 0.09).sqrt()).round() as u64, of as u64))
            .collect();
        let run = shares(&steady, &[], Some(0.8));
        assert_eq!(
            (run.variation, run.assurance, run.signals.len()),
            (Variation::Stable, Some(Assurance::WillMeet), 0)
        );
        let fallen: Vec<(u64, u64)> = steady.iter().copied().chain([(1_500, 2_500)]).collect();
        assert_eq!(shares(&fallen, &[], None).variation, Variation::SignalDown);
    }

    #[test]
    fn assurance_is_that_of_the_present_phase_and_few_points_tell_nothing() {
        let better: Vec<(u64, u64)> =
            (0..24).map(|month| if month < 12 { (700 + month % 4, 1_000) } else { (950 + month % 4, 1_000) }).collect();
        let run = shares(&better, &[begun(12, "more fitters")], Some(0.9));
        assert_eq!((run.variation, run.assurance), (Variation::Stable, Some(Assurance::WillMeet)));
        assert_eq!((run.phases[1].from.as_str(), run.phases[1].reason.as_str()), ("p12", "more fitters"));
        assert_eq!(shares(&better[..12], &[], Some(0.9)).assurance, Some(Assurance::WillMiss));
        let few = shares(&better, &[begun(20, "again")], Some(0.9));
        assert_eq!((few.variation, few.assurance), (Variation::TooFewPoints, None));
    }

    #[test]
    fn a_process_that_always_keeps_its_promise_is_stable_and_periods_without_any_are_gaps() {
        let mut all = vec![(0, 0), (0, 0)];
        all.extend([(40, 40); 20]);
        all[10] = (0, 0);
        let run = shares(&all, &[], Some(0.99));
        assert_eq!((run.points.len(), run.points[8].value, run.signals.len()), (20, None, 0));
        assert_eq!((run.variation, run.assurance), (Variation::Stable, Some(Assurance::WillMeet)));
    }

    #[test]
    fn hours_are_told_on_an_xmr_chart_and_a_gap_does_not_stop_it() {
        let hours = [30.0, 31.0, 29.0, 30.5, 30.0, 29.5, 30.2, 31.0, 90.0];
        let named = |(at, hours): (usize, &f64)| (format!("p{at}"), RunValue::hours(hours * 3_600.0, 12));
        let mut values: Vec<_> = hours.iter().enumerate().map(named).collect();
        values.insert(4, ("gap".to_owned(), RunValue::default()));
        let run = MeasureRun::new(MeasureKind::Hours, values, &[], None);
        assert_eq!((run.variation, run.points[4].centre), (Variation::SignalUp, None));
        assert_eq!(run.rules_at("p8").next(), Some(1));
    }
}
