//! Damage: whatever becomes of the files, a reader is given what was written, or is told which file is not it.

use std::path::{Path, PathBuf};

use super::*;
use crate::lake::data_file::DataFileReader;
use crate::lake::folder::{HEADS, log_name};

const TABLE: &str = "movements";

/// A table of three commits, of which the second takes the first one's file out.
async fn three_commits() -> (tempfile::TempDir, Lake) {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    let add = vec![written(&lake, &[&[(0, "a", 1), (1, "b", 2)], &[(2, "c", 3)]])];
    lake.commit(TABLE, Commit { add, ..Commit::new(at(1), schema()) }).await.unwrap();
    let add = vec![written(&lake, &[&[(0, "a", 4), (1, "b", 5)], &[(2, "c", 6)]])];
    lake.commit(TABLE, Commit { add, remove: Removal::All, ..Commit::new(at(2), schema()) }).await.unwrap();
    let add = vec![written(&lake, &[&[(3, "d", 7)]])];
    lake.commit(TABLE, Commit { add, ..Commit::new(at(3), schema()) }).await.unwrap();
    (folder, lake)
}

/// What a reader is given of a version, or why nothing.
async fn told(lake: &Lake, version: Option<i64>) -> Result<Vec<i64>, LakeError> {
    let snapshot = match version {
        Some(version) => lake.snapshot_at(TABLE, version).await?,
        None => lake.snapshot(TABLE).await?,
    };
    let batches: Vec<RecordBatch> = lake.read(&snapshot, 0..64, &["value"])?.collect::<Result<_, _>>()?;
    Ok(batches.iter().flat_map(|batch| batch["value"].as_primitive::<Int64Type>().values().to_vec()).collect())
}

fn files_in(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    files.sort();
    files
}

fn with_bit_flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    damaged[bit / 8] ^= 1 << (bit % 8);
    damaged
}

#[tokio::test]
async fn no_bit_of_a_data_file_changes_unnoticed() {
    let (_folder, lake) = three_commits().await;
    let whole = told(&lake, None).await.unwrap();
    for path in files_in(&lake.folder(TABLE), ".parquet") {
        let reader = || DataFileReader::open(TABLE, &path);
        assert!(reader().unwrap().check().unwrap(), "a new file has its checksums");
        let bytes = fs::read(&path).unwrap();
        for bit in (0..bytes.len() * 8).step_by(7) {
            fs::write(&path, with_bit_flipped(&bytes, bit)).unwrap();
            let found = reader().unwrap().check();
            assert!(
                matches!(&found, Err(LakeError::Damaged { path: named, .. }) if *named == path),
                "bit {bit}: {found:?}"
            );
            if bit % 11 == 0 {
                match told(&lake, None).await {
                    Ok(rows) => assert_eq!(rows, whole, "bit {bit}"),
                    Err(LakeError::Damaged { path: named, .. }) => assert_eq!(named, path),
                    Err(error) => panic!("bit {bit}: {error}"),
                }
            }
        }
        for length in [0, 3, 8, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..length]).unwrap();
            assert!(matches!(reader().unwrap().check(), Err(LakeError::Damaged { .. })), "{length} bytes");
        }
        fs::write(&path, &bytes).unwrap();
    }
}

#[tokio::test]
async fn who_reads_a_column_is_stopped_by_damage_in_that_column_only() {
    let (_folder, lake) = three_commits().await;
    let snapshot = lake.snapshot(TABLE).await.unwrap();
    let path = lake.folder(TABLE).join(&snapshot.files()[0].path);
    let footer = DataFileReader::open(TABLE, &path).unwrap().footer().unwrap();
    let (start, _) = footer.metadata.row_group(0).column(1).byte_range();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, with_bit_flipped(&bytes, start as usize * 8)).unwrap();
    assert_eq!(values(lake.read(&snapshot, 0..64, &["value"]).unwrap()), [4, 5, 6, 7]);
    let stopped = lake.read(&snapshot, 0..64, &["customer_id"]).unwrap().find_map(Result::err).unwrap();
    let told = stopped.to_string();
    assert!(told.contains(&*path.to_string_lossy()) && told.contains("refresh --full"), "{told}");
    let stopped = lake.read_holding(&snapshot, 0, "customer_id", "a").unwrap().find_map(Result::err).unwrap();
    assert!(matches!(stopped, LakeError::Damaged { .. }), "{stopped}");
}

