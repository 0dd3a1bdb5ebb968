//! What this crate says to people: codes and wording in one place.

use std::collections::BTreeSet;

use vigil_base::Place;
use vigil_finding::{Finding, Severity};

use crate::diff::{Change, Entry};
use crate::input::Repair;
use crate::report::Report;
use crate::write::Loss;
use crate::{
    Claim, Conflict, Form, Format, Hash, Origin, Package, PackageKey, ReadError, Source, SupportField,
    SupportStatement, Verdict,
};

/// A file that could not be read at all.
pub(crate) fn refused(error: &ReadError) -> Finding {
    let place = error.place();
    let (code, help) = match error {
        ReadError::Empty { .. } => ("sbom.empty", "let the build write the SBOM again"),
        ReadError::TooLarge { .. } => {
            ("sbom.too-large", "split the SBOM, or raise the limit if the file is trusted")
        }
        ReadError::Packing { .. } => ("sbom.packing", "copy the file again, or store it uncompressed"),
        ReadError::NotAnSbom { .. } => (
            "sbom.not-an-sbom",
            "give a CycloneDX file (JSON or XML) or an SPDX file (JSON, YAML, tag-value)",
        ),
        ReadError::Entity { .. } => {
            ("sbom.entity", "have the SBOM tool write plain text; a file with entities may be an attack")
        }
        ReadError::Unsupported { format: Format::InToto, .. } => {
            ("sbom.unsupported-format", "take the inner attestation out: one in another is not opened")
        }
        ReadError::Unsupported { .. } => {
            ("sbom.unsupported-format", "convert it to CycloneDX JSON or SPDX JSON")
        }
        ReadError::UnsupportedVersion { .. } => {
            ("sbom.unsupported-version", "have the SBOM tool write CycloneDX 1.6 or 1.7, or SPDX 2.3")
        }
        ReadError::Syntax { .. } => {
            ("sbom.syntax", "mend the file at this place, or let the tool write it again")
        }
        ReadError::Truncated { .. } => ("sbom.truncated", "copy the whole file again: its end is missing"),
        ReadError::TooDeep { .. } => ("sbom.too-deep", "flatten nested components: no SBOM needs such depth"),
        ReadError::TooLong { .. } => {
            ("sbom.too-long", "keep attachments outside of the SBOM and refer to them")
        }
        ReadError::TooManyValues { .. } | ReadError::TooMany { .. } => {
            ("sbom.too-many", "split the SBOM by part of the device")
        }
    };
    Finding::new(code, Severity::Error, error.to_string(), place.file.clone()).at(place).help(help)
}

/// An SBOM whose graph cannot be followed.
pub(crate) fn graph_unknown(source: &Source) -> Option<Finding> {
    let reason = source.unreachable_because.as_ref()?;
    let message = format!("it is not known which packages belong to what the SBOM describes: {reason}");
    let place = source
        .primary
        .as_ref()
        .map_or_else(|| vigil_base::Place::start_of(&source.sbom_file), |primary| primary.place.clone());
    let finding = Finding::new("sbom.graph-unknown", Severity::Warning, message, source.sbom_file.clone());
    Some(finding.at(place).help("have the SBOM tool write `metadata.component` and `dependencies`"))
}

/// Entries that contradict each other.
pub(crate) fn conflict(conflict: &Conflict) -> Finding {
    let values: Vec<_> = conflict.statements.iter().map(|(value, _)| format!("`{value}`")).collect();
    let message = format!("{} of `{}` is stated as {}", conflict.what, conflict.key, values.join(" and "));
    let mut finding = Finding::new("sbom.conflict", Severity::Warning, message, conflict.key.to_string())
        .help("find out which is right and have it corrected in the SBOM's source");
    for (at, (value, place)) in conflict.statements.iter().enumerate() {
        finding =
            if at == 0 { finding.at(place.clone()) } else { finding.related(place.clone(), value.clone()) };
    }
    finding
}

/// The tool's work, which most of these are.
const TOOL: &str = "have it corrected where the SBOM is made; by hand it would be lost with the next build";

fn about(severity: Severity, message: String) -> Finding {
    Finding::new("", severity, message, "")
}

