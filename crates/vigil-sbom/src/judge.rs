//! An SBOM against a list of minimum elements: per field and package what is stated, what is said to be unknown, what
//! cannot be used and what is missing.
//!
//! A profile is data (`profiles/*.toml`); how a field is looked at stands in `fields`. A recommendation is called one.

mod fields;
mod place;
mod profile;

use serde::Serialize;
use vigil_base::Place;
use vigil_finding::{Finding, Severity};

pub use profile::{Profile, Wanted};

use crate::facts::FieldFacts;
use crate::{Fact, Format, Package, Sbom, findings};
use fields::{FIELDS, Field, Of};
use place::Places;

/// Most findings of one field that are written out for people; the rest are counted in one more.
const FOR_PEOPLE: usize = 100;
/// Most for programs: a file that is wrong a million times must not take a million messages.
const FOR_PROGRAMS: usize = 10_000;

/// What a profile's look at an SBOM gave.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    /// The file.
    pub file: String,
    /// The profile.
    pub profile: String,
    /// Per field how many state it.
    pub fields: Vec<Tally>,
    /// What is missing, unknown or unusable.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// One field in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The field.
    pub field: String,
    /// What the list calls it.
    pub clause: String,
    /// Stated and usable.
    pub stated: usize,
    /// Said to be unknown.
    pub said_unknown: usize,
    /// Written, but not usable.
    pub unusable: usize,
    /// Not written.
    pub absent: usize,
}

impl Judged {
    /// Looks at `sbom` as `profile` asks. Of each field the first hundred findings are written out.
    pub fn of(sbom: &Sbom, profile: &Profile) -> Self {
        Self::up_to(FOR_PEOPLE, sbom, profile)
    }

    /// The same for a program that reads the findings: of each field the first ten thousand.
    pub fn in_full(sbom: &Sbom, profile: &Profile) -> Self {
        Self::up_to(FOR_PROGRAMS, sbom, profile)
    }

    fn up_to(most: usize, sbom: &Sbom, profile: &Profile) -> Self {
        let graph = sbom.graph();
        let packages: Vec<_> =
            sbom.all_packages().map(|package| (package, FieldFacts::of(package, &graph))).collect();
        let mut judged = Self {
            file: sbom.file.clone(),
            profile: profile.id.clone(),
            fields: Vec::new(),
            findings: Vec::new(),
        };
        let mut places = Places::of(sbom);
        for wanted in &profile.fields {
            let Some(field) = FIELDS.iter().find(|field| field.name == wanted.name) else { continue };
            judged.field(field, &Asked { wanted, profile, sbom, most }, &packages, &mut places);
        }
        judged.findings.extend(before_build(sbom));
        if profile.fields.iter().all(|wanted| wanted.name != "licence") {
            judged.findings.extend(licence_words(most, sbom, &mut places));
        }
        vigil_finding::finding::sort(&mut judged.findings);
        judged
    }

    fn field(
        &mut self,
        field: &Field,
        asked: &Asked<'_>,
        packages: &[(&Package, FieldFacts)],
        places: &mut Places<'_>,
    ) {
        let Asked { wanted, profile, sbom, most } = *asked;
        let mut tally = Tally { field: field.name.into(), clause: wanted.clause.clone(), ..Tally::default() };
        let (mut found, mut all) = (Vec::new(), 0);
        match field.of {
            Of::Sbom(look) => {
                found.extend(finding(field, asked, None, &tally.counted(look(sbom)), places));
            }
            Of::Package(look) => {
                for (package, facts) in packages {
                    let fact = tally.counted(look(package, facts));
                    if found.len() < most {
                        found.extend(finding(field, asked, Some(package), &fact, places));
                    }
                    all += usize::from(is_gap(field, &fact, Some(package)));
                }
            }
        }
        if all > most {
            found.push(more(field, profile, wanted.severity, all - most, &sbom.file));
        }
        self.findings.append(&mut found);
        self.fields.push(tally);
    }
}

/// What is found of the field `name` of a package, as every profile finds it: a placeholder, a range, a digest that is weak or
/// of the wrong length is unusable. None where there is no such field of packages.
pub fn package_fact(name: &str, package: &Package, facts: &FieldFacts) -> Option<Fact> {
    let field = FIELDS.iter().find(|field| field.name == name)?;
    match field.of {
        Of::Package(look) => Some(look(package, facts)),
        Of::Sbom(_) => None,
    }
}

/// An SBOM of the sources lists what could be linked, not what was. No list of minimum elements asks; a reviewer does.
fn before_build(sbom: &Sbom) -> Option<Finding> {
    let phases: Vec<&str> = sbom.lifecycles.iter().filter_map(|stage| stage.phase.as_deref()).collect();
    let is_early = |phase: &&str| ["design", "pre-build"].contains(phase);
    if phases.is_empty() || !phases.iter().all(is_early) {
        return None;
    }
    let stage = phases.join(", ");
    let message = format!(
        "the SBOM was made before the build (`{stage}`): it lists what is declared, not what was built in"
    );
    let finding = Finding::new("sbom.before-build", Severity::Warning, message, &sbom.file);
    let finding = finding
        .at(Place::start_of(&sbom.file))
        .help("make it in the build, from what is built (docs/sbom.md names tools)");
    Some(
        finding
            .help("where the two are the same, say so in `metadata.lifecycles` (`build`)")
            .see("project judgement"),
    )
}

