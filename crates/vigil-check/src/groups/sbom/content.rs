//! What SBOMs cover: relationships, depth, completeness, origin, and whether they are of the build.

use vigil_base::{Date, Place};
use vigil_case::PackageRow;
use vigil_model::Record;
use vigil_model::kinds::{Component, ReleasePart};
use vigil_sbom::{Aggregate, Hash, Reach, Sbom};

use super::{
    by_whole, each_package, inventory_place, is_own, no_sbom, or, part_version, place_of, rest_on, with_sbom,
};
use crate::groups::say;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Every package is reached from the primary one, and each SBOM says whether that is all.
pub(crate) fn graph(scope: &Scope<'_>) -> Vec<Judgement> {
    let related = |row: &PackageRow| {
        let judgement = Judgement::pass(row.subject());
        let orphan = || Judgement::gap(row.subject()).with("lacks", "is reached from no other component");
        Some(if row.related? { judgement } else { orphan() })
    };
    let listed = !scope.case.packages.is_empty();
    let mut judgements = if listed { each_package(scope, related) } else { vec![] };
    for (file, (component, sbom)) in by_whole(scope) {
        let mut lacks = Vec::new();
        if !declares_completeness(sbom) {
            lacks.push("does not declare whether its dependencies are complete".to_owned());
        }
        let place = Place::start_of(file);
        judgements.push(rest_on(say::lacking(file, place.clone(), &lacks), component, sbom));
        if let Reach::Unknown { reason } = sbom.graph().reach() {
            let because = format!("the relationships of `{file}` cannot be followed: {reason}");
            judgements.push(Judgement::incomplete(file, because).at(place));
        }
    }
    or(judgements, no_sbom)
}

fn declares_completeness(sbom: &Sbom) -> bool {
    let says = |it: &Aggregate| !matches!(it, Aggregate::NotSpecified | Aggregate::Other(_));
    sbom.compositions.iter().any(|it| says(&it.aggregate))
}

/// Transitive, declared complete or not, and with software of every origin.
pub(crate) fn coverage(scope: &Scope<'_>) -> Vec<Judgement> {
    let inventory = scope.case.model.inventory.as_ref();
    let flat_because = inventory.is_some_and(|it| say::is_text(it.depth_because.as_ref()));
    let judge = |(component, sbom): (&Component, &Sbom)| {
        let mut lacks = Vec::new();
        if !flat_because {
            lacks.extend(too_flat(sbom));
        }
        if !declares_completeness(sbom) {
            lacks.push("does not declare whether it is complete".to_owned());
        }
        lacks.extend(origins(scope, component, sbom));
        let judgement = say::lacking(component.id().as_str(), place_of(scope, component), &lacks);
        rest_on(judgement, component, sbom)
    };
    or(with_sbom(scope).map(judge).collect(), no_sbom)
}

fn too_flat(sbom: &Sbom) -> Option<String> {
    match sbom.graph().reach() {
        Reach::Known { depth, .. } if depth > 1 => None,
        Reach::Known { depth: 0, .. } => Some("relates no package to what it describes".to_owned()),
        Reach::Known { .. } => Some("lists direct dependencies only".to_owned()),
        Reach::Unknown { reason } => Some(format!("does not show its dependencies: {reason}")),
    }
}

/// Own software, software of others, open source: what is absent.
fn origins(scope: &Scope<'_>, component: &Component, sbom: &Sbom) -> Vec<String> {
    let rows: Vec<_> = scope.case.packages_of(component.id()).collect();
    let own = sbom.primary.is_some() || rows.iter().any(|row| is_own(scope, row));
    let others = rows.iter().any(|row| !is_own(scope, row));
    let open = rows.iter().any(|row| is_open_source(row.purl.as_deref(), &row.licences));
    let wanted = [("own", own), ("third-party", others), ("open-source", open)];
    say::absent(&wanted).into_iter().map(|origin| format!("lists no {origin} software")).collect()
}

/// A package of a public ecosystem, or under a licence from the SPDX list.
fn is_open_source(purl: Option<&str>, licences: &[String]) -> bool {
    let closed = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["proprietary", "commercial", "licenseref-", "noassertion", "none"].iter().any(|it| text.contains(it))
    };
    let kind = purl.and_then(|it| it.strip_prefix("pkg:")?.split('/').next());
    kind.is_some_and(|kind| kind != "generic")
        || licences.iter().any(|it| !it.trim().is_empty() && !closed(it))
}

