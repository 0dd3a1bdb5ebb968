//! Catalogue files to records. Every fault of every file is reported in one run.

mod fields;
mod records;
mod rules;

use toml::de::{DeTable, DeValue};
use vigil_base::{Digest, Place};
use vigil_finding::Finding;

use crate::catalogue::{Catalogue, File};
use crate::findings;
use fields::{Fields, Text};

/// The tables a catalogue file may hold, with what reads one entry of each.
const TABLES: &[&str] = &[
    "applies",
    "catalogue",
    "defaults",
    "document",
    "element",
    "estar",
    "family",
    "file",
    "item",
    "rule",
    "standard",
];

/// Reads every file; what is faulty is left out and reported.
pub(crate) fn read(files: &[File<'_>]) -> (Catalogue, Vec<Finding>) {
    let mut catalogue = Catalogue::default();
    let mut faults = Vec::new();
    for file in files {
        read_file(*file, &mut catalogue, &mut faults);
    }
    catalogue.digest = Some(digest(files));
    (catalogue, faults)
}

/// One line a file, path and digest, so that neither line ends nor the order of files matter.
fn digest(files: &[File<'_>]) -> Digest {
    let line = |file: &File<'_>| format!("{} {}", file.path, Digest::of_text(file.text.as_bytes()));
    let mut lines: Vec<_> = files.iter().map(line).collect();
    lines.sort();
    Digest::of_bytes(lines.join("\n").as_bytes())
}

fn read_file(file: File<'_>, catalogue: &mut Catalogue, faults: &mut Vec<Finding>) {
    let name = format!("catalogue/{}", file.path);
    let text = Text { file: &name, text: file.text };
    let (root, errors) = DeTable::parse_recoverable(file.text);
    for error in errors {
        let place = error.span().map_or_else(|| Place::start_of(&name), |span| text.place(&span));
        faults.push(findings::syntax(error.message(), place));
    }
    let root = root.into_inner();
    for (key, _) in &root {
        if !TABLES.contains(&key.get_ref().as_ref()) {
            faults.push(findings::unknown_key(key.get_ref(), TABLES, "", text.place(&key.span())));
        }
    }
    read_tables(text, &root, catalogue, faults);
}

fn read_tables(text: Text<'_>, root: &DeTable<'_>, into: &mut Catalogue, faults: &mut Vec<Finding>) {
    let defaults = root.get("defaults").and_then(|value| value.get_ref().as_table());
    if let Some(table) = root.get("catalogue").and_then(|value| value.get_ref().as_table()) {
        into.edition = Fields::new(text, table, None, "catalogue").need(faults, "edition");
    }
    each(text, root, "document", faults, |it, faults| into.documents.push(records::document(&it, faults)));
    each(text, root, "element", faults, |it, faults| into.elements.push(records::element(&it, faults)));
    each(text, root, "file", faults, |it, faults| into.files.push(records::file(&it, faults)));
    each(text, root, "family", faults, |it, faults| into.families.push(records::family(&it, faults)));
    each(text, root, "standard", faults, |it, faults| into.standards.extend(records::standard(&it, faults)));
    each(text, root, "applies", faults, |it, faults| into.applies.extend(records::applies(&it, faults)));
    each(text, root, "rule", faults, |it, faults| {
        into.rules.extend(rules::rule(&it.with_defaults(defaults), faults));
    });
    let mut items = Vec::new();
    each(text, root, "item", faults, |it, faults| items.push(records::item(&it, faults)));
    if let Some(table) = root.get("estar").and_then(|value| value.get_ref().as_table()) {
        into.estar = records::estar(&Fields::new(text, table, None, "estar"), items, faults);
    }
}

/// Calls `take` with every entry of an array of tables.
fn each<'t>(
    text: Text<'t>,
    root: &'t DeTable<'t>,
    name: &str,
    faults: &mut Vec<Finding>,
    mut take: impl FnMut(Fields<'t>, &mut Vec<Finding>),
) {
    let Some(value) = root.get(name) else { return };
    let Some(entries) = value.get_ref().as_array() else {
        let found = value.get_ref().type_str();
        faults.push(findings::wrong_type(
            name,
            "an array of tables, `[[...]]`",
            found,
            "",
            text.place(&value.span()),
        ));
        return;
    };
    for entry in entries {
        match entry.get_ref() {
            DeValue::Table(table) => take(Fields::new(text, table, Some(entry.span()), ""), faults),
            other => faults.push(findings::wrong_type(
                name,
                "a table",
                other.type_str(),
                "",
                text.place(&entry.span()),
            )),
        }
    }
}
