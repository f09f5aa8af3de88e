//! Files of each kind that once gave a wrong figure without a word, made by the hundred and read independently: the figure is right, or the
//! row in the way is rejected by its number, or a question is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::super::testdata::Feed;
use super::super::{Guess, Topic, guess};
use super::*;
use crate::lake::Fact;
use crate::sources::RawBatch;

/// A file as columns of cells.
#[derive(Clone, Default)]
pub(super) struct File {
    columns: Vec<(String, Vec<String>)>,
}

impl File {
    pub(super) fn with(mut self, name: &str, cells: impl IntoIterator<Item = String>) -> Self {
        self.columns.push((name.to_owned(), cells.into_iter().collect()));
        self
    }

    pub(super) fn shuffled(mut self, dice: &mut Dice) -> Self {
        for at in (1..self.columns.len()).rev() {
            let with = dice.below(at + 1);
            self.columns.swap(at, with);
        }
        self
    }

    pub(super) fn feed(&self) -> Feed {
        let header: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let rows = self.columns[0].1.len();
        let row = |row: usize| self.columns.iter().map(|(_, cells)| cells[row].clone()).collect();
        Feed::of_rows("export.csv", &header, &(0..rows).map(row).collect::<Vec<_>>(), 1000)
    }

    pub(super) fn shown(&self) -> String {
        self.columns.iter().map(|(name, cells)| format!("{name}: {}", cells.join(" | "))).collect::<Vec<_>>().join("\n")
    }
}

/// What became of a file without anybody answering.
pub(super) struct Reading {
    pub(super) guess: Guess,
    /// What is asked, but for the currency.
    pub(super) asked: BTreeSet<&'static str>,
    /// Minor units by customer.
    pub(super) minor: BTreeMap<String, i64>,
    pub(super) rejected: BTreeSet<u64>,
    pub(super) rows: RecordBatch,
}

impl Reading {
    pub(super) fn of(fact: Fact, file: &File) -> Self {
        Self::answered(fact, file, &[])
    }

    /// The same with some answers, by topic.
    pub(super) fn answered(fact: Fact, file: &File, answers: &[(Topic, &str)]) -> Self {
        let feed = file.feed();
        let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
        let guess = guess(Some(fact), &feed.file(), &sample, &usual());
        let asked = guess.questions.iter().filter(|question| question.topic != Topic::Currency);
        let asked = asked.map(|question| question.topic.name()).collect();
        let mut mapping = guess.mapping.clone();
        mapping.currency = mapping.currency.or(Some(bellwether_model::Currency::EUR));
        for question in &guess.questions {
            let named = answers.iter().find(|(topic, _)| *topic == question.topic);
            let chosen = named.and_then(|(_, name)| question.answers.iter().find(|answer| answer.name == *name));
            chosen.iter().flat_map(|answer| &answer.edits).for_each(|edit| edit.apply(&mut mapping));
        }
        let open = || RecordBatch::new_empty(Arc::new(arrow::datatypes::Schema::new(fact.columns())));
        let mapped = map_with(&mapping.to_toml().expect("toml"), Box::new(feed), None).ok();
        let rejects = mapped.as_ref().map(|mapped| mapped.rejects.iter().map(|reject| reject.place.row).collect());
        let rows = mapped.map_or_else(open, |mapped| mapped.rows);
        let money = rows.column_by_name("amount_minor").or_else(|| rows.column_by_name("monthly_minor"));
        let mut by_customer: BTreeMap<String, i64> = BTreeMap::new();
        let amounts = money.map(|money| money.as_primitive::<Int64Type>().values().to_vec()).unwrap_or_default();
        for (customer, amount) in texts(&rows, "customer_id").into_iter().zip(amounts) {
            *by_customer.entry(customer.unwrap_or_default()).or_default() += amount;
        }
        Self { guess, asked, minor: by_customer, rejected: rejects.unwrap_or_default(), rows }
    }

    pub(super) fn total(&self) -> i64 {
        self.minor.values().sum()
    }
}

pub(super) fn customers(rows: usize) -> Vec<String> {
    (0..rows).map(|row| format!("C-{}", row % 5)).collect()
}

