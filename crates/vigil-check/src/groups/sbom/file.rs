//! SBOM files as a whole: form, author, time, version.

use vigil_base::Place;
use vigil_case::sboms::is_list;
use vigil_finding::Severity;
use vigil_model::Record;
use vigil_model::kinds::Component;
use vigil_sbom::Sbom;

use super::{by_file, inventory_place, no_sbom, or, part_version, place_of, rest_on, with_sbom};
use crate::groups::say;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// The reader found nothing wrong with the form.
pub(crate) fn well_formed(scope: &Scope<'_>) -> Vec<Judgement> {
    let mut judgements: Vec<Judgement> = by_file(scope)
        .into_iter()
        .map(|(file, (component, sbom))| {
            let n = faults(scope, file);
            let judgement = if n == 0 { Judgement::pass(file) } else { Judgement::gap(file) };
            rest_on(judgement.at(Place::start_of(file)).with("n", n.to_string()), component, sbom)
        })
        .collect();
    judgements.extend(unread(scope).map(|(component, file)| {
        let because = format!("`{file}` could not be read as an SBOM");
        Judgement::incomplete(file, because).at(place_of(scope, component))
    }));
    or(judgements, no_sbom)
}

/// Faults that the reader found in a file.
fn faults(scope: &Scope<'_>, file: &str) -> usize {
    let of_file = scope.case.findings.iter().filter(|finding| {
        let place = finding.place.as_ref().is_some_and(|place| place.file == file);
        finding.code.starts_with("sbom.") && (place || finding.subject == file)
    });
    of_file.filter(|finding| finding.severity == Severity::Error).count()
}

/// Components that name an SBOM which could not be read.
fn unread<'s>(scope: &'s Scope<'_>) -> impl Iterator<Item = (&'s Component, &'s str)> {
    let case = scope.case;
    let components = case.model.components.values();
    components.flat_map(|it| case.unread_sboms(it).into_iter().map(move |file| (it, file)))
}

pub(crate) fn author_and_time(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |(file, (component, sbom)): (&str, (&Component, &Sbom))| {
        let named = sbom.authors.iter().any(|it| it.name.is_some() || it.email.is_some());
        let made_by = sbom.manufacturer.as_ref().is_some_and(|it| it.name.is_some());
        let mut lacks = Vec::new();
        if !named && !made_by {
            lacks.push("names no author".to_owned());
        }
        match &sbom.timestamp {
            None => lacks.push("has no timestamp".to_owned()),
            Some(it) if it.day.is_none() => {
                lacks.push(format!("has a timestamp that is no time: `{}`", it.text));
            }
            Some(_) => {}
        }
        rest_on(say::lacking(file, Place::start_of(file), &lacks), component, sbom)
    };
    or(by_file(scope).into_iter().map(judge).collect(), no_sbom)
}

/// Each part with software names an SBOM that reads as CycloneDX or SPDX.
pub(crate) fn machine_readable(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |component: &Component| {
        let judgement = say::lacking(
            component.id().as_str(),
            place_of(scope, component),
            &not_readable(scope, component),
        );
        judgement.resting_on(component.subject())
    };
    let none = || say::could_not_look("no component with software is stated");
    or(scope.software_components().map(judge).collect(), none)
}

/// Why programs of others cannot read what is in a part.
fn not_readable(scope: &Scope<'_>, component: &Component) -> Vec<String> {
    if component.sbom.is_empty() {
        return vec!["names no SBOM file".to_owned()];
    }
    let unread = scope.case.unread_sboms(component);
    let mut lacks: Vec<String> = unread
        .into_iter()
        .map(|file| format!("names `{file}`, which cannot be read as CycloneDX or SPDX"))
        .collect();
    let read = scope.case.sbom_files(component.id());
    if let [(_, first), ..] = read[..]
        && read.iter().all(|(_, sbom)| is_list(sbom))
    {
        lacks.push(format!(
            "names only `{}`, a component list in no format for SBOMs (`vigil export sbom --component {}` writes one)",
            first.file,
            component.id()
        ));
    }
    lacks
}

/// The primary package has the version that the release under review holds.
pub(crate) fn version_under_review(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |(component, sbom): (&Component, &Sbom)| {
        let id = component.id().as_str();
        let said = sbom.primary.as_ref().and_then(|it| it.version.as_deref());
        let Some(wanted) = part_version(scope, component.id()) else {
            let because = format!("release {} does not state the version of `{id}`", scope.case.version());
            return Judgement::incomplete(id, because).at(release_place(scope));
        };
        let judgement = if said == Some(wanted) { Judgement::pass(id) } else { Judgement::gap(id) };
        let judgement = judgement.with("said", said.unwrap_or("(not stated)")).with("wanted", wanted);
        rest_on(judgement.at(primary_place(sbom)), component, sbom)
    };
    or(with_sbom(scope).map(judge).collect(), no_sbom)
}

fn primary_place(sbom: &Sbom) -> Place {
    sbom.primary.as_ref().map_or_else(|| Place::start_of(sbom.file.clone()), |it| it.place.clone())
}

/// Where the components of the release under review are stated.
fn release_place(scope: &Scope<'_>) -> Place {
    let project = scope.case.model.project.as_ref();
    let version = || project.map_or_else(Scope::top, |it| scope.place(it.key("version")));
    scope.case.release().map_or_else(version, |it| scope.place(it.meta.key("components")))
}

/// Users are offered the SBOM of the release under review.
pub(crate) fn same_in_labeling(scope: &Scope<'_>) -> Vec<Judgement> {
    let said = scope.case.model.inventory.as_ref().and_then(|it| it.public_version.as_deref());
    if scope.case.model.project.is_none() {
        return vec![say::could_not_look("`[project]` does not state the release under review")];
    }
    let wanted = scope.case.version();
    let judgement =
        if said == Some(wanted) { Judgement::pass("inventory") } else { Judgement::gap("inventory") };
    let judgement = judgement.with("said", said.unwrap_or("(not stated)")).with("wanted", wanted);
    vec![judgement.at(inventory_place(scope, "public-version")).resting_on("inventory")]
}
