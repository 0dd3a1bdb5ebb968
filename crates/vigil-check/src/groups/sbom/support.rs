//! How long packages are supported, what happens then, and who supplies them.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_case::PackageRow;
use vigil_model::Record;
use vigil_model::kinds::SupportLevel;
use vigil_model::quantity::Until;

use super::package::{has_end, has_level};
use super::{each_package, inventory_place, is_own, no_package, or, supplier};
use crate::groups::say;
use crate::judgement::Judgement;
use crate::scope::Scope;

fn ends(row: &PackageRow) -> Option<vigil_base::Date> {
    row.support.ends.and_then(Until::day)
}

fn judged(row: &PackageRow, holds: bool) -> Judgement {
    let judgement = if holds { Judgement::pass(row.subject()) } else { Judgement::gap(row.subject()) };
    judgement.resting_on(row.record.as_ref().map_or_else(|| row.subject(), |id| format!("package.{id}")))
}

/// Support that ends before the device's needs a plan.
pub(crate) fn replacement_plan(scope: &Scope<'_>) -> Vec<Judgement> {
    if scope.case.packages.is_empty() {
        return vec![no_package()];
    }
    let project = scope.case.model.project.as_ref();
    let Some(device) = project.and_then(|it| it.life.as_ref()?.end_of_support) else {
        let place = project.map_or_else(Scope::top, |it| scope.place(it.key("life")));
        let because = "`project.life.end-of-support` is not stated, so there is no day to compare with";
        return vec![Judgement::incomplete("project", because).at(place)];
    };
    let plan = scope.case.model.plan.as_ref();
    let for_all = plan.is_some_and(|it| say::is_text(it.supplier_end.as_ref()));
    let judgements = each_package(scope, |row| {
        let end = ends(row)?;
        let holds = end >= device || for_all || say::is_text(row.support.plan.as_ref());
        Some(judged(row, holds).with("ends", end.to_string()).with("device_ends", device.to_string()))
    });
    or(judgements, || say::could_not_look("no package states the day on which its support ends"))
}

/// Support that is over needs a plan.
pub(crate) fn support_over(scope: &Scope<'_>) -> Vec<Judgement> {
    let project = scope.case.model.project.as_ref();
    let day = project.and_then(|it| it.submission.as_ref()?.planned).unwrap_or(scope.case.as_of);
    let judgements = each_package(scope, |row| {
        let why = match (row.support.level, ends(row)) {
            (Some(SupportLevel::Abandoned), _) => Some("abandoned".to_owned()),
            (_, Some(end)) if end < day => Some(format!("past its end of support ({end})")),
            (Some(SupportLevel::NoLongerMaintained), _) => Some("no longer maintained".to_owned()),
            (None | Some(SupportLevel::Unknown), None) => return None,
            _ => None,
        };
        let holds = why.is_none() || say::is_text(row.support.plan.as_ref());
        Some(judged(row, holds).with("why", why.unwrap_or_default()))
    });
    or(judgements, || say::could_not_look("no package states how long it is supported"))
}

/// How many packages state neither level nor end of support, or only one of the two.
pub(crate) fn support_summary(scope: &Scope<'_>) -> Vec<Judgement> {
    let mut stated: BTreeMap<&str, bool> = BTreeMap::new();
    for row in &scope.case.packages {
        *stated.entry(row.key.as_str()).or_insert(true) &= has_level(row) && has_end(row);
    }
    if stated.is_empty() {
        return vec![no_package()];
    }
    let n = stated.values().filter(|stated| !**stated).count();
    let judgement = if n == 0 { Judgement::pass("inventory") } else { Judgement::gap("inventory") };
    let judgement = judgement.with("n", n.to_string()).with("of", stated.len().to_string());
    vec![judgement.at(inventory_place(scope, "")).resting_on("inventory")]
}

/// Each supplier of software that is not the maker's is controlled, with evidence.
pub(crate) fn supplier_controls(scope: &Scope<'_>) -> Vec<Judgement> {
    if scope.case.packages.is_empty() {
        return vec![no_package()];
    }
    let mut supplied: BTreeMap<&str, Vec<&PackageRow>> = BTreeMap::new();
    for row in scope.case.packages.iter().filter(|row| !is_own(scope, row)) {
        if let Some(name) = supplier(row) {
            supplied.entry(name).or_default().push(row);
        }
    }
    let judgements = supplied.iter().map(|(name, rows)| one_supplier(scope, name, rows)).collect();
    or(judgements, || say::could_not_look("no package of others names its supplier"))
}

fn one_supplier(scope: &Scope<'_>, name: &str, rows: &[&PackageRow]) -> Judgement {
    let record = vigil_case::supplier_record(&scope.case.model, name);
    let on_record =
        record.is_some_and(|it| say::is_text(it.controls.as_ref()) && say::is_text(it.evidence.as_ref()));
    let on_each = rows.iter().all(|row| say::is_text(row.supplier_controls.as_ref()));
    let place = record.map_or_else(|| rows[0].place.clone(), |it| scope.place(it.meta.span));
    let judgement = if on_record || on_each { Judgement::pass(name) } else { Judgement::gap(name) };
    let mut judgement = judgement.at(place);
    judgement.evidence = record.iter().map(|it| it.subject()).collect();
    judgement
}

/// Each record on a package fits a package of an SBOM, or says which part carries it.
pub(crate) fn addendum_joins(scope: &Scope<'_>) -> Vec<Judgement> {
    let used: BTreeSet<&Id> = scope.case.packages.iter().filter_map(|row| row.record.as_ref()).collect();
    let judge = |record: &vigil_model::kinds::Package| {
        let joins = used.contains(record.id());
        let id = record.id().as_str();
        let judgement = if joins { Judgement::pass(id) } else { Judgement::gap(id) };
        judgement
            .at(scope.place(record.meta.span))
            .with("side", "support records")
            .resting_on(record.subject())
    };
    let judgements = scope.case.model.packages.values().map(judge).collect();
    or(judgements, || say::nothing_to_judge("no `[package]` record is written"))
}
