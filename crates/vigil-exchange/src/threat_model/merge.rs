//! Parts that are drawn in several diagrams: drawing tools give each drawing an id of its own.

use std::collections::BTreeMap;

use super::{Part, ThreatModel};

/// Takes parts of the same name, shape and kind in different diagrams for one part; flows and threats then name that.
pub(super) fn diagrams(model: &mut ThreatModel) {
    let mut kept: Vec<Part> = Vec::new();
    let mut first: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for part in std::mem::take(&mut model.parts) {
        let key = (part.name.to_lowercase(), part.kind.clone());
        let same = first.get(&key).and_then(|at| kept.get_mut(*at));
        match same {
            // Two parts of one name in one diagram are two parts.
            Some(one) if is_elsewhere(one, &part) => {
                renamed.insert(part.id, one.id.clone());
                one.also_in.extend(part.diagram);
                one.text = one.text.take().or(part.text);
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

fn is_elsewhere(one: &Part, other: &Part) -> bool {
    one.shape == other.shape
        && one.diagram != other.diagram
        && !other.diagram.as_ref().is_some_and(|it| one.also_in.contains(it))
        && !other.name.is_empty()
}
