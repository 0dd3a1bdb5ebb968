//! The ladder test: versions from lowest to highest, every pair compared in both directions.

use std::cmp::Ordering;

use crate::Scheme;

/// Checks that each step sorts before every later one, and that the versions of one step are equal.
pub(crate) fn climb(scheme: Scheme, steps: &[&[&str]]) {
    for (at, step) in steps.iter().enumerate() {
        for low in *step {
            for same in *step {
                assert_order(scheme, low, same, Ordering::Equal);
            }
            for high in steps[at + 1..].iter().copied().flatten() {
                assert_order(scheme, low, high, Ordering::Less);
                assert_order(scheme, high, low, Ordering::Greater);
            }
        }
    }
}

/// Checks that each of these is refused.
pub(crate) fn refuse(scheme: Scheme, texts: &[&str]) {
    for text in texts {
        assert!(scheme.parse(text).is_err(), "`{text}` should not be a {scheme} version");
    }
}

fn assert_order(scheme: Scheme, left: &str, right: &str, expected: Ordering) {
    let found = scheme.compare(left, right).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found, expected, "{scheme}: {left} against {right}");
}
