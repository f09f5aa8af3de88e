mod hand_made;
mod written;

use jiff::civil::{Date, date};

use super::*;

/// A calendar of events, each the lines between its beginning and its end.
fn calendar(events: &[&str]) -> String {
    let event = |lines: &&str| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n");
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{}END:VCALENDAR\n", events.iter().map(event).collect::<String>())
}

/// What a calendar says about 2026 and 2027.
fn of_two_years(text: &str) -> HolidayFile {
    read(text.as_bytes(), date(2026, 1, 1), date(2027, 12, 31)).expect("a calendar")
}

fn days(found: &HolidayFile) -> Vec<String> {
    found.days.keys().map(Date::to_string).collect()
}
