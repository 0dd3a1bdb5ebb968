//! Reading: from bytes to an SBOM. A format is one arm of [`by_format`] and a module that fills [`Sbom`].

use std::borrow::Cow;

use vigil_base::{Digest, Place};
use vigil_finding::Finding;
use vigil_sign::foreign::ForeignKey;

use crate::as_json::AsJson;
use crate::detect::{self, Looks};
use crate::document::Document;
use crate::places::{Noted, Places};
use crate::report::Report;
use crate::{
    Format, Limits, Original, ReadError, Sbom, archive, attestation, cyclonedx, findings, input, json,
    review, signed, spdx2, spdx3, xml,
};

/// The name given to a package without one, which is a finding too.
pub(crate) const UNNAMED: &str = "(unnamed)";

/// An SBOM and what a person should know about how it was written.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The SBOM.
    pub sbom: Sbom,
    /// What was repaired or odd, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads an SBOM. `file` is its name as printed; the format is found from the content.
///
/// Read: CycloneDX 1.0 to 1.7 (JSON, XML), SPDX 2.0 to 2.3 (JSON, tag-value, YAML, XML, and archives of JSON as
/// Yocto writes them), SPDX 3.0 (JSON-LD), each plain or compressed with zstd or gzip, and each of those in text as the predicate
/// of an in-toto statement, plain or in a DSSE envelope. Others are refused by name.
pub fn read(bytes: &[u8], file: &str) -> Result<Reading, ReadError> {
    read_with(bytes, file, &Limits::default())
}

/// Reads an SBOM within `limits`.
pub fn read_with(bytes: &[u8], file: &str, limits: &Limits) -> Result<Reading, ReadError> {
    read_trusting(bytes, file, limits, &[])
}

/// Reads an SBOM within `limits`; signatures in and around it are verified with the keys that are `trusted`, else with the
/// key that a signature carries.
pub fn read_trusting(
    bytes: &[u8],
    file: &str,
    limits: &Limits,
    trusted: &[ForeignKey],
) -> Result<Reading, ReadError> {
    let unpacked = input::unpack(bytes, file, limits)?;
    let mut reading = if archive::is_one(&unpacked) {
        archive::read(&unpacked, file, limits)?
    } else {
        of_text(unpacked, file, limits, trusted)?
    };
    reading.sbom.digest = Digest::of_bytes(bytes);
    Ok(reading)
}

fn of_text(
    bytes: Cow<'_, [u8]>,
    file: &str,
    limits: &Limits,
    trusted: &[ForeignKey],
) -> Result<Reading, ReadError> {
    let input = input::text(bytes, file)?;
    let taken = taken_apart(&input.text, file, limits)?;
    if taken.0 == Format::InToto {
        let head = taken.1.map(|it| it.head).unwrap_or_default();
        return attestation::read(&head, &input, file, limits, trusted);
    }
    of_document(&input, taken, file, limits, trusted)
}

/// The SBOM inside an attestation, which is no attestation again. `inner` names it in places.
pub(crate) fn of_inner(
    text: &str,
    inner: &str,
    limits: &Limits,
    trusted: &[ForeignKey],
) -> Result<Reading, ReadError> {
    let input = input::text(Cow::Borrowed(text.as_bytes()), inner)?;
    let taken = taken_apart(&input.text, inner, limits)?;
    of_document(&input, taken, inner, limits, trusted)
}

fn of_document<'a>(
    input: &'a input::Input<'a>,
    (format, document, original, places): Taken<'a>,
    file: &str,
    limits: &Limits,
    trusted: &[ForeignKey],
) -> Result<Reading, ReadError> {
    let written = original.clone();
    let document = document.map_or_else(|| rewritten(&written, file), Ok)?;
    let mut report = Report::new(file, places);
    for repair in &input.repairs {
        findings::repaired(repair, &mut report);
    }
    let has_doubled = report.index.has_doubled();
    findings::doubled_keys(&mut report);
    let signatures = signed::claims(format, &document.head, &input.text, has_doubled, trusted);
    let mut sbom = by_format(format, document, &mut report, limits)?;
    sbom.original = original;
    for claim in &signatures {
        findings::signature(claim, &mut report);
    }
    sbom.signatures = signatures;
    review::sbom(&sbom, &mut report);
    Ok(Reading { sbom, findings: report.finish() })
}

