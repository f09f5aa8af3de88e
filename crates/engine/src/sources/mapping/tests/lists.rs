//! Lists of objects within rows, and amounts in two members: figures are those of an independent reading, or are asked about.

use serde_json::{Value, json};

use super::super::{Edit, Guess, Mapping, MappingSource, Topic, guess};
use super::{Dice, usual};
use crate::lake::Fact;
use crate::sources::{FactSource, Format, open};
use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;

/// The guess of a file of these objects, and the amounts in minor units by the ids of its rows once every question is answered: as named for
/// its topic, else with the first answer.
fn read(rows: &[Value], answers: &[(Topic, &str)]) -> (Guess, Vec<(String, i64)>, usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.json");
    std::fs::write(&path, Value::Array(rows.to_vec()).to_string()).unwrap();
    let inputs = [path.to_string_lossy().into_owned()];
    let mut reader = open(&inputs, &Format::default()).unwrap();
    let sample: Vec<_> = std::iter::from_fn(|| reader.next().unwrap()).collect();
    let guess = guess(Some(Fact::Purchases), &reader.files()[0], &sample, &usual());
    let mut mapping = guess.mapping.clone();
    for question in &guess.questions {
        let named = answers.iter().find(|(topic, _)| *topic == question.topic).map(|(_, name)| *name);
        let answer = question.answers.iter().find(|answer| named.is_none_or(|name| answer.name == name));
        let edits: &[Edit] = answer.map_or(&[], |answer| &answer.edits);
        for edit in edits {
            edit.apply(&mut mapping);
        }
    }
    mapping.currency = mapping.currency.or(Some(usual().currency));
    let mapping = Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap();
    let reader = open(&inputs, &Format::default()).unwrap();
    let mut source = MappingSource::new(reader, mapping, &usual().zone, None).unwrap();
    let (mut amounts, mut rejects) = (Vec::new(), 0);
    while let Some(pull) = source.next().unwrap() {
        let batch = &pull.batch.rows;
        let ids = batch.column_by_name("purchase_id").unwrap().as_string::<i32>();
        let sums = batch.column_by_name("amount_minor").unwrap().as_primitive::<Int64Type>();
        amounts.extend((0..batch.num_rows()).map(|row| (ids.value(row).to_owned(), sums.value(row))));
        rejects += pull.rejects.len();
        assert!(ids.null_count() == 0);
    }
    (guess, amounts, rejects)
}

