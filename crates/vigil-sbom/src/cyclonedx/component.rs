//! Components: one function an entry, nested ones flattened.

use serde_json::Value;

use super::{parts, shapes};
use crate::document::Document;
use crate::reader::UNNAMED;
use crate::report::{At, Report};
use crate::take::{Fields, list, object, others, text};
use crate::{Contact, Kind, Limits, Package, PackagePurl, ReadError, shape, support};

/// The fields of a component that are interpreted; all others are kept in `unknown`.
const READ: &[&str] = &[
    "type",
    "bom-ref",
    "supplier",
    "manufacturer",
    "publisher",
    "authors",
    "author",
    "group",
    "name",
    "version",
    "versionRange",
    "isExternal",
    "purl",
    "cpe",
    "swid",
    "hashes",
    "licenses",
    "copyright",
    "scope",
    "description",
    "properties",
    "externalReferences",
    "pedigree",
    "evidence",
    "components",
];

/// The packages read so far.
pub(super) struct Components<'r, 'a> {
    report: &'r mut Report<'a>,
    limit: usize,
    minor: u8,
    pub(super) packages: Vec<Package>,
}

impl<'r, 'a> Components<'r, 'a> {
    pub(super) fn new(report: &'r mut Report<'a>, limits: &Limits, minor: u8) -> Self {
        Self { report, limit: limits.packages, minor, packages: Vec::new() }
    }

    /// The component that the SBOM describes; what is nested in it becomes packages.
    pub(super) fn primary(&mut self, metadata: &Fields, at: &At<'_>) -> Result<Option<Package>, ReadError> {
        let Some(fields) = object(metadata, "component") else { return Ok(None) };
        let at = at.key("component");
        let primary = self.one(fields, &at, None);
        self.all(fields, &at, Some(&primary.pointer))?;
        Ok(Some(primary))
    }

    /// All components of the document. Those that were left out of its tree are looked at here for the first time.
    pub(super) fn all_of(&mut self, document: &Document<'_>) -> Result<(), ReadError> {
        let (minor, at) = (self.minor, At::Root.key("components"));
        self.packages.reserve(document.count("components"));
        let in_tree = !list(&document.head, "components").is_empty();
        document.odd("components", |number, value| {
            shape::wrong_item(value, super::FAMILY, minor, &at.item(number), self.report);
        });
        document.each("components", |number, fields| {
            let at = at.item(number);
            if !in_tree {
                shape::check_at(fields, &shapes::COMPONENT, super::FAMILY, minor, &at, self.report);
            }
            self.add(fields, &at, None)
        })
    }

    /// All components in the list of `fields`, depth first in file order. The recursion is as deep as the
    /// document, and that was bounded before it was parsed.
    pub(super) fn all(
        &mut self,
        fields: &Fields,
        at: &At<'_>,
        parent: Option<&str>,
    ) -> Result<(), ReadError> {
        let at = at.key("components");
        for (number, fields) in list(fields, "components") {
            self.add(fields, &at.item(number), parent)?;
        }
        Ok(())
    }

    fn add(&mut self, fields: &Fields, at: &At<'_>, parent: Option<&str>) -> Result<(), ReadError> {
        if self.packages.len() >= self.limit {
            return Err(ReadError::TooMany { file: self.report.file.clone(), limit: self.limit });
        }
        let package = self.one(fields, at, parent.map(str::to_owned));
        let nested = fields.contains_key("components").then(|| package.pointer.clone());
        self.packages.push(package);
        nested.map_or(Ok(()), |pointer| self.all(fields, at, Some(&pointer)))
    }

    fn one(&mut self, fields: &Fields, at: &At<'_>, parent: Option<String>) -> Package {
        let pointer = at.to_string();
        let properties = parts::numbered_properties(fields);
        let mut package = Package {
            bom_ref: text(fields, "bom-ref"),
            place: self.report.place(&pointer),
            parent,
            kind: text(fields, "type").map_or_else(|| Kind::Other("unspecified".to_owned()), Kind::from),
            group: text(fields, "group"),
            name: text(fields, "name").unwrap_or_else(|| UNNAMED.to_owned()),
            version: self.version(fields, at),
            version_range: text(fields, "versionRange"),
            is_external: fields.get("isExternal").and_then(Value::as_bool),
            supplier: parts::party(fields, "supplier"),
            manufacturer: parts::party(fields, "manufacturer"),
            publisher: text(fields, "publisher"),
            authors: authors(fields),
            purl: text(fields, "purl").map(PackagePurl::read),
            cpe: text(fields, "cpe"),
            swid: parts::swid(fields),
            hashes: parts::hashes(fields),
            licences: parts::licences(fields),
            copyright: text(fields, "copyright"),
            scope: text(fields, "scope"),
            description: text(fields, "description"),
            external_references: parts::references(fields),
            pedigree: parts::pedigree(fields),
            evidence: fields.get("evidence").cloned(),
            support: support::read(&properties, &pointer),
            unknown: others(fields, READ),
            properties: properties.into_iter().map(|(_, property)| property).collect(),
            pointer,
        };
        package.shrink();
        package
    }

    /// A version written as a number is taken from the file's text: `1.10` must not become `1.1`.
    fn version(&mut self, fields: &Fields, at: &At<'_>) -> Option<String> {
        if fields.get("version").is_some_and(Value::is_number) {
            let literal = self.report.index.literal(&at.key("version").to_string());
            return literal.or_else(|| text(fields, "version"));
        }
        text(fields, "version")
    }
}

fn authors(fields: &Fields) -> Vec<Contact> {
    let mut authors = parts::contacts(fields, "authors");
    if let Some(name) = text(fields, "author") {
        authors.push(Contact { name: Some(name), ..Contact::default() });
    }
    authors
}
