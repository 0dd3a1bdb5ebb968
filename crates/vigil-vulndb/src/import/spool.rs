//! Packed records wait on disk until the index is built, so that memory does not grow with the feeds.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use memmap2::Mmap;

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

    /// What was written so far.
    pub(super) fn reader(&mut self) -> io::Result<SpoolReader> {
        self.to.flush()?;
        if self.written == 0 {
            return Ok(SpoolReader(None));
        }
        #[expect(unsafe_code, reason = "mapping a file is unsafe in Rust: another process could change it")]
        // SAFETY: the file has no name, so nobody else can open it, and it only grows.
        let map = unsafe { Mmap::map(self.to.get_ref()) }?;
        Ok(SpoolReader(Some(map)))
    }
}

/// Reads pieces of a spool.
pub(super) struct SpoolReader(Option<Mmap>);

impl SpoolReader {
    /// The `length` bytes at `offset`.
    pub(super) fn read(&self, offset: u64, length: usize) -> io::Result<&[u8]> {
        let all = self.0.as_deref().unwrap_or_default();
        let start = usize::try_from(offset).ok();
        let piece = start.and_then(|start| all.get(start..start.checked_add(length)?));
        piece.ok_or_else(|| io::Error::other("the temporary file is shorter than what was written to it"))
    }
}
