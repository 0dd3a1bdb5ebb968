//! One pass over the text before it is parsed: bounds, doubled keys, marks. It keeps its own stack, so
//! no input can end the program's; it does not judge syntax, the parser does that next.

use std::collections::HashMap;

use vigil_base::Place;

use super::index::{Index, Mark};
use super::skip;
use crate::{Limits, ReadError};

/// Most marks and doubled keys that are kept.
const MARKS: usize = 4_000_000;
const DOUBLED: usize = 10_000;

/// An object or list that is open.
struct Open<'a> {
    is_object: bool,
    /// The key or, in a list, the number of the value at hand.
    key: &'a str,
    number: usize,
    wants_key: bool,
    /// Where the keys of this object begin in the list of all open keys.
    keys: usize,
    /// Whether this is a list of components.
    components: bool,
}

struct Scan<'a, 'l> {
    text: &'a str,
    file: &'l str,
    limits: &'l Limits,
    open: Vec<Open<'a>>,
    keys: Vec<&'a str>,
    values: usize,
    last: Mark,
    index: Index<'a>,
}

/// Marks and doubled keys of `text`, or the bound it breaks.
pub(super) fn scan<'a>(text: &'a str, file: &str, limits: &Limits) -> Result<Index<'a>, ReadError> {
    let index = Index { text, marks: HashMap::new(), doubled: Vec::new(), walked: 0 };
    let last = Mark { at: 0, line: 1, column: 1 };
    let mut scan = Scan { text, file, limits, open: Vec::new(), keys: Vec::new(), values: 0, last, index };
    scan.run()?;
    Ok(scan.index)
}

impl Scan<'_, '_> {
    fn run(&mut self) -> Result<(), ReadError> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    // An unfinished string is the parser's to report.
                    let Some(end) = skip::string(bytes, at).filter(|end| *end <= bytes.len()) else {
                        return self.check_text(at, bytes.len());
                    };
                    self.check_text(at, end)?;
                    self.string(at, end)?;
                    at = end;
                    continue;
                }
                b'{' | b'[' => self.enter(at, *byte == b'{')?,
                b'}' | b']' => self.leave(),
                b',' => self.comma(),
                b':' => self.colon(),
                b' ' | b'\n' | b'\r' | b'\t' => {}
                _ => {
                    self.value(at, false)?;
                    at += bytes[at..].iter().position(|b| is_end(*b)).unwrap_or(bytes.len() - at).max(1);
                    continue;
                }
            }
            at += 1;
        }
        Ok(())
    }

    fn check_text(&self, at: usize, end: usize) -> Result<(), ReadError> {
        let limit = self.limits.text;
        if end - at <= limit {
            return Ok(());
        }
        Err(ReadError::TooLong { place: self.place(at), limit })
    }

    fn string(&mut self, at: usize, end: usize) -> Result<(), ReadError> {
        let text = self.text;
        match self.open.last_mut() {
            Some(open) if open.wants_key => {
                open.key = &text[at + 1..end - 1];
                open.wants_key = false;
                self.keys.push(open.key);
                Ok(())
            }
            _ => self.value(at, false),
        }
    }

    fn enter(&mut self, at: usize, is_object: bool) -> Result<(), ReadError> {
        self.value(at, true)?;
        let limit = self.limits.depth.min(Limits::DEEPEST);
        if self.open.len() >= limit {
            return Err(ReadError::TooDeep { place: self.place(at), limit });
        }
        let components = !is_object && self.open.last().is_some_and(|open| open.key == "components");
        self.open.push(Open {
            is_object,
            key: "",
            number: 0,
            wants_key: is_object,
            keys: self.keys.len(),
            components,
        });
        Ok(())
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let keys = &mut self.keys[open.keys..];
        keys.sort_unstable();
        let twice = keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned());
        self.keys.truncate(open.keys);
        if let Some(key) = twice.filter(|_| self.index.doubled.len() < DOUBLED) {
            let pointer = self.pointer();
            self.index.doubled.push((pointer, key));
        }
    }

    fn comma(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.wants_key = open.is_object;
            open.number += 1;
        }
    }

    fn colon(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.wants_key = false;
        }
    }

    /// Counts a value and marks it if it is near the top or a component.
    fn value(&mut self, at: usize, is_container: bool) -> Result<(), ReadError> {
        self.values += 1;
        if self.values > self.limits.values {
            return Err(ReadError::TooManyValues { file: self.file.to_owned(), limit: self.limits.values });
        }
        let near = self.open.len() < 2 || (self.open.len() == 2 && is_container);
        let component = is_container && self.open.last().is_some_and(|open| open.components);
        if (near || component) && self.index.marks.len() < MARKS {
            let mark = self.mark(at);
            self.index.marks.insert(self.pointer(), mark);
        }
        Ok(())
    }

    /// The mark of `at`, counted on from the last one, so that the whole pass stays linear.
    fn mark(&mut self, at: usize) -> Mark {
        let between = &self.text[self.last.at as usize..at];
        for character in between.chars() {
            if character == '\n' {
                self.last.line += 1;
                self.last.column = 1;
            } else {
                self.last.column += 1;
            }
        }
        self.last.at = u32::try_from(at).unwrap_or(u32::MAX);
        self.last
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            pointer.push('/');
            if !open.is_object {
                pointer.push_str(&open.number.to_string());
            } else if open.key.contains(['~', '/', '\\']) {
                let key = plain(open.key);
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            } else {
                pointer.push_str(open.key);
            }
        }
        pointer
    }

    fn place(&self, at: usize) -> Place {
        let mut place = Place::of_span(self.file, self.text, &(at..at + 1));
        place.pointer = Some(self.pointer());
        place
    }
}

/// A key with its escapes undone.
fn plain(raw: &str) -> String {
    serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned())
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b'}' | b']' | b'{' | b'[' | b'"') || byte.is_ascii_whitespace()
}
