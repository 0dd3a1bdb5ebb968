//! Approvals are bound to what was approved, and to nothing else.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Digest;
use vigil_case::approval::{ApprovalState, digest};

use crate::folder::Folder;

const RISKS: &str = "model/risks.toml";
const CONTROLS: &str = "model/controls.toml";
const SAFETY: &str = "model/safety.toml";
const PARTS: &str = "model/components.toml";
const THREATS: &str = "model/threats.toml";
const DECISIONS: &str = "decisions/threats.toml";

const ITEMS: &[&str] = &[
    "risk.r-012",
    "risk.r-013",
    "control.oob-pairing",
    "control.hard-limits",
    "decision.radio-imitation",
    "decision.ehr-not-ours",
    "harm.privacy",
];

/// Two risks with harms of their own, one of which is of a threat that a wildcard covers.
fn plain() -> Folder {
    let mut folder = Folder::infusion();
    folder.replace(
        RISKS,
        "[\"tamper@flow.order\"]\nharm     = \"over-infusion\"",
        "[\"tamper@flow.order\", \"no-audit-trail@component.ehr\"]\nharm     = \"late-therapy\"",
    );
    folder.replace(
        RISKS,
        "controls = [\"bedside-confirm\", \"hard-limits\"]",
        "controls = [\"bedside-confirm\"]",
    );
    folder.0.remove("ledger.jsonl");
    folder
}

/// The same with every item approved as it is.
fn approved() -> Folder {
    let mut folder = plain();
    for (item, hash) in digests(&folder) {
        let line = format!(
            r#"{{"item":"{item}","hash":"{hash}","role":"board","who":"A","date":"2026-09-20","meaning":"approved"}}"#
        );
        folder.append("ledger.jsonl", &format!("{line}\n"));
    }
    folder
}

fn digests(folder: &Folder) -> BTreeMap<&'static str, Digest> {
    let model = folder.case().model;
    ITEMS.iter().map(|item| (*item, digest(&model, item).expect("the item is there"))).collect()
}

fn in_state(folder: &Folder, state: ApprovalState) -> BTreeSet<String> {
    let case = folder.case();
    case.approvals.iter().filter(|(_, it)| *it == state).map(|(it, _)| it.item.clone()).collect()
}

#[test]
fn one_changed_field_makes_exactly_the_approvals_suspect_that_rest_on_it() {
    let whole = approved();
    assert_eq!(in_state(&whole, ApprovalState::Approved).len(), ITEMS.len());
    let changes: &[(&str, &str, &str, &[&str])] = &[
        (RISKS, "False programme from radio range", "False programme", &["risk.r-012"]),
        (RISKS, "The nurse confirms drug and rate", "The nurse confirms the drug", &["risk.r-013"]),
        (RISKS, "many     = true ", "many = false ", &["risk.r-013"]),
        (SAFETY, "\"RMF-HS-012\"", "\"RMF-HS-013\"", &["risk.r-012"]),
        (SAFETY, "severity   = \"serious\"", "severity   = \"critical\"", &["risk.r-013"]),
        (SAFETY, "severity   = \"minor\"", "severity   = \"serious\"", &["harm.privacy"]),
        (CONTROLS, "a six-digit code", "an eight-digit code", &["control.oob-pairing", "risk.r-012"]),
        (CONTROLS, "confirmation on the pump", "confirmation at the pump", &["risk.r-013"]),
        (CONTROLS, "drug-library limits", "the limits", &["control.hard-limits", "risk.r-012"]),
        (THREATS, "left in a corridor", "left in a lift", &["risk.r-012"]),
        (DECISIONS, "imitates an enrolled", "imitates some", &["decision.radio-imitation", "risk.r-012"]),
        (DECISIONS, "anyone on the ward LAN", "anyone", &["risk.r-013"]),
        // The wildcard covers a threat of the second risk.
        (DECISIONS, "The hospital operates", "Others operate", &["decision.ehr-not-ours", "risk.r-013"]),
        (RISKS, "[risk.r-013]", "[risk.r-013]\nx = { ticket = 12 }", &[]),
        (RISKS, "# severity is the harm's, not typed again", "# severity is the harm's", &[]),
        (RISKS, "because  = \"Pairing", "because = \"Pairing", &[]),
        (THREATS, "with its device key", "with its key", &[]),
        (PARTS, "\"Hospital gateway\"", "\"Gateway\"", &[]),
    ];
    for (file, from, to, expected) in changes {
        let mut folder = whole.clone();
        folder.replace(file, from, to);
        let suspect = in_state(&folder, ApprovalState::Suspect);
        assert_eq!(suspect, expected.iter().map(|it| (*it).to_owned()).collect(), "{from} -> {to}");
        let holding = in_state(&folder, ApprovalState::Approved).len();
        assert_eq!(holding, ITEMS.len() - expected.len(), "{from} -> {to}");
    }
}

