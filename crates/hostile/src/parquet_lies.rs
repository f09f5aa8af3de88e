//! Small Parquet files that say of themselves what is not so, or that become large once they are unpacked: a name and the file.

use std::sync::Arc;

use arrow::array::{ArrayRef, FixedSizeBinaryArray, Int32Array, ListArray, RecordBatch, StringArray};
use arrow::datatypes::Int32Type;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::parquet_file::{PagePart, Parts, written};
use crate::thrift::{STRUCTURE, Value};

/// Numbers of encodings.
const PLAIN: i64 = 0;
const DELTA_LENGTHS: i64 = 6;
const DELTA_TEXTS: i64 = 7;
const DICTIONARY: i64 = 8;

const LARGEST: i64 = i32::MAX as i64;

/// Files that are to be refused, or read in a bounded part of memory.
#[must_use]
pub fn parquet_lies() -> Vec<(&'static str, Vec<u8>)> {
    let mut lies = of_footers();
    lies.extend(of_headers());
    lies.extend(of_values());
    lies.into_iter().map(|(name, parts)| (name, parts.written())).collect()
}

fn parts_of(column: ArrayRef, encoding: Encoding, dictionary: bool) -> Parts {
    let batch = RecordBatch::try_from_iter_with_nullable([("customer", column, true)]).expect("a batch");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_enabled(dictionary)
        .set_column_encoding("customer".into(), encoding);
    Parts::of(&written(&batch, properties.build()))
}

fn texts() -> Parts {
    parts_of(Arc::new(StringArray::from(vec![Some("ann"), Some("bob"), None])), Encoding::PLAIN, true)
}

/// Texts without a dictionary, a page of them.
fn plain(encoding: Encoding) -> Parts {
    parts_of(Arc::new(StringArray::from(vec![Some("ann"), Some("bob"), None])), encoding, false)
}

fn numbers() -> Parts {
    parts_of(Arc::new(Int32Array::from(vec![Some(1), Some(2), None])), Encoding::PLAIN, true)
}

fn lists() -> Parts {
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1), Some(2)])]);
    parts_of(Arc::new(lists), Encoding::PLAIN, false)
}

/// With one thing in the footer in place of another.
fn footer(parts: Parts, path: &[i64], lie: i64) -> Parts {
    let mut parts = parts;
    *parts.footer.at_mut(path) = Value::Number(lie);
    parts
}

fn list_of_footer(parts: Parts, path: &[i64], lie: u64) -> Parts {
    let mut parts = parts;
    if let Value::List(_, _, said) = parts.footer.at_mut(path) {
        *said = Some(lie);
    }
    parts
}

/// With one thing in the header of a page in place of another.
fn header(parts: Parts, page: usize, path: &[i64], lie: i64) -> Parts {
    let mut parts = parts;
    *parts.pages[page].header.at_mut(path) = Value::Number(lie);
    parts
}

