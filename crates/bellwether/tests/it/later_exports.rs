//! Exports of a system as they follow one another: whatever became of an order meanwhile, the ledger is that of its latest state.

use std::collections::BTreeMap;

use crate::company::{Company, number};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }
}

/// An order as an export tells it.
#[derive(Clone, Debug, PartialEq)]
struct Order {
    number: usize,
    customer: String,
    day: String,
    minor: i64,
    status: &'static str,
}

/// Words for what counts and for what does not, which a first file tells apart by themselves.
const WORDS: [([&str; 2], [&str; 3]); 3] = [
    (["paid", "completed"], ["cancelled", "pending", "failed"]),
    (["bezahlt", "abgeschlossen"], ["storniert", "offen", "fehlgeschlagen"]),
    (["payée", "payé"], ["annulée", "refusée", "échoué"]),
];

/// Exports, each of all orders so far or only of those that are new or changed; the last state of all of them.
fn exports(dice: &mut Dice, (good, bad): ([&'static str; 2], [&'static str; 3])) -> (Vec<Vec<Order>>, Vec<Order>) {
    let is_whole = dice.below(2) == 0;
    let mut orders: Vec<Order> = Vec::new();
    let mut exports = Vec::new();
    for month in 1..=3 {
        let mut changed = Vec::new();
        for order in &mut orders {
            if dice.below(3) == 0 {
                order.status = if dice.below(2) == 0 { good[dice.below(2)] } else { bad[dice.below(3)] };
                changed.push(order.clone());
            }
        }
        // The first export holds every word, so that none of them is new later.
        let first = orders.len();
        for at in 0..8 {
            let status = match (month, at) {
                (1, 0..2) => good[at],
                (1, 2..5) => bad[at - 2],
                _ => good[dice.below(2)],
            };
            orders.push(Order {
                number: 1001 + first + at,
                customer: format!("C{}", dice.below(5)),
                day: format!("2024-{month:02}-{:02}", 1 + at * 3),
                minor: 1_000 + dice.below(90_000) as i64,
                status,
            });
        }
        exports.push(if is_whole {
            orders.clone()
        } else {
            changed.into_iter().chain(orders[first..].to_vec()).collect()
        });
    }
    (exports, orders)
}

fn written(orders: &[Order], dice: &mut Dice) -> String {
    let is_numbered_last = dice.below(2) == 0;
    let line = |cells: [&str; 5]| {
        let [number, customer, day, amount, status] = cells;
        if is_numbered_last {
            format!("{status},{day},{customer},{amount},{number}\n")
        } else {
            format!("{number},{customer},{day},{amount},{status}\n")
        }
    };
    let mut text = line(["order_id", "customer_id", "date", "amount", "status"]);
    for order in orders {
        let amount = format!("{}.{:02}", order.minor / 100, order.minor % 100);
        text += &line([&order.number.to_string(), &order.customer, &order.day, &amount, order.status]);
    }
    text
}

/// Brings a file in; of words that a first file leaves open only the known ones count.
fn import(company: &Company, name: &str, may_ask: bool) {
    let command = ["import", name, "--as", "purchases", "--source", "shop", "--yes"];
    let told = company.ask(&command);
    if may_ask && told.code == Some(3) {
        company.answer(&[&command[..], &["--answer", "rows.status=only_known"]].concat());
    } else {
        assert_eq!(told.code, Some(0), "{}", told.told);
    }
}

fn spent(company: &Company) -> BTreeMap<String, i64> {
    let rows =
        company.rows(&["sql", "SELECT customer_id, sum(amount_minor) AS minor FROM purchases GROUP BY customer_id"]);
    rows.iter().map(|row| (row["customer_id"].clone(), number(row, "minor"))).collect()
}

