//! How each field is looked at, and what to write where it is missing.

use crate::facts::{FieldFacts, says_unknown};
use crate::{Claim, Fact, Form, Format, Hash, Package, Reach, Sbom, Verdict};

/// A field that a profile can ask for.
pub(super) struct Field {
    pub(super) name: &'static str,
    /// Its name in a sentence: "states no ...".
    pub(super) words: &'static str,
    pub(super) of: Of,
    /// What to write: in CycloneDX, in SPDX 2, in SPDX 3.
    pub(super) write: [&'static str; 3],
}

/// What a field belongs to.
pub(super) enum Of {
    /// The whole SBOM.
    Sbom(fn(&Sbom) -> Fact),
    /// Each package.
    Package(fn(&Package, &FieldFacts) -> Fact),
}

const fn sbom(
    name: &'static str,
    words: &'static str,
    look: fn(&Sbom) -> Fact,
    write: [&'static str; 3],
) -> Field {
    Field { name, words, of: Of::Sbom(look), write }
}

const fn package(
    name: &'static str,
    words: &'static str,
    look: fn(&Package, &FieldFacts) -> Fact,
    write: [&'static str; 3],
) -> Field {
    Field { name, words, of: Of::Package(look), write }
}

pub(super) static FIELDS: &[Field] = &[
    sbom(
        "author",
        "author",
        author,
        [
            "`metadata.authors` or `metadata.manufacturer`",
            "a `Creator` that is a person or organisation",
            "`createdBy`",
        ],
    ),
    sbom(
        "timestamp",
        "readable time of its making",
        timestamp,
        ["`metadata.timestamp`", "`Created`", "`created`"],
    ),
    sbom(
        "primary",
        "one package that it describes",
        primary,
        ["`metadata.component`", "one `DESCRIBES` relationship", "`rootElement`"],
    ),
    sbom("tool", "tool that made it", tool, ["`metadata.tools`", "a `Creator: Tool:`", "`createdUsing`"]),
    sbom(
        "tool-version",
        "version of the tool that made it",
        tool_version,
        ["the tool's `version`", "`Creator: Tool: name-version`", "the version in the tool's `name`"],
    ),
    sbom(
        "generation-context",
        "stage of the software's life at which it was made",
        context,
        [
            "`metadata.lifecycles`",
            "a `CreatorComment` with the line `SBOM type: build`; better CycloneDX or SPDX 3, which have a field for it",
            "`software_sbomType`",
        ],
    ),
    sbom(
        "sbom-version",
        "version of its own",
        edition,
        [
            "`version` and `serialNumber`",
            "a `DocumentNamespace` of its own for each edition",
            "an identifier of its own for each edition",
        ],
    ),
    sbom(
        "signature",
        "signature of its author",
        signature,
        [
            "`signature`, or sign the file and keep the signature beside it",
            "nothing: sign the file and keep the signature beside it",
            "nothing: sign the file and keep the signature beside it",
        ],
    ),
    sbom("format", "name of a known format", format, ["CycloneDX", "SPDX", "SPDX"]),
    sbom(
        "format-version",
        "version of its format",
        format_version,
        ["`specVersion`", "`SPDXVersion`", "`specVersion`"],
    ),
    sbom(
        "recent-format",
        "format that is new enough",
        recent,
        ["CycloneDX 1.6 or newer", "SPDX 3.0.1 or CycloneDX 1.6, or newer", "SPDX 3.0.1 or newer"],
    ),
    sbom(
        "no-vulnerabilities",
        "inventory without vulnerability information",
        no_vulnerabilities,
        [
            "vulnerabilities into a VEX file of its own",
            "advisories into a file of its own",
            "vulnerabilities into a file of its own",
        ],
    ),
    sbom(
        "top-level",
        "top-level dependencies",
        top_level,
        [
            "`dependencies` of the primary component",
            "`DEPENDS_ON` relationships of the described package",
            "`dependsOn` relationships of the root element",
        ],
    ),
    package(
        "supplier",
        "supplier",
        |_, facts| facts.supplier.clone(),
        ["`supplier.name`", "`PackageSupplier`", "`suppliedBy`"],
    ),
    package("name", "name", |_, facts| facts.name.clone(), ["`name`", "`PackageName`", "`name`"]),
    package("version", "version", version, ["`version`", "`PackageVersion`", "`software_packageVersion`"]),
    package(
        "identifier",
        "unique identifier",
        |_, facts| facts.identifier.clone(),
        [
            "`purl` or `cpe`",
            "an `ExternalRef` of type `purl` or `cpe23Type`",
            "`software_packageUrl` or an `externalIdentifier`",
        ],
    ),
    package(
        "hash",
        "digest",
        hash,
        [
            "`hashes` with SHA-256 or stronger",
            "`PackageChecksum: SHA256:`",
            "`verifiedUsing` with `sha256` or stronger",
        ],
    ),
    package(
        "hash-value",
        "value of a digest",
        |_, facts| facts.hash.clone(),
        ["`hashes[].content`", "`PackageChecksum: SHA256:`", "`verifiedUsing[].hashValue`"],
    ),
    package(
        "hash-algorithm",
        "algorithm of a digest",
        hash_algorithm,
        [
            "`hashes[].alg`, SHA-256 or stronger",
            "`PackageChecksum: SHA256:`",
            "`verifiedUsing[].algorithm`, `sha256` or stronger",
        ],
    ),
    package(
        "hash-sha512",
        "SHA-512 digest",
        sha512,
        [
            "`hashes` with SHA-512, or an external reference `distribution` with one",
            "`PackageChecksum: SHA512:`",
            "`verifiedUsing` with `sha512`",
        ],
    ),
    package(
        "licence",
        "licence",
        |package, _| licence(package),
        [
            "`licenses` with an SPDX `id` or `expression`",
            "`PackageLicenseDeclared`",
            "a `hasDeclaredLicense` relationship",
        ],
    ),
    package(
        "relationship",
        "relationship",
        |_, facts| facts.relationship.clone(),
        [
            "an entry in `dependencies`, empty if it needs nothing",
            "a `DEPENDS_ON` relationship, to `NONE` if it needs nothing",
            "a `dependsOn` relationship",
        ],
    ),
    package(
        "support-level",
        "level of support",
        |_, facts| facts.support_level.clone(),
        [
            "the property `vigil:support:level`, such as `actively-maintained`",
            "an annotation `vigil:support:level: actively-maintained`",
            "`supportLevel`",
        ],
    ),
    package(
        "end-of-support",
        "end of support",
        |_, facts| facts.end_of_support.clone(),
        [
            "the property `cdx:lifecycle:milestone:endOfSupport` with a day, or `vigil:support:justification`",
            "`ValidUntilDate`",
            "`validUntilTime`",
        ],
    ),
    package(
        "filename",
        "file name",
        filename,
        [
            "the property `bsi:component:filename`",
            "`PackageFileName`",
            "an `Annotation` with the statement `bsi:component:filename=NAME`",
        ],
    ),
    package(
        "file-properties",
        "statement whether it is executable, an archive, structured",
        file_properties,
        [
            "the properties `bsi:component:executable`, `:archive` and `:structured`",
            "nothing: SPDX 2 has no field for it",
            "three `Annotation`s with statements such as `bsi:component:executable=executable`",
        ],
    ),
];

fn stated(value: impl Into<String>, field: &str) -> Fact {
    Fact::Stated { value: value.into(), field: field.to_owned() }
}

fn unusable(value: &str, field: &str, reason: &str) -> Fact {
    Fact::Unusable { value: value.to_owned(), field: field.to_owned(), reason: reason.to_owned() }
}

fn some(value: Option<&str>, field: &str) -> Fact {
    match value {
        Some(value) if says_unknown(value) => Fact::SaidUnknown { value: value.into(), field: field.into() },
        Some(value) => stated(value, field),
        None => Fact::Absent,
    }
}

fn author(sbom: &Sbom) -> Fact {
    let people = sbom.authors.iter().find_map(|author| author.name.as_deref().or(author.email.as_deref()));
    let party = sbom.manufacturer.iter().chain(&sbom.supplier).find_map(|party| party.name.as_deref());
    some(people.or(party), "author")
}

fn timestamp(sbom: &Sbom) -> Fact {
    match &sbom.timestamp {
        Some(time) if time.day.is_none() => unusable(&time.text, "timestamp", "it is not a time"),
        time => some(time.as_ref().map(|time| time.text.as_str()), "timestamp"),
    }
}

fn primary(sbom: &Sbom) -> Fact {
    some(sbom.primary.as_ref().map(|package| package.name.as_str()), "primary")
}

fn tool(sbom: &Sbom) -> Fact {
    some(sbom.tools.iter().find_map(|tool| tool.name.as_deref()), "tools")
}

fn tool_version(sbom: &Sbom) -> Fact {
    some(sbom.tools.iter().find_map(|tool| tool.version.as_deref()), "tools")
}

fn context(sbom: &Sbom) -> Fact {
    some(
        sbom.lifecycles.iter().find_map(|stage| stage.phase.as_deref().or(stage.name.as_deref())),
        "lifecycles",
    )
}

fn edition(sbom: &Sbom) -> Fact {
    match (&sbom.serial_number, sbom.version) {
        (_, Some(version)) => stated(version.to_string(), "version"),
        (Some(serial), None) => stated(serial, "serialNumber"),
        (None, None) => Fact::Absent,
    }
}

fn signature(sbom: &Sbom) -> Fact {
    let of_whole = |claim: &&Claim| claim.form != Form::Jsf || claim.pointer.starts_with("/signature");
    let claims: Vec<&Claim> = sbom.signatures.iter().filter(of_whole).collect();
    let wrong = claims.iter().find_map(|claim| match &claim.verdict {
        Verdict::NotValid { why } => Some(why),
        _ => None,
    });
    match (claims.is_empty(), wrong) {
        (_, Some(why)) => unusable("", "signature", &format!("it {why}")),
        (false, None) => stated("with the document", "signature"),
        (true, None) => Fact::Absent,
    }
}

fn format(sbom: &Sbom) -> Fact {
    match sbom.format {
        Format::Csv | Format::Xlsx => unusable(sbom.format.name(), "format", "it is no format for SBOMs"),
        format => stated(format.name(), "format"),
    }
}

fn format_version(sbom: &Sbom) -> Fact {
    some(Some(sbom.spec_version.as_str()).filter(|version| !version.is_empty()), "specVersion")
}

fn recent(sbom: &Sbom) -> Fact {
    let is_recent = match sbom.format {
        Format::CyclonedxJson | Format::CyclonedxXml => minor(&sbom.spec_version) >= 6,
        Format::Spdx3 => sbom.spec_version != "3.0.0" && sbom.spec_version != "3.0",
        _ => false,
    };
    let stated_as = format!("{} {}", sbom.format.name(), sbom.spec_version);
    if is_recent { stated(stated_as, "format") } else { unusable(&stated_as, "format", "it is too old") }
}

fn minor(version: &str) -> u32 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0)
}

fn no_vulnerabilities(sbom: &Sbom) -> Fact {
    // SPDX has references to advisories in packages (SPDX 2) and elements of a profile of its own (SPDX 3).
    let advisory = |package: &&Package| {
        package.external_references.iter().any(|it| ["advisory", "fix"].contains(&it.kind.as_str()))
    };
    if let Some(package) = sbom.all_packages().find(advisory) {
        return unusable(&package.name, "externalRefs", "it refers to an advisory");
    }
    if sbom.format == Format::Spdx3 && sbom.original.text().contains("\"security_Vulnerability\"") {
        return unusable("security_Vulnerability", "vulnerabilities", "they stand in it");
    }
    match sbom.unknown.get("vulnerabilities") {
        Some(found) if found.as_array().is_none_or(|all| !all.is_empty()) => {
            unusable("vulnerabilities", "vulnerabilities", "they stand in it")
        }
        _ => stated("none", "vulnerabilities"),
    }
}

/// The primary package needs something, or states that it needs nothing.
fn top_level(sbom: &Sbom) -> Fact {
    match sbom.graph().reach() {
        Reach::Known { reached, .. } if !reached.is_empty() || sbom.packages.is_empty() => {
            stated(reached.len().to_string(), "dependencies")
        }
        Reach::Known { .. } => Fact::Absent,
        Reach::Unknown { reason } => unusable("", "dependencies", reason),
    }
}

/// A placeholder or a range is no version.
fn version(package: &Package, facts: &FieldFacts) -> Fact {
    match &facts.version {
        Fact::Stated { value, field } => match no_version(value) {
            Some(reason) => unusable(value, field, reason),
            None if package.version.is_none() => unusable(value, field, "it is a range, not one version"),
            None => facts.version.clone(),
        },
        other => other.clone(),
    }
}

/// Why `text` is no version.
fn no_version(text: &str) -> Option<&'static str> {
    const PLACEHOLDERS: [&str; 16] = [
        "n/a",
        "na",
        "none",
        "null",
        "tbd",
        "todo",
        "-",
        "?",
        "*",
        "latest",
        "current",
        "undefined",
        "unspecified",
        "any",
        "x.y.z",
        "version",
    ];
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if PLACEHOLDERS.contains(&lower.as_str()) || lower.starts_with("${") || lower.starts_with("{{") {
        return Some("it is a placeholder");
    }
    let is_range =
        text.starts_with(['^', '~', '>', '<', '=', '[', '(']) || text.contains("||") || text.contains(" - ");
    let is_open = lower.strip_suffix(['x', '*']).is_some_and(|rest| rest.ends_with('.'))
        || (text.contains(',') && text.contains(['<', '>']));
    (is_range || is_open).then_some("it is a range, not one version")
}

