//! What does a process do by itself whose values are counted? Shares of so many and rates on so many, with limits that widen where few are
//! counted: p, u and c charts, and Laney's p′ and u′, which also hold for thousands.
//!
//! D. C. Montgomery, Introduction to Statistical Quality Control, chapter 7; D. B. Laney, Quality Engineering 14(4), 2002.

use crate::control::{D2, FEWEST_FOR_LIMITS, LimitsError, moving_ranges};
use crate::nelson::{Signal, signals_around};

/// How often something happened on so many chances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// How often.
    pub count: u64,
    /// On how many; of a rate also on how much, as in hours.
    pub chances: f64,
}

/// How often it can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountKind {
    /// At most once on each chance: a share (p).
    Share,
    /// Any number of times: a rate (u; c where each has one chance).
    Rate,
}

/// Limits of a counted process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedLimits {
    /// How often it can happen.
    pub kind: CountKind,
    /// How many values they come from.
    pub values: usize,
    /// All that happened on all chances.
    pub centre: f64,
    /// How much more the values spread than chance alone would let them: 1 where that is not looked at.
    pub sigma_z: f64,
}

/// The limits of one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitsAt {
    /// The spread of a value on so many chances.
    pub sigma: f64,
    /// The centre less three sigma, and no less than nothing.
    pub lower: f64,
    /// The centre plus three sigma; of a share no more than all.
    pub upper: f64,
}

impl Counted {
    /// The share or rate; none without a chance.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.chances > 0.0).then(|| self.count as f64 / self.chances)
    }
}

impl CountedLimits {
    /// The limits of chance alone: the centre ± 3·√(p(1−p)/n) of a share, ± 3·√(u/n) of a rate. Values without a chance say nothing.
    ///
    /// # Errors
    /// Where too few say anything, and where a share is more than all.
    pub fn plain(kind: CountKind, values: &[Counted]) -> Result<Self, LimitsError> {
        let told: Vec<&Counted> = values.iter().filter(|value| value.chances > 0.0).collect();
        if told.len() < FEWEST_FOR_LIMITS {
            return Err(LimitsError::TooFew { values: told.len() });
        }
        let is_share = kind == CountKind::Share;
        if let Some(index) = values.iter().position(|value| is_share && value.count as f64 > value.chances) {
            return Err(LimitsError::NotANumber { index });
        }
        let sum = |of: fn(&Counted) -> f64| told.iter().map(|value| of(value)).sum::<f64>();
        let centre = sum(|value| value.count as f64) / sum(|value| value.chances);
        Ok(Self { kind, values: told.len(), centre, sigma_z: 1.0 })
    }

    /// Laney's limits: those of chance times `sigma_z`, the spread that the values have in their own deviations, by the mean of their moving
    /// ranges / d2. Of values that never differ it is that of chance.
    ///
    /// # Errors
    /// As [`plain`](Self::plain).
    pub fn laney(kind: CountKind, values: &[Counted]) -> Result<Self, LimitsError> {
        let plain = Self::plain(kind, values)?;
        let deviations: Vec<f64> = plain.deviations(values);
        let ranges = moving_ranges(&deviations);
        let sigma_z = ranges.iter().sum::<f64>() / ranges.len() as f64 / D2;
        Ok(Self { sigma_z: if sigma_z > 0.0 { sigma_z } else { 1.0 }, ..plain })
    }

    /// How far each value lies from the centre, in spreads of chance alone; of a centre of nothing or all none lies anywhere.
    #[must_use]
    pub fn deviations(&self, values: &[Counted]) -> Vec<f64> {
        let deviation = |value: &Counted| {
            let sigma = self.by_chance(value.chances);
            Some(if sigma > 0.0 { (value.value()? - self.centre) / sigma } else { 0.0 })
        };
        values.iter().filter_map(deviation).collect()
    }

    /// The limits of a value on so many chances; none without a chance.
    #[must_use]
    pub fn at(&self, chances: f64) -> Option<LimitsAt> {
        let sigma = (chances > 0.0).then(|| self.by_chance(chances) * self.sigma_z)?;
        let most = if self.kind == CountKind::Share { 1.0 } else { f64::INFINITY };
        Some(LimitsAt {
            sigma,
            lower: (self.centre - 3.0 * sigma).max(0.0),
            upper: (self.centre + 3.0 * sigma).min(most),
        })
    }