pub(super) fn days(rows: usize) -> Vec<String> {
    (0..rows).map(|row| format!("2024-01-{:02}", 1 + row % 28)).collect()
}

/// Amounts with cents, as text and in minor units.
pub(super) fn amounts(rows: usize, dice: &mut Dice) -> (Vec<String>, Vec<i64>) {
    let minor: Vec<i64> = (0..rows).map(|_| 100 + dice.below(90_000) as i64 * 10 + 5).collect();
    (minor.iter().map(|minor| format!("{}.{:02}", minor / 100, minor % 100)).collect(), minor)
}

#[test]
fn a_cell_that_does_not_fit_costs_its_row_and_makes_no_other_column_be_taken() {
    const ODD: [&str; 9] = ["", "tbd", "n/a", "Euro", "??", "0000-00-00", "see note", "#REF!", "12..5"];
    let mut dice = Dice(1);
    for _ in 0..400 {
        let rows = 3 + dice.below(30);
        let odd = dice.below(rows);
        let (mut shown, minor) = amounts(rows, &mut dice);
        let (mut dates, ids) = (days(rows), customers(rows));
        let mut currencies = vec!["USD".to_owned(); rows];
        let cell = dice.of(&ODD).to_owned();
        match dice.below(3) {
            0 => shown[odd].clone_from(&cell),
            1 => dates[odd].clone_from(&cell),
            _ => currencies[odd].clone_from(&cell),
        }
        let decoy = dice.of(&["discount_amount", "tax_amount", "shipping_amount", "unit_tax"]);
        let amount = dice.of(&["amount", "Amount", "Betrag", "total", "order_total"]);
        let day = dice.of(&["date", "order_date", "Datum", "created_at"]);
        let file = File::default()
            .with("order_id", (0..rows).map(|row| format!("O{row}")))
            .with(dice.of(&["customer_id", "Customer", "Kunde"]), ids)
            .with(day, dates)
            .with(amount, shown)
            .with("currency", currencies)
            .with(decoy, (0..rows).map(|_| "5.25".to_owned()))
            .with("ship_date", (0..rows).map(|_| "2024-03-03".to_owned()))
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let without: i64 = minor.iter().enumerate().filter(|(row, _)| *row != odd).map(|(_, minor)| minor).sum();
        let all: i64 = minor.iter().sum();
        let is_named = reading.rejected.contains(&(odd as u64 + 2)) && reading.total() == without;
        // A currency that is not written is that of the map, and one row fewer is never silent.
        assert!(is_named || reading.total() == all || !reading.asked.is_empty(), "{}", file.shown());
        assert!(reading.rejected.len() <= 1, "{}", file.shown());
        let dollars = texts(&reading.rows, "currency").iter().filter(|code| code.as_deref() == Some("USD")).count();
        assert!(dollars + 1 >= rows || !reading.asked.is_empty(), "{}", file.shown());
    }
}

