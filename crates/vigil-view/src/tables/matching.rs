//! Tables: how far the packages could be looked up, and against what.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_case::decisions::unanswered;
use vigil_case::{Case, SnapshotState};
use vigil_match::{Counts, PackageResult, Snapshot, State};
use vigil_model::kinds::Verdict;
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{prose, record};

const MISSING: &str = "Nothing was looked up: there is no snapshot of matches.";

fn empty(case: &Case, found: &str) -> String {
    match &case.snapshot_state {
        SnapshotState::Missing => MISSING.to_owned(),
        SnapshotState::Unreadable(cause) => format!("The snapshot of matches cannot be read: {cause}."),
        _ => found.to_owned(),
    }
}

/// Whether a source was among those that were matched against; without it nothing is known of what it lists.
pub(crate) fn has_source(case: &Case, name: &str) -> bool {
    case.snapshot.as_ref().is_some_and(|it| it.index.data_cut.sources.contains_key(name))
}

/// Says under a table of matches what it rests on.
pub(crate) fn looked_up(case: &Case, table: &mut Table) {
    if let SnapshotState::Outdated(files) = &case.snapshot_state {
        table.note(format!(
            "The matches are older than the SBOMs: these files changed, came or went since: {}.",
            files.join(", ")
        ));
    }
    if let Some(snapshot) = &case.snapshot {
        let counts = snapshot.index.counts;
        table.note(format!(
            "Packages looked at: {}; affected {}, not affected {}, clear {}, unidentified {}, not checked {}; as of {}.",
            counts.total(),
            counts.affected,
            counts.not_affected,
            counts.clear,
            counts.unidentified,
            counts.not_checked,
            snapshot.index.data_cut.as_of
        ));
    }
}

/// Packages by state, part by part. The five states and their sum always stand together.
pub fn match_counts(case: &Case) -> Table {
    let empty = empty(case, "The snapshot of matches holds no package.");
    let mut table = Table::new("match-counts", "Packages by state of matching", &empty).columns(&[
        ("Part", 2.2),
        ("Affected", 0.9),
        ("Not checked", 0.9),
        ("Unidentified", 0.9),
        ("Not affected", 0.9),
        ("Clear", 0.9),
        ("Together", 0.9),
    ]);
    let Some(snapshot) = &case.snapshot else { return table };
    let listed: BTreeSet<String> = case.packages.iter().map(|row| row.component.to_string()).collect();
    let parts: BTreeSet<&String> = snapshot.components.keys().chain(&listed).collect();
    for part in parts {
        let name = if part.is_empty() {
            Cell::text("packages of no part")
        } else {
            record(case, Kind::Component, &Id::new(part.as_str()))
        };
        match snapshot.components.get(part) {
            Some(results) => counts_row(&mut table, name, counted(results)),
            None => {
                table.row(std::iter::once(name).chain((0..6).map(|_| Cell::text("not looked up"))).collect());
            }
        }
    }
    if !table.rows.is_empty() {
        counts_row(&mut table, Cell::strong("All parts"), snapshot.index.counts);
    }
    looked_up(case, &mut table);
    table
}

fn counted(results: &[PackageResult]) -> Counts {
    let mut counts = Counts::default();
    for result in results {
        counts.add(result.state);
    }
    counts
}

fn counts_row(table: &mut Table, name: Cell, counts: Counts) {
    let numbers = [
        counts.affected,
        counts.not_checked,
        counts.unidentified,
        counts.not_affected,
        counts.clear,
        counts.total(),
    ];
    table.row(std::iter::once(name).chain(numbers.into_iter().map(Cell::count)).collect());
}

/// Flaws in source files that the build left out: not affected, each with what shows it.
pub fn not_built(case: &Case) -> Table {
    let empty = empty(case, "No flaw was dismissed because its code was left out of the build.");
    let mut table = Table::new("not-built", "Flaws in code that was not built in", &empty).columns(&[
        ("Flaw", 1.0),
        ("Package", 1.4),
        ("Part", 1.2),
        ("What shows that its code is not there", 3.4),
    ]);
    let results = case.snapshot.iter().flat_map(vigil_match::Snapshot::results);
    for result in results {
        let version = result.version.as_deref().unwrap_or("version not stated");
        for flaw in &result.not_built {
            table.row(vec![
                Cell::code(flaw.id.as_str()),
                Cell::text(format!("{} {version}", result.name)),
                record(case, Kind::Component, &Id::new(result.component.as_str())),
                Cell::text(prose(&flaw.why)),
            ]);
        }
    }
    table
}

