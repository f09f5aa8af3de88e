//! Do two kinds differ by more than chance, among those who are alike?

use crate::difference::Proportion;

/// The probability of a difference as large as this or larger, in either direction, if within each stratum both kinds were of one share: the
/// test of Mantel and Haenszel with its correction for continuity (Journal of the National Cancer Institute 22, 1959), which keeps its level
/// in small strata too. None where no stratum has members of both kinds of whom some were hit and some were not: then there is nothing to
/// be tested.
#[must_use]
pub fn association(strata: &[(Proportion, Proportion)]) -> Option<f64> {
    let (mut difference, mut variance) = (0.0, 0.0);
    for (first, second) in strata {
        let [of, other_of] = [first.of, second.of].map(|number| number as f64);
        let (all, hits) = (of + other_of, (first.count + second.count) as f64);
        if all < 2.0 {
            continue;
        }
        difference += first.count as f64 - of * hits / all;
        variance += of * other_of * hits * (all - hits) / (all * all * (all - 1.0));
    }
    if variance <= 0.0 {
        return None;
    }
    let corrected = (difference.abs() - 0.5).max(0.0);
    // Twice the normal distribution's tail.
    Some(libm::erfc(corrected / (2.0 * variance).sqrt()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strata(of: &[[u64; 4]]) -> Vec<(Proportion, Proportion)> {
        let pair = |[count, of, other, other_of]: [u64; 4]| {
            (Proportion { count, of }, Proportion { count: other, of: other_of })
        };
        of.iter().copied().map(pair).collect()
    }

    #[test]
    fn it_finds_what_the_textbooks_find() {
        // Admissions to Berkeley by department (P. J. Bickel et al., Science 187, 1975), and penicillin for rabbits (A. Agresti,
        // Categorical Data Analysis, 1990, p. 231), both as R's mantelhaen.test tells them: X² = 1.4269 and 3.9286.
        let berkeley = [
            [512, 825, 89, 108],
            [353, 560, 17, 25],
            [120, 325, 202, 593],
            [138, 417, 131, 375],
            [53, 191, 94, 393],
            [22, 373, 24, 341],
        ];
        let rabbits = [[0, 6, 0, 5], [3, 6, 0, 6], [6, 6, 2, 6], [5, 6, 6, 6], [2, 2, 5, 5]];
        for (of, expected) in [(&berkeley[..], 0.232_3), (&rabbits[..], 0.047_47)] {
            let found = association(&strata(of)).unwrap();
            assert!((found - expected).abs() < 5e-5, "{found} instead of {expected}");
        }
    }

    #[test]
    fn where_nothing_can_differ_nothing_is_tested() {
        for of in [&[][..], &[[1, 2, 0, 0]], &[[2, 2, 3, 3]], &[[0, 9, 0, 9]], &[[0, 0, 1, 1]]] {
            assert_eq!(association(&strata(of)), None, "{of:?}");
        }
    }

    fn stratum() -> impl Strategy<Value = [u64; 4]> {
        (0u64..60, 0u64..60)
            .prop_flat_map(|(of, other)| (0..=of, 0..=other).prop_map(move |(count, hits)| [count, of, hits, other]))
    }

    proptest! {
        #[test]
        fn it_is_a_probability_and_the_same_whichever_kind_comes_first(of in prop::collection::vec(stratum(), 1..8)) {
            let turned: Vec<[u64; 4]> = of.iter().map(|[a, b, c, d]| [*c, *d, *a, *b]).collect();
            let (there, back) = (association(&strata(&of)), association(&strata(&turned)));
            prop_assert_eq!(there.is_some(), back.is_some());
            if let Some((there, back)) = there.zip(back) {
                prop_assert!((0.0..=1.0).contains(&there) && (there - back).abs() < 1e-9);
            }
        }

        #[test]
        fn a_stratum_of_one_kind_alone_changes_nothing(of in prop::collection::vec(stratum(), 1..8), more in stratum()) {
            let mut with = of.clone();
            with.push([more[0], more[1], 0, 0]);
            prop_assert_eq!(association(&strata(&of)), association(&strata(&with)));
        }
    }
}
