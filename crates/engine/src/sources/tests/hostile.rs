//! Whatever a stranger hands over is read, mapped and computed, or refused: without a panic that escapes, without end, and within a stated share of
//! memory.
//!
//! The test runs itself as another process, under a limit of memory by the system, so that also what is set aside and never touched counts. Before
//! each input that process writes down which one it is: when it dies, or does not get on, the input is known by its kind and seed.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bellwether_hostile::{COLUMNS, Kind, archive_lies, parquet_lies};
use bellwether_model::{Currency, Day, Grain, Policy};
use jiff::tz::TimeZone;

use super::*;
use crate::lake::Fact;
use crate::sources::mapping::testdata::Feed;
use crate::sources::mapping::{Mapping, MappingSource, Usual, guess, preview};

/// So many inputs of each kind are tried in every run, always the same ones.
const TRIED: [(Kind, u64); 8] = [
    (Kind::Csv, 80),
    (Kind::Packed, 80),
    (Kind::Jsonl, 80),
    (Kind::Parquet, 200),
    (Kind::Workbook, 150),
    (Kind::Mapping, 600),
    (Kind::Expression, 400),
    (Kind::Policy, 1500),
];

/// One input is done within this time; a program that is built to be tested is some ten times as slow, and other tests run beside it.
const LONGEST: Duration = Duration::from_mins(1);

/// What reading one input may take beside what the process takes anyway, in MiB.
const SHARE: u64 = 512;

/// What the process may set aside, in MiB: the share, the program itself, and stacks of threads, of which that for expressions is 256 MiB.
const LIMIT: u64 = 512 + SHARE + 1024;

/// So many rows and bytes are what columns are guessed from.
const SAMPLE_ROWS: usize = 10_000;
const SAMPLE_BYTES: usize = 64 << 20;

#[expect(clippy::disallowed_methods, reason = "how long to look is no part of the program's config")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What was tried is written here, and where it lies.
const NOTE: &str = "HOSTILE_NOTE";

/// Runs the test of this name in another process, with what it is to do, and gives what it said at last. Fails with the input that it died on.
fn apart(test: &str, task: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {}; exec \"$0\" \"$@\"", LIMIT << 10)])
        .arg(program)
        .args(["--exact", &format!("sources::tests::hostile::{test}"), "--nocapture", "--include-ignored"])
        .env(NOTE, &note)
        .env("HOSTILE_TASK", task)
        // Each thread would set room aside that it never uses.
        .env("MALLOC_ARENA_MAX", "1")
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(fs::File::create(folder.path().join("told")).unwrap())
        .spawn()
        .unwrap();
    let ended = watched(&mut child, &note);
    let last = fs::read_to_string(&note).unwrap_or_default();
    let told = fs::read_to_string(folder.path().join("told")).unwrap_or_default();
    let end: String = told.chars().rev().take(3000).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(ended == Some(true), "{}: {last}\n{end}", if ended.is_none() { "it hangs" } else { "it fell over" });
    // Of a library it is an error like any other that it has not thought of something; of our own it is a fault.
    let ours: Vec<&str> = told.lines().filter(|line| line.contains("panicked at crates/")).collect();
    assert!(ours.is_empty(), "{task}: {ours:?}");
    last
}

/// Waits for a process as long as it gets on; whether it ended well, or nothing if it did not end.
fn watched(child: &mut Child, note: &Path) -> Option<bool> {
    let (mut last, mut since) = (String::new(), Instant::now());
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.success());
        }
        let now = fs::read_to_string(note).unwrap_or_default();
        if now != last {
            (last, since) = (now, Instant::now());
        }
        if since.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What this process holds in memory at most since it was asked last, in MiB.
fn most_held() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let held = |name: &str| {
        status.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse::<u64>().ok())
    };
    drop(fs::write("/proc/self/clear_refs", "5"));
    held("VmHWM:").unwrap_or(0) >> 10
}

