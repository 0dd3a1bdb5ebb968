//! One rule of a catalogue: text, source, force and applicability. Its predicate is a name; the code behind it lives elsewhere.

use std::collections::BTreeMap;
use std::fmt;

use vigil_base::{Date, Place};
use vigil_finding::{Finding, Severity};

use crate::message::Template;
use crate::words::{Applies, Check, Force, Profile};

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable id, never reused and never renumbered: `G26.SB.9`.
    pub id: String,
    /// A few words.
    pub title: String,
    /// Where it comes from.
    pub source: Source,
    /// The quality-system clause the source cites, which moves at its own pace.
    pub quality_system: Option<QualitySystem>,
    /// How binding it is.
    pub force: Force,
    /// False when no source confirmed the text: such a rule is never printed as a fact.
    pub verified: bool,
    /// The facts that must all hold for the rule to apply.
    pub applies_when: Vec<Applies>,
    /// The ways it is checked.
    pub check: Vec<Check>,
    /// Keys of the submission files that answer it.
    pub evidence: Vec<String>,
    /// The element it judges: `T1c`.
    pub element: String,
    /// Its place in the submission template: `E6`. See the warning in `catalogue/estar.toml`.
    pub estar_item: Option<String>,
    /// The clause of the statute it serves: `524B(b)(3)`.
    pub statute_clause: Option<String>,
    /// Whether a reasoned alternative closes it.
    pub justification_accepted: bool,
    /// Whether "does not apply", with a reason, closes it.
    pub not_applicable_allowed: bool,
    /// Its weight in each profile.
    pub severity: Severities,
    /// On what the weight rests: no source sets one.
    pub basis: String,
    /// The Rust function that judges it.
    pub predicate: Predicate,
    /// What the predicate is told: one function serves many rules.
    pub args: BTreeMap<String, String>,
    /// The parameters the predicate supplies for message and help.
    pub params: Vec<String>,
    /// The fact, as one sentence with named parameters.
    pub message: Template,
    /// The next steps, with the key to write.
    pub help: Vec<Template>,
    /// Which records it looks at.
    pub looks_at: String,
    /// The question to the maker.
    pub ask: String,
    /// An example of a good answer.
    pub good_answer: String,
    /// Why a reviewer cares.
    pub why: String,
    /// Ids of the rules in older guidance that it replaces.
    pub supersedes: Vec<String>,
    /// `date, reason` when the rule is no longer judged.
    pub retired: Option<String>,
    /// Where the rule stands in the catalogue.
    pub place: Place,
}

/// Document, date and section of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Id of the document in `catalogue/toc.toml`.
    pub doc: String,
    /// The edition's date.
    pub issued: Date,
    /// Section and bullet, never a footnote number.
    pub section: String,
    /// Its name in messages: `FDA 3 Feb 2026`.
    pub short: String,
}

/// A clause of the quality-system regulation, with the day the citation was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualitySystem {
    /// `ISO 13485:2016 7.4`.
    pub cites: String,
    /// The date of the source that cites it.
    pub as_of: Date,
}

/// A rule's weight in each profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Severities {
    /// While the model is being written.
    pub draft: Severity,
    /// Before a review.
    pub review: Severity,
    /// In what would be submitted.
    pub submission: Severity,
}

impl Severities {
    /// The weight in `profile`.
    pub fn at(self, profile: Profile) -> Severity {
        match profile {
            Profile::Draft => self.draft,
            Profile::Review => self.review,
            Profile::Submission => self.submission,
        }
    }
}

/// The name of a predicate: `sbom::support_level`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Predicate {
    /// The group, a file of the judging crate.
    pub group: String,
    /// The function in it.
    pub name: String,
}

impl Predicate {
    /// Reads `group::name`; both are lower-case words joined by `_`.
    pub fn parse(text: &str) -> Option<Self> {
        let (group, name) = text.split_once("::")?;
        let word = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        (word(group) && word(name)).then(|| Self { group: group.to_owned(), name: name.to_owned() })
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.group, self.name)
    }
}

impl Rule {
    /// The message with its parameters filled; one that has no value is shown as `{name}`.
    pub fn message(&self, params: &BTreeMap<&str, String>) -> String {
        self.message.fill(&self.with_args(params))
    }

    /// The next steps with their parameters filled.
    pub fn help(&self, params: &BTreeMap<&str, String>) -> Vec<String> {
        let params = self.with_args(params);
        self.help.iter().map(|step| step.fill(&params)).collect()
    }

    /// The parameters that message and help name and `params` does not give.
    pub fn missing(&self, params: &BTreeMap<&str, String>) -> Vec<&str> {
        let given = self.with_args(params);
        let named = std::iter::once(&self.message).chain(&self.help).flat_map(Template::params);
        let mut missing: Vec<_> = named.filter(|name| !given.contains_key(name)).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// The line that says where the rule comes from and how binding it is.
    pub fn see(&self) -> String {
        let Self { source, force, id, .. } = self;
        format!("{}, {} ({}); `vigil explain {id}`", source.short, source.section, force.in_words())
    }

    /// What the rule has to say about `subject`.
    pub fn finding(&self, profile: Profile, subject: &str, params: &BTreeMap<&str, String>) -> Finding {
        let mut params = params.clone();
        params.entry("subject").or_insert_with(|| subject.to_owned());
        let finding = Finding::new(&self.id, self.severity.at(profile), self.message(&params), subject);
        self.help(&params).into_iter().fold(finding.see(self.see()), Finding::help)
    }

    /// Whether a person has to judge it.
    pub fn needs_a_person(&self) -> bool {
        self.check.contains(&Check::Judgement)
    }

    /// The fixed arguments and the title can be named in a sentence too.
    fn with_args<'a>(&'a self, params: &BTreeMap<&'a str, String>) -> BTreeMap<&'a str, String> {
        let own = self.args.iter().map(|(name, value)| (name.as_str(), value.clone()));
        let title = std::iter::once(("title", self.title.clone()));
        own.chain(title).chain(params.iter().map(|(name, value)| (*name, value.clone()))).collect()
    }
}
