//! What each risk, harm and control states.

use vigil_case::{Need, RiskRow};
use vigil_model::kinds::{Control, Harm, Risk, Transfer};
use vigil_model::{Record, derive};
use vigil_threat::Threat;

use crate::groups::links::{
    applies, backticked, in_a_risk, lacking, not_known, or_either, or_nothing, or_unknown, said_to_apply,
    threat_place,
};
use crate::judgement::Judgement;
use crate::scope::Scope;

const NO_RISK: &str = "no `[risk]` is stated";

/// Each control says which risks it brings, or that it brings none.
pub(super) fn control_side_effects(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |it: &Control| {
        let subject = it.id().as_str();
        let judgement = match &it.new_risks {
            Some(_) => Judgement::pass(subject).resting_on(it.subject()),
            None => Judgement::gap(subject),
        };
        judgement.at(scope.place(it.meta.key("new-risks")))
    };
    or_unknown(scope.case.model.controls.values().map(judge).collect(), "no `[control]` is stated")
}

/// The plan says how security risk enters the safety file, and each harm that can hurt has its place there.
pub(super) fn safety_transfer(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let plan = model.risk_plan.as_ref();
    let place = plan.map_or_else(Scope::top, |it| scope.place(it.key("safety-interface")));
    let silent = plan
        .is_none_or(|it| it.safety_interface.is_none())
        .then_some("the plan does not say how security risk enters the safety file");
    let mut judgements = vec![lacking("risk-plan", silent, place)];
    let hurts = |it: &&Harm| derive::severity_rank(model, &it.severity.value) != Some(0);
    judgements.extend(model.harms.values().filter(hurts).map(|harm| {
        let lacks = format!("harm `{}` names no place in the safety file", harm.id());
        let lacks = harm.safety_ref.is_none().then_some(lacks.as_str());
        lacking(harm.subject(), lacks, scope.place(harm.meta.key("safety_ref")))
    }));
    judgements.extend(super::exported::compared(scope));
    judgements
}

/// Each risk is scored before and after, and what its cell asks for is there.
pub(super) fn scored_twice(scope: &Scope<'_>) -> Vec<Judgement> {
    or_unknown(scope.case.model.risks.values().flat_map(|risk| scores(scope, risk)).collect(), NO_RISK)
}

fn scores(scope: &Scope<'_>, risk: &Risk) -> Vec<Judgement> {
    let Some(row) = scope.case.risks.get(risk.id()) else { return Vec::new() };
    let mut lacks = Vec::new();
    if row.cell_before.is_none() || row.cell_after.is_none() {
        lacks.push(("harm", unscored(scope, row)));
    }
    if risk.after.is_none() && !risk.controls.is_empty() {
        lacks.push(("after", "states no level after its controls (`after`)".to_owned()));
    }
    lacks.extend(unexplained(risk, row).map(|text| ("because", text)));
    if scope.case.model.accept.is_none() {
        lacks.push(("harm", "meets no acceptance criterion: `[accept]` is not stated".to_owned()));
    }
    if let Some(cell) = row.cell_unsaid().filter(|_| scope.case.model.accept.is_some()) {
        lacks
            .push(("harm", format!("ends in cell `{cell}`, and `[accept]` does not say what that asks for")));
    }
    lacks.extend(unmet(row));
    let subject = risk.id().as_str();
    if lacks.is_empty() {
        return vec![Judgement::pass(subject).at(scope.place(risk.meta.span)).resting_on(risk.subject())];
    }
    let gap = |(key, text): (&str, String)| lacking(subject, Some(&text), scope.place(risk.meta.key(key)));
    lacks.into_iter().map(gap).collect()
}

/// Why no cell could be computed.
fn unscored(scope: &Scope<'_>, row: &RiskRow) -> String {
    let model = &scope.case.model;
    let cause = if model.scale.is_none() {
        "`[scale]` is not stated"
    } else if model.matrix.is_none() {
        "`[matrix]` is not stated"
    } else if row.severity.is_none() {
        "its harm gives no severity"
    } else {
        "its levels are not in `[scale]` and `[matrix]`"
    };
    format!("cannot be scored: {cause}")
}

fn unexplained(risk: &Risk, row: &RiskRow) -> Option<String> {
    let explained = risk.because.is_some() || risk.after.as_ref().is_some_and(|it| it.because.is_some());
    let (before, after) = (row.before.as_ref()?, row.after.as_ref()?);
    (before != after && !explained)
        .then(|| format!("goes from `{before}` to `{after}` without a reason (`because`)"))
}

