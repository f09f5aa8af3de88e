//! Days and periods: which day an instant belongs to, and which period a day belongs to.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumString, IntoStaticStr, VariantArray, VariantNames};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::list::all;

/// A day of the company's calendar, as days since 1970-01-01 (the same number as Arrow's `Date32`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// The span one ledger line covers.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    Display,
    EnumCount,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", parse_err_ty = CalendarError, parse_err_fn = CalendarError::no_grain)]
pub enum Grain {
    /// One day.
    Day,
    /// Seven days from the calendar's week start.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// A quarter of the fiscal year.
    FiscalQuarter,
    /// Twelve months from the fiscal start month.
    FiscalYear,
}

/// The weekday on which a week begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WeekStart {
    /// As in ISO 8601.
    #[default]
    Monday,
    /// As in North America.
    Sunday,
    /// As in much of the Arab world.
    Saturday,
}

/// How the company cuts time: its time zone, the start of its week and of its fiscal year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: TimeZone,
    zone_name: String,
    week_start: WeekStart,
    fiscal_start_month: i8,
}

/// Tells the company's day of an instant; it remembers the zone's last offset, so that neighbouring instants cost next to nothing.
#[derive(Clone, Debug)]
pub struct DayClock {
    zone: TimeZone,
    /// The offset holds for microseconds in `[from, until)`.
    from: i64,
    until: i64,
    /// Microseconds east of UTC.
    offset: i64,
}

/// A half-open span of days `[start, end)` of one [`Grain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// What kind of span it is.
    pub grain: Grain,
    /// First day of the period.
    pub start: Day,
    /// First day after the period.
    pub end: Day,
}

/// Why a calendar, a day or a period could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not an IANA name.
    #[error("'{0}' is not a time zone; write an IANA name such as Europe/Berlin or UTC")]
    UnknownZone(String),
    /// Not a month.
    #[error("a fiscal year cannot start in month {0}; write a month from 1 to 12")]
    FiscalMonth(i8),
    /// Not a day.
    #[error("'{0}' is not a day; write it as 2026-09-30")]
    BadDay(String),
    /// Not a period of that grain.
    #[error(
        "'{0}' is not a period of the grain {1}; write 2026-09 for a month, 2026-Q3 for a quarter, 2026 for a year, 2026-09-30 for a day or a week"
    )]
    BadPeriod(String, Grain),
    /// Not a grain.
    #[error("'{0}' is not a grain; choose one of {names}", names = Grain::ALL.map(Grain::name).join(", "))]
    BadGrain(String),
}

impl Day {
    /// The day of a civil date.
    #[must_use]
    pub fn from_date(date: Date) -> Self {
        let span = date - Date::constant(1970, 1, 1);
        Self(span.get_days())
    }

    /// The civil date of this day; days outside years -9999 to 9999 are clamped to the nearest representable one.
    #[must_use]
    pub fn date(self) -> Date {
        // Not as a span of days: those reach no further than the calendar, and a day may lie beyond.
        Date::constant(1970, 1, 1).saturating_add(SignedDuration::from_hours(i64::from(self.0) * 24))
    }

    /// The first day on or after `day` that lies a whole number of times `months` after this one.
    #[must_use]
    pub fn next_anniversary(self, day: Self, months: i32) -> Self {
        let (from, until) = (self.date(), day.date());
        let apart = (i32::from(until.year()) - i32::from(from.year())) * 12 + i32::from(until.month() - from.month());
        let cycles = (apart / months.max(1)).max(0);
        let anniversary =
            |cycle: i32| Self::from_date(from.saturating_add((i64::from(cycle) * i64::from(months.max(1))).months()));
        // Counted by the month's number alone, the last cycle may end just short of the day.
        [cycles, cycles + 1].map(anniversary).into_iter().find(|anniversary| *anniversary >= day).unwrap_or(day)
    }

    /// Whole years from this day until `later`; 0 where `later` comes first.
    #[must_use]
    pub fn years_until(self, later: Self) -> i32 {
        let (from, until) = (self.date(), later.date());
        let whole = i32::from(until.year()) - i32::from(from.year());
        let anniversary_ahead = (until.month(), until.day()) < (from.month(), from.day());
        (whole - i32::from(anniversary_ahead)).max(0)
    }

