//! What can only be checked once all records are read: references, renames, zones, scales, variants.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_base::nearest::nearest;
use vigil_finding::Finding;

use crate::derive;
use crate::findings;
use crate::kinds::Level;
use crate::model::{Kind, Model};
use crate::node::Span;
use crate::read::Declared;
use crate::record::{Meta, Record};
use crate::refs::{Target, Use};

/// Says what is wrong, and gives the records that are.
pub(crate) fn check(model: &Model, declared: &Declared, findings: &mut Vec<Finding>) -> BTreeSet<(Kind, Id)> {
    let mut linker = Linker { model, declared, findings };
    let mut doubtful = BTreeSet::new();
    model.each_record(&mut |kind, meta, uses| {
        let subject = format!("{}.{}", kind.word(), meta.id);
        let before = linker.findings.len();
        linker.uses(&uses, &subject);
        if linker.findings.len() > before {
            doubtful.insert((kind, meta.id.clone()));
        }
        linker.names(kind, meta, &subject);
        linker.variants(meta, &subject);
    });
    model.each_single(&mut |word, uses| linker.uses(&uses, word));
    linker.trees();
    linker.review_release();
    linker.zones();
    linker.scales();
    linker.lowered();
    doubtful
}

struct Linker<'a> {
    model: &'a Model,
    declared: &'a Declared,
    findings: &'a mut Vec<Finding>,
}

