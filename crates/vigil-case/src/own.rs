//! Vulnerabilities of one's own, assessed against every release.

use std::collections::BTreeSet;

use serde::Serialize;
use vigil_base::{Date, Id};
use vigil_finding::Finding;
use vigil_model::kinds::{Decision, Release, ReleaseStatus, Verdict, Vulnerability};
use vigil_model::{Kind, Model, Target};

use crate::findings;

/// One vulnerability of one's own in one part of one release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnRow {
    /// The vulnerability.
    pub vulnerability: Id,
    /// The release.
    pub release: String,
    /// The component it is in; none for a vulnerability of the whole device.
    pub component: Option<Id>,
    /// The version of the component in that release, or of the release where it is in no component; none where the release
    /// does not state it.
    pub version: Option<String>,
    /// Whether its `versions` hold that version; `None` where that cannot be told.
    pub has_it: Option<bool>,
    /// The decision on it.
    pub decision: Option<Id>,
    /// The word of the verdict for this release.
    pub verdict: Option<String>,
    /// The day until which it must not be told to others, where that day is still to come.
    pub embargo: Option<Date>,
}

impl OwnRow {
    /// Whether nobody has said what it does in this release.
    pub fn is_open(&self) -> bool {
        let said = self.verdict.as_deref().filter(|it| *it != Verdict::UnderInvestigation.word());
        said.is_none() && self.has_it != Some(false)
    }

    /// Whether the verdict says that the release does not have it, and the versions say that it does.
    pub fn contradicts(&self) -> bool {
        let denied = [Verdict::NotAffected.word(), Verdict::Fixed.word()];
        self.has_it == Some(true) && self.verdict.as_deref().is_some_and(|it| denied.contains(&it))
    }
}

/// All of them, by vulnerability, release and component.
pub(crate) fn rows(model: &Model, as_of: Date) -> Vec<OwnRow> {
    let mut rows = Vec::new();
    for own in model.vulnerabilities.values() {
        for release in model.releases.values().filter(|it| is_of_interest(it)) {
            rows.extend(parts(own, release).into_iter().map(|part| row(model, own, release, part, as_of)));
        }
    }
    rows
}

/// Two decisions on one vulnerability: which of them counts would be chance.
pub(crate) fn decided_twice(model: &Model) -> Vec<Finding> {
    let mut found = Vec::new();
    for own in model.vulnerabilities.keys() {
        let on: Vec<&Decision> = on(model, own).collect();
        for second in on.iter().skip(1) {
            let (first, second) = (on[0], *second);
            let finding =
                findings::own_decided_twice(first.meta.id.as_str(), second.meta.id.as_str(), own.as_str());
            found.push(
                finding
                    .at(model.place(second.meta.span))
                    .related(model.place(first.meta.span), "the first one"),
            );
        }
    }
    found
}

/// A retired release counts as long as units of it are left; every other one counts.
fn is_of_interest(release: &Release) -> bool {
    release.status != Some(ReleaseStatus::Retired) || release.units.is_some_and(|units| units > 0)
}

/// The components that it is in and that the release has; the whole device where it names no component. A release that
/// lists no components at all may have any of them.
fn parts(own: &Vulnerability, release: &Release) -> Vec<Option<Id>> {
    let named: BTreeSet<Id> = own
        .on
        .iter()
        .filter_map(|it| match &it.target {
            Target::Record(Kind::Component, id) | Target::Interface(id, _) => Some(id.clone()),
            _ => None,
        })
        .collect();
    if named.is_empty() {
        return vec![None];
    }
    let lists_none = release.components.0.is_empty();
    let is_there = |id: &Id| lists_none || release.components.get(id.as_str()).is_some();
    named.into_iter().filter(is_there).map(Some).collect()
}

fn row(model: &Model, own: &Vulnerability, release: &Release, part: Option<Id>, as_of: Date) -> OwnRow {
    let name = release.meta.id.as_str();
    let version = match &part {
        None => Some(name.to_owned()),
        Some(id) => release.components.get(id.as_str()).and_then(|it| it.version.clone()),
    };
    let decision = on(model, &own.meta.id).next();
    let under_review = model.project.as_ref().is_some_and(|it| it.version.value == name);
    let verdict =
        decision.and_then(|it| it.releases.get(name).copied().or_else(|| under_review.then_some(it.verdict)));
    OwnRow {
        vulnerability: own.meta.id.clone(),
        release: name.to_owned(),
        has_it: version.as_deref().and_then(|version| has_it(own, version)),
        component: part,
        version,
        decision: decision.map(|it| it.meta.id.clone()),
        verdict: verdict.map(|it| it.word().to_owned()),
        embargo: own.embargo.as_ref().map(|it| it.until).filter(|until| as_of < *until),
    }
}

/// By its `versions`; where it states none, every version before the one that fixes it may have it, and later ones do not.
fn has_it(own: &Vulnerability, version: &str) -> Option<bool> {
    if let Some(range) = &own.versions {
        return crate::versions::contains("", range, version).ok();
    }
    let before = crate::versions::contains("", &format!("<{}", own.fixed_in.as_ref()?), version).ok()?;
    (!before).then_some(false)
}

fn on<'m>(model: &'m Model, own: &'m Id) -> impl Iterator<Item = &'m Decision> {
    model.decisions.values().filter(move |it| it.on.vulnerability.as_ref().is_some_and(|on| on.id == *own))
}
