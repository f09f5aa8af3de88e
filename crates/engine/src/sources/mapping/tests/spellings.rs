//! Ids, dates and times that are written in more than one way: they are asked about, and the answer makes of them what they mean.

use super::super::testdata::Feed;
use super::super::{Guess, Topic, guess};
use super::kinds::{File, Reading, amounts, customers};
use super::*;
use crate::lake::Fact;
use crate::sources::RawBatch;

/// The guess of rows of id, customer, date and amount, and the customers and days of the rows with the first answers.
fn read(header: [&str; 5], rows: &[[String; 5]]) -> (Guess, Vec<(String, String)>) {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.to_vec()).collect();
    let feed = || Feed::of_rows("orders.csv", &header, &cells, 7);
    let sample: Vec<RawBatch> = feed().batches.iter().cloned().collect();
    let guess = guess(Some(Fact::Purchases), &feed().file(), &sample, &usual());
    let mut mapping = guess.mapping.clone();
    for question in &guess.questions {
        question.answers.iter().take(1).flat_map(|answer| &answer.edits).for_each(|edit| edit.apply(&mut mapping));
    }
    mapping.currency = mapping.currency.or(Some(usual().currency));
    let mapping = Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap();
    let mut source = MappingSource::new(Box::new(feed()), mapping, &usual().zone, None).unwrap();
    let mut found = Vec::new();
    while let Some(pull) = source.next().unwrap() {
        assert!(pull.rejects.is_empty(), "{:?}", pull.rejects);
        let batch = &pull.batch.rows;
        let customers = batch.column_by_name("customer_id").unwrap().as_string::<i32>();
        let at = batch.column_by_name("at").unwrap().as_primitive::<TimestampMicrosecondType>();
        found.extend((0..batch.num_rows()).map(|row| {
            let at = jiff::Timestamp::from_microsecond(at.value(row)).unwrap();
            let customer = if customers.is_null(row) { "-" } else { customers.value(row) };
            (customer.to_owned(), at.strftime("%Y-%m-%d %H:%M").to_string())
        }));
    }
    (guess, found)
}

fn asks(guess: &Guess, topic: Topic) -> bool {
    guess.questions.iter().any(|question| question.topic == topic)
}

#[test]
fn ids_with_marks_or_zeros_are_asked_about_and_become_one() {
    let mut dice = Dice(5);
    for variant in 0..80 {
        let styles: &[fn(usize) -> String] = match variant % 4 {
            0 => &[|id| format!("{id:04}"), |id| format!("'{id:04}")],
            1 => &[|id| format!("{id:04}"), |id| id.to_string()],
            2 => &[|id| format!("=\"{id:04}\""), |id| id.to_string(), |id| format!("'{id:04}")],
            _ => &[|id| format!("{id:04}")],
        };
        let ids: Vec<usize> = (0..30).map(|_| 11 + dice.below(4)).collect();
        let rows: Vec<[String; 5]> = ids
            .iter()
            .enumerate()
            .map(|(row, id)| {
                let style = styles[if row < 8 { row % styles.len() } else { dice.below(styles.len()) }];
                [
                    format!("O{row}"),
                    style(*id),
                    format!("2024-01-{:02}", row % 28 + 1),
                    format!("{}.50", row + 3),
                    String::new(),
                ]
            })
            .collect();
        let (guess, found) = read(["Order ID", "Customer ID", "Date", "Amount", "Note"], &rows);
        assert_eq!(asks(&guess, Topic::IdSpelling), styles.len() > 1, "{variant}: {:?}", guess.questions);
        let customers: std::collections::BTreeSet<&str> = found.iter().map(|(customer, _)| customer.as_str()).collect();
        let expected: std::collections::BTreeSet<usize> = ids.into_iter().collect();
        assert_eq!(customers.len(), expected.len(), "{variant}: {customers:?}");
    }
}

#[test]
fn dates_that_a_spreadsheet_swapped_are_asked_about() {
    let mut dice = Dice(9);
    for variant in 0..60 {
        let is_swapped = variant % 2 == 0;
        let days: Vec<(usize, usize)> = (0..24)
            .map(|row| {
                (
                    if row < 6 {
                        row + 1
                    } else if row < 12 {
                        row + 10
                    } else {
                        1 + dice.below(28)
                    },
                    1 + dice.below(12),
                )
            })
            .collect();
        let text = |(day, month): (usize, usize)| match (is_swapped, day > 12) {
            // What a spreadsheet of another country takes for a date, and what it leaves alone.
            (true, false) => format!("2024-{day:02}-{month:02}"),
            (true, true) => format!("{day:02}/{month:02}/2024"),
            (false, _) => format!("2024-{month:02}-{day:02}"),
        };
        let row = |(no, day): (usize, &(usize, usize))| {
            [format!("O{no}"), format!("c{}", no % 5), text(*day), format!("{}.50", no + 3), String::new()]
        };
        let rows: Vec<[String; 5]> = days.iter().enumerate().map(row).collect();
        let (guess, found) = read(["Order ID", "Customer ID", "Date", "Amount", "Note"], &rows);
        assert_eq!(asks(&guess, Topic::SwappedDates), is_swapped, "{variant}: {:?}", guess.questions);
        let expected: Vec<String> = days.iter().map(|(day, month)| format!("2024-{month:02}-{day:02} 00:00")).collect();
        let found: Vec<String> = found.into_iter().map(|(_, at)| at).collect();
        assert_eq!(found, expected, "{variant}");
    }
}

