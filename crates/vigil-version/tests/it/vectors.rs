//! Every published comparison comes out as published.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use vigil_version::Scheme;

use crate::data::{self, Pair};

/// Schemes by the beginning of the file name in `vectors/version-order`.
const FILES: &[(&str, &str)] = &[
    ("alpine", "apk"),
    ("cran", "cran"),
    ("debian", "deb"),
    ("hackage", "hackage"),
    ("maven", "maven"),
    ("nuget", "nuget"),
    ("packagist", "packagist"),
    ("pub", "pub"),
    ("pypi", "pep440"),
    ("redhat", "rpm"),
    ("rubygems", "gem"),
    ("semver", "semver"),
];

/// Compares both ways round; returns a line for a wrong answer.
fn check(scheme: Scheme, pair: &Pair) -> Option<String> {
    let Pair { left, right, expected } = pair;
    let there = scheme.compare(left, right);
    let back = scheme.compare(right, left);
    let right_answer = match (&there, &back, expected) {
        (Ok(there), Ok(back), Some(expected)) => there == expected && back.reverse() == *there,
        (Ok(there), Ok(back), None) => *there != Ordering::Equal && back.reverse() == *there,
        _ => false,
    };
    (!right_answer)
        .then(|| format!("{scheme}: {left} against {right}: {there:?}, {back:?}, expected {expected:?}"))
}

fn report(wrong: &[String]) {
    for line in wrong.iter().take(40) {
        println!("{line}");
    }
    assert!(wrong.is_empty(), "{} comparisons are wrong", wrong.len());
}

#[test]
fn the_order_lines_of_every_ecosystem_hold() {
    let Some(folder) = data::folder("vectors/version-order") else { return };
    let mut wrong = Vec::new();
    for file in data::files(&folder) {
        let name = data::name(&file);
        let scheme = FILES.iter().find(|(start, _)| name.starts_with(start));
        let Some(scheme) = scheme.and_then(|(_, scheme)| Scheme::from_name(scheme)) else {
            println!("not run: {name}");
            continue;
        };
        let pairs = data::order_lines(&std::fs::read_to_string(&file).unwrap());
        let before = wrong.len();
        wrong.extend(pairs.iter().filter_map(|pair| check(scheme, pair)));
        println!("{name}: {} comparisons by {scheme}, {} wrong", pairs.len(), wrong.len() - before);
    }
    report(&wrong);
}

#[test]
fn the_vers_comparisons_hold() {
    let Some(folder) = data::folder("vectors/vers") else { return };
    let mut wrong = Vec::new();
    for file in data::files(&folder) {
        let (name, before) = (data::name(&file), wrong.len());
        let (mut run, mut unknown) = (0, BTreeSet::new());
        for (kind, pair) in data::vers_pairs(&std::fs::read_to_string(&file).unwrap()) {
            if let Some(scheme) = Scheme::from_vers_type(&kind) {
                run += 1;
                wrong.extend(check(scheme, &pair));
            } else {
                unknown.insert(kind);
            }
        }
        if run > 0 || !unknown.is_empty() {
            println!("{name}: {run} comparisons, {} wrong, not run: {unknown:?}", wrong.len() - before);
        }
    }
    report(&wrong);
}
