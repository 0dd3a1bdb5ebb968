//! What a drawing shows: nested zones, nodes and the flows between them. No coordinates, no text measures.

mod validate;

pub use validate::{DiagramError, MAX_DEPTH, MAX_EDGES, MAX_NODES, MAX_TEXT, MAX_ZONES};

/// A drawing to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagram {
    /// Prefix of every id in the output; unique among the drawings of one page.
    pub id: String,
    /// One line: the figure's name.
    pub title: String,
    /// What the figure shows, for readers who cannot see it.
    pub description: String,
    /// Where flows mainly lead.
    pub direction: Direction,
    /// Trust boundaries, in the order they should appear.
    pub zones: Vec<Zone>,
    /// Parts, in the order they should appear.
    pub nodes: Vec<Node>,
    /// Flows, in the order they should appear.
    pub edges: Vec<Edge>,
    /// Explanations drawn under the figure; [`Diagram::signs_in_use`] makes the usual ones.
    pub legend: Vec<LegendEntry>,
}

/// Where flows mainly lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// From top to bottom.
    #[default]
    Down,
    /// From left to right.
    Right,
}

/// A trust boundary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Zone {
    /// Unique among zones and nodes.
    pub id: String,
    /// Name.
    pub title: String,
    /// Second line: kind and operator, for instance `network, run by hospital`.
    pub note: String,
    /// The zone around this one.
    pub parent: Option<String>,
    /// Colour family.
    pub tone: Tone,
}

/// A part of the system or somebody beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Unique among zones and nodes.
    pub id: String,
    /// Name.
    pub title: String,
    /// Kind, for instance `firmware`.
    pub subtitle: String,
    /// The innermost zone it stands in.
    pub zone: Option<String>,
    /// Outline.
    pub shape: Shape,
    /// Colour family.
    pub tone: Tone,
    /// Short facts in the lower part of the box.
    pub badges: Vec<Badge>,
}

/// A short fact about a node, for instance `SBOM 62`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Badge {
    /// The fact.
    pub text: String,
    /// [`Tone::Alert`] is drawn with a heavy border.
    pub tone: Tone,
}

/// The outline of a node; each can be told apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Shape {
    /// Running software: rounded box.
    #[default]
    Process,
    /// Data at rest: drum.
    Store,
    /// A person: box with a figure.
    Actor,
    /// A system of somebody else: double border.
    External,
    /// A physical part: cut corners.
    Hardware,
}

/// A colour family. Meaning never rests on it alone: the words in the drawing say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tone {
    /// Grey.
    #[default]
    Plain,
    /// The device itself: blue.
    Device,
    /// The care facility: green.
    Facility,
    /// The manufacturer: violet.
    Maker,
    /// Patient and home: amber.
    Home,
    /// Needs attention: red.
    Alert,
}

/// A flow between two nodes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edge {
    /// Unique among edges.
    pub id: String,
    /// Short name for print such as `F3`; [`crate::split::number`] fills it in where it is empty.
    pub code: String,
    /// The node it starts at.
    pub from: String,
    /// The node it leads to.
    pub to: String,
    /// What flows.
    pub label: String,
    /// Protocol, short.
    pub sublabel: String,
    /// How it is drawn.
    pub line: Line,
    /// Whether it has an arrow head at both ends.
    pub both_ways: bool,
    /// Full wording for readers who cannot see the figure; made from the other fields when empty.
    pub spoken: String,
}

/// How a flow is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Line {
    /// It crosses a trust boundary: heavy and dashed.
    pub crosses: bool,
    /// Unprotected is a double line with a warning sign; unknown has a question mark.
    pub protection: Protection,
}

/// What the model says about the protection of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Protection {
    /// Protected, or in no need of it.
    #[default]
    Fine,
    /// The model does not say.
    Unknown,
    /// The model says that there is none.
    Unprotected,
}

/// One explanation under the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// What is explained.
    pub sign: Sign,
    /// The explanation.
    pub text: String,
}

/// Something that a legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// An outline.
    Shape(Shape),
    /// A kind of flow.
    Line(Line),
    /// The dashed, tinted box.
    Zone(Tone),
}

impl Diagram {
    /// A drawing with nothing in it yet.
    pub fn new(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: String::new(),
            direction: Direction::Down,
            zones: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            legend: Vec::new(),
        }
    }

    /// The legend that explains every shape, kind of flow and zone in this drawing, and nothing else.
    pub fn signs_in_use(&self) -> Vec<LegendEntry> {
        let mut signs = std::collections::BTreeSet::new();
        signs.extend(self.nodes.iter().map(|node| Sign::Shape(node.shape)));
        signs.extend(self.edges.iter().map(|edge| Sign::Line(edge.line)));
        if !self.zones.is_empty() {
            signs.insert(Sign::Zone(Tone::Plain));
        }
        signs.into_iter().map(|sign| LegendEntry { sign, text: sign.meaning().to_owned() }).collect()
    }
}

impl Sign {
    /// The usual words for a sign.
    pub fn meaning(self) -> &'static str {
        match self {
            Sign::Shape(Shape::Process) => "software",
            Sign::Shape(Shape::Store) => "data store",
            Sign::Shape(Shape::Actor) => "person",
            Sign::Shape(Shape::External) => "system of another party",
            Sign::Shape(Shape::Hardware) => "hardware",
            Sign::Zone(_) => "trust zone",
            Sign::Line(line) => line.meaning(),
        }
    }
}

impl Line {
    /// The usual words for a kind of flow.
    pub fn meaning(self) -> &'static str {
        match (self.crosses, self.protection) {
            (false, Protection::Fine) => "flow",
            (false, Protection::Unknown) => "flow, protection not stated",
            (false, Protection::Unprotected) => "unprotected flow",
            (true, Protection::Fine) => "flow across a trust boundary",
            (true, Protection::Unknown) => "across a boundary, protection not stated",
            (true, Protection::Unprotected) => "unprotected across a boundary",
        }
    }
}
