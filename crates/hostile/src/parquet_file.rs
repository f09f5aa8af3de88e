//! Parquet files of all types, encodings and compressions, taken apart into their pages and put together again.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, FixedSizeBinaryArray, FixedSizeListArray, Int64Array, ListArray, RecordBatch, StringArray,
    StructArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Fields, Int32Type, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterVersion};

use crate::damage::damage;
use crate::dice::Dice;
use crate::table;
use crate::thrift::Value;

pub(crate) fn file(dice: &mut Dice, odd: bool) -> Vec<u8> {
    let batch = batch(dice, odd);
    let bytes = written(&batch, properties(dice));
    if !odd {
        return bytes;
    }
    let mut parts = Parts::of(&bytes);
    for _ in 0..=dice.small_below(3) {
        match dice.below(4) {
            0 => parts.footer.lie(dice),
            1 => {
                let columns = parts.footer.get(4).map_or(0, Value::items);
                if columns > 0 {
                    let group = dice.below(columns) as i64;
                    parts.footer.at_mut(&[4, group]).lie(dice);
                }
            }
            _ if parts.pages.is_empty() => {}
            2 => {
                let page = dice.below(parts.pages.len());
                parts.pages[page].header.lie(dice);
            }
            _ => {
                let page = dice.below(parts.pages.len());
                damage(&mut parts.pages[page].bytes, dice);
                parts.pages[page].is_true();
            }
        }
    }
    parts.written()
}

fn properties(dice: &mut Dice) -> WriterProperties {
    let compressions = [
        Compression::UNCOMPRESSED,
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ];
    let version = *dice.pick(&[WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0]);
    let mut properties = WriterProperties::builder()
        .set_compression(*dice.pick(&compressions))
        .set_writer_version(version)
        .set_dictionary_enabled(dice.one_in(2))
        .set_max_row_group_row_count(Some(*dice.pick(&[7, 100, 1_000_000])))
        .set_data_page_row_count_limit(*dice.pick(&[5, 20_000]))
        .set_write_batch_size(5);
    for name in ["Utf8", "LargeUtf8", "Binary"] {
        let encoding = *dice.pick(&[Encoding::PLAIN, Encoding::DELTA_BYTE_ARRAY, Encoding::DELTA_LENGTH_BYTE_ARRAY]);
        properties = properties.set_column_encoding(name.into(), encoding);
    }
    if dice.one_in(2) {
        for name in ["Int64", "Int32"] {
            properties = properties.set_column_encoding(name.into(), Encoding::DELTA_BINARY_PACKED);
        }
    }
    properties.build()
}

pub(crate) fn written(batch: &RecordBatch, properties: WriterProperties) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("a writer");
    writer.write(batch).expect("written");
    writer.close().expect("written");
    bytes
}

/// Rows in columns of many types, and in those that an import has use for.
fn batch(dice: &mut Dice, odd: bool) -> RecordBatch {
    let (names, rows) = table::rows(dice, odd);
    let count = rows.len();
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let cells = rows.iter().map(|row| (!row[at].is_empty()).then(|| row[at].as_str()));
        columns.push(((*name).to_owned(), Arc::new(cells.collect::<StringArray>())));
    }
    let numbers: Int64Array = (0..count)
        .map(|row| match dice.below(12) {
            0 => None,
            1 if odd => Some(dice.extreme()),
            _ => Some(row as i64),
        })
        .collect();
    let numbers: ArrayRef = Arc::new(numbers);
    for data_type in types().into_iter().filter(|_| dice.one_in(4)) {
        // A number that a type has no room for is none.
        if let Ok(column) = cast(&numbers, &data_type) {
            columns.push((name_of(&data_type), column));
        }
    }
    if dice.one_in(4) {
        columns.extend(nested(count, dice));
    }
    RecordBatch::try_from_iter(columns).expect("a batch")
}

fn name_of(data_type: &DataType) -> String {
    data_type.to_string()
}

fn types() -> Vec<DataType> {
    use DataType as D;
    let zone = || Some("Europe/Berlin".into());
    vec![
        D::Boolean,
        D::Int8,
        D::Int16,
        D::Int32,
        D::Int64,
        D::UInt8,
        D::UInt16,
        D::UInt32,
        D::UInt64,
        D::Float16,
        D::Float32,
        D::Float64,
        D::Utf8,
        D::LargeUtf8,
        D::Utf8View,
        D::Binary,
        D::Date32,
        D::Date64,
        D::Time32(TimeUnit::Second),
        D::Time64(TimeUnit::Nanosecond),
        D::Timestamp(TimeUnit::Second, None),
        D::Timestamp(TimeUnit::Millisecond, zone()),
        D::Timestamp(TimeUnit::Microsecond, None),
        D::Timestamp(TimeUnit::Nanosecond, zone()),
        D::Duration(TimeUnit::Second),
        D::Decimal32(9, 2),
        D::Decimal64(18, 4),
        D::Decimal128(38, 10),
        D::Decimal256(76, 30),
        D::Dictionary(Box::new(D::Int32), Box::new(D::Utf8)),
    ]
}

