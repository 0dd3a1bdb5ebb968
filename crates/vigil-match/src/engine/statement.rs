//! What an entry of a record says of a target: read once, and asked for each version.

use std::sync::Arc;

use vigil_vulndb::{Affected, Entry, Named as PackageName, Product, ecosystem};

use super::flaws::Head;
use crate::evaluate::name::Named;
use crate::evaluate::tree::{Environment, Prepared};
use crate::evaluate::{Verdict, commit, cve5, osv, parts};
use crate::identity::{Scope, Target};
use crate::result::Severity;
use crate::story::Part;
use crate::{Text, Way};

/// What sort of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A distribution's own, on the release that the package is of.
    Distribution,
    /// A distribution's own, on one of the releases that the package may be of.
    SomeRelease,
    /// NVD's, or an assigner's, on a product.
    Product,
    /// Any other.
    Package,
}

impl Of {
    /// What the records found under a target are.
    pub(super) fn found_by(target: &Target) -> Self {
        match target {
            Target::Package { scope: Scope::Ecosystem, .. } | Target::Repository { .. } => Self::Package,
            Target::Package { scope: Scope::Release, .. } => Self::Distribution,
            Target::Package { scope: Scope::AnyRelease(_), .. } => Self::SomeRelease,
            Target::Product(_) | Target::Supplied { .. } => Self::Product,
        }
    }
}

/// One record's statement, whatever the version.
pub(super) struct Statement {
    /// Place of the target it was found by.
    pub(super) target: usize,
    /// The ecosystem it was found in; empty for all but packages.
    pub(super) ecosystem: Text,
    /// The key it was found under.
    pub(super) key: Text,
    pub(super) of: Of,
    pub(super) record: u32,
    pub(super) head: Arc<Head>,
    /// Scores that hold for this package only.
    pub(super) scores: Vec<Severity>,
}

/// What an entry says of a target, to be asked for each version.
pub(super) enum About<'e> {
    Configurations(Prepared<'e>),
    Package(&'e Affected<'e>),
    Product(&'e Product<'e>),
}

/// A package's own part of a target: what the group does not share.
pub(super) struct Own<'i> {
    pub(super) way: Way,
    pub(super) identifier: Text,
    pub(super) target: &'i Target,
    /// The version that is compared.
    pub(super) version: Text,
    /// The same, read in the generic order.
    pub(super) parsed: Option<vigil_version::Version>,
}

/// Where a statement was found.
pub(super) struct Place {
    pub(super) target: usize,
    pub(super) ecosystem: Text,
    pub(super) key: Text,
}

/// An entry as far as it is about a target; `None` if it is about something else.
pub(super) fn about<'e>(entry: &'e Entry<'e>, shape: &Target, ecosystem: &str) -> Option<About<'e>> {
    match (shape, entry) {
        (Target::Package { name, .. }, Entry::Package(affected)) => {
            let plain = |name: &str| ecosystem::plain_name(ecosystem, name);
            let is_it = affected.ecosystem.as_str() == ecosystem && plain(&affected.name) == plain(name);
            is_it.then_some(About::Package(affected))
        }
        (Target::Repository { .. }, Entry::Package(affected)) => Some(About::Package(affected)),
        (Target::Product(named), Entry::Configurations(nodes)) => {
            Prepared::new(nodes, named).map(About::Configurations)
        }
        (_, Entry::Product(product)) => {
            is_product(product, shape, ecosystem).then_some(About::Product(product))
        }
        _ => None,
    }
}

/// Whether a product of a CVE record or an advisory is the one that is wanted.
fn is_product(product: &Product<'_>, shape: &Target, ecosystem: &str) -> bool {
    match shape {
        Target::Package { name, .. } => {
            let plain = |name: &str| ecosystem::plain_name(ecosystem, name);
            let is_it = |named: &PackageName<'_>| {
                named.ecosystem.as_str() == ecosystem && plain(&named.name) == plain(name)
            };
            product.packages.iter().any(is_it)
        }
        Target::Repository { key, .. } => {
            product.repo.as_deref().map(ecosystem::plain_repository).as_ref() == Some(key)
        }
        Target::Product(named) => cve5::is_about(product, named),
        Target::Supplied { supplier, product: name, .. } => cve5::is_supplied(product, supplier, name),
    }
}

impl About<'_> {
    /// What it says of one package, which was found in `ecosystem`.
    pub(super) fn evaluate(&self, own: &Own<'_>, ecosystem: &str, environment: &Environment<'_>) -> Verdict {
        match (self, own.target) {
            (Self::Configurations(prepared), Target::Product(named)) => {
                prepared.evaluate(named, own.parsed.as_ref(), environment)
            }
            (Self::Package(affected), Target::Repository { key, commit, version }) => {
                commit::evaluate(affected, source(key, commit.as_ref(), version.as_ref()))
            }
            (Self::Package(affected), target) => osv::evaluate(affected, target.version()),
            (Self::Product(product), target) => of_product(product, target, ecosystem),
            // A configuration is only ever found for a product.
            (Self::Configurations(_), _) => Verdict::new(crate::truth::Truth::No("".into())),
        }
    }

    /// Scores that hold for this package only, without their source.
    pub(super) fn scores(&self) -> Vec<Severity> {
        let Self::Package(affected) = self else { return Vec::new() };
        affected.scores.iter().map(|score| super::facts::severity("", score)).collect()
    }
}

/// Everything an entry says of a package, with the value of each part.
pub(super) fn parts_of(entry: &Entry<'_>, own: &Own<'_>, environment: &Environment<'_>) -> Vec<Part> {
    match (entry, own.target) {
        (Entry::Configurations(nodes), Target::Product(named)) => {
            parts::of_configurations(nodes, named, environment)
        }
        (Entry::Package(affected), target) => parts::of_package(affected, target.version()),
        (Entry::Product(product), _) => parts::of_product(product),
        (Entry::Configurations(_), _) => Vec::new(),
    }
}

fn of_product(product: &Product<'_>, target: &Target, ecosystem: &str) -> Verdict {
    match target {
        Target::Product(named) => cve5::of_name(product, named),
        Target::Repository { key, commit, version } => {
            cve5::evaluate_source(product, source(key, commit.as_ref(), version.as_ref()))
        }
        Target::Package { version, .. } => cve5::evaluate(product, version.as_deref(), ecosystem),
        Target::Supplied { version, .. } => cve5::evaluate(product, version.as_deref(), ""),
    }
}

fn source<'s>(key: &'s str, commit: Option<&'s String>, version: Option<&'s String>) -> commit::Source<'s> {
    commit::Source {
        repository: key,
        commit: commit.map(String::as_str),
        version: version.map(String::as_str),
    }
}

impl<'i> Own<'i> {
    pub(super) fn of(identity: &'i crate::identity::Identity) -> Self {
        let version = identity.target.version();
        let parsed = match &identity.target {
            Target::Product(Named { version, .. }) => {
                version.as_deref().and_then(|text| vigil_version::Scheme::Generic.parse(text).ok())
            }
            _ => None,
        };
        Self {
            way: identity.way,
            identifier: identity.identifier.as_str().into(),
            target: &identity.target,
            version: version.unwrap_or_default().into(),
            parsed,
        }
    }
}
