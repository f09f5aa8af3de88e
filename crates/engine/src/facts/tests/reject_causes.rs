//! A refused row is to be done until it comes in, or somebody says that it is none.

use proptest::prelude::*;

use super::telling::refused;
use super::*;
use crate::sources::MendedRow;

/// A file of its own name: rows of these ids, and refused ones.
fn file(name: &str, good: &[(u8, i64)], bad: &[u8]) -> Memory {
    file_of("shop", name, good, bad)
}

/// The same of a source.
fn file_of(source: &str, name: &str, good: &[(u8, i64)], bad: &[u8]) -> Memory {
    let ids: Vec<String> = good.iter().map(|row| format!("p{}", row.0)).collect();
    let rows: Vec<Purchase<'_>> =
        ids.iter().zip(good).map(|(id, row)| (Some(id.as_str()), Some("ann"), 10, row.1)).collect();
    let mut pulled = purchases_in(0, &rows);
    let reject = |id: &u8| Reject { id: Some(format!("p{id}")), ..refused(u64::from(*id) + 100, "Total", "x", "x") };
    pulled.rejects = bad.iter().map(reject).collect();
    Memory::new(Fact::Purchases, source, &[name], vec![pulled])
}

/// Rows of an import that are mended, dismissed, open.
async fn counted(lake: &Lake, import_seq: i64) -> [u64; 3] {
    let causes = reject_causes(lake, &|place| place.row == 199).await.unwrap();
    let mut counts = [0; 3];
    for cause in causes.iter().filter(|cause| cause.import_seq == import_seq) {
        let more = [cause.mended, cause.dismissed, cause.open];
        counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        assert!(cause.first_open.len() as u64 <= cause.open);
    }
    counts
}

#[tokio::test]
async fn a_row_is_mended_once_a_later_import_brings_its_id_and_open_again_when_that_is_undone() {
    let (_folder, lake) = lake().await;
    imported(&lake, file("a.csv", &[(1, 5), (2, 5)], &[3, 4, 99])).await;
    assert_eq!(counted(&lake, 1).await, [0, 1, 2]);
    imported(&lake, file("b.csv", &[(1, 6), (3, 6)], &[])).await;
    assert_eq!(counted(&lake, 1).await, [1, 1, 1]);
    undone(&lake, 2).await;
    assert_eq!(counted(&lake, 1).await, [0, 1, 2]);
    // What is there from before is not the row that was refused.
    imported(&lake, file("c.csv", &[(7, 7)], &[1, 2])).await;
    assert_eq!(counted(&lake, 4).await, [0, 0, 2]);
}

#[tokio::test]
async fn a_file_read_again_tells_of_its_rows_itself() {
    let (_folder, lake) = lake().await;
    imported(&lake, file("a.csv", &[(1, 5)], &[3, 4])).await;
    imported(&lake, file("a.csv", &[(1, 5)], &[4])).await;
    assert_eq!(counted(&lake, 1).await, [1, 0, 0], "one is no longer refused");
    assert_eq!(counted(&lake, 2).await, [0, 0, 1], "and the other is told of once");
}

#[tokio::test]
async fn a_file_read_as_another_sources_mends_nothing() {
    let (_folder, lake) = lake().await;
    imported(&lake, file("a.csv", &[(1, 5)], &[3, 4])).await;
    imported(&lake, file_of("till", "a.csv", &[(1, 5), (3, 5)], &[])).await;
    assert_eq!(counted(&lake, 1).await, [0, 0, 2]);
}

#[tokio::test]
async fn a_corrected_file_of_rejects_says_what_it_mends() {
    struct Corrected(Memory, Vec<MendedRow>);
    impl FactSource for Corrected {
        fn fact(&self) -> Fact {
            self.0.fact()
        }
        fn source(&self) -> &str {
            self.0.source()
        }
        fn files(&self) -> &[SourceFile] {
            self.0.files()
        }
        fn next(&mut self) -> Result<Option<Pull>, SourceError> {
            self.0.next()
        }
        fn progress(&self) -> sources::Progress {
            self.0.progress()
        }
        fn mended(&self) -> &[MendedRow] {
            &self.1
        }
    }
    let (_folder, lake) = lake().await;
    let nameless = |rejects: Vec<Reject>| {
        let mut pulled = purchases_in(0, &[(None, Some("ann"), 10, 5)]);
        pulled.rejects = rejects;
        Memory::new(Fact::Purchases, "shop", &["a.csv"], vec![pulled])
    };
    imported(&lake, nameless(vec![refused(3, "Total", "x", "x"), refused(4, "Total", "y", "y")])).await;
    assert_eq!(counted(&lake, 1).await, [0, 0, 2]);
    let mended = MendedRow { import_seq: 1, file: "a.csv".to_owned(), row: 4 };
    let rows = purchases_in(0, &[(None, Some("ann"), 10, 7)]);
    let corrected = Memory::new(Fact::Purchases, "shop", &["1-purchases.csv"], vec![rows]);
    imported(&lake, Corrected(corrected, vec![mended])).await;
    assert_eq!(counted(&lake, 1).await, [1, 0, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_imported_a_refused_row_is_open_until_its_id_comes(
        imports in prop::collection::vec(prop::collection::btree_map(0_u8..12, any::<bool>(), 0..8), 1..5)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, lake) = lake().await;
            let mut numbers = Vec::new();
            for (at, rows) in imports.iter().enumerate() {
                let mut good: Vec<_> = rows.iter().filter(|row| *row.1).map(|row| (*row.0, at as i64)).collect();
                // Of an import that refuses every row nothing is kept.
                good.push((50, at as i64));
                let bad: Vec<u8> = rows.iter().filter(|row| !row.1).map(|row| *row.0).collect();
                numbers.push(imported(&lake, file(&format!("{at}.csv"), &good, &bad)).await.import_seq);
            }
            for (at, rows) in imports.iter().enumerate() {
                let bad: Vec<&u8> = rows.iter().filter(|row| !row.1).map(|row| row.0).collect();
                let came = |id: &&&u8| imports[at + 1..].iter().any(|later| later.get(id) == Some(&true));
                let mended = bad.iter().filter(came).count() as u64;
                assert_eq!(counted(&lake, numbers[at]).await, [mended, 0, bad.len() as u64 - mended]);
            }
        });
    }
}
