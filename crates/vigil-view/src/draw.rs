//! Drawings of the case: the four kinds of views of section V.B.2, and figures that fit a page.

mod figure;
mod system;
mod views;

pub use figure::{Figure, Figures, figure, figures};
pub use system::global_system;
pub use views::{multi_patient, update, use_case};