#[test]
fn rows_count_by_their_words_or_are_asked_about() {
    const SALES: [&str; 8] = ["completed", "Paid", "succeeded", "SHIPPED", "closed won", "bezahlt", "Sale", "captured"];
    const NONE: [&str; 9] =
        ["cancelled", "failed", "pending", "void", "uncollectible", "Closed Lost", "storniert", "draft", "declined"];
    const REFUNDS: [&str; 4] = ["refund", "chargeback", "Gutschrift", "credit note"];
    const UNKNOWN: [&str; 4] = ["blue", "level 3", "bearbeitet durch HQ", "X9"];
    let mut dice = Dice(2);
    for _ in 0..400 {
        let rows = 2 + dice.below(30);
        let (shown, minor) = amounts(rows, &mut dice);
        let is_kind = dice.below(2) == 0;
        let column = if is_kind {
            dice.of(&["Type", "transaction_type", "Belegart", "kind"])
        } else {
            dice.of(&["Status", "payment_status", "Financial Status", "Stage", "Rechnungsstatus"])
        };
        let with_unknown = dice.below(4) == 0;
        let (mut words, mut expected, mut unknown) = (Vec::new(), 0, false);
        for amount in &minor {
            match dice.below(if is_kind { 6 } else { 5 }) {
                0 if with_unknown => {
                    words.push(dice.of(&UNKNOWN).to_owned());
                    unknown = true;
                }
                0..3 => {
                    words.push(dice.of(&SALES).to_owned());
                    expected += amount;
                }
                5 => {
                    words.push(dice.of(&REFUNDS).to_owned());
                    expected -= amount;
                }
                _ => words.push(dice.of(&NONE).to_owned()),
            }
        }
        let file = File::default()
            .with("id", (0..rows).map(|row| format!("P{row}")))
            .with("customer", customers(rows))
            .with("date", days(rows))
            .with("amount", shown)
            .with(column, words.clone())
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let all_unknown = words.iter().all(|word| UNKNOWN.contains(&word.as_str()));
        if unknown && !(is_kind && all_unknown) {
            assert!(reading.asked.contains("rows"), "{}", file.shown());
            let question = reading.guess.questions.iter().find(|question| question.topic == Topic::Rows);
            let counted: u64 = question.expect("a question").words.iter().map(|count| count.rows).sum();
            assert_eq!(counted, rows as u64, "{}", file.shown());
        } else if !unknown {
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            assert_eq!(reading.total(), expected, "{}", file.shown());
        }
    }
}

