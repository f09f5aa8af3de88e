use super::super::testdata::Feed;
use super::super::{Note, Topic, guess};
use super::public_data::guessed;
use super::*;
use crate::lake::Fact;
use crate::sources::{Format, RawBatch};

fn proposal(fact: Option<Fact>, name: &str, lines: &str) -> super::super::Guess {
    let mut lines = lines.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let feed = Feed::of_rows(name, &header, &lines.collect::<Vec<_>>(), 100);
    let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
    guess(fact, &feed.file(), &sample, &usual())
}

/// What is guessed of orders in a file of that format, with their dates as they stand there.
fn of_format(format: Format, dates: [&str; 3]) -> super::super::Guess {
    let rows: Vec<Vec<String>> = (1..)
        .zip(dates)
        .map(|(row, date)| vec![format!("O{row}"), format!("K{row}"), date.to_owned(), format!("{row}.50")])
        .collect();
    let feed = Feed::of_rows("orders.csv", &["Order No", "Customer No", "Order Date", "Amount"], &rows, 100);
    let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
    let mut file = feed.file();
    file.format = Format { decimal: file.format.decimal, ..format };
    guess(Some(Fact::Purchases), &file, &sample, &usual())
}

#[test]
fn a_line_above_the_table_that_speaks_of_thousands_is_asked_about() {
    let dates = ["2024-01-05", "2024-01-16", "2024-02-07"];
    for title in ["All amounts in EUR thousand", "Angaben in TEUR", "(in thousands)"] {
        let titles = vec!["Sales report 2024".to_owned(), title.to_owned()];
        let guess = of_format(Format { titles, ..Format::default() }, dates);
        let question = guess.questions.iter().find(|question| question.topic == Topic::Thousands).expect("a question");
        let answers: Vec<&str> = question.answers.iter().map(|answer| answer.name.as_str()).collect();
        assert_eq!(answers, ["times_1000", "units"], "{title}");
    }
    let titles = vec!["Sales of a thousand shops".to_owned(), "Thousand Oaks Ltd".to_owned()];
    let guess = of_format(Format { titles, ..Format::default() }, dates);
    assert!(guess.questions.iter().all(|question| question.topic != Topic::Thousands));
}

#[test]
fn counted_days_begin_where_the_workbook_says() {
    for (counts_from_1904, kind) in [(false, "spreadsheet_days"), (true, "spreadsheet_days_1904")] {
        let days = if counts_from_1904 { ["43832", "43850", "43911"] } else { ["45294", "45312", "45373"] };
        let guess = of_format(Format { counts_from_1904, ..Format::default() }, days);
        let toml = guess.mapping.to_toml().expect("toml");
        assert!(toml.contains(&format!("\"Order Date\" = \"{kind}\"")), "{toml}");
        let read = guess.notes.iter().find_map(|note| match note {
            Note::Counted { read, .. } => Some(read.as_str()),
            _ => None,
        });
        assert_eq!(read, Some("2024-01-03T00:00:00Z"));
    }
}

#[test]
fn german_names_and_decimal_commas_are_understood() {
    let lines = "Kundennummer;Bestelldatum;Betrag;Währung\n00042;28.07.2023;1.234,50;EUR\n00043;01.08.2023;12,00;EUR\n";
    let rows: Vec<Vec<String>> =
        lines.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect()).collect();
    let feed = Feed::of_rows("bestellungen.csv", &["Kundennummer", "Bestelldatum", "Betrag", "Währung"], &rows, 10);
    let sample: Vec<RawBatch> = feed.batches.iter().cloned().collect();
    let guess = guess(None, &feed.file(), &sample, &usual());
    assert_eq!(guess.questions, []);
    assert_eq!(
        guess.mapping.to_toml().expect("toml"),
        "table = \"purchases\"\nsource = \"bestellungen\"\n\n[format]\ndecimal = \",\"\ndates = \"day_first\"\n\n[columns]\n\
         customer_id = \"Kundennummer\"\nat = \"Bestelldatum\"\namount = \"Betrag\"\ncurrency = \"Währung\"\n"
    );
    let mapped = map_with(&guess.mapping.to_toml().expect("toml"), Box::new(feed), None).expect("mapped");
    assert_eq!(minor(&mapped.rows, "amount_minor"), [123_450, 1200]);
}

