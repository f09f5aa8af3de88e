//! JSON values one behind the other, and what stands around lists: every object is read, or the file is refused with its place; what says that
//! a page is missing is told.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

/// How some objects of a file are written down.
#[derive(Clone, Copy, Debug)]
enum Written {
    List,
    Objects,
    Answer,
}

fn written() -> impl Strategy<Value = Written> {
    prop_oneof![Just(Written::List), Just(Written::Objects), Just(Written::Answer)]
}

fn text_of(value: &Value, is_pretty: bool) -> String {
    if is_pretty { serde_json::to_string_pretty(value).unwrap() } else { value.to_string() }
}

/// Orders with ids from `first` on.
fn orders(first: usize, count: usize) -> Vec<Value> {
    (first..first + count).map(|id| json!({"id": id, "note": "]}{[, \"", "amount": {"value": id * 3}})).collect()
}

fn ids(table: &Table) -> Vec<String> {
    let at = table.columns.iter().position(|column| column == "id").unwrap();
    table.rows.iter().filter_map(|row| row[at].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn nothing_behind_the_end_of_a_value_is_dropped(
        how in written(), counts in proptest::collection::vec(1usize..5, 2..5), is_pretty in any::<bool>(), between in 0usize..4,
    ) {
        let between = ["\n", "", "\n\n \n", ",\n"][between];
        let (mut first, mut texts) = (1, Vec::new());
        for count in counts {
            let objects = orders(first, count);
            first += count;
            texts.extend(match how {
                Written::List => vec![text_of(&Value::Array(objects), is_pretty)],
                Written::Objects => objects.iter().map(|object| text_of(object, is_pretty)).collect(),
                Written::Answer => vec![text_of(&json!({"object": "list", "orders": objects, "has_more": false}), is_pretty)],
            });
        }
        let table = content(texts.join(between)).unwrap();
        let expected: Vec<String> = (1..first).map(|id| id.to_string()).collect();
        let places: Vec<String> = table.places.iter().map(|place| place.row.to_string()).collect();
        // A comma behind a line is no part of its object.
        if matches!(how, Written::Objects) && !is_pretty && between == "\n\n \n" {
            prop_assert_eq!(ids(&table), expected);
        } else {
            prop_assert_eq!(ids(&table), expected.clone());
            prop_assert_eq!(places, expected);
        }
        prop_assert!(table.rejects.is_empty(), "{:?}", table.rejects);
    }

    #[test]
    fn what_is_no_object_behind_a_list_is_refused_with_its_place(
        count in 1usize..6, is_answer in any::<bool>(),
        stray in prop_oneof![Just("]"), Just("}"), Just("done"), Just("7"), Just("\"text\""), Just("<html>"), Just(";")],
    ) {
        let list = Value::Array(orders(1, count));
        let text = if is_answer { json!({"has_more": false, "orders": list}).to_string() } else { list.to_string() };
        // A list alone is followed by something; of an answer it is the line behind it.
        match content(format!("{text} {stray}")) {
            Err(error) => prop_assert!(
                message(&error).contains(&format!("behind element {count}")) && message(&error).contains(stray), "{}", error
            ),
            Ok(table) => prop_assert!(false, "{:?}", table.shown()),
        }
    }

    #[test]
    fn pages_that_are_missing_are_told(
        counts in proptest::collection::vec(1usize..4, 1..4), style in 0..9, is_whole in any::<bool>(), is_pretty in any::<bool>(),
    ) {
        let rows: usize = counts.iter().sum();
        let (mut first, mut texts) = (1, Vec::new());
        for (at, count) in counts.iter().enumerate() {
            let is_last = is_whole && at + 1 == counts.len();
            let next = if is_last { Value::Null } else { json!("https://shop.example/orders?page=2") };
            let total = if is_whole { rows } else { rows + 7 };
            let around = match style {
                0 => json!({"object": "list", "has_more": !is_last}),
                1 => json!({"next_page": next}),
                2 => json!({"links": {"self": "x", "next": next}}),
                3 => json!({"total_count": total}),
                4 => json!({"meta": {"total": total, "page": at}}),
                5 => json!({"done": is_last, "totalSize": total}),
                6 => json!({"count": total, "next": next, "previous": null}),
                7 => json!({"paging": {"next": {"after": next}}}),
                _ => json!({"end_of_stream": is_last, "after_cursor": "abc", "next_page": "https://shop.example/next"}),
            };
            let mut around: Map<String, Value> = around.as_object().unwrap().clone();
            around.insert("orders".to_owned(), Value::Array(orders(first, *count)));
            first += count;
            texts.push(text_of(&Value::Object(around), is_pretty));
        }
        let table = content(texts.join("\n")).unwrap();
        prop_assert_eq!(ids(&table).len(), rows);
        let part = table.files[0].format.part.clone();
        prop_assert_eq!(part.is_none(), is_whole, "{:?} of {}", part, texts.join("\n"));
        if let Some(part) = part {
            prop_assert_eq!(part.rows, rows as u64);
        }
    }

    #[test]
    fn a_currency_around_a_list_is_that_of_its_rows(
        pages in proptest::collection::vec((prop_oneof![Just("USD"), Just("EUR"), Just("GBP")], 1usize..4), 1..4),
        is_behind in any::<bool>(), is_nested in any::<bool>(), of_own in any::<bool>(),
    ) {
        let mut expected = Vec::new();
        let mut texts = Vec::new();
        for (currency, count) in &pages {
            let mut objects = orders(1, *count);
            expected.extend(vec![(*currency).to_owned(); *count]);
            if of_own && !is_nested {
                objects[0]["currency"] = json!("SEK");
                let at = expected.len() - count;
                "SEK".clone_into(&mut expected[at]);
            }
            let list = Value::Array(objects);
            let around = if is_nested { format!("\"meta\":{{\"currency\":\"{currency}\"}}") } else { format!("\"currency\":\"{currency}\"") };
            texts.push(if is_behind { format!("{{\"orders\":{list},{around}}}") } else { format!("{{{around},\"orders\":{list}}}") });
        }
        let table = content(texts.join("\n")).unwrap();
        let name = if is_nested { "meta.currency" } else { "currency" };
        let at = table.columns.iter().position(|column| column == name).unwrap();
        let found: Vec<String> = table.rows.iter().map(|row| row[at].clone().unwrap()).collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn an_answer_without_its_list_behind_others_is_refused() {
    let page = json!({"data": orders(1, 3), "has_more": true});
    let error = content(format!("{page}\n{}", json!({"error": "too many requests"}))).unwrap_err();
    assert!(message(&error).contains("behind element 3 stands an object without the list"), "{error}");
}

#[test]
fn orders_with_lists_of_their_own_are_rows_however_they_are_laid_out() {
    let order = |id: usize| json!({"order": id, "total": 5, "items": [{"sku": "a"}, {"sku": "b"}]});
    for is_pretty in [false, true] {
        let text: Vec<String> = (1..4).map(|id| text_of(&order(id), is_pretty)).collect();
        let table = content(text.join("\n")).unwrap();
        assert_eq!(table.shown(), ["a|b|1|5", "a|b|2|5", "a|b|3|5"], "{}", text.join("\n"));
    }
}
