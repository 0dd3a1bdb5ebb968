//! SBOM files: form, author, version, relationships, coverage, and what they state of each package.

use vigil_case::Case;
use vigil_check::Outcome;

use super::{DEVICE, finds, passes, value, with};
use crate::folder::{at, folder, said};

/// An SBOM that leaves nothing to ask for.
pub(crate) const WHOLE: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
"metadata": {"timestamp": "2026-05-01T10:00:00Z", "authors": [{"name": "Build"}],
"component": {"bom-ref": "p", "type": "firmware", "name": "pump", "version": "1.0"}},
"components": [
{"bom-ref": "l", "type": "library", "name": "lwip", "version": "2.1.2", "purl": "pkg:generic/lwip@2.1.2", "supplier": {"name": "lwIP"}, "licenses": [{"license": {"id": "BSD-3-Clause"}}], "hashes": [{"alg": "SHA-256", "content": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]},
{"bom-ref": "z", "type": "library", "name": "zlib", "version": "1.3", "purl": "pkg:generic/zlib@1.3", "supplier": {"name": "zlib"}, "hashes": [{"alg": "SHA-256", "content": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}
],
"dependencies": [{"ref": "p", "dependsOn": ["l"]}, {"ref": "l", "dependsOn": ["z"]}, {"ref": "z", "dependsOn": []}],
"compositions": [{"aggregate": "complete", "dependencies": ["p"]}]
}"#;
pub(crate) const ZLIB: &str = "pkg:generic/zlib@1.3";
const RELEASE: &str =
    "[release.\"1.0\"]\nlast-security-change = 2026-04-30\ncomponents = { pump = { version = \"1.0\" } }\n";

/// The device whose part has this SBOM.
pub(crate) fn listed(sbom: &str, more: &str) -> Case {
    let device = DEVICE.replace("in = \"housing\"", "in = \"housing\"\nsbom = \"sbom/pump.json\"");
    folder(&[("vigil.toml", &device), ("model/it.toml", more), ("sbom/pump.json", sbom)])
}

fn without(part: &str) -> String {
    assert!(WHOLE.contains(part), "{part}");
    WHOLE.replacen(part, "", 1)
}

#[test]
fn a_whole_sbom_passes_what_is_asked_of_files_and_packages() {
    let more =
        format!("{RELEASE}[inventory]\nconfiguration-management = \"SOP 3\"\npublic-version = \"1.0\"\n");
    let case = listed(WHOLE, &more);
    for rule in [
        "SB.1",
        "SB.2",
        "SB.3",
        "SB.4",
        "SB.5",
        "SB.8",
        "SB.13",
        "G26.SB.6",
        "G26.SB.7",
        "G26.SB.8",
        "G26.SB.12",
        "G26.SB.17",
    ] {
        said(&case, rule).passes();
    }
}

#[test]
fn what_is_not_there_was_not_looked_at() {
    let case = with("");
    for rule in [
        "SB.1",
        "SB.2",
        "SB.3",
        "SB.4",
        "SB.5",
        "SB.6",
        "SB.7",
        "SB.8",
        "G26.SB.1",
        "G26.SB.4",
        "G26.SB.9",
        "G26.SB.12",
    ] {
        let judged = said(&case, rule);
        assert_eq!(judged.all().len(), 1, "{rule}");
        judged.only(Outcome::Incomplete);
    }
    let named = DEVICE.replace("in = \"housing\"", "in = \"housing\"\nsbom = \"sbom/gone.json\"");
    let case = folder(&[("vigil.toml", &named)]);
    assert_eq!(at(said(&case, "SB.1").only(Outcome::Incomplete)), "vigil.toml:15");
}

#[test]
fn faults_of_form_are_counted_by_file() {
    let case = listed(&WHOLE.replace("\"type\": \"library\"", "\"type\": \"gadget\""), "");
    let judged = said(&case, "SB.1");
    assert_eq!(judged.gap().subject, "sbom/pump.json");
    assert_eq!(judged.gap().params["n"], "2");
}

#[test]
fn an_sbom_names_author_and_time() {
    let case = listed(
        &without("\"timestamp\": \"2026-05-01T10:00:00Z\", \"authors\": [{\"name\": \"Build\"}],"),
        "",
    );
    let judged = said(&case, "SB.2");
    assert_eq!(
        (judged.gap().subject.as_str(), at(judged.gap()).as_str()),
        ("sbom/pump.json", "sbom/pump.json:1")
    );
    assert_eq!(judged.gap().params["lacks"], "names no author and has no timestamp");
}

#[test]
fn an_sbom_is_of_the_version_under_review() {
    let case = listed(WHOLE, &RELEASE.replace("version = \"1.0\"", "version = \"1.1\""));
    let judged = said(&case, "SB.4");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), ("pump", "sbom/pump.json:3"));
    assert_eq!(
        (judged.gap().params["said"].as_str(), judged.gap().params["wanted"].as_str()),
        ("1.0", "1.1")
    );
    assert_eq!(at(said(&listed(WHOLE, ""), "SB.4").only(Outcome::Incomplete)), "vigil.toml:4");
    assert_eq!(
        at(said(&listed(WHOLE, "[release.\"1.0\"]\ncomponents = {}\n"), "SB.4").only(Outcome::Incomplete)),
        "model/it.toml:2"
    );
}

