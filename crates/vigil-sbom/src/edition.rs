//! The edition of an SBOM for others: trimmed by a policy that a person wrote. What was left out is marked where it was, so
//! that "withheld" is told apart from "not known".

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use vigil_finding::Finding;

use crate::{Original, Package, Property, Sbom, Support, findings};

/// The property that says what was left out of a package, or of the document.
pub const REDACTED: &str = "vigil:sbom:redacted";

/// What others do not get.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Fields of packages; [`Policy::fields`] has all of them.
    pub fields: BTreeSet<String>,
    /// Beginnings of the names of properties.
    pub properties: BTreeSet<String>,
    /// Kinds of references: `vcs`, `issue-tracker`.
    pub references: BTreeSet<String>,
    /// Names of packages of which only their existence is told; `*` at the end stands for any rest.
    pub withhold: BTreeSet<String>,
}

/// Why a policy cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// It is no policy.
    #[error("it is not a policy: {0}")]
    Syntax(String),
    /// It names a field that there is not.
    #[error("there is no field `{field}`; there are {known}")]
    Field {
        /// The field.
        field: String,
        /// All fields.
        known: String,
    },
}

/// An edition, and what is not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// The SBOM. It has no original: nothing that was left out can come back from there.
    pub sbom: Sbom,
    /// How many packages lost each field; `package` counts those withheld as a whole.
    pub redacted: BTreeMap<String, usize>,
    /// What the policy withholds and nothing in the SBOM fits: a slip of the pen would let it out.
    pub unused: Vec<String>,
}

/// Takes a field out of a package and says whether there was one.
type Take = fn(&mut Package) -> bool;

const TAKES: &[(&str, Take)] = &[
    ("supplier", |package| package.supplier.take().is_some()),
    ("manufacturer", |package| package.manufacturer.take().is_some()),
    ("publisher", |package| package.publisher.take().is_some()),
    ("authors", |package| !std::mem::take(&mut package.authors).is_empty()),
    ("purl", |package| package.purl.take().is_some()),
    ("cpe", |package| package.cpe.take().is_some()),
    ("swid", |package| package.swid.take().is_some()),
    ("hashes", |package| !std::mem::take(&mut package.hashes).is_empty()),
    ("licences", |package| !std::mem::take(&mut package.licences).is_empty()),
    ("copyright", |package| package.copyright.take().is_some()),
    ("description", |package| package.description.take().is_some()),
    ("pedigree", |package| package.pedigree.take().is_some()),
    ("evidence", |package| package.evidence.take().is_some()),
    ("references", |package| !std::mem::take(&mut package.external_references).is_empty()),
    // Facts on support are a field of their own, whatever they were read from.
    ("properties", |package| {
        let stated = on_support(package);
        let before = package.properties.len();
        package.properties.retain(|property| stated.contains(&property.name));
        package.properties.len() < before
    }),
    ("support", |package| {
        let stated = on_support(package);
        package.properties.retain(|property| !stated.contains(&property.name));
        std::mem::take(&mut package.support) != Support::default()
    }),
];

/// Properties that say more about a field: why it is not known, who says so. They go with it.
const BESIDE: &[(&str, &[&str])] = &[
    (
        "support",
        &[
            "vigil:support:",
            "vigil:support-level:",
            "vigil:level:",
            "vigil:end-of-support:",
            "vigil:end-of-life:",
        ],
    ),
    ("hashes", &["vigil:hash:"]),
    ("supplier", &["vigil:supplier:"]),
    ("licences", &["vigil:licence:"]),
    ("purl", &["vigil:identifier:", "vigil:purl:"]),
    ("cpe", &["vigil:identifier:", "vigil:cpe:"]),
];

/// Identifiers that also stand inside of other fields, with what they begin with there.
const IDENTIFIERS: [(&str, &str); 2] = [("purl", "pkg:"), ("cpe", "cpe:")];

/// The names of the properties that the facts on support were read from.
fn on_support(package: &Package) -> BTreeSet<String> {
    package.support.statements.iter().map(|said| said.property.clone()).collect()
}

