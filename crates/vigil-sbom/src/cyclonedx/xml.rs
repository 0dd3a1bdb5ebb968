//! CycloneDX XML into the tree that the JSON form has, along the same tables of fields. What the tables do not
//! know is kept in the plainest form: attributes and elements become members, repeated ones a list.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::shapes;
use crate::as_json::{AsJson, Long};
use crate::places::{Naming, Noted};
use crate::shape::{Is, Shape};
use crate::take::Fields;
use crate::xml::{Element, Prefixes};

/// The namespace of the format, without the version.
const NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";
/// An extension for 1.0 and 1.1 that became part of 1.2.
const GRAPH: &str = "http://cyclonedx.org/schema/ext/dependency-graph/";
/// Lists that XML writes without an element around them.
const BARE_LISTS: &[&str] = &["url", "contact", "omniborId", "swhid"];

/// The document, as JSON would have it, and the places of its values by JSON pointer.
pub(crate) fn document<'t>(mut root: Element, prefixes: &Prefixes, text: &'t str) -> (AsJson, Noted<'t>) {
    let mut convert = Convert { noted: Noted::new(text, Naming::Noted) };
    let at = At { pointer: String::new(), path: format!("/{}", root.name) };
    let foreign = namespaces(&root, prefixes);
    convert.note(&at, &root);
    let mut long = BTreeMap::new();
    for key in ["components", "dependencies"] {
        let named: Vec<&mut Element> = root.children.iter_mut().filter(|child| &*child.name == key).collect();
        let is_alone = named.len() == 1;
        let list: &mut Long = long.entry(key.to_owned()).or_default();
        if named.len() > 1 {
            convert.noted.continued.push(key.to_owned());
        }
        // A second list of the name continues the first.
        for (number, element) in named.into_iter().enumerate() {
            let step = if is_alone { key.to_owned() } else { format!("{key}[{}]", number + 1) };
            let at = at.field(key, &step);
            match key {
                "components" => convert.components(element, &at, list),
                _ => convert.edges(element, &at, list),
            }
        }
    }
    join(&mut root, &convert.noted.continued);
    let mut head = convert.object(&root, &shapes::BOM, &at);
    long.retain(|key, list| list.len() > 0 && head.remove(key).is_some());
    let version = root.namespace.strip_prefix(NAMESPACE).unwrap_or(&root.namespace);
    for (key, namespace) in foreign {
        head.entry(key).or_insert(namespace);
    }
    head.insert("bomFormat".into(), "CycloneDX".into());
    head.insert("specVersion".into(), version.trim_end_matches('/').into());
    (AsJson { head, long }, convert.noted)
}

/// Leaves one of the lists that stand twice, with what is left in all of them once their entries were taken out.
fn join(root: &mut Element, lists: &[String]) {
    for key in lists {
        let (named, mut others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut root.children).into_iter().partition(|child| *child.name == **key);
        let one = named.into_iter().reduce(|mut one, more| {
            one.attributes.extend(more.attributes);
            one.children.extend(more.children);
            one
        });
        others.extend(one);
        root.children = others;
    }
}

/// Keeps the namespaces of foreign elements and attributes, so that they can be written again: `@xmlns:prefix` of the
/// document.
fn namespaces(root: &Element, prefixes: &Prefixes) -> Fields {
    let mut fields = Fields::new();
    let mut open: Vec<&Element> = vec![root];
    while let Some(element) = open.pop() {
        for (name, _) in &element.attributes {
            if let Some((prefix, _)) = name.split_once(':')
                && let Some(namespace) = prefixes.get(prefix)
            {
                fields.entry(format!("@xmlns:{prefix}")).or_insert_with(|| namespace.as_str().into());
            }
        }
        if let Some((prefix, _)) = element.name.split_once(':') {
            fields.entry(format!("@xmlns:{prefix}")).or_insert_with(|| (*element.namespace).into());
        }
        open.extend(&element.children);
    }
    fields
}

/// Where a value stands: in the tree, and in the file.
struct At {
    pointer: String,
    path: String,
}

impl At {
    fn field(&self, key: &str, path: &str) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("{}/{key}", self.pointer), path: format!("{}/{path}", self.path) }
    }
}

struct Convert<'a> {
    noted: Noted<'a>,
}

