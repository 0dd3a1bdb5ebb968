//! Where a field stands that is written and cannot be used. What is not written has the place of its package.

use vigil_base::Place;

use super::fields::Field;
use crate::json::{self, Index};
use crate::write::Family;
use crate::{Fact, Format, Limits, Package, Sbom};

/// What facts call their fields, and the names of these in SPDX 2 and SPDX 3.
const NAMES: [(&str, &str, &str); 7] = [
    ("version", "versionInfo", "software_packageVersion"),
    ("hashes", "checksums", "verifiedUsing"),
    ("licenses", "licenseDeclared", ""),
    ("purl", "externalRefs", "software_packageUrl"),
    ("cpe", "externalRefs", "externalIdentifier"),
    ("swid", "externalRefs", "externalIdentifier"),
    ("supplier", "supplier", "suppliedBy"),
];

/// The places of one SBOM's fields. The file's text is looked over once, when the first place is asked for.
pub(super) struct Places<'s> {
    sbom: &'s Sbom,
    has_looked: bool,
    index: Option<Index<'s>>,
}

impl<'s> Places<'s> {
    pub(super) fn of(sbom: &'s Sbom) -> Self {
        Self { sbom, has_looked: false, index: None }
    }

    /// The place of what `fact` says of `field`.
    pub(super) fn place(&mut self, field: &Field, fact: &Fact, package: Option<&Package>) -> Place {
        let Some(package) = package else { return Place::start_of(&self.sbom.file) };
        self.within(field, fact, package).unwrap_or_else(|| package.place.clone())
    }

    fn within(&mut self, field: &Field, fact: &Fact, package: &Package) -> Option<Place> {
        let pointer = pointer(self.sbom, field, fact, package)?;
        let file = &self.sbom.file;
        if !std::mem::replace(&mut self.has_looked, true) {
            self.index = index(self.sbom);
        }
        let index = self.index.as_mut()?;
        // A package that was added or moved since the file was read stands elsewhere, or nowhere.
        let around = index.place(file, &package.pointer);
        let is_there = (around.line, around.column) == (package.place.line, package.place.column);
        is_there.then(|| index.place(file, &pointer))
    }
}

/// Marks for the text of the file; none where the file is no JSON.
fn index(sbom: &Sbom) -> Option<Index<'_>> {
    match sbom.format {
        Format::CyclonedxJson | Format::SpdxJson | Format::Spdx3 => {
            json::index_of(sbom.original.text(), &sbom.file, &Limits::default()).ok()
        }
        _ => None,
    }
}

fn pointer(sbom: &Sbom, field: &Field, fact: &Fact, package: &Package) -> Option<String> {
    let (value, stood_in) = match fact {
        Fact::Unusable { value, field, .. } | Fact::SaidUnknown { value, field } => (value, field),
        Fact::Stated { .. } | Fact::Absent => return None,
    };
    if ["support-level", "end-of-support"].contains(&field.name) {
        let said = &package.support.statements;
        let said = said.iter().find(|said| said.property == *stood_in && said.text == *value)?;
        return Some(said.pointer.clone());
    }
    let name = stood_in.split('.').next()?;
    let known = NAMES.iter().find(|(known, ..)| *known == name);
    let key = match (Family::of(sbom.format), known) {
        (Family::Spdx2, Some((_, key, _))) | (Family::Spdx3, Some((.., key))) => key,
        _ => name,
    };
    Some(format!("{}/{key}", package.pointer))
}
