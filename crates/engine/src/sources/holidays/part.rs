//! What a calendar file holds, component by component.

use super::error::HolidayFileError;
use super::line::ContentLine;
use super::not_understood::NamedEvent;

/// A component of a calendar with its own lines; those of what it holds are not among them.
pub(super) struct Part {
    pub(super) name: String,
    line: usize,
    lines: Vec<ContentLine>,
    /// A line in it that is none.
    pub(super) broken: Option<usize>,
}

impl Part {
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a ContentLine> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    pub(super) fn named(&self) -> NamedEvent {
        NamedEvent {
            line: self.line,
            summary: self.all("SUMMARY").next().map(ContentLine::text).unwrap_or_default(),
            day: self.all("DTSTART").next().map(ContentLine::short_value).unwrap_or_default(),
        }
    }
}

/// What the calendars of a file hold; time zones are left out, for whole days have none.
pub(super) fn parts(lines: Vec<(usize, Option<ContentLine>)>) -> Result<Vec<Part>, HolidayFileError> {
    let mut open: Vec<Part> = Vec::new();
    let mut parts = Vec::new();
    let mut is_calendar = false;
    for (number, line) in lines {
        let Some(line) = line else {
            // Within what a calendar holds it makes that one part doubtful.
            match open.get_mut(1) {
                Some(part) => part.broken = part.broken.or(Some(number)),
                None if is_calendar => return Err(HolidayFileError::Line(number)),
                None => return Err(HolidayFileError::NoCalendar),
            }
            continue;
        };
        let value = || line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" => {
                if open.is_empty() && value() != "VCALENDAR" {
                    return Err(if is_calendar {
                        HolidayFileError::Line(number)
                    } else {
                        HolidayFileError::NoCalendar
                    });
                }
                is_calendar = true;
                open.push(Part { name: value(), line: number, lines: Vec::new(), broken: None });
            }
            "END" => {
                let ended = open.pop_if(|part| part.name == value());
                let part = ended.ok_or_else(|| HolidayFileError::Unopened { line: number, name: value() })?;
                if open.len() == 1 && part.name != "VTIMEZONE" {
                    parts.push(part);
                }
            }
            _ if open.is_empty() && is_calendar => return Err(HolidayFileError::Line(number)),
            _ if open.is_empty() => return Err(HolidayFileError::NoCalendar),
            name => {
                let is_calendars_own = open.len() == 1;
                if is_calendars_own && name == "CALSCALE" && value() != "GREGORIAN" {
                    return Err(HolidayFileError::Scale { line: number, scale: line.short_value() });
                }
                if is_calendars_own && name == "METHOD" && value() != "PUBLISH" {
                    return Err(HolidayFileError::Method { line: number, method: line.short_value() });
                }
                if let Some(part) = open.last_mut() {
                    part.lines.push(line);
                }
            }
        }
    }
    match open.pop() {
        Some(part) => Err(HolidayFileError::Truncated(part.name)),
        None if is_calendar => Ok(parts),
        None => Err(HolidayFileError::NoCalendar),
    }
}
