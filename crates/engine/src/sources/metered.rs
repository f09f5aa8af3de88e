//! Bytes of which no more than so many may be asked for between two rests: what is read up to a sign that never comes would fill the memory.

use std::io::{self, BufRead, BufReader, Read};

use crate::sources::bytes::FileContent;

pub(super) struct Metered {
    source: BufReader<FileContent>,
    limit: usize,
    used: usize,
}

impl Metered {
    pub fn new(source: FileContent, limit: usize) -> Self {
        Self { source: BufReader::with_capacity(1 << 16, source), limit, used: 0 }
    }

    /// What was asked for so far no longer counts.
    pub fn rest(&mut self) {
        self.used = 0;
    }

    /// Whether more was asked for than may be.
    pub fn is_exhausted(&self) -> bool {
        self.used > self.limit
    }

    pub fn source(&self) -> &FileContent {
        self.source.get_ref()
    }

    pub fn source_mut(&mut self) -> &mut FileContent {
        self.source.get_mut()
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Metered {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_exhausted() {
            return Err(io::Error::other("too long"));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.used += count;
        self.source.consume(count);
    }
}
