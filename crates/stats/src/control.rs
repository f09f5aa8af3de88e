//! What does a process do by itself? Natural limits of single values and of their moving ranges: the XmR chart.
//!
//! D. J. Wheeler, Understanding Variation (1993); D. C. Montgomery, Introduction to Statistical Quality Control, chapter 6.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};
use std::fmt;

use crate::nelson::{Signal, signals};

/// From fewer values no limits are computed: "useful limits may be constructed with as few as five or six values" (Wheeler, p. 60).
/// Limits of fewer than twelve are still trial limits.
pub const FEWEST_FOR_LIMITS: usize = 6;

/// The mean range of two values of a normal distribution, in its standard deviations: 2/√π = 1.128379….
const D2: f64 = FRAC_2_SQRT_PI;
/// Larger values would leave the numbers when squared or summed.
const LARGEST: f64 = 1e150;

/// Natural limits of a process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Xmr {
    /// How many values they come from.
    pub values: usize,
    /// The mean of the values.
    pub centre: f64,
    /// The mean of the moving ranges.
    pub mean_moving_range: f64,
    /// What the moving ranges say of the spread: their mean / d2.
    pub sigma: f64,
    /// The mean less three sigma.
    pub lower: f64,
    /// The mean plus three sigma.
    pub upper: f64,
    /// The upper limit of the moving ranges, D4 times their mean; D4 = 1 + 3·d3/d2 = 3.2665…, which tables round to 3.267.
    pub moving_range_upper: f64,
}

/// Why there are no limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoLimits {
    /// There are fewer values than [`FEWEST_FOR_LIMITS`].
    TooFew {
        /// How many there are.
        values: usize,
    },
    /// A value is not a number, or too large to count with.
    NotANumber {
        /// Its place.
        index: usize,
    },
}

impl fmt::Display for NoLimits {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { values } => write!(to, "limits need {FEWEST_FOR_LIMITS} values; there are {values}"),
            Self::NotANumber { index } => write!(to, "value {index} is no number to compute limits with"),
        }
    }
}

impl std::error::Error for NoLimits {}

/// The natural limits of values in the order of time: mean ± 3·MR̄/d2.
pub fn xmr(values: &[f64]) -> Result<Xmr, NoLimits> {
    if values.len() < FEWEST_FOR_LIMITS {
        return Err(NoLimits::TooFew { values: values.len() });
    }
    // Written so that what is not a number is found too.
    if let Some(index) = values.iter().position(|value| !matches!(value.abs(), size if size <= LARGEST)) {
        return Err(NoLimits::NotANumber { index });
    }
    let mean_moving_range = mean(&moving_ranges(values));
    // A mean of equal values may miss them by a rounding, and all of them would lie beyond limits without width.
    let centre = if mean_moving_range > 0.0 { mean(values) } else { values[0] };
    let sigma = mean_moving_range / D2;
    Ok(Xmr {
        values: values.len(),
        centre,
        mean_moving_range,
        sigma,
        lower: centre - 3.0 * sigma,
        upper: centre + 3.0 * sigma,
        moving_range_upper: (1.0 + 3.0 * d3() / D2) * mean_moving_range,
    })
}

/// How far each value is from the one before: one fewer than there are values.
#[must_use]
pub fn moving_ranges(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect()
}

/// A part of a run of values with limits of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its first value.
    pub start: usize,
    /// One after its last value.
    pub end: usize,
    /// Its limits, or why it has none.
    pub limits: Result<Xmr, NoLimits>,
}

impl Phase {
    /// Its signals, by their places in the whole run; none where there are no limits. No run of a signal reaches over its ends.
    #[must_use]
    pub fn signals(&self, values: &[f64]) -> Vec<Signal> {
        let Ok(limits) = &self.limits else { return Vec::new() };
        let mut found = signals(&values[self.start..self.end], limits);
        for point in found.iter_mut().flat_map(|signal| &mut signal.points) {
            *point += self.start;
        }
        found
    }
}

