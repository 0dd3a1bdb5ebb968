//! The records that rules refer to: documents, elements, files, families, standards, facts, the template.

use vigil_finding::Finding;

use super::fields::Fields;
use crate::control::ControlFamily;
use crate::element::{Element, SubmissionFile};
use crate::estar::{Estar, EstarItem};
use crate::standard::Standard;
use crate::toc::Document;
use crate::words::{Applies, Ide};

pub(super) fn document(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Document {
    it.only(faults, &["id", "issued", "title", "short", "address", "supersedes", "sections"]);
    let supersedes = it.texts(faults, "supersedes");
    Document {
        id: it.need(faults, "id"),
        issued: it.need_day(faults, "issued").unwrap_or_default(),
        title: it.need(faults, "title"),
        short: it.need(faults, "short"),
        address: it.text(faults, "address"),
        supersedes: supersedes.iter().filter_map(|day| vigil_base::date::parse(day)).collect(),
        sections: it.map(faults, "sections"),
        place: it.place(),
    }
}

pub(super) fn element(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Element {
    it.only(faults, &["id", "title", "in_table", "part_of", "sections", "ide", "ide_note", "estar", "files"]);
    Element {
        id: it.need(faults, "id"),
        title: it.need(faults, "title"),
        in_table: it.flag(faults, "in_table", true),
        part_of: it.text(faults, "part_of"),
        sections: it.texts(faults, "sections"),
        ide: it.word(faults, "ide").unwrap_or(Ide::None),
        ide_note: it.text(faults, "ide_note"),
        estar: it.texts(faults, "estar"),
        files: it.texts(faults, "files"),
        place: it.place(),
    }
}

pub(super) fn file(it: &Fields<'_>, faults: &mut Vec<Finding>) -> SubmissionFile {
    it.only(faults, &["key", "number", "name", "title", "formats"]);
    SubmissionFile {
        key: it.need(faults, "key"),
        number: it.need(faults, "number"),
        name: it.need(faults, "name"),
        title: it.need(faults, "title"),
        formats: it.texts(faults, "formats"),
        place: it.place(),
    }
}

pub(super) fn family(it: &Fields<'_>, faults: &mut Vec<Finding>) -> ControlFamily {
    it.only(faults, &["word", "letters", "title", "section"]);
    ControlFamily {
        word: it.need(faults, "word"),
        letters: it.need(faults, "letters"),
        title: it.need(faults, "title"),
        section: it.need(faults, "section"),
        place: it.place(),
    }
}

pub(super) fn standard(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<Standard> {
    it.only(faults, &["designation", "edition", "recognition", "partial", "until", "note", "as_of"]);
    let as_of = it.need_day(faults, "as_of");
    Some(Standard {
        designation: it.need(faults, "designation"),
        edition: it.need(faults, "edition"),
        recognition: it.need(faults, "recognition"),
        partial: it.flag(faults, "partial", false),
        until: it.day(faults, "until"),
        note: it.text(faults, "note"),
        as_of: as_of?,
        place: it.place(),
    })
}

pub(super) fn applies(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<(Applies, String)> {
    it.only(faults, &["name", "meaning"]);
    let fact = it.word(faults, "name");
    let meaning = it.need(faults, "meaning");
    Some((fact?, meaning))
}

pub(super) fn item(it: &Fields<'_>, faults: &mut Vec<Finding>) -> EstarItem {
    it.only(faults, &["key", "title", "element", "verified"]);
    EstarItem {
        key: it.need(faults, "key"),
        title: it.need(faults, "title"),
        element: it.text(faults, "element"),
        verified: it.flag(faults, "verified", false),
        place: it.place(),
    }
}

const ESTAR_KEYS: &[&str] = &[
    "as_of",
    "template",
    "name_characters",
    "name_dots",
    "name_basis",
    "name_length",
    "file_bytes",
    "total_bytes",
    "extensions",
];

pub(super) fn estar(it: &Fields<'_>, items: Vec<EstarItem>, faults: &mut Vec<Finding>) -> Option<Estar> {
    it.only(faults, ESTAR_KEYS);
    let extensions = if it.is_unknown("extensions") { None } else { Some(it.texts(faults, "extensions")) };
    let as_of = it.need_day(faults, "as_of");
    Some(Estar {
        template: it.need(faults, "template"),
        name_characters: it.need(faults, "name_characters"),
        name_dots: it.number(faults, "name_dots").and_then(|dots| u32::try_from(dots).ok()).unwrap_or(1),
        name_basis: it.need(faults, "name_basis"),
        name_length: it.number(faults, "name_length"),
        file_bytes: it.number(faults, "file_bytes"),
        total_bytes: it.number(faults, "total_bytes"),
        extensions,
        items,
        as_of: as_of?,
    })
}
