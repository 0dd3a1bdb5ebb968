//! Splits JSON into records without holding more than one of them.
//!
//! One text may hold a record, several one after another (one per line or not), an array of records, or an
//! object that carries them in a list, as a page of the NVD API does.

use std::collections::BTreeMap;
use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memchr2};

/// Lists that carry records.
const CARRIERS: [&str; 4] = ["vulnerabilities", "CVE_Items", "products", "matchStrings"];
/// Deeper nesting is refused; serde_json has the same limit.
const DEEPEST: usize = 120;
/// How much is read at once: little at first, because many texts are one small record.
const FIRST_STEP: usize = 1 << 14;
const STEP: usize = 1 << 18;
/// Fields of a carrying object that are kept: name and value.
const HEAD_FIELDS: usize = 64;
const HEAD_VALUE: usize = 200;

/// What stands beside the list in an object that carries records.
pub(crate) type Head = BTreeMap<String, String>;

/// What is done with the parts of a text.
pub(crate) trait Sink {
    /// Takes a record that begins on `line`; `head` is what stood before the list that carries it.
    fn record(&mut self, line: u64, bytes: &[u8], head: Option<&Head>);

    /// Takes the end of a carrying object with the number of records in its list.
    fn carried(&mut self, head: &Head, records: u64);
}

/// Why a text could not be read to its end.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) line: u64,
    pub(crate) cause: String,
}

/// Splits `from` and hands the parts to `sink`.
pub(crate) fn split(from: impl Read, most: usize, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut splitter =
        Splitter { from, buffer: Vec::new(), step: FIRST_STEP, at: 0, keep: 0, line: 1, ended: false, most };
    splitter.skip_mark()?;
    let mut one_per_line = false;
    while let Some(byte) = splitter.peek()? {
        match byte {
            _ if one_per_line => splitter.line_record(sink)?,
            b'{' => one_per_line = splitter.object(sink)?,
            b'[' => {
                splitter.list(None, sink)?;
            }
            other => return Err(splitter.unexpected(other, "a JSON object or array")),
        }
    }
    Ok(())
}

struct Splitter<R> {
    from: R,
    buffer: Vec<u8>,
    /// How much is read the next time.
    step: usize,
    /// The next byte to read.
    at: usize,
    /// Bytes before this one are not needed any more.
    keep: usize,
    /// The line `at` is on.
    line: u64,
    ended: bool,
    most: usize,
}

impl<R: Read> Splitter<R> {
    fn fault(&self, cause: impl Into<String>) -> Fault {
        Fault { line: self.line, cause: cause.into() }
    }

    fn unexpected(&self, byte: u8, expected: &str) -> Fault {
        self.fault(format!("`{}` stands where {expected} was expected", char::from(byte).escape_default()))
    }

    /// Reads more; `false` at the end of the text.
    fn fill(&mut self) -> Result<bool, Fault> {
        if self.ended {
            return Ok(false);
        }
        if self.buffer.len() - self.keep > self.most {
            return Err(self.fault(format!("a record is longer than {} bytes", self.most)));
        }
        if self.keep > 0 {
            self.buffer.drain(..self.keep);
            self.at -= self.keep;
            self.keep = 0;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + self.step, 0);
        self.step = (self.step * 2).min(STEP);
        loop {
            match self.from.read(&mut self.buffer[old..]) {
                Ok(count) => {
                    self.buffer.truncate(old + count);
                    self.ended = count == 0;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.truncate(old);
                    return Err(self.fault(super::cause(&error)));
                }
            }
        }
    }

