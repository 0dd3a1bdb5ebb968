//! What changed from one SBOM to another, package by package.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigil_base::Place;
use vigil_finding::Finding;

use crate::{Package, PackageKey, Sbom, SupportLevel, findings};

/// The difference of two SBOMs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The older file.
    pub old: String,
    /// The newer file.
    pub new: String,
    /// Packages that only the newer one has, by key.
    pub added: Vec<Entry>,
    /// Packages that only the older one has, by key.
    pub removed: Vec<Entry>,
    /// Packages that both have and that differ, by key. What is described is among them.
    pub changed: Vec<Change>,
    /// How many packages are the same in both.
    pub same: usize,
}

/// A package of one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identity.
    pub key: PackageKey,
    /// Where it stands.
    pub place: Place,
}

/// A package that both have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its identity in the older one.
    pub old: PackageKey,
    /// Its identity in the newer one; another one if the version changed.
    pub new: PackageKey,
    /// Where it stands in the newer one.
    pub place: Place,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// `version`, `supplier`, `licence`, `hash`, `level of support`, `end of support`, `package URL`, `CPE`.
    pub field: String,
    /// The older value.
    pub old: Option<String>,
    /// The newer value.
    pub new: Option<String>,
}

impl Difference {
    /// What changed from `old` to `new`.
    ///
    /// Packages with the same identity are one package. Of those left, the ones that differ in nothing but the version are
    /// one package whose version changed.
    pub fn of(old: &Sbom, new: &Sbom) -> Self {
        let mut difference = Self { old: old.file.clone(), new: new.file.clone(), ..Self::default() };
        let (mut before, mut after) = (by_kin(old), by_kin(new));
        let kins: std::collections::BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
        if let (Some(one), Some(two)) = (&old.primary, &new.primary) {
            difference.compare(one, two);
        }
        for kin in kins {
            let (one, two) =
                (before.remove(&kin).unwrap_or_default(), after.remove(&kin).unwrap_or_default());
            difference.kin(one, two);
        }
        for list in [&mut difference.added, &mut difference.removed] {
            list.sort_by(|a, b| a.key.cmp(&b.key));
        }
        difference.changed.sort_by(|a, b| a.new.cmp(&b.new));
        difference
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// How many packages differ in `field`.
    pub fn count(&self, field: &str) -> usize {
        self.changed.iter().filter(|change| change.fields.iter().any(|it| it.field == field)).count()
    }

    /// The differences as findings. Other bytes under the same version are more than a note.
    pub fn findings(&self) -> Vec<Finding> {
        let added = self.added.iter().map(|entry| findings::added(entry, &self.old));
        let removed = self.removed.iter().map(|entry| findings::removed(entry, &self.new));
        added.chain(removed).chain(self.changed.iter().map(findings::changed)).collect()
    }

    /// Packages of one kin: the same but for the version.
    fn kin(&mut self, old: Vec<&Package>, mut new: Vec<&Package>) {
        let mut gone = Vec::new();
        for package in old {
            let key = package.key();
            match new.iter().position(|other| other.key() == key) {
                Some(at) => self.compare(package, new.remove(at)),
                None => gone.push(package),
            }
        }
        let mut new = new.into_iter();
        for package in gone {
            match new.next() {
                Some(other) => self.compare(package, other),
                None => self.removed.push(entry(package)),
            }
        }
        self.added.extend(new.map(entry));
    }

    fn compare(&mut self, old: &Package, new: &Package) {
        let fields: Vec<FieldChange> = said(old)
            .into_iter()
            .zip(said(new))
            .filter(|((_, one), (_, two))| one != two)
            .map(|((field, old), (_, new))| FieldChange { field: field.to_owned(), old, new })
            .collect();
        if fields.is_empty() {
            self.same += 1;
        } else {
            let (one, two, place) = (old.key(), new.key(), new.place.clone());
            self.changed.push(Change { old: one, new: two, place, fields });
        }
    }
}

fn entry(package: &Package) -> Entry {
    Entry { key: package.key(), place: package.place.clone() }
}

/// The packages by what they are without their version, each list in the order of the versions' texts.
fn by_kin(sbom: &Sbom) -> BTreeMap<String, Vec<&Package>> {
    let mut kins: BTreeMap<String, Vec<&Package>> = BTreeMap::new();
    for package in &sbom.packages {
        kins.entry(kin(package)).or_default().push(package);
    }
    for packages in kins.values_mut() {
        packages.sort_by_cached_key(|package| (package.key(), package.pointer.clone()));
    }
    kins
}

/// The package URL without version and qualifiers, else group and name.
fn kin(package: &Package) -> String {
    if let Some(purl) = package.purl.as_ref().and_then(|purl| purl.parsed.as_ref()) {
        let namespace = purl.namespace().unwrap_or("");
        return format!("pkg:{}/{namespace}/{}#{}", purl.ty(), purl.name(), purl.subpath().unwrap_or(""));
    }
    format!("{}/{}", package.group.as_deref().unwrap_or(""), package.name)
}

/// What is compared, in the order in which it is told.
fn said(package: &Package) -> [(&'static str, Option<String>); 8] {
    let mut licences: Vec<&str> = package.licences.iter().map(|licence| licence.text.as_str()).collect();
    licences.sort_unstable();
    licences.dedup();
    let mut hashes: Vec<String> = package
        .hashes
        .iter()
        .map(|hash| format!("{}:{}", hash.alg, hash.value.to_ascii_lowercase()))
        .collect();
    hashes.sort_unstable();
    let level = package.support.level.filter(|level| *level != SupportLevel::Unknown);
    [
        ("version", package.version.clone()),
        ("supplier", crate::facts::known_supplier(package).map(str::to_owned)),
        ("licence", some(licences.join(", "))),
        ("hash", some(hashes.join(" "))),
        ("level of support", level.map(|level| level.word().to_owned())),
        ("end of support", package.support.end_of_support.map(|day| day.to_string())),
        ("package URL", unversioned(package)),
        ("CPE", package.cpe.clone().filter(|_| package.purl.is_none())),
    ]
}

/// The package URL where it differs by more than its version.
fn unversioned(package: &Package) -> Option<String> {
    let purl = package.purl.as_ref()?;
    let Some(mut parsed) = purl.parsed.clone() else { return Some(purl.raw.clone()) };
    parsed.without_version();
    Some(parsed.to_string())
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
