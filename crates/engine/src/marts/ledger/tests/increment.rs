//! An increment leaves the stored marts, row by row, as if they had been made anew.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use arrow::util::pretty::pretty_format_batches;
use bellwether_model::{Basis, BasisRule};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::*;
use crate::facts;
use crate::lake::Lake;
use crate::sources::mapping::{MappedSource, Mapping};
use crate::sources::{self};

const MAPS: [(&str, &str); 3] = [
    (
        "purchases",
        "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"id\"\ncustomer_id = \
         \"customer\"\nat = \"day\"\namount = \"amount\"\n",
    ),
    (
        "subscriptions",
        "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[columns]\nsubscription_id = \
         \"id\"\ncustomer_id = \"customer\"\nmonthly = \"amount\"\nfrom = \"day\"\nto = \"to\"\n",
    ),
    (
        "customers",
        "table = \"customers\"\nsource = \"crm\"\n[columns]\ncustomer_id = \"customer\"\nkind = \"kind\"\nas_of = \"day\"\n",
    ),
];

/// What becomes known next.
#[derive(Clone, Debug)]
enum News {
    /// Id, customer, day, amount; an id that is known already replaces the purchase.
    Purchases(Vec<(u8, u8, i32, i64)>),
    /// Id, customer, first day, days in force, amount a month.
    Subscriptions(Vec<(u8, u8, i32, Option<i32>, i64)>),
    /// Customer, day, whether it is a business.
    Customers(Vec<(u8, i32, bool)>),
    /// The books are closed up to a month.
    Close(i32),
}

fn news() -> impl Strategy<Value = Vec<News>> {
    let amount = prop_oneof![5 => 1i64..90, 1 => -40i64..0];
    let purchases = prop::collection::vec((any::<u8>(), 0u8..40, 0i32..700, amount), 1..6).prop_map(News::Purchases);
    let subscription = (0u8..60, 0u8..40, 0i32..700, prop::option::of(1i32..300), 0i64..50);
    let subscriptions = prop::collection::vec(subscription, 1..4).prop_map(News::Subscriptions);
    let customers = prop::collection::vec((0u8..40, 0i32..700, any::<bool>()), 1..4).prop_map(News::Customers);
    let close = (0i32..8).prop_map(News::Close);
    prop::collection::vec(prop_oneof![4 => purchases, 2 => subscriptions, 1 => customers, 1 => close], 1..7)
}

/// A company under way: its lake, its books and what it counts.
struct Growing {
    folder: tempfile::TempDir,
    lake: Lake,
    books: Books,
    policy: Policy,
    imports: u32,
}

impl Growing {
    /// One with forty customers, each with a few purchases.
    async fn new(policy: Policy) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(&folder.path().join("lake")).await.expect("a lake");
        let mut growing = Self { folder, lake, books: Books::open(), policy, imports: 0 };
        let first: Vec<_> =
            (0u8..160).map(|id| (id, id % 40, i32::from(id) * 37 % 500, i64::from(id) % 50 + 1)).collect();
        growing.hear(&News::Purchases(first)).await;
        growing
    }

    async fn hear(&mut self, news: &News) {
        let day = |offset: &i32| FIRST.plus(*offset).to_string();
        match news {
            News::Purchases(rows) => {
                let mut csv = String::from("id,customer,day,amount\n");
                let mut seen = HashSet::new();
                for (id, customer, at, amount) in rows.iter().filter(|row| seen.insert(row.0)) {
                    writeln!(csv, "p{id},c{customer},{},{amount}", day(at)).expect("written");
                }
                self.import("purchases", &csv).await;
            }
            News::Subscriptions(rows) => {
                let mut csv = String::from("id,customer,day,to,amount\n");
                let mut seen = HashSet::new();
                for (id, customer, from, length, amount) in rows.iter().filter(|row| seen.insert((row.0, row.2))) {
                    let to = length.map(|length| day(&(from + length))).unwrap_or_default();
                    writeln!(csv, "s{id},c{customer},{},{to},{amount}", day(from)).expect("written");
                }
                self.import("subscriptions", &csv).await;
            }
            News::Customers(rows) => {
                let mut csv = String::from("customer,day,kind\n");
                let mut seen = HashSet::new();
                for (customer, at, business) in rows.iter().filter(|row| seen.insert((row.0, row.1))) {
                    let kind = if *business { "business" } else { "private" };
                    writeln!(csv, "c{customer},{},{kind}", day(at)).expect("written");
                }
                self.import("customers", &csv).await;
            }
            News::Close(month) => self.close(*month).await,
        }
    }

    async fn import(&mut self, table: &str, csv: &str) {
        self.imports += 1;
        let path = self.folder.path().join(format!("{table}-{}.csv", self.imports));
        std::fs::write(&path, csv).expect("written");
        let map = MAPS.iter().find(|map| map.0 == table).expect("a map").1;
        let mapping = Mapping::from_toml(map).expect("a mapping");
        let reader = sources::open(&[text(&path)], &mapping.format).expect("opened");
        let mut source = MappedSource::new(reader, mapping, &TimeZone::UTC, None).expect("mapped");
        let request = facts::ImportRequest {
            import_id: "01J",
            now: now(),
            time_zone: &TimeZone::UTC,
            mapping: map,
            dry_run: false,
            cancel: &AtomicBool::new(false),
            on_progress: &mut |_| {},
            dies_after: None,
        };
        let report = facts::import(&self.lake, &mut source, request).await.expect("imported");
        assert_eq!(report.rejected, 0, "{:?}", report.first_rejects);
    }

    /// Closes the `month`-th month if it comes after the closed ones and before the last day.
    async fn close(&mut self, month: i32) {
        let calendar = self.policy.check().expect("a valid policy");
        let period = calendar.period(Grain::Month, FIRST.plus(60 * month));
        let knowledge = Knowledge::now(&self.lake).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        let through = period.end.plus(-1);
        if through >= last || self.books.closed_through().is_some_and(|closed| through <= closed) {
            return;
        }
        self.walk(&knowledge, &calendar, last).set_aside(period, now()).await.expect("set aside");
        self.books.closes.push(Close { through, import_seq: knowledge.last_import_seq() });
    }

    fn walk<'a>(&'a self, knowledge: &'a Knowledge, calendar: &'a Calendar, through: Day) -> Walk<'a> {
        let (lake, policy, books) = (&self.lake, &self.policy, &self.books);
        Walk { lake, knowledge, policy, calendar, books, through, attributes: &[], threads: 2 }
    }

    async fn refresh(&self, full: bool) -> Refreshed {
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        refresh(&self.walk(&knowledge, &calendar, last), 1, now(), full).await.expect("refreshed")
    }

    /// All rows of the stored marts, sorted.
    async fn marts(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in ["movements", "customer_values", "ledger"] {
            let snapshot = self.lake.snapshot(table).await.expect("a table");
            for file in snapshot.files() {
                let read = self.lake.read_file(&snapshot, file, &[]).expect("read");
                let batches: Vec<_> = read.collect::<Result<_, _>>().expect("rows");
                let shown = pretty_format_batches(&batches).expect("shown").to_string();
                let cells = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join("|");
                rows.extend(shown.lines().skip(3).filter(|line| line.starts_with('|')).map(cells));
            }
        }
        rows.sort();
        rows
    }
}

