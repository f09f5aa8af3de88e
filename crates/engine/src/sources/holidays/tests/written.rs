//! What is written is read back: calendars of any events, folded anywhere, against days that are counted one by one.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Weekday;
use proptest::prelude::*;

use super::*;

/// The last day that is asked for.
const LAST: Date = Date::constant(2034, 12, 31);

/// How an event comes again.
#[derive(Clone, Debug)]
enum Comes {
    Once,
    /// On the same day of every so many years.
    Yearly(i16),
    /// On a weekday of a month, from its beginning or from its end.
    Weekday(i16, i8, i8, Weekday),
    Weekly(i16),
}

#[derive(Clone, Debug)]
enum Ends {
    Never,
    Count(usize),
    Until(Date),
}

/// How the number of its days is written.
#[derive(Clone, Copy, Debug)]
enum Length {
    End,
    Duration,
    /// One day is what is said by nothing.
    Nothing,
}

#[derive(Clone, Debug)]
struct Written {
    name: String,
    first: Date,
    comes: Comes,
    ends: Ends,
    length: (i64, Length),
    also: Vec<Date>,
    /// Which of its days are taken out again.
    except: Vec<usize>,
    is_cancelled: bool,
}

fn some_day() -> impl Strategy<Value = Date> {
    (0..4_000_i64).prop_map(|day| date(2024, 1, 1) + day.days())
}

fn weekday(offset: i8) -> Weekday {
    Weekday::from_monday_zero_offset(offset).expect("a weekday")
}

fn comes() -> impl Strategy<Value = Comes> {
    prop_oneof![
        Just(Comes::Once),
        (1..4_i16).prop_map(Comes::Yearly),
        (1..3_i16, 1..=12_i8, prop_oneof![1..=4_i8, Just(-1), Just(-2)], 0..7_i8)
            .prop_map(|(interval, month, nth, day)| Comes::Weekday(interval, month, nth, weekday(day))),
        (1..60_i16).prop_map(Comes::Weekly),
    ]
}

fn written() -> impl Strategy<Value = Written> {
    let name = "[a-zäöüÄß水🎄]{1,12}( [a-z:;,\"\\\\]{1,8}){0,12}";
    let ends = prop_oneof![Just(Ends::Never), (1..8_usize).prop_map(Ends::Count), some_day().prop_map(Ends::Until)];
    let length = (1..=9_i64, prop_oneof![Just(Length::End), Just(Length::Duration), Just(Length::Nothing)]);
    let also = prop::collection::vec(some_day(), 0..3);
    let except = prop::collection::vec(0..6_usize, 0..3);
    (name, some_day(), comes(), ends, length, also, except, prop::bool::weighted(0.1)).prop_map(
        |(name, day, comes, ends, length, also, except, is_cancelled)| {
            let first = match comes {
                Comes::Weekday(_, month, nth, weekday) => nth_weekday(day.year(), month, nth, weekday),
                // The 29 February of other years is none.
                Comes::Yearly(_) if day.month() == 2 && day.day() == 29 => date(day.year(), 2, 28),
                _ => day,
            };
            let ends = match ends {
                Ends::Until(day) => Ends::Until(day.max(first)),
                ends => ends,
            };
            let length = if matches!(length.1, Length::Nothing) { (1, Length::Nothing) } else { length };
            Written { name, first, comes, ends, length, also, except, is_cancelled }
        },
    )
}

fn nth_weekday(year: i16, month: i8, nth: i8, weekday: Weekday) -> Date {
    date(year, month, 1).nth_weekday_of_month(nth, weekday).expect("one")
}

impl Written {
    /// The days on which it begins, counted one after the other.
    fn begins(&self) -> Vec<Date> {
        let nth = |number: i16| match self.comes {
            Comes::Once => (number == 0).then_some(self.first),
            Comes::Yearly(interval) => {
                Some(date(self.first.year() + number * interval, self.first.month(), self.first.day()))
            }
            Comes::Weekday(interval, month, nth, day) => {
                Some(nth_weekday(self.first.year() + number * interval, month, nth, day))
            }
            Comes::Weekly(interval) => Some(self.first + (i64::from(number) * i64::from(interval)).weeks()),
        };
        let days = (0..).map_while(nth).take_while(|day| *day <= LAST);
        match self.ends {
            _ if matches!(self.comes, Comes::Once) => days.collect(),
            Ends::Never => days.collect(),
            Ends::Count(count) => days.take(count).collect(),
            Ends::Until(until) => days.take_while(|day| *day <= until).collect(),
        }
    }

    fn taken_out(&self) -> Vec<Date> {
        let begins = self.begins();
        self.except.iter().filter_map(|at| begins.get(*at).copied()).collect()
    }

