//! Inputs as a stranger brings them: files, globs, archives, broken ones, a database.

mod bombs;
mod broken;
mod dialects;
mod faults;
mod hostile;
mod json;
mod json_values;
mod kinds;
mod known_inputs;
mod layouts;
mod ocel;
mod postgres;
mod roundtrip;
mod second_tables;
mod sheets;
mod totals;
mod workbooks;
mod xes;

use std::fs;
use std::io::Write;
use std::path::Path;

use arrow::array::{Array, StringArray};
use tempfile::TempDir;

use super::*;
use crate::sources::mapping::testdata;

/// All that reading an input gave.
#[derive(Debug)]
pub(super) struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
    pub places: Vec<RowPosition>,
    pub rejects: Vec<Reject>,
    pub files: Vec<SourceFile>,
    pub progress: Progress,
}

impl Table {
    /// The rows with `∅` for no value.
    pub fn shown(&self) -> Vec<String> {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "∅".to_owned());
        self.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
    }
}

pub(super) fn read(inputs: &[String], format: &Format) -> Result<Table, SourceError> {
    drain(open(inputs, format)?)
}

pub(super) fn drain(mut reader: Box<dyn RawReader>) -> Result<Table, SourceError> {
    let columns = reader.columns().fields().iter().map(|field| field.name().clone()).collect();
    let (mut rows, mut places, mut rejects) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(batch) = reader.next()? {
        assert_eq!(batch.rows.num_rows(), batch.places.len());
        assert_eq!(batch.rows.schema(), reader.columns());
        let columns: Vec<_> =
            batch.rows.columns().iter().map(|it| it.as_any().downcast_ref::<StringArray>().unwrap()).collect();
        rows.extend((0..batch.rows.num_rows()).map(|row| {
            let cell = |it: &&StringArray| it.is_valid(row).then(|| it.value(row).to_owned());
            columns.iter().map(cell).collect::<Vec<_>>()
        }));
        places.extend(batch.places);
        rejects.extend(batch.rejects);
    }
    Ok(Table { columns, rows, places, rejects, files: reader.files().to_vec(), progress: reader.progress() })
}

/// A folder with one file.
pub(super) fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), name, content);
    (folder, path)
}

pub(super) fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// What reading `content` as a file gives.
pub(super) fn content(content: impl AsRef<[u8]>) -> Result<Table, SourceError> {
    declared(content, &Format::default())
}

pub(super) fn declared(content: impl AsRef<[u8]>, format: &Format) -> Result<Table, SourceError> {
    let (_folder, path) = file("orders.csv", content);
    read(&[path], format)
}

pub(super) fn gz(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zst(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).unwrap()
}

/// The last part of a path in a message, so that messages can be compared.
pub(super) fn message(error: &SourceError) -> String {
    let text = error.to_string();
    let folder = std::env::temp_dir().display().to_string();
    let words = text.split(' ').map(|word| match word.strip_prefix(&folder) {
        Some(_) => word.rsplit('/').next().unwrap(),
        None => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_format_is_plain_toml_and_reads_back() {
    let text = "kind = \"csv\"\nencoding = \"windows-1252\"\ndelimiter = \"tab\"\nheader = false\ndecimal = \",\"\n";
    let format: Format = toml::from_str(text).unwrap();
    assert_eq!(format.delimiter, Some(Delimiter::Byte(b'\t')));
    assert_eq!(toml::to_string(&format).unwrap(), text);
    let error = toml::from_str::<Format>("delimiter = \"::\"").unwrap_err().to_string();
    assert!(error.contains("'::' is not a delimiter; give one ASCII character"), "{error}");
}

#[test]
fn files_of_a_glob_are_read_in_order_with_columns_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a-1.csv", "id,amount\n1,10\n");
    put(folder.path(), "a-2.csv.gz", gz(b"amount;id\n20;2\n"));
    put(folder.path(), "a-3.zst", zst(b"id\tamount\n3\t30\n"));
    put(folder.path(), "b.csv", "other\n");
    let table = read(&[folder.path().join("a-*").display().to_string()], &Format::default()).unwrap();
    assert_eq!(table.columns, ["id", "amount"]);
    assert_eq!(table.shown(), ["1|10", "2|20", "3|30"]);
    assert_eq!(table.places[2], RowPosition { file: 2, row: 2 });
    let packed: Vec<_> = table.files.iter().map(|file| file.format.compression.unwrap()).collect();
    assert_eq!(packed, [Compression::None, Compression::Gzip, Compression::Zstd]);
    let total = table.files.iter().map(|file| file.bytes).sum();
    assert_eq!(table.progress, Progress { bytes_read: total, bytes_total: Some(total), rows: 3 });
}

#[test]
fn the_checksum_is_that_of_the_bytes_as_stored() {
    let packed = gz(b"id\n1\n");
    let (_folder, path) = file("orders.csv.gz", &packed);
    let table = read(&[path], &Format::default()).unwrap();
    let expected = <sha2::Sha256 as sha2::Digest>::digest(&packed);
    assert_eq!(table.files[0].sha256.as_deref(), Some(bytes::hexadecimal(&expected).as_str()));
}

#[test]
fn files_with_other_columns_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let first = put(folder.path(), "a.csv", "id,amount\n1,10\n");
    let second = put(folder.path(), "b.csv", "id,total,tax\n1,10,2\n");
    let error = read(&[first, second], &Format::default()).unwrap_err();
    assert_eq!(
        message(&error),
        "b.csv has other columns than a.csv: column 'amount' is missing; column 'total', 'tax' is new; import it apart"
    );
}

#[test]
fn files_of_different_kinds_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = put(folder.path(), "a.csv", "id,amount\n1,10\n");
    let second = put(folder.path(), "b.jsonl", "{\"id\": 1}\n");
    let error = read(&[first, second], &Format::default()).unwrap_err();
    assert_eq!(message(&error), "b.jsonl is JSON lines but a.csv is CSV; import them apart");
}

#[test]
fn what_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let fails = |input: String| message(&read(&[input], &Format::default()).unwrap_err());
    assert_eq!(fails(at("none.csv")), "none.csv does not exist; check the path");
    assert_eq!(fails(at("none-*.csv")), "no file matches none-*.csv; check the path");
    assert!(fails(folder.path().display().to_string()).contains("is a directory; name the files in it"));
    assert!(read(&[], &Format::default()).unwrap_err().to_string().starts_with("no input was given"));
    let error = inputs::failed("orders.csv", "open", std::io::ErrorKind::PermissionDenied.into());
    assert_eq!(error.to_string(), "orders.csv may not be read by this user; change its permissions");
}

#[test]
fn a_real_export_of_half_a_million_rows_is_read_with_nothing_lost() {
    let Some(path) = testdata::file("online-retail/online_retail_merged.csv.gz") else { return };
    let mut reader = open(&[path.display().to_string()], &Format::default()).unwrap();
    let (mut rows, mut rejects, mut without_customer) = (0, 0, 0);
    while let Some(batch) = reader.next().unwrap() {
        rows += batch.places.len();
        rejects += batch.rejects.len();
        without_customer += batch.rows.column_by_name("CustomerID").unwrap().null_count();
    }
    assert_eq!((rows, rejects, without_customer), (541_909, 0, 135_080));
    assert_eq!(reader.files()[0].format.encoding.as_deref(), Some("utf-8"));
}
