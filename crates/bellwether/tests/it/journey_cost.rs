//! What a broken promise goes with: learners of a university who met or missed their first deadline, and those who left later.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use bellwether_model::Day;
use serde_json::Value;

use crate::company::{Company, Rows, at_hand, public_data, rows};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn table(folder: &Path, name: &str) -> Rows {
    let file = std::fs::File::open(folder.join(name)).expect("a file");
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    rows(&text)
}

/// The day with which a presentation begins, counted from which its days are.
fn begin(presentation: &str) -> Day {
    let begin = if presentation == "2013B" { "2013-02-04" } else { "2013-10-07" };
    begin.parse().expect("a day")
}

fn day_of(row: &BTreeMap<String, String>, column: &str) -> Option<Day> {
    let number: f64 = row[column].parse().ok()?;
    Some(begin(&row["code_presentation"]).plus(number as i32))
}

fn module(row: &BTreeMap<String, String>) -> (String, String) {
    (row["code_module"].clone(), row["code_presentation"].clone())
}

/// A company whose customers are the enrolments: what they pay are their credits, their first deadline is a promise of their course.
fn university(data: &Path) -> Company {
    let folder = data.join("oulad-2013");
    let assessments = table(&folder, "assessments.csv.gz");
    let mut first: BTreeMap<(String, String), (Day, String)> = BTreeMap::new();
    for row in assessments.iter().filter(|row| row["assessment_type"] == "TMA") {
        let Some(deadline) = day_of(row, "date") else { continue };
        let known = first.entry(module(row)).or_insert((deadline, row["id_assessment"].clone()));
        *known = (deadline, row["id_assessment"].clone()).min(known.clone());
    }
    let mut submitted: BTreeMap<(String, String), f64> = BTreeMap::new();
    for row in table(&folder, "submissions.csv.gz").iter().filter(|row| row["is_banked"] == "0") {
        let Ok(day) = row["date_submitted"].parse::<f64>() else { continue };
        let known = submitted.entry((row["id_assessment"].clone(), row["id_student"].clone())).or_insert(day);
        *known = known.min(day);
    }
    let mut credits = BTreeMap::new();
    let mut customers = String::from("learner,module,attempts,credits\n");
    for row in &table(&folder, "students.csv.gz") {
        let learner = learner(row);
        let (attempts, worth) = (&row["num_of_prev_attempts"], &row["studied_credits"]);
        writeln!(customers, "{learner},{},{attempts},{worth}", row["code_module"]).expect("written");
        credits.insert(learner, worth.clone());
    }
    let (mut enrolments, mut deadlines) =
        (String::from("learner,from,to,worth\n"), String::from("learner,began,by,done\n"));
    let mut known = BTreeSet::new();
    for row in &table(&folder, "registrations.csv.gz") {
        let learner = learner(row);
        let (Some(from), to) = (day_of(row, "date_registration"), day_of(row, "date_unregistration")) else { continue };
        // Who was never enrolled on any day.
        if to.is_some_and(|to| to <= from) {
            continue;
        }
        assert!(known.insert(learner.clone()), "{learner} enrolled once");
        let to = to.map(|to| to.to_string()).unwrap_or_default();
        // Of some learners nothing else is known.
        let worth = credits.get(&learner).map_or("1", String::as_str);
        writeln!(enrolments, "{learner},{from},{to},{worth}").expect("written");
        let Some((deadline, assessment)) = first.get(&module(row)) else { continue };
        let begin = begin(&row["code_presentation"]);
        let done = submitted.get(&(assessment.clone(), row["id_student"].clone())).map(|day| begin.plus(*day as i32));
        let done = done.map(|done| done.to_string()).unwrap_or_default();
        // Some hand in before their course begins.
        writeln!(deadlines, "{learner},{},{deadline},{done}", begin.plus(-60)).expect("written");
    }
    let company = Company::new(&["--currency", "EUR", "--basis", "recurring"]);
    for (name, text, map) in [
        (
            "customers",
            customers,
            "customer_id = \"learner\"\n[attributes]\nmodule = \"module\"\nattempts = \"attempts\"\ncredits = \"credits\"",
        ),
        (
            "subscriptions",
            enrolments,
            "subscription_id = \"learner\"\ncustomer_id = \"learner\"\nmonthly = \"worth\"\nfrom = \"from\"\nto = \"to\"",
        ),
        (
            "touches",
            deadlines,
            "touch_id = \"learner\"\ncustomer_id = \"learner\"\ntouchpoint = \"'first_deadline'\"\nstarted_at = \"began\"\n\
             promised_by = \"by\"\ndone_at = \"done\"",
        ),
    ] {
        company.write(&format!("{name}.csv"), text);
        company.write(
            &format!("{name}.toml"),
            format!("table = \"{name}\"\nsource = \"university\"\ncurrency = \"EUR\"\n[columns]\n{map}\n"),
        );
        let [file, map] = [format!("{name}.csv"), format!("{name}.toml")];
        let import = ["import", &file, "--as", name, "--map", &map, "--through", "2015-12-31"];
        let told = company.answer(&import);
        assert!(told.contains("rejected") && !told.contains("rejected: "), "{told}");
    }
    company
}

