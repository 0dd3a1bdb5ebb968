//! Packages that are looked up under the same keys: what the records say is read once for all of them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::identity::{Identities, Target};

/// Packages with the same targets, versions apart.
pub(super) struct Group {
    /// What is looked up, without versions.
    pub(super) shapes: Arc<[Target]>,
    /// Packages that are the same in all that matters, each list in the order of the inventory.
    pub(super) same: Vec<Vec<usize>>,
}

/// The most different packages of a group: what is said of each is held until all are asked.
const MOST: usize = 64;

/// What makes two packages of one environment the same to the engine.
type Same<'i> = (&'i Identities, usize, Option<usize>);

/// Puts packages into groups, each group where its first package stands. `of` gives a package's identities, the number
/// of its environment and that of what is stated of its build; those without identities are left out.
pub(super) fn groups<'i>(of: impl Iterator<Item = (usize, Option<Same<'i>>)>) -> Vec<Group> {
    let mut places: HashMap<Arc<[Target]>, usize> = HashMap::new();
    let mut known: HashMap<Same<'i>, (usize, usize)> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (at, same) in of.filter_map(|(at, same)| Some((at, same?))) {
        let (group, member) = *known.entry(same).or_insert_with(|| {
            let shapes: Arc<[Target]> = same.0.found.iter().map(|identity| identity.target.shape()).collect();
            let new = groups.len();
            let place = match places.get(&shapes) {
                Some(place) if groups[*place].same.len() < MOST => *place,
                _ => {
                    groups.push(Group { shapes: Arc::clone(&shapes), same: Vec::new() });
                    places.insert(shapes, new);
                    new
                }
            };
            groups[place].same.push(Vec::new());
            (place, groups[place].same.len() - 1)
        });
        groups[group].same[member].push(at);
    }
    groups
}
