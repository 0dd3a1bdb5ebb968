//! Categories of risks that somebody identified by hand.

use super::{attributes, id, listed};
use crate::threat_model::{Flow, Mitigation, Threat, ThreatModel, otm};
use crate::tree::{Fault, Node};

/// A category with the risks that somebody identified under it.
pub(super) fn category(name: &str, it: &Node, model: &mut ThreatModel) -> Result<(), Fault> {
    let category = id(it, name)?;
    let mitigation = it.text("mitigation");
    let story =
        [it.text("description"), it.text("impact")].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let risks = it.below("risks_identified");
    if let Some(text) = &mitigation {
        model.mitigations.push(Mitigation {
            id: category.clone(),
            name: it.text("action").unwrap_or_else(|| name.to_owned()),
            text: Some(text.clone()),
            line: it.line,
            ..Mitigation::default()
        });
    }
    for (title, risk) in risks {
        let title = plain(title);
        let relevant =
            ["most_relevant_technical_asset", "most_relevant_data_asset", "most_relevant_trust_boundary"];
        let link = risk.text("most_relevant_communication_link").map(|id| flow_of(&id, model));
        let mut attributes = attributes(it, ON_CATEGORY);
        attributes.extend(super::attributes(risk, ON_RISK));
        listed("data_breach_technical_assets", &risk.texts("data_breach_technical_assets"), &mut attributes);
        model.threats.push(Threat {
            id: format!("{category}: {title}"),
            title,
            text: Some(story.clone()).filter(|it| !it.is_empty()),
            categories: it.text("stride").into_iter().collect(),
            on: relevant.iter().filter_map(|key| risk.text(key)).chain(link).collect(),
            severity: risk.text("severity"),
            mitigation: mitigation.clone(),
            mitigations: mitigation.iter().map(|_| (category.clone(), None)).collect(),
            cwe: it.get("cwe").and_then(|it| it.as_parsed(otm::number)).into_iter().collect(),
            attributes,
            line: risk.line,
            ..Threat::default()
        });
    }
    if risks.is_empty() {
        it.leave(format!("risk category `{name}`"), "no risk is identified under it");
    }
    Ok(())
}

/// What is said of all risks of a category beside its story.
const ON_CATEGORY: &[&str] = &[
    "asvs",
    "cheat_sheet",
    "check",
    "detection_logic",
    "false_positives",
    "function",
    "model_failure_possible_reason",
    "risk_assessment",
];

/// What is said of one risk beside what it acts on.
const ON_RISK: &[&str] = &[
    "exploitation_likelihood",
    "exploitation_impact",
    "data_breach_probability",
    "most_relevant_shared_runtime",
];

/// Titles carry markup of the report.
fn plain(title: &str) -> String {
    title.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
}

/// The flow that a link's id means: Threagile makes it of the asset's id and the link's title in small letters and hyphens.
fn flow_of(id: &str, model: &ThreatModel) -> String {
    let plain = |text: &str| -> String {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    };
    let made = |flow: &&Flow| format!("{}>{}", flow.from, plain(&flow.name)) == id || flow.id == id;
    // One that there is not stays as it is written, and is named as leading nowhere.
    model.flows.iter().find(made).map_or_else(|| id.to_owned(), |it| it.id.clone())
}
