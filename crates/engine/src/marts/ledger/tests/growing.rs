//! A company that learns something new again and again, through real files and the whole way of an import.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use arrow::array::RecordBatch;
use arrow::util::pretty::pretty_format_batches;
use bellwether_model::{Basis, BasisRule};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::increment::increment;
use super::super::refresh::MadeFrom;
use super::super::stored::{CUSTOMER_TAILS, latest_tails};
use super::*;
use crate::facts;
use crate::lake::Lake;
use crate::sources::mapping::{Mapping, MappingSource};
use crate::sources::{self};

const MAPS: [(&str, &str); 3] = [
    (
        "purchases",
        "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"id\"\ncustomer_id = \
         \"customer\"\nat = \"day\"\namount = \"amount\"\ncurrency = \"currency\"\n",
    ),
    (
        "subscriptions",
        "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[columns]\nsubscription_id = \
         \"id\"\ncustomer_id = \"customer\"\nmonthly = \"amount\"\nfrom = \"day\"\nto = \"to\"\nend_reason = \"why\"\ncancelled_on = \"cancelled\"\nstatus = \"status\"\n",
    ),
    (
        "customers",
        "table = \"customers\"\nsource = \"crm\"\n[columns]\ncustomer_id = \"customer\"\nkind = \"kind\"\nas_of = \"day\"\n",
    ),
];

/// What becomes known next.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// Id, customer, day, amount; an id that is known already replaces the purchase.
    Purchases(Vec<(u8, u8, i32, i64)>),
    /// Id, customer, first day, days in force, amount a month.
    Subscriptions(Vec<(u8, u8, i32, Option<i32>, i64)>),
    /// Customer, day, whether it is a business.
    Customers(Vec<(u8, i32, bool)>),
    /// A day's purchase in dollars that names nobody; there is no rate for them.
    Nameless(i32),
    /// The books are closed up to a month.
    Close(i32),
}

pub(super) fn news() -> impl Strategy<Value = Vec<News>> {
    let amount = prop_oneof![5 => 1i64..90, 1 => -40i64..0];
    let purchases = prop::collection::vec((any::<u8>(), 0u8..40, 0i32..700, amount), 1..6).prop_map(News::Purchases);
    let subscription = (0u8..60, 0u8..40, 0i32..700, prop::option::of(1i32..300), 0i64..50);
    let subscriptions = prop::collection::vec(subscription, 1..4).prop_map(News::Subscriptions);
    let customers = prop::collection::vec((0u8..40, 0i32..700, any::<bool>()), 1..4).prop_map(News::Customers);
    let close = (0i32..8).prop_map(News::Close);
    prop::collection::vec(prop_oneof![4 => purchases, 2 => subscriptions, 1 => customers, 1 => close], 1..7)
}

/// A company under way: its lake, its books and what it counts.
pub(super) struct Growing {
    folder: tempfile::TempDir,
    pub(super) lake: Lake,
    pub(super) books: Books,
    pub(super) policy: Policy,
    imports: u32,
}

