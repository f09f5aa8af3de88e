//! Damaged, lost and exchanged files: whatever becomes of one stored file, the figures are the same or the file and a remedy are told.
//!
//! Each run tries a few of each kind, chosen at random from a seed; `BELLWETHER_TEST_DAMAGE=2000` tries as many as it says.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::chance::Chance;
use crate::company::{Answered, Company, map, numbers};

const USUAL: usize = 24;
const FILES: [&str; 3] = ["first.csv", "second.csv", "third.csv"];
const MARTS: [&str; 2] = ["sql", "select count(*) as rows, sum(minor) as minor from movements"];

/// A company with every kind of stored file: facts, journals, closed books and marts.
fn company() -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    let head = "no,customer,day,amount\n";
    let row = |number: u32, month: u32, amount: u32| {
        format!("{number},c{},2024-{month:02}-{:02},{amount}.00\n", number % 17, 1 + number % 28)
    };
    let rows = |numbers: std::ops::Range<u32>, month, more| {
        numbers.map(|no| row(no, month, 10 + no + more)).collect::<String>()
    };
    company.write(FILES[0], format!("{head}{}{}", rows(0..60, 1, 0), rows(200..201, 2, 0)));
    company.write(FILES[1], format!("{head}{}{}bad,c1,never,1.00\n", rows(0..9, 1, 5), rows(60..90, 2, 0)));
    company.write(FILES[2], format!("{head}{}", rows(90..140, 3, 0)));
    company.import(FILES[0], "map.toml");
    company.answer(&["close", "2024-01", "--yes"]);
    company.import(FILES[1], "map.toml");
    company.answer(&["refresh"]);
    company.import(FILES[2], "map.toml");
    company.answer(&["refresh"]);
    company
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Puts a copy of a folder in the place of another.
pub fn copied(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("removed");
    }
    for file in all_files(from) {
        let copy = to.join(file.strip_prefix(from).expect("below"));
        fs::create_dir_all(copy.parent().expect("a folder")).expect("made");
        fs::copy(&file, copy).expect("copied");
    }
    fs::create_dir_all(to.join("lake/.staging")).expect("made");
}

/// What the company tells, and what importing a file again does.
struct Expected {
    ledger: String,
    marts: String,
    whole: TempDir,
}

impl Expected {
    fn of(company: &Company) -> Self {
        let whole = TempDir::new().expect("a folder");
        copied(&company.data(), whole.path());
        Self { ledger: company.ledger(), marts: company.answer(&MARTS), whole }
    }

    /// Asks the company after something happened to one of its files.
    fn ask(&self, company: &Company, what: &str) {
        let is_same = |answered: Answered, expected: &str, of: &str| match answered.code {
            Some(0) => assert_eq!(answered.answer, expected, "{what}: other {of} without a word"),
            _ => is_told(&answered, what),
        };
        is_same(company.ask(&["ledger", "--format", "json"]), &self.ledger, "figures");
        is_same(company.ask(&MARTS), &self.marts, "marts");
        let again = company.ask(&["import", FILES[2], "--as", "purchases", "--map", "map.toml"]);
        if again.code == Some(0) {
            let numbers = numbers(&again.answer);
            assert_eq!(
                (numbers["added"], numbers["replaced"], numbers["unchanged"]),
                (0, 0, 50),
                "{what}: imported again"
            );
            is_same(company.ask(&["ledger", "--format", "json"]), &self.ledger, "figures after an import");
        } else {
            is_told(&again, what);
        }
    }
}

fn is_told(answered: &Answered, what: &str) {
    let told = &answered.told;
    assert!(!told.contains("panicked"), "{what}: {told}");
    assert!(
        told.contains("lake") || told.contains("table '") || told.contains("records"),
        "{what} names no file: {told}"
    );
    assert!(told.contains("backup") || told.contains("refresh --full"), "{what} names no remedy: {told}");
}

#[expect(clippy::disallowed_methods, reason = "how much a test tries is no part of the program's config")]
fn tries() -> usize {
    std::env::var("BELLWETHER_TEST_DAMAGE").ok().and_then(|tries| tries.parse().ok()).unwrap_or(USUAL)
}

/// By kind, so that each is tried as often as the others, however many files there are of it.
fn by_kind(data: &Path) -> Vec<Vec<PathBuf>> {
    let lake = all_files(&data.join("lake"));
    let kinds: [&dyn Fn(&str) -> bool; 8] = [
        &|path| path.contains("facts/purchases/part"),
        &|path| path.contains("facts/purchases/_delta_log/"),
        &|path| path.contains("facts/") && !path.contains("purchases") && path.ends_with(".parquet"),
        &|path| path.contains("facts/") && !path.contains("purchases") && path.contains("_delta_log/"),
        &|path| path.contains("booked_movements/"),
        &|path| path.contains("marts/") && path.contains("/part"),
        &|path| path.contains("marts/") && path.contains("_delta_log/"),
        &|path| path.contains("heads/"),
    ];
    let of_kind = |is: &&dyn Fn(&str) -> bool| {
        lake.iter().filter(|path| is(&path.to_string_lossy())).cloned().collect::<Vec<_>>()
    };
    let kinds: Vec<Vec<PathBuf>> = kinds.iter().map(of_kind).collect();
    assert!(kinds.iter().all(|files| !files.is_empty()), "each kind is there");
    kinds
}

