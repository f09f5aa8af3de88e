//! Volume and value, side by side.

use bellwether_words::Words;

/// Customers and money, side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub customers: i64,
    pub minor: i128,
}

impl Figure {
    /// Both sides in one phrase.
    #[must_use]
    pub fn phrase(self, words: Words<'_>) -> String {
        words.with("figure", &[("customers", &words.customers(self.customers)), ("money", &words.money(self.minor))])
    }
}

impl std::ops::Add for Figure {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { customers: self.customers + other.customers, minor: self.minor + other.minor }
    }
}

impl std::iter::Sum for Figure {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::default(), |sum, figure| sum + figure)
    }
}
