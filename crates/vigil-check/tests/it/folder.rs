//! Device folders in memory, and the questions that tests ask of what was judged.

use std::path::Path;
use std::sync::OnceLock;

use vigil_base::{Date, Memory};
use vigil_case::{Case, Options};
use vigil_check::{Judged, Judgement, Outcome, judge};
use vigil_guidance::Catalogue;

/// The day that every case of these tests is judged at.
pub(crate) const TODAY: Date = Date::constant(2026, 6, 1);

/// The built-in catalogue, read once.
pub(crate) fn catalogue() -> &'static Catalogue {
    static READ: OnceLock<Catalogue> = OnceLock::new();
    READ.get_or_init(Catalogue::builtin)
}

/// The case of a device folder that consists of these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> Case {
    let world = files.iter().fold(Memory::new(TODAY), |world, (path, text)| {
        world.with(Path::new("device").join(path), text.as_bytes().to_vec())
    });
    vigil_case::build(&world, Path::new("device"), &Options { as_of: TODAY }).expect("the folder can be read")
}

/// What one rule says of a case.
#[derive(Debug)]
pub(crate) struct Said {
    judged: Judged,
    rule: String,
}

/// Judges a case and keeps what `rule` says; every message has all its words.
pub(crate) fn said(case: &Case, rule: &str) -> Said {
    let judged = judge(case, catalogue());
    assert!(catalogue().rule(rule).is_some(), "{rule} is not in the catalogue");
    assert_filled(&judged);
    Said { judged, rule: rule.to_owned() }
}

/// Every gap and everything that needs a person fills its message.
pub(crate) fn assert_filled(judged: &Judged) {
    for judgement in &judged.judgements {
        if !matches!(judgement.outcome, Outcome::Gap | Outcome::NeedsPerson) {
            continue;
        }
        let rule = catalogue().rule(&judgement.rule).expect("judged rules are in the catalogue");
        let mut params: std::collections::BTreeMap<&str, String> =
            judgement.params.iter().map(|(name, value)| (*name, value.clone())).collect();
        params.entry("subject").or_insert_with(|| judgement.subject.clone());
        let missing = rule.missing(&params);
        assert!(missing.is_empty(), "{} on {} lacks {missing:?}", judgement.rule, judgement.subject);
    }
}

impl Said {
    /// The judgements with one outcome.
    pub(crate) fn with(&self, outcome: Outcome) -> Vec<&Judgement> {
        self.judged.of(&self.rule).filter(|it| it.outcome == outcome).collect()
    }

    /// All judgements.
    pub(crate) fn all(&self) -> Vec<&Judgement> {
        self.judged.of(&self.rule).collect()
    }

    /// The only judgement with an outcome.
    pub(crate) fn only(&self, outcome: Outcome) -> &Judgement {
        let found = self.with(outcome);
        assert_eq!(found.len(), 1, "{} judges {:#?}", self.rule, self.all());
        found[0]
    }

    /// The only gap.
    pub(crate) fn gap(&self) -> &Judgement {
        self.only(Outcome::Gap)
    }

    /// The gap on a subject.
    pub(crate) fn gap_on(&self, subject: &str) -> &Judgement {
        let found: Vec<_> = self.with(Outcome::Gap).into_iter().filter(|it| it.subject == subject).collect();
        assert_eq!(found.len(), 1, "{} on {subject} judges {:#?}", self.rule, self.all());
        found[0]
    }

    /// There is at least one pass and nothing else.
    pub(crate) fn passes(&self) {
        let all = self.all();
        let pass = !all.is_empty() && all.iter().all(|it| it.outcome == Outcome::Pass);
        assert!(pass, "{} judges {all:#?}", self.rule);
    }
}

/// `file:line` of a judgement.
pub(crate) fn at(judgement: &Judgement) -> String {
    let place = judgement.place.as_ref().expect("the judgement has a place");
    format!("{}:{}", place.file, place.line)
}
