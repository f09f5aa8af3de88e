//! What are the bytes of a file, unpacked, and is the file whole and unchanged once they are read?

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use sha2::{Digest, Sha256};

use super::inputs::{Input, failed};
use super::{Compression, SourceError};

/// Bytes of a file or query, read once to their end.
pub(super) trait ByteSource: Read + Send {
    /// Name of the file or database, for messages.
    fn name(&self) -> &str;
    /// Bytes read so far, as stored.
    fn bytes_read(&self) -> u64;
    /// What a failed read means; `row` is the last one read in full.
    fn failure(&mut self, error: io::Error, row: u64) -> SourceError;
    /// Reads what is left, makes sure the bytes are those of the file that was looked at, and gives their SHA-256.
    fn finish(&mut self) -> Result<String, SourceError>;
}

/// A file as it lies on disk: counts and hashes what is read.
pub(super) struct DiskFile {
    input: Input,
    file: File,
    hasher: Sha256,
    read: u64,
    broken: bool,
}

impl DiskFile {
    pub fn open(input: &Input) -> Result<Self, SourceError> {
        let file = input.open()?;
        Ok(Self { input: input.clone(), file, hasher: Sha256::new(), read: 0, broken: false })
    }

    /// Its name, for messages.
    pub fn name(&self) -> &str {
        &self.input.name
    }

    /// Reads what is left and gives the SHA-256 of the whole file, which must be the one that was opened.
    pub fn finish(&mut self) -> Result<String, SourceError> {
        io::copy(self, &mut io::sink()).map_err(|error| failed(&self.input.name, "read", error))?;
        self.input.unchanged(&self.file)?;
        if self.read != self.input.seen.bytes {
            let what = format!("it had {} bytes, {} were read", self.input.seen.bytes, self.read);
            return Err(SourceError::Changed { file: self.input.name.clone(), what });
        }
        Ok(hexadecimal(&self.hasher.clone().finalize()))
    }
}

impl Read for DiskFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer).inspect_err(|_| self.broken = true)?;
        self.hasher.update(&buffer[..count]);
        self.read += count as u64;
        Ok(count)
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file as its writer saw it before packing.
pub(super) enum FileContent {
    Plain(BufReader<DiskFile>),
    Gzip(Box<flate2::bufread::MultiGzDecoder<BufReader<DiskFile>>>),
    Zstd(zstd::stream::read::Decoder<'static, BufReader<DiskFile>>),
}

/// First bytes of files that are not read, with what to do about them.
const OTHER_FILES: [(&[u8], &str); 6] = [
    (b"BZh", "a bzip2 archive; unpack it or pack it with gzip or zstd"),
    (b"\xfd7zXZ", "an xz archive; unpack it or pack it with gzip or zstd"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"Rar!", "a rar archive; unpack it"),
    (b"%PDF-", "a PDF document; export the table behind it as CSV or XLSX"),
    (b"\xd0\xcf\x11\xe0", "a workbook of Excel before 2007; save it as XLSX or CSV"),
];

impl FileContent {
    pub fn open(input: &Input) -> Result<Self, SourceError> {
        let mut stored = BufReader::with_capacity(1 << 17, DiskFile::open(input)?);
        let magic = stored.fill_buf().map_err(|error| failed(&input.name, "read", error))?;
        if magic.starts_with(b"\x1f\x8b") {
            return Ok(Self::Gzip(Box::new(flate2::bufread::MultiGzDecoder::new(stored))));
        }
        if magic.starts_with(b"\x28\xb5\x2f\xfd") {
            let decoder = zstd::stream::read::Decoder::with_buffer(stored);
            return Ok(Self::Zstd(decoder.map_err(|error| failed(&input.name, "unpack", error))?));
        }
        if let Some((_, what)) = OTHER_FILES.iter().find(|(first, _)| magic.starts_with(first)) {
            return Err(SourceError::Format { file: input.name.clone(), why: format!("it is {what}") });
        }
        Ok(Self::Plain(stored))
    }

    pub fn compression(&self) -> Compression {
        match self {
            Self::Plain(_) => Compression::None,
            Self::Gzip(_) => Compression::Gzip,
            Self::Zstd(_) => Compression::Zstd,
        }
    }

    fn stored(&self) -> &DiskFile {
        match self {
            Self::Plain(stored) => stored.get_ref(),
            Self::Gzip(decoder) => decoder.get_ref().get_ref(),
            Self::Zstd(decoder) => decoder.get_ref().get_ref(),
        }
    }
}

impl Read for FileContent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stored) => stored.read(buffer),
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(decoder) => decoder.read(buffer),
        }
    }
}

impl ByteSource for FileContent {
    fn name(&self) -> &str {
        &self.stored().input.name
    }

    fn bytes_read(&self) -> u64 {
        self.stored().read
    }

    fn failure(&mut self, error: io::Error, row: u64) -> SourceError {
        let (compression, stored) = (self.compression(), self.stored());
        if let Err(changed) = stored.input.unchanged(&stored.file) {
            return changed;
        }
        if compression == Compression::None || stored.broken {
            return failed(&stored.input.name, "read", error);
        }
        SourceError::BrokenArchive { file: stored.input.name.clone(), compression, row, why: error.to_string() }
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        match self {
            Self::Plain(stored) => stored.get_mut().finish(),
            Self::Gzip(decoder) => decoder.get_mut().get_mut().finish(),
            Self::Zstd(decoder) => decoder.get_mut().get_mut().finish(),
        }
    }
}
