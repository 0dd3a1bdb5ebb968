//! Approvals are bound to what was approved, and to nothing else.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use toml_edit::DocumentMut;
use vigil_base::Digest;
use vigil_case::approval::{ApprovalState, Approvals, digest};

use crate::folder::Folder;

const POLICY: &str = "vigil.toml";
const RISKS: &str = "model/risks.toml";
const CONTROLS: &str = "model/controls.toml";
const SAFETY: &str = "model/safety.toml";
const PARTS: &str = "model/components.toml";
const THREATS: &str = "model/threats.toml";
const DECISIONS: &str = "decisions/threats.toml";
const REQUIREMENTS: &str = "model/requirements.toml";
const TESTS: &str = "model/tests.toml";
const FLOWS: &str = "model/data-and-flows.toml";
const LIFE: &str = "model/lifecycle.toml";

const ITEMS: &[&str] = &[
    "risk.r-012",
    "risk.r-013",
    "control.oob-pairing",
    "control.hard-limits",
    "decision.radio-imitation",
    "decision.ehr-not-ours",
    "harm.privacy",
    "requirement.sec-031",
    "test.t-031",
    "label.tablet-lock",
    "threat.lost-tablet",
    "anomaly.an-007",
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
        (
            CONTROLS,
            "a six-digit code",
            "an eight-digit code",
            &["control.oob-pairing", "requirement.sec-031", "risk.r-012"],
        ),
        (CONTROLS, "confirmation on the pump", "confirmation at the pump", &["risk.r-013"]),
        (CONTROLS, "drug-library limits", "the limits", &["control.hard-limits", "risk.r-012"]),
        (CONTROLS, "lock after two minutes", "lock at once", &["label.tablet-lock", "risk.r-012"]),
        (THREATS, "left in a corridor", "left in a lift", &["risk.r-012", "threat.lost-tablet"]),
        (REQUIREMENTS, "shown on its own screen", "that it shows", &["requirement.sec-031", "test.t-031"]),
        (
            REQUIREMENTS,
            "implements = [\"oob-pairing\"]",
            "implements = []",
            &["requirement.sec-031", "test.t-031"],
        ),
        (TESTS, "ble::bond::rejects_*", "ble::bond::*", &["test.t-031"]),
        (LIFE, "no more than two minutes", "two minutes", &["label.tablet-lock"]),
        (LIFE, "keeps its own journal", "has a journal", &["anomaly.an-007"]),
        (FLOWS, "over = \"ble-bonded\"", "over = \"mtls\"", &["control.oob-pairing"]),
        (FLOWS, "\"as mtls\"", "\"as the other\"", &[]),
        (PARTS, "\"Nurse tablet app\"", "\"Tablet app\"", &["threat.lost-tablet"]),
        (PARTS, "\"Pump communications module\"", "\"Module\"", &["anomaly.an-007"]),
        (PARTS, "\"Dose controller\"", "\"Controller\"", &["control.hard-limits"]),
        (DECISIONS, "imitates an enrolled", "imitates some", &["decision.radio-imitation", "risk.r-012"]),
        (DECISIONS, "anyone on the ward LAN", "anyone", &["risk.r-013"]),
        // The wildcard covers a threat of the second risk.
        (DECISIONS, "The hospital operates", "Others operate", &["decision.ehr-not-ours", "risk.r-013"]),
        // The policy: cells and needs that a risk ends in, and others.
        (POLICY, "\"ok\",     \"reduce\", \"reduce\"]", "\"ok\", \"reduce\", \"no\"]", &["risk.r-012"]),
        (POLICY, "\"ok\",     \"reduce\"", "\"reduce\", \"reduce\"", &["risk.r-013"]),
        (POLICY, "[\"rationale\", \"approval:risk-board\"]", "[\"rationale\"]", &["risk.r-012"]),
        (POLICY, "medium = [\"ok\", \"ok\"", "medium = [\"ok\", \"reduce\"", &[]),
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

#[test]
fn a_control_on_an_interface_rests_on_that_interface_and_not_on_the_rest_of_its_part() {
    let mut folder = plain();
    folder.replace(CONTROLS, "on     = [\"component.tablet\"]", "on     = [\"interface.tablet.screen\"]");
    let of = |folder: &Folder| digest(&folder.case().model, "control.lock-tablet").expect("it is there");
    let before = of(&folder);
    folder.replace(PARTS, "\"Nurse tablet app\"", "\"Tablet app\"");
    assert_eq!(of(&folder), before);
    let interfaces = "if     = { ble = { kind = \"ble\" }, screen = { kind = \"hmi\" } }";
    folder.replace(PARTS, interfaces, &interfaces.replace("\"hmi\"", "\"hmi\", used = true"));
    assert_ne!(of(&folder), before);
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
        ("requirement", "sec-031", "bond-only", &[("\"sec-031\"", "\"bond-only\"")]),
        ("test", "t-031", "bond", &[]),
        ("label", "tablet-lock", "lock", &[]),
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
fn what_is_approved_on_a_later_day_is_not_approved_yet() {
    let model = approved().case().model;
    let on = |day: &str| Approvals::of(&model, day.parse().expect("a day")).state("risk.r-012", "board");
    assert_eq!(on("2026-09-19"), ApprovalState::None);
    assert_eq!(on("2026-09-20"), ApprovalState::Approved);
}

/// The infusion system with these lines on its first risk instead of its ledger: role, word, day.
fn ledger(lines: &[(&str, &str, &str)]) -> Folder {
    let mut folder = plain();
    let hash = digests(&folder)["risk.r-012"];
    for (role, word, day) in lines {
        let line = format!(
            r#"{{"item":"risk.r-012","hash":"{hash}","role":"{role}","who":"A","date":"{day}","meaning":"{word}"}}"#
        );
        folder.append("ledger.jsonl", &format!("{line}\n"));
    }
    folder
}

fn accepted(folder: &Folder) -> Option<bool> {
    folder.case().risks["r-012"].accepted()
}

#[test]
fn only_the_word_that_the_policy_asks_for_accepts_a_risk() {
    const BOARD: &str = "risk-board";
    assert_eq!(accepted(&ledger(&[(BOARD, "approved", "2026-09-20")])), Some(true));
    for word in ["reviewed", "rejected", "withdrawn", "Approved", "released"] {
        let folder = ledger(&[(BOARD, word, "2026-09-20")]);
        assert_eq!(accepted(&folder), Some(false), "{word}");
    }
    let refused = ledger(&[(BOARD, "rejected", "2026-09-20")]).case();
    let remark = &refused.risks["r-012"].unmet().next().expect("an approval is asked for").remark;
    assert!(remark.contains("the ledger says `rejected`"), "{remark}");
    assert_eq!(refused.approvals.state("risk.r-012", BOARD), ApprovalState::Said);
    assert_eq!(accepted(&ledger(&[("nurse", "approved", "2026-09-20")])), Some(false), "another role");
}

#[test]
fn a_later_review_leaves_an_approval_and_any_other_later_word_ends_it() {
    const BOARD: &str = "risk-board";
    let after = |word, day| accepted(&ledger(&[(BOARD, "approved", "2026-09-20"), (BOARD, word, day)]));
    for day in ["2026-09-20", "2026-09-21"] {
        assert_eq!(after("reviewed", day), Some(true), "{day}");
        for word in ["rejected", "withdrawn", "released"] {
            assert_eq!(after(word, day), Some(false), "{word} {day}");
        }
    }
    let again = [(BOARD, "rejected", "2026-09-20"), (BOARD, "approved", "2026-09-20")];
    assert_eq!(accepted(&ledger(&again)), Some(true), "said last");
}

#[test]
fn a_policy_may_approve_with_a_word_of_its_own() {
    let with = |word| {
        let mut folder = plain();
        folder.replace(POLICY, "approval:risk-board\"", "approval:risk-board:released\"");
        let hash = digests(&folder)["risk.r-012"];
        let line = format!(
            r#"{{"item":"risk.r-012","hash":"{hash}","role":"risk-board","who":"A","date":"2026-09-20","meaning":"{word}"}}"#
        );
        folder.append("ledger.jsonl", &line);
        accepted(&folder)
    };
    assert_eq!(
        (with("released"), with("approved"), with("rejected")),
        (Some(true), Some(false), Some(false))
    );
}

#[test]
fn a_cell_that_the_policy_does_not_name_leaves_its_risks_unknown() {
    let mut folder = approved();
    folder.replace(
        POLICY,
        "reduce = [\"rationale\", \"approval:risk-board\"]\n",
        "Reduce = [\"rationale\"]\n",
    );
    let case = folder.case();
    let row = &case.risks["r-012"];
    assert_eq!((row.controlled(), row.accepted(), row.cell_unsaid()), (None, None, Some("reduce")));
    let said: Vec<_> = case.findings.iter().filter(|it| it.code == "model.cell-unsaid").collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].help.iter().any(|it| it.contains("did you mean `Reduce`?")), "{said:#?}");
    folder.replace(POLICY, "Reduce = [\"rationale\"]\n", "reduce = []\n");
    assert_eq!(folder.case().risks["r-012"].accepted(), Some(true), "an empty list asks for nothing");
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

/// A text of one record: its file, kind, id and key.
type Text = (String, String, String, String);

/// Keys that hold prose: any change of it is a change of the record and of no link.
const PROSE: &[&str] = &["text", "title", "story", "because", "name", "benefit", "residual"];

/// Every prose text of every record of the folder.
fn texts(folder: &Folder) -> Vec<Text> {
    let mut found = Vec::new();
    for file in folder.0.keys().filter(|path| is_toml(path) && path.contains('/')) {
        let document: DocumentMut = folder.text(file).parse().expect("the folder is in order");
        for (kind, records) in document.iter().filter_map(|(kind, it)| Some((kind, it.as_table()?))) {
            for (id, record) in records.iter().filter_map(|(id, it)| Some((id, it.as_table_like()?))) {
                let keys = record.iter().filter(|(key, it)| PROSE.contains(key) && it.is_str());
                found.extend(keys.map(|(key, _)| (file.clone(), kind.into(), id.into(), key.into())));
            }
        }
    }
    found
}

fn listed(record: &toml_edit::Item, key: &str) -> Vec<String> {
    let list = record.get(key).and_then(toml_edit::Item::as_array).into_iter().flatten();
    list.filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// Keys by which a record of a kind names what it rests on, with the kind of what stands there; without one the kind is written out.
const LINKS: &[(&str, &str, Option<&str>)] = &[
    ("risk", "harm", Some("harm")),
    ("risk", "controls", Some("control")),
    ("risk", "threats", Some("threat")),
    ("risk", "from", None),
    ("decision", "controls", Some("control")),
    ("decision", "rests-on", None),
    ("control", "on", None),
    ("requirement", "implements", Some("control")),
    ("test", "verifies", Some("requirement")),
    ("test", "threats", Some("threat")),
    ("label", "answers", Some("control")),
    ("label", "risks", Some("risk")),
    ("threat", "on", None),
    ("threat", "controls", Some("control")),
    ("anomaly", "on", None),
    ("anomaly", "risk", Some("risk")),
    ("vulnerability", "on", None),
];

/// What an item rests on, read from the text of the folder and not by the code under test.
fn rests_on(documents: &[DocumentMut], item: &str) -> BTreeSet<String> {
    let (kind, id) = item.split_once('.').expect("kind and id");
    let mut found = BTreeSet::from([item.to_owned()]);
    let Some(record) = documents.iter().find_map(|it| it.get(kind)?.get(id)) else { return found };
    for (_, key, to) in LINKS.iter().filter(|(of, _, _)| *of == kind) {
        let one = record.get(key).and_then(toml_edit::Item::as_str).map(str::to_owned);
        let named = listed(record, key).into_iter().chain(one);
        found.extend(named.map(|it| to.map_or_else(|| it.clone(), |to| format!("{to}.{it}"))));
    }
    let decisions = || documents.iter().filter_map(|it| it.get("decision")?.as_table()).flatten();
    if kind == "risk" {
        let threats = listed(record, "threats");
        for (id, decision) in decisions() {
            let on = decision["on"]["threat"].as_str().unwrap_or("");
            let covers = |it: &String| on == it || on.strip_prefix('*').is_some_and(|end| it.ends_with(end));
            if threats.iter().any(covers) {
                found.insert(format!("decision.{id}"));
            }
        }
    }
    found
}

/// Every record of the folder, of every kind, that a person can approve.
fn all_items(folder: &Folder) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    folder.case().model.each_record(&mut |kind, meta, _| {
        all.insert(format!("{}.{}", kind.word(), meta.id));
    });
    all
}

#[test]
fn a_change_of_any_text_makes_the_approvals_that_rest_on_its_record_suspect_and_no_other() {
    let mut whole = plain();
    let model = whole.case().model;
    let items = all_items(&whole);
    let kinds: BTreeSet<&str> = items.iter().filter_map(|it| Some(it.split_once('.')?.0)).collect();
    for (kind, _, _) in LINKS {
        assert!(kinds.contains(kind), "no {kind} is put to the test");
    }
    for item in &items {
        let hash = digest(&model, item).unwrap_or_else(|| panic!("{item} can be approved"));
        let line = format!(
            r#"{{"item":"{item}","hash":"{hash}","role":"board","who":"A","date":"2026-09-20","meaning":"approved"}}"#
        );
        whole.append("ledger.jsonl", &format!("{line}\n"));
    }
    let files = whole.0.keys().filter(|path| is_toml(path) && path.contains('/'));
    let documents: Vec<DocumentMut> = files.map(|it| whole.text(it).parse().expect("in order")).collect();
    let texts = texts(&whole);
    let rests: Vec<(&String, BTreeSet<String>)> =
        items.iter().map(|it| (it, rests_on(&documents, it))).collect();
    let with_effect = std::cell::Cell::new(0_u32);
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let change = (proptest::sample::select(texts), "[a-z\u{e4}]{1,8}");
    runner
        .run(&change, |((file, kind, id, key), word)| {
            let mut folder = whole.clone();
            let mut document: DocumentMut = folder.text(&file).parse().expect("in order");
            let text = document[&kind][&id][&key].as_str().expect("a text").to_owned();
            document[&kind][&id][&key] = toml_edit::value(format!("{word} {text}"));
            folder.0.insert(file, document.to_string().into_bytes());
            let changed = format!("{kind}.{id}");
            let expected: BTreeSet<String> = rests
                .iter()
                .filter(|(_, on)| on.contains(&changed))
                .map(|(item, _)| (*item).clone())
                .collect();
            with_effect.set(with_effect.get() + u32::from(!expected.is_empty()));
            prop_assert_eq!(in_state(&folder, ApprovalState::Suspect), expected, "{}", changed);
            Ok(())
        })
        .expect("exactly the right ones");
    assert!(with_effect.get() > 24, "the property was put to the test {} times", with_effect.get());
}

#[test]
fn an_old_review_makes_nothing_suspect_that_was_approved_anew_since() {
    let mut folder = approved();
    let old = Digest::of_bytes(b"what it was").hex();
    let line = format!(
        r#"{{"item":"requirement.sec-031","hash":"{old}","role":"board","who":"B","date":"2026-09-01","meaning":"reviewed"}}"#
    );
    folder.append("ledger.jsonl", &format!("{line}\n"));
    let approvals = folder.case().approvals;
    assert!(
        approvals.iter().any(|(_, state)| state == ApprovalState::Suspect),
        "the review is of another state"
    );
    assert_eq!(approvals.suspect_roles("requirement.sec-031"), Vec::<&str>::new());
    assert_eq!(approvals.state("requirement.sec-031", "board"), ApprovalState::Approved);
}
