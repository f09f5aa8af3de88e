//! Currencies and their minor units; money is an `i64` of minor units wherever it is stored.

mod iso_4217;

use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A currency of ISO 4217, in use or withdrawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Why a currency or an amount was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CurrencyError {
    /// Not the code of a currency.
    #[error("'{0}' is not a currency; write its code in ISO 4217, such as EUR")]
    BadCode(String),
    /// Not an amount of the currency.
    #[error("'{text}' is no amount of {currency}; write digits with at most {digits} of them after a point, e.g. {example}", digits = currency.exponent(), example = currency.decimal(1_250_000))]
    BadAmount {
        /// What was written.
        text: String,
        /// The currency.
        currency: Currency,
    },
    /// More than [`LARGEST_AMOUNT`].
    #[error("the amount {0} is larger than can be counted; more than a hundred trillion is a number that is no money")]
    TooLarge(Decimal),
}

impl Currency {
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// US dollar.
    pub const USD: Self = Self(*b"USD");

    /// The codes of all currencies, in use or withdrawn.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        iso_4217::codes()
    }

    /// Digits after the decimal point: 2 for most, 0 for yen, 3 for dinars.
    #[must_use]
    pub fn exponent(self) -> u32 {
        iso_4217::digits(self.0)
    }

    /// Whether people pay with it today: neither withdrawn nor a mere unit of account.
    #[must_use]
    pub fn is_in_circulation(self) -> bool {
        iso_4217::is_in_circulation(self.0)
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The minor units of a plain decimal amount such as `2500` or `-12.30`, exactly; one with more digits than the currency has is
    /// refused.
    pub fn minor(self, text: &str) -> Result<i64, CurrencyError> {
        let bad = || CurrencyError::BadAmount { text: text.to_owned(), currency: self };
        let amount: Decimal = text.trim().parse().map_err(|_| bad())?;
        if amount.normalize().scale() > self.exponent() { Err(bad()) } else { minor_from_decimal(amount, self) }
    }

    /// Writes `minor` units as a plain decimal number without currency sign or grouping, e.g. `-12.30`.
    #[must_use]
    pub fn decimal(self, minor: i128) -> String {
        let scale = 10u128.pow(self.exponent());
        let (sign, absolute) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
        match self.exponent() {
            0 => format!("{sign}{absolute}"),
            digits => format!("{sign}{}.{:0width$}", absolute / scale, absolute % scale, width = digits as usize),
        }
    }
}

/// The largest single amount, in minor units: a hundred trillion of a currency with two decimals. A mistaken column (a number of an account, a
/// telephone) is not taken for money, and the sums of hundreds of such amounts still fit into 64 bits.
pub const LARGEST_AMOUNT: i64 = 10_000_000_000_000_000;

/// Converts a decimal amount of `currency` into minor units, rounded half to even; none of more than [`LARGEST_AMOUNT`].
pub fn minor_from_decimal(amount: Decimal, currency: Currency) -> Result<i64, CurrencyError> {
    let minor = rounded_minor(amount, currency)?;
    if minor.unsigned_abs() > LARGEST_AMOUNT.unsigned_abs() { Err(CurrencyError::TooLarge(amount)) } else { Ok(minor) }
}

