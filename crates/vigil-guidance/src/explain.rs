//! A rule explained: what, why, where from, how to answer.

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::rule::Rule;
use crate::words::{Applies, Profile};

/// Everything a person may want to know about one rule, ready to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The rule's id.
    pub id: String,
    /// What it is about.
    pub what: String,
    /// Why a reviewer cares.
    pub why: String,
    /// Document and section, with the section's subject.
    pub clause: String,
    /// The quality-system clause the source cites.
    pub quality_system: Option<String>,
    /// The clause of the statute it serves.
    pub statute: Option<String>,
    /// How binding it is, in words.
    pub force: String,
    /// When it applies, one sentence a fact.
    pub applies: Vec<String>,
    /// Which records it looks at.
    pub looks_at: String,
    /// The question to the maker.
    pub ask: String,
    /// An example of a good answer.
    pub good_answer: String,
    /// What to do next, with the key to write.
    pub next: Vec<String>,
    /// The element it judges and its title.
    pub element: String,
    /// Names of the files that answer it.
    pub files: Vec<String>,
    /// Its weight in each profile, and on what that rests.
    pub severity: String,
    /// How it can be closed besides by meeting it.
    pub otherwise: Vec<String>,
    /// Reservations: unverified text, retired, replaced rules.
    pub notes: Vec<String>,
}

impl Catalogue {
    /// Explains a rule.
    pub fn explain(&self, rule: &Rule) -> Explanation {
        Explanation {
            id: rule.id.clone(),
            what: rule.title.clone(),
            why: rule.why.clone(),
            clause: self.clause(rule),
            quality_system: rule
                .quality_system
                .as_ref()
                .map(|qs| format!("{} (as cited on {})", qs.cites, qs.as_of)),
            statute: rule.statute_clause.clone(),
            force: rule.force.in_words().to_owned(),
            applies: rule.applies_when.iter().map(|fact| self.meaning(*fact)).collect(),
            looks_at: rule.looks_at.clone(),
            ask: rule.ask.clone(),
            good_answer: rule.good_answer.clone(),
            next: rule.help(&std::collections::BTreeMap::new()),
            element: self.element_line(&rule.element),
            files: self.file_names(&rule.evidence),
            severity: severity_line(rule),
            otherwise: otherwise(rule),
            notes: notes(rule),
        }
    }

    fn clause(&self, rule: &Rule) -> String {
        let source = &rule.source;
        let subject = self
            .document(&source.doc)
            .and_then(|document| document.sections.get(&source.section))
            .map_or_else(String::new, |subject| format!(" ({subject})"));
        format!("{}, {}{subject}", source.short, source.section)
    }

    fn meaning(&self, fact: Applies) -> String {
        let word = fact.word();
        self.applies_meaning(fact).map_or_else(|| word.to_owned(), |meaning| format!("{word}: {meaning}"))
    }

    fn element_line(&self, id: &str) -> String {
        self.element(id).map_or_else(|| id.to_owned(), |element| format!("{id}, {}", element.title))
    }

    fn file_names(&self, keys: &[String]) -> Vec<String> {
        keys.iter().map(|key| self.file(key).map_or_else(|| key.clone(), |file| file.name.clone())).collect()
    }
}

fn severity_line(rule: &Rule) -> String {
    let at = |profile: &Profile| format!("{} in {}", rule.severity.at(*profile).word(), profile.word());
    let weights: Vec<_> = Profile::ALL.iter().map(at).collect();
    format!("{} ({})", weights.join(", "), rule.basis)
}

fn otherwise(rule: &Rule) -> Vec<String> {
    let mut ways = Vec::new();
    if rule.justification_accepted {
        ways.push(format!("another approach with its reason: `[answer.\"{}\"] status = \"alternative\"`, `because = \"...\"`", rule.id));
    }
    if rule.not_applicable_allowed {
        ways.push(format!("not applicable with its reason: `[answer.\"{}\"] status = \"not-applicable\"`, `because = \"...\"`", rule.id));
    }
    ways
}

fn notes(rule: &Rule) -> Vec<String> {
    let mut notes = Vec::new();
    if !rule.verified {
        notes.push("no source confirmed this text; treat it as a hypothesis".to_owned());
    }
    if let Some(retired) = &rule.retired {
        notes.push(format!("retired: {retired}"));
    }
    if !rule.supersedes.is_empty() {
        notes.push(format!("replaces {} of older guidance", rule.supersedes.join(", ")));
    }
    if rule.needs_a_person() {
        notes.push("a person has to judge the content; the tool only shows that it is there".to_owned());
    }
    notes
}