/// Does something with each input and tells of the largest share; what goes on is written down.
fn tried(inputs: impl Iterator<Item = (String, Vec<u8>)>, attempt: impl Fn(&Path, &[u8]) -> bool) {
    let note = setting(NOTE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input");
    let (mut count, mut taken, mut most, mut longest) = (0, 0, (0, String::new()), (Duration::ZERO, String::new()));
    for (name, bytes) in inputs {
        fs::write(&note, &name).unwrap();
        fs::write(&path, &bytes).unwrap();
        let before = most_held().min(most_held());
        let began = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| attempt(&path, &bytes)));
        taken += usize::from(done.unwrap_or_else(|_| panic!("{name} panics")));
        let (held, took) = (most_held().saturating_sub(before), began.elapsed());
        assert!(held < SHARE, "{name}: {held} MiB for {} bytes", bytes.len());
        if held > most.0 {
            most = (held, name.clone());
        }
        if took > longest.0 {
            longest = (took, name);
        }
        count += 1;
    }
    let ((held, large), (took, slow)) = (most, longest);
    let told =
        format!("{count} tried, {taken} taken; at most {held} MiB ({large}), {:.1} s ({slow})", took.as_secs_f64());
    fs::write(&note, told).unwrap();
}

/// Reads a file as an import does: its rows, what is guessed of them, and what the guess would make of them. Gives whether it was read to its end.
fn read_file(path: &Path) -> bool {
    let usual = Usual { zone: TimeZone::UTC, currency: Currency::EUR };
    let path = path.display().to_string();
    let Ok(mut reader) = open(std::slice::from_ref(&path), &Format::default()) else { return false };
    let mut sample = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    let is_whole = loop {
        let batch = match reader.next() {
            Ok(Some(batch)) => batch,
            end => break end.is_ok(),
        };
        if rows < SAMPLE_ROWS && bytes < SAMPLE_BYTES {
            rows += batch.rows.num_rows();
            bytes += batch.rows.get_array_memory_size();
            sample.push(batch);
        }
    };
    let Some(file) = reader.files().first().cloned() else { return is_whole };
    // A table or another, whichever it falls on.
    let fact = [None, Some(Fact::Purchases), Some(Fact::Subscriptions), Some(Fact::Feedback)][rows % 4];
    let guess = guess(fact, &file, &sample, &usual);
    drop(preview(&guess.mapping, &file, &sample, &usual.zone, None));
    if let Ok(reader) = open(&[path], &guess.mapping.format) {
        map(reader, guess.mapping);
    }
    is_whole
}

/// Maps rows to the end; whether there is one.
fn map(reader: Box<dyn RawReader>, mapping: Mapping) -> bool {
    let Ok(mut source) = MappingSource::new(reader, mapping, &TimeZone::UTC, None) else { return false };
    loop {
        match source.next() {
            Ok(Some(_)) => {}
            end => return end.is_ok(),
        }
    }
}

/// Rows with cells that an expression may stumble over.
fn feed() -> Box<dyn RawReader> {
    let rows: Vec<Vec<String>> = [
        ["1", "ann", "2024-01-05", "9.50", "a (b) c"],
        ["2", "", "2024-02-29", "-0.01", ""],
        [
            "9223372036854775807",
            "zoë",
            "9999-12-31",
            "99999999999999999999999999999",
            "é\u{301}\u{1F468}\u{200D}\u{1F469}",
        ],
        ["-1", "\u{202e}x", "0001-01-01", "1e300", "%_\\"],
        ["", "c", "not a day", "NaN", "2024-01-05T00:00:00Z"],
    ]
    .into_iter()
    .map(|row| row.map(str::to_owned).to_vec())
    .collect();
    Box::new(Feed::of_rows("orders.csv", &COLUMNS, &rows, 3))
}

fn read_mapping(text: &str) -> bool {
    let Ok(mapping) = Mapping::from_toml(text) else { return false };
    let written = mapping.to_toml().unwrap();
    assert_eq!(Mapping::from_toml(&written).unwrap(), mapping, "what is written is what was read");
    map(feed(), mapping)
}

fn compute(expression: &str) -> bool {
    let text = toml::Value::String(expression.to_owned());
    let map_file = format!(
        "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"No\"\ncustomer_id = \"Customer\"\nat = \"Date\"\namount = \"Amount\"\nproduct = {text}\n"
    );
    read_mapping(&map_file.replace("amount = \"Amount\"", &format!("amount = {text}")));
    read_mapping(&map_file.replacen("[columns]", &format!("where = {text}\n[columns]"), 1));
    read_mapping(&map_file)
}

