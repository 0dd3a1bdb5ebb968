//! SPDX 2 as tag and value: lines into the tree of the JSON form.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::tags::{BEGINS, Entry, Into, TAGS};
use crate::as_json::{AsJson, Long};
use crate::places::{Naming, Noted, Spot};
use crate::take::Fields;
use crate::{Limits, ReadError};

const TEXT: (&str, &str) = ("<text>", "</text>");

/// The document, as JSON would have it, and the lines of its values by JSON pointer.
pub(crate) fn document<'a>(
    text: &'a str,
    file: &str,
    limits: &Limits,
) -> Result<(AsJson, Noted<'a>), ReadError> {
    let mut reader = Reader {
        file,
        limits,
        noted: Noted::new(text, Naming::Line),
        document: Map::new(),
        packages: Vec::new(),
        owners: HashMap::new(),
        relationships: Long::default(),
        relationship: None,
        lists: Default::default(),
        entry: Entry::Document,
        spot: Spot::START,
        values: 0,
    };
    let mut at = 0;
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let line = text[at..line_end].trim();
        let start = at + (text[at..line_end].len() - text[at..line_end].trim_start().len());
        at = line_end + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        reader.spot = reader.spot.forward(text, start);
        let Some((tag, value)) = line.split_once(':') else {
            return Err(reader.wrong("a line has no `Tag: value`"));
        };
        let mut value = value.trim();
        if value.starts_with(TEXT.0) && !value.contains(TEXT.1) {
            let begin = start + text[start..line_end].find(TEXT.0).unwrap_or(0) + TEXT.0.len();
            let Some(end) = text[begin..].find(TEXT.1) else {
                return Err(ReadError::Truncated { place: reader.spot.place(file) });
            };
            value = &text[begin..begin + end];
            let after = begin + end + TEXT.1.len();
            at = text[after..].find('\n').map_or(text.len(), |end| after + end + 1);
        } else if let Some(inner) = value.strip_prefix(TEXT.0) {
            value = inner.split(TEXT.1).next().unwrap_or(inner);
        }
        reader.tag(tag.trim(), value, line.chars().count())?;
    }
    Ok(reader.finish())
}

struct Reader<'a, 'l> {
    file: &'l str,
    limits: &'l Limits,
    noted: Noted<'a>,
    document: Fields,
    /// Packages that are complete but for annotations, as JSON: each as a tree would take a hundred times the memory.
    packages: Vec<Box<str>>,
    /// Packages by their id.
    owners: HashMap<String, usize>,
    relationships: Long,
    /// The last of them, to which a comment may be added.
    relationship: Option<Value>,
    /// The package at hand; files, snippets, licences, annotations, reviews.
    lists: [Vec<Fields>; 6],
    entry: Entry,
    spot: Spot,
    values: usize,
}

