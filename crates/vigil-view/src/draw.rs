//! Drawings of the case: the four kinds of views of section V.B.2, and figures that fit a page.
//!
//! The builders arrange what the model states: zones with who runs them, parts, flows with their channels. Where the
//! model names something that it does not hold, the drawing leaves it out and its description says so.

mod attack;
mod figure;
mod parts;
mod pins;
mod views;

pub use attack::{attack_paths, attack_tree};
pub use figure::{Figure, Figures, figure, figures, tree_figure};
pub use views::{global_system, multi_patient, update, use_case};
