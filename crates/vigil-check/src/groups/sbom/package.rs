//! What is stated of each package, and whether it was assessed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use vigil_base::{Id, Place};
use vigil_case::PackageRow;
use vigil_case::decisions::unanswered;
use vigil_match::State;
use vigil_model::kinds::{Package as Written, SupportLevel, without_version};
use vigil_model::quantity::Until;
use vigil_sbom::judge::package_fact;
use vigil_sbom::{Fact, FieldFacts, Format, Hash, Item, Package, Sbom};

use super::{each_package, is_own, no_package, or, supplier};
use crate::groups::vulnerability::snapshot::Results;
use crate::groups::{flaws, say};
use crate::judgement::{Judgement, Outcome};
use crate::scope::Scope;

/// The entries of the inventory, by component and place.
struct Facts<'s>(BTreeMap<(&'s str, &'s Place), &'s Item>);

/// The six attributes of the baseline, as the judge of SBOMs calls them.
const ATTRIBUTES: [&str; 6] = ["supplier", "name", "version", "identifier", "hash", "relationship"];

/// An attribute that is not stated in a way that can be used.
struct Lack {
    name: &'static str,
    fact: Fact,
}

impl Lack {
    /// The attribute, with what stands in its place.
    fn words(&self) -> String {
        let name = say::keys(&[self.name]);
        match &self.fact {
            Fact::SaidUnknown { value, .. } => format!("{name} (only `{value}` is said)"),
            Fact::Unusable { value, reason, .. } if value.is_empty() => format!("{name} ({reason})"),
            Fact::Unusable { value, reason, .. } => format!("{name} (`{value}`: {reason})"),
            Fact::Absent | Fact::Stated { .. } => name,
        }
    }
}

impl<'s> Facts<'s> {
    fn of(scope: &'s Scope<'_>) -> Self {
        let items = &scope.case.inventory.items;
        Self(items.iter().map(|it| ((it.component.as_str(), &it.package.place), it)).collect())
    }

    /// What is stated of each attribute, judged as `vigil sbom check` judges it.
    fn attributes(&self, scope: &Scope<'_>, row: &PackageRow) -> Vec<Lack> {
        let item = self.0.get(&(row.component.as_str(), &row.place));
        let written = row.record.as_ref().and_then(|id| scope.case.model.packages.get(id));
        let stated = item.map(|item| match written {
            None => (Cow::Borrowed(&item.package), Cow::Borrowed(&item.facts)),
            Some(written) => with_record(item, row, written),
        });
        let look = |name: &'static str| {
            let judged = stated.as_ref().and_then(|(package, facts)| package_fact(name, package, facts));
            let fact = if name == "supplier" { supplier_fact(row) } else { judged.unwrap_or(Fact::Absent) };
            Lack { name, fact }
        };
        ATTRIBUTES.into_iter().map(look).collect()
    }

    /// Attributes that are absent or unusable, with and without a reason.
    fn absent(&self, scope: &Scope<'_>, row: &PackageRow) -> (Vec<Lack>, Vec<Lack>) {
        let reason = |name: &str| row.unknown.get(name).is_some_and(|it| !it.trim().is_empty());
        let lacks = self.attributes(scope, row).into_iter().filter(|it| !it.fact.is_stated());
        lacks.partition(|it| reason(it.name))
    }
}

/// An entry with what its record says in the place of the SBOM. Only the SBOM, or the record's `in`, relates it.
fn with_record<'i>(
    item: &'i Item,
    row: &PackageRow,
    written: &Written,
) -> (Cow<'i, Package>, Cow<'i, FieldFacts>) {
    let mut package = item.package.clone();
    if written.version.is_some() {
        package.version.clone_from(&written.version);
    }
    package.cpe.clone_from(&row.cpe);
    package.hashes = row.hashes.iter().map(|(alg, value)| Hash::of(alg, value.as_str())).collect();
    let mut alone = Sbom::empty("", Format::CyclonedxJson);
    alone.packages.push(package.clone());
    let relationship = item.facts.relationship.clone();
    let facts = FieldFacts { relationship, ..FieldFacts::of(&package, &alone.graph()) };
    (Cow::Owned(package), Cow::Owned(facts))
}

/// The supplier, wherever its name comes from.
fn supplier_fact(row: &PackageRow) -> Fact {
    let field = || "supplier".to_owned();
    match (supplier(row), &row.supplier) {
        (Some(name), _) => Fact::Stated { value: name.to_owned(), field: field() },
        (None, Some(words)) if !words.trim().is_empty() => {
            Fact::SaidUnknown { value: words.clone(), field: field() }
        }
        _ => Fact::Absent,
    }
}

fn lacking(row: &PackageRow, lacks: &[Lack]) -> Judgement {
    if lacks.is_empty() {
        return Judgement::pass(row.subject()).at(row.place.clone());
    }
    let words: Vec<String> = lacks.iter().map(Lack::words).collect();
    let judgement = Judgement::gap(row.subject()).at(row.place.clone());
    judgement.with("missing", words.join(", ")).with("n", lacks.len().to_string())
}

