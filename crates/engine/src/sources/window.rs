//! A window on a stream of text: the bytes of the row being read lie in one piece, and memory stays bounded.

use encoding_rs::{Decoder, DecoderResult};

use super::SourceError;
use super::bytes::ByteSource;
use super::encoding::{EncodingClues, RowEncoding};

const CHUNK: usize = 256 * 1024;

/// Stands in decoded text for bytes that have no meaning in its encoding, so that their row is rejected like broken UTF-8.
const MEANINGLESS: u8 = 0xFF;

/// Unread bytes of a source, without byte order mark.
pub(super) struct Window {
    source: Box<dyn ByteSource>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    mark: usize,
    transcoder: Option<Transcoder>,
    ended: bool,
}

struct Transcoder {
    decoder: Decoder,
    packed: Vec<u8>,
}

impl Window {
    /// A window on `source`, of which `head` was read already.
    pub fn new(source: Box<dyn ByteSource>, head: &[u8], seen: EncodingClues) -> Self {
        let transcoder = match RowEncoding::of(seen.encoding) {
            RowEncoding::Transcoded(encoding) => {
                Some(Transcoder { decoder: encoding.new_decoder_without_bom_handling(), packed: Vec::new() })
            }
            _ => None,
        };
        let mut window =
            Self { source, buffer: Vec::new(), start: 0, end: 0, mark: seen.mark, transcoder, ended: false };
        let head = window.without_mark(head);
        window.take(head, false);
        window
    }

    /// The unread bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether nothing follows the unread bytes.
    pub fn ended(&self) -> bool {
        self.ended
    }

    pub fn source(&self) -> &dyn ByteSource {
        &*self.source
    }

    pub fn source_mut(&mut self) -> &mut dyn ByteSource {
        &mut *self.source
    }

    /// Marks the first `count` unread bytes as read.
    pub fn consume(&mut self, count: usize) {
        self.start += count;
    }

    /// Adds bytes to the unread ones, if any are left in the source; `row` is the last one read in full.
    pub fn fill(&mut self, row: u64) -> Result<(), SourceError> {
        if self.ended {
            return Ok(());
        }
        if self.transcoder.is_some() || self.mark > 0 {
            return self.fill_decoded(row);
        }
        self.make_room(CHUNK);
        match read(&mut *self.source, &mut self.buffer[self.end..], row)? {
            0 => self.ended = true,
            count => self.end += count,
        }
        Ok(())
    }

    /// Moves the unread bytes to the front and makes sure of `room` bytes behind them.
    fn make_room(&mut self, room: usize) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() < self.end + room {
            self.buffer.resize(self.end + room, 0);
        }
    }

    fn fill_decoded(&mut self, row: u64) -> Result<(), SourceError> {
        let mut packed = self.transcoder.as_mut().map_or_else(Vec::new, |it| std::mem::take(&mut it.packed));
        packed.resize(CHUNK, 0);
        let count = read(&mut *self.source, &mut packed, row)?;
        let fresh = self.without_mark(&packed[..count]).len();
        self.take(&packed[count - fresh..count], count == 0);
        self.ended = count == 0;
        if let Some(transcoder) = &mut self.transcoder {
            transcoder.packed = packed;
        }
        Ok(())
    }

    fn without_mark<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let marked = self.mark.min(bytes.len());
        self.mark -= marked;
        &bytes[marked..]
    }

    /// Appends bytes of the source, decoded if need be.
    fn take(&mut self, bytes: &[u8], last: bool) {
        let Some(mut transcoder) = self.transcoder.take() else {
            self.make_room(bytes.len());
            self.buffer[self.end..self.end + bytes.len()].copy_from_slice(bytes);
            self.end += bytes.len();
            return;
        };
        let mut rest = bytes;
        loop {
            let room = transcoder.decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(CHUNK);
            self.make_room(room + 1);
            let (result, read, written) =
                transcoder.decoder.decode_to_utf8_without_replacement(rest, &mut self.buffer[self.end..], last);
            rest = &rest[read..];
            self.end += written;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.make_room(1);
                    self.buffer[self.end] = MEANINGLESS;
                    self.end += 1;
                }
            }
        }
        self.transcoder = Some(transcoder);
    }
}

/// Reads some bytes; none are left if it gives 0.
fn read(source: &mut dyn ByteSource, buffer: &mut [u8], row: u64) -> Result<usize, SourceError> {
    loop {
        match source.read(buffer) {
            Ok(count) => return Ok(count),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(source.failure(error, row)),
        }
    }
}

/// The first bytes of a source: `limit` of them, or all there are, with whether that is all.
pub(super) fn head(source: &mut dyn ByteSource, limit: usize) -> Result<(Vec<u8>, bool), SourceError> {
    let mut head = vec![0; limit];
    let mut length = 0;
    while length < limit {
        let row = memchr::memchr_iter(b'\n', &head[..length]).count() as u64;
        match read(source, &mut head[length..], row)? {
            0 => break,
            count => length += count,
        }
    }
    head.truncate(length);
    Ok((head, length < limit))
}