impl Convert<'_> {
    fn note(&mut self, at: &At, element: &Element) {
        self.noted.note(&at.pointer, element.spot, element.name.chars().count() + 1, &at.path);
    }

    /// The components of the document, each taken out of the tree when it is written.
    fn components(&mut self, list: &mut Element, at: &At, long: &mut Long) {
        let (foreign, children): (Vec<_>, Vec<_>) =
            std::mem::take(&mut list.children).into_iter().partition(|child| child.name.contains(':'));
        let numbers: Vec<String> = numbered(&children).map(|(number, _)| number).collect();
        for (child, number) in children.into_iter().zip(numbers) {
            let at = At {
                pointer: format!("{}/{}", at.pointer, long.len()),
                path: format!("{}/{}{number}", at.path, child.name),
            };
            self.note(&at, &child);
            long.push(&Value::Object(self.object(&child, &shapes::COMPONENT, &at)));
        }
        list.children = foreign;
    }

    /// The dependencies of the document.
    fn edges(&mut self, list: &mut Element, at: &At, long: &mut Long) {
        self.dependencies(list, at, long.len(), &mut |entry| long.push(&entry));
        list.children = Vec::new();
    }

    fn object(&mut self, element: &Element, shape: &Shape, at: &At) -> Fields {
        let mut fields = Map::new();
        for (name, value) in &element.attributes {
            let key = key_of(name, shape);
            let own = format!("@{name}");
            let is_known = shape.fields.iter().any(|field| field.key == key);
            let key = if is_known { key } else { own.as_str() };
            let inner = at.field(key, &format!("@{name}"));
            self.note(&inner, element);
            let is = shape.fields.iter().find(|field| field.key == key).map(|field| &field.is);
            self.insert(&mut fields, key, scalar(value, is), at);
        }
        self.own_text(element, shape, at, &mut fields);
        for (number, child) in numbered(&element.children) {
            let key = key_of(&child.name, shape);
            let step = format!("{}{number}", child.name);
            let Some(field) = shape.fields.iter().find(|field| field.key == key) else {
                self.unknown(child, key, &at.field(key, &step), &mut fields);
                continue;
            };
            let bare = BARE_LISTS.contains(&key) && matches!(field.is, Is::Texts | Is::Objects(_));
            let mut inner = at.field(key, &step);
            if bare {
                let length = fields.get(key).and_then(Value::as_array).map_or(0, Vec::len);
                inner.pointer = format!("{}/{length}", inner.pointer);
            }
            self.note(&inner, child);
            if bare {
                let item = match field.is {
                    Is::Objects(shape) => Value::Object(self.object(child, shape, &inner)),
                    _ => text_of(child),
                };
                let list = fields.entry(key).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(items) = list {
                    items.push(item);
                }
                continue;
            }
            if is_repeated(key, shape) {
                repeat(&mut fields, key, anything(child));
                continue;
            }
            let value = self.value(child, key, &field.is, &inner, &mut fields);
            self.insert(&mut fields, key, value, at);
        }
        fields
    }

    fn insert(&mut self, fields: &mut Fields, key: &str, value: Value, at: &At) {
        if fields.contains_key(key) {
            self.noted.doubled.push((at.pointer.clone(), key.to_owned()));
        }
        fields.insert(key.to_owned(), value);
    }

    /// The text between an element's tags is one of the JSON form's fields.
    fn own_text(&mut self, element: &Element, shape: &Shape, at: &At, fields: &mut Fields) {
        let known = |key: &&&str| shape.fields.iter().any(|field| field.key == **key);
        let is_copyright = std::ptr::eq(shape, &raw const shapes::COPYRIGHT);
        let key =
            ["content", "value", "classification"].iter().find(known).or(is_copyright.then_some(&"text"));
        let is_blank = element.text.trim().is_empty();
        let key = match key {
            Some(_) if is_blank && !std::ptr::eq(shape, &raw const shapes::ATTACHMENT) => return,
            Some(key) if element.children.is_empty() => *key,
            _ if is_blank => return,
            _ => "#text",
        };
        let is_attachment = std::ptr::eq(shape, &raw const shapes::ATTACHMENT);
        let text = if is_attachment { element.text.as_str() } else { element.text.trim() };
        self.note(&at.field(key, "text()"), element);
        self.insert(fields, key, text.into(), at);
    }

    /// An element that the tables do not know.
    fn unknown(&mut self, element: &Element, key: &str, at: &At, fields: &mut Fields) {
        self.note(at, element);
        add(fields, key, anything(element));
    }

    fn value(&mut self, element: &Element, key: &str, is: &Is, at: &At, parent: &mut Fields) -> Value {
        match is {
            Is::Object(shape) => return Value::Object(self.object(element, shape, at)),
            Is::ObjectsOr(_, other) if element.children.iter().any(|child| child.name.ends_with('s')) => {
                return Value::Object(self.object(element, other, at));
            }
            Is::Objects(_) | Is::ObjectsOr(..) | Is::Texts | Is::List => beside(element, key, parent),
            _ => {}
        }
        match is {
            Is::Objects(shape) if std::ptr::eq(*shape, &raw const shapes::DEPENDENCY) => {
                let mut entries = Vec::new();
                self.dependencies(element, at, 0, &mut |entry| entries.push(entry));
                Value::Array(entries)
            }
            Is::Objects(shape) | Is::ObjectsOr(shape, _) => self.items(element, shape, at, parent),
            Is::Texts => Value::Array(own(element, parent).map(|(_, child)| text_of(child)).collect()),
            Is::List => Value::Array(own(element, parent).map(|(_, child)| anything(child)).collect()),
            Is::Any if key == "signature" || !element.children.is_empty() => anything(element),
            Is::Any if !element.attributes.is_empty() => anything(element),
            _ if !element.children.is_empty() => anything(element),
            _ => {
                beside(element, key, parent);
                scalar(element.text.trim(), Some(is))
            }
        }
    }

    fn items(&mut self, element: &Element, shape: &'static Shape, at: &At, parent: &mut Fields) -> Value {
        let is_licences = std::ptr::eq(shape, &raw const shapes::CHOICE);
        let mut items = Vec::new();
        for (number, child) in own(element, parent) {
            let inner = At {
                pointer: format!("{}/{}", at.pointer, items.len()),
                path: format!("{}/{}{number}", at.path, child.name),
            };
            self.note(&inner, child);
            let item =
                if is_licences { self.choice(child, &inner) } else { self.object(child, shape, &inner) };
            items.push(Value::Object(item));
        }
        Value::Array(items)
    }

    /// A licence, or an expression with its attributes beside it.
    fn choice(&mut self, element: &Element, at: &At) -> Fields {
        let mut fields = Map::new();
        match &*element.name {
            "license" => {
                let inner = At { pointer: format!("{}/license", at.pointer), path: at.path.clone() };
                self.note(&inner, element);
                fields
                    .insert("license".into(), Value::Object(self.object(element, &shapes::LICENCE, &inner)));
            }
            "expression" => {
                fields.insert("expression".into(), element.text.trim().into());
                for (name, value) in &element.attributes {
                    fields.insert(name.clone(), value.as_str().into());
                }
            }
            "expression-detailed" | "expressionDetailed" => {
                for (name, value) in &element.attributes {
                    fields.insert(name.clone(), value.as_str().into());
                }
                let details = element.children.iter().map(anything).collect();
                fields.insert("expressionDetails".into(), Value::Array(details));
            }
            other => drop(fields.insert(other.to_owned(), anything(element))),
        }
        fields
    }

    /// One entry for each reference at the top; what nests deeper (the old extension allows it) is added behind.
    /// They are numbered from `entries` on.
    fn dependencies(&mut self, element: &Element, at: &At, mut entries: usize, add: &mut dyn FnMut(Value)) {
        let stated = stated(element);
        let mut open: Vec<(usize, &Element)> =
            element.children.iter().map(|child| (0, child)).rev().collect();
        while let Some((depth, dependency)) = open.pop() {
            let reference = dependency.attribute("ref");
            if depth == 0 || (!dependency.children.is_empty() && !is_said(&stated, reference, dependency)) {
                let inner = At {
                    pointer: format!("{}/{entries}", at.pointer),
                    path: format!("{}/dependency[@ref='{}']", at.path, reference.unwrap_or("")),
                };
                self.note(&inner, dependency);
                entries += 1;
                add(Value::Object(edges(dependency)));
            }
            open.extend(dependency.children.iter().map(|child| (depth + 1, child)).rev());
        }
    }
}

