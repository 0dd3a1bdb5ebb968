//! The engine's answer, with every place counted from the drawing's upper left corner.

use serde_json::Value;

use crate::geometry::{Point, Rect};

/// Where things are; `None` is something that the engine left out.
pub(super) struct Places {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) zones: Vec<Option<Rect>>,
    pub(super) nodes: Vec<Option<Rect>>,
    pub(super) edges: Vec<Option<Way>>,
}

/// The way of a flow and the corner of its label.
pub(super) struct Way {
    pub(super) points: Vec<Point>,
    pub(super) label: Option<Point>,
}

/// Reads the answer for so many zones, nodes and flows.
pub(super) fn read(answer: &Value, zones: usize, nodes: usize, edges: usize) -> Places {
    let none = |count| (0..count).map(|_| None).collect::<Vec<_>>();
    let mut places = Places {
        width: number(answer, "width"),
        height: number(answer, "height"),
        zones: none(zones),
        nodes: none(nodes),
        edges: (0..edges).map(|_| None).collect(),
    };
    // A stack, not recursion: places are relative to the box around them.
    let mut open = vec![(answer, Point::new(0.0, 0.0))];
    while let Some((parent, origin)) = open.pop() {
        for edge in list(parent, "edges") {
            // Ties (`t`) are not drawn.
            if let Some(('e', at)) = id_of(edge) {
                set(&mut places.edges, at, way(edge, origin));
            }
        }
        for child in list(parent, "children") {
            let rect = rect(child, origin);
            match id_of(child) {
                Some(('z', at)) => set(&mut places.zones, at, Some(rect)),
                Some((_, at)) => set(&mut places.nodes, at, Some(rect)),
                None => {}
            }
            open.push((child, Point::new(rect.x, rect.y)));
        }
    }
    places
}

fn set<T>(slots: &mut [Option<T>], at: usize, value: Option<T>) {
    if let Some(slot) = slots.get_mut(at) {
        *slot = value;
    }
}

fn id_of(value: &Value) -> Option<(char, usize)> {
    let id = value.get("id")?.as_str()?;
    Some((id.chars().next()?, id.get(1..)?.parse().ok()?))
}

fn way(edge: &Value, origin: Point) -> Option<Way> {
    let section = list(edge, "sections").first()?;
    let mut points = vec![point(section.get("startPoint")?, origin)];
    points.extend(list(section, "bendPoints").iter().map(|bend| point(bend, origin)));
    points.push(point(section.get("endPoint")?, origin));
    let label = list(edge, "labels").first().map(|label| point(label, origin));
    Some(Way { points: without_detours(points), label })
}

/// Drops points that lie on a straight line between their neighbours.
fn without_detours(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_some_and(|last| same(last.x, point.x) && same(last.y, point.y)) {
            continue;
        }
        if let [.., a, b] = kept.as_slice()
            && ((same(a.x, b.x) && same(b.x, point.x)) || (same(a.y, b.y) && same(b.y, point.y)))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

fn rect(value: &Value, origin: Point) -> Rect {
    let corner = point(value, origin);
    Rect::new(corner.x, corner.y, number(value, "width"), number(value, "height"))
}

fn point(value: &Value, origin: Point) -> Point {
    Point::new(origin.x + number(value, "x"), origin.y + number(value, "y"))
}

fn number(value: &Value, key: &str) -> f64 {
    value.get(key).and_then(Value::as_f64).unwrap_or(0.0)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
