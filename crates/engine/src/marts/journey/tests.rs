//! The map tells what a plain look at each case tells.

mod cost;
mod handoffs;
mod shuffled;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bellwether_model::Policy;
use proptest::prelude::*;

use super::*;
use crate::marts::ledger::{Amount, Ledger};
use crate::marts::tests::growing::Growing;
use crate::sources;
use crate::sources::mapping::{Mapping, MappingSource};

const MAP: &str = "table = \"touches\"\nsource = \"SOURCE\"\n[columns]\ncustomer_id = \"customer\"\ncase_id = \"case\"\n\
                   touchpoint = \"what\"\nstarted_at = \"at\"\nsequence = \"no\"\n";

#[derive(Clone, Debug)]
struct Row {
    source: usize,
    customer: Option<u8>,
    case: Option<u8>,
    what: u8,
    /// Minutes.
    at: u32,
    sequence: Option<u8>,
}

/// Touches of few cases and customers, no two of which have moment and place in it in common.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0usize..2, prop::option::weighted(0.9, 0u8..50), prop::option::weighted(0.9, 0u8..12), 0u8..5);
    let moment = (prop_oneof![0u32..6, 0u32..40_320], prop::option::of(0u8..4));
    prop::collection::vec((row, moment), 1..80).prop_map(|rows| {
        let mut seen = BTreeSet::new();
        let rows = rows.into_iter().map(|((source, customer, case, what), (at, sequence))| Row {
            source,
            customer,
            case,
            what,
            at,
            sequence,
        });
        rows.filter(|row| seen.insert((row.at, row.sequence))).collect()
    })
}

fn csv(rows: &[&Row]) -> String {
    let text = |number: Option<u8>, sign: &str| number.map(|number| format!("{sign}{number}")).unwrap_or_default();
    let mut csv = String::from("customer,case,what,at,no\n");
    for row in rows {
        let (day, hour, minute) = (row.at / 1440, row.at / 60 % 24, row.at % 60);
        let (customer, case, no) = (text(row.customer, "c"), text(row.case, "k"), text(row.sequence, ""));
        let at = format!("2023-01-{:02}T{hour:02}:{minute:02}:00Z", 1 + day);
        writeln!(csv, "{customer},{case},touchpoint {},{at},{no}", row.what).expect("written");
    }
    csv
}

/// What each active customer is worth.
fn worth(ledger: &Ledger<'_>) -> BTreeMap<String, i64> {
    let (parts, _) = ledger
        .accounts(BTreeMap::new, |worth: &mut BTreeMap<String, i64>, account| {
            if account.movements.iter().map(|movement| i32::from(movement.customers)).sum::<i32>() > 0 {
                worth.insert(account.customer.to_owned(), account.movements.last().map_or(0, |last| last.value_after));
            }
            Ok(())
        })
        .expect("accounts");
    parts.into_iter().flatten().collect()
}

/// Events, without a case, cases, and of touchpoints, edges and variants what is told of them.
type Told = (
    u64,
    u64,
    u64,
    BTreeMap<String, (u64, u64, u64, Amount)>,
    BTreeMap<String, (u64, f64, Amount)>,
    u64,
    BTreeMap<String, u64>,
);

