//! An event of a calendar file: when it begins, how many days it takes, and how it comes again.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::line::{ContentLine, in_a_line};
use super::not_understood::WhyNot;
use super::part::Part;
use super::rule;

/// A holiday is not longer.
const LONGEST_DAYS: i32 = 366;
/// By which an event says that it stands in the place of a day of a rule.
const INSTEAD: &str = "RECURRENCE-ID";

/// An event that takes whole days.
pub(super) struct Event {
    /// By which the days of its rule are told that were moved; `None` where it stands in the place of such a day itself.
    uid: Option<String>,
    first: Date,
    /// How many days it takes each time.
    pub(super) length: usize,
    rule: Option<String>,
    also: Vec<Date>,
    except: Vec<Date>,
}

/// Whether it says that it does not take place.
pub(super) fn is_cancelled(part: &Part) -> bool {
    let says_so = part.all("STATUS").any(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED"));
    says_so
        && part.name == "VEVENT"
        && part.broken.is_none()
        && (part.all(INSTEAD).next().is_none() || moved(part).is_some())
}

/// The event with a rule, and the day of it, in whose place an event stands.
pub(super) fn moved(part: &Part) -> Option<(&str, Date)> {
    let uid = part.all("UID").next()?.value.trim();
    let instead_of = part.all(INSTEAD).next().filter(|line| line.parameter("RANGE").is_none())?;
    Some((uid, day(instead_of).ok()?))
}

impl Event {
    /// Reads one, or says why its days cannot be told.
    pub(super) fn read(part: &Part) -> Result<Self, WhyNot> {
        if part.name != "VEVENT" {
            return Err(WhyNot::Component(in_a_line(&part.name)));
        }
        if let Some(line) = part.broken {
            return Err(WhyNot::Line(line));
        }
        let one = |name| match part.all(name).collect::<Vec<_>>()[..] {
            [] => Ok(None),
            [line] => Ok(Some(line)),
            [_, second, ..] => Err(said(second)),
        };
        let days = |name| part.all(name).map(days).collect::<Result<Vec<_>, _>>().map(|lines| lines.concat());
        let first = day(one("DTSTART")?.ok_or(WhyNot::NoBeginning)?)?;
        let instead_of = one(INSTEAD)?;
        let doubtful = part.all("EXRULE").next().or(instead_of.filter(|_| moved(part).is_none()));
        if let Some(line) = doubtful {
            return Err(said(line));
        }
        let uid = one("UID")?.filter(|_| instead_of.is_none());
        Ok(Self {
            uid: uid.map(|line| line.value.trim().to_owned()),
            first,
            length: length(first, one("DTEND")?, one("DURATION")?)?,
            rule: one("RRULE")?.map(|line| line.value.trim().to_ascii_uppercase()),
            also: days("RDATE")?,
            except: days("EXDATE")?,
        })
    }

    /// The days on which it begins, up to a day.
    pub(super) fn begins(&self, last: Date, moved: &BTreeSet<(&str, Date)>) -> Result<BTreeSet<Date>, WhyNot> {
        let mut begins = match &self.rule {
            Some(rule) => rule::days(self.first, rule, last)?,
            None => BTreeSet::from([self.first]),
        };
        begins.extend(&self.also);
        let is_moved = |day: Date| self.uid.as_deref().is_some_and(|uid| moved.contains(&(uid, day)));
        begins.retain(|day| !self.except.contains(day) && !is_moved(*day));
        Ok(begins)
    }
}

fn said(line: &ContentLine) -> WhyNot {
    WhyNot::Said(in_a_line(&format!("{}:{}", line.name, line.value)))
}

/// The one day of a line.
fn day(line: &ContentLine) -> Result<Date, WhyNot> {
    match days(line)?[..] {
        [day] => Ok(day),
        _ => Err(said(line)),
    }
}

/// The days of a line; hours and spans of time are no days.
fn days(line: &ContentLine) -> Result<Vec<Date>, WhyNot> {
    let hours = || WhyNot::Hours(in_a_line(&line.value));
    if line.parameter("VALUE").is_some_and(|kind| !kind.eq_ignore_ascii_case("DATE")) {
        return Err(hours());
    }
    let read = |text: &str| {
        let text = text.trim();
        let is_day = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        match Date::strptime("%Y%m%d", text) {
            Ok(day) if is_day => Ok(day),
            _ if text.contains(['T', 't']) => Err(hours()),
            _ => Err(said(line)),
        }
    };
    line.value.split(',').map(read).collect()
}

/// How many days an event takes; its end is the day after its last one.
fn length(first: Date, end: Option<&ContentLine>, duration: Option<&ContentLine>) -> Result<usize, WhyNot> {
    let days = match (end, duration) {
        (None, None) => 1,
        (Some(end), None) => {
            let wrong = || WhyNot::End(end.short_value());
            let days = first.until(day(end)?).map_err(|_| wrong())?.get_days();
            // Some programs write the day itself as the end of one day.
            if days < 0 { Err(wrong())? } else { days.max(1) }
        }
        (None, Some(duration)) => whole_days(&duration.value).ok_or_else(|| WhyNot::End(duration.short_value()))?,
        (Some(_), Some(duration)) => return Err(said(duration)),
    };
    let fits = days <= LONGEST_DAYS && first.checked_add(days.days()).is_ok();
    usize::try_from(days).ok().filter(|_| fits).ok_or(WhyNot::Long)
}

/// `P3D` or `P1W`.
fn whole_days(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_uppercase();
    let number = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (number, of_one) = match (number.strip_suffix('D'), number.strip_suffix('W')) {
        (Some(days), _) => (days, 1),
        (None, Some(weeks)) => (weeks, 7),
        (None, None) => return None,
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse::<i32>().ok().filter(|number| is_number && *number > 0)?.checked_mul(of_one)
}
