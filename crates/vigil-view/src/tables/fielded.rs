//! Tables: releases in the field, and what each known vulnerability does in them.

use vigil_base::Id;
use vigil_case::{Case, Fielded, FieldedRow, FieldedState, OwnRow};
use vigil_model::Kind;

use crate::table::{Cell, Table, Tone};
use crate::tables::decisions::why;
use crate::tables::words::{counted, record, verdict};
use crate::tables::{Audience, embargo};

/// Releases in the field: what they were frozen as, and what the data of today finds in them.
pub fn fielded_releases(case: &Case) -> Table {
    let empty = "The model states no release that is in the field: none is `fielded`, and no retired one has units left.";
    let mut table = Table::new("fielded-releases", "Releases in the field", empty).columns(&[
        ("Release", 0.8),
        ("Units", 0.7),
        ("Baseline", 1.5),
        ("Packages looked up", 2.2),
        ("Known vulnerabilities", 1.6),
    ]);
    for it in &case.fielded {
        table.row(release_row(case, it));
    }
    table
}

fn release_row(case: &Case, it: &Fielded) -> Vec<Cell> {
    let baseline = match (&it.baseline, &it.index) {
        (Some(name), Some(index)) => Cell::code(name).say(format!(", cut {}", index.cut)),
        (Some(name), None) => Cell::code(name).say(", which cannot be used"),
        (None, _) => Cell::status("none", Tone::Bad),
    };
    let packages = it.counts.map_or_else(
        || Cell::text("not looked up"),
        |counts| {
            Cell::text(format!(
                "{} of {}; {} that no source covers, {} that could not be checked",
                counts.total() - counts.unidentified - counts.not_checked,
                counts.total(),
                counts.unidentified,
                counts.not_checked
            ))
        },
    );
    let open = it.rows.iter().filter(|row| !row.open.is_empty()).count();
    let flaws = match (&it.state, open) {
        (FieldedState::Matched, 0) => Cell::text(format!("{}, all decided", it.rows.len())),
        (FieldedState::Matched, open) => Cell::text(format!("{}, ", it.rows.len()))
            .then(Cell::status(format!("{open} undecided"), Tone::Bad)),
        _ => Cell::status("not known", Tone::Bad)
            .say(it.doubt().map(|it| format!(": {it}")).unwrap_or_default()),
    };
    let units = it.units.map_or_else(Cell::not_stated, |units| Cell::text(units.to_string()));
    vec![record(case, Kind::Release, &it.release), units, baseline, packages, flaws]
}

