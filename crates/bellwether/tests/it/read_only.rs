//! A folder that may only be read, such as a snapshot's, is asked everything that reads, and says so where something is to be written.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use bellwether_model::{Act, Role};
use serde_json::json;

use crate::company::{Company, map};
use crate::full_disk::skip;
use crate::server::{Server, app_with_token};

/// Commands that read, and those that write with the code they end with.
const READING: [&str; 12] = [
    "ledger --format json",
    "ledger --by quarter --format json",
    "customers --format csv",
    "reason list --format json",
    "policy show",
    "policy history --format json",
    "close list --format json",
    "close verify --format json",
    "base --format json",
    "plan show --format json",
    "import list --format json",
    "rejects list --format json",
];
const WRITING: [&str; 5] = [
    "import orders.csv --as purchases --map map.toml",
    "close 2024-02 --yes",
    "policy set lapse_days=90",
    "plan set 2025 --of new --customers 5 --owner Ada",
    "refresh --full",
];

/// `command` is left to be told of by a shell in which `$0` is the binary.
fn told(command: &str, folder: &str, number: usize) -> String {
    format!("\"$0\" {command} --data {folder} > {folder}.{number}.out 2> {folder}.{number}.err; echo $? > {folder}.{number}.code\n")
        .replace("small/data", "small_data")
        .replace("--data small_data", "--data small/data")
}

#[test]
fn a_folder_that_may_only_be_read_answers_as_it_did_and_refuses_what_writes() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write(
        "orders.csv",
        "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-02-06,20.00\n3,ann,2024-05-06,5.00\n",
    );
    company.import("orders.csv", "map.toml");
    company.answer(&["close", "2024-01", "--yes"]);
    let mut script =
        "mkdir small && mount -t tmpfs -o size=40m tmpfs small && cp -r data small/data || exit 77\n".to_owned();
    // What was acknowledged last lies in the log beside the file alone.
    script.push_str("mount -o remount,ro small || exit 77\n");
    for (number, command) in READING.iter().enumerate() {
        script.push_str(&told(command, "data", number));
        script.push_str(&told(command, "small/data", number));
    }
    for (number, command) in WRITING.iter().enumerate() {
        script.push_str(&told(command, "small/data", number + 100));
    }
    writeln!(script, "find small/data | sort > after; find data -name '.lock' | wc -l > /dev/null").expect("written");
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script, env!("CARGO_BIN_EXE_bellwether")]);
    shell.current_dir(company.folder()).env("NO_COLOR", "1").stdin(Stdio::null());
    let Ok(output) = shell.output() else { return skip() };
    if output.status.code() == Some(77) || output.stderr.starts_with(b"unshare:") {
        return skip();
    }
    let read = |name: String| std::fs::read_to_string(company.folder().join(name)).expect("told");
    for (number, command) in READING.iter().enumerate() {
        let [code, told, err] = ["code", "out", "err"].map(|part| read(format!("small_data.{number}.{part}")));
        assert_eq!(code.trim(), "0", "{command}: {err}");
        assert_eq!(told, read(format!("data.{number}.out")), "{command}");
    }
    for (number, command) in WRITING.iter().enumerate() {
        let number = number + 100;
        let [code, err] = ["code", "err"].map(|part| read(format!("small_data.{number}.{part}")));
        assert_eq!(code.trim(), "6", "{command}: {err}");
        assert!(err.contains("may only be read"), "{command}: {err}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_a_folder_that_may_only_be_read_answers_and_refuses_what_writes() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("orders.csv", "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-02-06,20.00\n");
    company.import("orders.csv", "map.toml");
    let (app, token) = app_with_token(&company, Role::Leader, &[Act::ReadFigures, Act::SeeCustomers, Act::Plan]).await;
    app.company().await.expect("open").records.close().await;
    let script = "mkdir small && mount -t tmpfs -o size=40m tmpfs small && cp -r data small/data || exit 77
                  mount -o remount,ro small || exit 77
                  exec \"$0\" serve --listen 127.0.0.1:0 --data small/data";
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_bellwether")]);
    shell.current_dir(company.folder()).env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::null());
    let Some(mut server) = Server::started(shell, &token) else { return skip() };
    let (status, told) = server.ask("GET", "/api/v1/ledger", "application/json", "");
    assert!(status == 200 && told.to_string().contains("2024-02"), "{status}: {told}");
    let target = json!({ "grain": "quarter", "period": "2026-Q2", "measure": "lost", "customers": 0, "owner": "Ada" });
    let (status, told) = server.ask("POST", "/api/v1/targets", "application/json", target.to_string());
    assert!(status == 409 && told.to_string().contains("may only be read"), "{status}: {told}");
    server.child.kill().expect("ended");
    server.child.wait().expect("ended");
}
