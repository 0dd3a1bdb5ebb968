//! A case with matches: the worked example with a small SBOM, a snapshot and decisions, all in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use insta::assert_snapshot;
use serde_json::json;
use vigil_base::{Digest, Disk, Memory, World};
use vigil_case::{Case, Options, SnapshotState};
use vigil_match::{
    Counts, DataCut, Epss, Facts, How, Kev, Match, Matching, PackageResult, Severity, Snapshot, State, Text,
    Way,
};
use vigil_view::tables;
use vigil_view::text::render;

use crate::example;

const SBOM: &str = r#"{
  "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
  "metadata": { "component": { "type": "firmware", "name": "pump-comms", "version": "3.2.0", "bom-ref": "root" } },
  "components": [
    { "type": "library", "name": "openssl", "version": "3.0.13", "purl": "pkg:generic/openssl@3.0.13", "bom-ref": "a",
      "supplier": { "name": "OpenSSL Foundation" }, "licenses": [ { "license": { "id": "Apache-2.0" } } ],
      "hashes": [ { "alg": "SHA-256", "content": "88525753f79d3bec27d2fa7c66aa0b92b3aa9498dafd93d7cfa4b3780cdae313" } ] },
    { "type": "library", "name": "lwip", "version": "2.1.2", "purl": "pkg:generic/lwip@2.1.2", "bom-ref": "b" },
    { "type": "library", "name": "radio-stack", "version": "4.1", "bom-ref": "c" }
  ],
  "dependencies": [ { "ref": "root", "dependsOn": ["a", "b"] } ]
}"#;

const DECISIONS: &str = r#"
[decision.names]
on       = { flaw = "CVE-2024-6119", package = "openssl" }
verdict  = "not-affected"
why      = "vulnerable_code_not_in_execute_path"
because  = "The pump pins the certificate of its gateway and compares no names."
kev      = "Replaced with the next release."
controls = ["hard-limits"]
by       = "psirt"
date     = 2026-09-20

[identity."pkg:generic/lwip"]
because = "Its records are kept under another name."
watched = "Mailing list of its maker, read weekly."

[package."pkg:generic/openssl@3.0.13"]
support = { level = "actively-maintained", ends = 2026-09-07, source = "openssl.org", checked = 2026-09-01 }
replace = { plan = "OpenSSL 3.5", by = 2027-03-31 }
"#;

/// The worked example with three packages: one affected, one unidentified and watched, one not checked.
pub(crate) fn case() -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion");
    let disk = Disk { today: example::today() };
    let mut world = Memory::new(example::today());
    for path in disk.walk(&folder).expect("the example can be read") {
        world = world.with(Path::new("pump").join(&path), disk.read(&folder.join(&path)).expect("readable"));
    }
    world = world.with("pump/sbom/pump-comms.cdx.json", SBOM).with("pump/decisions/flaws.toml", DECISIONS);
    let sboms = BTreeMap::from([("sbom/pump-comms.cdx.json".to_owned(), Digest::of_bytes(SBOM.as_bytes()))]);
    let snapshot = Snapshot::of(matching(), "test 1", sboms);
    for (path, text) in snapshot.files().expect("a snapshot can be written") {
        world = world.with(Path::new("pump/snapshot").join(path), text);
    }
    let case = vigil_case::build(&world, Path::new("pump"), &Options { as_of: example::today() });
    let case = case.expect("the folder can be read");
    assert_eq!(case.snapshot_state, SnapshotState::Current);
    case
}

fn matching() -> Matching {
    Matching {
        results: vec![
            PackageResult {
                matches: vec![flaw()],
                not_built: vec![left_out()],
                ..result("pkg:generic/openssl@3.0.13", "openssl", "3.0.13", State::Affected)
            },
            result("pkg:generic/lwip@2.1.2", "lwip", "2.1.2", State::Unidentified),
            result("radio-stack@4.1", "radio-stack", "4.1", State::NotChecked),
        ],
        counts: Counts { affected: 1, unidentified: 1, not_checked: 1, ..Counts::default() },
        data_cut: DataCut {
            as_of: example::today(),
            database: Digest::of_bytes(b"database"),
            sources: BTreeMap::from([("nvd".to_owned(), Some(example::today())), ("kev".to_owned(), None)]),
            stale: BTreeMap::from([("nvd".to_owned(), 41)]),
            doubts: Vec::new(),
        },
        notices: vec![
            "This product uses the NVD API but is not endorsed or certified by the NVD.".to_owned(),
        ],
        findings: Vec::new(),
    }
}

