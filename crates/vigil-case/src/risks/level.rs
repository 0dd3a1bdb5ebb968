//! A level of exploitability: stated, or worked out from a CVSS vector by the manufacturer's mapping.

use vigil_finding::Finding;
use vigil_model::kinds::{CvssNumber, FromCvss, Level, Risk};
use vigil_model::{Model, Record};
use vigil_score::CvssVector;
use vigil_score::rubric::Rubric;

use crate::findings;

/// The word with how it came about; without a word it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) word: Option<String>,
    pub(crate) from: Option<String>,
}

/// A stated word counts; without one the vector gives it.
pub(crate) fn of(model: &Model, level: &Level) -> Given {
    let stated = level.exploitability.as_ref().map(|it| it.value.clone());
    let mapped = mapped(model, level).ok().flatten();
    match (stated, mapped) {
        (Some(word), Some((_, from))) => Given { word: Some(word), from: Some(from) },
        (Some(word), None) => Given { word: Some(word), from: None },
        (None, Some((word, from))) => Given { word: Some(word), from: Some(from) },
        (None, None) => Given::default(),
    }
}

/// What vectors and answers cannot be used, and words that their own vector contradicts.
pub(crate) fn report(model: &Model) -> Vec<Finding> {
    model.risks.values().flat_map(|risk| of_risk(model, risk)).collect()
}

fn of_risk(model: &Model, risk: &Risk) -> Vec<Finding> {
    let levels = [("before", &risk.before), ("after", &risk.after)];
    let found = levels.into_iter().filter_map(|(key, level)| {
        let level = level.as_ref()?;
        let finding = match mapped(model, level) {
            Err(cause) => findings::level_unusable(&risk.subject(), key, &cause),
            Ok(Some((word, from))) => {
                let stated = &level.exploitability.as_ref()?.value;
                (*stated != word)
                    .then(|| findings::level_contradicted(&risk.subject(), key, stated, &from))?
            }
            Ok(None) => return None,
        };
        Some(finding.at(model.place(risk.meta.key(key))))
    });
    found.collect()
}

type Mapped = Option<(String, String)>;

fn mapped(model: &Model, level: &Level) -> Result<Mapped, String> {
    let Some((vector, shown)) = vector(level)? else { return Ok(None) };
    let scale = model.scale.as_ref();
    let mapping = scale.and_then(|it| it.from_cvss.as_ref());
    let (Some(scale), Some(mapping)) = (scale, mapping) else {
        // A vector beside a stated word needs no mapping; alone it says nothing without one.
        return if level.exploitability.is_some() {
            Ok(None)
        } else {
            Err("`[scale.from-cvss]` does not say which level it gives".to_owned())
        };
    };
    let (number, name) = number(&vector, mapping)?;
    let limits = scale.exploitability.iter().filter_map(|word| Some((word, mapping.at_most.get(word)?)));
    let hit = limits.into_iter().find(|(_, limit)| number <= limit.0);
    let tenths = vigil_model::quantity::Tenths(number);
    let (word, rule) = match hit {
        Some((word, limit)) => (word.clone(), format!("at most {limit}")),
        None => (scale.exploitability.last().cloned().unwrap_or_default(), "above every limit".to_owned()),
    };
    let from = format!("{shown}: {name} {tenths}, {rule} gives {word}");
    Ok(Some((word, from)))
}

/// The vector as written, or the one that the answers to the rubric come to.
fn vector(level: &Level) -> Result<Option<(CvssVector, String)>, String> {
    let stated = match &level.cvss {
        Some(text) => Some(
            CvssVector::parse(&text.value)
                .map_err(|error| format!("`{}` is no CVSS vector: {error}", text.value))?,
        ),
        None => None,
    };
    if level.rubric.is_empty() {
        return Ok(stated.map(|it| (it.clone(), it.to_string())));
    }
    let answers = level.rubric.iter().map(|(code, answer)| (code.as_str(), answer.as_str()));
    let rubric = Rubric::read(answers)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let derived = rubric.assess().vector;
    match stated {
        Some(stated) if stated != derived => {
            Err(format!("the vector is {stated}, and the answers to the medical rubric come to {derived}"))
        }
        _ => Ok(Some((derived.clone(), format!("{derived} (medical rubric)")))),
    }
}

fn number(vector: &CvssVector, mapping: &FromCvss) -> Result<(u8, &'static str), String> {
    if mapping.uses == CvssNumber::Score {
        return Ok((vector.overall_score().tenths(), "score"));
    }
    vector.exploitability().map(|it| (it, "exploitability")).ok_or_else(|| {
        "CVSS 4.0 has no exploitability subscore: state the level, or give a vector of CVSS 3.1".to_owned()
    })
}
