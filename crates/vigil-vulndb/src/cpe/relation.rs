//! How values relate: NISTIR 7696.

use super::{LONGEST, Token, Value};

/// How a source value or name relates to a target (NISTIR 7696, 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// They have nothing in common.
    Disjoint,
    /// They are the same.
    Equal,
    /// The source is part of the target.
    Subset,
    /// The source covers the target.
    Superset,
    /// The target has wild cards that cannot be compared.
    Undefined,
}

/// The relation of two attribute values (NISTIR 7696, table 6-2).
pub fn compare(source: &Value, target: &Value) -> Relation {
    match (source, target) {
        (Value::Any, Value::Any) | (Value::NotApplicable, Value::NotApplicable) => Relation::Equal,
        (_, Value::Text(_)) if target.has_wildcard() => {
            if source == target {
                Relation::Equal
            } else {
                Relation::Undefined
            }
        }
        (Value::Any, _) => Relation::Superset,
        (_, Value::Any) => Relation::Subset,
        (Value::NotApplicable, _) | (_, Value::NotApplicable) => Relation::Disjoint,
        (Value::Text(a), Value::Text(b)) if a == b => Relation::Equal,
        (Value::Text(a), Value::Text(b)) if source.has_wildcard() && covers(a, b) => Relation::Superset,
        _ => Relation::Disjoint,
    }
}

/// Whether the pattern covers the text. Linear: on a mismatch only the last `*` is extended.
fn covers(pattern: &[Token], text: &[Token]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    // NISTIR 7696, 6.3: `?` at the ends stands for no or one character.
    let lead = pattern.iter().take_while(|token| **token == Token::One).count();
    let trail = pattern.iter().rev().take_while(|token| **token == Token::One).count();
    if lead + trail > 0 && lead < pattern.len() {
        let core = &pattern[lead..pattern.len() - trail];
        let spare = lead + trail;
        return (0..=lead.min(text.len())).any(|skip| {
            (0..=trail.min(text.len() - skip))
                .any(|cut| spare <= LONGEST && covers(core, &text[skip..text.len() - cut]))
        });
    }
    if lead == pattern.len() && lead > 0 {
        return text.len() <= lead;
    }
    while t < text.len() {
        match pattern.get(p) {
            Some(Token::Many) => {
                star = Some((p, t));
                p += 1;
            }
            Some(Token::One) => {
                p += 1;
                t += 1;
            }
            Some(token) if *token == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    t = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|token| *token == Token::Many)
}
