//! Phrases and shapes of judgements that many predicates share.

use vigil_base::Place;

use crate::judgement::{Judgement, Outcome};

/// `` `a`, `b` ``: names as they are written in a record.
pub(crate) fn keys(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `a, b and c`: phrases in one sentence.
pub(crate) fn all_of(phrases: &[String]) -> String {
    match phrases {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A pass where no key is missing, else a gap that lists them.
pub(crate) fn missing(subject: impl Into<String>, place: Place, names: &[&str]) -> Judgement {
    if names.is_empty() {
        return Judgement::pass(subject).at(place);
    }
    Judgement::gap(subject).at(place).with("missing", keys(names)).with("n", names.len().to_string())
}

/// A pass where nothing is lacking, else a gap that says what is.
pub(crate) fn lacking(subject: impl Into<String>, place: Place, phrases: &[String]) -> Judgement {
    if phrases.is_empty() {
        return Judgement::pass(subject).at(place);
    }
    Judgement::gap(subject).at(place).with("lacks", all_of(phrases))
}

/// The rule has nothing to look at, and that is known.
pub(crate) fn nothing_to_judge(because: impl Into<String>) -> Judgement {
    let mut judgement = Judgement::new(Outcome::NotApplicable, "device");
    judgement.because = Some(because.into());
    judgement
}

/// The rule could not be looked at for the whole device.
pub(crate) fn could_not_look(because: impl Into<String>) -> Judgement {
    Judgement::incomplete("device", because)
}

/// A stated text that says something.
pub(crate) fn is_text(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// The names whose condition does not hold.
pub(crate) fn absent<'n>(wanted: &[(&'n str, bool)]) -> Vec<&'n str> {
    wanted.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect()
}
