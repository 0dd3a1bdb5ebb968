//! How well matching does: on labelled data, on cases of identity, and on checks that hold for any data.

mod answers;
mod cases;
mod data;
mod figures;
mod floor;
mod labels;
mod lockfiles;
mod metamorphic;
mod purl;
mod report;
mod run;

pub use cases::{Case, Outcome};
pub use figures::{Disagreement, Figures, percent};
pub use floor::falls;
pub use metamorphic::Check;
pub use report::markdown;
pub use run::{Extent, Run, cases, run};
