//! A mistaken import is taken back, and the ledger is what it was: with open and with closed books, and after a kill in the middle.

use std::time::{Duration, Instant};

use crate::company::{Company, map, number};
use crate::crash::{files, orders};

const GOOD: &str = "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,20.00\n3,ann,2024-03-05,5.00\n";
/// Amounts from the wrong column, and customers that nobody knows.
const MISTAKEN: &str =
    "no,customer,day,amount\n1,ann,2024-01-05,110.00\n3,ann,2024-03-05,5.00\n4,eve,2024-02-07,300.00\n";

fn company() -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("good.csv", GOOD);
    company.import("good.csv", "map.toml");
    company
}

fn make_a_mistake(company: &Company) {
    company.write("mistaken.csv", MISTAKEN);
    let counts = company.import("mistaken.csv", "map.toml");
    assert_eq!((counts["added"], counts["replaced"], counts["unchanged"]), (1, 1, 1));
}

#[test]
fn an_import_is_undone_once_somebody_has_agreed_to_what_that_does() {
    let company = company();
    let before = company.ledger();
    make_a_mistake(&company);
    let mistaken = company.ledger();
    company.answer(&["reason", "set", "eve", "--kind", "new", "--reason", "recommended", "--how", "told"]);

    let told = company.refused(2, &["import", "undo", "2"]);
    assert!(told.contains("Purchases from shop (mistaken.csv)"), "{told}");
    assert!(told.contains("EUR 410.00 leaves, 10.00 comes"), "{told}");
    assert!(
        told.contains("one reason was given since") && told.contains("eve, 2024-02-07, new: recommended"),
        "{told}"
    );
    assert!(told.contains("2 was not undone") && told.contains("say --yes"), "{told}");
    assert!(company.answer(&["import", "undo", "2", "--dry-run"]).contains("Dry run, nothing was changed"));
    assert_eq!(company.ledger(), mistaken, "nobody has agreed");

    let done = company.answer(&["import", "undo", "2", "--yes"]);
    assert!(done.contains("Undo 3, done"), "{done}");
    assert_eq!(company.ledger(), before);
    let again = company.refused(6, &["import", "undo", "2", "--yes"]);
    assert!(again.contains("was undone already, by 3; undo 3 to bring it back"), "{again}");
    assert!(company.refused(4, &["import", "undo", "9"]).contains("there is no import 9; the last one is 3"));

    company.answer(&["import", "undo", "3", "--yes"]);
    assert_eq!(company.ledger(), mistaken, "an undo is undone");
    let listed: Vec<_> = company
        .rows(&["import", "list"])
        .iter()
        .map(|row| ["import", "undoes", "undone_by"].map(|column| row[column].clone()).join(" "))
        .collect();
    assert_eq!(listed, ["4 3 ", "3 2 4", "2  ", "1  "]);
    // A file may be called so.
    company.write("undo", GOOD);
    assert_eq!(company.import("./undo", "map.toml")["replaced"], 1);
}

#[test]
fn the_mapping_of_an_undone_import_is_not_reused() {
    let company = company();
    let other = map("currency = \"USD\"", "");
    company.write("other.toml", &other);
    company.write("mistaken.csv", MISTAKEN);
    company.answer(&["import", "mistaken.csv", "--as", "purchases", "--map", "other.toml"]);
    let reused = |company: &Company| {
        let asked =
            company.ask(&["import", "mistaken.csv", "--as", "purchases", "--source", "shop", "--yes", "--dry-run"]);
        assert!(asked.told.contains("agreed on before"), "{}", asked.told);
        asked.answer
    };
    let as_dollars = reused(&company);
    company.answer(&["import", "undo", "2", "--yes"]);
    let as_euros = reused(&company);
    assert_ne!(as_dollars, as_euros, "the mapping before it is reused: {as_euros}");
    // Where all are undone, the columns are guessed again.
    company.answer(&["import", "undo", "1", "--yes"]);
    let asked = company.ask(&["import", "mistaken.csv", "--as", "purchases", "--source", "shop", "--yes", "--dry-run"]);
    assert!(!asked.told.contains("agreed on before"), "{}", asked.told);
}