fn of_footers() -> Vec<(&'static str, Parts)> {
    let group = |times: usize| {
        let mut parts = texts();
        if let Value::List(_, groups, _) = parts.footer.at_mut(&[4]) {
            let group = groups.clone();
            groups.extend(std::iter::repeat_n(group, times).flatten());
        }
        parts
    };
    let deep = |depth: usize| {
        let mut parts = texts();
        if let Value::List(_, columns, _) = parts.footer.at_mut(&[2]) {
            let group = columns[0].clone();
            columns.splice(1..1, std::iter::repeat_n(group, depth));
            for column in &mut columns[1..=depth] {
                // Each group says how often it comes, which the outermost does not.
                if let Value::Structure(fields) = column {
                    fields.retain(|(field, ..)| *field > 3);
                    fields.insert(0, (3, 5, Value::Number(0)));
                }
            }
        }
        parts
    };
    let fixed = FixedSizeBinaryArray::try_from_iter([b"abcd"].iter()).expect("bytes");
    let fixed = || parts_of(Arc::new(fixed.clone()), Encoding::PLAIN, false);
    let mut no_values = footer(fixed(), &[2, 1, 2], LARGEST);
    no_values.pages[0] = page(&[no_values.pages[0].clone()], 64 << 10, PLAIN, &levels(64 << 10, 0));
    vec![
        ("groups of rows that are not there", list_of_footer(texts(), &[4], i32::MAX as u64)),
        ("columns that are not there", list_of_footer(texts(), &[2], i32::MAX as u64)),
        ("a group of two thousand million columns", footer(texts(), &[2, 0, 5], LARGEST)),
        ("a group of fewer columns than none", footer(texts(), &[2, 0, 5], -1)),
        ("columns a hundred thousand deep", deep(100_000)),
        ("columns a thousand deep", deep(1000)),
        ("a piece of a column that is longer than the file", footer(texts(), &[4, 0, 1, 0, 3, 7], i64::MAX)),
        ("a piece of a column that is shorter than nothing", footer(texts(), &[4, 0, 1, 0, 3, 7], i64::MIN)),
        ("a piece of a column before the file", footer(texts(), &[4, 0, 1, 0, 3, 11], i64::MIN)),
        ("the same piece for thousands of groups", group(30_000)),
        ("values of two thousand million bytes", footer(fixed(), &[2, 1, 2], LARGEST)),
        ("no values of two thousand million bytes", no_values),
        ("values of no bytes", footer(fixed(), &[2, 1, 2], 0)),
        ("values of fewer bytes than none", footer(fixed(), &[2, 1, 2], -1)),
    ]
}

fn of_headers() -> Vec<(&'static str, Parts)> {
    vec![
        ("a page that says it is large once it is unpacked", header(plain(Encoding::PLAIN), 0, &[2], LARGEST)),
        ("a page that says it is large as it is", header(plain(Encoding::PLAIN), 0, &[3], LARGEST)),
        ("a page that is shorter than nothing", header(plain(Encoding::PLAIN), 0, &[3], -1)),
        ("a page of two thousand million values", header(plain(Encoding::PLAIN), 0, &[5, 1], LARGEST)),
        ("a page of fewer values than none", header(plain(Encoding::PLAIN), 0, &[5, 1], -1)),
        ("a dictionary that says it is large", header(texts(), 0, &[2], LARGEST)),
        ("a dictionary of two thousand million texts", header(texts(), 0, &[7, 1], LARGEST)),
        ("a dictionary of two thousand million numbers", header(numbers(), 0, &[7, 1], LARGEST)),
    ]
}

fn of_values() -> Vec<(&'static str, Parts)> {
    let delta = |encoding, number, counts: &[u64]| {
        let mut parts = plain(encoding);
        let values = counts.iter().flat_map(|count| delta_list(*count)).collect::<Vec<_>>();
        parts.pages[0] = page(&parts.pages, 3, number, &[levels(3, 1), values].concat());
        parts
    };
    let many = 1 << 20;
    let long = 8 << 20;
    let mut one_text = texts();
    one_text.pages[0].header = dictionary_header(1, long + 4);
    one_text.pages[0].bytes = packed(&text_of(long));
    one_text.pages[0].is_true();
    one_text.pages[1] = page(&one_text.pages, many, DICTIONARY, &[levels(many, 1), vec![1], run(many, &[0])].concat());
    let mut shared_beginnings = plain(Encoding::DELTA_BYTE_ARRAY);
    let lengths = [delta_of(&[0], long as i64, many), delta_of(&[long as i64], 0, many)].concat();
    shared_beginnings.pages[0] =
        page(&shared_beginnings.pages, many, DELTA_TEXTS, &[levels(many, 1), lengths, vec![b'a'; long]].concat());
    let mut long_texts = plain(Encoding::PLAIN);
    let text = page(&long_texts.pages, 1, PLAIN, &[levels(1, 1), text_of(2 * long)].concat());
    long_texts.pages = vec![text; 60];
    let mut nothing = plain(Encoding::PLAIN);
    nothing.pages[0] = page(&nothing.pages, LARGEST as usize, PLAIN, &levels(LARGEST as usize, 0));
    let mut one_list = lists();
    let (count, last) = (200 << 20, one_list.pages.len() - 1);
    // All but the first value continue the row of the one before.
    let repeated = [run(1, &[0]), run(count - 1, &[1])].concat();
    let repeated = [(repeated.len() as u32).to_le_bytes().to_vec(), repeated].concat();
    one_list.pages[last] = page(&one_list.pages, count, PLAIN, &[repeated, levels(count, 0)].concat());
    vec![
        ("lengths that are not there", delta(Encoding::DELTA_LENGTH_BYTE_ARRAY, DELTA_LENGTHS, &[1 << 40])),
        ("lengths of more bytes than there are", delta(Encoding::DELTA_LENGTH_BYTE_ARRAY, DELTA_LENGTHS, &[1 << 61])),
        ("beginnings that are not there", delta(Encoding::DELTA_BYTE_ARRAY, DELTA_TEXTS, &[1 << 40, 1])),
        ("endings that are not there", delta(Encoding::DELTA_BYTE_ARRAY, DELTA_TEXTS, &[1, 1 << 40])),
        ("one text for a million rows", one_text),
        ("one beginning for a million texts", shared_beginnings),
        ("long texts that are packed", long_texts),
        ("two thousand million rows of nothing", nothing),
        ("one list for all", one_list),
    ]
}

