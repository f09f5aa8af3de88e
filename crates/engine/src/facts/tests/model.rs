//! Any sequence of imports against the simplest thing that could be right: a map.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// Purchase id (or none), customer, amount.
type Row = (Option<u8>, Option<u8>, i64);

/// Of each import its rows, and the ids of those that are left out.
fn imports() -> impl Strategy<Value = Vec<(Vec<Row>, Vec<u8>)>> {
    let row = (prop::option::weighted(0.7, 0_u8..8), prop::option::weighted(0.8, 0_u8..5), 0_i64..3);
    let rows = prop::collection::vec(row, 0..12);
    prop::collection::vec((rows, prop::collection::vec(0_u8..8, 0..4)), 1..5)
}

/// What a row says, under its key: the id, or what it says and which of equal ones it is.
type Model = HashMap<(Option<u8>, Option<(Row, usize)>), Row>;

fn expect(model: &mut Model, rows: &[Row], left_out: &[u8]) -> ([u64; 6], u64) {
    let mut counts = [rows.len() as u64, 0, 0, 0, 0, 0];
    let mut seen: Model = HashMap::new();
    let mut occurrences: HashMap<Row, usize> = HashMap::new();
    for row in rows {
        let occurrence = occurrences.entry(*row).or_default();
        let key = if row.0.is_some() { (row.0, None) } else { (None, Some((*row, *occurrence))) };
        *occurrence += 1;
        let outcome = match (seen.get(&key), model.get(&key)) {
            (Some(first), _) if first == row => 4,
            (Some(_), _) => 5,
            (None, None) => 1,
            (None, Some(known)) if known == row => 3,
            (None, Some(_)) => 2,
        };
        counts[outcome] += 1;
        seen.entry(key).or_insert(*row);
    }
    let before = model.len();
    let is_left_out = |id: Option<u8>| id.is_some_and(|id| left_out.contains(&id));
    model.retain(|key, _| seen.contains_key(key) || !is_left_out(key.0));
    let withdrawn = (before - model.len()) as u64;
    model.extend(seen);
    (counts, withdrawn)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn any_imports_leave_what_a_map_would_hold(imports in imports()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, lake) = lake().await;
            let mut model = Model::new();
            for (rows, left_out) in &imports {
                let texts: Vec<_> =
                    rows.iter().map(|row| (row.0.map(|id| id.to_string()), row.1.map(|id| format!("c{id}")))).collect();
                let given: Vec<Purchase<'_>> = texts
                    .iter()
                    .zip(rows)
                    .map(|((id, customer), row)| (id.as_deref(), customer.as_deref(), 0, row.2))
                    .collect();
                let ids: Vec<String> = left_out.iter().map(u8::to_string).collect();
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                let report = imported(&lake, purchases_without("shop", &given, &ids)).await;
                assert_eq!((counts(&report), report.withdrawn), expect(&mut model, rows, left_out));
            }
            let mut expected: Vec<_> = model.values().map(|row| row.2).collect();
            expected.sort_unstable();
            assert_eq!(amounts(&lake).await, expected);
        });
    }
}
