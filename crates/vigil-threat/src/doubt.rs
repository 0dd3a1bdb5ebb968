//! What may be missing because some record has a fault of its own. That fault is reported where it stands;
//! that a threat which would follow from the record "is gone" is not said on top of it.

use std::collections::{BTreeMap, BTreeSet};

use vigil_model::{Kind, Model, Target};

use crate::decide::part;
use crate::pack::Pack;

/// Subjects on which threats may be missing.
pub(crate) struct Doubt<'m> {
    model: &'m Model,
    rules: BTreeSet<&'m str>,
    subjects: BTreeSet<String>,
    /// Whether some pack could not be read.
    unread: bool,
}

impl<'m> Doubt<'m> {
    pub(crate) fn of(model: &'m Model, packs: &'m [Pack], unread: bool) -> Self {
        let rules = packs.iter().flat_map(|pack| pack.rules.keys().map(String::as_str)).collect();
        let faulty = model.doubtful.iter().map(|(kind, id)| format!("{}.{id}", kind.word()));
        let mut doubt = Self { model, rules, subjects: faulty.collect(), unread };
        if !doubt.subjects.is_empty() {
            doubt.spread();
            doubt.spread_to_ends_of_flows();
        }
        doubt
    }

    /// Whether a threat that fits `pattern` may be missing for no fault of whoever named it.
    pub(crate) fn covers(&self, pattern: &str) -> bool {
        let Some((rule, subject)) = pattern.split_once('@') else {
            return self.subjects.contains(&format!("threat.{pattern}"));
        };
        // The rule may be one of a pack that could not be read.
        if self.unread && (rule.contains('*') || !self.rules.contains(rule)) {
            return true;
        }
        if self.subjects.is_empty() || !(rule.contains('*') || self.rules.contains(rule)) {
            return false;
        }
        // These are looked at through the whole model.
        let wide =
            ["function.", "zone.", "update.", "actor.", "system"].iter().any(|it| subject.starts_with(it));
        wide && self.stands(subject)
            || self.subjects.iter().any(|it| part(subject, it) || of_part(subject, it))
    }

    /// Whether there is such a subject, as far as its name tells.
    fn stands(&self, subject: &str) -> bool {
        match subject.split_once('.') {
            Some((kind, id)) => {
                Kind::parse(kind).is_some_and(|kind| id.contains('*') || self.model.has(kind, id))
            }
            None => true,
        }
    }

    /// From each record to those that name it.
    fn spread(&mut self) {
        let mut named_by: BTreeMap<String, Vec<String>> = BTreeMap::new();
        self.model.each_record(&mut |kind, meta, uses| {
            for used in uses {
                let target = match used.target {
                    Target::Interface(component, _) => format!("component.{component}"),
                    other => other.to_string(),
                };
                named_by.entry(target).or_default().push(format!("{}.{}", kind.word(), meta.id));
            }
        });
        let mut open: Vec<String> = self.subjects.iter().cloned().collect();
        while let Some(at) = open.pop() {
            for next in named_by.get(&at).into_iter().flatten() {
                if self.subjects.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
    }

    /// What a component handles is known from its flows.
    fn spread_to_ends_of_flows(&mut self) {
        for (id, flow) in &self.model.flows {
            if self.subjects.contains(&format!("flow.{id}")) {
                let ends = [&flow.from.component, &flow.to.component];
                self.subjects.extend(ends.map(|it| format!("component.{it}")));
            }
        }
    }
}

/// Whether `subject` is an interface of the component that `name` names.
fn of_part(subject: &str, name: &str) -> bool {
    let (Some(interface), Some(component)) =
        (subject.strip_prefix("interface."), name.strip_prefix("component."))
    else {
        return false;
    };
    interface.split_once('.').is_some_and(|(of, _)| part(of, component))
}
