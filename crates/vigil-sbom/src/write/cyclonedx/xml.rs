//! The tree of the JSON form as XML: the way back of the reader, along the same tables.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::Losses;
use crate::cyclonedx::shapes;
use crate::shape::{Is, Shape};
use crate::take::Fields;

/// The document of version 1.`minor`.
pub(super) fn text(fields: &Fields, minor: u8, is_from_xml: bool, losses: &mut Losses) -> String {
    let mut out = Out {
        text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
        depth: 0,
        prefixes: BTreeMap::new(),
        is_from_xml,
        losses,
    };
    let mut attributes = vec![("xmlns".to_owned(), format!("http://cyclonedx.org/schema/bom/1.{minor}"))];
    for (key, value) in fields {
        if let (Some(prefix), Some(namespace)) = (key.strip_prefix("@xmlns:"), value.as_str()) {
            out.prefixes.insert(prefix.to_owned(), namespace.to_owned());
        }
    }
    attributes.extend(
        out.prefixes.iter().map(|(prefix, namespace)| (format!("xmlns:{prefix}"), namespace.clone())),
    );
    let mut fields = fields.clone();
    fields.retain(|key, _| {
        !key.starts_with("@xmlns:") && !["bomFormat", "specVersion", "$schema"].contains(&key.as_str())
    });
    out.object("bom", attributes, &fields, &shapes::BOM);
    out.text
}

struct Out<'l> {
    text: String,
    depth: usize,
    /// Prefixes of foreign elements, with their namespaces.
    prefixes: BTreeMap<String, String>,
    /// Whether the tree came from XML: then what is an attribute says so.
    is_from_xml: bool,
    losses: &'l mut Losses,
}

/// What an element has in it.
enum Inside<'v> {
    Nothing,
    Text(&'v str),
}

