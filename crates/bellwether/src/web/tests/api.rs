//! The API, asked as programs ask it.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::Act;
use serde_json::{Value, json};

use super::locked::form;
use super::{Answer, Served};
use crate::web::api::document::document;
use crate::web::serving::routes;

impl Served {
    /// The secret of a new token of the person of a role.
    pub(super) async fn token(&self, role: &str, scopes: &[Act]) -> String {
        let session = self.session(role).await;
        let mut fields = vec![("label", "the <test>"), ("days", "7")];
        fields.extend(scopes.iter().map(|scope| ("scope", scope.name())));
        let page = self.post("/account/tokens", &super::locked::cookie(&session), &form(&fields)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let secret = page.body.split("<code id=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
        secret.expect("a secret").to_owned()
    }

    pub(super) async fn call(
        &self,
        token: &str,
        method: &str,
        path: &str,
        headers: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut headers = format!("Authorization: Bearer {token}\r\n{headers}");
        if body.is_some() {
            headers.push_str("Content-Type: application/json\r\n");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        self.send(method, path, "growth.example.com", &headers, &body).await
    }

    pub(super) async fn read(&self, token: &str, path: &str) -> Value {
        let answer = self.call(token, "GET", path, "", None).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    }
}

#[test]
fn the_document_tells_of_every_address_and_of_no_other() {
    let served: BTreeSet<(String, String)> = routes()
        .iter()
        .filter(|(_, path, _, _)| path.starts_with("/api/v1/") && !path.ends_with("openapi.json"))
        .map(|(method, path, _, _)| (path.clone(), method.as_str().to_lowercase()))
        .collect();
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    let told = paths.iter().flat_map(|(path, operations)| {
        operations.as_object().expect("operations").keys().map(|method| (path.clone(), method.clone()))
    });
    assert_eq!(served, told.collect());
    assert_eq!(document["openapi"], "3.1.0");
}

/// Each operation of the document with its method and address.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let of = |(path, operations): (&String, &Value)| {
        let operations = operations.as_object().expect("operations").clone();
        operations.into_iter().map(|(method, operation)| (format!("{method} {path}"), operation)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[test]
fn every_operation_has_a_name_of_its_own_and_describes_itself_and_its_answers() {
    let document = document();
    let mut names = BTreeMap::new();
    for (at, operation) in operations(&document) {
        let name = operation["operationId"].as_str().expect("a name").to_owned();
        let verbs = ["get", "list", "create", "replace", "delete", "close", "sign", "run", "cancel", "revoke", "undo"];
        assert!(name.split_once('_').is_some_and(|(verb, _)| verbs.contains(&verb)), "{name}: a verb and a noun");
        assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{at} has no summary");
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let said = response["description"].as_str().unwrap_or_default();
            assert!(said.len() > 5, "{at}: the answer {status} is described as {said:?}");
        }
        if let Some(other) = names.insert(name.clone(), at.clone()) {
            panic!("{at} and {other} are both called {name}");
        }
    }
    assert!(names.len() > 30, "{names:?}");
}

#[test]
fn the_document_is_the_one_that_was_reviewed() {
    let mut document = document();
    document["info"]["version"] = json!("[version]");
    insta::assert_json_snapshot!("openapi", document);
}

#[test]
fn no_two_schemas_of_the_document_have_one_name() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["bellwether/src/web/api", "app/src", "model/src"].map(|folder| crates.join(folder));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("the folder").flatten());
    let mut names = Vec::new();
    for file in files.map(|entry| entry.path()).filter(|path| path.is_file()) {
        let source = std::fs::read_to_string(file).expect("text");
        for described in source.split("ToSchema)]").skip(1) {
            let renamed = described
                .split("#[schema(as = ")
                .nth(1)
                .filter(|_| described.find("#[schema(as") < described.find(" {"));
            let declared = ["struct ", "enum "]
                .iter()
                .filter_map(|word| described.split_once(word))
                .min_by_key(|(before, _)| before.len());
            let name = renamed.or(declared.map(|(_, name)| name)).expect("a name");
            names.push(name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_owned());
        }
    }
    names.sort_unstable();
    let once: BTreeSet<_> = names.iter().collect();
    assert!(names.len() > 40, "{names:?}");
    assert_eq!(once.len(), names.len(), "one takes the other's place: {names:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_opens_what_it_is_for_from_anywhere_until_it_is_revoked() {
    let served = Served::locked().await;
    let token = served.token("analyst", &[Act::ReadFigures]).await;
    let account = served.read(&token, "/api/v1/account").await;
    assert_eq!((&account["name"], &account["may"]), (&json!("analyst"), &json!(["read_figures"])));
    let refused = served.call(&token, "GET", "/api/v1/customers", "", None).await;
    assert!(refused.status == 403 && refused.body.contains("see_customers"), "{}", refused.body);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    let guessed = served.call("bw_guessed", "GET", "/api/v1/ledger", "", None).await;
    assert_eq!((guessed.status, guessed.header("www-authenticate")), (401, Some("bearer")));

    let session = served.session("leader").await;
    let both = format!("Cookie: __Host-session={session}\r\n");
    assert_eq!(
        served.call(&token, "GET", "/api/v1/customers", &both, None).await.status,
        403,
        "the token counts alone"
    );
    assert_eq!(served.call(&token, "GET", "/customers", "", None).await.status, 303, "pages open to no token");

    let more = form(&[("label", "more"), ("days", "7"), ("scope", "administer")]);
    let analyst = served.session("analyst").await;
    assert_eq!(served.post("/account/tokens", &super::locked::cookie(&analyst), &more).await.status, 400);

    let tokens = served.read(&token, "/api/v1/tokens").await;
    let id = tokens["tokens"][0]["id"].as_str().expect("an id").to_owned();
    let ended = served.call(&token, "DELETE", &format!("/api/v1/tokens/{id}"), "", None).await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!(served.call(&token, "GET", "/api/v1/ledger", "", None).await.status, 401);
    let audit = served.see("/audit?what=token.revoke", &session).await.body;
    assert!(
        audit.contains("by the token &#39;the &lt;test&gt;&#39;") || audit.contains("by the token 'the &lt;test&gt;'")
    );
    assert!(!audit.contains(&token));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_never_changes_the_password_of_whom_it_stands_for() {
    let served = Served::locked().await;
    let token = served.token("admin", &[Act::Administer]).await;
    let give = async |name: &str| {
        let body = json!({ "full_name": name, "roles": [name], "active": true, "password": "another four words" });
        served.call(&token, "PUT", &format!("/api/v1/people/{}", name.to_uppercase()), "", Some(body)).await
    };
    let own = give("admin").await;
    assert!(own.status == 403 && own.body.contains("/account"), "{}", own.body);
    served.session("admin").await;
    let of_another = give("reader").await;
    assert_eq!(of_another.status, 200, "{}", of_another.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_adds_up_and_leads_page_by_page_to_every_customer_once() {
    let served = Served::locked().await;
    let token = served.token("leader", &Act::ALL[..2]).await;
    let ledger = served.read(&token, "/api/v1/ledger?by=year&why=true").await;
    let lines = ledger["lines"].as_array().expect("lines");
    for line in lines {
        let minor = |figure: &Value| figure["minor"].as_i64().expect("an amount");
        let moved: i64 = line["movements"].as_object().expect("movements").values().map(minor).sum();
        assert_eq!(minor(&line["opening"]) + moved, minor(&line["closing"]), "{line}");
    }
    let line = lines.iter().max_by_key(|line| line["movements"]["lost"]["customers"].as_i64()).expect("a line");
    let period = line["period"].as_str().expect("a label");
    for order in ["value", "name", "day", "value_after"] {
        let path = format!("/api/v1/customers?by=year&period={period}&kind=lost&order={order}&limit=3");
        let (mut seen, mut next) = (BTreeMap::new(), String::new());
        let mut rows = Vec::new();
        loop {
            let page = served.read(&token, &format!("{path}{next}")).await;
            assert_eq!(page["all"]["customers"], line["movements"]["lost"]["customers"]);
            assert_eq!(page["all"]["minor"], line["movements"]["lost"]["minor"]);
            for row in page["rows"].as_array().expect("rows") {
                *seen.entry((row["customer_id"].to_string(), row["day"].to_string())).or_insert(0) += 1;
                rows.push(row.clone());
            }
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert!(seen.values().all(|times| *times == 1) && seen.len() > 3, "{order}: {seen:?}");
        let whole = served.read(&token, &path.replace("limit=3", "limit=1000")).await;
        assert_eq!(whole["rows"].as_array().expect("rows"), &rows, "{order}");
    }
    let lost = served.call(&token, "GET", "/api/v1/customers?cursor=bm9wZQ", "", None).await;
    assert_eq!(lost.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_still_the_same_is_not_sent_again() {
    let served = Served::locked().await;
    let token = served.token("reader", &[Act::ReadFigures]).await;
    let first = served.call(&token, "GET", "/api/v1/plan", "", None).await;
    let tag = first.header("etag").expect("a tag").replace("w/", "W/");
    let again = served.call(&token, "GET", "/api/v1/plan", &format!("If-None-Match: \"other\", {tag}\r\n"), None).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let other = served.call(&token, "GET", "/api/v1/ledger", &format!("If-None-Match: {tag}\r\n"), None).await;
    assert_eq!(other.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_with_a_key_is_made_once() {
    let served = Served::locked().await;
    let token = served.token("leader", &[Act::ReadFigures, Act::Sign]).await;
    let sign = async |key: &str, title: &str| {
        let headers = format!("Idempotency-Key: key-number-{key:0>8}\r\n");
        let body = json!({ "title": title });
        served.call(&token, "POST", "/api/v1/policies/1/signatures", &headers, Some(body)).await
    };
    let first = sign("one", "CCO").await;
    assert_eq!(first.status, 201, "{}", first.body);
    let again = sign("one", "CCO").await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    let other = sign("one", "CFO").await;
    assert!(other.status == 409 && other.body.contains("key_reused"), "{}", other.body);
    let twice = sign("two", "CCO").await;
    assert!(twice.status == 409 && twice.body.contains("\"conflict\""), "{}", twice.body);
    let policy = served.read(&token, "/api/v1/policies/1").await;
    assert_eq!(policy["signatures"].as_array().map(Vec::len), Some(1));

    let wrong = served.call(&token, "POST", "/api/v1/policies/1/signatures", "", Some(json!({ "titel": "CCO" }))).await;
    assert!(wrong.status == 400 && wrong.body.contains("titel"), "{}", wrong.body);
    let unknown = served.call(&token, "GET", "/api/v1/ledger?bye=month", "", None).await;
    assert!(unknown.status == 400 && unknown.body.contains("bye"), "{}", unknown.body);
    let nowhere = served.call(&token, "GET", "/api/v1/nothing", "", None).await;
    assert!(nowhere.status == 404 && nowhere.body.contains("\"not_found\""), "{}", nowhere.body);
    let method = served.call(&token, "PUT", "/api/v1/ledger", "", None).await;
    assert!(
        method.status == 405 && method.header("allow").is_some_and(|allow| allow.contains("get")),
        "{}",
        method.headers
    );
}
