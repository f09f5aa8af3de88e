//! Of which time zone does the name of a column say that its times are, as in `Started at (America/New_York)` or `Paid (UTC-08:00)`?

use jiff::tz::{Offset, TimeZone};

/// What a name says of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NamedZone {
    /// This one, by its name in a map file.
    One(String),
    /// One of these, the likeliest first.
    OneOf(Vec<String>),
}

/// Names that mean one zone, without what stands between their words.
const NAMES: [(&str, &str); 22] = [
    ("utc", "UTC"),
    ("gmt", "UTC"),
    ("zulu", "UTC"),
    ("coordinateduniversaltime", "UTC"),
    ("pt", "America/Los_Angeles"),
    ("pacifictime", "America/Los_Angeles"),
    ("pacific", "America/Los_Angeles"),
    ("mt", "America/Denver"),
    ("mountaintime", "America/Denver"),
    ("ct", "America/Chicago"),
    ("centraltime", "America/Chicago"),
    ("et", "America/New_York"),
    ("easterntime", "America/New_York"),
    ("eastern", "America/New_York"),
    ("jst", "Asia/Tokyo"),
    ("kst", "Asia/Seoul"),
    ("hkt", "Asia/Hong_Kong"),
    ("sgt", "Asia/Singapore"),
    ("centraleuropeantime", "Europe/Berlin"),
    ("mitteleuropaeischezeit", "Europe/Berlin"),
    ("berlin", "Europe/Berlin"),
    ("london", "Europe/London"),
];

/// Abbreviations of which a name does not say whether clocks change, or where.
const SEVERAL: [(&str, &str); 22] = [
    ("est", "America/New_York -05:00 Australia/Sydney"),
    ("edt", "America/New_York -04:00"),
    ("cst", "America/Chicago -06:00 Asia/Shanghai America/Havana"),
    ("cdt", "America/Chicago -05:00"),
    ("mst", "America/Denver -07:00"),
    ("mdt", "America/Denver -06:00"),
    ("pst", "America/Los_Angeles -08:00 Asia/Manila"),
    ("pdt", "America/Los_Angeles -07:00"),
    ("akst", "America/Anchorage -09:00"),
    ("hst", "Pacific/Honolulu -10:00"),
    ("cet", "Europe/Berlin +01:00"),
    ("mez", "Europe/Berlin +01:00"),
    ("cest", "Europe/Berlin +02:00"),
    ("mesz", "Europe/Berlin +02:00"),
    ("wet", "Europe/Lisbon +00:00"),
    ("eet", "Europe/Helsinki +02:00"),
    ("eest", "Europe/Helsinki +03:00"),
    ("bst", "Europe/London +01:00 Asia/Dhaka"),
    ("ist", "Asia/Kolkata Europe/Dublin Asia/Jerusalem"),
    ("msk", "Europe/Moscow +03:00"),
    ("aest", "Australia/Sydney +10:00"),
    ("aedt", "Australia/Sydney +11:00"),
];

/// The name without the zone in brackets at its end, and the zone; nothing if it names none. Other brackets, as in "Amount (converted)",
/// belong to the name.
pub(super) fn split(name: &str) -> Option<(&str, NamedZone)> {
    let name = name.trim_end();
    let (open, inner) = match name.strip_suffix(')') {
        Some(inner) => ('(', inner),
        None => ('[', name.strip_suffix(']')?),
    };
    let (plain, zone) = inner.rsplit_once(open)?;
    Some((plain.trim_end(), of_text(zone.trim())?))
}