impl Out<'_> {
    fn object(
        &mut self,
        name: &str,
        mut attributes: Vec<(String, String)>,
        fields: &Fields,
        shape: &'static Shape,
    ) {
        let mut text = None;
        let mut children = Vec::new();
        for field in shape.fields {
            let Some(value) = fields.get(field.key) else { continue };
            if is_attribute(shape, field.key) {
                let key = if field.key == "contentType" { "content-type" } else { field.key };
                attributes.push((key.to_owned(), scalar(value)));
            } else if is_text(shape, field.key) {
                text = Some(scalar(value));
            } else {
                children.push((field.key, value, Some(&field.is)));
            }
        }
        for (key, value) in fields {
            if shape.fields.iter().any(|field| field.key == key) {
                continue;
            }
            if let Some(name) = key.strip_prefix('@') {
                self.attribute(name, value, &mut attributes);
            } else if key == "#text" {
                text = Some(scalar(value));
            } else if key.contains('@') {
                // An attribute of a sibling that holds a plain text; it is written with that.
            } else {
                children.push((key, value, None));
            }
        }
        if children.is_empty() {
            let inside = text.as_deref().map_or(Inside::Nothing, Inside::Text);
            return self.leaf(name, &attributes, inside);
        }
        self.begin(name, &attributes);
        for (key, value, is) in children {
            let own = self.attributes_of(fields, key);
            self.child(key, value, is, shape, own);
        }
        self.end(name);
    }

    fn child(
        &mut self,
        key: &str,
        value: &Value,
        is: Option<&Is>,
        shape: &'static Shape,
        own: Vec<(String, String)>,
    ) {
        match (is, value) {
            (Some(Is::Object(inner)), Value::Object(fields)) => self.object(key, own, fields, inner),
            (Some(Is::ObjectsOr(_, inner)), Value::Object(fields)) => self.object(key, own, fields, inner),
            (Some(Is::Objects(inner) | Is::ObjectsOr(inner, _)), Value::Array(items)) => {
                self.objects(key, &own, items, inner);
            }
            (Some(Is::Texts), Value::Array(items)) => self.texts(key, &own, items, shape),
            // Each stands by itself, without a list around them.
            (Some(Is::List), Value::Array(_)) if key == "data" => self.anything(key, value),
            (Some(Is::List), Value::Array(items)) => {
                self.begin(key, &own);
                for item in items {
                    self.anything(singular(key), item);
                }
                self.end(key);
            }
            (None | Some(Is::Any), value) => self.anything(key, value),
            (_, value @ (Value::Object(_) | Value::Array(_))) => self.anything(key, value),
            (_, plain) => self.leaf(key, &own, Inside::Text(&scalar(plain))),
        }
    }

    fn objects(&mut self, key: &str, own: &[(String, String)], items: &[Value], inner: &'static Shape) {
        let has_wrapper = key != "contact";
        if has_wrapper {
            self.begin(key, own);
        }
        for item in items {
            let Value::Object(fields) = item else {
                self.anything(singular(key), item);
                continue;
            };
            if std::ptr::eq(inner, &raw const shapes::CHOICE) {
                self.choice(fields);
            } else if std::ptr::eq(inner, &raw const shapes::DEPENDENCY) {
                self.dependency(fields);
            } else if std::ptr::eq(inner, &raw const shapes::FLOW) {
                self.flow(fields);
            } else {
                self.object(singular(key), Vec::new(), fields, inner);
            }
        }
        if has_wrapper {
            self.end(key);
        }
    }

    fn texts(&mut self, key: &str, own: &[(String, String)], items: &[Value], shape: &Shape) {
        let is_reference = std::ptr::eq(shape, &raw const shapes::COMPOSITION);
        let bare = ["url", "omniborId", "swhid"].contains(&key);
        if !bare {
            self.begin(key, own);
        }
        for item in items {
            let text = scalar(item);
            if is_reference {
                self.leaf(singular(key), &[("ref".to_owned(), text)], Inside::Nothing);
            } else {
                self.leaf(if bare { key } else { singular(key) }, &[], Inside::Text(&text));
            }
        }
        if !bare {
            self.end(key);
        }
    }

    /// A licence, or an expression with what belongs to it as attributes.
    fn choice(&mut self, fields: &Fields) {
        if let Some(Value::Object(licence)) = fields.get("license") {
            return self.object("license", Vec::new(), licence, &shapes::LICENCE);
        }
        let attributes: Vec<_> = fields
            .iter()
            .filter(|(key, value)| *key != "expression" && value.is_string())
            .map(|(key, value)| (key.trim_start_matches('@').to_owned(), scalar(value)))
            .collect();
        match (fields.get("expression"), fields.get("expressionDetails")) {
            (Some(expression), Some(Value::Array(details))) => {
                let mut attributes = attributes;
                attributes.push(("expression".to_owned(), scalar(expression)));
                self.begin("expression-detailed", &attributes);
                for detail in details {
                    self.anything("details", detail);
                }
                self.end("expression-detailed");
            }
            (Some(expression), _) => self.leaf("expression", &attributes, Inside::Text(&scalar(expression))),
            (None, _) => {
                for (key, value) in fields {
                    self.anything(key, value);
                }
            }
        }
    }

    fn dependency(&mut self, fields: &Fields) {
        let mut own = vec![("ref".to_owned(), fields.get("ref").map(scalar).unwrap_or_default())];
        let targets = |key: &str| fields.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (key, value) in
            fields.iter().filter(|(key, _)| !["ref", "dependsOn", "provides"].contains(&key.as_str()))
        {
            match key.strip_prefix('@') {
                Some(name) => self.attribute(name, value, &mut own),
                None => self.losses.add(&format!("dependency.{key}"), &own[0].1, "XML has no place for it"),
            }
        }
        if targets("dependsOn").is_empty() && targets("provides").is_empty() {
            return self.leaf("dependency", &own, Inside::Nothing);
        }
        self.begin("dependency", &own);
        for (name, key) in [("dependency", "dependsOn"), ("provides", "provides")] {
            for target in targets(key) {
                self.leaf(name, &[("ref".to_owned(), scalar(target))], Inside::Nothing);
            }
        }
        self.end("dependency");
    }

    /// A flow of data: a classification with its direction, and since 1.5 what surrounds it.
    fn flow(&mut self, fields: &Fields) {
        let get = |key: &str| fields.get(key).map(scalar);
        let direction: Vec<_> = get("flow").map(|flow| ("flow".to_owned(), flow)).into_iter().collect();
        let class = get("classification").unwrap_or_default();
        if fields.keys().all(|key| key == "flow" || key == "classification") {
            return self.leaf("classification", &direction, Inside::Text(&class));
        }
        let named = ["name", "description"].iter().filter_map(|key| Some(((*key).to_owned(), get(key)?)));
        let named: Vec<_> = named.collect();
        self.begin("dataflow", &named);
        self.leaf("classification", &direction, Inside::Text(&class));
        if let Some(governance) = fields.get("governance") {
            self.anything("governance", governance);
        }
        for key in ["source", "destination"] {
            if let Some(Value::Array(all)) = fields.get(key) {
                self.begin(key, &[]);
                for address in all {
                    self.leaf("url", &[], Inside::Text(&scalar(address)));
                }
                self.end(key);
            }
        }
        self.end("dataflow");
    }

    /// The way back of what the reader does with elements that it does not know.
    fn anything(&mut self, name: &str, value: &Value) {
        if name.split_once(':').is_some_and(|(prefix, _)| !self.prefixes.contains_key(prefix)) {
            self.losses.add(&format!("element.{name}"), name, "its namespace is not known");
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.anything(name, item)),
            Value::Object(fields) => {
                let mut attributes = Vec::new();
                for (key, value) in fields {
                    if let Some(name) = key.strip_prefix('@') {
                        self.attribute(name, value, &mut attributes);
                    } else if key == "bom-ref" && !self.is_from_xml {
                        attributes.push((key.clone(), scalar(value)));
                    }
                }
                let children: Vec<_> = inner_order(fields, self.is_from_xml);
                if children.is_empty() {
                    let text = fields.get("#text").map(scalar);
                    return self.leaf(
                        name,
                        &attributes,
                        text.as_deref().map_or(Inside::Nothing, Inside::Text),
                    );
                }
                self.begin(name, &attributes);
                for (key, value) in children {
                    self.anything(key, value);
                }
                if let Some(text) = fields.get("#text").map(scalar) {
                    self.line(&escaped(&text, false));
                }
                self.end(name);
            }
            plain => self.leaf(name, &[], Inside::Text(&scalar(plain))),
        }
    }

    fn attribute(&mut self, name: &str, value: &Value, attributes: &mut Vec<(String, String)>) {
        let known = name
            .split_once(':')
            .is_none_or(|(prefix, _)| prefix == "xml" || self.prefixes.contains_key(prefix));
        if known {
            attributes.push((name.to_owned(), scalar(value)));
        } else {
            self.losses.add(&format!("attribute.{name}"), name, "its namespace is not known");
        }
    }

    /// The attributes that the reader found on the element `key`, which is a plain value or a list.
    fn attributes_of(&mut self, fields: &Fields, key: &str) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        for (name, value) in fields {
            if let Some(name) = name.strip_prefix(key).and_then(|rest| rest.strip_prefix('@')) {
                self.attribute(name, value, &mut attributes);
            }
        }
        attributes
    }

    fn begin(&mut self, name: &str, attributes: &[(String, String)]) {
        let tag = format!("<{name}{}>", written(attributes));
        self.line(&tag);
        self.depth += 1;
    }

    fn end(&mut self, name: &str) {
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    fn leaf(&mut self, name: &str, attributes: &[(String, String)], inside: Inside<'_>) {
        let attributes = written(attributes);
        let tag = match inside {
            Inside::Text(text) if !text.is_empty() => {
                format!("<{name}{attributes}>{}</{name}>", escaped(text, false))
            }
            _ => format!("<{name}{attributes}/>"),
        };
        self.line(&tag);
    }

    fn line(&mut self, text: &str) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.push_str(text);
        self.text.push('\n');
    }
}

