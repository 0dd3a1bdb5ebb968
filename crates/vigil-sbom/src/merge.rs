//! One SBOM of several. A package has one entry, whose reference is its identity; which layers and files it comes from is
//! told in its properties, and what they disagree on is told, not settled in silence.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vigil_finding::Finding;

use crate::{
    Composition, Conflict, Format, Inventory, Package, PackageKey, Property, Sbom, Support, findings,
};

/// Where the knowledge of an SBOM comes from, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Seen in what was built: by the build, or in its result.
    Built,
    /// Declared by sources and manifests before the build.
    Declared,
    /// Written by a person: component lists.
    ByHand,
}

/// The property that names a layer of a package.
pub const LAYER: &str = "vigil:sbom:layer";
/// The property that names a file that lists a package.
pub const SOURCE: &str = "vigil:sbom:source";

impl Layer {
    /// All layers with their names.
    pub const ALL: [(&'static str, Self); 3] =
        [("built", Self::Built), ("declared", Self::Declared), ("by-hand", Self::ByHand)];

    /// The layer of `sbom` by what it says of itself: a list of components is written by hand, a stage of life from the
    /// build on is built, everything else is declared.
    pub fn of(sbom: &Sbom) -> Self {
        if matches!(sbom.format, Format::Csv | Format::Xlsx) {
            return Self::ByHand;
        }
        let is_built = |phase: &str| ["build", "post-build", "operations", "discovery"].contains(&phase);
        let mut phases = sbom.lifecycles.iter().filter_map(|stage| stage.phase.as_deref());
        if phases.any(is_built) { Self::Built } else { Self::Declared }
    }

    /// The layer's name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, layer)| *layer == self).map_or("declared", |(name, _)| name)
    }

    /// The layer of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, layer)| *layer)
    }
}

/// Several SBOMs as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The SBOM. It has no number and no version of its own yet: they follow from its content when it is written.
    pub sbom: Sbom,
    /// What the SBOMs disagree on. The strongest layer's word was taken, then that of the SBOM named first.
    pub conflicts: Vec<Conflict>,
    /// Names of fields that are not carried over: of the documents, such as `vulnerabilities`, and as `package.NAME` of
    /// packages.
    pub left_out: BTreeSet<String>,
    /// Packages of one name and version of which one says only that and the other has an identifier: two entries, since
    /// nobody says that they are one.
    pub maybe_one: Vec<(PackageKey, PackageKey)>,
}

impl Merged {
    /// `sboms` as one that describes what the first with a primary package describes; other primary packages become
    /// packages that it needs.
    pub fn of(sboms: &[(Layer, &Sbom)]) -> Self {
        let mut order: Vec<(Layer, usize)> =
            sboms.iter().enumerate().map(|(at, (layer, _))| (*layer, at)).collect();
        order.sort();
        let primary = sboms.iter().find_map(|(_, sbom)| Some(sbom.primary.as_ref()?.key()));
        let mut merging = Merging { primary, ..Merging::default() };
        for (layer, at) in order {
            merging.add(layer, sboms[at].1);
        }
        let conflicts = Inventory::of(sboms.iter().map(|(_, sbom)| (sbom.file.as_str(), *sbom))).conflicts();
        let mut left_out: BTreeSet<String> =
            sboms.iter().flat_map(|(_, sbom)| sbom.unknown.keys().cloned()).collect();
        left_out.append(&mut merging.left_out);
        for (list, _) in sboms.iter().flat_map(|(_, sbom)| crate::write::beside_packages(sbom)) {
            left_out.insert(list.to_owned());
        }
        let maybe_one = maybe_one(merging.packages.values());
        let mut sbom = merging.finish(sboms);
        for service in &mut sbom.services {
            without_xml(&mut service.raw, "service", &mut left_out);
        }
        Self { sbom, conflicts, left_out, maybe_one }
    }

    /// The conflicts and what was left out as findings.
    pub fn findings(&self) -> Vec<Finding> {
        let left_out = self.left_out.iter().map(|field| findings::left_out(field, &self.sbom.file));
        let maybe_one =
            self.maybe_one.iter().map(|(bare, known)| findings::maybe_one(bare, known, &self.sbom.file));
        self.conflicts.iter().map(findings::conflict).chain(left_out).chain(maybe_one).collect()
    }
}

#[derive(Default)]
struct Merging {
    primary: Option<PackageKey>,
    packages: BTreeMap<PackageKey, Package>,
    edges: BTreeMap<String, BTreeSet<String>>,
    provides: BTreeMap<String, BTreeSet<String>>,
    compositions: Vec<Composition>,
    others: BTreeSet<PackageKey>,
    left_out: BTreeSet<String>,
}

