//! Which holidays of an office's calendar file would a business calendar have that it does not have yet?

use std::collections::BTreeMap;

use bellwether_engine::sources::holidays;
pub use bellwether_engine::sources::holidays::{LARGEST_FILE, NamedEvent, NotUnderstood};
use bellwether_model::{BusinessCalendars, SpecialDay};
use jiff::civil::{Date, date};

use crate::app::App;
use crate::failure::{Failure, FailureKind};

/// Years from the first one on that are looked at where nobody says how many.
const YEARS: i16 = 3;
/// Years that are looked at, at most.
const MOST_YEARS: i16 = 50;

/// Of which years holidays are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HolidayYears {
    /// The first; absent: this year.
    pub from: Option<i16>,
    /// The last; absent: the second after the first.
    pub through: Option<i16>,
}

/// What a calendar file would make of a business calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayTrial {
    /// The first day that was looked at, and the last.
    pub days: (Date, Date),
    /// Holidays that the calendar would get, with their names.
    pub added: BTreeMap<Date, String>,
    /// Days of the file that the calendar has already, as they are there; they stay so.
    pub standing: BTreeMap<Date, SpecialDay>,
    /// How many days off the file names before or after those years.
    pub elsewhere: usize,
    /// Events that the file says do not take place.
    pub cancelled: Vec<NamedEvent>,
    /// What may be a holiday and cannot be told.
    pub not_understood: Vec<NotUnderstood>,
    /// The version that was looked at.
    pub version: i64,
    /// The calendars as they would be.
    pub calendars: BusinessCalendars,
}

impl App {
    /// What a calendar file would make of the business calendar of a name; nothing is saved.
    pub async fn try_holidays(
        &self,
        calendar: &str,
        years: HolidayYears,
        file: &[u8],
    ) -> Result<HolidayTrial, Failure> {
        let found = self.business_calendars().await?;
        let mut calendars = found.calendars;
        let names: Vec<String> = calendars.names().into_iter().collect();
        let Some(changed) = calendars.calendars.iter_mut().find(|one| one.name == calendar) else {
            let names = if names.is_empty() {
                "there is none yet".to_owned()
            } else {
                format!("there are {}", names.join(", "))
            };
            let said = format!("there is no business calendar called '{calendar}'; {names}");
            return Err(Failure::new(FailureKind::NotFound, said));
        };
        let (first, last) = span(years, self.companys_today().await?.date().year())?;
        let read = holidays::read(file, first, last).map_err(|error| Failure::input(error.to_string()))?;
        let (mut added, mut standing) = (BTreeMap::new(), BTreeMap::new());
        for (day, name) in read.days {
            match changed.days.get(&day) {
                Some(there) => drop(standing.insert(day, there.clone())),
                None => drop(added.insert(day, name)),
            }
        }
        let holiday = |name: &String| SpecialDay { name: name.clone(), hours: Vec::new() };
        changed.days.extend(added.iter().map(|(day, name)| (*day, holiday(name))));
        Ok(HolidayTrial {
            days: (first, last),
            added,
            standing,
            elsewhere: read.elsewhere,
            cancelled: read.cancelled,
            not_understood: read.not_understood,
            version: found.version,
            calendars,
        })
    }
}

/// From the first day of the first year to the last one of the last.
fn span(HolidayYears { from, through }: HolidayYears, this_year: i16) -> Result<(Date, Date), Failure> {
    let from = from.unwrap_or(this_year);
    let through = through.unwrap_or_else(|| from.saturating_add(YEARS - 1).max(from));
    let is_span = (1..=9999).contains(&from) && (from..=9999).contains(&through) && through - from < MOST_YEARS;
    if !is_span {
        let said = format!(
            "from {from} through {through} are no years to take holidays of; name at most {MOST_YEARS} in a row"
        );
        return Err(Failure::usage(said));
    }
    Ok((date(from, 1, 1), date(through, 12, 31)))
}
