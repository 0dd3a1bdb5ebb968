//! Ranges and configurations, as tables.

use serde_json::{Value, json};
use vigil_match::{Options, State};

use crate::support::*;

/// Versions with the state that each ends in.
type Expected = Vec<(&'static str, State)>;

const A: State = State::Affected;
const N: State = State::NotAffected;
const U: State = State::NotChecked;

#[test]
fn osv_ranges_hold_as_the_schema_says() {
    let table: Vec<(&str, &str, Value, Vec<&str>, Expected)> = vec![
        (
            "npm",
            "from and to",
            range("SEMVER", json!([{"introduced": "1.0.0"}, {"fixed": "1.2.0"}])),
            vec![],
            vec![("0.9.0", N), ("1.0.0", A), ("1.1.9", A), ("1.2.0-rc.1", A), ("1.2.0", N)],
        ),
        (
            "npm",
            "twice",
            range(
                "SEMVER",
                json!([{"introduced": "0"}, {"fixed": "1.0.0"}, {"introduced": "2.0.0"}, {"fixed": "2.1.0"}]),
            ),
            vec![],
            vec![("0.1.0", A), ("1.5.0", N), ("2.0.5", A), ("2.1.0", N)],
        ),
        (
            "npm",
            "events out of order",
            range("SEMVER", json!([{"fixed": "2.1.0"}, {"introduced": "2.0.0"}])),
            vec![],
            vec![("1.9.0", N), ("2.0.0", A), ("2.1.0", N)],
        ),
        (
            "npm",
            "last affected",
            range("SEMVER", json!([{"introduced": "0"}, {"last_affected": "1.4.0"}])),
            vec![],
            vec![("1.4.0", A), ("1.4.1", N)],
        ),
        (
            "npm",
            "no end",
            range("SEMVER", json!([{"introduced": "0"}])),
            vec![],
            vec![("99.0.0", A), ("what", A)],
        ),
        (
            "npm",
            "limit",
            range("SEMVER", json!([{"introduced": "1.0.0"}, {"limit": "2.0.0"}])),
            vec![],
            vec![("1.9.0", A), ("2.0.0", N)],
        ),
        (
            "npm",
            "listed wins",
            range("SEMVER", json!([{"introduced": "0"}, {"fixed": "1.0.0"}])),
            vec!["3.3.3"],
            vec![("3.3.3", A), ("3.3.4", N), ("0.5.0", A)],
        ),
        ("npm", "list only", json!([]), vec!["1.0.0", "1.1.0"], vec![("1.0.0", A), ("1.2.0", N), ("odd", U)]),
        ("npm", "neither", json!([]), vec![], vec![("1.0.0", U)]),
        (
            "npm",
            "unreadable end",
            range("SEMVER", json!([{"introduced": "0"}, {"fixed": "next"}])),
            vec![],
            vec![("1.0.0", U)],
        ),
        (
            "npm",
            "unknown kind",
            range("FUTURE", json!([{"introduced": "0"}, {"fixed": "1"}])),
            vec![],
            vec![("1.0.0", U)],
        ),
        (
            "npm",
            "commits only",
            json!([{"type": "GIT", "repo": "https://e.example/r", "events": [{"introduced": "0"}]}]),
            vec![],
            vec![("1.0.0", U)],
        ),
        (
            "PyPI",
            "pep440",
            range("ECOSYSTEM", json!([{"introduced": "0"}, {"fixed": "1.0"}])),
            vec![],
            vec![("1.0rc1", A), ("1.0.post1", N), ("1!0.1", N)],
        ),
        ("PyPI", "listed by order", json!([]), vec!["1.0.0"], vec![("1.0", A), ("1.0.1", N)]),
        (
            "Debian:12",
            "fixed at nothing",
            range("ECOSYSTEM", json!([{"introduced": "0"}, {"fixed": "0"}])),
            vec![],
            vec![("1.0-1", N)],
        ),
        (
            "Debian:12",
            "tilde and epoch",
            range("ECOSYSTEM", json!([{"introduced": "0"}, {"fixed": "1.0-1"}])),
            vec![],
            vec![("1.0~rc1-1", A), ("1:0.1-1", N)],
        ),
    ];
    let kinds = [("npm", "pkg:npm/it"), ("PyPI", "pkg:pypi/it"), ("Debian:12", "pkg:deb/debian/it")];
    for (ecosystem, case, ranges, versions, expected) in table {
        let record = osv("GHSA-case", &["CVE-2024-1"], ecosystem, "it", ranges, &versions);
        let (_folder, database) = database(&[record]);
        let purl = kinds.iter().find(|(known, _)| *known == ecosystem).unwrap().1;
        for (version, state) in expected {
            let text = format!("{purl}@{}?distro=debian-12", version.replace('!', "%21"));
            let result = one(&database, with_purl(&text));
            assert_eq!(result.state, state, "{case} at {version}: {result:#?}");
        }
    }
}

#[test]
fn nvd_names_and_ranges_hold_as_their_relation_says() {
    let bounded = |from: (&str, &str), to: (&str, &str)| {
        let mut leaf = leaf(true, &cpe("a", "v", "p", "*"), None);
        for (key, value) in [from, to] {
            if !key.is_empty() {
                leaf[key] = json!(value);
            }
        }
        leaf
    };
    let named = |text: &str| leaf(true, text, None);
    let table: Vec<(&str, Value, Expected)> = vec![
        (
            "closed",
            bounded(("versionStartIncluding", "1.0"), ("versionEndIncluding", "2.0")),
            vec![("0.9", N), ("1.0", A), ("2.0", A), ("2.0.1", N)],
        ),
        (
            "open",
            bounded(("versionStartExcluding", "1.0"), ("versionEndExcluding", "2.0")),
            vec![("1.0", N), ("1.1", A), ("2.0", N)],
        ),
        ("from only", bounded(("versionStartIncluding", "1.0"), ("", "")), vec![("0.1", N), ("7", A)]),
        (
            "letters",
            bounded(("", ""), ("versionEndExcluding", "1.0.2zh")),
            vec![("1.0.2zg", A), ("1.0.2zh", N), ("1.0.2a", A)],
        ),
        (
            "not a version",
            bounded(("", ""), ("versionEndExcluding", "1.0")),
            vec![("0123456789abcdef0123456789abcdef01234567", U)],
        ),
        ("every version", named(&cpe("a", "v", "p", "*")), vec![("1", A), ("odd", A)]),
        (
            "one version",
            named(&cpe("a", "v", "p", "1.2.0")),
            vec![("1.2.0", A), ("1.2", A), ("1.3.0", N), ("12.0", N)],
        ),
        ("pattern", named(&cpe("a", "v", "p", "1.2.*")), vec![("1.2.7", A), ("1.3.0", N)]),
        ("no version", named(&cpe("a", "v", "p", "-")), vec![("1.0", A)]),
        (
            "before the release",
            named("cpe:2.3:a:v:p:1.2:beta1:*:*:*:*:*:*"),
            vec![("1.2", N), ("1.2-beta1", A), ("1.3", N)],
        ),
        (
            "update in the version",
            named("cpe:2.3:a:v:p:7.4:p1:*:*:*:*:*:*"),
            vec![("7.4p1", A), ("7.5p1", N)],
        ),
    ];
    for (case, leaf, expected) in table {
        let (_folder, database) = database(&[nvd("CVE-2024-1", any_of(vec![leaf]))]);
        for (version, state) in expected {
            let component =
                json!({"type": "library", "name": "x", "version": version, "cpe": cpe("a", "v", "p", "*")});
            let result = one(&database, component);
            assert_eq!(result.state, state, "{case} at {version}: {result:#?}");
        }
    }
}

#[test]
fn what_the_sbom_leaves_open_makes_a_match_uncertain() {
    let table = [
        ("cpe:2.3:a:v:p:1.0:*:*:*:*:node.js:*:*", cpe("a", "v", "p", "1.0"), Some(true)),
        (
            "cpe:2.3:a:v:p:1.0:*:*:*:*:node.js:*:*",
            "cpe:2.3:a:v:p:1.0:*:*:*:*:node.js:*:*".to_owned(),
            Some(false),
        ),
        ("cpe:2.3:a:v:p:1.0:*:*:*:*:node.js:*:*", "cpe:2.3:a:v:p:1.0:*:*:*:*:python:*:*".to_owned(), None),
        ("cpe:2.3:a:v:p:-:*:*:*:*:*:*:*", cpe("a", "v", "p", "1.0"), Some(true)),
        ("cpe:2.3:a:v:p:1.0:*:*:*:*:*:*:*", cpe("o", "v", "p", "1.0"), Some(true)),
    ];
    for (criteria, ours, expected) in table {
        let (_folder, database) = database(&[nvd("CVE-2024-1", any_of(vec![leaf(true, criteria, None)]))]);
        let result = one(&database, with_cpe(&ours));
        assert_eq!(result.matches.first().map(|found| found.uncertain), expected, "{criteria} {ours}");
        assert!(result.matches.iter().all(|found| !found.uncertain || !found.how[0].remark.is_empty()));
    }
}

fn on(operator: &str, nodes: Value) -> Value {
    json!([{"operator": operator, "nodes": nodes}])
}

fn node(leaves: Vec<Value>, negate: bool) -> Value {
    json!({"operator": "OR", "negate": negate, "cpeMatch": leaves})
}

#[test]
fn configurations_are_evaluated_over_the_whole_inventory() {
    let app = || node(vec![leaf(true, &cpe("a", "v", "app", "*"), Some("2"))], false);
    let system = |negate| node(vec![leaf(false, &cpe("o", "v", "os", "-"), None)], negate);
    let hardware = || node(vec![leaf(false, &cpe("h", "v", "board", "-"), None)], false);
    let library = |negate| node(vec![leaf(false, &cpe("a", "v", "lib", "*"), None)], negate);
    let app_here = || with_cpe(&cpe("a", "v", "app", "1"));
    let beside = |part: &str, product: &str| with_cpe(&cpe(part, "v", product, "1"));
    let table: Vec<(&str, Value, Vec<Value>, State)> = vec![
        ("runs on it", on("AND", json!([app(), system(false)])), vec![app_here(), beside("o", "os")], A),
        (
            "runs on another system",
            on("AND", json!([app(), system(false)])),
            vec![app_here(), beside("o", "linux")],
            N,
        ),
        ("no system named", on("AND", json!([app(), system(false)])), vec![app_here()], U),
        ("no hardware named", on("AND", json!([app(), hardware()])), vec![app_here()], U),
        ("other hardware", on("AND", json!([app(), hardware()])), vec![app_here(), beside("h", "other")], N),
        (
            "mended, no hardware named",
            on("AND", json!([app(), hardware()])),
            vec![with_cpe(&cpe("a", "v", "app", "3"))],
            N,
        ),
        ("library there", on("AND", json!([app(), library(false)])), vec![app_here(), beside("a", "lib")], A),
        (
            "library absent: an SBOM lists software",
            on("AND", json!([app(), library(false)])),
            vec![app_here()],
            N,
        ),
        (
            "not with the library",
            on("AND", json!([app(), library(true)])),
            vec![app_here(), beside("a", "lib")],
            N,
        ),
        ("without the library", on("AND", json!([app(), library(true)])), vec![app_here()], A),
        ("either", on("OR", json!([app(), library(false)])), vec![app_here()], A),
        ("only where it runs", on("AND", json!([app(), library(false)])), vec![beside("a", "lib")], N),
    ];
    for (case, configurations, mut components, expected) in table {
        // A record of each product keeps the others known, whatever the case's record names.
        let (_folder, database) = database(&[nvd("CVE-2024-1", configurations)]);
        let first = components.remove(0);
        let mut all = vec![first];
        all.extend(components);
        let result = matched(&database, &all).results.remove(0);
        let state = if result.state == State::Clear { State::NotAffected } else { result.state };
        assert_eq!(state, expected, "{case}: {result:#?}");
    }
}

#[test]
fn hardware_of_the_model_is_part_of_the_surroundings() {
    let app = node(vec![leaf(true, &cpe("a", "v", "app", "*"), Some("2"))], false);
    let board = node(vec![leaf(false, &cpe("h", "v", "board", "-"), None)], false);
    let (_folder, database) = database(&[nvd("CVE-2024-1", on("AND", json!([app, board])))]);
    let components = [with_cpe(&cpe("a", "v", "app", "1"))];
    let mut options = Options::on(DAY);
    for (board, expected) in [("board", A), ("other", N)] {
        options.surroundings = vec![cpe("h", "v", board, "-")];
        assert_eq!(matched_with(&database, &components, &options).results[0].state, expected);
    }
}

#[test]
fn an_unrelated_package_changes_no_result_and_a_fix_removes_one() {
    let (_folder, database) = database(&[
        osv(
            "GHSA-a",
            &["CVE-2024-1"],
            "npm",
            "a",
            range("SEMVER", json!([{"introduced": "0"}, {"fixed": "1.5.0"}])),
            &[],
        ),
        nvd("CVE-2024-2", any_of(vec![leaf(true, &cpe("a", "v", "p", "*"), Some("2"))])),
    ]);
    let alone = matched(&database, &[with_purl("pkg:npm/a@1.0.0")]).results.remove(0);
    let both = matched(&database, &[with_purl("pkg:npm/a@1.0.0"), with_cpe(&cpe("a", "v", "p", "1"))])
        .results
        .remove(0);
    assert_eq!(alone, both);
    assert_eq!(alone.matches[0].fixed_versions, ["1.5.0"]);
    assert_eq!(one(&database, with_purl("pkg:npm/a@1.5.0")).state, N);
}
