//! What holds for every model that was read: ids are unique, references lead somewhere, zones nest without a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::{Flow, MOST_ELEMENTS, ThreatModel};
use crate::tree::Fault;

/// How deep zones may nest: real ones need about five levels.
const DEEPEST: usize = 64;

/// Refuses what cannot be understood, and takes out what leads nowhere, with a line of [`ThreatModel::left`] each.
pub(super) fn references(model: &mut ThreatModel) -> Result<(), Fault> {
    let drawn = model.zones.len() + model.parts.len() + model.flows.len();
    let count = drawn + model.data.len() + model.threats.len() + model.mitigations.len();
    if count > MOST_ELEMENTS {
        return Err(Fault::new(format!("it holds more than {MOST_ELEMENTS} elements"), 1));
    }
    unique("zone", model.zones.iter().map(|it| (it.id.as_str(), it.line)))?;
    unique("part", model.parts.iter().map(|it| (it.id.as_str(), it.line)))?;
    unique("data asset", model.data.iter().map(|it| (it.id.as_str(), it.line)))?;
    unique("flow", model.flows.iter().map(|it| (it.id.as_str(), it.line)))?;
    unique("mitigation", model.mitigations.iter().map(|it| (it.id.as_str(), it.line)))?;
    zones(model)?;
    flows(model);
    data(model);
    threats(model);
    Ok(())
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = (&'a str, usize)>) -> Result<(), Fault> {
    let mut seen = BTreeMap::new();
    for (id, line) in ids {
        if let Some(first) = seen.insert(id, line) {
            return Err(Fault::new(
                format!("two elements have the {what} id `{id}`: one begins on line {first}"),
                line,
            ));
        }
    }
    Ok(())
}

fn zones(model: &mut ThreatModel) -> Result<(), Fault> {
    let known: BTreeMap<String, Option<String>> =
        model.zones.iter().map(|it| (it.id.clone(), it.parent.clone())).collect();
    let mut lost = Vec::new();
    for zone in &mut model.zones {
        if let Some(parent) = zone.parent.take_if(|it| !known.contains_key(it)) {
            lost.push((zone.line, format!("the zone around `{}`", zone.name), parent));
        }
        let (mut at, mut seen) = (Some(zone.id.as_str()), BTreeSet::new());
        while let Some(id) = at {
            if !seen.insert(id) {
                return Err(Fault::new(format!("the zone `{}` lies in itself", zone.name), zone.line));
            }
            if seen.len() > DEEPEST {
                return Err(Fault::new(format!("zones nest deeper than {DEEPEST} levels"), zone.line));
            }
            at = known.get(id).and_then(Option::as_deref);
        }
    }
    for part in &mut model.parts {
        if let Some(zone) = part.zone.take_if(|it| !known.contains_key(it)) {
            lost.push((part.line, format!("the zone of `{}`", part.name), zone));
        }
    }
    for (line, what, id) in lost {
        model.leave(line, what, dangling(&id));
    }
    Ok(())
}

fn dangling(id: &str) -> String {
    format!("it names `{id}`, and the file holds no element with that id")
}

fn flows(model: &mut ThreatModel) {
    let parts: BTreeSet<String> = model.parts.iter().map(|it| it.id.clone()).collect();
    let (kept, lost): (Vec<Flow>, Vec<Flow>) = std::mem::take(&mut model.flows)
        .into_iter()
        .partition(|it| parts.contains(&it.from) && parts.contains(&it.to));
    model.flows = kept;
    for flow in lost {
        let end = if parts.contains(&flow.from) { &flow.to } else { &flow.from };
        let because = if end.is_empty() { "one of its ends is at no part".to_owned() } else { dangling(end) };
        model.leave(flow.line, format!("flow `{}`", flow.name), because);
    }
}

fn data(model: &mut ThreatModel) {
    let known: BTreeSet<String> = model.data.iter().map(|it| it.id.clone()).collect();
    let mut lost = Vec::new();
    let mut keep = |ids: &mut Vec<String>, line: usize, what: &str| {
        ids.retain(|id| {
            let there = known.contains(id);
            if !there {
                lost.push((line, format!("data of `{what}`"), dangling(id)));
            }
            there
        });
    };
    for part in &mut model.parts {
        keep(&mut part.handles, part.line, &part.name);
        keep(&mut part.stores, part.line, &part.name);
    }
    for flow in &mut model.flows {
        keep(&mut flow.carries, flow.line, &flow.name);
        keep(&mut flow.back, flow.line, &flow.name);
    }
    for (line, what, because) in lost {
        model.leave(line, what, because);
    }
}

fn threats(model: &mut ThreatModel) {
    let zones = model.zones.iter().map(|it| it.id.clone());
    let parts = model.parts.iter().map(|it| it.id.clone());
    let flows = model.flows.iter().map(|it| it.id.clone());
    let known: BTreeSet<String> =
        zones.chain(parts).chain(flows).chain(model.data.iter().map(|it| it.id.clone())).collect();
    let mitigations: BTreeSet<String> = model.mitigations.iter().map(|it| it.id.clone()).collect();
    let mut lost = Vec::new();
    for threat in &mut model.threats {
        threat.on.retain(|id| {
            let there = known.contains(id);
            if !there {
                lost.push((threat.line, format!("what threat `{}` acts on", threat.title), dangling(id)));
            }
            there
        });
        threat.mitigations.retain(|(id, _)| {
            let there = mitigations.contains(id);
            if !there {
                lost.push((threat.line, format!("a mitigation of threat `{}`", threat.title), dangling(id)));
            }
            there
        });
    }
    for (line, what, because) in lost {
        model.leave(line, what, because);
    }
}
