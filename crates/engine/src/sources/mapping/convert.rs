//! From one cell to one value of a target column.

use bellwether_model::Currency;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use memchr::memchr2;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::cells::{Cell, day_of_instant, decimal, instant_of_local};
use super::document::{CellType, RateDirection};
use super::parse::moment::{self, Moment, MomentProblem};
use super::parse::{currency, flag, number};
use super::rules::Rules;

/// A value, or why the cell has none.
pub(crate) type Conversion<T> = Result<T, String>;

/// Refuses an id that a spreadsheet has shortened: what `1.23457E+12` was before cannot be known, and several ids look like it.
pub(crate) fn whole_id(id: &str) -> Conversion<()> {
    if memchr2(b'E', b'e', id.as_bytes()).is_none() {
        return Ok(());
    }
    let shortened = id.split_once(['E', 'e']).is_some_and(|(digits, power)| {
        let fraction = digits.split_once(['.', ',']).map(|(whole, fraction)| (whole.trim_start_matches('-'), fraction));
        let figures = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        fraction.is_some_and(|(whole, fraction)| whole.len() == 1 && figures(whole) && figures(fraction))
            && power.strip_prefix('+').is_some_and(figures)
    });
    if shortened { Err("is an id that a spreadsheet has shortened; export it again as text".into()) } else { Ok(()) }
}

/// The number in a cell and the unit beside it.
pub(crate) fn number(cell: Cell<'_>, rules: Rules) -> Conversion<(Decimal, &str)> {
    match cell {
        Cell::Text(text) => {
            let number = number::parse(text, rules.decimal).map_err(|problem| problem.to_string())?;
            Ok((number.value, number.unit))
        }
        Cell::Number(mantissa, scale) => {
            decimal(mantissa, scale).map(|number| (number, "")).ok_or_else(|| "has more digits than can be kept".into())
        }
        Cell::Float(float) => {
            float.to_string().parse().map(|number| (number, "")).map_err(|_| "is not a number that can be kept".into())
        }
        _ => Err("is not a number".into()),
    }
}

/// The number in a cell that no unit may stand beside.
pub(crate) fn bare_number(cell: Cell<'_>, rules: Rules) -> Conversion<Decimal> {
    match number(cell, rules)? {
        (value, "") => Ok(value),
        (_, unit) => Err(format!("has the unit '{unit}' beside a number")),
    }
}

/// The number in a cell of an expression: a currency may stand beside it only if it is the mapping's.
pub(crate) fn number_of_expression(cell: Cell<'_>, rules: Rules, expected: Option<Currency>) -> Conversion<Decimal> {
    let (value, unit) = number(cell, rules)?;
    if unit.is_empty() {
        return Ok(value);
    }
    match (currency::of_unit(unit, expected), expected) {
        (Some(found), Some(expected)) if found == expected => Ok(value),
        (Some(found), _) => Err(format!("is in {found}; in an expression amounts must be in the map's `currency`")),
        (None, _) => Err("is not a number".into()),
    }
}

pub(crate) fn float(cell: Cell<'_>, rules: Rules) -> Conversion<f64> {
    if let Cell::Float(float) = cell {
        return Ok(float);
    }
    bare_number(cell, rules)?.to_f64().ok_or_else(|| "is not a number that can be kept".into())
}

pub(crate) fn integer(cell: Cell<'_>, rules: Rules) -> Conversion<i64> {
    let value = bare_number(cell, rules)?;
    if value.is_integer() {
        value.to_i64().ok_or_else(|| "is too large".into())
    } else {
        Err("is not a whole number".into())
    }
}

/// A mantissa of nine decimals.
pub(crate) fn rate(cell: Cell<'_>, rules: Rules, direction: RateDirection) -> Conversion<i128> {
    let value = bare_number(cell, rules)?;
    if value <= Decimal::ZERO {
        return Err("is not a rate; a rate is more than zero".into());
    }
    let worth = match direction {
        RateDirection::ReportingPerUnit => value,
        RateDirection::UnitsPerReporting => {
            Decimal::ONE.checked_div(value).ok_or_else(|| "is not a rate that can be turned round".to_owned())?
        }
    };
    let mut value = worth.round_dp(9);
    if value.is_zero() {
        return Err("is too small for a rate; nine decimals are kept".into());
    }
    value.rescale(9);
    if value.scale() == 9 && value.mantissa() < 10i128.pow(18) {
        Ok(value.mantissa())
    } else {
        Err("is too large for a rate".into())
    }
}

/// When something happened, as a cell tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Instant {
    /// Microseconds since 1970 UTC; of a day the midnight with which it begins.
    pub micros: i64,
    /// Days since 1970, where the day is all that is told. A midnight without an offset is how databases and workbooks write a day.
    pub day: Option<i32>,
}

impl Instant {
    /// Of a date and time on the clocks of `zone`, in microseconds as if it were UTC.
    fn of_local(local: i64, zone: &TimeZone) -> Conversion<Self> {
        const DAY: i64 = 86_400_000_000;
        let micros = instant_of_local(local, zone).ok_or("is too far from today to be kept")?;
        Ok(Self { micros, day: (local.rem_euclid(DAY) == 0).then(|| local.div_euclid(DAY) as i32) })
    }

    fn of_moment(moment: Moment, zone: &TimeZone) -> Result<Self, MomentProblem> {
        let is_day = moment.time.is_none_or(|time| time == Time::midnight() && moment.offset.is_none());
        let day = is_day.then(|| bellwether_model::Day::from_date(moment.date).0);
        Ok(Self { micros: moment.micros(zone)?, day })
    }

    fn of_micros(micros: i64) -> Self {
        Self { micros, day: None }
    }

