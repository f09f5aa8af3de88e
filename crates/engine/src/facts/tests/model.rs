//! Any sequence of imports against the simplest thing that could be right: a map.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// Purchase id (or none), customer, amount.
type Row = (Option<u8>, Option<u8>, i64);

fn imports() -> impl Strategy<Value = Vec<Vec<Row>>> {
    let row = (prop::option::weighted(0.7, 0_u8..8), prop::option::weighted(0.8, 0_u8..5), 0_i64..3);
    prop::collection::vec(prop::collection::vec(row, 0..12), 1..5)
}

/// What a row says, under its key: the id, or what it says and which of equal ones it is.
type Model = HashMap<(Option<u8>, Option<(Row, usize)>), Row>;

fn expect(model: &mut Model, rows: &[Row]) -> [u64; 6] {
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
    model.extend(seen);
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn any_imports_leave_what_a_map_would_hold(imports in imports()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, lake) = lake().await;
            let mut model = Model::new();
            for rows in &imports {
                let texts: Vec<_> =
                    rows.iter().map(|row| (row.0.map(|id| id.to_string()), row.1.map(|id| format!("c{id}")))).collect();
                let given: Vec<Purchase<'_>> = texts
                    .iter()
                    .zip(rows)
                    .map(|((id, customer), row)| (id.as_deref(), customer.as_deref(), 0, row.2))
                    .collect();
                let report = imported(&lake, purchases("shop", &given)).await;
                assert_eq!(counts(&report), expect(&mut model, rows));
            }
            let mut expected: Vec<_> = model.values().map(|row| row.2).collect();
            expected.sort_unstable();
            assert_eq!(amounts(&lake).await, expected);
        });
    }
}
