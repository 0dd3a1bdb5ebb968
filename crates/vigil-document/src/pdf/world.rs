//! What Typst may see: our template, the data, the drawings, our fonts. Nothing else exists.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, WorldExt as _};

use super::data::Prepared;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| crate::fonts::files().iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static TEMPLATE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file("template.typ"), include_str!("template.typ").to_owned()));

pub(super) struct World {
    data: Bytes,
    drawings: Vec<Bytes>,
}

impl World {
    pub(super) fn new(prepared: &Prepared) -> Self {
        Self {
            data: Bytes::from_string(prepared.data.to_string()),
            drawings: prepared.drawings.iter().map(|svg| Bytes::from_string(svg.clone())).collect(),
        }
    }

    /// The line of the template that a remark of the engine points at.
    pub(super) fn line(&self, span: DiagSpan) -> Option<usize> {
        let range = self.range(span)?;
        Some(TEMPLATE.lines().byte_to_line(range.start)? + 1)
    }

    /// The drawing named `figure-3.svg`. Names are few and used again in every document: Typst keeps each for ever.
    fn drawing(&self, name: &str) -> Option<Bytes> {
        let at: usize = name.strip_prefix("figure-")?.strip_suffix(".svg")?.parse().ok()?;
        self.drawings.get(at).cloned()
    }
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(not_found(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        if *path.root() != VirtualRoot::Project {
            return Err(not_found(id));
        }
        match path.vpath().get_without_slash() {
            "data.json" => Ok(self.data.clone()),
            name => self.drawing(name).ok_or_else(|| not_found(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
