//! Support of packages, and their suppliers.

use vigil_case::Case;
use vigil_check::Outcome;

use super::inventory::{WHOLE, ZLIB, listed};
use crate::folder::{at, said};

/// The device with facts on its two packages.
fn supported(lwip: &str, zlib: &str) -> Case {
    let more = format!("[package.\"pkg:generic/lwip\"]\n{lwip}\n[package.\"{ZLIB}\"]\n{zlib}\n");
    listed(WHOLE, &more)
}

const GOOD: &str = "support = { level = \"actively-maintained\", ends = 2040-01-01 }";

#[test]
fn each_package_states_level_and_end_of_support() {
    let case = supported(GOOD, "custody = \"mirror\"");
    for rule in ["G26.SB.9", "G26.SB.10"] {
        let judged = said(&case, rule);
        assert_eq!(
            (judged.gap().subject.as_str(), at(judged.gap()).as_str()),
            (ZLIB, "sbom/pump.json:6"),
            "{rule}"
        );
        assert_eq!(judged.gap().params["known"], "1");
    }
    assert_eq!(said(&case, "SB.6").gap().params["n"], "1");
    assert_eq!(said(&case, "SB.6").gap().params["of"], "2");
    let asked = "support = { level = \"unknown\", ends = \"unknown\", because = \"no answer by 3 May\" }";
    for rule in ["G26.SB.9", "G26.SB.10", "SB.6"] {
        said(&supported(GOOD, asked), rule).passes();
    }
    // Not known and no reason is no answer.
    said(&supported(GOOD, "support = { level = \"unknown\", ends = \"unknown\" }"), "G26.SB.10").gap_on(ZLIB);
}

#[test]
fn custody_of_source_code_is_stated_on_the_package_or_its_part() {
    let case = supported("custody = \"mirror\"", "");
    assert_eq!(said(&case, "G26.SB.3").gap().subject, ZLIB);
    said(&supported("custody = \"mirror\"", "custody = \"mirror\""), "G26.SB.3").passes();
    // What the maker supplies is the maker's to keep.
    said(&supported("custody = \"mirror\"", "supplier = \"Acme Devices\""), "G26.SB.3").passes();
}

fn with_life(zlib: &str, more: &str) -> Case {
    let text = format!("[package.\"pkg:generic/lwip\"]\n{GOOD}\n[package.\"{ZLIB}\"]\n{zlib}\n{more}");
    let device = super::DEVICE
        .replace("in = \"housing\"", "in = \"housing\"\nsbom = \"sbom/pump.json\"")
        .replace("[project.maker]", "[project.life]\nend-of-support = 2036-12-31\n[project.maker]");
    crate::folder::folder(&[("vigil.toml", &device), ("model/it.toml", &text), ("sbom/pump.json", WHOLE)])
}

#[test]
fn support_that_ends_before_the_devices_has_a_plan() {
    let early = "support = { level = \"actively-maintained\", ends = 2031-06-30 }";
    let case = with_life(early, "");
    let judged = said(&case, "G26.SB.4");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), (ZLIB, "sbom/pump.json:6"));
    assert_eq!(
        (judged.gap().params["ends"].as_str(), judged.gap().params["device_ends"].as_str()),
        ("2031-06-30", "2036-12-31")
    );
    said(&with_life(&format!("{early}\nreplace = {{ plan = \"move to zlib-ng\" }}"), ""), "G26.SB.4")
        .passes();
    said(&with_life(early, "[plan]\nsupplier-end = \"we take over the source\"\n"), "G26.SB.4").passes();
    assert_eq!(at(said(&supported(GOOD, GOOD), "G26.SB.4").only(Outcome::Incomplete)), "vigil.toml:1");
}

#[test]
fn support_that_is_over_has_a_plan() {
    for (facts, why) in [
        ("support = { ends = 2026-08-01 }", "past its end of support (2026-08-01)"),
        ("support = { level = \"abandoned\" }", "abandoned"),
        ("support = { level = \"no-longer-maintained\" }", "no longer maintained"),
    ] {
        let case = supported(GOOD, facts);
        let judged = said(&case, "SB.7");
        assert_eq!((judged.gap().subject.as_str(), judged.gap().params["why"].as_str()), (ZLIB, why));
        assert_eq!(at(judged.gap()), "sbom/pump.json:6");
        said(&supported(GOOD, &format!("{facts}\nreplace = {{ plan = \"remove\" }}")), "SB.7").passes();
    }
    said(&supported(GOOD, GOOD), "SB.7").passes();
    said(&listed(WHOLE, ""), "SB.7").only(Outcome::Incomplete);
}

#[test]
fn a_supplier_is_controlled_with_evidence() {
    let lwip = "[supplier.lwip]\nname = \"lwIP\"\ncontrols = \"approved list\"\nevidence = \"ASL 88\"\n";
    let zlib = "[supplier.zlib]\nname = \"zlib\"\ncontrols = \"approved list\"\n";
    let case = listed(WHOLE, &format!("{lwip}{zlib}"));
    let judged = said(&case, "G26.SB.2");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), ("zlib", "model/it.toml:5"));
    assert_eq!(at(said(&listed(WHOLE, lwip), "G26.SB.2").gap()), "sbom/pump.json:6");
    said(&listed(WHOLE, &format!("{lwip}{zlib}evidence = \"ASL 89\"\n")), "G26.SB.2").passes();
    let on_package =
        format!("{lwip}[package.\"{ZLIB}\"]\nsupplier-controls = \"reviewed at each release\"\n");
    said(&listed(WHOLE, &on_package), "G26.SB.2").passes();
}
