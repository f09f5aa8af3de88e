//! Amounts by size: what is the middle one of any number of them?
//!
//! Kept in classes of size, sixteen from one power of two to the next, with the sum of each: the middle amount is told as the mean of
//! its class, which is exact where a class holds one price, and else at most 7 in 100 off. Signs play no part, and 0 is no amount.

/// Sizes of any number of amounts in one currency.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// By their numbers, up to the largest that was seen: how many amounts, and their sum.
    classes: Vec<(u64, u128)>,
    rows: u64,
}

impl Amounts {
    /// Takes one more, in minor units.
    pub fn note(&mut self, minor: i64) {
        let size = minor.unsigned_abs();
        if size > 0 {
            let class = class_of(size);
            if self.classes.len() <= class {
                self.classes.resize(class + 1, (0, 0));
            }
            let (rows, sum) = &mut self.classes[class];
            *rows += 1;
            *sum += u128::from(size);
            self.rows += 1;
        }
    }

    /// Takes all of others.
    pub fn join(&mut self, others: &Self) {
        if self.classes.len() < others.classes.len() {
            self.classes.resize(others.classes.len(), (0, 0));
        }
        for (own, (rows, sum)) in self.classes.iter_mut().zip(&others.classes) {
            *own = (own.0 + rows, own.1 + sum);
        }
        self.rows += others.rows;
    }

    /// How many they are.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The middle one, in minor units; none where there are none.
    pub fn middle(&self) -> Option<i64> {
        let mut before = 0;
        let class = self.classes.iter().find(|(rows, _)| {
            before += rows;
            *rows > 0 && before * 2 >= self.rows
        });
        class.and_then(|(rows, sum)| i64::try_from(sum / u128::from(*rows)).ok())
    }
}

/// Sizes below 16 have a class each.
fn class_of(size: u64) -> usize {
    let octave = size.max(16).ilog2() - 4;
    (octave * 16) as usize + (size >> octave) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_amount_is_that_of_the_sorted_amounts_within_7_in_100() {
        for seed in 1_i64..200 {
            let mut sizes: Vec<i64> =
                (0..seed).map(|row| (row * row * 7_919 + seed * 31) % (1 << (seed % 40 + 4)) + 1).collect();
            let mut amounts = Amounts::default();
            for size in &sizes {
                amounts.note(if size % 3 == 0 { -size } else { *size });
            }
            amounts.note(0);
            sizes.sort_unstable();
            let (middle, told) = (sizes[(sizes.len() - 1) / 2], amounts.middle().unwrap());
            assert!((told - middle).abs() * 100 <= middle * 7, "{told} for {middle} of {sizes:?}");
        }
        let mut one_price = Amounts::default();
        for _ in 0..50 {
            one_price.note(4_999);
        }
        assert_eq!(one_price.middle(), Some(4_999), "exact where there is one price");
        assert_eq!(Amounts::default().middle(), None);
    }
}
