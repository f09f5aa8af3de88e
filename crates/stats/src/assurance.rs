//! Will a process by itself meet its target? What its limits promise of the values to come, as long as nothing changes.
//!
//! NHS England, Making Data Count: "assurance" on its SPC charts. It says nothing of whether anything changed; that is for the signals.

use crate::control::Xmr;
use crate::counted::{Counted, CountedLimits};

/// What the limits of a process say of its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assurance {
    /// All that the process does by itself is at least as good as the target.
    Meets,
    /// All that the process does by itself falls short of the target.
    Misses,
    /// The target lies within the limits: it is met by luck.
    HitOrMiss,
}

/// Which values are the better ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Better {
    /// The more, the better.
    Higher,
    /// The less, the better.
    Lower,
}

impl Better {
    /// Whether a value meets a target; the target itself does.
    #[must_use]
    pub fn is_met(self, value: f64, target: f64) -> bool {
        match self {
            Self::Higher => value >= target,
            Self::Lower => value <= target,
        }
    }
}

/// What a lower and an upper limit say of a target; the target itself counts as met. Where the limits differ from value to value,
/// they are those of a typical one: [`CountedLimits::assurance`]. Of what is no number nothing is promised: hit or miss.
#[must_use]
pub fn assurance((lower, upper): (f64, f64), target: f64, better: Better) -> Assurance {
    let (worst, best) = match better {
        Better::Higher => (lower, upper),
        Better::Lower => (upper, lower),
    };
    if [lower, upper, target].iter().any(|number| number.is_nan()) {
        Assurance::HitOrMiss
    } else if better.is_met(worst, target) {
        Assurance::Meets
    } else if better.is_met(best, target) {
        Assurance::HitOrMiss
    } else {
        Assurance::Misses
    }
}

impl Xmr {
    /// What the natural limits say of a target for single values.
    #[must_use]
    pub fn assurance(&self, target: f64, better: Better) -> Assurance {
        assurance((self.lower, self.upper), target, better)
    }
}

impl CountedLimits {
    /// What the limits of a value on so many chances say of a target; nothing without a chance. A single period with few chances
    /// has wide limits and would make nearly every target hit or miss, so ask with [`typical_chances`].
    #[must_use]
    pub fn assurance(&self, chances: f64, target: f64, better: Better) -> Option<Assurance> {
        self.at(chances).map(|at| assurance((at.lower, at.upper), target, better))
    }
}