    /// The same as a time by which something is promised: what is promised for a day may be done until it is over.
    pub fn ending(self, zone: &TimeZone) -> i64 {
        let next = self.day.and_then(|day| instant_of_local((i64::from(day) + 1) * 86_400_000_000, zone));
        next.map_or(self.micros, |midnight| midnight - 1)
    }
}

/// When something happened.
pub(crate) fn instant(cell: Cell<'_>, rules: Rules, zone: &TimeZone) -> Conversion<Instant> {
    if rules.kind.days_of_spreadsheet().is_some() {
        return Instant::of_local(local_of_spreadsheet(cell, rules)?, zone);
    }
    match (cell, unix_scale(rules)) {
        (cell @ (Cell::Text(_) | Cell::Number(..) | Cell::Float(_)), Some(per_second)) => {
            moment::unix(&cell.show(), per_second).map(Instant::of_micros).map_err(|problem| problem.to_string())
        }
        (Cell::Text(text), None) => moment::parse(text, rules.dates)
            .and_then(|moment| Instant::of_moment(moment, zone))
            .map_err(|problem| problem.to_string()),
        (Cell::Day(day), _) => Instant::of_local(i64::from(day) * 86_400_000_000, zone),
        (Cell::Local(micros), _) => Instant::of_local(micros, zone),
        (Cell::Instant(micros), _) => Ok(Instant::of_micros(micros)),
        (cell, None) => instant_of_whole_number(cell, rules, zone),
        _ => Err("is not a time".into()),
    }
}

/// A whole number such as 20240131 is a day; any other number is not a time unless it is declared to be one.
fn instant_of_whole_number(cell: Cell<'_>, rules: Rules, zone: &TimeZone) -> Conversion<Instant> {
    moment::parse(&cell.show(), rules.dates).and_then(|moment| Instant::of_moment(moment, zone)).map_err(|_| {
        "is not a date; if it counts from 1970, declare the column unix_seconds or unix_millis under [types]".into()
    })
}

/// Days since 1970 on the calendars of `zone`.
pub(crate) fn day(cell: Cell<'_>, rules: Rules, zone: &TimeZone) -> Conversion<i32> {
    if rules.kind.days_of_spreadsheet().is_some() {
        return Ok(local_of_spreadsheet(cell, rules)?.div_euclid(86_400_000_000) as i32);
    }
    match cell {
        Cell::Text(text) if unix_scale(rules).is_none() => {
            moment::parse(text, rules.dates).and_then(|moment| moment.day(zone)).map_err(|problem| problem.to_string())
        }
        Cell::Day(day) => Ok(day),
        Cell::Local(micros) => Ok(micros.div_euclid(86_400_000_000) as i32),
        cell => day_of_instant(instant(cell, rules, zone)?.micros, zone).ok_or_else(|| "is not a day".into()),
    }
}

/// The day after the last that a cell names, which of a month is that of the next one, in days since 1970 on the calendars of `zone`.
pub(crate) fn day_after(cell: Cell<'_>, rules: Rules, zone: &TimeZone) -> Conversion<i32> {
    let last = match cell {
        Cell::Text(text) if unix_scale(rules).is_none() && rules.kind.days_of_spreadsheet().is_none() => {
            let moment = moment::parse_last(text, rules.dates);
            moment.and_then(|moment| moment.day(zone)).map_err(|problem| problem.to_string())?
        }
        cell => day(cell, rules, zone)?,
    };
    Ok(last + 1)
}

/// The date and time on the clocks of `zone`, in microseconds as if it were UTC; what expressions compute with.
pub(crate) fn local(cell: Cell<'_>, rules: Rules, zone: &TimeZone) -> Conversion<i64> {
    if rules.kind.days_of_spreadsheet().is_some() {
        return local_of_spreadsheet(cell, rules);
    }
    match cell {
        Cell::Text(text) if unix_scale(rules).is_none() => moment::parse(text, rules.dates)
            .and_then(|moment| moment.local_micros(zone))
            .map_err(|problem| problem.to_string()),
        Cell::Day(day) => Ok(i64::from(day) * 86_400_000_000),
        Cell::Local(micros) => Ok(micros),
        cell => {
            let Instant { micros, .. } = instant(cell, rules, zone)?;
            let at = jiff::Timestamp::from_microsecond(micros).map_err(|_| "is not a time".to_owned())?;
            let local = zone.to_datetime(at);
            jiff::tz::Offset::UTC
                .to_timestamp(local)
                .map(jiff::Timestamp::as_microsecond)
                .map_err(|_| "is not a time".into())
        }
    }
}

pub(crate) fn boolean(cell: Cell<'_>) -> Conversion<bool> {
    match cell {
        Cell::Flag(flag) => Ok(flag),
        Cell::Text(text) => flag(text).ok_or_else(|| "is neither yes nor no".into()),
        _ => Err("is neither yes nor no".into()),
    }
}

/// The date and time of a day as spreadsheets count them, in microseconds as if it were UTC; a cell that was read as a time is one.
fn local_of_spreadsheet(cell: Cell<'_>, rules: Rules) -> Conversion<i64> {
    match cell {
        Cell::Day(day) => return Ok(i64::from(day) * 86_400_000_000),
        Cell::Local(micros) | Cell::Instant(micros) => return Ok(micros),
        _ => {}
    }
    let later = rules.kind.days_of_spreadsheet().unwrap_or(0);
    moment::of_spreadsheet(bare_number(cell, rules)? + rust_decimal::Decimal::from(later))
        .map_err(|problem| problem.to_string())
}

fn unix_scale(rules: Rules) -> Option<i64> {
    match rules.kind {
        CellType::UnixSeconds => Some(1),
        CellType::UnixMillis => Some(1000),
        _ => None,
    }
}
