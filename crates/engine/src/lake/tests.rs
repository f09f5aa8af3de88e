use std::fs::{self, File};
use std::sync::Arc;

use arrow::array::{Array, AsArray, Int32Array, Int64Array, RecordBatch, StringArray, new_null_array};
use arrow::datatypes::{DataType, Field, Fields, Int64Type, Schema, SchemaRef};
use jiff::Timestamp;

use super::folder::{HEADS, LOG, STAGING, log_name};
use super::*;

mod damage;

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, true),
        Field::new("value", DataType::Int64, false),
    ]))
}

fn rows(rows: &[(i32, &str, i64)]) -> RecordBatch {
    let buckets = Int32Array::from_iter_values(rows.iter().map(|row| row.0));
    let customers = StringArray::from_iter_values(rows.iter().map(|row| row.1));
    let values = Int64Array::from_iter_values(rows.iter().map(|row| row.2));
    RecordBatch::try_new(schema(), vec![Arc::new(buckets), Arc::new(customers), Arc::new(values)]).unwrap()
}

fn written(lake: &Lake, groups: &[&[(i32, &str, i64)]]) -> WrittenFile {
    let mut writer = lake.writer("movements", schema()).unwrap();
    for group in groups {
        writer.write(&rows(group)).unwrap();
        writer.cut().unwrap();
    }
    writer.finish().unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn values(read: Rows) -> Vec<i64> {
    let batches: Vec<RecordBatch> = read.collect::<Result<_, _>>().unwrap();
    batches.iter().flat_map(|batch| batch["value"].as_primitive::<Int64Type>().values().to_vec()).collect()
}

fn parquet_files(lake: &Lake) -> usize {
    let listed = fs::read_dir(lake.folder("movements")).unwrap();
    listed.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "parquet")).count()
}

#[tokio::test]
async fn an_opened_lake_has_every_table_of_facts_and_opening_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let lake = Lake::open(folder.path()).await.unwrap();
        for fact in Fact::ALL {
            let snapshot = lake.snapshot(fact.name()).await.unwrap();
            assert_eq!((snapshot.version(), snapshot.rows()), (0, 0), "{fact}");
            assert_eq!(snapshot.schema().fields(), fact.schema().fields(), "{fact}");
        }
        assert_eq!(lake.tables().unwrap().len(), Fact::ALL.len() + Journal::ALL.len());
    }
}

#[tokio::test]
async fn a_folder_whose_name_would_be_read_as_another_ones_is_refused() {
    let above = tempfile::tempdir().unwrap();
    for (name, value) in [("aAb", 1), ("50% é%zz", 2)] {
        let lake = Lake::open(&above.path().join(name)).await.unwrap();
        let commit = Commit { add: vec![written(&lake, &[&[(0, "a", value)]])], ..Commit::new(at(1), schema()) };
        assert_eq!(lake.commit("movements", commit).await.unwrap(), 1, "{name}");
        let snapshot = lake.snapshot("movements").await.unwrap();
        assert_eq!(values(lake.read(&snapshot, 0..64, &["value"]).unwrap()), [value], "{name}");
    }
    for name in ["a%41b", "a%2541b", "a%41b/lake"] {
        let refused = Lake::open(&above.path().join(name)).await.unwrap_err();
        assert!(matches!(refused, LakeError::BadFolder { .. }), "{name}: {refused}");
    }
}