impl Policy {
    /// The fields of packages that a policy can name.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        TAKES.iter().map(|(name, _)| *name)
    }

    /// Reads a policy file (TOML).
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for what is no policy, and for fields that there are not: a misspelt field would not be left out.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text).map_err(|error| PolicyError::Syntax(error.to_string()))?;
        match policy.fields.iter().find(|field| !Self::fields().any(|known| known == **field)) {
            None => Ok(policy),
            Some(field) => {
                let known = Self::fields().collect::<Vec<_>>().join(", ");
                Err(PolicyError::Field { field: field.clone(), known })
            }
        }
    }

    /// Whether references may tell what is withheld: many tools make them from the package URL.
    fn renames(&self) -> bool {
        !self.withhold.is_empty() || ["purl", "cpe", "swid"].iter().any(|field| self.fields.contains(*field))
    }

    /// The names and beginnings of names that fit nothing in `sbom`.
    fn unused(&self, sbom: &Sbom) -> Vec<String> {
        let alone = |pattern: &str| Self { withhold: [pattern.to_owned()].into(), ..Self::default() };
        let fits = |pattern: &str| sbom.all_packages().any(|package| alone(pattern).withholds(package));
        let names = self.withhold.iter().filter(|pattern| !fits(pattern));
        let begins = |start: &str| {
            let of_packages = sbom.all_packages().flat_map(|package| &package.properties);
            sbom.properties.iter().chain(of_packages).any(|property| property.name.starts_with(start))
        };
        names.chain(self.properties.iter().filter(|start| !begins(start))).cloned().collect()
    }

    fn withholds(&self, package: &Package) -> bool {
        self.withhold.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => package.name.starts_with(start),
            None => package.name == *pattern,
        })
    }
}

impl Edition {
    /// `sbom` as `policy` lets others have it. Fields of no known meaning are never in it: nobody can say what they tell.
    pub fn of(sbom: &Sbom, policy: &Policy) -> Self {
        let sbom = Sbom { signatures: Vec::new(), ..sbom.clone() };
        let mut edition = Self { sbom, redacted: BTreeMap::new(), unused: Vec::new() };
        let sbom = &mut edition.sbom;
        sbom.original = Original::default();
        sbom.serial_number = None;
        let mut document: Vec<String> = std::mem::take(&mut sbom.unknown).into_keys().collect();
        let properties = sbom.properties.len();
        sbom.properties.retain(|property| !begins(policy, &property.name));
        if sbom.properties.len() < properties {
            document.push("properties".to_owned());
        }
        // A service is kept as it came, fields of no known meaning included.
        if !std::mem::take(&mut sbom.services).is_empty() {
            document.push("services".to_owned());
        }
        let references = sbom.external_references.len();
        sbom.external_references.retain(|reference| !policy.references.contains(&reference.kind));
        if sbom.external_references.len() < references {
            document.push("references".to_owned());
        }
        // The names of withheld packages must not stand in what is told of the others.
        let names: BTreeSet<String> =
            sbom.all_packages().filter(|it| policy.withholds(it)).map(|it| it.name.clone()).collect();
        edition.unused = policy.unused(sbom);
        if without_unknown_ends(sbom) {
            document.push("dependencies".to_owned());
        }
        let mut renamed = BTreeMap::new();
        for (number, package) in sbom.primary.iter_mut().chain(&mut sbom.packages).enumerate() {
            for field in trim(package, number, policy, &names, &mut renamed) {
                *edition.redacted.entry(field).or_default() += 1;
            }
        }
        rename(sbom, &renamed);
        for field in &document {
            *edition.redacted.entry(format!("document.{field}")).or_default() += 1;
        }
        if !document.is_empty() {
            sbom.properties.push(mark(document.join(", ")));
        }
        edition
    }
}

impl Edition {
    /// What was withheld, as findings.
    pub fn findings(&self) -> Vec<Finding> {
        self.redacted
            .iter()
            .map(|(field, count)| findings::withheld(field, *count, &self.sbom.file))
            .chain(self.unused.iter().map(|pattern| findings::nothing_withheld(pattern, &self.sbom.file)))
            .collect()
    }
}