impl Merging {
    fn add(&mut self, layer: Layer, sbom: &Sbom) {
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        let mut pointers: BTreeMap<&str, PackageKey> = BTreeMap::new();
        for package in sbom.all_packages() {
            let key = package.key();
            if let Some(reference) = &package.bom_ref {
                names.entry(reference).or_insert_with(|| key.to_string());
            }
            pointers.insert(&package.pointer, key);
        }
        for package in sbom.all_packages() {
            let key = package.key();
            if let Some(parent) = package.parent.as_deref().and_then(|parent| pointers.get(parent))
                && *parent != key
            {
                self.edges.entry(parent.to_string()).or_default().insert(key.to_string());
            }
            self.package(key, package, layer, sbom);
        }
        if let Some(primary) = sbom.primary.as_ref().map(Package::key)
            && Some(&primary) != self.primary.as_ref()
        {
            self.others.insert(primary);
        }
        let name = |reference: &String| names.get(reference.as_str()).unwrap_or(reference).clone();
        for (known, from) in [(&mut self.edges, &sbom.dependencies), (&mut self.provides, &sbom.provides)] {
            for (owner, targets) in from {
                known.entry(name(owner)).or_default().extend(targets.iter().map(name));
            }
        }
        self.compositions.extend(sbom.compositions.iter().map(|composition| Composition {
            bom_ref: None,
            aggregate: composition.aggregate.clone(),
            assemblies: composition.assemblies.iter().map(name).collect(),
            dependencies: composition.dependencies.iter().map(name).collect(),
            vulnerabilities: BTreeSet::new(),
        }));
    }

    fn package(&mut self, key: PackageKey, package: &Package, layer: Layer, sbom: &Sbom) {
        let source = format!("{} sha256:{}", sbom.file, sbom.digest.hex());
        let marks = [(LAYER, layer.name().to_owned()), (SOURCE, source)];
        let known = self.packages.entry(key.clone()).or_insert_with(|| {
            let mut package = package.clone();
            package.bom_ref = Some(key.to_string());
            package.parent = None;
            package.unknown.clear();
            package
        });
        // The merged SBOM is CycloneDX: fields of other formats mean nothing in it.
        let is_foreign = crate::write::is_foreign(sbom.format);
        for (field, value) in &package.unknown {
            if is_foreign || is_of_xml(field) || known.unknown.get(field).is_some_and(|it| it != value) {
                self.left_out.insert(format!("package.{field}"));
            } else {
                known.unknown.insert(field.clone(), value.clone());
            }
        }
        fill(known, package);
        let pedigree = known.pedigree.as_mut().map(|it| &mut it.raw);
        for raw in pedigree.into_iter().chain(&mut known.evidence) {
            without_xml(raw, "package", &mut self.left_out);
        }
        for (name, value) in marks {
            let mark = Property { name: name.to_owned(), value: Some(value) };
            if !known.properties.contains(&mark) {
                known.properties.push(mark);
            }
        }
    }

    fn finish(mut self, sboms: &[(Layer, &Sbom)]) -> Sbom {
        let mut sbom = Sbom::empty("merged", Format::CyclonedxJson);
        "1.6".clone_into(&mut sbom.spec_version);
        if let Some(key) = &self.primary {
            sbom.primary = self.packages.remove(key);
            let edges = self.edges.entry(key.to_string()).or_default();
            edges.extend(self.others.iter().map(PackageKey::to_string));
        }
        if let Some(primary) = &mut sbom.primary {
            "/metadata/component".clone_into(&mut primary.pointer);
        }
        sbom.packages = self.packages.into_values().collect();
        for (number, package) in sbom.packages.iter_mut().enumerate() {
            package.pointer = format!("/components/{number}");
        }
        sbom.dependencies = self.edges;
        sbom.provides = self.provides;
        sbom.compositions = self.compositions;
        for (_, from) in sboms {
            head(&mut sbom, from);
        }
        sbom
    }
}

/// Whether only XML can have a member of this name: an attribute, the text beside elements, an element of another namespace.
fn is_of_xml(key: &str) -> bool {
    key.contains(['@', '#', ':'])
}

/// Leaves out what only XML can have, and names it.
fn without_xml(value: &mut Value, of: &str, left_out: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| without_xml(item, of, left_out)),
        Value::Object(fields) => {
            let odd: Vec<String> = fields.keys().filter(|key| is_of_xml(key)).cloned().collect();
            for key in odd {
                fields.remove(&key);
                left_out.insert(format!("{of}.{key}"));
            }
            fields.values_mut().for_each(|value| without_xml(value, of, left_out));
        }
        _ => {}
    }
}

