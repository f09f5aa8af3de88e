//! The same rows, however they come: split, repeated, in another order, exported anew with other columns beside them, in files of other
//! names. The ledger, and every fact to its key, is that of importing once.
//!
//! `PROPTEST_CASES` asks for more companies than a few.

use std::fmt::Write as _;

use bellwether_model::{Day, Grain, Policy};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::Index;

use super::increment::policies;
use crate::marts::ledger::Ledger;
use crate::marts::tests::growing::{Growing, News, cells_of};

/// The day of the imports, days after the first.
const TODAY: i32 = 1_517;

/// Time zones that are many hours apart, with and without summer time.
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Pago_Pago"];

/// A row of any table: a customer, a day, an amount, one of few words, and how many days later something ended.
#[derive(Clone, Debug)]
struct Row {
    id: usize,
    customer: u8,
    day: i32,
    amount: i64,
    word: u8,
    days: Option<i32>,
}

/// A table with a mapping of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Purchases { named: bool },
    Subscriptions { named: bool },
    Touches { named: bool },
    Feedback { named: bool },
}

const LAYOUTS: [Layout; 8] = [
    Layout::Purchases { named: true },
    Layout::Purchases { named: false },
    Layout::Subscriptions { named: true },
    Layout::Subscriptions { named: false },
    Layout::Touches { named: true },
    Layout::Touches { named: false },
    Layout::Feedback { named: true },
    Layout::Feedback { named: false },
];

impl Layout {
    fn map(self) -> String {
        let (table, id, named, columns) = match self {
            Self::Purchases { named } => {
                ("purchases", "purchase_id", named, "at = \"day\"\namount = \"amount\"\nproduct = \"word\"")
            }
            Self::Subscriptions { named } => (
                "subscriptions",
                "subscription_id",
                named,
                "from = \"day\"\nto = \"end\"\nmonthly = \"amount\"\nplan = \"word\"",
            ),
            Self::Touches { named } => (
                "touches",
                "touch_id",
                named,
                "started_at = \"day\"\ntouchpoint = \"'call'\"\nchannel = \"word\"\ndone_at = \"end\"",
            ),
            Self::Feedback { named } => (
                "feedback",
                "feedback_id",
                named,
                "at = \"day\"\nkind = \"'aided'\"\nscore = \"amount\"\ntext = \"word\"",
            ),
        };
        let id = if named { format!("{id} = \"id\"\n") } else { String::new() };
        format!(
            "table = \"{table}\"\nsource = \"{table}\"\ncurrency = \"EUR\"\n[columns]\ncustomer_id = \"customer\"\n{id}{columns}\n"
        )
    }

    fn table(self) -> &'static str {
        match self {
            Self::Purchases { .. } => "purchases",
            Self::Subscriptions { .. } => "subscriptions",
            Self::Touches { .. } => "touches",
            Self::Feedback { .. } => "feedback",
        }
    }

    fn named(self) -> bool {
        let (Self::Purchases { named }
        | Self::Subscriptions { named }
        | Self::Touches { named }
        | Self::Feedback { named }) = self;
        named
    }
}

/// Rows that say the same of the same customer and day: without an id nothing but standing in one file tells that they are several.
type Bundle = Vec<Row>;

fn bundles() -> impl Strategy<Value = Vec<Bundle>> {
    let days = prop_oneof![2 => Just(None), 3 => (1i32..300).prop_map(Some), 1 => Just(Some(2_000))];
    let row = (0u8..5, 0i32..400, 1i64..50, 0u8..3, days);
    prop::collection::vec(row, 1..14).prop_map(|rows| {
        let mut bundles: std::collections::BTreeMap<(u8, i32), Bundle> = std::collections::BTreeMap::new();
        for (id, (customer, day, amount, word, days)) in rows.into_iter().enumerate() {
            // Few days, so that rows alike come up.
            let day = day / 40 * 40;
            bundles.entry((customer, day)).or_default().push(Row { id, customer, day, amount, word, days });
        }
        bundles.into_values().collect()
    })
}

/// How a file is written.
#[derive(Clone, Debug)]
struct Export {
    /// Which bundles it holds.
    holds: Vec<bool>,
    order: Vec<Index>,
    columns: Vec<Index>,
    extra: u8,
    name: u8,
    /// Whether it is imported together with the one before.
    joins: bool,
}

