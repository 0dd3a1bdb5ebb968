//! Which format a text is in, found from its content. Names lie.

use serde_json::Value;

use crate::take::Fields;
use crate::xml::Element;
use crate::{Format, cyclonedx, spdx2};

/// What a text looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// It begins like JSON; [`in_json`] tells more after parsing.
    Json,
    /// XML of any kind.
    Xml,
    /// A known format that is neither.
    Like(Format),
    /// Nothing known, with what it looks like.
    Unlike(&'static str),
}

/// What `text` looks like from its first lines.
pub(crate) fn in_text(text: &str) -> Looks {
    let head: String = text.trim_start().chars().take(4096).collect();
    if head.starts_with('{') || head.starts_with('[') {
        return Looks::Json;
    }
    if head.starts_with('<') {
        return Looks::Xml;
    }
    let line_with = |start: &str| head.lines().any(|line| line.trim_start().starts_with(start));
    if line_with("SPDXVersion:") {
        return Looks::Like(Format::SpdxTagValue);
    }
    if line_with("spdxVersion:")
        || line_with("- SPDXID:")
        || line_with("SPDXID:")
        || line_with("\"spdxVersion\":")
    {
        return Looks::Like(Format::SpdxYaml);
    }
    let fields = ["spec_version:", "components: {", "components {", "metadata: {", "metadata {"];
    if fields.iter().any(|field| line_with(field)) {
        return Looks::Like(Format::CyclonedxProtobuf);
    }
    if head.chars().any(|character| character.is_control() && !character.is_whitespace()) {
        return Looks::Unlike("it is binary data");
    }
    Looks::Unlike("it is text of no known format")
}

/// Which format an XML document is in, or what it is instead.
pub(crate) fn in_xml(root: &Element) -> Result<Format, &'static str> {
    if cyclonedx::xml::is_root(root) {
        Ok(Format::CyclonedxXml)
    } else if root.namespace.contains("www.w3.org/1999/02/22-rdf-syntax-ns") || &*root.name == "SpdxDocument"
    {
        Ok(Format::SpdxRdf)
    } else if spdx2::xml::is_root(root) {
        Ok(Format::SpdxXml)
    } else {
        Err("it is XML of another kind")
    }
}

/// Which format a JSON document is in, or what it is instead.
/// `fields` are those of the object that it is, if it is one.
pub(crate) fn in_json(fields: Option<&Fields>) -> Result<Format, &'static str> {
    let Some(fields) = fields else { return Err("it is JSON, but not an object") };
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or("");
    if text("bomFormat").eq_ignore_ascii_case("CycloneDX")
        || text("$schema").contains("cyclonedx.org/schema/bom")
    {
        return Ok(Format::CyclonedxJson);
    }
    if fields.contains_key("spdxVersion") {
        return Ok(Format::SpdxJson);
    }
    if fields.get("@context").is_some_and(|context| context.to_string().contains("spdx")) {
        return Ok(Format::Spdx3);
    }
    let is_envelope = fields.contains_key("payloadType") && fields.contains_key("payload");
    if text("_type").contains("in-toto") || is_envelope || fields.contains_key("dsseEnvelope") {
        return Ok(Format::InToto);
    }
    if fields.contains_key("specVersion") && fields.contains_key("components") {
        return Ok(Format::CyclonedxJson);
    }
    if fields.contains_key("bomFormat") {
        return Err("its `bomFormat` is not `CycloneDX`");
    }
    Err("it is JSON of another kind: it has neither `bomFormat` nor `spdxVersion`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_content() {
        let table = [
            (" {\"a\":1}", Looks::Json),
            ("<?xml version=\"1.0\"?><bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">", Looks::Xml),
            ("<html>", Looks::Xml),
            ("# note\nSPDXVersion: SPDX-2.3\n", Looks::Like(Format::SpdxTagValue)),
            ("spdxVersion: SPDX-2.3\n", Looks::Like(Format::SpdxYaml)),
            ("spec_version: \"1.5\"\nversion: 1\n", Looks::Like(Format::CyclonedxProtobuf)),
            ("\u{1}ELF", Looks::Unlike("it is binary data")),
            ("hello", Looks::Unlike("it is text of no known format")),
        ];
        for (text, looks) in table {
            assert_eq!(in_text(text), looks, "{text}");
        }
    }

    #[test]
    fn json_documents_are_told_by_their_fields() {
        let table = [
            (r#"{"bomFormat":"CycloneDX"}"#, Ok(Format::CyclonedxJson)),
            (r#"{"specVersion":"1.4","components":[]}"#, Ok(Format::CyclonedxJson)),
            (r#"{"spdxVersion":"SPDX-2.3"}"#, Ok(Format::SpdxJson)),
            (r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}"#, Ok(Format::Spdx3)),
            (r#"{"payloadType":"application/vnd.in-toto+json","payload":""}"#, Ok(Format::InToto)),
            ("[]", Err("it is JSON, but not an object")),
            (r#"{"bomFormat":"x"}"#, Err("its `bomFormat` is not `CycloneDX`")),
        ];
        for (text, format) in table {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(in_json(value.as_object()), format, "{text}");
        }
    }
}
