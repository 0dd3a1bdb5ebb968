//! Baselines: cut, read back, and releases in the field judged by them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use vigil_base::{Date, Digest, Memory};
use vigil_case::baseline::{self, BaselineError, Cut, Told};
use vigil_case::{Case, Fielded, FieldedState, Options, fielded};
use vigil_match::{Counts, DataCut, Matching, Pin, Snapshot};
use vigil_model::kinds::Verdict;

use crate::folder::DAY;

const SBOM: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
 "metadata":{"component":{"type":"firmware","name":"board","version":"5.1","bom-ref":"root"}},
 "components":[
  {"type":"library","name":"tls","version":"1.2.3","purl":"pkg:generic/acme/tls@1.2.3","bom-ref":"tls"},
  {"type":"library","name":"radio-stack","version":"4.1","bom-ref":"radio","supplier":{"name":"Acme"},
   "properties":[{"name":"x","value":"y"}]}],
 "dependencies":[{"ref":"root","dependsOn":["tls"]}]}"#;

const OLD: &str = r#"
[project]
id = "d"
name = "Device"
version = "1.0"
[release."1.0"]
status = "submitted"
components = { radio = { version = "5.1", commit = "abc123" } }
[zone.box]
kind = "enclosure"
[component.radio]
name = "Radio"
kind = "embedded-linux"
in   = "box"
sbom = "sbom/radio.cdx.json"
[package."pkg:generic/acme/tls@1.2.3"]
support = { level = "actively-maintained", ends = 2030-01-01 }
[decision.frozen]
on = { flaw = "CVE-2026-0001", package = "tls" }
verdict = "not-affected"
why = "vulnerable_code_not_present"
because = "x"
review = 2027-01-01
"#;

/// The device years later: another release under review, the old one in the field.
const NEW: &str = r#"
[project]
id = "d"
name = "Device"
version = "2.0"
[release."2.0"]
status = "in-development"
[release."1.0"]
status = "fielded"
units = 7
baseline = "b1"
"#;

fn told() -> Told {
    let pin = Pin {
        purl: None,
        cpes: vec!["cpe:2.3:a:acme:radio:4.1:*:*:*:*:*:*:*".to_owned()],
        decision: "identity.x".to_owned(),
    };
    Told {
        pins: BTreeMap::from([("radio-stack@4.1".to_owned(), pin)]),
        surroundings: vec!["cpe:2.3:h:acme:board:-:*:*:*:*:*:*:*".to_owned()],
        tool: "test 1".to_owned(),
    }
}

fn case(world: &Memory, day: Date) -> Case {
    vigil_case::build(world, Path::new("d"), &Options { as_of: day }).expect("the folder is one")
}

fn old() -> Memory {
    Memory::new(DAY).with("d/vigil.toml", OLD).with("d/sbom/radio.cdx.json", SBOM)
}

fn cut(world: &Memory) -> Cut {
    baseline::cut(&case(world, DAY), "b1", &told()).expect("it can be written")
}

/// The new folder with the old release's baseline in it.
fn with_baseline(model: &str) -> Memory {
    let world = Memory::new(DAY).with("d/vigil.toml", model);
    cut(&old())
        .files
        .iter()
        .fold(world, |world, (file, text)| world.with(Path::new("d/baselines/b1").join(file), text.as_str()))
}

fn flaw(id: &str) -> Value {
    json!({"id": id, "aliases": {}, "state": "affected", "uncertain": false, "how": [], "against": [],
        "fixed_versions": [], "severity": [], "cwes": [], "summary": "", "published": null, "modified": null,
        "kev": null, "epss": null, "references": []})
}

fn snapshot(flaws: &[&str], database: &str, made_from: BTreeMap<String, Digest>) -> Snapshot {
    let flaws: Vec<Value> = flaws.iter().map(|it| flaw(it)).collect();
    let results = json!([{"component": "radio", "package": "pkg:generic/acme/tls@1.2.3", "sbom_file": "sbom/radio.cdx.json",
        "pointer": "", "name": "acme/tls", "version": "1.2.3", "state": "affected", "reason": "", "tried": [],
        "matches": flaws, "dismissed": [], "dismissed_total": 0, "withdrawn": []}]);
    let matching = Matching {
        results: serde_json::from_value(results).expect("results as snapshots hold them"),
        counts: Counts { affected: 1, ..Counts::default() },
        data_cut: DataCut {
            as_of: DAY,
            database: Digest::of_bytes(database.as_bytes()),
            sources: BTreeMap::new(),
            stale: BTreeMap::new(),
            doubts: Vec::new(),
        },
        notices: Vec::new(),
        findings: Vec::new(),
    };
    Snapshot::of(matching, "test 1", made_from)
}

