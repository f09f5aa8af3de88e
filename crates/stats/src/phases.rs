//! Where did a process change? Parts of a run of values, each with limits of its own.

use crate::control::{LimitsError, Xmr, xmr};
use crate::counted::{CountKind, Counted, CountedLimits, counted_signals};
use crate::nelson::{Signal, signals};

/// A part of a run of values with limits of its own: natural ones, or those of a counted process.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase<L = Xmr> {
    /// Its first value.
    pub start: usize,
    /// One after its last value.
    pub end: usize,
    /// Its limits, or why it has none.
    pub limits: Result<L, LimitsError>,
}

impl<L> Phase<L> {
    /// Signals of its own values, by their places in the whole run.
    fn placed(&self, mut signals: Vec<Signal>) -> Vec<Signal> {
        for point in signals.iter_mut().flat_map(|signal| &mut signal.points) {
            *point += self.start;
        }
        signals
    }
}

impl Phase {
    /// Its signals, by their places in the whole run; none where there are no limits. No run of a signal reaches over its ends.
    #[must_use]
    pub fn signals(&self, values: &[f64]) -> Vec<Signal> {
        let Ok(limits) = &self.limits else { return Vec::new() };
        self.placed(signals(&values[self.start..self.end], limits))
    }
}

impl Phase<CountedLimits> {
    /// Its signals, by their places in the whole run, as [`counted_signals`] finds them; none where there are no limits. No run of a
    /// signal reaches over its ends.
    #[must_use]
    pub fn signals(&self, values: &[Counted]) -> Vec<Signal> {
        let Ok(limits) = &self.limits else { return Vec::new() };
        self.placed(counted_signals(&values[self.start..self.end], limits))
    }
}

/// The values in phases: the first begins with the first value, each other at one of `starts`. The step from one phase to the next
/// is no moving range of either.
#[must_use]
pub fn phases(values: &[f64], starts: &[usize]) -> Vec<Phase> {
    split(values, starts, xmr)
}

/// The same for counted values, with [Laney's limits](CountedLimits::laney): none where fewer than six values of a phase have a chance.
#[must_use]
pub fn counted_phases(kind: CountKind, values: &[Counted], starts: &[usize]) -> Vec<Phase<CountedLimits>> {
    split(values, starts, |part| CountedLimits::laney(kind, part))
}

fn split<V, L>(values: &[V], starts: &[usize], limits: impl Fn(&[V]) -> Result<L, LimitsError>) -> Vec<Phase<L>> {
    let mut bounds: Vec<usize> = starts.iter().copied().filter(|start| *start < values.len()).collect();
    bounds.extend([0, values.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let phase = |ends: &[usize]| Phase { start: ends[0], end: ends[1], limits: limits(&values[ends[0]..ends[1]]) };
    bounds.windows(2).map(phase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::nile;
    use proptest::prelude::*;

    #[test]
    fn a_phase_has_limits_of_its_own_and_the_step_into_it_is_not_counted() {
        let values: Vec<f64> = (0..20).map(|at| if at < 10 { 50.0 } else { 20.0 } + f64::from(at % 2)).collect();
        let found = phases(&values, &[10, 17]);
        assert_eq!(
            found.iter().map(|phase| (phase.start, phase.end)).collect::<Vec<_>>(),
            [(0, 10), (10, 17), (17, 20)]
        );
        assert_eq!(found[1].limits, xmr(&values[10..17]));
        assert_eq!(found[2].limits, Err(LimitsError::TooFew { values: 3 }));
        assert!((found[0].limits.unwrap().mean_moving_range - 1.0).abs() < 1e-12);
        assert_eq!(phases(&[], &[3]), []);
        assert_eq!(phases(&values, &[0, 0, 99]).len(), 1);
    }

    #[test]
    fn the_signals_of_a_phase_are_places_in_the_whole_run() {
        let quiet = (0..12).map(|at| 5.0 + f64::from(at % 2));
        let mut values: Vec<f64> = (0..8).map(|at| 90.0 + f64::from(at % 2)).chain(quiet).collect();
        values[15] = 30.0;
        let found = phases(&values, &[8]);
        assert_eq!(found[0].signals(&values), []);
        assert!(found[1].signals(&values).iter().any(|signal| signal.points == [15]));
    }

    #[test]
    fn a_start_at_the_end_of_the_values_begins_no_phase() {
        let values = nile();
        assert_eq!(phases(&values, &[values.len()]), phases(&values, &[]));
        assert_eq!(phases(&values, &[values.len() - 1]).len(), 2);
    }

    #[test]
    fn a_counted_phase_has_limits_of_its_own_and_none_of_too_few_chances() {
        let share = |count: u32, chances: u32| Counted { count: u64::from(count), chances: f64::from(chances) };
        let mut values: Vec<Counted> = (0..8).map(|at| share(900 + at % 3, 1_000)).collect();
        values.extend((0..8).map(|at| share(700 + at % 3, 1_000)));
        values[12] = share(990, 1_000);
        values.extend([share(5, 10), share(0, 0), share(5, 10), share(5, 10), share(5, 10), share(5, 10), share(0, 0)]);
        let found = counted_phases(CountKind::Share, &values, &[8, 16]);
        assert_eq!(found.iter().map(|phase| (phase.start, phase.end)).collect::<Vec<_>>(), [(0, 8), (8, 16), (16, 23)]);
        assert_eq!(found[0].limits, CountedLimits::laney(CountKind::Share, &values[..8]));
        assert_eq!((found[0].signals(&values), found[2].signals(&values)), (vec![], vec![]));
        assert_eq!(found[2].limits, Err(LimitsError::TooFew { values: 5 }));
        let alone = counted_signals(&values[8..16], found[1].limits.as_ref().unwrap());
        assert_eq!(found[1].signals(&values).len(), alone.len());
        assert!(found[1].signals(&values).iter().all(|signal| signal.points.iter().all(|at| (8..16).contains(at))));
    }

    proptest! {
        #[test]
        fn phases_leave_no_value_out(count in 0usize..60, starts in proptest::collection::vec(0usize..80, 0..6)) {
            let values = vec![1.0; count];
            let found = phases(&values, &starts);
            prop_assert_eq!(found.iter().map(|phase| phase.end - phase.start).sum::<usize>(), count);
            prop_assert!(found.windows(2).all(|pair| pair[0].end == pair[1].start));
        }

        #[test]
        fn a_phase_signals_what_its_own_values_would(split in 1usize..99) {
            let values = nile();
            for phase in phases(&values, &[split]) {
                let own = &values[phase.start..phase.end];
                let alone = phases(own, &[]).remove(0);
                let moved = |mut signal: Signal| { signal.points.iter_mut().for_each(|at| *at += phase.start); signal };
                prop_assert_eq!(phase.signals(&values), alone.signals(own).into_iter().map(moved).collect::<Vec<_>>());
            }
        }
    }
}
