//! MITRE EMB3D as its STIX 2.1 bundle: properties of devices, threats, and which property brings which threat.
//!
//! The catalogue is not shipped: its licence asks for a notice to MITRE by whoever copies it, so users bring their own file.
//! Only ids, names and relations are kept; descriptions, mitigations and evidence are passed over while reading.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// Largest bundle that is read, in bytes. That of edition 2.0.1 has 0.9 MB.
pub const MAX_BUNDLE: usize = 64_000_000;
/// No bundle of the catalogue has nearly as many objects.
pub const MOST_OBJECTS: usize = 100_000;

/// The catalogue, as far as a device is asked by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Properties by id, as `PID-11`.
    pub properties: BTreeMap<String, Property>,
    /// Threats by id, as `TID-101`.
    pub threats: BTreeMap<String, Threat>,
    /// Relations whose ends are not in the bundle, or are of another kind than the relation says.
    pub dangling: usize,
}

/// A property of a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    /// What a device has that has it.
    pub name: String,
    /// Its group, as `Hardware`.
    pub category: String,
    /// The property that it is a part of: who has not that one has not this one.
    pub parent: Option<String>,
    /// Threats that it brings.
    pub threats: BTreeSet<String>,
}

/// A threat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Threat {
    /// Its name.
    pub name: String,
    /// Its group, as `hardware`.
    pub category: String,
}

/// Why a bundle could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// It is larger than [`MAX_BUNDLE`].
    #[error("it is larger than {} MB", MAX_BUNDLE / 1_000_000)]
    TooLarge,
    /// It has more than [`MOST_OBJECTS`] objects.
    #[error("it has more than {MOST_OBJECTS} objects")]
    TooMany,
    /// It is no JSON of this form.
    #[error("it is no STIX bundle: {0}")]
    Malformed(String),
    /// It is a bundle of something else.
    #[error("it has no properties or no threats of EMB3D in it ({0} objects)")]
    NotEmb3d(usize),
    /// Two objects have one id.
    #[error("`{0}` stands in it twice")]
    Twice(String),
}

#[derive(Deserialize)]
struct Bundle {
    #[serde(rename = "type")]
    kind: String,
    objects: Vec<Object>,
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    category: String,
    #[serde(default, rename = "x_mitre_emb3d_threat_category")]
    threat_category: String,
    #[serde(rename = "x_mitre_emb3d_property_id")]
    property: Option<String>,
    #[serde(rename = "x_mitre_emb3d_threat_id")]
    threat: Option<String>,
    #[serde(rename = "relationship_type")]
    relation: Option<String>,
    #[serde(rename = "source_ref")]
    source: Option<String>,
    #[serde(rename = "target_ref")]
    target: Option<String>,
    #[serde(default)]
    revoked: bool,
    #[serde(default)]
    x_mitre_deprecated: bool,
}

/// Reads a bundle.
///
/// # Errors
/// It is too large, no bundle, a bundle of something else, or names one id twice.
pub fn read(bytes: &[u8]) -> Result<Catalogue, Refused> {
    if bytes.len() > MAX_BUNDLE {
        return Err(Refused::TooLarge);
    }
    let bundle: Bundle =
        serde_json::from_slice(bytes).map_err(|cause| Refused::Malformed(cause.to_string()))?;
    if bundle.kind != "bundle" {
        return Err(Refused::Malformed(format!(
            "its type is {:?}",
            bundle.kind.chars().take(40).collect::<String>()
        )));
    }
    if bundle.objects.len() > MOST_OBJECTS {
        return Err(Refused::TooMany);
    }
    let mut catalogue = Catalogue::default();
    let mut names = BTreeMap::new();
    for object in bundle.objects.iter().filter(|it| !it.revoked && !it.x_mitre_deprecated) {
        take(object, &mut catalogue, &mut names)?;
    }
    if catalogue.properties.is_empty() || catalogue.threats.is_empty() {
        return Err(Refused::NotEmb3d(bundle.objects.len()));
    }
    for object in bundle.objects.iter().filter(|it| it.kind == "relationship" && !it.revoked) {
        relate(object, &mut catalogue, &names);
    }
    Ok(catalogue)
}

/// Takes a property or a threat; `names` leads from STIX ids to the catalogue's.
fn take(
    object: &Object,
    catalogue: &mut Catalogue,
    names: &mut BTreeMap<String, String>,
) -> Result<(), Refused> {
    let (id, twice) = match (object.kind.as_str(), &object.property, &object.threat) {
        ("x-mitre-emb3d-property", Some(id), _) => {
            let (name, category) = (object.name.clone(), object.category.clone());
            let property = Property { name, category, ..Property::default() };
            (id, catalogue.properties.insert(id.clone(), property).is_some())
        }
        ("vulnerability", _, Some(id)) => {
            let threat = Threat { name: object.name.clone(), category: object.threat_category.clone() };
            (id, catalogue.threats.insert(id.clone(), threat).is_some())
        }
        _ => return Ok(()),
    };
    if twice || names.insert(object.id.clone(), id.clone()).is_some() {
        return Err(Refused::Twice(id.clone()));
    }
    Ok(())
}

fn relate(object: &Object, catalogue: &mut Catalogue, names: &BTreeMap<String, String>) {
    let relation = object.relation.as_deref().unwrap_or_default();
    if !matches!(relation, "relates-to" | "subproperty-of") {
        return;
    }
    let end = |reference: &Option<String>| reference.as_ref().and_then(|it| names.get(it)).cloned();
    let related = end(&object.source).zip(end(&object.target)).is_some_and(|(from, to)| {
        let known = match relation {
            "relates-to" => catalogue.threats.contains_key(&to),
            _ => catalogue.properties.contains_key(&to) && from != to,
        };
        let Some(property) = catalogue.properties.get_mut(&from).filter(|_| known) else { return false };
        if relation == "relates-to" {
            property.threats.insert(to);
        } else {
            property.parent = Some(to);
        }
        true
    });
    if !related {
        catalogue.dangling += 1;
    }
}
