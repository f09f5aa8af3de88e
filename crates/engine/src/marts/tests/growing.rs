//! A company that learns something new again and again, through real files and the whole way of an import.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow::array::RecordBatch;
use arrow::util::pretty::pretty_format_batches;
use bellwether_model::{Calendar, Day, Edition, Grain, JourneyHistory, Policy, ValueBasis, ValueBasisRule};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::journeys;
use crate::facts;
use crate::lake::{BUCKETS, Lake, Snapshot};
use crate::marts::journey::StoredJourney;
use crate::marts::journey::{CASE_TAILS, read_tails};
use crate::marts::ledger::tables::tails::{CUSTOMER_TAILS, latest_tails};
use crate::marts::ledger::tests::FIRST;
use crate::marts::ledger::{Books, FACTS, Ledger, LedgerCache};
use crate::marts::storage::stored_provenance;
use crate::marts::{MARTS, MartError, MartInput, RefreshReport, refresh, usage};
use crate::sources::mapping::{Mapping, MappingSource};
use crate::sources::{self};
use crate::walk::{Close, Knowledge, Walk};

/// Which ids of the CRM are whose, and purchases that name their customers by these.
const IDENTITIES: &str = "identities";
const BY_IDS: &str = "purchases by ids";

// A purchase without a customer may by chance be the sum of those above it, as a total is.
const MAPS: [(&str, &str); 6] = [
    (
        IDENTITIES,
        "table = \"identities\"\nsource = \"crm\"\n[columns]\nsource_id = \"id\"\ncustomer_id = \"customer\"\n",
    ),
    (
        BY_IDS,
        "table = \"purchases\"\nsource = \"till\"\ncurrency = \"EUR\"\n[format]\nfooter_rows = 0\n[columns]\npurchase_id = \"id\"\ncustomer_id = { via = \
         \"crm\", column = \"whose\" }\nat = \"day\"\namount = \"amount\"\n",
    ),
    (
        "purchases",
        "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[format]\nfooter_rows = 0\n[columns]\npurchase_id = \"id\"\ncustomer_id = \
         \"customer\"\nat = \"day\"\namount = \"amount\"\ncurrency = \"currency\"\n",
    ),
    (
        "subscriptions",
        "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[format]\nfooter_rows = 0\n[columns]\nsubscription_id = \
         \"id\"\ncustomer_id = \"customer\"\nmonthly = \"amount\"\nfrom = \"day\"\nto = \"to\"\nend_reason = \"why\"\ncancelled_on = \"cancelled\"\nstatus = \"status\"\n",
    ),
    (
        "customers",
        "table = \"customers\"\nsource = \"crm\"\n[columns]\ncustomer_id = \"customer\"\nkind = \"kind\"\nas_of = \"day\"\n",
    ),
    (
        "touches",
        "table = \"touches\"\nsource = \"desk\"\n[columns]\ntouch_id = \"id\"\ncustomer_id = \"customer\"\ntouchpoint = \
         \"what\"\nstarted_at = \"day\"\nchannel = \"channel\"\ncase_id = \"case\"\nsilo = \"silo\"\npromised_by = \
         \"promised\"\ndone_at = \"done\"\noutcome = \"end\"\n",
    ),
];

/// What becomes known next.
#[derive(Clone, Debug)]
pub(in crate::marts) enum News {
    /// Id, customer, day, amount; an id that is known already replaces the purchase.
    Purchases(Vec<(u8, u8, i32, i64)>),
    /// Id, customer, first day, days in force, amount a month.
    Subscriptions(Vec<(u8, u8, i32, Option<i32>, i64)>),
    /// Id, the customer's id in the CRM, day, amount.
    PurchasesByIds(Vec<(u8, u8, i32, i64)>),
    /// Ids of the CRM with their customers; one that is known already replaces the identity.
    Identities(Vec<(u8, u8)>),
    /// Customer, day, whether it is a business.
    Customers(Vec<(u8, i32, bool)>),
    /// Id, customer, day, channel by number, the first being unknown; an id that is known already replaces the touch.
    Touches(Vec<(u8, u8, i32, u8)>),
    /// A day's purchase in dollars that names nobody; there is no rate for them.
    Nameless(i32),
    /// The books are closed up to a month.
    Close(i32),
    /// Other definitions are agreed on.
    Definitions(Box<Policy>),
    /// One of the imports and undos that count, but the first, chosen by a number, is taken back.
    Undo(u8),
}