#[test]
fn a_zone_in_the_name_of_a_column_or_beside_its_times_is_heeded_or_asked_about() {
    let rows = |zone: &str| -> Vec<[String; 5]> {
        (0..12)
            .map(|row| {
                [
                    format!("O{row}"),
                    format!("c{}", row % 5),
                    format!("2024-01-{:02} 20:30:00", row + 1),
                    format!("{row}.50"),
                    zone.to_owned(),
                ]
            })
            .collect()
    };
    for (name, ahead, is_asked) in [
        ("Order Date (UTC-08:00)", -8, false),
        ("Order Date (Pacific Time)", -8, false),
        ("Order Date (EST)", -5, true),
        ("Order Date (UTC+1)", 1, false),
        ("Order Date (CET)", 1, true),
        ("Order Date (MEZ)", 1, true),
        ("Order Date (IST)", 5, true),
        ("Order Date (UTC)", 0, false),
        ("Order Date", 0, false),
    ] {
        let (guess, found) = read(["Order ID", "Customer ID", name, "Amount", "Note"], &rows(""));
        assert_eq!(asks(&guess, Topic::Zone), is_asked, "{name}: {:?}", guess.questions);
        let minutes = if ahead == 5 { 330 } else { ahead * 60 };
        let at = jiff::civil::date(2024, 1, 1).at(20, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
            - jiff::SignedDuration::from_mins(minutes);
        assert_eq!(found[0].1, at.strftime("%Y-%m-%d %H:%M").to_string(), "{name}");
    }
    for (zone, is_asked) in [("America/Los_Angeles", true), ("EST", true), ("UTC", false), ("", false)] {
        let (guess, _) = read(["Order ID", "Customer ID", "Order Date", "Amount", "Timezone"], &rows(zone));
        assert_eq!(asks(&guess, Topic::Zone), is_asked, "{zone}: {:?}", guess.questions);
    }
}

#[test]
fn names_that_begin_with_an_apostrophe_are_names() {
    let names = ["'s-Gravenhage BV", "'t Hoekje", "Brandt KG", "'s-Gravenhage BV"];
    let rows: Vec<[String; 5]> = names
        .iter()
        .enumerate()
        .map(|(row, name)| {
            let (order, day) = (format!("O{row}"), format!("2024-01-{:02}", row + 1));
            [order, (*name).to_owned(), day, format!("{}.50", row + 3), String::new()]
        })
        .collect();
    let (guess, found) = read(["Order ID", "Customer", "Date", "Amount", "Note"], &rows);
    assert!(!asks(&guess, Topic::IdSpelling), "{:?}", guess.questions);
    assert_eq!(found.iter().map(|(customer, _)| customer.as_str()).collect::<Vec<_>>(), names);
}

#[test]
fn dates_of_two_digits_that_may_begin_with_the_year_are_asked_about() {
    let mut dice = Dice(66);
    for round in 0..60 {
        let mark = ["-", "/", "."][round % 3];
        let rows = 8 + dice.below(20);
        // Days of some neighbouring years; of each month some are behind the twelfth.
        let first = 20 + dice.below(5);
        let days: Vec<(usize, usize, usize)> = (0..rows)
            .map(|row| (first + dice.below(2), 1 + dice.below(12), 1 + (row * 5 + dice.below(4)) % 28))
            .collect();
        let (shown, _) = amounts(rows, &mut dice);
        let written = |(year, month, day): &(usize, usize, usize)| match round % 2 {
            0 => format!("{year:02}{mark}{month:02}{mark}{day:02}"),
            _ => format!("{day:02}{mark}{month:02}{mark}{year:02}"),
        };
        let file = File::default()
            .with("Customer", customers(rows))
            .with("Date", days.iter().map(written))
            .with("Amount", shown)
            .shuffled(&mut dice);
        let answer = if round % 2 == 0 { "year_first" } else { "day_first" };
        let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::DateOrder, answer)]);
        assert!(round % 2 == 1 || reading.asked.contains("date_order"), "{:?}\n{}", reading.asked, file.shown());
        let date = |(year, month, day): &(usize, usize, usize)| {
            jiff::civil::date(2000 + *year as i16, *month as i8, *day as i8)
        };
        let expected: Vec<_> = days.iter().map(date).collect();
        let at = reading.rows.column_by_name("at").expect("days").as_primitive::<TimestampMicrosecondType>();
        let read: Vec<_> = at
            .values()
            .iter()
            .map(|micros| jiff::Timestamp::from_microsecond(*micros).expect("in range").to_zoned(TimeZone::UTC).date())
            .collect();
        assert_eq!(read, expected, "{}", file.shown());
    }
}
