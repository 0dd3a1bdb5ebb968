//! Where things stand, whatever the syntax. Reading works on one tree for every syntax and names its values by
//! JSON pointer; this turns such a pointer into line, column and the name that the syntax itself has for it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use vigil_base::Place;

use crate::json::Index;

/// Most marks that are kept. Values beyond them have the place of the nearest one around them.
const MOST: usize = 4_000_000;
/// Most marks inside of the elements of lists: with more, a package of a very large file is found, its fields are not.
const MOST_INNER: usize = 1_000_000;

/// The places of one file.
#[derive(Debug)]
pub(crate) enum Places<'a> {
    /// Found by walking over the JSON text.
    Json(Index<'a>),
    /// Noted while the text was read.
    Noted(Noted<'a>),
}

/// Places noted while reading XML, YAML, tag-value or a table.
#[derive(Debug)]
pub(crate) struct Noted<'a> {
    text: &'a str,
    /// By a hash of the pointer, which takes a tenth of the memory: should two ever have the same, a place is wrong.
    marks: HashMap<u64, Mark, BuildHasherDefault<DefaultHasher>>,
    inner: usize,
    names: Naming,
    /// Tags, each kept once: a large file has few of them.
    tags: HashSet<Arc<str>>,
    /// Pointers of objects with a key that stands twice, and that key.
    pub(crate) doubled: Vec<(String, String)>,
    /// Lists of the document that stand twice and were read as one.
    pub(crate) continued: Vec<String>,
}

/// What a value is called in places and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// By the name noted with its mark (XPath, tag, cell).
    Noted,
    /// By its JSON pointer.
    Pointer,
    /// By the name noted, in messages only: the place is a line.
    Line,
}

#[derive(Debug)]
struct Mark {
    line: u32,
    column: u32,
    width: u32,
    name: Arc<str>,
}

/// A position found while going forward through a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    at: usize,
    /// Line, from 1.
    pub(crate) line: u32,
    /// Column in characters, from 1.
    pub(crate) column: u32,
}

impl Spot {
    /// The start of a text.
    pub(crate) const START: Self = Self { at: 0, line: 1, column: 1 };

    /// The position of the byte `at`, which is not before this one.
    pub(crate) fn forward(self, text: &str, at: usize) -> Self {
        let between = text.get(self.at..at).unwrap_or("");
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX / 2);
        match between.rfind('\n') {
            None => Self { at, line: self.line, column: self.column + count(between.chars().count()) },
            Some(last) => Self {
                at,
                line: self.line + count(between.bytes().filter(|byte| *byte == b'\n').count()),
                column: 1 + count(between[last + 1..].chars().count()),
            },
        }
    }

    /// A cell of a table: its row and its column, which counts from 0.
    pub(crate) fn at_cell(line: u32, column: usize) -> Self {
        Self { at: 0, line, column: u32::try_from(column + 1).unwrap_or(1) }
    }

    /// The byte it is.
    pub(crate) fn at(self) -> usize {
        self.at
    }

    /// As the place of something one character wide.
    pub(crate) fn place(self, file: &str) -> Place {
        Place { line: self.line, column: self.column, ..Place::start_of(file) }
    }
}

impl<'a> Noted<'a> {
    pub(crate) fn new(text: &'a str, names: Naming) -> Self {
        Self {
            text,
            marks: HashMap::default(),
            inner: 0,
            names,
            tags: HashSet::new(),
            doubled: Vec::new(),
            continued: Vec::new(),
        }
    }

    /// Notes where the value at `pointer` stands, how wide it is and what it is called.
    pub(crate) fn note(&mut self, pointer: &str, spot: Spot, width: usize, name: &str) {
        let is_inner = pointer.bytes().filter(|it| *it == b'/').nth(2).is_some();
        self.inner += usize::from(is_inner);
        if self.marks.len() >= MOST || (is_inner && self.inner > MOST_INNER) {
            return;
        }
        let width = u32::try_from(width.max(1)).unwrap_or(1);
        let mark = Mark { line: spot.line, column: spot.column, width, name: self.kept(name) };
        self.marks.insert(hash(pointer), mark);
    }

    /// The name to keep. Only tags come again and again.
    fn kept(&mut self, name: &str) -> Arc<str> {
        if self.names != Naming::Line {
            return name.into();
        }
        if let Some(known) = self.tags.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.tags.insert(Arc::clone(&new));
        new
    }

    fn nearest(&self, pointer: &str) -> Option<&Mark> {
        let mut known = pointer;
        loop {
            if let Some(mark) = self.marks.get(&hash(known)) {
                return Some(mark);
            }
            known = &known[..known.rfind('/')?];
        }
    }

    fn name(&self, pointer: &str) -> Option<String> {
        match self.names {
            Naming::Pointer => Some(pointer.to_owned()),
            Naming::Noted | Naming::Line => self.nearest(pointer).map(|mark| mark.name.to_string()),
        }
    }

    fn place(&self, file: &str, pointer: &str) -> Place {
        let mut place = Place::start_of(file);
        if let Some(mark) = self.nearest(pointer) {
            (place.line, place.column, place.width) = (mark.line, mark.column, mark.width);
        }
        if self.names != Naming::Line {
            place.pointer = self.name(pointer).filter(|name| !name.is_empty());
        }
        place
    }
}

/// The same in every run: the hasher has no key of its own.
fn hash(pointer: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    pointer.hash(&mut hasher);
    hasher.finish()
}

impl Places<'_> {
    /// The place of the value at `pointer`, or of the nearest value around it.
    pub(crate) fn place(&mut self, file: &str, pointer: &str) -> Place {
        match self {
            Self::Json(index) => index.place(file, pointer),
            Self::Noted(noted) => noted.place(file, pointer),
        }
    }

    /// The place of the byte `at`.
    pub(crate) fn place_of_byte(&self, file: &str, at: usize) -> Place {
        let text = match self {
            Self::Json(index) => index.text(),
            Self::Noted(noted) => noted.text,
        };
        Place::of_span(file, text, &(at..at + 1))
    }

    /// What the value at `pointer` is called in the file.
    pub(crate) fn called(&self, pointer: &str) -> String {
        match self {
            Self::Json(_) => pointer.to_owned(),
            Self::Noted(noted) => {
                noted.name(pointer).filter(|name| !name.is_empty()).unwrap_or_else(|| pointer.to_owned())
            }
        }
    }

    /// The number at `pointer` as it is written, where the syntax has numbers.
    pub(crate) fn literal(&mut self, pointer: &str) -> Option<String> {
        match self {
            Self::Json(index) => Some(index.literal(pointer).to_owned()),
            Self::Noted(_) => None,
        }
    }

    /// Whether any object has a key that stands twice.
    pub(crate) fn has_doubled(&self) -> bool {
        !match self {
            Self::Json(index) => &index.doubled,
            Self::Noted(noted) => &noted.doubled,
        }
        .is_empty()
    }

    /// Lists of the document that stand twice and were read as one.
    pub(crate) fn continued(&mut self) -> Vec<String> {
        match self {
            Self::Json(_) => Vec::new(),
            Self::Noted(noted) => std::mem::take(&mut noted.continued),
        }
    }

    /// Pointers of objects with a key that stands twice, and that key.
    pub(crate) fn doubled(&mut self) -> Vec<(String, String)> {
        std::mem::take(match self {
            Self::Json(index) => &mut index.doubled,
            Self::Noted(noted) => &mut noted.doubled,
        })
    }
}
