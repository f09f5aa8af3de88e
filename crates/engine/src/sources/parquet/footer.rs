//! Can a file's footer be read in bounded memory and depth? A library that reads it believes the counts that stand in it.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use super::thrift::Thrift;

/// Bytes of a footer: beside the columns it holds what the smallest and largest values are.
const LONGEST: u64 = 32 << 20;
/// Columns and groups of columns.
const MOST_COLUMNS: u64 = 20_000;
/// Pieces of columns: one for each column of each group of rows.
const MOST_CHUNKS: u64 = 200_000;
/// Groups of rows, which are numbered in 16 bits.
const MOST_GROUPS: u64 = 1 << 15;
/// Groups of columns within each other.
const DEEPEST: usize = 64;

/// Refuses a file whose footer cannot be read in bounded memory. Of a file that has none, whoever reads it says so.
pub(super) fn check(file: &File) -> Result<(), String> {
    let mut file = BufReader::new(file);
    let bytes = file.seek(SeekFrom::End(0)).map_err(|error| error.to_string())?;
    let mut end = [0; 8];
    if bytes < 12 {
        return Ok(());
    }
    let seek = |file: &mut BufReader<&File>, at| file.seek(SeekFrom::Start(at)).map_err(|error| error.to_string());
    seek(&mut file, bytes - 8)?;
    file.read_exact(&mut end).map_err(|error| error.to_string())?;
    let said = u64::from(u32::from_le_bytes([end[0], end[1], end[2], end[3]]));
    if end[4..] != *b"PAR1" || said > bytes - 8 {
        return Ok(());
    }
    if said > LONGEST {
        return Err(format!("its footer is longer than {} MB; write it in larger groups of rows", LONGEST >> 20));
    }
    seek(&mut file, bytes - 8 - said)?;
    let mut footer = Thrift::new(file.take(said));
    let (mut groups, mut chunks) = (0, 0);
    footer.structure(|footer, id, _| match id {
        2 => columns(footer).map(|()| true),
        4 => {
            footer.structures(|group| {
                groups += 1;
                if groups > MOST_GROUPS {
                    return Err(format!("it has more than {MOST_GROUPS} groups of rows"));
                }
                group.structure(|group, id, _| {
                    if id != 1 {
                        return Ok(false);
                    }
                    group.structures(|chunk| {
                        chunks += 1;
                        if chunks > MOST_CHUNKS {
                            return Err(format!("it has more than {MOST_CHUNKS} pieces of columns"));
                        }
                        chunk.structure(|_, _, _| Ok(false))
                    })?;
                    Ok(true)
                })
            })?;
            Ok(true)
        }
        _ => Ok(false),
    })
}

/// Columns are listed in the order of the tree that they make up, each group with the number of those within it.
fn columns<R: Read>(footer: &mut Thrift<R>) -> Result<(), String> {
    let (mut listed, mut said) = (0, 1_u64);
    // For each group that is not complete, how many are still to come.
    let mut open: Vec<i64> = Vec::new();
    footer.structures(|column| {
        let mut within = 0;
        column.structure(|column, id, _| {
            if id == 5 {
                within = column.number()?;
            }
            Ok(id == 5)
        })?;
        listed += 1;
        said = said.saturating_add(u64::try_from(within).map_err(|_| "a group of columns has fewer than none")?);
        if listed > MOST_COLUMNS || said > MOST_COLUMNS {
            return Err(format!("it has more than {MOST_COLUMNS} columns"));
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        if within > 0 {
            open.push(within);
        } else {
            while open.pop_if(|left| *left == 0).is_some() {}
        }
        if open.len() > DEEPEST {
            return Err(format!("its columns stand more than {DEEPEST} deep within each other"));
        }
        Ok(())
    })?;
    Ok(())
}