#[tokio::test]
async fn rows_come_back_by_bucket_with_the_statistics_of_their_files() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let first = written(&lake, &[&[(0, "a", 1), (1, "b", 2)], &[(2, "c", 3), (5, "d", 4)]]);
    let second = written(&lake, &[&[(7, "e", 5)]]);
    let commit = Commit { add: vec![first, second], ..Commit::new(at(1), schema()) };
    assert_eq!(lake.commit("movements", commit).await.unwrap(), 1);

    let snapshot = lake.snapshot("movements").await.unwrap();
    assert_eq!((snapshot.version(), snapshot.rows(), snapshot.files().len()), (1, 5, 2));
    assert_eq!(snapshot.files()[0].buckets, Some(0..=5));
    assert_eq!(snapshot.files()[0].statistics["maxValues"]["customer_id"], "d");
    for (buckets, expected) in
        [(0..64, vec![1, 2, 3, 4, 5]), (1..3, vec![2, 3]), (5..6, vec![4]), (6..8, vec![5]), (3..5, vec![])]
    {
        assert_eq!(values(lake.read(&snapshot, buckets.clone(), &["value"]).unwrap()), expected, "{buckets:?}");
    }
    let batch = lake.read(&snapshot, 0..1, &["value", "customer_id"]).unwrap().next().unwrap().unwrap();
    assert!(matches!(batch.column(1).data_type(), DataType::Dictionary(..)));
    assert_eq!(batch.num_rows(), 1);
    assert!(matches!(lake.read(&snapshot, 0..1, &["nothing"]), Err(LakeError::NoSuchColumn { .. })));
}

#[tokio::test]
async fn earlier_versions_stay_readable_and_are_found_by_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let commit = Commit { add: vec![written(&lake, &[&[(0, "a", 1)]])], ..Commit::new(at(1_000), schema()) };
    lake.commit("movements", commit).await.unwrap();
    let old = lake.snapshot("movements").await.unwrap().files()[0].path.clone();
    let transaction = Some(("bellwether.refresh".to_owned(), 7));
    let metadata = serde_json::json!({ "said": "so" }).as_object().unwrap().clone();
    let add = vec![written(&lake, &[&[(0, "a", 2)]])];
    let remove = Removal::Of(vec![old.clone()]);
    let commit = Commit { add, remove, transaction, metadata, ..Commit::new(at(2_000), schema()) };
    assert_eq!(lake.commit("movements", commit).await.unwrap(), 2);

    let now = lake.snapshot("movements").await.unwrap();
    let then = lake.snapshot_at("movements", 1).await.unwrap();
    assert_eq!(values(lake.read(&now, 0..64, &["value"]).unwrap()), [2]);
    assert_eq!(values(lake.read(&then, 0..64, &["value"]).unwrap()), [1]);
    let version_at = |second| lake.version_at("movements", at(second)).unwrap();
    assert_eq!([version_at(1), version_at(1_000), version_at(1_999), version_at(2_000)], [0, 1, 1, 2]);
    assert_eq!(lake.transaction("movements", "bellwether.refresh").await.unwrap(), Some(7));
    assert_eq!(lake.transaction("movements", "another").await.unwrap(), None);
    assert_eq!(lake.commit_metadata("movements", 2).unwrap()["said"], "so");

    let twice = Commit { remove: Removal::Of(vec![old]), ..Commit::new(at(3_000), schema()) };
    assert!(matches!(lake.commit("movements", twice).await, Err(LakeError::Conflict { .. })));
    let add = vec![written(&lake, &[&[(0, "a", 3)]])];
    let replaced = Commit { add, remove: Removal::All, ..Commit::new(at(4_000), schema()) };
    assert_eq!(lake.commit("movements", replaced).await.unwrap(), 3);
    let now = lake.snapshot("movements").await.unwrap();
    assert_eq!(values(lake.read(&now, 0..64, &["value"]).unwrap()), [3]);
}

#[tokio::test]
async fn of_two_writers_one_is_told_that_the_other_is_busy_while_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let other = Lake::open(folder.path()).await.unwrap();
    let lock = lake.lock().unwrap();
    let refused = other.lock().unwrap_err();
    assert!(refused.is_busy() && refused.to_string().contains("another import or refresh is running"), "{refused}");
    assert!(lake.lock().unwrap_err().is_busy());
    assert!(other.commit("movements", Commit::new(at(1), schema())).await.unwrap_err().is_busy());
    other.snapshot("purchases").await.unwrap();
    lake.commit("movements", Commit::new(at(1), schema())).await.unwrap();
    drop(lock);
    other.lock().unwrap();
}

