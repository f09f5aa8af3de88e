//! How do two shares differ, alone and among those who are alike?

use crate::survival::Z_95;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proportion {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub estimate: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Proportion {
    /// The share; none of nobody.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }

    /// The share with its score interval (E. B. Wilson, JASA 22, 1927); none of nobody.
    #[must_use]
    pub fn wilson(self) -> Option<Estimate> {
        let (share, n) = (self.share()?, self.of as f64);
        let squared = Z_95 * Z_95;
        let centre = (share + squared / (2.0 * n)) / (1.0 + squared / n);
        let half = Z_95 / (1.0 + squared / n) * (share * (1.0 - share) / n + squared / (4.0 * n * n)).sqrt();
        // Of none or all the score interval begins or ends there, which rounding may miss.
        let low = if self.count == 0 { 0.0 } else { centre - half };
        let high = if self.count == self.of { 1.0 } else { centre + half };
        Some(Estimate { estimate: share, low, high })
    }
}

/// The first share less the second, with its hybrid score interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10); none
/// where one is of nobody.
#[must_use]
pub fn difference(first: Proportion, second: Proportion) -> Option<Estimate> {
    let (first, second) = (first.wilson()?, second.wilson()?);
    let estimate = first.estimate - second.estimate;
    let below = (first.estimate - first.low).hypot(second.high - second.estimate);
    let above = (first.high - first.estimate).hypot(second.estimate - second.low);
    Some(Estimate { estimate, low: estimate - below, high: estimate + above })
}

/// The difference of shares among those who are alike: of each stratum the first share less the second, weighted as by Mantel and Haenszel,
/// with Sato's variance, which holds for many small strata as for few large ones (T. Sato, Biometrics 45, 1989). None where no stratum
/// has members of both kinds.
#[must_use]
pub fn difference_within(strata: &[(Proportion, Proportion)]) -> Option<Estimate> {
    let (mut weight, mut sum) = (0.0, 0.0);
    // The two sums of Sato's variance, the first of which counts by the estimate.
    let (mut by_estimate, mut apart) = (0.0, 0.0);
    for (first, second) in strata.iter().filter(|(first, second)| first.of > 0 && second.of > 0) {
        let [hits, of] = [first.count, first.of].map(|number| number as f64);
        let [other_hits, other_of] = [second.count, second.of].map(|number| number as f64);
        let all = of + other_of;
        weight += of * other_of / all;
        sum += (hits * other_of - other_hits * of) / all;
        by_estimate +=
            (of * of * other_hits - other_of * other_of * hits + of * other_of * (other_of - of) / 2.0) / (all * all);
        apart += (hits * (other_of - other_hits) + other_hits * (of - hits)) / (2.0 * all);
    }
    if weight <= 0.0 {
        return None;
    }
    let estimate = sum / weight;
    let deviation = (estimate * by_estimate + apart).max(0.0).sqrt() / weight;
    let [low, high] = [-1.0, 1.0].map(|side| (estimate + side * Z_95 * deviation).clamp(-1.0, 1.0));
    Some(Estimate { estimate, low, high })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(count: u64, of: u64) -> Proportion {
        Proportion { count, of }
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-5, "{found} instead of {expected}");
    }

    #[test]
    fn intervals_are_those_of_the_papers() {
        // Newcombe (1998), table II, method 10.
        for ((first, second), low, high) in [
            ((of(56, 70), of(48, 80)), 0.0524, 0.3339),
            ((of(9, 10), of(3, 10)), 0.1705, 0.8090),
            ((of(10, 10), of(0, 20)), 0.6791, 1.0),
            ((of(5, 56), of(0, 29)), -0.0381, 0.1926),
        ] {
            let found = difference(first, second).unwrap();
            near(found.low, low);
            near(found.high, high);
        }
        assert_eq!(difference(of(0, 0), of(1, 2)), None);
        near(of(0, 5).wilson().unwrap().low, 0.0);
        near(of(5, 5).wilson().unwrap().high, 1.0);
    }

    #[test]
    fn what_differs_between_strata_alone_is_no_difference_within_them() {
        // In each stratum the shares are equal, but the first kind is found in the worse one.
        let strata = [(of(80, 100), of(8, 10)), (of(1, 10), of(10, 100))];
        let within = difference_within(&strata).unwrap();
        near(within.estimate, 0.0);
        assert!(within.low < 0.0 && within.high > 0.0);
        assert!(difference(of(81, 110), of(18, 110)).unwrap().low > 0.4);
        assert_eq!(difference_within(&[(of(1, 2), of(0, 0)), (of(0, 0), of(1, 2))]), None);
    }

    fn proportion() -> impl Strategy<Value = Proportion> {
        (1u64..400).prop_flat_map(|of| (0..=of).prop_map(move |count| Proportion { count, of }))
    }

    proptest! {
        #[test]
        fn within_one_stratum_it_is_the_plain_difference_with_its_plain_variance(first in proportion(), second in proportion()) {
            let within = difference_within(&[(first, second)]).unwrap();
            let variance = |it: Proportion| it.share().unwrap() * (1.0 - it.share().unwrap()) / it.of as f64;
            let half = Z_95 * (variance(first) + variance(second)).sqrt();
            let estimate = first.share().unwrap() - second.share().unwrap();
            prop_assert!((within.estimate - estimate).abs() < 1e-9);
            prop_assert!((within.low - (estimate - half).max(-1.0)).abs() < 1e-6, "{within:?} {half}");
        }

        #[test]
        fn intervals_hold_their_estimates_and_turn_round_with_their_sides(first in proportion(), second in proportion()) {
            let (there, back) = (difference(first, second).unwrap(), difference(second, first).unwrap());
            prop_assert!(there.low <= there.estimate && there.estimate <= there.high);
            prop_assert!((there.low + back.high).abs() < 1e-9 && (there.high + back.low).abs() < 1e-9);
            prop_assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&there.low) && (-1.0 - 1e-9..=1.0 + 1e-9).contains(&there.high));
        }
    }
}
