//! The risk management plan and report, and whether they are as new as what they describe.

use vigil_base::{Date, Place};
use vigil_case::Case;
use vigil_model::Record;

use crate::groups::links::backticked;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Plan and report are there.
pub(super) fn plan_and_report(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let plan = model.risk_plan.as_ref();
    let report = model.risk_report.as_ref();
    let has_plan = plan.is_some_and(|it| it.version.is_some() && it.approved.is_some());
    let has_report = report.is_some_and(|it| it.date.is_some());
    let plan_place = plan.map_or_else(Scope::top, |it| scope.place(it.span));
    let report_place = report.map_or_else(Scope::top, |it| scope.place(it.span));
    if !has_plan && !has_report {
        return vec![Judgement::gap("risk-plan").with("missing", "plan and report").at(plan_place)];
    }
    let judged = |subject: &str, there: bool, word: &str, place: Place| {
        let judgement = if there {
            Judgement::pass(subject).resting_on(subject)
        } else {
            Judgement::gap(subject).with("missing", word)
        };
        judgement.at(place)
    };
    vec![
        judged("risk-plan", has_plan, "plan", plan_place),
        judged("risk-report", has_report, "report", report_place),
    ]
}

fn report_place(scope: &Scope<'_>) -> Place {
    scope.case.model.risk_report.as_ref().map_or_else(Scope::top, |it| scope.place(it.span))
}

fn of_report(scope: &Scope<'_>, facts: &[(String, bool)]) -> Vec<Judgement> {
    let missing: Vec<&str> =
        facts.iter().filter(|(_, there)| !there).map(|(word, _)| word.as_str()).collect();
    let judgement = if missing.is_empty() {
        Judgement::pass("risk-report").resting_on("risk-report")
    } else {
        Judgement::gap("risk-report").with("n", missing.len().to_string()).with("missing", missing.join(", "))
    };
    vec![judgement.at(report_place(scope))]
}

/// Methods, conclusion, mitigations, and links from threats to tests.
pub(super) fn report_content(scope: &Scope<'_>) -> Vec<Judgement> {
    let report = scope.case.model.risk_report.as_ref();
    let linked = scope.case.trace.chains.values().any(|chain| {
        !chain.risks.is_empty()
            && !chain.controls.is_empty()
            && !chain.requirements.is_empty()
            && !chain.tests.is_empty()
    });
    let facts = [
        (backticked(["methods"]), report.is_some_and(|it| it.methods.is_some())),
        (backticked(["conclusion"]), report.is_some_and(|it| it.conclusion.is_some())),
        ("mitigations".to_owned(), !scope.case.model.controls.is_empty()),
        ("traceability".to_owned(), linked),
    ];
    of_report(scope, &facts)
}

/// The six parts that the report brings together.
pub(super) fn report_parts(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let model = &case.model;
    let supported = case.packages.iter().any(|it| it.support.level.is_some() || it.support.ends.is_some());
    let decided = model.decisions.values().any(|it| !it.on.flaw.is_empty());
    let complete = model.anomaly_list.as_ref().is_some_and(|it| it.complete == Some(true));
    let facts = [
        ("threat model", !case.threats.all.is_empty()),
        ("risk assessment", !model.risks.is_empty()),
        ("SBOM", !case.sboms.is_empty() || !case.packages.is_empty()),
        ("component support", supported),
        ("vulnerability assessment", case.snapshot.is_some() || decided),
        ("unresolved anomalies", complete || !model.anomalies.is_empty()),
    ];
    of_report(scope, &facts.map(|(word, there)| (word.to_owned(), there)))
}

/// Threat model and report are not older than what was found since.
pub(super) fn documents_current(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let threat_model = model.threat_model.as_ref();
    let report = model.risk_report.as_ref();
    let known = Events::of(scope.case);
    vec![
        current(
            "threat-model",
            threat_model.and_then(|it| it.updated),
            &known,
            threat_model.map_or_else(Scope::top, |it| scope.place(it.key("updated"))),
        ),
        current(
            "risk-report",
            report.and_then(|it| it.date),
            &known,
            report.map_or_else(Scope::top, |it| scope.place(it.key("date"))),
        ),
    ]
}

/// What documents may be older than.
struct Events {
    newest: Option<(Date, String)>,
    undated: usize,
}

impl Events {
    fn of(case: &Case) -> Self {
        let flaws =
            case.model.vulnerabilities.values().map(|it| (it.reported, format!("vulnerability {}", it.id())));
        let decisions = case.model.decisions.values().map(|it| (it.date, format!("decision {}", it.id())));
        let all: Vec<(Option<Date>, String)> = flaws.chain(decisions).collect();
        let undated = all.iter().filter(|(date, _)| date.is_none()).count();
        let newest = all.into_iter().filter_map(|(date, name)| Some((date?, name))).max();
        Self { newest, undated }
    }
}

fn current(subject: &str, date: Option<Date>, known: &Events, place: Place) -> Judgement {
    let Some(date) = date else {
        return Judgement::incomplete(subject, format!("`[{subject}]` states no date to compare with"))
            .at(place);
    };
    if let Some((day, name)) = known.newest.as_ref().filter(|(day, _)| *day > date) {
        return Judgement::gap(subject).with("since", format!("{name} of {day}")).at(place);
    }
    if known.undated > 0 {
        let because = format!("{} vulnerabilities and decisions have no date", known.undated);
        return Judgement::incomplete(subject, because).at(place);
    }
    Judgement::pass(subject).at(place).resting_on(subject)
}
