//! Names and words of elements that a record takes as they are.

use vigil_exchange::threat_model::{Part, Zone};
use vigil_model::Kind;

pub(super) fn part_name(it: &Part) -> String {
    named(&it.name, it.kind.as_deref(), "part")
}

pub(super) fn named(name: &str, kind: Option<&str>, what: &str) -> String {
    let name = name.trim();
    if name.is_empty() {
        kind.map_or_else(|| format!("Unnamed {what}"), str::to_owned)
    } else {
        name.to_owned()
    }
}

/// Kinds of zones that the words of a tool state outright.
pub(super) fn zone_kind(it: &Zone) -> Option<&'static str> {
    let stated = it.attributes.get("vigil.kind").or(it.kind.as_ref())?.to_lowercase();
    let ours = ["enclosure", "network", "site", "partition", "body"];
    if let Some(kind) = ours.iter().find(|it| **it == stated) {
        return Some(kind);
    }
    match stated.as_str() {
        "execution-environment" => Some("partition"),
        it if it.starts_with("network-") || it == "internet" => Some("network"),
        _ => None,
    }
}

/// Whether a word is one of those that a key allows.
pub(super) fn is_word(kind: Kind, key: &str, word: &str) -> bool {
    let docs = kind.key_docs();
    docs.iter().any(|it| it.key == key && it.schema.to_string().contains(&format!("\"{word}\"")))
}