#[tokio::test]
async fn queries_are_stopped_by_damage_as_readers_are() {
    let (folder, lake) = three_commits().await;
    let snapshot = lake.snapshot(TABLE).await.unwrap();
    let path = lake.folder(TABLE).join(&snapshot.files()[0].path);
    let bytes = fs::read(&path).unwrap();
    let limits = SessionLimits { memory: 64 << 20, spill: folder.path().join("spill"), threads: 2 };
    let query = "SELECT sum(value) AS value, max(customer_id) AS customer, count(*) AS rows FROM movements";
    let (mut stopped, bits) = (0, (0..bytes.len() * 8).step_by(53));
    for bit in bits {
        fs::write(&path, with_bit_flipped(&bytes, bit)).unwrap();
        let session = lake.session(&limits).unwrap();
        let answer = async { session.context.sql(query).await?.collect().await }.await;
        if let Ok(batches) = answer {
            assert_eq!(batches[0]["value"].as_primitive::<Int64Type>().value(0), 22, "bit {bit}");
            assert_eq!(batches[0]["rows"].as_primitive::<Int64Type>().value(0), 4, "bit {bit}");
        } else {
            let damage = session.damage();
            assert!(matches!(&damage, Some(LakeError::Damaged { path: named, .. }) if *named == path), "{damage:?}");
            stopped += 1;
        }
    }
    assert!(stopped > 50, "{stopped}");
    fs::remove_file(&path).unwrap();
    let session = lake.session(&limits).unwrap();
    async { session.context.sql(query).await?.collect().await }.await.unwrap_err();
    assert!(matches!(session.damage(), Some(LakeError::Damaged { damage: Damage::Missing, .. })));
}

#[tokio::test]
async fn no_bit_of_a_log_changes_what_is_told() {
    let (_folder, lake) = three_commits().await;
    let whole = [Some(1), Some(2), None];
    let mut all = Vec::new();
    for version in whole {
        all.push(told(&lake, version).await.unwrap());
    }
    assert_eq!(all, [vec![1, 2, 3], vec![4, 5, 6], vec![4, 5, 6, 7]]);
    for path in files_in(&lake.folder(TABLE).join(LOG), ".json") {
        let bytes = fs::read(&path).unwrap();
        for bit in (0..bytes.len() * 8).step_by(37) {
            fs::write(&path, with_bit_flipped(&bytes, bit)).unwrap();
            for (version, expected) in whole.iter().zip(&all) {
                match told(&lake, *version).await {
                    Ok(rows) => assert_eq!(rows, *expected, "{} bit {bit}", path.display()),
                    Err(LakeError::Damaged { path: named, .. }) => assert_eq!(named, path),
                    Err(error) => panic!("{} bit {bit}: {error}", path.display()),
                }
            }
            assert!(told(&lake, None).await.is_err(), "{} bit {bit}", path.display());
            assert!(lake.commit(TABLE, Commit::new(at(9), schema())).await.is_err());
        }
        fs::write(&path, &bytes).unwrap();
    }
}

