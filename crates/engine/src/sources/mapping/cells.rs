//! The cells of one column, whatever Arrow type the reader or an expression gave them.

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, TimeUnit, TimestampMicrosecondType,
};
use arrow::error::ArrowError;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use rust_decimal::Decimal;

/// One column of cells in one of few forms.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    Text(StringArray),
    Number(Decimal128Array),
    Float(Float64Array),
    Day(Date32Array),
    /// A date and time without a zone, in microseconds as if it were UTC.
    Local(TimestampMicrosecondArray),
    Instant(TimestampMicrosecondArray),
    Flag(BooleanArray),
    Absent,
}

/// One cell that is not empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Without white space at its ends.
    Text(&'a str),
    /// A mantissa and how many of its digits are decimals.
    Number(i128, i8),
    Float(f64),
    Day(i32),
    Local(i64),
    Instant(i64),
    Flag(bool),
}

impl Cells {
    /// Takes an Arrow column; an error means that its type cannot be mapped.
    pub(crate) fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        use DataType as D;
        let to = |data_type: &DataType| cast(array, data_type);
        Ok(match array.data_type() {
            D::Null => Self::Absent,
            D::Utf8 => Self::Text(array.as_string().clone()),
            D::LargeUtf8 | D::Utf8View => Self::Text(to(&D::Utf8)?.as_string().clone()),
            D::Dictionary(_, values) => return Self::of(&to(values)?),
            D::Int8 | D::Int16 | D::Int32 | D::Int64 | D::UInt8 | D::UInt16 | D::UInt32 | D::UInt64 => {
                Self::Number(to(&D::Decimal128(38, 0))?.as_primitive::<Decimal128Type>().clone())
            }
            D::Decimal128(..) => Self::Number(array.as_primitive::<Decimal128Type>().clone()),
            D::Decimal32(_, scale) | D::Decimal64(_, scale) | D::Decimal256(_, scale) => {
                Self::Number(to(&D::Decimal128(38, *scale))?.as_primitive::<Decimal128Type>().clone())
            }
            D::Float64 => Self::Float(array.as_primitive::<Float64Type>().clone()),
            // The shortest decimal that means this float: 0.1 stays 0.1.
            D::Float32 => Self::Float(
                array.as_primitive::<Float32Type>().iter().map(|float| float?.to_string().parse().ok()).collect(),
            ),
            D::Float16 => return Self::of(&to(&D::Float32)?),
            D::Boolean => Self::Flag(array.as_boolean().clone()),
            D::Date32 | D::Date64 => Self::Day(to(&D::Date32)?.as_primitive::<Date32Type>().clone()),
            D::Timestamp(_, None) => {
                let local = to(&D::Timestamp(TimeUnit::Microsecond, None))?;
                Self::Local(local.as_primitive::<TimestampMicrosecondType>().clone())
            }
            D::Timestamp(_, Some(_)) => {
                let instant = to(&D::Timestamp(TimeUnit::Microsecond, Some("UTC".into())))?;
                Self::Instant(instant.as_primitive::<TimestampMicrosecondType>().clone())
            }
            other => return Err(ArrowError::CastError(other.to_string())),
        })
    }

    /// The cell of a row; empty text and texts that stand for it are absent.
    pub(crate) fn at(&self, row: usize, missing: &[String]) -> Option<Cell<'_>> {
        let present = |array: &dyn Array| array.is_valid(row);
        match self {
            Self::Text(cells) if present(cells) => {
                let text = trimmed(cells.value(row));
                (!text.is_empty() && !missing.iter().any(|word| word == text)).then_some(Cell::Text(text))
            }
            Self::Number(cells) if present(cells) => Some(Cell::Number(cells.value(row), cells.scale())),
            Self::Float(cells) if present(cells) => Some(Cell::Float(cells.value(row))),
            Self::Day(cells) if present(cells) => Some(Cell::Day(cells.value(row))),
            Self::Local(cells) if present(cells) => Some(Cell::Local(cells.value(row))),
            Self::Instant(cells) if present(cells) => Some(Cell::Instant(cells.value(row))),
            Self::Flag(cells) if present(cells) => Some(Cell::Flag(cells.value(row))),
            _ => None,
        }
    }
}

/// A text without white space at its ends, which most have not.
fn trimmed(text: &str) -> &str {
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    if ends.iter().all(|end| end.is_some_and(u8::is_ascii_graphic)) { text } else { text.trim() }
}

impl Cell<'_> {
    /// The cell as text: numbers without needless zeros, times in ISO 8601.
    pub(crate) fn show(&self) -> String {
        let time = |micros: i64| Timestamp::from_microsecond(micros).ok();
        match *self {
            Cell::Text(text) => text.to_owned(),
            Cell::Number(mantissa, scale) => decimal(mantissa, scale)
                .map_or_else(|| format!("{mantissa}E-{scale}"), |number| number.normalize().to_string()),
            Cell::Float(float) => float.to_string(),
            Cell::Day(day) => bellwether_model::Day(day).to_string(),
            Cell::Local(micros) => time(micros).map_or_else(String::new, |at| Offset::UTC.to_datetime(at).to_string()),
            Cell::Instant(micros) => time(micros).map_or_else(String::new, |at| at.to_string()),
            Cell::Flag(flag) => flag.to_string(),
        }
    }
}

/// The decimal of a mantissa and scale, if it fits 96 bits once needless zeros are gone.
pub(crate) fn decimal(mut mantissa: i128, mut scale: i8) -> Option<Decimal> {
    while scale < 0 {
        mantissa = mantissa.checked_mul(10)?;
        scale += 1;
    }
    loop {
        if let Ok(number) = Decimal::try_from_i128_with_scale(mantissa, scale.unsigned_abs().into()) {
            return Some(number);
        }
        if scale == 0 || mantissa % 10 != 0 {
            return None;
        }
        mantissa /= 10;
        scale -= 1;
    }
}

/// The instant at which the clocks of `zone` show a local time, in microseconds.
pub(crate) fn instant_of_local(micros: i64, zone: &TimeZone) -> Option<i64> {
    let local = Offset::UTC.to_datetime(Timestamp::from_microsecond(micros).ok()?);
    zone.to_timestamp(local).ok().map(Timestamp::as_microsecond)
}

/// The day on the calendars of `zone` at an instant.
pub(crate) fn day_of_instant(micros: i64, zone: &TimeZone) -> Option<i32> {
    let instant = Timestamp::from_microsecond(micros).ok()?;
    Some(bellwether_model::Day::from_date(zone.to_datetime(instant).date()).0)
}
