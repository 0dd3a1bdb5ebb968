//! Small databases and inventories written by hand.

use serde_json::{Value, json};
use tempfile::TempDir;
use vigil_base::{Date, Disk};
use vigil_match::{Matching, Options, PackageResult, match_inventory};
use vigil_sbom::Inventory;
use vigil_vulndb::Database;

pub(crate) const DAY: Date = Date::constant(2024, 3, 1);

/// An OSV record about one package.
pub(crate) fn osv(
    id: &str,
    aliases: &[&str],
    ecosystem: &str,
    name: &str,
    ranges: Value,
    versions: &[&str],
) -> Value {
    json!({"id": id, "modified": "2024-02-20T00:00:00Z", "aliases": aliases, "summary": format!("summary of {id}"),
        "affected": [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges, "versions": versions}]})
}

pub(crate) fn range(kind: &str, events: Value) -> Value {
    json!([{"type": kind, "events": events}])
}

/// An NVD record with these configurations.
pub(crate) fn nvd(id: &str, configurations: Value) -> Value {
    json!({"cve": {"id": id, "sourceIdentifier": "x@y", "published": "2024-01-01T00:00:00.000",
        "lastModified": "2024-02-21T00:00:00.000", "vulnStatus": "Analyzed",
        "descriptions": [{"lang": "en", "value": format!("description of {id}")}], "configurations": configurations}})
}

/// A configuration of one list of leaves.
pub(crate) fn any_of(leaves: Vec<Value>) -> Value {
    json!([{"nodes": [{"operator": "OR", "negate": false, "cpeMatch": leaves}]}])
}

pub(crate) fn leaf(vulnerable: bool, criteria: &str, end: Option<&str>) -> Value {
    let mut leaf = json!({"vulnerable": vulnerable, "criteria": criteria, "matchCriteriaId": "X"});
    if let Some(end) = end {
        leaf["versionEndExcluding"] = json!(end);
    }
    leaf
}

pub(crate) fn cpe(part: &str, vendor: &str, product: &str, version: &str) -> String {
    format!("cpe:2.3:{part}:{vendor}:{product}:{version}:*:*:*:*:*:*:*")
}

/// A database of these records; it lives as long as the folder.
pub(crate) fn database(records: &[Value]) -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    let feed = folder.path().join("feed.jsonl");
    std::fs::write(&feed, lines.join("\n")).unwrap();
    let target = folder.path().join("vigil.vdb");
    let report =
        vigil_vulndb::import(&Disk { today: DAY }, &[feed], &target, vigil_vulndb::Options::default())
            .unwrap();
    assert_eq!(report.refused(), 0, "{:?}", report.findings);
    let database = Database::open(&target).unwrap();
    (folder, database)
}

/// An inventory of these CycloneDX components.
pub(crate) fn inventory(components: &[Value]) -> Inventory {
    let sbom =
        json!({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components});
    let reading = vigil_sbom::read(sbom.to_string().as_bytes(), "sbom.json").unwrap();
    Inventory::of([("pump", &reading.sbom)])
}

pub(crate) fn with_purl(purl: &str) -> Value {
    json!({"type": "library", "name": "x", "purl": purl})
}

pub(crate) fn with_cpe(text: &str) -> Value {
    json!({"type": "library", "name": "x", "cpe": text})
}

pub(crate) fn matched(database: &Database, components: &[Value]) -> Matching {
    matched_with(database, components, &Options::on(DAY))
}

pub(crate) fn matched_with(database: &Database, components: &[Value], options: &Options) -> Matching {
    let inventory = inventory(components);
    let matching = match_inventory(&inventory, database, options);
    assert_eq!(matching.results.len(), inventory.items.len(), "one result for each item");
    assert_eq!(matching.counts.total(), inventory.items.len(), "the counts are complete");
    matching
}

/// The result of a single component.
pub(crate) fn one(database: &Database, component: Value) -> PackageResult {
    matched(database, &[component]).results.remove(0)
}
