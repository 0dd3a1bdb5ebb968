//! The same software in SBOMs, in the off-the-shelf list, in the release and in what was tested.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_case::PackageRow;
use vigil_model::kinds::without_version;
use vigil_model::{Kind, Record};

use crate::groups::links::or_unknown;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Packages, then components, each in both directions.
pub(super) fn software_lists(scope: &Scope<'_>) -> Vec<Judgement> {
    let mut judgements = packages(scope);
    judgements.extend(components(scope));
    judgements.extend(tested(scope));
    or_unknown(judgements, "neither packages nor parts of the release are stated")
}

fn packages(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let list = case.model.inventory.as_ref();
    let named: Vec<&vigil_model::Ref<vigil_model::kinds::Package>> =
        list.into_iter().flat_map(|it| &it.off_the_shelf).collect();
    let place = list.map_or_else(Scope::top, |it| scope.place(it.key("off-the-shelf")));
    if named.is_empty() {
        if case.packages.is_empty() {
            return Vec::new();
        }
        let because = "`[inventory]` states no `off-the-shelf` list to compare with";
        return vec![Judgement::incomplete("inventory", because).at(place)];
    }
    let mut seen = BTreeSet::new();
    // Entries of an SBOM are not off-the-shelf products by themselves: what has to be in the list is what people wrote by hand.
    let by_hand = case.packages.iter().filter(|row| row.sbom_file.is_none() && !is_own(scope, row));
    let mut judgements: Vec<Judgement> = by_hand
        .filter(|row| seen.insert(row.key.as_str()))
        .map(|row| match named.iter().find(|it| is_same(row, &it.id)) {
            Some(_) => Judgement::pass(&row.key).at(row.place.clone()).resting_on("inventory"),
            None => Judgement::gap(&row.key).with("side", "package records").at(place.clone()),
        })
        .collect();
    let gone = named.iter().filter(|it| !case.packages.iter().any(|row| is_same(row, &it.id)));
    judgements.extend(gone.map(|it| {
        Judgement::gap(it.id.as_str()).with("side", "off-the-shelf list").at(scope.place(it.span))
    }));
    judgements
}

/// The maker's own packages are no off-the-shelf software.
fn is_own(scope: &Scope<'_>, row: &PackageRow) -> bool {
    row.is_own(&scope.case.model)
}

fn is_same(row: &PackageRow, id: &Id) -> bool {
    let key = Id::new(row.key.as_str());
    row.record.as_ref() == Some(id) || key == *id || without_version(&key) == without_version(id)
}

/// Components of the release have an SBOM where they hold software, and those with an SBOM are in the release.
fn components(scope: &Scope<'_>) -> Vec<Judgement> {
    let case = scope.case;
    let Some(release) = case.release() else {
        return vec![
            Judgement::incomplete("release", "the release under review is not stated").at(Scope::top()),
        ];
    };
    let software: BTreeSet<&Id> = scope.software_components().map(Record::id).collect();
    let has_sbom = |id: &Id| case.sboms.contains_key(id) || case.packages_of(id).next().is_some();
    let mut judgements = Vec::new();
    for (part, _) in release.components.0.iter().filter(|(part, _)| software.contains(&part.id)) {
        let subject = format!("component.{part}");
        judgements.push(if has_sbom(&part.id) {
            Judgement::pass(subject).at(scope.place(part.span)).resting_on(release.subject())
        } else {
            Judgement::gap(subject).with("side", "release").at(scope.record_place(Kind::Component, &part.id))
        });
    }
    let listed = |id: &Id| release.components.get(id.as_str()).is_some();
    for id in case.sboms.keys().filter(|id| !listed(id)) {
        let place = scope.place(release.meta.key("components"));
        judgements.push(Judgement::gap(format!("component.{id}")).with("side", "SBOMs").at(place));
    }
    judgements
}

/// Components that evidence names are in the release.
fn tested(scope: &Scope<'_>) -> Vec<Judgement> {
    let Some(release) = scope.case.release() else { return Vec::new() };
    let of_this = scope
        .case
        .model
        .evidence
        .values()
        .filter(|it| it.release.as_ref().is_none_or(|it| it.id == *release.id()));
    let judge = |it: &vigil_model::kinds::Evidence| {
        let component = it.component.as_ref()?;
        let listed = release.components.get(component.id.as_str()).is_some();
        let place = scope.place(component.span);
        // Passes stand with the components of the release above.
        (!listed)
            .then(|| Judgement::gap(format!("component.{component}")).with("side", "test evidence").at(place))
    };
    of_this.filter_map(judge).collect()
}
