//! Refuses drawings that cannot be laid out, before the engine sees them.

use std::collections::{BTreeMap, BTreeSet};

use super::Diagram;

/// Most nodes in one drawing; a reader is lost long before.
pub const MAX_NODES: usize = 400;
/// Most zones in one drawing.
pub const MAX_ZONES: usize = 200;
/// Most flows in one drawing.
pub const MAX_EDGES: usize = 1200;
/// Deepest nesting of zones.
pub const MAX_DEPTH: usize = 12;
/// Longest single text, in characters.
pub const MAX_TEXT: usize = 400;

/// Why a drawing cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiagramError {
    /// There is nothing to draw.
    #[error("diagram '{0}' has no node: add one or leave the figure out")]
    Empty(String),
    /// A size limit is passed.
    #[error("diagram '{diagram}' has {count} {what}, the limit is {limit}: split it into several views")]
    TooLarge {
        /// The diagram's id.
        diagram: String,
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Two things share an id.
    #[error("the id '{0}' is used twice in one diagram")]
    Twice(String),
    /// Something names a zone or node that is not there.
    #[error("'{from}' points at '{to}', which is not in the diagram")]
    Dangling {
        /// Who points.
        from: String,
        /// At what.
        to: String,
    },
    /// A zone contains itself.
    #[error("zone '{0}' lies inside itself")]
    Circle(String),
    /// Zones are nested too deep.
    #[error("zone '{0}' is nested deeper than {MAX_DEPTH} levels")]
    TooDeep(String),
    /// A text is too long for a box.
    #[error(
        "a text of '{0}' is longer than {MAX_TEXT} characters: shorten it, the table below the figure has room"
    )]
    LongText(String),
}

impl Diagram {
    /// Says why the drawing cannot be made, or nothing.
    pub fn validate(&self) -> Result<(), DiagramError> {
        self.check_sizes()?;
        self.check_ids()?;
        self.check_references()?;
        self.check_nesting()?;
        self.check_texts()
    }

    fn check_sizes(&self) -> Result<(), DiagramError> {
        if self.nodes.is_empty() {
            return Err(DiagramError::Empty(self.id.clone()));
        }
        let sizes = [
            ("nodes", self.nodes.len(), MAX_NODES),
            ("zones", self.zones.len(), MAX_ZONES),
            ("flows", self.edges.len(), MAX_EDGES),
        ];
        match sizes.into_iter().find(|(_, count, limit)| count > limit) {
            Some((what, count, limit)) => {
                Err(DiagramError::TooLarge { diagram: self.id.clone(), what, count, limit })
            }
            None => Ok(()),
        }
    }

    fn check_ids(&self) -> Result<(), DiagramError> {
        let boxes = self.zones.iter().map(|zone| &zone.id).chain(self.nodes.iter().map(|node| &node.id));
        first_twice(boxes).or_else(|| first_twice(self.edges.iter().map(|edge| &edge.id))).map_or(Ok(()), Err)
    }

    fn check_references(&self) -> Result<(), DiagramError> {
        let zones: BTreeSet<&str> = self.zones.iter().map(|zone| zone.id.as_str()).collect();
        let nodes: BTreeSet<&str> = self.nodes.iter().map(|node| node.id.as_str()).collect();
        let parents = self.zones.iter().filter_map(|zone| Some((&zone.id, zone.parent.as_ref()?, &zones)));
        let homes = self.nodes.iter().filter_map(|node| Some((&node.id, node.zone.as_ref()?, &zones)));
        let ends =
            self.edges.iter().flat_map(|edge| [(&edge.id, &edge.from, &nodes), (&edge.id, &edge.to, &nodes)]);
        match parents.chain(homes).chain(ends).find(|(_, to, known)| !known.contains(to.as_str())) {
            Some((from, to, _)) => Err(DiagramError::Dangling { from: from.clone(), to: to.clone() }),
            None => Ok(()),
        }
    }

    fn check_nesting(&self) -> Result<(), DiagramError> {
        let parents: BTreeMap<&str, &str> =
            self.zones.iter().filter_map(|zone| Some((zone.id.as_str(), zone.parent.as_deref()?))).collect();
        for zone in &self.zones {
            let mut at = zone.id.as_str();
            let mut depth = 1;
            while let Some(parent) = parents.get(at) {
                if *parent == zone.id {
                    return Err(DiagramError::Circle(zone.id.clone()));
                }
                depth += 1;
                // A circle that does not run through this zone ends here too.
                if depth > MAX_DEPTH {
                    return Err(DiagramError::TooDeep(zone.id.clone()));
                }
                at = parent;
            }
        }
        Ok(())
    }

    fn check_texts(&self) -> Result<(), DiagramError> {
        let zones = self.zones.iter().flat_map(|zone| [(&zone.id, &zone.title), (&zone.id, &zone.note)]);
        let nodes = self.nodes.iter().flat_map(|node| [(&node.id, &node.title), (&node.id, &node.subtitle)]);
        let badges =
            self.nodes.iter().flat_map(|node| node.badges.iter().map(|badge| (&node.id, &badge.text)));
        let edges = self.edges.iter().flat_map(|edge| [(&edge.id, &edge.label), (&edge.id, &edge.sublabel)]);
        let legend = self.legend.iter().map(|entry| (&self.id, &entry.text));
        let mut texts = zones.chain(nodes).chain(badges).chain(edges).chain(legend);
        match texts.find(|(_, text)| text.chars().count() > MAX_TEXT) {
            Some((id, _)) => Err(DiagramError::LongText(id.clone())),
            None => Ok(()),
        }
    }
}

fn first_twice<'a>(ids: impl Iterator<Item = &'a String>) -> Option<DiagramError> {
    let mut seen = BTreeSet::new();
    ids.into_iter().find(|id| !seen.insert(id.as_str())).map(|id| DiagramError::Twice(id.clone()))
}
