//! How a total is spread over those who make it up.

/// How few, largest first, make up at least a given share of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The share asked for, in hundredths of the total.
    pub percent: u8,
    /// The smallest number of largest values that reach it; 0 where the total is not positive.
    pub count: usize,
    /// What they add up to.
    pub sum: i128,
}

/// Splits values, sorted largest first, into ten parts whose sizes differ by at most one; larger parts come first.
#[must_use]
pub fn deciles(descending: &[i64]) -> Vec<&[i64]> {
    let (size, larger) = (descending.len() / 10, descending.len() % 10);
    let mut rest = descending;
    (0..10)
        .map(|index| {
            let (part, later) = rest.split_at(size + usize::from(index < larger));
            rest = later;
            part
        })
        .collect()
}

/// For each share in `percents`, how few of the values, sorted largest first, reach it: the points of a Lorenz curve read from the
/// top (M. O. Lorenz, Publications of the American Statistical Association 9(70), 1905).
#[must_use]
pub fn concentration(descending: &[i64], percents: &[u8]) -> Vec<Share> {
    let total: i128 = descending.iter().map(|value| i128::from(*value)).sum();
    percents
        .iter()
        .map(|&percent| {
            let (mut sum, mut count) = (0i128, 0);
            for value in descending {
                if total <= 0 || sum * 100 >= total * i128::from(percent) {
                    break;
                }
                sum += i128::from(*value);
                count += 1;
            }
            Share { percent, count, sum }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_large_value_among_nine_small_ones_is_half_of_the_total() {
        let mut values = vec![9];
        values.extend([1; 9]);
        let shares = concentration(&values, &[50, 80, 100]);
        assert_eq!(
            shares.iter().map(|share| (share.count, share.sum)).collect::<Vec<_>>(),
            [(1, 9), (7, 15), (10, 18)]
        );
    }

    #[test]
    fn what_is_owed_or_nothing_at_all_is_made_up_by_nobody() {
        for values in [&[][..], &[0, 0], &[3, -3], &[2, -5]] {
            assert_eq!(concentration(values, &[50]), [Share { percent: 50, count: 0, sum: 0 }]);
        }
    }

    #[test]
    fn a_share_is_reached_as_soon_as_it_is_met_exactly() {
        let shares = concentration(&[50, 30, 20], &[0, 50, 51, 80, 100]);
        assert_eq!(shares.iter().map(|share| share.count).collect::<Vec<_>>(), [0, 1, 2, 2, 3]);
        assert_eq!(shares.iter().map(|share| share.percent).collect::<Vec<_>>(), [0, 50, 51, 80, 100]);
    }

    #[test]
    fn the_larger_of_ten_parts_come_first() {
        let values: Vec<i64> = (0..23).rev().collect();
        assert_eq!(deciles(&values).iter().map(|part| part.len()).collect::<Vec<_>>(), [3, 3, 3, 2, 2, 2, 2, 2, 2, 2]);
    }

    proptest! {
        #[test]
        fn a_share_is_reached_by_its_count_and_missed_by_one_fewer(
            mut values in proptest::collection::vec(0i64..1_000, 1..100), percent in 1u8..=100,
        ) {
            values.sort_unstable_by(|a, b| b.cmp(a));
            let total: i64 = values.iter().sum();
            prop_assume!(total > 0);
            let share = concentration(&values, &[percent]).remove(0);
            let of = |count: usize| values[..count].iter().sum::<i64>();
            prop_assert_eq!(share.sum, i128::from(of(share.count)));
            prop_assert!(of(share.count) * 100 >= total * i64::from(percent));
            prop_assert!(of(share.count - 1) * 100 < total * i64::from(percent));
        }

        #[test]
        fn deciles_leave_nobody_out_and_keep_the_order(mut values in proptest::collection::vec(-1_000i64..1_000, 0..200)) {
            values.sort_unstable_by(|a, b| b.cmp(a));
            let tenths = deciles(&values);
            prop_assert_eq!(tenths.len(), 10);
            prop_assert_eq!(tenths.concat(), values.clone());
            prop_assert!(tenths.windows(2).all(|pair| pair[0].len() >= pair[1].len() && pair[0].len() - pair[1].len() <= 1));
        }

        #[test]
        fn a_larger_share_never_needs_fewer(mut values in proptest::collection::vec(0i64..1_000, 0..100)) {
            values.sort_unstable_by(|a, b| b.cmp(a));
            let shares = concentration(&values, &[10, 50, 80, 100]);
            prop_assert!(shares.windows(2).all(|pair| pair[0].count <= pair[1].count));
        }
    }
}