#[test]
fn a_word_that_nobody_has_seen_before_rejects_its_row_by_name() {
    let map = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[rows.Status]\ncount = [\"paid\"]\nleave_out = [\"void\", \"\"]\n\
               refund = [\"refund\"]\n[columns]\ncustomer_id = \"c\"\nat = \"d\"\namount = \"a\"\n";
    let lines = "c,d,a,Status\nx,2024-01-01,10,Paid\nx,2024-01-02,20,void\nx,2024-01-03,30,\nx,2024-01-04,40,refund\n\
                 x,2024-01-05,-50,refund\nx,2024-01-06,60,disputed\n";
    let mapped = super::map(map, lines).expect("mapped");
    assert_eq!(minor(&mapped.rows, "amount_minor"), [1000, -4000, -5000]);
    assert_eq!(mapped.source.skipped(), 2);
    let reject = &mapped.rejects[0];
    assert_eq!((reject.place.row, reject.column.as_str(), reject.value.as_str()), (7, "Status", "disputed"));
}

#[test]
fn a_price_is_of_a_month_or_is_brought_to_one_or_is_asked_about() {
    let mut dice = Dice(3);
    for _ in 0..300 {
        let rows = 1 + dice.below(20);
        let minor: Vec<i64> = (0..rows).map(|_| 1200 * (1 + dice.below(500) as i64)).collect();
        let shown = minor.iter().map(|minor| format!("{}.{:02}", minor / 100, minor % 100));
        let whole: i64 = minor.iter().sum();
        let (name, by) = *dice.of(&[
            &("mrr", Some(1)),
            &("monthly_price", Some(1)),
            &("annual_amount", Some(12)),
            &("yearly price", Some(12)),
            &("Jahresbetrag", Some(12)),
            &("amount", None),
            &("price", None),
        ]);
        let mut file = File::default()
            .with("subscription_id", (0..rows).map(|row| format!("S{row}")))
            .with("customer_id", (0..rows).map(|row| format!("C{row}")))
            .with("start_date", days(rows))
            .with(name, shown);
        let mut expected = by.map(|months| whole / months);
        if by.is_none() && dice.below(2) == 0 {
            let words: Vec<(&str, i64)> =
                (0..rows).map(|_| *dice.of(&[&("month", 1), &("Year", 12), &("quarterly", 3)])).collect();
            expected = Some(minor.iter().zip(&words).map(|(minor, (_, months))| minor / months).sum());
            file = file.with(
                dice.of(&["interval", "billing_cycle", "Turnus"]),
                words.iter().map(|(word, _)| (*word).to_owned()),
            );
        }
        let pieces = dice.below(4) == 0 && name != "mrr";
        if pieces {
            file = file.with(dice.of(&["quantity", "Menge"]), (0..rows).map(|row| (2 + row % 3).to_string()));
        }
        let reading = Reading::of(Fact::Subscriptions, &file.clone().shuffled(&mut dice));
        match expected {
            _ if pieces => assert!(reading.asked.contains("quantity"), "{:?}\n{}", reading.asked, file.shown()),
            None => assert!(reading.asked.contains("interval"), "{:?}\n{}", reading.asked, file.shown()),
            Some(expected) => {
                assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
                assert_eq!(reading.total(), expected, "{}", file.shown());
            }
        }
    }
}

/// A mapping with an answer to each question but that of the currency, by topic.
fn answered(guess: &Guess, answers: &[(Topic, &str)]) -> Mapping {
    let mut mapping = guess.mapping.clone();
    mapping.currency = mapping.currency.or(Some(bellwether_model::Currency::EUR));
    for question in guess.questions.iter().filter(|question| question.topic != Topic::Currency) {
        let wanted = answers.iter().find(|(topic, _)| *topic == question.topic);
        let (_, name) = wanted.unwrap_or_else(|| panic!("{:?} is asked", question.topic));
        let answer = question.answers.iter().find(|answer| answer.name == *name).expect("an answer of this name");
        answer.edits.iter().for_each(|edit| edit.apply(&mut mapping));
    }
    mapping
}

#[test]
fn answers_to_several_questions_about_one_amount_add_up() {
    let total = |mapping: &Mapping, file: &File| {
        let mapped = map_with(&mapping.to_toml().expect("toml"), Box::new(file.feed()), None).expect("mapped");
        assert_eq!(mapped.rejects, []);
        let money = mapped.rows.column_by_name("amount_minor").or_else(|| mapped.rows.column_by_name("monthly_minor"));
        money.expect("money").as_primitive::<Int64Type>().values().iter().sum::<i64>()
    };
    // Twelve divides every price, so nothing is rounded.
    for name in ["amount", "Price (net)", "price"] {
        let file = File::default()
            .with("id", ["s1", "s2"].map(str::to_owned))
            .with("customer", ["a", "b"].map(str::to_owned))
            .with("start_date", ["1704067200", "1704153600"].map(str::to_owned))
            .with(name, ["240000", "12000"].map(str::to_owned))
            .with("quantity", ["2", "3"].map(str::to_owned));
        let guess = Reading::of(Fact::Subscriptions, &file).guess;
        for (pieces, each) in [("each", [2, 3]), ("all", [1, 1])] {
            for (interval, months) in [("month", 1), ("quarter", 3), ("year", 12)] {
                for (units, minor) in [("hundredths", 1), ("units", 100)] {
                    let answers = [(Topic::Quantity, pieces), (Topic::Interval, interval), (Topic::MinorUnits, units)];
                    let expected = (240_000 * each[0] + 12_000 * each[1]) * minor / months;
                    let mapping = answered(&guess, &answers);
                    assert_eq!(total(&mapping, &file), expected, "{answers:?}\n{}", mapping.to_toml().expect("toml"));
                }
            }
        }
    }
    // Whichever of two sums is the amount, what was given back is taken off it.
    let file = File::default()
        .with("customer", ["a", "b"].map(str::to_owned))
        .with("date", days(2))
        .with("Total", ["11.00", "22.00"].map(str::to_owned))
        .with("Subtotal", ["10.00", "20.00"].map(str::to_owned))
        .with("Refunded Total", ["0", "2.00"].map(str::to_owned));
    let guess = Reading::of(Fact::Purchases, &file).guess;
    for (column, expected) in [("Total", 3100), ("Subtotal", 2800)] {
        let mapping = answered(&guess, &[(Topic::Rivals, column)]);
        assert_eq!(total(&mapping, &file), expected, "{}", mapping.to_toml().expect("toml"));
    }
}

#[test]
fn given_back_rows_whose_sign_is_not_seen_are_asked_about() {
    let file = File::default()
        .with("customer", ["a", "b"].map(str::to_owned))
        .with("date", days(2))
        .with("quantity", ["2", "3"].map(str::to_owned))
        .with("unit_price", ["5.00", "7.00"].map(str::to_owned))
        .with("status", ["paid", "refunded"].map(str::to_owned));
    assert!(Reading::of(Fact::Purchases, &file).asked.contains("rows"));
}

#[test]
fn an_end_is_the_last_day_only_where_the_file_shows_it_and_asked_about_where_it_matters() {
    let mut dice = Dice(4);
    for _ in 0..200 {
        let rows = 2 + dice.below(12);
        let last_day = dice.below(2) == 0;
        // Each customer has two subscriptions, one after the other.
        let ends: Vec<jiff::civil::Date> =
            (0..rows).map(|row| jiff::civil::date(2023, 1 + (row % 12) as i8, 1 + dice.below(28) as i8)).collect();
        let second = |end: &jiff::civil::Date| if last_day { end.tomorrow().expect("a day") } else { *end };
        let file = File::default()
            .with("customer_id", (0..rows).chain(0..rows).map(|row| format!("C{row}")))
            .with(
                "start_date",
                ends.iter().map(|_| "2022-01-01".to_owned()).chain(ends.iter().map(|end| second(end).to_string())),
            )
            .with(
                dice.of(&["end_date", "ended_at", "Vertragsende"]),
                ends.iter().map(ToString::to_string).chain(ends.iter().map(|_| String::new())),
            )
            .with("mrr", (0..2 * rows).map(|_| "10.00".to_owned()));
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
        let days =
            |column: &str| reading.rows.column_by_name(column).expect("a column").as_primitive::<Date32Type>().clone();
        let (from, to) = (days("from"), days("to"));
        for row in 0..rows {
            assert_eq!(to.value(row), from.value(rows + row), "no day without: {}", file.shown());
        }
    }
    let file = File::default()
        .with("customer_id", ["a", "b"].map(str::to_owned))
        .with("start_date", ["2024-01-01", "2024-01-05"].map(str::to_owned))
        .with("end_date", ["2024-01-31", "2024-02-10"].map(str::to_owned))
        .with("mrr", ["10.00", "20.00"].map(str::to_owned));
    assert!(Reading::of(Fact::Subscriptions, &file).asked.contains("ends"));
}

#[test]
fn what_is_paid_up_to_a_day_is_no_end_and_a_table_of_months_no_pile_of_subscriptions() {
    for end in
        ["Current Period End", "current_period_end", "term_end", "renewal_date", "next_billing_date", "expires_at"]
    {
        let file = File::default()
            .with("customer_id", ["a", "b"].map(str::to_owned))
            .with("start_date", ["2024-01-01", "2024-01-05"].map(str::to_owned))
            .with(end, ["2024-03-03", "2024-02-10"].map(str::to_owned))
            .with("mrr", ["10.00", "20.00"].map(str::to_owned));
        let reading = Reading::of(Fact::Subscriptions, &file);
        let is_told = reading.guess.notes.iter().any(|note| note.unused() == Some(end));
        assert!(reading.asked.contains("end") || is_told, "{end}: {:?}", reading.asked);
        assert_eq!(reading.rows.column_by_name("to").expect("to").null_count(), 2, "{end}");
    }
    let months: Vec<(String, String)> =
        (0..12).map(|row| (format!("C{}", row % 3), format!("2024-{:02}", 1 + row / 3))).collect();
    for (name, suffix, id) in
        [("month", "", false), ("month", "-01", true), ("period", "-01", false), ("start_date", "-01", true)]
    {
        let mut file = File::default()
            .with("customer", months.iter().map(|(customer, _)| customer.clone()))
            .with(name, months.iter().map(|(_, month)| format!("{month}{suffix}")))
            .with("MRR", (0..12).map(|_| "10.00".to_owned()));
        if id {
            file = file.with("id", (0..12).map(|row| row.to_string()));
        }
        let reading = Reading::of(Fact::Subscriptions, &file);
        assert!(reading.asked.contains("snapshot"), "{name}{suffix}: {:?}", reading.asked);
        let question =
            reading.guess.questions.iter().find(|question| question.topic == Topic::Snapshot).expect("asked");
        let mut mapping = reading.guess.mapping.clone();
        mapping.currency = Some(bellwether_model::Currency::EUR);
        question.answers[0].edits.iter().for_each(|edit| edit.apply(&mut mapping));
        let mapped = map_with(&mapping.to_toml().expect("toml"), Box::new(file.feed()), None).expect("mapped");
        let days =
            |column: &str| mapped.rows.column_by_name(column).expect("a column").as_primitive::<Date32Type>().clone();
        let (from, to) = (days("from"), days("to"));
        assert!((0..9).all(|row| to.value(row) == from.value(row + 3)), "{name}{suffix}");
    }
}

#[test]
fn nobody_is_no_customer_and_ids_are_whole_or_refused() {
    let mut dice = Dice(5);
    for word in ["NULL", "(blank)", "-", "n/a", "''", "Guest", "guest", "unknown", "Laufkunde", "0"] {
        for column in ["customer_id", "Customer", "Email", "Kundennummer"] {
            let rows = 4 + dice.below(10);
            let (shown, minor) = amounts(rows, &mut dice);
            let mut ids: Vec<String> = (0..rows).map(|row| format!("1{row}@example.com")).collect();
            let nobody = dice.below(rows);
            ids[nobody] = word.to_owned();
            let file = File::default().with(column, ids).with("date", days(rows)).with("amount", shown);
            let reading = Reading::of(Fact::Purchases, &file);
            assert!(reading.asked.is_empty(), "{:?}\n{}", reading.asked, file.shown());
            assert_eq!(reading.minor.get(""), Some(&minor[nobody]), "{}", file.shown());
            assert_eq!(reading.minor.len(), rows, "{}", file.shown());
        }
    }
    let file = |ids: [&str; 3]| {
        File::default()
            .with("customer_id", ids.map(str::to_owned))
            .with("date", days(3))
            .with("amount", ["1.00", "2.00", "4.00"].map(str::to_owned))
    };
    let shortened = Reading::of(Fact::Purchases, &file(["17", "1.23457E+12", "18"]));
    assert!(shortened.rejected.contains(&3) && shortened.total() == 500, "{:?}", shortened.minor);
    assert!(Reading::of(Fact::Purchases, &file(["ACME-1", "acme-1", "B"])).asked.contains("id_case"));
    assert_eq!(Reading::of(Fact::Purchases, &file(["Alpha Ltd", "Beta GmbH & Co. KG", "Alpha Ltd"])).minor.len(), 2);
}

#[test]
fn days_are_read_however_they_are_counted() {
    for (name, cells, first) in [
        ("created", ["1704067200", "1704153600", "1704240000"], "2024-01-01T00:00:00Z"),
        ("created_at", ["1704067200000", "1704153600000", "1704240000000"], "2024-01-01T00:00:00Z"),
        ("date", ["45292", "45293.5", "45294"], "2024-01-01T00:00:00Z"),
        ("Datum", ["2024-01", "2024-02", "2024-03"], "2024-01-01T00:00:00Z"),
        ("Datum", ["1. Januar 2024", "2. März 2024", "3. Dez 2024"], "2024-01-01T00:00:00Z"),
        ("date", ["2023-12-31 24:00:00", "2024-01-02 10:00:00", "2024-01-03 10:00:00"], "2024-01-01T00:00:00Z"),
        ("Created date (UTC)", ["2024-01-01 00:00", "2024-01-02 10:00", "2024-01-03 10:00"], "2024-01-01T00:00:00Z"),
        ("date", ["13/01/24", "02/02/24", "03/03/24"], "2024-01-13T00:00:00Z"),
    ] {
        let file = File::default()
            .with("customer", ["a", "b", "c"].map(str::to_owned))
            .with(name, cells.map(str::to_owned))
            .with("amount", ["$(12.34)", "$2.00", "$3.00"].map(str::to_owned));
        let reading = Reading::of(Fact::Purchases, &file);
        let asked: Vec<_> = reading.asked.iter().collect();
        assert!(asked.is_empty(), "{asked:?}\n{}", file.shown());
        assert_eq!(instants(&reading.rows, "at")[0], first, "{}", file.shown());
        assert_eq!(minor(&reading.rows, "amount_minor"), [-1234, 200, 300], "{}", file.shown());
    }
}
