//! What programs change: targets, definitions, the books, the organisation, and files imported.

use std::collections::BTreeSet;

use bellwether_model::Act;
use serde_json::{Value, json};

use super::Served;
use crate::web::api::document::document;
use crate::web::pages::company::definitions::DEFINITIONS;

#[test]
fn the_document_tells_of_every_definition_a_policy_has() {
    let document = document();
    let told = &document["components"]["schemas"]["NewPolicy"]["properties"]["definitions"]["properties"];
    let told: BTreeSet<&str> = told.as_object().expect("definitions").keys().map(String::as_str).collect();
    assert_eq!(told, BTreeSet::from(DEFINITIONS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_and_a_version_are_written_by_programs_of_those_who_may() {
    let served = Served::locked().await;
    let token = served.token("leader", &[Act::ReadFigures, Act::SeeCustomers, Act::Plan, Act::Define]).await;
    let target = json!({ "grain": "quarter", "period": "2026-Q2", "measure": "lost", "customers": 0, "owner": "Ada" });
    let set = served.call(&token, "POST", "/api/v1/targets", "", Some(target.clone())).await;
    assert_eq!(set.status, 201, "{}", set.body);
    let plan = served.read(&token, "/api/v1/plan?year=2026").await;
    let aim = &plan["targets"][0];
    assert_eq!((&aim["standing"], &aim["customers"]), (&json!("missed"), &json!(0)), "{aim}");
    let ledger = served.read(&token, "/api/v1/ledger?by=quarter&from=2026-Q2&through=2026-Q2").await;
    assert_eq!(aim["reached"]["customers"], ledger["lines"][0]["movements"]["lost"]["customers"]);
    let before = &plan["before"]["movements"];
    let lost =
        before["lost"]["minor"].as_i64().expect("an amount") + before["less"]["minor"].as_i64().expect("an amount");
    assert_eq!(plan["to_replace"]["minor"], json!(-lost));
    let id = aim["id"].as_str().expect("an id");
    let address = format!("/api/v1/targets/{id}");
    let corrected = |customers: u32, after: Option<u32>| {
        let mut target = target.clone();
        (target["customers"], target["after"]) = (json!(customers), json!(after));
        target
    };
    let unseen = served.call(&token, "PUT", &address, "", Some(corrected(3, None))).await;
    assert!(unseen.status == 409 && unseen.body.contains("after"), "{}", unseen.body);
    assert_eq!(served.call(&token, "PUT", &address, "", Some(corrected(3, Some(1)))).await.status, 200);
    let late = served.call(&token, "PUT", &address, "", Some(corrected(4, Some(1)))).await;
    assert!(late.status == 409 && late.body.contains("version 2 is"), "{}", late.body);
    let plan = served.read(&token, "/api/v1/plan?year=2026").await;
    assert_eq!((&plan["targets"][0]["customers"], &plan["targets"][0]["version"]), (&json!(3), &json!(2)));
    let late = served.call(&token, "DELETE", &format!("{address}?after=1"), "", None).await;
    assert_eq!(late.status, 409, "{}", late.body);
    let gone = served.call(&token, "DELETE", &format!("{address}?after=2"), "", None).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    let again = served.call(&token, "PUT", &address, "", Some(corrected(0, Some(2)))).await;
    assert_eq!(again.status, 404, "{}", again.body);

    let next = |after: u32| json!({ "definitions": { "lapse_days": 120 }, "note": "faster", "after": after });
    let late = served.call(&token, "POST", "/api/v1/policies", "", Some(next(7))).await;
    assert!(late.status == 409 && late.body.contains("version 1 is"), "{}", late.body);
    assert_eq!(served.call(&token, "POST", "/api/v1/policies", "", Some(next(1))).await.status, 201);
    let policy = served.read(&token, "/api/v1/policies/2").await;
    assert_eq!((&policy["definitions"]["lapse_days"], &policy["note"]), (&json!(120), &json!("faster")));
    assert_eq!(policy["definitions"]["time_zone"], "Europe/Berlin", "what is left out stays as it was");
    let wrong = json!({ "definitions": { "lapsed_days": 120 }, "after": 2 });
    let refused = served.call(&token, "POST", "/api/v1/policies", "", Some(wrong)).await;
    assert!(refused.status == 400 && refused.body.contains("lapsed_days"), "{}", refused.body);
    let close = json!({ "grain": "month", "period": "2026-05" });
    let refused = served.call(&token, "POST", "/api/v1/closed-periods", "", Some(close.clone())).await;
    assert_eq!(refused.status, 403, "the token is not for it");
    let books = served.token("leader", &[Act::ReadFigures, Act::Close]).await;
    assert_eq!(served.call(&books, "POST", "/api/v1/closed-periods", "", Some(close)).await.status, 201);
    let closed = served.read(&books, "/api/v1/closed-periods").await;
    assert_eq!(closed["closed"][0]["period"], "2026-05");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_sent_agreed_on_tried_and_brought_in_by_a_program() {
    let served = Served::locked().await;
    let token = served.token("analyst", &[Act::ReadFigures, Act::SeeCustomers, Act::Import]).await;
    let upload = async |body: &str| {
        let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/octet-stream\r\n");
        let path = "/api/v1/imports?fact=purchases&file=till.csv&source=till";
        let sent = served.send("POST", path, "growth.example.com", &headers, body).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
        serde_json::from_str::<Value>(&sent.body).expect("JSON")
    };
    let empty = upload("").await;
    assert!(empty["mapping"].is_null() && !empty["questions"].as_array().expect("questions").is_empty(), "{empty}");

    let rows: Vec<String> = (1..=40).map(|day| format!("C-{day},2026-07-{:02},{day}.50\n", day % 30 + 1)).collect();
    let rows = rows.concat();
    let sent = upload(&format!("customer,day,amount\n{rows}C-41,2026-08-02,many\n")).await;
    let path = format!("/api/v1/imports/{}", sent["id"].as_str().expect("an id"));
    assert_eq!((&sent["origin"], &sent["job"]), (&json!("guess"), &Value::Null), "{sent}");
    let run = async |trial: bool| {
        served.call(&token, "POST", &format!("{path}/run"), "", Some(json!({ "trial": trial }))).await
    };
    assert_eq!(run(true).await.status, 409, "nobody has agreed yet");
    let agree = async |mapping: &str| {
        let body = json!({ "mapping": mapping });
        served.call(&token, "PUT", &format!("{path}/mapping"), "", Some(body)).await
    };
    assert_eq!(agree("no mapping").await.status, 409);
    // A guess with open questions is not agreed to by sending it back.
    let open = upload("customer,day,amount,status\nC-1,2026-07-01,10.00,paid\nC-2,2026-07-02,20.00,level 7\n").await;
    let open_path = format!("/api/v1/imports/{}/mapping", open["id"].as_str().expect("an id"));
    let put = async |answers: Value| {
        let body = json!({ "mapping": open["mapping"], "answers": answers });
        served.call(&token, "PUT", &open_path, "", Some(body)).await.status
    };
    assert!(open["questions"][0].as_str().expect("a question").starts_with("rows.status: "), "{open}");
    assert_eq!(put(json!({})).await, 409);
    assert_eq!(put(json!({ "rows.status": "perhaps" })).await, 409);
    assert_eq!(put(json!({ "rows.status": "only_known" })).await, 200);
    // A word among its figures rejects its row, and makes no other column be taken.
    let guess = sent["mapping"].as_str().expect("a guess");
    assert!(guess.contains("amount = \"amount\"\n"), "{guess}");
    assert_eq!(agree(guess).await.status, 200);
    for (trial, added) in [(true, 40), (false, 40)] {
        assert_eq!(run(trial).await.status, 202);
        let report = loop {
            let told = served.read(&token, &path).await;
            assert_ne!(told["job"]["state"], "failed", "{told}");
            if told["job"]["state"] == "done" && told["job"]["trial"] == trial {
                break told["job"]["report"].clone();
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        };
        assert_eq!((&report["added"], &report["rejected"]), (&json!(added), &json!(1)), "{report}");
        assert!(report["first_rejects"][0].as_str().is_some_and(|said| said.contains("many")), "{report}");
    }
    let gone = served.call(&token, "POST", &format!("{path}/run"), "", Some(json!({}))).await;
    assert_eq!(gone.status, 404, "a file that is in is gone");
    let life = served.read(&token, "/api/v1/customers/C-1").await;
    assert_eq!(life["value_minor"], json!(150), "{life}");
    // The same rows from another system would count twice.
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/octet-stream\r\n");
    let other = "/api/v1/imports?fact=purchases&file=till.csv&source=other";
    let again =
        served.send("POST", other, "growth.example.com", &headers, &format!("customer,day,amount\n{rows}")).await;
    let again: Value = serde_json::from_str(&again.body).expect("JSON");
    let asked = again["questions"][0].as_str().expect("a question");
    assert!(asked.starts_with("source.other: 40 of 40 rows of this file came in before"), "{asked}");
    let path_again = format!("/api/v1/imports/{}/mapping", again["id"].as_str().expect("an id"));
    let put = async |answers: Value| {
        let body = json!({ "mapping": again["mapping"], "answers": answers });
        served.call(&token, "PUT", &path_again, "", Some(body)).await
    };
    assert_eq!(put(json!({})).await.status, 409);
    assert_eq!(put(json!({ "source.other": "till" })).await.status, 200);
    let agreed = served.read(&token, &format!("/api/v1/imports/{}", again["id"].as_str().expect("an id"))).await;
    assert_eq!(agreed["source"], "till", "{agreed}");
    let leader = served.token("leader", &[Act::ReadFigures]).await;
    assert_eq!(served.call(&leader, "GET", &path, "", None).await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_reached_of_a_level_is_for_those_who_may_see_customers_and_unknown_once_the_level_is_gone() {
    let served = Served::locked().await;
    let token = served.token("leader", &[Act::ReadFigures, Act::SeeCustomers, Act::Plan, Act::Define]).await;
    let reader = served.token("reader", &[Act::ReadFigures]).await;
    let target = |grain: &str, period: &str| json!({ "grain": grain, "period": period, "measure": "closing", "level": "large", "customers": 3, "owner": "Ada" });
    let set = async |target: Value| served.call(&token, "POST", "/api/v1/targets", "", Some(target)).await;
    for (grain, period) in [("month", "2026-05"), ("week", "2026-05-04"), ("fiscal_year", "FY2026")] {
        assert_eq!(set(target(grain, period)).await.status, 404, "{grain}: no plan could show it");
    }
    for period in ["2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"] {
        assert_eq!(set(target("quarter", period)).await.status, 201);
    }
    let reached = async |token: &str| {
        let mut all = Vec::new();
        for year in ["2023", "2024"] {
            let plan = served.read(token, &format!("/api/v1/plan?year={year}")).await;
            all.extend(plan["targets"].as_array().expect("targets").iter().map(|target| target["reached"].clone()));
        }
        all
    };
    let (leaders, readers) = (reached(&token).await, reached(&reader).await);
    assert!(!leaders.is_empty() && leaders.iter().all(Value::is_object), "{leaders:?}");
    assert!(readers.len() == leaders.len() && readers.iter().all(Value::is_null), "{readers:?}");

    let gone = json!({ "definitions": { "levels": [] }, "after": 1 });
    assert_eq!(served.call(&token, "POST", "/api/v1/policies", "", Some(gone)).await.status, 201);
    let plan = served.read(&token, "/api/v1/plan?year=2024").await;
    assert_eq!(plan["targets"][0]["standing"], "unknown", "{plan}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_taken_back_by_a_program_that_has_looked_and_on_the_page() {
    let served = Served::locked().await;
    let token = served.token("analyst", &[Act::ReadFigures, Act::Import, Act::ReadAudit]).await;
    let past = served.read(&token, "/api/v1/past-imports").await;
    let purchases = past["imports"].as_array().expect("imports").iter().find(|past| past["fact"] == "purchases");
    let number = purchases.expect("one of purchases")["number"].as_i64().expect("a number");
    let ledger = async || served.read(&token, "/api/v1/ledger").await["lines"].clone();
    let (before, path) = (ledger().await, format!("/api/v1/past-imports/{number}/undo"));

    let effects = served.read(&token, &path).await;
    assert!(effects["withdrawn"].as_u64() > Some(0) && effects["customers"].as_u64() > Some(0), "{effects}");
    assert_eq!(effects["built"]["first_reasons"], json!([]), "a token that may not see customers reads of none");
    let undo = async |seen: &Value| served.call(&token, "POST", &path, "", Some(json!({ "number": seen }))).await;
    assert_eq!(undo(&json!(1)).await.status, 409, "something else was looked at");
    assert_eq!(ledger().await, before);
    assert_eq!(undo(&effects["number"]).await.status, 201);
    assert_ne!(ledger().await, before);
    assert_eq!(undo(&effects["number"]).await.status, 409, "it was undone already");
    let audit = served.read(&token, "/api/v1/audit?what=import.undo").await;
    assert_eq!(audit["entries"][0]["subject"], json!(format!("import {number}")), "{audit}");

    // On the page it is brought back.
    let session = served.session("analyst").await;
    let undone = effects["number"].as_i64().expect("a number");
    let data = served.see("/data", &session).await.body;
    assert!(
        data.contains(&format!("undone by {undone}")) && data.contains(&format!("/data/imports/{undone}/undo")),
        "{data}"
    );
    let address = format!("/data/imports/{undone}/undo");
    let page = served.see(&address, &session).await;
    assert!(page.status == 200 && page.body.contains(&format!("Bring import {number} back?")), "{}", page.body);
    let seen =
        page.body.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a number");
    let cookie = super::locked::cookie(&session);
    let refused = served.post(&address, &cookie, &format!("seen={seen}")).await;
    assert!(refused.status == 400 && refused.body.contains("have read"), "{}", refused.body);
    let done = served.post(&address, &cookie, &format!("seen={seen}&sure=yes")).await;
    assert_eq!((done.status, done.header("location")), (303, Some("/data")), "{}", done.body);
    assert_eq!(ledger().await, before);
}
