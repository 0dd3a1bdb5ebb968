//! Scores that the maker gives in decisions: the CVSS vector as written, and what the answers to the medical rubric come to.

use std::collections::BTreeMap;

use vigil_base::Id;
use vigil_finding::Finding;
use vigil_model::kinds::Decision;
use vigil_model::{Model, Record as _};
use vigil_score::rubric::{Assessment, Rubric};
use vigil_score::{CvssVector, CvssVersion};

use crate::findings;

/// The score of one decision.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenScore {
    /// The vector as the maker wrote it, when it can be read.
    pub vector: Option<CvssVector>,
    /// What the answers to the medical rubric come to, when there are any and all can be read.
    pub rubric: Option<Assessment>,
}

/// Reads the scores of all decisions; what cannot be read, and a vector that its own answers contradict, is a finding.
pub(crate) fn read(model: &Model, findings: &mut Vec<Finding>) -> BTreeMap<Id, GivenScore> {
    let scored = model.decisions.values().filter(|it| it.score.is_some());
    scored.map(|it| (it.id().clone(), of(model, it, findings))).collect()
}

fn of(model: &Model, decision: &Decision, findings: &mut Vec<Finding>) -> GivenScore {
    let id = decision.id().as_str();
    let mut say = |finding: Finding| findings.push(finding.at(model.place(decision.meta.key("score"))));
    let Some(score) = &decision.score else { return GivenScore { vector: None, rubric: None } };
    let vector = score.cvss.as_deref().and_then(|text| match CvssVector::parse(text) {
        Ok(vector) => Some(vector),
        Err(error) => {
            say(findings::score_unreadable(id, &error.to_string()));
            None
        }
    });
    let rubric =
        match Rubric::read(score.rubric.iter().map(|(code, answer)| (code.as_str(), answer.as_str()))) {
            Ok(rubric) => (!score.rubric.is_empty()).then(|| rubric.assess()),
            Err(errors) => {
                errors.iter().for_each(|error| say(findings::rubric_answer(id, &error.to_string())));
                None
            }
        };
    if let (Some(vector), Some(rubric)) = (&vector, &rubric)
        && let Some(metrics) = contradiction(vector, rubric)
    {
        say(findings::score_contradicts_rubric(id, &metrics, &rubric.vector.to_string()));
    }
    GivenScore { vector, rubric }
}

/// The metrics in which the vector differs from answers that are known. A question nobody answered contradicts nothing: it
/// is open, and the rubric's vector shows the worst case.
fn contradiction(vector: &CvssVector, rubric: &Assessment) -> Option<String> {
    if !matches!(vector.version(), CvssVersion::V30 | CvssVersion::V31) {
        return None; // the rubric speaks of the metrics of CVSS 3
    }
    let open = |code: &str| rubric.open.iter().any(|it| it.code == code);
    let steps = rubric.steps.iter().filter(|step| !step.from.iter().any(|(code, _)| open(code)));
    let differ: Vec<&str> = steps
        .filter(|step| vector.value(step.metric).is_some_and(|value| value != step.value))
        .map(|step| step.metric)
        .collect();
    (!differ.is_empty()).then(|| differ.join(", "))
}
