//! The name relations of NISTIR 7696, plainly: strings as they stand in a name, wild cards tried one by one.

/// 3 it holds, 2 it holds if something open is so, 1 it cannot be said, 0 it does not hold.
pub(super) type Truth = u8;

/// The eleven attributes of a name, escapes kept, in lower case.
pub(super) fn attributes(name: &str) -> Option<Vec<String>> {
    let rest = name.strip_prefix("cpe:2.3:")?;
    let mut parts = vec![String::new()];
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let part = parts.last_mut().unwrap();
                part.push('\\');
                part.extend(chars.next().into_iter().flat_map(char::to_lowercase));
            }
            ':' => parts.push(String::new()),
            c => parts.last_mut().unwrap().extend(c.to_lowercase()),
        }
    }
    (parts.len() == 11).then_some(parts)
}

/// Whether a text has a wild card that is not escaped. A lone `*` is a value of its own.
pub(super) fn is_wild(value: &str) -> bool {
    value != "*" && tokens(value).iter().any(|(_, wild)| *wild)
}

/// The text of a value: escapes gone.
pub(super) fn plain(value: &str) -> String {
    tokens(value).into_iter().map(|(c, _)| c).collect::<String>().to_lowercase()
}

/// NISTIR 7696, table 6-2: `=` equal, `>` superset, `<` subset, `!` disjoint, `?` undefined.
pub(super) fn relation(source: &str, target: &str) -> char {
    match (source, target) {
        ("*", "*") | ("-", "-") => '=',
        // A target with wild cards can be compared with nothing but itself.
        (a, b) if b != "*" && is_wild(b) => {
            if a == b {
                '='
            } else {
                '?'
            }
        }
        ("*", _) => '>',
        (_, "*") => '<',
        ("-", _) | (_, "-") => '!',
        (a, b) if !is_wild(a) => {
            if plain(a) == plain(b) {
                '='
            } else {
                '!'
            }
        }
        (a, b) => {
            if covers(&tokens(a), &plain(b).chars().collect::<Vec<_>>()) {
                '>'
            } else {
                '!'
            }
        }
    }
}

/// Whether the source says at least as much as the target.
pub(super) fn includes(source: &str, target: &str) -> bool {
    matches!(relation(source, target), '=' | '>')
}

fn tokens(value: &str) -> Vec<(char, bool)> {
    let mut out = Vec::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|c| (c, false))),
            '*' | '?' => out.push((c, true)),
            c => out.push((c, false)),
        }
    }
    out
}

/// Section 6.3: `*` is any text, `?` at the beginning or at the end is one character or none.
fn covers(pattern: &[(char, bool)], text: &[char]) -> bool {
    let ends = pattern.iter().take_while(|token| **token == ('?', true)).count();
    let optional: Vec<bool> = (0..pattern.len())
        .map(|at| at < ends || pattern[at..].iter().all(|token| *token == ('?', true)))
        .collect();
    step(pattern, &optional, text)
}

fn step(pattern: &[(char, bool)], optional: &[bool], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((('*', true), rest)) => (0..=text.len()).any(|skip| step(rest, &optional[1..], &text[skip..])),
        Some((('?', true), rest)) => {
            (optional[0] && step(rest, &optional[1..], text))
                || (!text.is_empty() && step(rest, &optional[1..], &text[1..]))
        }
        Some(((c, _), rest)) => text.first() == Some(c) && step(rest, &optional[1..], &text[1..]),
    }
}

/// Values with and without wild cards and escapes; every pair is compared.
const VALUES: [&str; 24] = [
    "*", "-", "foo", "fo", "food", "f*", "*o", "*o*", "foo?", "?foo", "??foo??", "f?o", "foo\\*", "foo\\?",
    "\\-", "a\\:b", "a*b", "ab", "1.0", "1.*", "1.?", "*1.0?", "?", "??",
];

#[test]
fn values_relate_as_the_plain_evaluator_says() {
    use vigil_vulndb::cpe::{Attribute, Cpe, Relation, compare};
    let read = |value: &str| Cpe::parse(&format!("cpe:2.3:a:{value}:x:*:*:*:*:*:*:*:*")).unwrap();
    let mut pairs = 0;
    for source in VALUES {
        for target in VALUES {
            let (a, b) = (read(source), read(target));
            let found = match compare(a.get(Attribute::Vendor), b.get(Attribute::Vendor)) {
                Relation::Equal => '=',
                Relation::Superset => '>',
                Relation::Subset => '<',
                Relation::Disjoint => '!',
                Relation::Undefined => '?',
            };
            assert_eq!(found, relation(source, target), "{source} against {target}");
            pairs += 1;
        }
    }
    println!("{pairs} pairs of values compared");
}
