//! "Did you mean": the nearest of the names that would have been right.

/// The candidate nearest to `typed`, if one is near enough to be what was meant.
///
/// Ties go to the candidate that sorts first, so that the answer does not depend on the order given.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|name| (closeness(typed, name), name))
        .filter(|(score, _)| *score >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

fn closeness(typed: &str, name: &str) -> f64 {
    // Names that only differ in case or in `-` against `_` are what was meant, whatever their length.
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    strsim::normalized_damerau_levenshtein(&plain(typed), &plain(name))
        .max(strsim::jaro_winkler(&plain(typed), &plain(name)) - 0.15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelling_finds_its_name_and_a_stranger_finds_none() {
        let names = ["component", "channel", "control"];
        assert_eq!(nearest("componnent", names), Some("component"));
        assert_eq!(nearest("Channel", names), Some("channel"));
        assert_eq!(nearest("zebra", names), None);
    }
}
