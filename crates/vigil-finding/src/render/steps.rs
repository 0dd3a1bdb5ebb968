//! The next steps of a finding: its help, and its replacement put into words.

use vigil_base::Place;

use crate::{Finding, Suggestion};

/// One step an entry, as they are printed behind `help:`.
pub(super) fn of(finding: &Finding) -> Vec<String> {
    let mend = finding.suggestion.as_ref().map(|mend| in_words(mend, finding.place.as_ref()));
    finding.help.iter().cloned().chain(mend).collect()
}

/// A replacement in words.
pub(super) fn in_words(mend: &Suggestion, place: Option<&Place>) -> String {
    match (mend.replacement.is_empty(), place == Some(&mend.place)) {
        (true, true) => "take this out".to_owned(),
        (true, false) => format!("take out what stands at {}", mend.place),
        (false, true) => format!("write `{}` here", mend.replacement),
        (false, false) => format!("write `{}` at {}", mend.replacement, mend.place),
    }
}
