//! How packages are identified, and what state each way ends in.

use serde_json::{Value, json};
use vigil_match::{Options, Pin, State, Way};

use crate::support::*;

fn records() -> Vec<Value> {
    let all = |kind| range(kind, json!([{"introduced": "0"}, {"fixed": "2.0.0"}]));
    let git = json!([{"type": "GIT", "repo": "https://github.com/lwip-tcpip/lwip", "events": [
        {"introduced": "0"}, {"fixed": "ffffffffffffffffffffffffffffffffffffffff"}]}]);
    let mut repository = osv("CVE-2024-0007", &[], "", "", git, &["STABLE-2_1_2_RELEASE", "v1.0.0"]);
    repository["affected"][0]["package"] = json!({});
    vec![
        osv("GHSA-npm1", &["CVE-2024-0001"], "npm", "left-pad", all("SEMVER"), &[]),
        osv("PYSEC-1", &["CVE-2024-0002"], "PyPI", "Foo.Bar", all("ECOSYSTEM"), &[]),
        osv("GHSA-mvn1", &["CVE-2024-0003"], "Maven", "org.acme:core", json!([]), &["1.0"]),
        osv("GO-2024-1", &["CVE-2024-0004"], "Go", "github.com/acme/mod", all("SEMVER"), &[]),
        osv(
            "DSA-1-1",
            &[],
            "Debian:12",
            "openssl",
            range("ECOSYSTEM", json!([{"introduced": "0"}, {"fixed": "3.0.11-1~deb12u2"}])),
            &[],
        ),
        osv("DSA-2-1", &[], "Debian:11", "openssl", range("ECOSYSTEM", json!([{"introduced": "0"}])), &[]),
        repository,
        nvd("CVE-2024-0010", any_of(vec![leaf(true, &cpe("a", "openssl", "openssl", "*"), Some("3.0.15"))])),
        nvd(
            "CVE-2024-0011",
            any_of(vec![leaf(true, &cpe("o", "linux", "linux_kernel", "*"), Some("5.10.200"))]),
        ),
        nvd("CVE-2024-0012", any_of(vec![leaf(true, &cpe("h", "acme", "pump", "-"), None)])),
        nvd("CVE-2024-0013", any_of(vec![leaf(true, &cpe("a", "amazon", "freertos", "*"), Some("10.3.0"))])),
        nvd(
            "CVE-2024-0014",
            any_of(vec![leaf(true, "cpe:2.3:a:dot\\:net:c\\+\\+_lib:1.0:*:*:*:*:*:*:*", None)]),
        ),
        nvd(
            "CVE-2024-0015",
            any_of(vec![
                leaf(true, &cpe("a", "gnu", "zip", "*"), Some("9")),
                leaf(true, &cpe("a", "other", "zip", "*"), Some("9")),
            ]),
        ),
        nvd(
            "CVE-2024-0016",
            any_of(vec![
                leaf(true, &cpe("a", "acme", "rtos", "*"), Some("2")),
                leaf(false, &cpe("o", "acme", "beside", "-"), None),
            ]),
        ),
    ]
}

