//! Reads TOML that may be broken: what could be understood is kept, and one slip stays one fault.
//!
//! A bracket that is not closed makes the parser stumble over every line after it, or lose them. So the record
//! with the first error is put aside and the rest is read again, until it reads: the other records and their
//! faults are seen in the same run.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use crate::node::{self, Key, Node};

/// How many records of one file are put aside before the rest is left as the parser sees it.
const MOST_ASIDE: usize = 50;

/// What was read of one file.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The tables that could be understood.
    pub(crate) entries: Vec<(Key, Node)>,
    /// What is wrong with the text.
    pub(crate) faults: Vec<Fault>,
    /// Where the text is broken: what is missing or odd there needs no finding of its own.
    pub(crate) broken: Vec<Range<usize>>,
    /// `kind.id` of headers that are themselves broken, with their place.
    pub(crate) headers: Vec<(String, Range<usize>)>,
}

/// One fault of the text.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    /// The header or key that is stated twice.
    pub(crate) twice: Option<String>,
}

/// Parses a file.
pub(crate) fn parse(file: u16, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut left = Cow::Borrowed(text);
    loop {
        let (table, errors) = DeTable::parse_recoverable(&left);
        let mut faults: Vec<Fault> = errors.iter().map(|error| fault(error, text)).collect();
        faults.sort_by_key(|fault| fault.span.start);
        let (twice, mut faults): (Vec<_>, Vec<_>) = faults.into_iter().partition(|it| it.twice.is_some());
        if faults.is_empty() || parsed.broken.len() == MOST_ASIDE {
            parsed.entries = node::from_table(file, table.get_ref());
            parsed.faults.append(&mut faults);
            parsed.take_twice(text, twice);
            return parsed;
        }
        let first = faults.swap_remove(0);
        let (section, again) = parsed.blame(text, first.span.start);
        let masked = parsed.put_aside(&left, section, first.span.start);
        // A fault in what is put aside already comes from above it, and is the same one.
        if !again {
            parsed.faults.push(first);
        }
        left = Cow::Owned(masked);
    }
}

fn fault(error: &toml::de::Error, text: &str) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let twice = message.contains("duplicate key").then(|| name_at(text, &span));
    Fault { span, message, twice }
}

impl Parsed {
    /// A header that is stated twice makes every key below it a second one: that is one fault.
    fn take_twice(&mut self, text: &str, twice: Vec<Fault>) {
        let mut below = 0;
        for fault in twice {
            if fault.span.start < below {
                continue;
            }
            if line(text, fault.span.start).starts_with('[') {
                let section = section(text, fault.span.start);
                below = section.end;
                self.broken.push(section);
            }
            self.faults.push(fault);
        }
    }

    /// The record that a fault belongs to, and whether one is put aside already for the same fault.
    fn blame(&self, text: &str, at: usize) -> (Range<usize>, bool) {
        // A header cannot be odd at its first character: something above it is not closed.
        let at_header = line_start(text, at) == at && is_header(line(text, at));
        let mut section = section(text, if at_header { at.saturating_sub(1) } else { at });
        let again = self.broken.contains(&section);
        while section.start > 0 && self.broken.contains(&section) {
            section = self::section(text, section.start - 1);
        }
        (section, again)
    }

    /// Blanks out a record, its header only when that is broken too.
    fn put_aside(&mut self, text: &str, section: Range<usize>, at: usize) -> String {
        let header = line(text, section.start);
        let end = section.start + header.len();
        let mut from = section.start;
        if is_header(header) {
            if (section.start..=end).contains(&at) {
                let name = header.trim_start_matches('[').split([']', ' ', '#']).next().unwrap_or("");
                self.headers.push((name.to_owned(), section.start..end));
            } else {
                from = end;
            }
        }
        let blank = |byte: u8| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' };
        let middle: String = text.as_bytes()[from..section.end].iter().map(|byte| blank(*byte)).collect();
        let masked = format!("{}{middle}{}", &text[..from], &text[section.end..]);
        self.broken.push(section);
        masked
    }
}

/// The header or key that stands at a place, as written.
fn name_at(text: &str, span: &Range<usize>) -> String {
    let line = line(text, span.start);
    if line.starts_with('[') {
        return line.trim_start_matches('[').split(']').next().unwrap_or("").to_owned();
    }
    text.get(span.clone()).unwrap_or("").to_owned()
}

/// The line around a place.
fn line(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    text[start..].lines().next().unwrap_or("")
}

fn line_start(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// From the header above a place to the next one.
fn section(text: &str, at: usize) -> Range<usize> {
    let here = line_start(text, at);
    let (mut start, mut from) = (0, 0);
    for line in text.split_inclusive('\n') {
        if is_header(line) {
            if from > here {
                return start..from;
            }
            start = from;
        }
        from += line.len();
    }
    start..text.len()
}

/// Kinds begin with a letter; a list that is broken over lines does not.
fn is_header(line: &str) -> bool {
    line.strip_prefix('[').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}