/// What had to be put right about the file's characters.
pub(crate) fn repaired(repair: &Repair, report: &mut Report<'_>) {
    match repair {
        Repair::ByteOrderMark => {
            let message =
                "the file begins with a byte order mark, which the format does not allow; it was skipped";
            report.add("sbom.byte-order-mark", &"", || about(Severity::Note, message.into()).help(TOOL));
        }
        Repair::Utf16 { replaced } => {
            let severity = if *replaced > 0 { Severity::Warning } else { Severity::Note };
            let message = format!(
                "the file is UTF-16 where UTF-8 is expected; it was converted and {replaced} characters lost"
            );
            report.add("sbom.utf-16", &"", || about(severity, message).help(TOOL));
        }
        Repair::CarriageReturns => {
            let message = "lines end with a carriage return alone; they were read as if with a line feed";
            report.add("sbom.carriage-return", &"", || about(Severity::Note, message.into()).help(TOOL));
        }
        Repair::NotUtf8 { runs, first } => {
            let place = report.index.place_of_byte(&report.file, *first);
            let message = format!("the file is not UTF-8 in {runs} places; the bytes there were replaced");
            let finding = Finding::new("sbom.not-utf-8", Severity::Warning, message, report.file.clone());
            report.add_placed(finding.at(place).help(TOOL));
        }
    }
}

/// Objects with one key twice: readers differ in which of the two they believe.
pub(crate) fn doubled_keys(report: &mut Report<'_>) {
    for (pointer, key) in report.index.doubled() {
        report.add("sbom.doubled-key", &pointer, || {
            let message =
                format!("`{key}` stands twice in this object; the last one was read, other tools may differ");
            about(Severity::Error, message).help(TOOL)
        });
    }
    for key in report.index.continued() {
        report.add("sbom.doubled-key", &format!("/{key}"), || {
            let message =
                format!("`{key}` stands twice in this document; both were read, other tools may read one");
            about(Severity::Error, message).help(TOOL)
        });
    }
}

/// Findings that were not written out.
pub(crate) fn more(code: &str, count: usize, severity: Severity, file: &str) -> Finding {
    let message = format!("{count} more findings of this sort are not shown");
    Finding::new(code, severity, message, file).at(Place::start_of(file))
}

/// JSON that claims a version from before CycloneDX had JSON.
pub(crate) fn older_json(version: &str) -> Finding {
    let message = format!("CycloneDX {version} has no JSON form, that came with 1.2; it was read like 1.2");
    about(Severity::Warning, message).help("have the SBOM tool write CycloneDX 1.6 or 1.7")
}

/// A version of SPDX 2 newer than what is known.
pub(crate) fn newer_spdx(version: &str) -> Finding {
    let message =
        format!("SPDX {version} is newer than this program, which knows 2.3; what it knows was read");
    about(Severity::Warning, message).help("update this program, or have the SBOM tool write SPDX 2.3")
}

/// A document that describes several packages.
pub(crate) fn many_primaries(count: usize) -> Finding {
    let message =
        format!("the SBOM describes {count} packages and not one; none of them was taken for the device");
    about(Severity::Warning, message).help(
        "have the SBOM tool describe one package, the device or the part of it, and relate the others to it",
    )
}

/// Entries that are kept and are no packages.
pub(crate) fn not_inventory(count: usize, what: &str) -> Finding {
    let message = format!(
        "{count} {what} are listed beside the packages; they were kept and are not counted as packages"
    );
    about(Severity::Note, message)
        .help("nothing to do, unless one of them is a program of its own: list it as a package")
}

/// A version of SPDX 3 newer than what is known.
pub(crate) fn newer_spdx3(version: &str) -> Finding {
    let message =
        format!("SPDX {version} is newer than this program, which knows 3.0; what it knows was read");
    about(Severity::Warning, message).help("update this program, or have the SBOM tool write SPDX 3.0")
}

/// A file of an archive that is none of its SBOMs.
pub(crate) fn not_read(file: &str) -> Finding {
    let message = "this file of the archive is no SPDX 2 document; it was not read";
    let finding = Finding::new("sbom.not-read", Severity::Warning, message, file);
    finding
        .at(Place::start_of(file))
        .help("look whether it lists packages; if so, give it as an SBOM of its own")
}

/// Files of an archive that are no JSON.
pub(crate) fn skipped(count: usize, first: &str) -> Finding {
    let many = if count == 1 { String::new() } else { format!(" and {} more", count - 1) };
    let message = format!("`{first}`{many} in the archive is no JSON document; it was not read");
    about(Severity::Note, message)
        .help("look whether it lists packages; if so, give it as an SBOM of its own")
}

