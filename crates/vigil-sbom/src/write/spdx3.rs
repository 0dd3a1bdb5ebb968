//! SPDX 3.0.1 as JSON-LD: the elements in one list, compact as the specification's context has them.

mod kept;
mod package;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Family, Losses, Stamp, ends, json as text, number, put, time};
use crate::document::Document;
use crate::places::{Naming, Noted, Places};
use crate::report::Report;
use crate::{Aggregate, Contact, Limits, Party, Sbom, spdx3 as reader};

const ORDER: &[&str] = &["@context", "@graph", "type", "@id", "spdxId", "creationInfo", "name"];
const CONTEXT: &str = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
const INFO: &str = "_:creationinfo";

/// The SBOM as JSON-LD.
pub(super) fn json(sbom: &Sbom, stamp: &Stamp, losses: &mut Losses) -> String {
    if Family::of(sbom.format) == Family::Spdx3
        && let Some(original) = unchanged(sbom)
    {
        return text::pretty(&original, ORDER);
    }
    let mut graph = Elements::new(sbom, stamp);
    graph.document(sbom, stamp, losses);
    graph.packages(sbom, losses);
    graph.relationships(sbom);
    ends::note_unknown(sbom, |_| false, losses);
    if Family::of(sbom.format) == Family::Spdx3 {
        graph.kept(sbom);
    }
    text::pretty(&json!({ "@context": CONTEXT, "@graph": graph.all }), ORDER)
}

/// The original, if the SBOM still says what it says. A graph that was changed in part is written anew: what hangs
/// together in it is not known field by field.
fn unchanged(sbom: &Sbom) -> Option<Value> {
    let original = sbom.original.tree();
    let document = Document::of_tree(original.clone())?;
    let mut report = Report::new(&sbom.file, Places::Noted(Noted::new("", Naming::Pointer)));
    let mut read = reader::sbom(&document.head, &mut report, &Limits::default()).ok()?;
    read.original = sbom.original.clone();
    read.digest = sbom.digest;
    read.signatures.clone_from(&sbom.signatures);
    let places = sbom.primary.iter().chain(&sbom.packages);
    for (package, known) in read.primary.iter_mut().chain(&mut read.packages).zip(places) {
        package.place = known.place.clone();
    }
    (read == *sbom).then_some(original)
}

/// The elements written so far.
struct Elements {
    /// What all identifiers begin with.
    base: String,
    created: String,
    all: Vec<Value>,
    agents: BTreeMap<(String, String), String>,
    licences: BTreeMap<String, String>,
    relations: usize,
    /// Whether the SBOM was read from SPDX 3.
    is_own: bool,
}

impl Elements {
    fn new(sbom: &Sbom, stamp: &Stamp) -> Self {
        let content = serde_json::to_value(sbom).unwrap_or_default();
        let base = match &sbom.serial_number {
            Some(number) if number.contains("://") => number.split('#').next().unwrap_or(number).to_owned(),
            _ => format!("https://spdx.org/spdxdocs/sbom-{}", number::uuid(&content)),
        };
        let created = time::of(sbom.timestamp.as_ref()).unwrap_or_else(|| stamp.time.clone());
        let (agents, licences) = (BTreeMap::new(), BTreeMap::new());
        Self {
            base,
            created,
            all: Vec::new(),
            agents,
            licences,
            relations: 0,
            is_own: Family::of(sbom.format) == Family::Spdx3,
        }
    }

    fn id(&self, end: &str) -> String {
        format!("{}#{end}", self.base)
    }

