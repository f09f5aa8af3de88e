//! What comes again counts once: under the same name or another, with a key or without, whole or in parts.

use crate::company::{Company, number};

const SUBSCRIPTIONS: &str = "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n\n[columns]\ncustomer_id = \"customer\"\n\
                             plan = \"plan\"\nmonthly = \"mrr\"\nfrom = \"start\"\nto = \"end\"\n";

fn company_of_subscriptions() -> Company {
    let company = Company::new(&["--currency", "EUR", "--basis", "recurring"]);
    company.write("map.toml", SUBSCRIPTIONS);
    company
}

/// The company's customers and minor units at the end of a month, and how many of them were lost in it.
fn end_of(company: &Company, month: &str) -> (i64, i64, i64) {
    let rows = company.rows(&["ledger"]);
    let row = rows.iter().find(|row| row["period"] == month).expect("a month of the ledger");
    (number(row, "closing_customers"), number(row, "closing_minor"), number(row, "lost_customers"))
}

#[test]
fn a_subscription_without_id_that_came_once_without_and_once_with_its_end_has_ended_whichever_came_first() {
    let open = "customer,plan,start,end,mrr\nann,pro,2024-01-01,,100\nbob,pro,2024-01-05,,50\n";
    let ended = "customer,plan,start,end,mrr\nann,pro,2024-01-01,2024-03-10,100\nbob,pro,2024-01-05,,50\n";
    let import = |company: &Company, file: &str| {
        company.answer(&["import", file, "--as", "subscriptions", "--map", "map.toml"]);
    };
    let mut ledgers = Vec::new();
    for (files, at_once) in [
        (vec![ended], false),
        (vec![open, ended], false),
        (vec![ended, open], false),
        (vec![open, ended, open], false),
        (vec![open, ended], true),
        (vec![ended, open], true),
    ] {
        let company = company_of_subscriptions();
        for (number, content) in files.iter().enumerate() {
            let file = format!("file{number}.csv");
            company.write(&file, content);
            if !at_once {
                import(&company, &file);
            }
        }
        if at_once {
            import(&company, "file*.csv");
        }
        // Somebody starts later, so that March is told of.
        company.write("later.csv", "customer,plan,start,end,mrr\ncy,pro,2024-04-02,,10\n");
        import(&company, "later.csv");
        assert_eq!(end_of(&company, "2024-03"), (1, 5000, 1), "{}", company.answer(&["ledger"]));
        ledgers.push(company.ledger());
    }
    assert!(ledgers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn of_subscriptions_without_id_that_are_alike_as_many_go_on_as_did_not_end() {
    let company = company_of_subscriptions();
    for (file, content) in [
        (
            "one.csv",
            "customer,plan,start,end,mrr\nann,pro,2024-01-01,,100\nann,pro,2024-01-01,,100\nann,pro,2024-01-01,,100\n",
        ),
        (
            "two.csv",
            "customer,plan,start,end,mrr\nann,pro,2024-01-01,,100\nann,pro,2024-01-01,2024-03-10,100\nann,pro,2024-01-01,,100\n",
        ),
        ("later.csv", "customer,plan,start,end,mrr\ncy,pro,2024-04-02,,10\n"),
    ] {
        company.write(file, content);
        company.answer(&["import", file, "--as", "subscriptions", "--map", "map.toml"]);
    }
    assert_eq!(end_of(&company, "2024-02"), (1, 30000, 0));
    assert_eq!(end_of(&company, "2024-03"), (1, 20000, 0));
    // What ended is open again once the import that said so does not count.
    company.answer(&["import", "undo", "2", "--yes"]);
    assert_eq!(end_of(&company, "2024-03"), (1, 30000, 0));
}

#[test]
fn of_two_subscriptions_of_one_file_that_are_alike_but_for_their_ends_both_are_paid_for_and_nobody_is_lost() {
    let company = company_of_subscriptions();
    let both = "customer,plan,start,end,mrr\nann,pro,2024-01-01,2024-03-10,100\nann,pro,2024-01-01,,100\nbob,pro,2024-01-05,,50\n";
    for (file, content) in
        [("both.csv", both), ("again.csv", both), ("later.csv", "customer,plan,start,end,mrr\ncy,pro,2024-04-02,,10\n")]
    {
        company.write(file, content);
        company.answer(&["import", file, "--as", "subscriptions", "--map", "map.toml"]);
    }
    assert_eq!(end_of(&company, "2024-02"), (2, 25000, 0));
    assert_eq!(end_of(&company, "2024-03"), (2, 15000, 0));
}

#[test]
fn a_row_without_id_that_is_left_out_in_a_later_export_counts_no_more() {
    for (fact, header, rest, kept) in [
        ("purchases", "customer,date,amount", "2024-01-05,10.00", "paid"),
        ("subscriptions", "customer,start,mrr", "2024-01-05,10.00", "active"),
    ] {
        let company = Company::new(&["--currency", "EUR", "--basis", "recurring"]);
        let columns = match fact {
            "purchases" => "customer_id = \"customer\"\nat = \"date\"\namount = \"amount\"\n",
            _ => "customer_id = \"customer\"\nfrom = \"start\"\nmonthly = \"mrr\"\nplan = \"'all'\"\n",
        };
        let map = format!(
            "table = \"{fact}\"\nsource = \"o\"\ncurrency = \"EUR\"\nwhere = \"status = '{kept}'\"\n\n[columns]\n{columns}"
        );
        company.write("map.toml", &map);
        for (states, left) in [([kept, kept, kept, "out"], 3), (["out", kept, kept, "out"], 2), ([kept; 4], 4)] {
            let rows = states.iter().zip(["ann", "ann", "bob", "cy"]);
            let rows: Vec<String> = rows.map(|(state, customer)| format!("{customer},{rest},{state}\n")).collect();
            company.write("orders.csv", format!("{header},status\n{}", rows.concat()));
            company.answer(&["import", "orders.csv", "--as", fact, "--map", "map.toml", "--yes"]);
            let rows = company.rows(&["sql", &format!("select count(*) as minor from {fact}")]);
            assert_eq!(number(&rows[0], "minor"), left, "{fact} {states:?}");
        }
    }
}

const ORDERS: &str = "order_no,buyer,bought_on,paid,status\n\
                      1,ann,2024-01-05,10.00,open\n2,bob,2024-01-06,20.50,open\n3,ann,2024-02-05,30.25,open\n";
/// The same later: another state, and one more order.
const ORDERS_LATER: &str = "order_no,buyer,bought_on,paid,status\n1,ann,2024-01-05,10.00,done\n2,bob,2024-01-06,20.50,done\n\
                            3,ann,2024-02-05,30.25,done\n4,cy,2024-02-09,5.00,open\n";

fn orders_map(id: Option<&str>, source: &str) -> String {
    let id = id.map(|id| format!("purchase_id = \"{id}\"\n")).unwrap_or_default();
    format!(
        "table = \"purchases\"\nsource = \"{source}\"\ncurrency = \"EUR\"\n\n[columns]\n{id}customer_id = \"buyer\"\nat = \"bought_on\"\n\
         amount = \"paid\"\n"
    )
}

/// A company that once brought orders in.
fn company_of_orders(id: Option<&str>) -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", orders_map(id, "orders_export"));
    company.write("orders_export.csv", ORDERS);
    company.import("orders_export.csv", "map.toml");
    company
}

/// All that was ever spent.
fn spent(company: &Company) -> i64 {
    let rows = company.rows(&["sql", "select sum(amount_minor) as minor from purchases"]);
    number(&rows[0], "minor")
}

#[test]
fn a_file_is_known_again_by_its_columns_whatever_it_is_called() {
    for id in [Some("order_no"), None] {
        for name in ["orders_export.csv", "orders_export (1).csv", "from March.csv", "2024-03 download.csv"] {
            let company = company_of_orders(id);
            company.write(name, ORDERS_LATER);
            let asked = company.ask(&["import", name, "--as", "purchases", "--yes"]);
            assert_eq!(asked.code, Some(0), "{name}: {}", asked.told);
            assert_eq!(spent(&company), 6575, "{name} {id:?}: {}", asked.told);
            if name.starts_with("from") {
                assert!(asked.told.contains("has the columns of 'orders_export'"), "{}", asked.told);
            }
        }
        // A map file says the columns, but not that the system is known.
        let company = company_of_orders(id);
        company.write("from March.csv", ORDERS_LATER);
        company.write("other.toml", orders_map(id, "from_march"));
        let command = ["import", "from March.csv", "--as", "purchases", "--map", "other.toml"];
        let told = company.refused(3, &[&command[..], &["--yes"]].concat());
        assert!(told.contains("3 of 4 rows of this file came in before as import 1 from 'orders_export'"), "{told}");
        company.answer(&[&command[..], &["--answer", "source.from_march=orders_export"]].concat());
        assert_eq!(spent(&company), 6575);
    }
}

#[test]
fn the_same_rows_under_another_source_are_asked_about_before_anything_is_written() {
    for id in [Some("order_no"), None] {
        let company = company_of_orders(id);
        let before = company.ledger();
        company.write("again.csv", ORDERS_LATER);
        company.write("other.toml", orders_map(id, "other"));
        let command = ["import", "again.csv", "--as", "purchases", "--source", "other", "--map", "map.toml"];
        for more in [&["--yes"][..], &[], &["--dry-run"]] {
            let told = company.refused(3, &[&command[..], more].concat());
            assert!(
                told.contains("3 of 4 rows of this file came in before as import 1 from 'orders_export'"),
                "{told}"
            );
            assert!(told.contains("would add rows 4 worth EUR\u{a0}65.75"), "{told}");
            assert!(told.contains("would add rows 1 worth EUR\u{a0}5.00"), "{told}");
        }
        assert_eq!(company.ledger(), before, "nothing is written");

        let same = [&command[..], &["--answer", "source.other=orders_export"]].concat();
        assert!(company.answer(&same).contains("purchases of orders_export"));
        assert_eq!(spent(&company), 6575);
        company.answer(&["import", "undo", "2", "--yes"]);

        let another = [&command[..], &["--answer", "source.other=another_system"]].concat();
        assert!(company.answer(&another).contains("purchases of other"));
        assert_eq!(spent(&company), 6075 + 6575);
        // That it is another system is remembered.
        assert_eq!(company.ask(&command).code, Some(0));
        assert_eq!(spent(&company), 6075 + 6575);
    }
}

#[test]
fn a_mapping_mended_to_have_no_key_or_another_one_is_asked_about_when_its_rows_came_in_before() {
    let (by_order, by_line, none) = (Some("order_no"), Some("buyer || bought_on"), None);
    for (first, then) in [(by_order, none), (none, by_order), (by_order, by_line), (by_line, none)] {
        let company = company_of_orders(first);
        company.write("again.csv", ORDERS_LATER);
        company.write("mended.toml", orders_map(then, "orders_export"));
        let command = ["import", "again.csv", "--as", "purchases", "--map", "mended.toml"];
        let told = company.refused(3, &[&command[..], &["--yes"]].concat());
        assert!(told.contains("3 of 4 rows of this file came in before as import 1 from 'orders_export'"), "{told}");
        assert_eq!(spent(&company), 6075);
        company.answer(&[&command[..], &["--answer", "source.orders_export=orders_export"]].concat());
        assert_eq!(spent(&company), 6575, "{first:?} {then:?}");
        assert_eq!(company.ask(&["import", "again.csv", "--as", "purchases", "--map", "map.toml"]).code, Some(0));
        assert_eq!(spent(&company), 6575, "{first:?} {then:?}");
    }
}

#[test]
fn where_two_systems_have_the_columns_of_a_file_it_is_asked_which_it_is_of() {
    let company = company_of_orders(Some("order_no"));
    let shop = "order_no,buyer,bought_on,paid,status\n901,dan,2024-01-08,7.00,done\n902,eve,2024-02-09,8.00,done\n";
    company.write("kiosk.csv", shop);
    company.write("kiosk.toml", orders_map(Some("order_no"), "kiosk"));
    company.import("kiosk.csv", "kiosk.toml");
    company.write("spring.csv", "order_no,buyer,bought_on,paid,status\n903,eve,2024-03-09,9.00,done\n");
    let command = ["import", "spring.csv", "--as", "purchases", "--yes"];
    let told = company.refused(3, &command);
    assert!(told.contains("this file has the columns of several systems: kiosk, orders_export"), "{told}");
    let answered = company.answer(&[&command[..], &["--answer", "source.spring=kiosk"]].concat());
    assert!(answered.contains("purchases of kiosk"), "{answered}");
    // Its own rows say where a file is from.
    company.write("summer.csv", format!("{shop}904,eve,2024-04-09,9.00,done\n"));
    assert!(company.answer(&["import", "summer.csv", "--as", "purchases", "--yes"]).contains("purchases of kiosk"));
    // Another system that numbers its orders alike is none of them.
    company.write(
        "market.csv",
        "order_no,buyer,bought_on,paid,status\n1,zoe,2024-05-09,9.00,boxed\n901,yan,2024-05-09,9.00,boxed\n",
    );
    // It is looked at like any file that is new.
    let told = company.refused(3, &["import", "market.csv", "--as", "purchases", "--yes"]);
    assert!(told.contains("source = \"market\"") && told.contains("rows.status: "), "{told}");
    assert_eq!(spent(&company), 6075 + 1500 + 900 + 900);
}

#[test]
fn an_end_that_had_come_when_it_was_told_counts_and_its_month_can_be_closed() {
    let company = company_of_subscriptions();
    company.write(
        "file.csv",
        "customer,plan,start,end,mrr\nann,pro,2024-01-01,2024-05-01,100\nbob,pro,2024-01-05,2199-01-01,50\n",
    );
    company.answer(&["import", "file.csv", "--as", "subscriptions", "--map", "map.toml"]);
    assert_eq!(end_of(&company, "2024-04"), (2, 15000, 0));
    assert_eq!(end_of(&company, "2024-05"), (1, 5000, 1));
    let months = company.rows(&["ledger"]);
    assert_eq!(months.last().expect("a month")["period"], "2024-05", "the term that ends in 2199 says nothing");
    company.answer(&["close", "2024-04", "--yes", "--who", "Ann"]);
}

#[test]
fn an_end_after_the_latest_purchase_moves_the_as_of_on_and_who_is_lost_by_that_alone_is_said_until_purchases_are_complete()
 {
    let company = Company::of_purchases();
    company.write("file.csv", "customer,start,end,mrr\nann,2024-01-01,2025-05-01,100\n");
    let map = "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[columns]\ncustomer_id = \"customer\"\n\
               from = \"start\"\nto = \"end\"\nmonthly = \"mrr\"\n";
    company.write("subscriptions.toml", map);
    company.answer(&["import", "file.csv", "--as", "subscriptions", "--map", "subscriptions.toml"]);
    company.write("orders.csv", "order,customer,day,amount\n1,bob,2024-02-03,20.00\n2,cy,2024-04-20,30.00\n");
    let map = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"order\"\n\
               customer_id = \"customer\"\nat = \"day\"\namount = \"amount\"\n";
    company.write("orders.toml", map);
    let import = ["import", "orders.csv", "--as", "purchases", "--map", "orders.toml"];
    company.answer(&import);
    let months = company.rows(&["ledger"]);
    assert_eq!(months.last().expect("a month")["period"], "2025-05", "ann's subscription ended then");
    let told = company.answer(&["ledger"]);
    assert!(
        told.contains("Purchases are known up to 2024-04-20 only. 1 customer lost since then, EUR 30.00"),
        "{told}"
    );

    let ahead = company.refused(2, &[&import[..], &["--through", "2200-01-01"]].concat());
    assert!(ahead.contains("which has not come yet"), "{ahead}");
    let complete = company.answer(&[&import[..], &["--through", "2025-05-31"]].concat());
    assert!(complete.contains("shop is complete up to 2025-05-31."), "{complete}");
    let told = company.answer(&["ledger"]);
    assert!(told.contains("As of 2025-05-31") && !told.contains("Purchases are known up to"), "{told}");
}