#[tokio::test]
async fn what_an_interrupted_writer_left_is_swept_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let commit = Commit { add: vec![written(&lake, &[&[(0, "a", 1)]])], ..Commit::new(at(1), schema()) };
    lake.commit("movements", commit).await.unwrap();
    drop(written(&lake, &[&[(0, "b", 2)]]));
    drop(lake.writer("movements", schema()).unwrap());
    assert_eq!(parquet_files(&lake), 1, "what is dropped uncommitted leaves nothing");

    let removed = lake.snapshot("movements").await.unwrap().files()[0].path.clone();
    let remove = Removal::Of(vec![removed.clone()]);
    lake.commit("movements", Commit { remove, ..Commit::new(at(2), schema()) }).await.unwrap();
    let table = lake.folder("movements");
    // A clock set back makes a file of history look younger than the last commit.
    let later = std::time::UNIX_EPOCH + std::time::Duration::from_hours(2_500_000);
    File::options().append(true).open(table.join(&removed)).unwrap().set_modified(later).unwrap();
    fs::write(table.join("part-orphan.parquet"), "half").unwrap();
    File::options().append(true).open(table.join("part-orphan.parquet")).unwrap().set_modified(later).unwrap();
    fs::write(table.join(LOG).join(".new-x"), "half").unwrap();
    fs::create_dir(lake.root().join(STAGING).join("import")).unwrap();
    drop(lake.lock().unwrap());
    assert!(table.join(removed).is_file());
    assert_eq!(parquet_files(&lake), 1);
    assert!(!table.join(LOG).join(".new-x").exists());
    assert_eq!(fs::read_dir(lake.root().join(STAGING)).unwrap().count(), 0);
}

#[tokio::test]
async fn a_hundred_commits_are_checkpointed_and_none_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let commit = Commit { add: vec![written(&lake, &[&[(3, "a", 1)]])], ..Commit::new(at(0), schema()) };
    lake.commit("movements", commit).await.unwrap();
    for second in 1..=100 {
        lake.commit("movements", Commit::new(at(second), schema())).await.unwrap();
    }
    assert!(lake.folder("movements").join(LOG).join("_last_checkpoint").is_file());
    let snapshot = lake.snapshot("movements").await.unwrap();
    assert_eq!((snapshot.version(), snapshot.files()[0].buckets.clone()), (101, Some(3..=3)));
    assert_eq!(lake.snapshot_at("movements", 50).await.unwrap().rows(), 1);
}

#[tokio::test]
async fn every_table_answers_sql() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let commit = Commit { add: vec![written(&lake, &[&[(0, "a", 1), (4, "b", 5)]])], ..Commit::new(at(1), schema()) };
    lake.commit("movements", commit).await.unwrap();
    let spill = folder.path().join("spill");
    let session = lake.session(&SessionLimits { memory: 64 << 20, spill, threads: 2 }).unwrap();
    let query = "SELECT sum(value) AS value, (SELECT count(*) FROM purchases) AS none FROM movements WHERE bucket = 4";
    let batches = session.context.sql(query).await.unwrap().collect().await.unwrap();
    assert_eq!(batches[0]["value"].as_primitive::<Int64Type>().value(0), 5);
    assert_eq!(batches[0]["none"].as_primitive::<Int64Type>().value(0), 0);
}

#[tokio::test]
async fn a_table_that_another_process_created_meanwhile_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let commit = Commit { add: vec![written(&lake, &[&[(0, "a", 1)]])], ..Commit::new(at(1), schema()) };
    lake.commit("movements", commit).await.unwrap();
    let _lock = lake.lock().unwrap();
    lake.create("movements", &schema()).await.unwrap();
    let snapshot = lake.snapshot("movements").await.unwrap();
    assert_eq!((snapshot.version(), snapshot.rows()), (1, 1));
}

