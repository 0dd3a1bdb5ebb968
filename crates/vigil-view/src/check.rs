//! Looks at a laid-out drawing as a reader would: does anything cover anything else?

use std::fmt;

use crate::geometry::{Point, Rect, line_crosses};
use crate::layout::{Laid, LaidEdge, LaidNode};
use crate::text::TextLine;

/// Things may touch; this much shared ground is not yet an overlap.
const TOUCH: f64 = 0.5;

/// Two things that cover each other, or one that leaves its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// What kind of fault.
    pub kind: Kind,
    /// The first thing.
    pub a: String,
    /// The other thing, or the text.
    pub b: String,
}

/// The faults that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Two nodes.
    NodeNode,
    /// A node leaves its zone, or stands in a zone that is not its own.
    NodeZone,
    /// Two zones that are not inside each other.
    ZoneZone,
    /// Two labels.
    LabelLabel,
    /// A label and a node.
    LabelNode,
    /// A flow runs through a node.
    FlowNode,
    /// A flow runs through the label of another.
    FlowLabel,
    /// Two flows run on top of each other.
    FlowFlow,
    /// A leg of a flow is neither horizontal nor vertical.
    SlantedFlow,
    /// The title of a zone and a flow, a label, a node or another title.
    TitleCovered,
    /// A text is wider or higher than its box.
    TextOutside,
    /// Something lies outside the drawing.
    OutsidePage,
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} / {}", self.kind, self.a, self.b)
    }
}

/// Every fault of the drawing.
pub fn overlaps(laid: &Laid) -> Vec<Overlap> {
    let mut found = Found(Vec::new());
    nodes(laid, &mut found);
    zones(laid, &mut found);
    labels(laid, &mut found);
    flows(laid, &mut found);
    titles(laid, &mut found);
    texts(laid, &mut found);
    found.0
}

struct Found(Vec<Overlap>);

impl Found {
    fn say(&mut self, kind: Kind, a: &str, b: &str) {
        self.0.push(Overlap { kind, a: a.to_owned(), b: b.to_owned() });
    }
}

/// Every pair once.
fn pairs<T>(items: &[T]) -> impl Iterator<Item = (&T, &T)> {
    items.iter().enumerate().flat_map(|(at, a)| items[at + 1..].iter().map(move |b| (a, b)))
}

fn meet(a: &Rect, b: &Rect) -> bool {
    a.inset(TOUCH).overlaps(b)
}

fn nodes(laid: &Laid, found: &mut Found) {
    for (a, b) in pairs(&laid.nodes) {
        if meet(&a.rect, &b.rect) {
            found.say(Kind::NodeNode, &a.node.id, &b.node.id);
        }
    }
    for node in &laid.nodes {
        for zone in &laid.zones {
            let inside = is_in(laid, node, &zone.zone.id);
            let right = if inside { zone.rect.contains(&node.rect) } else { !meet(&zone.rect, &node.rect) };
            if !right {
                found.say(Kind::NodeZone, &node.node.id, &zone.zone.id);
            }
        }
    }
}

/// Whether the node's zone is this one or lies in it.
fn is_in(laid: &Laid, node: &LaidNode, zone: &str) -> bool {
    ancestors(laid, node.node.zone.as_deref()).any(|id| id == zone)
}

/// A zone and the zones around it.
fn ancestors<'a>(laid: &'a Laid, start: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    std::iter::successors(start, |id| {
        laid.zones.iter().find(|zone| zone.zone.id == *id).and_then(|zone| zone.zone.parent.as_deref())
    })
}

fn zones(laid: &Laid, found: &mut Found) {
    for (a, b) in pairs(&laid.zones) {
        let nested = ancestors(laid, Some(&b.zone.id)).any(|id| id == a.zone.id)
            || ancestors(laid, Some(&a.zone.id)).any(|id| id == b.zone.id);
        let right = if nested {
            a.rect.contains(&b.rect) || b.rect.contains(&a.rect)
        } else {
            !meet(&a.rect, &b.rect)
        };
        if !right {
            found.say(Kind::ZoneZone, &a.zone.id, &b.zone.id);
        }
    }
}

fn labels(laid: &Laid, found: &mut Found) {
    let plates: Vec<(&str, Rect)> = plates(laid).collect();
    for ((a, plate), (b, other)) in pairs(&plates) {
        if meet(plate, other) {
            found.say(Kind::LabelLabel, a, b);
        }
    }
    for (edge, plate) in &plates {
        for node in laid.nodes.iter().filter(|node| meet(&node.rect, plate)) {
            found.say(Kind::LabelNode, edge, &node.node.id);
        }
    }
}

fn plates(laid: &Laid) -> impl Iterator<Item = (&str, Rect)> {
    laid.edges.iter().filter_map(|edge| Some((edge.edge.id.as_str(), edge.label.as_ref()?.plate)))
}

