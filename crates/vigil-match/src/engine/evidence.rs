//! What the records found under a package's identities say of it.

use std::collections::BTreeSet;

use vigil_vulndb::{Affected, Damage, Entry, Found, Named, Product, Reader, ecosystem};

use super::{Engine, flaws};
use crate::evaluate::{Verdict, commit, cve5, osv, tree};
use crate::identity::{Identity, Scope, Target};
use crate::result::Severity;
use crate::truth::Truth;
use crate::{Attempt, How, Way};

/// One record's statement on the package.
pub(super) struct Evidence {
    pub(super) how: How,
    pub(super) truth: Truth,
    pub(super) fixed: Vec<String>,
    /// Number of the record.
    pub(super) record: u32,
    /// The flaws it is about, each by the id it is known by.
    pub(super) flaws: Vec<String>,
    /// Scores that hold for this package only.
    pub(super) scores: Vec<Severity>,
    pub(super) of: Of,
    /// The ecosystem it was found in.
    pub(super) ecosystem: String,
    /// Whether it counts only where no other statement on the flaw does.
    pub(super) is_silent: bool,
}

/// What sort of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A distribution's own, on the release that the package is of.
    Distribution,
    /// A distribution's own, on one of the releases that the package may be of.
    SomeRelease,
    /// NVD's, on a product.
    Product,
    /// Any other.
    Package,
}

/// Everything that was looked up for one package.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) evidence: Vec<Evidence>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) withdrawn: BTreeSet<String>,
    /// Sources that cover one of its identities.
    pub(super) covered_by: BTreeSet<String>,
    /// Whether one of its identities is certain enough to say that no record is known of it.
    pub(super) can_be_clear: bool,
}

impl Looked {
    /// Looks one identity up.
    pub(super) fn look_up(
        &mut self,
        engine: &Engine<'_>,
        reader: &mut Reader<'_>,
        identity: &Identity,
    ) -> Result<(), Damage> {
        match &identity.target {
            Target::Package { ecosystems, name, version, scope } => {
                let mut attempt = attempt(identity);
                for ecosystem in ecosystems {
                    let found = engine.database.lookup_package(ecosystem, name)?;
                    attempt.covered_by.extend(engine.database.covering(ecosystem));
                    let before = self.evidence.len();
                    let wanted = Wanted::Package { ecosystem, name, version: version.as_deref() };
                    self.read(engine, reader, identity, &found, wanted)?;
                    for evidence in &mut self.evidence[before..] {
                        evidence.ecosystem.clone_from(ecosystem);
                        evidence.of = match scope {
                            Scope::Ecosystem => Of::Package,
                            Scope::Release => Of::Distribution,
                            Scope::AnyRelease(_) => Of::SomeRelease,
                        };
                    }
                    attempt.keys.push(found.key);
                    attempt.records += self.evidence.len() - before;
                }
                if let Scope::AnyRelease(family) = scope {
                    attempt.outcome = format!("the SBOM does not say which release of {family} it is");
                    self.blur_releases(ecosystems, family);
                }
                let is_covered = !attempt.covered_by.is_empty();
                self.close(attempt, is_covered);
            }
            Target::Product(named) => {
                let mut attempt = attempt(identity);
                let key = named.cpe.key().unwrap_or_default();
                let found = engine.database.lookup_key(&key)?;
                let before = self.evidence.len();
                self.read(engine, reader, identity, &found, Wanted::Product(named))?;
                let open = engine.database.wildcard_products()?;
                self.read(engine, reader, identity, &open, Wanted::Product(named))?;
                let mut supplied = engine.database.lookup_supplied(&named.vendor(), &named.product())?;
                supplied
                    .entries
                    .retain(|entry| !found.entries.contains(entry) && !open.entries.contains(entry));
                self.read(engine, reader, identity, &supplied, Wanted::Product(named))?;
                attempt.records = self.evidence.len() - before;
                attempt.keys.push(found.key);
                // A product counts as covered only if it is known: a misspelt name is in no record either.
                if found.known || attempt.records > 0 {
                    attempt.covered_by = engine.database.covering("cpe");
                    attempt
                        .covered_by
                        .extend(self.evidence[before..].iter().map(|one| one.how.source.clone()));
                } else {
                    "no loaded source knows this vendor and product".clone_into(&mut attempt.outcome);
                }
                // A name alone may be another product's; its silence proves nothing.
                let can_be_clear = identity.way != Way::Name && !attempt.covered_by.is_empty();
                self.close(attempt, can_be_clear);
            }
            Target::Supplied { supplier, product, version } => {
                let mut attempt = attempt(identity);
                let found = engine.database.lookup_supplied(supplier, product)?;
                let before = self.evidence.len();
                let wanted = Wanted::Supplied { supplier, product, version: version.as_deref() };
                self.read(engine, reader, identity, &found, wanted)?;
                attempt.records = self.evidence.len() - before;
                attempt.keys.push(found.key);
                attempt.covered_by.extend(self.evidence[before..].iter().map(|one| one.how.source.clone()));
                self.close(attempt, false);
            }
            Target::Repository { key, commit, version } => {
                let mut attempt = attempt(identity);
                let found = engine.database.lookup_repository(key)?;
                let source = commit::Source {
                    repository: key,
                    commit: commit.as_deref(),
                    version: version.as_deref(),
                };
                let before = self.evidence.len();
                self.read(engine, reader, identity, &found, Wanted::Repository(source))?;
                attempt.records = self.evidence.len() - before;
                attempt.keys.push(found.key);
                if found.known {
                    attempt.covered_by = engine.database.covering("git");
                } else {
                    "no loaded source knows this repository".clone_into(&mut attempt.outcome);
                }
                let is_covered = !attempt.covered_by.is_empty();
                self.close(attempt, is_covered);
            }
        }
        Ok(())
    }