/// A flaw whose code was left out of the build.
fn left_out() -> vigil_match::Dismissed {
    let why = "crypto/rc5/rc5_skey.c is not among the 812 compiled files of evidence/openssl-files.txt";
    let flaw = json!({"id": "CVE-2026-7777", "source": "nvd", "record": "CVE-2026-7777", "why": why});
    serde_json::from_value(flaw).expect("a dismissed flaw")
}

/// A result as a snapshot's file holds it.
fn result(key: &str, name: &str, version: &str, state: State) -> PackageResult {
    let tried = json!({"way": "purl", "identifier": key, "keys": [], "covered_by": [], "records": 0, "outcome": "no source covers it"});
    serde_json::from_value(json!({
        "component": "pump-comms",
        "package": key,
        "sbom_file": "sbom/pump-comms.cdx.json",
        "pointer": format!("/components/{name}"),
        "name": name,
        "version": version,
        "state": state,
        "reason": "as the test has it",
        "tried": [tried],
        "matches": [],
        "dismissed": [],
        "dismissed_total": 0,
        "withdrawn": [],
    }))
    .expect("a result as snapshots hold it")
}

fn flaw() -> Match {
    let score = |source: &str, score: Option<&str>| Severity {
        source: source.to_owned(),
        by: String::new(),
        version: "CVSS 3.1".to_owned(),
        vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H".to_owned(),
        score: score.map(str::to_owned),
    };
    Match {
        id: "CVE-2024-6119".into(),
        state: State::Affected,
        uncertain: false,
        how: vec![How {
            way: Way::Cpe,
            identifier: "cpe:2.3:a:openssl:openssl".into(),
            key: "openssl:openssl".into(),
            source: "nvd".into(),
            record: "CVE-2024-6119".into(),
            range: ">=3.0.0, <3.0.15".into(),
            scheme: "openssl".into(),
            version: "3.0.13".into(),
            remark: Text::default(),
        }],
        against: Vec::new(),
        fixed_versions: vec!["3.0.15".into()],
        built: "".into(),
        facts: Arc::new(Facts {
            aliases: BTreeMap::from([("GHSA-aaaa".to_owned(), vec!["osv".to_owned()])]),
            severity: vec![score("osv", Some("5.9")), score("nvd", Some("7.5")), score("other", None)],
            cwes: vec!["CWE-843".to_owned()],
            summary: "Checking names of certificates may read an invalid address.".to_owned(),
            published: None,
            modified: None,
            kev: Some(Kev { date_added: Some(example::today()), due: None, ransomware: false }),
            epss: Some(Epss {
                score: "0.00412".to_owned(),
                percentile: "0.74".to_owned(),
                date: None,
                model: None,
            }),
            ssvc: None,
            references: Vec::new(),
        }),
    }
}

#[test]
fn the_tables_of_a_matched_case_read_as_agreed() {
    let case = case();
    assert_snapshot!("vulnerabilities", render(&tables::vulnerabilities(&case), 160));
    assert_snapshot!("vulnerability_details", render(&tables::vulnerability_details(&case), 160));
    assert_snapshot!("kev", render(&tables::kev(&case), 140));
    assert_snapshot!("match_counts", render(&tables::match_counts(&case), 120));
    assert_snapshot!("not_built", render(&tables::not_built(&case), 140));
    assert_snapshot!("unidentified", render(&tables::unidentified(&case), 140));
    assert_snapshot!("data_cut", render(&tables::data_cut(&case), 120));
    assert_snapshot!("packages", render(&tables::packages(&case), 160));
    assert_snapshot!("support", render(&tables::support(&case), 160));
    assert_snapshot!("support_calendar", render(&tables::support_calendar(&case), 120));
}

