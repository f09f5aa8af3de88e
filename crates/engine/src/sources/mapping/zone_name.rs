//! Of which time zone does the name of a column say that its times are, as in `Started at (America/New_York)`?

use jiff::tz::TimeZone;

/// The name without the zone in brackets at its end, and the zone; nothing if it names none. Other brackets, as in "Amount (converted)",
/// belong to the name.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    let (plain, zone) = name.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let is_zone = zone.eq_ignore_ascii_case("UTC") || zone.contains('/') && TimeZone::get(zone).is_ok();
    is_zone.then(|| (plain.trim_end(), zone))
}
