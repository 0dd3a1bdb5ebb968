//! Packs of threat rules of one's own, and packs that are not what was accepted.

use vigil_case::Case;
use vigil_case::accepted::{self, What};
use vigil_threat::Outcome;

use crate::folder::Folder;

const RULE: &str = r#"
[pack]
name = "ours"
version = 1
title = "Ours"

[[rule]]
id = "confirmed-by-habit"
title = "Confirmed by habit: {subject}"
subject = "flow"
when = { carries = ["therapy-command"] }
asks = "bounded-effect"
stride = ["T"]
phase = "operation"
family = "resiliency"
question = "What has to be compared?"
story = "The eleventh confirmation is wrong."
clinical = "The worst harm is: {harm}."
test = ["usability"]
false-positive = "When the value is entered again."
"#;

const FILE: &str = "packs/ours/rules.toml";

fn named(packs: &str) -> Folder {
    let mut folder = Folder::infusion();
    folder.replace("vigil.toml", "[\"medical-core@1\"]", packs);
    folder
}

fn with(rules: &str) -> Folder {
    let mut folder = named("[\"medical-core@1\", \"ours@1\"]");
    folder.append(FILE, rules);
    folder
}

fn codes(case: &Case) -> Vec<&str> {
    case.findings.iter().map(|it| it.code.as_str()).filter(|it| it.contains("pack")).collect()
}

#[test]
fn a_pack_of_ones_own_finds_threats_like_one_that_comes_with_the_tool() {
    let case = with(RULE).case();
    assert_eq!(codes(&case), Vec::<&str>::new(), "{:#?}", case.findings);
    assert_eq!(
        case.packs.iter().map(vigil_threat::Pack::label).collect::<Vec<_>>(),
        ["medical-core@1", "ours@1"]
    );
    assert_eq!(case.threats.all["confirmed-by-habit@flow.order"].outcome, Outcome::Uncredited);
    assert!(case.inputs.contains_key(FILE), "its files are inputs of the case");
}

#[test]
fn a_fault_in_ones_own_pack_is_told_at_its_line_and_no_decision_is_said_to_cover_nothing() {
    let mut folder = with(&RULE.replace("bounded-effect", "bounded-efect"));
    folder.append(
        "decisions/ours.toml",
        "[decision.habit]\non = { threat = \"confirmed-by-habit@flow.order\" }\nverdict = \"applies\"\nby = \"security\"\ndate = 2026-10-01\n",
    );
    let case = folder.case();
    let fault = case.findings.iter().find(|it| it.code == "threat.bad-pack").expect("a fault");
    let place = fault.place.as_ref().expect("a place");
    assert_eq!(place.file, FILE);
    assert!(fault.help.iter().any(|it| it.contains("bounded-effect")), "{fault:#?}");
    let gone = case.findings.iter().filter(|it| it.code == "threat.decision-covers-nothing");
    assert_eq!(gone.count(), 0, "the threat may well be there");
}

#[test]
fn what_keeps_a_pack_from_being_used_is_a_finding() {
    let taken = RULE.replace("confirmed-by-habit", "spoof-peer");
    let other = RULE.replace("version = 1", "version = 2");
    let mut unnamed = Folder::infusion();
    unnamed.append(FILE, RULE);
    let mut shadow = Folder::infusion();
    shadow.append("packs/medical-core/rules.toml", RULE);
    let mut outside = Folder::infusion();
    outside.append("packs/rules.toml", RULE);
    let mut binary = with("");
    binary.0.insert(FILE.to_owned(), vec![0xff, 0xfe, 0]);
    let mut large = with("");
    large.append(FILE, &"# long\n".repeat(200_000));
    for (folder, code) in [
        (with(&taken), "case.pack-rule-taken"),
        (with(&other), "case.pack-other-version"),
        (named("[\"medical-core@1\", \"ours@1\"]"), "case.unknown-pack"),
        (named("[\"medical-core@1\", \"medical-core@1\"]"), "case.pack-named-twice"),
        (unnamed, "case.pack-not-named"),
        (shadow, "case.pack-name-taken"),
        (outside, "case.pack-file-outside"),
        (binary, "case.pack-unreadable"),
        (large, "case.pack-unreadable"),
    ] {
        let case = folder.case();
        let finding = case.findings.iter().find(|it| it.code == code);
        let finding = finding.unwrap_or_else(|| panic!("{code}: {:?}", codes(&case)));
        assert!(finding.place.is_some() && !finding.help.is_empty(), "{finding:#?}");
        assert!(case.threats.all.contains_key("spoof-peer@flow.order"), "the core pack is used all the same");
    }
}

