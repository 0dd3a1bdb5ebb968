//! What a package is: every way that its SBOM entry, or a person, identifies it.

mod distribution;
mod names;
mod product;
mod shape;

use vigil_sbom::{Item, Package};
use vigil_vulndb::cpe::Cpe;
use vigil_vulndb::ecosystem::{self, Place};
use vigil_vulndb::{Damage, Database};

use crate::evaluate::name::Named;
use crate::{Attempt, Options, Pin, Way};

pub(crate) use distribution::SourceNames;

/// One way that a package is identified, ready to be looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    pub(crate) way: Way,
    /// The identifier, as a person would look it up.
    pub(crate) identifier: String,
    pub(crate) target: Target,
}

/// What is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// A package of an ecosystem, such as `npm` or `Debian:12`.
    Package { ecosystems: Vec<String>, name: String, version: Option<String>, scope: Scope },
    /// A product of NVD.
    Product(Named),
    /// A product of a supplier, both by name, as CVE records and advisories name them.
    Supplied { supplier: String, product: String, version: Option<String> },
    /// Source code in a repository.
    Repository { key: String, commit: Option<String>, version: Option<String> },
}

/// How far the ecosystem of a package is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    /// An ecosystem of its own.
    Ecosystem,
    /// A known release of a distribution.
    Release,
    /// Some release of a distribution, it is not said which.
    AnyRelease(&'static str),
}

/// What was found out about a package's identity.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Identities {
    pub(crate) found: Vec<Identity>,
    /// Ways that led nowhere, with the reason.
    pub(crate) failed: Vec<Attempt>,
    /// Whether it is a package of a distribution: its fixes come without a new upstream version.
    pub(crate) of_distribution: bool,
}

impl Identities {
    pub(super) fn fail(&mut self, way: Way, identifier: &str, outcome: impl Into<String>) {
        self.failed.push(Attempt {
            way,
            identifier: identifier.to_owned(),
            keys: Vec::new(),
            covered_by: Vec::new(),
            records: 0,
            outcome: outcome.into(),
        });
    }

    pub(super) fn push(&mut self, identity: Identity) {
        if !self.found.contains(&identity) {
            self.found.push(identity);
        }
    }
}

/// Identifies an item of the inventory.
pub(crate) fn of(
    item: &Item,
    database: &Database,
    options: &Options,
    sources: &SourceNames,
) -> Result<Identities, Damage> {
    let package = &item.package;
    let mut identities = Identities::default();
    if let Some(pin) = pin_of(package, options) {
        pinned(pin, package, database, &mut identities);
        return Ok(identities);
    }
    let purl = package.purl.as_ref();
    let way = Way::Purl;
    match purl.map(|purl| (&purl.raw, purl.parsed.as_ref(), purl.problem.as_deref())) {
        None => identities.fail(way, "", "the SBOM states no package URL"),
        Some((_, Some(parsed), _)) => from_purl(parsed, way, item, database, sources, &mut identities),
        Some((raw, None, problem)) => {
            identities.fail(
                way,
                raw,
                format!("it is no package URL: {}", problem.unwrap_or("it cannot be read")),
            );
        }
    }
    product::from_cpes(package, database, &mut identities)?;
    if !identities.found.iter().any(is_package) {
        repository(package, &mut identities);
    }
    if identities.found.is_empty() {
        product::from_name(package, database, &mut identities)?;
    }
    Ok(identities)
}

fn is_package(identity: &Identity) -> bool {
    matches!(identity.target, Target::Package { .. })
}

/// The pin for a package, the most exact first.
fn pin_of<'o>(package: &Package, options: &'o Options) -> Option<&'o Pin> {
    if options.pins.is_empty() {
        return None;
    }
    pin_keys(package).into_iter().find_map(|key| options.pins.get(&key))
}

/// What a package can be pinned by: its key, its purl as written or in canonical form, `name@version`, its name.
pub(crate) fn pin_keys(package: &Package) -> Vec<String> {
    let purl = package.purl.as_ref();
    let keys = [
        Some(package.key().to_string()),
        purl.map(|purl| purl.raw.clone()),
        purl.and_then(vigil_sbom::PackagePurl::canonical),
        package.version.as_ref().map(|version| format!("{}@{version}", package.name)),
        Some(package.name.clone()),
    ];
    keys.into_iter().flatten().collect()
}

fn pinned(pin: &Pin, package: &Package, database: &Database, identities: &mut Identities) {
    if let Some(text) = &pin.purl {
        let purl = vigil_sbom::PackagePurl::read(text.as_str());
        match &purl.parsed {
            Some(parsed) => {
                let mut item = package.clone();
                item.purl = Some(purl.clone());
                let parts = Parts { package: &item, way: Way::Pinned, trusts_name: true };
                parts.read(parsed, database, identities);
            }
            None => identities.fail(Way::Pinned, text, "the pinned package URL cannot be read"),
        }
    }
    for text in &pin.cpes {
        match Cpe::parse(text) {
            Ok(cpe) if cpe.key().is_none() => {
                identities.fail(Way::Pinned, text, "vendor or product of the pinned CPE name is open");
            }
            Ok(cpe) => {
                let named = Named::new(cpe, version_of(package));
                let target = Target::Product(named);
                identities.push(Identity { way: Way::Pinned, identifier: text.clone(), target });
            }
            Err(error) => {
                identities.fail(Way::Pinned, text, format!("the pinned CPE name cannot be read: {error}"));
            }
        }
    }
}