/// The new folder after matching: the current release has nothing, the old one these flaws.
fn matched(model: &str, flaws: &[&str], database: &str) -> Memory {
    let world = with_baseline(model);
    let digest = baseline::read(&world, Path::new("d"), "b1").expect("it is there").digest;
    let made_from = BTreeMap::from([("baselines/b1/index.json".to_owned(), digest)]);
    let put = |world: Memory, folder: &str, snapshot: &Snapshot| {
        snapshot
            .files()
            .expect("it can be written")
            .into_iter()
            .fold(world, |world, (file, text)| world.with(Path::new("d").join(folder).join(file), text))
    };
    let world = put(world, "snapshot", &snapshot(&[], "today", BTreeMap::new()));
    put(world, &fielded::folder("1.0"), &snapshot(flaws, database, made_from))
}

fn only(case: &Case) -> &Fielded {
    assert_eq!(case.fielded.len(), 1, "{:#?}", case.fielded);
    &case.fielded[0]
}

#[test]
fn the_same_folder_on_the_same_day_is_frozen_to_the_same_bytes_and_reads_back_whole() {
    let (world, first) = (old(), cut(&old()));
    assert_eq!(first, cut(&world));
    let case = case(&world, DAY);
    let read = baseline::read(&with_baseline(NEW), Path::new("d"), "b1").expect("it reads back");
    assert_eq!(read.index, first.index);
    assert_eq!(read.inventory, case.inventory);
    assert_eq!(read.pins()["radio-stack@4.1"].cpes, told().pins["radio-stack@4.1"].cpes);
    assert_eq!(read.facts.surroundings, told().surroundings);
    assert_eq!(read.facts.support[0].ends.as_deref(), Some("2030-01-01"));
    assert_eq!(read.facts.decisions[0].verdict(), Some(Verdict::NotAffected));
    assert_eq!((read.index.release.as_str(), read.index.cut), ("1.0", DAY));
    assert_eq!(read.index.commits["radio"], "abc123");
    assert_eq!(read.index.inputs["sbom/radio.cdx.json"], Digest::of_bytes(SBOM.as_bytes()));
    assert_eq!(read.index.undecided, None, "nothing was matched when it was cut");
}

#[test]
fn a_baseline_that_was_changed_is_noticed_whichever_file_it_is() {
    let frozen = cut(&old());
    for name in frozen.index.files.keys() {
        let path = Path::new("d/baselines/b1").join(name);
        let changed = frozen.files[name].replace("1.2.3", "1.2.4").replace("2030", "2031");
        assert_ne!(changed, frozen.files[name], "{name}");
        let world = with_baseline(NEW).with(&path, changed);
        let cause = baseline::read(&world, Path::new("d"), "b1").unwrap_err();
        assert_eq!(cause, BaselineError::Changed(format!("baselines/b1/{name}")));
        let case = case(&world, DAY);
        assert!(case.findings.iter().any(|it| it.code == "case.baseline-unreadable"), "{name}");
        assert!(matches!(only(&case).state, FieldedState::Unusable(_)));
    }
    // Line ends that version control changes are no change.
    let crlf = frozen.files["facts.json"].replace('\n', "\r\n");
    let world = with_baseline(NEW).with("d/baselines/b1/facts.json", crlf);
    assert!(baseline::read(&world, Path::new("d"), "b1").is_ok());
}

#[test]
fn a_name_never_leads_out_of_the_folder() {
    for name in ["", "..", "../x", "a/b", ".hidden", "a\\b", "x."] {
        assert!(!baseline::is_name(name), "{name}");
        let cause = baseline::read(&with_baseline(NEW), Path::new("d"), name).unwrap_err();
        assert!(matches!(cause, BaselineError::Name(_)), "{name}: {cause}");
    }
    assert!(["k253111", "v2-6-9", "3.1.4"].iter().all(|it| baseline::is_name(it)));
    let mut frozen = cut(&old());
    let entry = frozen.index.files["facts.json"];
    frozen.index.files.insert("../../vigil.toml".to_owned(), entry);
    let index = serde_json::to_string(&frozen.index).unwrap();
    let world = with_baseline(NEW).with("d/baselines/b1/index.json", index);
    assert!(matches!(baseline::read(&world, Path::new("d"), "b1"), Err(BaselineError::Changed(_))));
}