/// Each SBOM is of the release's build, and the inventory is under configuration management.
pub(crate) fn current(scope: &Scope<'_>) -> Vec<Judgement> {
    let mut judgements: Vec<Judgement> =
        with_sbom(scope).map(|(component, sbom)| of_build(scope, component, sbom)).collect();
    if judgements.is_empty() {
        judgements.push(no_sbom());
    }
    let inventory = scope.case.model.inventory.as_ref();
    let managed = inventory.is_some_and(|it| say::is_text(it.configuration_management.as_ref()));
    let lacks =
        if managed { vec![] } else { vec!["is not said to be under `configuration-management`".to_owned()] };
    let place = inventory_place(scope, "configuration-management");
    judgements.push(say::lacking("inventory", place, &lacks).resting_on("inventory"));
    judgements
}

fn of_build(scope: &Scope<'_>, component: &Component, sbom: &Sbom) -> Judgement {
    let id = component.id().as_str();
    let place = Place::start_of(sbom.file.clone());
    let Some(part) = scope.case.part(component.id()) else {
        let because = format!("release {} does not state the build of `{id}`", scope.case.version());
        return Judgement::incomplete(id, because).at(place_of(scope, component));
    };
    let age = age(scope, part, sbom);
    let mut lacks: Vec<String> = age.older.iter().cloned().collect();
    let phases: Vec<&str> = sbom.lifecycles.iter().filter_map(|stage| stage.phase.as_deref()).collect();
    if !phases.is_empty() && phases.iter().all(|phase| ["design", "pre-build"].contains(phase)) {
        lacks.push(format!("was made before the build (`{}`), not from it", phases.join(", ")));
    }
    let primary = sbom.primary.as_ref();
    let same_build = part.build.as_deref().and_then(|build| is_build(build, &primary?.hashes));
    let version = primary.and_then(|it| it.version.as_deref());
    let same_version = part_version(scope, component.id()).zip(version).map(|(ours, its)| ours == its);
    match same_build.or(same_version) {
        Some(true) => {}
        Some(false) => lacks.push("describes another build than the release".to_owned()),
        None => lacks.push("states neither version nor digest that ties it to the release".to_owned()),
    }
    // The same digest is the same build, on whatever day; the same version may be that of an earlier build.
    if let (true, None | Some(false), Some(because)) = (lacks.is_empty(), same_build, age.unknown) {
        let judgement =
            Judgement::incomplete(id, format!("whether the SBOM is older than the build {because}"));
        return rest_on(judgement.at(place), component, sbom);
    }
    rest_on(say::lacking(id, place, &lacks), component, sbom)
}

/// Whether an SBOM is older than what it should describe.
#[derive(Default)]
struct Age {
    /// What it is older than.
    older: Option<String>,
    /// Why that could not be checked.
    unknown: Option<String>,
}

fn age(scope: &Scope<'_>, part: &ReleasePart, sbom: &Sbom) -> Age {
    let could_not =
        |because: &str| Age { unknown: Some(format!("could not be checked: {because}")), ..Age::default() };
    let changed = scope.case.release().and_then(|it| it.last_security_change);
    if part.built.is_none() && changed.is_none() {
        return could_not("the release states neither `built` of the part nor `last-security-change`");
    }
    let Some(made) = sbom.timestamp.as_ref().and_then(|it| it.day) else {
        return could_not("the SBOM states no day on which it was made");
    };
    let before = |day: Option<Date>, what: &str| {
        let day = day.filter(|day| made < *day)?;
        Some(format!("was made on {made}, before the {what} ({day})"))
    };
    let older =
        before(part.built, "build of the release").or_else(|| before(changed, "last change of the release"));
    Age { older, unknown: None }
}

/// Whether one of the digests is the build's; `None` where no digest of that algorithm is given.
fn is_build(build: &str, hashes: &[Hash]) -> Option<bool> {
    let (algorithm, value) = build.split_once(':').unwrap_or(("sha256", build));
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', '_'], "");
    let mut same = hashes.iter().filter(|hash| plain(&hash.alg) == plain(algorithm)).peekable();
    same.peek()?;
    Some(same.any(|hash| hash.value.eq_ignore_ascii_case(value)))
}
