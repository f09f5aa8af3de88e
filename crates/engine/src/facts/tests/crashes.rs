use super::*;
use crate::lake::VIA;

const OLD: [Purchase<'static>; 2] = [(Some("p1"), Some("ann"), 10, 100), (Some("p2"), Some("bob"), 20, 200)];

/// Replaces a fact, adds one, is refused one and leaves one out.
fn next() -> Memory {
    let rows = [(Some("p1"), Some("ann"), 10, 150), (Some("p3"), Some("cid"), 30, 300), (Some("p3"), None, 30, 300)];
    purchases_without("shop", &rows, &["p2"])
}

async fn everything(lake: &Lake) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (table, column) in [
        ("purchases", "amount_minor"),
        ("purchases", "import_seq"),
        ("superseded", "content"),
        ("superseded", "superseded_by"),
        ("confirmed", "import_seq"),
        ("restored", "restored_by"),
        ("left_out", "import_seq"),
        ("rejects", "reason"),
        ("rejects", "import_seq"),
        ("imports", "import_seq"),
        ("imports", "replaced"),
    ] {
        all.push(texts(lake, table, column).await);
    }
    all
}

#[tokio::test]
async fn interrupted_anywhere_an_import_took_place_wholly_or_not_at_all() {
    let (_folder, whole) = lake().await;
    imported(&whole, purchases("shop", &OLD)).await;
    let nothing = everything(&whole).await;
    imported(&whole, next()).await;
    let all = everything(&whole).await;
    for step in Step::ALL {
        let (_folder, lake) = lake().await;
        imported(&lake, purchases("shop", &OLD)).await;
        let how = How { dies_after: Some(step), ..How::default() };
        assert!(matches!(import_as(&lake, next(), how).await, Err(ImportError::Died(_))));
        let reopened = Lake::open(lake.root()).await.unwrap();
        repair(&reopened, How::default().now).await.unwrap();
        let expected = if step == Step::FactsCommitted { &all } else { &nothing };
        assert_eq!(&everything(&reopened).await, expected, "{step:?}");
        // Whatever happened, the same import afterwards leads to the same facts.
        let report = imported(&lake, next()).await;
        assert_eq!(amounts(&lake).await, [150, 300], "{step:?}");
        let expected = if step == Step::FactsCommitted { [3, 0, 0, 2, 0, 1] } else { [3, 1, 1, 0, 0, 1] };
        assert_eq!(counts(&report), expected, "{step:?}");
        assert_eq!(texts(&lake, "superseded", "import_seq").await, ["1", "1"], "{step:?}");
    }
}

#[tokio::test]
async fn interrupted_anywhere_an_undo_took_place_wholly_or_not_at_all() {
    let (_folder, whole) = lake().await;
    imported(&whole, purchases("shop", &OLD)).await;
    imported(&whole, next()).await;
    let nothing = everything(&whole).await;
    undone(&whole, 2).await;
    let all = everything(&whole).await;
    for step in Step::ALL {
        let (_folder, lake) = lake().await;
        imported(&lake, purchases("shop", &OLD)).await;
        imported(&lake, next()).await;
        let how = How { dies_after: Some(step), ..How::default() };
        assert!(matches!(undo_as(&lake, 2, how).await, Err(ImportError::Died(_))));
        let reopened = Lake::open(lake.root()).await.unwrap();
        repair(&reopened, How::default().now).await.unwrap();
        let is_done = step == Step::FactsCommitted;
        assert_eq!(&everything(&reopened).await, if is_done { &all } else { &nothing }, "{step:?}");
        // Whatever happened, saying it again leads to the same.
        match undo_as(&lake, 2, How::default()).await {
            Err(ImportError::AlreadyUndone { seq: 2, by: 3 }) => assert!(is_done, "{step:?}"),
            done => assert!(done.is_ok() && !is_done, "{step:?}"),
        }
        assert_eq!(everything(&lake).await, all, "{step:?}");
        assert_eq!(amounts(&lake).await, [100, 200], "{step:?}");
    }
}

