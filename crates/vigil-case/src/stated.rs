//! SBOMs with what the model adds to them: the facts of the support addendum in the packages themselves, and the packages
//! that people wrote by hand. The SBOM that the build made stays as it is: this is another document.

mod package;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use vigil_base::{Digest, Id, Place};
use vigil_finding::Finding;
use vigil_model::quantity::Until;
use vigil_sbom::merge::LAYER;
use vigil_sbom::{Format, Kind, Layer, Merged, Package, Party, Property, Reach, Sbom};

use crate::packages::package_of;
use crate::{Case, PackageRow, SupportFacts, findings, sboms};

/// The version of CycloneDX that SBOMs without an original are made in.
const CYCLONEDX: &str = "1.6";

/// The SBOM of `component` with what the model adds. None where the component has no SBOM that could be read and no
/// package is written by hand for it.
pub fn of_component(case: &Case, component: &Id) -> Option<Sbom> {
    let by_hand = by_hand(case, component);
    let Some(original) = case.sboms.get(component) else {
        return (!by_hand.is_empty()).then(|| alone(case, component, by_hand));
    };
    let mut sbom = if case.sbom_layers.contains_key(component) {
        sboms::merged(&layers(case, component)).sbom
    } else {
        listed(case, component, original)
    };
    if sboms::is_list(original)
        && let Some(primary) = &mut sbom.primary
    {
        primary.version = case.part(component).and_then(|it| it.version.clone());
    }
    let is_related = matches!(original.graph().reach(), Reach::Known { .. });
    let root = sbom.primary.as_ref().and_then(|it| it.bom_ref.clone()).filter(|_| is_related);
    add(&mut sbom, root, by_hand);
    renew(&mut sbom, original);
    Some(sbom)
}

/// The SBOMs of all components as one that describes the device, and what one entry for all components cannot say.
pub fn of_device(case: &Case) -> (Merged, Vec<Finding>) {
    let mut device = device(case);
    let mut parts = Vec::new();
    for component in case.model.components.keys() {
        let original = case.sboms.get(component);
        parts.extend(layers(case, component));
        let primary = original.and_then(|it| it.primary.as_ref()).or(device.primary.as_ref());
        let owner = primary.map(|it| it.key().to_string()).unwrap_or_default();
        for (file, packages) in by_file(by_hand(case, component)) {
            let mut sbom = empty(case, &file);
            add(&mut sbom, Some(owner.clone()), packages);
            parts.push((Layer::ByHand, sbom));
        }
    }
    let device_key = device.primary.as_ref().map(|it| it.key().to_string()).unwrap_or_default();
    device.dependencies.insert(device_key, BTreeSet::new());
    parts.insert(0, (Layer::ByHand, device));
    let all: Vec<(Layer, &Sbom)> = parts.iter().map(|(layer, sbom)| (*layer, sbom)).collect();
    let merged = Merged::of(&all);
    let differ = differing(case, &merged.sbom);
    (merged, differ)
}

/// Rows of which the merged entry says something else.
fn differing(case: &Case, merged: &Sbom) -> Vec<Finding> {
    let said: BTreeMap<String, SupportFacts> =
        merged.all_packages().map(|it| (it.key().to_string(), SupportFacts::of_sbom(it))).collect();
    let same = |row: &PackageRow| {
        said.get(&row.key).is_some_and(|said| {
            let facts = &row.support;
            let because = facts.because.as_deref().map(package::one_line);
            // In an SBOM, a reason for the level stands for the end as well.
            let ends = facts.ends.or_else(|| because.is_some().then_some(Until::Unknown));
            (said.level, said.ends) == (facts.level, ends) && said.because == because
        })
    };
    let differ = case.packages.iter().filter(|row| !same(row));
    differ
        .map(|row| findings::support_merged(&row.key, row.component.as_str()).at(row.place.clone()))
        .collect()
}

/// The files of a component, each with the facts of the rows that stand for its packages.
fn layers(case: &Case, component: &Id) -> Vec<(Layer, Sbom)> {
    let is_layered = case.sbom_layers.contains_key(component);
    let stated = |(layer, sbom)| {
        let sbom = if is_layered { layered(case, component, sbom) } else { listed(case, component, sbom) };
        (layer, sbom)
    };
    case.sbom_files(component).into_iter().map(stated).collect()
}

/// One of several files. A package has one row, wherever it stands: what the row says goes into every file, so that no
/// weaker layer says otherwise.
fn layered(case: &Case, component: &Id, file: &Sbom) -> Sbom {
    let listed = case.packages_of(component).filter(|row| row.sbom_file.is_some());
    let rows: BTreeMap<&str, &PackageRow> = listed.map(|row| (row.key.as_str(), row)).collect();
    let mut sbom = file.clone();
    for package in &mut sbom.packages {
        if let Some(row) = rows.get(package.key().as_str()) {
            package::state(package, row);
        }
    }
    sbom
}

