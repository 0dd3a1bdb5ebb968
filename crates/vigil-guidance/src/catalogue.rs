//! All catalogue files read together.

use std::collections::BTreeMap;

use vigil_base::{Digest, nearest};
use vigil_finding::Finding;

use crate::control::ControlFamily;
use crate::element::{Element, SubmissionFile};
use crate::estar::Estar;
use crate::rule::{Predicate, Rule};
use crate::standard::Standard;
use crate::toc::Document;
use crate::words::Applies;

/// One catalogue file: its path below `catalogue/` and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File<'t> {
    /// Path with forward slashes: `fda-2026/sbom.toml`.
    pub path: &'t str,
    /// Its content.
    pub text: &'t str,
}

/// The rules and what they refer to.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    pub(crate) edition: String,
    pub(crate) digest: Option<Digest>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) elements: Vec<Element>,
    pub(crate) files: Vec<SubmissionFile>,
    pub(crate) documents: Vec<Document>,
    pub(crate) families: Vec<ControlFamily>,
    pub(crate) standards: Vec<Standard>,
    pub(crate) applies: BTreeMap<Applies, String>,
    pub(crate) estar: Option<Estar>,
}

impl Catalogue {
    /// The catalogue that comes with the program.
    pub fn builtin() -> Self {
        // The tests of this crate prove that the shipped files have no fault.
        Self::parse(crate::BUILTIN).0
    }

    /// Reads a catalogue from its files. Faults are findings, all of them; what is faulty is left out.
    pub fn parse(files: &[File<'_>]) -> (Self, Vec<Finding>) {
        let (mut catalogue, mut faults) = crate::read::read(files);
        crate::verify::verify(&mut catalogue, &mut faults);
        vigil_finding::finding::sort(&mut faults);
        (catalogue, faults)
    }

    /// The catalogue's own edition.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The digest over paths and texts of all files.
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Every rule, in the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rules that judge an element.
    pub fn rules_of<'c>(&'c self, element: &'c str) -> impl Iterator<Item = &'c Rule> {
        self.rules.iter().filter(move |rule| rule.element == element)
    }

    /// The rule id nearest to what was typed.
    pub fn nearest_id(&self, typed: &str) -> Option<&str> {
        // `A1.AU.5` and `SB.9` are how people say `G26.A1.AU.5` and `G26.SB.9`.
        let long = format!("G26.{typed}");
        let exact = self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(&long));
        exact
            .map(|rule| rule.id.as_str())
            .or_else(|| nearest::nearest(typed, self.rules.iter().map(|rule| rule.id.as_str())))
    }

    /// Every element, in the order of the guidance's table.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The element with this id.
    pub fn element(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.id == id)
    }

    /// The files of a submission, in reading order.
    pub fn files(&self) -> &[SubmissionFile] {
        &self.files
    }

    /// The submission file with this key.
    pub fn file(&self, key: &str) -> Option<&SubmissionFile> {
        self.files.iter().find(|file| file.key == key)
    }

    /// The documents that rules cite.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The eight families of controls.
    pub fn families(&self) -> &[ControlFamily] {
        &self.families
    }

    /// The recognised standards.
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }

    /// What is known of the submission template.
    pub fn estar(&self) -> Option<&Estar> {
        self.estar.as_ref()
    }

    /// What a fact of `applies_when` means.
    pub fn applies_meaning(&self, fact: Applies) -> Option<&str> {
        self.applies.get(&fact).map(String::as_str)
    }

    /// The predicates that rules name, each once, sorted.
    pub fn predicates(&self) -> Vec<&Predicate> {
        let mut all: Vec<_> = self.rules.iter().map(|rule| &rule.predicate).collect();
        all.sort();
        all.dedup();
        all
    }
}