#[tokio::test]
async fn cancelled_or_dry_an_undo_leaves_nothing() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &OLD)).await;
    imported(&lake, next()).await;
    let (before, files) = (everything(&lake).await, walk(lake.root()));
    let cancelled = undo_as(&lake, 2, How { cancelled: true, ..How::default() }).await.unwrap_err();
    assert!(matches!(cancelled, ImportError::Cancelled));
    undo_as(&lake, 2, How { dry_run: true, ..How::default() }).await.unwrap();
    assert_eq!(everything(&lake).await, before);
    assert_eq!(walk(lake.root()), files);
}

#[tokio::test]
async fn an_import_that_took_place_is_found_by_its_id_wherever_it_was_interrupted() {
    let next_as = |dies_after| How { id: "01K", dies_after, ..How::default() };
    for step in Step::ALL.map(Some).into_iter().chain([None]) {
        let (_folder, lake) = lake().await;
        imported(&lake, purchases("shop", &OLD)).await;
        let ended = import_as(&lake, next(), next_as(step)).await;
        // Others went on meanwhile.
        imported(&lake, purchases("till", &OLD)).await;
        let found = took_place(&lake, "01K", How::default().now).await.unwrap();
        match (step, found) {
            // What it made of its table is shown at once, and not kept.
            (None, Some(found)) => assert_eq!(found, ImportReport { look: Look::default(), ..ended.unwrap() }),
            (Some(Step::FactsCommitted), Some(found)) => {
                assert_eq!((found.import_seq, counts(&found)), (2, [3, 1, 1, 0, 0, 1]));
                assert_eq!(found.first_rejects.len(), 1, "what was refused is told, too");
            }
            (Some(_), found) => assert_eq!(found, None, "{step:?}"),
            (None, None) => panic!("it took place"),
        }
        let imports = texts(&lake, "imports", "import_seq").await;
        assert!(took_place(&lake, "01L", How::default().now).await.unwrap().is_none());
        assert_eq!(texts(&lake, "imports", "import_seq").await, imports, "asking changes nothing");
    }
}

#[tokio::test]
async fn the_next_import_repairs_too() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &OLD)).await;
    let how = How { dies_after: Some(Step::FactsCommitted), ..How::default() };
    import_as(&lake, next(), how).await.unwrap_err();
    assert_eq!(imported(&lake, purchases("shop", &OLD[1..])).await.import_seq, 3);
    assert_eq!(texts(&lake, "imports", "import_seq").await, ["1", "2", "3"]);
}

#[tokio::test]
async fn cancelled_or_failing_or_dry_an_import_leaves_nothing() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &OLD)).await;
    let before = everything(&lake).await;
    let listed = || walk(lake.root());
    let files = listed();

    let cancelled = import_as(&lake, next(), How { cancelled: true, ..How::default() }).await.unwrap_err();
    assert!(matches!(cancelled, ImportError::Cancelled));
    let mut failing = next();
    failing.pulls = vec![Ok(purchases_in(0, &OLD)), Err(SourceError::NoInput)].into_iter();
    let failed = import_as(&lake, failing, How::default()).await.unwrap_err();
    assert!(failed.to_string().ends_with("nothing was imported"), "{failed}");
    let dry = import_as(&lake, next(), How { dry_run: true, ..How::default() }).await.unwrap();
    assert_eq!(everything(&lake).await, before);
    assert_eq!(listed(), files);

    let wet = imported(&lake, next()).await;
    let same = ImportReport { dry_run: false, finished_at: wet.finished_at, ..dry };
    assert_eq!(same, wet);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

#[tokio::test]
async fn of_two_imports_at_once_one_is_told_to_wait() {
    let (_folder, lake) = lake().await;
    let other = Lake::open(lake.root()).await.unwrap();
    let _lock = other.lock().unwrap();
    let refused = import_as(&lake, next(), How::default()).await.unwrap_err();
    assert!(refused.to_string().contains("another import or refresh is running"), "{refused}");
    repair(&lake, How::default().now).await.unwrap();
}

/// Nothing but rows that are known, and one that is refused: no fact changes, so the row in `imports` alone decides.
fn nothing_new() -> Memory {
    purchases("shop", &[OLD[0], OLD[1], (Some("p1"), Some("ann"), 10, 999)])
}