    fn document(&mut self, sbom: &Sbom, stamp: &Stamp, losses: &mut Losses) {
        let mut info = Map::new();
        info.insert("type".into(), "CreationInfo".into());
        info.insert("@id".into(), INFO.into());
        info.insert("specVersion".into(), "3.0.1".into());
        info.insert("created".into(), self.created.as_str().into());
        self.all.push(Value::Null);
        let mut by: Vec<Value> = sbom.manufacturer.iter().map(|party| self.party(party).into()).collect();
        by.extend(sbom.authors.iter().map(|person| Value::from(self.contact(person))));
        let tools = sbom.tools.iter().filter_map(|tool| {
            let name = tool.name.as_ref()?;
            Some(tool.version.as_ref().map_or_else(|| name.clone(), |version| format!("{name}-{version}")))
        });
        let tools: Vec<Value> =
            tools.collect::<Vec<_>>().iter().map(|it| self.agent("Tool", it, None).into()).collect();
        if by.is_empty() {
            let name = stamp.tool.as_ref().map_or("unknown", |(name, _)| name.as_str()).to_owned();
            by.push(self.agent("SoftwareAgent", &name, None).into());
        }
        info.insert("createdBy".into(), Value::Array(by));
        put::list(&mut info, "createdUsing", tools);
        self.all[0] = Value::Object(info);
        let roots = self.roots(sbom);
        let (document, list) = (self.id("document"), self.id("sbom"));
        let name = sbom.primary.as_ref().map_or(sbom.file.as_str(), |primary| primary.name.as_str());
        self.all.push(json!({
            "type": "SpdxDocument", "spdxId": document, "creationInfo": INFO, "name": name,
            "rootElement": [list], "profileConformance": ["core", "software", "simpleLicensing"],
        }));
        let mut fields = Map::new();
        fields.insert("type".into(), "software_Sbom".into());
        fields.insert("spdxId".into(), list.into());
        fields.insert("creationInfo".into(), INFO.into());
        put::list(&mut fields, "software_sbomType", stages(sbom));
        fields.insert("rootElement".into(), Value::Array(roots));
        fields.insert(
            "element".into(),
            Value::Array((0..sbom.all_packages().count()).map(|n| self.package_id(n).into()).collect()),
        );
        self.all.push(Value::Object(fields));
        for (field, is_stated) in [
            ("services", !sbom.services.is_empty()),
            ("externalReferences", !sbom.external_references.is_empty()),
            ("properties", !sbom.properties.is_empty()),
            ("provides", !sbom.provides.is_empty()),
            ("supplier", sbom.supplier.is_some()),
            ("lifecycles", stages(sbom).len() < sbom.lifecycles.len()),
        ] {
            if is_stated {
                losses.add(&format!("document.{field}"), &sbom.file, "not written in SPDX 3.0");
            }
        }
        for key in sbom.unknown.keys() {
            losses.add(&format!("document.{key}"), &sbom.file, "not written in SPDX 3.0");
        }
    }

    fn roots(&self, sbom: &Sbom) -> Vec<Value> {
        if sbom.primary.is_some() {
            return vec![self.package_id(0).into()];
        }
        (0..sbom.packages.len()).map(|number| self.package_id(number).into()).collect()
    }

    /// The identifier of a package by its number, the primary one first.
    fn package_id(&self, number: usize) -> String {
        self.id(&format!("package-{number}"))
    }

    fn party(&mut self, party: &Party) -> String {
        let email = party.contacts.iter().find_map(|contact| contact.email.as_deref());
        let name = party.name.as_deref().or(email).unwrap_or("(unnamed)").to_owned();
        self.agent("Organization", &name, email.map(str::to_owned))
    }

    fn contact(&mut self, contact: &Contact) -> String {
        let name = contact.name.as_ref().or(contact.email.as_ref()).cloned();
        self.agent("Person", &name.unwrap_or_else(|| "(unnamed)".into()), contact.email.clone())
    }

    /// The identifier of an agent or tool, which is written once.
    fn agent(&mut self, kind: &str, name: &str, email: Option<String>) -> String {
        if name == "NOASSERTION" {
            return "https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement".to_owned();
        }
        let key = (kind.to_owned(), name.to_owned());
        if let Some(id) = self.agents.get(&key) {
            return id.clone();
        }
        let id = self.id(&format!("agent-{}", self.agents.len()));
        self.agents.insert(key, id.clone());
        let mut fields = Map::new();
        fields.insert("type".into(), kind.into());
        fields.insert("spdxId".into(), id.as_str().into());
        fields.insert("creationInfo".into(), INFO.into());
        fields.insert("name".into(), name.into());
        if let Some(email) = email {
            let entry = json!({
                "type": "ExternalIdentifier", "externalIdentifierType": "email", "identifier": email,
            });
            fields.insert("externalIdentifier".into(), json!([entry]));
        }
        self.all.push(Value::Object(fields));
        id
    }

