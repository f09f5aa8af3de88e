//! Event logs: what other tools of process mining find in public ones, the journey map finds to the case and the second.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::company::{Company, at_hand, public_data};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn map_of(company: &Company, source: &str) -> Value {
    json(&company.answer(&["journey", "map", "--by", "case", "--source", source, "--format", "json"]))
}

fn counts(told: &Value) -> BTreeMap<String, u64> {
    let told = told.as_object().expect("counts").iter();
    told.map(|(name, count)| (name.clone(), count.as_u64().expect("a count"))).collect()
}

/// Holds a map against the golden file of its log.
fn assert_golden(map: &Value, data: &Path, name: &str) {
    let Some(path) = at_hand(data.join("../golden").join(name)) else { return };
    let golden = json(&std::fs::read_to_string(path).expect("a file"));
    for (ours, theirs) in [
        ("events", "events"),
        ("cases", "cases"),
        ("activities", "activities"),
        ("variants", "variants"),
        ("variants_of_most_cases", "variants_for_80pct"),
    ] {
        assert_eq!(map[ours], golden[theirs], "{ours} of {name}");
    }
    for (ours, theirs) in [("starts", "start"), ("ends", "end")] {
        assert_eq!(counts(&map[ours]), counts(&golden[theirs]), "{ours} of {name}");
    }
    let is_near = |ours: &Value, theirs: &Value, what: &str| {
        let [ours, theirs] = [ours, theirs].map(|number| number.as_f64().expect("a number"));
        assert!((ours - theirs).abs() < 1e-6, "{what} of {name}: {ours} is not {theirs}");
    };
    is_near(&map["median_case_seconds"], &golden["case_duration_s"]["p50"], "the median of cases");
    is_near(&map["p90_case_seconds"], &golden["case_duration_s"]["p90_linear"], "nine in ten cases");
    let edges: BTreeMap<(&str, &str), (&Value, &Value)> = (map["edges"].as_array().expect("edges").iter())
        .map(|edge| {
            let names = ["from", "to"].map(|name| edge[name].as_str().expect("a name"));
            (names.into(), (&edge["count"], &edge["median_seconds"]))
        })
        .collect();
    let expected = golden["dfg"].as_array().expect("edges");
    assert_eq!((edges.len(), Some(edges.len() as u64)), (expected.len(), golden["dfg_edges"].as_u64()));
    for edge in expected {
        let names = ["a", "b"].map(|name| edge[name].as_str().expect("a name"));
        let (count, median) = edges.get(&names.into()).unwrap_or_else(|| panic!("{names:?} of {name} is an edge"));
        assert_eq!(*count, &edge["n"], "{names:?} of {name}");
        is_near(median, &edge["median_s"], &format!("the median of {names:?}"));
    }
    let rework = (map["touchpoints"].as_array().expect("touchpoints").iter()).filter_map(|touchpoint| {
        let cases = touchpoint["rework_cases"].as_u64().filter(|cases| *cases > 0)?;
        Some((touchpoint["touchpoint"].as_str().expect("a name").to_owned(), cases))
    });
    assert_eq!(rework.collect::<BTreeMap<_, _>>(), counts(&golden["rework_cases_per_activity"]), "rework of {name}");
    // Of those as frequent as the last one told, each tool chooses its own.
    let told = golden["top_variants"].as_array().expect("variants");
    let frequent = map["frequent_variants"].as_array().expect("variants");
    for variant in told {
        let ours = frequent.iter().find(|ours| ours["variant"] == variant["variant"]);
        assert_eq!(ours.map(|ours| &ours["cases"]), Some(&variant["cases"]), "{variant} of {name}");
    }
}

#[test]
fn public_event_logs_give_the_golden_maps_as_csv_and_as_xes() {
    let Some(data) = public_data() else { return };
    let company = Company::new(&[]);
    // The example comes twice; that its rows are known from the other format is asked.
    let twice = ["--answer", "source.as_xes=another_system"];
    for (file, source, golden) in [
        ("helpdesk.xes.gz", "helpdesk", "journey_helpdesk.json"),
        ("receipt.csv.gz", "receipt", "journey_receipt.json"),
        ("running-example.csv", "as_csv", "journey_running_example.json"),
        ("running-example.xes", "as_xes", "journey_running_example.json"),
    ] {
        let Some(path) = at_hand(data.join("event-logs").join(file)) else { return };
        let path = path.to_str().expect("UTF-8");
        let looked_at = json(&company.answer(&["journey", "preview", path, "--format", "json"]));
        assert_eq!((&looked_at["rejected"], &looked_at["without_case"]), (&0.into(), &0.into()), "{file}");
        assert_golden(&looked_at, &data, golden);
        let import = ["import", path, "--as", "touches", "--source", source, "--yes"];
        let answered = if source == "as_xes" { [&import[..], &twice].concat() } else { import.to_vec() };
        company.answer(&answered);
        let map = map_of(&company, source);
        assert_eq!((&map["without_case"], &map["unordered_edges"]), (&0.into(), &0.into()), "{file}");
        assert_golden(&map, &data, golden);
        let again = company.answer(&import);
        assert!(again.contains("unchanged"), "{again}");
        assert_eq!(map_of(&company, source), map, "{file} twice");
    }
}

