//! When subscriptions end: the last minute of a day and a month are ends as well, and what they mean is decided where the file shows it, or
//! asked.

use arrow::array::TimestampSecondArray;

use super::super::{Ends, Note, Topic, guess};
use super::kinds::{File, Reading};
use super::*;
use crate::lake::Fact;

fn subscriptions(name: &str, ends: &[String]) -> File {
    File::default()
        .with("customer_id", (0..ends.len()).map(|row| format!("c{row}")))
        .with("mrr", ends.iter().map(|_| "10.00".to_owned()))
        .with("start_date", ends.iter().map(|_| "2022-01-01 00:00:00".to_owned()))
        .with(name, ends.iter().cloned())
}

/// Days in any month, each with the day after it.
fn days(rows: usize, dice: &mut Dice) -> Vec<(jiff::civil::Date, String)> {
    let day = |_| {
        let day = jiff::civil::date(2023, 1 + dice.below(12) as i8, 1).last_of_month();
        let day =
            if dice.below(2) == 0 { day } else { day.with().day(1 + dice.below(28) as i8).build().expect("a day") };
        (day, day.tomorrow().expect("a day").to_string())
    };
    (0..rows).map(day).collect()
}

fn read(reading: &Reading) -> Vec<Option<String>> {
    let days = reading.rows.column_by_name("to").expect("to").as_primitive::<Date32Type>();
    days.iter().map(|day| Some(bellwether_model::Day(day?).to_string())).collect()
}

#[test]
fn an_end_in_the_last_minute_of_a_day_is_its_last_day() {
    let mut dice = Dice(81);
    for written in [" 23:59:59", "T23:59:59", " 23:59", "T23:59:59.999999Z", "T23:59:59+00:00", "seconds"] {
        for name in ["end_date", "ended_at", "Vertragsende"] {
            let days = days(2 + dice.below(8), &mut dice);
            let cell = |day: &jiff::civil::Date| match written {
                "seconds" => {
                    let last = day.at(23, 59, 59, 0).to_zoned(TimeZone::UTC).expect("a time");
                    last.timestamp().as_second().to_string()
                }
                time => format!("{day}{time}"),
            };
            let mut ends: Vec<String> = days.iter().map(|(day, _)| cell(day)).collect();
            ends.push(String::new());
            let file = subscriptions(name, &ends).shuffled(&mut dice);
            let reading = Reading::of(Fact::Subscriptions, &file);
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            let expected: Vec<_> = days.into_iter().map(|(_, next)| Some(next)).chain([None]).collect();
            assert_eq!(read(&reading), expected, "{}", file.shown());
            assert!(reading.guess.notes.iter().any(|note| matches!(note, Note::LastMinute { .. })));
        }
    }
}

