//! What remains of many comparisons once it counts how many were tried?

use crate::difference::Estimate;

/// The level at which something counts as found, and as confirmed.
pub const LEVEL: f64 = 0.05;

/// One comparison, as made among some.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The difference.
    pub difference: Estimate,
    /// The probability of one as large by chance; none where nothing can be tested.
    pub p: Option<f64>,
}

/// What became of a comparison that was made twice, each time among others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screened {
    /// The first probability, corrected for how many were tried: the smallest share of false ones among those found at which it is found.
    pub found_p: f64,
    /// The second, corrected for how many were found; none where the first did not find it, or the second was not made.
    pub confirmed_p: Option<f64>,
    /// Whether it was found.
    pub is_found: bool,
    /// Whether it was found and confirmed: the same way again, and beyond chance.
    pub is_confirmed: bool,
}

/// Looks for what differs among some, and confirms it among others. What is found is found by Benjamini and Hochberg's procedure, so that of
/// those found few are false; what is confirmed is so by Holm's among those found, on others than found it. Of all that is confirmed then nothing
/// is due to chance, but in [`LEVEL`] of all cases: whatever was found, and however the comparisons depend on each other.
#[must_use]
pub fn screened(comparisons: &[(Compared, Option<Compared>)]) -> Vec<Screened> {
    let first: Vec<f64> = comparisons.iter().map(|(first, _)| first.p.unwrap_or(1.0)).collect();
    let first = benjamini_hochberg(&first);
    let found: Vec<usize> = (0..first.len()).filter(|at| first[*at] <= LEVEL).collect();
    let second: Vec<Option<f64>> =
        found.iter().map(|at| comparisons[*at].1.map(|second| second.p.unwrap_or(1.0))).collect();
    // One that was not made again counts among those found all the same.
    let corrected = holm(&second.iter().map(|p| p.unwrap_or(1.0)).collect::<Vec<_>>());
    let mut all: Vec<Screened> = first
        .into_iter()
        .map(|found_p| Screened { found_p, confirmed_p: None, is_found: found_p <= LEVEL, is_confirmed: false })
        .collect();
    for ((at, p), was_made) in found.into_iter().zip(corrected).zip(second) {
        let (first, second) = comparisons[at];
        let is_same_way = second.is_some_and(|second| second.difference.estimate * first.difference.estimate > 0.0);
        all[at].confirmed_p = was_made.map(|_| p);
        all[at].is_confirmed = p <= LEVEL && is_same_way;
    }
    all
}

/// Probabilities corrected so that among all of them none is at most a level by chance but in that share of cases (S. Holm, Scandinavian Journal
/// of Statistics 6, 1979).
#[must_use]
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let order = ascending(probabilities);
    let mut corrected = vec![1.0; probabilities.len()];
    let mut least = 0.0_f64;
    for (place, at) in order.into_iter().enumerate() {
        least = least.max(probabilities[at] * (probabilities.len() - place) as f64).min(1.0);
        corrected[at] = least;
    }
    corrected
}

/// Probabilities corrected so that of those at most a level, that share is false on average (Y. Benjamini and Y. Hochberg, Journal of the Royal
/// Statistical Society B 57, 1995).
#[must_use]
pub fn benjamini_hochberg(probabilities: &[f64]) -> Vec<f64> {
    let order = ascending(probabilities);
    let mut corrected = vec![1.0; probabilities.len()];
    let mut most = 1.0_f64;
    for (place, at) in order.into_iter().enumerate().rev() {
        most = most.min(probabilities[at] * probabilities.len() as f64 / (place + 1) as f64);
        corrected[at] = most;
    }
    corrected
}

