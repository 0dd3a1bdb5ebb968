//! One record's statement on what a group of packages is, read once and asked for each version.

use std::sync::Arc;

use vigil_vulndb::{Affected, Entry, Named as PackageName, Product, ecosystem};

use super::flaws::Head;
use crate::evaluate::name::Named;
use crate::evaluate::tree::{Environment, Prepared};
use crate::evaluate::{Verdict, commit, cve5, osv};
use crate::identity::{Scope, Target};
use crate::result::Severity;
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
    pub(super) fn of(target: &Target) -> Self {
        match target {
            Target::Package { scope: Scope::Ecosystem, .. } | Target::Repository { .. } => Self::Package,
            Target::Package { scope: Scope::Release, .. } => Self::Distribution,
            Target::Package { scope: Scope::AnyRelease(_), .. } => Self::SomeRelease,
            Target::Product(_) | Target::Supplied { .. } => Self::Product,
        }
    }
}

/// One record's statement.
pub(super) struct Statement<'e> {
    /// Place of the target it was found by.
    pub(super) target: usize,
    /// The ecosystem it was found in; empty for all but packages.
    pub(super) ecosystem: Text,
    /// The key it was found under.
    pub(super) key: Text,
    pub(super) of: Of,
    pub(super) record: u32,
    pub(super) head: Arc<Head>,
    what: What<'e>,
}

enum What<'e> {
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
#[derive(Clone)]
pub(super) struct Place {
    pub(super) target: usize,
    pub(super) ecosystem: Text,
    pub(super) key: Text,
}

/// An entry as far as it is about a target; `None` if it is about something else.
pub(super) fn is_about<'e>(entry: &'e Entry<'e>, shape: &Target, ecosystem: &str) -> Option<About<'e>> {
    let what = match (shape, entry) {
        (Target::Package { name, .. }, Entry::Package(affected)) => {
            let plain = |name: &str| ecosystem::plain_name(ecosystem, name);
            let is_it = affected.ecosystem.as_str() == ecosystem && plain(&affected.name) == plain(name);
            is_it.then_some(What::Package(affected))
        }
        (Target::Repository { .. }, Entry::Package(affected)) => Some(What::Package(affected)),
        (Target::Product(named), Entry::Configurations(nodes)) => {
            Prepared::new(nodes, named).map(What::Configurations)
        }
        (_, Entry::Product(product)) => {
            is_product(product, shape, ecosystem).then_some(What::Product(product))
        }
        _ => None,
    };
    what.map(About)
}

/// What an entry says of a target.
pub(super) struct About<'e>(What<'e>);

impl<'e> About<'e> {
    /// The same without the entry it was read from, where it does not need it.
    pub(super) fn detached(self) -> Option<About<'static>> {
        match self.0 {
            What::Configurations(prepared) => prepared.detached().map(What::Configurations).map(About),
            What::Package(_) | What::Product(_) => None,
        }
    }

    pub(super) fn into_statement(self, place: &Place, of: Of, record: u32, head: Arc<Head>) -> Statement<'e> {
        let Place { target, ecosystem, key } = place.clone();
        Statement { target, ecosystem, key, of, record, head, what: self.0 }
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

impl Statement<'_> {
    /// What it says of one package.
    pub(super) fn evaluate(&self, own: &Own<'_>, environment: &Environment) -> Verdict {
        match (&self.what, own.target) {
            (What::Configurations(prepared), Target::Product(named)) => {
                prepared.evaluate(named, own.parsed.as_ref(), environment)
            }
            (What::Package(affected), Target::Repository { key, commit, version }) => {
                commit::evaluate(affected, source(key, commit.as_ref(), version.as_ref()))
            }
            (What::Package(affected), target) => osv::evaluate(affected, target.version()),
            (What::Product(product), target) => self.of_product(product, target),
            // A configuration is only ever found for a product.
            (What::Configurations(_), _) => Verdict::new(crate::truth::Truth::No("".into())),
        }
    }

    fn of_product(&self, product: &Product<'_>, target: &Target) -> Verdict {
        match target {
            Target::Product(named) => cve5::of_name(product, named),
            Target::Repository { key, commit, version } => {
                cve5::evaluate_source(product, source(key, commit.as_ref(), version.as_ref()))
            }
            Target::Package { version, .. } => cve5::evaluate(product, version.as_deref(), &self.ecosystem),
            Target::Supplied { version, .. } => cve5::evaluate(product, version.as_deref(), ""),
        }
    }

    /// Scores that hold for this package only.
    pub(super) fn scores(&self) -> Vec<Severity> {
        let What::Package(affected) = &self.what else { return Vec::new() };
        affected.scores.iter().map(|score| super::facts::severity(&self.head.source, score)).collect()
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