#[test]
fn a_newer_format_is_refused_and_not_half_understood() {
    let mut frozen = cut(&old());
    frozen.index.format = 99;
    let world =
        with_baseline(NEW).with("d/baselines/b1/index.json", serde_json::to_string(&frozen.index).unwrap());
    assert!(matches!(
        baseline::read(&world, Path::new("d"), "b1"),
        Err(BaselineError::Newer { found: 99, .. })
    ));
}

#[test]
fn a_release_in_the_field_without_baseline_or_matches_is_said_to_be_unknown() {
    let state = |model: &str| only(&case(&with_baseline(model), DAY)).clone();
    let none = state(&NEW.replace("baseline = \"b1\"\n", ""));
    assert_eq!(none.state, FieldedState::NoBaseline);
    assert!(none.doubt().unwrap().contains("names no baseline"));
    assert_eq!(state(NEW).state, FieldedState::NotMatched);
    assert!(matches!(state(&NEW.replace("\"b1\"", "\"b2\"")).state, FieldedState::Unusable(_)));
    let other = NEW.replace("[release.\"1.0\"]", "[release.\"1.1\"]");
    let FieldedState::Unusable(cause) = state(&other).state else { panic!("it is of another release") };
    assert!(cause.contains("froze release 1.0"), "{cause}");
    let device = state(&NEW.replace("id = \"d\"", "id = \"e\""));
    assert!(matches!(device.state, FieldedState::Unusable(_)), "it is of another device");
}

#[test]
fn a_release_that_nobody_uses_any_more_is_left_alone_and_one_with_units_left_is_not() {
    let of = |status: &str| {
        let model = NEW.replace("status = \"fielded\"\nunits = 7", status);
        case(&with_baseline(&model), DAY).fielded.len()
    };
    assert_eq!(of("status = \"retired\"\nunits = 0"), 0);
    assert_eq!(of("status = \"retired\"\nunits = 1"), 1);
    assert_eq!(of("status = \"submitted\""), 0);
}

#[test]
fn a_baseline_that_no_release_names_is_told() {
    let found = case(&with_baseline(&NEW.replace("baseline = \"b1\"\n", "")), DAY);
    assert!(found.findings.iter().any(|it| it.code == "case.baseline-unused"), "{:#?}", found.findings);
}

#[test]
fn matches_from_another_database_or_another_baseline_do_not_count_as_looked_up() {
    let same = case(&matched(NEW, &["CVE-2026-0001"], "today"), DAY);
    assert_eq!(only(&same).state, FieldedState::Matched);
    assert_eq!(only(&same).doubt(), None);
    let other = case(&matched(NEW, &["CVE-2026-0001"], "yesterday"), DAY);
    assert!(matches!(only(&other).state, FieldedState::Outdated(_)));
    // The baseline is cut anew after it was matched.
    let again = cut(&old().with("d/model/more.toml", "[zone.ward]\nkind = \"network\"\n"));
    let world = again.files.iter().fold(matched(NEW, &[], "today"), |world, (file, text)| {
        world.with(Path::new("d/baselines/b1").join(file), text.as_str())
    });
    assert!(matches!(only(&case(&world, DAY)).state, FieldedState::Outdated(_)));
}

/// Verdict, whether it is the baseline's, and whether it is open.
fn said(more: &str, flaw: &str, day: Date) -> (Option<Verdict>, bool, String) {
    let model = format!(
        "{NEW}\n[zone.box]\nkind = \"enclosure\"\n[component.radio]\nname = \"Radio\"\nkind = \"embedded-linux\"\nin = \"box\"\n{more}"
    );
    let case = case(&matched(&model, &[flaw], "today"), day);
    let row = only(&case).rows[0].clone();
    (row.row.verdict, row.from_baseline, row.open)
}

#[test]
fn a_flaw_that_came_after_the_release_is_open_until_a_decision_speaks_of_that_release() {
    let flaw = "CVE-2027-0009";
    let (verdict, _, open) = said("", flaw, DAY);
    assert_eq!((verdict, open.as_str()), (None, "no decision covers it in release 1.0"));
    let silent = format!(
        "[decision.d]\non = {{ flaw = \"{flaw}\", package = \"tls\", versions = \">=2\" }}\nverdict = \"affected\"\nbecause = \"x\"\n"
    );
    let (verdict, _, open) = said(&silent, flaw, DAY);
    assert_eq!(verdict, None, "the verdict for the release under review is none for the one in the field");
    assert_eq!(open, "decision `d` says nothing of release 1.0");
    let spoken = format!("{silent}releases = {{ \"1.0\" = \"not-affected\" }}\n");
    assert_eq!(said(&spoken, flaw, DAY), (Some(Verdict::NotAffected), false, String::new()));
    let pending = format!("{silent}releases = {{ \"1.0\" = \"under-investigation\" }}\n");
    assert!(!said(&pending, flaw, DAY).2.is_empty());
}

