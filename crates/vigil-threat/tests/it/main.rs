//! Threats over whole folders, and the packs that come with the tool.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tests say how many cases ran")]

mod catalogues;
mod crosswalk;
mod fixtures;
mod paths;
mod references;
mod tree;

use std::path::Path;

use vigil_base::{Date, Disk};
use vigil_model::Model;
use vigil_threat::{Outcome, Pack, Threats, generate};

fn infusion() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vigil-model/tests/data/infusion");
    vigil_model::load(&Disk { today: Date::constant(2026, 11, 1) }, &folder)
        .expect("the fixture is there")
        .model
}

fn threats() -> Threats {
    generate(&infusion(), &[Pack::builtin("medical-core@1").expect("the pack comes with the tool")])
}

fn text(path: &str) -> (String, String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    (path.to_owned(), std::fs::read_to_string(file).expect("the pack file is there"))
}

#[test]
fn every_file_of_a_built_in_pack_reads_without_a_fault_and_comes_with_the_tool() {
    for name in Pack::builtin_names() {
        let folder = format!("packs/{}", name.split('@').next().expect("a name"));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let files: Vec<_> = std::fs::read_dir(root.join(&folder))
            .expect("the folder is there")
            .map(|entry| text(&format!("{folder}/{}", entry.expect("readable").file_name().display())))
            .collect();
        match Pack::parse(&files) {
            Ok(pack) => {
                assert_eq!(pack.digest, Pack::builtin(&name).expect("it comes with the tool").digest);
                println!("{name}: {} rules in {} files", pack.rules.len(), files.len());
            }
            Err(findings) => panic!("{findings:#?}"),
        }
    }
}

#[test]
fn the_example_in_the_documentation_of_packs_loads() {
    let (path, page) = text("docs/threat-packs.md");
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let pack = Pack::parse(&[(path.clone(), block.to_owned())]).expect("it reads");
        assert!(pack.rules.contains_key("confirmed-by-habit"));
    }
}

#[test]
fn what_is_wrong_with_a_rule_is_told_at_its_line() {
    let (path, page) = text("docs/threat-packs.md");
    let block = page.split("```toml\n").nth(1).and_then(|it| it.split_once("```")).expect("an example").0;
    let long = format!("story    = \"{}\"\nfalse-positive = \"", "x".repeat(5_000));
    for (right, wrong, said) in [
        ("\"confirmed-by-habit\"", "\"Confirmed by habit\"", "small letters"),
        (
            "asks     = \"bounded-effect\"",
            "facts = [\"bounded-efect\"]\nasks = \"bounded-effect\"",
            "is not a fact",
        ),
        ("capec = [173]", "capek = [173]", "is not a catalogue"),
        ("stride   = [\"T\"]", "stride   = [\"Q\"]", "STRIDE"),
        ("question = \"What", "quest = \"What", "unknown field"),
        ("false-positive = \"When", &long, "duplicate key"),
        (
            "false-positive = \"When the person has to enter the value again.\"",
            "false-positive = \"\"",
            "empty",
        ),
    ] {
        assert!(block.contains(right), "{right}");
        let findings = Pack::parse(&[(path.clone(), block.replacen(right, wrong, 1))]).expect_err("a fault");
        let told =
            findings.iter().find(|it| it.message.contains(said)).unwrap_or_else(|| panic!("{findings:#?}"));
        assert!(told.place.as_ref().is_some_and(|it| it.file == path), "{told:#?}");
    }
}

#[test]
fn a_misspelt_attribute_word_or_name_is_a_fault_with_the_nearest_one() {
    let (path, text) = text("packs/medical-core/flow.toml");
    for (right, wrong, near) in [
        (
            "carries = [\"therapy-command\", \"software\"",
            "caries = [\"therapy-command\", \"software\"",
            "carries",
        ),
        ("\"radio\", \"network\"]", "\"radio\", \"netwrok\"]", "network"),
        ("in the place of {other}", "in the place of {othr}", "other"),
        ("asks     = \"peer-auth\"", "asks     = \"peer-aut\"", "peer-auth"),
    ] {
        assert!(text.contains(right), "{right}");
        let head = ("pack.toml".to_owned(), "[pack]\nname = \"x\"\nversion = 1\ntitle = \"x\"\n".to_owned());
        let findings =
            Pack::parse(&[head, (path.clone(), text.replacen(right, wrong, 1))]).expect_err("a fault");
        assert!(
            findings.iter().any(|it| it.help.iter().any(|help| help.contains(near)) && it.place.is_some()),
            "{findings:#?}"
        );
    }
}

#[test]
fn credit_comes_from_the_channel_and_a_closed_list_gives_nothing_else() {
    let threats = threats();
    assert_eq!(threats.all["spoof-peer@flow.gateway-control"].outcome, Outcome::Credited);
    assert_eq!(threats.all["spoof-peer@flow.gateway-control"].credits[0].by, "channel.mtls");
    assert_eq!(threats.all["replay@flow.ble-control"].outcome, Outcome::Uncredited);
    let tamper = &threats.all["tamper@flow.order"];
    assert!(
        tamper.outcome == Outcome::Credited
            && tamper.credits.iter().all(|it| it.by == "control.bedside-confirm")
    );
    assert!(!tamper.crosses, "the order crosses no boundary and is a threat all the same");
}

#[test]
fn a_fact_that_is_not_stated_makes_the_outcome_unknown_with_its_question() {
    let threats = threats();
    let port = &threats.all["debug-port@interface.pump-comms.uart"];
    assert_eq!(port.outcome, Outcome::Unknown);
    assert!(port.unknown.iter().any(|it| it.key == "facts.debug-port-locked"), "{:?}", port.unknown);
    assert_eq!(threats.all["boot-unauthenticated@component.pump-comms"].outcome, Outcome::Credited);
}

#[test]
fn the_wildcard_covers_the_four_threats_that_it_expects() {
    let threats = threats();
    assert_eq!(threats.findings, [], "{:#?}", threats.findings);
    let covered =
        threats.all.values().filter(|it| it.decision.as_ref().is_some_and(|id| *id == "ehr-not-ours"));
    assert!(covered.clone().all(|it| it.outcome == Outcome::NotApplicable));
    assert_eq!(covered.count(), 4);
}

#[test]
fn the_threats_of_the_small_infusion_system_are_these() {
    let lines: Vec<String> = threats()
        .all
        .values()
        .map(|it| {
            let credits: Vec<&str> = it.credits.iter().map(|credit| credit.by.as_str()).collect();
            let unknown: Vec<String> =
                it.unknown.iter().map(|unknown| format!("{} {}", unknown.record, unknown.key)).collect();
            let decision = it.decision.as_ref().map(|id| format!(" [{id}]")).unwrap_or_default();
            format!(
                "{:<14} {}{} {}{}",
                it.outcome.word(),
                it.id,
                decision,
                credits.join(", "),
                unknown.join(", ")
            )
            .trim_end()
            .to_owned()
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
