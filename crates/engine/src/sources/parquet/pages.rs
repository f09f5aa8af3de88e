//! How many rows of a file can be read at once in bounded memory? Its pages are looked through before a library reads them: each says how large
//! it is once unpacked and how many values it holds, and a few bytes can stand for millions of rows.
//!
//! Invariant: no page is read that was not measured; pages lie one behind the other, no two columns share any, and all are within the file.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::sync::Arc;

use ::parquet::basic::Type;
use ::parquet::column::page::{Page, PageReader};
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use ::parquet::file::serialized_reader::SerializedPageReader;
use arrow::datatypes::{DataType, Schema};

use super::ROWS;
use super::delta;
use super::thrift::Thrift;

/// What the pages and dictionaries that are open at once may take.
const MOST_OPEN: u64 = 256 << 20;
/// What rows that are read at once may take, about.
pub(super) const AT_ONCE: u64 = 64 << 20;
/// A file holds no more values in a column, and makes no more of its bytes, than a packed text of its length; or so many.
const MOST_OF_A_BYTE: u64 = 1000;
const FEW_VALUES: u64 = 1 << 20;
const FEW_BYTES: u64 = 4 << 30;

/// Kinds of pages and encodings, by their numbers.
const DICTIONARY_PAGE: i64 = 2;
const DATA_PAGE_V2: i64 = 3;
const OF_DICTIONARY: [i64; 2] = [2, 8];
const DELTA_LENGTHS: i64 = 6;
const DELTA_TEXTS: i64 = 7;

/// What a page says of itself.
#[derive(Clone, Copy, Debug, Default)]
struct PageSaid {
    kind: i64,
    unpacked: i64,
    packed: i64,
    values: i64,
    encoding: i64,
}

impl PageSaid {
    fn bytes(&self) -> u64 {
        self.unpacked.max(self.packed) as u64
    }

    /// Whether it begins with the lengths of its texts, which say how many there are.
    fn is_of_lengths(&self) -> bool {
        self.kind != DICTIONARY_PAGE && matches!(self.encoding, DELTA_LENGTHS | DELTA_TEXTS)
    }
}

/// What a column takes while it is read.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    /// Its largest page and dictionary.
    page: u64,
    dictionary: u64,
    /// What the values of one piece take at most, of which two may be read in part.
    piece: u64,
    /// What a row takes, elsewhere.
    row: u64,
    /// How many values there are, and what they take in all.
    values: u64,
    made: u64,
}

/// How many rows are read at once. What cannot be read in bounded memory is refused.
pub(super) fn rows_at_once(file: &Arc<File>, metadata: &ParquetMetaData, schema: &Schema) -> Result<usize, String> {
    let bytes = file.metadata().map_err(|error| error.to_string())?.len();
    let mut rooms = vec![Room::default(); metadata.file_metadata().schema_descr().num_columns()];
    let mut taken = 0_u64;
    for group in metadata.row_groups() {
        let rows = u64::try_from(group.num_rows()).map_err(|_| "a group of it has fewer rows than none")?;
        for (at, chunk) in group.columns().iter().enumerate() {
            let room = rooms.get_mut(at).ok_or("a group of it has other columns")?;
            let (start, length) = chunk.byte_range();
            taken = taken.saturating_add(length);
            if start.saturating_add(length) > bytes || taken > bytes {
                return Err(format!("the pages of column '{}' are not where it says", chunk.column_path()));
            }
            let refused = |why: String| format!("column '{}': {why}", chunk.column_path());
            let pages = pages(file, start, length).map_err(refused)?;
            room.values +=
                pages.iter().filter(|page| page.kind != DICTIONARY_PAGE).map(|page| page.values as u64).sum::<u64>();
            if room.values > FEW_VALUES.saturating_add(bytes.saturating_mul(MOST_OF_A_BYTE)) {
                return Err(refused(format!("it says that it has {} values, in a file of {bytes} bytes", room.values)));
            }
            measure(file, chunk, rows, &pages, room).map_err(refused)?;
        }
    }
    let made = rooms.iter().map(|room| room.made).fold(0, u64::saturating_add);
    if made > FEW_BYTES.saturating_add(bytes.saturating_mul(MOST_OF_A_BYTE)) {
        return Err(format!("its {bytes} bytes may become {} GB", made >> 30));
    }
    let open: u64 = rooms.iter().map(|room| room.page + room.dictionary + 2 * room.piece).sum();
    let widest = rooms.iter().map(|room| room.page).max().unwrap_or(0);
    if open.saturating_add(widest) > MOST_OPEN {
        let most = MOST_OPEN >> 20;
        return Err(format!(
            "its pages take more than {most} MB at once; write it with smaller pages and dictionaries"
        ));
    }
    let row: u64 = rooms.iter().map(|room| room.row).fold(0, u64::saturating_add);
    let row =
        row.saturating_add(schema.fields().iter().map(|field| width(field.data_type())).fold(0, u64::saturating_add));
    if row > AT_ONCE {
        return Err(format!("a row of it may take more than {} MB", AT_ONCE >> 20));
    }
    Ok((AT_ONCE / row.max(1)).clamp(1, ROWS as u64) as usize)
}

