//! Populations are written by those who may: tried before they are saved, on a page in both languages and by programs, and never over somebody
//! else's.

use bellwether_model::{Act, Role};
use serde_json::{Value, json};

use super::Served;
use super::leading::heading;
use super::locked::{cookie, form};
use crate::web::parts::draft::Fields;
use crate::web::parts::draft::sent::{form_of, sent as untouched};

const TRY: &str = "/populations/edit/try";
const SAVE: &str = "/populations/edit/save";

/// The fields of a form as it was drawn.
fn fields(page: &str, action: &str) -> Fields {
    untouched(form_of(page, action))
}

/// A form with some fields filled in otherwise, as it is sent.
fn sent(fields: &Fields, change: &[(&str, &str)]) -> String {
    let mut fields: std::collections::BTreeMap<&str, &str> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(change.iter().copied());
    form(&fields.into_iter().collect::<Vec<_>>())
}

/// The cells of the row of a table that begins with a name, without spaces that do not break.
fn row(page: &str, name: &str) -> Vec<String> {
    let row = page.split("<tr>").skip(1).find(|row| row.contains(&format!(">{name}<"))).expect("the row");
    let cells = row.split("<td").skip(1).filter_map(|cell| cell.split_once('>')?.1.split_once("</td>"));
    cells.map(|(cell, _)| cell.replace('\u{a0}', " ")).collect()
}

impl Served {
    async fn read_as(&self, session: &str, language: &str, path: &str) -> String {
        let headers = format!("{}Accept-Language: {language}\r\n", cookie(session));
        self.send("GET", path, "growth.example.com", &headers, "").await.body
    }
}

