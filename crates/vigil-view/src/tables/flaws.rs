//! Tables: known vulnerabilities of packages.

use vigil_case::{Case, FlawRow, SnapshotState};
use vigil_match::{How, Match, Severity, State};
use vigil_model::Kind;
use vigil_model::kinds::Decision;

use crate::table::{Cell, Table, Tone};
use crate::tables::decisions::why;
use crate::tables::matching::{has_source, looked_up};
use crate::tables::words::{counted, prose, record, said_after, verdict};

/// The id under which a flaw of one package of one part is printed in full.
pub(crate) fn anchor(row: &FlawRow) -> String {
    format!("flaw.{}@{}/{}", row.flaw.id, row.component, row.package)
}

fn package(row: &FlawRow) -> Cell {
    let version = row.version.as_deref().unwrap_or("version not stated");
    Cell::text(format!("{} {version}", row.name))
}

fn decision<'c>(case: &'c Case, row: &FlawRow) -> Option<&'c Decision> {
    case.model.decisions.get(row.decision.as_ref()?)
}

/// The sentence for no flaws. Without a snapshot nothing was looked up, which is not the same as nothing found.
fn empty(case: &Case, looked_for: &str) -> String {
    match (&case.snapshot, &case.snapshot_state) {
        (Some(snapshot), _) => {
            let counts = snapshot.index.counts;
            format!(
                "No package matches {looked_for}: {} looked up as of {}; {} could not be looked up.",
                counted(
                    counts.total() - counts.unidentified - counts.not_checked,
                    "package was",
                    "packages were"
                ),
                snapshot.index.data_cut.as_of,
                counts.unidentified + counts.not_checked,
            )
        }
        (None, SnapshotState::Unreadable(cause)) => {
            format!("Known vulnerabilities cannot be listed: the snapshot cannot be read ({cause}).")
        }
        (None, _) => "Known vulnerabilities were not looked up: there is no snapshot.".to_owned(),
    }
}

/// Known vulnerabilities of packages with the decision on each.
pub fn vulnerabilities(case: &Case) -> Table {
    let mut table =
        Table::new("vulnerabilities", "Known vulnerabilities", &empty(case, "a known vulnerability"))
            .columns(&[
                ("#Id", 1.3),
                ("Package", 1.4),
                ("Part", 1.2),
                ("Score", 1.1),
                ("Known exploited", 0.9),
                ("EPSS", 0.8),
                ("Matched as", 0.9),
                ("Verdict", 1.0),
                ("Because", 2.4),
                ("Controls", 1.2),
            ]);
    for row in &case.flaws {
        table.record(anchor(row), flaw_row(case, row));
    }
    looked_up(case, &mut table);
    table
}

fn flaw_row(case: &Case, row: &FlawRow) -> Vec<Cell> {
    let made = decision(case, row);
    vec![
        Cell::code(&row.flaw.id),
        package(row),
        record(case, Kind::Component, &row.component),
        score(&row.flaw),
        exploited(case, &row.flaw),
        epss(case, &row.flaw),
        matched(&row.flaw),
        verdict_cell(case, row),
        made.map_or_else(|| Cell::text("not decided"), why),
        controls(case, made),
    ]
}

/// The highest score that a source gave, with the source; the details list them all.
fn score(flaw: &Match) -> Cell {
    let number = |it: &&Severity| {
        let tenths = it.score.as_deref().and_then(|text| text.parse::<f64>().ok()).unwrap_or(-1.0) * 10.0;
        #[expect(clippy::cast_possible_truncation, reason = "scores are between 0 and 10")]
        let tenths = tenths.round() as i64;
        tenths
    };
    // The first of equals is kept: sources stand in the order of the snapshot.
    match flaw.severity.iter().rev().max_by_key(number) {
        Some(it) => Cell::text(score_words(it)),
        None => Cell::text("no source gives one"),
    }
}

fn score_words(it: &Severity) -> String {
    let by = if it.by.is_empty() { &it.source } else { &it.by };
    let version = if it.version.is_empty() { String::new() } else { format!(" {}", it.version) };
    match &it.score {
        Some(score) => format!("{score}{version} ({by})"),
        None => format!("no number{version} ({by})"),
    }
}

fn exploited(case: &Case, flaw: &Match) -> Cell {
    match &flaw.kev {
        Some(_) => Cell::status("yes", Tone::Bad),
        None if has_source(case, "kev") => Cell::text("not listed"),
        None => Cell::text("not looked up"),
    }
}

fn epss(case: &Case, flaw: &Match) -> Cell {
    match &flaw.epss {
        Some(it) => Cell::text(format!("{} (percentile {})", it.score, it.percentile)),
        None if has_source(case, "epss") => Cell::text("no entry"),
        None => Cell::text("not looked up"),
    }
}

fn matched(flaw: &Match) -> Cell {
    let tone = if flaw.state == State::Affected { Tone::Bad } else { Tone::Warn };
    let cell = Cell::status(flaw.state.word().replace('-', " "), tone);
    if flaw.uncertain { cell.say(", uncertain") } else { cell }
}

