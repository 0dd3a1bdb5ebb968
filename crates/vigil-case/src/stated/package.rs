//! One package with the facts of its row.

use vigil_model::kinds::SupportLevel;
use vigil_model::quantity::Until;
use vigil_sbom::{Hash, Kind, Licence, Package, Party, Property, SupportField};

use crate::packages::{END_UNKNOWN, SOURCE, unknown_of_sbom};
use crate::{PackageRow, SupportFacts};

/// The property that says that the level of support was asked and is not known: writers write known levels only.
const LEVEL: &str = "vigil:support:level";
/// The property that says how the supplier is controlled.
const CONTROLS: &str = "vigil:supplier:controls";

/// The property that says what sort of thing a package is, for kinds that SPDX 2 calls `OTHER`.
const KIND: &str = "vigil:package:kind";

/// Whether SPDX 2 has a word for the kind.
fn in_spdx_2(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Application
            | Kind::Framework
            | Kind::Library
            | Kind::Container
            | Kind::OperatingSystem
            | Kind::Device
            | Kind::Firmware
            | Kind::File
    )
}

/// Puts the facts of `row` into `package`. What the package says itself in the same words stays as it is.
pub(super) fn state(package: &mut Package, row: &PackageRow) {
    identity(package, row);
    let said = SupportFacts::of_sbom(package);
    let facts = &row.support;
    if facts.level != said.level {
        level(package, facts.level);
    }
    if facts.ends != said.ends || facts.because != said.because {
        ends(package, facts);
    }
    if facts.because != said.because {
        unsay(package, SupportField::Justification);
        package.support.justification = facts.because.as_deref().map(one_line);
    }
    if facts.checked != said.checked {
        unsay(package, SupportField::Assessed);
        package.support.assessed = facts.checked;
    }
    if facts.custody != said.custody {
        unsay(package, SupportField::Custody);
        package.support.custody = facts.custody.as_deref().map(one_line);
    }
    if facts.plan != said.plan {
        unsay(package, SupportField::Plan);
        package.support.plan = facts.plan.as_deref().map(one_line);
    }
    if facts.source != said.source {
        set(package, SOURCE, facts.source.as_deref());
    }
    if row.sbom_file.is_none() && !in_spdx_2(&row.kind) {
        set(package, KIND, Some(row.kind.word()));
    }
    if row.supplier_controls.is_some() {
        set(package, CONTROLS, row.supplier_controls.as_deref());
    }
    let known = unknown_of_sbom(package);
    for (attribute, reason) in row.unknown.iter().filter(|(attribute, _)| !known.contains_key(*attribute)) {
        set(package, &format!("vigil:{attribute}:unknown"), Some(reason));
    }
}

/// Kind, supplier, CPE name, licences and digests, where the model says them otherwise.
fn identity(package: &mut Package, row: &PackageRow) {
    if package.kind != row.kind {
        package.kind = row.kind.clone();
    }
    if row.supplier.as_deref() != package.supplier_name().map(|(name, _)| name) {
        package.supplier = row.supplier.clone().map(|name| Party { name: Some(name), ..Party::default() });
    }
    package.cpe.clone_from(&row.cpe);
    if !row.licences.iter().eq(package.licences.iter().map(|it| &it.text)) {
        package.licences = row.licences.iter().cloned().map(Licence::of).collect();
    }
    let hashes: Vec<Hash> = row.hashes.iter().map(|(alg, value)| Hash::of(alg, value)).collect();
    let said = package.hashes.iter().map(|it| Hash::of(&it.alg, &*it.value));
    if !said.eq(hashes.iter().cloned()) {
        package.hashes = hashes;
    }
}

fn level(package: &mut Package, level: Option<SupportLevel>) {
    unsay(package, SupportField::Level);
    package.support.level = level.map(|level| match level {
        SupportLevel::ActivelyMaintained => vigil_sbom::SupportLevel::ActivelyMaintained,
        SupportLevel::LimitedSupport => vigil_sbom::SupportLevel::LimitedSupport,
        SupportLevel::NoLongerMaintained => vigil_sbom::SupportLevel::NoLongerMaintained,
        SupportLevel::Abandoned => vigil_sbom::SupportLevel::Abandoned,
        _ => vigil_sbom::SupportLevel::Unknown,
    });
    if level == Some(SupportLevel::Unknown) {
        set(package, LEVEL, Some(SupportLevel::Unknown.word()));
    }
}

fn ends(package: &mut Package, facts: &SupportFacts) {
    unsay(package, SupportField::EndOfSupport);
    package.support.end_of_support = facts.ends.and_then(Until::day);
    let reason = facts.because.as_deref().unwrap_or("no reason is stated");
    set(package, END_UNKNOWN, (facts.ends == Some(Until::Unknown)).then_some(reason));
}

/// Takes away what the package said so far on `field`.
fn unsay(package: &mut Package, field: SupportField) {
    let statements = &mut package.support.statements;
    let gone: Vec<String> =
        statements.iter().filter(|it| it.field == field).map(|it| it.property.clone()).collect();
    statements.retain(|it| it.field != field);
    package.properties.retain(|it| !gone.contains(&it.name));
}

/// Sets the property `name`, or takes it away.
fn set(package: &mut Package, name: &str, value: Option<&str>) {
    package.properties.retain(|it| it.name != name);
    if let Some(value) = value {
        package.properties.push(Property { name: name.to_owned(), value: Some(one_line(value)) });
    }
}

/// The text as the documents print it: SPDX keeps no line breaks in a remark.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
