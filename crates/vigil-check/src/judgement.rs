//! A judgement: rule x subject, with its outcome. Findings, counts and the exit code are derived from judgements.

use std::collections::BTreeMap;

use vigil_base::Place;
use vigil_case::Case;
use vigil_finding::{Finding, Severity};
use vigil_guidance::{Catalogue, Profile};

/// What judging a rule on a subject established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// What the rule asks for is not there.
    Gap,
    /// It could not be looked up: nothing is known, and nothing may be claimed.
    Incomplete,
    /// A person has to look at it and has not said so yet.
    NeedsPerson,
    /// Met in another way, with a rationale of the maker.
    Alternative,
    /// Does not apply, by a fact of the model or by the maker's reasoned answer.
    NotApplicable,
    /// It is there.
    Pass,
}

impl Outcome {
    /// All outcomes in the order they are reported.
    pub const ALL: [Self; 6] =
        [Self::Gap, Self::Incomplete, Self::NeedsPerson, Self::Alternative, Self::NotApplicable, Self::Pass];

    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Incomplete => "incomplete",
            Self::NeedsPerson => "needs a person",
            Self::Alternative => "alternative",
            Self::NotApplicable => "not applicable",
            Self::Pass => "pass",
        }
    }
}

/// One rule judged on one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The rule's id.
    pub rule: String,
    /// The record, package, flaw, file or document that it was judged on, as messages name it.
    pub subject: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Where to look; the place that should hold what is missing.
    pub place: Option<Place>,
    /// Named parameters for the rule's message and help.
    pub params: BTreeMap<&'static str, String>,
    /// What it rests on: ids of the records that answer the rule.
    pub evidence: Vec<String>,
    /// The reason of an alternative, of inapplicability, or why it could not be looked up.
    pub because: Option<String>,
}

impl Judgement {
    /// A judgement without its rule, which [`crate::judge`] fills in.
    pub(crate) fn new(outcome: Outcome, subject: impl Into<String>) -> Self {
        Self {
            rule: String::new(),
            subject: subject.into(),
            outcome,
            place: None,
            params: BTreeMap::new(),
            evidence: Vec::new(),
            because: None,
        }
    }

    pub(crate) fn pass(subject: impl Into<String>) -> Self {
        Self::new(Outcome::Pass, subject)
    }

    pub(crate) fn gap(subject: impl Into<String>) -> Self {
        Self::new(Outcome::Gap, subject)
    }

    pub(crate) fn incomplete(subject: impl Into<String>, because: impl Into<String>) -> Self {
        let mut judgement = Self::new(Outcome::Incomplete, subject);
        judgement.because = Some(because.into());
        judgement
    }

    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a parameter of the rule's message. `subject` is filled in by itself.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    #[must_use]
    pub(crate) fn resting_on(mut self, record: impl Into<String>) -> Self {
        self.evidence.push(record.into());
        self
    }
}

/// How many judgements have each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gaps.
    pub gap: usize,
    /// Could not be looked up.
    pub incomplete: usize,
    /// Need a person.
    pub needs_person: usize,
    /// Alternatives with a rationale.
    pub alternative: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Passed.
    pub pass: usize,
}

impl Counts {
    /// Counts judgements.
    pub fn of<'j>(judgements: impl IntoIterator<Item = &'j Judgement>) -> Self {
        let mut counts = Self::default();
        for judgement in judgements {
            match judgement.outcome {
                Outcome::Gap => counts.gap += 1,
                Outcome::Incomplete => counts.incomplete += 1,
                Outcome::NeedsPerson => counts.needs_person += 1,
                Outcome::Alternative => counts.alternative += 1,
                Outcome::NotApplicable => counts.not_applicable += 1,
                Outcome::Pass => counts.pass += 1,
            }
        }
        counts
    }

    /// The number with one outcome.
    pub fn get(self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::Gap => self.gap,
            Outcome::Incomplete => self.incomplete,
            Outcome::NeedsPerson => self.needs_person,
            Outcome::Alternative => self.alternative,
            Outcome::NotApplicable => self.not_applicable,
            Outcome::Pass => self.pass,
        }
    }

    /// All judgements.
    pub fn total(self) -> usize {
        Outcome::ALL.iter().map(|outcome| self.get(*outcome)).sum()
    }
}

/// Everything that was judged.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Judgements in the order of rules and subjects.
    pub judgements: Vec<Judgement>,
}

impl Judged {
    /// How many have each outcome.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.judgements)
    }

    /// The judgements of one rule.
    pub fn of<'j>(&'j self, rule: &'j str) -> impl Iterator<Item = &'j Judgement> {
        self.judgements.iter().filter(move |judgement| judgement.rule == rule)
    }

    /// Gaps, things that could not be looked up and things that need a person, as findings.
    pub fn findings(&self, catalogue: &Catalogue, profile: Profile) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.judgements.iter().filter_map(|judgement| finding(catalogue, profile, judgement)).collect();
        vigil_finding::finding::sort(&mut findings);
        findings
    }

    /// Whether something that the submission would claim could not be looked up.
    pub fn is_incomplete(&self) -> bool {
        self.judgements.iter().any(|judgement| judgement.outcome == Outcome::Incomplete)
    }

    /// Findings of readers and judgements together, sorted as they are printed.
    pub fn all_findings(&self, case: &Case, catalogue: &Catalogue, profile: Profile) -> Vec<Finding> {
        let mut findings = case.findings.clone();
        findings.extend(self.findings(catalogue, profile));
        vigil_finding::finding::sort(&mut findings);
        findings
    }
}

fn finding(catalogue: &Catalogue, profile: Profile, judgement: &Judgement) -> Option<Finding> {
    let rule = catalogue.rule(&judgement.rule)?;
    let mut params: BTreeMap<&str, String> =
        judgement.params.iter().map(|(name, value)| (*name, value.clone())).collect();
    params.entry("subject").or_insert_with(|| judgement.subject.clone());
    let finding = match judgement.outcome {
        Outcome::Gap => rule.finding(profile, &judgement.subject, &params),
        Outcome::NeedsPerson => {
            let mut finding = rule.finding(profile, &judgement.subject, &params);
            finding.severity = finding.severity.min(Severity::Warning);
            finding.help(format!(
                "when it was looked at, write `[answer.\"{}\"]` with `status`, `because` and `reviewed`",
                rule.id
            ))
        }
        Outcome::Incomplete => {
            let because = judgement.because.as_deref().unwrap_or("it could not be looked up");
            Finding::new(
                rule.id.clone(),
                Severity::Warning,
                format!("not checked: {because}"),
                judgement.subject.clone(),
            )
            .see(rule.see())
        }
        Outcome::Alternative | Outcome::NotApplicable | Outcome::Pass => return None,
    };
    Some(finding.at_opt(judgement.place.clone()))
}