fn learner(row: &BTreeMap<String, String>) -> String {
    format!("{}-{}-{}", row["code_module"], row["code_presentation"], row["id_student"])
}

const COST: [&str; 8] = ["journey", "cost", "--touchpoint", "first_deadline", "--within", "500", "--format", "json"];

#[test]
fn of_real_learners_who_missed_their_first_deadline_as_many_left_as_an_independent_count_finds() {
    let Some(data) = public_data() else { return };
    let Some(golden) = at_hand(data.join("../golden/promise_to_loss_oulad_2013.json")) else { return };
    let golden = &json(&std::fs::read_to_string(golden).expect("a file"))["figures"];
    let company = university(&data);
    let alike = ["--alike-in", "module", "--alike-in", "attempts", "--alike-in", "credits"];
    let cost = json(&company.answer(&[&COST[..], &alike].concat()));
    let of_side = |cost: &Value, side: &str| [&cost[side]["customers"], &cost[side]["left"]].map(Value::clone);
    let expected = |year: &str, side: &str| [golden[year][side].clone(), golden[year][format!("{side}_left")].clone()];
    assert_eq!(of_side(&cost, "broken"), expected("2013", "missed"));
    assert_eq!(of_side(&cost, "kept"), expected("2013", "met"));
    assert_eq!((&cost["not_yet_known"], &cost["nameless"]), (&0.into(), &0.into()));
    // Since autumn there is the second presentation alone.
    let autumn = json(&company.answer(&[&COST[..], &["--since", "2013-09-01"]].concat()));
    assert_eq!(of_side(&autumn, "broken"), expected("2013J", "missed"));
    assert_eq!(of_side(&autumn, "kept"), expected("2013J", "met"));
    let number = |of: &Value, name: &str| of[name].as_f64().expect("a number");
    let plain = 911.0 / 2_566.0 - 1_273.0 / 9_412.0;
    assert!((number(&cost["difference"], "estimate") - plain).abs() < 1e-12);
    assert!(number(&cost["difference"], "low") > 0.19 && number(&cost["difference"], "high") < 0.25, "{cost}");
    // The matched one says about the same, of nearly all, who are alike by now.
    let matched = &cost["matched"];
    assert!(number(matched, "low") > 0.15 && number(matched, "high") < 0.27, "{cost}");
    assert!(number(matched, "broken") > 2_400.0, "{cost}");
    for balance in cost["balance"].as_array().expect("a balance") {
        assert_eq!(balance["matched"], 0.0, "{balance}");
    }
    let told = company.answer(&COST[..6]);
    for part in [
        "2,566 customers met a broken promise; 911 of them left within 500 days",
        "Of 9,412 to whom it was kept, 1,273 left",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let told = company.refused(4, &[&COST[..6], &["--alike-in", "modul"]].concat());
    assert!(told.contains("has a known 'modul'"), "{told}");
    let far = json(&company.answer(&[&COST[..4], &["--within", "3000", "--format", "json"]].concat()));
    assert!(far["not_yet_known"].as_u64().expect("a count") > 8_000, "{far}");
}
