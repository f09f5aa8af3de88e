//! Days and times as people and programs write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// Which part of a date such as 02/03/2024 comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Only dates that begin with a four-digit year or name the month.
    Iso,
    /// 02/03/2024 is the second of March.
    DayFirst,
    /// 02/03/2024 is the third of February.
    MonthFirst,
}

impl DateOrder {
    /// The order's name in a map file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::DayFirst => "day_first",
            Self::MonthFirst => "month_first",
        }
    }
}

/// How the dates of a column are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DateRules {
    /// Which part comes first, if that is known.
    pub order: Option<DateOrder>,
    /// First of the hundred years two-digit years stand for; without it they are refused.
    pub two_digit_years_from: Option<i16>,
}

/// A day, and the time of day and offset from UTC if written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub date: Date,
    pub time: Option<Time>,
    pub offset: Option<Offset>,
}

/// How the date part was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Year first, or the month by name: one reading only.
    Plain,
    /// A month without a day, as in 2024-01; it stands for its first day.
    Month,
    /// Two numbers and a year, as in 02/03/2024.
    Numbers { first: i8, second: i8, two_digit_year: bool },
}

/// Why a text is not a day or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MomentProblem {
    #[error("is not a date")]
    NotADate,
    #[error("is a day that the calendar does not have")]
    NoSuchDay,
    #[error("may be read day first or month first; declare dates = \"day_first\" or \"month_first\" under [format]")]
    Ambiguous,
    #[error("contradicts the column's dates, which are written {}", .0.name())]
    OtherOrder(DateOrder),
    #[error("has a year of two digits; declare two_digit_years_from = 1970 (or another first year) under [format]")]
    TwoDigitYear,
    #[error("has no such time of day")]
    NoSuchTime,
    #[error("is not a count of seconds or milliseconds since 1970")]
    NotUnix,
    #[error("is not a day as spreadsheets count them")]
    NotSpreadsheet,
}

impl Moment {
    /// The instant in microseconds since 1970 UTC; a time without offset is one of `zone`, a day begins at its midnight. A time
    /// that a clock change skips or repeats is read as calendars do: moved on, or the earlier one.
    pub(crate) fn micros(self, zone: &TimeZone) -> Result<i64, MomentProblem> {
        let local = self.date.to_datetime(self.time.unwrap_or(Time::midnight()));
        let instant = match self.offset {
            Some(offset) => offset.to_timestamp(local),
            None => zone.to_timestamp(local),
        };
        instant.map(Timestamp::as_microsecond).map_err(|_| MomentProblem::NoSuchDay)
    }

    /// The date and time on the clocks of `zone`, in microseconds as if they were UTC.
    pub(crate) fn local_micros(self, zone: &TimeZone) -> Result<i64, MomentProblem> {
        let local = self.local(zone)?;
        Offset::UTC.to_timestamp(local).map(Timestamp::as_microsecond).map_err(|_| MomentProblem::NoSuchDay)
    }

    /// The day on the calendars of `zone`, in days since 1970.
    pub(crate) fn day(self, zone: &TimeZone) -> Result<i32, MomentProblem> {
        Ok(bellwether_model::Day::from_date(self.local(zone)?.date()).0)
    }

    fn local(self, zone: &TimeZone) -> Result<DateTime, MomentProblem> {
        let written = self.date.to_datetime(self.time.unwrap_or(Time::midnight()));
        match self.offset {
            Some(offset) if self.time.is_some() => {
                let instant = offset.to_timestamp(written).map_err(|_| MomentProblem::NoSuchDay)?;
                Ok(zone.to_datetime(instant))
            }
            _ => Ok(written),
        }
    }
}

/// Reads a day, with or without a time of day.
pub(crate) fn parse(text: &str, rules: DateRules) -> Result<Moment, MomentProblem> {
    parse_shape(text, rules).map(|(moment, _)| moment)
}

