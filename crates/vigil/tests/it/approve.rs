//! `vigil approve` as a user starts it.

use crate::device::{Orchid, json};

const SIGNED: [&str; 6] = ["--as", "risk-board", "--meaning", "approved", "--by", "R. Moreau"];

fn ledger(orchid: &Orchid) -> String {
    std::fs::read_to_string(orchid.root().join("ledger.jsonl")).unwrap_or_default()
}

#[test]
fn an_approval_holds_until_the_record_changes() {
    let orchid = Orchid::new();
    let ids = ["approve", "risk.r-012", "decision.busybox-tar"];
    let (ended, said, failed) = orchid.on_day(&[&ids[..], &SIGNED[..]].concat());
    assert_eq!(ended, 0, "{said}{failed}");
    assert_eq!(ledger(&orchid).lines().count(), 2);
    let line = json(ledger(&orchid).lines().next().unwrap());
    assert_eq!(
        (&line["item"], &line["who"], &line["date"]),
        (&"risk.r-012".into(), &"R. Moreau".into(), &"2026-11-01".into())
    );
    let state = || orchid.on_day(&["explain", "risk.r-012"]).1;
    assert!(state().contains("2026-11-01: approved"), "{}", state());
    orchid
        .edit("model/risks.toml", |text| text.replace("False programme from radio range", "False programme"));
    assert!(state().contains("2026-11-01: suspect"), "{}", state());
}

#[test]
fn the_same_approval_is_not_added_twice_and_a_cut_last_line_is_ended() {
    let orchid = Orchid::new();
    let approve = [&["approve", "risk.r-012"][..], &SIGNED[..]].concat();
    orchid.on_day(&approve);
    let cut = ledger(&orchid).trim_end().to_owned();
    std::fs::write(orchid.root().join("ledger.jsonl"), &cut).unwrap();
    let (ended, said, _) = orchid.on_day(&approve);
    assert!(ended == 0 && said.contains("stands already"), "{said}");
    orchid.on_day(&[&["approve", "risk.r-013"][..], &SIGNED[..]].concat());
    assert_eq!(ledger(&orchid).lines().map(json).count(), 2);
}

#[test]
fn an_unknown_record_is_answered_with_the_nearest_and_nothing_is_approved() {
    let orchid = Orchid::new();
    let (ended, _, said) =
        orchid.on_day(&[&["approve", "risk.r-012", "risk.r-o13"][..], &SIGNED[..]].concat());
    assert!(ended == 2 && said.contains("did you mean `risk.r-013`"), "{said}");
    let (ended, _, said) = orchid.on_day(&[&["approve", "tamper@flow.order"][..], &SIGNED[..]].concat());
    assert!(ended == 2 && said.contains("generated threat"), "{said}");
    assert_eq!(ledger(&orchid), "");
}
