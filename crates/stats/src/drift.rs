//! Does a process drift by little, and keep on? Charts that remember: weighted means (EWMA) and sums of deviations (CUSUM).
//!
//! D. C. Montgomery, Introduction to Statistical Quality Control, chapter 9.

/// A weighted mean with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedMean {
    /// λ times the value plus 1 − λ times the mean before.
    pub mean: f64,
    /// The lower limit at this place.
    pub lower: f64,
    /// The upper one.
    pub upper: f64,
}

/// Sums of deviations in sigmas, less what is let pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeviationSums {
    /// Of those upwards; nothing or more.
    pub above: f64,
    /// Of those downwards; nothing or less.
    pub below: f64,
}

/// The exponentially weighted means of values, the newest with the weight `lambda`, begun at the centre; limits of three sigma, exact for
/// each place.
#[must_use]
pub fn weighted_means(values: &[f64], (centre, sigma): (f64, f64), lambda: f64) -> Vec<WeightedMean> {
    let mut mean = centre;
    // The weight of what is left of the centre.
    let mut rest = 1.0;
    let told = values.iter().map(|value| {
        mean = lambda * value + (1.0 - lambda) * mean;
        rest *= (1.0 - lambda) * (1.0 - lambda);
        let half = 3.0 * sigma * (lambda / (2.0 - lambda) * (1.0 - rest)).sqrt();
        WeightedMean { mean, lower: centre - half, upper: centre + half }
    });
    told.collect()
}

/// The sums of deviations from the centre on both sides, in sigmas, of which each time `slack` is let pass.
#[must_use]
pub fn deviation_sums(values: &[f64], (centre, sigma): (f64, f64), slack: f64) -> Vec<DeviationSums> {
    let (mut above, mut below) = (0.0f64, 0.0f64);
    let told = values.iter().map(|value| {
        let deviation = (value - centre) / sigma;
        above = (above + deviation - slack).max(0.0);
        below = (below + deviation + slack).min(0.0);
        DeviationSums { above, below }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_stays_at_its_centre_never_drifts_and_a_mirrored_process_drifts_the_other_way(
            values in prop::collection::vec(-5.0f64..5.0, 1..40), lambda in 0.05f64..1.0
        ) {
            let still = vec![2.0; values.len()];
            for mean in weighted_means(&still, (2.0, 1.0), lambda) {
                prop_assert!((mean.mean - 2.0).abs() < 1e-12 && mean.lower < 2.0 && mean.upper > 2.0);
            }
            let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
            let sums = deviation_sums(&values, (0.0, 1.0), 0.5).into_iter();
            for (here, there) in sums.zip(deviation_sums(&mirrored, (0.0, 1.0), 0.5)) {
                prop_assert!((here.above + there.below).abs() < 1e-9 && (here.below + there.above).abs() < 1e-9);
            }
        }
    }
}