    /// Passes over a byte order mark.
    fn skip_mark(&mut self) -> Result<(), Fault> {
        while self.buffer.len() < 3 && self.fill()? {}
        if self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
            self.keep = 3;
        }
        Ok(())
    }

    /// The next byte that is no white space, without taking it.
    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            while let Some(byte) = self.buffer.get(self.at) {
                match byte {
                    b'\n' => self.line += 1,
                    b' ' | b'\t' | b'\r' => {}
                    other => return Ok(Some(*other)),
                }
                self.at += 1;
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Fault> {
        match self.peek()? {
            Some(byte) if byte == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(byte) => Err(self.unexpected(byte, &format!("`{}`", char::from(wanted)))),
            None => Err(self.fault("the text ends in the middle of a record")),
        }
    }

    /// Takes the rest of the line as one record.
    fn line_record(&mut self, sink: &mut dyn Sink) -> Result<(), Fault> {
        self.keep = self.at;
        let mut searched = self.at;
        let end = loop {
            if let Some(found) = memchr(b'\n', &self.buffer[searched..]) {
                break searched + found;
            }
            let kept = self.buffer.len() - self.keep;
            if !self.fill()? {
                break self.buffer.len();
            }
            searched = self.keep + kept;
        };
        sink.record(self.line, self.buffer[self.at..end].trim_ascii_end(), None);
        self.at = end;
        self.keep = end;
        Ok(())
    }

    /// Takes an object: a record, or what carries a list of them. `true` if it was a record on one line.
    fn object(&mut self, sink: &mut dyn Sink) -> Result<bool, Fault> {
        self.keep = self.at;
        let first_line = self.line;
        let mut head = Head::new();
        let mut carried = None;
        self.expect(b'{')?;
        loop {
            match self.peek()? {
                Some(b'}') => break,
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                Some(b'"') => {}
                Some(other) => return Err(self.unexpected(other, "a key")),
                None => return Err(self.fault("the text ends in the middle of a record")),
            }
            let key = self.value()?;
            let key: String = serde_json::from_slice(&self.buffer[key]).unwrap_or_default();
            self.expect(b':')?;
            // The flaws of a CSAF document mean nothing without its product tree: it is one record.
            let carries = CARRIERS.contains(&key.as_str()) && !head.contains_key("document");
            if self.peek()? == Some(b'[') && carries {
                let count = self.list(Some(&head), sink)?;
                carried = Some(carried.unwrap_or(0) + count);
                head.entry(key).or_default();
                continue;
            }
            let value = self.value()?;
            if head.len() < HEAD_FIELDS && key.len() <= HEAD_VALUE {
                let short = if value.len() <= HEAD_VALUE { &self.buffer[value] } else { &[] };
                head.insert(key, String::from_utf8_lossy(short).trim_matches('"').to_owned());
            }
            if carried.is_some() {
                self.keep = self.at;
            }
        }
        self.at += 1;
        match carried {
            Some(records) => sink.carried(&head, records),
            None => sink.record(first_line, &self.buffer[self.keep..self.at], None),
        }
        self.keep = self.at;
        Ok(carried.is_none() && self.line == first_line)
    }

    /// Takes a list of records and tells how many it had.
    fn list(&mut self, head: Option<&Head>, sink: &mut dyn Sink) -> Result<u64, Fault> {
        self.expect(b'[')?;
        let mut count = 0;
        loop {
            match self.peek()? {
                Some(b']') => break,
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
                None => return Err(self.fault("the text ends in the middle of a list of records")),
            }
            self.keep = self.at;
            let line = self.line;
            let element = self.value()?;
            sink.record(line, &self.buffer[element], head);
            count += 1;
            self.keep = self.at;
        }
        self.at += 1;
        self.keep = self.at;
        Ok(count)
    }

    /// Takes one value; gives its place in the buffer.
    fn value(&mut self) -> Result<std::ops::Range<usize>, Fault> {
        // `fill` moves the buffer, so places are held relative to `keep`.
        let start = self.at - self.keep;
        let end = match self.buffer.get(self.at) {
            Some(b'"') => self.string_end(start)?,
            Some(b'{' | b'[') => self.nested_end(start)?,
            _ => self.plain_end(start)?,
        };
        let range = self.keep + start..self.keep + end;
        if range.is_empty() {
            return Err(self.unexpected(self.buffer[range.start], "a value"));
        }
        self.line += memchr_iter(b'\n', &self.buffer[range.clone()]).count() as u64;
        self.at = range.end;
        Ok(range)
    }

    /// The byte `offset` after `keep`, reading on where needed.
    fn byte(&mut self, offset: usize) -> Result<u8, Fault> {
        while self.keep + offset >= self.buffer.len() {
            if !self.fill()? {
                return Err(self.fault("the text ends in the middle of a record"));
            }
        }
        Ok(self.buffer[self.keep + offset])
    }

    fn string_end(&mut self, start: usize) -> Result<usize, Fault> {
        let mut offset = start + 1;
        loop {
            self.byte(offset)?;
            let rest = &self.buffer[self.keep + offset..];
            match memchr2(b'"', b'\\', rest) {
                Some(found) if rest[found] == b'"' => return Ok(offset + found + 1),
                Some(found) => {
                    offset += found + 1;
                    self.byte(offset)?;
                    offset += 1;
                }
                None => offset += rest.len(),
            }
        }
    }

    fn nested_end(&mut self, start: usize) -> Result<usize, Fault> {
        let mut offset = start;
        let mut depth = 0;
        loop {
            match self.byte(offset)? {
                b'"' => {
                    offset = self.string_end(offset)?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            offset += 1;
            if depth == 0 {
                return Ok(offset);
            }
            if depth > DEEPEST {
                return Err(self.fault(format!("it is nested deeper than {DEEPEST} levels")));
            }
        }
    }

    fn plain_end(&mut self, start: usize) -> Result<usize, Fault> {
        let mut offset = start;
        while !matches!(self.byte(offset)?, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' | b':') {
            offset += 1;
        }
        Ok(offset)
    }
}

#[cfg(test)]
mod tests;
