//! The rooms of the house and the only arrows between them. A room may use rooms above it, never below.

/// Which of our crates a room may use.
pub(super) enum May {
    /// Every one.
    All,
    /// These and no others.
    Only(&'static [&'static str]),
}

/// Rooms that nothing released may use.
pub(super) const DEVELOPMENT_ONLY: &[&str] = &["vigil-quality", "vigil-testkit", "xtask"];

/// Each room with what it may use.
pub(super) const ROOMS: &[(&str, May)] = &[
    ("vigil-base", May::Only(&[])),
    ("vigil-finding", May::Only(&["vigil-base"])),
    ("vigil-version", May::Only(&[])),
    ("vigil-score", May::Only(&[])),
    ("vigil-exchange", May::Only(&["vigil-base", "vigil-finding"])),
    ("vigil-sign", May::Only(&["vigil-base", "vigil-finding"])),
    // Whether the signature of an SBOM holds is a fact of its reading.
    (
        "vigil-sbom",
        May::Only(&["vigil-base", "vigil-finding", "vigil-version", "vigil-exchange", "vigil-sign"]),
    ),
    ("vigil-model", May::Only(&["vigil-base", "vigil-finding"])),
    (
        "vigil-vulndb",
        May::Only(&["vigil-base", "vigil-finding", "vigil-version", "vigil-score", "vigil-exchange"]),
    ),
    ("vigil-guidance", May::Only(&["vigil-base", "vigil-finding"])),
    (
        "vigil-match",
        May::Only(&[
            "vigil-base",
            "vigil-finding",
            "vigil-version",
            "vigil-score",
            "vigil-sbom",
            "vigil-vulndb",
        ]),
    ),
    // Neighbours' models and tables into records and back: the one place that knows both sides (decision 11).
    ("vigil-import", May::Only(&["vigil-base", "vigil-finding", "vigil-exchange", "vigil-model"])),
    ("vigil-threat", May::Only(&["vigil-base", "vigil-finding", "vigil-model"])),
    (
        "vigil-case",
        May::Only(&[
            "vigil-base",
            "vigil-finding",
            "vigil-version",
            "vigil-score",
            "vigil-exchange",
            "vigil-sbom",
            "vigil-model",
            "vigil-vulndb",
            "vigil-match",
            "vigil-threat",
        ]),
    ),
    (
        "vigil-check",
        May::Only(&[
            "vigil-base",
            "vigil-finding",
            "vigil-version",
            "vigil-score",
            "vigil-exchange",
            "vigil-sbom",
            "vigil-model",
            "vigil-vulndb",
            "vigil-match",
            "vigil-threat",
            "vigil-case",
            "vigil-guidance",
        ]),
    ),
    // A case is made of records, packages, matches and threats: whoever arranges it names their types (decision 7).
    (
        "vigil-view",
        May::Only(&[
            "vigil-base",
            "vigil-finding",
            "vigil-sbom",
            "vigil-model",
            "vigil-match",
            "vigil-threat",
            "vigil-case",
            "vigil-guidance",
            "vigil-check",
        ]),
    ),
    ("vigil-document", May::Only(&["vigil-base", "vigil-finding", "vigil-exchange"])),
    (
        "vigil-submission",
        May::Only(&[
            "vigil-base",
            "vigil-finding",
            "vigil-exchange",
            "vigil-model",
            "vigil-threat",
            "vigil-case",
            "vigil-guidance",
            "vigil-check",
            "vigil-view",
            "vigil-document",
        ]),
    ),
    ("vigil-image", May::Only(&["vigil-base", "vigil-finding", "vigil-sbom"])),
    ("vigil-fetch", May::Only(&["vigil-base", "vigil-finding"])),
    // Feeds by network to a database: the one place that knows both the downloader and the database.
    (
        "vigil-update",
        May::Only(&["vigil-base", "vigil-finding", "vigil-version", "vigil-vulndb", "vigil-fetch"]),
    ),
    ("vigil-server", May::All),
    ("vigil", May::All),
    (
        "vigil-quality",
        May::Only(&[
            "vigil-base",
            "vigil-finding",
            "vigil-version",
            "vigil-score",
            "vigil-sbom",
            "vigil-vulndb",
            "vigil-match",
        ]),
    ),
    ("vigil-testkit", May::All),
    ("xtask", May::All),
];
