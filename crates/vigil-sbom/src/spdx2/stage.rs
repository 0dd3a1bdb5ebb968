//! The stage of the software's life at which an SBOM was made. SPDX 2 has no field for it: it is said in the comment on the
//! document's making, in a line `SBOM type: build`.

use crate::Lifecycle;

/// What stands before the colon, without case.
const HEADS: [&str; 4] = ["sbom type", "generation context", "lifecycle phase", "lifecycle"];

/// The phases of CycloneDX, with CISA's types of SBOMs (2023) and generation contexts (2026) for them.
const PHASES: [(&str, &str); 14] = [
    ("design", "design"),
    ("source", "pre-build"),
    ("before build", "pre-build"),
    ("pre-build", "pre-build"),
    ("build", "build"),
    ("during build", "build"),
    ("analyzed", "post-build"),
    ("after build", "post-build"),
    ("post-build", "post-build"),
    ("deployed", "operations"),
    ("runtime", "operations"),
    ("operations", "operations"),
    ("discovery", "discovery"),
    ("decommission", "decommission"),
];

/// The stages that `comment` names.
pub(super) fn read(comment: &str) -> Vec<Lifecycle> {
    let lines = comment.lines().filter_map(|line| line.split_once(':'));
    let named = lines.filter(|(head, _)| HEADS.contains(&head.trim().to_ascii_lowercase().as_str()));
    let words = named.flat_map(|(_, words)| words.split(',')).map(|word| word.trim().to_ascii_lowercase());
    let phase = |word: String| PHASES.iter().find(|(known, _)| *known == word).map(|(_, phase)| *phase);
    let stage = |phase: &str| Lifecycle { phase: Some(phase.to_owned()), name: None, description: None };
    words.filter_map(phase).map(stage).collect()
}

/// The line that says the stages which have a known phase; none without.
pub(crate) fn written(stages: &[Lifecycle]) -> Option<String> {
    let phases: Vec<&str> = stages.iter().filter_map(known).collect();
    (!phases.is_empty()).then(|| format!("SBOM type: {}", phases.join(", ")))
}

/// The phase of a stage where [`read`] knows it.
pub(crate) fn known(stage: &Lifecycle) -> Option<&str> {
    stage.phase.as_deref().filter(|phase| PHASES.iter().any(|(_, known)| known == phase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stage_is_read_from_its_line_only() {
        let phases = |comment: &str| -> Vec<String> {
            read(comment).into_iter().filter_map(|stage| stage.phase).collect()
        };
        assert_eq!(phases("made by hand\nSBOM Type: Build"), ["build"]);
        assert_eq!(phases("Generation Context: after build"), ["post-build"]);
        assert_eq!(phases("SBOM type: build, analyzed"), ["build", "post-build"]);
        assert!(phases("the build wrote this").is_empty());
        assert!(phases("note: build").is_empty());
        let stages = read("SBOM type: source, runtime");
        assert_eq!(written(&stages).as_deref(), Some("SBOM type: pre-build, operations"));
        assert_eq!(read(&written(&stages).unwrap()), stages);
        assert_eq!(written(&[]), None);
    }
}
