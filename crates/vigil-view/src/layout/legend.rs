//! The explanations under the figure, set in rows.

use crate::geometry::Rect;
use crate::graph::{LegendEntry, Sign};
use crate::text::{Anchor, Face, TextLine, width};

use super::LaidLegend;
use super::boxes::SMALL;

const ROW: f64 = 15.0;
const GAP: f64 = 14.0;
const ABOVE: f64 = 8.0;

/// Sets the entries in rows as wide as the drawing; gives them with the size that they need.
pub(super) fn lay_out(
    entries: &[LegendEntry],
    left: f64,
    top: f64,
    room: f64,
) -> (Vec<LaidLegend>, f64, f64) {
    let mut laid = Vec::new();
    let (mut x, mut y, mut widest) = (left, top + ABOVE, 0.0_f64);
    for entry in entries {
        let sample = sample_width(entry.sign);
        let wide = sample + 5.0 + width(&entry.text, Face::Regular, SMALL);
        if x > left && x + wide > left + room {
            (x, y) = (left, y + ROW);
        }
        laid.push(LaidLegend {
            entry: entry.clone(),
            sample: Rect::new(x, y + 1.0, sample, ROW - 4.0),
            line: TextLine {
                text: entry.text.clone(),
                x: x + sample + 5.0,
                baseline: y + ROW / 2.0 + SMALL * 0.3,
                size: SMALL,
                face: Face::Regular,
                anchor: Anchor::Start,
            },
        });
        x += wide + GAP;
        widest = widest.max(x - GAP - left);
    }
    let height = if entries.is_empty() { 0.0 } else { y + ROW - top };
    (laid, widest, height)
}

fn sample_width(sign: Sign) -> f64 {
    match sign {
        Sign::Line(_) => 30.0,
        Sign::Shape(_) | Sign::Zone(_) => 18.0,
    }
}