fn plainly(rows: &[Row], grouping: Grouping, only: &[String], worth: &BTreeMap<String, i64>) -> Told {
    let mut cases: BTreeMap<(usize, u8), Vec<&Row>> = BTreeMap::new();
    let mut without = 0;
    for row in rows {
        match (grouping, row.case, row.customer) {
            (Grouping::Case, Some(case), _) => cases.entry((row.source, case)).or_default().push(row),
            (Grouping::Customer, _, Some(customer)) => cases.entry((0, customer)).or_default().push(row),
            _ => without += 1,
        }
    }
    let name = |row: &Row| format!("touchpoint {}", row.what);
    let amount = |customers: &BTreeSet<u8>| Amount {
        customers: customers.len() as i64,
        minor: customers
            .iter()
            .filter_map(|customer| worth.get(&format!("c{customer}")))
            .map(|minor| i128::from(*minor))
            .sum(),
    };
    let mut touchpoints: BTreeMap<String, (u64, u64, u64, BTreeSet<u8>)> = BTreeMap::new();
    let mut edges: BTreeMap<String, (Vec<f64>, BTreeSet<u8>)> = BTreeMap::new();
    let mut variants: BTreeMap<String, u64> = BTreeMap::new();
    let (mut events, mut number) = (0, 0);
    for case in cases.values_mut() {
        case.sort_by_key(|row| (row.at, row.sequence));
        if !only.is_empty() && !case.iter().any(|row| only.contains(&name(row))) {
            continue;
        }
        number += 1;
        events += case.len() as u64;
        *variants.entry(case.iter().map(|row| name(row)).collect::<Vec<_>>().join(" > ")).or_default() += 1;
        for (at, row) in case.iter().enumerate() {
            let told = touchpoints.entry(name(row)).or_default();
            told.0 += 1;
            told.1 += u64::from(at == 0);
            told.2 += u64::from(at + 1 == case.len());
            told.3.extend(row.customer);
        }
        for pair in case.windows(2) {
            let told = edges.entry(format!("{} > {}", name(pair[0]), name(pair[1]))).or_default();
            told.0.push(f64::from(pair[1].at - pair[0].at) * 60.0);
            told.1.extend(pair[1].customer.or(pair[0].customer));
        }
    }
    let edges = edges.into_iter().map(|(step, (mut seconds, customers))| {
        seconds.sort_by(f64::total_cmp);
        let median = f64::midpoint(seconds[(seconds.len() - 1) / 2], seconds[seconds.len() / 2]);
        (step, (seconds.len() as u64, median, amount(&customers)))
    });
    let touchpoints = touchpoints.into_iter().map(|(name, told)| (name, (told.0, told.1, told.2, amount(&told.3))));
    (events, without, number, touchpoints.collect(), edges.collect(), variants.len() as u64, variants)
}

fn of_map(map: JourneyMap) -> Told {
    let touchpoints =
        map.touchpoints.into_iter().map(|it| (it.touchpoint, (it.events, it.starts, it.ends, it.customers)));
    let edges = map.edges.into_iter();
    let edges = edges.map(|it| (format!("{} > {}", it.from, it.to), (it.count, it.seconds.median, it.customers)));
    let variants = map.frequent_variants.into_iter().map(|it| (it.touchpoints.join(" > "), it.cases));
    (map.events, map.without_case, map.cases, touchpoints.collect(), edges.collect(), map.variants, variants.collect())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 12 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn a_map_tells_what_a_plain_look_at_each_case_tells(rows in rows(), split in 0usize..80, only in 0u8..6) {
        runtime().block_on(async {
            let company = Growing::new(Policy::default()).await;
            for (part, rows) in [&rows[..split.min(rows.len())], &rows[split.min(rows.len())..]].into_iter().enumerate() {
                for source in 0..2 {
                    let of_source: Vec<&Row> = rows.iter().filter(|row| row.source == source).collect();
                    if !of_source.is_empty() {
                        let map = MAP.replace("SOURCE", ["desk", "van"][source]);
                        company.import_files(&map, &[(format!("{part}-{source}.csv"), csv(&of_source))]).await;
                    }
                }
            }
            let only: Vec<String> = rows.iter().filter(|row| row.what == only).take(1).map(|row| format!("touchpoint {}", row.what)).collect();
            for grouping in [Grouping::Case, Grouping::Customer] {
                let (told, plain) = company.look(|ledger, _| {
                    let map = journey_map(ledger, MapScope { grouping, sources: &[], touchpoints: &only }).expect("a map");
                    assert_eq!(map.unordered_edges, 0);
                    (of_map(map), plainly(&rows, grouping, &only, &worth(ledger)))
                }).await;
                assert_eq!(told, plain, "{grouping:?}");
            }
        });
    }
}