fn ascending(probabilities: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Proportion, association, difference_within};

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
        }
    }

    /// The fifteen comparisons of Benjamini and Hochberg's paper.
    const PUBLISHED: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];

    #[test]
    fn as_many_are_left_as_in_the_papers() {
        let left = |corrected: &[f64]| corrected.iter().filter(|p| **p <= 0.05).count();
        // At 5 % the paper rejects four hypotheses by its own procedure and three by those that let no false one through.
        assert_eq!((left(&benjamini_hochberg(&PUBLISHED)), left(&holm(&PUBLISHED))), (4, 3));
        near(&benjamini_hochberg(&PUBLISHED)[3..5], &[0.035_625, 0.060_3]);
        near(&holm(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]);
        near(&holm(&[]), &[]);
        near(&benjamini_hochberg(&[0.7]), &[0.7]);
    }

    /// Numbers by chance, the same for the same seed (Steele, Lea and Flood's `SplitMix64`).
    struct Chance(u64);

    impl Chance {
        fn share(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        }

        fn of(&mut self, of: u64, share: f64) -> Proportion {
            Proportion { count: (0..of).filter(|_| self.share() < share).count() as u64, of }
        }

        /// In four strata of different shares the first kind is so much above the second.
        fn compared(&mut self, more: f64) -> Compared {
            let shares = [0.05, 0.1, 0.2, 0.3];
            let strata = shares.map(|share| (self.of(60, share + more), self.of(90, share)));
            Compared { difference: difference_within(&strata).unwrap(), p: association(&strata) }
        }
    }

    /// In how many of the seeds something is confirmed, of twenty comparisons with these differences in the first and the second half.
    fn confirmed(seeds: u64, first: f64, second: f64) -> usize {
        let is_any = |seed| {
            let chance = &mut Chance(seed);
            let mut pair = |_| (chance.compared(first), Some(chance.compared(second)));
            screened(&(0..20).map(&mut pair).collect::<Vec<_>>()).iter().any(|it| it.is_confirmed)
        };
        (0..seeds).filter(|seed| is_any(*seed)).count()
    }

    #[test]
    fn by_chance_something_is_confirmed_in_fewer_than_one_of_twenty_cases() {
        assert!(confirmed(200, 0.0, 0.0) <= 4);
        // All was true of the first half and is so no more: all is found, and nothing may be confirmed.
        let seeds = 400;
        let found = confirmed(seeds, 0.2, 0.0);
        assert!(found <= seeds as usize / 20, "{found} of {seeds}");
        // Uncorrected, something would be in more than a fifth.
        let uncorrected = |seed| {
            let chance = &mut Chance(seed);
            (0..20).map(|_| chance.compared(0.0)).any(|it| it.p.unwrap() < LEVEL && it.difference.estimate > 0.0)
        };
        let uncorrected = (0..seeds).filter(|seed| uncorrected(*seed)).count();
        assert!(uncorrected > seeds as usize / 5, "{uncorrected} of {seeds}");
        // What is true of both is confirmed.
        assert_eq!(confirmed(20, 0.2, 0.2), 20);
    }

    #[test]
    fn probabilities_of_what_does_not_differ_are_even_or_too_large() {
        let chance = &mut Chance(1);
        let all: Vec<f64> = (0..2_000).map(|_| chance.compared(0.0).p.unwrap()).collect();
        for level in [0.01, 0.05, 0.1, 0.25, 0.5] {
            let share = all.iter().filter(|p| **p <= level).count() as f64 / all.len() as f64;
            let chance = 3.0 * (level * (1.0 - level) / all.len() as f64).sqrt();
            assert!(share <= level + chance && share > level / 3.0, "{share} at {level}");
        }
    }

    #[test]
    fn what_turns_round_is_not_confirmed_and_what_is_not_made_again_is_neither() {
        let of = |estimate: f64, p| {
            let difference = Estimate { estimate, low: estimate - 0.01, high: estimate + 0.01 };
            Compared { difference, p: Some(p) }
        };
        let all = screened(&[
            (of(0.2, 1e-6), Some(of(-0.2, 1e-6))),
            (of(0.2, 1e-6), None),
            (of(0.2, 1e-6), Some(of(0.2, 1e-6))),
            (of(0.0, 0.9), Some(of(0.2, 1e-6))),
        ]);
        let told: Vec<_> = all.iter().map(|it| (it.is_found, it.is_confirmed, it.confirmed_p.is_some())).collect();
        assert_eq!(told, [(true, false, true), (true, false, false), (true, true, true), (false, false, false)]);
    }

    proptest! {
        #[test]
        fn corrections_only_raise_and_keep_the_order_and_the_stricter_one_is_never_lower(
            probabilities in prop::collection::vec(0.0..=1.0f64, 1..30)
        ) {
            let (strict, mild) = (holm(&probabilities), benjamini_hochberg(&probabilities));
            for (at, p) in probabilities.iter().enumerate() {
                prop_assert!(*p <= mild[at] + 1e-12 && mild[at] <= strict[at] + 1e-12 && strict[at] <= 1.0);
                for (other, q) in probabilities.iter().enumerate().filter(|(_, q)| p < q) {
                    prop_assert!(strict[at] <= strict[other] && mild[at] <= mild[other], "{} {}", p, q);
                }
            }
        }
    }
}
