//! What does a process do by itself? Natural limits of single values and of their moving ranges: the XmR chart.
//!
//! D. J. Wheeler, Understanding Variation (1993); D. C. Montgomery, Introduction to Statistical Quality Control, chapter 6.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

/// From fewer values no limits are computed: "useful limits may be constructed with as few as five or six values" (Wheeler, p. 60).
/// Limits of fewer than twelve are still trial limits.
pub const FEWEST_FOR_LIMITS: usize = 6;

/// The mean range of two values of a normal distribution, in its standard deviations: 2/√π = 1.128379….
pub(crate) const D2: f64 = FRAC_2_SQRT_PI;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    /// There are fewer values than [`FEWEST_FOR_LIMITS`].
    #[error("limits need {FEWEST_FOR_LIMITS} values; there are {values}")]
    TooFew {
        /// How many there are.
        values: usize,
    },
    /// A value is not a number, or too large to count with.
    #[error("value {index} is no number to compute limits with")]
    NotANumber {
        /// Its place.
        index: usize,
    },
}

/// The natural limits of values in the order of time: mean ± 3·MR̄/d2.
pub fn xmr(values: &[f64]) -> Result<Xmr, LimitsError> {
    if values.len() < FEWEST_FOR_LIMITS {
        return Err(LimitsError::TooFew { values: values.len() });
    }
    // Written so that what is not a number is found too.
    if let Some(index) = values.iter().position(|value| !matches!(value.abs(), size if size <= LARGEST)) {
        return Err(LimitsError::NotANumber { index });
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

/// The standard deviation of the range of two values of a normal distribution, in its standard deviations: √(2 − 4/π) = 0.8525….
fn d3() -> f64 {
    (2.0 - 4.0 / PI).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::{RISING, nile};
    use proptest::prelude::*;

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
        assert_eq!(xmr(&[]), Err(LimitsError::TooFew { values: 0 }));
        assert_eq!(xmr(&RISING[..5]), Err(LimitsError::TooFew { values: 5 }));
        assert!(xmr(&RISING[..FEWEST_FOR_LIMITS]).is_ok());
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
            assert_eq!(xmr(&[1.0, 2.0, 3.0, wrong, 2.0, 1.0]), Err(LimitsError::NotANumber { index: 3 }));
        }
        assert_eq!(LimitsError::TooFew { values: 5 }.to_string(), "limits need 6 values; there are 5");
        let error = LimitsError::NotANumber { index: 3 };
        assert_eq!(error.to_string(), "value 3 is no number to compute limits with");
        // As large as a number to compute with may be, and all limits are still numbers.
        let largest = xmr(&[1e150, -1e150, 1e150, -1e150, 1e150, -1e150]).unwrap();
        assert!([largest.lower, largest.upper, largest.moving_range_upper].iter().all(|limit| limit.is_finite()));
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
        fn equal_values_have_limits_without_width(value in -1e9f64..1e9, count in FEWEST_FOR_LIMITS..40) {
            let values = vec![value; count];
            let limits = xmr(&values).unwrap();
            prop_assert_eq!((limits.lower, limits.centre, limits.upper), (value, value, value));
        }
    }
}
