//! A server that is killed while it brings a file in does it when it is started again, by itself, and all of it once.

use std::time::{Duration, Instant};

use bellwether_model::{Act, Role};
use serde_json::{Value, json};

use crate::company::{Company, map};
use crate::crash::{files, orders};
use crate::server::{Server, app_with_token};

const ROWS: u32 = 40_000;

/// A file is in within this.
const PATIENCE: Duration = Duration::from_mins(2);

/// An analyst may do this by a token.
const SCOPES: [Act; 3] = [Act::ReadFigures, Act::SeeCustomers, Act::Import];

impl Server {
    /// Sends the orders and agrees to their columns; the address of the import.
    fn send(&self, orders: &str, map: &str) -> String {
        let path = "/api/v1/imports?fact=purchases&file=orders.csv&source=shop";
        let (status, sent) = self.ask("POST", path, "application/octet-stream", orders);
        assert_eq!(status, 201, "{sent}");
        let path = format!("/api/v1/imports/{}", sent["id"].as_str().expect("an id"));
        let agreed = json!({ "mapping": map }).to_string();
        assert_eq!(self.ask("PUT", &format!("{path}/mapping"), "application/json", &agreed).0, 200);
        path
    }

    fn run(&self, path: &str, is_trial: bool) {
        let how = json!({ "trial": is_trial }).to_string();
        let (status, told) = self.ask("POST", &format!("{path}/run"), "application/json", &how);
        assert_eq!((status, &told["job"]["trial"]), (202, &json!(is_trial)), "{told}");
    }

    fn job(&self, path: &str) -> Value {
        let (status, mut told) = self.ask("GET", path, "application/json", "");
        assert_eq!(status, 200, "{told}");
        told["job"].take()
    }

    /// The job once it is so, or over.
    fn wait(&self, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let job = self.job(path);
            if is_so(&job) || ["done", "failed"].map(Value::from).contains(&job["state"]) {
                return job;
            }
            assert!(started.elapsed() < PATIENCE, "{job}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// When to kill.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    RowsRead,
    FactsCommitted,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_was_begun_is_done_after_a_crash_by_itself_and_once() {
    let map = map("currency = \"EUR\"", "");
    // One of them is refused.
    let orders = format!("{}no-date,c1,some day,1.00\n", orders(ROWS));
    let whole = Company::of_purchases();
    whole.write("map.toml", &map);
    whole.write("orders.csv", &orders);
    whole.import("orders.csv", "map.toml");
    let after = whole.ledger();
    for moment in [Moment::RowsRead, Moment::FactsCommitted] {
        let company = Company::of_purchases();
        let (app, token) = app_with_token(&company, Role::Analyst, &SCOPES).await;
        let server = Server::start(&company, &token);
        let path = server.send(&orders, &map);
        server.run(&path, false);
        let commits = || files(&company, "facts/purchases/_delta_log", "json");
        let before = commits();
        let job = server.wait(&path, |job| match moment {
            Moment::RowsRead => job["state"] == "running" && job["rows"].as_u64() > Some(0),
            Moment::FactsCommitted => commits() > before,
        });
        drop(server);
        assert_eq!(job["state"], "running", "{moment:?}: it was killed before it was done");

        let server = Server::start(&company, &token);
        let job = server.job(&path);
        assert!(job["state"] == "running" || job["state"] == "waiting", "{moment:?}: {job}");
        server.run(&path, false);
        let done = server.wait(&path, |_| false);
        assert_eq!(done["state"], "done", "{moment:?}: {done}");
        let report = &done["report"];
        let counts = ["import", "read", "added", "unchanged", "rejected"].map(|name| &report[name]);
        let rows = u64::from(ROWS);
        assert_eq!(counts, [&json!(1), &json!(rows + 1), &json!(rows), &json!(0), &json!(1)], "{moment:?}");
        let refused = report["first_rejects"][0].as_str().expect("a sentence");
        assert!(refused.starts_with("orders.csv, row 40002, column day: 'some day'"), "{moment:?}: {refused}");
        // Killed once more, it still tells what came of it.
        drop(server);
        let server = Server::start(&company, &token);
        assert_eq!(server.job(&path), done);
        drop(server);

        assert_eq!(company.ledger(), after, "{moment:?}");
        assert_eq!(company.rows(&["sql", "SELECT import_seq, added FROM imports"]).len(), 1, "{moment:?}");
        let records = app.company().await.expect("open").records;
        let saved = records.mapping("shop", "purchases").all().await.expect("read");
        assert_eq!(saved.len(), 1, "{moment:?}: the audit tells of it once");
        assert!(saved[0].created_by.contains("Dora Hill"), "{}", saved[0].created_by);
        assert!(records.verify().await.expect("read").is_empty());
        assert!(company.leftovers().is_empty(), "{moment:?}: {:?}", company.leftovers());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trial_that_was_interrupted_is_made_again_and_a_server_that_is_told_to_end_gives_it_back() {
    let map = map("currency = \"EUR\"", "");
    let company = Company::of_purchases();
    let (_, token) = app_with_token(&company, Role::Analyst, &SCOPES).await;
    let server = Server::start(&company, &token);
    let path = server.send(&orders(ROWS), &map);
    server.run(&path, true);
    let job = server.wait(&path, |job| job["rows"].as_u64() > Some(0));
    assert_eq!(job["state"], "running", "{job}");
    let doctor = || company.ask(&["doctor", "--format", "csv"]).answer;
    let holder = format!("({}), since", server.child.id());
    assert!(doctor().contains(&holder), "{}", doctor());
    let mut told = std::process::Command::new("kill");
    assert!(told.arg(server.child.id().to_string()).status().expect("told to end").success());
    let started = Instant::now();
    let mut server = server;
    while server.child.try_wait().expect("a child").is_none() {
        assert!(started.elapsed() < PATIENCE, "it does not end");
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(server);
    assert!(doctor().contains("no server holds it"), "it was given back: {}", doctor());

    let server = Server::start(&company, &token);
    let done = server.wait(&path, |_| false);
    let told = ["trial", "state", "failure"].map(|name| &done[name]);
    assert_eq!(told, [&json!(true), &json!("done"), &Value::Null], "{done}");
    assert_eq!((&done["report"]["added"], &done["report"]["import"]), (&json!(ROWS), &Value::Null));
    drop(server);
    assert_eq!(files(&company, "facts/purchases", "parquet"), 0, "nothing was imported");
}