fn verdict_cell(case: &Case, row: &FlawRow) -> Cell {
    let (Some(word), Some(id)) = (row.verdict, &row.decision) else {
        return Cell::status("not decided", Tone::Bad);
    };
    verdict(word).say(" by ").then(record(case, Kind::Decision, id))
}

fn controls(case: &Case, made: Option<&Decision>) -> Cell {
    let controls = made.into_iter().flat_map(|it| &it.controls).map(|it| record(case, Kind::Control, &it.id));
    let compensating = made.and_then(|it| said_after("compensating: ", it.compensating.as_deref()));
    Cell::list(controls.chain(compensating), "none named")
}

/// How each known vulnerability matched, record by record.
pub fn vulnerability_details(case: &Case) -> Table {
    let mut table = Table::new(
        "vulnerability-details",
        "Known vulnerabilities: how they matched",
        &empty(case, "a known vulnerability"),
    )
    .columns(&[
        ("#Id", 1.4),
        ("Package and part", 1.4),
        ("Identified by", 1.8),
        ("Source and record", 1.4),
        ("#Range that decided", 1.6),
        ("Rests on", 1.4),
        ("#Fixed in", 1.0),
        ("Scores, weaknesses, summary", 3.0),
    ]);
    for row in &case.flaws {
        let all = row.flaw.how.iter().map(|how| (how, false));
        for (at, (how, against)) in all.chain(row.flaw.against.iter().map(|how| (how, true))).enumerate() {
            table.row(detail_row(case, row, how, against, at == 0));
        }
    }
    looked_up(case, &mut table);
    table
}

fn detail_row(case: &Case, row: &FlawRow, how: &How, against: bool, first: bool) -> Vec<Cell> {
    let version =
        if how.version.is_empty() { "version not stated".to_owned() } else { how.version.to_string() };
    let range = if how.range.is_empty() { Cell::not_stated() } else { Cell::code(&how.range) };
    let says_otherwise = if against { "says it is not affected; " } else { "" };
    let remark = if how.remark.is_empty() { "the record alone".to_owned() } else { prose(&how.remark) };
    vec![
        Cell::to(anchor(row), &row.flaw.id),
        package(row).say(" in ").then(record(case, Kind::Component, &row.component)),
        Cell::text(format!("{} ", how.way.word())).then(Cell::code(&how.identifier)),
        Cell::text(format!("{}, {}", how.source, how.record)),
        range.say(format!(" against {version}, order {}", how.scheme)),
        Cell::text(format!("{says_otherwise}{remark}")),
        Cell::list(row.flaw.fixed_versions.iter().map(Cell::code), "no version stated"),
        if first { summary(&row.flaw) } else { Cell::text("as above") },
    ]
}

fn summary(flaw: &Match) -> Cell {
    let scores = flaw.severity.iter().map(|it| {
        let vector = if it.vector.is_empty() { String::new() } else { format!(" {}", it.vector) };
        Cell::text(format!("{}{vector}", score_words(it)))
    });
    let weaknesses = (!flaw.cwes.is_empty()).then(|| Cell::text(flaw.cwes.join(", ")));
    let aliases: Vec<&str> = flaw.aliases.keys().map(String::as_str).collect();
    let aliases = (!aliases.is_empty()).then(|| Cell::text(format!("also {}", aliases.join(", "))));
    let summary = prose(&flaw.summary);
    let summary = (!summary.is_empty()).then(|| Cell::text(summary));
    Cell::joined(scores.chain(weaknesses).chain(aliases).chain(summary), "; ", "the records say nothing more")
}

/// The sentence for no known exploited ones. Without the catalogue nothing is known of them.
fn no_kev(case: &Case) -> String {
    if case.snapshot.is_some() && !has_source(case, "kev") {
        return "The catalogue of known exploited vulnerabilities is not among the sources that were matched against."
            .to_owned();
    }
    empty(case, "a vulnerability of the catalogue of known exploited ones")
}

/// Known exploited vulnerabilities among the matches.
pub fn kev(case: &Case) -> Table {
    let mut table = Table::new("kev", "Known exploited vulnerabilities", &no_kev(case)).columns(&[
        ("#Id", 1.3),
        ("Package", 1.4),
        ("Part", 1.2),
        ("Listed since", 0.9),
        ("Due for agencies", 0.9),
        ("Ransomware", 1.0),
        ("Verdict", 1.2),
        ("Why it is not designed out", 2.4),
    ]);
    for row in &case.flaws {
        let Some(kev) = &row.flaw.kev else { continue };
        let made = decision(case, row).and_then(|it| it.kev.as_deref());
        table.row(vec![
            Cell::to(anchor(row), &row.flaw.id),
            package(row),
            record(case, Kind::Component, &row.component),
            Cell::stated(kev.date_added),
            Cell::stated(kev.due),
            Cell::text(if kev.ransomware { "known to use it" } else { "not known to use it" }),
            verdict_cell(case, row),
            made.map_or_else(Cell::not_stated, |text| Cell::text(prose(text))),
        ]);
    }
    looked_up(case, &mut table);
    table
}