/// The children of an element that the tables do not know. Those of well-known small ones come in the order of the format.
fn inner_order(fields: &Fields, is_from_xml: bool) -> Vec<(&String, &Value)> {
    const ORDER: &[&str] = &[
        "timestamp",
        "name",
        "email",
        "country",
        "region",
        "locality",
        "postOfficeBoxNumber",
        "postalCode",
        "streetAddress",
        "url",
    ];
    let is_child = |key: &str| !key.starts_with('@') && key != "#text" && (is_from_xml || key != "bom-ref");
    let mut children: Vec<_> = fields.iter().filter(|(key, _)| is_child(key)).collect();
    // Without its own order a map may have any; a stable sort keeps that of the file where the map does.
    children.sort_by_key(|(key, _)| ORDER.iter().position(|known| known == key).unwrap_or(ORDER.len()));
    children
}

fn is_attribute(shape: &'static Shape, key: &str) -> bool {
    let is = |other: &'static Shape| std::ptr::eq(shape, other);
    match key {
        "bom-ref" | "alg" | "encoding" | "contentType" | "mime-type" | "isExternal" | "acknowledgement" => {
            true
        }
        "type" => !is(&shapes::COMMIT),
        "serialNumber" => true,
        "version" => is(&shapes::BOM) || is(&shapes::SWID),
        "name" => is(&shapes::PROPERTY) || is(&shapes::SWID),
        "tagId" | "tagVersion" | "patch" => is(&shapes::SWID),
        _ => false,
    }
}

/// Whether the field is the text of its element.
fn is_text(shape: &'static Shape, key: &str) -> bool {
    let is = |other: &'static Shape| std::ptr::eq(shape, other);
    match key {
        "content" => is(&shapes::HASH) || is(&shapes::ATTACHMENT),
        "value" => is(&shapes::PROPERTY),
        "text" => is(&shapes::COPYRIGHT),
        _ => false,
    }
}

/// The element of which a list consists.
fn singular(key: &str) -> &str {
    match key {
        "externalReferences" => "reference",
        "ancestors" | "descendants" | "variants" => "component",
        "dependencies" => "dependency",
        "properties" => "property",
        "vulnerabilities" => "vulnerability",
        "hashes" => "hash",
        "patches" => "patch",
        "resolves" => "issue",
        "assemblies" => "assembly",
        "copyright" => "text",
        "formulation" => "formula",
        "affects" => "target",
        "advisories" => "advisory",
        "references" => "url",
        "data" => "classification",
        other => other.strip_suffix('s').unwrap_or(other),
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn written(attributes: &[(String, String)]) -> String {
    attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value, true))).collect()
}

/// Text for an element or an attribute. Characters that XML cannot hold are replaced.
fn escaped(text: &str, is_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if is_attribute => out.push_str("&quot;"),
            '\n' | '\t' if is_attribute => out.push_str(&format!("&#{};", u32::from(character))),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(character),
            control if control < ' ' || control == '\u{fffe}' || control == '\u{ffff}' => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            other => out.push(other),
        }
    }
    out
}
