//! Tells what kind of record a piece of JSON is, from its keys.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An OSV record.
    Osv,
    /// A record in the CVE JSON format 5.
    Cve,
    /// The `cve` object of NVD 2.0 by itself.
    Nvd,
    /// `{"cve": {...}}`, as in a page of the NVD API.
    NvdItem,
    /// An annotated configuration in NVD's form that corrects or completes NVD.
    NvdCorrection,
    /// An entry of the catalogue of known exploited vulnerabilities.
    Kev,
    /// The data of endoflife.date: all products in one object.
    LifecycleSite,
    /// An answer of the API of endoflife.date.
    LifecycleApi,
    /// A CSAF document.
    Csaf,
    /// A file of Alpine's secdb.
    Secdb,
    /// What changed in the CVE List at one time (`delta.json`, `deltaLog.json`).
    ChangeList,
    /// A name of the NVD CPE dictionary 2.0.
    CpeName,
    /// A record of a feed that is known but not read yet.
    Foreign(&'static str),
}

/// The kind of a record, or what keys it has if it is of no known kind.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, String> {
    let keys: Keys = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let Keys::Object(keys) = keys else {
        return Err("it is not a JSON object".to_owned());
    };
    named(&keys).ok_or_else(|| {
        let names: Vec<&str> = keys.keys().take(6).map(String::as_str).collect();
        format!("it is no record of a known feed; its keys are {}", names.join(", "))
    })
}

type Fields = BTreeMap<String, Keys>;

fn named(keys: &Fields) -> Option<Kind> {
    let has = |key: &str| keys.contains_key(key);
    let inner =
        |key: &str, below: &str| matches!(keys.get(key), Some(Keys::Object(o)) if o.contains_key(below));
    let is_object = |key: &str| matches!(keys.get(key), Some(Keys::Object(_)));
    if has("cveMetadata") {
        return Some(Kind::Cve);
    }
    if has("fetchTime") && has("numberOfChanges") && (has("new") || has("updated")) {
        return Some(Kind::ChangeList);
    }
    if has("CVE_data_meta") || inner("cve", "CVE_data_meta") {
        return Some(Kind::Foreign("NVD JSON 1.1"));
    }
    if is_object("_annotation") && is_object("cve") {
        return Some(Kind::NvdCorrection);
    }
    if inner("cpe", "cpeName") {
        return Some(Kind::CpeName);
    }
    if inner("cve", "id") {
        return Some(Kind::NvdItem);
    }
    if inner("document", "tracking") || (is_object("document") && inner("document", "csaf_version")) {
        return Some(Kind::Csaf);
    }
    if has("distroversion") && has("packages") {
        return Some(Kind::Secdb);
    }
    if is_object("products") && has("commit") {
        return Some(Kind::LifecycleSite);
    }
    if has("schema_version") && has("result") {
        return Some(Kind::LifecycleApi);
    }
    if has("cveID") && has("dateAdded") {
        return Some(Kind::Kev);
    }
    if has("id") && (has("sourceIdentifier") || (has("descriptions") && has("lastModified"))) {
        return Some(Kind::Nvd);
    }
    let foreign = FOREIGN.iter().find(|(marks, _)| marks.iter().all(|mark| has(mark)));
    if let Some((_, what)) = foreign {
        return Some(Kind::Foreign(what));
    }
    let is_osv = has("affected") || has("schema_version");
    let may_be_osv =
        has("modified") && ["aliases", "withdrawn", "summary", "details"].iter().any(|key| has(key));
    (has("id") && (is_osv || may_be_osv)).then_some(Kind::Osv)
}

/// Feeds that are known by their keys and not read yet; the first row whose keys are all there holds.
const FOREIGN: [(&[&str], &str); 8] = [
    (&["product_status"], "CSAF without its document"),
    (&["bomFormat"], "CycloneDX"),
    (&["@context", "statements"], "OpenVEX"),
    (&["matchString"], "NVD CPE match criteria 2.0"),
    (&["$schema", "properties"], "JSON Schema"),
    (&["$schema", "definitions"], "JSON Schema"),
    (&["affected_release"], "Red Hat security data"),
    (&["Candidate", "PublicDate"], "Ubuntu CVE tracker"),
];

/// The keys of a value, two levels deep; everything below is passed over.
enum Keys {
    Object(Fields),
    Other,
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor { levels: 2 })
    }
}

struct KeysVisitor {
    levels: u8,
}

impl<'de> serde::de::DeserializeSeed<'de> for KeysVisitor {
    type Value = Keys;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Keys, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Fields::new();
        while let Some(key) = map.next_key::<String>()? {
            let below = if self.levels > 1 {
                map.next_value_seed(KeysVisitor { levels: self.levels - 1 })?
            } else {
                map.next_value::<IgnoredAny>()?;
                Keys::Other
            };
            // A record has a few dozen keys; more cannot make it a known kind.
            if keys.len() < 256 {
                keys.insert(key, below);
            }
        }
        Ok(Keys::Object(keys))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Keys, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Keys::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
        Ok(Keys::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
        Ok(Keys::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
        Ok(Keys::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
        Ok(Keys::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
        Ok(Keys::Other)
    }

    fn visit_unit<E>(self) -> Result<Keys, E> {
        Ok(Keys::Other)
    }
}