#[test]
fn an_order_counts_as_the_latest_export_tells_it_and_an_undo_goes_back_to_the_one_before() {
    let mut dice = Dice(2);
    for round in 0..6 {
        let words = WORDS[round % WORDS.len()];
        let (exports, last) = exports(&mut dice, words);
        let expected = |orders: &[Order]| {
            let mut spent: BTreeMap<String, i64> = BTreeMap::new();
            for order in orders.iter().filter(|order| words.0.contains(&order.status)) {
                *spent.entry(order.customer.clone()).or_default() += order.minor;
            }
            spent
        };
        let company = Company::of_purchases();
        let mut before = BTreeMap::new();
        for (at, orders) in exports.iter().enumerate() {
            before = if at == 0 { before } else { spent(&company) };
            let name = format!("export-{at}.csv");
            company.write(&name, written(orders, &mut dice));
            import(&company, &name, at == 0);
        }
        assert_eq!(spent(&company), expected(&last), "{exports:?}");
        // The final state alone tells the same ledger.
        let once = Company::of_purchases();
        once.write("all.csv", written(&last, &mut dice));
        import(&once, "all.csv", true);
        assert_eq!(company.ledger(), once.ledger());
        company.answer(&["import", "undo", "3", "--yes"]);
        assert_eq!(spent(&company), before);
    }
}

#[test]
fn what_leaves_is_told_with_its_money_and_what_a_file_of_the_same_time_lacks_is_said() {
    let company = Company::of_purchases();
    let header = "order_id,customer_id,date,amount,status\n";
    let first = "1,ann,2024-01-05,100.00,paid\n2,bob,2024-01-06,20.00,paid\n3,cid,2024-01-07,7.00,paid\n4,dan,2024-01-08,3.00,cancelled\n";
    company.write("one.csv", format!("{header}{first}"));
    company.answer(&["import", "one.csv", "--as", "purchases", "--source", "shop", "--yes"]);
    let second = "1,ann,2024-01-05,100.00,paid\n2,bob,2024-01-06,20.00,cancelled\n5,eve,2024-02-08,4.00,paid\n";
    company.write("two.csv", format!("{header}{second}"));
    let told = company.ask(&["import", "two.csv", "--as", "purchases", "--source", "shop", "--yes"]);
    let all = format!("{}{}", told.answer, told.told).replace('\u{a0}', " ");
    assert!(all.contains("no longer does by this import was worth EUR 20.00"), "{all}");
    assert!(all.contains("1 row from") && all.contains("is not in this file, and still counts: EUR 7.00"), "{all}");
    let report = company.answer(&["import", "two.csv", "--as", "purchases", "--source", "shop", "--yes", "--dry-run"]);
    assert!(report.contains("withdrawn"), "{report}");
}

#[test]
fn a_column_that_is_filled_for_the_first_time_and_a_word_that_is_new_are_asked_about_once() {
    let company = Company::of_purchases();
    let header = "order_id,customer_id,date,amount,status,refunded_amount\n";
    company.write("one.csv", format!("{header}1,ann,2024-01-05,100.00,paid,\n2,bob,2024-01-06,20.00,paid,\n"));
    let import = |name: &str| ["import", name, "--as", "purchases", "--source", "shop", "--yes"].map(str::to_owned);
    let strings = |more: &[String]| -> Vec<String> { more.to_vec() };
    let asked = |name: &str, answers: &[&str]| {
        let mut command = strings(&import(name));
        for answer in answers {
            command.extend(["--answer".to_owned(), (*answer).to_owned()]);
        }
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        company.ask(&command)
    };
    assert_eq!(asked("one.csv", &[]).code, Some(0));
    let later = "1,ann,2024-01-05,100.00,paid,25.00\n2,bob,2024-01-06,20.00,on hold,\n3,cid,2024-02-06,9.00,paid,\n";
    company.write("two.csv", format!("{header}{later}"));
    let open = asked("two.csv", &[]);
    assert_eq!(open.code, Some(3), "{}", open.told);
    for question in ["rows.status", "less.refunded_amount"] {
        assert!(open.told.contains(question), "{}", open.told);
    }
    let answers = ["rows.status.on hold=leave_out", "less.refunded_amount=taken_off"];
    assert_eq!(asked("two.csv", &answers).code, Some(0));
    let spent_by = spent(&company);
    assert_eq!((spent_by["ann"], spent_by.get("bob"), spent_by["cid"]), (7_500, None, 900));
    // What was answered is remembered.
    company.write("three.csv", format!("{header}{later}4,dan,2024-03-06,50.00,paid,5.00\n"));
    let again = asked("three.csv", &[]);
    assert_eq!(again.code, Some(0), "{}", again.told);
    assert_eq!(spent(&company)["dan"], 4_500);
}
