//! Tables: unresolved anomalies and the metrics of section V.A.6.

use vigil_case::Case;
use vigil_case::metrics::Average;
use vigil_model::Record;
use vigil_model::kinds::{Anomaly, AnomalyVerdict, Deferral};

use crate::table::{Cell, NOT_STATED, Table, Tone};
use crate::tables::words::{counted, cwes, prose, refs, said, targets};

/// Unresolved anomalies with their effect on security.
pub fn anomalies(case: &Case) -> Table {
    let mut table = Table::new("anomalies", "Unresolved anomalies", &empty(case)).columns(&[
        ("Anomaly", 2.2),
        ("In", 1.3),
        ("CWE", 0.9),
        ("Effect on security", 1.2),
        ("Because", 2.2),
        ("When triggered on purpose", 1.6),
        ("Risk", 0.8),
        ("Plan", 1.6),
    ]);
    for it in case.model.anomalies.values() {
        table.record(it.subject(), anomaly_row(case, it));
    }
    list_notes(case, &mut table);
    table
}

/// An empty list is a statement only when somebody says that it is complete.
fn empty(case: &Case) -> String {
    let list = case.model.anomaly_list.as_ref();
    if list.and_then(|it| it.complete) == Some(true) {
        let of = list.and_then(|it| it.listed).map(|day| format!(" of {day}")).unwrap_or_default();
        return format!("The list{of} is stated to be complete and holds no unresolved anomaly.");
    }
    "The model holds no anomaly, and nobody states that this list is complete.".to_owned()
}

fn anomaly_row(case: &Case, it: &Anomaly) -> Vec<Cell> {
    vec![
        Cell::code(it.id().as_str()).say(format!(" {}", prose(&it.text))),
        targets(case, &it.on, NOT_STATED),
        cwes(&it.cwe),
        match it.verdict {
            None => Cell::status("not decided", Tone::Bad),
            Some(AnomalyVerdict::NoSecurityEffect) => Cell::status("none", Tone::Good),
            Some(_) => Cell::status("has one: treated as a vulnerability", Tone::Warn),
        },
        said(it.because.as_deref()),
        said(it.impact.as_deref()),
        refs(case, &it.risk, "no risk"),
        it.deferral.as_ref().map_or_else(Cell::not_stated, plan),
    ]
}

fn plan(it: &Deferral) -> Cell {
    let parts = [
        it.addresses.as_ref().map(|text| prose(text)),
        it.release.as_ref().map(|version| format!("release {version}")),
        it.by.map(|day| format!("by {day}")),
        it.interim.as_ref().map(|text| format!("devices made before: {}", prose(text))),
        it.reach.as_ref().map(|time| format!("reaches devices in {time}")),
    ];
    Cell::joined(parts.into_iter().flatten().map(Cell::text), "; ", NOT_STATED)
}

fn list_notes(case: &Case, table: &mut Table) {
    let Some(list) = &case.model.anomaly_list else { return };
    if let Some(criteria) = &list.criteria {
        table.note(format!("Effect on security is judged so: {}", prose(criteria)));
    }
    if let Some(version) = &list.device_version {
        table.note(format!("The list is of version {version}."));
    }
}

/// The three metrics, with what each is counted from.
pub fn metrics(case: &Case) -> Table {
    let mut table = Table::new("metrics", "Metrics", "There is no metric to count.").columns(&[
        ("Metric", 3.0),
        ("Value", 1.4),
        ("Counted from", 2.4),
    ]);
    let it = &case.metrics;
    let percent = it.percent_patched().map(|value| format!("{value:.0} %"));
    let from = format!(
        "{} of {} updated or patched",
        it.patched.len(),
        counted(it.identified.len(), "identified vulnerability", "identified vulnerabilities")
    );
    metric(&mut table, "Identified vulnerabilities that are updated or patched", percent, from);
    average(&mut table, "Time from identification to update or patch", &it.to_patch);
    average(&mut table, "Time from update or patch to complete implementation in the field", &it.to_field);
    let stated = case.model.metrics.as_ref();
    for (before, text) in [
        ("Why none can be given yet", stated.and_then(|it| it.because.as_deref())),
        ("Planned", stated.and_then(|it| it.planned.as_deref())),
        ("Of an earlier model", stated.and_then(|it| it.prior_model.as_deref())),
    ] {
        table.notes.extend(text.map(|text| format!("{before}: {}", prose(text))));
    }
    table
}

fn metric(table: &mut Table, name: &str, value: Option<String>, from: String) {
    let value = value.map_or_else(|| Cell::text("cannot be given"), Cell::strong);
    table.row(vec![Cell::text(name), value, Cell::text(from)]);
}

fn average(table: &mut Table, name: &str, average: &Average) {
    let mean = average.mean().map(|days| format!("{days:.1} days on average"));
    let from = match average.days.len() {
        0 => "no decision states the days for it".to_owned(),
        count => counted(count, "vulnerability with both days", "vulnerabilities with both days"),
    };
    metric(table, name, mean, from);
}
