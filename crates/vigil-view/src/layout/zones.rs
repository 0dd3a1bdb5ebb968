//! Titles of zones: how much room they need, and a place on the upper border that no flow crosses.

use crate::geometry::{Point, Rect, line_crosses};
use crate::graph::Zone;
use crate::text::{Anchor, Face, TextLine, width, wrap};

use super::boxes::{SMALL, TITLE, widest};
use super::{LaidEdge, LaidZone};

const LEADING: f64 = 1.18;
const ASCENT: f64 = 0.9;
/// Widest line of a zone's title.
const WRAP: f64 = 150.0;
/// Distance from the corner of the zone, and of flows from the plate.
const GAP: f64 = 6.0;

/// Title and note as lines, with the plate's size.
pub(super) struct Heading {
    lines: Vec<(String, Face, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Measures a zone's title. One line when title and note fit together.
pub(super) fn heading(zone: &Zone) -> Heading {
    let title = wrap(&zone.title, Face::Bold, TITLE, WRAP);
    let note = wrap(&zone.note, Face::Regular, SMALL, WRAP);
    let wide = widest(&title, Face::Bold, TITLE).max(widest(&note, Face::Regular, SMALL));
    let lines: Vec<(String, Face, f64)> = title
        .into_iter()
        .map(|text| (text, Face::Bold, TITLE))
        .chain(note.into_iter().map(|text| (text, Face::Regular, SMALL)))
        .collect();
    let height = lines.iter().map(|(_, _, size)| size * LEADING).sum::<f64>();
    Heading { lines, width: (wide + 4.0).ceil(), height: height.ceil() }
}

/// Puts the title where no flow runs; `None` when the upper border has no free stretch that is wide enough.
pub(super) fn put(zone: &Zone, heading: &Heading, rect: Rect, edges: &[LaidEdge]) -> Option<LaidZone> {
    let band = band(heading, rect);
    let x = free_stretch(band, heading.width, edges)?;
    Some(with_title_at(zone, heading, rect, Point::new(x, band.y)))
}

/// Puts the title at the left, whatever runs there; the plate then covers the flow.
pub(super) fn put_anyway(zone: &Zone, heading: &Heading, rect: Rect) -> LaidZone {
    with_title_at(zone, heading, rect, Point::new(rect.x + GAP, rect.y + 3.0))
}

/// How wide the zone must become for the title to stand to the right of every flow through its upper border.
pub(super) fn needed_width(heading: &Heading, rect: Rect, edges: &[LaidEdge]) -> f64 {
    let furthest =
        blocked(band(heading, rect), edges).into_iter().map(|(_, right)| right).fold(rect.x, f64::max);
    furthest - rect.x + heading.width + GAP
}

fn band(heading: &Heading, rect: Rect) -> Rect {
    Rect::new(rect.x + GAP, rect.y + 3.0, rect.w - 2.0 * GAP, heading.height)
}

/// The leftmost `x` in the band where a plate of that width meets no flow.
fn free_stretch(band: Rect, width: f64, edges: &[LaidEdge]) -> Option<f64> {
    let mut x = band.x;
    for (left, right) in blocked(band, edges) {
        if x + width <= left {
            break;
        }
        x = x.max(right);
    }
    (x + width <= band.right() + 0.01).then_some(x)
}

/// The stretches of the band that flows and labels take, from the left.
fn blocked(band: Rect, edges: &[LaidEdge]) -> Vec<(f64, f64)> {
    let mut blocked: Vec<(f64, f64)> = edges
        .iter()
        .flat_map(|edge| edge.points.windows(2).map(|leg| (leg[0], leg[1])))
        .filter(|(a, b)| line_crosses(*a, *b, &band))
        .map(|(a, b)| (a.x.min(b.x) - 4.0, a.x.max(b.x) + 4.0))
        .collect();
    let labels = edges.iter().filter_map(|edge| edge.label.as_ref()).map(|label| label.plate);
    blocked.extend(labels.filter(|plate| plate.overlaps(&band)).map(|plate| (plate.x, plate.right())));
    blocked.sort_by(|a, b| a.0.total_cmp(&b.0));
    blocked
}

fn with_title_at(zone: &Zone, heading: &Heading, rect: Rect, at: Point) -> LaidZone {
    let mut y = at.y;
    let mut lines = Vec::new();
    for (text, face, size) in &heading.lines {
        let (x, baseline) = (at.x + 2.0, y + ASCENT * size);
        lines.push(TextLine {
            text: text.clone(),
            x,
            baseline,
            size: *size,
            face: *face,
            anchor: Anchor::Start,
        });
        y += size * LEADING;
    }
    debug_assert!(lines.iter().all(|line| width(&line.text, line.face, line.size) <= heading.width));
    LaidZone { zone: zone.clone(), rect, plate: Rect::new(at.x, at.y, heading.width, heading.height), lines }
}