/// Licences that are no SPDX expressions, where the list does not ask for licences: a program cannot compare them.
fn licence_words(most: usize, sbom: &Sbom, places: &mut Places<'_>) -> Vec<Finding> {
    let Some(field) = FIELDS.iter().find(|field| field.name == "licence") else { return Vec::new() };
    let (mut found, mut all) = (Vec::new(), 0);
    for package in sbom.all_packages() {
        let fact = fields::licence(package);
        let Fact::Unusable { value, reason, .. } = &fact else { continue };
        all += 1;
        if found.len() < most {
            let subject = package.key().to_string();
            let message = format!("`{}` states a licence `{}`: {reason}", short(&subject), short(value));
            let finding = Finding::new("sbom.licence-words", Severity::Note, message, subject);
            let help = "write an identifier of the SPDX licence list, an expression of them, or `LicenseRef-` and a name of your own";
            found.push(
                finding.at(places.place(field, &fact, Some(package))).help(help).see("project judgement"),
            );
        }
    }
    if all > most {
        found.push(findings::more("sbom.licence-words", all - most, Severity::Note, &sbom.file));
    }
    found
}

impl Tally {
    fn counted(&mut self, fact: Fact) -> Fact {
        *match fact {
            Fact::Stated { .. } => &mut self.stated,
            Fact::SaidUnknown { .. } => &mut self.said_unknown,
            Fact::Unusable { .. } => &mut self.unusable,
            Fact::Absent => &mut self.absent,
        } += 1;
        fact
    }
}

fn code(field: &Field, profile: &Profile) -> String {
    format!("sbom.{}.{}", profile.id, field.name)
}

/// What is asked, of what.
struct Asked<'a> {
    wanted: &'a Wanted,
    profile: &'a Profile,
    sbom: &'a Sbom,
    /// Most findings of one field.
    most: usize,
}

/// Whether a fact is a gap. An end of support that nobody knows is none where the file justifies it: the guidance asks for the
/// one or the other.
fn is_gap(field: &Field, fact: &Fact, package: Option<&Package>) -> bool {
    let is_justified = field.name == "end-of-support"
        && package.is_some_and(|package| package.support.justification.is_some());
    match fact {
        Fact::Stated { .. } => false,
        Fact::SaidUnknown { .. } => !is_justified,
        Fact::Unusable { .. } | Fact::Absent => true,
    }
}

fn finding(
    field: &Field,
    asked: &Asked<'_>,
    package: Option<&Package>,
    fact: &Fact,
    places: &mut Places<'_>,
) -> Option<Finding> {
    if !is_gap(field, fact, package) {
        return None;
    }
    let Asked { wanted, profile, sbom, .. } = *asked;
    let subject = package.map_or_else(|| sbom.file.clone(), |package| package.key().to_string());
    let who = package.map_or_else(|| "the SBOM".to_owned(), |_| format!("`{}`", short(&subject)));
    let (message, severity) = match fact {
        Fact::Stated { .. } => return None,
        Fact::SaidUnknown { value, .. } => (
            format!("{who} says of its {} only `{}`", field.words, short(value)),
            wanted.severity.min(Severity::Warning),
        ),
        Fact::Unusable { value, reason, .. } if value.is_empty() => {
            (format!("{who} has no usable {}: {reason}", field.words), wanted.severity)
        }
        Fact::Unusable { value, reason, .. } => {
            (format!("{who} has no usable {}: `{}`, {reason}", field.words, short(value)), wanted.severity)
        }
        Fact::Absent => (format!("{who} states no {}", field.words), wanted.severity),
    };
    let place = places.place(field, fact, package);
    let help = match fact {
        Fact::SaidUnknown { .. } => {
            format!("find it out and write {}, or justify in the file why it is unknown", write(field, sbom))
        }
        _ => format!("have the SBOM tool write {}", write(field, sbom)),
    };
    let see = format!("{}: {} ({})", profile.source, wanted.clause, profile.force);
    Some(Finding::new(code(field, profile), severity, message, subject).at(place).help(help).see(see))
}

/// What to write, in the words of the SBOM's own format.
fn write(field: &Field, sbom: &Sbom) -> &'static str {
    match sbom.format {
        Format::SpdxJson | Format::SpdxTagValue | Format::SpdxYaml | Format::SpdxXml | Format::SpdxTar => {
            field.write[1]
        }
        Format::Spdx3 => field.write[2],
        _ => field.write[0],
    }
}

fn more(field: &Field, profile: &Profile, severity: Severity, count: usize, file: &str) -> Finding {
    let message = format!("{count} more packages without a usable {} are not shown", field.words);
    Finding::new(code(field, profile), severity, message, file).at(Place::start_of(file))
}

/// Foreign text, short enough for a message and without characters that could steer a terminal.
fn short(text: &str) -> String {
    text.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_readable_and_asks_for_known_fields_only() {
        let all = Profile::all();
        let ids: Vec<_> = all.iter().map(|profile| profile.id.as_str()).collect();
        assert_eq!(ids, ["fda", "ntia", "cisa-2026", "bsi", "cra"]);
        for profile in &all {
            assert_eq!(profile.unknown_fields(), Vec::<&str>::new(), "{}", profile.id);
        }
        for field in FIELDS {
            let is_used =
                all.iter().any(|profile| profile.fields.iter().any(|wanted| wanted.name == field.name));
            assert!(is_used, "{} is asked for by no profile", field.name);
        }
    }
}
