use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::testdata::Feed;
use super::{IdentityLookup, Mapping, MappingSource};
use crate::sources::{FactSource, RawReader, Reject, SourceError};

mod answers;
mod columns;
mod costs;
mod customers;
mod deals;
mod described;
mod ends;
mod guesses;
mod hints;
mod intervals;
mod kinds;
mod layouts;
mod lists;
mod lives;
mod parts;
mod public_data;
mod review;
mod signs;
mod snapshots;
mod spellings;
mod zones;

const ORDERS: &str = "\
table = \"purchases\"
source = \"shop\"
currency = \"GBP\"
[columns]
purchase_id = \"No\"
customer_id = \"Customer\"
at = \"Date\"
amount = \"Amount\"
";

struct Mapped {
    rows: RecordBatch,
    content: Vec<u128>,
    rejects: Vec<Reject>,
    source: MappingSource,
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

fn usual() -> super::Usual {
    super::Usual { zone: TimeZone::UTC, currency: bellwether_model::Currency::EUR }
}

fn map_with(
    map: &str,
    reader: Box<dyn RawReader>,
    lookup: Option<Arc<dyn IdentityLookup>>,
) -> Result<Mapped, SourceError> {
    let mapping = Mapping::from_toml(map).expect("a map");
    let mut source = MappingSource::new(reader, mapping, &TimeZone::UTC, lookup)?;
    let (mut batches, mut content, mut rejects) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(pulled) = source.next()? {
        assert_eq!(pulled.batch.rows.num_rows(), pulled.batch.places.len());
        batches.push(pulled.batch.rows);
        content.extend(pulled.batch.content);
        rejects.extend(pulled.rejects);
    }
    let schema = batches.first().map(RecordBatch::schema).expect("a batch");
    Ok(Mapped { rows: concat_batches(&schema, &batches).expect("one schema"), content, rejects, source })
}

fn map(map: &str, lines: &str) -> Result<Mapped, SourceError> {
    map_with(map, Box::new(Feed::of_lines(lines, 3)), None)
}

fn error(map_file: &str, lines: &str) -> String {
    map(map_file, lines).err().expect("an error").to_string()
}

fn texts(rows: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = rows.column_by_name(column).expect("a column").as_string::<i32>();
    column.iter().map(|cell| cell.map(str::to_owned)).collect()
}

fn minor(rows: &RecordBatch, column: &str) -> Vec<i64> {
    rows.column_by_name(column).expect("a column").as_primitive::<Int64Type>().values().to_vec()
}

fn instants(rows: &RecordBatch, column: &str) -> Vec<String> {
    let column = rows.column_by_name(column).expect("a column").as_primitive::<TimestampMicrosecondType>();
    column
        .values()
        .iter()
        .map(|micros| jiff::Timestamp::from_microsecond(*micros).expect("in range").to_string())
        .collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn ids_are_kept_as_text_but_for_white_space_at_their_ends() {
    let mapped = map(
        ORDERS,
        "No,Customer,Date,Amount\n0001, 00042 ,2024-01-05,1.50\n2,A 7,2024-01-06,(£2.00)\n3,,2024-01-07,3\n",
    )
    .expect("mapped");
    assert_eq!(texts(&mapped.rows, "purchase_id"), some(&["0001", "2", "3"]));
    assert_eq!(texts(&mapped.rows, "customer_id"), [Some("00042".into()), Some("A 7".into()), None]);
    assert_eq!(minor(&mapped.rows, "amount_minor"), [150, -200, 300]);
    assert_eq!(texts(&mapped.rows, "currency"), some(&["GBP", "GBP", "GBP"]));
    assert!(mapped.rejects.is_empty(), "{:?}", mapped.rejects);
}

#[test]
fn a_cell_that_does_not_fit_rejects_its_row_with_column_value_and_reason() {
    let lines = "No,Customer,Date,Amount\n1,7,2024-01-05,1.50\n2,7,2024-02-31,1.50\n3,7,2024-01-05,abc\n4,7,,1\n5,7,2024-01-05,\n6,7,2024-01-05,12 %\n7,7,2024-01-05,5 kg\n8,7,2024-01-08,7\n";
    let mapped = map(ORDERS, lines).expect("mapped");
    assert_eq!(texts(&mapped.rows, "purchase_id"), some(&["1", "8"]));
    let rejects: Vec<_> =
        mapped.rejects.iter().map(|reject| (reject.place.row, reject.column.as_str(), reject.value.as_str())).collect();
    assert_eq!(
        rejects,
        [
            (3, "Date", "2024-02-31"),
            (4, "Amount", "abc"),
            (5, "Date", ""),
            (6, "Amount", ""),
            (7, "Amount", "12 %"),
            (8, "Amount", "5 kg")
        ]
    );
    assert!(mapped.rejects[0].reason.contains("calendar"), "{}", mapped.rejects[0].reason);
    assert_eq!(mapped.rejects[0].line, "2,7,2024-02-31,1.50");
    // All rows have ids, so nothing else has to tell them apart.
    assert_eq!((mapped.rows.num_rows(), mapped.content.len()), (2, 0));
}

#[test]
fn the_sample_decides_how_a_column_writes_numbers_and_dates() {
    let lines = "No,Customer,Date,Amount\n1,7,05.01.2024,1.234\n2,7,31.01.2024,\"\n3,7,01.02.2024,1.234;56\n"
        .replace('"', "12;5")
        .replace(';', "\u{1}");
    let rows: Vec<Vec<String>> =
        lines.lines().skip(1).map(|line| line.split(',').map(|cell| cell.replace('\u{1}', ",")).collect()).collect();
    let feed = Feed::of_rows("orders.csv", &["No", "Customer", "Date", "Amount"], &rows, 2);
    let mapped = map_with(ORDERS, Box::new(feed), None).expect("mapped");
    assert_eq!(minor(&mapped.rows, "amount_minor"), [123_400, 1250, 123_456]);
    assert_eq!(instants(&mapped.rows, "at"), ["2024-01-05T00:00:00Z", "2024-01-31T00:00:00Z", "2024-02-01T00:00:00Z"]);
}

#[test]
fn what_the_sample_cannot_decide_is_asked_before_the_first_row_is_mapped() {
    let dates = "No,Customer,Date,Amount\n1,7,05/01/2024,1.50\n2,7,06/02/2024,2.50\n";
    let text = error(ORDERS, dates);
    assert!(
        text.contains("orders.csv")
            && text.contains("'Date'")
            && text.contains("05/01/2024")
            && text.contains("day_first"),
        "{text}"
    );
    let declared = ORDERS.replace("[columns]", "[format]\ndates = \"month_first\"\n[columns]");
    assert_eq!(
        instants(&map(&declared, dates).expect("mapped").rows, "at"),
        ["2024-05-01T00:00:00Z", "2024-06-02T00:00:00Z"]
    );

    let numbers = "No,Customer,Date,Amount\n1,7,2024-01-05,1.234\n";
    let text = error(ORDERS, numbers);
    assert!(text.contains("'Amount'") && text.contains("1.234") && text.contains("decimal ="), "{text}");
    let declared = ORDERS.replace("[columns]", "[format]\ndecimal = \",\"\n[columns]");
    assert_eq!(minor(&map(&declared, numbers).expect("mapped").rows, "amount_minor"), [123_400]);
}

#[test]
fn a_mapping_that_cannot_be_applied_says_what_to_write() {
    let lines = "InvoiceNo,Customer ID,Invoice Date,Amount\n1,7,2024-01-05,1\n";
    let columns =
        |columns: &str| format!("table = \"purchases\"\nsource = \"shop\"\ncurrency = \"GBP\"\n[columns]\n{columns}");
    for (map_file, parts) in [
        (
            columns("at = \"InvoiceDate\"\namount = \"Amount\"\n"),
            vec!["orders.csv", "'InvoiceDate'", "did you mean Invoice Date", "InvoiceNo, Customer ID"],
        ),
        (columns("at = \"Invoice_Date\"\namount = \"Amount * 2\"\n"), vec!["'Invoice_Date'"]),
        (columns("at = \"Invoice Date\"\namount = \"Quantity * Amount\"\n"), vec!["no column 'Quantity'", "'amount'"]),
        (columns("at = \"Date Invoice\"\namount = \"Amount\"\n"), vec!["'Date Invoice'", "Invoice Date"]),
        (columns("at = \"Invoice Date\"\n"), vec!["needs 'amount'", "InvoiceNo"]),
        (columns("at = \"Invoice Date\"\namount = \"Amount *\"\n"), vec!["\"Amount *\"", "cannot be computed"]),
        (columns("at = \"now()\"\namount = \"Amount\"\n"), vec!["now()", "something else each time"]),
        (columns("at = \"Invoice Date\"\namount = \"Amount\"\namount_minor = \"Amount\"\n"), vec!["not both"]),
        (
            columns("at = \"Invoice Date\"\namount = \"Amount\"\ncustomer = \"Customer ID\"\n"),
            vec!["no column 'customer'", "customer_id"],
        ),
        (
            columns(
                "at = \"Invoice Date\"\namount = \"Amount\"\ncustomer_id = { via = \"crm\", column = \"Customer ID\" }\n",
            ),
            vec!["crm", "import crm first"],
        ),
        (
            columns("at = \"Invoice Date\"\namount = \"Amount\"\n").replace("currency = \"GBP\"\n", ""),
            vec!["orders.csv", "currency", "'Amount'"],
        ),
        (
            columns("at = \"Invoice Date\"\namount = \"Amount\"\n")
                .replace("[columns]", "where = \"Amount\"\n[columns]"),
            vec!["a condition is true or false"],
        ),
    ] {
        let text = error(&map_file, lines);
        assert!(parts.iter().all(|part| text.contains(part)), "{text}\nlacks one of {parts:?}");
    }
}

#[test]
fn amounts_are_computed_in_decimals_and_rounded_once_half_to_even() {
    let computed = ORDERS.replace("\"Amount\"", "\"Quantity * Price * 1.5\"");
    let lines = "No,Customer,Date,Quantity,Price\n1,7,2024-01-05,1,0.01\n2,7,2024-01-05,3,0.01\n3,7,2024-01-05,-74215,1.51333\n4,7,2024-01-05,x,1\n5,7,2024-01-05,1,0.00001\n";
    let mapped = map(&computed, lines).expect("mapped");
    assert_eq!(minor(&mapped.rows, "amount_minor"), [2, 4, -16_846_768, 0]);
    assert_eq!((mapped.rejects[0].column.as_str(), mapped.rejects[0].value.as_str()), ("Quantity", "x"));
}

#[test]
fn an_expression_that_fails_rejects_only_the_rows_to_blame() {
    let computed = ORDERS.replace("\"Amount\"", "\"Total / Pieces\"");
    let lines = "No,Customer,Date,Total,Pieces\n1,7,2024-01-05,10,4\n2,7,2024-01-05,10,0\n3,7,2024-01-05,9,2\n4,7,2024-01-05,8,0\n";
    let mapped = map(&computed, lines).expect("mapped");
    assert_eq!(minor(&mapped.rows, "amount_minor"), [250, 450]);
    let rejects: Vec<_> = mapped.rejects.iter().map(|reject| (reject.place.row, reject.value.as_str())).collect();
    assert_eq!(rejects, [(3, "Pieces = 0, Total = 10"), (5, "Pieces = 0, Total = 8")]);
}

#[test]
fn currencies_come_from_the_cell_the_column_or_the_map() {
    let with_column = ORDERS.replace("at =", "currency = \"Currency\"\nat =");
    let lines = "No,Customer,Date,Amount,Currency\n1,7,2024-01-05,1.50,eur\n2,7,2024-01-05,£2.50,GBP\n3,7,2024-01-05,£2.50,EUR\n4,7,2024-01-05,5,\n5,7,2024-01-05,5,Taler\n6,7,2024-01-05,500,JPY\n";
    let mapped = map(&with_column, lines).expect("mapped");
    assert_eq!(texts(&mapped.rows, "currency"), some(&["EUR", "GBP", "GBP", "JPY"]));
    assert_eq!(minor(&mapped.rows, "amount_minor"), [150, 250, 500, 500]);
    let reasons: Vec<_> = mapped.rejects.iter().map(|reject| reject.reason.as_str()).collect();
    assert!(reasons[0].contains("written in GBP") && reasons[1].contains("not a currency"), "{reasons:?}");

    let signs = ORDERS.replace("currency = \"GBP\"\n", "");
    let mapped = map(&signs, "No,Customer,Date,Amount\n1,7,2024-01-05,€1.50\n2,7,2024-01-05,2 USD\n").expect("mapped");
    assert_eq!(texts(&mapped.rows, "currency"), some(&["EUR", "USD"]));
}

#[test]
fn rows_that_miss_the_condition_are_counted_and_not_rejected() {
    let some_rows = ORDERS.replace("[columns]", "where = \"Kind <> 'test'\"\n[columns]");
    let lines = "No,Customer,Date,Amount,Kind\n1,7,2024-01-05,1,sale\n2,7,rubbish,x,test\n3,7,2024-01-05,x,sale\n4,7,2024-01-05,4,\n";
    let mapped = map(&some_rows, lines).expect("mapped");
    assert_eq!(texts(&mapped.rows, "purchase_id"), some(&["1"]));
    assert_eq!((mapped.source.skipped(), mapped.rejects.len(), mapped.rejects[0].place.row), (2, 1, 4));
}

#[test]
fn times_without_a_zone_are_those_of_the_map() {
    let london = ORDERS.replace("[columns]", "time_zone = \"Europe/London\"\n[columns]");
    let lines = "No,Customer,Date,Amount\n1,7,2024-07-05 10:00,1\n2,7,2024-07-05T10:00:00Z,1\n3,7,2024-01-05,1\n";
    assert_eq!(
        instants(&map(&london, lines).expect("mapped").rows, "at"),
        ["2024-07-05T09:00:00Z", "2024-07-05T10:00:00Z", "2024-01-05T00:00:00Z"]
    );
    let computed = london.replace("\"Date\"", "\"date_trunc('day', Date)\"");
    assert_eq!(
        instants(&map(&computed, lines).expect("mapped").rows, "at"),
        ["2024-07-04T23:00:00Z", "2024-07-04T23:00:00Z", "2024-01-05T00:00:00Z"]
    );
    let unix = ORDERS.replace("[columns]", "[types]\nDate = \"unix_seconds\"\n[columns]");
    assert_eq!(
        instants(&map(&unix, "No,Customer,Date,Amount\n1,7,1690000000,1\n").expect("mapped").rows, "at"),
        ["2023-07-22T04:26:40Z"]
    );
}

struct Known(HashMap<&'static str, &'static str>);

impl IdentityLookup for Known {
    fn customer(&self, via: &str, id: &str) -> Option<&str> {
        (via == "subscriptions").then(|| self.0.get(id).copied()).flatten()
    }
}

#[test]
fn ids_of_other_sources_are_resolved_and_unknown_ones_counted() {
    let via = "table = \"touches\"\nsource = \"app\"\n[columns]\ncustomer_id = { via = \"subscriptions\", column = \"Sub\" }\ntouchpoint = \"'login'\"\nstarted_at = \"Day\"\n[attributes]\n\"the plan\" = \"Plan\"\nlevel = \"Level\"\n";
    let lookup: Arc<dyn IdentityLookup> = Arc::new(Known(HashMap::from([("S-1", "A-1")])));
    let feed = Feed::of_lines("Sub,Day,Plan,Level\nS-1,2024-01-05,pro,3\nS-2,2024-01-06,,\n", 1);
    let mapped = map_with(via, Box::new(feed), Some(lookup)).expect("mapped");
    assert_eq!(texts(&mapped.rows, "customer_id"), [Some("A-1".into()), None]);
    assert_eq!(mapped.source.unresolved(), 1);
    let attributes = mapped.rows.column_by_name("attributes").expect("a column").as_map();
    let first = attributes.value(0);
    assert_eq!(
        (first.column(0).as_string::<i32>().value(0), first.column(1).as_string::<i32>().value(0), first.len()),
        ("level", "3", 2)
    );
    assert_eq!(attributes.value(1).len(), 0);
}

#[test]
fn words_of_closed_lists_are_checked() {
    let reasons = "table = \"reasons\"\nsource = \"crm\"\n[columns]\ncustomer_id = \"C\"\nat = \"D\"\ncode = \"R\"\nhow_known = \"H\"\n";
    let mapped = map(reasons, "C,D,R,H\n1,2024-01-05,price,told\n1,2024-01-05,price,guessed\n").expect("mapped");
    assert_eq!(mapped.rows.num_rows(), 1);
    assert!(mapped.rejects[0].reason.contains("asked, told, inferred"));
}

#[test]
fn native_columns_mean_what_the_same_text_means() {
    use arrow::array::{Date32Array, Float64Array, Int64Array};
    let rows = RecordBatch::try_from_iter([
        ("No", Arc::new(Int64Array::from(vec![1, 2])) as _),
        ("Customer", Arc::new(Float64Array::from(vec![17850.0, 42.0])) as _),
        ("Date", Arc::new(Date32Array::from(vec![19_000, 19_001])) as _),
        ("Quantity", Arc::new(Int64Array::from(vec![3, -1])) as _),
        ("Price", Arc::new(Float64Array::from(vec![0.1, 2.675])) as _),
    ])
    .expect("a batch");
    let computed = ORDERS.replace("\"Amount\"", "\"Quantity * Price\"");
    let mapped = map_with(&computed, Box::new(Feed::of_batch(rows)), None).expect("mapped");
    assert_eq!(texts(&mapped.rows, "customer_id"), some(&["17850", "42"]));
    assert_eq!(minor(&mapped.rows, "amount_minor"), [30, -268]);
    assert_eq!(instants(&mapped.rows, "at")[0], "2022-01-08T00:00:00Z");
}

#[test]
fn subscriptions_have_days_on_the_calendar_of_the_map() {
    let subscriptions = "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"USD\"\n[columns]\nmonthly_minor = \"Cents\"\nfrom = \"From\"\nto = \"To\"\nstatus = \"'active'\"\nbilling_months = \"CASE Cycle WHEN 'annual' THEN 12 ELSE 1 END\"\n";
    let mapped = map(
        subscriptions,
        "Cents,From,To,Cycle\n2786,2023-12-23,2024-04-12,annual\n100,2023-12-23,,monthly\n1.5,2023-12-23,,monthly\n",
    )
    .expect("mapped");
    assert_eq!(minor(&mapped.rows, "monthly_minor"), [2786, 100]);
    let to = mapped.rows.column_by_name("to").expect("a column").as_primitive::<Date32Type>();
    assert_eq!((bellwether_model::Day(to.value(0)).to_string().as_str(), to.is_null(1)), ("2024-04-12", true));
    assert!(mapped.rejects[0].reason.contains("whole number"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn where_batches_begin_and_end_changes_nothing(
        rows in proptest::collection::vec(("[0-9]{1,3}|x", "-?[0-9]{1,4}(\\.[0-9]{1,4})?|\\?", "20(1[0-9]|2[0-4])-[01][0-9]-[0-3][0-9]", "[A-C ]{0,2}"), 1..40),
        size in 1usize..20,
    ) {
        let computed = ORDERS.replace("\"Amount\"", "\"Quantity * Price\"").replace("[columns]", "where = \"No LIKE '%'\"\n[columns]");
        let rows: Vec<Vec<String>> = rows.into_iter().enumerate().map(|(at, (quantity, price, date, customer))| {
            vec![at.to_string(), customer, date, quantity, price]
        }).collect();
        let header = ["No", "Customer", "Date", "Quantity", "Price"];
        let whole = map_with(&computed, Box::new(Feed::of_rows("a.csv", &header, &rows, rows.len())), None);
        let parts = map_with(&computed, Box::new(Feed::of_rows("a.csv", &header, &rows, size)), None);
        match (whole, parts) {
            (Ok(whole), Ok(parts)) => {
                prop_assert_eq!(whole.rows, parts.rows);
                prop_assert_eq!(whole.content, parts.content);
                prop_assert_eq!(whole.rejects, parts.rejects);
            }
            (whole, parts) => prop_assert_eq!(whole.err().map(|error| error.to_string()), parts.err().map(|error| error.to_string())),
        }
    }
}