/// What the pages of a piece of a column say of themselves.
fn pages(file: &File, start: u64, length: u64) -> Result<Vec<PageSaid>, String> {
    let mut file = BufReader::new(file);
    let (mut at, end) = (start, start + length);
    let mut pages = Vec::new();
    while at < end {
        file.seek(SeekFrom::Start(at)).map_err(|error| error.to_string())?;
        let mut header = Thrift::new(&mut file);
        let page = page(&mut header)?;
        at += header.read;
        let packed = u64::try_from(page.packed).unwrap_or(u64::MAX);
        if at > end || packed > end - at {
            return Err("a page of it is longer than the column".to_owned());
        }
        at += packed;
        pages.push(page);
    }
    Ok(pages)
}

fn page(header: &mut Thrift<impl std::io::Read>) -> Result<PageSaid, String> {
    let mut page = PageSaid::default();
    header.structure(|header, id, _| {
        match id {
            1 => page.kind = header.number()?,
            2 => page.unpacked = header.number()?,
            3 => page.packed = header.number()?,
            5 | 7 | 8 => {
                // The encoding of a page with levels apart stands behind its numbers of nulls and rows.
                let encoding = if id == 8 { 4 } else { 2 };
                header.structure(|header, field, _| {
                    match field {
                        1 => page.values = header.number()?,
                        field if field == encoding => page.encoding = header.number()?,
                        _ => return Ok(false),
                    }
                    Ok(true)
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let is_known = matches!(page.kind, 0 | DICTIONARY_PAGE | DATA_PAGE_V2);
    if !is_known || page.unpacked < 0 || page.packed < 0 || page.values < 0 {
        return Err("a page of it says what no page can be".to_owned());
    }
    if page.unpacked as u64 > MOST_OPEN {
        return Err(format!("a page of it says that it takes {} MB", page.unpacked >> 20));
    }
    Ok(page)
}

/// Measures a piece of a column.
fn measure(
    file: &Arc<File>,
    chunk: &ColumnChunkMetaData,
    rows: u64,
    pages: &[PageSaid],
    room: &mut Room,
) -> Result<(), String> {
    let column = chunk.column_descr();
    let length = u64::try_from(column.type_length()).unwrap_or(0);
    let width = match column.physical_type() {
        Type::INT64 | Type::DOUBLE => 8,
        Type::INT96 => 12,
        Type::FIXED_LEN_BYTE_ARRAY if length == 0 => return Err("its values have no length".to_owned()),
        Type::FIXED_LEN_BYTE_ARRAY => length,
        _ => 4,
    };
    for page in pages.iter().filter(|page| page.kind == DICTIONARY_PAGE) {
        if (page.values as u64).saturating_mul(width) > page.bytes() {
            return Err(format!(
                "a dictionary of it says that it has {} values, in {} bytes",
                page.values,
                page.bytes()
            ));
        }
        room.dictionary = room.dictionary.max(2 * page.bytes());
    }
    let levels = 2 * u64::from(column.max_def_level() > 0) + 2 * u64::from(column.max_rep_level() > 0);
    let mut made = 0_u64;
    for (page, texts) in pages.iter().zip(texts(file, chunk, pages)?) {
        if page.kind == DICTIONARY_PAGE {
            continue;
        }
        let count = page.values as u64;
        // Numbers that are packed by their differences are unpacked page by page.
        let lengths = if page.is_of_lengths() { 16_u64.saturating_mul(count) } else { 0 };
        room.page = room.page.max(page.bytes().saturating_add(lengths));
        let (value, piece) = match texts {
            Texts::None => (width + levels, 0),
            Texts::EachAtMost { longest, .. } => (longest + width + levels, 0),
            Texts::InAll(bytes) => (width + levels, bytes),
        };
        let usual = if let Texts::EachAtMost { mean, .. } = texts { mean + width + levels } else { value };
        made = made.saturating_add(count.saturating_mul(usual).saturating_add(piece));
        if column.max_rep_level() == 0 {
            room.piece = room.piece.max(piece);
            room.row = room.row.max(value.saturating_add(piece.div_ceil(count.max(1))));
        }
    }
    // How the values of lists fall on the rows is not said.
    if column.max_rep_level() > 0 {
        room.piece = room.piece.max(made);
        room.row = room.row.max(made.div_ceil(rows.max(1)));
    }
    room.made = room.made.saturating_add(made);
    Ok(())
}

/// What the texts of a page take.
#[derive(Clone, Copy, Debug)]
enum Texts {
    /// It holds none, or they are of a fixed length.
    None,
    /// They are of the dictionary: each may be the longest, and they are usually as long as these are.
    EachAtMost {
        longest: u64,
        mean: u64,
    },
    InAll(u64),
}

/// What the texts of each page take. What pages say of them within themselves is held against their headers.
fn texts(file: &Arc<File>, chunk: &ColumnChunkMetaData, pages: &[PageSaid]) -> Result<Vec<Texts>, String> {
    let column = chunk.column_descr();
    let is_text = column.physical_type() == Type::BYTE_ARRAY;
    let failed = |error: ::parquet::errors::ParquetError| error.to_string();
    let mut reader = None;
    let (mut longest, mut mean) = (0, 0);
    let mut made = Vec::with_capacity(pages.len());
    for (at, said) in pages.iter().enumerate() {
        let is_dictionary = said.kind == DICTIONARY_PAGE;
        if !(is_text && is_dictionary || said.is_of_lengths()) {
            made.push(match said.encoding {
                _ if !is_text => Texts::None,
                encoding if OF_DICTIONARY.contains(&encoding) => Texts::EachAtMost { longest, mean },
                _ => Texts::InAll(said.bytes()),
            });
            continue;
        }
        if 16_u64.saturating_mul(said.values as u64) > MOST_OPEN && !is_dictionary {
            return Err(format!("a page of it says that it has {} values", said.values));
        }
        // Most pages need not be unpacked for that.
        let (reader, place) = match &mut reader {
            Some((reader, place)) => (reader, place),
            none => {
                let pages = SerializedPageReader::new(Arc::clone(file), chunk, 0, None).map_err(failed)?;
                let (reader, place) = none.insert((pages, 0));
                (reader, place)
            }
        };
        while *place < at {
            reader.skip_next_page().map_err(failed)?;
            *place += 1;
        }
        *place += 1;
        let page = reader.get_next_page().map_err(failed)?.ok_or("it breaks off")?;
        if let Page::DictionaryPage { buf, .. } = &page {
            longest = longest.max(longest_text(buf, said.values as usize)?);
            mean = mean.max((buf.len() as u64).div_ceil(said.values.max(1) as u64));
            made.push(Texts::None);
            continue;
        }
        let behind = behind_levels(&page, column.max_rep_level() > 0, column.max_def_level() > 0);
        let bytes = behind.ok_or("a page of it breaks off")?;
        let lengths = delta::lengths(bytes, said.values as u64)?;
        let mut all = lengths.sum;
        if said.encoding == DELTA_TEXTS {
            // How much of the text before it each begins with, and then how much follows.
            let rest = bytes.get(lengths.end..).ok_or("a page of it breaks off")?;
            all = all.saturating_add(delta::lengths(rest, said.values as u64)?.sum);
        }
        made.push(if is_text { Texts::InAll(all) } else { Texts::None });
    }
    Ok(made)
}

/// The longest of texts, each with its length before it.
fn longest_text(mut texts: &[u8], count: usize) -> Result<u64, String> {
    let mut longest = 0;
    for _ in 0..count {
        let Some((length, rest)) = texts.split_first_chunk() else { break };
        let length = u32::from_le_bytes(*length);
        texts = rest.get(length as usize..).ok_or("its dictionary breaks off")?;
        longest = longest.max(length.into());
    }
    Ok(longest)
}

/// What a page holds behind the levels of its values.
fn behind_levels(page: &Page, has_repetition: bool, has_definition: bool) -> Option<&[u8]> {
    match page {
        Page::DataPage { buf, .. } => {
            let mut bytes: &[u8] = buf;
            for _ in 0..u8::from(has_repetition) + u8::from(has_definition) {
                let (length, rest) = bytes.split_first_chunk()?;
                bytes = rest.get(u32::from_le_bytes(*length) as usize..)?;
            }
            Some(bytes)
        }
        Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, .. } => {
            buf.get((*def_levels_byte_len as usize).checked_add(*rep_levels_byte_len as usize)?..)
        }
        Page::DictionaryPage { .. } => None,
    }
}

/// What a value of a type takes in memory, whether there is one or not, texts themselves apart.
fn width(data_type: &DataType) -> u64 {
    match data_type {
        DataType::FixedSizeBinary(length) => u64::try_from(*length).unwrap_or(0),
        DataType::FixedSizeList(item, count) => {
            u64::try_from(*count).unwrap_or(0).saturating_mul(width(item.data_type()))
        }
        DataType::List(item) | DataType::LargeList(item) | DataType::Map(item, _) => 8 + width(item.data_type()),
        DataType::Struct(fields) => fields.iter().map(|field| width(field.data_type())).fold(1, u64::saturating_add),
        DataType::Dictionary(_, value) => 8_u64.saturating_add(width(value)),
        DataType::Decimal256(..) => 32,
        _ => 16,
    }
}