/// Digests that bytes of another's making can have. Adler-32 and CRC-32 are checksums against accidents.
const WEAK: [&str; 8] = ["MD5", "SHA-1", "MD2", "MD4", "MD6", "ADLER32", "CRC32", "RIPEMD-128"];

fn hash(package: &Package, facts: &FieldFacts) -> Fact {
    let mut usable = package.hashes.iter().filter(|hash| hash.has_right_length()).peekable();
    if usable.peek().is_some() && usable.all(|hash| WEAK.contains(&hash.alg.as_str())) {
        let algorithms: Vec<_> = package.hashes.iter().map(|hash| hash.alg.as_str()).collect();
        return unusable(&algorithms.join(", "), "hashes", "the algorithm is weak");
    }
    facts.hash.clone()
}

/// The value may be whole while its algorithm is weak, unknown or not stated.
fn hash_algorithm(package: &Package, _: &FieldFacts) -> Fact {
    let names: Vec<&str> = package.hashes.iter().map(|hash| hash.alg.as_str()).collect();
    let is_usable = |name: &&&str| crate::cyclonedx::has_algorithm(name) && !WEAK.contains(*name);
    match names.iter().find(is_usable) {
        Some(name) => stated(*name, "hashes"),
        None if names.is_empty() => Fact::Absent,
        None if names.iter().all(|name| WEAK.contains(name)) => {
            unusable(&names.join(", "), "hashes", "the algorithm is weak")
        }
        None => {
            unusable(&names.join(", "), "hashes", "it is the name of no algorithm that is known and strong")
        }
    }
}

