//! Ranges of ecosystems become the `vers:` notations that are published, and the notation reads and writes as published.

use std::collections::BTreeMap;

use serde_json::Value;
use vigil_version::{Native, Range, Scheme, Vers};

use crate::data;

/// All cases of one test type, with the file each stands in.
fn cases(kind: &str) -> Vec<(String, Value)> {
    let Some(folder) = data::folder("vectors/vers") else { return Vec::new() };
    let mut found = Vec::new();
    for file in data::files(&folder) {
        let text = std::fs::read_to_string(&file).unwrap();
        let all: Value = serde_json::from_str(&text).unwrap();
        let wanted = all["tests"].as_array().unwrap().iter().filter(|it| it["test_type"] == kind);
        found.extend(wanted.map(|it| (data::name(&file), it.clone())));
    }
    found
}

fn finish(run: usize, what: &str, wrong: &[String]) {
    println!("{run} cases of {what}, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Versions at, between and around all bounds of two ranges.
fn probes(texts: &[&str]) -> Vec<String> {
    let versions = texts
        .iter()
        .flat_map(|it| it.split(['/', '|']))
        .map(|it| it.trim_start_matches(['<', '>', '=', '!']));
    let mut found: Vec<String> = Vec::new();
    for version in versions.filter(|it| it.starts_with(|it: char| it.is_ascii_digit())) {
        let core = version.split('-').next().unwrap_or_default();
        found.extend([version.to_owned(), core.to_owned(), format!("{core}-0"), format!("{core}-zz")]);
        let numbers: Vec<u64> = core.split('.').filter_map(|it| it.parse().ok()).collect();
        if let &[major, minor, patch] = numbers.as_slice() {
            found.push(format!("{major}.{minor}.{}", patch + 1));
            found.push(format!("{major}.{}.0", minor + 1));
        }
    }
    found
}

/// Whether two notations hold the same versions.
fn same_versions(one: &str, two: &str) -> bool {
    let (scheme, left) = Range::parse_vers(one).unwrap();
    let (_, right) = Range::parse_vers(two).unwrap();
    let holds = |range: &Range, version: &str| range.contains(scheme, version).unwrap();
    probes(&[one, two]).iter().all(|version| holds(&left, version) == holds(&right, version))
}

#[test]
fn the_native_ranges_become_their_published_notation() {
    let (mut run, mut wrong, mut otherwise): (BTreeMap<String, usize>, Vec<String>, Vec<String>) =
        Default::default();
    for (file, case) in cases("from_native") {
        let kind = case["input"]["scheme"].as_str().unwrap();
        let text = case["input"]["native_range"].as_str().unwrap();
        let expected = case["expected_output"].as_str().unwrap();
        *run.entry(file).or_default() += 1;
        match Native::parse(kind, text).and_then(|it| it.vers()) {
            Ok(vers) if vers.to_string() == expected => {}
            // A published text may repeat bounds that change nothing; what counts then is the versions.
            Ok(vers) if same_versions(&vers.to_string(), expected) => {
                otherwise.push(format!("{kind} {text}: {vers}, published as {expected}"));
            }
            Ok(vers) => wrong.push(format!("{kind} {text}: {vers}, expected {expected}")),
            Err(error) => wrong.push(format!("{kind} {text}: {error}")),
        }
    }
    println!("{run:?}\nsame versions in other words: {otherwise:#?}");
    finish(run.values().sum(), "native ranges", &wrong);
}

#[test]
fn the_notation_is_brought_to_its_canonical_form_as_published() {
    let (mut run, mut wrong) = (0, Vec::new());
    for (_, case) in cases("validate") {
        let (text, expected) = (case["input"].as_str().unwrap(), case["expected_output"].as_str().unwrap());
        let found = Vers::parse(text).unwrap().to_string();
        run += 1;
        if found != expected {
            wrong.push(format!("{text}: {found}, expected {expected}"));
        }
    }
    finish(run, "canonical form", &wrong);
}

#[test]
fn a_strict_reader_takes_what_is_canonical_and_nothing_else() {
    let (mut run, mut wrong) = (0, Vec::new());
    for (_, case) in cases("parse") {
        let text = case["input"].as_str().unwrap();
        let expected = (case["expected_failure"] != true).then(|| {
            let pairs = case["expected_output"]["version_constraints"].as_array().unwrap().iter();
            let pair = |it: &Value| format!("{} {}", it[0].as_str().unwrap(), it[1].as_str().unwrap());
            (
                case["expected_output"]["scheme"].as_str().unwrap().to_owned(),
                pairs.map(pair).collect::<Vec<_>>(),
            )
        });
        let found = Vers::parse_canonical(text).ok().map(|it| {
            let pairs = it.constraints().iter().map(|it| format!("{} {}", it.sign.text(), it.version));
            (it.kind().to_owned(), pairs.collect::<Vec<_>>())
        });
        run += 1;
        if found != expected {
            wrong.push(format!("{text}: {found:?}, expected {expected:?}"));
        }
    }
    finish(run, "strict reading", &wrong);
}

#[test]
fn a_native_range_holds_what_its_tool_takes() {
    // What node-semver, packaging, Bundler, NuGet, Maven and Conan answer; the notation above is flatter than they are.
    for (kind, range, inside, outside) in [
        ("npm", "^1.2.3", &["1.2.3", "1.9.0"][..], &["1.2.2", "2.0.0", "2.0.0-beta"][..]),
        ("npm", "^0.0.3", &["0.0.3"], &["0.0.4", "0.0.2"]),
        ("npm", "^0.2", &["0.2.0", "0.2.9"], &["0.3.0", "0.1.9"]),
        ("npm", "~1.2.3", &["1.2.3", "1.2.9"], &["1.3.0", "1.2.2"]),
        ("npm", "~1", &["1.0.0", "1.9.9"], &["2.0.0", "2.0.0-0"]),
        ("npm", "1.2.x", &["1.2.0", "1.2.9"], &["1.3.0", "1.1.9"]),
        ("npm", "1.2.3 - 2.3", &["1.2.3", "2.3.9"], &["2.4.0", "2.4.0-rc.1", "1.2.2"]),
        ("npm", "<=1.0", &["1.0.9", "0.1.0"], &["1.1.0", "1.1.0-alpha"]),
        ("npm", ">1.2", &["1.3.0"], &["1.2.9"]),
        ("npm", ">=5.0.3 >=4.2.1", &["5.0.3"], &["4.2.1", "5.0.2"]),
        ("npm", "<1.6.5 || < 2.1.7 > 2.0.0", &["1.6.4", "2.0.1"], &["1.6.5", "2.0.0", "2.1.7"]),
        ("npm", "", &["0.0.1", "9.0.0"], &[]),
        ("npm", ">2.0.0 <1.0.0", &[], &["0.5.0", "1.5.0", "2.5.0"]),
        ("cargo", "1.2", &["1.2.0", "1.9.0"], &["2.0.0", "1.1.0"]),
        ("cargo", ">=1.2, <1.5", &["1.4.9"], &["1.5.0"]),
        ("pypi", "~=1.4.5", &["1.4.5", "1.4.9"], &["1.5.0", "1.5.0rc1", "1.4.4"]),
        ("pypi", "~=1.4", &["1.4", "1.9"], &["2.0"]),
        ("pypi", "==1.4.*", &["1.4", "1.4.9", "1.4rc1"], &["1.5", "1.3"]),
        ("pypi", "<2.0", &["1.9"], &["2.0", "2.0rc1"]),
        ("pypi", "<2.0rc2", &["2.0rc1"], &["2.0rc2"]),
        ("pypi", ">=1, !=1.5, <2", &["1.4", "1.6"], &["1.5", "1.5.0", "2"]),
        ("gem", "~> 2.0.8", &["2.0.8", "2.0.99"], &["2.1", "2.1.0.pre", "2.0.7"]),
        ("gem", "~> 2.1", &["2.9"], &["3.0", "2.0"]),
        ("nuget", "[1.0.0, 2.0.0)", &["1.0.0", "1.9.9"], &["2.0.0"]),
        ("nuget", "1.5", &["1.5", "7.0"], &["1.4"]),
        ("maven", "(,1.0],[1.2,)", &["1.0", "1.2", "0.1"], &["1.1"]),
        ("maven", "[1.5]", &["1.5"], &["1.5.1"]),
        ("conan", "~2.5", &["2.5.9"], &["2.6.0", "2.4"]),
        ("conan", ">=1.1.1d <1.1.1k || 3.0.0", &["1.1.1e", "3.0.0"], &["1.1.1k", "3.0.1"]),
        ("nginx", "1.5.0+, 1.4.1+", &["1.5.0", "1.4.9", "1.27.0"], &["1.4.0"]),
        ("openssl", "3.0.0, 1.0.1b", &["1.0.1b"], &["1.0.1c"]),
    ] {
        let native = Native::parse(kind, range).unwrap();
        let held = native.range();
        let prepared = held.prepare(native.scheme()).unwrap();
        for (versions, expected) in [(inside, true), (outside, false)] {
            for version in versions {
                let parsed = native.scheme().parse(version).unwrap();
                assert_eq!(prepared.contains(&parsed), expected, "{kind} `{range}` is {held}; {version}");
            }
        }
    }
}

#[test]
fn a_native_range_that_breaks_its_rules_is_refused() {
    for (kind, range) in [
        ("npm", "1.2.3.4"),
        ("npm", ">="),
        ("npm", "banana"),
        ("pypi", "~=1"),
        ("pypi", ">=1.*"),
        ("gem", "~> x"),
        ("nuget", "[1.0"),
        ("maven", "[1.0) 2"),
        ("maven", "(1.0)"),
        ("conan", "~x"),
        ("nginx", "1+"),
        ("deb", ">> 1.0"),
    ] {
        assert!(Native::parse(kind, range).is_err(), "{kind} {range}");
    }
    assert!(Scheme::from_vers_type("deb").is_some(), "the order is known, its native ranges are not read");
}

#[test]
fn a_star_with_a_sign_is_refused_and_a_version_called_none_is_written_so_that_it_reads_again() {
    for text in ["=*", ">=*", "!=*", "1.0 || = *"] {
        let cause = Range::parse(text).unwrap_err().to_string();
        assert!(cause.contains("`*` alone is every version"), "{cause}");
    }
    let range = Range::parse("=none").unwrap();
    assert_eq!((range.versions(), range.to_string()), (["none".to_owned()].as_slice(), "=none".to_owned()));
    assert_eq!(Range::parse(&range.to_string()), Ok(range));
}
