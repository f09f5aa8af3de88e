//! What does a process do by itself whose values are counted? Shares of so many and rates on so many, with limits that widen where few are
//! counted: p, u and c charts, and Laney's p′ and u′, which also hold for thousands.
//!
//! D. C. Montgomery, Introduction to Statistical Quality Control, chapter 7; D. B. Laney, Quality Engineering 14(4), 2002.

use crate::control::{D2, FEWEST_FOR_LIMITS, LimitsError, moving_ranges};

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
    }
}