    /// This day moved by `days` (negative: earlier), saturating at the ends of the number range.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl FromStr for Day {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        text.trim().parse::<Date>().map(Self::from_date).map_err(|_| CalendarError::BadDay(text.to_owned()))
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        let date = SchemaFormat::KnownFormat(KnownFormat::Date);
        ObjectBuilder::new().schema_type(Type::String).format(Some(date)).into()
    }
}

impl ToSchema for Day {}

impl Grain {
    /// All grains, finest first.
    pub const ALL: [Self; Self::COUNT] = all(Self::VARIANTS);

    /// The name used in tables, options and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl CalendarError {
    fn no_grain(text: &str) -> Self {
        Self::BadGrain(text.to_owned())
    }
}

impl Calendar {
    /// A calendar in the IANA time zone `zone`, whose fiscal year starts in month `fiscal_start_month` (1 to 12).
    pub fn new(zone: &str, week_start: WeekStart, fiscal_start_month: i8) -> Result<Self, CalendarError> {
        if !(1..=12).contains(&fiscal_start_month) {
            return Err(CalendarError::FiscalMonth(fiscal_start_month));
        }
        let tz = TimeZone::get(zone).map_err(|_| CalendarError::UnknownZone(zone.to_owned()))?;
        Ok(Self { zone: tz, zone_name: zone.to_owned(), week_start, fiscal_start_month })
    }

    /// UTC days, weeks from Monday, fiscal year equal to the calendar year.
    #[must_use]
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, zone_name: "UTC".to_owned(), week_start: WeekStart::Monday, fiscal_start_month: 1 }
    }

    /// The IANA name of the time zone.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// The time zone itself.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day, in the company's time zone, of an instant given in microseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn day_of_micros(&self, micros: i64) -> Day {
        self.clock().day_of_micros(micros)
    }

    /// A clock that tells the days of many instants fast.
    #[must_use]
    pub fn clock(&self) -> DayClock {
        DayClock::new(self.zone.clone())
    }

    /// The period of `grain` that contains `day`.
    #[must_use]
    pub fn period(&self, grain: Grain, day: Day) -> Period {
        let date = day.date();
        match grain {
            Grain::Day => Period { grain, start: day, end: day.plus(1) },
            Grain::Week => {
                let first = match self.week_start {
                    WeekStart::Monday => Weekday::Monday,
                    WeekStart::Sunday => Weekday::Sunday,
                    WeekStart::Saturday => Weekday::Saturday,
                };
                let start = day.plus(-i32::from(date.weekday().since(first)));
                Period { grain, start, end: start.plus(7) }
            }
            Grain::Month => months(grain, date.year(), date.month(), 1),
            Grain::Quarter => months(grain, date.year(), (date.month() - 1) / 3 * 3 + 1, 3),
            Grain::Year => months(grain, date.year(), 1, 12),
            Grain::FiscalQuarter | Grain::FiscalYear => {
                let length = if grain == Grain::FiscalYear { 12 } else { 3 };
                let since_start = (date.month() - self.fiscal_start_month).rem_euclid(12);
                let back = since_start % length;
                let month = date.month() - back;
                if month < 1 {
                    months(grain, date.year() - 1, month + 12, length)
                } else {
                    months(grain, date.year(), month, length)
                }
            }
        }
    }

    /// The period that follows `period`.
    #[must_use]
    pub fn next(&self, period: Period) -> Period {
        self.period(period.grain, period.end)
    }

    /// All periods of `grain` from the one holding `from` to the one holding `through`, in order.
    pub fn periods(&self, grain: Grain, from: Day, through: Day) -> impl Iterator<Item = Period> + '_ {
        std::iter::successors(Some(self.period(grain, from)), |period| Some(self.next(*period)))
            .take_while(move |period| period.start <= through)
    }

    /// How a period is written: `2026-09-30`, `2026-W40` style weeks as their first day, `2026-09`, `2026-Q3`, `2026`,
    /// `FY2026-Q1`, `FY2026` (a fiscal year is named after the calendar year in which it ends).
    #[must_use]
    pub fn label(&self, period: Period) -> String {
        let start = period.start.date();
        match period.grain {
            Grain::Day | Grain::Week => start.to_string(),
            Grain::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Grain::Quarter => format!("{:04}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
            Grain::Year => format!("{:04}", start.year()),
            Grain::FiscalYear => format!("FY{:04}", self.fiscal_year(start)),
            Grain::FiscalQuarter => {
                let quarter = (start.month() - self.fiscal_start_month).rem_euclid(12) / 3 + 1;
                format!("FY{:04}-Q{quarter}", self.fiscal_year(start))
            }
        }
    }

    /// Reads a label written by [`Calendar::label`] back into its period.
    pub fn parse_period(&self, grain: Grain, text: &str) -> Result<Period, CalendarError> {
        let bad = || CalendarError::BadPeriod(text.to_owned(), grain);
        let trimmed = text.trim();
        let first_day = match grain {
            Grain::Day | Grain::Week => trimmed.parse::<Day>().map_err(|_| bad())?,
            Grain::Month => format!("{trimmed}-01").parse().map_err(|_| bad())?,
            Grain::Year => format!("{trimmed}-01-01").parse().map_err(|_| bad())?,
            Grain::Quarter => {
                let (year, quarter) = trimmed.split_once("-Q").ok_or_else(bad)?;
                let quarter: i8 = quarter.parse().ok().filter(|q| (1..=4).contains(q)).ok_or_else(bad)?;
                format!("{year}-{:02}-01", quarter * 3 - 2).parse().map_err(|_| bad())?
            }
            Grain::FiscalYear | Grain::FiscalQuarter => {
                let label = trimmed.strip_prefix("FY").ok_or_else(bad)?;
                let (year, quarter) = match grain {
                    Grain::FiscalQuarter => label.split_once("-Q").ok_or_else(bad)?,
                    _ => (label, "1"),
                };
                let year: i16 = year.parse().map_err(|_| bad())?;
                let quarter: i8 = quarter.parse().ok().filter(|q| (1..=4).contains(q)).ok_or_else(bad)?;
                let start_year = if self.fiscal_start_month == 1 { Some(year) } else { year.checked_sub(1) };
                let start = start_year.and_then(|year| Date::new(year, self.fiscal_start_month, 1).ok());
                Day::from_date(start.ok_or_else(bad)?.saturating_add((i64::from(quarter - 1) * 3).months()))
            }
        };
        Ok(self.period(grain, first_day))
    }

    fn fiscal_year(&self, date: Date) -> i16 {
        let starts_here = date.month() >= self.fiscal_start_month;
        let first_year = if starts_here { date.year() } else { date.year() - 1 };
        if self.fiscal_start_month == 1 { first_year } else { first_year + 1 }
    }
}