/// Touches of a few customers, days and channels, so that some fall together.
fn touches() -> impl Strategy<Value = Vec<(u8, u8, i32, u8)>> {
    prop::collection::vec((any::<u8>(), 0u8..40, prop_oneof![0i32..12, 0i32..700], 0u8..3), 1..12)
}

/// News of touches alone.
pub(in crate::marts) fn news_of_touches() -> impl Strategy<Value = Vec<News>> {
    prop::collection::vec(touches().prop_map(News::Touches), 1..6)
}

/// News among which some are taken back, and some of these brought back.
pub(in crate::marts) fn news_taken_back() -> impl Strategy<Value = Vec<News>> {
    let undo = || any::<u8>().prop_map(News::Undo);
    (news(), prop::collection::vec((undo(), prop::option::weighted(0.4, undo())), 6)).prop_map(|(news, undos)| {
        let steps = news.into_iter().zip(undos);
        steps.flat_map(|(news, (undo, again))| [Some(news), Some(undo), again]).flatten().collect()
    })
}

pub(in crate::marts) fn news() -> impl Strategy<Value = Vec<News>> {
    let amount = prop_oneof![5 => 1i64..90, 1 => -40i64..0];
    let purchases = prop::collection::vec((any::<u8>(), 0u8..40, 0i32..700, amount), 1..6).prop_map(News::Purchases);
    let subscription = (0u8..60, 0u8..40, 0i32..700, prop::option::of(1i32..300), 0i64..50);
    let subscriptions = prop::collection::vec(subscription, 1..4).prop_map(News::Subscriptions);
    let customers = prop::collection::vec((0u8..40, 0i32..700, any::<bool>()), 1..4).prop_map(News::Customers);
    let by_ids = prop::collection::vec((0u8..30, 0u8..6, 0i32..700, 1i64..90), 1..6).prop_map(News::PurchasesByIds);
    let identities = prop::collection::vec((0u8..6, 0u8..40), 1..4).prop_map(News::Identities);
    let touches = touches().prop_map(News::Touches);
    let close = (0i32..8).prop_map(News::Close);
    prop::collection::vec(
        prop_oneof![
            4 => purchases, 2 => subscriptions, 1 => customers, 1 => touches, 1 => close, 2 => by_ids, 2 => identities
        ],
        1..8,
    )
}

/// A company under way: its lake, its books and what it counts.
pub(in crate::marts) struct Growing {
    folder: tempfile::TempDir,
    pub(in crate::marts) lake: Lake,
    pub(in crate::marts) books: Books,
    pub(in crate::marts) policy: Policy,
    policy_version: i64,
    pub(in crate::marts) journey: Box<JourneyHistory>,
    imports: u32,
    today: Day,
    /// Up to this day whatever is imported is said to be complete.
    pub(in crate::marts) complete_through: Option<Day>,
}