#[tokio::test]
async fn interrupted_anywhere_an_import_without_new_facts_leaves_nothing_until_it_is_noted() {
    for step in Step::ALL {
        let (_folder, lake) = lake().await;
        imported(&lake, purchases("shop", &OLD)).await;
        let before = everything(&lake).await;
        let how = How { dies_after: Some(step), ..How::default() };
        assert!(matches!(import_as(&lake, nothing_new(), how).await, Err(ImportError::Died(_))));
        let reopened = Lake::open(lake.root()).await.unwrap();
        repair(&reopened, How::default().now).await.unwrap();
        assert_eq!(everything(&reopened).await, before, "{step:?}");
        let report = imported(&reopened, nothing_new()).await;
        assert_eq!((report.import_seq, counts(&report)), (2, [3, 0, 0, 2, 0, 1]), "{step:?}");
        assert_eq!(texts(&reopened, "rejects", "import_seq").await, ["2"], "{step:?}");
    }
}

/// Purchases whose customers are found by their ids in the CRM, nobody being known yet.
fn purchases_of_ids(ids: &[&str]) -> Memory {
    let texts = |texts: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(texts)) };
    let numbers: Vec<String> = (0..ids.len()).map(|number| format!("p{number}")).collect();
    let moments = TimestampMicrosecondArray::from_iter_values((0..).take(ids.len())).with_timezone("UTC");
    let rows = rows(
        Fact::Purchases,
        &[
            ("purchase_id", texts(numbers.iter().map(|id| Some(id.as_str())).collect())),
            ("at", Arc::new(moments)),
            ("amount_minor", Arc::new(Int64Array::from_iter_values((0..).take(ids.len())))),
            ("currency", texts(vec![Some("GBP"); ids.len()])),
            (VIA[0], texts(vec![Some("crm"); ids.len()])),
            (VIA[1], texts(ids.iter().copied().map(Some).collect())),
        ],
    );
    one_pull(Fact::Purchases, "till", rows)
}

fn crm(of: &[(&str, &str)]) -> Memory {
    let texts = |texts: Vec<&str>| -> ArrayRef { Arc::new(StringArray::from(texts)) };
    let (ids, customers) = of.iter().copied().unzip();
    let rows = rows(Fact::Identities, &[("source_id", texts(ids)), ("customer_id", texts(customers))]);
    one_pull(Fact::Identities, "crm", rows)
}

fn one_pull(fact: Fact, source: &str, rows: RecordBatch) -> Memory {
    let places = (0..rows.num_rows()).map(|row| RowPosition { file: 0, row: row as u64 + 2 }).collect();
    let batch = FactBatch { rows, places, content: Vec::new() };
    Memory::new(fact, source, &["one.csv"], vec![Pull { batch, rejects: Vec::new(), left_out: None }])
}

#[tokio::test]
async fn facts_are_given_to_their_customers_though_the_import_of_the_identities_was_interrupted() {
    for step in Step::ALL {
        let (_folder, lake) = lake().await;
        imported(&lake, purchases_of_ids(&["a", "b", "c"])).await;
        imported(&lake, crm(&[("a", "ann"), ("b", "ann")])).await;
        assert_eq!(texts(&lake, "purchases", "customer_id").await, ["-", "ann", "ann"]);
        let how = How { dies_after: Some(step), ..How::default() };
        let died = import_as(&lake, crm(&[("b", "bob"), ("c", "cid")]), how).await;
        assert!(matches!(died, Err(ImportError::Died(_))), "{step:?}");
        let reopened = Lake::open(lake.root()).await.unwrap();
        repair(&reopened, How::default().now).await.unwrap();
        let is_done = step == Step::FactsCommitted;
        let expected = if is_done { ["ann", "bob", "cid"] } else { ["-", "ann", "ann"] };
        assert_eq!(texts(&reopened, "purchases", "customer_id").await, expected, "{step:?}");
        // What follows is as if nothing had been, and an attribution is no import that could be undone.
        imported(&reopened, crm(&[("b", "bob"), ("c", "cid")])).await;
        assert_eq!(texts(&reopened, "purchases", "customer_id").await, ["ann", "bob", "cid"], "{step:?}");
        let refused = undo_as(&reopened, 3, How::default()).await.map(drop);
        assert!(matches!(refused, Err(ImportError::NotUndoable { seq: 3 })), "{step:?}: {refused:?}");
        undone(&reopened, 2).await;
        assert_eq!(texts(&reopened, "purchases", "customer_id").await, ["-", "bob", "cid"], "{step:?}");
        assert_eq!(amounts(&reopened).await, [0, 1, 2], "{step:?}");
    }
}
