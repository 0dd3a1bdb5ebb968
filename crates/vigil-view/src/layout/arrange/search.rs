//! Local search for the layers of one zone's members.

use super::boxes::Box2;

/// Rounds over all members before the search gives up improving.
const ROUNDS: usize = 12;
/// Starting points that are tried.
const STARTS: usize = 8;
/// Points that a flow costs for each layer it passes.
const DETOUR: f64 = 7.0;
/// Points that it costs to draw a flow against the main direction.
const AGAINST: f64 = 2.0;
/// Two connected members in one layer: the engine cannot do that.
const IMPOSSIBLE: f64 = 1e6;
/// Members above this count are arranged from one start and moved to near layers only: the work would grow with the cube.
const MANY: usize = 40;
/// How far a member of a large zone is moved, in doubled layers.
const NEAR: usize = 4;

/// The members of one zone, in the order of the drawing.
pub(super) struct Members {
    pub(super) sizes: Vec<Box2>,
    pub(super) links: Vec<Link>,
    /// Flows of each member that leave the zone before its first layer, and behind its last.
    pub(super) early: Vec<usize>,
    pub(super) late: Vec<usize>,
    /// Room between layers, between members of a layer, and for a passing flow.
    pub(super) gap: f64,
    pub(super) side: f64,
    pub(super) lane: f64,
    pub(super) padding: Box2,
    /// Wanted `across / along`.
    pub(super) wanted: f64,
}

/// Flows between two members.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Link {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) forward: usize,
    pub(super) backward: usize,
    pub(super) label: Box2,
}

/// The best layers found and the size that they give.
pub(super) fn search(members: &Members) -> (Vec<usize>, Box2) {
    let count = members.sizes.len();
    let starts = if count > MANY { 0 } else { STARTS.min(count) };
    let mut best = improved(members, by_flow(members));
    for root in 0..starts {
        let candidate = improved(members, by_distance(members, root));
        if candidate.1 + 1e-9 < best.1 {
            best = candidate;
        }
    }
    let size = size(members, &best.0).0;
    (best.0, size)
}

/// Layers that follow the flows as modelled, as far as they do not lead back to an earlier member.
fn by_flow(members: &Members) -> Vec<usize> {
    let mut layers = vec![0; members.sizes.len()];
    for _ in 0..members.sizes.len().min(MANY) {
        for link in members.links.iter().filter(|link| link.forward >= link.backward) {
            layers[link.b] = layers[link.b].max(layers[link.a] + 1);
        }
    }
    compact(&mut layers);
    layers
}

/// Layers by distance from one member.
fn by_distance(members: &Members, root: usize) -> Vec<usize> {
    let mut layers = vec![usize::MAX; members.sizes.len()];
    layers[root] = 0;
    let mut reached = vec![root];
    let mut next = 0;
    while let Some(at) = reached.get(next).copied() {
        next += 1;
        for link in members.links.iter().filter(|link| link.a == at || link.b == at) {
            let other = link.a + link.b - at;
            if layers[other] == usize::MAX {
                layers[other] = layers[at] + 1;
                reached.push(other);
            }
        }
    }
    layers.iter_mut().filter(|layer| **layer == usize::MAX).for_each(|layer| *layer = 0);
    layers
}

/// Moves single members to better layers until none helps.
fn improved(members: &Members, mut layers: Vec<usize>) -> (Vec<usize>, f64) {
    let mut best = cost(members, &layers);
    for _ in 0..ROUNDS {
        let before = best;
        for at in 0..layers.len() {
            for trial in moves(&layers, at) {
                let price = cost(members, &trial);
                if price + 1e-9 < best {
                    (layers, best) = (trial, price);
                }
            }
        }
        if best >= before {
            break;
        }
    }
    (layers, best)
}

/// One member put into every other layer, and into new ones between them.
fn moves(layers: &[usize], at: usize) -> Vec<Vec<usize>> {
    let highest = layers.iter().copied().max().unwrap_or(0);
    let mut trials = Vec::new();
    // Layers are doubled and shifted: the even numbers between them are free for a layer of its own.
    let (mut first, mut last) = (0, 2 * highest + 2);
    if layers.len() > MANY {
        (first, last) = ((2 * layers[at]).saturating_sub(NEAR), last.min(2 * layers[at] + 2 + NEAR));
    }
    for target in first..=last {
        let mut trial: Vec<usize> = layers.iter().map(|layer| 2 * layer + 1).collect();
        if trial[at] != target {
            trial[at] = target;
            compact(&mut trial);
            trials.push(trial);
        }
    }
    trials
}

/// Numbers the layers from 0 without gaps.
fn compact(layers: &mut [usize]) {
    let mut used = layers.to_vec();
    used.sort_unstable();
    used.dedup();
    for layer in layers {
        *layer = used.binary_search(layer).unwrap_or(0);
    }
}

/// Points: the size of the smallest box with the wanted proportions, and what is unpleasant to read.
fn cost(members: &Members, layers: &[usize]) -> f64 {
    let (size, typical) = size(members, layers);
    let last = layers.iter().copied().max().unwrap_or(0);
    let (across, along) = (size.across, size.along * members.wanted);
    // The widest layer alone would leave the search on a plateau: two equal rows, and no single move makes both narrower.
    let mut cost = across.max(along) + 0.1 * (across + along) + 0.15 * typical;
    for link in &members.links {
        let (a, b) = (layers[link.a], layers[link.b]);
        if a == b {
            cost += IMPOSSIBLE;
        }
        let against = if a < b { link.backward } else { link.forward };
        cost += DETOUR * (a.abs_diff(b).saturating_sub(1)) as f64 + AGAINST * against as f64;
    }
    for (at, layer) in layers.iter().enumerate() {
        cost += DETOUR * (members.early[at] * layer + members.late[at] * (last - layer)) as f64;
    }
    cost
}

/// The size that the engine will come near to, and the width of the layer that a typical member stands in.
fn size(members: &Members, layers: &[usize]) -> (Box2, f64) {
    let count = layers.iter().copied().max().map_or(0, |last| last + 1);
    let mut rows = vec![Box2::default(); count];
    let mut labels = vec![Box2::default(); count];
    for (at, layer) in layers.iter().enumerate() {
        rows[*layer].along = rows[*layer].along.max(members.sizes[at].along);
        rows[*layer].across += members.sizes[at].across + members.side;
        let (early, late) = (members.early[at] as f64, members.late[at] as f64);
        rows[..*layer].iter_mut().for_each(|row| row.across += early * members.lane);
        rows[layer + 1..].iter_mut().for_each(|row| row.across += late * members.lane);
    }
    for link in &members.links {
        let (first, last) = ordered(layers[link.a], layers[link.b]);
        rows[(first + 1).min(last)..last].iter_mut().for_each(|row| row.across += members.lane);
        let middle = usize::midpoint(first, last.max(first + 1) - 1);
        labels[middle].along = labels[middle].along.max(link.label.along);
        labels[middle].across += link.label.across + members.lane;
    }
    let mut along = members.padding.along;
    let mut across = 0.0_f64;
    for (row, label) in rows.iter().zip(&labels) {
        along += row.along + members.gap;
        if label.along > 0.0 {
            along += label.along + members.gap;
        }
        across = across.max(row.across - members.side).max(label.across);
    }
    let whole: f64 = rows.iter().map(|row| row.across).sum();
    let typical = rows.iter().map(|row| row.across * row.across).sum::<f64>() / whole.max(1.0);
    (Box2 { along: along - members.gap.min(along), across: across + members.padding.across }, typical)
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    if a <= b { (a, b) } else { (b, a) }
}
