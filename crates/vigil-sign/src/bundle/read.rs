//! Reading a bundle. Nothing in it is believed before it is compared with the manifest.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::write::{disk, finish};
use super::{BundleError, Entry, FORMAT, MANIFEST, Manifest, SIGNATURE, Signed, is_plain};
use crate::key::PublicKey;
use crate::signature::verify;

/// No manifest or signature is longer.
const MOST: u64 = 1 << 20;

/// Whether a file begins as a bundle does.
pub fn is_bundle(path: &Path) -> bool {
    let mut head = [0; 512];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    let name = MANIFEST.as_bytes();
    read.is_ok() && head.starts_with(name) && head[name.len()] == 0 && &head[257..262] == b"ustar"
}

/// A bundle whose manifest was read and whose signature was judged.
#[derive(Debug)]
pub struct Bundle {
    /// What it says it holds.
    pub manifest: Manifest,
    /// What is known of its signature.
    pub signed: Signed,
    path: std::path::PathBuf,
}

impl Bundle {
    /// Reads the manifest and judges the signature by the trusted keys.
    pub fn open(path: &Path, trusted: &[PublicKey]) -> Result<Self, BundleError> {
        let mut archive = archive(path)?;
        let mut entries = archive.entries().map_err(disk(path))?;
        let text = match entries.next() {
            Some(entry) => {
                small(entry, MANIFEST)?.ok_or_else(|| damaged("it does not begin with its manifest"))?
            }
            None => return Err(damaged("it is empty")),
        };
        let signature = entries.next().map(|entry| small(entry, SIGNATURE)).transpose()?.flatten();
        let signed = match signature {
            None => Signed::Missing,
            Some(signature) => {
                let signature =
                    String::from_utf8(signature).map_err(|_| damaged("its signature is no text"))?;
                verify(trusted, &text, &signature).map_or_else(Signed::Refused, Signed::Good)
            }
        };
        Ok(Self { manifest: manifest(&text)?, signed, path: path.to_path_buf() })
    }

    /// Writes every file into `folder` and compares it with the manifest. After an error nothing of it is to be used.
    pub fn extract(&self, folder: &Path) -> Result<(), BundleError> {
        std::fs::create_dir_all(folder).map_err(disk(folder))?;
        let mut archive = archive(&self.path)?;
        let mut expected = self.manifest.files.iter();
        for entry in archive.entries().map_err(disk(&self.path))? {
            let mut entry = entry.map_err(|error| damaged(error.to_string()))?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if name == MANIFEST || name == SIGNATURE {
                continue;
            }
            let listed = expected.next().filter(|listed| listed.name == name);
            let listed =
                listed.ok_or_else(|| damaged(format!("`{name}` is not where its manifest has it")))?;
            if !entry.header().entry_type().is_file() {
                return Err(damaged(format!("`{name}` is no plain file")));
            }
            copy(&mut entry, listed, &folder.join(&name))?;
        }
        match expected.next() {
            Some(missing) => Err(damaged(format!("`{}` is missing", missing.name))),
            None => Ok(()),
        }
    }
}

fn archive(path: &Path) -> Result<tar::Archive<BufReader<File>>, BundleError> {
    let file = File::open(path).map_err(disk(path))?;
    Ok(tar::Archive::new(BufReader::with_capacity(1 << 18, file)))
}

fn damaged(why: impl Into<String>) -> BundleError {
    BundleError::Damaged(why.into())
}

/// The bytes of a small entry, if it has this name.
fn small<R: Read>(entry: io::Result<tar::Entry<'_, R>>, name: &str) -> Result<Option<Vec<u8>>, BundleError> {
    let entry = entry.map_err(|error| damaged(error.to_string()))?;
    if entry.path_bytes().as_ref() != name.as_bytes() {
        return Ok(None);
    }
    let length = entry.size();
    let mut bytes = Vec::new();
    entry.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
    if bytes.len() as u64 > MOST || bytes.len() as u64 != length {
        return Err(damaged(format!("`{name}` is cut short or far too long")));
    }
    Ok(Some(bytes))
}

fn manifest(text: &[u8]) -> Result<Manifest, BundleError> {
    let value: serde_json::Value = serde_json::from_slice(text)
        .map_err(|error| damaged(format!("its manifest cannot be read: {error}")))?;
    match value["format"].as_str() {
        Some(FORMAT) => {}
        Some(other) => return Err(BundleError::Format(other.to_owned())),
        None => return Err(damaged("its manifest names no format")),
    }
    let manifest: Manifest = serde_json::from_value(value)
        .map_err(|error| damaged(format!("its manifest cannot be read: {error}")))?;
    match manifest.files.iter().find(|file| !is_plain(&file.name)) {
        Some(file) => Err(damaged(format!("`{}` is no plain file name", file.name))),
        None => Ok(manifest),
    }
}

fn copy(from: &mut impl Read, listed: &Entry, to: &Path) -> Result<(), BundleError> {
    let changed = || BundleError::Changed { name: listed.name.clone() };
    let mut file = File::create(to).map_err(disk(to))?;
    let mut hash = Sha256::new();
    let mut from = from.take(listed.bytes.saturating_add(1));
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let count = from.read(&mut buffer).map_err(|error| damaged(error.to_string()))?;
        if count == 0 {
            break;
        }
        bytes += count as u64;
        hash.update(&buffer[..count]);
        file.write_all(&buffer[..count]).map_err(disk(to))?;
    }
    if bytes != listed.bytes || finish(hash).map_err(disk(to))? != listed.digest {
        return Err(changed());
    }
    file.sync_all().map_err(disk(to))
}
