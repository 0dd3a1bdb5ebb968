//! Reads the documents in `vex/`.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Digest, Id, World, date};
use vigil_exchange::vex::{self, Document};
use vigil_model::Model;
use vigil_model::kinds::{Identity, without_version};
use vigil_sbom::Inventory;

use super::{FOLDER, Read, Source, proposals, start_of};
use crate::decisions::FlawRow;
use crate::findings;

/// What statements are compared with.
pub(crate) struct Known<'k> {
    pub(crate) model: &'k Model,
    pub(crate) inventory: &'k Inventory,
    pub(crate) files: &'k crate::sboms::Read,
    pub(crate) rows: &'k [FlawRow],
    /// Whether the packages were matched at all.
    pub(crate) matched: bool,
}

/// Reads all statements and compares them with what is known.
pub(crate) fn read(world: &dyn World, root: &Path, known: &Known<'_>) -> Read {
    let mut read = Read::default();
    let mut documents: Vec<(String, Document)> = Vec::new();
    let folder = root.join(FOLDER);
    if !world.exists(&folder) {
        check_origins(known, &mut read);
        return read;
    }
    for path in world.passed_by(&folder).unwrap_or_default() {
        let file = named(&path);
        let cause = "it is a link or no regular file, and links are not followed";
        read.findings.push(findings::vex_unreadable(&file, cause).at(start_of(&file)));
    }
    let files = match world.walk(&folder) {
        Ok(files) => files,
        Err(cause) => {
            read.findings.push(findings::vex_unreadable(FOLDER, &cause.to_string()).at(start_of(FOLDER)));
            Vec::new()
        }
    };
    for path in files {
        let file = named(&path);
        // Notes on where the files come from may lie beside them.
        if path.extension().is_some_and(|it| it == "md") {
            continue;
        }
        match document(world, root, &file, &mut read.inputs) {
            Ok(document) => documents.push((file, document)),
            Err(cause) => read.findings.push(findings::vex_unreadable(&file, &cause).at(start_of(&file))),
        }
    }
    for (file, document) in &documents {
        if let Some(first) = document.refused.first() {
            let finding = findings::vex_refused(file, document.refused.len(), &first.pointer, &first.because);
            read.findings.push(finding.at(start_of(file)));
        }
        read.vex.sources.push(source(file, document));
    }
    if known.matched {
        proposals::make(known, &documents, &mut read);
    }
    check_origins(known, &mut read);
    read
}

fn named(path: &Path) -> String {
    let parts: Vec<String> =
        path.components().map(|it| it.as_os_str().to_string_lossy().into_owned()).collect();
    format!("{FOLDER}/{}", parts.join("/"))
}

fn document(
    world: &dyn World,
    root: &Path,
    file: &str,
    inputs: &mut BTreeMap<String, Digest>,
) -> Result<Document, String> {
    let bytes = world.read(&root.join(file)).map_err(|cause| cause.to_string())?;
    inputs.insert(file.to_owned(), Digest::of_bytes(&bytes));
    vex::read(&bytes).map_err(|cause| cause.to_string())
}

fn source(file: &str, document: &Document) -> Source {
    Source {
        file: file.to_owned(),
        standard: document.standard,
        document: document.id.clone(),
        version: document.version.clone(),
        publisher: document.publisher.clone(),
        date: document.time.as_deref().and_then(date::parse),
        statements: document.statements.len(),
        refused: document.refused.clone(),
        superseded: document.superseded,
    }
}

/// A decision that names a document as its origin, or as one not followed, goes on to name one that is there.
fn check_origins(known: &Known<'_>, read: &mut Read) {
    for decision in known.model.decisions.values() {
        let origin = decision.origin.iter().map(|it| ("origin", &it.file));
        for (key, file) in origin.chain(decision.despite.iter().map(|file| ("despite", file))) {
            if !read.inputs.contains_key(file) {
                let place = known.model.place(decision.meta.key(key));
                read.findings.push(findings::origin_gone(decision.meta.id.as_str(), file).at(place));
            }
        }
    }
}

/// The identity that a person pinned for a package.
pub(super) fn pinned<'m>(model: &'m Model, key: &str) -> Option<&'m Identity> {
    let id = Id::new(key);
    model.identities.get(&id).or_else(|| model.identities.get(without_version(&id)))
}
