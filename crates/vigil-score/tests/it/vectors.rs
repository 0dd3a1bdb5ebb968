//! Published vectors get their published scores, exactly.

use std::path::Path;

use vigil_score::{CvssVector, Score};

use crate::data;

/// A vector with the scores that a file states for it.
struct Case {
    vector: String,
    base: Option<String>,
    temporal: Option<String>,
    environmental: Option<String>,
    overall: Option<String>,
    severity: Option<String>,
    /// The source itself states several scores, so at most one of them can be right.
    contested: bool,
}

fn cases(path: &Path) -> Option<Vec<Case>> {
    let text = std::fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|end| end == "csv") {
        let (head, rows) = text.split_once('\n').unwrap();
        let head: Vec<&str> = head.split(',').collect();
        head.contains(&"vector").then(|| rows.lines().map(|row| csv_case(&head, row)).collect())
    } else {
        text.contains(" - ").then(|| text.lines().map(plain_case).collect())
    }
}

fn csv_case(head: &[&str], row: &str) -> Case {
    let fields: Vec<&str> = row.split(',').collect();
    assert_eq!(fields.len(), head.len(), "{row}");
    let field = |name: &str| {
        let at = head.iter().position(|column| *column == name)?;
        Some(fields[at].to_owned()).filter(|text| !text.is_empty())
    };
    let distinct = ["distinct_statements", "distinct_scores_seen", "distinct_base_scores_seen"];
    Case {
        vector: field("vector").unwrap(),
        base: field("base_score").or_else(|| field("stated_base_score")),
        temporal: field("stated_temporal_score"),
        environmental: field("stated_environmental_score"),
        overall: field("stated_score"),
        severity: field("severity").or_else(|| field("stated_severity")),
        contested: distinct.iter().filter_map(|name| field(name)).any(|count| count != "1"),
    }
}

/// Reads `vector - (base, temporal, environmental)`, or `vector - score` for CVSS 4.0.
fn plain_case(line: &str) -> Case {
    let (vector, scores) = line.split_once(" - ").unwrap();
    let scores: Vec<Option<String>> = scores
        .trim_matches(['(', ')'])
        .split(',')
        .map(|score| score.trim().trim_start_matches('-'))
        .map(|score| (score != "None" && !score.is_empty()).then(|| score.to_owned()))
        .collect();
    let score = |at: usize| scores.get(at).cloned().flatten();
    let is_version_4 = vector.starts_with("CVSS:4");
    Case {
        vector: vector.to_owned(),
        base: if is_version_4 { None } else { score(0) },
        temporal: score(1),
        environmental: score(2),
        overall: if is_version_4 { score(0) } else { None },
        severity: None,
        contested: false,
    }
}

/// Brings `7`, `7.0` and `7.5` to one form; a stated text that is no score stays as it is.
fn one_decimal(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |value| format!("{value:.1}"))
}

fn differs(what: &str, stated: Option<&String>, found: Score) -> Option<String> {
    let stated = one_decimal(stated?);
    (stated != found.to_string()).then(|| format!("{what} stated {stated}, computed {found}"))
}

fn differences(case: &Case) -> Vec<String> {
    let vector = match CvssVector::parse(&case.vector) {
        Ok(vector) => vector,
        Err(error) => return vec![error.to_string()],
    };
    // The reference states a temporal and an environmental score also where no such metric is given.
    let temporal = vector.temporal_score().unwrap_or(vector.base_score());
    let found = [
        differs("base", case.base.as_ref(), vector.base_score()),
        differs("temporal", case.temporal.as_ref(), temporal),
        vector
            .environmental_score()
            .and_then(|found| differs("environmental", case.environmental.as_ref(), found)),
        differs("overall", case.overall.as_ref(), vector.overall_score()),
    ];
    let mut found: Vec<String> = found.into_iter().flatten().collect();
    if let Some(severity) = &case.severity {
        let scored = if case.overall.is_some() { vector.overall_score() } else { vector.base_score() };
        if !severity.eq_ignore_ascii_case(scored.severity().word()) && found.is_empty() {
            found.push(format!("severity stated {severity}, computed {}", scored.severity()));
        }
    }
    found
}

/// Files that hold what people stated, not what a calculator gave: a few of those are mistaken.
fn is_statement(name: &str) -> bool {
    name.contains("stated") || name.starts_with("cve5-")
}

#[test]
fn published_vectors_get_their_published_scores() {
    let Some(folder) = data::folder("vectors/cvss") else { return };
    let mut wrong = Vec::new();
    for path in data::files(&folder).into_iter().chain(data::files(&folder.join("redhat-lgpl"))) {
        let name = data::name(&path);
        let Some(cases) = cases(&path) else {
            println!("not run: {name}");
            continue;
        };
        let mut differing = Vec::new();
        for case in &cases {
            let contested = if case.contested { " (the source states several)" } else { "" };
            let found = differences(case);
            differing.extend(found.iter().map(|found| format!("{name} {} {found}{contested}", case.vector)));
        }
        println!("{name}: {} vectors, {} differences", cases.len(), differing.len());
        if is_statement(&name) {
            for line in &differing {
                println!("  stated otherwise: {line}");
            }
            assert!(
                differing.len() * 50 <= cases.len(),
                "more than one statement in fifty differs in {name}"
            );
        } else {
            wrong.extend(differing);
        }
    }
    for line in wrong.iter().take(60) {
        println!("{line}");
    }
    assert!(wrong.is_empty(), "{} scores differ", wrong.len());
}