/// A page in place of the last of these, packed.
fn page(pages: &[PagePart], values: usize, encoding: i64, bytes: &[u8]) -> PagePart {
    let mut page = pages.last().expect("a page").clone();
    page.bytes = packed(bytes);
    let about = [(1, 5, Value::Number(values as i64)), (2, 5, Value::Number(encoding)), (3, 5, Value::Number(3))];
    let about = Value::Structure(about.into_iter().chain([(4, 5, Value::Number(3))]).collect());
    let [kind, unpacked, length] = [0, bytes.len() as i64, page.bytes.len() as i64].map(Value::Number);
    page.header = Value::Structure(vec![(1, 5, kind), (2, 5, unpacked), (3, 5, length), (5, STRUCTURE, about)]);
    page
}

fn dictionary_header(values: usize, bytes: usize) -> Value {
    let about = Value::Structure(vec![(1, 5, Value::Number(values as i64)), (2, 5, Value::Number(PLAIN))]);
    let [kind, unpacked, length] = [2, bytes as i64, 0].map(Value::Number);
    Value::Structure(vec![(1, 5, kind), (2, 5, unpacked), (3, 5, length), (7, STRUCTURE, about)])
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("packed")
}

/// A text behind its length.
fn text_of(length: usize) -> Vec<u8> {
    [(length as u32).to_le_bytes().to_vec(), vec![b'a'; length]].concat()
}

fn number(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// The same value so many times.
fn run(times: usize, value: &[u8]) -> Vec<u8> {
    [number((times as u64) << 1), value.to_vec()].concat()
}

/// Whether each of so many values is there.
fn levels(count: usize, is_there: u8) -> Vec<u8> {
    let run = run(count, &[is_there]);
    [(run.len() as u32).to_le_bytes().to_vec(), run].concat()
}

/// The beginning of a list of numbers that says it has so many.
fn delta_list(count: u64) -> Vec<u8> {
    [number(128), number(4), number(count), number(0), number(0), vec![0; 4]].concat()
}

/// A list of numbers by their differences: the first ones, and then the same over and over.
fn delta_of(first: &[i64], then: i64, count: usize) -> Vec<u8> {
    let zigzag = |value: i64| number(((value << 1) ^ (value >> 63)) as u64);
    let mut bytes = [number(128), number(4), number(count as u64), zigzag(first[0])].concat();
    let mut before = first[0];
    let mut left = count - 1;
    while left > 0 {
        // The first of a block of 32 bits wide, all else no bits wide.
        let step = then - before;
        if step == 0 {
            bytes.extend([zigzag(0), vec![0; 4]].concat());
        } else {
            let least = step.min(0);
            bytes.extend([zigzag(least), vec![32; 4]].concat());
            for value in 0..128 {
                let difference = if value == 0 { step } else { 0 };
                bytes.extend(((difference - least) as u32).to_le_bytes());
            }
            before = then;
        }
        left = left.saturating_sub(128);
    }
    bytes
}