/// A mapping of columns that nobody has checked.
pub(crate) fn columns_guessed(columns: &crate::Columns) -> Finding {
    let pairs: Vec<_> =
        columns.fields.iter().map(|(field, head)| format!("{field} = `{}`", short(head))).collect();
    let message = format!("the columns were guessed from their headings: {}", pairs.join(", "));
    about(Severity::Warning, message)
        .help("keep the mapping that is shown in a file, correct it, set `confirmed = true` and give it with `--columns`")
}

/// Packages that stand where only their identifiers belong.
pub(crate) fn old_form(count: usize) -> Finding {
    let message = format!(
        "{count} packages stand in `documentDescribes`, where SPDX has their identifiers; they were read"
    );
    about(Severity::Warning, message).help("have the SBOM tool write SPDX 2.3")
}

/// A version newer than what is known.
pub(crate) fn newer_version(version: &str) -> Finding {
    let message =
        format!("CycloneDX {version} is newer than this program, which knows 1.7; what it knows was read");
    about(Severity::Warning, message).help("update this program, or have the SBOM tool write CycloneDX 1.7")
}

pub(crate) fn missing_field(object: &str, field: &str) -> Finding {
    about(Severity::Error, format!("{object} needs `{field}`, and here it has none")).help(TOOL)
}

pub(crate) fn unknown_field(family: &str, object: &str, field: &str) -> Finding {
    let message = format!("{family}.x gives {object} no field `{field}`; it was kept and not interpreted");
    about(Severity::Warning, message).help("put own data into `properties`, which are for that")
}

pub(crate) fn newer_field(family: &str, word: &str, since: u8, minor: u8) -> Finding {
    let message =
        format!("`{word}` came with {family}.{since}, but the file says {family}.{minor}; it was read");
    about(Severity::Warning, message).help(format!("have the SBOM tool write {family}.{since}"))
}

pub(crate) fn empty_ref(pointer: &str) -> Finding {
    about(Severity::Error, format!("`{pointer}` is empty, so nothing can refer to it")).help(TOOL)
}

pub(crate) fn format(pointer: &str, text: &str, expected: &str) -> Finding {
    about(Severity::Error, format!("`{pointer}` is `{}`, which is not {expected}", short(text))).help(TOOL)
}

pub(crate) fn word(pointer: &str, text: &str, known: &[&str]) -> Finding {
    let finding =
        about(Severity::Error, format!("`{pointer}` is `{}`, a word the format does not have", short(text)));
    match vigil_base::nearest::nearest(text, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("it has: {}", known.join(", "))),
    }
}

pub(crate) fn wrong_type(pointer: &str, is: &str, expected: &str) -> Finding {
    about(Severity::Error, format!("`{pointer}` is {is} where {expected} belongs")).help(TOOL)
}

pub(crate) fn rule(pointer: &str, what: &str) -> Finding {
    let pointer = if pointer.is_empty() { "/" } else { pointer };
    about(Severity::Error, format!("`{pointer}`: {what}")).help(TOOL)
}

pub(crate) fn split_dependency(reference: &str, key: &str) -> Finding {
    let message =
        format!("the `{key}` of `{}` are stated in several entries; they were joined", short(reference));
    about(Severity::Warning, message).help(TOOL)
}

pub(crate) fn duplicate_ref(reference: &str, first: Place) -> Finding {
    let message = format!("`{}` identifies two entries; relationships to it mean either", short(reference));
    about(Severity::Error, message).related(first, "the first one").help(TOOL)
}

pub(crate) fn unknown_ref(reference: &str, list: &str) -> Finding {
    let message =
        format!("`{list}` names `{}`, which no entry of the SBOM has as its identifier", short(reference));
    about(Severity::Warning, message)
        .help("a package may be missing from the SBOM: compare it with the build")
}

pub(crate) fn cycle(members: &[&str]) -> Finding {
    let names: Vec<_> = members.iter().take(5).map(|name| format!("`{}`", short(name))).collect();
    let more = if members.len() > 5 { format!(" and {} more", members.len() - 5) } else { String::new() };
    let message = match names.as_slice() {
        [one] => format!("{one} depends on itself"),
        _ => format!("{}{more} depend on each other in a circle", names.join(", ")),
    };
    about(Severity::Note, message).help("nothing to do if the packages really need each other")
}

pub(crate) fn purl(package: &Package, raw: &str, problem: &str) -> Finding {
    let message = format!("`{}` is not a package URL: {problem}", short(raw));
    subject(
        about(Severity::Warning, message).help("without it the package is matched by name or CPE only"),
        package,
    )
}

