//! The difference of two SBOMs, and several as one.

use std::collections::BTreeSet;

use vigil_finding::Severity;
use vigil_sbom::{Columns, Difference, Layer, Limits, Merged, Sbom, Stamp, Target, read, read_table, write};

fn sbom(file: &str, components: &str, rest: &str) -> Sbom {
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{{"timestamp":"2026-02-03T10:00:00Z",
"component":{{"type":"device","name":"pump","version":"1","bom-ref":"{file}-root"}}}},"components":[{components}]{rest}}}"#
    );
    read(text.as_bytes(), file).unwrap().sbom
}

const LWIP: &str = r#"{"type":"library","name":"lwip","version":"2.1.2","bom-ref":"l","purl":"pkg:generic/lwip@2.1.2",
"supplier":{"name":"lwIP"},"hashes":[{"alg":"SHA-1","content":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}]}"#;

#[test]
fn a_version_that_changed_is_one_change_and_no_loss_and_gain() {
    let old = sbom("old", &format!("{LWIP},{{\"type\":\"library\",\"name\":\"gone\"}}"), "");
    let new = sbom(
        "new",
        &format!("{},{{\"type\":\"library\",\"name\":\"come\"}}", LWIP.replace("2.1.2", "2.2.0")),
        "",
    );
    let difference = Difference::of(&old, &new);
    let fields: Vec<_> = difference.changed[0].fields.iter().map(|it| it.field.as_str()).collect();
    assert_eq!((difference.changed.len(), fields), (1, vec!["version"]));
    assert_eq!(difference.added[0].key.as_str(), "come");
    assert_eq!(difference.removed[0].key.as_str(), "gone");
    assert_eq!(difference.same, 1, "the pump itself");
    assert!(Difference::of(&old, &old).is_empty());
}

#[test]
fn of_two_versions_side_by_side_only_the_one_that_moved_is_told() {
    let two = |a: &str, b: &str| format!("{},{}", LWIP.replace("2.1.2", a), LWIP.replace("2.1.2", b));
    let difference = Difference::of(&sbom("old", &two("1", "2"), ""), &sbom("new", &two("2", "3"), ""));
    assert_eq!((difference.changed.len(), difference.added.len(), difference.removed.len()), (1, 0, 0));
    assert_eq!(difference.changed[0].old.as_str(), "pkg:generic/lwip@1");
    assert_eq!(difference.changed[0].new.as_str(), "pkg:generic/lwip@3");
}

#[test]
fn other_bytes_under_the_same_version_are_a_warning() {
    let other = LWIP.replace("da39a3ee", "00000000").replace("\"lwIP\"", "\"Other\"");
    let difference = Difference::of(&sbom("old", LWIP, ""), &sbom("new", &other, ""));
    let findings = difference.findings();
    assert_eq!((findings.len(), findings[0].severity), (1, Severity::Warning));
    assert!(findings[0].message.contains("supplier from `lwIP` to `Other`"), "{}", findings[0].message);
}

fn layered() -> (Sbom, Sbom, Sbom) {
    let built = sbom("built", LWIP, r#","dependencies":[{"ref":"built-root","dependsOn":["l"]}]"#);
    let declared = sbom(
        "declared",
        &format!(
            "{},{{\"type\":\"library\",\"name\":\"zlib\",\"version\":\"1.3\",\"bom-ref\":\"z\"}}",
            LWIP.replace("\"lwIP\"", "\"Other\"").replace("\"l\"", "\"x\"")
        ),
        r#","dependencies":[{"ref":"x","dependsOn":["z"]}]"#,
    );
    let list = "Name,Version,Level of support\nlwip,2.1.2,abandoned\nblob,1,\n";
    let hand =
        read_table(list.as_bytes(), "list.csv", None::<&Columns>, &Limits::default()).unwrap().reading.sbom;
    (built, declared, hand)
}

#[test]
fn merging_gives_one_entry_a_package_that_names_its_layers_and_reports_conflicts() {
    let (built, declared, hand) = layered();
    let merged =
        Merged::of(&[(Layer::Declared, &declared), (Layer::Built, &built), (Layer::of(&hand), &hand)]);
    let names: Vec<_> = merged.sbom.packages.iter().map(|package| package.key().to_string()).collect();
    assert_eq!(names, ["blob@1", "lwip@2.1.2", "pkg:generic/lwip@2.1.2", "zlib@1.3"]);
    let lwip = &merged.sbom.packages[2];
    let layers: Vec<_> = lwip
        .properties
        .iter()
        .filter(|it| it.name == "vigil:sbom:layer")
        .filter_map(|it| it.value.as_deref())
        .collect();
    assert_eq!(layers, ["built", "declared"]);
    assert_eq!(lwip.supplier_name().unwrap().0, "lwIP", "the built layer is the strongest");
    assert_eq!(merged.conflicts[0].what, "supplier");
    let edges: BTreeSet<_> = merged
        .sbom
        .dependencies
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |to| (from.as_str(), to.as_str())))
        .collect();
    assert!(edges.contains(&("pkg:generic/lwip@2.1.2", "zlib@1.3")), "{edges:?}");
    assert!(edges.contains(&("pump@1", "pkg:generic/lwip@2.1.2")), "{edges:?}");
}

#[test]
fn a_merged_sbom_does_not_depend_on_the_order_within_a_layer_and_can_be_read_again() {
    let (built, declared, hand) = layered();
    let stamp = Stamp { time: "2026-02-03T10:00:00Z".into(), tool: None };
    let bytes = |all: &[(Layer, &Sbom)]| {
        write(&Merged::of(all).sbom, Target::CyclonedxJson(6), &stamp).unwrap().bytes
    };
    let one = bytes(&[(Layer::Built, &built), (Layer::Declared, &declared), (Layer::ByHand, &hand)]);
    let two = bytes(&[(Layer::ByHand, &hand), (Layer::Built, &built), (Layer::Declared, &declared)]);
    assert_eq!(String::from_utf8_lossy(&one), String::from_utf8_lossy(&two));
    let back = read(&one, "merged").unwrap();
    assert_eq!(back.sbom.packages.len(), 4);
    let again = Merged::of(&[(Layer::Built, &back.sbom)]);
    let keys = |sbom: &Sbom| sbom.packages.iter().map(|it| it.bom_ref.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&again.sbom), keys(&back.sbom), "an identity is stable");
}

#[test]
fn layers_that_disagree_on_support_and_lose_fields_are_told_so() {
    let (built, mut declared, hand) = layered();
    let mut one = built.clone();
    one.packages[0].support.level = Some(vigil_sbom::SupportLevel::Abandoned);
    one.packages[0].unknown.insert("x-own".into(), 1.into());
    declared.packages[0].support.level = Some(vigil_sbom::SupportLevel::ActivelyMaintained);
    declared.packages[0].unknown.insert("x-own".into(), 2.into());
    let merged = Merged::of(&[(Layer::Built, &one), (Layer::Declared, &declared), (Layer::ByHand, &hand)]);
    assert!(merged.conflicts.iter().any(|it| it.what == "level of support"), "{:#?}", merged.conflicts);
    assert!(merged.left_out.contains("package.x-own"), "{:?}", merged.left_out);
    let told: Vec<_> = merged.findings().into_iter().filter(|it| it.code == "sbom.maybe-one").collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].message.contains("`lwip@2.1.2` and `pkg:generic/lwip@2.1.2`"), "{}", told[0].message);
}
