//! From a graph to places: every box, text and bend of the drawing, in points.

mod answer;
mod arrange;
mod boxes;
mod elk;
mod hierarchy;
mod legend;
mod request;
mod zones;

pub(crate) use boxes::{FIGURE, LID};
pub use elk::Elk;
pub use hierarchy::Hierarchy;

use crate::geometry::{Point, Rect};
use crate::graph::{Diagram, DiagramError, Direction, Edge, LegendEntry, Node, Protection, Tone, Zone};
use crate::text::TextLine;

/// An engine that finds the places.
pub trait Layout {
    /// Lays the drawing out; the same input gives the same output to the last digit.
    fn lay_out(&self, diagram: &Diagram, options: &Options) -> Result<Laid, LayoutError>;
}

/// How a drawing is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Width at which titles in nodes are wrapped.
    pub wrap: f64,
    /// Multiplies all distances between things.
    pub air: f64,
    /// Wanted width divided by height; without it, flows keep the drawing's direction wherever they can.
    pub proportion: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self { wrap: 96.0, air: 1.0, proportion: None }
    }
}

/// Why there is no drawing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// The graph cannot be drawn.
    #[error(transparent)]
    Diagram(#[from] DiagramError),
    /// The engine gave up or panicked.
    #[error("the layout engine failed on diagram '{diagram}': {reason}")]
    Engine {
        /// The diagram's id.
        diagram: String,
        /// What the engine said.
        reason: String,
    },
}

/// A drawing whose places are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// The diagram's id.
    pub id: String,
    /// The figure's name.
    pub title: String,
    /// What the figure shows, in words.
    pub description: String,
    /// Where flows mainly lead.
    pub direction: Direction,
    /// Width before scaling.
    pub width: f64,
    /// Height before scaling.
    pub height: f64,
    /// Size on paper divided by size here; text shrinks with it.
    pub scale: f64,
    /// Outer zones come before the zones in them.
    pub zones: Vec<LaidZone>,
    /// Nodes in the order of the diagram.
    pub nodes: Vec<LaidNode>,
    /// Flows in the order of the diagram.
    pub edges: Vec<LaidEdge>,
    /// Explanations under the figure.
    pub legend: Vec<LaidLegend>,
}

/// A zone with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidZone {
    /// The zone.
    pub zone: Zone,
    /// The dashed box.
    pub rect: Rect,
    /// The plate that the title stands on.
    pub plate: Rect,
    /// Title and note.
    pub lines: Vec<TextLine>,
}

/// A node with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidNode {
    /// The node.
    pub node: Node,
    /// The box that flows end at.
    pub rect: Rect,
    /// Title and kind.
    pub lines: Vec<TextLine>,
    /// Badges with their boxes.
    pub badges: Vec<LaidBadge>,
}

/// A badge with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidBadge {
    /// The pill.
    pub rect: Rect,
    /// Its text.
    pub line: TextLine,
    /// Its colour family.
    pub tone: Tone,
}

/// A flow with its way.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidEdge {
    /// The flow.
    pub edge: Edge,
    /// Corners from start to end; each leg is horizontal or vertical.
    pub points: Vec<Point>,
    /// What stands on it.
    pub label: Option<LaidLabel>,
}

/// The words on a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidLabel {
    /// The white plate.
    pub plate: Rect,
    /// Where the warning sign or question mark stands, if there is one.
    pub mark: Option<Rect>,
    /// Which of the two it is.
    pub protection: Protection,
    /// Label and protocol.
    pub lines: Vec<TextLine>,
}

/// An explanation with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct LaidLegend {
    /// The entry.
    pub entry: LegendEntry,
    /// Where the sample is drawn.
    pub sample: Rect,
    /// The words.
    pub line: TextLine,
}

impl Laid {
    /// Every text of the drawing, in drawing order.
    pub fn lines(&self) -> impl Iterator<Item = &TextLine> {
        let zones = self.zones.iter().flat_map(|zone| &zone.lines);
        let nodes = self.nodes.iter().flat_map(|node| &node.lines);
        let badges = self.nodes.iter().flat_map(|node| &node.badges).map(|badge| &badge.line);
        let labels = self.edges.iter().filter_map(|edge| edge.label.as_ref()).flat_map(|label| &label.lines);
        zones.chain(nodes).chain(badges).chain(labels).chain(self.legend.iter().map(|entry| &entry.line))
    }

    /// The smallest text on paper, in points.
    pub fn smallest_text(&self) -> f64 {
        self.lines().map(|line| line.size).fold(f64::INFINITY, f64::min) * self.scale
    }

    /// Moves the whole drawing.
    fn shift(&mut self, by: Point) {
        for zone in &mut self.zones {
            zone.rect.shift(by);
            zone.plate.shift(by);
        }
        for node in &mut self.nodes {
            node.rect.shift(by);
            node.badges.iter_mut().for_each(|badge| badge.rect.shift(by));
        }
        for edge in &mut self.edges {
            edge.points.iter_mut().for_each(|point| *point = Point::new(point.x + by.x, point.y + by.y));
            if let Some(label) = &mut edge.label {
                label.plate.shift(by);
                label.mark.iter_mut().for_each(|mark| mark.shift(by));
            }
        }
        self.legend.iter_mut().for_each(|entry| entry.sample.shift(by));
        for line in self.lines_mut() {
            line.x += by.x;
            line.baseline += by.y;
        }
    }

    fn lines_mut(&mut self) -> impl Iterator<Item = &mut TextLine> {
        let zones = self.zones.iter_mut().flat_map(|zone| &mut zone.lines);
        let nodes = self.nodes.iter_mut().flat_map(|node| {
            node.lines.iter_mut().chain(node.badges.iter_mut().map(|badge| &mut badge.line))
        });
        let labels =
            self.edges.iter_mut().filter_map(|edge| edge.label.as_mut()).flat_map(|label| &mut label.lines);
        zones.chain(nodes).chain(labels).chain(self.legend.iter_mut().map(|entry| &mut entry.line))
    }
}