fn export() -> impl Strategy<Value = Export> {
    let holds = prop::collection::vec(any::<bool>(), 14);
    let indices = || prop::collection::vec(any::<Index>(), 14);
    (holds, indices(), indices(), 0u8..4, any::<u8>(), any::<bool>())
        .prop_map(|(holds, order, columns, extra, name, joins)| Export { holds, order, columns, extra, name, joins })
}

/// Any order of some things.
fn shuffled<T>(mut things: Vec<T>, by: &[Index]) -> Vec<T> {
    for at in (1..things.len()).rev() {
        things.swap(at, by[at % by.len()].index(at + 1));
    }
    things
}

fn day(day: i32) -> String {
    super::FIRST.plus(day).to_string()
}

impl Export {
    fn plain() -> Self {
        Self { holds: vec![true; 14], order: Vec::new(), columns: Vec::new(), extra: 0, name: 0, joins: false }
    }

    fn csv(&self, layout: Layout, bundles: &[&Bundle]) -> String {
        let mut rows: Vec<&Row> = bundles.iter().flat_map(|bundle| bundle.iter()).collect();
        if !self.order.is_empty() {
            rows = shuffled(rows, &self.order);
        }
        let mut columns = vec!["customer", "day", "amount", "word", "end"];
        if layout.named() {
            columns.push("id");
        }
        let extra: Vec<String> = (0..self.extra).map(|number| format!("note {number}")).collect();
        columns.extend(extra.iter().map(String::as_str));
        if !self.columns.is_empty() {
            columns = shuffled(columns, &self.columns);
        }
        let mut csv = columns.join(",") + "\n";
        for (at, row) in rows.into_iter().enumerate() {
            let cell = |column: &&str| match *column {
                "customer" => format!("c{}", row.customer),
                "day" => day(row.day),
                "amount" => row.amount.to_string(),
                "word" => format!("w{}", row.word),
                "end" => row.days.map_or_else(String::new, |days| day(row.day + days)),
                "id" => format!("r{}", row.id),
                other => format!("{other} {} {at}", self.name),
            };
            writeln!(csv, "{}", columns.iter().map(cell).collect::<Vec<_>>().join(",")).expect("written");
        }
        csv
    }
}

/// All facts with their keys, and the ledger.
async fn known(company: &Growing, layouts: &[Layout]) -> (Vec<String>, String) {
    let mut facts = Vec::new();
    for layout in layouts {
        for batch in company.rows_of(layout.table()).await {
            let schema = batch.schema();
            // Which import said it first, and when, may differ.
            let kept = (0..batch.num_columns())
                .filter(|at| !["import_seq", "first_seen"].contains(&schema.field(*at).name().as_str()))
                .collect::<Vec<_>>();
            facts.extend(cells_of(&[batch.project(&kept).expect("columns")]));
        }
    }
    facts.sort();
    let ledger = company
        .look(|ledger, first| format!("{:?}", ledger.statement(Grain::Month, first, None).expect("a ledger").company))
        .await;
    (facts, ledger)
}

