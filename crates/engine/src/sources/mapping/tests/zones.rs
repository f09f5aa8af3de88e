//! Times are those of the zone that their column is in, whatever is made of them.

use super::super::testdata::Feed;
use super::super::{Note, guess};
use super::*;
use crate::lake::Fact;
use crate::sources::RawBatch;

/// Zones and what the clocks of the first of January are ahead of UTC there, in minutes.
const ZONES: [(&str, i64); 6] = [
    ("UTC", 0),
    ("Europe/Berlin", 60),
    ("America/New_York", -300),
    ("Asia/Kolkata", 330),
    ("Asia/Tokyo", 540),
    ("Pacific/Honolulu", -600),
];

/// 2024-01-01 in microseconds since 1970.
const NEW_YEAR: i64 = 1_704_067_200_000_000;
const MINUTE: i64 = 60_000_000;

/// Times of that day as texts, and the minutes they are after its midnight.
fn times(dice: &mut Dice) -> Vec<(String, i64)> {
    let minutes: Vec<i64> = (0..7).map(|_| dice.below(24 * 60) as i64).collect();
    minutes.iter().map(|at| (format!("2024-01-01 {:02}:{:02}:00", at / 60, at % 60), *at)).collect()
}

fn instants(rows: &RecordBatch) -> Vec<i64> {
    let at = rows.column_by_name("at").expect("at");
    at.as_primitive::<TimestampMicrosecondType>().values().to_vec()
}

#[test]
fn an_expression_over_times_of_a_zone_gives_times_of_that_zone() {
    let mut dice = Dice(11);
    for (zone, ahead) in ZONES {
        for (at, kinds) in [
            ("Paid", ""),
            ("coalesce(Paid, Made)", ""),
            ("coalesce(Paid, Made)", "[types]\nPaid = \"date\"\nMade = \"date\"\n"),
            ("CASE WHEN Amount * 1 > 0 THEN Paid END", "[types]\nPaid = \"date\"\n"),
        ] {
            let times = times(&mut dice);
            let is_either = at.starts_with("coalesce");
            let line = |(no, (time, _)): (usize, &(String, i64))| {
                if is_either && no % 2 == 1 { format!("{no},A,,{time},5") } else { format!("{no},A,{time},,5") }
            };
            let lines: Vec<String> = times.iter().enumerate().map(line).collect();
            let map_file = format!(
                "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"GBP\"\ntime_zone = \"Australia/Sydney\"\n{kinds}\
                 [time_zones]\nPaid = \"{zone}\"\nMade = \"{zone}\"\n\
                 [columns]\npurchase_id = \"No\"\ncustomer_id = \"Customer\"\nat = \"{at}\"\namount = \"Amount\"\n"
            );
            let mapped =
                map(&map_file, &format!("No,Customer,Paid,Made,Amount\n{}\n", lines.join("\n"))).expect("it maps");
            let expected: Vec<i64> = times.iter().map(|(_, minutes)| NEW_YEAR + (minutes - ahead) * MINUTE).collect();
            assert_eq!(instants(&mapped.rows), expected, "{zone} {at} {kinds}");
        }
    }
}

#[test]
fn a_name_that_ends_on_a_zone_in_brackets_says_of_which_its_times_are_and_other_brackets_say_nothing() {
    let mut dice = Dice(12);
    let names = ["Paid at", "Order date", "Invoice date"];
    for _ in 0..60 {
        let (zone, ahead) = ZONES[dice.below(ZONES.len())];
        let brackets =
            [format!(" ({zone})"), format!(" ({})", zone.to_uppercase()), " (local)".into(), " (a/b)".into()];
        let chosen = dice.below(brackets.len());
        let ahead = if chosen < 2 { ahead } else { 0 };
        let name = format!("{}{}", dice.of(&names), brackets[chosen]);
        let times = times(&mut dice);
        let row = |(no, (time, _)): (usize, &(String, i64))| {
            vec![format!("r{no}"), format!("c{no}"), time.clone(), "5.00".into()]
        };
        let rows: Vec<Vec<String>> = times.iter().enumerate().map(row).collect();
        let feed = Feed::of_rows("orders.csv", &["Order ID", "Customer ID", &name, "Amount"], &rows, 1000);
        let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
        let guess = guess(Some(Fact::Purchases), &feed.file(), &sample, &usual());
        let told = guess.notes.iter().any(|note| matches!(note, Note::Zone { column, .. } if *column == name));
        assert_eq!(told, chosen < 2, "{name}: {:?}", guess.notes);
        let mut mapping = guess.mapping;
        mapping.currency = Some(bellwether_model::Currency::EUR);
        let mapped = map_with(&mapping.to_toml().expect("toml"), Box::new(feed), None).expect("it maps");
        let expected: Vec<i64> = times.iter().map(|(_, minutes)| NEW_YEAR + (minutes - ahead) * MINUTE).collect();
        assert_eq!(instants(&mapped.rows), expected, "{name}");
    }
}