    fn close(&mut self, mut attempt: Attempt, can_be_clear: bool) {
        attempt.covered_by.sort();
        attempt.covered_by.dedup();
        if attempt.outcome.is_empty() {
            attempt.outcome = match (attempt.covered_by.is_empty(), attempt.records) {
                (true, _) => "no loaded source covers it".to_owned(),
                (false, 0) => "covered, no record names it".to_owned(),
                (false, 1) => "1 statement found".to_owned(),
                (false, count) => format!("{count} statements found"),
            };
        }
        self.covered_by.extend(attempt.covered_by.iter().cloned());
        self.can_be_clear |= can_be_clear;
        self.attempts.push(attempt);
    }

    /// Evaluates all entries that were found.
    fn read(
        &mut self,
        engine: &Engine<'_>,
        reader: &mut Reader<'_>,
        identity: &Identity,
        found: &Found,
        wanted: Wanted<'_>,
    ) -> Result<(), Damage> {
        for number in &found.entries {
            let record = engine.database.record_of(*number)?;
            let (verdict, scores) = {
                let Some((verdict, entry_scores)) = wanted.evaluate(&reader.entry(*number)?, engine) else {
                    continue;
                };
                (verdict, entry_scores)
            };
            let head = flaws::head(engine.database, reader, record)?;
            if head.is_withdrawn {
                self.withdrawn.insert(head.id);
                continue;
            }
            let reason = verdict.truth.reason();
            let remark = match head.correction {
                Some(mark) if reason.is_empty() => mark,
                Some(mark) => format!("{reason}; {mark}"),
                None => reason.to_owned(),
            };
            let how = How {
                way: identity.way,
                identifier: identity.identifier.clone(),
                key: found.key.clone(),
                source: head.source,
                record: head.id,
                range: verdict.range,
                scheme: verdict.scheme,
                version: wanted.version().unwrap_or_default().to_owned(),
                remark,
            };
            let of = if matches!(wanted, Wanted::Product(_) | Wanted::Supplied { .. }) {
                Of::Product
            } else {
                Of::Package
            };
            self.evidence.push(Evidence {
                scores: scores
                    .into_iter()
                    .map(|score| Severity { source: how.source.clone(), ..score })
                    .collect(),
                how,
                truth: verdict.truth,
                fixed: verdict.fixed,
                record,
                flaws: head.flaws,
                of,
                ecosystem: String::new(),
                is_silent: verdict.is_silent,
            });
        }
        Ok(())
    }

