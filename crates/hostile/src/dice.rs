//! Seeded chance.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn number(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 to `n - 1`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.number() % n.max(1) as u64) as usize
    }

    /// A number from 0 to `n - 1`, seldom a large one.
    pub fn small_below(&mut self, n: usize) -> usize {
        let most = 1 + self.below(n);
        let most = 1 + self.below(most);
        self.below(most)
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A number that is likely to be too large for something, or too small.
    pub fn extreme(&mut self) -> i64 {
        let shift = self.below(64);
        match self.below(8) {
            0 => i64::MAX,
            1 => i64::MIN,
            2 => i64::from(i32::MAX),
            3 => i64::from(i32::MIN),
            4 => -1,
            5 => 0,
            6 => (1_u64 << shift) as i64,
            _ => (1_u64 << shift).wrapping_sub(1) as i64,
        }
    }
}