#[test]
fn each_way_of_naming_a_package_ends_in_its_state() {
    let name = |name: &str, version: &str, supplier: Option<&str>| {
        let mut entry = json!({"type": "library", "name": name, "version": version});
        if let Some(supplier) = supplier {
            entry["supplier"] = json!({"name": supplier});
        }
        entry
    };
    let table: Vec<(&str, Value, State)> = vec![
        ("npm", with_purl("pkg:npm/left-pad@1.0.0"), State::Affected),
        ("npm, mended", with_purl("pkg:npm/left-pad@2.0.0"), State::NotAffected),
        ("npm, no record", with_purl("pkg:npm/right-pad@1.0.0"), State::Clear),
        ("npm, no version", with_purl("pkg:npm/left-pad"), State::NotChecked),
        ("npm, version that no order reads", with_purl("pkg:npm/left-pad@latest"), State::NotChecked),
        ("npm, no record, no version", with_purl("pkg:npm/right-pad"), State::Clear),
        ("pypi, name as PEP 503", with_purl("pkg:pypi/foo-bar@1.0"), State::Affected),
        ("maven, group and name", with_purl("pkg:maven/org.acme/core@1.0"), State::Affected),
        ("maven, other group", with_purl("pkg:maven/org.other/core@1.0"), State::Clear),
        ("go, v before the version", with_purl("pkg:golang/github.com/acme/mod@v1.9.0"), State::Affected),
        ("go, mended", with_purl("pkg:golang/github.com/acme/mod@v2.0.0"), State::NotAffected),
        ("gem, no source covers it", with_purl("pkg:gem/rails@1.0"), State::Unidentified),
        ("no package URL", with_purl("not a purl"), State::Unidentified),
        (
            "deb, source name",
            with_purl("pkg:deb/debian/openssl@3.0.11-1~deb12u1?distro=debian-12"),
            State::Affected,
        ),
        (
            "deb, mended",
            with_purl("pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=debian-12"),
            State::NotAffected,
        ),
        (
            "deb, binary with upstream",
            with_purl("pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64&distro=bookworm&upstream=openssl"),
            State::Affected,
        ),
        (
            "deb, binary with version of the source",
            with_purl("pkg:deb/debian/libssl3@1?distro=debian-12&upstream=openssl%403.0.11-1~deb12u2"),
            State::NotAffected,
        ),
        (
            "deb, binary without source",
            with_purl("pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12"),
            State::Unidentified,
        ),
        (
            "deb, release not loaded",
            with_purl("pkg:deb/debian/openssl@3.0?distro=debian-13"),
            State::Unidentified,
        ),
        (
            "deb, release not said, mended in one",
            with_purl("pkg:deb/debian/openssl@3.0.11-1~deb12u2"),
            State::NotChecked,
        ),
        ("deb, release not said, in all", with_purl("pkg:deb/debian/openssl@1.1.1-1"), State::NotChecked),
        (
            "apk, no source covers it",
            with_purl("pkg:apk/alpine/busybox@1.36?distro=alpine-3.19"),
            State::Unidentified,
        ),
        ("github, tag listed", with_purl("pkg:github/lwip-tcpip/lwip@2.1.2.RELEASE"), State::Affected),
        ("github, tag not listed", with_purl("pkg:github/lwip-tcpip/lwip@2.2.0.RELEASE"), State::NotAffected),
        (
            "github, mending commit",
            with_purl("pkg:github/lwip-tcpip/lwip@ffffffffffffffffffffffffffffffffffffffff"),
            State::NotAffected,
        ),
        (
            "github, other commit",
            with_purl("pkg:github/lwip-tcpip/lwip@0123456789012345678901234567890123456789"),
            State::NotChecked,
        ),
        ("github, unknown repository", with_purl("pkg:github/acme/blob@1.0"), State::Unidentified),
        (
            "generic with vcs_url",
            with_purl("pkg:generic/lwip@1.0.0?vcs_url=git%2Bhttps://github.com/lwip-tcpip/lwip.git"),
            State::Affected,
        ),
        ("cpe, part a", with_cpe(&cpe("a", "openssl", "openssl", "3.0.1")), State::Affected),
        ("cpe, mended", with_cpe(&cpe("a", "openssl", "openssl", "3.0.15")), State::NotAffected),
        ("cpe, letters", with_cpe(&cpe("a", "openssl", "openssl", "1.0.2zg")), State::Affected),
        ("cpe, URI binding", with_cpe("cpe:/a:openssl:openssl:3.0.1"), State::Affected),
        ("cpe, part o", with_cpe(&cpe("o", "linux", "linux_kernel", "5.10.100")), State::Affected),
        ("cpe, part h", with_cpe(&cpe("h", "acme", "pump", "3")), State::Affected),
        ("cpe, other part", with_cpe(&cpe("o", "amazon", "freertos", "10.0.1")), State::Affected),
        ("cpe, escaped", with_cpe("cpe:2.3:a:dot\\:net:c\\+\\+_lib:1.0:*:*:*:*:*:*:*"), State::Affected),
        ("cpe, URI with escapes", with_cpe("cpe:/a:dot%3anet:c%2b%2b_lib:1.0"), State::Affected),
        ("cpe, known product without flaw", with_cpe(&cpe("o", "acme", "beside", "1")), State::Clear),
        (
            "cpe, unknown product of a known vendor",
            with_cpe(&cpe("a", "openssl", "opensssl", "1")),
            State::Unidentified,
        ),
        ("cpe, unreadable", with_cpe("cpe:2.3:a:broken"), State::Unidentified),
        (
            "cpe, commit as version",
            with_cpe(&cpe("a", "openssl", "openssl", "0123456789abcdef0123456789abcdef01234567")),
            State::NotChecked,
        ),
        ("name of one product", name("FreeRTOS", "10.0.1", None), State::Affected),
        ("name of the project itself", name("OpenSSL", "3.0.1", None), State::Affected),
        ("name and supplier", name("zip", "3", Some("GNU Project")), State::Affected),
        ("name that fits two products", name("zip", "3", None), State::Unidentified),
        ("name of nothing known", name("vendor-blob", "3", Some("Acme")), State::Unidentified),
        ("generic purl, by name", with_purl("pkg:generic/x@1"), State::Unidentified),
        ("own code without anything", json!({"type": "application", "name": "main"}), State::Unidentified),
    ];
    let (_folder, database) = database(&records());
    for (case, component, expected) in table {
        let result = one(&database, component);
        assert_eq!(
            result.state, expected,
            "{case}: {} {:#?} {:#?}",
            result.reason, result.tried, result.matches
        );
        assert!(!result.reason.is_empty() && !result.tried.is_empty(), "{case} is explained");
    }
}