pub(crate) fn purl_version(package: &Package, stated: &str, version: &str) -> Finding {
    let message = format!("the purl says version `{}`, the entry says `{}`", short(stated), short(version));
    subject(
        about(Severity::Warning, message).help("find out which is right: known flaws are matched by it"),
        package,
    )
}

pub(crate) fn cpe(package: &Package, cpe: &str) -> Finding {
    let message =
        format!("`{}` is not a CPE name: it begins with neither `cpe:2.3:` nor `cpe:/`", short(cpe));
    subject(about(Severity::Warning, message).help(TOOL), package)
}

pub(crate) fn hash(package: &Package, hash: &Hash) -> Finding {
    let message = format!("`{}` is not a {} digest", short(&hash.value), short(&hash.alg));
    subject(about(Severity::Warning, message).help(TOOL), package)
}

pub(crate) fn no_primary(file: &str) -> Finding {
    let message = "the SBOM does not say which one package it describes".to_owned();
    let mut finding = about(Severity::Warning, message);
    file.clone_into(&mut finding.subject);
    finding.help("have the SBOM tool write the device, or the part of it, as primary component")
}

/// Words on support that no rule reads.
pub(crate) fn support_words(statement: &SupportStatement, packages: usize) -> Finding {
    let field = statement.field.words();
    let who = if packages == 1 { "one package says".to_owned() } else { format!("{packages} packages say") };
    let message = format!(
        "{who} `{}: {}`, which is not understood as {field}; the words were kept",
        statement.property,
        short(&statement.text)
    );
    let help = match statement.field {
        SupportField::Level => {
            "use `actively-maintained`, `limited-support`, `no-longer-maintained`, `abandoned` or `unknown`"
        }
        _ => "write a day such as `2028-06-30`; if there is none, leave it out and state a justification",
    };
    about(Severity::Warning, message).help(help)
}

pub(crate) fn support_conflict(package: &Package, field: SupportField, values: &BTreeSet<String>) -> Finding {
    let values: Vec<_> = values.iter().map(|value| format!("`{value}`")).collect();
    let message = format!("the {} is stated as {}", field.words(), values.join(" and "));
    let help =
        "keep one; `vigil:support:` counts before `cdx:lifecycle:`, `cdx:fda:`, `reliza:` and plain names";
    subject(about(Severity::Warning, message).help(help), package)
}

fn subject(mut finding: Finding, package: &Package) -> Finding {
    finding.subject = package.key().to_string();
    finding
}