/// The median of the chances, of the values that have one: on how many a value of this run usually rests.
#[must_use]
pub fn typical_chances(values: &[Counted]) -> Option<f64> {
    let mut chances: Vec<f64> = values.iter().map(|value| value.chances).filter(|chances| *chances > 0.0).collect();
    chances.sort_by(f64::total_cmp);
    let (below, above) = (chances.get(chances.len().checked_sub(1)? / 2)?, chances.get(chances.len() / 2)?);
    Some(f64::midpoint(*below, *above))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::control::xmr;
    use crate::counted::CountKind;
    use crate::published::nile;

    fn limits() -> impl Strategy<Value = (f64, f64)> {
        (-1_000i32..1_000, 0i32..500).prop_map(|(lower, width)| (f64::from(lower), f64::from(lower + width)))
    }

    fn better() -> impl Strategy<Value = Better> {
        prop_oneof![Just(Better::Higher), Just(Better::Lower)]
    }

    #[test]
    fn a_target_upon_a_limit_is_met_there() {
        for (better, expected) in [
            (
                Better::Higher,
                [Assurance::Meets, Assurance::Meets, Assurance::HitOrMiss, Assurance::HitOrMiss, Assurance::Misses],
            ),
            (
                Better::Lower,
                [Assurance::Misses, Assurance::HitOrMiss, Assurance::HitOrMiss, Assurance::Meets, Assurance::Meets],
            ),
        ] {
            assert_eq!(
                [2.9, 3.0, 4.0, 5.0, 5.1].map(|target| assurance((3.0, 5.0), target, better)),
                expected,
                "{better:?}"
            );
        }
        assert_eq!(assurance((3.0, 5.0), f64::NAN, Better::Higher), Assurance::HitOrMiss);
        assert_eq!(assurance((f64::NAN, 5.0), 6.0, Better::Higher), Assurance::HitOrMiss);
    }

    #[test]
    fn the_natural_limits_of_the_nile_promise_no_more_than_they_hold() {
        let limits = xmr(&nile()).unwrap();
        let told = [500.0, 900.0, 1_300.0].map(|target| limits.assurance(target, Better::Higher));
        assert_eq!(told, [Assurance::Meets, Assurance::HitOrMiss, Assurance::Misses]);
    }

    #[test]
    fn few_chances_promise_less_than_a_typical_number_of_them() {
        let value = |count, chances| Counted { count, chances };
        let mut values: Vec<Counted> = (0..11).map(|at| value(930 + at % 3, 1_000.0)).collect();
        values.extend([value(0, 0.0), value(9, 10.0)]);
        let limits = CountedLimits::plain(CountKind::Share, &values).unwrap();
        assert_eq!(typical_chances(&values), Some(1_000.0));
        assert_eq!(limits.assurance(1_000.0, 0.9, Better::Higher), Some(Assurance::Meets));
        assert_eq!(limits.assurance(10.0, 0.9, Better::Higher), Some(Assurance::HitOrMiss));
        assert_eq!(limits.assurance(0.0, 0.9, Better::Higher), None);
        assert_eq!((typical_chances(&[]), typical_chances(&[value(0, 0.0)])), (None, None));
        assert_eq!(typical_chances(&[value(0, 4.0), value(0, 1.0)]), Some(2.5));
    }

    proptest! {
        #[test]
        fn a_process_that_meets_its_target_has_no_value_within_its_limits_that_does_not(
            (lower, upper) in limits(), target in -1_200i32..1_700, better in better(), share in 0.0f64..=1.0,
        ) {
            let (target, value) = (f64::from(target), (lower + (upper - lower) * share).clamp(lower, upper));
            let met = better.is_met(value, target);
            match assurance((lower, upper), target, better) {
                Assurance::Meets => prop_assert!(met),
                Assurance::Misses => prop_assert!(!met),
                Assurance::HitOrMiss => {
                    prop_assert!(better.is_met(lower, target) != better.is_met(upper, target));
                    prop_assert!(lower <= target && target <= upper);
                }
            }
        }

        #[test]
        fn a_target_that_is_easier_is_never_assured_less((lower, upper) in limits(), target in -1_200i32..1_700, by in 0i32..300) {
            let rank = |target: i32| match assurance((lower, upper), f64::from(target), Better::Higher) {
                Assurance::Misses => 0,
                Assurance::HitOrMiss => 1,
                Assurance::Meets => 2,
            };
            prop_assert!(rank(target - by) >= rank(target));
        }

        #[test]
        fn a_mirrored_process_is_assured_the_same((lower, upper) in limits(), target in -1_200i32..1_700) {
            let target = f64::from(target);
            let (higher, lower) = (assurance((lower, upper), target, Better::Higher), assurance((-upper, -lower), -target, Better::Lower));
            prop_assert_eq!(higher, lower);
        }

        #[test]
        fn a_typical_number_of_chances_has_as_many_above_as_below(chances in prop::collection::vec(0u32..50, 0..40)) {
            let values: Vec<Counted> = chances.iter().map(|chances| Counted { count: 0, chances: f64::from(*chances) }).collect();
            let told: Vec<f64> = values.iter().map(|value| value.chances).filter(|chances| *chances > 0.0).collect();
            match typical_chances(&values) {
                None => prop_assert!(told.is_empty()),
                Some(typical) => {
                    prop_assert!(told.iter().filter(|chances| **chances < typical).count() * 2 <= told.len());
                    prop_assert!(told.iter().filter(|chances| **chances > typical).count() * 2 <= told.len());
                }
            }
        }
    }
}