/// What the entries at the top lead to, where there are deeper ones to compare with.
fn stated(list: &Element) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut stated: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let nests = |entry: &Element| entry.children.iter().any(|child| !child.children.is_empty());
    if list.children.iter().any(nests) {
        for entry in &list.children {
            let targets = entry.children.iter().filter_map(|child| child.attribute("ref"));
            stated.entry(entry.attribute("ref").unwrap_or_default()).or_default().extend(targets);
        }
    }
    stated
}

/// Whether an entry at the top says everything that a deeper one does: generators write both.
fn is_said(stated: &BTreeMap<&str, BTreeSet<&str>>, of: Option<&str>, dependency: &Element) -> bool {
    let known = of.and_then(|of| stated.get(of));
    let has =
        |child: &Element| known.is_some_and(|it| child.attribute("ref").is_some_and(|to| it.contains(to)));
    dependency.children.iter().all(has)
}

/// Keeps the attributes of an element that JSON has as a list or a plain value, in `parent` beside it.
fn beside(element: &Element, key: &str, parent: &mut Fields) {
    for (name, value) in &element.attributes {
        // JSON states the direction beside the classification, XML (since 1.5) on it.
        let name = if name == "flow" { name.clone() } else { format!("{key}@{name}") };
        add(parent, &name, value.as_str().into());
    }
}

