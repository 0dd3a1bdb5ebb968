//! Parts that are drawn in several diagrams: drawing tools give each drawing an id of its own.

use std::collections::BTreeMap;

use super::{Part, ThreatModel};
use crate::tree::short;

/// Takes parts of the same name, shape and kind in different diagrams for one part; flows and threats then name that.
pub(super) fn diagrams(model: &mut ThreatModel) {
    let mut kept: Vec<Part> = Vec::new();
    let mut first: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut lost: Vec<(usize, String)> = Vec::new();
    for part in std::mem::take(&mut model.parts) {
        let key = (part.name.to_lowercase(), part.kind.clone());
        let same = first.get(&key).and_then(|at| kept.get_mut(*at));
        match same {
            // Two parts of one name in one diagram are two parts.
            Some(one) if is_elsewhere(one, &part) => {
                renamed.insert(part.id.clone(), one.id.clone());
                let other = format!("`{}` in diagram `{}`", part.name, part.diagram.as_deref().unwrap_or(""));
                lost.extend(differences(one, &part).map(|it| (part.line, format!("{it} of {other}"))));
                one.also_in.extend(part.diagram);
                let ids = one.attributes.entry("also-drawn-as".to_owned()).or_default();
                *ids = if ids.is_empty() { part.id } else { format!("{ids}, {}", part.id) };
                one.text = one.text.take().or(part.text);
                one.out_of_scope = one.out_of_scope.take().or(part.out_of_scope);
                for (key, value) in part.attributes {
                    one.attributes.entry(key).or_insert(value);
                }
                one.zone_drawn = if one.zone.is_none() { part.zone_drawn } else { one.zone_drawn };
                one.zone = one.zone.take().or(part.zone);
            }
            Some(_) => kept.push(part),
            None => {
                first.insert(key, kept.len());
                kept.push(part);
            }
        }
    }
    model.parts = kept;
    for (line, what) in lost {
        model.leave(line, what, "the part is taken as the first diagram that draws it says");
    }
    let rename = |id: &mut String| {
        if let Some(to) = renamed.get(id) {
            id.clone_from(to);
        }
    };
    for flow in &mut model.flows {
        rename(&mut flow.from);
        rename(&mut flow.to);
    }
    for threat in &mut model.threats {
        threat.on.iter_mut().for_each(rename);
        threat.on.dedup();
    }
}

/// What a further drawing of a part says otherwise.
fn differences<'a>(one: &'a Part, other: &'a Part) -> impl Iterator<Item = String> + 'a {
    let fields = [
        ("description", one.text.as_ref(), other.text.as_ref()),
        ("reason for being out of scope", one.out_of_scope.as_ref(), other.out_of_scope.as_ref()),
        ("zone", one.zone.as_ref(), other.zone.as_ref()),
    ];
    let attributes =
        other.attributes.iter().map(|(key, value)| (key.as_str(), one.attributes.get(key), Some(value)));
    let differs = |(key, first, second): (&str, Option<&String>, Option<&String>)| match (first, second) {
        (Some(first), Some(second)) if first != second => Some(format!("{key} `{}`", short(second))),
        _ => None,
    };
    fields.into_iter().chain(attributes).filter_map(differs)
}

fn is_elsewhere(one: &Part, other: &Part) -> bool {
    one.shape == other.shape
        && one.diagram != other.diagram
        && !other.diagram.as_ref().is_some_and(|it| one.also_in.contains(it))
        && !other.name.is_empty()
}
