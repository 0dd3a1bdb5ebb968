//! Writes the file beside its target, section by section, and swaps it in by rename.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use vigil_base::Digest;

use super::layout::{BODY, HEADER, Section, Table, header, section_table};

/// A file that is being written. Dropped without [`Writer::finish`] it leaves nothing behind.
pub(crate) struct Writer {
    to: BufWriter<NamedTempFile>,
    table: Table,
    at: u64,
}

impl Writer {
    pub(crate) fn new(target: &Path) -> io::Result<Self> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::Builder::new()
            .prefix(".vigil-")
            .suffix(".part")
            .tempfile_in(folder.unwrap_or(Path::new(".")))?;
        let mut to = BufWriter::with_capacity(1 << 20, file);
        to.write_all(&[0; BODY])?;
        Ok(Self { to, table: Table::default(), at: BODY as u64 })
    }

    /// Writes one section. Sections begin at multiples of eight.
    pub(crate) fn section<E: From<io::Error>>(
        &mut self,
        section: Section,
        content: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let padding = self.at.next_multiple_of(8) - self.at;
        self.write(&[0; 8][..padding as usize])?;
        let start = self.at;
        content(self)?;
        let place = Section::ALL.iter().position(|known| *known == section).expect("every section is listed");
        self.table[place] = (start, self.at - start);
        Ok(())
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.to.write_all(bytes)
    }

    /// Writes the header, syncs and renames. Gives digest and size.
    pub(crate) fn finish(self, target: &Path) -> io::Result<(Digest, u64)> {
        let mut file = self.to.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(HEADER as u64))?;
        file.write_all(&section_table(&self.table))?;
        let hash = hash_from(file.as_file_mut(), HEADER as u64)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&header(hash))?;
        // A fresh temporary file is readable by its owner only; a database is for everyone who may see its folder.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        }
        file.as_file().sync_all()?;
        file.persist(target).map_err(|error| error.error)?;
        Ok((super::digest(&hash), self.at))
    }
}

fn hash_from(file: &mut std::fs::File, start: u64) -> io::Result<[u8; 32]> {
    use std::io::Read as _;
    file.seek(SeekFrom::Start(start))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(&buffer[..count]);
    }
}