fn nested(count: usize, dice: &mut Dice) -> Vec<(String, ArrayRef)> {
    let lists =
        (0..count).map(|row| (row % 5 > 0).then(|| (0..row % 4).map(|item| Some(item as i32)).collect::<Vec<_>>()));
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(lists);
    let texts: ArrayRef = Arc::new((0..count).map(|row| Some(format!("t{row}"))).collect::<StringArray>());
    let field = |data_type: &DataType| Arc::new(Field::new("item", data_type.clone(), true));
    let structure = StructArray::new(Fields::from(vec![field(&DataType::Utf8)]), vec![Arc::clone(&texts)], None);
    let pairs = FixedSizeListArray::new(
        field(&DataType::Int64),
        2,
        Arc::new((0..2 * count as i64).collect::<Int64Array>()),
        None,
    );
    let fixed = FixedSizeBinaryArray::try_from_iter((0..count).map(|row| (row as u64).to_le_bytes())).expect("bytes");
    let deep = ListArray::new(
        field(structure.data_type()),
        OffsetBuffer::from_lengths(vec![1; count]),
        Arc::new(structure.clone()),
        None,
    );
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("lists".to_owned(), Arc::new(lists)),
        ("structure".to_owned(), Arc::new(structure)),
        ("pairs".to_owned(), Arc::new(pairs)),
        ("fixed".to_owned(), Arc::new(fixed)),
        ("deep".to_owned(), Arc::new(deep)),
    ];
    columns.retain(|_| !dice.one_in(3));
    columns
}

/// A page with its header.
#[derive(Clone, Debug)]
pub(crate) struct PagePart {
    pub header: Value,
    pub bytes: Vec<u8>,
    /// The group and the column it belongs to.
    chunk: (i64, i64),
}

impl PagePart {
    /// Makes its header say how long it is.
    pub fn is_true(&mut self) {
        if let Some(length) = self.header.get_mut(3) {
            *length = Value::Number(self.bytes.len() as i64);
        }
    }
}

/// A file in its parts.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub pages: Vec<PagePart>,
    pub footer: Value,
}

/// Fields of what a footer says of a piece of a column.
const TOTAL_LENGTH: i64 = 7;
const DATA_PLACE: i64 = 9;
const DICTIONARY_PLACE: i64 = 11;

impl Parts {
    pub fn of(bytes: &[u8]) -> Self {
        let end = bytes.len() - 8;
        let length = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four bytes")) as usize;
        let (footer, _) = Value::read(&bytes[end - length..]);
        let mut pages = Vec::new();
        for (group, column) in chunks(&footer) {
            let said = |field| {
                let path = [4, group, 1, column, 3, field];
                path.iter().try_fold(&footer, |value, at| value.get(*at)).map(Value::number)
            };
            let (Some(length), Some(data)) = (said(TOTAL_LENGTH), said(DATA_PLACE)) else { continue };
            let mut at = said(DICTIONARY_PLACE).unwrap_or(data) as usize;
            let end = at + length as usize;
            while at < end {
                let (header, length) = Value::read(&bytes[at..]);
                at += length;
                let packed = header.get(3).map_or(0, Value::number) as usize;
                pages.push(PagePart { header, bytes: bytes[at..at + packed].to_vec(), chunk: (group, column) });
                at += packed;
            }
        }
        Self { pages, footer }
    }

    /// The file; the footer says where pages stand, unless something else was put in its place.
    pub fn written(&self) -> Vec<u8> {
        let mut bytes = b"PAR1".to_vec();
        let mut footer = self.footer.clone();
        for (group, column) in chunks(&footer) {
            let begin = bytes.len();
            let mut first_data = None;
            for page in self.pages.iter().filter(|page| page.chunk == (group, column)) {
                let is_dictionary = page.header.get(7).is_some();
                first_data = first_data.or((!is_dictionary).then_some(bytes.len()));
                bytes.extend(page.header.written());
                bytes.extend(&page.bytes);
            }
            let Some(said) = [4, group, 1, column, 3].iter().try_fold(&mut footer, |value, at| value.get_mut(*at))
            else {
                continue;
            };
            let length = bytes.len() - begin;
            for (field, place) in
                [(DATA_PLACE, first_data.unwrap_or(begin)), (DICTIONARY_PLACE, begin), (TOTAL_LENGTH, length)]
            {
                // What no writer would have written there was put there on purpose.
                if let Some(Value::Number(number)) = said.get_mut(field)
                    && (0..1 << 30).contains(number)
                {
                    *number = place as i64;
                }
            }
        }
        let footer = footer.written();
        bytes.extend(&footer);
        bytes.extend((footer.len() as u32).to_le_bytes());
        bytes.extend(b"PAR1");
        bytes
    }
}

/// The groups and columns of a footer.
fn chunks(footer: &Value) -> Vec<(i64, i64)> {
    let Some(groups) = footer.get(4) else { return Vec::new() };
    let columns = |group| groups.get(group).and_then(|group| group.get(1)).map_or(0, Value::items) as i64;
    (0..groups.items() as i64).flat_map(|group| (0..columns(group)).map(move |column| (group, column))).collect()
}
