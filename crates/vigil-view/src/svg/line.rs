//! Flows: right-angled lines with round corners and arrow heads, and the signs on their labels.

use crate::geometry::{Point, Rect};
use crate::graph::{Line, Protection};

use super::palette::{CROSSING, FLOW, INK, WARN};
use super::xml::number as n;

/// Radius of corners.
const ROUND: f64 = 5.0;
/// Length and half width of an arrow head.
const HEAD: (f64, f64) = (6.2, 2.7);

/// A flow from the first point to the last.
pub(super) fn flow(points: &[Point], kind: Line, both_ways: bool) -> String {
    let [.., before_last, last] = *points else { return String::new() };
    let [first, second, ..] = *points else { return String::new() };
    let colour = colour(kind);
    let mut way = points.to_vec();
    let mut heads = arrow_head(before_last, last, colour);
    if let Some(end) = way.last_mut() {
        *end = pulled_back(before_last, last);
    }
    if both_ways {
        heads.push_str(&arrow_head(second, first, colour));
        way[0] = pulled_back(way[1], first);
    }
    stroke(&rounded(&way), kind) + &heads
}

/// A short flow for the legend, with its sign.
pub(super) fn sample(rect: Rect, kind: Line) -> String {
    let y = rect.center().y;
    let mut out = flow(&[Point::new(rect.x, y), Point::new(rect.right(), y)], kind, false);
    if kind.protection != Protection::Fine {
        let size = 8.5;
        out.push_str(&mark(Rect::new(rect.x + 6.0, y - size / 2.0, size, size), kind.protection));
    }
    out
}

/// The sign that says what is known about protection.
pub(super) fn mark(rect: Rect, protection: Protection) -> String {
    match protection {
        Protection::Fine => String::new(),
        Protection::Unknown => question(rect),
        Protection::Unprotected => warning(rect),
    }
}

fn colour(kind: Line) -> &'static str {
    match kind {
        Line { protection: Protection::Unprotected, .. } => WARN,
        Line { crosses: true, .. } => CROSSING,
        Line { .. } => FLOW,
    }
}

/// Heavy and dashed when it crosses a boundary, double when unprotected.
fn stroke(path: &str, kind: Line) -> String {
    let dashes = if kind.crosses { " stroke-dasharray=\"8 3\"" } else { "" };
    let colour = colour(kind);
    let draw = |colour: &str, weight: f64| {
        format!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"{dashes}/>",
            n(weight)
        )
    };
    let weight = if kind.crosses { 1.8 } else { 1.0 };
    match kind.protection {
        Protection::Unprotected => draw(colour, weight + 2.2) + &draw("#ffffff", weight * 0.5 + 0.7),
        Protection::Fine | Protection::Unknown => draw(colour, weight),
    }
}

/// A path with its corners rounded, as far as the legs are long enough.
fn rounded(points: &[Point]) -> String {
    let mut path = format!("M{} {}", n(points[0].x), n(points[0].y));
    for three in points.windows(3) {
        let (a, corner, b) = (three[0], three[1], three[2]);
        let radius = ROUND.min(distance(a, corner) / 2.0).min(distance(corner, b) / 2.0);
        let (enter, leave) = (toward(corner, a, radius), toward(corner, b, radius));
        path.push_str(&format!(
            "L{} {}Q{} {} {} {}",
            n(enter.x),
            n(enter.y),
            n(corner.x),
            n(corner.y),
            n(leave.x),
            n(leave.y)
        ));
    }
    let last = points[points.len() - 1];
    path + &format!("L{} {}", n(last.x), n(last.y))
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The point that lies `by` from `a` on the way to `b`.
fn toward(a: Point, b: Point, by: f64) -> Point {
    let whole = distance(a, b);
    if whole == 0.0 {
        return a;
    }
    Point::new(a.x + (b.x - a.x) * by / whole, a.y + (b.y - a.y) * by / whole)
}

/// The end of the line under an arrow head, so that heavy lines do not stick out of the tip.
fn pulled_back(from: Point, tip: Point) -> Point {
    toward(tip, from, (HEAD.0 - 1.0).min(distance(from, tip)))
}

fn arrow_head(from: Point, tip: Point, colour: &str) -> String {
    let base = toward(tip, from, HEAD.0);
    let whole = distance(base, tip);
    if whole == 0.0 {
        return String::new();
    }
    let (dx, dy) = ((tip.x - base.x) / whole * HEAD.1, (tip.y - base.y) / whole * HEAD.1);
    // A leg shorter than the head keeps the head whole: its base is set by direction, not by the leg.
    let base = Point::new(tip.x - dx / HEAD.1 * HEAD.0, tip.y - dy / HEAD.1 * HEAD.0);
    format!(
        "<path d=\"M{} {}L{} {}L{} {}Z\" fill=\"{colour}\"/>",
        n(tip.x),
        n(tip.y),
        n(base.x - dy),
        n(base.y + dx),
        n(base.x + dy),
        n(base.y - dx)
    )
}

/// A triangle with an exclamation mark, drawn: no font can lack it.
fn warning(rect: Rect) -> String {
    let middle = rect.center().x;
    format!(
        "<path d=\"M{} {}L{} {}L{} {}Z\" fill=\"#ffffff\" stroke=\"{WARN}\" stroke-width=\"1.1\" stroke-linejoin=\"round\"/>\
         <path d=\"M{} {}V{}\" stroke=\"{WARN}\" stroke-width=\"1.2\"/><circle cx=\"{}\" cy=\"{}\" r=\"0.7\" fill=\"{WARN}\"/>",
        n(middle),
        n(rect.y + 0.5),
        n(rect.right()),
        n(rect.bottom() - 0.5),
        n(rect.x),
        n(rect.bottom() - 0.5),
        n(middle),
        n(rect.y + 2.9),
        n(rect.bottom() - 3.0),
        n(middle),
        n(rect.bottom() - 1.9),
    )
}

/// A circle with a question mark.
fn question(rect: Rect) -> String {
    let (x, y) = (rect.center().x, rect.center().y);
    format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"#ffffff\" stroke=\"{INK}\" stroke-width=\"0.9\"/>\
         <path d=\"M{} {}A1.5 1.5 0 1 1 {} {}V{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"0.9\"/>\
         <circle cx=\"{}\" cy=\"{}\" r=\"0.6\" fill=\"{INK}\"/>",
        n(x),
        n(y),
        n(rect.w / 2.0 - 0.4),
        n(x - 1.5),
        n(y - 1.1),
        n(x),
        n(y + 0.4),
        n(y + 0.9),
        n(x),
        n(y + 2.2),
    )
}