/// A few companies, or as many as `PROPTEST_CASES` says.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { 10 };
    ProptestConfig { cases, ..usual }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_same_rows_however_they_come_give_the_ledger_of_importing_once(
        policy in policies(),
        first in (0usize..4, bundles(), prop::collection::vec(export(), 1..4)),
        second in (0usize..8, bundles(), prop::collection::vec(export(), 1..3)),
    ) {
        let layouts = [LAYOUTS[first.0], LAYOUTS[second.0]];
        // Two sets of rows of one table would be another question.
        prop_assume!(layouts[0].table() != layouts[1].table());
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
            let (once, parts) = (Growing::new(policy.clone()).await, Growing::new(policy).await);
            for (layout, (_, bundles, exports)) in layouts.into_iter().zip([first, second]) {
                let map = layout.map();
                let all: Vec<&Bundle> = bundles.iter().collect();
                once.import_files(&map, &[("all.csv".to_owned(), Export::plain().csv(layout, &all))]).await;
                let mut waiting: Vec<(String, String)> = Vec::new();
                let mut exports = exports;
                for at in 1..exports.len() {
                    // What is read at once has the same columns.
                    if exports[at].joins {
                        (exports[at].columns, exports[at].extra) = (exports[at - 1].columns.clone(), exports[at - 1].extra);
                    }
                }
                for (number, export) in exports.iter().enumerate() {
                    let is_last = number + 1 == exports.len();
                    // What no file before held, the last one does.
                    let held = |at: usize| exports[..number].iter().any(|before| before.holds[at]);
                    let holds = |at: &usize| export.holds[*at] || is_last && !held(*at);
                    let chosen: Vec<&Bundle> = (0..bundles.len()).filter(holds).map(|at| &bundles[at]).collect();
                    if !export.joins && !waiting.is_empty() {
                        parts.import_files(&map, &std::mem::take(&mut waiting)).await;
                    }
                    if chosen.is_empty() {
                        continue;
                    }
                    waiting.push((format!("file {} ({number}).csv", export.name), export.csv(layout, &chosen)));
                }
                if !waiting.is_empty() {
                    parts.import_files(&map, &waiting).await;
                }
            }
            assert_eq!(known(&parts, &layouts).await, known(&once, &layouts).await, "{layouts:?}");
        });
    }

    #[test]
    fn a_purchase_known_by_its_day_alone_keeps_that_day_in_every_time_zone_and_one_with_a_time_is_of_the_companys_day(
        rows in prop::collection::vec((0i32..400, prop::option::of(0i32..86_400), 0usize..4), 1..30),
        [source, company] in [0usize..ZONES.len(), 0usize..ZONES.len()],
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
            let zone = |at: usize| TimeZone::get(ZONES[at]).expect("a zone");
            let mut csv = String::from("customer,day,amount\n");
            let mut expected = Vec::new();
            for (number, (day, seconds, writing)) in rows.iter().enumerate() {
                let date = super::FIRST.plus(*day).date();
                let written = match (seconds, writing) {
                    (None, 0) => date.to_string(),
                    (None, 1) => format!("{date} 00:00"),
                    (None, 2) => format!("{date}T00:00:00"),
                    (None, _) => date.strftime("%d %B %Y").to_string(),
                    // Not at midnight, which would be a day.
                    (Some(seconds), _) => {
                        let time = date.at(0, 0, 0, 0).saturating_add(SignedDuration::from_secs(i64::from(*seconds.max(&1))));
                        time.strftime("%Y-%m-%d %H:%M:%S").to_string()
                    }
                };
                writeln!(csv, "c{number},{written},5.00").expect("written");
                let day = match seconds {
                    None => date,
                    Some(seconds) => {
                        let time = date.at(0, 0, 0, 0).saturating_add(SignedDuration::from_secs(i64::from(*seconds.max(&1))));
                        zone(company).to_datetime(zone(source).to_timestamp(time).expect("an instant")).date()
                    }
                };
                expected.push((format!("c{number}"), Day::from_date(day)));
            }
            let map = format!(
                "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\ntime_zone = \"{}\"\n[columns]\ncustomer_id = \"customer\"\nat = \
                 \"day\"\namount = \"amount\"\n",
                ZONES[source]
            );
            let policy = Policy { time_zone: ZONES[company].to_owned(), ..Policy::default() };
            let company = Growing::empty(policy).await;
            let files = [("orders.csv".to_owned(), csv)];
            company.import_files(&map, &files).await;
            company.import_files(&map, &files).await;
            let days = expected.iter().map(|(_, day)| *day);
            let span = (days.clone().min().expect("a day"), days.max().expect("a day"));
            let told = |ledger: &Ledger<'_>, first: Day| {
                assert_eq!((first, ledger.walk.through), span);
                let (threads, _) = ledger
                    .accounts(Vec::new, |found: &mut Vec<(String, Day)>, account| {
                        let joined = account.movements.first().map(|movement| (account.customer.to_owned(), movement.day));
                        found.extend(joined);
                        Ok(())
                    })
                    .expect("accounts");
                let mut found: Vec<_> = threads.into_iter().flatten().collect();
                found.sort();
                found
            };
            expected.sort();
            assert_eq!(company.look_twice(told).await, [expected.clone(), expected]);
        });
    }

    #[test]
    fn what_is_known_reaches_to_the_last_day_of_which_facts_speak_that_has_come_or_up_to_which_a_source_is_complete(
        named in any::<bool>(),
        buys in any::<bool>(),
        bundles in bundles(),
        complete in prop::option::of((0..=TODAY, any::<bool>())),
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
            let policy = Policy::default();
            let mut company = if buys { Growing::new(policy).await } else { Growing::empty(policy).await };
            let before =
                if buys { Some(company.look(|ledger, first| (first, ledger.walk.through)).await) } else { None };
            let layout = Layout::Subscriptions { named };
            let csv = Export::plain().csv(layout, &bundles.iter().collect::<Vec<_>>());
            let files = [("all.csv".to_owned(), csv)];
            company.import_files(&layout.map(), &files).await;
            let rows = || bundles.iter().flatten();
            let ends = rows().filter_map(|row| Some(row.day + row.days?)).filter(|end| *end <= TODAY);
            let (first, last) = (rows().map(|row| row.day).min(), rows().map(|row| row.day).chain(ends).max());
            let [first, last] = [first, last].map(|day| super::FIRST.plus(day.expect("a row")));
            let before = before.unwrap_or((first, last));
            let known = (first.min(before.0), last.max(before.1));
            let found = company.look(|ledger, first| (first, ledger.walk.through)).await;
            assert_eq!(found, known);

            let Some((day, is_undone)) = complete else { return };
            let complete_through = super::FIRST.plus(day);
            company.complete_through = Some(complete_through);
            company.import_files(&layout.map(), &files).await;
            if is_undone {
                company.undo_last().await;
            }
            let last = if is_undone { known.1 } else { known.1.max(complete_through) };
            let (reaches, [walked, cached]) = (
                company.look(|ledger, first| (first, ledger.walk.through)).await,
                company.look_twice(|ledger, first| ledger.statement(Grain::Month, first, None).expect("it adds up").company).await,
            );
            assert_eq!(reaches, (known.0, last));
            assert_eq!(walked, cached, "the stored marts reach as far");
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_purchase_dated_ahead_says_nothing_of_the_days_up_to_it(
        files in prop::collection::vec(prop::collection::vec(0..2 * TODAY, 1..6), 1..4),
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
            let policy = Policy::default();
            let calendar = policy.check().expect("a policy");
            let mut company = Growing::empty(policy).await;
            let mut id = 0;
            for days in &files {
                let purchase = |day: &i32| {
                    id += 1;
                    (id, 1, *day, 5)
                };
                company.hear(&News::Purchases(days.iter().map(purchase).collect())).await;
            }
            let come = files.iter().flatten().copied().filter(|day| *day <= TODAY).max();
            let known = company.look(|ledger, _| ledger.walk.knowledge.purchases_through(&calendar)).await;
            assert_eq!(known, come.map(|day| super::FIRST.plus(day)));
        });
    }
}

