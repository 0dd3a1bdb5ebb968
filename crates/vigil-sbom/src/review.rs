//! What is odd in an SBOM, whatever its format: references, identifiers, words on support.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::json::skip;
use crate::report::Report;
use crate::{Original, Package, Purl, Sbom, SupportField, SupportStatement, facts, findings};

/// Adds what is odd in `sbom` to `report`.
pub(crate) fn sbom(sbom: &Sbom, report: &mut Report<'_>) {
    let owners = references(sbom, report);
    unknown_references(sbom, &owners, report);
    for cycle in sbom.graph().cycles() {
        report.add("sbom.cycle", &"/dependencies", || findings::cycle(&cycle));
    }
    for package in sbom.all_packages() {
        identifiers(package, report);
    }
    support_words(sbom, report);
    if sbom.primary.is_none() {
        report.add("sbom.no-primary", &"", || findings::no_primary(&sbom.file));
    }
}

/// All references that something owns. One that two packages or services own is a finding: whatever points
/// there points to either.
fn references<'a>(sbom: &'a Sbom, report: &mut Report<'_>) -> BTreeMap<&'a str, &'a str> {
    let packages = sbom.all_packages().map(|package| (&package.bom_ref, &package.pointer));
    let services = sbom.services.iter().map(|service| (&service.bom_ref, &service.pointer));
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (reference, pointer) in packages.chain(services) {
        let Some(reference) = reference else { continue };
        if let Some(first) = owners.get(reference.as_str()) {
            let first = report.place(first);
            report.add("sbom.duplicate-ref", pointer, || findings::duplicate_ref(reference, first));
        } else {
            owners.insert(reference, pointer);
        }
    }
    owners
}

fn unknown_references(sbom: &Sbom, owners: &BTreeMap<&str, &str>, report: &mut Report<'_>) {
    let mut missing: BTreeMap<&str, &str> = BTreeMap::new();
    for (from, targets) in sbom.dependencies.iter().chain(&sbom.provides) {
        for reference in std::iter::once(from).chain(targets) {
            missing.entry(reference).or_insert("dependencies");
        }
    }
    for composition in &sbom.compositions {
        for reference in composition.assemblies.iter().chain(&composition.dependencies) {
            missing.entry(reference).or_insert("compositions");
        }
    }
    missing.retain(|reference, _| {
        !owners.contains_key(reference)
            && !reference.starts_with("urn:cdx:")
            && !reference.starts_with("DocumentRef-")
    });
    if missing.is_empty() {
        return;
    }
    for elsewhere in other_references(&sbom.original) {
        missing.remove(elsewhere.as_ref());
    }
    let pointers = pointers(&sbom.original, &missing);
    for (reference, list) in missing {
        let pointer = pointers.get(reference).cloned().unwrap_or_else(|| format!("/{list}"));
        report.add("sbom.unknown-ref", &pointer, || findings::unknown_ref(reference, list));
    }
}

const SPDX: [&str; 3] = ["spdxElementId", "relatedSpdxElement", "relationshipType"];
const SPDX3: [&str; 3] = ["from", "to", "spdxId"];

/// Where each of the `missing` references is used first.
fn pointers<'a>(original: &Original, missing: &BTreeMap<&'a str, &'a str>) -> BTreeMap<&'a str, String> {
    let text = original.text();
    let mut found = BTreeMap::new();
    let lists =
        [("dependencies", ["ref", "dependsOn", "provides"]), ("relationships", SPDX), ("@graph", SPDX3)];
    let entries = lists.iter().flat_map(|(list, keys)| {
        let at = skip::child(text, 0, list);
        let entries = at.and_then(|at| skip::elements(&text[at..])).into_iter().flatten();
        let tree = |entry: &str| serde_json::from_str::<serde_json::Value>(entry).unwrap_or_default();
        entries.enumerate().map(move |(number, entry)| (list, number, tree(entry), keys))
    });
    for (list, number, entry, keys) in entries {
        for key in keys {
            let words = match entry.get(*key) {
                Some(serde_json::Value::Array(all)) => all.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            for (reference, _) in words.iter().filter_map(|word| missing.get_key_value(word.as_str()?)) {
                found.entry(*reference).or_insert_with(|| format!("/{list}/{number}"));
            }
        }
    }
    found
}

/// References owned by things that are neither packages nor services: tools, organisations, vulnerabilities. The text is
/// walked over, not parsed: every key and value is a text in quotes.
fn other_references(original: &Original) -> BTreeSet<Cow<'_, str>> {
    let text = original.text();
    let mut found = BTreeSet::new();
    let mut is_key_of_reference = false;
    let mut at = 0;
    while let Some(quote) = text.get(at..).and_then(|rest| rest.find('"')) {
        let start = at + quote;
        let Some(end) = skip::string(text.as_bytes(), start).filter(|end| *end <= text.len()) else { break };
        let inner = &text[start + 1..end - 1];
        if is_key_of_reference {
            found.insert(if inner.contains('\\') {
                serde_json::from_str(&text[start..end]).unwrap_or_default()
            } else {
                Cow::Borrowed(inner)
            });
        }
        let is_key = text[end..].trim_start().starts_with(':');
        is_key_of_reference = is_key && ["bom-ref", "SPDXID", "licenseId"].contains(&inner);
        at = end;
    }
    found
}