#[tokio::test]
async fn a_commit_that_is_refused_leaves_no_file_behind_and_one_that_counts_keeps_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let commit = Commit { add: vec![written(&lake, &[&[(0, "a", 1)]])], ..Commit::new(at(1), schema()) };
    lake.commit("movements", commit).await.unwrap();
    assert_eq!(parquet_files(&lake), 1);
    let add = vec![written(&lake, &[&[(0, "b", 2)]])];
    let remove = Removal::Of(vec!["part-never.parquet".to_owned()]);
    let refused = lake.commit("movements", Commit { add, remove, ..Commit::new(at(2), schema()) }).await;
    assert!(matches!(refused, Err(LakeError::Conflict { .. })));
    assert_eq!(parquet_files(&lake), 1);
}

#[tokio::test]
async fn a_column_that_came_with_a_later_version_is_empty_in_what_an_earlier_one_wrote_and_kept_once_it_is_written() {
    let tables = Fact::ALL.map(|fact| (fact.name(), fact.schema()));
    let journals = Journal::ALL.map(|journal| (journal.name(), journal.schema()));
    for (name, schema) in tables.into_iter().chain(journals) {
        for later in schema.fields().iter().filter(|field| field.is_nullable()) {
            let folder = tempfile::tempdir().unwrap();
            let lake = Lake::open(folder.path()).await.unwrap();
            fs::remove_dir_all(lake.folder(name)).unwrap();
            fs::remove_file(folder.path().join(HEADS).join(name)).unwrap();
            let others = schema.fields().iter().filter(|field| *field != later).cloned();
            let before: SchemaRef = Arc::new(Schema::new(others.collect::<Fields>()));
            lake.create(name, &before).await.unwrap();
            // Whatever the row says: the columns that must have something get nothing here.
            let loose = before.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
            let loose = Arc::new(Schema::new(loose.collect::<Fields>()));
            let empty = loose.fields().iter().map(|field| new_null_array(field.data_type(), 1)).collect();
            let mut writer = lake.writer(name, loose.clone()).unwrap();
            writer.write(&RecordBatch::try_new(loose, empty).unwrap()).unwrap();
            let commit = Commit { add: vec![writer.finish().unwrap()], ..Commit::new(at(1), before) };
            lake.commit(name, commit).await.unwrap();

            let lake = Lake::open(folder.path()).await.unwrap();
            let (snapshot, column) = (lake.snapshot(name).await.unwrap(), later.name().as_str());
            let rows = lake.read_file(&snapshot, &snapshot.files()[0], &[column]).unwrap().next().unwrap().unwrap();
            assert_eq!((rows.num_rows(), rows.column(0).null_count()), (1, 1), "{name}.{column}");
            lake.commit(name, Commit::new(at(2), schema.clone())).await.unwrap();
            let logged = fs::read_to_string(lake.folder(name).join(LOG).join(log_name(2))).unwrap();
            assert!(logged.contains(&format!("\\\"{column}\\\"")), "{name}.{column}: {logged}");
        }
    }
}

#[tokio::test]
async fn a_query_stops_at_a_file_that_was_emptied_or_lost_instead_of_passing_it_over() {
    for is_lost in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let lake = Lake::open(folder.path()).await.unwrap();
        let add = vec![written(&lake, &[&[(0, "a", 1)]]), written(&lake, &[&[(7, "b", 2)]])];
        lake.commit("movements", Commit { add, ..Commit::new(at(1), schema()) }).await.unwrap();
        let limits = SessionLimits { memory: 1 << 24, spill: folder.path().join("spill"), threads: 1 };
        let rows = async || {
            let session = lake.session(&limits).unwrap();
            let query = session.context.sql("select count(*), sum(value) from movements").await;
            let answered = match query {
                Ok(query) => query.collect().await.is_ok(),
                Err(_) => false,
            };
            (answered, session.damage().is_some())
        };
        assert_eq!(rows().await, (true, false));
        let snapshot = lake.snapshot("movements").await.unwrap();
        let path = lake.folder("movements").join(&snapshot.files()[1].path);
        if is_lost {
            fs::remove_file(&path).unwrap();
        } else {
            fs::write(&path, "").unwrap();
        }
        assert_eq!(rows().await, (false, true), "lost: {is_lost}");
    }
}
