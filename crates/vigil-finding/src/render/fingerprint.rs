//! What a service recognises a finding by from one run to the next.

use std::collections::BTreeMap;

use vigil_base::Digest;

use crate::Finding;

/// The fingerprints given so far in one report.
#[derive(Default)]
pub(super) struct Fingerprints(BTreeMap<String, usize>);

impl Fingerprints {
    /// Stays the same when lines move: code, subject and file, and a count where these three occur again.
    pub(super) fn of(&mut self, finding: &Finding) -> String {
        let file = finding.place.as_ref().map_or("", |place| place.file.as_str());
        let key = [finding.code.as_str(), &finding.subject, file].join("\0");
        let nth = self.0.entry(key.clone()).or_insert(0);
        *nth += 1;
        Digest::of_bytes(format!("{key}\0{nth}").as_bytes()).hex()
    }
}

#[cfg(test)]
mod tests {
    use vigil_base::Place;

    use super::*;
    use crate::Severity;

    #[test]
    fn the_fingerprint_does_not_change_when_lines_move_and_tells_two_of_a_kind_apart() {
        let finding = |line| {
            let place = Place { line, ..Place::start_of("model/a.toml") };
            Finding::new("model.unknown-key", Severity::Error, "`x` is no key", "component.a").at(place)
        };
        let one = |line| Fingerprints::default().of(&finding(line));
        assert_eq!(one(3), one(30));
        let mut fingerprints = Fingerprints::default();
        assert_ne!(fingerprints.of(&finding(3)), fingerprints.of(&finding(4)));
    }
}
