//! Files, folders and archives to plain texts. What a file is shows in its content, not in its name.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::Limits;
use crate::file::MAGIC;

/// What is done with the texts.
pub(crate) trait Texts {
    /// Takes one text with the name it is reported under.
    fn text(&mut self, name: &str, text: &mut dyn BufRead);

    /// Takes a vulnerability database as an input.
    fn database(&mut self, path: &Path);

    /// Takes a file or entry that cannot be used, with the reason.
    fn unusable(&mut self, name: &str, cause: String);
}

/// All files below `path`, sorted, or `path` itself.
pub(crate) fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                open.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Hands every text in the file at `path` to `texts`.
pub(crate) fn open(path: &Path, name: &str, limits: Limits, texts: &mut dyn Texts) {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return texts.unusable(name, format!("it cannot be opened: {error}")),
    };
    let budget = Rc::new(Cell::new(limits.unpacked));
    let mut unpacker = Unpacker { limits, budget, texts };
    let mut file = BufReader::with_capacity(1 << 18, file);
    let head = match peek(&mut file) {
        Ok(head) => head,
        Err(error) => return unpacker.texts.unusable(name, format!("it cannot be read: {error}")),
    };
    match shape(&head) {
        Shape::Zip => unpacker.zip(name, file, 0),
        Shape::Database => unpacker.texts.database(path),
        _ => unpacker.stream(name, &mut Cursor::new(head).chain(file), 0),
    }
}

/// What the first bytes say.
enum Shape {
    Gzip,
    Zstd,
    Zip,
    Tar,
    Database,
    Foreign(&'static str),
    Empty,
    Text,
}

fn shape(head: &[u8]) -> Shape {
    match head {
        [] => Shape::Empty,
        [0x1f, 0x8b, ..] => Shape::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Shape::Zstd,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Shape::Zip,
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Shape::Foreign("an xz file"),
        [b'B', b'Z', b'h', ..] => Shape::Foreign("a bzip2 file"),
        [b'7', b'z', 0xbc, 0xaf, ..] => Shape::Foreign("a 7-Zip file"),
        _ if head.starts_with(&MAGIC) => Shape::Database,
        _ if head.get(257..262) == Some(b"ustar") => Shape::Tar,
        _ if head.contains(&0) => Shape::Foreign("a binary file of no known kind"),
        _ => Shape::Text,
    }
}

/// The first bytes of a stream, taken from it.
fn peek(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(512);
    from.take(512).read_to_end(&mut head)?;
    Ok(head)
}

struct Unpacker<'t> {
    limits: Limits,
    budget: Rc<Cell<u64>>,
    texts: &'t mut dyn Texts,
}