/// The values in phases: the first begins with the first value, each other at one of `starts`. The step from one phase to the next
/// is no moving range of either.
#[must_use]
pub fn phases(values: &[f64], starts: &[usize]) -> Vec<Phase> {
    let mut bounds: Vec<usize> = starts.iter().copied().filter(|start| *start < values.len()).collect();
    bounds.extend([0, values.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let phase = |ends: &[usize]| Phase { start: ends[0], end: ends[1], limits: xmr(&values[ends[0]..ends[1]]) };
    bounds.windows(2).map(phase).collect()
}

/// The standard deviation of the range of two values of a normal distribution, in its standard deviations: √(2 − 4/π) = 0.8525….
fn d3() -> f64 {
    (2.0 - 4.0 / PI).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Flow of the Nile at Aswan, 1871 to 1970, in 10⁸ m³ (G. W. Cobb, Biometrika 65, 1978).
    pub(crate) const NILE: [i32; 100] = [
        1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
        1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
        831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781,
        865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838,
        1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
    ];
    pub(crate) const RISING: [f64; 12] = [10.0, 10.2, 10.1, 10.3, 10.4, 10.5, 10.6, 10.7, 10.8, 10.1, 9.9, 10.0];

    pub(crate) fn nile() -> Vec<f64> {
        NILE.map(f64::from).to_vec()
    }

    fn near(found: f64, expected: f64) {
        let miss = (found - expected).abs() / expected.abs().max(1.0);
        assert!(miss < 1e-9, "{found} instead of {expected}");
    }

    #[test]
    fn limits_are_those_that_other_programs_find() {
        let expected = [
            (nile(), [919.35, 133.252_525_252_525_26, 118.091_975_763_361_46, 565.074_072_709_915_6]),
            (RISING.to_vec(), [10.3, 0.181_818_181_818_181_82, 0.161_132_168_264_137_82, 9.816_603_495_207_586]),
        ];
        for (values, [centre, range, sigma, lower]) in expected {
            let limits = xmr(&values).unwrap();
            near(limits.centre, centre);
            near(limits.mean_moving_range, range);
            near(limits.sigma, sigma);
            near(limits.lower, lower);
            near(limits.upper, 2.0 * centre - lower);
        }
        near(xmr(&nile()).unwrap().moving_range_upper, 435.273_627_079_034_1);
        near(xmr(&RISING).unwrap().moving_range_upper, 0.593_914_894_437_736);
    }

    #[test]
    fn too_few_values_and_what_is_no_number_are_answers_of_their_own() {
        assert_eq!(xmr(&[]), Err(NoLimits::TooFew { values: 0 }));
        assert_eq!(xmr(&RISING[..5]), Err(NoLimits::TooFew { values: 5 }));
        assert!(xmr(&RISING[..FEWEST_FOR_LIMITS]).is_ok());
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
            assert_eq!(xmr(&[1.0, 2.0, 3.0, wrong, 2.0, 1.0]), Err(NoLimits::NotANumber { index: 3 }));
        }
        assert_eq!(NoLimits::TooFew { values: 5 }.to_string(), "limits need 6 values; there are 5");
    }

    #[test]
    fn a_phase_has_limits_of_its_own_and_the_step_into_it_is_not_counted() {
        let values: Vec<f64> = (0..20).map(|at| if at < 10 { 50.0 } else { 20.0 } + f64::from(at % 2)).collect();
        let found = phases(&values, &[10, 17]);
        assert_eq!(
            found.iter().map(|phase| (phase.start, phase.end)).collect::<Vec<_>>(),
            [(0, 10), (10, 17), (17, 20)]
        );
        assert_eq!(found[1].limits, xmr(&values[10..17]));
        assert_eq!(found[2].limits, Err(NoLimits::TooFew { values: 3 }));
        near(found[0].limits.unwrap().mean_moving_range, 1.0);
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

    proptest! {
        #[test]
        fn limits_move_and_stretch_with_the_values(
            values in proptest::collection::vec(-1e3f64..1e3, FEWEST_FOR_LIMITS..40), by in -1e3f64..1e3, times in 0.1f64..10.0,
        ) {
            let (before, moved) = (xmr(&values).unwrap(), values.iter().map(|value| value * times + by).collect::<Vec<_>>());
            let after = xmr(&moved).unwrap();
            prop_assert!((after.centre - (before.centre * times + by)).abs() < 1e-6);
            prop_assert!((after.upper - (before.upper * times + by)).abs() < 1e-6);
            prop_assert!((after.moving_range_upper - before.moving_range_upper * times).abs() < 1e-6);
            prop_assert!(after.lower <= after.centre && after.centre <= after.upper);
        }

        #[test]
        fn equal_values_have_limits_without_width_and_no_signal(value in -1e9f64..1e9, count in FEWEST_FOR_LIMITS..40) {
            let values = vec![value; count];
            let limits = xmr(&values).unwrap();
            prop_assert_eq!((limits.lower, limits.centre, limits.upper), (value, value, value));
            prop_assert_eq!(signals(&values, &limits), vec![]);
        }

        #[test]
        fn phases_leave_no_value_out(count in 0usize..60, starts in proptest::collection::vec(0usize..80, 0..6)) {
            let values = vec![1.0; count];
            let found = phases(&values, &starts);
            prop_assert_eq!(found.iter().map(|phase| phase.end - phase.start).sum::<usize>(), count);
            prop_assert!(found.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }
}
