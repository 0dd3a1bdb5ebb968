//! Where values stand: a small table of marks, and a walk from the nearest one.

use std::collections::HashMap;

use vigil_base::Place;

use super::skip;

/// Most bytes that are walked over to find places. Beyond that the nearest mark is given: a file made to
/// cause many findings far from any mark must not cost hours.
const WALK: usize = 256 << 20;

/// Where a value begins. Lines and columns count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) at: u32,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Marks for the values near the top and for all components, by pointer.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    pub(super) text: &'a str,
    pub(super) marks: HashMap<String, Mark>,
    /// Pointers of objects with a key that stands twice, and that key.
    pub(crate) doubled: Vec<(String, String)>,
    pub(super) walked: usize,
}

impl Index<'_> {
    /// The place of the value at `pointer`, or of the nearest value around it.
    pub(crate) fn place(&mut self, file: &str, pointer: &str) -> Place {
        let (mark, at) = self.find(pointer);
        let (line, column) = forward(self.text, mark, at);
        let rest = &self.text[at..];
        let width =
            if rest.starts_with(['{', '[']) { 1 } else { skip::first_line(rest).chars().count().max(1) };
        Place {
            file: file.to_owned(),
            line,
            column,
            width: u32::try_from(width).unwrap_or(1),
            pointer: Some(pointer.to_owned()),
        }
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &str {
        self.text
    }

    /// The value at `pointer` as it is written, for numbers whose digits must not be lost.
    pub(crate) fn literal(&mut self, pointer: &str) -> &str {
        let (_, at) = self.find(pointer);
        skip::first_line(&self.text[at..])
    }

    fn find(&mut self, pointer: &str) -> (Mark, usize) {
        let (mark, steps) = self.nearest(pointer);
        let mut at = mark.at as usize;
        for step in steps {
            if self.walked > WALK {
                break;
            }
            let Some(child) = skip::child(self.text, at, &unescape(step)) else { break };
            self.walked += child - at;
            at = child;
        }
        (mark, at)
    }

    /// The mark of the longest marked part of `pointer`, and the steps from there.
    fn nearest<'p>(&self, pointer: &'p str) -> (Mark, Vec<&'p str>) {
        let mut steps = Vec::new();
        let mut known = pointer;
        loop {
            if let Some(mark) = self.marks.get(known) {
                steps.reverse();
                return (*mark, steps);
            }
            let Some(slash) = known.rfind('/') else {
                return (Mark { at: 0, line: 1, column: 1 }, Vec::new());
            };
            steps.push(&known[slash + 1..]);
            known = &known[..slash];
        }
    }
}

/// Line and column of `at`, counted on from `mark`.
fn forward(text: &str, mark: Mark, at: usize) -> (u32, u32) {
    let between = &text[mark.at as usize..at];
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX / 2);
    match between.rfind('\n') {
        None => (mark.line, mark.column + count(between.chars().count())),
        Some(last) => {
            let lines = between.bytes().filter(|byte| *byte == b'\n').count();
            (mark.line + count(lines), 1 + count(between[last + 1..].chars().count()))
        }
    }
}

/// A step of a pointer with its two escapes undone.
fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