/// Known vulnerabilities of packages in each release in the field, with the word on each for that release.
pub fn fielded_flaws(case: &Case, audience: Audience) -> Table {
    let looked_up = case.fielded.iter().filter(|it| it.state == FieldedState::Matched).count();
    let empty = format!(
        "No package of a release in the field matches a known vulnerability; {} of {} looked up.",
        looked_up,
        counted(case.fielded.len(), "release was", "releases were")
    );
    let mut table = Table::new("fielded-flaws", "Known vulnerabilities of releases in the field", &empty)
        .columns(&[
            ("Release", 0.8),
            ("#Id", 1.4),
            ("Package", 1.6),
            ("Part", 1.1),
            ("Known exploited", 0.9),
            ("Verdict for the release", 1.8),
            ("Because", 3.2),
        ]);
    let kept = embargo::Kept::from(case, audience);
    for it in &case.fielded {
        for row in &it.rows {
            let made = row.row.decision.as_ref().and_then(|id| case.model.decisions.get(id));
            if !made.is_some_and(|it| kept.decision(it)) {
                table.row(flaw_row(case, it, row));
            }
        }
        if let Some(doubt) = it.doubt() {
            table.note(format!("Not complete: {doubt}."));
        }
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

fn flaw_row(case: &Case, fielded: &Fielded, it: &FieldedRow) -> Vec<Cell> {
    let row = &it.row;
    let version = row.version.as_deref().unwrap_or("version not stated");
    let exploited = match &row.flaw.kev {
        Some(_) => Cell::status("yes", Tone::Bad),
        None if crate::tables::matching::has_source(case, "kev") => Cell::text("not listed"),
        None => Cell::text("not looked up"),
    };
    let made = row.decision.as_ref().and_then(|id| case.model.decisions.get(id));
    let because = match (made, it.from_baseline) {
        _ if row.verdict.is_none() => Cell::text(it.open.clone()),
        (Some(made), false) => why(made),
        _ => {
            let cut = fielded.index.as_ref().map(|it| it.cut.to_string()).unwrap_or_default();
            Cell::text(format!("As decided when the release was frozen ({cut})"))
        }
    };
    let stale =
        if row.verdict.is_some() && !it.open.is_empty() { format!("; {}", it.open) } else { String::new() };
    vec![
        record(case, Kind::Release, &fielded.release),
        Cell::code(&row.flaw.id),
        Cell::text(format!("{} {version}", row.name)),
        component(case, &row.component),
        exploited,
        verdict_cell(case, it),
        because.say(stale),
    ]
}

/// A part that the device of today has not any more is printed by its id.
fn component(case: &Case, id: &Id) -> Cell {
    if case.model.components.contains_key(id) {
        record(case, Kind::Component, id)
    } else {
        Cell::code(id.as_str())
    }
}

fn verdict_cell(case: &Case, it: &FieldedRow) -> Cell {
    let (Some(word), Some(id)) = (it.row.verdict, &it.row.decision) else {
        return Cell::status("not decided", Tone::Bad);
    };
    let by = if !it.from_baseline && case.model.decisions.contains_key(id) {
        record(case, Kind::Decision, id)
    } else {
        Cell::code(id.as_str())
    };
    verdict(word).say(" by ").then(by)
}

/// Vulnerabilities of the maker's own code and design, in every release.
pub fn own_in_releases(case: &Case, audience: Audience) -> Table {
    let empty = match audience {
        Audience::Regulator => {
            "The model states no vulnerability of the maker's own code or design in any release.".to_owned()
        }
        Audience::Public => format!(
            "There is no vulnerability of the maker's own code or design in a release to tell of on {}.",
            case.as_of
        ),
    };
    let mut table =
        Table::new("own-in-releases", "Vulnerabilities of our own, by release", &empty).columns(&[
            ("Vulnerability", 1.8),
            ("Release", 0.9),
            ("Part and version", 1.8),
            ("By its versions", 1.4),
            ("Verdict for the release", 1.8),
        ]);
    let kept = embargo::Kept::from(case, audience);
    for it in case.own.iter().filter(|it| !kept.vulnerability(&it.vulnerability)) {
        table.row(own_row(case, it));
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

fn own_row(case: &Case, it: &OwnRow) -> Vec<Cell> {
    let version = it.version.as_deref().unwrap_or("version not stated");
    let part = match &it.component {
        Some(id) => component(case, id).say(format!(" {version}")),
        None => Cell::text(format!("whole device {version}")),
    };
    let by_versions = match it.has_it {
        Some(true) => Cell::text("has it"),
        Some(false) => Cell::text("does not have it"),
        None => Cell::text("cannot be told"),
    };
    let decided = it.verdict.as_deref().and_then(vigil_model::kinds::Verdict::parse);
    let verdict = match (decided, &it.decision) {
        (Some(word), Some(id)) => verdict(word).say(" by ").then(record(case, Kind::Decision, id)),
        _ if it.is_open() => Cell::status("not decided", Tone::Bad),
        _ => Cell::text("none needed: its versions do not hold it"),
    };
    let verdict = if it.contradicts() { verdict.say(", against its versions") } else { verdict };
    vec![
        record(case, Kind::Vulnerability, &it.vulnerability),
        record(case, Kind::Release, &Id::new(&*it.release)),
        part,
        by_versions,
        verdict,
    ]
}