impl Unpacker<'_> {
    fn stream(&mut self, name: &str, from: &mut dyn Read, depth: u8) {
        if depth > self.limits.nesting {
            let cause = format!("it is packed more than {} times", self.limits.nesting);
            return self.texts.unusable(name, cause);
        }
        let mut from = Budgeted { from, budget: Rc::clone(&self.budget) };
        let head = match peek(&mut from) {
            Ok(head) => head,
            Err(error) => return self.texts.unusable(name, format!("it cannot be unpacked: {error}")),
        };
        let shape = shape(&head);
        let mut whole = Cursor::new(head).chain(from);
        match shape {
            Shape::Gzip => self.stream(name, &mut MultiGzDecoder::new(BufReader::new(whole)), depth + 1),
            Shape::Zstd => self.zstd(name, &mut whole, depth),
            Shape::Zip => self.zip_in_memory(name, &mut whole, depth),
            Shape::Tar => self.tar(name, &mut whole, depth),
            Shape::Text => self.texts.text(name, &mut BufReader::with_capacity(1 << 15, whole)),
            Shape::Empty => self.texts.unusable(name, "it is empty".to_owned()),
            Shape::Foreign(what) => self.texts.unusable(name, format!("it is {what}, which is not read")),
            Shape::Database => {
                let cause = "a vulnerability database inside an archive is not read; unpack it first";
                self.texts.unusable(name, cause.to_owned());
            }
        }
    }

    fn zstd(&mut self, name: &str, from: &mut dyn Read, depth: u8) {
        let decoder = zstd::Decoder::new(from).and_then(|mut decoder| {
            // 128 MiB: what `zstd --ultra` writes; a larger window is an attack on memory.
            decoder.window_log_max(27)?;
            Ok(decoder)
        });
        match decoder {
            Ok(mut decoder) => self.stream(name, &mut decoder, depth + 1),
            Err(error) => self.texts.unusable(name, format!("it cannot be unpacked: {error}")),
        }
    }

    fn tar(&mut self, name: &str, from: &mut dyn Read, depth: u8) {
        let mut archive = tar::Archive::new(from);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.texts.unusable(name, format!("it cannot be unpacked: {error}")),
        };
        for (at, entry) in entries.enumerate() {
            if at as u64 >= self.limits.entries {
                return self.texts.unusable(name, format!("it has more than {at} entries"));
            }
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.texts.unusable(name, format!("it cannot be unpacked: {error}")),
            };
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if is_hidden(&path) {
                continue;
            }
            let inner = format!("{name}!{path}");
            let kind = entry.header().entry_type();
            if kind.is_file() {
                self.stream(&inner, &mut entry, depth + 1);
            } else if !kind.is_dir() && !kind.is_pax_global_extensions() {
                self.texts.unusable(&inner, "it is a link or a special file".to_owned());
            }
        }
    }

    fn zip_in_memory(&mut self, name: &str, from: &mut dyn Read, depth: u8) {
        // A zip file is read from its end; inside another archive that takes memory.
        // Archives in archives are open at the same time: half as much for each level.
        let most = (1_u64 << 30) >> depth;
        let mut bytes = Vec::new();
        match from.take(most + 1).read_to_end(&mut bytes) {
            Ok(count) if count as u64 > most => {
                self.texts.unusable(name, format!("a zip file inside of it may have at most {most} bytes"));
            }
            Ok(_) => self.zip(name, Cursor::new(bytes), depth),
            Err(error) => self.texts.unusable(name, format!("it cannot be unpacked: {error}")),
        }
    }

    fn zip(&mut self, name: &str, from: impl Read + Seek, depth: u8) {
        let mut archive = match zip::ZipArchive::new(from) {
            Ok(archive) => archive,
            Err(error) => return self.texts.unusable(name, format!("it cannot be unpacked: {error}")),
        };
        if archive.is_empty() {
            return self.texts.unusable(name, "it is an archive without entries".to_owned());
        }
        if archive.len() as u64 > self.limits.entries {
            return self.texts.unusable(name, format!("it has more than {} entries", self.limits.entries));
        }
        for at in 0..archive.len() {
            match archive.by_index(at) {
                Ok(entry) if entry.is_dir() => {}
                Ok(entry) if entry.name().is_ok_and(|path| is_hidden(&path)) => {}
                Ok(mut entry) => {
                    let inner = match entry.name() {
                        Ok(inner) => format!("{name}!{inner}"),
                        Err(_) => format!("{name}!#{at}"),
                    };
                    self.stream(&inner, &mut entry, depth + 1);
                }
                Err(error) => {
                    self.texts.unusable(&format!("{name}!#{at}"), format!("it cannot be unpacked: {error}"));
                }
            }
        }
    }
}

/// Whether a path is passed over in an archive, as it is in a folder: what begins with a dot belongs to a tool.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | ".."))
}

/// Counts what is unpacked against what one input may have.
struct Budgeted<'r> {
    from: &'r mut dyn Read,
    budget: Rc<Cell<u64>>,
}

impl Read for Budgeted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        let left = self.budget.get().checked_sub(count as u64);
        self.budget.set(left.ok_or_else(|| io::Error::other("the file unpacks to more than is allowed"))?);
        Ok(count)
    }
}
