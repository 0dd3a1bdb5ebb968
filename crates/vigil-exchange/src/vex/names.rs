//! How statements name products and parts.

use serde::Serialize;

/// How a product or a part is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name {
    /// Its id in the document.
    pub id: String,
    /// Package URLs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub purls: Vec<String>,
    /// CPE names, 2.2 or 2.3.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cpes: Vec<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its version; it goes before a version in an identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its versions: VERS, or the publisher's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The entry of an SBOM that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<BomLink>,
    /// Digests of it: algorithm in lower case without hyphens, and value in lower case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<(String, String)>,
}

impl Name {
    /// As people read it: name and version, else the first identifier.
    pub fn label(&self) -> String {
        let version = self.version.as_ref().or(self.range.as_ref());
        match (&self.name, version) {
            (Some(name), Some(version)) if !name.contains(version.as_str()) => format!("{name} {version}"),
            // An identifier that holds the version says more than the name alone.
            (Some(_), None) if self.purls.iter().any(|it| it.contains('@')) => self.purls[0].clone(),
            (Some(name), _) => name.clone(),
            (None, version) => {
                let first = self.purls.first().or(self.cpes.first()).unwrap_or(&self.id);
                match version {
                    Some(version) if !first.contains(version.as_str()) => format!("{first} {version}"),
                    _ => first.clone(),
                }
            }
        }
    }
}

/// A BOM-Link: `urn:cdx:SERIAL/VERSION#BOM-REF`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BomLink {
    /// The serial number without `urn:uuid:`, in lower case.
    pub serial: String,
    /// The edition of the SBOM.
    pub version: u64,
    /// The entry; none for what the SBOM describes as a whole.
    pub entry: Option<String>,
}

impl BomLink {
    /// Reads a BOM-Link; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix("urn:cdx:")?;
        let (bom, entry) = rest.split_once('#').map_or((rest, None), |(bom, entry)| (bom, Some(entry)));
        let (serial, version) = bom.split_once('/')?;
        Some(Self {
            serial: serial.to_ascii_lowercase(),
            version: version.parse().ok()?,
            entry: entry.map(percent_decoded),
        })
    }
}

/// `%2F` and its like as the characters they stand for; what is no such sequence stays.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|it| std::str::from_utf8(it).ok());
        match hex.filter(|_| bytes[at] == b'%').and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// `SHA-256` and `sha256` are one algorithm.
pub(super) fn algorithm(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Puts an identifier where it belongs; an id that is a package URL or a CPE name identifies by itself.
pub(super) fn identify(name: &mut Name, text: &str) {
    let text = text.trim();
    if text.starts_with("pkg:") && !name.purls.iter().any(|it| it == text) {
        name.purls.push(text.to_owned());
    } else if text.starts_with("cpe:") && !name.cpes.iter().any(|it| it == text) {
        name.cpes.push(text.to_owned());
    } else if let Some(link) = BomLink::parse(text) {
        name.link = Some(link);
    }
}
