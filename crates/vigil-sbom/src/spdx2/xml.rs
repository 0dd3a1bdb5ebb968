//! SPDX 2 as XML: the tree of the JSON form with repeated elements for lists.

use serde_json::{Map, Value};

use crate::as_json::AsJson;
use crate::places::{Naming, Noted};
use crate::xml::Element;

/// Elements that are lists even where one stands alone.
const LISTS: &[&str] = &[
    "annotations",
    "artifactOfs",
    "attributionTexts",
    "checksums",
    "creators",
    "crossRefs",
    "documentDescribes",
    "externalDocumentRefs",
    "externalRefs",
    "fileContributors",
    "fileDependencies",
    "fileTypes",
    "files",
    "hasExtractedLicensingInfos",
    "hasFiles",
    "licenseInfoFromFiles",
    "licenseInfoInFiles",
    "licenseInfoInSnippets",
    "packages",
    "packageVerificationCodeExcludedFiles",
    "ranges",
    "relationships",
    "revieweds",
    "seeAlsos",
    "snippets",
];

/// Elements that hold `true` or `false`.
const FLAGS: &[&str] = &["filesAnalyzed", "isLive", "isValid", "isWayBackLink"];

/// Elements that hold whole numbers.
pub(super) const NUMBERS: &[&str] = &["lineNumber", "offset", "order"];

/// Those of them that are long in long documents.
const LONG: [&str; 2] = ["packages", "relationships"];

/// The document, as JSON would have it.
pub(crate) fn document(mut root: Element, text: &str) -> (AsJson, Noted<'_>) {
    let mut noted = Noted::new(text, Naming::Noted);
    let path = format!("/{}", root.name);
    let mut written = AsJson::default();
    let mut rest = Vec::new();
    for element in std::mem::take(&mut root.children) {
        let Some(key) = LONG.iter().find(|key| **key == &*element.name) else {
            rest.push(element);
            continue;
        };
        let list = written.long.entry((*key).to_owned()).or_default();
        let (at, path) = (format!("/{key}/{}", list.len()), format!("{path}/{key}[{}]", list.len() + 1));
        list.push(&value(&element, &at, &path, &mut noted));
    }
    root.children = rest;
    if let Value::Object(head) = value(&root, "", &path, &mut noted) {
        written.head = head;
    }
    (written, noted)
}

fn value(element: &Element, pointer: &str, path: &str, noted: &mut Noted<'_>) -> Value {
    noted.note(pointer, element.spot, element.name.chars().count() + 1, path);
    if element.children.is_empty() && element.attributes.is_empty() {
        return scalar(&element.name, element.text.trim());
    }
    let mut fields = Map::new();
    for (name, text) in &element.attributes {
        fields.insert(name.clone(), text.as_str().into());
    }
    for child in &element.children {
        let known = fields.get(&*child.name).and_then(Value::as_array).map_or(0, Vec::len);
        let is_list = LISTS.contains(&&*child.name);
        let (pointer, path) = if is_list {
            (format!("{pointer}/{}/{known}", child.name), format!("{path}/{}[{}]", child.name, known + 1))
        } else {
            (format!("{pointer}/{}", child.name), format!("{path}/{}", child.name))
        };
        let inner = value(child, &pointer, &path, noted);
        if is_list {
            let list = fields.entry(&*child.name).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = list {
                items.push(inner);
            }
        } else if fields.insert(child.name.to_string(), inner).is_some() {
            noted.doubled.push((pointer, child.name.to_string()));
        }
    }
    if !element.text.trim().is_empty() {
        fields.insert("#text".to_owned(), element.text.trim().into());
    }
    Value::Object(fields)
}

/// XML has texts only: which of them are numbers or flags is said by the format.
pub(super) fn scalar(key: &str, text: &str) -> Value {
    match text {
        "true" if FLAGS.contains(&key) => true.into(),
        "false" if FLAGS.contains(&key) => false.into(),
        _ if NUMBERS.contains(&key) => text.parse::<u64>().map_or_else(|_| text.into(), Value::from),
        _ => text.into(),
    }
}

/// Whether `root` is a document of this format.
pub(crate) fn is_root(root: &Element) -> bool {
    root.children.iter().any(|child| &*child.name == "spdxVersion")
}