    /// The places of the values beyond their limits.
    #[must_use]
    pub fn beyond(&self, values: &[Counted]) -> Vec<usize> {
        let is_beyond = |value: &Counted| {
            value.value().zip(self.at(value.chances)).is_some_and(|(value, at)| value < at.lower || value > at.upper)
        };
        values.iter().enumerate().filter(|(_, value)| is_beyond(value)).map(|(index, _)| index).collect()
    }

    fn by_chance(&self, chances: f64) -> f64 {
        let variance = match self.kind {
            CountKind::Share => self.centre * (1.0 - self.centre),
            CountKind::Rate => self.centre,
        };
        (variance / chances).sqrt()
    }
}

/// The signals of counted values: Nelson's rules on how far each lies from the centre in the spreads of its own chances, as runs are
/// read where limits differ from value to value (the standardised chart of Montgomery's chapter 7). Values without a chance are passed
/// over, as if their neighbours followed each other; the points are places among all values. The limits may come from a baseline; of
/// one without any spread, each value that differs lies beyond.
#[must_use]
pub fn counted_signals(values: &[Counted], limits: &CountedLimits) -> Vec<Signal> {
    let deviation = |(place, value): (usize, &Counted)| {
        let (off, sigma) = (value.value()? - limits.centre, limits.at(value.chances)?.sigma);
        Some((place, if off.abs() > 0.0 { off / sigma } else { 0.0 }))
    };
    let (places, deviations): (Vec<usize>, Vec<f64>) = values.iter().enumerate().filter_map(deviation).unzip();
    let mut found = signals_around(&deviations, (0.0, 1.0));
    for point in found.iter_mut().flat_map(|signal| &mut signal.points) {
        *point = places[*point];
    }
    found
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::*;
    use crate::nelson::{Rule, Side};

    fn shares() -> impl Strategy<Value = Vec<Counted>> {
        let share = (0u64..2_000).prop_flat_map(|chances| (0..=chances, Just(chances)));
        prop::collection::vec(share.prop_map(|(count, chances)| Counted { count, chances: chances as f64 }), 12..40)
    }

    #[test]
    fn too_few_and_more_than_all_are_answers_of_their_own() {
        let one = Counted { count: 1, chances: 2.0 };
        let none = Counted { count: 0, chances: 0.0 };
        let few = [one, one, none, one, one, one, none];
        assert_eq!(CountedLimits::plain(CountKind::Share, &few), Err(LimitsError::TooFew { values: 5 }));
        let wrong = [one, one, Counted { count: 3, chances: 2.0 }, one, one, one];
        assert_eq!(CountedLimits::laney(CountKind::Share, &wrong), Err(LimitsError::NotANumber { index: 2 }));
        assert!(CountedLimits::laney(CountKind::Rate, &wrong).is_ok());
    }

    #[test]
    fn a_value_beyond_a_baseline_without_spread_is_a_signal() {
        let baseline = [Counted { count: 0, chances: 40.0 }; 8];
        let limits = CountedLimits::laney(CountKind::Rate, &baseline).unwrap();
        let after = [
            Counted { count: 0, chances: 0.0 },
            Counted { count: 0, chances: 9.0 },
            Counted { count: 1, chances: 40.0 },
        ];
        assert_eq!(
            counted_signals(&after, &limits),
            [Signal { rule: Rule::Beyond, side: Some(Side::Upper), points: vec![2] }]
        );
        assert_eq!(counted_signals(&[], &limits), []);
    }

    #[test]
    fn a_run_on_one_side_is_a_signal_though_no_value_is_beyond() {
        let low = (0..10).map(|at| Counted { count: 40 + at % 3, chances: 100.0 + f64::from((at % 4) as u32) });
        let high = (0..10).map(|at| Counted { count: 88 + at % 3, chances: 200.0 + f64::from((at % 4) as u32) });
        let values: Vec<Counted> = low.chain(high).collect();
        let limits = CountedLimits::plain(CountKind::Share, &values).unwrap();
        assert_eq!(limits.beyond(&values), Vec::<usize>::new());
        let mut found = counted_signals(&values, &limits);
        found.retain(|signal| signal.rule == Rule::OneSide);
        let run =
            |side, points: Range<usize>| Signal { rule: Rule::OneSide, side: Some(side), points: points.collect() };
        assert_eq!(found, [run(Side::Upper, 10..20), run(Side::Lower, 0..10)]);
    }

    proptest! {
        #[test]
        fn limits_lie_around_the_centre_within_what_can_be_and_narrow_where_more_is_counted(values in shares(), chances in 0.5f64..1_000.0) {
            prop_assume!(values.iter().filter(|value| value.chances > 0.0).count() >= FEWEST_FOR_LIMITS);
            for kind in [CountKind::Share, CountKind::Rate] {
                for limits in [CountedLimits::plain(kind, &values).unwrap(), CountedLimits::laney(kind, &values).unwrap()] {
                    let (at, wide) = (limits.at(chances * 2.0).unwrap(), limits.at(chances).unwrap());
                    prop_assert!(0.0 <= at.lower && at.lower <= limits.centre && limits.centre <= at.upper);
                    prop_assert!(wide.lower <= at.lower && at.upper <= wide.upper);
                    prop_assert!(kind == CountKind::Rate || at.upper <= 1.0);
                    prop_assert_eq!(limits.at(0.0), None);
                }
            }
        }

        #[test]
        fn what_never_differs_is_within_its_limits(count in 0u64..50, more in 0u64..50, values in 6usize..30) {
            let values = vec![Counted { count, chances: (count + more + 1) as f64 }; values];
            for limits in [CountedLimits::plain(CountKind::Share, &values).unwrap(), CountedLimits::laney(CountKind::Share, &values).unwrap()] {
                prop_assert_eq!(limits.beyond(&values), Vec::<usize>::new());
            }
        }

        #[test]
        fn what_lies_beyond_its_limits_breaks_the_first_rule_and_nothing_else_does(values in shares()) {
            prop_assume!(values.iter().filter(|value| value.chances > 0.0).count() >= FEWEST_FOR_LIMITS);
            for kind in [CountKind::Share, CountKind::Rate] {
                let limits = CountedLimits::laney(kind, &values).unwrap();
                let deviations = values.iter().filter_map(|value| Some((value.value()? - limits.centre) / limits.at(value.chances)?.sigma));
                // Upon a limit, rounding decides.
                prop_assume!(deviations.into_iter().all(|deviation| (deviation.abs() - 3.0).abs() > 1e-9));
                let first = counted_signals(&values, &limits).into_iter().filter(|signal| signal.rule == Rule::Beyond);
                let mut first: Vec<usize> = first.flat_map(|signal| signal.points).collect();
                first.sort_unstable();
                prop_assert_eq!(first, limits.beyond(&values));
            }
        }

        #[test]
        fn values_without_a_chance_change_no_signal_but_its_places(values in shares(), at in 0usize..40) {
            let told: Vec<Counted> = values.into_iter().filter(|value| value.chances > 0.0).collect();
            prop_assume!(told.len() >= FEWEST_FOR_LIMITS);
            let limits = CountedLimits::laney(CountKind::Share, &told).unwrap();
            let (at, mut gapped) = (at.min(told.len()), told.clone());
            gapped.insert(at, Counted { count: 0, chances: 0.0 });
            prop_assert_eq!(CountedLimits::laney(CountKind::Share, &gapped).unwrap(), limits);
            let mut expected = counted_signals(&told, &limits);
            for point in expected.iter_mut().flat_map(|signal| &mut signal.points) {
                *point += usize::from(*point >= at);
            }
            prop_assert_eq!(counted_signals(&gapped, &limits), expected);
        }

        #[test]
        fn where_each_has_as_many_chances_the_rules_say_what_they_say_of_single_values(
            counts in prop::collection::vec(0u64..64, 6..60)
        ) {
            // Powers of two, so that nothing is rounded on the way.
            let values: Vec<Counted> = counts.iter().map(|count| Counted { count: *count, chances: 64.0 }).collect();
            let limits = CountedLimits { kind: CountKind::Rate, values: values.len(), centre: 0.25, sigma_z: 2.0 };
            let single: Vec<f64> = values.iter().filter_map(|value| value.value()).collect();
            prop_assert_eq!(counted_signals(&values, &limits), signals_around(&single, (0.25, 0.125)));
        }
    }
}
