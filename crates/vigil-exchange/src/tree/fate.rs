//! What became of the values of a file while it was read: nothing that was written may disappear unseen.
//!
//! Readers ask a tree for values; a value that is taken notes that. What nobody asked for, or what is not of the kind that was
//! asked for, is found by one walk at the end. So a reader cannot drop anything by forgetting it.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// How many entries are kept one by one: real models leave some hundred.
const MOST: usize = 10_000;
/// How much of a key or text is shown.
const SHOWN: usize = 60;

/// What became of a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fate(RefCell<State>);

#[derive(Clone, Debug, Default)]
enum State {
    /// Nobody asked for it.
    #[default]
    Open,
    /// It was taken.
    Taken,
    /// It was seen and is named as not taken, with everything in it: what it is, and why.
    Left(String, String),
    /// It is the tool's own, or of its drawing, with everything in it.
    Beside,
}

/// Two values are the same whatever became of them.
impl PartialEq for Fate {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Fate {}

impl Fate {
    pub(super) fn take(&self) {
        let mut state = self.0.borrow_mut();
        if matches!(*state, State::Open) {
            *state = State::Taken;
        }
    }

    pub(super) fn leave(&self, what: String, because: String) {
        *self.0.borrow_mut() = State::Left(what, because);
    }

    pub(super) fn beside(&self) {
        *self.0.borrow_mut() = State::Beside;
    }

    /// Whether it was named, with everything in it.
    #[cfg(test)]
    pub(super) fn is_named(&self) -> bool {
        matches!(*self.0.borrow(), State::Left(..) | State::Beside)
    }
}

/// Something that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rest {
    /// Line in the file.
    pub(crate) line: usize,
    /// What it is.
    pub(crate) what: String,
    /// Why it is not taken.
    pub(crate) because: String,
}

/// The walk that gathers what was not taken.
#[derive(Default)]
pub(super) struct Gather {
    found: Vec<Rest>,
    /// How many there are beyond those that are kept.
    beyond: usize,
    /// Keys of what is the tool's own, and the first line of it.
    beside: BTreeSet<String>,
    beside_line: Option<usize>,
    /// The keys that lead to the value at hand.
    way: Vec<String>,
}

impl Gather {
    /// Notes a value by what became of it. `inside` walks what is in it and says whether any of that was met.
    ///
    /// A container of which nothing was met is one entry, not one for each value in it.
    pub(super) fn value(
        &mut self,
        fate: &Fate,
        line: usize,
        text: Option<&str>,
        inside: impl FnOnce(&mut Self) -> Inside,
    ) -> Inside {
        match &*fate.0.borrow() {
            State::Left(what, because) => {
                self.push(Rest { line, what: what.clone(), because: because.clone() });
                return Inside { values: 1, met: true };
            }
            State::Beside => {
                self.beside.insert(self.way.last().map_or("", String::as_str).to_owned());
                self.beside_line.get_or_insert(line);
                return Inside { values: 1, met: true };
            }
            State::Open | State::Taken => {}
        }
        let taken = matches!(*fate.0.borrow(), State::Taken);
        let (before, beyond) = (self.found.len(), self.beyond);
        let mut found = inside(self);
        found.met |= taken;
        if let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) {
            found.values += 1;
            if !taken {
                self.push(Rest {
                    line,
                    what: format!("`{}`: {}", self.path(), short(text)),
                    because: OPEN.to_owned(),
                });
            }
        }
        // Only a container has more than its own text; the root is never one entry.
        if !found.met && found.values > 1 && !self.way.is_empty() {
            self.found.truncate(before);
            self.beyond = beyond;
            let what = format!("`{}`: {} values", self.path(), found.values);
            self.push(Rest { line, what, because: OPEN.to_owned() });
        }
        found
    }

    /// Walks one step further.
    pub(super) fn step(&mut self, key: &str, walk: impl FnOnce(&mut Self) -> Inside) -> Inside {
        self.way.push(short(key));
        let found = walk(self);
        self.way.pop();
        found
    }

    /// Everything that was not taken, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Rest> {
        if let Some(line) = self.beside_line {
            let keys: Vec<&str> = self.beside.iter().map(String::as_str).collect();
            let what = format!("values of the tool and its drawing: `{}`", keys.join("`, `"));
            let because = "drawings and counts are made anew".to_owned();
            self.found.push(Rest { line, what, because });
        }
        if self.beyond > 0 {
            let what = format!("{} values more", self.beyond);
            self.found.push(Rest { line: 1, what, because: OPEN.to_owned() });
        }
        self.found.sort_by_key(|it| it.line);
        self.found
    }

    fn push(&mut self, rest: Rest) {
        if self.found.len() < MOST { self.found.push(rest) } else { self.beyond += 1 }
    }

    fn path(&self) -> String {
        self.way.join(".").replace(".[", "[")
    }
}

const OPEN: &str = "no record has a place for it; write it where it belongs, if it matters";

/// What a walk found in a container.
#[derive(Clone, Copy, Default)]
pub(super) struct Inside {
    /// How many values it holds that say something.
    pub(super) values: usize,
    /// Whether any of them was taken or named.
    pub(super) met: bool,
}

impl Inside {
    pub(super) fn add(&mut self, other: Self) {
        self.values += other.values;
        self.met |= other.met;
    }
}

/// A text on one line, cut where it is long.
pub(crate) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} ...", &line[..at]),
        None => line,
    }
}
