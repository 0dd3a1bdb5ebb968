//! Whether a file that came is whole.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::de::IgnoredAny;
use sha2::{Digest as _, Sha256};
use vigil_base::Digest;

use crate::table::Shape;

/// Bytes that a file may unpack to: forty times what the largest feed has.
const MOST: u64 = 64 << 30;

/// The description of an NVD file: digest and size of what is unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) digest: Digest,
    pub(crate) size: Option<u64>,
    pub(crate) packed: Option<u64>,
}

impl Meta {
    /// Reads lines of `name:value`.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let mut text = String::new();
        let opened = File::open(path).and_then(|file| file.take(1 << 16).read_to_string(&mut text));
        opened.map_err(|error| error.to_string())?;
        let field = |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
        let digest = field("sha256:").and_then(|hex| Digest::parse(&hex.to_ascii_lowercase()));
        Ok(Self {
            digest: digest.ok_or("it states no sha256 of 64 digits")?,
            size: field("size:").and_then(|size| size.parse().ok()),
            packed: field("gzSize:").and_then(|size| size.parse().ok()),
        })
    }
}

/// Looks at a file; a reason refuses it.
pub(crate) fn whole(path: &Path, shape: Shape, meta: Option<&Meta>) -> Result<(), String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let file = BufReader::with_capacity(1 << 18, file);
    match shape {
        Shape::Gzip => {
            let found = unpacked(MultiGzDecoder::new(file))
                .map_err(|error| format!("it is no whole gzip file: {error}"))?;
            meta.map_or(Ok(()), |meta| fits(meta, found))
        }
        Shape::Zip => match zip::ZipArchive::new(file) {
            Ok(archive) if archive.is_empty() => Err("it is an archive without entries".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(format!("it is no whole zip archive: {error}")),
        },
        Shape::Json => serde_json::from_reader::<_, IgnoredAny>(file)
            .map(|_| ())
            .map_err(|error| format!("it is no whole JSON value: {error}")),
    }
}

fn fits(meta: &Meta, (bytes, digest): (u64, Digest)) -> Result<(), String> {
    if meta.digest != digest {
        return Err(format!("unpacked it has the digest {digest}, its description says {}", meta.digest));
    }
    match meta.size {
        Some(size) if size != bytes => {
            Err(format!("unpacked it has {bytes} bytes, its description says {size}"))
        }
        _ => Ok(()),
    }
}

/// Size and digest of a stream, up to a limit.
fn unpacked(from: impl Read) -> io::Result<(u64, Digest)> {
    let mut from = from.take(MOST);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        bytes += count as u64;
    }
    if bytes == MOST {
        return Err(io::Error::other("it unpacks to more than is allowed"));
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, Digest::parse(&hex).ok_or_else(|| io::Error::other("a digest has 64 digits"))?))
}
