//! Packages: what the SBOMs list, what the model adds to them, and what people wrote by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vigil_base::{Date, Id, Place, World};
use vigil_finding::Finding;
use vigil_model::kinds::{Package as Written, PackageKind, Supplier, SupportLevel, without_version};
use vigil_model::quantity::Until;
use vigil_model::{Kind, Model};
use vigil_sbom::{Fact, FieldFacts, Hash, Inventory, Item, Package, Party, Property};

use crate::{findings, sboms};

/// How a package is supported, from the model where it says so and from the SBOM else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportFacts {
    /// Level of support; `unknown` when it was asked and cannot be known.
    pub level: Option<SupportLevel>,
    /// End of support, or stated as unknown.
    pub ends: Option<Until>,
    /// Why the level or date is not known.
    pub because: Option<String>,
    /// Who says so.
    pub source: Option<String>,
    /// The day it was looked up.
    pub checked: Option<Date>,
    /// How source code is kept.
    pub custody: Option<String>,
    /// What happens when support ends, and by when.
    pub plan: Option<String>,
}

/// One package of one component.
#[derive(Clone, Debug, PartialEq)]
pub struct PackageRow {
    /// The component that carries it.
    pub component: Id,
    /// Its key: purl, or `name@version`.
    pub key: String,
    /// Name.
    pub name: String,
    /// Version.
    pub version: Option<String>,
    /// What sort of thing it is, in the words of CycloneDX.
    pub kind: vigil_sbom::Kind,
    /// Supplier.
    pub supplier: Option<String>,
    /// Package URL.
    pub purl: Option<String>,
    /// CPE name.
    pub cpe: Option<String>,
    /// Licences as written.
    pub licences: Vec<String>,
    /// Hashes: algorithm and value.
    pub hashes: Vec<(String, String)>,
    /// Whether its SBOM relates it to the primary component; absent where that cannot be said.
    pub related: Option<bool>,
    /// Support.
    pub support: SupportFacts,
    /// Attributes that cannot be known, with the reason, by attribute.
    pub unknown: BTreeMap<String, String>,
    /// How its supplier is controlled.
    pub supplier_controls: Option<String>,
    /// How it is watched, when no source covers it.
    pub watched: Option<String>,
    /// The SBOM that lists it; none for a package written by hand.
    pub sbom_file: Option<String>,
    /// Where to look: its entry in the SBOM, or its record in the model.
    pub place: Place,
    /// Its record in the model, where there is one.
    pub record: Option<Id>,
}

impl PackageRow {
    /// `component: key`, as findings name it.
    pub fn subject(&self) -> String {
        self.key.clone()
    }

    /// Whether the maker developed it: it is supplied under the maker's own name.
    pub fn is_own(&self, model: &Model) -> bool {
        let maker = model.project.as_ref().and_then(|it| it.maker.as_ref());
        let same = |supplier: &String| {
            maker.is_some_and(|maker| maker.name.trim().eq_ignore_ascii_case(supplier.trim()))
        };
        self.supplier.as_ref().is_some_and(same)
    }
}

/// What was read of SBOMs.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) files: sboms::Read,
    pub(crate) inventory: Inventory,
    pub(crate) rows: Vec<PackageRow>,
    pub(crate) findings: Vec<Finding>,
}

/// Whether a path from a record stays inside the device folder.
pub(crate) fn is_inside(path: &str) -> bool {
    let path = Path::new(path);
    path.components()
        .all(|part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir))
}

pub(crate) fn read(world: &dyn World, root: &Path, model: &Model) -> Read {
    let mut read = Read { files: sboms::read(world, root, model), ..Read::default() };
    read.findings.append(&mut read.files.findings);
    read.inventory = inventory(&read.files);
    read.findings.extend(read.inventory.findings());
    let listed: Vec<PackageRow> = read.inventory.items.iter().map(|item| row(model, item)).collect();
    read.rows = listed;
    add_written(model, &mut read);
    read.rows.sort_by(|a, b| (&a.component, &a.key, &a.place).cmp(&(&b.component, &b.key, &b.place)));
    read
}

/// The packages of all SBOMs. Of a component with several files, each stands in the file of its strongest layer.
fn inventory(files: &sboms::Read) -> Inventory {
    let mut inventory = Inventory::of(files.sboms.iter().map(|(component, sbom)| (component.as_str(), sbom)));
    for item in inventory.items.iter_mut().filter(|it| files.layers.contains_key(it.component.as_str())) {
        item.sbom_file.clone_from(&item.package.place.file);
    }
    inventory
}