fn is_toml(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|it| it == "toml")
}

/// What stands in files, and what takes its place.
type Swap = (&'static str, &'static str);

/// Renames a record in every file: its header, and whoever names it.
fn rename(folder: &mut Folder, kind: &str, old: &str, new: &str, forms: &[Swap]) {
    for bytes in folder.0.iter_mut().filter(|(path, _)| is_toml(path)).map(|(_, bytes)| bytes) {
        let mut text = String::from_utf8(bytes.clone()).expect("a text");
        for (from, to) in forms {
            text = text.replace(from, to);
        }
        text = text.replace(&format!("[{kind}.{old}]"), &format!("[{kind}.{new}]\nwas = [\"{old}\"]"));
        *bytes = text.into_bytes();
    }
}

#[test]
fn a_rename_changes_no_digest_and_keeps_every_approval() {
    let whole = approved();
    let before = digests(&whole);
    let base = whole.case().findings.len();
    let renames: &[(&str, &str, &str, &[Swap])] = &[
        ("risk", "r-012", "radio", &[]),
        ("harm", "over-infusion", "too-much", &[("\"over-infusion\"", "\"too-much\"")]),
        ("control", "oob-pairing", "pairing", &[("\"oob-pairing\"", "\"pairing\"")]),
        ("threat", "lost-tablet", "tablet-lost", &[("\"lost-tablet\"", "\"tablet-lost\"")]),
        ("decision", "radio-imitation", "imitated", &[]),
        ("adversary", "radio", "near-by", &[("[\"radio\"]", "[\"near-by\"]")]),
        (
            "flow",
            "order",
            "hl7-order",
            &[("\"flow.order\"", "\"flow.hl7-order\""), ("@flow.order\"", "@flow.hl7-order\"")],
        ),
        (
            "component",
            "ehr",
            "his",
            &[("@component.ehr\"", "@component.his\""), ("\"ehr.hl7\"", "\"his.hl7\"")],
        ),
        (
            "component",
            "tablet",
            "slate",
            &[
                ("\"tablet.", "\"slate."),
                ("\"component.tablet\"", "\"component.slate\""),
                (" tablet = {", " slate = {"),
            ],
        ),
    ];
    let mut all = whole.clone();
    for (kind, old, new, forms) in renames {
        let mut one = whole.clone();
        rename(&mut one, kind, old, new, forms);
        rename(&mut all, kind, old, new, forms);
        let case = one.case();
        assert_eq!(case.findings.len(), base, "{kind}.{old}: {:#?}", case.findings);
        assert_eq!(digests(&one), before, "{kind}.{old}");
        assert_eq!(in_state(&one, ApprovalState::Approved).len(), ITEMS.len(), "{kind}.{old}");
    }
    assert_eq!(digests(&all), before);
    let state = all.case().approvals.state("risk.radio", "board");
    assert_eq!(state, ApprovalState::Approved, "under the new id too");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_no_digest_and_no_record() {
    let mut lf = approved();
    lf.append("text/threat-model.md", "# How\n\nIt was made *so*.\n");
    let mut crlf = lf.clone();
    for (path, bytes) in &mut crlf.0 {
        let text = String::from_utf8(bytes.clone()).expect("a text").replace('\n', "\r\n");
        let mark = if is_toml(path) { "\u{feff}" } else { "" };
        *bytes = format!("{mark}{text}").into_bytes();
    }
    let (one, two) = (lf.case(), crlf.case());
    assert!(one.inputs.len() > 15, "{:?}", one.inputs);
    assert_eq!(one.inputs, two.inputs);
    assert_eq!(digests(&lf), digests(&crlf));
    assert_eq!(in_state(&crlf, ApprovalState::Approved).len(), ITEMS.len());
    assert_eq!(one.model.json(), two.model.json());
    assert_eq!(one.model.texts, two.model.texts);
    assert_eq!(one.findings, two.findings);
}
