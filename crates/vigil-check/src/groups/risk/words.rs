//! Words of probability where exploitability is meant.

use vigil_base::Place;
use vigil_model::Single;
use vigil_model::kinds::{RiskPlan, Scale};

use crate::judgement::Judgement;
use crate::scope::Scope;

/// Stems that give probability away, with the word that the message prints.
const STEMS: &[(&str, &str)] =
    &[("probab", "probability"), ("likel", "likelihood"), ("frequen", "frequency")];

/// Files whose prose is about security risk.
const TEXTS: &[&str] = &["risk-management-plan", "risk-management-report", "risk-assessment"];

/// Words that say that probability is not used, or that the sentence is about the safety process.
const EXCUSES: &[&str] =
    &["not ", "no ", "instead", "rather than", "without", "never", "neither", "nor ", "safety", "14971"];

/// Scale, matrix, plan and prose speak of exploitability.
pub(super) fn no_probability(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let mut judgements = vec![plan(scope, model.risk_plan.as_ref())];
    judgements.push(match &model.scale {
        Some(scale) => judged("scale", scale_word(scale), scope.place(scale.key("exploitability"))),
        None => Judgement::incomplete("scale", "`[scale]` is not stated").at(Scope::top()),
    });
    if let Some(matrix) = &model.matrix {
        judgements.extend(
            matrix.keys().map(|row| {
                judged(&format!("matrix row `{row}`"), found_in(row), scope.place(matrix.key(row)))
            }),
        );
    }
    judgements.extend(TEXTS.iter().flat_map(|name| prose(scope, name)));
    judgements
}

fn judged(subject: &str, word: Option<&str>, place: Place) -> Judgement {
    match word {
        Some(word) => Judgement::gap(subject).with("word", word),
        None => Judgement::pass(subject),
    }
    .at(place)
}

fn plan(scope: &Scope<'_>, plan: Option<&Single<RiskPlan>>) -> Judgement {
    let subject = "risk-plan";
    let place = plan.map_or_else(Scope::top, |it| scope.place(it.key("uses-probability")));
    match plan.and_then(|it| it.uses_probability) {
        None => Judgement::incomplete(subject, "`[risk-plan]` does not state `uses-probability`").at(place),
        Some(true) => judged(subject, Some("probability"), place),
        Some(false) => {
            let scoring = plan.and_then(|it| it.scoring.as_ref());
            let texts = scoring.into_iter().flat_map(|it| [&it.before, &it.after, &it.scale]).flatten();
            let word = texts.flat_map(|it| it.lines()).find_map(spoken_of);
            let place = plan.map_or(place, |it| scope.place(it.key("scoring")));
            judged(subject, word, place)
        }
    }
}

fn scale_word(scale: &Scale) -> Option<&'static str> {
    let words = scale.exploitability.iter().chain(&scale.severity);
    let meanings = scale.meaning.values().find_map(|it| spoken_of(it));
    words.map(String::as_str).find_map(found_in).or(meanings)
}

fn prose(scope: &Scope<'_>, name: &str) -> Vec<Judgement> {
    let Some(text) = scope.case.model.texts.get(name) else { return Vec::new() };
    let file = format!("text/{name}.md");
    let mut judgements = Vec::new();
    for (number, line) in text.lines().enumerate() {
        // Prose may speak of how often something is done.
        let Some(word) = spoken_of(line).filter(|it| *it != "frequency") else { continue };
        let mut place = Place::start_of(file.clone());
        place.line = u32::try_from(number + 1).unwrap_or(u32::MAX);
        judgements.push(judged(&format!("{file}:{}", place.line), Some(word), place));
    }
    if judgements.is_empty() {
        judgements.push(judged(&file, None, Place::start_of(file.clone())));
    }
    judgements
}

/// The word of probability in a sentence that uses it and does not turn it down.
fn spoken_of(line: &str) -> Option<&'static str> {
    let lower = line.to_lowercase();
    found_in(&lower).filter(|_| !EXCUSES.iter().any(|it| lower.contains(it)))
}

fn found_in(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    STEMS.iter().find(|(stem, _)| lower.contains(stem)).map(|(_, word)| *word)
}
