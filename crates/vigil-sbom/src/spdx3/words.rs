//! Words that SPDX 3.0 and CycloneDX have for one thing.

/// Kinds of references: CycloneDX, then SPDX 3.0. Of several for one the first counts.
const REFERENCES: &[(&str, &str)] = &[
    ("vcs", "vcs"),
    ("issue-tracker", "issueTracker"),
    ("advisories", "securityAdvisory"),
    ("mailing-list", "mailingList"),
    ("social", "socialMedia"),
    ("chat", "chat"),
    ("documentation", "documentation"),
    ("support", "support"),
    ("distribution", "binaryArtifact"),
    ("license", "license"),
    ("build-meta", "buildMeta"),
    ("build-system", "buildSystem"),
    ("release-notes", "releaseNotes"),
    ("threat-model", "securityThreatModel"),
    ("adversary-model", "securityAdversaryModel"),
    ("risk-assessment", "riskAssessment"),
    ("pentest-report", "securityPenTestReport"),
    ("static-analysis-report", "staticAnalysisReport"),
    ("dynamic-analysis-report", "dynamicAnalysisReport"),
    ("runtime-analysis-report", "runtimeAnalysisReport"),
    ("component-analysis-report", "componentAnalysisReport"),
    ("certification-report", "certificationReport"),
    ("source-distribution", "sourceArtifact"),
    ("website", "altWebPage"),
    ("other", "other"),
];

/// The word of SPDX 3.0 for a kind of CycloneDX.
pub(crate) fn of_cyclonedx(kind: &str) -> Option<&'static str> {
    REFERENCES.iter().find(|(known, _)| *known == kind).map(|(_, word)| *word)
}

/// The kind of CycloneDX for a word of SPDX 3.0.
pub(super) fn to_cyclonedx(word: &str) -> Option<&'static str> {
    REFERENCES.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
}
