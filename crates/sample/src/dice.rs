//! Seeded chance: what falls for this customer, in this part of their life?
//!
//! Invariant: every draw is integer arithmetic on `ChaCha8` words, so the same seed gives the same company on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A part of a customer's life with chances of its own, so that a change in one part leaves the others as they were.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Profile = 1,
    Contract,
    AddOn,
    Story,
    Portal,
    Basket,
    Referral,
    Rates,
    Walks,
}

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64, customer: u64, part: Part) -> Self {
        let mut key = [0; 32];
        for (place, word) in key.chunks_exact_mut(8).zip([seed, customer, part as u64]) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number from 0 to `n - 1` (0 where `n` is 0).
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as u32) as i32
    }

    /// Whether something happens that does so in `in_100k` of 100,000 cases.
    pub(crate) fn chance(&mut self, in_100k: u32) -> bool {
        self.below(100_000) < in_100k
    }

    pub(crate) fn percent(&mut self, in_100: u32) -> bool {
        self.below(100) < in_100
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u32) as usize]
    }

    /// The place of one of the weights, each as likely as it is heavy.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }

    /// Any 32 bits, to be drawn from later.
    pub(crate) fn word(&mut self) -> u32 {
        self.0.next_u32()
    }
}
