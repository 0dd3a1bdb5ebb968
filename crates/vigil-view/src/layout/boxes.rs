//! The size of a node and of a flow's label, and where their texts stand inside.

use crate::geometry::{Point, Rect};
use crate::graph::{Edge, Node, Protection, Shape};
use crate::text::{Anchor, Face, TextLine, width, wrap};

use super::{LaidBadge, LaidLabel, LaidNode};

/// Size of a node's title.
pub(super) const TITLE: f64 = 9.5;
/// Size of everything else: one size, so that nothing becomes unreadable before the rest.
pub(super) const SMALL: f64 = 8.0;
/// Widest line of a flow's label.
const LABEL_WRAP: f64 = 84.0;
/// Line height divided by size.
const LEADING: f64 = 1.18;
/// Where letters stand in their line, divided by size.
const ASCENT: f64 = 0.9;
const PAD_X: f64 = 8.0;
const PAD_Y: f64 = 6.0;
const BADGE_PAD: f64 = 4.0;
const BADGE_GAP: f64 = 3.0;
const MIN_WIDTH: f64 = 56.0;
/// Height of the drum's lid.
pub(crate) const LID: f64 = 4.0;
/// Room for the figure of a person.
pub(crate) const FIGURE: f64 = 15.0;
/// Side of the warning sign on a label.
const MARK: f64 = 8.5;

/// A box whose place is not known yet: everything inside counts from its upper left corner.
pub(super) struct Sized<T> {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) content: T,
}

/// Measures a node.
pub(super) fn node(node: &Node, limit: f64) -> Sized<LaidNode> {
    let title = wrap(&node.title, Face::Bold, TITLE, limit);
    let subtitle = wrap(&node.subtitle, Face::Regular, SMALL, limit);
    let rows = badge_rows(node, limit);
    let (left, top) = room(node.shape);
    let inner = widest(&title, Face::Bold, TITLE)
        .max(widest(&subtitle, Face::Regular, SMALL))
        .max(rows.iter().map(|row| row_width(row)).fold(0.0, f64::max));
    let width = (inner + left + 2.0 * PAD_X).max(MIN_WIDTH).ceil();
    let middle = left + (width - left) / 2.0;
    let mut pen = Pen { middle, y: PAD_Y + top, lines: Vec::new() };
    pen.write(&title, Face::Bold, TITLE);
    pen.write(&subtitle, Face::Regular, SMALL);
    let badges = place_badges(node, &rows, middle, &mut pen.y);
    let height = (pen.y + PAD_Y + top / 2.0).ceil();
    let content =
        LaidNode { node: node.clone(), rect: Rect::new(0.0, 0.0, width, height), lines: pen.lines, badges };
    Sized { width, height, content }
}

/// Measures what stands on a flow; nothing when there is nothing to say.
pub(super) fn label(edge: &Edge) -> Option<Sized<LaidLabel>> {
    let bold = wrap(&edge.label, Face::Bold, SMALL, LABEL_WRAP);
    let plain = wrap(&edge.sublabel, Face::Regular, SMALL, LABEL_WRAP);
    let marked = edge.line.protection != Protection::Fine;
    if bold.is_empty() && plain.is_empty() && !marked {
        return None;
    }
    let left = if marked { MARK + 2.0 } else { 0.0 };
    let inner = widest(&bold, Face::Bold, SMALL).max(widest(&plain, Face::Regular, SMALL));
    let width = (inner + left + 5.0).ceil();
    let mut pen = Pen { middle: left + (width - left) / 2.0, y: 1.5, lines: Vec::new() };
    pen.write(&bold, Face::Bold, SMALL);
    pen.write(&plain, Face::Regular, SMALL);
    let height = (pen.y + 1.5).max(MARK + 2.5).ceil();
    let mark = marked.then(|| Rect::new(2.5, (height - MARK) / 2.0, MARK, MARK));
    let plate = Rect::new(0.0, 0.0, width, height);
    Some(Sized {
        width,
        height,
        content: LaidLabel { plate, mark, protection: edge.line.protection, lines: pen.lines },
    })
}