fn now() -> Timestamp {
    "2026-03-05T23:30:00Z".parse().expect("an instant")
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

fn business_by_contract() -> Policy {
    let rule = BasisRule { attribute: "kind".into(), value: "business".into(), basis: Basis::Recurring };
    Policy { basis_rules: vec![rule], ..Policy::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn brought_up_to_date_step_by_step_the_marts_are_as_if_made_anew(
        news in news(), lapse_days in 20u16..200, with_rules in any::<bool>()
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let policy = if with_rules { business_by_contract() } else { Policy::default() };
            let mut company = Growing::new(Policy { lapse_days, ..policy }).await;
            company.refresh(false).await;
            for news in &news {
                company.hear(news).await;
                company.refresh(false).await;
            }
            let step_by_step = company.marts().await;
            assert_eq!(company.refresh(true).await.extent, Extent::Everything);
            assert_eq!(step_by_step, company.marts().await);
        });
    }
}

#[tokio::test]
async fn only_customers_that_something_touches_are_looked_at_again() {
    let mut company = Growing::new(Policy { lapse_days: 300, ..Policy::default() }).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Everything);
    assert_eq!(company.refresh(false).await.extent, Extent::Nothing);

    company.hear(&News::Purchases(vec![(200, 7, 499, 5), (201, 7, 40, 5), (3, 3, 111, 9)])).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Customers(2), "one bought, one purchase was corrected");
    company.hear(&News::Customers(vec![(5, 10, true)])).await;
    assert_eq!(company.refresh(false).await.extent, Extent::Nothing, "no definition asks for the kind of customer");
    company.hear(&News::Purchases(vec![(202, 8, 700, 5)])).await;
    let Extent::Customers(touched) = company.refresh(false).await.extent else { panic!("an increment") };
    assert!((2..40).contains(&touched), "one bought; others lapsed in the days that passed: {touched}");

    let step_by_step = company.marts().await;
    company.refresh(true).await;
    assert_eq!(step_by_step, company.marts().await);
}

#[tokio::test]
async fn many_small_refreshes_leave_few_files() {
    let mut company = Growing::new(Policy::default()).await;
    company.refresh(false).await;
    for id in 0..40 {
        company.hear(&News::Purchases(vec![(160 + id, id % 5, 400 + i32::from(id), i64::from(id) + 1)])).await;
        company.refresh(false).await;
    }
    let files = company.lake.snapshot("movements").await.expect("a table").files().len();
    assert!(files <= 36, "{files} files");
    let step_by_step = company.marts().await;
    company.refresh(true).await;
    assert_eq!(step_by_step, company.marts().await);
}