#[test]
fn the_support_table_has_one_row_for_each_row_of_the_bill_of_materials() {
    let case = case();
    let packages = tables::packages(&case);
    let support = tables::support(&case);
    let anchors: Vec<_> = packages.rows.iter().map(|row| row.anchor.clone()).collect();
    let leads_to = |row: &vigil_view::table::Row| match row.cells[0].parts.first() {
        Some(vigil_view::table::Part::Ref { to, .. }) => Some(to.clone()),
        _ => None,
    };
    assert_eq!(support.rows.iter().map(leads_to).collect::<Vec<_>>(), anchors);
    let of = tables::packages_of(&case, &"pump-comms".into());
    assert_eq!(of.rows, packages.rows);
    let none = tables::packages_of(&case, &"tablet".into());
    assert!(none.rows.is_empty() && none.empty.contains("states no SBOM"), "{}", none.empty);
}

#[test]
fn a_source_that_was_not_loaded_is_not_said_to_list_nothing() {
    let mut case = case();
    for row in &mut case.flaws {
        Arc::make_mut(&mut row.flaw.facts).kev = None;
        Arc::make_mut(&mut row.flaw.facts).epss = None;
    }
    let words = |case: &Case| {
        let table = tables::vulnerabilities(case);
        (table.rows[0].cells[4].plain(), table.rows[0].cells[5].plain())
    };
    assert_eq!(words(&case), ("not listed".to_owned(), "not looked up".to_owned()));
    case.snapshot.as_mut().expect("there is one").index.data_cut.sources.clear();
    assert_eq!(words(&case), ("not looked up".to_owned(), "not looked up".to_owned()));
    assert!(tables::kev(&case).empty.contains("not among the sources"), "{}", tables::kev(&case).empty);
}

#[test]
fn the_five_states_always_stand_together() {
    let table = tables::match_counts(&case());
    for row in &table.rows {
        let numbers: Vec<usize> =
            row.cells[1..].iter().map(|cell| cell.plain().parse().expect("a number")).collect();
        assert_eq!(numbers.len(), 6);
        assert_eq!(numbers[..5].iter().sum::<usize>(), numbers[5]);
    }
}

#[test]
fn the_makers_own_packages_stand_apart_from_those_of_others_and_those_that_nothing_leads_to_are_listed() {
    let mut case = case();
    let maker = case.model.project.as_ref().unwrap().maker.as_ref().unwrap().name.clone();
    let row = case.packages[0].clone();
    let like = |name: &str, supplier: Option<&str>, related| vigil_case::PackageRow {
        name: name.to_owned(),
        supplier: supplier.map(str::to_owned),
        related,
        ..row.clone()
    };
    case.packages = vec![
        like("theirs", Some("A Ltd"), Some(true)),
        like("lost", Some("A Ltd"), Some(false)),
        like("ours", Some(&maker.to_uppercase()), Some(true)),
        like("whose", None, None),
    ];
    let text = |table: vigil_view::table::Table| -> Vec<String> {
        let plain = |row: &vigil_view::table::Row| {
            row.cells.iter().map(vigil_view::table::Cell::plain).collect::<Vec<_>>().join("|")
        };
        table.rows.iter().map(plain).collect()
    };
    let own = format!("{maker}|the maker's own|1|0");
    let expected = [own.as_str(), "A Ltd|third party|2|1", "not stated|not stated|1|0"];
    assert_eq!(text(vigil_view::tables::origins(&case)), expected);
    let orphans = vigil_view::tables::orphans(&case);
    assert!(orphans.notes.iter().any(|it| it.contains("1 package")), "what is not known is told");
    let rows = text(orphans);
    assert!(rows.len() == 1 && rows[0].starts_with("lost "), "{rows:?}");
    case.packages.retain(|it| it.related.is_none());
    assert!(vigil_view::tables::orphans(&case).empty.contains("nothing is known"));
}