#[test]
fn closed_lines_stay_whatever_is_undone() {
    let january = |company: &Company| {
        company.answer(&["ledger", "--from", "2024-01", "--through", "2024-01", "--format", "json"])
    };
    // Closed before the mistake: all is as before.
    let company_before = company();
    company_before.answer(&["close", "2024-01", "--yes", "--who", "Ann"]);
    let before = company_before.ledger();
    make_a_mistake(&company_before);
    assert_ne!(company_before.ledger(), before);
    company_before.answer(&["import", "undo", "2", "--yes"]);
    assert_eq!(company_before.ledger(), before);

    // Closed with the mistake in it: January keeps it, and February says what was wrong.
    let company = company();
    let known = company.ledger();
    make_a_mistake(&company);
    company.answer(&["close", "2024-01", "--yes", "--who", "Ann"]);
    let frozen = january(&company);
    let told = company.answer(&["import", "undo", "2", "--dry-run"]);
    assert!(told.contains("2024-01 was closed since"), "{told}");
    let done = company.ask(&["import", "undo", "2", "--yes"]);
    assert!(done.code == Some(0) && done.told.contains("2024-01 was closed since"), "{}", done.told);
    assert_eq!(january(&company), frozen);
    let ledger = company.rows(&["ledger"]);
    assert_eq!(number(&ledger[1], "restated_minor"), -10_000);
    assert_ne!(company.ledger(), known);
    let closing = |company: &Company| number(company.rows(&["ledger"]).last().expect("a month"), "closing_minor");
    let never = self::company();
    assert_eq!(closing(&company), closing(&never), "in the end the same is known");
    assert!(company.answer(&["close", "verify"]).contains("none"));
}

#[test]
fn killed_at_any_moment_an_undo_took_place_wholly_or_not_at_all_and_can_be_repeated() {
    let orders = orders(20_000);
    let prepared = || {
        let company = company();
        company.write("orders.csv", &orders);
        company.import("orders.csv", "map.toml");
        company
    };
    let whole = prepared();
    let after = company().ledger();
    let before = whole.ledger();
    let started = Instant::now();
    whole.answer(&["import", "undo", "2", "--yes"]);
    let undisturbed = started.elapsed();
    assert_eq!(whole.ledger(), after);
    let mut killed = 0;
    for part in [0.2, 0.4, 0.6, 0.8, 0.95, f64::INFINITY] {
        let company = prepared();
        let commits = files(&company, "facts/purchases/_delta_log", "json");
        let mut child = company.command(&["import", "undo", "2", "--yes"]);
        let mut child = child.stdout(std::process::Stdio::null()).spawn().expect("started");
        let started = Instant::now();
        // Without a part of the time it is killed as soon as the facts are committed.
        while child.try_wait().expect("a child").is_none() {
            let is_now = if part.is_finite() {
                started.elapsed() >= undisturbed.mul_f64(part)
            } else {
                files(&company, "facts/purchases/_delta_log", "json") > commits
            };
            if is_now {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        killed += usize::from(child.try_wait().expect("a child").is_none());
        child.kill().expect("killed");
        child.wait().expect("ended");
        let found = company.ledger();
        assert!(found == before || found == after, "killed after {part}, the ledger is of a part of the undo");
        let again = company.ask(&["import", "undo", "2", "--yes"]);
        let expected = if found == after { Some(6) } else { Some(0) };
        assert_eq!(again.code, expected, "killed after {part}: {}", again.told);
        assert_eq!(company.ledger(), after, "killed after {part}, the same undo afterwards");
        assert!(company.leftovers().is_empty(), "killed after {part}: {:?}", company.leftovers());
    }
    assert!(killed > 1, "some undos were interrupted");
}
