//! Packed records wait on disk until the index is built, so that memory does not grow with the feeds.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A file that only grows and vanishes when dropped.
pub(super) struct Spool {
    to: BufWriter<File>,
    written: u64,
    error: Option<io::Error>,
}

impl Spool {
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let to = BufWriter::with_capacity(1 << 20, tempfile::tempfile_in(folder)?);
        Ok(Self { to, written: 0, error: None })
    }

    /// Appends bytes and gives their offset. A failure is kept for [`Spool::error`].
    pub(super) fn push(&mut self, bytes: &[u8]) -> u64 {
        let offset = self.written;
        if self.error.is_none()
            && let Err(error) = self.to.write_all(bytes)
        {
            self.error = Some(error);
        }
        self.written += bytes.len() as u64;
        offset
    }

    /// The first failure to write.
    pub(super) fn error(&mut self) -> Option<io::Error> {
        if let Err(error) = self.to.flush() {
            self.error.get_or_insert(error);
        }
        self.error.take()
    }

    /// Turns to reading.
    pub(super) fn reader(mut self) -> io::Result<SpoolReader> {
        self.to.flush()?;
        let file = self.to.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(SpoolReader { file })
    }
}

/// Reads pieces of a spool.
pub(super) struct SpoolReader {
    file: File,
}

impl SpoolReader {
    /// Reads `length` bytes at `offset` into `buffer`.
    pub(super) fn read(&mut self, offset: u64, length: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(length, 0);
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.read_exact(buffer)
    }
}