#[tokio::test]
async fn commits_that_are_lost_emptied_cut_off_or_swapped_are_told() {
    let (_folder, lake) = three_commits().await;
    let log = lake.folder(TABLE).join(LOG);
    for version in 0..=3 {
        let path = log.join(log_name(version));
        let bytes = fs::read(&path).unwrap();
        let other = fs::read(log.join(log_name((version + 1) % 4))).unwrap();
        let half = bytes[..bytes.len() / 2].to_vec();
        for put in [None, Some(Vec::new()), Some(half), Some(other)] {
            match &put {
                None => fs::remove_file(&path).unwrap(),
                Some(bytes) => fs::write(&path, bytes).unwrap(),
            }
            let refused = told(&lake, None).await.unwrap_err();
            assert_eq!(refused.damaged_table(), Some(TABLE), "{refused}");
            assert!(refused.to_string().contains(TABLE), "{refused}");
            let refused = lake.commit(TABLE, Commit::new(at(9), schema())).await.unwrap_err();
            assert_eq!(refused.damaged_table(), Some(TABLE), "no version is used again: {refused}");
            let count = parquet_files(&lake);
            drop(lake.lock().unwrap());
            assert_eq!(parquet_files(&lake), count, "what a lost commit named is not swept away");
            fs::write(&path, &bytes).unwrap();
        }
    }
    assert_eq!(told(&lake, None).await.unwrap(), [4, 5, 6, 7]);
    fs::remove_dir_all(&log).unwrap();
    assert!(matches!(told(&lake, None).await, Err(LakeError::Behind { version: None, known: 3, .. })));
    let reopened = Lake::open(lake.root()).await.unwrap();
    assert!(reopened.exists(TABLE));
}

#[tokio::test]
async fn a_head_that_is_lost_damaged_or_old_changes_nothing_and_is_noted_again() {
    let (_folder, lake) = three_commits().await;
    let path = lake.root().join(HEADS).join(TABLE);
    let now = fs::read(&path).unwrap();
    for version in [1, 2] {
        let old = lake.log_files(TABLE, Some(version)).unwrap();
        lake.note_head(TABLE, &lake.head(TABLE).unwrap().after(version, old.commit));
        assert_eq!(told(&lake, None).await.unwrap(), [4, 5, 6, 7]);
        drop(lake.lock().unwrap());
        assert_eq!(fs::read(&path).unwrap(), now);
    }
    let flipped = with_bit_flipped(&now, 99);
    for put in [None, Some(&[][..]), Some(&now[..9]), Some(&flipped)] {
        match put {
            None => fs::remove_file(&path).unwrap(),
            Some(bytes) => fs::write(&path, bytes).unwrap(),
        }
        assert_eq!(told(&lake, None).await.unwrap(), [4, 5, 6, 7]);
        drop(lake.lock().unwrap());
        assert_eq!(fs::read(&path).unwrap(), now);
    }
}

#[tokio::test]
async fn a_checkpoint_that_is_damaged_or_lost_changes_nothing_and_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    for second in 0..102 {
        let add = vec![written(&lake, &[&[(0, "a", second)]])];
        lake.commit(TABLE, Commit { add, remove: Removal::All, ..Commit::new(at(second), schema()) }).await.unwrap();
    }
    let log = lake.folder(TABLE).join(LOG);
    let [path] = &files_in(&log, ".checkpoint.parquet")[..] else { panic!("one checkpoint") };
    let bytes = fs::read(path).unwrap();
    assert_eq!(lake.log_files(TABLE, None).unwrap().checkpoint, Some(100));
    assert_eq!(told(&lake, None).await.unwrap(), [101]);
    fs::write(log.join("_last_checkpoint"), "{").unwrap();
    let flipped = with_bit_flipped(&bytes, bytes.len() * 4);
    for put in [None, Some(&[][..]), Some(&bytes[..9]), Some(&flipped)] {
        match put {
            None => fs::remove_file(path).unwrap(),
            Some(bytes) => fs::write(path, bytes).unwrap(),
        }
        assert_eq!(told(&lake, None).await.unwrap(), [101]);
        assert_eq!(told(&lake, Some(101)).await.unwrap(), [100]);
    }
    lake.commit(TABLE, Commit::new(at(200), schema())).await.unwrap();
    assert_eq!(lake.log_files(TABLE, None).unwrap().checkpoint, Some(103), "there is a sound one again");
    assert_eq!(told(&lake, None).await.unwrap(), [101]);
    let stored = lake.snapshot(TABLE).await.unwrap();
    assert!(stored.files().iter().all(|file| crate::lake::data_file::checksum_in(&file.path).is_some()));
}