fn row(model: &Model, item: &Item) -> PackageRow {
    let package = &item.package;
    let key = package.key().to_string();
    let component = Id::new(item.component.as_str());
    let written = written_for(model, &key, &component);
    let mut row = PackageRow {
        component,
        name: package
            .group
            .as_ref()
            .map_or_else(|| package.name.clone(), |group| format!("{group}/{}", package.name)),
        version: package.version.clone(),
        kind: package.kind.clone(),
        supplier: package.supplier_name().map(|(name, _)| name.to_owned()),
        purl: package.purl.as_ref().map(|purl| purl.raw.clone()),
        cpe: package.cpe.clone(),
        licences: package.licences.iter().map(|licence| licence.text.clone()).collect(),
        hashes: package.hashes.iter().map(|hash| (hash.alg.clone(), hash.value.clone())).collect(),
        related: item.reached,
        support: SupportFacts::of_sbom(package),
        unknown: unknown_of_sbom(package),
        supplier_controls: None,
        watched: watched(model, &key),
        sbom_file: Some(item.sbom_file.clone()),
        place: package.place.clone(),
        record: None,
        key,
    };
    if let Some(written) = written {
        overlay(&mut row, written);
    }
    of_supplier(model, &mut row);
    row
}

/// The record of a supplier, by its id, its name or another spelling of it.
pub fn supplier_record<'m>(model: &'m Model, name: &str) -> Option<&'m Supplier> {
    let is = |known: &str| known.trim().eq_ignore_ascii_case(name.trim());
    model
        .suppliers
        .values()
        .find(|it| it.meta.id.as_str() == name || is(&it.name) || it.also.iter().any(|also| is(also)))
}

/// What the supplier stated for all of its packages stands in for what is said of this one by nobody.
fn of_supplier(model: &Model, row: &mut PackageRow) {
    let Some(record) = row.supplier.as_deref().and_then(|name| supplier_record(model, name)) else { return };
    let facts = &mut row.support;
    if facts.custody.is_none() {
        facts.custody.clone_from(&record.custody);
    }
    let Some(support) = &record.support else { return };
    let is_new = (facts.level.is_none() && support.level.is_some())
        || (facts.ends.is_none() && support.ends.is_some());
    if !is_new {
        return;
    }
    facts.level = facts.level.or(support.level);
    facts.ends = facts.ends.or(support.ends);
    facts.checked = facts.checked.or(support.checked);
    let because = support.because.clone().filter(|_| facts.because.is_none());
    facts.because = facts.because.take().or(because);
    let said_by = support.source.as_deref().map_or(String::new(), |source| format!(": {source}"));
    facts.source.get_or_insert(format!("supplier `{}`{said_by}", record.meta.id));
}

/// Reasons why an attribute is not known: properties `vigil:ATTRIBUTE:unknown`.
pub(crate) fn unknown_of_sbom(package: &Package) -> BTreeMap<String, String> {
    let reason = |property: &Property| {
        let attribute = property.name.strip_prefix("vigil:")?.strip_suffix(":unknown")?;
        Some((attribute.to_owned(), property.value.clone().unwrap_or_default()))
    };
    package.properties.iter().filter_map(reason).filter(|(_, reason)| !reason.is_empty()).collect()
}

impl SupportFacts {
    /// What the entry of an SBOM states.
    pub fn of_sbom(package: &Package) -> Self {
        let support = &package.support;
        let level = support.level.map(|level| match level {
            vigil_sbom::SupportLevel::ActivelyMaintained => SupportLevel::ActivelyMaintained,
            vigil_sbom::SupportLevel::LimitedSupport => SupportLevel::LimitedSupport,
            vigil_sbom::SupportLevel::NoLongerMaintained => SupportLevel::NoLongerMaintained,
            vigil_sbom::SupportLevel::Abandoned => SupportLevel::Abandoned,
            _ => SupportLevel::Unknown,
        });
        let is_unknown = || support.justification.is_some() || property(package, END_UNKNOWN).is_some();
        Self {
            level,
            ends: support.end_of_support.map(Until::Day).or_else(|| is_unknown().then_some(Until::Unknown)),
            because: support.justification.clone(),
            source: property(package, SOURCE).and_then(|it| it.value.clone()),
            checked: support.assessed,
            custody: support.custody.clone(),
            plan: support.plan.clone(),
        }
    }
}

/// The property that says that the end of support was asked and is not known.
pub(crate) const END_UNKNOWN: &str = "vigil:end-of-support:unknown";
/// The property that says who states the support.
pub(crate) const SOURCE: &str = "vigil:support:source";

fn property<'p>(package: &'p Package, name: &str) -> Option<&'p Property> {
    package.properties.iter().find(|it| it.name == name)
}

/// The record for a package: by its full key, else by its key without the version; limited to components when it says so.
fn written_for<'m>(model: &'m Model, key: &str, component: &Id) -> Option<&'m Written> {
    let plain = Id::new(key);
    let short = without_version(&plain);
    let fits = |it: &&Written| it.components.is_empty() || it.components.iter().any(|it| it.id == *component);
    model.packages.get(key).filter(fits).or_else(|| model.packages.get(short).filter(fits))
}

fn watched(model: &Model, key: &str) -> Option<String> {
    let plain = Id::new(key);
    let identity = model.identities.get(key).or_else(|| model.identities.get(without_version(&plain)))?;
    identity.watched.clone()
}

