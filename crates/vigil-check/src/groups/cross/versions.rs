//! One version and one end of support in all records that name them.

use vigil_base::{Date, Place};
use vigil_model::Record;

use crate::groups::links::or_unknown;
use crate::judgement::Judgement;
use crate::scope::Scope;

fn compared(subject: impl Into<String>, said: &str, wanted: &str, place: Place) -> Judgement {
    let judgement = if said == wanted {
        Judgement::pass(subject)
    } else {
        Judgement::gap(subject).with("said", said).with("wanted", wanted)
    };
    judgement.at(place)
}

/// Each record that names a version names the one under review.
pub(super) fn version(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    if model.project.is_none() {
        return vec![
            Judgement::incomplete("project", "`[project]` states no version to compare with")
                .at(Scope::top()),
        ];
    }
    let mut judgements = sboms(scope);
    judgements.extend(tested(scope));
    judgements.extend(documents(scope));
    or_unknown(judgements, "no record names a version")
}

/// The version of each SBOM's primary component, as the release states it for the component.
fn sboms(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let mut judgements = Vec::new();
    for (component, sbom) in &case.sboms {
        let place = scope
            .case
            .model
            .components
            .get(component)
            .map_or_else(Scope::top, |it| scope.place(it.meta.key("sbom")));
        let said = sbom.primary.as_ref().and_then(|it| it.version.as_deref());
        let wanted = case.part(component).and_then(|it| it.version.as_deref());
        judgements.push(match (said, wanted) {
            (Some(said), Some(wanted)) => compared(&sbom.file, said, wanted, place),
            (None, _) => {
                Judgement::incomplete(&sbom.file, "it states no version of what it describes").at(place)
            }
            (_, None) => {
                let because = format!("`[release]` states no version of `{component}` to compare with");
                Judgement::incomplete(&sbom.file, because).at(place)
            }
        });
    }
    judgements
}

/// Releases that evidence, tests and penetration tests name.
fn tested(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let evidence = model
        .evidence
        .values()
        .filter_map(|it| Some((it.subject(), it.release.as_ref()?, it.meta.key("release"))));
    let tests = model
        .tests
        .values()
        .filter_map(|it| Some((it.subject(), it.release.as_ref()?, it.meta.key("release"))));
    let pentests = model
        .pentests
        .values()
        .filter_map(|it| Some((it.subject(), it.release.as_ref()?, it.meta.key("release"))));
    let wanted = scope.case.version();
    evidence
        .chain(tests)
        .chain(pentests)
        .map(|(subject, release, span)| compared(subject, release.id.as_str(), wanted, scope.place(span)))
        .collect()
}

/// Versions that labeling, anomaly list and public SBOM are of.
fn documents(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let labeling = model
        .labeling
        .as_ref()
        .and_then(|it| Some(("labeling", it.device_version.as_deref()?, it.key("device-version"))));
    let anomalies = model
        .anomaly_list
        .as_ref()
        .and_then(|it| Some(("anomalies", it.device_version.as_deref()?, it.key("device-version"))));
    let inventory = model
        .inventory
        .as_ref()
        .and_then(|it| Some(("inventory", it.public_version.as_deref()?, it.key("public-version"))));
    let wanted = scope.case.version();
    [labeling, anomalies, inventory]
        .into_iter()
        .flatten()
        .map(|(subject, said, span)| compared(subject, said, wanted, scope.place(span)))
        .collect()
}

/// The device's end of support, in labeling and updates.
pub(super) fn support_dates(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let Some(wanted) = model.project.as_ref().and_then(|it| it.life.as_ref()?.end_of_support) else {
        let place = model.project.as_ref().map_or_else(Scope::top, |it| scope.place(it.key("life")));
        return vec![
            Judgement::incomplete(
                "project.life",
                "`[project.life]` states no `end-of-support` to compare with",
            )
            .at(place),
        ];
    };
    let mut judgements: Vec<Judgement> = model
        .updates
        .values()
        .filter_map(|it| Some(ends(it.subject(), it.ends?, wanted, scope.place(it.meta.key("ends")))))
        .collect();
    if let Some(labeling) = &model.labeling
        && let Some(printed) = labeling.end_of_support
    {
        let place = scope.place(labeling.key("end-of-support"));
        judgements.push(compared("labeling", &printed.to_string(), &wanted.to_string(), place));
    }
    or_unknown(judgements, "neither updates nor labeling state an end of support")
}

/// Updates last at least as long as the device is supported.
fn ends(subject: String, said: Date, wanted: Date, place: Place) -> Judgement {
    if said >= wanted {
        return Judgement::pass(subject).at(place);
    }
    compared(subject, &said.to_string(), &wanted.to_string(), place)
}