#[test]
fn a_source_that_names_sources_only_where_they_differ_is_trusted() {
    let (_folder, database) = database(&records());
    let bash = with_purl("pkg:deb/debian/bash@5.2?distro=debian-12");
    assert_eq!(one(&database, bash.clone()).state, State::Unidentified);
    let ssl = with_purl("pkg:deb/debian/libssl3@3.1?distro=debian-12&upstream=openssl");
    let matching = matched(&database, &[bash, ssl]);
    assert_eq!(matching.results[0].state, State::Clear, "{:?}", matching.results[0]);
}

#[test]
fn what_the_distribution_mended_is_not_affected_whatever_nvd_says() {
    let mut all = records();
    let mended = range("ECOSYSTEM", json!([{"introduced": "0"}, {"fixed": "3.0.11-1~deb12u2"}]));
    all.push(osv("DEBIAN-CVE-2024-0010", &["CVE-2024-0010"], "Debian:12", "openssl", mended, &[]));
    let (_folder, database) = database(&all);
    let component = |version: &str| {
        json!({"type": "library", "name": "openssl", "version": version, "cpe": cpe("a", "openssl", "openssl", "3.0.11"),
            "purl": format!("pkg:deb/debian/openssl@{version}?distro=debian-12")})
    };
    let result = one(&database, component("3.0.11-1~deb12u2"));
    assert_eq!(result.state, State::NotAffected);
    assert!(
        result.dismissed.iter().any(|flaw| flaw.why.contains("NVD's range is not used")),
        "{:?}",
        result.dismissed
    );
    assert_eq!(one(&database, component("3.0.11-1~deb12u1")).state, State::Affected);
}