/// The files of a table as an earlier version of Bellwether left them: without seals, heads and checksums in their names.
fn made_by_an_earlier_version(lake: &Lake) {
    fs::remove_dir_all(lake.root().join(HEADS)).unwrap();
    let folder = lake.folder(TABLE);
    for path in files_in(&folder.join(LOG), ".json") {
        let mut text = fs::read_to_string(&path).unwrap();
        for name in ["\"bellwether.checksum\":\"", "\"bellwether.before\":\""] {
            if let Some(at) = text.find(name) {
                text.replace_range(at..at + name.len() + 18, "");
            }
        }
        for file in files_in(&folder, ".parquet") {
            let name = file.file_name().unwrap().to_str().unwrap();
            let [first, second, _] = name.split('-').collect::<Vec<_>>()[..] else { continue };
            text = text.replace(name, &format!("{first}-{second}.parquet"));
        }
        fs::write(path, text).unwrap();
    }
    for file in files_in(&folder, ".parquet") {
        let name = file.file_name().unwrap().to_str().unwrap();
        let [first, second, _] = name.split('-').collect::<Vec<_>>()[..] else { continue };
        fs::rename(&file, folder.join(format!("{first}-{second}.parquet"))).unwrap();
    }
}

#[tokio::test]
async fn what_an_earlier_version_wrote_is_read_and_watched_from_the_first_lock_on() {
    let (_folder, lake) = three_commits().await;
    made_by_an_earlier_version(&lake);
    let lake = Lake::open(lake.root()).await.unwrap();
    assert_eq!(told(&lake, None).await.unwrap(), [4, 5, 6, 7]);
    assert!(!DataFileReader::open(TABLE, &files_in(&lake.folder(TABLE), ".parquet")[0]).unwrap().check().unwrap());
    drop(lake.lock().unwrap());
    let last = lake.folder(TABLE).join(LOG).join(log_name(3));
    let bytes = fs::read(&last).unwrap();
    fs::write(&last, with_bit_flipped(&bytes, 400)).unwrap();
    assert!(told(&lake, None).await.is_err());
    fs::write(&last, bytes).unwrap();
    let add = vec![written(&lake, &[&[(4, "e", 8)]])];
    lake.commit(TABLE, Commit { add, ..Commit::new(at(4), schema()) }).await.unwrap();
    assert_eq!(told(&lake, None).await.unwrap(), [4, 5, 6, 7, 8]);
    fs::remove_file(lake.folder(TABLE).join(LOG).join(log_name(0))).unwrap();
    assert!(told(&lake, None).await.is_err());
}

#[tokio::test]
async fn what_was_booked_is_moved_out_of_the_marts_by_the_first_writer() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    lake.commit(BOOKED, Commit::new(at(1), schema())).await.unwrap();
    let [books, before] = ["books", "marts"].map(|place| folder.path().join(place).join(BOOKED));
    assert!(books.is_dir() && !before.exists());
    fs::rename(&books, &before).unwrap();
    let lake = Lake::open(folder.path()).await.unwrap();
    assert_eq!(lake.snapshot(BOOKED).await.unwrap().version(), 1, "read where it lies");
    drop(lake.lock().unwrap());
    assert!(books.is_dir() && !before.exists());
    assert_eq!(lake.snapshot(BOOKED).await.unwrap().version(), 1);
    assert!(lake.tables().unwrap().contains(&BOOKED.to_owned()));
}

#[tokio::test]
async fn only_a_mart_is_thrown_away() {
    let (_folder, lake) = three_commits().await;
    let lock = lake.lock().unwrap();
    lake.discard(TABLE, &lock).unwrap();
    lake.discard("purchases", &lock).unwrap();
    assert!(!lake.exists(TABLE) && lake.exists("purchases"));
    lake.commit(TABLE, Commit::new(at(5), schema())).await.unwrap();
    assert_eq!(told(&lake, None).await.unwrap(), [0_i64; 0]);
}