#[test]
fn a_term_or_a_cancellation_in_the_last_minute_of_a_day_ends_with_that_day_if_it_is_the_end() {
    let mut dice = Dice(84);
    for (name, topic) in [("Current Period End", Topic::End), ("cancelled_at", Topic::Cancellation)] {
        let days = days(5, &mut dice);
        let file = subscriptions(name, &days.iter().map(|(day, _)| format!("{day} 23:59:59")).collect::<Vec<_>>());
        assert!(Reading::of(Fact::Subscriptions, &file).asked.contains(topic.name()), "{name}");
        let reading = Reading::answered(Fact::Subscriptions, &file, &[(topic, "end")]);
        assert_eq!(read(&reading), days.into_iter().map(|(_, next)| Some(next)).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn what_begins_and_ends_in_one_month_is_asked_about() {
    for (ends, starts) in
        [(["2023-05", "2023-07"], ["2023-05-01", "2023-07"]), (["May 2023", "July 2023"], ["2023-05", "2023-07-01"])]
    {
        let file = File::default()
            .with("customer_id", ["a", "b"].map(str::to_owned))
            .with("mrr", ["10.00", "20.00"].map(str::to_owned))
            .with("start", starts.map(str::to_owned))
            .with("end", ends.map(str::to_owned));
        assert!(Reading::of(Fact::Subscriptions, &file).asked.contains("ends"), "{}", file.shown());
    }
}

#[test]
fn an_end_of_a_workbook_in_the_last_minute_of_a_day_is_its_last_day() {
    let ends: Vec<i64> = (1..6).map(|day| 19_722 * 86_400 + day * 86_400 - 1).collect();
    let texts = |text: &str| Arc::new(ends.iter().map(|_| Some(text)).collect::<arrow::array::StringArray>()) as _;
    let rows = RecordBatch::try_from_iter([
        ("customer", texts("a")),
        ("mrr", texts("10.00")),
        ("start", texts("2022-01-01")),
        ("end", Arc::new(TimestampSecondArray::from(ends.clone())) as arrow::array::ArrayRef),
    ]);
    let feed = Feed::of_batch(rows.expect("a batch"));
    let sample: Vec<_> = feed.batches.iter().cloned().collect();
    let guess = guess(Some(Fact::Subscriptions), &feed.file(), &sample, &usual());
    assert_eq!(guess.mapping.ends, Ends::LastDay, "{:?}", guess.notes);
}

#[test]
fn ends_at_all_times_of_the_day_and_in_its_last_minute_are_asked_about() {
    let mut dice = Dice(82);
    for other in ["", " 14:12:05", " 00:00:00"] {
        let days = days(9, &mut dice);
        let is_last = |row: usize| row.is_multiple_of(3);
        let cell = |(row, (day, _)): (usize, &(jiff::civil::Date, String))| {
            format!("{day}{}", if is_last(row) { " 23:59:59" } else { other })
        };
        let file = subscriptions("end_date", &days.iter().enumerate().map(cell).collect::<Vec<_>>());
        assert!(Reading::of(Fact::Subscriptions, &file).asked.contains("ends"), "{}", file.shown());
        for answer in ["by_time", "last_day", "first_day_without"] {
            let reading = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Ends, answer)]);
            let expected = days.iter().enumerate().map(|(row, (day, next))| {
                let is_next = answer == "last_day" || (answer == "by_time" && is_last(row));
                Some(if is_next { next.clone() } else { day.to_string() })
            });
            assert_eq!(read(&reading), expected.collect::<Vec<_>>(), "{answer}\n{}", file.shown());
        }
    }
}

#[test]
fn a_month_as_an_end_is_its_last_day_or_its_first_as_a_person_says_or_the_file_shows() {
    const NAMES: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let mut dice = Dice(83);
    for name in ["end", "end_month", "bis"] {
        for is_named in [false, true] {
            let months: Vec<i8> = (0..6).map(|_| 1 + dice.below(12) as i8).collect();
            let cell = |month: &i8| {
                if is_named { format!("{} 2023", NAMES[*month as usize - 1]) } else { format!("2023-{month:02}") }
            };
            let mut ends: Vec<String> = months.iter().map(cell).collect();
            ends.push(String::new());
            let file = subscriptions(name, &ends);
            let reading = Reading::of(Fact::Subscriptions, &file);
            assert!(reading.asked.contains("ends"), "{:?}\n{}", reading.asked, file.shown());
            for (answer, is_last) in [("last_month", true), ("first_month_without", false)] {
                let reading = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Ends, answer)]);
                let expected = months.iter().map(|month| {
                    let first = jiff::civil::date(2023, *month, 1);
                    let next = first.last_of_month().tomorrow().expect("a day");
                    Some(if is_last { next } else { first }.to_string())
                });
                assert_eq!(read(&reading), expected.chain([None]).collect::<Vec<_>>(), "{answer}\n{}", file.shown());
            }
            // The next subscription of each customer begins with the month after.
            let starts = months.iter().map(|month| jiff::civil::date(2023, *month, 1).last_of_month().tomorrow());
            let starts = starts.map(|day| day.expect("a day").to_string());
            let file = File::default()
                .with("customer_id", (0..12).map(|row| format!("c{}", row % 6)))
                .with("mrr", (0..12).map(|_| "10.00".to_owned()))
                .with("start_date", (0..6).map(|_| "2022-01-01".to_owned()).chain(starts.clone()))
                .with(name, months.iter().map(cell).chain((0..6).map(|_| String::new())));
            let reading = Reading::of(Fact::Subscriptions, &file);
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            assert_eq!(read(&reading)[..6], starts.map(Some).collect::<Vec<_>>(), "{}", file.shown());
        }
    }
}