impl<'a> Reader<'a, '_> {
    /// Annotations go to the package that they are about, if it is one.
    fn finish(mut self) -> (AsJson, Noted<'a>) {
        self.end_package();
        self.end_relationship();
        let annotations = std::mem::take(&mut self.lists[index(Entry::Annotation)]);
        let mut of_packages: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for annotation in annotations {
            let id = annotation.get("SPDXREF").and_then(Value::as_str);
            match id.and_then(|id| self.owners.get(id)) {
                Some(number) => of_packages.entry(*number).or_default().push(Value::Object(annotation)),
                None => push(&mut self.document, "annotations", Value::Object(annotation)),
            }
        }
        let mut long = BTreeMap::new();
        if !self.packages.is_empty() {
            let mut packages = Long::default();
            for (number, text) in self.packages.into_iter().enumerate() {
                match of_packages.remove(&number) {
                    None => packages.push_text(&text),
                    Some(more) => packages.push(&annotated(&text, more)),
                }
            }
            long.insert("packages".to_owned(), packages);
        }
        if self.relationships.len() > 0 {
            long.insert("relationships".to_owned(), self.relationships);
        }
        // Tags that nobody knows may have these names.
        for (key, list) in &mut long {
            if let Some(Value::Array(others)) = self.document.remove(key) {
                others.iter().for_each(|it| list.push(it));
            }
        }
        for entry in [Entry::File, Entry::Snippet, Entry::Licence, Entry::Review] {
            let items: Vec<_> =
                std::mem::take(&mut self.lists[index(entry)]).into_iter().map(Value::Object).collect();
            items.into_iter().for_each(|it| push(&mut self.document, entry.list(), it));
        }
        (AsJson { head: self.document, long }, self.noted)
    }

    /// Puts the package at hand away.
    fn end_package(&mut self) {
        for package in std::mem::take(&mut self.lists[index(Entry::Package)]) {
            if let Some(id) = package.get("SPDXID").and_then(Value::as_str) {
                self.owners.insert(id.to_owned(), self.packages.len());
            }
            self.packages.push(Value::Object(package).to_string().into());
        }
    }

    /// Puts the last relationship away.
    fn end_relationship(&mut self) {
        if let Some(last) = self.relationship.take() {
            self.relationships.push(&last);
        }
    }

    fn tag(&mut self, tag: &str, value: &str, width: usize) -> Result<(), ReadError> {
        self.values += 2;
        if self.values > self.limits.values {
            return Err(ReadError::TooManyValues { file: self.file.to_owned(), limit: self.limits.values });
        }
        if value.len() > self.limits.text {
            return Err(ReadError::TooLong { place: self.spot.place(self.file), limit: self.limits.text });
        }
        if let Some((_, entry, key)) = BEGINS.iter().find(|(known, ..)| *known == tag) {
            self.entry = *entry;
            if *entry == Entry::Package {
                self.end_package();
            }
            self.lists[index(*entry)].push(Map::new());
            self.note("", width, tag);
            self.text(key, value, width, tag);
            return Ok(());
        }
        let known = TAGS.iter().find(|(known, ..)| *known == tag);
        match known {
            Some((_, Entry::Document, into)) => self.of_document(*into, value, width, tag),
            Some((_, entry, into))
                if *entry == self.entry || (tag == "LicenseConcluded" || tag == "LicenseComments") =>
            {
                self.of_entry(*into, value, width, tag);
                Ok(())
            }
            None if tag == "SPDXID" => {
                self.text("SPDXID", value, width, tag);
                Ok(())
            }
            // A tag nobody knows, or one of another entry than the one at hand: kept under its own name.
            _ => {
                self.push(tag, value.into(), width, tag);
                Ok(())
            }
        }
    }

    fn of_document(&mut self, into: Into, value: &str, width: usize, tag: &str) -> Result<(), ReadError> {
        let at_hand = std::mem::replace(&mut self.entry, Entry::Document);
        match into {
            Into::Text(key) => self.text(key, value, width, tag),
            Into::Creation(key) => {
                self.noted.note(&format!("/creationInfo/{key}"), self.spot, width, tag);
                self.creation().insert(key.to_owned(), value.into());
            }
            Into::Creator => {
                self.noted.note("/creationInfo/creators", self.spot, width, tag);
                push(self.creation(), "creators", value.into());
            }
            Into::ExternalDocument => {
                let mut words = value.splitn(3, char::is_whitespace);
                let (id, address, digest) = (words.next(), words.next(), words.next().unwrap_or(""));
                let entry = json!({
                    "externalDocumentId": id, "spdxDocument": address, "checksum": checksum(digest),
                });
                self.push("externalDocumentRefs", entry, width, tag);
            }
            Into::Relationship => {
                let words: Vec<_> = value.split_whitespace().collect();
                let [from, kind, to] = words[..] else {
                    return Err(self.wrong("a relationship is not `element RELATIONSHIP element`"));
                };
                let entry =
                    json!({"spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to});
                self.end_relationship();
                let number = self.relationships.len();
                if number == 0 {
                    self.note("relationships", width, tag);
                }
                self.note(&format!("relationships/{number}"), width, tag);
                self.relationship = Some(entry);
            }
            Into::RelationshipComment => match &mut self.relationship {
                Some(Value::Object(last)) => drop(last.insert("comment".to_owned(), value.into())),
                _ => self.push(tag, value.into(), width, tag),
            },
            _ => {}
        }
        // What follows a relationship still belongs to the entry before it.
        self.entry = at_hand;
        Ok(())
    }

    fn of_entry(&mut self, into: Into, value: &str, width: usize, tag: &str) {
        match into {
            Into::Text(key) => self.text(key, value, width, tag),
            Into::List(key) => self.push(key, value.into(), width, tag),
            Into::Flag(key) => {
                let flag = match value {
                    "true" => true.into(),
                    "false" => false.into(),
                    other => Value::from(other),
                };
                self.note(key, width, tag);
                self.fields().insert(key.to_owned(), flag);
            }
            Into::Checksum(key) => self.push(key, checksum(value), width, tag),
            Into::Reference => {
                let mut words = value.splitn(3, char::is_whitespace);
                let (category, kind) = (words.next(), words.next());
                let locator = words.next().map(str::trim);
                let entry = json!({
                    "referenceCategory": category, "referenceType": kind, "referenceLocator": locator,
                });
                self.push("externalRefs", entry, width, tag);
            }
            Into::ReferenceComment => self.comment("externalRefs", value, width, tag),
            Into::VerificationCode => {
                let (code, rest) = value.split_once('(').unwrap_or((value, ""));
                let files = rest.trim_end_matches(')').trim_start_matches("excludes:").trim();
                let mut entry = json!({"packageVerificationCodeValue": code.trim()});
                if !files.is_empty() {
                    entry["packageVerificationCodeExcludedFiles"] =
                        files.split(", ").collect::<Vec<_>>().into();
                }
                self.note("packageVerificationCode", width, tag);
                self.fields().insert("packageVerificationCode".to_owned(), entry);
            }
            _ => {}
        }
    }

    fn creation(&mut self) -> &mut Fields {
        let info = self.document.entry("creationInfo").or_insert_with(|| Value::Object(Map::new()));
        info.as_object_mut().expect("it was made an object and nothing replaces it")
    }

    /// The entry at hand.
    fn fields(&mut self) -> &mut Fields {
        if self.entry == Entry::Document {
            return &mut self.document;
        }
        let list = &mut self.lists[index(self.entry)];
        list.last_mut().expect("an entry is made before its kind is at hand")
    }

    fn pointer(&self) -> String {
        match self.entry {
            Entry::Document => String::new(),
            Entry::Package => format!("/{}/{}", Entry::Package.list(), self.packages.len()),
            entry => format!("/{}/{}", entry.list(), self.lists[index(entry)].len() - 1),
        }
    }

    fn note(&mut self, key: &str, width: usize, tag: &str) {
        let pointer = self.pointer();
        let pointer = if key.is_empty() { pointer } else { format!("{pointer}/{key}") };
        self.noted.note(&pointer, self.spot, width, tag);
    }

    fn text(&mut self, key: &str, value: &str, width: usize, tag: &str) {
        self.note(key, width, tag);
        let pointer = self.pointer();
        if self.fields().insert(key.to_owned(), value.into()).is_some() {
            self.noted.doubled.push((pointer, tag.to_owned()));
        }
    }

    fn push(&mut self, key: &str, value: Value, width: usize, tag: &str) {
        let number = self.fields().get(key).and_then(Value::as_array).map_or(0, Vec::len);
        if number == 0 {
            self.note(key, width, tag);
        }
        self.note(&format!("{key}/{number}"), width, tag);
        push(self.fields(), key, value);
    }

    /// A comment on the last entry of `list`; without one, it is kept under its own name.
    fn comment(&mut self, list: &str, text: &str, width: usize, tag: &str) {
        let last =
            self.fields().get_mut(list).and_then(Value::as_array_mut).and_then(|items| items.last_mut());
        match last {
            Some(Value::Object(last)) => drop(last.insert("comment".to_owned(), text.into())),
            _ => self.push(tag, text.into(), width, tag),
        }
    }

    fn wrong(&self, cause: &str) -> ReadError {
        ReadError::Syntax {
            place: self.spot.place(self.file),
            syntax: "SPDX tag-value",
            cause: cause.to_owned(),
        }
    }
}

/// A package that was put away, with annotations that came later.
fn annotated(package: &str, annotations: Vec<Value>) -> Value {
    let mut fields: Fields = serde_json::from_str(package).expect("it was written from an object");
    annotations.into_iter().for_each(|it| push(&mut fields, "annotations", it));
    Value::Object(fields)
}

fn index(entry: Entry) -> usize {
    match entry {
        Entry::Package | Entry::Document => 0,
        Entry::File => 1,
        Entry::Snippet => 2,
        Entry::Licence => 3,
        Entry::Annotation => 4,
        Entry::Review => 5,
    }
}

fn push(fields: &mut Fields, key: &str, value: Value) {
    let list = fields.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(items) = list {
        items.push(value);
    }
}

fn checksum(text: &str) -> Value {
    let (algorithm, digits) = text.split_once(':').unwrap_or(("", text));
    json!({"algorithm": algorithm.trim(), "checksumValue": digits.trim()})
}
