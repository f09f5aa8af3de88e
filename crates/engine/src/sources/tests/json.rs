//! JSON as programs write it: lists, the answers of APIs around them, and what is wrong with either.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// An object with texts that look like structure.
fn object() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[a-z]{0,6}", "[\\]\\[{}\",:\\\\ ]{1,6}", "\\PC{0,4}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from)
    ];
    (leaf.clone(), leaf.clone(), proptest::collection::vec(leaf, 0..3))
        .prop_map(|(one, two, some)| json!({"a": one, "b": {"c": two}, "d": some}))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn a_list_reads_as_its_objects_on_lines_whatever_stands_around_it(
        objects in proptest::collection::vec(object(), 1..12), is_pretty in any::<bool>(), around in 0..4,
    ) {
        let lines = objects.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        let list = Value::Array(objects.clone());
        let document = match around {
            0 => list,
            1 => json!({"object": "list", "data": list, "has_more": false, "url": "/v1/charges"}),
            2 => json!({"count": 3, "tickets": list, "end_of_stream": true, "meta": {"page": "]"}}),
            _ => json!({"results": list}),
        };
        let text = if is_pretty { serde_json::to_string_pretty(&document).unwrap() } else { document.to_string() };
        let (by_line, by_list) = (content(&lines).unwrap(), content(&text).unwrap());
        prop_assert_eq!(&by_list.columns, &by_line.columns);
        prop_assert_eq!(by_list.shown(), by_line.shown());
        prop_assert!(by_list.rejects.is_empty() && by_line.rejects.is_empty());
        let rows: Vec<u64> = by_list.places.iter().map(|place| place.row).collect();
        prop_assert_eq!(rows, (1..=objects.len() as u64).collect::<Vec<_>>());
    }

    #[test]
    fn a_list_that_was_cut_off_is_refused(objects in proptest::collection::vec(object(), 1..6), at in 0.0..1.0f64) {
        let whole = json!({"object": "list", "data": objects}).to_string();
        let cuts: Vec<usize> = whole.char_indices().map(|(at, _)| at).filter(|at| *at > 27).collect();
        let cut = cuts[(at * (cuts.len() - 2) as f64) as usize];
        prop_assert!(content(&whole[..cut]).is_err(), "{}", &whole[..cut]);
        let list = Value::Array(objects).to_string();
        let cuts: Vec<usize> = list.char_indices().map(|(at, _)| at).filter(|at| *at > 2).collect();
        let cut = cuts[(at * cuts.len() as f64) as usize];
        prop_assert!(content(&list[..cut]).is_err(), "{}", &list[..cut]);
    }
}

#[test]
fn objects_in_a_list_within_an_object_have_columns_by_their_places() {
    let text = r#"[{"id": "s1", "items": {"data": [{"price": {"unit_amount": 500}, "quantity": 2}, {"price": {"unit_amount": 70}}]}},
                   {"id": "s2", "items": {"data": []}, "tags": ["a", 1]}]"#;
    let table = content(text).unwrap();
    let columns = [
        "id",
        "items.data.0.price.unit_amount",
        "items.data.0.quantity",
        "items.data.1.price.unit_amount",
        "items.data",
        "tags",
    ];
    assert_eq!(table.columns, columns);
    assert_eq!(table.shown(), ["s1|500|2|70|∅|∅", "s2|∅|∅|∅|[]|[\"a\",1]"]);
    let many: Vec<Value> = (0..12).map(|price| json!({ "price": price })).collect();
    let table = content(json!([{ "items": many }]).to_string()).unwrap();
    assert_eq!(table.columns.len(), 11, "ten by their places, and the list as it is, so that nothing is lost");
    assert!(table.shown()[0].ends_with("{\"price\":11}]"), "{:?}", table.shown());
}

#[test]
fn elements_that_are_no_objects_are_rejected_by_their_number() {
    let long = "x".repeat(2_000_000);
    let text =
        format!("[{{\"id\": 1}}, 7, {{\"id\": }}, [{{\"id\": 4}}], \"a, ]\", {{\"id\": \"{long}\"}}, {{\"id\": 7}}]");
    let table = content(text).unwrap();
    assert_eq!(table.shown(), ["1", "7"]);
    let rows: Vec<u64> = table.rejects.iter().map(|reject| reject.place.row).collect();
    assert_eq!(rows, [2, 3, 4, 5, 6]);
    assert!(table.rejects[0].reason.starts_with("the element is no JSON object"), "{:?}", table.rejects);
    assert!(table.rejects[4].reason.contains("raise max_record_bytes"), "{:?}", table.rejects);
}

#[test]
fn one_object_is_a_list_only_where_it_can_be_no_thing_itself() {
    let lines = content("{\"id\": 1, \"line_items\": [{\"sku\": \"a\"}, {\"sku\": \"b\"}]}\n").unwrap();
    assert_eq!(lines.shown(), ["1|a|b"]);
    let two = content("{\n\"data\": [{\"id\": 1}],\n\"included\": [{\"id\": 2}]\n}").unwrap_err();
    assert!(message(&two).contains("several lists (data, included)"), "{two}");
    let told = content("{\"data\": [{\"id\": 1}]}").unwrap();
    assert_eq!(told.files[0].format.notes, ["it is one object around a list; the rows are the objects of 'data'"]);
}