fn sha512(package: &Package, _: &FieldFacts) -> Fact {
    let references = package.external_references.iter().flat_map(|reference| &reference.hashes);
    let fits = |hash: &&Hash| hash.alg == "SHA-512" && hash.has_right_length();
    match package.hashes.iter().chain(references).find(fits) {
        Some(hash) => stated(hash.value.clone(), "hashes"),
        None if package.hashes.is_empty() => Fact::Absent,
        None => unusable(&package.hashes[0].alg, "hashes", "none of the digests is SHA-512"),
    }
}

/// Names that are no SPDX identifiers cannot be compared by a program.
pub(super) fn licence(package: &Package) -> Fact {
    let readable = |text: &str| crate::licences::is_licence_id(text) || crate::licences::is_expression(text);
    let texts: Vec<&str> = package.licences.iter().map(|licence| licence.text.as_str()).collect();
    let odd = texts.iter().find(|text| !readable(text) && !says_unknown(text));
    match (odd, texts.iter().find(|text| readable(text))) {
        (Some(odd), _) => unusable(odd, "licenses", "it is not an SPDX licence expression"),
        (None, Some(licence)) => stated(*licence, "licenses"),
        (None, None) => match texts.first() {
            Some(unknown) => Fact::SaidUnknown { value: (*unknown).to_owned(), field: "licenses".into() },
            None if package.unknown.contains_key("licenseDeclared") => {
                Fact::SaidUnknown { value: "NOASSERTION".into(), field: "licenseDeclared".into() }
            }
            None => Fact::Absent,
        },
    }
}