#[test]
fn packages_are_reached_and_completeness_is_declared() {
    let case = listed(&WHOLE.replace("\"dependsOn\": [\"z\"]", "\"dependsOn\": []"), "");
    let judged = said(&case, "SB.5");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), (ZLIB, "sbom/pump.json:6"));
    assert_eq!(judged.gap().params["lacks"], "is reached from no other component");
    let silent = without(",\n\"compositions\": [{\"aggregate\": \"complete\", \"dependencies\": [\"p\"]}]");
    assert_eq!(said(&listed(&silent, ""), "SB.5").gap().subject, "sbom/pump.json");
    let flat = WHOLE.replace("\"dependencies\": [{\"ref\"", "\"unused\": [{\"ref\"");
    said(&listed(&flat, ""), "SB.5").only(Outcome::Incomplete);
}

#[test]
fn an_sbom_covers_depth_and_every_origin() {
    let shallow = WHOLE.replace("[\"l\"]", "[\"l\", \"z\"]").replace("[\"z\"]", "[]");
    let judged_case = listed(&shallow, "");
    let judged = said(&judged_case, "G26.SB.6");
    assert_eq!((judged.gap().subject.as_str(), at(judged.gap()).as_str()), ("pump", "vigil.toml:15"));
    assert_eq!(judged.gap().params["lacks"], "lists direct dependencies only");
    said(&listed(&shallow, "[inventory]\ndepth-because = \"no more exist\"\n"), "G26.SB.6").passes();
    let closed = without("\"licenses\": [{\"license\": {\"id\": \"BSD-3-Clause\"}}], ");
    assert_eq!(said(&listed(&closed, ""), "G26.SB.6").gap().params["lacks"], "lists no open-source software");
}

#[test]
fn an_sbom_is_of_the_build_and_under_configuration_management() {
    let later = RELEASE.replace("2026-04-30", "2026-05-10");
    let case = listed(WHOLE, &later);
    let judged = said(&case, "G26.SB.7");
    let lacks = "was made on 2026-05-01, before the last change of the release (2026-05-10)";
    assert_eq!(judged.gap_on("pump").params["lacks"], lacks);
    assert_eq!(at(judged.gap_on("pump")), "sbom/pump.json:1");
    assert_eq!(at(judged.gap_on("inventory")), "vigil.toml:1");
    let early =
        WHOLE.replacen("\"metadata\": {", "\"metadata\": {\"lifecycles\": [{\"phase\": \"pre-build\"}], ", 1);
    assert_ne!(early, WHOLE);
    let judged = said(&listed(&early, RELEASE), "G26.SB.7");
    assert_eq!(judged.gap_on("pump").params["lacks"], "was made before the build (`pre-build`), not from it");
    let other = RELEASE.replace("\"1.0\" }", "\"2.0\" }");
    let judged = said(&listed(WHOLE, &other), "G26.SB.7");
    assert_eq!(judged.gap_on("pump").params["lacks"], "describes another build than the release");
    said(&listed(WHOLE, ""), "G26.SB.7").only(Outcome::Incomplete);
}