impl Growing {
    /// One that knows nothing.
    pub(in crate::marts) async fn empty(policy: Policy) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(&folder.path().join("lake")).await.expect("a lake");
        let today = Day::from_date(now().to_zoned(TimeZone::UTC).date());
        Self {
            folder,
            lake,
            books: Books::open(),
            policy,
            policy_version: 1,
            journey: Box::new(journeys::two_editions()),
            imports: 0,
            today,
            complete_through: None,
        }
    }

    /// One with forty customers, each with a few purchases.
    pub(in crate::marts) async fn new(policy: Policy) -> Self {
        let mut growing = Self::empty(policy).await;
        let first: Vec<_> =
            (0u8..160).map(|id| (id, id % 40, i32::from(id) * 37 % 500, i64::from(id) % 50 + 1)).collect();
        growing.hear(&News::Purchases(first)).await;
        growing
    }

    pub(in crate::marts) async fn hear(&mut self, news: &News) {
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
            News::PurchasesByIds(rows) => {
                let mut csv = String::from("id,whose,day,amount\n");
                let mut seen = HashSet::new();
                for (id, whose, at, amount) in rows.iter().filter(|row| seen.insert(row.0)) {
                    writeln!(csv, "t{id},k{whose},{},{amount}", day(at)).expect("written");
                }
                self.import(BY_IDS, &csv).await;
            }
            News::Identities(rows) => {
                let mut csv = String::from("id,customer\n");
                let mut seen = HashSet::new();
                for (id, customer) in rows.iter().filter(|row| seen.insert(row.0)) {
                    writeln!(csv, "k{id},c{customer}").expect("written");
                }
                self.import(IDENTITIES, &csv).await;
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
            News::Touches(rows) => {
                let mut csv = String::from("id,customer,day,what,channel,case,silo,promised,done,end\n");
                let mut seen = HashSet::new();
                for (id, customer, at, channel) in rows.iter().filter(|row| seen.insert(row.0)) {
                    let customer = if id % 16 == 9 { String::new() } else { format!("c{customer}") };
                    let by_id = |texts: &[&'static str]| texts[usize::from(*id) % texts.len()];
                    let (what, silo) = (by_id(&["visit", "call", "Ringing", "letter"]), by_id(&["Field", "desk", ""]));
                    let (case, end) = (by_id(&["k1", "", "k2", "k3", ""]), by_id(&["done", "", "cancelled"]));
                    let some = |length: i32, is_told: bool| if is_told { day(&(at + length)) } else { String::new() };
                    let (promised, done) = (some(3, id % 2 == 0), some(i32::from(id % 7), id % 7 > 0));
                    let channel = ["", "shop", "phone"][usize::from(*channel)];
                    let at = day(at);
                    writeln!(csv, "t{id},{customer},{at},{what},{channel},{case},{silo},{promised},{done},{end}")
                        .expect("written");
                }
                self.import("touches", &csv).await;
            }
            News::Close(month) => self.close(*month).await,
            News::Definitions(policy) => {
                self.policy = Policy::clone(policy);
                self.policy_version += 1;
            }
            News::Undo(number) => self.undo(*number).await,
        }
    }

    async fn undo(&self, number: u8) {
        let open = self.open_imports().await;
        if !open.is_empty() {
            self.take_back(open[usize::from(number) % open.len()]).await;
        }
    }

    /// Takes back what happened last.
    pub(in crate::marts) async fn undo_last(&self) {
        self.take_back(*self.open_imports().await.last().expect("an import")).await;
    }

    /// The numbers of the imports and undos that count, but the first.
    async fn open_imports(&self) -> Vec<i64> {
        let past = facts::past_imports(&self.lake).await.expect("what was imported");
        // What follows from identities goes with them.
        let may_go = |past: &&facts::PastImport| past.counts() && past.report.attribution.is_none();
        past.iter().skip(1).filter(may_go).map(facts::PastImport::seq).collect()
    }

    async fn take_back(&self, import_seq: i64) {
        let request = facts::UndoRequest {
            import_seq,
            undo_id: "01K",
            by: "ann",
            now: now(),
            dry_run: false,
            cancel: &AtomicBool::new(false),
            on_progress: &mut |_| {},
            dies_after: None,
        };
        facts::prepare_undo(&self.lake, request).await.expect("prepared").commit().await.expect("undone");
    }

    async fn import(&mut self, table: &str, csv: &str) {
        self.imports += 1;
        let map = MAPS.iter().find(|map| map.0 == table).expect("a map").1;
        self.import_files(map, &[(format!("{table}-{}.csv", self.imports), csv.to_owned())]).await;
    }

    /// Imports some files, by name with their texts, at once.
    pub(in crate::marts) async fn import_files(&self, map: &str, files: &[(String, String)]) {
        let path = |(name, csv): &(String, String)| {
            let path = self.folder.path().join(name);
            std::fs::write(&path, csv).expect("written");
            text(&path)
        };
        let paths: Vec<String> = files.iter().map(path).collect();
        let mapping = Mapping::from_toml(map).expect("a mapping");
        let reader = sources::open(&paths, &mapping.format).expect("opened");
        let identities = facts::Identities::load(&self.lake).await.expect("identities");
        let mut source =
            MappingSource::new(reader, mapping, &TimeZone::UTC, Some(Arc::new(identities))).expect("mapped");
        let request = facts::ImportRequest {
            import_id: "01J",
            by: "ann",
            now: now(),
            time_zone: &TimeZone::UTC,
            mapping: map,
            complete_through: self.complete_through,
            dry_run: false,
            threads: 2,
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
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        let through = period.end.plus(-1);
        if through >= last || self.books.closed_through().is_some_and(|closed| through <= closed) {
            return;
        }
        self.ledger(&knowledge, &calendar, last)
            .set_aside(period, now(), &self.lake.lock().expect("nobody else writes"))
            .await
            .expect("set aside");
        let (policy, edition) = (Arc::new(self.policy.clone()), Edition::default());
        let close = Close { through, import_seq: knowledge.last_import_seq(), policy, edition };
        let closes = self.books.closes.iter().cloned().chain([close]).collect();
        self.books = Books::load(&self.lake, closes, Grain::Month, None).await.expect("the books");
    }

    fn ledger<'a>(&'a self, knowledge: &'a Knowledge, calendar: &'a Calendar, through: Day) -> Ledger<'a> {
        let (lake, policy, books) = (&self.lake, &self.policy, &self.books);
        let walk = Walk {
            lake,
            knowledge,
            policy,
            edition: Edition::default(),
            calendar,
            closes: &books.closes,
            through,
            facts: &FACTS,
            attributes: &[],
            names: true,
            only: None,
            threads: 2,
        };
        Ledger { walk, books, cache: None }
    }

    /// Refreshes the marts; gives what became of the ledger.
    pub(in crate::marts) async fn refresh(&self, full: bool) -> RefreshReport {
        self.refresh_all(full).await.swap_remove(0)
    }

    /// Refreshes the marts. An update that fails is no reason to make everything anew here, but a failed test.
    pub(in crate::marts) async fn refresh_all(&self, full: bool) -> Vec<RefreshReport> {
        let lock = self.lake.lock().expect("nobody else writes");
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        let input = MartInput {
            walk: self.ledger(&knowledge, &calendar, last).walk,
            books: &self.books,
            journey: &self.journey,
            policy_version: self.policy_version,
        };
        for mart in MARTS {
            if let Some(before) = stored_provenance(&self.lake, mart.tables()).expect("what the mart is made from") {
                mart.update(&input, &before).await.expect("an update that adds up");
            }
        }
        let mut reports = refresh(&input, now(), full, &lock).await.expect("refreshed");
        reports.sort_by_key(|report| MARTS.iter().position(|mart| mart.name() == report.mart));
        reports
    }

    /// The same without more ado; it may be refused.
    pub(in crate::marts) async fn try_refresh(&self) -> Result<Vec<RefreshReport>, MartError> {
        let lock = self.lake.lock().expect("nobody else writes");
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        let walk = self.ledger(&knowledge, &calendar, last).walk;
        let (books, journey) = (&self.books, &self.journey);
        refresh(&MartInput { walk, books, journey, policy_version: self.policy_version }, now(), false, &lock).await
    }

    /// What `look` sees in the ledger of all that is known now; it is also told the first day.
    pub(in crate::marts) async fn look<T>(&self, look: impl FnOnce(&Ledger<'_>, Day) -> T) -> T {
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (first, last) = knowledge.span(&calendar).expect("facts");
        look(&self.ledger(&knowledge, &calendar, last), first)
    }

    /// The same twice: on a walk over the facts, and from memory after a refresh.
    pub(in crate::marts) async fn look_twice<T>(&self, look: impl Fn(&Ledger<'_>, Day) -> T) -> [T; 2] {
        self.refresh(false).await;
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (first, last) = knowledge.span(&calendar).expect("facts");
        let ledger = self.ledger(&knowledge, &calendar, last);
        let (walk, books) = (&ledger.walk, ledger.books);
        let cache =
            LedgerCache::load(walk, books, self.policy_version).await.expect("read").expect("the marts are up to date");
        let version = self.policy_version;
        assert!(cache.is_of(walk, books, version) && !cache.is_of(walk, books, version + 1));
        [look(&ledger, first), look(&Ledger { cache: Some(&cache), ..ledger }, first)]
    }

    /// The stored usage, if it is of what is known now.
    pub(in crate::marts) async fn stored_usage(&self) -> Result<Option<Snapshot>, MartError> {
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        usage::stored(&self.ledger(&knowledge, &calendar, last).walk).await
    }

    /// The stored journey, if it is of what is known now.
    pub(in crate::marts) async fn stored_journey(&self) -> Result<Option<StoredJourney>, MartError> {
        let calendar = self.policy.check().expect("a valid policy");
        let knowledge = Knowledge::now(&self.lake, self.today).await.expect("knowledge");
        let (_, last) = knowledge.span(&calendar).expect("facts");
        StoredJourney::of(&self.ledger(&knowledge, &calendar, last).walk, &self.journey).await
    }

    /// All rows of the stored marts, sorted.
    pub(in crate::marts) async fn marts(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in MARTS.iter().flat_map(|mart| mart.tables()) {
            let mut batches = self.rows_of(table.name).await;
            if table.name == CUSTOMER_TAILS.name {
                batches = latest_tails(&batches, |_| true).expect("tails");
                let state = |batch: RecordBatch| batch.project(&[0, 1, 3]).expect("columns");
                batches = batches.into_iter().map(state).collect();
            }
            if table.name == CASE_TAILS.name {
                let stored = self.lake.snapshot(table.name).await.expect("a table");
                let tails = read_tails(&self.lake, &stored, 0..BUCKETS, |_| true).expect("tails");
                let cases = tails.iter().flat_map(|(customer, cases)| cases.iter().map(move |case| (customer, case)));
                rows.extend(cases.map(|tail| format!("{tail:?}")));
                continue;
            }
            rows.extend(cells_of(&batches));
        }
        rows.sort();
        rows
    }

    /// All rows of a table, in whatever order.
    pub(in crate::marts) async fn rows_of(&self, table: &str) -> Vec<RecordBatch> {
        let snapshot = self.lake.snapshot(table).await.expect("a table");
        self.lake.read(&snapshot, 0..BUCKETS, &[]).expect("rows").collect::<Result<_, _>>().expect("rows")
    }
}

/// Each row as text, its cells divided by bars.
pub(in crate::marts) fn cells_of(batches: &[RecordBatch]) -> Vec<String> {
    let shown = pretty_format_batches(batches).expect("shown").to_string();
    let cells = |line: &str| line.split('|').map(str::trim).collect::<Vec<_>>().join("|");
    shown.lines().skip(3).filter(|line| line.starts_with('|')).map(cells).collect()
}

fn now() -> Timestamp {
    "2026-03-05T23:30:00Z".parse().expect("an instant")
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

pub(in crate::marts) fn business_by_contract() -> Policy {
    let rule = ValueBasisRule { attribute: "kind".into(), value: "business".into(), basis: ValueBasis::Recurring };
    Policy { basis_rules: vec![rule], ..Policy::default() }
}
