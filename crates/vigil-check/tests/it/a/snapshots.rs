//! Device folders with an SBOM and a snapshot made from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigil_base::{Date, Digest};
use vigil_case::Case;
use vigil_match::{Counts, DataCut, Facts, Match, Matching, PackageResult, Snapshot, State};

use super::DEVICE;
use crate::folder::folder;

/// An SBOM with one package that has a purl.
pub(crate) const SBOM: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
"metadata": {"component": {"bom-ref": "p", "type": "firmware", "name": "pump", "version": "1.0"}},
"components": [
{"bom-ref": "l", "type": "library", "name": "lwip", "version": "2.1.2", "purl": "pkg:generic/lwip@2.1.2"}
]}"#;
pub(crate) const LWIP: &str = "pkg:generic/lwip@2.1.2";

pub(crate) const fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

pub(crate) fn flaw(id: &str) -> Match {
    Match {
        id: id.into(),
        state: State::Affected,
        uncertain: false,
        how: vec![],
        against: vec![],
        fixed_versions: vec![],
        built: "".into(),
        facts: Arc::new(Facts {
            aliases: BTreeMap::new(),
            severity: vec![],
            cwes: vec![],
            summary: String::new(),
            published: None,
            modified: None,
            kev: None,
            epss: None,
            ssvc: None,
            references: vec![],
        }),
    }
}

pub(crate) fn result(state: State, matches: Vec<Match>) -> PackageResult {
    PackageResult {
        component: "pump".to_owned(),
        package: LWIP.to_owned(),
        sbom_file: String::new(),
        pointer: String::new(),
        name: "lwip".to_owned(),
        version: Some("2.1.2".to_owned()),
        state,
        reason: "no source covers generic packages".to_owned(),
        tried: vec![],
        matches,
        dismissed: vec![],
        dismissed_total: 0,
        not_built: Vec::new(),
        withdrawn: vec![],
    }
}

/// A snapshot as of `cut`, made from an SBOM, as files of the device folder.
pub(crate) fn snapshot(
    sbom: &str,
    cut: Date,
    sources: &[&str],
    results: Vec<PackageResult>,
) -> Vec<(String, String)> {
    let mut counts = Counts::default();
    for result in &results {
        counts.add(result.state);
    }
    let data_cut = DataCut {
        as_of: cut,
        database: Digest::of_bytes(b"database"),
        sources: sources.iter().map(|it| ((*it).to_owned(), Some(cut))).collect(),
        stale: BTreeMap::new(),
        doubts: vec![],
    };
    let matching = Matching { results, counts, data_cut, notices: vec![], findings: vec![] };
    let sboms = BTreeMap::from([("sbom/pump.json".to_owned(), Digest::of_bytes(sbom.as_bytes()))]);
    let files = Snapshot::of(matching, "vigil 0.1.0", sboms).files().expect("a snapshot can be written");
    files.into_iter().map(|(path, text)| (format!("snapshot/{path}"), text)).collect()
}

pub(crate) fn matched_with(more: &str, snapshot: &[(String, String)]) -> Case {
    let device = DEVICE.replace("in = \"housing\"", "in = \"housing\"\nsbom = \"sbom/pump.json\"");
    let mut files = vec![("vigil.toml", device.as_str()), ("model/it.toml", more), ("sbom/pump.json", SBOM)];
    files.extend(snapshot.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    folder(&files)
}