#[test]
fn a_pinned_identity_replaces_what_the_sbom_says_and_an_unused_one_is_told() {
    let (_folder, database) = database(&records());
    let mut options = Options::on(DAY);
    let pin = Pin {
        cpes: vec![cpe("a", "openssl", "openssl", "3.0.1")],
        decision: "identity.ssl".into(),
        ..Pin::default()
    };
    options.pins.insert("vendor-blob".into(), pin.clone());
    options.pins.insert("pkg:generic/gone".into(), pin);
    let matching = matched_with(&database, &[json!({"type": "library", "name": "vendor-blob"})], &options);
    assert_eq!(matching.results[0].state, State::Affected);
    assert_eq!(matching.results[0].matches[0].how[0].way, Way::Pinned);
    assert_eq!(
        matching.findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
        ["match.unused-pin"]
    );
}

#[test]
fn a_source_older_than_allowed_turns_silence_into_not_checked() {
    let (_folder, database) = database(&records());
    let mut options = Options::on(DAY);
    options.max_age_days = Some(5);
    let components = [
        with_purl("pkg:npm/right-pad@1"),
        with_purl("pkg:npm/left-pad@2.0.0"),
        with_purl("pkg:npm/left-pad@1.0.0"),
    ];
    let states = |options: &Options| -> Vec<State> {
        matched_with(&database, &components, options).results.iter().map(|result| result.state).collect()
    };
    assert_eq!(states(&options), [State::NotChecked, State::NotChecked, State::Affected]);
    options.max_age_days = Some(30);
    assert_eq!(states(&options), [State::Clear, State::NotAffected, State::Affected]);
}

#[test]
fn a_match_by_name_says_so() {
    let (_folder, database) = database(&records());
    let result = one(&database, json!({"type": "library", "name": "OpenSSL", "version": "3.0.1"}));
    let how = &result.matches[0].how[0];
    assert_eq!((how.way, how.source.as_str(), how.key.as_str()), (Way::Name, "nvd", "cpe:openssl:openssl"));
    assert!(how.range.contains("<3.0.15"), "{}", how.range);
}

/// A name of the CPE dictionary, deprecated by others.
fn dictionary(name: &str, successors: &[&str]) -> Value {
    let by: Vec<Value> = successors.iter().map(|name| json!({"cpeName": name})).collect();
    json!({"cpe": {"cpeName": name, "cpeNameId": "x", "deprecated": !by.is_empty(), "deprecatedBy": by}})
}

#[test]
fn a_product_is_looked_up_under_the_name_that_took_the_place_of_a_deprecated_one() {
    let old = "cpe:2.3:a:acme:old_stack:1.0:*:*:*:*:*:*:*";
    let records = vec![
        nvd("CVE-2024-0020", any_of(vec![leaf(true, &cpe("a", "newer", "stack", "*"), Some("2.0"))])),
        dictionary(old, &["cpe:2.3:a:newer:stack:1.0:*:*:*:*:*:*:*"]),
        dictionary("cpe:2.3:a:newer:stack:1.0:-:*:*:*:*:*:*", &["cpe:2.3:a:newer:stack:1.0.0:*:*:*:*:*:*:*"]),
    ];
    let (_folder, database) = database(&records);
    let entry = |cpe: &str| json!({"type": "library", "name": "x", "version": "1.0", "cpe": cpe});
    let matching = matched(&database, &[entry(old), entry("cpe:2.3:a:newer:stack:1.0:*:*:*:*:*:*:*")]);
    for result in &matching.results {
        assert_eq!(result.state, State::Affected, "{result:?}");
    }
    let by = &matching.results[0].matches[0].how[0].identifier;
    assert!(by.contains("which the CPE dictionary calls newer:stack"), "{by}");
    let tried: Vec<&str> = matching.results[1].tried.iter().map(|it| it.identifier.as_str()).collect();
    assert!(
        !tried.iter().any(|it| it.contains("calls")),
        "a slip in the version is no other product: {tried:?}"
    );
}