/// The last day that a text names: a month ends with its last.
pub(crate) fn parse_last(text: &str, rules: DateRules) -> Result<Moment, MomentProblem> {
    let (moment, shape) = parse_shape(text, rules)?;
    let date = if shape == Shape::Month { moment.date.last_of_month() } else { moment.date };
    Ok(Moment { date, ..moment })
}

/// Reads a day and says how it was written. Without an order, dates of two numbers are ambiguous unless only one reading exists;
/// columns decide that beforehand with [`shape`].
pub(crate) fn parse_shape(text: &str, rules: DateRules) -> Result<(Moment, Shape), MomentProblem> {
    let mut rest = Cursor { bytes: text.trim().as_bytes(), at: 0, is_next_day: false };
    let (year, month, day, shape) = date(&mut rest, rules)?;
    let date = Date::new(year, month, day).map_err(|_| MomentProblem::NoSuchDay)?;
    let (time, offset) = time_and_offset(&mut rest)?;
    let date = if rest.is_next_day { date.tomorrow().map_err(|_| MomentProblem::NoSuchDay)? } else { date };
    Ok((Moment { date, time, offset }, shape))
}

/// How a text writes its date, whatever the order; `None` if it is no date.
pub(crate) fn shape(text: &str) -> Option<(Shape, Moment)> {
    [DateOrder::DayFirst, DateOrder::MonthFirst].into_iter().find_map(|order| {
        let rules = DateRules { order: Some(order), two_digit_years_from: Some(1970) };
        parse_shape(text, rules).ok().map(|(moment, shape)| (shape, moment))
    })
}

/// Reads a count since 1970-01-01 UTC, in units of `per_second` a second, into microseconds.
pub(crate) fn unix(text: &str, per_second: i64) -> Result<i64, MomentProblem> {
    let value: rust_decimal::Decimal = text.trim().parse().map_err(|_| MomentProblem::NotUnix)?;
    let micros = value.checked_mul((1_000_000 / per_second).into()).ok_or(MomentProblem::NotUnix)?;
    let micros = i64::try_from(micros.trunc()).map_err(|_| MomentProblem::NotUnix)?;
    Timestamp::from_microsecond(micros).map(Timestamp::as_microsecond).map_err(|_| MomentProblem::NotUnix)
}

/// Reads a day as spreadsheets count them, decimals for the time of day, into microseconds since 1970 as if it were UTC.
///
/// Day 60 of their calendar is the 29th of February 1900, which never was (ECMA-376, part 1, 18.17.4.1); days before it are refused.
pub(crate) fn of_spreadsheet(days: rust_decimal::Decimal) -> Result<i64, MomentProblem> {
    /// 1970-01-01 in that calendar.
    const EPOCH: i64 = 25_569;
    let (first, last) = (rust_decimal::Decimal::from(61), rust_decimal::Decimal::from(2_958_466));
    if days < first || days >= last {
        return Err(MomentProblem::NotSpreadsheet);
    }
    // Times are kept to the second: a minute is no finite number of decimals.
    let seconds = (days * rust_decimal::Decimal::from(86_400)).round();
    let seconds = i64::try_from(seconds).map_err(|_| MomentProblem::NotSpreadsheet)?;
    Ok((seconds - EPOCH * 86_400) * 1_000_000)
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The time was 24:00: the midnight at which the day ends.
    is_next_day: bool,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let byte = self.peek().filter(|&byte| wanted(byte))?;
        self.at += 1;
        Some(byte)
    }

    fn spaces(&mut self) -> bool {
        let from = self.at;
        while self.take(|byte| byte == b' ').is_some() {}
        self.at > from
    }

    /// A run of at most 14 digits: its value and how many they are.
    fn number(&mut self) -> Option<(i64, usize)> {
        let from = self.at;
        let mut value = 0;
        while let Some(digit) = self.take(|byte| byte.is_ascii_digit()) {
            if self.at - from > 14 {
                return None;
            }
            value = value * 10 + i64::from(digit - b'0');
        }
        (self.at > from).then_some((value, self.at - from))
    }

    fn word(&mut self) -> &[u8] {
        let from = self.at;
        while self.take(|byte| byte.is_ascii_alphabetic() || byte >= 0x80).is_some() {}
        &self.bytes[from..self.at]
    }
}