#[tokio::test]
async fn purchases_are_known_up_to_the_day_to_which_all_their_sources_are_complete() {
    let mut company = Growing::new(Policy::default()).await;
    let calendar = company.policy.check().expect("a policy");
    let known = async |company: &Growing| {
        company.look(|ledger, _| ledger.walk.knowledge.purchases_through(&calendar).expect("purchases")).await
    };
    let latest = known(&company).await;
    company.complete_through = Some(latest.plus(30));
    company.hear(&News::Purchases(vec![(200, 1, 3, 5)])).await;
    assert_eq!(known(&company).await, latest.plus(30), "the shop's are all");
    company.complete_through = None;
    company.hear(&News::PurchasesByIds(vec![(1, 1, 3, 5)])).await;
    assert_eq!(known(&company).await, latest, "of the till nobody said so");
    company.complete_through = Some(latest.plus(10));
    company.hear(&News::PurchasesByIds(vec![(2, 1, 4, 5)])).await;
    assert_eq!(known(&company).await, latest.plus(10));
    // Who finds a customer by an id brings no purchases.
    company.complete_through = None;
    company.hear(&News::Identities(vec![(1, 1)])).await;
    assert_eq!(known(&company).await, latest.plus(10));
    company.undo_last().await;
    assert_eq!(known(&company).await, latest.plus(10));
}
