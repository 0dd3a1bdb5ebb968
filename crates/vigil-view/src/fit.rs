//! Finds the way to lay a drawing out that is best readable on a page.

use crate::graph::{Diagram, Direction};
use crate::layout::{Laid, Layout, LayoutError, Options};

/// Smallest text that print should have, in points.
pub const READABLE: f64 = 6.0;

/// How much better landscape must be before the page is turned.
const TURN: f64 = 1.08;

/// Room for a figure, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Greatest width.
    pub width: f64,
    /// Greatest height.
    pub height: f64,
}

/// The room on a page, upright and turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// Upright.
    pub portrait: Room,
    /// Turned.
    pub landscape: Room,
}

impl Sheet {
    /// US Letter with margins all around and room for a caption below the figure.
    pub fn letter(margin: f64, caption: f64) -> Self {
        Self::paper(612.0, 792.0, margin, caption)
    }

    /// ISO A4, likewise.
    pub fn a4(margin: f64, caption: f64) -> Self {
        Self::paper(595.0, 842.0, margin, caption)
    }

    fn paper(short: f64, long: f64, margin: f64, caption: f64) -> Self {
        let room = |width: f64, height: f64| Room {
            width: (width - 2.0 * margin).max(1.0),
            height: (height - 2.0 * margin - caption).max(1.0),
        };
        Self { portrait: room(short, long), landscape: room(long, short) }
    }
}

/// How the page is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Upright.
    Portrait,
    /// Turned.
    Landscape,
}

/// A drawing scaled for its page.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The drawing; its `scale` makes it fit.
    pub laid: Laid,
    /// The page that it fits.
    pub orientation: Orientation,
    /// The smallest text on paper, in points.
    pub smallest_text: f64,
}

impl Fitted {
    /// Whether print is readable; if not, split the view.
    pub fn is_readable(&self) -> bool {
        self.smallest_text >= READABLE
    }
}

/// Tries directions, wrappings and spacings and takes the one with the largest print. Drawings are never enlarged.
pub fn fit(diagram: &Diagram, layout: &dyn Layout, sheet: &Sheet) -> Result<Fitted, LayoutError> {
    let mut best: Option<Fitted> = None;
    for (direction, options) in attempts(diagram.direction, sheet) {
        let laid = layout.lay_out(&Diagram { direction, ..diagram.clone() }, &options)?;
        let fitted = on_sheet(laid, sheet);
        let enough = fitted.laid.scale >= 1.0 && fitted.orientation == Orientation::Portrait;
        if best.as_ref().is_none_or(|best| value(&fitted) > value(best) * 1.02) {
            best = Some(fitted);
        }
        if enough {
            break;
        }
    }
    Ok(best.expect("there is at least one attempt"))
}

/// The wanted direction first, and roomy before tight: a later attempt must be better to be taken.
fn attempts(wanted: Direction, sheet: &Sheet) -> Vec<(Direction, Options)> {
    let other = if wanted == Direction::Down { Direction::Right } else { Direction::Down };
    let mut attempts = Vec::new();
    for (wrap, air) in [(96.0, 1.0), (72.0, 1.0), (72.0, 0.75), (84.0, 0.75), (60.0, 0.75)] {
        for room in [&sheet.portrait, &sheet.landscape] {
            let proportion = Some(room.width / room.height);
            attempts.extend([wanted, other].map(|direction| (direction, Options { wrap, air, proportion })));
        }
    }
    attempts
}

/// What an attempt is worth: its scale, with a turned page a little less.
fn value(fitted: &Fitted) -> f64 {
    if fitted.orientation == Orientation::Portrait { fitted.laid.scale } else { fitted.laid.scale / TURN }
}

fn on_sheet(mut laid: Laid, sheet: &Sheet) -> Fitted {
    let (upright, turned) = (scale(&laid, &sheet.portrait), scale(&laid, &sheet.landscape));
    let orientation = if turned > upright * TURN { Orientation::Landscape } else { Orientation::Portrait };
    laid.scale = if orientation == Orientation::Landscape { turned } else { upright };
    let smallest_text = laid.smallest_text();
    Fitted { laid, orientation, smallest_text }
}

fn scale(laid: &Laid, room: &Room) -> f64 {
    (room.width / laid.width).min(room.height / laid.height).min(1.0)
}
