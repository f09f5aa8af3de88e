//! Early moments of the made-up company: what was planted is found, and what was not is neither.

use serde_json::Value;

use crate::company::Company;

/// How many of a hundred more leave in the half year after their first thirty days if installed late, as `crates/sample` measures on its rows.
const PLANTED: f64 = 0.06;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn moment<'m>(moments: &'m Value, touchpoint: &str, kind: &str, outcome: &str) -> &'m Value {
    let is_it = |it: &&Value| it["touchpoint"] == touchpoint && it["kind"] == kind && it["outcome"] == outcome;
    moments["moments"].as_array().expect("moments").iter().find(is_it).expect("a moment")
}

#[test]
fn a_late_installation_foretells_who_leaves_with_the_effect_that_was_planted_and_a_late_delivery_does_not() {
    let company = Company::without_data();
    company.answer(&["demo", "--no-pages"]);
    let moments = json(&company.answer(&["moments", "--format", "json"]));
    let installation = moment(&moments, "installation", "broken", "loss");
    assert_eq!(installation["state"], "confirmed", "{installation}");
    for half in ["earlier", "later"] {
        let difference = &installation[half]["difference"];
        let [low, high] = ["low", "high"].map(|end| difference[end].as_f64().expect("a number"));
        assert!(low < PLANTED && PLANTED < high && low > 0.0, "{half}: {difference}");
    }
    // Nothing else was planted that would begin so early.
    assert_eq!((&moments["confirmed"], &moments["moments"][0]), (&1.into(), installation));
    assert!(moments["tried"].as_u64().expect("a count") > 10, "{moments}");
    let halves = [&moments["earlier"], &moments["compared"]].map(|count| count.as_f64().expect("a count"));
    assert!((0.57..=0.6).contains(&(halves[0] / halves[1])), "{halves:?}");

    // The null: a delivery is late by chance alone. Who buys can be lost only after the lapse days.
    let within = ["moments", "--within", "401", "--format", "json"];
    let moments = json(&company.answer(&within));
    let delivery = moment(&moments, "delivery", "broken", "loss");
    assert_eq!(delivery["state"], "not_found", "{delivery}");
    assert!(delivery["earlier"]["met"]["came_true"].as_u64().expect("a count") > 5, "{delivery}");
    assert_eq!(moments["kept_by_purchase"], 0);
    let growth = json(&company.answer(&[&within[..], &["--outcome", "growth"]].concat()));
    let outcomes = growth["moments"].as_array().expect("moments").iter().map(|moment| &moment["outcome"]);
    assert!(outcomes.clone().count() > 5 && outcomes.clone().all(|outcome| outcome == "growth"));
    assert_eq!(growth["tried"], moments["tried"]);

    // Who has just met one is told by name, as many as the moment says.
    let who = ["moments", "--touchpoint", "installation", "--who", "broken"];
    let rows = company.rows(&who);
    let just_met = &installation["just_met"];
    assert_eq!(Some(rows.len() as u64), just_met["customers"].as_u64());
    let worth: i64 = rows.iter().map(|row| row["value_minor"].parse::<i64>().expect("minor units")).sum();
    assert_eq!(Some(worth), just_met["minor"].as_i64());
    assert!(rows.iter().all(|row| row["joined_on"] <= row["met_on"] && *row["met_on"] > *"2026-08-01"), "{rows:?}");
    let told = company.answer(&["moments"]);
    for part in ["1 of these were confirmed", "met a broken promise", "These are associations; nobody tested them."] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let told = company.refused(4, &["moments", "--touchpoint", "nothing", "--who", "met"]);
    assert!(told.contains("nobody ever met a touchpoint nothing"), "{told}");
    // Looked at from the first month, nobody's days are over.
    let early = json(&company.answer(&["moments", "--as-of", "2023-09-30", "--format", "json"]));
    assert_eq!((&early["compared"], &early["split_on"], &early["tried"]), (&0.into(), &Value::Null, &0.into()));
}