fn rounded_minor(amount: Decimal, currency: Currency) -> Result<i64, CurrencyError> {
    if let Some(needed) = currency.exponent().checked_sub(amount.scale()) {
        // As nearly always, there is nothing to be rounded.
        let minor = amount.mantissa().checked_mul(10_i128.pow(needed));
        return minor.and_then(|minor| i64::try_from(minor).ok()).ok_or(CurrencyError::TooLarge(amount));
    }
    let scale = Decimal::from(10u32.pow(currency.exponent()));
    amount
        .checked_mul(scale)
        .map(|minor| minor.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven))
        .and_then(|minor| minor.to_i64())
        .ok_or(CurrencyError::TooLarge(amount))
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        let upper = text.trim().to_ascii_uppercase();
        match <[u8; 3]>::try_from(upper.as_bytes()) {
            Ok(code) if iso_4217::is_currency(code) => Ok(Self(code)),
            _ => Err(CurrencyError::BadCode(text.to_owned())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Currency {
    fn schema() -> RefOr<Schema> {
        let code = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[A-Z]{3}$"));
        code.description(Some("A currency's code as of ISO 4217")).into()
    }
}

impl ToSchema for Currency {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_penny_goes_to_the_even_neighbour() {
        let pence = |text: &str| minor_from_decimal(text.parse().expect("decimal"), Currency::GBP).expect("fits");
        assert_eq!([pence("0.125"), pence("0.135"), pence("-0.125"), pence("2.55")], [12, 14, -12, 255]);
    }

    #[test]
    fn minor_units_follow_iso_4217() {
        let yen: Currency = "jpy".parse().expect("code");
        assert_eq!([yen.decimal(1234), yen.decimal(-1)], ["1234", "-1"]);
        let euros = [-5, 0, 7, 1_250_000, -1_230].map(|minor| Currency::EUR.decimal(minor));
        assert_eq!(euros, ["-0.05", "0.00", "0.07", "12500.00", "-12.30"]);
    }

    #[test]
    fn an_amount_is_read_to_the_last_digit_or_refused() {
        let euros = ["2500", "-12.30", "0.05", "7.500"].map(|text| Currency::EUR.minor(text).ok());
        assert_eq!(euros, [Some(250_000), Some(-1_230), Some(5), Some(750)]);
        for bad in ["", "12,30", "0.005", "many", "1e400"] {
            assert!(matches!(Currency::EUR.minor(bad), Err(CurrencyError::BadAmount { .. })), "{bad}");
        }
    }

    #[test]
    fn a_currency_is_a_code_in_any_case_and_nothing_else_is_one() {
        for (text, code) in [("EUR", "EUR"), (" usd ", "USD"), ("Gbp", "GBP"), ("dem", "DEM")] {
            let currency: Currency = text.parse().expect("a currency");
            assert_eq!((currency.code(), currency.to_string()), (code, code.to_owned()));
            assert_eq!(
                (format!("{currency:?}"), serde_json::to_value(currency).expect("written")),
                (code.to_owned(), code.into())
            );
        }
        assert_eq!(
            [Currency::EUR, Currency::GBP, Currency::USD].map(|known| known.code().parse()),
            [Currency::EUR, Currency::GBP, Currency::USD].map(Ok)
        );
        for bad in ["", "QQQ", "euro", "EU", "E R", "€€€", "XXX", "XAU", "123"] {
            assert_eq!(bad.parse::<Currency>(), Err(CurrencyError::BadCode(bad.to_owned())));
            assert!(serde_json::from_value::<Currency>(bad.into()).is_err());
        }
        let error = "QQQ".parse::<Currency>().expect_err("no currency");
        assert_eq!(error.to_string(), "'QQQ' is not a currency; write its code in ISO 4217, such as EUR");
    }

    #[test]
    fn people_pay_with_euros_and_no_longer_with_marks() {
        let circulates = |code: &str| code.parse::<Currency>().expect("a currency").is_in_circulation();
        assert_eq!(["EUR", "DEM", "CLF"].map(circulates), [true, false, false]);
    }

    #[test]
    fn an_amount_that_is_no_money_is_refused() {
        for text in ["100000000000000.01", "-100000000000000.01", "23000000000000000", "92233720368547758.08"] {
            let huge: Decimal = text.parse().expect("decimal");
            assert_eq!(minor_from_decimal(huge, Currency::EUR), Err(CurrencyError::TooLarge(huge)));
        }
        let largest: Decimal = "-100000000000000".parse().expect("decimal");
        assert_eq!(minor_from_decimal(largest, Currency::EUR), Ok(-LARGEST_AMOUNT));
    }

    proptest! {
        #[test]
        fn an_amount_that_is_written_is_read_back(minor in -LARGEST_AMOUNT..=LARGEST_AMOUNT, code in prop_oneof![Just("EUR"), Just("JPY"), Just("KWD"), Just("UYW")]) {
            let currency: Currency = code.parse().expect("a currency");
            prop_assert_eq!(currency.minor(&currency.decimal(minor.into())), Ok(minor));
        }

        #[test]
        fn an_amount_misses_its_decimals_by_at_most_half_a_minor_unit(mantissa in -1_000_000_000i64..1_000_000_000, scale in 0u32..6) {
            let amount = Decimal::new(mantissa, scale);
            let minor = minor_from_decimal(amount, Currency::EUR).expect("fits");
            prop_assert!((Decimal::new(minor, 2) - amount).abs() <= Decimal::new(5, 3));
        }
    }
}
