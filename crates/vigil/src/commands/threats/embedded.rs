//! Components asked by MITRE EMB3D, from the user's own copy of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use vigil_case::Case;
use vigil_case::emb3d::{self, Asked, Concerns};
use vigil_exchange::emb3d::{Catalogue, read};
use vigil_finding::render::neutral;

use crate::context::Context;
use crate::problem::Problem;

/// The JSON form.
#[derive(Serialize)]
pub(super) struct Value {
    properties: usize,
    threats: usize,
    components: Vec<ComponentRow>,
}

#[derive(Serialize)]
struct ComponentRow {
    component: String,
    questions: Vec<Question>,
    answers: BTreeMap<String, AnswerRow>,
    not_in_this_edition: BTreeSet<String>,
    threats: Vec<ThreatRow>,
}

#[derive(Serialize)]
struct Question {
    property: String,
    name: String,
}

#[derive(Serialize)]
struct AnswerRow {
    has: bool,
    because: String,
    against: Option<String>,
}

#[derive(Serialize)]
struct ThreatRow {
    id: String,
    name: String,
    state: &'static str,
    properties: BTreeSet<String>,
    ours: BTreeMap<String, &'static str>,
}

/// Asks by the copy of the catalogue in `file`, without one by that of the device folder.
pub(super) fn ask(case: &Case, file: Option<&Path>, context: &Context) -> Result<Value, Problem> {
    let given = file.map(|file| copy(file, context)).transpose()?;
    let named = || case.emb3d.as_ref().map(|it| &it.catalogue);
    let stated = case.model.threat_model.as_ref().and_then(|it| it.emb3d.as_ref());
    if let (None, None, Some(stated)) = (&given, &case.emb3d, stated) {
        return Err(Problem::new(format!(
            "the copy of EMB3D `{stated}` that `[threat-model]` names cannot be used"
        ))
        .help("`vigil check --only case.emb3d-unreadable` says why"));
    }
    let catalogue = given.as_ref().or_else(named).ok_or_else(|| {
        Problem::new("no usable copy of EMB3D is named")
            .help("write `emb3d = \"emb3d-stix-2.0.1.json\"` under `[threat-model]`, or name the file here: `--emb3d FILE`")
    })?;
    let components = emb3d::ask(case, catalogue);
    Ok(Value {
        properties: catalogue.properties.len(),
        threats: catalogue.threats.len(),
        components: components.iter().map(|it| component(case, catalogue, it)).collect(),
    })
}

fn copy(file: &Path, context: &Context) -> Result<Catalogue, Problem> {
    read(&context.read(file)?).map_err(|cause| {
        Problem::new(format!("`{}` is not EMB3D", file.display()))
            .caused_by(cause)
            .help("it is the STIX bundle `emb3d-stix-*.json` that MITRE publishes")
    })
}

fn component(case: &Case, catalogue: &Catalogue, asked: &Asked) -> ComponentRow {
    let name = |id: &str| catalogue.properties.get(id).map(|it| it.name.clone()).unwrap_or_default();
    let answers = asked.answers.iter().filter_map(|(id, it)| {
        let row = AnswerRow { has: it.has?, because: it.because.clone(), against: it.against.clone() };
        Some((id.clone(), row))
    });
    let threats = asked.threats.iter().filter(|(_, it)| **it != Concerns::No).map(|(id, concerns)| {
        let (Concerns::Yes(properties) | Concerns::Unknown(properties)) = concerns else {
            return threat(case, catalogue, asked, id, concerns, &BTreeSet::new());
        };
        threat(case, catalogue, asked, id, concerns, properties)
    });
    ComponentRow {
        component: asked.component.to_string(),
        questions: asked.open().map(|id| Question { property: id.to_owned(), name: name(id) }).collect(),
        answers: answers.collect(),
        not_in_this_edition: asked.foreign.clone(),
        threats: threats.collect(),
    }
}

fn threat(
    case: &Case,
    catalogue: &Catalogue,
    asked: &Asked,
    id: &str,
    concerns: &Concerns,
    properties: &BTreeSet<String>,
) -> ThreatRow {
    let ours = asked.ours.get(id).into_iter().flatten();
    let outcome = |it: &String| Some((it.clone(), case.threats.all.get(it)?.outcome.word()));
    ThreatRow {
        id: id.to_owned(),
        name: catalogue.threats.get(id).map(|it| it.name.clone()).unwrap_or_default(),
        state: concerns.word(),
        properties: properties.clone(),
        ours: ours.filter_map(outcome).collect(),
    }
}

pub(super) fn text(value: &Value) -> String {
    let mut text = format!(
        "\nEMB3D: {} properties and {} threats in the file; {} components asked\n",
        value.properties,
        value.threats,
        value.components.len()
    );
    for row in &value.components {
        let of = |state: &str| row.threats.iter().filter(|it| it.state == state).count();
        text.push_str(&format!(
            "\ncomponent.{}: {} threats apply, {} depend on open questions, {} do not apply\n",
            neutral(&row.component),
            of("applies"),
            of("unknown"),
            value.threats - row.threats.len()
        ));
        for it in &row.threats {
            let ours: Vec<String> = it.ours.iter().map(|(id, outcome)| format!("{id} ({outcome})")).collect();
            let ours = if ours.is_empty() { "no threat of ours".to_owned() } else { ours.join(", ") };
            let properties: Vec<&str> = it.properties.iter().map(String::as_str).collect();
            text.push_str(&format!(
                "  {} {} ({}): {}\n",
                it.id,
                it.state,
                properties.join(", "),
                neutral(&ours)
            ));
        }
        for question in &row.questions {
            text.push_str(&format!(
                "  question {}: {}\n",
                neutral(&question.property),
                neutral(&question.name)
            ));
        }
        for (id, answer) in row.answers.iter().filter(|(_, it)| it.against.is_some()) {
            let against = answer.against.as_deref().unwrap_or_default();
            text.push_str(&format!("  {id} is stated as {}, against it: {}\n", answer.has, neutral(against)));
        }
        for id in &row.not_in_this_edition {
            text.push_str(&format!("  {} is stated and not in this file\n", neutral(id)));
        }
    }
    text.push_str("\nAnswer in the model: `emb3d = { \"PID-11\" = true }` of the component.\n");
    text
}
