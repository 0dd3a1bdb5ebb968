//! The eight families of security controls.

use vigil_base::Place;

/// One family of controls.
#[derive(Clone, Debug)]
pub struct ControlFamily {
    /// The word in `control.*.family`: `authentication`.
    pub word: String,
    /// The letters in rule ids: `AU` in `G26.A1.AU.5`.
    pub letters: String,
    /// A few words.
    pub title: String,
    /// Its section: `App. 1 A`.
    pub section: String,
    /// Where it stands in the catalogue.
    pub place: Place,
}
