//! Reads pack files. A misspelt attribute, word or placeholder is an error when the pack loads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use vigil_base::nearest::nearest;
use vigil_base::{Digest, Place, canonical};
use vigil_finding::{Finding, Severity};
use vigil_model::kinds::{FactName, Family, Phase, Property, Stride, TestKind};

use super::{CATALOGUES, MAX_RULES, MAX_TEXT, Pack, Rule, SubjectKind};
use crate::condition::{self, Condition};
use crate::text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pack: Option<Head>,
    #[serde(default)]
    rule: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    version: u32,
    title: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    title: Spanned<String>,
    subject: Spanned<String>,
    #[serde(default)]
    when: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    asks: Spanned<String>,
    #[serde(default)]
    facts: Vec<Spanned<String>>,
    stride: Vec<Spanned<String>>,
    phase: Spanned<String>,
    family: Spanned<String>,
    question: Spanned<String>,
    story: Spanned<String>,
    clinical: Spanned<String>,
    test: Vec<Spanned<String>>,
    #[serde(default)]
    refs: BTreeMap<Spanned<String>, Vec<toml::Value>>,
    #[serde(default)]
    without: BTreeMap<Spanned<String>, String>,
    false_positive: Spanned<String>,
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn say(&mut self, message: String, near: Option<&str>, span: Range<usize>) {
        let mut finding = Finding::new("threat.bad-pack", Severity::Error, message, self.file)
            .at(Place::of_span(self.file, self.text, &span));
        if let Some(near) = near {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        self.findings.push(finding);
    }

    fn word<T>(
        &mut self,
        raw: &Spanned<String>,
        what: &str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let read = parse(raw.get_ref());
        if read.is_none() {
            let near = nearest(raw.get_ref(), words.iter().copied());
            self.say(format!("`{}` is not {what}", raw.get_ref()), near, raw.span());
        }
        read
    }
}

pub(super) fn pack(files: &[(String, String)]) -> Result<Pack, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut head = None;
    let mut rules = BTreeMap::new();
    for (file, text) in files {
        let mut reader = Reader { file, text, findings: Vec::new() };
        match toml::from_str::<File>(text) {
            Ok(read) => {
                head = read.pack.or(head);
                for raw in &read.rule {
                    take(&mut reader, raw, &mut rules);
                }
            }
            Err(error) => reader.say(error.message().to_owned(), None, error.span().unwrap_or(0..0)),
        }
        findings.append(&mut reader.findings);
    }
    let Some(head) = head else {
        findings.push(Finding::new(
            "threat.bad-pack",
            Severity::Error,
            "no file of the pack has a `[pack]` with name, version and title",
            "pack",
        ));
        return Err(findings);
    };
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(Pack { name: head.name, version: head.version, title: head.title, digest: digest(files), rules })
}

/// The digest does not depend on the order in which the files were listed, nor on their line ends.
fn digest(files: &[(String, String)]) -> Digest {
    let mut parts: Vec<String> = files
        .iter()
        .map(|(path, text)| {
            format!("{} {}\n", path.rsplit('/').next().unwrap_or(path), Digest::of_text(text.as_bytes()))
        })
        .collect();
    parts.sort();
    Digest::of_bytes(parts.concat().as_bytes())
}

fn take(reader: &mut Reader<'_>, raw: &Spanned<RawRule>, rules: &mut BTreeMap<String, Rule>) {
    let span = raw.span();
    let raw = raw.get_ref();
    if rules.contains_key(raw.id.get_ref()) {
        reader.say(format!("rule `{}` is stated twice", raw.id.get_ref()), None, raw.id.span());
        return;
    }
    if rules.len() >= MAX_RULES {
        reader.say(format!("the pack has more than {MAX_RULES} rules"), None, raw.id.span());
        return;
    }
    if let Some(rule) = rule(reader, raw, span) {
        rules.insert(rule.id.clone(), rule);
    }
}

