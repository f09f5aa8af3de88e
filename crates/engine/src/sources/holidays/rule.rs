//! How an event of whole days comes again, as `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH` says.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rrule::RRuleSet;

use super::line::in_a_line;
use super::not_understood::WhyNot;
use crate::sources::guarded::guarded;

/// Days of a rule that are counted, at most: those of 170 years.
const MOST: u16 = 62_000;

/// What a rule of whole days may say.
const PARTS: [&str; 11] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];

/// The days of a rule from its first one up to `last`.
pub(super) fn days(first: Date, rule: &str, last: Date) -> Result<BTreeSet<Date>, WhyNot> {
    let refused = |because: String| WhyNot::Rule { rule: in_a_line(rule), because: in_a_line(&because) };
    let Rule { parts, until } = Rule::read(rule).map_err(refused)?;
    if first > last {
        return Ok(BTreeSet::new());
    }
    let until_day = |until: Date| expanded(first, &format!("{parts};UNTIL={}", moment(until)), last).map_err(refused);
    let days = match until {
        None => expanded(first, &parts, last).map_err(refused)?,
        Some(Until { day, .. }) if day < first => return Err(refused("it ends before it begins".to_owned())),
        Some(Until { day, has_time }) => {
            let days = until_day(day)?;
            let next = day.tomorrow().unwrap_or(day);
            // A time in UTC may be of the day before on the clocks of whoever wrote it.
            if has_time && until_day(next)? != days {
                return Err(refused(format!("its end is a time, which may be that of {day} or of {next}")));
            }
            days
        }
    };
    if days.first() == Some(&first) { Ok(days) } else { Err(WhyNot::FirstDay(in_a_line(rule))) }
}

/// A day as the library reads it.
fn moment(day: Date) -> String {
    day.strftime("%Y%m%dT000000Z").to_string()
}

/// The days of a rule that the library understands.
fn expanded(first: Date, rule: &str, last: Date) -> Result<BTreeSet<Date>, String> {
    guarded(|| {
        let set = |first: Date, rule: &str| {
            format!("DTSTART:{}\nRRULE:{rule}", moment(first)).parse::<RRuleSet>().map_err(|error| error.to_string())
        };
        // The library's moments are made by its own reader, so that nobody else needs its kind of clock.
        let end = *set(last, "FREQ=DAILY;COUNT=1")?.get_dt_start();
        let found = set(first, rule)?.before(end).all(MOST);
        if found.limited {
            return Err("it has too many days, or none".to_owned());
        }
        let days = found.dates.iter().map(|date| date.date_naive().to_string().parse::<Date>());
        days.collect::<Result<_, _>>().map_err(|error| error.to_string())
    })
}

/// What a rule says, but for its last day.
struct Rule {
    parts: String,
    until: Option<Until>,
}

/// The last day of a rule.
struct Until {
    day: Date,
    /// Whether it is written as a time, which no day has.
    has_time: bool,
}

impl Rule {
    /// Reads one; refused where it is not one of days.
    fn read(rule: &str) -> Result<Self, String> {
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for part in rule.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| format!("'{part}' says nothing"))?;
            if !PARTS.contains(&name) {
                return Err(format!("'{name}' is nothing that a rule of whole days says"));
            }
            if parts.iter().any(|(known, _)| *known == name) {
                return Err(format!("it says '{name}' twice"));
            }
            if name == "FREQ" && !["YEARLY", "MONTHLY", "WEEKLY", "DAILY"].contains(&value) {
                return Err(format!("'{value}' is no rhythm of days"));
            }
            if ["COUNT", "INTERVAL"].contains(&name) && !value.parse::<u16>().is_ok_and(|number| number > 0) {
                return Err(format!("'{part}' is no number of times"));
            }
            parts.push((name, value));
        }
        let until = parts.extract_if(.., |(name, _)| *name == "UNTIL").next();
        if until.is_some() && parts.iter().any(|(name, _)| *name == "COUNT") {
            return Err("it ends twice".to_owned());
        }
        let until = until.map(|(_, value)| Until::read(value)).transpose()?;
        let parts = parts.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(";");
        Ok(Self { parts, until })
    }
}

impl Until {
    fn read(value: &str) -> Result<Self, String> {
        let (day, has_time) = value.split_once('T').map_or((value, false), |(day, _)| (day, true));
        match Date::strptime("%Y%m%d", day) {
            Ok(read) if day.len() == 8 => Ok(Self { day: read, has_time }),
            _ => Err(format!("'{value}' is no day")),
        }
    }
}
