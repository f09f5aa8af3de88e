//! Which days are off, by a calendar file as offices publish them (iCalendar, RFC 5545)?
//!
//! Only days as a whole are holidays. Invariant: no event is passed over in silence. Each one either gives its days, or is
//! [cancelled](HolidayFile::cancelled) by its own words, or is [not understood](NotUnderstood) and named by its line. Whether an event takes up
//! time (`TRANSP`) says nothing about it: offices publish holidays as time that stays free.

mod error;
mod event;
mod line;
mod not_understood;
mod part;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

pub use error::{HolidayFileError, LARGEST_FILE};
pub use not_understood::{NamedEvent, NotUnderstood, WhyNot};

use error::MOST_DAYS;
use event::Event;
use line::content_lines;
use part::parts;

/// What a calendar file says about some years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HolidayFile {
    /// The days off from the first to the last day that was asked for, each with its name.
    pub days: BTreeMap<Date, String>,
    /// How many days off it names before or after those; what a rule says of later ones is not counted.
    pub elsewhere: usize,
    /// Events that it says do not take place.
    pub cancelled: Vec<NamedEvent>,
    /// What may be a holiday and cannot be told.
    pub not_understood: Vec<NotUnderstood>,
}

/// Reads which days are off from one day to another, the last included.
pub fn read(bytes: &[u8], first: Date, last: Date) -> Result<HolidayFile, HolidayFileError> {
    if bytes.len() > LARGEST_FILE {
        return Err(HolidayFileError::TooLarge);
    }
    let parts = parts(content_lines(bytes)?)?;
    // A day of a rule that was moved is moved, also where it is not understood to when.
    let moved: BTreeSet<(&str, Date)> = parts.iter().filter_map(event::moved).collect();
    let (mut found, mut elsewhere, mut taken) = (HolidayFile::default(), BTreeSet::new(), 0);
    for part in &parts {
        if event::is_cancelled(part) {
            found.cancelled.push(part.named());
            continue;
        }
        let told = Event::read(part).and_then(|event| Ok((event.begins(last, &moved)?, event.length)));
        let (begins, length) = match told {
            Ok(told) => told,
            Err(why) => {
                found.not_understood.push(NotUnderstood { event: part.named(), why });
                continue;
            }
        };
        taken += begins.len() * length;
        if taken > MOST_DAYS {
            return Err(HolidayFileError::TooLarge);
        }
        let summary = part.named().summary;
        for day in begins.iter().flat_map(|begin| begin.series(1.day()).take(length)) {
            if (first..=last).contains(&day) {
                also_called(found.days.entry(day).or_default(), &summary);
            } else {
                elsewhere.insert(day);
            }
        }
    }
    found.elsewhere = elsewhere.len();
    Ok(found)
}

/// A day may be two holidays, and a file may name one twice.
fn also_called(name: &mut String, other: &str) {
    if !other.is_empty() && !name.split(" / ").any(|known| known == other) {
        if !name.is_empty() {
            name.push_str(" / ");
        }
        name.push_str(other);
    }
}
