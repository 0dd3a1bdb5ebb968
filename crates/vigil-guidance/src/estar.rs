//! The dated profile of the submission template: names, limits, places. What no official source confirms is unknown.

use vigil_base::{Date, Place};

/// What is known of the submission template on a day.
#[derive(Clone, Debug)]
pub struct Estar {
    /// The day it was put together.
    pub as_of: Date,
    /// The template's version then.
    pub template: String,
    /// Characters a file name may hold besides ASCII letters and digits.
    pub name_characters: String,
    /// Dots in a file name, the one before the extension included.
    pub name_dots: u32,
    /// On what the name rule rests.
    pub name_basis: String,
    /// Longest file name; `None` is unknown.
    pub name_length: Option<u64>,
    /// Largest attachment in bytes; `None` is unknown.
    pub file_bytes: Option<u64>,
    /// Largest submission in bytes; `None` is unknown.
    pub total_bytes: Option<u64>,
    /// Extensions that are accepted; `None` is unknown.
    pub extensions: Option<Vec<String>>,
    /// Places of the template.
    pub items: Vec<EstarItem>,
}

/// One place of the template.
#[derive(Clone, Debug)]
pub struct EstarItem {
    /// `E6`.
    pub key: String,
    /// What it asks for, in own words.
    pub title: String,
    /// The element it belongs to, where there is one.
    pub element: Option<String>,
    /// False when the template itself was not seen.
    pub verified: bool,
    /// Where it stands in the catalogue.
    pub place: Place,
}
