//! Writing a bundle.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use vigil_base::{Digest, canonical};

use super::{BundleError, Entry, FORMAT, MANIFEST, Manifest, SIGNATURE, is_plain};
use crate::key::SecretKey;
use crate::signature::sign;

/// Where the bytes of a file come from.
#[derive(Clone, Debug)]
pub enum Content {
    /// From memory.
    Bytes(Vec<u8>),
    /// From a file on disk.
    File(PathBuf),
}

/// One file for a bundle.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its plain name in the bundle.
    pub name: String,
    /// Its bytes.
    pub content: Content,
}

/// Writes a bundle whole or not at all, signed where there is a key. The same inputs give the same bytes.
pub fn write(
    target: &Path,
    kind: &str,
    facts: BTreeMap<String, String>,
    pieces: &[Piece],
    signer: Option<(&SecretKey, &str)>,
) -> Result<Manifest, BundleError> {
    let mut files = Vec::new();
    for Piece { name, content } in pieces {
        if !is_plain(name) || name == MANIFEST || name == SIGNATURE {
            return Err(BundleError::Damaged(format!("`{name}` cannot be the name of a file in it")));
        }
        let (bytes, digest) = measure(content).map_err(disk(path_of(content, target)))?;
        files.push(Entry { name: name.clone(), bytes, digest });
    }
    let manifest = Manifest { format: FORMAT.to_owned(), kind: kind.to_owned(), facts, files };
    let text = canonical::pretty(&manifest).map_err(|error| BundleError::Damaged(error.to_string()))?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let draft = target.with_file_name(format!(".{name}.part"));
    let written = archive(&draft, &text, signer, &manifest, pieces)
        .and_then(|()| std::fs::rename(&draft, target))
        .map_err(disk(target));
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written.map(|()| manifest)
}

fn archive(
    draft: &Path,
    text: &str,
    signer: Option<(&SecretKey, &str)>,
    manifest: &Manifest,
    pieces: &[Piece],
) -> io::Result<()> {
    let mut tar = tar::Builder::new(File::create(draft)?);
    append(&mut tar, MANIFEST, text.len() as u64, text.as_bytes())?;
    if let Some((key, comment)) = signer {
        let signature = sign(key, text.as_bytes(), comment);
        append(&mut tar, SIGNATURE, signature.len() as u64, signature.as_bytes())?;
    }
    for (entry, piece) in manifest.files.iter().zip(pieces) {
        append(&mut tar, &entry.name, entry.bytes, open(&piece.content)?)?;
    }
    tar.into_inner()?.sync_all()
}

/// One entry without owner and time, so that the same files give the same bytes.
fn append(tar: &mut tar::Builder<File>, name: &str, bytes: u64, from: impl Read) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes);
    header.set_mode(0o644);
    // A file that grows while it is read must not run into the next entry.
    tar.append_data(&mut header, name, from.take(bytes))
}

fn open(content: &Content) -> io::Result<Box<dyn Read + '_>> {
    Ok(match content {
        Content::Bytes(bytes) => Box::new(bytes.as_slice()),
        Content::File(path) => Box::new(File::open(path)?),
    })
}

fn path_of<'p>(content: &'p Content, target: &'p Path) -> &'p Path {
    match content {
        Content::File(path) => path,
        Content::Bytes(_) => target,
    }
}

pub(super) fn disk(path: &Path) -> impl FnOnce(io::Error) -> BundleError {
    let path = path.to_path_buf();
    move |error| BundleError::Disk { path, error }
}

fn measure(content: &Content) -> io::Result<(u64, Digest)> {
    let (mut from, mut hash, mut bytes) = (open(content)?, Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        bytes += count as u64;
    }
    finish(hash).map(|digest| (bytes, digest))
}

pub(super) fn finish(hash: Sha256) -> io::Result<Digest> {
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Digest::parse(&hex).ok_or_else(|| io::Error::other("a digest has 64 digits"))
}
