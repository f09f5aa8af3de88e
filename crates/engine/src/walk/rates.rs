//! Exchange rates to the reporting currency, by day.

use std::collections::BTreeMap;

use bellwether_model::{Currency, Day};

use super::error::WalkError;

/// How many billionths a rate is stored in: `exchange_rates.rate` is a decimal with nine digits after the point.
const RATE_SCALE: i128 = 1_000_000_000;

/// One rate, valid from its day until the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// First day of validity.
    pub day: i32,
    /// Units of reporting currency for one unit of the foreign currency, in billionths.
    pub billionths: i128,
}

/// The known rates of every foreign currency, sorted by day.
#[derive(Clone, Debug)]
pub struct Rates {
    reporting: Currency,
    by_currency: BTreeMap<Currency, Vec<Rate>>,
}

impl Rates {
    /// No rates: only amounts in the reporting currency can be converted.
    #[must_use]
    pub fn none(reporting: Currency) -> Self {
        Self { reporting, by_currency: BTreeMap::new() }
    }

    /// Adds a rate; of several for one day the last added holds.
    pub fn add(&mut self, currency: Currency, rate: Rate) {
        let rates = self.by_currency.entry(currency).or_default();
        let at = rates.partition_point(|known| known.day < rate.day);
        match rates.get_mut(at) {
            Some(known) if known.day == rate.day => *known = rate,
            _ => rates.insert(at, rate),
        }
    }

    /// The currency all values are expressed in.
    #[must_use]
    pub fn reporting(&self) -> Currency {
        self.reporting
    }

    /// The latest rate of a currency.
    #[must_use]
    pub fn latest(&self, currency: Currency) -> Option<Rate> {
        self.by_currency.get(&currency)?.last().copied()
    }

    /// The days in `[from, to)` on which the rate of `currency` changes.
    pub fn changes(&self, currency: Currency, from: i32, to: i32) -> impl Iterator<Item = i32> + '_ {
        let rates = self.by_currency.get(&currency).map_or(&[][..], Vec::as_slice);
        let start = rates.partition_point(|rate| rate.day < from);
        rates.iter().skip(start).map(|rate| rate.day).take_while(move |day| *day < to)
    }

    /// `minor` units of `currency` on `day` in minor units of the reporting currency, rounded half to even.
    pub fn convert(&self, minor: i64, currency: Currency, day: i32) -> Result<i64, WalkError> {
        if currency == self.reporting || minor == 0 {
            return Ok(minor);
        }
        let rates = self.by_currency.get(&currency).map_or(&[][..], Vec::as_slice);
        let known = rates.partition_point(|rate| rate.day <= day);
        let Some(rate) = known.checked_sub(1).and_then(|index| rates.get(index)) else {
            return Err(WalkError::NoRate { currency, reporting: self.reporting, day: Day(day) });
        };
        let up = 10i128.pow(self.reporting.exponent());
        let down = RATE_SCALE * 10i128.pow(currency.exponent());
        i64::try_from(divide_half_even(i128::from(minor) * rate.billionths * up, down))
            .map_err(|_| WalkError::TooLarge { day: Day(day) })
    }
}

/// `numerator / denominator` rounded half to even; the denominator is positive.
fn divide_half_even(numerator: i128, denominator: i128) -> i128 {
    let (quotient, remainder) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    match (remainder * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_holds_from_its_day_until_the_next_and_rounds_half_to_even() {
        let mut rates = Rates::none(Currency::EUR);
        rates.add(Currency::GBP, Rate { day: 20, billionths: 1_500_000_000 });
        rates.add(Currency::GBP, Rate { day: 10, billionths: 500_000_000 });
        let euro = |minor, day| rates.convert(minor, Currency::GBP, day).expect("a rate");
        assert_eq!([euro(1, 10), euro(3, 19), euro(-1, 10), euro(100, 20)], [0, 2, 0, 150]);
        assert!(rates.convert(1, Currency::GBP, 9).is_err());
        assert_eq!(rates.changes(Currency::GBP, 10, 20).collect::<Vec<_>>(), [10]);
    }

    #[test]
    fn minor_units_of_different_size_are_converted_exactly() {
        let mut rates = Rates::none(Currency::EUR);
        let yen: Currency = "JPY".parse().expect("code");
        rates.add(yen, Rate { day: 0, billionths: 6_000_000 });
        assert_eq!(rates.convert(10_000, yen, 1).expect("a rate"), 6_000);
    }
}
