//! Volume and value, side by side.

use bellwether_words::Words;
use serde::Serialize;
use utoipa::ToSchema;

/// Customers and money, side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// How many customers.
    pub customers: i64,
    /// What they are worth, in whole minor units of the currency, signed.
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