fn unmet(row: &RiskRow) -> impl Iterator<Item = (&'static str, String)> {
    let cell = row.cell_after.as_deref().unwrap_or("unknown");
    row.unmet().map(move |it| {
        let remark = if it.remark.is_empty() { String::new() } else { format!(" ({})", it.remark) };
        match &it.need {
            Need::Never => ("after", format!("ends in cell `{cell}`, which cannot be accepted")),
            need => ("because", format!("ends in cell `{cell}`, which asks for {}{remark}", need.word())),
        }
    })
}

/// Threats that apply are in a risk, and risks come from threats or findings.
pub(super) fn threats_and_risks_agree(scope: &Scope<'_>) -> Vec<Judgement> {
    let threats = scope.case.threats.all.values().filter(|it| applies(scope.case, it));
    let mut judgements: Vec<Judgement> = threats.map(|it| threat_in_risk(scope, it)).collect();
    judgements.extend(scope.case.model.risks.values().map(|risk| risk_from_threat(scope, risk)));
    judgements.extend(not_known(scope.case));
    let is_stated = !scope.case.threats.all.is_empty();
    or_either(judgements, is_stated, "neither threats nor risks are stated", "no threat applies")
}

fn threat_in_risk(scope: &Scope<'_>, threat: &Threat) -> Judgement {
    // A threat that a control answers is closed by it, unless a person said that it applies all the same.
    let answered = threat.outcome == vigil_threat::Outcome::Credited && !said_to_apply(scope.case, threat);
    let judgement = if answered || in_a_risk(scope.case, threat) {
        Judgement::pass(threat.subject())
    } else {
        Judgement::gap(threat.subject()).with("side", "threat model")
    };
    let risks = scope.case.trace.chains.get(&threat.id).into_iter().flat_map(|it| &it.risks);
    let evidence = risks.map(|it| format!("risk.{it}"));
    evidence.fold(judgement.at(threat_place(scope, threat)), Judgement::resting_on)
}

fn risk_from_threat(scope: &Scope<'_>, risk: &Risk) -> Judgement {
    let known = risk.threats.iter().any(|it| scope.case.threats.all.contains_key(&it.text));
    let judgement = if known || !risk.from.is_empty() {
        Judgement::pass(risk.subject())
    } else {
        Judgement::gap(risk.subject()).with("side", "risk assessment")
    };
    judgement.at(scope.place(risk.meta.key("threats")))
}

/// A risk that is handed on says everything that its receiver needs.
pub(super) fn transfer_complete(scope: &Scope<'_>) -> Vec<Judgement> {
    let handed_on = |risk: &Risk| {
        let missing = not_told(risk.transfer.as_ref()?);
        let subject = risk.id().as_str();
        let judgement = if missing.is_empty() {
            Judgement::pass(subject).resting_on(risk.subject())
        } else {
            Judgement::gap(subject).with("missing", backticked(missing))
        };
        Some(judgement.at(scope.place(risk.meta.key("transfer"))))
    };
    or_nothing(scope.case.model.risks.values().filter_map(handed_on).collect(), "no risk is handed on")
}

fn not_told(transfer: &Transfer) -> Vec<&'static str> {
    let facts = [
        ("told", !transfer.told.is_empty()),
        ("can-act", transfer.can_act.is_some()),
        ("supply-chain", transfer.supply_chain.is_some()),
        ("at-end-of-support", transfer.at_end_of_support.is_some()),
    ];
    facts.into_iter().filter(|(_, stated)| !stated).map(|(key, _)| key).collect()
}

/// A risk that starts below the worst exploitability says why.
pub(super) fn worst_case(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let highest = model.scale.as_ref().and_then(|it| it.exploitability.last());
    let judge = |risk: &Risk| {
        let subject = risk.id().as_str();
        let place = scope.place(risk.meta.key("before"));
        let Some(before) = &risk.before else { return Judgement::pass(subject).at(place) };
        let row = scope.case.risks.get(risk.id());
        let Some(level) = row.and_then(|it| it.before.as_ref()) else {
            return Judgement::incomplete(subject, "its level before controls is not known").at(place);
        };
        if highest.is_none() {
            return Judgement::incomplete(subject, "`[scale]` names no exploitability to compare with")
                .at(place);
        }
        if highest == Some(level) || before.because.is_some() {
            return Judgement::pass(subject).at(place).resting_on(risk.subject());
        }
        Judgement::gap(subject).with("level", level.as_str()).at(place)
    };
    or_unknown(model.risks.values().map(judge).collect(), NO_RISK)
}