impl Linker<'_> {
    fn say(&mut self, finding: Finding, span: Span) {
        let place = self.model.place(span);
        let mut finding = finding.at(place.clone());
        if let Some(suggestion) = &mut finding.suggestion {
            suggestion.place = place;
        }
        self.findings.push(finding);
    }

    fn declared(&self, kind: Kind, id: &Id) -> bool {
        self.declared.records.contains_key(&(kind, id.clone()))
    }

    fn uses(&mut self, uses: &[Use], subject: &str) {
        for used in uses {
            match &used.target {
                Target::Record(kind, id) if !self.declared(*kind, id) => {
                    self.dead(*kind, id, used.span, subject);
                }
                Target::Interface(component, name) => self.interface(component, name, used.span, subject),
                _ => {}
            }
        }
    }

    /// References in attack trees, and threats that name one.
    fn trees(&mut self) {
        for tree in self.model.trees.values() {
            for (subject, uses) in tree.uses() {
                self.uses(&uses, &subject);
            }
        }
        let known: Vec<&str> = self.model.trees.keys().map(Id::as_str).collect();
        for threat in self.model.threats.values() {
            let Some(tree) = threat.tree_id() else { continue };
            if !self.model.trees.contains_key(tree) {
                let near = nearest(tree, known.iter().copied());
                let finding = findings::no_such_tree(tree, near, &threat.subject());
                self.say(finding, threat.meta.key("tree"));
            }
        }
    }

    fn dead(&mut self, kind: Kind, id: &Id, span: Span, subject: &str) {
        let ids: Vec<String> = self
            .declared
            .records
            .keys()
            .filter(|(it, _)| *it == kind)
            .map(|(_, id)| id.to_string())
            .collect();
        let near = nearest(id.as_str(), ids.iter().map(String::as_str)).map(str::to_owned);
        let mut finding = findings::dead_reference(kind.word(), id.as_str(), near.as_deref(), subject);
        if let Some(near) = &near
            && let Some(at) = self.declared.records.get(&(kind, Id::new(near.as_str())))
        {
            finding = finding.related(self.model.place(*at), "a similar id is defined here");
        }
        self.say(finding, span);
    }

    fn interface(&mut self, component: &Id, name: &str, span: Span, subject: &str) {
        if !self.declared(Kind::Component, component) {
            self.dead(Kind::Component, component, span, subject);
            return;
        }
        let Some(names) = self.declared.interfaces.get(component) else { return };
        if !names.contains(name) {
            let near = nearest(name, names.iter().map(String::as_str));
            let full = format!("{component}.{name}");
            let near = near.map(|near| format!("{component}.{near}"));
            let finding = findings::dead_reference("interface", &full, near.as_deref(), subject);
            self.say(finding, span);
        }
    }

    /// Renames and retired ids.
    fn names(&mut self, kind: Kind, meta: &Meta, subject: &str) {
        for old in &meta.was {
            if self.declared(kind, old) {
                let finding = findings::was_still_there(kind.word(), old.as_str(), subject);
                self.say(finding, meta.key("was"));
            }
        }
        if self.model.lock.retired.contains(subject) {
            let finding = findings::reused_id(kind.word(), meta.id.as_str(), subject);
            self.say(finding, meta.span);
        }
    }

    fn variants(&mut self, meta: &Meta, subject: &str) {
        let Some(project) = &self.model.project else { return };
        let market = project.submission.as_ref().and_then(|it| it.market.clone());
        let known: Vec<&str> = project
            .variants
            .iter()
            .map(String::as_str)
            .chain(market.as_deref())
            .chain(["us", "eu"])
            .collect();
        for word in meta.only.iter().filter(|word| !known.contains(&word.as_str())) {
            let near = nearest(word, known.iter().copied());
            let finding = findings::unknown_variant(word, near, subject);
            self.say(finding, meta.key("only"));
        }
    }

    fn review_release(&mut self) {
        let Some(project) = &self.model.project else { return };
        let version = &project.version;
        if !self.declared(Kind::Release, &Id::new(&*version.value)) {
            self.dead(Kind::Release, &Id::new(&*version.value), version.span, "project");
        }
    }

    /// Zones that lie inside each other. Each circle is reported once, at its first zone by id.
    fn zones(&mut self) {
        let mut reported: BTreeSet<Id> = BTreeSet::new();
        for zone in self.model.zones.values() {
            if reported.contains(zone.id()) {
                continue;
            }
            let mut path = vec![zone.id().clone()];
            let mut at = zone;
            while let Some(next) = at.within.as_ref().and_then(|it| it.get(self.model)) {
                if next.id() == zone.id() {
                    reported.extend(path.iter().cloned());
                    path.push(zone.id().clone());
                    let names: Vec<String> = path.iter().map(ToString::to_string).collect();
                    let span = zone.meta.key("in");
                    self.say(findings::cycle("zone", &names), span);
                    break;
                }
                if path.contains(next.id()) {
                    break;
                }
                path.push(next.id().clone());
                at = next;
            }
        }
    }

    fn scales(&mut self) {
        let Some(scale) = &self.model.scale else { return };
        let words = |words: &[String]| {
            words
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<String>>()
        };
        let (severity, exploitability) = (words(&scale.severity), words(&scale.exploitability));
        for harm in self.model.harms.values() {
            self.on_scale(&harm.severity.value, harm.severity.span, "severity", &severity, &harm.subject());
        }
        for risk in self.model.risks.values() {
            for (key, level) in [("before", &risk.before), ("after", &risk.after)] {
                let Some(level) = level else { continue };
                if let Some(at) = &level.exploitability {
                    self.on_scale(&at.value, at.span, "exploitability", &exploitability, &risk.subject());
                } else if level.cvss.is_none() && level.rubric.is_empty() {
                    self.say(findings::level_without_word(key, &risk.subject()), risk.meta.key(key));
                }
            }
        }
        if let Some(mapping) = &scale.from_cvss {
            for word in mapping.at_most.keys() {
                self.on_scale(word, scale.key("from-cvss"), "exploitability", &exploitability, "scale");
            }
        }
        self.matrix(&severity, &exploitability);
        self.accept();
    }

    fn on_scale(&mut self, word: &str, span: Span, scale: &str, words: &[String], subject: &str) {
        if !words.iter().any(|it| it == word) {
            let near = nearest(word, words.iter().map(String::as_str));
            let finding = findings::not_on_scale(word, scale, words, near, subject);
            self.say(finding, span);
        }
    }

    fn matrix(&mut self, severity: &[String], exploitability: &[String]) {
        let Some(matrix) = &self.model.matrix else { return };
        for (row, cells) in &matrix.value {
            if !exploitability.contains(row) {
                self.on_scale(row, matrix.key(row), "exploitability", exploitability, "matrix");
            } else if cells.len() != severity.len() {
                self.say(findings::matrix_shape(row, cells.len(), severity.len()), matrix.key(row));
            }
        }
        for row in exploitability.iter().filter(|row| !matrix.contains_key(*row)) {
            self.say(findings::matrix_row_missing(row), matrix.span);
        }
    }

    /// A cell that `[accept]` does not name: `No` beside `no` would ask for nothing. Once a word, where it stands first.
    fn accept(&mut self) {
        let (Some(matrix), Some(accept)) = (&self.model.matrix, &self.model.accept) else { return };
        let known: Vec<&str> = accept.keys().map(String::as_str).collect();
        let mut said = BTreeSet::new();
        for (row, cells) in &matrix.value {
            for cell in cells.iter().filter(|it| !accept.contains_key(*it)) {
                if said.insert(cell) {
                    self.say(
                        findings::cell_unsaid(cell, nearest(cell, known.iter().copied())),
                        matrix.key(row),
                    );
                }
            }
        }
    }

    /// A derived value may be raised by hand; lowering it needs a reason.
    fn lowered(&mut self) {
        let reach = derive::MultiPatient::of(self.model);
        for risk in self.model.risks.values() {
            let highest = self.model.scale.as_ref().and_then(|it| it.exploitability.last());
            let lower = |level: &Level| {
                let stated = level.exploitability.as_ref().map(|it| &it.value);
                stated.zip(highest).is_some_and(|(stated, highest)| stated != highest)
                    && level.because.is_none()
            };
            if risk.before.as_ref().is_some_and(lower) {
                let finding = findings::lower_without_reason("exploitability before controls", &risk.subject())
                    .help("without `before` the highest level is assumed: `before = { exploitability = \"...\", because = \"...\" }`");
                self.say(finding, risk.meta.key("before"));
            }
            if risk.many == Some(false) && risk.because.is_none() && reach.risk_reaches_many(self.model, risk)
            {
                let finding =
                    findings::lower_without_reason("the computed multi-patient flag", &risk.subject());
                self.say(finding, risk.meta.key("many"));
            }
        }
    }
}