/// The folder after its packs were accepted as they are.
fn accepted(mut folder: Folder) -> Folder {
    let case = folder.case();
    let mut lock = case.model.lock.clone();
    accepted::accept(&case, &mut lock);
    folder.0.insert("vigil.lock".to_owned(), lock.text().expect("it is written").into_bytes());
    folder
}

#[test]
fn a_pack_that_is_as_it_was_accepted_changes_nothing() {
    let case = accepted(with(RULE)).case();
    assert_eq!(accepted::changes(&case), None);
    assert_eq!(codes(&case), Vec::<&str>::new());
}

#[test]
fn new_gone_and_changed_threats_of_a_changed_pack_are_told_before_it_is_accepted() {
    let mut folder = accepted(with(RULE));
    folder.append(
        "decisions/ours.toml",
        "[decision.habit]\non = { threat = \"confirmed-by-habit@flow.order\" }\nverdict = \"applies\"\nby = \"security\"\ndate = 2026-10-01\n",
    );
    // One rule is renamed: its threats are gone, and new under another name.
    folder.0.insert(FILE.to_owned(), RULE.replace("confirmed-by-habit", "confirmed-unread").into_bytes());
    let case = folder.case();
    let changes = accepted::changes(&case).expect("the pack differs");
    assert_eq!(changes.packs.keys().collect::<Vec<_>>(), ["ours@1"]);
    let of = |what: What| {
        let rows = changes.threats.iter().filter(move |it| it.what == what);
        rows.map(|it| it.id.as_str()).collect::<Vec<_>>()
    };
    assert!(of(What::New).contains(&"confirmed-unread@flow.order"), "{changes:#?}");
    assert!(of(What::Gone).contains(&"confirmed-by-habit@flow.order"), "{changes:#?}");
    let gone = changes.threats.iter().find(|it| it.id == "confirmed-by-habit@flow.order").expect("a row");
    assert_eq!(gone.named_by, ["decision.habit"]);
    assert!(codes(&case).contains(&"case.pack-changed"), "{:?}", codes(&case));

    // Another question for the same threats.
    folder.0.insert(FILE.to_owned(), RULE.replace("has to be", "must be").into_bytes());
    let changes = accepted::changes(&folder.case()).expect("the pack differs");
    assert!(changes.threats.iter().all(|it| it.what == What::Changed), "{changes:#?}");
    assert!(!changes.threats.is_empty());
}

#[test]
fn a_change_of_the_device_is_no_change_of_the_pack() {
    let mut folder = accepted(with(RULE));
    folder.append("model/more.toml", "[data.more]\nkind = \"phi\"\nstored_in = [\"gateway\"]\n");
    assert_eq!(accepted::changes(&folder.case()), None);
    folder.0.insert(FILE.to_owned(), RULE.replace("has to be", "must be").into_bytes());
    let changes = accepted::changes(&folder.case()).expect("the pack differs");
    assert!(changes.threats.iter().all(|it| it.id.starts_with("confirmed-by-habit@")), "{changes:#?}");
}

#[test]
fn a_pack_is_compared_with_another_state_of_it() {
    let case = with(RULE).case();
    let old = RULE.replace("[\"therapy-command\"]", "[\"software\"]");
    let old = vigil_threat::Pack::parse(&[("old/rules.toml".to_owned(), old)]).expect("it reads");
    let changes = accepted::against(&case, old);
    let order = changes.threats.iter().find(|it| it.id == "confirmed-by-habit@flow.order").expect("a row");
    assert_eq!(order.what, What::New, "{changes:#?}");
}

#[test]
fn pins_of_an_older_program_do_not_tell_which_threats_changed() {
    let mut folder = Folder::infusion();
    folder.append("vigil.lock", "[packs]\n\"medical-core@1\" = \"sha256:00\"\n");
    let changes = accepted::changes(&folder.case()).expect("the pack differs");
    assert!(!changes.known && changes.threats.is_empty(), "{changes:#?}");
}