/// What the model says takes the place of what the SBOM says; what it does not say leaves the SBOM's word.
fn overlay(row: &mut PackageRow, written: &Written) {
    let set = |field: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            field.clone_from(value);
        }
    };
    if let Some(kind) = written.kind {
        row.kind = kind_of(kind);
    }
    set(&mut row.supplier, &written.supplier);
    set(&mut row.cpe, &written.cpe);
    set(&mut row.supplier_controls, &written.supplier_controls);
    set(&mut row.support.custody, &written.custody);
    if let Some(licence) = &written.licence {
        row.licences = vec![licence.clone()];
    }
    if !written.hash.is_empty() {
        row.hashes = written.hash.iter().map(|(alg, value)| (alg.clone(), value.clone())).collect();
    }
    row.unknown.extend(written.unknown.clone());
    if let Some(replace) = &written.replace {
        let by = replace.by.map(|day| format!(" (by {day})")).unwrap_or_default();
        row.support.plan = Some(format!("{}{by}", replace.plan));
    }
    if let Some(support) = &written.support {
        row.support.level = support.level.or(row.support.level);
        row.support.ends = support.ends.or(row.support.ends);
        row.support.checked = support.checked.or(row.support.checked);
        set(&mut row.support.because, &support.because);
        set(&mut row.support.source, &support.source);
    }
    row.record = Some(written.meta.id.clone());
}

/// Adds the packages that no SBOM lists, so that they are matched and printed like any other.
fn add_written(model: &Model, read: &mut Read) {
    let listed: BTreeSet<(Id, String)> =
        read.rows.iter().map(|row| (row.component.clone(), row.key.clone())).collect();
    let used: BTreeSet<&Id> = read.rows.iter().filter_map(|row| row.record.as_ref()).collect();
    let mut added = Vec::new();
    for (id, written) in &model.packages {
        let key = package_of(written, model.place(written.meta.span)).key().to_string();
        let missing: Vec<&Id> = written
            .components
            .iter()
            .map(|it| &it.id)
            .filter(|component| model.has(Kind::Component, component.as_str()))
            .filter(|component| !listed.contains(&((*component).clone(), key.clone())))
            .collect();
        if used.contains(id) {
            continue;
        }
        if missing.is_empty() {
            let finding = findings::package_covers_nothing(id.as_str()).at(model.place(written.meta.span));
            read.findings.push(finding);
        }
        for component in missing {
            added.push(hand_written(model, component, written));
        }
    }
    for (row, item) in added {
        read.rows.push(row);
        read.inventory.items.push(item);
    }
}

fn hand_written(model: &Model, component: &Id, written: &Written) -> (PackageRow, Item) {
    let place = model.place(written.meta.span);
    let package = package_of(written, place.clone());
    let facts = facts_of(&package);
    let item = Item {
        component: component.to_string(),
        sbom_file: place.file.clone(),
        package,
        reached: None,
        facts,
    };
    let mut row = row(model, &item);
    row.sbom_file = None;
    // The key stays the inventory's own, so that matches join; the record is named beside it.
    row.related = Some(true);
    overlay(&mut row, written);
    (row, item)
}

pub(crate) fn package_of(written: &Written, place: Place) -> Package {
    let id = written.meta.id.as_str();
    let short = without_version(&written.meta.id);
    let mut package = Package::named(
        written.name.clone().unwrap_or_else(|| short.rsplit('/').next().unwrap_or(short).to_owned()),
    );
    let after = id.get(short.len()..).unwrap_or("").trim_start_matches('@');
    let from_id = after.split(['?', '#']).next().filter(|text| !text.is_empty()).map(str::to_owned);
    package.version = written.version.clone().or(from_id);
    if let Some(kind) = written.kind {
        package.kind = kind_of(kind);
    }
    package.supplier = written.supplier.clone().map(|name| Party { name: Some(name), ..Party::default() });
    package.purl = id.starts_with("pkg:").then(|| vigil_sbom::PackagePurl::read(id));
    package.cpe.clone_from(&written.cpe);
    package.hashes = written.hash.iter().map(|(algorithm, value)| Hash::of(algorithm, value)).collect();
    package.place = place;
    package
}

/// The words of the model are those of CycloneDX.
fn kind_of(kind: PackageKind) -> vigil_sbom::Kind {
    kind.word().to_owned().into()
}

/// What a hand-written record states, in the terms of an SBOM entry.
fn facts_of(package: &Package) -> FieldFacts {
    let fact = |value: Option<String>, field: &str| {
        value.map_or(Fact::Absent, |value| Fact::Stated { value, field: field.to_owned() })
    };
    FieldFacts {
        supplier: fact(package.supplier_name().map(|(name, _)| name.to_owned()), "supplier"),
        name: fact(Some(package.name.clone()), "name"),
        version: fact(package.version.clone(), "version"),
        identifier: fact(
            package.purl.as_ref().map(|it| it.raw.clone()).or_else(|| package.cpe.clone()),
            "purl",
        ),
        hash: fact(package.hashes.first().map(|it| it.value.clone()), "hash"),
        relationship: fact(Some("component".to_owned()), "in"),
        support_level: Fact::Absent,
        end_of_support: Fact::Absent,
    }
}
