//! One `[[rule]]`.

use vigil_finding::{Finding, Severity};

use super::fields::Fields;
use crate::message::Template;
use crate::rule::{Predicate, QualitySystem, Rule, Severities, Source};
use crate::words::Word;

const KEYS: &[&str] = &[
    "id",
    "title",
    "source",
    "quality_system",
    "force",
    "verified",
    "applies_when",
    "check",
    "evidence",
    "element",
    "estar_item",
    "statute_clause",
    "justification_accepted",
    "not_applicable_allowed",
    "severity",
    "predicate",
    "args",
    "params",
    "message",
    "help",
    "looks_at",
    "ask",
    "good_answer",
    "why",
    "supersedes",
    "retired",
];

impl Word for Severity {
    const ALL: &'static [Self] = &[Self::Note, Self::Warning, Self::Error];
    fn word(self) -> &'static str {
        Severity::word(self)
    }
}

/// The rule, unless something it cannot do without is missing.
pub(super) fn rule(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<Rule> {
    it.only(faults, KEYS);
    // Everything is read before anything is given up, so that all faults of the record are told.
    let (id, title, element) = (it.need(faults, "id"), it.need(faults, "title"), it.need(faults, "element"));
    let (source, force) = (source(it, faults), it.word(faults, "force"));
    let (severity, predicate) = (severity(it, faults), predicate(it, faults));
    let (message, looks_at) = (it.need(faults, "message"), it.need(faults, "looks_at"));
    let (ask, good_answer, why) =
        (it.need(faults, "ask"), it.need(faults, "good_answer"), it.need(faults, "why"));
    let applies_when = it.need_words(faults, "applies_when");
    let check = it.need_words(faults, "check");
    let quality_system = quality_system(it, faults);
    let (severity, basis) = severity?;
    Some(Rule {
        id,
        title,
        source: source?,
        quality_system,
        force: force?,
        verified: it.flag(faults, "verified", true),
        applies_when,
        check,
        evidence: it.texts(faults, "evidence"),
        element,
        estar_item: it.text(faults, "estar_item"),
        statute_clause: it.text(faults, "statute_clause"),
        justification_accepted: it.flag(faults, "justification_accepted", false),
        not_applicable_allowed: it.flag(faults, "not_applicable_allowed", false),
        severity,
        basis,
        predicate: predicate?,
        args: it.map(faults, "args"),
        params: it.texts(faults, "params"),
        message: Template::new(message),
        help: it.texts(faults, "help").into_iter().map(Template::new).collect(),
        looks_at,
        ask,
        good_answer,
        why,
        supersedes: it.texts(faults, "supersedes"),
        retired: it.text(faults, "retired"),
        place: it.place(),
    })
}

fn source(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<Source> {
    let source = it.need_table(faults, "source")?;
    source.only(faults, &["doc", "issued", "section"]);
    let (doc, section) = (source.need(faults, "doc"), source.need(faults, "section"));
    // The short name is the document's and is filled in when all files are read.
    Some(Source { doc, section, issued: source.need_day(faults, "issued")?, short: String::new() })
}

fn quality_system(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<QualitySystem> {
    let table = it.table(faults, "quality_system")?;
    table.only(faults, &["cites", "as_of"]);
    Some(QualitySystem { cites: table.need(faults, "cites"), as_of: table.need_day(faults, "as_of")? })
}

fn severity(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<(Severities, String)> {
    let table = it.need_table(faults, "severity")?;
    table.only(faults, &["draft", "review", "submission", "basis"]);
    let (draft, review) = (table.word(faults, "draft"), table.word(faults, "review"));
    let (submission, basis) = (table.word(faults, "submission"), table.need(faults, "basis"));
    Some((Severities { draft: draft?, review: review?, submission: submission? }, basis))
}

fn predicate(it: &Fields<'_>, faults: &mut Vec<Finding>) -> Option<Predicate> {
    let text = it.need(faults, "predicate");
    let predicate = Predicate::parse(&text);
    if predicate.is_none() && !text.is_empty() {
        faults.push(it.malformed("predicate", &text, "name of the form \"group::name\""));
    }
    predicate
}
