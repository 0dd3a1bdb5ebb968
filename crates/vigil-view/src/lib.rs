//! Diagrams over the security case: a graph goes in, a laid-out drawing and a stand-alone SVG come out.
//!
//! The way: [`graph::Diagram`] → [`split::for_print`] (short codes) → [`fit::fit`] (direction, wrapping,
//! scale) → [`svg::write`]. [`check::overlaps`] looks at the result as a reader would.

pub mod check;
pub mod fit;
pub mod geometry;
pub mod graph;
pub mod layout;
pub mod split;
pub mod svg;
pub mod text;