/// Moves a measured node to its place.
pub(super) fn put_node(mut node: LaidNode, rect: Rect) -> LaidNode {
    let by = Point::new(rect.x, rect.y);
    node.rect = rect;
    move_lines(&mut node.lines, by);
    for badge in &mut node.badges {
        badge.rect.shift(by);
        move_lines(std::slice::from_mut(&mut badge.line), by);
    }
    node
}

/// Moves a measured label to its place.
pub(super) fn put_label(mut label: LaidLabel, by: Point) -> LaidLabel {
    label.plate.shift(by);
    label.mark.iter_mut().for_each(|mark| mark.shift(by));
    move_lines(&mut label.lines, by);
    label
}

/// Lines set under each other from a given height, each held in the middle.
pub(super) struct Pen {
    pub(super) middle: f64,
    pub(super) y: f64,
    pub(super) lines: Vec<TextLine>,
}

impl Pen {
    pub(super) fn write(&mut self, lines: &[String], face: Face, size: f64) {
        for text in lines {
            let baseline = self.y + ASCENT * size;
            let anchor = Anchor::Middle;
            self.lines.push(TextLine { text: text.clone(), x: self.middle, baseline, size, face, anchor });
            self.y += LEADING * size;
        }
    }
}

pub(super) fn widest(lines: &[String], face: Face, size: f64) -> f64 {
    lines.iter().map(|line| width(line, face, size)).fold(0.0, f64::max)
}

/// What an outline needs beside the text: at the left, and at the top.
fn room(shape: Shape) -> (f64, f64) {
    match shape {
        Shape::Process => (0.0, 0.0),
        Shape::Store => (0.0, LID),
        Shape::Actor => (FIGURE, 0.0),
        Shape::External | Shape::Hardware => (0.0, 2.0),
    }
}

/// The badges of a node, as many in a row as fit.
fn badge_rows(node: &Node, limit: f64) -> Vec<Vec<(usize, String, f64)>> {
    let mut rows: Vec<Vec<(usize, String, f64)>> = Vec::new();
    for (at, badge) in node.badges.iter().enumerate() {
        for text in wrap(&badge.text, Face::Regular, SMALL, limit - 2.0 * BADGE_PAD) {
            let wide = width(&text, Face::Regular, SMALL) + 2.0 * BADGE_PAD;
            match rows.last_mut() {
                Some(row) if row_width(row) + BADGE_GAP + wide <= limit => row.push((at, text, wide)),
                _ => rows.push(vec![(at, text, wide)]),
            }
        }
    }
    rows
}

fn row_width(row: &[(usize, String, f64)]) -> f64 {
    row.iter().map(|(_, _, wide)| wide + BADGE_GAP).sum::<f64>() - BADGE_GAP
}

fn place_badges(node: &Node, rows: &[Vec<(usize, String, f64)>], middle: f64, y: &mut f64) -> Vec<LaidBadge> {
    let mut badges = Vec::new();
    let height = SMALL * LEADING + 2.0;
    for row in rows {
        *y += BADGE_GAP;
        let mut x = middle - row_width(row) / 2.0;
        for (at, text, wide) in row {
            let line = TextLine {
                text: text.clone(),
                x: x + wide / 2.0,
                baseline: *y + 1.0 + ASCENT * SMALL,
                size: SMALL,
                face: Face::Regular,
                anchor: Anchor::Middle,
            };
            badges.push(LaidBadge {
                rect: Rect::new(x, *y, *wide, height),
                line,
                tone: node.badges[*at].tone,
            });
            x += wide + BADGE_GAP;
        }
        *y += height;
    }
    badges
}

fn move_lines(lines: &mut [TextLine], by: Point) {
    for line in lines {
        line.x += by.x;
        line.baseline += by.y;
    }
}
