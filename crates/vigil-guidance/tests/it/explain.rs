//! How a rule is explained and said.

use std::collections::BTreeMap;

use vigil_finding::Severity;
use vigil_guidance::{Catalogue, Profile};

#[test]
fn a_recommendation_is_called_one() {
    let catalogue = Catalogue::builtin();
    let told = catalogue.explain(catalogue.rule("G26.SB.9").unwrap());
    assert_eq!(told.force, "a recommendation");
    assert_eq!(told.clause, "FDA 3 Feb 2026, V.A.4(b) (SBOM, support of components, known vulnerabilities)");
    assert_eq!(told.element, "T1d, Vulnerability assessment and software support");
    assert_eq!(told.files, ["08_Software_Support_Addendum", "07_SBOM_{device}_{version}"]);
    assert!(told.next[0].contains("support = { level = \"actively-maintained\""), "{:?}", told.next);
    assert_eq!(told.otherwise.len(), 1);
}

#[test]
fn the_law_is_called_the_law_and_admits_no_alternative() {
    let catalogue = Catalogue::builtin();
    let told = catalogue.explain(catalogue.rule("S524B.3").unwrap());
    assert_eq!(told.force, "a statutory requirement for cyber devices");
    assert_eq!(told.statute.as_deref(), Some("524B(b)(3)"));
    assert!(told.otherwise.is_empty());
}

#[test]
fn a_check_of_the_project_is_not_put_in_the_mouth_of_a_regulator() {
    let catalogue = Catalogue::builtin();
    let told = catalogue.explain(catalogue.rule("X.1").unwrap());
    assert_eq!(told.force, "a consistency check of this project");
    assert!(told.clause.starts_with("this project, "), "{}", told.clause);
}

#[test]
fn an_unverified_text_says_so() {
    let catalogue = Catalogue::builtin();
    let told = catalogue.explain(catalogue.rule("S524B.4").unwrap());
    assert!(told.notes.iter().any(|note| note.starts_with("no source confirmed")), "{:?}", told.notes);
}

#[test]
fn a_finding_is_made_from_rule_and_parameters() {
    let catalogue = Catalogue::builtin();
    let rule = catalogue.rule("G26.SB.9").unwrap();
    let params = BTreeMap::from([("known", "64".to_owned())]);
    let found = rule.finding(Profile::Submission, "pkg:generic/lwip@2.1.2", &params);
    assert_eq!(found.code, "G26.SB.9");
    assert_eq!(found.severity, Severity::Error);
    assert_eq!(found.message, "`pkg:generic/lwip@2.1.2` states no level of support");
    assert_eq!(found.help[1], "64 other packages already state theirs");
    assert_eq!(
        found.see.as_deref(),
        Some("FDA 3 Feb 2026, V.A.4(b) (a recommendation); `vigil explain G26.SB.9`")
    );
    assert_eq!(rule.finding(Profile::Draft, "a", &params).severity, Severity::Note);
    assert_eq!(rule.missing(&params), ["subject"]);
}

#[test]
fn fixed_arguments_and_the_title_fill_the_sentence() {
    let catalogue = Catalogue::builtin();
    let rule = catalogue.rule("G26.LB.14").unwrap();
    let found = rule.finding(Profile::Review, "label", &BTreeMap::new());
    assert_eq!(found.message, "no label covers: Secure decommissioning");
    assert!(found.help[0].contains("`[label.ID] topic = \"decommissioning\"`"), "{:?}", found.help);
    assert!(rule.missing(&BTreeMap::new()).is_empty());
}

#[test]
fn every_rule_can_be_explained_in_full() {
    let catalogue = Catalogue::builtin();
    for rule in catalogue.rules() {
        let told = catalogue.explain(rule);
        assert!(told.clause.contains('('), "{}: the section has no subject", rule.id);
        assert!(told.element.contains(", "), "{}", rule.id);
        assert!(told.applies.iter().all(|fact| fact.contains(": ")), "{}", rule.id);
        assert!(!told.next.is_empty() && !told.files.is_empty(), "{}", rule.id);
    }
}

#[test]
fn the_nearest_id_knows_how_people_shorten_them() {
    let catalogue = Catalogue::builtin();
    assert_eq!(catalogue.nearest_id("A1.AU.5"), Some("G26.A1.AU.5"));
    assert_eq!(catalogue.nearest_id("g26.tm.5"), Some("G26.TM.5"));
    assert_eq!(catalogue.nearest_id("S524B.2B"), Some("S524B.2B"));
    assert_eq!(catalogue.nearest_id("nothing like it"), None);
}