#[test]
fn an_sbom_that_is_older_than_the_build_is_told_and_without_days_nothing_is_claimed() {
    let built = |day: &str| {
        let release = RELEASE.replace("last-security-change = 2026-04-30\n", "");
        let release = release.replace("\"1.0\" }", &format!("\"1.0\", built = {day} }}"));
        let case = listed(WHOLE, &release);
        let judged = said(&case, "G26.SB.7");
        let gaps = judged.with(Outcome::Gap).into_iter().filter(|it| it.subject == "pump");
        gaps.map(|it| it.params["lacks"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(built("2026-05-03"), ["was made on 2026-05-01, before the build of the release (2026-05-03)"]);
    assert!(built("2026-05-01").is_empty(), "an SBOM of the same day may be of the build");
    let because = |sbom: &str, release: &str| {
        let case = listed(sbom, release);
        said(&case, "G26.SB.7").only(Outcome::Incomplete).because.clone().unwrap_or_default()
    };
    let silent = RELEASE.replace("last-security-change = 2026-04-30\n", "");
    let said = because(WHOLE, &silent);
    assert!(said.contains("could not be checked") && said.contains("`built`"), "{said}");
    let timeless = WHOLE.replace("\"timestamp\": \"2026-05-01T10:00:00Z\", ", "");
    assert_ne!(timeless, WHOLE);
    let said = because(&timeless, RELEASE);
    assert!(said.contains("the SBOM states no day"), "{said}");
}

#[test]
fn a_placeholder_a_range_and_a_weak_digest_state_nothing_as_for_bare_sboms() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let zlib = "\"name\": \"zlib\", \"version\": \"1.3\", \"purl\": \"pkg:generic/zlib@1.3\"";
    let version = |text: &str| {
        format!(
            "\"name\": \"zlib\", \"version\": \"{text}\", \"cpe\": \"cpe:2.3:a:zlib:zlib:1.3:*:*:*:*:*:*:*\""
        )
    };
    let (start, end) = WHOLE.split_at(WHOLE.find("\"bom-ref\": \"z\"").unwrap());
    let changed = |from: &str, to: &str| {
        assert!(end.contains(from), "{from}");
        format!("{start}{}", end.replacen(from, to, 1))
    };
    let weak = format!("\"alg\": \"SHA-256\", \"content\": \"{digest}\"");
    for (sbom, missing) in [
        (changed(zlib, &version("TBD")), "`version` (`TBD`: it is a placeholder)"),
        (changed(zlib, &version(">=1.0")), "`version` (`>=1.0`: it is a range, not one version)"),
        (
            changed(&weak, "\"alg\": \"MD5\", \"content\": \"d41d8cd98f00b204e9800998ecf8427e\""),
            "`hash` (`MD5`: the algorithm is weak)",
        ),
    ] {
        let case = listed(&sbom, "");
        assert_eq!(said(&case, "SB.3").gap().params["missing"], missing);
        let profile = vigil_sbom::Profile::named("fda").unwrap();
        let field = if missing.starts_with("`hash") { "hash" } else { "version" };
        let judged = vigil_sbom::Judged::of(&case.sboms["pump"], &profile);
        let unusable = judged.fields.iter().find(|it| it.field == field).unwrap().unusable;
        assert_eq!(unusable, 1, "`sbom check` says the same: {missing}");
    }
    // What a person adds takes the place of what the SBOM says.
    let case = listed(
        &changed(&weak, "\"alg\": \"MD5\", \"content\": \"d41d8cd98f00b204e9800998ecf8427e\""),
        &format!("[package.\"{ZLIB}\"]\nhash = {{ sha256 = \"{digest}\" }}\n"),
    );
    said(&case, "SB.3").passes();
}

#[test]
fn a_component_list_alone_is_no_sbom_for_programs_of_others() {
    let device = DEVICE.replace("in = \"housing\"", "in = \"housing\"\nsbom = \"sbom/list.csv\"");
    let case = folder(&[("vigil.toml", &device), ("sbom/list.csv", "Name,Version\nlwip,2.1.2\n")]);
    let lacks = said(&case, "G26.SB.8").gap_on("pump").params["lacks"].clone();
    assert!(lacks.contains("a component list in no format for SBOMs"), "{lacks}");
    assert!(lacks.contains("vigil export sbom --component pump"), "{lacks}");
}

#[test]
fn the_digest_of_the_build_outweighs_its_version() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let hashed = WHOLE.replace(
        "\"name\": \"pump\", \"version\": \"1.0\"",
        &format!("\"name\": \"pump\", \"version\": \"9\", \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": \"{digest}\"}}]"),
    );
    let build = RELEASE.replace("\"1.0\" }", &format!("\"1.0\", build = \"sha256:{digest}\" }}"));
    assert!(
        said(&listed(&hashed, &build), "G26.SB.7")
            .with(Outcome::Gap)
            .iter()
            .all(|it| it.subject == "inventory")
    );
    let changed = build.replace("e3b0", "0000");
    said(&listed(&hashed, &changed), "G26.SB.7").gap_on("pump");
}

#[test]
fn each_part_names_a_readable_sbom() {
    let params = finds("G26.SB.8", "", "pump", "vigil.toml:12");
    assert_eq!(value(&params, "lacks"), "names no SBOM file");
    let judged = said(&listed("not an SBOM", ""), "G26.SB.8");
    assert_eq!(at(judged.gap()), "vigil.toml:15");
    assert!(judged.gap().params["lacks"].contains("cannot be read"));
}

#[test]
fn users_are_offered_the_sbom_under_review() {
    let params = finds("SB.13", "[inventory]\npublic-version = \"0.9\"\n", "inventory", "model/it.toml:2");
    assert_eq!((value(&params, "said"), value(&params, "wanted")), ("0.9".into(), "1.0".into()));
    let params = finds("SB.13", "", "inventory", "vigil.toml:1");
    assert_eq!(value(&params, "said"), "(not stated)");
    passes("SB.13", "[inventory]\npublic-version = \"1.0\"\n");
}

#[test]
fn attributes_are_there_or_their_absence_is_explained() {
    let bare = WHOLE.replace("\"supplier\": {\"name\": \"zlib\"}, ", "").replacen("\"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}]}\n", "\"description\": \"x\"}\n", 1);
    let case = listed(&bare, "");
    for rule in ["SB.3", "G26.SB.12"] {
        let judged = said(&case, rule);
        assert_eq!(
            (judged.gap().subject.as_str(), at(judged.gap()).as_str()),
            (ZLIB, "sbom/pump.json:6"),
            "{rule}"
        );
        assert_eq!(judged.gap().params["missing"], "`supplier`, `hash`");
    }
    assert_eq!(said(&case, "SB.3").gap().params["n"], "2");
    assert_eq!(said(&case, "G26.SB.17").gap().params["missing"], "`supplier`");
    let told =
        format!("[package.\"{ZLIB}\"]\nsupplier = \"zlib\"\nunknown = {{ hash = \"built from source\" }}\n");
    for rule in ["SB.3", "G26.SB.12", "G26.SB.17"] {
        said(&listed(&bare, &told), rule).passes();
    }
    let shrugged = WHOLE.replace("{\"name\": \"zlib\"}", "{\"name\": \"NOASSERTION\"}");
    let missing = "`supplier` (only `NOASSERTION` is said)";
    assert_eq!(said(&listed(&shrugged, ""), "G26.SB.17").gap().params["missing"], missing);
}

#[test]
fn a_record_on_a_package_fits_a_package_and_a_part() {
    let stray = "[package.\"pkg:generic/openssl@3\"]\nlicence = \"Apache-2.0\"\n";
    let case = listed(WHOLE, stray);
    for rule in ["G26.SB.11", "SB.8"] {
        let judged = said(&case, rule);
        assert_eq!(
            (judged.gap().subject.as_str(), at(judged.gap()).as_str()),
            ("pkg:generic/openssl@3", "model/it.toml:1")
        );
    }
    assert_eq!(said(&case, "G26.SB.11").gap().params["side"], "support records");
    said(&listed(WHOLE, &format!("[package.\"{ZLIB}\"]\nlicence = \"Zlib\"\n")), "G26.SB.11").passes();
    said(&listed(WHOLE, &format!("{stray}in = \"pump\"\n")), "G26.SB.11").passes();
    said(&listed(WHOLE, ""), "G26.SB.11").only(Outcome::NotApplicable);
}