fn filename(package: &Package, _: &FieldFacts) -> Fact {
    let property = package.properties.iter().find(|property| property.name == "bsi:component:filename");
    let field = package.unknown.get("packageFileName").and_then(serde_json::Value::as_str);
    some(property.and_then(|property| property.value.as_deref()).or(field), "filename")
}

fn file_properties(package: &Package, _: &FieldFacts) -> Fact {
    let missing: Vec<_> = ["executable", "archive", "structured"]
        .into_iter()
        .filter(|end| {
            let name = format!("bsi:component:{end}");
            !package.properties.iter().any(|property| property.name == name && property.value.is_some())
        })
        .collect();
    match missing.len() {
        0 => stated("all three", "properties"),
        3 => Fact::Absent,
        _ => unusable(&missing.join(", "), "properties", "these are missing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_ranges_are_no_versions() {
        for wrong in
            ["n/a", "TBD", "latest", "${project.version}", "^1.2.3", ">=1.0", "1.x", "1.0 - 2.0", "[1.0,2.0)"]
        {
            assert!(no_version(wrong).is_some(), "{wrong}");
        }
        for right in ["1.2.3", "2026-02-03", "1:2.3-4+deb12u1", "v1", "3.0.0-rc.1", "unstable-2020", "5e6c2c"]
        {
            assert_eq!(no_version(right), None, "{right}");
        }
    }
}