/// A log of a shop as OCEL 2.0 in JSON: customers, orders and items; one event packs two orders, and one has to do with none.
fn shop_log() -> String {
    let mut objects = Vec::new();
    let mut events = Vec::new();
    let event = |id: String, kind: &str, day: u32, hour: u32, related: &[(&str, String)]| {
        let related = related.iter().map(|(qualifier, id)| serde_json::json!({"objectId": id, "qualifier": qualifier}));
        serde_json::json!({
            "id": id, "type": kind, "time": format!("2024-01-{day:02}T{hour:02}:00:00Z"), "attributes": [{"name": "site", "value": "Bonn"}],
            "relationships": related.collect::<Vec<_>>()
        })
    };
    for order in 0..12_u32 {
        let (id, customer) = (format!("o{order}"), format!("c{}", order % 4));
        objects.push(serde_json::json!({"id": id, "type": "orders"}));
        if order < 4 {
            objects.push(serde_json::json!({"id": customer, "type": "customers"}));
        }
        let of_order = [("of", id), ("by", customer)];
        events.push(event(format!("a{order}"), "place", order + 1, 8, &of_order));
        events.push(event(format!("b{order}"), "ship", order + 1, 12, &of_order));
    }
    events.push(event(
        "x".to_owned(),
        "pack",
        20,
        8,
        &[("of", "o1".to_owned()), ("of", "o5".to_owned()), ("by", "c1".to_owned())],
    ));
    events.push(event("y".to_owned(), "stock", 21, 8, &[]));
    serde_json::json!({"objectTypes": [], "eventTypes": [], "objects": objects, "events": events}).to_string()
}

#[test]
fn whose_events_are_of_which_case_is_asked_where_events_have_to_do_with_several_things() {
    let company = Company::new(&[]);
    company.write("shop.json", shop_log());
    let import = ["import", "shop.json", "--as", "touches", "--source", "shop", "--yes"];
    let asked = company.refused(3, &import);
    assert!(
        asked.contains("rivals.case_id") && asked.contains("object:orders") && asked.contains("no_case"),
        "{asked}"
    );
    assert!(!asked.contains("rivals.customer_id"), "customers are called so: {asked}");
    let told = company.ask(&[&import[..], &["--answer", "rivals.case_id=object:orders"]].concat()).told;
    for note in
        ["1 of 26 events have several objects of type 'orders', up to 2", "1 of 26 events have to do with no object"]
    {
        assert!(told.contains(note), "{note}: {told}");
    }
    let map = map_of(&company, "shop");
    // What is of two orders, or of none, is of no case, and is told.
    assert_eq!((&map["events"], &map["cases"], &map["without_case"]), (&24.into(), &12.into(), &2.into()), "{map}");
    assert_eq!(map["edges"][0]["count"], 12);
    let again = company.answer(&import);
    assert!(again.contains("unchanged"), "{again}");
}

#[test]
fn a_broken_log_brings_nothing_in_and_what_is_odd_of_one_is_told() {
    let company = Company::new(&[]);
    let whole = shop_log();
    let trace = |name: &str, times: &[&str]| {
        let event = |time: &&str| {
            format!(
                "<event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"{time}\"/></event>\n"
            )
        };
        format!("<trace>{name}{}</trace>", times.iter().map(event).collect::<String>())
    };
    let named = "<string key=\"concept:name\" value=\"1\"/><string key=\"customer\" value=\"c1\"/>";
    let backwards = trace(named, &["2024-01-02T10:00:00Z", "2024-01-01T10:00:00Z"]);
    let nameless = trace("<string key=\"customer\" value=\"c2\"/>", &["2024-01-03T10:00:00Z"]);
    let log = format!("<log>{backwards}{nameless}</log>");
    for (file, content, why) in [
        ("cut.json", &whole[..whole.len() / 2], "it does not end: the file was cut off"),
        ("cut.xes", &log[..log.len() / 2], "it does not end: the file was cut off"),
        ("twice.json", &whole.replace("\"id\":\"c3\"", "\"id\":\"c2\""), "has the id of another, 'c2'"),
    ] {
        company.write(file, content);
        let refused = company.refused(3, &["import", file, "--as", "touches", "--source", "shop", "--yes"]);
        assert!(refused.contains(file) && refused.contains(why), "{refused}");
    }
    company.write("odd.xes", &log);
    let told = company.ask(&["import", "odd.xes", "--as", "touches", "--source", "desk", "--yes"]).told;
    for note in ["1 of 2 traces have no name", "1 of 3 events are earlier than the one before them in their trace"] {
        assert!(told.contains(note), "{note}: {told}");
    }
    let map = map_of(&company, "desk");
    assert_eq!((&map["events"], &map["cases"], &map["without_case"]), (&2.into(), &1.into(), &1.into()), "{map}");
}
