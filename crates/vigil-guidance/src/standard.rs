//! Which editions of a standard FDA recognises, as of a stated day.

use vigil_base::{Date, Place};

/// One recognised standard. The text of standards is never part of the catalogue.
#[derive(Clone, Debug)]
pub struct Standard {
    /// The name rules and `standard.*.designation` are compared by: `ANSI/AAMI SW96`.
    pub designation: String,
    /// The recognised edition: `2023`.
    pub edition: String,
    /// FDA's number: `13-131`.
    pub recognition: String,
    /// Whether it is recognised only in part.
    pub partial: bool,
    /// The last day a declaration to it is accepted, where a transition ends.
    pub until: Option<Date>,
    /// What the entry warns of, in own words.
    pub note: Option<String>,
    /// The day FDA's database was read.
    pub as_of: Date,
    /// Where it stands in the catalogue.
    pub place: Place,
}