#[test]
fn no_flipped_bit_gives_other_figures_or_imports_a_row_twice() {
    let company = company();
    let expected = Expected::of(&company);
    let mut chance = Chance(20_261_130);
    for turn in 0..tries() {
        copied(expected.whole.path(), &company.data());
        let kinds = by_kind(&company.data());
        let files = &kinds[turn % kinds.len()];
        let path = &files[chance.below(files.len())];
        let mut bytes = fs::read(path).expect("read");
        if bytes.is_empty() {
            continue;
        }
        let bit = chance.below(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(path, bytes).expect("written");
        expected.ask(&company, &format!("bit {bit} of {}", path.display()));
    }
}

#[test]
fn a_lost_emptied_cut_off_or_older_file_is_told_or_changes_nothing() {
    let company = company();
    let before = TempDir::new().expect("a folder");
    copied(&company.data(), before.path());
    company.write("late.csv", "no,customer,day,amount\n900,c900,2024-03-05,10.00\n");
    company.import("late.csv", "map.toml");
    company.answer(&["refresh"]);
    let expected = Expected::of(&company);
    let mut chance = Chance(7);
    for turn in 0..tries() {
        copied(expected.whole.path(), &company.data());
        let kinds = by_kind(&company.data());
        let files = &kinds[turn % kinds.len()];
        let path = &files[chance.below(files.len())];
        let bytes = fs::read(path).expect("read");
        let older = before.path().join(path.strip_prefix(company.data()).expect("below"));
        let what = match chance.below(4) {
            0 => fs::remove_file(path).map(|()| "lost"),
            1 => fs::write(path, "").map(|()| "emptied"),
            2 => fs::write(path, &bytes[..bytes.len() / 2]).map(|()| "cut off"),
            _ if older.exists() => fs::copy(older, path).map(|_| "older"),
            _ => fs::remove_file(path).map(|()| "lost"),
        };
        expected.ask(&company, &format!("{} {}", path.display(), what.expect("done")));
    }
}

#[test]
fn the_last_commit_of_an_import_does_not_go_in_silence() {
    let company = company();
    let expected = Expected::of(&company);
    for table in ["purchases", "imports"] {
        let log = company.data().join("lake/facts").join(table).join("_delta_log");
        let last = all_files(&log).into_iter().max();
        for emptied in [false, true] {
            copied(expected.whole.path(), &company.data());
            let last = last.as_ref().expect("a commit");
            if emptied {
                fs::write(last, "").expect("emptied");
            } else {
                fs::remove_file(last).expect("removed");
            }
            let told = company.refused(1, &["ledger"]);
            assert!(told.contains(table) && told.contains("backup"), "{told}");
            let told = company.refused(1, &["import", FILES[2], "--as", "purchases", "--map", "map.toml"]);
            assert!(told.contains(table) && told.contains("backup"), "{told}");
            // Nor where what is noted of last commits is lost with it: then the journal, the marts and the books are asked.
            fs::remove_dir_all(company.data().join("lake/heads")).expect("removed");
            if table == "purchases" && !emptied {
                let told = company.refused(1, &["ledger"]);
                assert!(told.contains(table) && told.contains("backup"), "{told}");
            }
        }
    }
}

#[test]
fn records_or_facts_that_are_gone_beside_the_other_half_are_missed() {
    let company = company();
    let expected = Expected::of(&company);
    let records = company.data().join("records.db");
    for emptied in [false, true] {
        copied(expected.whole.path(), &company.data());
        for file in all_files(&company.data()).into_iter().filter(|path| path.to_string_lossy().contains("records.db"))
        {
            fs::remove_file(file).expect("removed");
        }
        if emptied {
            fs::write(&records, "").expect("emptied");
        }
        for command in [&["ledger"][..], &["init"], &["import", FILES[0], "--as", "purchases", "--map", "map.toml"]] {
            let told = company.refused(1, command);
            assert!(told.contains("records.db") && told.contains("backup") && !told.contains("init'"), "{told}");
        }
        assert!(emptied || !records.exists(), "no new ones are made in their place");
    }
    copied(expected.whole.path(), &company.data());
    fs::remove_dir_all(company.data().join("lake")).expect("removed");
    for command in [&["ledger"][..], &["init"], &["import", FILES[0], "--as", "purchases", "--map", "map.toml"]] {
        let told = company.refused(1, command);
        assert!(told.contains("lake") && told.contains("backup") && !told.contains("init'"), "{told}");
    }
}

#[test]
fn a_deep_look_reads_everything_and_names_what_is_wrong() {
    let company = company();
    // A row was refused, which is told, too.
    let sound = company.ask(&["doctor", "--deep", "--format", "csv"]).answer;
    assert!(sound.contains("read to their ends") && !sound.contains("stored file,"), "{sound}");
    let files = by_kind(&company.data());
    let path = files[0].first().expect("a data file");
    let mut bytes = fs::read(path).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("written");
    let stranger = company.data().join("lake/facts/purchases/part-stranger.parquet");
    fs::write(&stranger, "?").expect("written");
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().append(true).open(&stranger).expect("open").set_modified(long_ago).expect("set");
    let Answered { code, answer, .. } = company.ask(&["doctor", "--deep", "--format", "csv"]);
    assert_eq!(code, Some(3));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    assert!(answer.contains(&name(path)) && answer.contains(&name(&stranger)), "{answer}");
}
