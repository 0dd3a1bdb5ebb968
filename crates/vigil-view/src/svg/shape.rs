//! Outlines of nodes, zones and badges.

use crate::geometry::{Point, Rect};
use crate::graph::{Shape, Tone};
use crate::layout::{FIGURE, LID};

use super::palette;
use super::xml::number as n;

/// How far the corners of hardware are cut.
const CUT: f64 = 6.0;

/// A trust zone: dashed and tinted, deeper zones a little darker.
pub(super) fn zone(rect: Rect, tone: Tone, depth: usize) -> String {
    let colours = palette::of(tone);
    let fill = colours.zones[depth.min(2)];
    let paint = format!(
        "rx=\"6\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1\" stroke-dasharray=\"3.5 2.5\"",
        colours.zone_border
    );
    rectangle(rect, &paint)
}

/// A badge: a pill; what needs attention has a heavy border.
pub(super) fn badge(rect: Rect, tone: Tone) -> String {
    let weight = if tone == Tone::Alert { "1.3" } else { "0.5" };
    let border = palette::of(tone).border;
    rectangle(rect, &format!("rx=\"3\" fill=\"#ffffff\" stroke=\"{border}\" stroke-width=\"{weight}\""))
}

/// A node.
pub(super) fn node(shape: Shape, rect: Rect, tone: Tone) -> String {
    let colours = palette::of(tone);
    let paint = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.1\"", colours.fill, colours.border);
    match shape {
        Shape::Process => rectangle(rect, &format!("rx=\"{}\" {paint}", n((rect.h / 4.0).min(6.0)))),
        Shape::Actor => actor(rect, &paint, colours.border),
        Shape::Store => drum(rect, &paint, colours.border),
        Shape::Hardware => cut_corners(rect, &paint),
        Shape::External => {
            let inner = format!("fill=\"none\" stroke=\"{}\" stroke-width=\"0.7\"", colours.border);
            rectangle(rect, &paint) + &rectangle(rect.inset(2.2), &inner)
        }
    }
}

/// Moves the ends of a flow onto outlines that leave the box, such as the lid of a drum.
pub(super) fn touch(points: &[Point], from: Option<(Shape, Rect)>, to: Option<(Shape, Rect)>) -> Vec<Point> {
    let mut points = points.to_vec();
    if let (Some(first), Some((Shape::Store, rect))) = (points.first_mut(), from) {
        *first = onto_drum(*first, rect);
    }
    if let (Some(last), Some((Shape::Store, rect))) = (points.last_mut(), to) {
        *last = onto_drum(*last, rect);
    }
    points
}

fn onto_drum(at: Point, rect: Rect) -> Point {
    let lid = lid_of(rect);
    let middle = rect.center();
    let across = ((at.x - middle.x) / (rect.w / 2.0)).clamp(-1.0, 1.0);
    let rise = lid * (1.0 - (1.0 - across * across).sqrt());
    if (at.y - rect.y).abs() < 0.5 {
        Point::new(at.x, at.y + rise)
    } else if (at.y - rect.bottom()).abs() < 0.5 {
        Point::new(at.x, at.y - rise)
    } else {
        at
    }
}

fn rectangle(rect: Rect, paint: &str) -> String {
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {paint}/>",
        n(rect.x),
        n(rect.y),
        n(rect.w),
        n(rect.h)
    )
}

fn lid_of(rect: Rect) -> f64 {
    LID.min(rect.h / 4.0)
}

fn drum(rect: Rect, paint: &str, border: &str) -> String {
    let (lid, half) = (lid_of(rect), rect.w / 2.0);
    let (left, right) = (n(rect.x), n(rect.right()));
    let (upper, lower) = (n(rect.y + lid), n(rect.bottom() - lid));
    let arc = format!("{} {} 0 0", n(half), n(lid));
    format!(
        "<path d=\"M{left} {upper}A{arc} 1 {right} {upper}V{lower}A{arc} 1 {left} {lower}Z\" {paint}/>\
         <path d=\"M{left} {upper}A{arc} 0 {right} {upper}\" fill=\"none\" stroke=\"{border}\" stroke-width=\"0.8\"/>"
    )
}

fn cut_corners(rect: Rect, paint: &str) -> String {
    let cut = CUT.min(rect.h / 3.0);
    format!(
        "<path d=\"M{} {}H{}L{} {}V{}L{} {}H{}L{} {}V{}Z\" {paint}/>",
        n(rect.x + cut),
        n(rect.y),
        n(rect.right() - cut),
        n(rect.right()),
        n(rect.y + cut),
        n(rect.bottom() - cut),
        n(rect.right() - cut),
        n(rect.bottom()),
        n(rect.x + cut),
        n(rect.x),
        n(rect.bottom() - cut),
        n(rect.y + cut),
    )
}

/// A box with round ends and a head with shoulders at its left.
fn actor(rect: Rect, paint: &str, border: &str) -> String {
    let size = (rect.h - 4.0).min(FIGURE);
    // Beside the text in a node, in the middle of a legend sample.
    let x = if rect.w > 2.0 * FIGURE { rect.x + 7.0 + size / 2.0 } else { rect.center().x };
    let y = rect.center().y;
    let head = size * 0.2;
    let (shoulder, foot) = (n(y + size * 0.02), n(y + size * 0.42));
    rectangle(rect, &format!("rx=\"{}\" {paint}", n((rect.h / 2.0).min(13.0))))
        + &format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{border}\"/>\
             <path d=\"M{} {foot}C{} {shoulder} {} {shoulder} {} {foot}Z\" fill=\"{border}\"/>",
            n(x),
            n(y - size * 0.24),
            n(head),
            n(x - size * 0.36),
            n(x - size * 0.3),
            n(x + size * 0.3),
            n(x + size * 0.36),
        )
}