type DateParts = (i16, i8, i8, Shape);

fn date(rest: &mut Cursor<'_>, rules: DateRules) -> Result<DateParts, MomentProblem> {
    if rest.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        let mut month = month_name(rest.word());
        if month.is_none() {
            // A weekday in front, as in "Fri, 28 Jul 2023".
            rest.take(|byte| byte == b'.');
            rest.take(|byte| byte == b',');
            rest.spaces();
            if rest.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return number_first(rest, rules);
            }
            month = month_name(rest.word());
        }
        let month = month.ok_or(MomentProblem::NotADate)?;
        gap(rest)?;
        let (day, len) = rest.number().ok_or(MomentProblem::NotADate)?;
        if len == 4 && rest.peek().is_none() {
            return Ok((day as i16, month, 1, Shape::Month));
        }
        if len > 2 {
            return Err(MomentProblem::NotADate);
        }
        ordinal(rest);
        rest.take(|byte| byte == b',');
        rest.take(|byte| matches!(byte, b'-' | b'/' | b'.'));
        rest.spaces();
        let year = year(rest, rules)?.0;
        return Ok((year, month, day as i8, Shape::Plain));
    }
    number_first(rest, rules)
}

fn number_first(rest: &mut Cursor<'_>, rules: DateRules) -> Result<DateParts, MomentProblem> {
    let (first, len) = rest.number().ok_or(MomentProblem::NotADate)?;
    match len {
        8 => Ok(((first / 10_000) as i16, (first / 100 % 100) as i8, (first % 100) as i8, Shape::Plain)),
        14 => {
            // yyyymmddhhmmss: give the time back to be read as one.
            rest.at -= 6;
            let day = first / 1_000_000;
            Ok(((day / 10_000) as i16, (day / 100 % 100) as i8, (day % 100) as i8, Shape::Plain))
        }
        4 => {
            let separator = rest.take(is_separator).ok_or(MomentProblem::NotADate)?;
            let month = match rest.number() {
                Some((month, 1 | 2)) => month as i8,
                Some(_) => return Err(MomentProblem::NotADate),
                None => month_name(rest.word()).ok_or(MomentProblem::NotADate)?,
            };
            if rest.peek().is_none() && separator != b'.' {
                return Ok((first as i16, month, 1, Shape::Month));
            }
            rest.take(|byte| byte == separator).ok_or(MomentProblem::NotADate)?;
            let (day, _) = rest.number().filter(|(_, len)| *len <= 2).ok_or(MomentProblem::NotADate)?;
            Ok((first as i16, month, day as i8, Shape::Plain))
        }
        1 | 2 => small_number_first(rest, first as i8, rules),
        _ => Err(MomentProblem::NotADate),
    }
}

fn small_number_first(rest: &mut Cursor<'_>, first: i8, rules: DateRules) -> Result<DateParts, MomentProblem> {
    ordinal(rest);
    let from = rest.at;
    let separator = rest.take(is_separator);
    rest.spaces();
    if rest.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) && rest.at > from {
        let month = month_name(rest.word()).ok_or(MomentProblem::NotADate)?;
        rest.take(|byte| byte == b',');
        gap(rest)?;
        let year = year(rest, rules)?.0;
        return Ok((year, month, first, Shape::Plain));
    }
    let separator = separator.ok_or(MomentProblem::NotADate)?;
    let (second, len) = rest.number().ok_or(MomentProblem::NotADate)?;
    if len == 4 && rest.peek().is_none() && separator != b'.' {
        return Ok((second as i16, first, 1, Shape::Month));
    }
    if len > 2 {
        return Err(MomentProblem::NotADate);
    }
    rest.take(|byte| byte == separator).ok_or(MomentProblem::NotADate)?;
    rest.spaces();
    let second = second as i8;
    let (year, two_digit_year) = year(rest, rules)?;
    let (day, month) = day_and_month(first, second, rules.order)?;
    Ok((year, month, day, Shape::Numbers { first, second, two_digit_year }))
}