/// The zone that a column's name says: in brackets at its end, by an offset from UTC, as UTC, or by capital letters at its end.
pub(super) fn of(name: &str) -> Option<NamedZone> {
    if let Some((_, zone)) = split(name) {
        return Some(zone);
    }
    let lower = name.to_ascii_lowercase();
    for mark in ["utc", "gmt"] {
        let Some(at) = lower.rfind(mark) else { continue };
        let is_word = !name[..at].bytes().next_back().is_some_and(|byte| byte.is_ascii_alphabetic());
        if let (true, Some(offset)) = (is_word, offset_of(&name[at + mark.len()..])) {
            return Some(NamedZone::One(offset));
        }
    }
    let mut words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let is_utc = |word: &str| {
        matches!(word.to_ascii_lowercase().as_str(), "utc" | "gmt" | "zulu")
            || word.ends_with("Utc")
            || word.ends_with("UTC")
    };
    if words.clone().any(is_utc) {
        return Some(NamedZone::One("UTC".to_owned()));
    }
    // "Order Date EST", but neither "delivery est" nor "ORDER DATE".
    let last =
        words.next_back().filter(|last| last.len() >= 3 && last.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let are_others_small = name.bytes().any(|byte| byte.is_ascii_lowercase());
    are_others_small.then(|| of_text(last)).flatten()
}

/// The zone that a text is the name of.
pub(super) fn of_text(text: &str) -> Option<NamedZone> {
    if text.contains('/') && TimeZone::get(text).is_ok() {
        return Some(NamedZone::One(text.to_owned()));
    }
    let lower: String = text
        .to_lowercase()
        .replace('ä', "ae")
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '&' | '.'))
        .collect();
    let known =
        |name: &str| NAMES.iter().find(|(known, _)| *known == name).map(|(_, zone)| NamedZone::One((*zone).to_owned()));
    if let Some(zone) = known(&lower) {
        return Some(zone);
    }
    if let Some((_, zones)) = SEVERAL.iter().find(|(known, _)| *known == lower) {
        return Some(NamedZone::OneOf(zones.split(' ').map(str::to_owned).collect()));
    }
    let rest = lower.strip_prefix("utc").or_else(|| lower.strip_prefix("gmt")).unwrap_or(&lower);
    offset_of(rest).map(NamedZone::One)
}

/// An offset from UTC as map files write it, as `-08:00`, of a text that begins with one and goes on with no digit.
fn offset_of(text: &str) -> Option<String> {
    let text = text.trim_start();
    let sign = match text.chars().next()? {
        '+' => '+',
        '-' | '−' | '–' => '-',
        _ => return None,
    };
    let rest = text.trim_start_matches(['+', '-', '−', '–']).trim_start();
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ':').unwrap_or(rest.len());
    let (hours, minutes) = match rest[..end].split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if end == 4 => rest[..end].split_at(2),
        None => (&rest[..end], "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

/// The zone of a name in a map file: that of a place, or so far from UTC, as `-08:00`.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    let sign = match name.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return TimeZone::get(name).ok(),
    };
    let (hours, minutes) = name[1..].split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_one_zone_or_several_or_none() {
        let mut looked_at = 0;
        for (text, zone) in [
            ("America/New_York", "America/New_York"),
            ("UTC", "UTC"),
            ("utc", "UTC"),
            ("GMT", "UTC"),
            ("Pacific Time", "America/Los_Angeles"),
            ("UTC-08:00", "-08:00"),
            ("UTC−8", "-08:00"),
            ("UTC+1", "+01:00"),
            ("GMT+5:30", "+05:30"),
            ("UTC +0100", "+01:00"),
            ("GMT-03:30", "-03:30"),
            ("+02:00", "+02:00"),
            ("ET", "America/New_York"),
        ] {
            for name in ["Order Date", "created_at", "Zeitpunkt"] {
                for name in [format!("{name} ({text})"), format!("{name} [{text}]"), format!("{name}({text})")] {
                    assert_eq!(of(&name), Some(NamedZone::One(zone.to_owned())), "{name}");
                    looked_at += 1;
                }
            }
            assert!(super::zone(zone).is_some(), "{zone}");
        }
        for text in ["EST", "IST", "CST", "BST", "CET", "MEZ", "MESZ", "PDT"] {
            for name in
                [format!("Date ({text})"), format!("Order Date {text}"), format!("Date ({})", text.to_lowercase())]
            {
                let Some(NamedZone::OneOf(zones)) = of(&name) else { panic!("{name}: {:?}", of(&name)) };
                assert!(zones.len() > 1 && zones.iter().all(|zone| super::zone(zone).is_some()), "{name}: {zones:?}");
                looked_at += 1;
            }
        }
        for (name, zone) in [
            ("Created UTC-3", "-03:00"),
            ("created_at_utc", "UTC"),
            ("CreatedUtc", "UTC"),
            ("date_utc+02:00", "+02:00"),
        ] {
            assert_eq!(of(name), Some(NamedZone::One(zone.to_owned())), "{name}");
        }
        for name in [
            "Amount (converted)",
            "delivery_est",
            "ORDER DATE",
            "Date (local)",
            "Ordered (net)",
            "Date (2024)",
            "Order ID",
            "Date (UTC-2024)",
        ] {
            assert!(!matches!(of(name), Some(NamedZone::OneOf(_))), "{name}");
            if !name.contains("UTC") {
                assert_eq!(of(name), None, "{name}");
            }
        }
        assert!(looked_at > 100, "{looked_at}");
    }
}