fn read_policy(text: &str) -> bool {
    let Ok(policy) = serde_json::from_str::<Policy>(text) else { return false };
    assert_eq!(toml::from_str::<Policy>(&toml::to_string(&policy).unwrap()).unwrap(), policy);
    let Ok(calendar) = policy.check() else { return false };
    for day in [Day::from_date(jiff::civil::Date::MIN), Day(0), Day(19_782), Day::from_date(jiff::civil::Date::MAX)] {
        for grain in Grain::ALL {
            drop(calendar.label(calendar.period(grain, day)));
        }
    }
    for micros in [i64::MIN / 1_000, 0, i64::MAX / 100_000] {
        let _ = calendar.day_of_micros(micros);
    }
    true
}

fn attempt(kind: Kind, path: &Path, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match kind {
        Kind::Mapping => read_mapping(&text),
        Kind::Expression => compute(&text),
        Kind::Policy => read_policy(&text),
        _ => read_file(path),
    }
}

#[test]
fn what_a_stranger_hands_over_is_taken_or_refused() {
    let seconds = setting("BELLWETHER_TEST_FUZZ").and_then(|text| text.parse().ok()).unwrap_or(0);
    let longer = Duration::from_secs(seconds) / TRIED.len() as u32;
    for (kind, count) in TRIED {
        let began = Instant::now();
        let mut from = 0;
        while from == 0 || began.elapsed() < longer {
            let task = format!("{} {from} {}", kind.name(), from + count);
            println!("{}: {}", kind.name(), apart("damaged_inputs", &task));
            from += count;
        }
        println!("{}: {from} in {:.1} s", kind.name(), began.elapsed().as_secs_f64());
    }
}

#[test]
#[ignore = "a part of another test, in a process of its own"]
fn damaged_inputs() {
    let Some(task) = setting("HOSTILE_TASK") else { return };
    let words: Vec<&str> = task.split(' ').collect();
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == words[0]).unwrap();
    let seeds = words[1].parse::<u64>().unwrap()..words[2].parse().unwrap();
    tried(seeds.map(|seed| (format!("{} {seed}", kind.name()), kind.damaged(seed))), |path, bytes| {
        attempt(kind, path, bytes)
    });
}

#[test]
fn what_says_of_itself_what_is_not_so_is_refused_or_read_in_its_share_of_memory() {
    println!("{}", apart("lies", ""));
}

#[test]
#[ignore = "a part of another test, in a process of its own"]
fn lies() {
    if setting(NOTE).is_none() {
        return;
    }
    let lies = parquet_lies().into_iter().chain(archive_lies());
    tried(lies.map(|(name, bytes)| (name.to_owned(), bytes)), |path, _| read_file(path));
}

#[test]
fn what_is_damaged_here_is_good_before() {
    for kind in Kind::ALL {
        let mut rows = 0;
        for seed in 0..20 {
            let bytes = kind.good(seed);
            if kind.is_file() {
                let (_folder, path) = file(kind.name(), &bytes);
                let mut reader = match open(&[path], &Format::default()) {
                    Ok(reader) => reader,
                    // A table of one column has no separator, and of one row no header that is known for one.
                    Err(error) if matches!(kind, Kind::Csv | Kind::Packed | Kind::Workbook) => {
                        println!("{} {seed}: {error}", kind.name());
                        continue;
                    }
                    Err(error) => panic!("{} {seed}: {error}", kind.name()),
                };
                while let Some(batch) = reader.next().unwrap_or_else(|error| panic!("{} {seed}: {error}", kind.name()))
                {
                    rows += batch.rows.num_rows();
                }
            } else if kind == Kind::Mapping {
                Mapping::from_toml(std::str::from_utf8(&bytes).unwrap()).unwrap();
            } else if kind == Kind::Policy {
                serde_json::from_slice::<Policy>(&bytes).unwrap().check().unwrap();
            }
        }
        println!("{}: {rows} rows", kind.name());
        assert!(rows > 100 || !kind.is_file(), "{}: {rows} rows", kind.name());
    }
}
