//! What people typed and chose at an element: its `Properties`, by display name.

use std::collections::BTreeMap;

use crate::threat_model::Attributes;
use crate::tree::Element;

/// What stands in `Properties`, by display name. Of a list the value that is selected.
pub(super) fn properties(it: &Element) -> BTreeMap<String, String> {
    let said = |it: &Element| {
        it.beside(&["Name"]);
        let value = it.child("Value").filter(|it| !it.children.is_empty() || !it.text.trim().is_empty());
        // A heading has no value, and `false` is what nobody answered.
        let Some(value) = value.filter(|it| !it.text.trim().eq_ignore_ascii_case("false")) else {
            it.beside(&["DisplayName", "Value"]);
            return None;
        };
        let name = it.text_of("DisplayName");
        let text = if value.children.is_empty() {
            value.own_text()?
        } else {
            let at: usize = it.child("SelectedIndex")?.own_parsed(|text| text.parse().ok())?;
            // What can be chosen is the template's; the first value of a list is what nobody chose.
            it.beside(&["Value"]);
            value.children.get(at).filter(|_| at > 0)?.own_text()?
        };
        Some((name?, text))
    };
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in it.in_child("Properties").iter().filter_map(said) {
        match found.get_mut(&name) {
            Some(first) if *first != text => *first = format!("{first}\n{text}"),
            Some(_) => {}
            None => {
                found.insert(name, text);
            }
        }
    }
    found
}

pub(super) fn name(properties: &BTreeMap<String, String>, kind: Option<&String>) -> Option<String> {
    let name = properties.get("Name").or(kind)?;
    Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(super) fn out_of_scope(properties: &BTreeMap<String, String>) -> Option<String> {
    let is_out = properties.get("Out Of Scope").is_some_and(|it| it.eq_ignore_ascii_case("true"));
    is_out.then(|| properties.get("Reason For Out Of Scope").cloned().unwrap_or_default())
}

/// Properties that have no field of their own and say something.
pub(super) fn attributes(properties: BTreeMap<String, String>) -> Attributes {
    let is_out = out_of_scope(&properties).is_some();
    let said = |key: &str| match key {
        "Name" => false,
        "Out Of Scope" | "Reason For Out Of Scope" if is_out => false,
        _ => true,
    };
    properties.into_iter().filter(|(key, _)| said(key)).collect()
}
