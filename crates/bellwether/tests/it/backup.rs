//! A backup is the company as it was, wherever it is restored to; half of one, or a damaged one, is none.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::company::{Company, map};

const ROWS: u32 = 4_000;

fn company() -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("orders.csv", crate::crash::orders(ROWS));
    company.import("orders.csv", "map.toml");
    company.answer(&["close", "2024-02", "--yes"]);
    company.answer(&["refresh"]);
    company
}

#[test]
fn what_was_backed_up_is_restored_elsewhere_as_it_was() {
    let company = company();
    let ledger = company.ledger();
    company.answer(&["backup", "copy"]);
    company.answer(&["restore", "copy", "--check"]);
    let listed = fs::read_to_string(company.folder().join("copy/SHA256SUMS")).expect("a manifest");
    assert!(
        listed.lines().count() > 40 && listed.contains("records.db") && listed.contains("booked_movements"),
        "{listed}"
    );
    // What comes later is not in it.
    company.write("late.csv", "no,customer,day,amount\n900000,zoe,2024-03-05,10.00\n");
    company.import("late.csv", "map.toml");
    assert_ne!(company.ledger(), ledger);
    let told = company.refused(6, &["backup", "copy"]);
    assert!(told.contains("not empty"), "{told}");
    let told = company.refused(6, &["restore", "copy", "--into", "data"]);
    assert!(told.contains("not empty"), "{told}");
    company.answer(&["restore", "copy", "--into", "elsewhere"]);
    fs::rename(company.data(), company.folder().join("before")).expect("renamed");
    fs::rename(company.folder().join("elsewhere"), company.data()).expect("renamed");
    assert_eq!(company.ledger(), ledger);
    assert_eq!(company.rows(&["close", "verify"])[0]["difference"], "none");
    assert_eq!(company.import("late.csv", "map.toml")["added"], 1);
}

#[test]
fn a_backup_of_which_a_file_is_changed_lost_or_added_is_refused() {
    let company = company();
    company.answer(&["backup", "copy"]);
    let copy = company.folder().join("copy");
    let manifest = fs::read_to_string(copy.join("SHA256SUMS")).expect("a manifest");
    let refused = |named: &str| {
        let told = company.refused(3, &["restore", "copy", "--check"]);
        assert!(told.contains(named) && told.contains("another backup"), "{told}");
        let told = company.refused(3, &["restore", "copy", "--into", "elsewhere"]);
        assert!(told.contains(named) && !company.folder().join("elsewhere").exists(), "{told}");
    };
    for line in manifest.lines().step_by(7).chain(manifest.lines().filter(|line| line.ends_with("records.db"))) {
        let name = line.split_once("  ").expect("a line").1;
        let path = copy.join(name);
        let bytes = fs::read(&path).expect("read");
        let mut damaged = bytes.clone();
        damaged.push(0);
        fs::write(&path, damaged).expect("written");
        refused(name);
        fs::remove_file(&path).expect("removed");
        refused(name);
        fs::write(&path, bytes).expect("written");
    }
    fs::write(copy.join("lake/facts/stranger.parquet"), "?").expect("written");
    refused("stranger.parquet");
    fs::remove_file(copy.join("lake/facts/stranger.parquet")).expect("removed");
    company.answer(&["restore", "copy", "--check"]);
    for cut in [0, manifest.len() / 2, manifest.len() - 1] {
        fs::write(copy.join("SHA256SUMS"), &manifest[..cut]).expect("written");
        let told = company.refused(3, &["restore", "copy", "--check"]);
        assert!(told.contains("another backup"), "{told}");
    }
}

/// Starts a command and kills it after a while; whether it was still running.
fn is_killed(company: &Company, arguments: &[&str], after: Duration) -> bool {
    let mut child = company.command(arguments).stdout(std::process::Stdio::null()).spawn().expect("started");
    std::thread::sleep(after);
    let is_running = child.try_wait().expect("asked").is_none();
    let _ = child.kill();
    child.wait().expect("ended");
    is_running
}

#[test]
fn killed_amid_a_backup_or_a_restore_no_half_of_one_passes_for_whole() {
    let company = company();
    let ledger = company.ledger();
    company.answer(&["backup", "whole"]);
    let mut killed = 0;
    for turn in 0..8 {
        let after = Duration::from_millis(15 + 20 * turn);
        let [copy, restored] = [format!("copy{turn}"), format!("restored{turn}")];
        killed += usize::from(is_killed(&company, &["backup", &copy], after));
        let answered = company.ask(&["restore", &copy, "--check"]);
        let is_whole = company.folder().join(&copy).join("SHA256SUMS").is_file();
        assert_eq!(answered.code, Some(if is_whole { 0 } else { 3 }), "{}", answered.told);
        killed += usize::from(is_killed(&company, &["restore", "whole", "--into", &restored], after));
        if company.folder().join(&restored).exists() {
            let of_it = ["ledger", "--format", "json"];
            let answer = std::process::Command::new(env!("CARGO_BIN_EXE_bellwether"))
                .args(of_it)
                .args([Path::new("--data"), Path::new(&restored)])
                .current_dir(company.folder())
                .output()
                .expect("the binary runs");
            assert_eq!(String::from_utf8(answer.stdout).expect("UTF-8"), ledger);
        }
    }
    assert!(killed > 0, "none was still running when it was killed");
    assert_eq!(company.ledger(), ledger, "the company itself is as it was");
    company.answer(&["restore", "whole", "--check"]);
}

#[test]
fn what_is_damaged_is_not_backed_up_in_silence() {
    let company = company();
    let folder = company.data().join("lake/facts/purchases");
    let part = fs::read_dir(&folder).expect("listed").map(|entry| entry.expect("an entry").path());
    let part = part.into_iter().find(|path| path.extension().is_some_and(|end| end == "parquet")).expect("a data file");
    let mut bytes = fs::read(&part).expect("read");
    bytes[100] ^= 4;
    fs::write(&part, bytes).expect("written");
    let told = company.refused(1, &["backup", "copy"]);
    assert!(told.contains(&*part.file_name().expect("a name").to_string_lossy()), "{told}");
    company.refused(3, &["restore", "copy", "--check"]);
}
