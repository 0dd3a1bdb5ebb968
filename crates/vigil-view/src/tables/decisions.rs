//! Tables: what people decided, and which fixes are put off.

use vigil_base::Date;
use vigil_case::Case;
use vigil_case::evidence::Disposition;
use vigil_model::kinds::{Decision, Deferral};
use vigil_model::{Kind, Record};

use crate::table::{Cell, NOT_STATED, Table};
use crate::tables::words::{day, prose, record, refs, said, said_after, threat, verdict, written};
use crate::tables::{Audience, embargo};

/// Decisions on threats, flaws, own vulnerabilities and anomalies.
pub fn decisions(case: &Case, audience: Audience) -> Table {
    let empty = "The model holds no decision on a threat, a vulnerability or an anomaly.";
    let mut table = Table::new("decisions", "Decisions", empty).columns(&[
        ("#Decision", 1.2),
        ("On", 2.0),
        ("Verdict", 1.0),
        ("Why", 2.8),
        ("Rests on", 1.4),
        ("Controls and risk", 1.4),
        ("By, day", 1.0),
        ("Review by", 0.9),
    ]);
    let kept = embargo::Kept::from(case, audience);
    for it in case.model.decisions.values().filter(|it| !kept.decision(it)) {
        table.record(it.subject(), decision_row(case, it));
    }
    table.notes.extend(embargo::note(case, audience));
    table
}

fn decision_row(case: &Case, it: &Decision) -> Vec<Cell> {
    let by = [it.by.as_deref().map(prose), it.date.map(|day| day.to_string())];
    let controls = it.controls.iter().map(|link| record(case, Kind::Control, &link.id));
    let risk = it.risk.iter().map(|link| record(case, Kind::Risk, &link.id));
    let compensating = said_after("compensating: ", it.compensating.as_deref());
    vec![
        Cell::code(it.id().as_str()),
        on(case, it),
        verdict(it.verdict),
        why(it),
        Cell::list(it.rests_on.iter().map(|text| written(case, text)), NOT_STATED),
        Cell::list(controls.chain(risk).chain(compensating), "none named"),
        Cell::list(by.into_iter().flatten().map(Cell::text), NOT_STATED),
        it.review.map_or_else(Cell::not_stated, |review| day(case, review)),
    ]
}

/// What a decision covers.
pub(crate) fn on(case: &Case, decision: &Decision) -> Cell {
    let on = &decision.on;
    // A wildcard is a pattern, not a threat: it is printed as it stands.
    let covered = on.threat.as_ref().map(|it| match on.expect {
        Some(count) => Cell::code(&it.value).say(format!(" (covers {count})")),
        None if it.value.contains('*') => Cell::code(&it.value),
        None => threat(case, &it.value),
    });
    let flaws = on.flaw.iter().map(Cell::code);
    let package = on.package.as_ref().map(|name| Cell::text("package ").then(Cell::code(name)));
    let versions = on.versions.as_ref().map(|range| Cell::text("versions ").then(Cell::code(range)));
    let parts = (!on.components.is_empty()).then(|| Cell::text("in ").then(refs(case, &on.components, "")));
    let own = on.vulnerability.as_ref().map(|it| record(case, Kind::Vulnerability, &it.id));
    let anomaly = on.anomaly.as_ref().map(|it| record(case, Kind::Anomaly, &it.id));
    let parts = covered
        .into_iter()
        .chain(flaws)
        .chain(package)
        .chain(versions)
        .chain(parts)
        .chain(own)
        .chain(anomaly);
    Cell::list(parts, NOT_STATED)
}

/// The justification, the reason and the effects that a decision states.
pub(crate) fn why(it: &Decision) -> Cell {
    let parts = [
        it.why.map(|why| Cell::code(why.word())),
        said_after("", it.because.as_deref()),
        said_after("", it.story.as_deref()),
        said_after("safety: ", it.safety.as_deref()),
        said_after("security: ", it.security.as_deref()),
    ];
    Cell::joined(parts.into_iter().flatten(), "; ", NOT_STATED)
}

/// Fixes that are put off, of decisions, anomalies and what testers found, with their plans.
pub fn deferred(case: &Case, audience: Audience) -> Table {
    let empty = "No decision, anomaly or finding of a tester puts a fix off.";
    let mut table = Table::new("deferred", "Fixes that are put off", empty).columns(&[
        ("What", 2.0),
        ("Addresses", 2.2),
        ("Release", 0.9),
        ("By", 0.9),
        ("Devices made before", 1.6),
        ("Time to reach devices", 1.2),
    ]);
    let kept = embargo::Kept::from(case, audience);
    for it in case.model.decisions.values().filter(|it| !kept.decision(it)) {
        if let Some(plan) = &it.deferral {
            table.row(deferral(case, record(case, Kind::Decision, it.id()), plan));
        }
    }
    for it in case.model.anomalies.values() {
        if let Some(plan) = &it.deferral {
            table.row(deferral(case, record(case, Kind::Anomaly, it.id()), plan));
        }
    }
    of_testers(case, &kept, &mut table);
    table.notes.extend(embargo::note(case, audience));
    table
}

fn deferral(case: &Case, what: Cell, plan: &Deferral) -> Vec<Cell> {
    vec![
        what,
        said(plan.addresses.as_deref()),
        said(plan.release.as_deref()),
        plan.by.map_or_else(Cell::not_stated, |by| day(case, by)),
        said(plan.interim.as_deref()),
        Cell::stated(plan.reach.as_ref()),
    ]
}

fn of_testers(case: &Case, kept: &embargo::Kept<'_>, table: &mut Table) {
    for (key, it) in &case.test_findings {
        let found = &it.found;
        if found.disposition != Some(Disposition::Deferred) || kept.finding(key, found.taken_up.as_deref()) {
            continue;
        }
        // A day that a tester wrote is free text: only one that can be read is compared with today.
        let by = found
            .by
            .as_deref()
            .map(|text| text.parse::<Date>().map_or_else(|_| Cell::text(text), |by| day(case, by)));
        table.row(vec![
            Cell::to(format!("finding.{key}"), prose(&found.title)),
            said(found.because.as_deref()),
            said(found.release.as_deref()),
            by.unwrap_or_else(Cell::not_stated),
            said(found.interim.as_deref()),
            said(found.reach.as_deref()),
        ]);
    }
}