#[test]
fn what_the_sample_cannot_decide_becomes_a_question() {
    let guess =
        proposal(None, "orders.csv", "order_id,customer,order_date,total\n1,a,02/03/2024,5.00\n2,a,04/05/2024,6.00\n");
    let asked: Vec<Topic> = guess.questions.iter().map(|question| question.topic).collect();
    assert_eq!(asked, [Topic::Currency, Topic::DateOrder]);
    let guess = proposal(Some(Fact::Purchases), "x.csv", "a,b\n1,2\n");
    let missing: Vec<&str> = guess
        .questions
        .iter()
        .filter(|question| question.topic == Topic::Missing)
        .map(|question| question.about.as_str())
        .collect();
    assert_eq!(missing, ["at", "amount"]);
}

#[test]
fn words_for_nothing_are_proposed_as_such() {
    let guess = proposal(
        Some(Fact::Touches),
        "incidents.csv",
        "number,caller,opened_at,closed_at,channel\n1,a,29/02/2016 01:16,?,phone\n2,b,28/02/2016 01:16,29/02/2016 11:29,mail\n",
    );
    assert_eq!(guess.mapping.missing.get("closed_at"), Some(&vec!["?".to_owned()]));
    assert_eq!(guess.mapping.columns.get("done_at").map(super::super::ColumnSource::text), Some("closed_at"));
}

#[test]
fn online_retail_is_quantity_times_price_without_a_key_and_without_the_spreadsheets_zeros() {
    let lines = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
                 536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n\
                 536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n\
                 C536366,71053,LANTERN,-6,2010-12-01 08:28:00,3.39,,United Kingdom\n";
    let guess = proposal(None, "online_retail_merged.csv.gz", lines);
    let mut mapping = guess.mapping.clone();
    mapping.currency = Some(bellwether_model::Currency::GBP);
    assert_eq!(
        mapping.to_toml().expect("toml"),
        "table = \"purchases\"\nsource = \"online_retail_merged\"\ncurrency = \"GBP\"\n\n[columns]\n\
         customer_id = \"regexp_replace(CustomerID, '[.]0$', '')\"\nat = \"InvoiceDate\"\namount = \"Quantity * UnitPrice\"\nproduct = \"StockCode\"\n"
    );
    let noted = |is_so: fn(&Note) -> bool| assert!(guess.notes.iter().any(is_so), "{:?}", guess.notes);
    noted(|note| matches!(note, Note::Repeats { column, .. } if column == "InvoiceNo"));
    noted(|note| matches!(note, Note::SpreadsheetIds { column } if column == "CustomerID"));
    assert_eq!(guess.rows[0][6].as_deref(), Some("17850.0"));
}

