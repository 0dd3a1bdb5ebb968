//! Every order is an order, and no text makes it panic.

use std::cmp::Ordering;

use proptest::prelude::*;
use vigil_version::{Range, Scheme, Version};

/// Texts that look like versions, built from what the schemes give meaning to.
fn version_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[0-9]{1,2}",
        6 => Just(".".to_owned()),
        2 => Just("-".to_owned()),
        1 => "[_+~^:!]",
        1 => "[0-9]{18,24}",
        2 => "[a-z]",
        2 => "(alpha|beta|rc|dev|post|p|pl|snapshot|sp|final|ga|r|pre|rev|git|hg|x|foo|RC|A|_p|_rc|_alpha|-r|-SNAPSHOT|el7)",
    ];
    (0_u8..10, proptest::collection::vec(piece, 0..8))
        .prop_map(|(first, rest)| format!("{first}{}", rest.concat()))
}

/// Short texts over few symbols, so that equal and almost equal versions meet often.
fn dense() -> impl Strategy<Value = String> {
    "[01](\\.?[0-2]|[-.~^+_]?(a|b|rc|p|ga|z)|[-.]|00){0,5}"
}

fn any_version() -> impl Strategy<Value = String> {
    prop_oneof![version_like(), dense()]
}

fn parsed(scheme: Scheme, texts: &[String]) -> Vec<(String, Version)> {
    texts.iter().filter_map(|text| scheme.parse(text).ok().map(|version| (text.clone(), version))).collect()
}

/// Orders that are circular by their own definition; each file says where.
const NOT_TRANSITIVE: [&str; 2] = ["alpm", "maven"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_is_total(texts in proptest::collection::vec(any_version(), 8)) {
        for scheme in Scheme::all().filter(|scheme| !NOT_TRANSITIVE.contains(&scheme.name())) {
            let versions = parsed(scheme, &texts);
            for (left, a) in &versions {
                for (middle, b) in &versions {
                    let first = a.compare(b).unwrap();
                    prop_assert_eq!(first, b.compare(a).unwrap().reverse(), "{}: {} {}", scheme, left, middle);
                    for (right, c) in &versions {
                        let second = b.compare(c).unwrap();
                        let whole = a.compare(c).unwrap();
                        if first != Ordering::Greater && second != Ordering::Greater {
                            let strict = first == Ordering::Less || second == Ordering::Less;
                            let expected = if strict { Ordering::Less } else { Ordering::Equal };
                            prop_assert_eq!(whole, expected, "{}: {} {} {}", scheme, left, middle, right);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_version_equals_itself(text in any_version()) {
        for scheme in Scheme::all() {
            if let Ok(version) = scheme.parse(&text) {
                prop_assert_eq!(version.compare(&version).unwrap(), Ordering::Equal, "{}", scheme);
            }
        }
    }

    #[test]
    fn every_order_is_the_same_from_both_sides(left in any_version(), right in any_version()) {
        for scheme in Scheme::all() {
            if let (Ok(a), Ok(b)) = (scheme.parse(&left), scheme.parse(&right)) {
                prop_assert_eq!(a.compare(&b).unwrap(), b.compare(&a).unwrap().reverse(), "{}", scheme);
            }
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in any::<String>(), other in "\\PC{0,40}", tail in any_version()) {
        for scheme in Scheme::all() {
            for text in [&text, &other, &tail, &format!("{text}{tail}"), &format!("{tail}{other}")] {
                if let Err(error) = scheme.parse(text) {
                    prop_assert!(!error.to_string().is_empty());
                }
                let _ = scheme.compare(text, &tail);
            }
        }
        let _ = Range::parse(&text);
        let _ = Range::parse_vers(&format!("vers:deb/{other}"));
    }

    #[test]
    fn a_range_reads_what_it_writes(from in any_version(), to in any_version(), one in any_version()) {
        let text = format!(">={from}, <{to} || {one}");
        prop_assert_eq!(Range::parse(&text).unwrap().to_string(), text);
    }

    #[test]
    fn pep_440_agrees_with_a_second_implementation(left in any_version(), right in any_version()) {
        use std::str::FromStr as _;
        use pep440_rs::Version as Reference;
        if let (Ok(a), Ok(b)) = (Reference::from_str(&left), Reference::from_str(&right)) {
            prop_assert_eq!(Scheme::Pep440.compare(&left, &right).unwrap(), a.cmp(&b), "{} {}", left, right);
        }
    }
}

#[test]
fn very_long_parts_are_read_or_refused_but_never_panic() {
    for scheme in Scheme::all() {
        for part in ["9", "0", "a", ".", "-", "1.", "1-", "a1", "1a", "~", "^", "\u{e9}", "\u{1F600}"] {
            let _ = scheme.parse(&part.repeat(4096 / part.len()));
            let _ = scheme.parse(&format!("1.{}", part.repeat(4000 / part.len())));
        }
        let (small, great) = (format!("1.{}", "9".repeat(3000)), format!("1.1{}", "0".repeat(3000)));
        if let Ok(order) = scheme.compare(&small, &great) {
            let by_text = scheme.name() == "lexicographic";
            assert_eq!(order, if by_text { Ordering::Greater } else { Ordering::Less }, "{scheme}");
        }
    }
}