fn identifiers(package: &Package, report: &mut Report<'_>) {
    let pointer = &package.pointer;
    if let Some(purl) = &package.purl
        && let Some(problem) = &purl.problem
    {
        report.add("sbom.purl", &format!("{pointer}/purl"), || findings::purl(package, &purl.raw, problem));
    }
    if let (Some(purl), Some(version)) = (&package.purl, &package.version)
        && let Some(purl) = &purl.parsed
        && let Some(stated) = purl.version()
        && !is_same_version(purl, stated, version)
    {
        report.add("sbom.purl-version", &format!("{pointer}/purl"), || {
            findings::purl_version(package, stated, version)
        });
    }
    if let Some(cpe) =
        package.cpe.as_deref().filter(|cpe| !cpe.starts_with("cpe:2.3:") && !cpe.starts_with("cpe:/"))
    {
        report.add("sbom.cpe", &format!("{pointer}/cpe"), || findings::cpe(package, cpe));
    }
    for (number, hash) in package.hashes.iter().enumerate().filter(|(_, hash)| !hash.has_right_length()) {
        report.add("sbom.hash", &format!("{pointer}/hashes/{number}"), || findings::hash(package, hash));
    }
}

/// Whether the two are one version. A purl may keep the epoch in a qualifier, and Go's `v` is often dropped.
fn is_same_version(purl: &Purl, stated: &str, version: &str) -> bool {
    let epoch = purl.qualifiers().get("epoch");
    stated == version
        || stated.strip_prefix('v') == Some(version)
        || version.strip_prefix('v') == Some(stated)
        || epoch.is_some_and(|epoch| version.strip_prefix(&format!("{epoch}:")) == Some(stated))
}

/// Words on support that no rule can read, once for each property and text: a hundred packages with the same
/// words are one thing to mend.
fn support_words(sbom: &Sbom, report: &mut Report<'_>) {
    let mut unread: BTreeMap<(&str, &str), Vec<&SupportStatement>> = BTreeMap::new();
    for statement in sbom.all_packages().flat_map(|package| &package.support.statements) {
        if statement.rule.is_none() && !facts::says_unknown(&statement.text) {
            unread.entry((&statement.property, &statement.text)).or_default().push(statement);
        }
    }
    for statements in unread.values() {
        let first = statements[0];
        report.add("sbom.support-words", &first.pointer, || findings::support_words(first, statements.len()));
    }
    for package in sbom.all_packages() {
        support_conflict(package, report);
    }
}

fn support_conflict(package: &Package, report: &mut Report<'_>) {
    let mut said: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for statement in package.support.statements.iter().filter(|statement| statement.rule.is_some()) {
        if let Some(value) = statement.value() {
            said.entry(statement.field).or_default().insert(value);
        }
    }
    // SPDX 3 has no word for "abandoned": its own field says that there is no support, and a remark which of the two.
    let own = package
        .support
        .statements
        .iter()
        .any(|it| it.property == "supportLevel" && it.text.ends_with("noSupport"));
    if let Some(levels) = said.get_mut(&SupportField::Level).filter(|it| own && it.contains("abandoned")) {
        levels.remove("no-longer-maintained");
    }
    for (field, values) in said.into_iter().filter(|(_, values)| values.len() > 1) {
        report.add("sbom.support-conflict", &package.pointer, || {
            findings::support_conflict(package, field, &values)
        });
    }
}
