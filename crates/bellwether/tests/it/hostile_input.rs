//! What a stranger hands over meets the finished program: it is taken or refused, and the exit code says so. A fault of ours would be 1, a panic
//! 101, and a process that was ended has none.
#![cfg(target_os = "linux")]

use std::process::Stdio;
use std::time::{Duration, Instant};

use bellwether_hostile::{COLUMNS, Kind, archive_lies, parquet_lies};

use crate::company::{Answered, Company};

/// One command is done within this time, however busy the machine is.
const LONGEST: Duration = Duration::from_mins(2);

/// KiB of addresses; the allocator keeps gibibytes of them that it never uses.
const ADDRESSES: u64 = 6 << 20;

/// What the program says to a command; it fails with no fault of its own.
fn answered(what: &str, company: &Company, arguments: &[&str]) -> Answered {
    let mut command = company.command_after(&format!("ulimit -v {ADDRESSES}"), arguments);
    let told = std::fs::File::create(company.folder().join("told")).expect("a file");
    let mut child = command.stdout(Stdio::null()).stderr(told).spawn().expect("started");
    let until = Instant::now() + LONGEST;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if Instant::now() > until {
            child.kill().expect("ended");
            child.wait().expect("ended");
            panic!("{what} hangs: {arguments:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let told = std::fs::read(company.folder().join("told")).expect("told");
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(matches!(status.code(), Some(0 | 2 | 3 | 4)), "{what}: {status}: {told}");
    assert!(!told.contains("panicked"), "{what}: {told}");
    Answered { code: status.code(), answer: String::new(), told }
}

#[test]
fn a_damaged_file_is_read_or_refused_and_never_called_a_fault_of_ours() {
    let company = Company::of_purchases();
    let damaged = Kind::ALL.into_iter().filter(|kind| kind.is_file()).flat_map(|kind| {
        (90_000..90_006).map(move |seed| (format!("{} {seed}", kind.name()), kind.name(), kind.damaged(seed)))
    });
    let lies = parquet_lies().into_iter().map(|(what, bytes)| (what.to_owned(), "lie.parquet", bytes));
    let archives = archive_lies().into_iter().map(|(what, bytes)| (what.to_owned(), "lie.xlsx", bytes));
    let mut refused = 0;
    for (what, name, bytes) in damaged.chain(lies).chain(archives) {
        company.write(name, bytes);
        let import = ["import", name, "--as", "purchases", "--source", "shop", "--dry-run", "--yes"];
        refused += usize::from(answered(&what, &company, &import).code == Some(3));
    }
    assert!(refused > 10, "{refused} were refused");
}

#[test]
fn a_damaged_mapping_is_taken_or_refused() {
    let company = Company::of_purchases();
    company.write("orders.csv", format!("{}\n1,ann,2024-01-05,9.50,a\n2,bob,2024-01-06,10,b\n", COLUMNS.join(",")));
    for seed in 90_000..90_020 {
        company.write("map.toml", Kind::Mapping.damaged(seed));
        let import = ["import", "orders.csv", "--as", "purchases", "--map", "map.toml", "--dry-run", "--yes"];
        answered(&format!("mapping {seed}"), &company, &import);
    }
}

#[test]
fn a_damaged_policy_is_taken_or_refused() {
    let company = Company::of_purchases();
    for seed in 90_000..90_020 {
        let bytes = Kind::Policy.damaged(seed);
        // In TOML what is not there is left out.
        let policy = serde_json::from_slice(&bytes).ok().and_then(|mut policy: serde_json::Map<_, _>| {
            policy.retain(|_, value: &mut serde_json::Value| !value.is_null());
            toml::to_string(&policy).ok()
        });
        company.write("policy.toml", policy.map_or(bytes, String::into_bytes));
        answered(&format!("policy {seed}"), &company, &["policy", "set", "policy.toml"]);
    }
    company.answer(&["policy", "show"]);
}