proptest! {
    #[test]
    fn a_log_that_is_only_looked_at_tells_of_its_cases_what_a_plain_look_tells(
        rows in rows(), ids in prop::option::of(prop::collection::vec(prop::option::of(0u8..30), 80))
    ) {
        let of_source: Vec<Row> = rows.into_iter().filter(|row| row.source == 0).collect();
        prop_assume!(of_source.iter().any(|row| row.case.is_some()));
        let ids = ids.unwrap_or_else(|| vec![None; 80]);
        let texts = ids.iter().map(|id| id.map(|id| format!("t{id}")).unwrap_or_default());
        let columns = std::iter::once("id".to_owned()).chain(texts);
        let text = csv(&of_source.iter().collect::<Vec<_>>());
        let lines: Vec<String> = text.lines().zip(columns).map(|(line, id)| format!("{line},{id}")).collect();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.csv");
        std::fs::write(&path, lines.join("\n")).expect("written");
        let mapping = format!("{}touch_id = \"id\"\n", MAP.replace("SOURCE", "desk"));
        let mapping = Mapping::from_toml(&mapping).expect("a mapping");
        let reader = sources::open(&[path.display().to_string()], &mapping.format).expect("a file");
        let mut source = MappingSource::new(reader, mapping, &jiff::tz::TimeZone::UTC, None).expect("its rows");
        let calendar = Policy::default().check().expect("a policy");
        let log = log_map(&mut source, calendar.clock()).expect("a map");
        // Of rows with one id an import takes the first.
        let mut known = BTreeSet::new();
        let taken = of_source.iter().zip(&ids).filter(|(_, id)| id.is_none_or(|id| known.insert(id)));
        let taken: Vec<Row> = taken.map(|(row, _)| row.clone()).collect();
        let repeated = (of_source.len() - taken.len()) as u64;
        prop_assert_eq!((log.rows, log.rejected, log.repeated), (of_source.len() as u64, 0, repeated));
        let mut plain = plainly(&taken, Grouping::Case, &[], &BTreeMap::new());
        plain.3.values_mut().for_each(|told| told.3 = Amount::default());
        plain.4.values_mut().for_each(|told| told.2 = Amount::default());
        prop_assert_eq!(of_map(log.map), plain);
    }
}

#[test]
fn what_may_as_well_have_been_the_other_way_round_is_said() {
    let text = "customer,case,what,at,no\n\
                c1,k1,order,2023-01-01T10:00:00Z,\nc1,k1,pay,2023-01-01T10:00:00Z,\nc1,k1,pay,2023-01-01T10:00:00Z,1\n\
                c2,k2,order,2023-01-02,\nc2,k2,call,2023-01-02T10:00:00Z,\nc2,k2,visit,2023-01-02T11:00:00Z,\n\
                c3,k3,order,2023-01-02T10:00:00Z,1\nc3,k3,pay,2023-01-02T10:00:00Z,2\n";
    runtime().block_on(async {
        let company = Growing::new(Policy::default()).await;
        company.import_files(&MAP.replace("SOURCE", "desk"), &[("touches.csv".to_owned(), text.to_owned())]).await;
        let map = company
            .look(|ledger, _| {
                journey_map(ledger, MapScope { grouping: Grouping::Case, sources: &[], touchpoints: &[] })
                    .expect("a map")
            })
            .await;
        // Order and pay of the first case, order and call of the second one.
        assert_eq!(map.unordered_edges, 2);
        let unknown = company
            .look(|ledger, _| {
                journey_map(
                    ledger,
                    MapScope { grouping: Grouping::Case, sources: &[], touchpoints: &["fax".to_owned()] },
                )
                .unwrap_err()
            })
            .await;
        assert!(unknown.to_string().contains("'fax'"), "{unknown}");
        let scope = MapScope { grouping: Grouping::Case, sources: &["shop".to_owned()], touchpoints: &[] };
        let unknown = company.look(|ledger, _| journey_map(ledger, scope).unwrap_err()).await;
        assert!(unknown.to_string().contains("'shop'"), "{unknown}");
    });
}

#[test]
fn most_cases_are_four_in_five_and_durations_are_read_off_their_ranks() {
    let mut fold = map::MapFold::default();
    let touch = |touchpoint, at: i64| map::CaseTouch { touchpoint, at: at * 1_000_000, customer: None };
    for (way, cases) in [(0, 5), (1, 3), (2, 1), (3, 1)] {
        for case in 0..cases {
            fold.add(&[touch(way, 0), touch(4, 10 + case)], 0);
        }
    }
    let names: Vec<String> = (0..5).map(|number| number.to_string()).collect();
    let map = fold.finish(&names, 0, 2);
    assert_eq!((map.cases, map.variants, map.variants_of_most_cases), (10, 4, 2));
    assert_eq!(map.frequent_variants.iter().map(|variant| variant.cases).collect::<Vec<_>>(), [5, 3]);
    let edges: Vec<_> = map.edges.iter().map(|step| (step.count, step.seconds.median, step.seconds.p90)).collect();
    assert_eq!(edges, [(5, 12.0, 13.6), (3, 11.0, 11.8), (1, 10.0, 10.0), (1, 10.0, 10.0)]);
}