/// Foreign text, short enough for a message and without characters that could steer a terminal.
fn short(text: &str) -> String {
    const MOST: usize = 120;
    let mut short: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

/// What the format that was written cannot hold.
pub(crate) fn lost(field: &str, loss: &Loss) -> Finding {
    let many = if loss.count == 1 { String::new() } else { format!(" and {} more", loss.count - 1) };
    let message = format!("`{field}` of `{}`{many} is not in what was written: {}", loss.first, loss.why);
    Finding::new("sbom.lost", Severity::Note, message, loss.first.clone())
        .help("keep the original beside it, or write a format that has the field")
}

/// Two entries of a merged SBOM that may be one package.
pub(crate) fn maybe_one(bare: &PackageKey, known: &PackageKey, file: &str) -> Finding {
    let message = format!("`{bare}` and `{known}` may be one package: both stand in the merged SBOM");
    Finding::new("sbom.maybe-one", Severity::Warning, message, bare.to_string())
        .at(Place::start_of(file))
        .help(format!("if they are one, give the first the identifier of the second: `{known}`"))
}

/// A field of a document that merging does not carry over.
pub(crate) fn left_out(field: &str, file: &str) -> Finding {
    let whose = field
        .strip_prefix("package.")
        .map_or_else(|| format!("`{field}` of the documents"), |field| format!("`{field}` of some packages"));
    let message = format!("{whose} is not in the merged SBOM");
    Finding::new("sbom.lost", Severity::Note, message, file)
        .at(Place::start_of(file))
        .help("keep it in a file of its own, as VEX is kept")
}

/// A package that is new.
pub(crate) fn added(entry: &Entry, old: &str) -> Finding {
    let message = format!("`{}` is new: {old} does not have it", entry.key);
    Finding::new("sbom.added", Severity::Note, message, entry.key.to_string()).at(entry.place.clone())
}

/// A package that is gone.
pub(crate) fn removed(entry: &Entry, new: &str) -> Finding {
    let message = format!("`{}` is gone: {new} does not have it", entry.key);
    Finding::new("sbom.removed", Severity::Note, message, entry.key.to_string()).at(entry.place.clone())
}

/// A package that changed. The same version with other bytes is two things under one name.
pub(crate) fn changed(change: &Change) -> Finding {
    let value =
        |value: &Option<String>| value.as_deref().map_or("nothing".to_owned(), |it| format!("`{it}`"));
    let fields: Vec<String> = change
        .fields
        .iter()
        .map(|it| format!("{} from {} to {}", it.field, value(&it.old), value(&it.new)))
        .collect();
    let message = format!("`{}` changed: {}", change.old, fields.join("; "));
    let has =
        |name: &str| change.fields.iter().any(|it| it.field == name && it.old.is_some() && it.new.is_some());
    let finding = if has("hash") && !has("version") {
        Finding::new("sbom.other-bytes", Severity::Warning, message, change.new.to_string())
            .help("find out which of the two was built from the sources of that version")
    } else {
        Finding::new("sbom.changed", Severity::Note, message, change.new.to_string())
    };
    finding.at(change.place.clone())
}

/// A field that the policy of an edition withholds.
pub(crate) fn withheld(field: &str, count: usize, file: &str) -> Finding {
    let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    let message = format!("`{field}` is withheld from {entries}, and marked");
    Finding::new("sbom.withheld", Severity::Note, message, file).at(Place::start_of(file))
}

/// A part of a policy that withholds nothing.
pub(crate) fn nothing_withheld(pattern: &str, file: &str) -> Finding {
    let message = format!("the policy withholds `{pattern}`, and nothing in the SBOM fits it");
    Finding::new("sbom.nothing-withheld", Severity::Warning, message, file)
        .at(Place::start_of(file))
        .help("look whether it is spelt as in the SBOM: capitals count, and `*` stands at the end only")
}

/// A signature, and whether it holds.
pub(crate) fn signature(claim: &Claim, report: &mut Report<'_>) {
    report.add(signature_code(claim), &claim.pointer, || signed(claim));
}

/// The code of what is known of a signature.
pub(crate) fn signature_code(claim: &Claim) -> &'static str {
    match claim.verdict {
        Verdict::Valid { .. } => "sbom.signature-holds",
        Verdict::NotValid { .. } => "sbom.signature-wrong",
        Verdict::NotChecked { .. } => "sbom.signature-not-checked",
    }
}

/// What is known of a signature, for a person.
pub(crate) fn signed(claim: &Claim) -> Finding {
    let by = match (&claim.key, &claim.algorithm) {
        (Some(key), Some(algorithm)) => format!(" by `{}` ({})", short(key), short(algorithm)),
        (Some(key), None) => format!(" by `{}`", short(key)),
        (None, Some(algorithm)) => format!(" ({})", short(algorithm)),
        (None, None) => String::new(),
    };
    let who = format!(
        "the {}{by}",
        if claim.form == Form::XmlSignature {
            "XML signature".to_owned()
        } else {
            format!("{} signature", claim.form.name())
        }
    );
    let covers = if claim.leaves_out.is_empty() {
        String::new()
    } else {
        let names: Vec<_> = claim.leaves_out.iter().map(|name| format!("`{}`", short(name))).collect();
        format!("; it does not cover {}", names.join(", "))
    };
    match &claim.verdict {
        Verdict::Valid { origin: Origin::Trusted } => {
            about(Severity::Note, format!("{who} holds with a key that was given{covers}"))
        }
        Verdict::Valid { origin: Origin::Carried } => {
            let message = format!(
                "{who} holds with the key it carries itself{covers}: nothing was changed since, but anybody can have made it"
            );
            about(Severity::Note, message).help(
                "`vigil sbom verify FILE --key KEY` verifies it with the key that the supplier told you",
            )
        }
        Verdict::NotValid { why } => about(Severity::Error, format!("{who} {why}"))
            .help("do not use the file: get it again from where it was made, and the key by another way"),
        Verdict::NotChecked { why } => {
            about(Severity::Warning, format!("{who} was not checked: {why}{covers}"))
                .help("`vigil sbom verify FILE --key KEY` takes keys as PEM, certificate, JWK or minisign")
        }
    }
}

/// An envelope without any signature.
pub(crate) fn unsigned_envelope(file: &str) -> Finding {
    let message = "the attestation is not signed: nothing says that its SBOM was not changed";
    Finding::new("sbom.signature-missing", Severity::Warning, message, file)
        .at(Place::start_of(file))
        .help("ask its maker for the signed envelope")
}
