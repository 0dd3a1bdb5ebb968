use super::*;

fn versions<'a>(standing: Standing, from: &'a str, until: Option<&'a str>, inclusive: bool) -> Versions<'a> {
    Versions {
        standing,
        order: "".into(),
        from: from.into(),
        until: until.map(Into::into),
        is_inclusive: inclusive,
        changes: Vec::new(),
    }
}

fn product(role: Role, default: Option<Standing>, list: Vec<Versions<'_>>) -> Product<'_> {
    Product { role, default, versions: list, ..Product::default() }
}

/// `yes`, `likely`, `unknown`, `silent`, `no`.
fn word(product: &Product<'_>, version: &str) -> &'static str {
    let verdict = evaluate(product, Some(version), "");
    match verdict.truth {
        Truth::Yes => "yes",
        Truth::Likely(_) => "likely",
        Truth::Unknown(_) if verdict.is_silent => "silent",
        Truth::Unknown(_) => "unknown",
        Truth::No(_) => "no",
    }
}

use Role::{Assigner, Enricher, Publisher};
use Standing::{Affected, Fixed, Unaffected, Unknown};

#[test]
fn the_first_versions_that_are_about_it_decide_then_the_default() {
    let kernel = product(
        Assigner,
        Some(Affected),
        vec![
            versions(Affected, "5.10", None, true),
            versions(Unaffected, "0", Some("5.10"), false),
            versions(Unaffected, "5.10.216", Some("5.10.*"), true),
            versions(Unaffected, "6.1.90", Some("6.1.*"), true),
            versions(Unaffected, "6.9", Some("*"), true),
        ],
    );
    let table = [
        ("4.19", "no"),
        ("5.10", "yes"),
        ("5.10.215", "yes"),
        ("5.10.216", "no"),
        ("5.10.300", "no"),
        ("5.15.1", "yes"),
        ("6.1.89", "yes"),
        ("6.1.90", "no"),
        ("6.8.12", "yes"),
        ("6.9", "no"),
        ("7.0", "no"),
    ];
    for (version, expected) in table {
        assert_eq!(word(&kernel, version), expected, "{version}");
    }
}

#[test]
fn a_change_inside_a_range_holds_from_there_on() {
    let mut range = versions(Affected, "1.0", Some("2.0"), false);
    range.changes.push(vigil_vulndb::Change { at: "1.5".into(), standing: Unaffected });
    let product = product(Assigner, Some(Unaffected), vec![range]);
    for (version, expected) in [("0.9", "no"), ("1.4", "yes"), ("1.5", "no"), ("2.0", "no")] {
        assert_eq!(word(&product, version), expected, "{version}");
    }
    assert_eq!(evaluate(&product, Some("1.4"), "").fixed, ["1.5", "2.0"]);
}

#[test]
fn a_default_of_who_enriched_the_record_makes_no_version_affected() {
    let table = [
        (Enricher, Some(Unknown), "no"),
        (Enricher, Some(Affected), "silent"),
        (Enricher, Some(Unaffected), "no"),
        (Assigner, Some(Unknown), "silent"),
        (Assigner, Some(Affected), "silent"),
        (Assigner, None, "no"),
        (Publisher, None, "no"),
    ];
    for (role, default, expected) in table {
        let product = product(role, default, vec![versions(Affected, "0", Some("1.2"), false)]);
        assert_eq!(word(&product, "1.1"), "yes", "{role:?} {default:?}");
        assert_eq!(word(&product, "1.2"), expected, "{role:?} {default:?}");
    }
    let without_versions = product(Enricher, Some(Affected), Vec::new());
    assert_eq!(word(&without_versions, "1"), "silent");
    assert_eq!(word(&product(Assigner, Some(Affected), Vec::new()), "1"), "yes");
    assert_eq!(word(&product(Assigner, Some(Unaffected), Vec::new()), "1"), "no");
    assert_eq!(word(&product(Assigner, None, Vec::new()), "1"), "silent");
}

#[test]
fn words_are_read_and_what_cannot_be_read_is_never_unaffected() {
    let table = [
        ("*", "3.0", "yes"),
        ("n/a", "3.0", "likely"),
        ("< 1.2", "1.1", "yes"),
        ("< 1.2", "1.2", "no"),
        ("1.2 and earlier", "1.2", "yes"),
        ("1.2.x", "1.2.9", "yes"),
        ("1.2.x", "1.3", "no"),
        ("<= V9.x", "9.7", "yes"),
        ("<= V9.x", "10.0", "no"),
        ("R8A", "r8a", "yes"),
        ("serial numbers of april", "1.2", "unknown"),
        ("< 1.2", "build of monday", "unknown"),
    ];
    for (text, version, expected) in table {
        let product = product(Publisher, None, vec![versions(Affected, text, None, true)]);
        assert_eq!(word(&product, version), expected, "{text} {version}");
    }
    let unread = versions(Affected, "serial numbers of april", None, true);
    let fixed = versions(Fixed, "2.0", None, true);
    let both = product(Publisher, None, vec![unread, fixed]);
    assert_eq!(word(&both, "2.0"), "unknown");
}

#[test]
fn without_a_version_only_a_statement_on_all_versions_holds() {
    let all = product(Assigner, None, vec![versions(Affected, "*", None, true)]);
    assert_eq!(evaluate(&all, None, "").truth, Truth::Yes);
    let some = product(Assigner, None, vec![versions(Affected, "1.0", None, true)]);
    assert!(matches!(evaluate(&some, None, "").truth, Truth::Unknown(_)));
}

#[test]
fn commits_decide_only_where_they_are_named() {
    let (bad, good, other) = ("a".repeat(40), "b".repeat(40), "c".repeat(40));
    let mut range = versions(Affected, &bad, Some(&good), false);
    range.order = "git".into();
    let product = product(Assigner, Some(Unaffected), vec![range]);
    let source =
        |commit| super::super::commit::Source { repository: "r", commit: Some(commit), version: None };
    assert_eq!(evaluate_source(&product, source(bad.as_str())).truth, Truth::Yes);
    assert!(evaluate_source(&product, source(&good)).truth.is_no());
    assert!(matches!(evaluate_source(&product, source(&other)).truth, Truth::Unknown(_)));
    // A version says nothing of commits; another part of the record may.
    assert_eq!(word(&product, "1.0"), "silent");
}

#[test]
fn the_order_that_is_stated_is_used_and_a_text_that_breaks_it_is_read_generically() {
    let mut range = versions(Affected, "0", Some("0:4.18.0-553.el8"), false);
    range.order = "rpm".into();
    assert_eq!(word(&product(Assigner, None, vec![range]), "0:4.18.0-500.el8"), "yes");
    let mut range = versions(Affected, "1.2.3.4", Some("1.2.3.10"), false);
    range.order = "semver".into();
    assert_eq!(word(&product(Assigner, None, vec![range]), "1.2.3.9"), "yes");
}