/// Pairs of a package without an identifier and one with, of the same name and version.
fn maybe_one<'p>(packages: impl Iterator<Item = &'p Package>) -> Vec<(PackageKey, PackageKey)> {
    let mut named: BTreeMap<(&str, &str), [Vec<PackageKey>; 2]> = BTreeMap::new();
    for package in packages {
        let Some(version) = package.version.as_deref() else { continue };
        let [bare, known] = named.entry((&package.name, version)).or_default();
        let has_identifier = package.purl.is_some() || package.cpe.is_some() || package.swid.is_some();
        if has_identifier { known } else { bare }.push(package.key());
    }
    let pairs = named.into_values().filter_map(|[bare, known]| match (&bare[..], &known[..]) {
        ([one], [other]) => Some((one.clone(), other.clone())),
        _ => None,
    });
    pairs.collect()
}

/// What the documents say of themselves, each thing once.
fn head(sbom: &mut Sbom, from: &Sbom) {
    add(&mut sbom.authors, &from.authors);
    add(&mut sbom.tools, &from.tools);
    add(&mut sbom.lifecycles, &from.lifecycles);
    add(&mut sbom.external_references, &from.external_references);
    add(&mut sbom.properties, &from.properties);
    for service in &from.services {
        let same = |known: &crate::Service| {
            (&known.group, &known.name, &known.version) == (&service.group, &service.name, &service.version)
        };
        if !sbom.services.iter().any(same) {
            sbom.services.push(service.clone());
        }
    }
    sbom.manufacturer = sbom.manufacturer.take().or_else(|| from.manufacturer.clone());
    sbom.supplier = sbom.supplier.take().or_else(|| from.supplier.clone());
    // The merged SBOM is as old as its youngest part.
    let day = |time: &Option<crate::Timestamp>| time.as_ref().and_then(|time| time.day);
    if day(&from.timestamp) > day(&sbom.timestamp) {
        sbom.timestamp.clone_from(&from.timestamp);
    }
}

fn add<T: PartialEq + Clone>(all: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
}

/// Takes from `other` what `package` does not say.
fn fill(package: &mut Package, other: &Package) {
    let or = |known: &mut Option<String>, new: &Option<String>| {
        if known.is_none() {
            known.clone_from(new);
        }
    };
    or(&mut package.group, &other.group);
    or(&mut package.version, &other.version);
    or(&mut package.publisher, &other.publisher);
    or(&mut package.cpe, &other.cpe);
    or(&mut package.copyright, &other.copyright);
    or(&mut package.scope, &other.scope);
    or(&mut package.description, &other.description);
    // Who says that it is not known says less than who names it.
    let says_unknown = |it: &crate::Party| it.name.as_deref().is_some_and(crate::facts::says_unknown);
    if package.supplier.as_ref().is_none_or(says_unknown) && other.supplier.is_some() {
        package.supplier.clone_from(&other.supplier);
    }
    package.manufacturer = package.manufacturer.take().or_else(|| other.manufacturer.clone());
    package.purl = package.purl.take().or_else(|| other.purl.clone());
    package.swid = package.swid.take().or_else(|| other.swid.clone());
    package.pedigree = package.pedigree.take().or_else(|| other.pedigree.clone());
    package.evidence = package.evidence.take().or_else(|| other.evidence.clone());
    for hash in &other.hashes {
        if !package.hashes.iter().any(|known| known.alg == hash.alg) {
            package.hashes.push(hash.clone());
        }
    }
    if package.licences.is_empty() {
        package.licences.clone_from(&other.licences);
    }
    if package.authors.is_empty() {
        package.authors.clone_from(&other.authors);
    }
    add(&mut package.properties, &other.properties);
    add(&mut package.external_references, &other.external_references);
    support(&mut package.support, &other.support);
}

fn support(known: &mut Support, other: &Support) {
    known.level = known.level.or(other.level);
    known.end_of_support = known.end_of_support.or(other.end_of_support);
    known.end_of_life = known.end_of_life.or(other.end_of_life);
    known.assessed = known.assessed.or(other.assessed);
    known.justification = known.justification.take().or_else(|| other.justification.clone());
    known.plan = known.plan.take().or_else(|| other.plan.clone());
    known.custody = known.custody.take().or_else(|| other.custody.clone());
    add(&mut known.statements, &other.statements);
}