#[test]
fn a_decision_of_the_baseline_holds_for_its_release_until_its_review_day_or_a_newer_word() {
    let flaw = "CVE-2026-0001";
    assert_eq!(said("", flaw, DAY), (Some(Verdict::NotAffected), true, String::new()));
    let (_, _, late) = said("", flaw, Date::constant(2027, 1, 2));
    assert!(late.contains("review day 2027-01-01"), "{late}");
    let newer = "[decision.d]\non = { flaw = \"CVE-2026-0001\" }\nverdict = \"affected\"\nbecause = \"x\"\nreleases = { \"1.0\" = \"affected\" }\n";
    assert_eq!(said(newer, flaw, DAY), (Some(Verdict::Affected), false, String::new()));
    // A decision on another package or component is about something else.
    let other = newer.replace(
        "on = { flaw = \"CVE-2026-0001\" }",
        "on = { flaw = \"CVE-2026-0001\", package = \"http\" }",
    );
    assert!(said(&other, flaw, DAY).1);
}

#[test]
fn what_differs_between_two_baselines_is_named() {
    let then = baseline::read(&with_baseline(NEW), Path::new("d"), "b1").unwrap();
    let newer = old()
        .with("d/sbom/radio.cdx.json", SBOM.replace("1.2.3", "1.2.9").replace("radio-stack", "radio-two"))
        .with(
            "d/vigil.toml",
            OLD.replace("not-affected", "affected").replace("why = \"vulnerable_code_not_present\"\n", ""),
        );
    let case_now = case(&newer, DAY);
    let now = baseline::cut(&case_now, "b1", &told()).unwrap();
    let facts = serde_json::from_str(&now.files["facts.json"]).unwrap();
    let difference = baseline::difference(
        (&then.index, &then.facts, &then.inventory),
        (&now.index, &facts, &case_now.inventory),
    );
    assert_eq!(difference.changed, [("radio".into(), "tls".into(), "1.2.3".into(), "1.2.9".into())]);
    assert_eq!(difference.added, [("radio".to_owned(), "radio-two@4.1".to_owned())]);
    assert_eq!(difference.removed, [("radio".to_owned(), "radio-stack@4.1".to_owned())]);
    assert!(
        difference.facts.contains(&"decision frozen: not-affected then, affected now".to_owned()),
        "{difference:#?}"
    );
    assert_eq!(difference.inputs, ["sbom/radio.cdx.json", "vigil.toml"]);
    let same = baseline::difference(
        (&then.index, &then.facts, &then.inventory),
        (&then.index, &then.facts, &then.inventory),
    );
    assert!(same.is_none());
}

#[test]
fn two_releases_never_share_a_folder() {
    let names = ["1.0", "1/0", "1_0", "../1", ".1", "1 0"];
    let folders: std::collections::BTreeSet<String> = names.iter().map(|it| fielded::folder(it)).collect();
    assert_eq!(folders.len(), names.len());
    assert!(
        folders
            .iter()
            .all(|it| it.starts_with("snapshot/fielded/") && !it[17..].contains('/') && !it.contains("..")),
        "{folders:?}"
    );
}

#[test]
fn a_decision_on_a_flaw_that_only_a_release_in_the_field_has_covers_something() {
    let decision = "[decision.d]\non = { flaw = \"CVE-2027-0009\", package = \"tls\" }\nverdict = \"not-affected\"\nwhy = \"vulnerable_code_not_present\"\nbecause = \"x\"\n";
    let nothing = |more: &str, flaws: &[&str]| {
        let case = case(&matched(&format!("{NEW}{decision}{more}"), flaws, "today"), DAY);
        case.findings.iter().any(|it| it.code == "case.decision-covers-nothing")
    };
    // The current release's snapshot of this test holds the same package without flaws.
    assert!(nothing("", &[]));
    assert!(!nothing("releases = { \"1.0\" = \"affected\" }\n", &["CVE-2027-0009"]));
}
