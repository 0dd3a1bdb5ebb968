//! 12a to 12d tests, 13 findings and deferred plan.

use vigil_document::Block;
use vigil_model::kinds::TestKind;
use vigil_view::table::Table;
use vigil_view::tables::{self, Audience};

use super::Content;
use crate::convert;
use crate::parts::{Maker, anchored, gap, plain};

/// The rows of the test table whose tests have one of these kinds.
fn of_kinds(maker: &Maker<'_>, id: &str, title: &str, kinds: &[TestKind]) -> Table {
    let mut table = tables::tests(maker.case);
    let of_kind = |anchor: &Option<String>| {
        let test = anchor
            .as_ref()
            .and_then(|it| it.strip_prefix("test."))
            .and_then(|it| maker.case.model.tests.get(it));
        test.is_some_and(|test| kinds.contains(&test.kind))
    };
    table.rows.retain(|row| of_kind(&row.anchor));
    id.clone_into(&mut table.id);
    title.clone_into(&mut table.title);
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    table.empty = format!("The model states no test of these kinds: {}.", words.join(", "));
    table
}

pub(super) fn requirements(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.section(1, "approach", "Approach", maker.prose("testing", 1));
    content.push(maker.answers("Tests that show the security requirements to be implemented, and the trust boundaries to be handled.", &["G26.TE.1", "G26.TE.2"]));
    let table = of_kinds(
        maker,
        "tests-requirements",
        "Tests of security requirements",
        &[TestKind::Requirement, TestKind::Boundary, TestKind::Negative, TestKind::Usability],
    );
    content.section(1, "tests", "Tests", anchored(&table));
    content.section(1, "requirements", "Requirements and their tests", anchored(&tables::requirements(case)));
    content.section(1, "evidence", "Evidence", anchored(&tables::evidence(case)));
    content
}

pub(super) fn mitigation(maker: &Maker<'_>) -> Content {
    let mut content = Content::default();
    content.push(maker.answers(
        "Tests that show the controls to work against the threats of the threat model.",
        &["G26.TE.3", "G26.TE.4"],
    ));
    let table = of_kinds(
        maker,
        "tests-mitigation",
        "Tests of threat mitigation",
        &[
            TestKind::Negative,
            TestKind::Robustness,
            TestKind::Adequacy,
            TestKind::Malformed,
            TestKind::Fuzz,
            TestKind::Pentest,
        ],
    );
    content.section(1, "tests", "Tests", anchored(&table));
    content
}

pub(super) fn vulnerability(maker: &Maker<'_>) -> Content {
    let mut content = Content::default();
    content.push(maker.answers(
        "Vulnerability tests: malformed input, robustness, fuzzing, attack surface, chaining, scanning, composition of binaries, static and dynamic analysis, credentials.",
        &["G26.TE.5", "G26.TE.6", "G26.TE.7", "G26.TE.8", "G26.TE.9", "G26.TE.10", "G26.TE.11"],
    ));
    let kinds = [
        TestKind::Malformed,
        TestKind::Robustness,
        TestKind::Fuzz,
        TestKind::AttackSurface,
        TestKind::Chaining,
        TestKind::Scan,
        TestKind::Composition,
        TestKind::Static,
        TestKind::Dynamic,
        TestKind::Credential,
    ];
    for kind in kinds {
        if !maker.case.model.tests.values().any(|test| test.kind == kind) {
            content.push(gap(
                "A kind of test is missing",
                &format!("The model states no test of the kind `{kind}`: {}", kind.meaning()),
            ));
        }
    }
    let table = of_kinds(maker, "tests-vulnerability", "Vulnerability tests", &kinds);
    content.section(1, "tests", "Tests", anchored(&table));
    content
}

pub(super) fn penetration(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    content.push(maker.answers("A summary. The report as the tester wrote it is enclosed where the device folder holds it; the manifest names it.", &["G26.TE.12", "G26.TE.14"]));
    content.section(1, "tests", "Penetration tests", anchored(&tables::pentests(case)));
    let table = of_kinds(maker, "tests-pentest", "Results that count for requirements", &[TestKind::Pentest]);
    content.section(1, "results", "Results", anchored(&table));
    content
}

pub(super) fn findings(maker: &Maker<'_>) -> Content {
    let case = maker.case;
    let mut content = Content::default();
    let found = tables::test_findings(case, Audience::Regulator);
    let deferred = tables::deferred(case, Audience::Regulator);
    content.push(maker.answers(
        "Every finding of testing with what became of it, and the plan for what was put off.",
        &["G26.TE.15", "G26.TE.16", "G26.TE.17"],
    ));
    content.section(1, "findings", "Findings", anchored(&found));
    content.section(1, "deferred", "Deferred, with their plan", plain(&deferred));
    content.push(Block::paragraph("A deferred finding names the release that brings its fix, by when, whether devices made before get it, and how long until it has reached them."));
    content.sheets = vec![convert::sheet("Findings", &found), convert::sheet("Deferred", &deferred)];
    content
}