#[test]
fn the_five_files_of_ravenstack_are_understood() {
    let folder = "saas-ravenstack/ravenstack_";
    let Some((mapping, mapped)) = guessed(&format!("{folder}accounts.csv"), None, None) else { return };
    assert_eq!(mapping.table, Fact::Customers);
    assert_eq!((mapped.rows.num_rows(), mapped.rejects.len()), (500, 0));
    says(
        &mapping,
        "customer_id = \"account_id\"\nname = \"account_name\"\nsince = \"signup_date\"\n\n[attributes]\nchurn_flag = \"churn_flag\"\ncountry",
    );

    let Some((mapping, mapped)) = guessed(&format!("{folder}subscriptions.csv"), None, None) else { return };
    // 778 rows are trials; whether these count is asked, and the first answer leaves them out.
    assert_eq!((mapping.table, mapped.rows.num_rows(), mapped.rejects.len()), (Fact::Subscriptions, 4222, 0));
    says(
        &mapping,
        "subscription_id = \"subscription_id\"\ncustomer_id = \"account_id\"\nplan = \"plan_tier\"\nmonthly = \"mrr_amount\"\nfrom = \"start_date\"\nto = \"end_date\"\nbilling_months = \"billing_frequency\"",
    );

    let Some((mapping, mapped)) = guessed(&format!("{folder}churn_events.csv"), None, None) else { return };
    assert_eq!((mapping.table, mapped.rows.num_rows(), mapped.rejects.len()), (Fact::Reasons, 600, 0));
    says(
        &mapping,
        "reason_id = \"churn_event_id\"\ncustomer_id = \"account_id\"\nat = \"churn_date\"\ncode = \"reason_code\"\nhow_known = \"'told'\"\ntext = \"feedback_text\"",
    );

    let Some((mapping, mapped)) = guessed(&format!("{folder}support_tickets.csv"), None, None) else { return };
    assert_eq!((mapping.table, mapped.rows.num_rows(), mapped.rejects.len()), (Fact::Touches, 2000, 0));
    says(
        &mapping,
        "touch_id = \"ticket_id\"\ncustomer_id = \"account_id\"\ntouchpoint = \"'ticket'\"\nstarted_at = \"submitted_at\"\ndone_at = \"closed_at\"",
    );

    let Some((mapping, mapped)) = guessed(&format!("{folder}support_tickets.csv"), Some(Fact::Feedback), None) else {
        return;
    };
    assert_eq!(mapped.rows.num_rows() as u64 + mapped.source.skipped(), 2000);
    assert!(mapped.source.skipped() > 0 && mapped.rejects.is_empty());
    says(&mapping, "where = \"satisfaction_score IS NOT NULL\"");
    says(
        &mapping,
        "feedback_id = \"ticket_id\"\ncustomer_id = \"account_id\"\nat = \"closed_at\"\nkind = \"'aided'\"\ninstrument = \"'csat'\"\nscore = \"satisfaction_score\"\nscale_min = \"1\"\nscale_max = \"5\"",
    );

    let lookup: Arc<dyn IdentityLookup> = Arc::new(Known(HashMap::from([("S-0fcf7d", "A-1")])));
    let Some((mapping, mapped)) = guessed(&format!("{folder}feature_usage.csv.gz"), None, Some(lookup)) else { return };
    assert_eq!((mapping.table, mapped.rows.num_rows(), mapped.rejects.len()), (Fact::Touches, 25_000, 0));
    assert!(mapped.source.unresolved() < 25_000);
    says(
        &mapping,
        "customer_id = { column = \"subscription_id\", via = \"subscriptions\" }\ntouchpoint = \"feature_name\"\nstarted_at = \"usage_date\"",
    );
}

fn says(mapping: &Mapping, part: &str) {
    let text = mapping.to_toml().expect("toml");
    assert!(text.contains(part), "{text}\nlacks\n{part}");
}

#[test]
fn whatever_a_key_is_called_that_it_repeats_is_told() {
    for name in ["order_id", "id", "ID", "Id", "invoice_no", "transaction id"] {
        let lines = format!(
            "{name},customer_id,date,amount\n1,A,2024-01-05,10.00\n2,B,2024-01-06,20.00\n1,A,2024-01-07,30.00\n"
        );
        let guess = proposal(Some(Fact::Purchases), "orders.csv", &lines);
        assert!(!guess.mapping.columns.contains_key("purchase_id"), "{name}");
        let told = guess.notes.iter().any(|note| {
            matches!(note, Note::Repeats { column, rows: 1, first } if column == name && first.row == 4 && first.value == "1")
        });
        assert!(told, "{name}: {:?}", guess.notes);
    }
}
