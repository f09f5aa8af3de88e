//! On a full disk nothing is lost that was acknowledged, and all goes on once there is room.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use bellwether_model::{Act, Role, Target};
use serde_json::json;

use crate::company::{Company, map};
use crate::crash::orders;
use crate::server::{Server, app_of, app_with_token};

#[expect(clippy::disallowed_methods, reason = "what a test needs is no part of the program's config")]
fn disk_is_required() -> bool {
    std::env::var("BELLWETHER_TEST_DISK").is_ok_and(|wish| wish == "require")
}

pub fn skip() {
    assert!(!disk_is_required(), "BELLWETHER_TEST_DISK=require, but no disk can be made here");
    println!("skipped: no disk can be made here");
}

/// A shell that may mount a small disk in the company's folder, `$0` being the binary; it ends with 77 if it cannot. It runs in a name space
/// of its own, so that the disk goes with it.
fn beside_small_disk(company: &Company, script: &str) -> Command {
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_bellwether")]);
    shell.current_dir(company.folder()).env("NO_COLOR", "1").stdin(Stdio::null());
    shell
}

#[test]
fn a_full_disk_is_told_and_the_import_goes_on_once_there_is_room() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("good.csv", "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,20.00\n");
    company.import("good.csv", "map.toml");
    company.write("big.csv", orders(60_000));
    let mut script = String::from("mkdir small && mount -t tmpfs -o size=3m tmpfs small || exit 77\n");
    let told_by = |what: &str| format!("\"$0\" {what} --data small/data");
    let (import, ledger) =
        (told_by("import big.csv --as purchases --map map.toml"), told_by("ledger --format json --through 2024-01"));
    script.push_str("cp -r data small/data || exit 77\n");
    writeln!(script, "{ledger} > before.json || exit 10").expect("written");
    writeln!(script, "{import} 2> told; test $? -eq 1 || exit 11").expect("written");
    writeln!(script, "{ledger} > after.json || exit 12").expect("written");
    writeln!(script, "mount -o remount,size=100m small || exit 77\n{import} || exit 13").expect("written");
    let output = match beside_small_disk(&company, &script).output() {
        Ok(output) if output.status.code() != Some(77) && !output.stderr.starts_with(b"unshare:") => output,
        _ => return skip(),
    };
    let read = |name: &str| std::fs::read_to_string(company.folder().join(name)).unwrap_or_default();
    assert!(output.status.success(), "{}: {} {}", output.status, read("told"), String::from_utf8_lossy(&output.stderr));
    assert!(read("told").contains(" is full; free some space"), "{}", read("told"));
    assert_eq!(read("before.json"), read("after.json"));
}

/// Fills a disk but for so many bytes.
fn fill(disk: &Path, free: u64) {
    let mut filler = File::create(disk.join("filler")).expect("made");
    let mut written = 0;
    while let Ok(bytes) = filler.write(&[0; 4096]) {
        written += bytes as u64;
    }
    filler.set_len(written.saturating_sub(free)).expect("given back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_acknowledges_while_its_disk_fills_is_there_after_it_was_killed() {
    let company = Company::of_purchases();
    let (app, token) = app_with_token(&company, Role::Leader, &[Act::ReadFigures, Act::Plan]).await;
    app.company().await.expect("open").records.close().await;
    let script = "mkdir small && mount -t tmpfs -o size=8m tmpfs small && cp -r data small/data || exit 77
                  \"$0\" serve --listen 127.0.0.1:0 --data small/data & echo $! > served; wait
                  rm -r data && cp -r small/data data";
    let mut shell = beside_small_disk(&company, script);
    shell.stdout(Stdio::null());
    let Some(mut server) = Server::started(shell, &token) else { return skip() };
    // What the shell sees as its own disk.
    let below = company.folder().strip_prefix("/").expect("an absolute path");
    let disk = Path::new("/proc").join(server.child.id().to_string()).join("root").join(below).join("small");
    let (mut acknowledged, mut refused) = (BTreeSet::new(), 0);
    for round in 0..24_u64 {
        fill(&disk, 4096 * (round % 8));
        for at in 0..5 {
            if at == 3 {
                std::fs::remove_file(disk.join("filler")).expect("removed");
            }
            let owner = format!("owner {round}-{at}");
            let target =
                json!({ "grain": "quarter", "period": "2026-Q2", "measure": "lost", "customers": 0, "owner": owner });
            let (status, told) = server.ask("POST", "/api/v1/targets", "application/json", target.to_string());
            match status {
                201 => drop(acknowledged.insert(owner)),
                500..=599 => refused += 1,
                _ => panic!("{status}: {told}"),
            }
            assert!(at < 4 || status == 201, "with room again it goes on, round {round}: {status} {told}");
        }
    }
    assert!(refused > 9, "the disk was full {refused} times");
    let number = std::fs::read_to_string(company.folder().join("served")).expect("a number");
    assert!(Command::new("kill").args(["-9", number.trim()]).status().expect("killed").success());
    assert!(server.child.wait().expect("it ends").success(), "what was on the small disk is kept");

    let records = app_of(&company).company().await.expect("open").records;
    let stored = records.register::<Target>().in_force().await.expect("read");
    let stored: BTreeSet<String> = stored.into_iter().map(|target| target.value.owner).collect();
    let lost: Vec<_> = acknowledged.difference(&stored).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert_eq!(records.verify().await.expect("read"), [], "each has its entry in the audit");
}