/// The original with the facts of the rows that stand for its packages.
fn listed(case: &Case, component: &Id, original: &Sbom) -> Sbom {
    let mut rows: BTreeMap<(String, &Place), VecDeque<&PackageRow>> = BTreeMap::new();
    for row in case.packages_of(component).filter(|row| row.sbom_file.is_some()) {
        rows.entry((row.key.clone(), &row.place)).or_default().push_back(row);
    }
    let mut sbom = original.clone();
    for (package, before) in sbom.packages.iter_mut().zip(&original.packages) {
        let row = rows.get_mut(&(before.key().to_string(), &before.place)).and_then(VecDeque::pop_front);
        if let Some(row) = row {
            package::state(package, row);
        }
    }
    sbom
}

/// The packages written by hand for `component`.
fn by_hand(case: &Case, component: &Id) -> Vec<Package> {
    let rows = case.packages_of(component).filter(|row| row.sbom_file.is_none());
    rows.filter_map(|row| {
        let written = case.model.packages.get(row.record.as_ref()?)?;
        let mut package = package_of(written, row.place.clone());
        package::state(&mut package, row);
        Some(package)
    })
    .collect()
}

fn by_file(packages: Vec<Package>) -> BTreeMap<String, Vec<Package>> {
    let mut files: BTreeMap<String, Vec<Package>> = BTreeMap::new();
    for package in packages {
        files.entry(package.place.file.clone()).or_default().push(package);
    }
    files
}

/// Adds packages that have no place in the original, needed by `root`.
fn add(sbom: &mut Sbom, root: Option<String>, packages: Vec<Package>) {
    let mut taken: BTreeSet<String> = sbom.all_packages().filter_map(|it| it.bom_ref.clone()).collect();
    let mut needed = Vec::new();
    for (number, mut package) in packages.into_iter().enumerate() {
        let mut reference = package.key().to_string();
        while taken.contains(&reference) {
            reference.push_str("#by-hand");
        }
        taken.insert(reference.clone());
        package.pointer = format!("/by-hand/{number}");
        package.bom_ref = Some(reference.clone());
        let mark = Property { name: LAYER.to_owned(), value: Some(Layer::ByHand.name().to_owned()) };
        package.properties.push(mark);
        sbom.packages.push(package);
        needed.push(reference);
    }
    if let Some(root) = root.filter(|_| !needed.is_empty()) {
        sbom.dependencies.entry(root).or_default().extend(needed);
    }
}

/// A document that says other things has another number, and names the one it was made from.
fn renew(sbom: &mut Sbom, original: &Sbom) {
    if sbom.packages == original.packages {
        return;
    }
    sbom.serial_number = None;
    sbom.version = None;
    let source = sboms::source(original);
    if !sbom.properties.contains(&source) {
        sbom.properties.push(source);
    }
}

/// An SBOM of packages written by hand only.
fn alone(case: &Case, component: &Id, packages: Vec<Package>) -> Sbom {
    let mut sbom = empty(case, packages.first().map_or("", |it| &it.place.file));
    let mut primary = Package::named(component.as_str());
    primary.version = case.part(component).and_then(|it| it.version.clone());
    describe(&mut sbom, primary, Kind::Application);
    let root = sbom.primary.as_ref().and_then(|it| it.bom_ref.clone());
    add(&mut sbom, root, packages);
    sbom
}

/// An SBOM that describes the device and lists nothing yet.
fn device(case: &Case) -> Sbom {
    let mut sbom = empty(case, "vigil.toml");
    let mut primary = Package::named(case.device());
    let project = case.model.project.as_ref();
    primary.version = project.map(|it| it.version.value.clone());
    let maker = project.and_then(|it| it.maker.as_ref());
    primary.supplier = maker.map(|it| Party { name: Some(it.name.clone()), ..Party::default() });
    describe(&mut sbom, primary, Kind::Device);
    sbom
}

fn describe(sbom: &mut Sbom, mut primary: Package, kind: Kind) {
    primary.bom_ref = Some(primary.key().to_string());
    "/metadata/component".clone_into(&mut primary.pointer);
    primary.kind = kind;
    sbom.primary = Some(primary);
}

fn empty(case: &Case, file: &str) -> Sbom {
    let mut sbom = Sbom::empty(file, Format::CyclonedxJson);
    CYCLONEDX.clone_into(&mut sbom.spec_version);
    sbom.digest = case.inputs.get(file).copied().unwrap_or_else(|| Digest::of_bytes(b""));
    sbom
}
