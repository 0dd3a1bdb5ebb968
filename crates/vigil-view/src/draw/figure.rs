//! A figure that fits a page, with the words that belong to it.

use crate::fit::Sheet;
use crate::graph::Diagram;
use crate::layout::LayoutError;
use crate::table::Table;

/// A drawing for a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Unique among the figures of one document.
    pub id: String,
    /// One line: what it shows.
    pub title: String,
    /// The drawing; its ids begin with the figure's id.
    pub svg: String,
    /// Width on paper, in points.
    pub width_pt: f64,
    /// Height on paper, in points.
    pub height_pt: f64,
    /// Whether the page is turned.
    pub landscape: bool,
    /// What the figure shows, for readers who cannot see it.
    pub alt: String,
    /// The flows by the codes in the figure.
    pub flows: Table,
    /// The smallest text on paper, in points.
    pub smallest_text: f64,
}

/// A view as one readable figure, or as an overview with one figure a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The figures, overview first.
    pub figures: Vec<Figure>,
    /// Zones whose figure stays below the readable size even alone.
    pub unreadable: Vec<String>,
}

/// The drawing as one figure, however small its print becomes.
pub fn figure(_diagram: &Diagram, _sheet: &Sheet) -> Result<Figure, LayoutError> {
    unimplemented!("bodies follow")
}

/// The drawing as one figure when its print stays readable, else as an overview and one figure for each zone.
pub fn figures(_diagram: &Diagram, _sheet: &Sheet) -> Result<Figures, LayoutError> {
    unimplemented!("bodies follow")
}
