//! 07a SBOM, 08 support addendum, 09 vulnerability assessment.

use vigil_case::SnapshotState;
use vigil_document::Block;
use vigil_view::tables::{self, Audience};

use super::Content;
use crate::convert;
use crate::parts::{Maker, anchored, gap, plain};

pub(super) fn sbom(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.push(maker.answers(
        "The software bill of materials in readable form. The machine-readable files beside it are the ones that the build made, byte for byte; packages written by hand are marked.",
        &["G26.SB.6", "G26.SB.8"],
    ));
    content.section(1, "release", "What it is of", plain(&tables::release_parts(case)));
    let packages = tables::packages(case);
    content.section(1, "listed", "Packages", anchored(&packages));
    let origins = tables::origins(case);
    content.section(1, "by-supplier", "Whose software it is", plain(&origins));
    let orphans = tables::orphans(case);
    content.section(1, "not-reached", "Packages that nothing leads to", plain(&orphans));
    content.sheets = vec![convert::sheet("Packages", &packages), convert::sheet("Suppliers", &origins)];
    content
}

pub(super) fn support(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "plan", "Support over the life of the device", maker.prose("software-support", 1));
    let support = tables::support(case);
    content.push(maker.answers(
        "One row for each package of the SBOM, in the same words.",
        &["G26.SB.9", "G26.SB.10", "G26.SB.11"],
    ));
    content.section(1, "levels", "Level and end of support", anchored(&support));
    content.section(1, "calendar", "When support ends", plain(&tables::support_calendar(case)));
    let questions = tables::supplier_questions(case);
    content.section(1, "suppliers", "What suppliers still have to state", plain(&questions));
    content.csv = Some(convert::sheet("Support", &support));
    content.sheets = vec![
        convert::sheet("Support", &support),
        convert::sheet("Suppliers", &questions),
        convert::sheet("Calendar", &tables::support_calendar(case)),
    ];
    content
}

pub(super) fn vulnerabilities(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.push(Block::heading(1, "basis", "What was looked at"));
    match &case.snapshot_state {
        SnapshotState::Current => {}
        SnapshotState::Missing => content.push(gap("No matches were made", "The packages were compared with no vulnerability data. Nothing in this document says that a package has no known vulnerability.")),
        SnapshotState::Unreadable(cause) => content.push(gap("The matches could not be read", cause)),
        SnapshotState::Outdated(files) => content.push(gap("The matches are older than the SBOM", &format!("These files changed since: {}.", files.join(", ")))),
    }
    content.extend(plain(&tables::data_cut(case)));
    content.extend(plain(&tables::match_counts(case)));
    let flaws = tables::vulnerabilities(case);
    content.section(1, "known", "Known vulnerabilities and what was decided", anchored(&flaws));
    content.section(
        1,
        "decisions",
        "Decisions in full",
        anchored(&tables::decisions(case, Audience::Regulator)),
    );
    content.section(
        1,
        "earlier-decisions",
        "What became of earlier decisions",
        plain(&tables::carried(case, Audience::Regulator)),
    );
    if !case.vex.sources.is_empty() {
        content.section(1, "suppliers", "What suppliers state", plain(&tables::supplier_statements(case)));
    }
    let scores = tables::scores(case, Audience::Regulator);
    if !scores.rows.is_empty() {
        content.section(1, "scores", "Scores given by the manufacturer", plain(&scores));
    }
    content.section(1, "kev", "Known exploited vulnerabilities", plain(&tables::kev(case)));
    content.section(1, "details", "How each was found", plain(&tables::vulnerability_details(case)));
    let not_built = tables::not_built(case);
    if !not_built.rows.is_empty() {
        content.section(1, "not-built", "Flaws in code that was not built in", plain(&not_built));
    }
    content.section(1, "unidentified", "Packages that no source covers", plain(&tables::unidentified(case)));
    content.section(
        1,
        "own",
        "Vulnerabilities of our own",
        anchored(&tables::own_vulnerabilities(case, Audience::Regulator)),
    );
    fielded(maker, &mut content);
    if let Some(snapshot) = &case.snapshot {
        content.push(Block::heading(1, "notices", "Attribution"));
        content.push(if snapshot.index.notices.is_empty() {
            Block::paragraph("The sources ask for no attribution.")
        } else {
            Block::bullets(snapshot.index.notices.iter().map(String::as_str))
        });
    }
    content.csv = Some(convert::sheet("Vulnerabilities", &flaws));
    content
}

/// Releases in the field: what is known of each, its flaws, and our own vulnerabilities by release.
fn fielded(maker: &Maker<'_>, content: &mut Content) {
    let case = maker.case;
    content.push(Block::heading(1, "fielded", "Releases in the field"));
    if !case.fielded.is_empty() {
        content.push(maker.answers(
            "Each release was frozen with its packages. It is matched again with the data of this document, and each vulnerability needs a word for it.",
            &["G26.LC.3"],
        ));
    }
    content.extend(plain(&tables::fielded_releases(case)));
    if !case.fielded.is_empty() {
        let flaws = tables::fielded_flaws(case, Audience::Regulator);
        content.section(2, "flaws-in-the-field", "Their known vulnerabilities", plain(&flaws));
    }
    if !case.own.is_empty() {
        let own = tables::own_in_releases(case, Audience::Regulator);
        content.section(2, "own-by-release", "Vulnerabilities of our own, by release", plain(&own));
    }
}