/// The fact that the rule names is stated of each package.
pub(crate) fn package_states(scope: &Scope<'_>) -> Vec<Judgement> {
    let facts = Facts::of(scope);
    let fact = scope.arg("fact");
    let of_others_only = matches!(fact, "custody" | "description");
    let mut judgements = each_package(scope, |row| {
        if of_others_only && is_own(scope, row) {
            return None;
        }
        Some(one_fact(scope, &facts, fact, row))
    });
    let known = judgements.iter().filter(|it| it.outcome == Outcome::Pass).count();
    for judgement in &mut judgements {
        judgement.params.insert("known", known.to_string());
    }
    or(judgements, || say::nothing_to_judge("every package is the maker's own"))
}

fn one_fact(scope: &Scope<'_>, facts: &Facts<'_>, fact: &str, row: &PackageRow) -> Judgement {
    let judgement = match fact {
        "custody" => plain(row, has_custody(scope, row)),
        "support-level" => plain(row, has_level(row)),
        "end-of-support" => plain(row, has_end(row)),
        "description" => {
            let wanted = ["name", "version", "supplier"];
            let (_, absent) = facts.absent(scope, row);
            let absent: Vec<Lack> = absent.into_iter().filter(|it| wanted.contains(&it.name)).collect();
            lacking(row, &absent)
        }
        _ => lacking(row, &facts.absent(scope, row).1),
    };
    rest_on(judgement, row)
}

fn plain(row: &PackageRow, stated: bool) -> Judgement {
    if stated { Judgement::pass(row.subject()) } else { Judgement::gap(row.subject()) }
}

fn rest_on(mut judgement: Judgement, row: &PackageRow) -> Judgement {
    judgement.evidence.extend(row.record.iter().map(|id| format!("package.{id}")));
    judgement.evidence.extend(row.sbom_file.clone());
    judgement
}

fn has_custody(scope: &Scope<'_>, row: &PackageRow) -> bool {
    let component = scope.case.model.components.get(&row.component);
    say::is_text(row.support.custody.as_ref())
        || component.is_some_and(|it| say::is_text(it.custody.as_ref()))
}

/// A level, or that it was asked and why it cannot be known.
pub(crate) fn has_level(row: &PackageRow) -> bool {
    match row.support.level {
        None => false,
        Some(SupportLevel::Unknown) => say::is_text(row.support.because.as_ref()),
        Some(_) => true,
    }
}

/// A day, or that it was asked and why it cannot be known.
pub(crate) fn has_end(row: &PackageRow) -> bool {
    match row.support.ends {
        Some(Until::Day(_)) => true,
        Some(Until::Unknown) => say::is_text(row.support.because.as_ref()),
        None => false,
    }
}

/// A package that lacks an attribute of the baseline gives the reason for each.
pub(crate) fn gaps_justified(scope: &Scope<'_>) -> Vec<Judgement> {
    if scope.case.packages.is_empty() {
        return vec![no_package()];
    }
    let facts = Facts::of(scope);
    let judgements = each_package(scope, |row| {
        let (explained, bare) = facts.absent(scope, row);
        if explained.is_empty() && bare.is_empty() {
            return None;
        }
        Some(rest_on(lacking(row, &bare), row))
    });
    or(judgements, || Judgement::pass("inventory").resting_on("inventory"))
}

/// A package that no source knows is pinned, or watched in a way that is stated.
pub(crate) fn every_package_assessed(scope: &Scope<'_>) -> Vec<Judgement> {
    if scope.case.packages.is_empty() {
        return vec![no_package()];
    }
    if let Some(judgement) = flaws::not_looked_up(scope) {
        return vec![judgement];
    }
    let Some(snapshot) = &scope.case.snapshot else { return vec![] };
    let results = Results::of(snapshot);
    let open: BTreeSet<(String, String)> = unanswered(&scope.case.model, snapshot).into_iter().collect();
    let judgements = each_package(scope, |row| {
        let result = results.get(row)?;
        if result.state == State::NotChecked {
            return None;
        }
        let is_open = result.state == State::Unidentified
            && !is_pinned(scope, row)
            && open.contains(&(result.component.clone(), result.package.clone()));
        let judgement = plain(row, !is_open).with("state", format!("unidentified, {}", result.reason));
        Some(rest_on(judgement, row))
    });
    or(judgements, || Judgement::incomplete("snapshot", "no package of the inventory could be checked"))
}

fn is_pinned(scope: &Scope<'_>, row: &PackageRow) -> bool {
    let key = Id::new(row.key.as_str());
    let identities = &scope.case.model.identities;
    let identity = identities.get(&key).or_else(|| identities.get(without_version(&key)));
    identity.is_some_and(|it| it.purl.is_some() || it.cpe.is_some())
}

/// Each package is carried by a part of the architecture.
pub(crate) fn placed_in_views(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let used: BTreeSet<&Id> = scope.case.packages.iter().filter_map(|row| row.record.as_ref()).collect();
    let nowhere = model.packages.values().filter(|it| !used.contains(&it.meta.id));
    let nowhere: Vec<Judgement> =
        nowhere.map(|it| Judgement::gap(it.meta.id.as_str()).at(scope.place(it.meta.span))).collect();
    let placed = each_package(scope, |row| {
        let judgement = plain(row, model.components.contains_key(&row.component));
        Some(judgement.resting_on(format!("component.{}", row.component)))
    });
    // Without any package that has a place, what has none still counts.
    if scope.case.packages.is_empty() && !nowhere.is_empty() {
        return nowhere;
    }
    placed.into_iter().chain(nowhere).collect()
}