impl DayClock {
    /// A clock of a time zone.
    #[must_use]
    pub fn new(zone: TimeZone) -> Self {
        Self { zone, from: 0, until: 0, offset: 0 }
    }

    /// The company's day of an instant given in microseconds since 1970-01-01 UTC.
    #[inline]
    pub fn day_of_micros(&mut self, micros: i64) -> Day {
        const MICROS_A_DAY: i64 = 86_400_000_000;
        if !(self.from..self.until).contains(&micros) {
            self.look_up(micros);
        }
        Day((micros.saturating_add(self.offset)).div_euclid(MICROS_A_DAY) as i32)
    }

    fn look_up(&mut self, micros: i64) {
        let at = Timestamp::from_microsecond(micros).unwrap_or(if micros.is_negative() {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        self.offset = i64::from(self.zone.to_offset(at).seconds()) * 1_000_000;
        // `preceding` looks strictly before its instant, so an instant on a change asks one step later.
        let after = at.checked_add(SignedDuration::from_micros(1)).unwrap_or(at);
        self.from = self.zone.preceding(after).next().map_or(i64::MIN, |change| change.timestamp().as_microsecond());
        self.until = self.zone.following(at).next().map_or(i64::MAX, |change| change.timestamp().as_microsecond());
    }
}

fn months(grain: Grain, year: i16, month: i8, length: i8) -> Period {
    // Before the first representable year there is nothing to tell.
    let start = Date::new(year, month, 1).unwrap_or(Date::MIN);
    Period {
        grain,
        start: Day::from_date(start),
        end: Day::from_date(start.saturating_add(i64::from(length).months())),
    }
}

#[cfg(test)]
mod tests;