    /// A flaw that holds in some releases only cannot be said to hold where the release is not known.
    fn blur_releases(&mut self, ecosystems: &[String], family: &str) {
        let mut holding: std::collections::BTreeMap<String, BTreeSet<String>> =
            std::collections::BTreeMap::new();
        for evidence in self.evidence.iter().filter(|e| e.of == Of::SomeRelease && e.truth == Truth::Yes) {
            for flaw in &evidence.flaws {
                holding.entry(flaw.clone()).or_default().insert(evidence.ecosystem.clone());
            }
        }
        for evidence in self.evidence.iter_mut().filter(|e| e.of == Of::SomeRelease && e.truth.holds()) {
            let everywhere = evidence
                .flaws
                .iter()
                .all(|flaw| holding.get(flaw).is_some_and(|h| h.len() == ecosystems.len()));
            if !everywhere {
                let why = format!(
                    "it holds for {}, and the SBOM does not say which release of {family} the package is of",
                    evidence.ecosystem
                );
                evidence.how.remark.clone_from(&why);
                evidence.truth = Truth::Unknown(why.into());
            }
        }
    }
}

/// What an entry is evaluated for.
#[derive(Clone, Copy)]
enum Wanted<'w> {
    Package { ecosystem: &'w str, name: &'w str, version: Option<&'w str> },
    Product(&'w crate::evaluate::name::Named),
    Repository(commit::Source<'w>),
    Supplied { supplier: &'w str, product: &'w str, version: Option<&'w str> },
}

impl Wanted<'_> {
    fn version(&self) -> Option<&str> {
        match self {
            Self::Package { version, .. } | Self::Supplied { version, .. } => *version,
            Self::Product(named) => named.version.as_deref(),
            Self::Repository(source) => source.commit.or(source.version),
        }
    }

    /// The verdict of an entry; `None` if the entry is about something else.
    fn evaluate(&self, entry: &Entry<'_>, engine: &Engine<'_>) -> Option<(Verdict, Vec<Severity>)> {
        match (self, entry) {
            (Self::Package { ecosystem, name, version }, Entry::Package(affected)) => {
                let plain = |name: &str| ecosystem::plain_name(ecosystem, name);
                let is_it = affected.ecosystem.as_str() == *ecosystem && plain(&affected.name) == plain(name);
                is_it.then(|| (osv::evaluate(affected, *version), scores(affected)))
            }
            (Self::Repository(source), Entry::Package(affected)) => {
                Some((commit::evaluate(affected, *source), scores(affected)))
            }
            (Self::Product(named), Entry::Configurations(nodes)) => {
                let names = std::slice::from_ref(*named);
                let verdict = tree::evaluate(nodes, names, &engine.environment);
                (!verdict.range.is_empty()).then_some((verdict, Vec::new()))
            }
            (_, Entry::Product(product)) => Some((self.of_product(product)?, Vec::new())),
            _ => None,
        }
    }

    /// The verdict of a product of a CVE record or an advisory, if it is the one that is wanted.
    fn of_product(&self, product: &Product<'_>) -> Option<Verdict> {
        match self {
            Self::Package { ecosystem, name, version } => {
                let plain = |name: &str| ecosystem::plain_name(ecosystem, name);
                let is_it = |named: &Named<'_>| {
                    named.ecosystem.as_str() == *ecosystem && plain(&named.name) == plain(name)
                };
                product.packages.iter().any(is_it).then(|| cve5::evaluate(product, *version, ecosystem))
            }
            Self::Repository(source) => {
                let key = product.repo.as_deref().map(ecosystem::plain_repository);
                (key.as_deref() == Some(source.repository)).then(|| cve5::evaluate_source(product, *source))
            }
            Self::Product(named) => cve5::of_name(product, named),
            Self::Supplied { supplier, product: name, version } => {
                cve5::is_supplied(product, supplier, name).then(|| cve5::evaluate(product, *version, ""))
            }
        }
    }
}

fn scores(affected: &Affected<'_>) -> Vec<Severity> {
    affected.scores.iter().map(|score| super::row::severity("", score)).collect()
}

fn attempt(identity: &Identity) -> Attempt {
    Attempt {
        way: identity.way,
        identifier: identity.identifier.clone(),
        keys: Vec::new(),
        covered_by: Vec::new(),
        records: 0,
        outcome: String::new(),
    }
}