fn from_purl(
    purl: &vigil_sbom::Purl,
    way: Way,
    item: &Item,
    database: &Database,
    sources: &SourceNames,
    identities: &mut Identities,
) {
    let parts = Parts { package: &item.package, way, trusts_name: sources.are_stated_in(&item.sbom_file) };
    parts.read(purl, database, identities);
}

/// What is needed to read a purl.
pub(super) struct Parts<'p> {
    pub(super) package: &'p Package,
    pub(super) way: Way,
    /// Whether a distribution's package without a stated source package has the name of its source package.
    pub(super) trusts_name: bool,
}

impl Parts<'_> {
    fn read(&self, purl: &vigil_sbom::Purl, database: &Database, identities: &mut Identities) {
        let kind = purl.ty();
        let (namespace, name) = (purl.namespace(), purl.name());
        let distro = purl.qualifiers().get("distro").map(AsRef::as_ref);
        let version = purl.version().filter(|v| !v.is_empty()).or(self.package.version.as_deref());
        match ecosystem::of_purl(kind, namespace, distro) {
            Place::Ecosystem(ecosystem) => {
                let target = Target::Package {
                    ecosystems: vec![ecosystem.to_owned()],
                    name: ecosystem::purl_name(kind, namespace, name),
                    version: version.map(|version| plain_version(kind, version).to_owned()),
                    scope: Scope::Ecosystem,
                };
                identities.push(Identity { way: self.way, identifier: purl.to_string(), target });
            }
            Place::Distribution { family, release } => {
                identities.of_distribution = true;
                self.distribution(purl, family, release.as_deref(), database, identities);
            }
            Place::Unknown if matches!(kind, "github" | "gitlab" | "bitbucket") => {
                let host =
                    if kind == "bitbucket" { "bitbucket.org".to_owned() } else { format!("{kind}.com") };
                let address = format!("{host}/{}/{name}", namespace.unwrap_or_default());
                let commit = version.filter(|version| is_commit(version)).map(str::to_owned);
                let target = Target::Repository {
                    key: ecosystem::plain_repository(&address),
                    version: version.filter(|_| commit.is_none()).map(str::to_owned),
                    commit,
                };
                identities.push(Identity { way: self.way, identifier: purl.to_string(), target });
            }
            Place::Unknown => {
                let outcome = match kind {
                    "generic" => "a generic package URL names no ecosystem".to_owned(),
                    "deb" | "rpm" | "apk" | "alpm" => {
                        identities.of_distribution = true;
                        format!("no feed knows the distribution `{}`", namespace.unwrap_or("(none)"))
                    }
                    kind => format!("no feed knows packages of type `{kind}`"),
                };
                identities.fail(self.way, &purl.to_string(), outcome);
            }
        }
    }
}

/// A version as the feeds of its ecosystem write it.
fn plain_version<'v>(kind: &str, version: &'v str) -> &'v str {
    match kind {
        "golang" | "swift" | "composer" | "githubactions" => {
            let rest = version.strip_prefix('v').unwrap_or(version);
            if rest.starts_with(|c: char| c.is_ascii_digit()) { rest } else { version }
        }
        _ => version,
    }
}

/// The repository that the SBOM names: `vcs_url` of the purl, or a reference of kind `vcs`.
fn repository(package: &Package, identities: &mut Identities) {
    let purl = package.purl.as_ref().and_then(|purl| purl.parsed.as_ref());
    let stated = purl.and_then(|purl| purl.qualifiers().get("vcs_url").map(ToString::to_string));
    let reference = package.external_references.iter().find(|reference| reference.kind == "vcs");
    let Some(address) = stated.or_else(|| reference.map(|reference| reference.url.clone())) else { return };
    let key = ecosystem::plain_repository(&address);
    if key.is_empty() {
        return;
    }
    let behind = address.rsplit_once(['@', '#']).map(|(_, behind)| behind.trim_start_matches("commit="));
    let (commits, versions): (Vec<&str>, Vec<&str>) =
        version_of(package).into_iter().partition(|version| is_commit(version));
    let commit = behind.filter(|text| is_commit(text)).or(commits.first().copied()).map(str::to_owned);
    let version = versions.first().map(|version| (*version).to_owned());
    let target = Target::Repository { key, commit, version };
    identities.push(Identity { way: Way::Repository, identifier: address, target });
}

/// The version of a package: its own, else that of its purl.
pub(super) fn version_of(package: &Package) -> Option<&str> {
    let in_purl = || package.purl.as_ref()?.parsed.as_ref()?.version();
    package.version.as_deref().or_else(in_purl).filter(|version| !version.is_empty())
}

/// Whether a text is a commit's name.
fn is_commit(text: &str) -> bool {
    (text.len() == 40 || text.len() == 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