impl Growing {
    /// One with forty customers, each with a few purchases.
    pub(super) async fn new(policy: Policy) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(&folder.path().join("lake")).await.expect("a lake");
        let mut growing = Self { folder, lake, books: Books::open(), policy, imports: 0 };
        let first: Vec<_> =
            (0u8..160).map(|id| (id, id % 40, i32::from(id) * 37 % 500, i64::from(id) % 50 + 1)).collect();
        growing.hear(&News::Purchases(first)).await;
        growing
    }

    pub(super) async fn hear(&mut self, news: &News) {
        let day = |offset: &i32| FIRST.plus(*offset).to_string();
        match news {
            News::Purchases(rows) => {
                let mut csv = String::from("id,customer,day,amount,currency\n");
                let mut seen = HashSet::new();
                for (id, customer, at, amount) in rows.iter().filter(|row| seen.insert(row.0)) {
                    // Some purchases name nobody.
                    let customer = if id % 16 == 9 { String::new() } else { format!("c{customer}") };
                    writeln!(csv, "p{id},{customer},{},{amount},EUR", day(at)).expect("written");
                }
                self.import("purchases", &csv).await;
            }
            News::Nameless(at) => {
                let csv = format!("id,customer,day,amount,currency\nnameless,,{},5,USD\n", day(at));
                self.import("purchases", &csv).await;
            }
            News::Subscriptions(rows) => {
                let mut csv = String::from("id,customer,day,to,amount,why,cancelled,status\n");
                let mut seen = HashSet::new();
                for (id, customer, from, length, amount) in rows.iter().filter(|row| seen.insert((row.0, row.2))) {
                    let to = length.map(|length| day(&(from + length))).unwrap_or_default();
                    // Codes that the tree knows, one that it does not, and none.
                    let why = ["price", "competitor", "xq-17", ""][usize::from(*id) % 4];
                    let cancelled = if id % 3 == 0 { day(&(from + 5)) } else { String::new() };
                    let status = if id % 5 == 0 { "paused" } else { "active" };
                    writeln!(csv, "s{id},c{customer},{},{to},{amount},{why},{cancelled},{status}", day(from))
                        .expect("written");
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
        let mut source = MappingSource::new(reader, mapping, &TimeZone::UTC, None).expect("mapped");
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
        self.walk(&knowledge, &calendar, last)
            .set_aside(period, now(), &self.lake.lock().expect("nobody else writes"))
            .await
            .expect("set aside");
        self.books.closes.push(Close { through, import_seq: knowledge.last_import_seq() });
    }

    fn walk<'a>(&'a self, knowledge: &'a Knowledge, calendar: &'a Calendar, through: Day) -> Walk<'a> {
        let (lake, policy, books) = (&self.lake, &self.policy, &self.books);
        Walk {
            lake,
            knowledge,
            policy,
            calendar,
            books,
            through,
            attributes: &[],
            names: true,
            standing: None,
            only: None,
            threads: 2,
        }
    }

    /// Refreshes the marts. An increment that fails is no reason to make everything anew here, but a failed test.
    pub(super) async fn refresh(&self, full: bool) -> Refreshed {
        let lock = self.lake.lock().expect("nobody else writes");
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        let walk = self.walk(&knowledge, &calendar, last);
        if let Some(there) = MadeFrom::stored(&self.lake).expect("what the marts are made from") {
            let tried = increment(&walk, &there, &MadeFrom::of(&walk, 1)).await.expect("an increment");
            if let Some((made, _)) = tried {
                made.check().expect("the increment adds up");
            }
        }
        refresh(&walk, 1, now(), full, &lock).await.expect("refreshed")
    }

    /// The same without more ado; it may be refused.
    pub(super) async fn try_refresh(&self) -> Result<Refreshed, LedgerError> {
        let lock = self.lake.lock().expect("nobody else writes");
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        refresh(&self.walk(&knowledge, &calendar, last), 1, now(), false, &lock).await
    }

    /// What `look` sees on a walk over all that is known now; it is also told the first day.
    pub(super) async fn look<T>(&self, look: impl FnOnce(&Walk<'_>, Day) -> T) -> T {
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake).await.expect("knowledge");
        let (first, last) = knowledge.span(&calendar).expect("facts");
        look(&self.walk(&knowledge, &calendar, last), first)
    }

    /// The same twice: on a walk over the facts, and from memory after a refresh.
    pub(super) async fn look_twice<T>(&self, look: impl Fn(&Walk<'_>, Day) -> T) -> [T; 2] {
        self.refresh(false).await;
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake).await.expect("knowledge");
        let (first, last) = knowledge.span(&calendar).expect("facts");
        let walk = self.walk(&knowledge, &calendar, last);
        let movements = self.lake.snapshot("movements").await.expect("a table");
        let standing = Standing::read(&walk, &movements, 1).expect("read").expect("the marts are up to date");
        assert!(standing.is_of(&walk, 1) && !standing.is_of(&walk, 2));
        [look(&walk, first), look(&Walk { standing: Some(&standing), ..walk }, first)]
    }

    /// All rows of the stored marts, sorted.
    pub(super) async fn marts(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in ["movements", "customer_values", CUSTOMER_TAILS, "ledger"] {
            let snapshot = self.lake.snapshot(table).await.expect("a table");
            let read = |file| self.lake.read_file(&snapshot, file, &[]).expect("read");
            let mut batches: Vec<_> = snapshot.files().iter().flat_map(read).collect::<Result<_, _>>().expect("rows");
            if table == CUSTOMER_TAILS {
                batches = latest_tails(&batches, |_| true).expect("tails");
                let told = |batch: RecordBatch| batch.project(&[0, 1, 3]).expect("columns");
                batches = batches.into_iter().map(told).collect();
            }
            let shown = pretty_format_batches(&batches).expect("shown").to_string();
            let cells = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join("|");
            rows.extend(shown.lines().skip(3).filter(|line| line.starts_with('|')).map(cells));
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

pub(super) fn business_by_contract() -> Policy {
    let rule = BasisRule { attribute: "kind".into(), value: "business".into(), basis: Basis::Recurring };
    Policy { basis_rules: vec![rule], ..Policy::default() }
}