fn rule(reader: &mut Reader<'_>, raw: &RawRule, span: Range<usize>) -> Option<Rule> {
    named(reader, &raw.id);
    let kinds: Vec<&str> = SubjectKind::ALL.iter().map(|it| it.word()).collect();
    let subject = reader.word(&raw.subject, "a subject", &kinds, SubjectKind::parse);
    let properties: Vec<&str> = Property::ALL.iter().map(|it| it.word()).collect();
    let asks = reader.word(&raw.asks, "a property", &properties, Property::parse);
    let known: Vec<&str> = FactName::ALL.iter().map(|it| it.word()).collect();
    let facts =
        raw.facts.iter().filter_map(|it| reader.word(it, "a fact", &known, FactName::parse)).collect();
    let phases: Vec<&str> = Phase::ALL.iter().map(|it| it.word()).collect();
    let phase = reader.word(&raw.phase, "a life-cycle phase", &phases, Phase::parse);
    let families: Vec<&str> = Family::ALL.iter().map(|it| it.word()).collect();
    let family = reader.word(&raw.family, "a control family", &families, Family::parse);
    let stride: Vec<Stride> = raw
        .stride
        .iter()
        .filter_map(|it| reader.word(it, "a STRIDE letter", &["S", "T", "R", "I", "D", "E"], Stride::parse))
        .collect();
    let tests: Vec<&str> = TestKind::ALL.iter().map(|it| it.word()).collect();
    for test in &raw.test {
        reader.word(test, "a kind of test", &tests, TestKind::parse);
    }
    for text in [&raw.title, &raw.story, &raw.clinical, &raw.question, &raw.false_positive] {
        if text.get_ref().trim().is_empty() || text.get_ref().len() > MAX_TEXT {
            reader.say(format!("this text is empty or longer than {MAX_TEXT} bytes"), None, text.span());
        }
        for name in text::placeholders(text.get_ref()) {
            if !text::NAMES.contains(&name.as_str()) {
                let near = nearest(&name, text::NAMES.iter().copied());
                reader.say(format!("`{{{name}}}` is not a name that can be filled in"), near, text.span());
            }
        }
    }
    let subject = subject?;
    let when = conditions(reader, subject, &raw.when);
    for key in raw.refs.keys().chain(raw.without.keys()) {
        let known = |word: &str| CATALOGUES.contains(&word).then_some(());
        reader.word(key, "a catalogue that is known here", CATALOGUES, known);
    }
    let plain_key = |key: &Spanned<String>| key.get_ref().clone();
    let refs =
        raw.refs.iter().map(|(key, values)| (plain_key(key), values.iter().map(plain).collect())).collect();
    let without = raw.without.iter().map(|(key, why)| (plain_key(key), why.clone())).collect();
    Some(Rule {
        place: Place::of_span(reader.file, reader.text, &span),
        digest: said(reader, raw)?,
        id: raw.id.get_ref().clone(),
        title: raw.title.get_ref().clone(),
        subject,
        when,
        asks: asks?,
        facts,
        stride,
        phase: phase?,
        family: family?,
        question: raw.question.get_ref().clone(),
        story: raw.story.get_ref().clone(),
        clinical: raw.clinical.get_ref().clone(),
        test: raw.test.iter().map(|it| it.get_ref().clone()).collect(),
        refs: Arc::new(refs),
        without,
        false_positive: raw.false_positive.get_ref().as_str().into(),
    })
}

/// Threats are named `rule@kind.subject`, and `*` stands for any rule.
fn named(reader: &mut Reader<'_>, id: &Spanned<String>) {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if id.get_ref().is_empty() || id.get_ref().len() > 80 || !id.get_ref().chars().all(plain) {
        let message = "the id of a rule is made of small letters, digits and `-`, 80 at most".to_owned();
        reader.say(message, None, id.span());
    }
}

/// The digest of a rule as it was written. No two rules of different meaning have the same.
fn said(reader: &mut Reader<'_>, raw: &RawRule) -> Option<Digest> {
    let digest = canonical::digest(raw);
    if let Err(cause) = &digest {
        reader.say(format!("the rule cannot be written down: {cause}"), None, raw.id.span());
    }
    digest.ok()
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn conditions(
    reader: &mut Reader<'_>,
    subject: SubjectKind,
    when: &BTreeMap<Spanned<String>, Spanned<toml::Value>>,
) -> Vec<Condition> {
    let mut read = Vec::new();
    for (name, value) in when {
        match condition::read(subject, name.get_ref(), value.get_ref()) {
            Ok(condition) => read.push(condition),
            Err(condition::Fault { message, near, at_value }) => {
                let span = if at_value { value.span() } else { name.span() };
                reader.say(message, near.as_deref(), span);
            }
        }
    }
    read
}