fn day_and_month(first: i8, second: i8, order: Option<DateOrder>) -> Result<(i8, i8), MomentProblem> {
    match order {
        Some(order @ DateOrder::Iso) => Err(MomentProblem::OtherOrder(order)),
        Some(order @ DateOrder::DayFirst) if second > 12 && first <= 12 => Err(MomentProblem::OtherOrder(order)),
        Some(order @ DateOrder::MonthFirst) if first > 12 && second <= 12 => Err(MomentProblem::OtherOrder(order)),
        Some(DateOrder::DayFirst) => Ok((first, second)),
        Some(DateOrder::MonthFirst) => Ok((second, first)),
        None if first > 12 || first == second => Ok((first, second)),
        None if second > 12 => Ok((second, first)),
        None => Err(MomentProblem::Ambiguous),
    }
}

fn year(rest: &mut Cursor<'_>, rules: DateRules) -> Result<(i16, bool), MomentProblem> {
    match rest.number() {
        Some((year, 4)) => Ok((year as i16, false)),
        Some((year, 2)) => {
            let from = rules.two_digit_years_from.ok_or(MomentProblem::TwoDigitYear)?;
            let year = from - from.rem_euclid(100) + year as i16;
            Ok((if year < from { year + 100 } else { year }, true))
        }
        _ => Err(MomentProblem::NotADate),
    }
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b'-' | b'/' | b'.')
}

/// What may stand between a day, a month's name and a year.
fn gap(rest: &mut Cursor<'_>) -> Result<(), MomentProblem> {
    let separator = rest.take(is_separator).is_some();
    if rest.spaces() || separator { Ok(()) } else { Err(MomentProblem::NotADate) }
}

fn ordinal(rest: &mut Cursor<'_>) {
    let tail = rest.bytes.get(rest.at..rest.at + 2).unwrap_or(b"");
    if [b"st", b"nd", b"rd", b"th"].iter().any(|ending| tail.eq_ignore_ascii_case(*ending)) {
        rest.at += 2;
    }
}

fn month_name(word: &[u8]) -> Option<i8> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "januar jänner jan jän"),
        ("february", "februar feber feb"),
        ("march", "märz maerz mrz mär mar"),
        ("april", "april apr"),
        ("may", "mai may"),
        ("june", "juni jun"),
        ("july", "juli jul"),
        ("august", "august aug"),
        ("september", "september sept sep"),
        ("october", "oktober okt oct"),
        ("november", "november nov"),
        ("december", "dezember dez dec"),
    ];
    // Looked up for every cell that begins with a word.
    const LONGEST: usize = 10;
    if word.len() > LONGEST || !word.first().is_some_and(|first| b"jfmasondJFMASOND".contains(first)) {
        return None;
    }
    let word = std::str::from_utf8(word).ok()?.to_lowercase();
    let is = |(english, others): &(&str, &str)| *english == word || others.split(' ').any(|other| other == word);
    MONTHS.iter().position(is).map(|at| at as i8 + 1)
}

fn time_and_offset(rest: &mut Cursor<'_>) -> Result<(Option<Time>, Option<Offset>), MomentProblem> {
    if rest.peek().is_none() {
        return Ok((None, None));
    }
    let begun = rest.take(|byte| matches!(byte, b'T' | b't' | b',')).is_some();
    let spaced = rest.spaces();
    let glued = !begun && !spaced && rest.bytes.len() - rest.at == 6 && rest.at == 8;
    if !(begun || spaced || glued) {
        return Err(MomentProblem::NotADate);
    }
    let time = time(rest)?;
    rest.spaces();
    let offset = offset(rest)?;
    if rest.peek() == Some(b'[') && rest.bytes.ends_with(b"]") && offset.is_some() {
        rest.at = rest.bytes.len();
    }
    if rest.peek().is_some() { Err(MomentProblem::NotADate) } else { Ok((Some(time), offset)) }
}

