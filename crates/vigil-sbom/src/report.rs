//! Collects findings while an SBOM is read: turns pointers into places, and keeps a file that is wrong
//! a million times from saying so a million times.

use std::collections::BTreeMap;
use std::fmt;

use vigil_base::Place;
use vigil_finding::{Finding, Severity};

use crate::findings;
use crate::places::Places;

/// Most findings of one code that are written out; the rest are counted in one more.
const WRITTEN_OUT: usize = 100;

/// Where reading has got to: a pointer that is only written down when something is to be said.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At<'a> {
    /// The whole document.
    Root,
    /// A member of an object.
    Key(&'a At<'a>, &'a str),
    /// An element of a list.
    Item(&'a At<'a>, usize),
}

impl At<'_> {
    /// The pointer of the member `key`.
    pub(crate) fn key<'b>(&'b self, key: &'b str) -> At<'b> {
        At::Key(self, key)
    }

    /// The pointer of the element `number`.
    pub(crate) fn item(&self, number: usize) -> At<'_> {
        At::Item(self, number)
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(parent, key) => write!(f, "{parent}/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Item(parent, number) => write!(f, "{parent}/{number}"),
        }
    }
}

/// The findings on one file.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) file: String,
    pub(crate) index: Places<'a>,
    findings: Vec<Finding>,
    counts: BTreeMap<&'static str, (usize, Severity)>,
}

impl<'a> Report<'a> {
    /// An empty report on `file`.
    pub(crate) fn new(file: &str, index: Places<'a>) -> Self {
        Self { file: file.to_owned(), index, findings: Vec::new(), counts: BTreeMap::new() }
    }

    /// Adds what `finding` says at `pointer`.
    pub(crate) fn add(
        &mut self,
        code: &'static str,
        pointer: &dyn fmt::Display,
        finding: impl FnOnce() -> Finding,
    ) {
        let count = self.counts.entry(code).or_insert((0, Severity::Note));
        count.0 += 1;
        if count.0 > WRITTEN_OUT && count.1 >= Severity::Error {
            return;
        }
        let finding = finding();
        count.1 = count.1.max(finding.severity);
        if count.0 <= WRITTEN_OUT {
            let place = self.place(&pointer.to_string());
            let subject =
                if finding.subject.is_empty() { self.file.clone() } else { finding.subject.clone() };
            self.findings.push(Finding { code: code.to_owned(), subject, ..finding }.at(place));
        }
    }

    /// Adds a finding that has its place.
    pub(crate) fn add_placed(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Whether the file is JSON.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.index, Places::Json(_))
    }

    /// What `at` is called in the file: its JSON pointer, its XPath, its tag.
    pub(crate) fn called(&self, at: &At<'_>) -> String {
        self.index.called(&at.to_string())
    }

    /// The place of `pointer`.
    pub(crate) fn place(&mut self, pointer: &str) -> Place {
        self.index.place(&self.file, pointer)
    }

    /// All findings in the order of the file, and how many more there are of each code.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        for (code, (count, severity)) in &self.counts {
            if *count > WRITTEN_OUT {
                self.findings.push(findings::more(code, count - WRITTEN_OUT, *severity, &self.file));
            }
        }
        vigil_finding::finding::sort(&mut self.findings);
        self.findings
    }
}
