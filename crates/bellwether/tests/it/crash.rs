//! Killed in the middle of an import, Bellwether has taken all of it or nothing, and the next run goes on as if nothing had been.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::company::{Company, map};

const ROWS: u32 = 25_000;

/// Purchases of a tenth as many customers over nine months; every one has its number.
pub fn orders(rows: u32) -> String {
    let mut orders = String::from("no,customer,day,amount\n");
    for row in 10..10 + rows {
        // Multiplying by a large prime spreads them as if by chance.
        let chance = u64::from(row) * 2_654_435_761 % 4_294_967_291;
        let (customer, month, day) = (chance % u64::from(rows / 10), 1 + chance / 7 % 9, 1 + chance / 63 % 28);
        writeln!(orders, "{row},c{customer},2024-{month:02}-{day:02},{}.{:02}", chance % 97, chance % 89)
            .expect("written");
    }
    orders
}

const IMPORT: [&str; 6] = ["import", "orders.csv", "--as", "purchases", "--map", "map.toml"];

/// A company with a few purchases, about to import many; some of the few come again, changed.
fn company(orders: &str) -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write(
        "good.csv",
        "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,20.00\n10,c1,2024-01-06,1.00\n",
    );
    company.import("good.csv", "map.toml");
    company.write("orders.csv", orders);
    company
}

pub fn files(company: &Company, folder: &str, ending: &str) -> usize {
    let folder = company.data().join("lake").join(folder);
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| Path::new(&entry.file_name()).extension().is_some_and(|found| found == ending)).count()
}

fn is_staging(company: &Company) -> bool {
    let folders = std::fs::read_dir(company.data().join("lake/.staging")).into_iter().flatten().flatten();
    folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten()).next().is_some()
}

/// When to kill: after a part of the time that an undisturbed import takes, or once something is seen on disk.
#[derive(Debug)]
enum Moment {
    Part(f64),
    RowsSetAside,
    DataFileBegun,
    FactsCommitted,
}

/// Starts the import, kills it at the moment and says whether it was still running.
fn is_killed(company: &Company, moment: &Moment, undisturbed: Duration) -> bool {
    let facts = |ending| files(company, "facts/purchases", ending);
    let (data_files, commits) = (facts("parquet"), files(company, "facts/purchases/_delta_log", "json"));
    let mut child = company.command(&IMPORT).stdout(std::process::Stdio::null()).spawn().expect("started");
    let started = Instant::now();
    loop {
        let is_now = match moment {
            Moment::Part(part) => started.elapsed() >= undisturbed.mul_f64(*part),
            Moment::RowsSetAside => is_staging(company),
            Moment::DataFileBegun => facts("parquet") > data_files,
            Moment::FactsCommitted => files(company, "facts/purchases/_delta_log", "json") > commits,
        };
        if is_now || child.try_wait().expect("a child").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let has_ended = child.try_wait().expect("a child").is_some();
    child.kill().expect("killed");
    !child.wait().expect("ended").success() && !has_ended
}

#[test]
fn killed_at_any_moment_an_import_took_place_wholly_or_not_at_all_and_can_be_repeated() {
    let orders = orders(ROWS);
    let whole = company(&orders);
    let before = whole.ledger();
    let started = Instant::now();
    whole.answer(&IMPORT);
    let undisturbed = started.elapsed();
    let after = whole.ledger();
    assert_ne!(before, after);
    let moments =
        [Moment::Part(0.2), Moment::RowsSetAside, Moment::DataFileBegun, Moment::Part(0.8), Moment::FactsCommitted];
    let mut nothing = 0;
    for moment in moments {
        let company = company(&orders);
        if !is_killed(&company, &moment, undisturbed) {
            println!("the import was faster than {moment:?}");
        }
        let found = company.ledger();
        assert!(found == before || found == after, "killed at {moment:?}, the ledger is of a part of the import");
        nothing += usize::from(found == before);
        let listed = company.rows(&["import", "list"]).len();
        assert_eq!(
            listed,
            1 + usize::from(found == after),
            "killed at {moment:?}, what counts is listed, and nothing else"
        );
        company.answer(&IMPORT);
        assert_eq!(company.ledger(), after, "killed at {moment:?}, the same import afterwards");
        assert!(company.leftovers().is_empty(), "killed at {moment:?}: {:?}", company.leftovers());
        assert_eq!(files(&company, "facts/purchases", "parquet"), files_named_in_the_log(&company), "{moment:?}");
    }
    assert!(nothing > 1, "some imports were interrupted before their commit");
}

/// How many of the data files of purchases are named in its log; one that is in none belongs to nobody.
fn files_named_in_the_log(company: &Company) -> usize {
    let folder = company.data().join("lake/facts/purchases");
    let read = |entry: std::fs::DirEntry| std::fs::read_to_string(entry.path()).ok();
    let log: String = std::fs::read_dir(folder.join("_delta_log")).expect("a log").flatten().filter_map(read).collect();
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.ends_with(".parquet") && log.contains(name)))
        .count()
}