/// Packages for which nothing can be said, with the reason and how they are watched instead.
pub fn unidentified(case: &Case) -> Table {
    let empty = empty(case, "Every package of the snapshot could be identified and checked.");
    let mut table = Table::new("unidentified", "Packages that could not be looked up", &empty).columns(&[
        ("Package", 1.6),
        ("Part", 1.2),
        ("State", 1.0),
        ("What was tried, and why nothing was found", 3.0),
        ("How it is watched instead", 2.0),
    ]);
    let Some(snapshot) = &case.snapshot else { return table };
    let open: BTreeSet<(String, String)> = unanswered(&case.model, snapshot).into_iter().collect();
    let unknown = |it: &&PackageResult| matches!(it.state, State::Unidentified | State::NotChecked);
    for result in snapshot.results().filter(unknown) {
        let is_open = open.contains(&(result.component.clone(), result.package.clone()));
        table.row(unidentified_row(case, result, is_open));
    }
    table
}

fn unidentified_row(case: &Case, result: &PackageResult, is_open: bool) -> Vec<Cell> {
    let version = result.version.as_deref().unwrap_or("version not stated");
    vec![
        Cell::text(format!("{} {version}", result.name)),
        record(case, Kind::Component, &Id::new(result.component.as_str())),
        Cell::status(result.state.word().replace('-', " "), Tone::Warn),
        why_unknown(result),
        if is_open { Cell::status(NOT_STATED, Tone::Bad) } else { watched(case, result) },
    ]
}

/// What was tried, one identifier after the other. The reason of an unidentified package only sums this up; one that was
/// identified and not checked has a reason of its own.
fn why_unknown(result: &PackageResult) -> Cell {
    let tried = result.tried.iter().map(|it| {
        Cell::text(format!("{} ", it.way.word()))
            .then(Cell::code(&it.identifier))
            .say(format!(": {}", prose(&it.outcome)))
    });
    let reason = Cell::text(prose(&result.reason));
    match (result.state, result.tried.is_empty()) {
        (_, true) => reason,
        (State::Unidentified, false) => Cell::joined(tried, "; ", ""),
        (_, false) => reason.say("; ").then(Cell::joined(tried, "; ", "")),
    }
}

/// How a package is watched: by its pinned identity, else by decision.
fn watched(case: &Case, result: &PackageResult) -> Cell {
    let row = case
        .packages
        .iter()
        .find(|row| row.component == result.component.as_str() && row.key == result.package);
    if let Some(how) = row.and_then(|row| row.watched.as_deref()) {
        return Cell::text(prose(how));
    }
    let made = case.model.decisions.values().filter(|it| it.verdict == Verdict::Watched);
    let named = |name: &String| result.name == *name || result.package.starts_with(name.as_str());
    let made = made.filter(|it| it.on.package.as_ref().is_some_and(named)).map(|it| {
        let because = it.because.as_deref().map(|text| format!(": {}", prose(text))).unwrap_or_default();
        record(case, Kind::Decision, it.id()).say(because)
    });
    Cell::joined(made, "; ", "by a decision of the model")
}

/// The sources that were matched against and how new each is.
pub fn data_cut(case: &Case) -> Table {
    let empty = empty(case, "The snapshot names no source that was matched against.");
    let mut table = Table::new("data-cut", "Data that was matched against", &empty).columns(&[
        ("Source", 1.6),
        ("Newest entry", 1.2),
        ("Age", 1.6),
    ]);
    let Some(snapshot) = &case.snapshot else { return table };
    let cut = &snapshot.index.data_cut;
    for (source, newest) in &cut.sources {
        let newest_cell =
            newest.map_or_else(|| Cell::text("the source dates nothing"), |day| Cell::text(day.to_string()));
        table.row(vec![Cell::strong(source), newest_cell, age(&cut.stale, source, newest.is_some())]);
    }
    data_notes(case, snapshot, &mut table);
    table
}

fn age(stale: &BTreeMap<String, i64>, source: &str, dated: bool) -> Cell {
    match stale.get(source) {
        Some(days) => Cell::status(format!("older than allowed: {days} days"), Tone::Bad),
        None if dated => Cell::text("within the allowed age"),
        None => Cell::text("cannot be said"),
    }
}

fn data_notes(case: &Case, snapshot: &Snapshot, table: &mut Table) {
    let cut = &snapshot.index.data_cut;
    table.note(format!("Matched as of {} by {}.", cut.as_of, snapshot.index.tool));
    table.note(format!("Digest of the vulnerability database: {}.", cut.database));
    table.notes.extend(cut.doubts.iter().map(|doubt| format!("Doubt: {}", prose(doubt))));
    table.notes.extend(snapshot.index.notices.iter().map(|notice| prose(notice)));
    if let SnapshotState::Outdated(files) = &case.snapshot_state {
        table.note(format!("SBOM files that changed, came or went since: {}.", files.join(", ")));
    }
}
