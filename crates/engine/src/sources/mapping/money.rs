//! From a cell to an amount of money.

use bellwether_model::{Currency, CurrencyError, LARGEST_AMOUNT, minor_from_decimal};

use super::cells::Cell;
use super::convert::{self, Conversion};
use super::parse::currency;
use super::plan::Origin;

/// The currency that a cell names.
pub(crate) fn currency_of(text: &str) -> Conversion<Currency> {
    let known = currency::of_unit(text, None);
    known
        .or_else(|| text.parse().ok())
        .ok_or_else(|| "is not a currency; write its code in ISO 4217, such as EUR".to_owned())
}

/// The minor units of a cell and their currency: the one written beside the amount, which must be the one its column names.
pub(crate) fn amount(
    cell: Cell<'_>,
    origin: &Origin,
    minor: bool,
    expected: Option<Currency>,
    is_named: bool,
) -> Conversion<(i64, Currency)> {
    let (value, unit) = convert::number(cell, origin.rules())?;
    let beside = match unit {
        "" => None,
        unit => Some(
            currency::of_unit(unit, expected).ok_or_else(|| format!("has the unit '{unit}', which is no currency"))?,
        ),
    };
    let currency = match (beside, expected) {
        (Some(beside), Some(named)) if is_named && beside != named => {
            return Err(format!("is written in {beside}, but the row's currency is {named}"));
        }
        (Some(beside), _) => beside,
        (None, Some(expected)) => expected,
        (None, None) => return Err("has no currency, neither beside it nor in the map".into()),
    };
    if minor {
        // What is computed is rounded once, as amounts in units are.
        let value = if matches!(origin, Origin::Computed { .. }) { value.round() } else { value };
        let minor = convert::integer(Cell::Number(value.mantissa(), value.scale() as i8), origin.rules())?;
        let is_money = minor.unsigned_abs() <= LARGEST_AMOUNT.unsigned_abs();
        return if is_money { Ok((minor, currency)) } else { Err(CurrencyError::TooLarge(value).to_string()) };
    }
    minor_from_decimal(value, currency).map(|minor| (minor, currency)).map_err(|error| error.to_string())
}
