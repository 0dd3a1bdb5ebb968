//! A threat: how it happens here, what answers it, what is open.

use vigil_case::{Case, Gap};
use vigil_threat::{Origin, Threat};

use super::Explained;

pub(super) fn of(case: &Case, id: &str) -> Option<Explained> {
    let threat = case.threats.all.values().find(|threat| threat.id == id || threat.subject() == id)?;
    let mut said = Explained::new("threat", id, format!("{}: {}", threat.id, threat.title));
    said.add("Outcome", threat.outcome.word());
    said.add("Origin", origin(threat));
    said.add("At", threat.on.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    said.add("Story", threat.story.as_str());
    said.add("For patients", threat.clinical.as_str());
    said.add("Harm", harm(case, threat));
    said.add("Asks for", threat.asks.map(|it| it.word().to_owned()).unwrap_or_default());
    said.add_all(
        "Credited by",
        threat.credits.iter().map(|credit| match &credit.fact {
            Some(fact) => format!("{} gives {}: fact `{fact}`", credit.by, credit.gives.word()),
            None => format!("{} gives {}", credit.by, credit.gives.word()),
        }),
    );
    said.add_all("Not stated", threat.unknown.iter().map(|it| format!("{} of {}", it.key, it.record)));
    said.add("Question", threat.question.as_str());
    if let Some(chain) = case.trace.chains.get(&threat.id) {
        said.add_all(
            "Risk",
            chain.risks.iter().filter_map(|id| {
                Some(format!(
                    "risk.{id}: {}",
                    case.model.risks.get(id)?.title.as_deref().unwrap_or("no title")
                ))
            }),
        );
        said.add_all("Gap", chain.gaps.iter().map(Gap::words));
    }
    if let Some(decision) = threat.decision.as_ref().and_then(|id| case.model.decisions.get(id)) {
        let because = decision.because.clone().unwrap_or_default();
        said.add(
            "Decision",
            format!("decision.{}, {}: {because}", decision.meta.id, decision.verdict.word()),
        );
    }
    said.add("Tests", threat.tests.join(", "));
    said.add_all("Elsewhere", threat.refs.iter().map(|(list, ids)| format!("{list}: {}", ids.join(", "))));
    said.add("Wrong when", &*threat.false_positive);
    Some(said)
}

fn origin(threat: &Threat) -> String {
    match &threat.origin {
        Origin::Rule { pack, rule } => format!("rule `{rule}` of the pack {pack}"),
        Origin::Written => "written by hand".to_owned(),
    }
}

fn harm(case: &Case, threat: &Threat) -> String {
    let Some(harm) = threat.harm.as_ref().and_then(|id| case.model.harms.get(id)) else {
        return String::new();
    };
    let many = if threat.many { ", several patients at once" } else { "" };
    let severity = threat.severity.as_deref().unwrap_or("severity not stated");
    let name = harm.name.as_deref().unwrap_or(harm.meta.id.as_str());
    format!("{name} ({severity}{many})")
}