fn price(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

#[test]
fn lines_without_a_total_are_added_up_however_many_there_are() {
    let mut dice = Dice(7);
    for variant in 0..60 {
        let list = ["line_items", "items", "lines", "positions"][variant % 4];
        let (piece, quantity) = [("price", "quantity"), ("unit_price", "qty"), ("price", "quantity")][variant % 3];
        let (mut rows, mut expected, mut too_long) = (Vec::new(), Vec::new(), 0);
        for row in 0..12 {
            let many = if variant % 5 == 4 && row == 7 { 11 } else { dice.below(4) };
            let lines: Vec<(i64, i64)> =
                (0..many).map(|_| (dice.below(90) as i64 * 37 + 5, dice.below(3) as i64 + 1)).collect();
            let id = format!("O-{row}");
            if many > 10 {
                too_long += 1;
            } else {
                expected.push((id.clone(), lines.iter().map(|(price, pieces)| price * pieces).sum::<i64>()));
            }
            let lines: Vec<Value> = lines
                .iter()
                .map(|(minor, pieces)| json!({"sku": "a", piece: price(*minor), quantity: pieces, "status": "cancelled", "type": "refund"}))
                .collect();
            rows.push(json!({"id": id, "customer_id": format!("c{}", row % 5), "created_at": format!("2024-01-{:02}T10:00:00Z", row + 1), list: lines}));
        }
        let (guess, amounts, rejects) = read(&rows, &[]);
        let missing = guess.questions.iter().find(|question| question.topic == Topic::Missing);
        assert!(missing.is_some_and(|missing| missing.about == "amount"), "{variant}: {:?}", guess.questions);
        assert!(guess.mapping.rows.is_empty(), "{variant}: {:?}", guess.mapping.rows);
        assert_eq!(amounts, expected, "{variant}: {:?}", missing.unwrap().answers[0].lines);
        assert_eq!(rejects, too_long, "{variant}");
    }
}

#[test]
fn a_line_without_a_price_rejects_its_row() {
    let row = |id: &str, lines: Value| json!({"id": id, "customer_id": "c", "created_at": "2024-01-05T10:00:00Z", "items": lines});
    let rows = [
        row("1", json!([{"price": "1.50", "quantity": 2}, {"price": "2.00", "quantity": 1}])),
        row("2", json!([{"price": "1.50", "quantity": 2}, {"quantity": 1}])),
        row("3", json!([])),
    ];
    let (_, amounts, rejects) = read(&rows, &[]);
    assert_eq!((amounts, rejects), (vec![("1".to_owned(), 500), ("3".to_owned(), 0)], 1));
}

#[test]
fn what_an_order_of_shopify_paid_back_is_asked_about_and_taken_off() {
    let mut dice = Dice(11);
    for variant in 0..40 {
        let (mut rows, mut expected) = (Vec::new(), Vec::new());
        for row in 0..16 {
            let total = 1000 + dice.below(9000) as i64;
            let parts = if row % 4 == 1 { 1 + i64::from(variant) % 3 } else { 0 };
            let back: Vec<i64> = (0..parts).map(|part| 100 + part * 50).collect();
            let refunds: Vec<Value> = back
                .iter()
                .map(|minor| {
                    json!({"created_at": "2024-03-01T00:00:00Z", "refund_line_items": [{"quantity": 1, "subtotal": minor / 100}],
                        "transactions": [
                            {"kind": "refund", "status": "success", "amount": price(*minor)},
                            {"kind": "refund", "status": "failure", "amount": "777.00"},
                        ]})
                })
                .collect();
            let id = format!("{}", 5000 + row);
            expected.push((id.clone(), total - back.iter().sum::<i64>()));
            rows.push(json!({"id": id, "customer": {"id": format!("c{}", row % 5)}, "created_at": format!("2024-01-{:02}T10:00:00Z", row + 1),
                "currency": "EUR", "total_price": price(total), "refunds": refunds,
                "financial_status": if parts > 0 { "partially_refunded" } else { "paid" },
                "line_items": [{"price": price(total), "quantity": 1, "sku": "x"}]}));
        }
        let (guess, amounts, rejects) = read(&rows, &[]);
        assert!(
            guess.questions.iter().any(|question| question.topic == Topic::Less),
            "{variant}: {:?}",
            guess.questions
        );
        assert_eq!(guess.mapping.rows.keys().collect::<Vec<_>>(), ["financial_status"], "{variant}");
        assert_eq!((amounts, rejects), (expected, 0), "{variant}");
    }
}

#[test]
fn an_amount_of_units_and_nanos_is_both() {
    let mut dice = Dice(13);
    for variant in 0..40 {
        let name = ["total", "amount", "price"][variant % 3];
        let (mut rows, mut expected) = (Vec::new(), Vec::new());
        for row in 0..10 {
            let minor = if row == 3 {
                99
            } else if row == 4 {
                500
            } else {
                dice.below(99_999) as i64
            };
            let mut money = json!({"currencyCode": "EUR"});
            // What is nothing may be left out.
            if minor >= 100 || variant % 2 == 0 {
                money["units"] = if variant % 4 < 2 { json!((minor / 100).to_string()) } else { json!(minor / 100) };
            }
            if minor % 100 != 0 || variant % 2 == 0 {
                money["nanos"] = json!(minor % 100 * 10_000_000);
            }
            let id = format!("o{row}");
            expected.push((id.clone(), minor));
            rows.push(json!({"id": id, "customerId": format!("c{}", row % 3), "createTime": format!("2024-01-{:02}T10:00:00Z", row + 1), name: money}));
        }
        let (guess, amounts, rejects) = read(&rows, &[]);
        assert_eq!((amounts, rejects), (expected, 0), "{variant}: {:?}", guess.mapping.columns);
    }
}

#[test]
fn a_deal_of_the_hubspot_api_is_sold_on_the_day_it_was_closed() {
    let rows: Vec<Value> = (0..12)
        .map(|row| {
            json!({"id": format!("{row}"), "createdAt": "2023-12-01T00:00:00Z", "archived": false,
                "properties": {"amount": price(1000 + row), "closedate": format!("2024-02-{:02}T10:00:00Z", row + 1), "createdate": "2023-12-01T00:00:00Z",
                    "dealstage": if row % 4 == 0 { "closedlost" } else { "closedwon" }, "pipeline": "default"},
                "associations": {"companies": {"results": [{"id": format!("c{}", row % 3), "type": "deal_to_company"}]}}})
        })
        .collect();
    let (guess, amounts, _) = read(&rows, &[]);
    let expected: Vec<(String, i64)> =
        (0..12).filter(|row| row % 4 != 0).map(|row| (format!("{row}"), 1000 + row)).collect();
    assert_eq!(amounts, expected);
    assert_eq!(guess.mapping.columns["at"].text(), "properties.closedate");
    assert_eq!(guess.mapping.columns["customer_id"].text(), "associations.companies.results.0.id");
}

#[test]
fn a_charge_captured_in_part_counts_with_what_came_in() {
    let charge = |id: &str, captured: i64, refunded: i64| {
        json!({"id": id, "object": "charge", "amount": 1999, "amount_captured": captured, "amount_refunded": refunded, "currency": "eur",
            "customer": "c", "created": 1_704_276_000, "captured": true, "paid": true, "refunded": false, "status": "succeeded", "livemode": true})
    };
    let rows = [
        charge("whole", 1999, 0),
        charge("part", 1599, 400),
        charge("part_and_back", 1599, 900),
        charge("back", 1999, 500),
    ];
    let (_, amounts, _) = read(&rows, &[]);
    let expected = [("whole", 1999), ("part", 1599), ("part_and_back", 1099), ("back", 1499)];
    assert_eq!(amounts, expected.map(|(id, minor)| (id.to_owned(), minor)));
}