/// The document that is no JSON and was written as JSON. Should that ever not be readable, it is said, and is no empty SBOM.
fn rewritten<'a>(written: &'a Original, file: &str) -> Result<Document<'a>, ReadError> {
    let unread = |cause: String| ReadError::Syntax { place: Place::start_of(file), syntax: "JSON", cause };
    let document = Document::of_text(written.text()).map_err(|error| unread(error.to_string()))?;
    document.ok_or_else(|| unread("the document is no object".to_owned()))
}

/// Format, document where it is JSON, the document as it came, places.
type Taken<'a> = (Format, Option<Document<'a>>, Original, Places<'a>);

/// The document in the form that JSON has for it, whatever the syntax.
fn taken_apart<'a>(text: &'a str, file: &str, limits: &Limits) -> Result<Taken<'a>, ReadError> {
    let named = file.to_owned();
    match detect::in_text(text) {
        Looks::Json => {
            let (document, index) = json::parse(text, file, limits)?;
            let format = detect::in_json(document.as_ref().map(|document| &document.head))
                .map_err(|why| ReadError::NotAnSbom { file: named, why: why.to_owned() })?;
            Ok((format, Some(document.unwrap_or_default()), Original::of_text(text), Places::Json(index)))
        }
        Looks::Xml => {
            let (mut root, prefixes) = xml::parse(text, file, limits)?;
            let format = detect::in_xml(&root)
                .map_err(|why| ReadError::NotAnSbom { file: named, why: why.to_owned() })?;
            let (written, noted) = match format {
                Format::CyclonedxXml => {
                    cyclonedx::xml::adopt_graph(&mut root);
                    cyclonedx::xml::document(root, &prefixes, text)
                }
                Format::SpdxXml => spdx2::xml::document(root, text),
                _ => return Err(ReadError::Unsupported { file: file.to_owned(), format }),
            };
            in_json(format, written, noted, file)
        }
        Looks::Like(format @ Format::SpdxTagValue) => {
            let (written, noted) = spdx2::tag_value::document(text, file, limits)?;
            in_json(format, written, noted, file)
        }
        Looks::Like(format @ Format::SpdxYaml) => {
            let (tree, noted) = spdx2::yaml::document(text, file, limits)?;
            in_json(format, AsJson::of_tree(tree), noted, file)
        }
        Looks::Like(format) => Err(ReadError::Unsupported { file: named, format }),
        Looks::Unlike(why) => Err(ReadError::NotAnSbom { file: named, why: why.to_owned() }),
    }
}

fn in_json<'a>(
    format: Format,
    written: AsJson,
    noted: Noted<'a>,
    file: &str,
) -> Result<Taken<'a>, ReadError> {
    let too_deep = || ReadError::TooDeep { place: Place::start_of(file), limit: Limits::DEEPEST };
    let text = written.into_text().ok_or_else(too_deep)?;
    Ok((format, None, Original::of_text(&text), Places::Noted(noted)))
}

/// The SBOM in `document`.
pub(crate) fn by_format(
    format: Format,
    document: Document<'_>,
    report: &mut Report<'_>,
    limits: &Limits,
) -> Result<Sbom, ReadError> {
    match format {
        Format::CyclonedxJson | Format::CyclonedxXml => cyclonedx::sbom(format, &document, report, limits),
        Format::SpdxJson | Format::SpdxTagValue | Format::SpdxYaml | Format::SpdxXml => {
            spdx2::sbom(format, document, report, limits)
        }
        Format::Spdx3 => spdx3::sbom(&document.head, report, limits),
        _ => Err(ReadError::Unsupported { file: report.file.clone(), format }),
    }
}