#[test]
fn whoever_may_write_populations_may_see_whom_they_hold() {
    for role in Role::ALL {
        assert!(!role.may(Act::Define) || role.may(Act::SeeCustomers), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_trial_tells_is_what_is_told_once_it_is_saved_and_a_late_one_is_refused() {
    let served = Served::locked().await;
    let (analyst, leader) = (served.session("analyst").await, served.session("leader").await);
    let page = served.see("/populations", &analyst).await.body;
    assert!(page.contains("href=\"/populations/edit\"") && page.contains("bellwether populations apply"), "{page}");
    let owner = served.session("owner").await;
    assert!(
        !served.see("/populations", &owner).await.body.contains("/populations/edit"),
        "who may not is not led there"
    );

    let drawn = served.see("/populations/edit", &analyst).await.body;
    let begun = fields(&drawn, TRY);
    let same = served.post(TRY, &cookie(&analyst), &sent(&begun, &[])).await.body;
    assert!(same.contains("They say what the latest version says") && !same.contains(SAVE), "{same}");

    // One more, one otherwise, and one that goes.
    let act = async |fields: &Fields, act: &str, change: &[(&str, &str)]| {
        let body = format!("{}&act={act}", sent(fields, change));
        let answer = served.post("/populations/edit", &cookie(&analyst), &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self::fields(&answer.body, TRY)
    };
    let before: Value = serde_json::from_str(&begun["draft"]).expect("the draft");
    let before = before["populations"].as_array().expect("populations").clone();
    assert!(before.len() > 1, "the company has some");
    let name = |at: usize| before[at]["name"].as_str().expect("a name").to_owned();
    let removed = act(&begun, &format!("populations.{}.remove", before.len() - 1), &[]).await;
    let last = format!("populations.{}", before.len() - 1);
    let added = act(&removed, "populations.add", &[]).await;
    let (kind, named) = (format!("{last}.kind"), format!("{last}.name"));
    let ruled = act(&added, &format!("{last}.rules.add"), &[(&kind, "worth"), (&named, "Worth & <much>")]).await;
    let amount = format!("{last}.rules.0.worth.from_minor");
    let wrong = served
        .post(TRY, &cookie(&analyst), &sent(&ruled, &[(&amount, "a lot"), ("populations.0.name", "Renamed")]))
        .await;
    assert_eq!(wrong.status, 400);
    for kept in ["role=\"alert\"", "a lot", "value=\"Renamed\"", "Worth &amp; &lt;much&gt;"] {
        assert!(wrong.body.contains(kept), "{kept}: {}", wrong.body);
    }
    let change = [(amount.as_str(), "1,000.00"), ("populations.0.name", "Renamed")];
    let tried = served.post(TRY, &cookie(&analyst), &sent(&ruled, &change)).await;
    assert_eq!(
        (tried.status, heading(&tried.body)),
        (200, "Version 2 would change 3 populations".into()),
        "{}",
        tried.body
    );
    let (new, renamed, gone) = (
        row(&tried.body, "Worth &amp; &lt;much&gt;"),
        row(&tried.body, "Renamed"),
        row(&tried.body, &name(before.len() - 1)),
    );
    assert!(new[0] == "new" && new[1].is_empty() && !new[3].is_empty(), "{new:?}");
    assert!(renamed[0] == "changed" && renamed[1..3] == renamed[3..5], "{renamed:?}");
    assert!(gone[0] == "gone" && !gone[1].is_empty() && gone[3].is_empty(), "{gone:?}");
    let listed = served.see("/populations", &analyst).await.body;
    assert_eq!(row(&listed, &name(0))[0], renamed[1], "nothing is saved yet");
    assert_eq!(row(&listed, &name(before.len() - 1))[0], gone[1]);

    let saving = sent(&fields(&tried.body, SAVE), &[]);
    let saved = served.post(SAVE, &cookie(&analyst), &saving).await;
    assert_eq!((saved.status, saved.header("location")), (303, Some("/populations")), "{}", saved.body);
    let listed = served.see("/populations", &analyst).await.body;
    let made = row(&listed, "Worth &amp; &lt;much&gt;");
    assert_eq!((&made[0], &made[2]), (&new[3], &new[4]));
    assert_eq!(row(&listed, "Renamed")[0], renamed[3]);
    assert!(!listed.contains(&name(before.len() - 1)));
    let held = served.see("/populations/worth_much", &analyst).await.body;
    assert!(heading(&held).replace('\u{a0}', " ").contains(&format!("{} customers", new[3])), "{}", heading(&held));

    for (action, said) in [(TRY, "version 2 is"), (SAVE, "version 2 is")] {
        let late = served.post(action, &cookie(&leader), &sent(&ruled, &change)).await;
        assert_eq!(late.status, 409, "{}", late.body);
        assert!(late.body.contains(said) && late.body.contains("value=\"1,000.00\""), "{}", late.body);
    }
    let open = served.see("/populations/edit?population=worth_much", &leader).await.body;
    assert!(open.contains("<details open><summary autofocus><b>Worth &amp; &lt;much&gt;</b>"), "{open}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_and_what_is_wrong_with_it_are_told_in_the_readers_language() {
    let served = Served::locked().await;
    let analyst = served.session("analyst").await;
    let mut seen = Vec::new();
    for (language, title, wrong, amount) in [
        ("en", "Write version 2 of the populations", "has no rules", "1,000.00"),
        ("de", "Version 2 der Gruppen schreiben", "hat keine Regel", "1.000,00"),
    ] {
        let page = served.read_as(&analyst, language, "/populations/edit").await;
        assert_eq!(heading(&page), title);
        let headers = format!("{}Accept-Language: {language}\r\n", cookie(&analyst));
        let drawn = fields(&page, TRY);
        let added = format!("{}&act=populations.add", sent(&drawn, &[]));
        let added = fields(&served.post("/populations/edit", &headers, &added).await.body, TRY);
        let last =
            added.keys().filter(|name| name.split('.').next_back() == Some("name")).max().expect("a name").clone();
        let refused = served.post(TRY, &headers, &sent(&added, &[(&last, "Ohne")])).await;
        assert!(refused.status == 400 && refused.body.contains(wrong), "{}", refused.body);
        let place = last.trim_end_matches(".name").to_owned();
        let kind = format!("{place}.kind");
        let ruled = format!("{}&act={place}.rules.add", sent(&added, &[(&last, "Wert"), (&kind, "worth")]));
        let ruled = fields(&served.post("/populations/edit", &headers, &ruled).await.body, TRY);
        let from = format!("{place}.rules.0.worth.from_minor");
        // Whoever changes the language meanwhile is understood as the form was drawn.
        let tried = served.post(TRY, &cookie(&analyst), &sent(&ruled, &[(&from, amount)])).await;
        assert_eq!(tried.status, 200, "{}", tried.body);
        seen.push(row(&tried.body, "Wert"));
        let draft = fields(&tried.body, SAVE)["draft"].clone();
        assert!(draft.contains("\"from_minor\":100000"), "{draft}");
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_write_populations_after_the_version_they_have_seen() {
    let served = Served::locked().await;
    let token = served.token("leader", &[Act::ReadFigures, Act::SeeCustomers, Act::Define]).await;
    let found = served.read(&token, "/api/v1/populations").await;
    assert_eq!(found["version"], 1);
    let plain = |population: &Value| json!({ "id": population["id"], "name": population["name"], "about": population["about"], "rules": population["rules"] });
    let mut all: Vec<Value> = found["populations"].as_array().expect("populations").iter().map(plain).collect();
    all.push(json!({ "id": "lost", "name": "Lost", "rules": [{ "base": "lost" }] }));
    let put = async |token: &str, version: i64, populations: &[Value]| {
        let body = json!({ "version": version, "populations": populations });
        served.call(token, "PUT", "/api/v1/populations", "", Some(body)).await
    };
    let saved = put(&token, 1, &all).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let now = served.read(&token, "/api/v1/populations").await;
    assert_eq!((&now["version"], now["populations"].as_array().map(Vec::len)), (&json!(2), Some(all.len())));
    for (before, after) in found["populations"]
        .as_array()
        .expect("populations")
        .iter()
        .zip(now["populations"].as_array().expect("populations"))
    {
        assert_eq!(before, after, "what was sent back as it was read is as it was");
    }
    let late = put(&token, 1, &all).await;
    assert!(late.status == 409 && late.body.contains("version 2 is"), "{}", late.body);
    for (wrong, said) in [
        (json!({ "id": "edit", "name": "Edit", "rules": [{ "base": "lost" }] }), "edit"),
        (json!({ "id": "none", "name": "None", "rules": [] }), "no rules"),
        (json!({ "id": "gone", "name": "Gone", "rules": [{ "stage": "nowhere" }] }), "nowhere"),
        (json!({ "id": "more", "name": "More", "rules": [{ "base": "lost", "colour": 1 }] }), "colour"),
    ] {
        let refused = put(&token, 2, &[wrong]).await;
        assert!((400..500).contains(&refused.status) && refused.body.contains(said), "{said}: {}", refused.body);
    }
    let reads = served.token("leader", &[Act::ReadFigures, Act::SeeCustomers]).await;
    assert_eq!(put(&reads, 2, &all).await.status, 403, "the token is not for it");
    assert_eq!(served.read(&token, "/api/v1/populations").await["version"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_longest_list_fits_into_the_form() {
    let served = Served::locked().await;
    let analyst = served.session("analyst").await;
    let begun = fields(&served.see("/populations/edit", &analyst).await.body, TRY);
    let body = format!("{}&act=populations.0.rules.add", sent(&begun, &[("populations.0.kind", "customers")]));
    let drawn = fields(&served.post("/populations/edit", &cookie(&analyst), &body).await.body, TRY);
    let list = drawn.keys().find(|name| name.ends_with(".customers")).expect("a list").clone();
    let ids = (0..bellwether_model::LONGEST_LIST).map(|id| format!("C-{id:06}")).collect::<Vec<_>>().join("\r\n");
    let tried = served.post(TRY, &cookie(&analyst), &sent(&drawn, &[(&list, &ids)])).await;
    assert_eq!((tried.status, heading(&tried.body)), (200, "Version 2 would change one population".into()));
    let again = sent(&fields(&tried.body, SAVE), &[]);
    let shown = served.post("/populations/edit", &cookie(&analyst), &again).await.body;
    assert_eq!(fields(&shown, TRY)[&list].trim_end(), ids);
    let more = format!("{ids}\r\nC-x");
    let refused = served.post(TRY, &cookie(&analyst), &sent(&drawn, &[(&list, &more)])).await;
    assert!(refused.status == 400 && refused.body.contains("write at most 100000"), "{}", refused.status);
}