/// Leaves out of `package` what the policy says, marks it, and gives back the names of what was left out.
fn trim(
    package: &mut Package,
    number: usize,
    policy: &Policy,
    names: &BTreeSet<String>,
    renamed: &mut BTreeMap<String, String>,
) -> Vec<String> {
    if policy.withholds(package) {
        let mut bare = Package::named("(withheld)");
        let reference = format!("withheld-{number}");
        if let Some(known) = package.bom_ref.take() {
            renamed.insert(known, reference.clone());
        }
        bare.bom_ref = Some(reference);
        (bare.pointer, bare.parent) = (std::mem::take(&mut package.pointer), package.parent.take());
        (bare.kind, bare.place) = (package.kind.clone(), package.place.clone());
        bare.properties.push(mark("package".to_owned()));
        *package = bare;
        return vec!["package".to_owned()];
    }
    let mut left_out: Vec<String> = Vec::new();
    for (name, take) in TAKES.iter().filter(|(name, _)| policy.fields.contains(*name)) {
        let beside = BESIDE.iter().find(|(field, _)| field == name).map_or(&[][..], |(_, all)| *all);
        let before = package.properties.len();
        package.properties.retain(|property| !beside.iter().any(|start| property.name.starts_with(start)));
        let had_beside = package.properties.len() < before;
        if take(package) || had_beside {
            left_out.push((*name).to_owned());
        }
    }
    if policy.renames()
        && let Some(known) = package.bom_ref.take()
    {
        let reference = format!("package-{number}");
        renamed.insert(known, reference.clone());
        package.bom_ref = Some(reference);
    }
    let identifiers = IDENTIFIERS.iter().filter(|(field, _)| policy.fields.contains(*field));
    for told in identifiers.map(|(_, start)| *start).chain(names.iter().map(String::as_str)) {
        left_out.extend(repeated(package, told));
    }
    let properties = package.properties.len();
    package.properties.retain(|property| !begins(policy, &property.name));
    if package.properties.len() < properties {
        left_out.push("properties".to_owned());
    }
    if crate::write::withhold_support(&mut package.support, |property| begins(policy, property)) {
        left_out.push("support".to_owned());
    }
    let references = package.external_references.len();
    package.external_references.retain(|reference| !policy.references.contains(&reference.kind));
    if package.external_references.len() < references {
        left_out.push("references".to_owned());
    }
    if !std::mem::take(&mut package.unknown).is_empty() {
        left_out.push("other fields".to_owned());
    }
    left_out.sort();
    left_out.dedup();
    if !left_out.is_empty() {
        package.properties.push(mark(left_out.join(", ")));
    }
    left_out
}

/// Leaves out what repeats an identifier that begins with `start`, and names the fields.
fn repeated(package: &mut Package, start: &str) -> Vec<String> {
    let mut left_out = Vec::new();
    let properties = package.properties.len();
    let is_told = |text: &Option<String>| text.as_deref().is_some_and(|text| text.contains(start));
    package.properties.retain(|property| !property.name.contains(start) && !is_told(&property.value));
    for (name, text) in [("description", &mut package.description), ("copyright", &mut package.copyright)] {
        if is_told(text) {
            *text = None;
            left_out.push(name.to_owned());
        }
    }
    if package.properties.len() < properties {
        left_out.push("properties".to_owned());
    }
    let references = package.external_references.len();
    package.external_references.retain(|reference| !reference.url.contains(start));
    if package.external_references.len() < references {
        left_out.push("references".to_owned());
    }
    if package.pedigree.as_ref().is_some_and(|it| tells(it, start)) {
        package.pedigree = None;
        left_out.push("pedigree".to_owned());
    }
    if package.evidence.as_ref().is_some_and(|it| tells(it, start)) {
        package.evidence = None;
        left_out.push("evidence".to_owned());
    }
    left_out
}

/// Drops relationships from and to what is not in the SBOM: such a reference tells a name, and leads nowhere.
fn without_unknown_ends(sbom: &mut Sbom) -> bool {
    let packages = sbom.all_packages().filter_map(|it| it.bom_ref.clone());
    let known: BTreeSet<String> = packages.collect();
    let mut dropped = false;
    for edges in [&mut sbom.dependencies, &mut sbom.provides] {
        edges.retain(|from, to| {
            let before = to.len();
            to.retain(|it| known.contains(it));
            let keeps = known.contains(from);
            dropped |= to.len() < before || !keeps;
            keeps
        });
    }
    for composition in &mut sbom.compositions {
        for references in [&mut composition.assemblies, &mut composition.dependencies] {
            let before = references.len();
            references.retain(|it| known.contains(it));
            dropped |= references.len() < before;
        }
    }
    dropped
}

/// Whether `start` stands anywhere in a value; one that cannot be looked through counts as telling.
fn tells(value: &impl Serialize, start: &str) -> bool {
    serde_json::to_string(value).map_or(true, |text| text.contains(start))
}

fn begins(policy: &Policy, name: &str) -> bool {
    policy.properties.iter().any(|start| name.starts_with(start.as_str()))
}

fn mark(what: String) -> Property {
    Property { name: REDACTED.to_owned(), value: Some(what) }
}

/// References of withheld packages tell their names: they get new ones everywhere.
fn rename(sbom: &mut Sbom, renamed: &BTreeMap<String, String>) {
    if renamed.is_empty() {
        return;
    }
    let new = |id: String| renamed.get(&id).cloned().unwrap_or(id);
    for edges in [&mut sbom.dependencies, &mut sbom.provides] {
        *edges = std::mem::take(edges)
            .into_iter()
            .map(|(from, to)| (new(from), to.into_iter().map(new).collect()))
            .collect();
    }
    for composition in &mut sbom.compositions {
        for references in [&mut composition.assemblies, &mut composition.dependencies] {
            *references = std::mem::take(references).into_iter().map(new).collect();
        }
    }
}