    fn lines(&self) -> Vec<String> {
        let text = |day: &Date| day.strftime("%Y%m%d").to_string();
        let escaped = self.name.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("DTSTART;VALUE=DATE:{}", text(&self.first)),
            format!("SUMMARY;LANGUAGE=de;X-NOTE=\"a;b:c\":{escaped}"),
        ];
        let ends = match self.ends {
            Ends::Never => String::new(),
            Ends::Count(count) => format!(";COUNT={count}"),
            Ends::Until(day) => format!(";UNTIL={}", text(&day)),
        };
        let day = |weekday: Weekday| format!("{weekday:?}")[..2].to_uppercase();
        lines.extend(match self.comes {
            Comes::Once => None,
            Comes::Yearly(interval) => Some(format!("RRULE:FREQ=YEARLY;INTERVAL={interval}{ends}")),
            Comes::Weekday(interval, month, nth, weekday) => {
                Some(format!("rrule:freq=yearly;INTERVAL={interval};BYMONTH={month};BYDAY={nth}{}{ends}", day(weekday)))
            }
            Comes::Weekly(interval) => Some(format!("RRULE:FREQ=WEEKLY{ends};INTERVAL={interval};WKST=SU")),
        });
        lines.extend(match self.length {
            (days, Length::End) => Some(format!("DTEND;VALUE=DATE:{}", text(&(self.first + days.days())))),
            (7, Length::Duration) => Some("DURATION:P1W".to_owned()),
            (days, Length::Duration) => Some(format!("DURATION:P{days}D")),
            (_, Length::Nothing) => None,
        });
        let list = |days: &[Date]| days.iter().map(text).collect::<Vec<_>>().join(",");
        let also = (!self.also.is_empty()).then(|| format!("RDATE;VALUE=DATE:{}", list(&self.also)));
        let out = self.taken_out();
        lines.extend(also);
        lines.extend(out.iter().map(|day| format!("EXDATE;VALUE=DATE:{}", list(&[*day]))));
        lines.extend(self.is_cancelled.then(|| "STATUS:CANCELLED".to_owned()));
        lines.push("END:VEVENT".to_owned());
        lines
    }
}

/// The days of a calendar with their names, counted one by one.
fn counted(events: &[Written], first: Date) -> BTreeMap<Date, String> {
    let mut names: BTreeMap<Date, Vec<&str>> = BTreeMap::new();
    for event in events.iter().filter(|event| !event.is_cancelled) {
        let out = event.taken_out();
        let begins = event.begins().into_iter().chain(event.also.iter().copied());
        for begin in begins.filter(|day| !out.contains(day)) {
            for day in (0..event.length.0).map(|day| begin + day.days()).filter(|day| (first..=LAST).contains(day)) {
                let names = names.entry(day).or_default();
                if !names.contains(&event.name.as_str()) {
                    names.push(&event.name);
                }
            }
        }
    }
    names.into_iter().map(|(day, names)| (day, names.join(" / "))).collect()
}

/// The bytes of a calendar, its lines folded at any byte.
fn bytes(events: &[Written], end: &str, mark: bool, folds: &[usize]) -> Vec<u8> {
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "PRODID:-//a//b//EN".to_owned(), "VERSION:2.0".to_owned()];
    lines.extend(["BEGIN:VTIMEZONE", "TZID:Mars", "BEGIN:STANDARD", "DTSTART:19700101T000000"].map(str::to_owned));
    lines.extend(["RRULE:FREQ=YEARLY;BYHOUR=3", "END:STANDARD", "END:VTIMEZONE"].map(str::to_owned));
    lines.extend(events.iter().flat_map(Written::lines));
    lines.push("END:VCALENDAR".to_owned());
    let mut bytes = if mark { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    let mut folds = folds.iter().cycle();
    for line in lines {
        let mut rest = line.as_bytes();
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(*folds.next().expect("some")));
            bytes.extend_from_slice(head);
            bytes.extend_from_slice(end.as_bytes());
            if !tail.is_empty() {
                bytes.push(b' ');
            }
            rest = tail;
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_calendar_that_is_written_is_read_back_day_by_day(
        events in prop::collection::vec(written(), 0..8),
        first in some_day(),
        end in prop::sample::select(&["\n", "\r\n"][..]),
        mark in any::<bool>(),
        folds in prop::collection::vec(1..80_usize, 1..9),
    ) {
        let text = bytes(&events, end, mark, &folds);
        let found = read(&text, first, LAST).expect("a calendar");
        prop_assert_eq!(&found.not_understood, &[], "{}", String::from_utf8_lossy(&text));
        prop_assert_eq!(&found.days, &counted(&events, first), "{}", String::from_utf8_lossy(&text));
        prop_assert_eq!(found.cancelled.len(), events.iter().filter(|event| event.is_cancelled).count());
    }

    #[test]
    fn a_byte_that_is_damaged_in_one_event_takes_nothing_from_the_others(
        events in prop::collection::vec(written(), 1..6),
        one in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(&b"\0\n\r :;=,T09AZ\xff\""[..]),
    ) {
        let one = one.index(events.len());
        let mut text = bytes(&events, "\n", false, &[1000]);
        let before = bytes(&events[..one], "\n", false, &[1000]).len() - "END:VCALENDAR\n".len();
        let after = bytes(&events[..=one], "\n", false, &[1000]).len() - "END:VCALENDAR\n".len();
        text[before + at.index(after - before)] = byte;
        let first = date(2024, 1, 1);
        let Ok(found) = read(&text, first, LAST) else { return Ok(()) };
        for event in events.iter().enumerate().filter(|(other, _)| *other != one).map(|(_, event)| event) {
            for day in counted(std::slice::from_ref(event), first).keys() {
                let names = found.days.get(day).map(String::as_str).unwrap_or_default();
                prop_assert!(names.split(" / ").any(|name| name == event.name), "{}", String::from_utf8_lossy(&text));
            }
        }
    }
}
