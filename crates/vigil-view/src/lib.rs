//! Tables and diagrams over the security case. They arrange; they decide nothing.
//!
//! [`tables`] makes tables, [`draw`] makes drawings of a case. The way of a drawing: [`graph::Diagram`] → [`split::for_print`] (short codes) → [`fit::fit`] (direction, wrapping,
//! scale) → [`svg::write`]. [`check::overlaps`] looks at the result as a reader would.

pub mod check;
pub mod draw;
pub mod fit;
pub mod geometry;
pub mod graph;
pub mod layout;
mod plain;
pub mod split;
pub mod svg;
pub mod table;
pub mod tables;
pub mod text;
