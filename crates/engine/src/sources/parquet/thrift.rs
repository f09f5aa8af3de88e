//! Thrift's compact protocol, as far as it takes to look through foreign structures: nothing is kept, and no size is believed.
//!
//! Invariant: fields come in rising order, as every writer of Parquet writes them, so none comes twice with two meanings.

use std::io::{self, Read};

/// How deep structures may stand within each other; those of Parquet are some six deep.
const DEEPEST: u8 = 32;

/// Kinds of values.
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
pub(super) const STRUCTURE: u8 = 12;

/// Reads structures, and counts the bytes they take.
pub(super) struct Thrift<R> {
    from: R,
    pub read: u64,
}

impl<R: Read> Thrift<R> {
    pub fn new(from: R) -> Self {
        Self { from, read: 0 }
    }

    fn byte(&mut self) -> Result<u8, String> {
        let mut byte = [0];
        self.from.read_exact(&mut byte).map_err(|error| error.to_string())?;
        self.read += 1;
        Ok(byte[0])
    }

    fn unsigned(&mut self) -> Result<u64, String> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number of it does not end".to_owned())
    }

    /// A whole number of any width.
    pub fn number(&mut self) -> Result<i64, String> {
        let number = self.unsigned()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// Reads a structure. `take` reads the value of a field, told by its number and kind, or says that it did not.
    pub fn structure(
        &mut self,
        mut take: impl FnMut(&mut Self, i64, u8) -> Result<bool, String>,
    ) -> Result<(), String> {
        self.fields(&mut take)
    }

    fn fields(&mut self, take: &mut dyn FnMut(&mut Self, i64, u8) -> Result<bool, String>) -> Result<(), String> {
        let mut before = i64::from(i16::MIN);
        loop {
            let head = self.byte()?;
            let kind = head & 15;
            if kind == 0 {
                return Ok(());
            }
            let id = match head >> 4 {
                0 => self.number()?,
                step => before.max(0) + i64::from(step),
            };
            if id <= before {
                return Err("its fields are out of order".to_owned());
            }
            before = id;
            if !take(self, id, kind)? {
                self.pass(kind, DEEPEST)?;
            }
        }
    }

    /// Reads a list of structures, each by `each`, and gives their number.
    pub fn structures(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), String>) -> Result<u64, String> {
        let (count, kind) = self.list()?;
        if count > 0 && kind != STRUCTURE {
            return Err("a list of it holds something else".to_owned());
        }
        for _ in 0..count {
            each(self)?;
        }
        Ok(count)
    }

    fn list(&mut self) -> Result<(u64, u8), String> {
        let head = self.byte()?;
        let count = if head >> 4 == 15 { self.unsigned()? } else { u64::from(head >> 4) };
        Ok((count, head & 15))
    }

    fn bytes(&mut self, count: u64) -> Result<(), String> {
        let read = io::copy(&mut self.from.by_ref().take(count), &mut io::sink()).map_err(|error| error.to_string())?;
        self.read += read;
        if read < count { Err("it breaks off".to_owned()) } else { Ok(()) }
    }

    /// Passes over a value.
    fn pass(&mut self, kind: u8, deepest: u8) -> Result<(), String> {
        let Some(deeper) = deepest.checked_sub(1) else { return Err("its structures are too deep".to_owned()) };
        match kind {
            // Of a field the kind is its value; in a list it is a byte.
            1 | FALSE if deepest == DEEPEST => Ok(()),
            1 | FALSE | BYTE => self.bytes(1),
            4..=6 => self.unsigned().map(drop),
            DOUBLE => self.bytes(8),
            BINARY => {
                let count = self.unsigned()?;
                self.bytes(count)
            }
            LIST | SET => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.pass(kind, deeper))
            }
            MAP => {
                let count = self.unsigned()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.pass(kinds >> 4, deeper)?;
                    self.pass(kinds & 15, deeper)
                })
            }
            STRUCTURE => self.fields(&mut |inner, _, kind| {
                // A field of truth has no bytes of its own, however deep it stands.
                if kind > FALSE {
                    inner.pass(kind, deeper)?;
                }
                Ok(true)
            }),
            _ => Err("it holds a value of no kind".to_owned()),
        }
    }
}
