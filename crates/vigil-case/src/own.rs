//! Vulnerabilities of one's own, assessed against every release.

use serde::Serialize;
use vigil_base::{Date, Id};
use vigil_model::kinds::{Decision, Release, Verdict, Vulnerability};
use vigil_model::{Kind, Model, Target};

/// One vulnerability of one's own in one part of one release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnRow {
    /// The vulnerability.
    pub vulnerability: Id,
    /// The release.
    pub release: String,
    /// The component it is in; none for a vulnerability of the whole device.
    pub component: Option<Id>,
    /// The version of the component in that release, else of the release.
    pub version: String,
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
        for release in model.releases.values() {
            rows.extend(parts(own, release).into_iter().map(|part| row(model, own, release, part, as_of)));
        }
    }
    rows
}

/// The components that it is in and that the release has; the whole device where it names no component.
fn parts(own: &Vulnerability, release: &Release) -> Vec<Option<Id>> {
    let named: Vec<Id> = own
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
    named.into_iter().filter(|id| release.components.get(id.as_str()).is_some()).map(Some).collect()
}

fn row(model: &Model, own: &Vulnerability, release: &Release, part: Option<Id>, as_of: Date) -> OwnRow {
    let name = release.meta.id.as_str();
    let of_part = part.as_ref().and_then(|id| release.components.get(id.as_str()));
    let version = of_part.and_then(|it| it.version.clone()).unwrap_or_else(|| name.to_owned());
    let decision = decision_on(model, &own.meta.id);
    let under_review = model.project.as_ref().is_some_and(|it| it.version.value == name);
    let verdict =
        decision.and_then(|it| it.releases.get(name).copied().or_else(|| under_review.then_some(it.verdict)));
    OwnRow {
        vulnerability: own.meta.id.clone(),
        release: name.to_owned(),
        has_it: own.versions.as_ref().and_then(|range| crate::versions::contains("", range, &version).ok()),
        component: part,
        version,
        decision: decision.map(|it| it.meta.id.clone()),
        verdict: verdict.map(|it| it.word().to_owned()),
        embargo: own.embargo.as_ref().map(|it| it.until).filter(|until| as_of < *until),
    }
}

fn decision_on<'m>(model: &'m Model, own: &Id) -> Option<&'m Decision> {
    model.decisions.values().find(|it| it.on.vulnerability.as_ref().is_some_and(|on| on.id == *own))
}