fn edges(dependency: &Element) -> Fields {
    let mut fields = Map::new();
    for (name, value) in &dependency.attributes {
        let key = if name == "ref" { name.clone() } else { format!("@{name}") };
        fields.insert(key, value.as_str().into());
    }
    for child in &dependency.children {
        let key = match &*child.name {
            "provides" => "provides",
            name if name.rsplit(':').next() == Some("dependency") => "dependsOn",
            other => other,
        };
        let list = fields.entry(key).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(items) = list {
            items.push(child.attribute("ref").map_or_else(|| anything(child), Value::from));
        }
    }
    fields
}

/// The children of a list that are the format's own, each with its number as XPath writes it. Others are kept in
/// `parent`.
fn own<'e>(list: &'e Element, parent: &mut Fields) -> impl Iterator<Item = (String, &'e Element)> {
    for child in list.children.iter().filter(|child| child.name.contains(':')) {
        add(parent, &child.name, anything(child));
    }
    numbered(&list.children).filter(|(_, child)| !child.name.contains(':'))
}

/// Children with `[n]` where several have one name.
fn numbered(children: &[Element]) -> impl Iterator<Item = (String, &Element)> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for child in children {
        counts.entry(&child.name).or_default().0 += 1;
    }
    children.iter().map(move |child| {
        let (all, seen) = counts.entry(&child.name).or_default();
        *seen += 1;
        (if *all > 1 { format!("[{seen}]") } else { String::new() }, child)
    })
}

/// The key that JSON has for the name of an element or attribute.
fn key_of<'n>(name: &'n str, shape: &Shape) -> &'n str {
    match name {
        "content-type" if shape.fields.iter().any(|field| field.key == "contentType") => "contentType",
        _ => name,
    }
}

fn scalar(text: &str, is: Option<&Is>) -> Value {
    match is {
        Some(Is::Flag) if ["true", "1"].contains(&text) => Value::Bool(true),
        Some(Is::Flag) if ["false", "0"].contains(&text) => Value::Bool(false),
        Some(Is::Whole) => text.trim().parse::<u64>().map_or_else(|_| text.into(), Value::from),
        _ => text.into(),
    }
}

/// The text of an item, or the reference that stands in its place.
fn text_of(element: &Element) -> Value {
    element.attribute("ref").unwrap_or_else(|| element.text.trim()).into()
}

/// Any element: a text, or an object of its attributes, elements and text.
fn anything(element: &Element) -> Value {
    let text = element.text.trim();
    if element.attributes.is_empty() && element.children.is_empty() {
        return text.into();
    }
    let mut fields = Map::new();
    for (name, value) in &element.attributes {
        add(&mut fields, &format!("@{name}"), value.as_str().into());
    }
    for child in &element.children {
        add(&mut fields, &child.name, anything(child));
    }
    if !text.is_empty() {
        add(&mut fields, "#text", text.into());
    }
    Value::Object(fields)
}

/// Whether the schema lets this element stand several times, each an item of its own: `data` of a component since 1.5,
/// `identity` of evidence since 1.6.
fn is_repeated(key: &str, shape: &Shape) -> bool {
    (key == "data" && std::ptr::eq(shape, &raw const shapes::COMPONENT))
        || (key == "identity" && std::ptr::eq(shape, &raw const shapes::EVIDENCE))
}

/// Adds one of them: in JSON, `data` is always a list, `identity` an object where it stands alone.
fn repeat(fields: &mut Fields, key: &str, value: Value) {
    match fields.get_mut(key) {
        None if key == "data" => drop(fields.insert(key.to_owned(), Value::Array(vec![value]))),
        _ => add(fields, key, value),
    }
}

/// Adds a member; a second of the same name makes it a list.
fn add(fields: &mut Fields, key: &str, value: Value) {
    match fields.get_mut(key) {
        None => drop(fields.insert(key.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        Some(first) => {
            let both = vec![first.take(), value];
            *first = Value::Array(both);
        }
    }
}

/// Whether `root` is a document of this format.
pub(crate) fn is_root(root: &Element) -> bool {
    root.name.rsplit(':').next() == Some("bom") && root.namespace.starts_with(NAMESPACE)
}

/// Gives the extension for relationships the namespace that its elements have had since 1.2.
pub(crate) fn adopt_graph(root: &mut Element) {
    for child in root.children.iter_mut().filter(|child| child.namespace.starts_with(GRAPH)) {
        if let Some((_, local)) = child.name.split_once(':') {
            child.name = local.into();
        }
    }
}