    /// The identifier of a licence expression, which is written once.
    fn licence(&mut self, expression: &str) -> String {
        if let Some(id) = self.licences.get(expression) {
            return id.clone();
        }
        let id = self.id(&format!("licence-{}", self.licences.len()));
        self.licences.insert(expression.to_owned(), id.clone());
        self.all.push(json!({
            "type": "simplelicensing_LicenseExpression", "spdxId": id, "creationInfo": INFO,
            "simplelicensing_licenseExpression": expression,
        }));
        id
    }

    fn relation(&mut self, from: &str, kind: &str, to: Vec<String>, completeness: Option<&str>) {
        let id = self.id(&format!("relationship-{}", self.relations));
        self.relations += 1;
        let to = if to.is_empty() {
            vec!["https://spdx.org/rdf/3.0.1/terms/Core/NoneElement".to_owned()]
        } else {
            to
        };
        let mut fields = Map::new();
        fields.insert("type".into(), "Relationship".into());
        fields.insert("spdxId".into(), id.into());
        fields.insert("creationInfo".into(), INFO.into());
        fields.insert("from".into(), from.into());
        fields.insert("relationshipType".into(), kind.into());
        fields.insert("to".into(), json!(to));
        put::put(&mut fields, "completeness", completeness);
        self.all.push(Value::Object(fields));
    }

    fn relationships(&mut self, sbom: &Sbom) {
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        let mut pointers: BTreeMap<&str, String> = BTreeMap::new();
        for (number, package) in sbom.all_packages().enumerate() {
            pointers.insert(&package.pointer, self.package_id(number));
            if let Some(reference) = &package.bom_ref {
                ids.entry(reference).or_insert_with(|| self.package_id(number));
            }
        }
        for (number, package) in sbom.all_packages().enumerate() {
            if let Some(parent) = package.parent.as_deref().and_then(|parent| pointers.get(parent)) {
                self.relation(&parent.clone(), "contains", vec![self.package_id(number)], None);
            }
        }
        for (from, targets) in &sbom.dependencies {
            let Some(id) = ids.get(from.as_str()).cloned() else { continue };
            let to: Vec<String> = targets.iter().filter_map(|to| ids.get(to.as_str()).cloned()).collect();
            // Without an end, the relationship would say that nothing is needed.
            if !to.is_empty() || targets.is_empty() {
                self.relation(&id, "dependsOn", to, completeness(sbom, from));
            }
        }
    }
}

/// How completely it is known what `reference` needs.
fn completeness(sbom: &Sbom, reference: &str) -> Option<&'static str> {
    let of = sbom.compositions.iter().find(|it| it.dependencies.contains(reference))?;
    match of.aggregate {
        Aggregate::Complete => Some("complete"),
        Aggregate::Unknown | Aggregate::NotSpecified | Aggregate::Other(_) => Some("noAssertion"),
        _ => Some("incomplete"),
    }
}

/// The kinds of SBOM that SPDX 3 has for the stages of CycloneDX.
fn stages(sbom: &Sbom) -> Vec<Value> {
    let mut words: Vec<&str> = sbom
        .lifecycles
        .iter()
        .filter_map(|stage| match stage.phase.as_deref()? {
            "design" => Some("design"),
            "pre-build" => Some("source"),
            "build" => Some("build"),
            "post-build" | "discovery" => Some("analyzed"),
            "operations" => Some("deployed"),
            _ => None,
        })
        .collect();
    words.dedup();
    words.into_iter().map(Value::from).collect()
}