fn legs(edge: &LaidEdge) -> impl Iterator<Item = (Point, Point)> {
    edge.points.windows(2).map(|leg| (leg[0], leg[1]))
}

fn runs_through(edge: &LaidEdge, rect: &Rect) -> bool {
    let core = rect.inset(TOUCH);
    legs(edge).any(|(a, b)| line_crosses(a, b, &core))
}

fn flows(laid: &Laid, found: &mut Found) {
    for edge in &laid.edges {
        let id = &edge.edge.id;
        if legs(edge).any(|(a, b)| (a.x - b.x).abs() > TOUCH && (a.y - b.y).abs() > TOUCH) {
            found.say(Kind::SlantedFlow, id, "");
        }
        for node in laid.nodes.iter().filter(|node| runs_through(edge, &node.rect)) {
            found.say(Kind::FlowNode, id, &node.node.id);
        }
        for (other, plate) in plates(laid).filter(|(other, _)| other != id) {
            if runs_through(edge, &plate) {
                found.say(Kind::FlowLabel, id, other);
            }
        }
    }
    for (a, b) in pairs(&laid.edges) {
        if legs(a).any(|leg| legs(b).any(|other| on_top(leg, other))) {
            found.say(Kind::FlowFlow, &a.edge.id, &b.edge.id);
        }
    }
}

/// Whether two parallel legs share a stretch.
fn on_top(leg: (Point, Point), other: (Point, Point)) -> bool {
    let (a, b) = (Rect::around(leg.0, leg.1), Rect::around(other.0, other.1));
    let upright = a.w < TOUCH && b.w < TOUCH && (a.x - b.x).abs() < TOUCH;
    let level = a.h < TOUCH && b.h < TOUCH && (a.y - b.y).abs() < TOUCH;
    let shared_y = a.bottom().min(b.bottom()) - a.y.max(b.y);
    let shared_x = a.right().min(b.right()) - a.x.max(b.x);
    (upright && shared_y > TOUCH) || (level && shared_x > TOUCH)
}

fn titles(laid: &Laid, found: &mut Found) {
    for zone in &laid.zones {
        let id = &zone.zone.id;
        for edge in laid.edges.iter().filter(|edge| runs_through(edge, &zone.plate)) {
            found.say(Kind::TitleCovered, id, &edge.edge.id);
        }
        for (edge, _) in plates(laid).filter(|(_, plate)| meet(plate, &zone.plate)) {
            found.say(Kind::TitleCovered, id, edge);
        }
        for node in laid.nodes.iter().filter(|node| meet(&node.rect, &zone.plate)) {
            found.say(Kind::TitleCovered, id, &node.node.id);
        }
        if !zone.rect.contains(&zone.plate) {
            found.say(Kind::TextOutside, id, &zone.zone.title);
        }
    }
    for (a, b) in pairs(&laid.zones) {
        if meet(&a.plate, &b.plate) {
            found.say(Kind::TitleCovered, &a.zone.id, &b.zone.id);
        }
    }
}

fn texts(laid: &Laid, found: &mut Found) {
    for zone in &laid.zones {
        fits(&zone.lines, &zone.plate, &zone.zone.id, found);
    }
    for node in &laid.nodes {
        fits(&node.lines, &node.rect, &node.node.id, found);
        for badge in &node.badges {
            fits(std::slice::from_ref(&badge.line), &badge.rect, &node.node.id, found);
            if !node.rect.contains(&badge.rect) {
                found.say(Kind::TextOutside, &node.node.id, &badge.line.text);
            }
        }
    }
    for edge in &laid.edges {
        if let Some(label) = &edge.label {
            fits(&label.lines, &label.plate, &edge.edge.id, found);
        }
    }
    let page = Rect::new(0.0, 0.0, laid.width, laid.height);
    for line in laid.lines() {
        if !page.contains(&ink(line)) {
            found.say(Kind::OutsidePage, &laid.id, &line.text);
        }
    }
    for edge in &laid.edges {
        if legs(edge).any(|(a, b)| !page.contains(&Rect::around(a, b))) {
            found.say(Kind::OutsidePage, &laid.id, &edge.edge.id);
        }
    }
}

fn fits(lines: &[TextLine], rect: &Rect, owner: &str, found: &mut Found) {
    let room = rect.inset(-TOUCH);
    for line in lines.iter().filter(|line| !room.contains(&ink(line))) {
        found.say(Kind::TextOutside, owner, &line.text);
    }
}

/// Where the letters of a line are, from the top of capitals to the lower ends.
fn ink(line: &TextLine) -> Rect {
    let (left, right) = line.span();
    Rect::new(left, line.baseline - 0.7 * line.size, right - left, 0.9 * line.size)
}