fn time(rest: &mut Cursor<'_>) -> Result<Time, MomentProblem> {
    let (first, len) = rest.number().ok_or(MomentProblem::NotADate)?;
    let (mut hour, minute, mut second) = match len {
        1 | 2 => {
            if rest.take(|byte| byte == b':').is_none() {
                return half_day(rest, first).and_then(|hour| clock(hour, 0, 0, 0));
            }
            let (minute, _) = rest.number().filter(|(_, len)| *len == 2).ok_or(MomentProblem::NotADate)?;
            (first, minute, 0)
        }
        4 => (first / 100, first % 100, 0),
        6 => (first / 10_000, first / 100 % 100, first % 100),
        _ => return Err(MomentProblem::NotADate),
    };
    if len <= 2 && rest.take(|byte| byte == b':').is_some() {
        second = rest.number().filter(|(_, len)| *len == 2).ok_or(MomentProblem::NotADate)?.0;
    }
    let mut nanos = 0;
    if rest.take(|byte| matches!(byte, b'.' | b',')).is_some() {
        let (fraction, len) = rest.number().filter(|(_, len)| *len <= 9).ok_or(MomentProblem::NotADate)?;
        nanos = fraction * 10i64.pow(9 - len as u32);
    }
    if len <= 2 {
        let at = rest.at;
        rest.spaces();
        match half_day(rest, hour) {
            Ok(of_day) => hour = of_day,
            Err(MomentProblem::NotADate) => rest.at = at,
            Err(problem) => return Err(problem),
        }
    }
    if hour == 24 && (minute, second, nanos) == (0, 0, 0) {
        rest.is_next_day = true;
        return Ok(Time::midnight());
    }
    clock(hour, minute, second, nanos)
}

fn clock(hour: i64, minute: i64, second: i64, nanos: i64) -> Result<Time, MomentProblem> {
    if hour > 23 || minute > 59 || second > 59 {
        return Err(MomentProblem::NoSuchTime);
    }
    Time::new(hour as i8, minute as i8, second as i8, nanos as i32).map_err(|_| MomentProblem::NoSuchTime)
}

/// Reads AM or PM and gives the hour of the day.
fn half_day(rest: &mut Cursor<'_>, hour: i64) -> Result<i64, MomentProblem> {
    rest.spaces();
    let at = rest.at;
    let (am, pm) = match rest.word() {
        word if word.eq_ignore_ascii_case(b"am") => (true, false),
        word if word.eq_ignore_ascii_case(b"pm") => (false, true),
        _ => (false, false),
    };
    if !am && !pm {
        rest.at = at;
        return Err(MomentProblem::NotADate);
    }
    match hour {
        12 => Ok(if am { 0 } else { 12 }),
        1..=11 => Ok(if am { hour } else { hour + 12 }),
        _ => Err(MomentProblem::NoSuchTime),
    }
}

fn offset(rest: &mut Cursor<'_>) -> Result<Option<Offset>, MomentProblem> {
    let sign = match rest.peek() {
        None => return Ok(None),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => {
            let word = rest.word();
            let utc = [b"Z".as_slice(), b"UTC", b"GMT"].iter().any(|name| word.eq_ignore_ascii_case(name));
            return if utc { Ok(Some(Offset::UTC)) } else { Err(MomentProblem::NotADate) };
        }
    };
    rest.at += 1;
    let (first, len) = rest.number().ok_or(MomentProblem::NotADate)?;
    let (hours, minutes) = match len {
        1 | 2 if rest.take(|byte| byte == b':').is_some() => (first, rest.number().ok_or(MomentProblem::NotADate)?.0),
        1 | 2 => (first, 0),
        4 => (first / 100, first % 100),
        _ => return Err(MomentProblem::NotADate),
    };
    if hours > 18 || minutes > 59 {
        return Err(MomentProblem::NoSuchTime);
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60) as i32).map(Some).map_err(|_| MomentProblem::NoSuchTime)
}

#[cfg(test)]
mod tests;
