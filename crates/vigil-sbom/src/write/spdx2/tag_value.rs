//! The tree of the JSON form as tag and value: the way back of the reader, along the same table.

use serde_json::Value;

use super::super::Losses;
use crate::spdx2::tags::{BEGINS, Entry, Into, TAGS};
use crate::take::{Fields, list};

/// The document.
pub(super) fn text(fields: &Fields, losses: &mut Losses) -> String {
    let mut out = Out { text: String::new(), losses };
    out.head(fields);
    out.remarks(fields, "SPDXRef-DOCUMENT");
    for (entry, key) in [
        // Files come first: after a package they would be taken for files of that package.
        (Entry::File, "files"),
        (Entry::Package, "packages"),
        (Entry::Snippet, "snippets"),
        (Entry::Licence, "hasExtractedLicensingInfos"),
        (Entry::Review, "revieweds"),
    ] {
        for (_, item) in list(fields, key) {
            out.entry(entry, item);
        }
    }
    out.relationships(fields);
    out.text
}

struct Out<'l> {
    text: String,
    losses: &'l mut Losses,
}

impl Out<'_> {
    fn head(&mut self, fields: &Fields) {
        let info = fields.get("creationInfo").and_then(Value::as_object).cloned().unwrap_or_default();
        for (tag, _, into) in TAGS.iter().filter(|(_, entry, _)| *entry == Entry::Document) {
            match into {
                Into::Text(key) => self.put(tag, fields.get(*key)),
                Into::Creation(key) => self.put(tag, info.get(*key)),
                Into::Creator => self.put(tag, info.get("creators")),
                Into::ExternalDocument => self.documents(fields),
                _ => {}
            }
            if *tag == "DataLicense" {
                self.put("SPDXID", fields.get("SPDXID"));
            }
        }
        let known = [
            "SPDXID",
            "creationInfo",
            "externalDocumentRefs",
            "relationships",
            "annotations",
            "documentDescribes",
            "$schema",
        ];
        self.unknown(fields, Entry::Document, &known, "document");
    }

    fn documents(&mut self, fields: &Fields) {
        for (_, document) in list(fields, "externalDocumentRefs") {
            let get = |key: &str| document.get(key).map(plain).unwrap_or_default();
            let digest = document.get("checksum").map(checksum).unwrap_or_default();
            let value = format!("{} {} {digest}", get("externalDocumentId"), get("spdxDocument"));
            self.line("ExternalDocumentRef", &value);
        }
    }

    fn entry(&mut self, entry: Entry, fields: &Fields) {
        self.text.push('\n');
        let begin = BEGINS.iter().find(|(_, begins, _)| *begins == entry);
        let Some((tag, _, name)) = begin else { return };
        // The tag begins the entry: it stands even where the name is empty.
        self.line(tag, &fields.get(*name).map_or_else(|| "(unnamed)".to_owned(), plain));
        if *name != "SPDXID" {
            self.put("SPDXID", fields.get("SPDXID"));
        }
        for (tag, _, into) in TAGS.iter().filter(|(_, of, _)| *of == entry) {
            match into {
                Into::Text(key) => self.text_field(tag, key, fields),
                Into::List(key) | Into::Flag(key) => self.put(tag, fields.get(*key)),
                Into::Checksum(key) => {
                    for (_, digest) in list(fields, key) {
                        self.line(tag, &checksum(&Value::Object(digest.clone())));
                    }
                }
                Into::Reference => self.references(fields),
                Into::VerificationCode => self.verification(tag, fields),
                _ => {}
            }
        }
        let known = [
            "SPDXID",
            "annotations",
            "externalRefs",
            "checksums",
            "packageVerificationCode",
            "ranges",
            "hasFiles",
            name,
        ];
        self.unknown(fields, entry, &known, entry.list());
        let id = fields.get("SPDXID").map(plain).unwrap_or_default();
        self.remarks(fields, &id);
        for file in fields.get("hasFiles").and_then(Value::as_array).into_iter().flatten() {
            self.relationship([&id, "CONTAINS", &plain(file)]);
        }
    }

    /// Ranges of snippets have a form of their own in JSON.
    fn text_field(&mut self, tag: &str, key: &str, fields: &Fields) {
        let unit = match key {
            "byteRange" => "offset",
            "lineRange" => "lineNumber",
            _ => return self.put(tag, fields.get(key)),
        };
        self.put(tag, fields.get(key));
        for (_, range) in list(fields, "ranges") {
            let end = |key: &str| range.get(key)?.get(unit).map(plain);
            if let (Some(start), Some(end)) = (end("startPointer"), end("endPointer")) {
                self.line(tag, &format!("{start}:{end}"));
            }
        }
    }

    fn references(&mut self, fields: &Fields) {
        for (_, reference) in list(fields, "externalRefs") {
            let get = |key: &str| reference.get(key).map(plain).unwrap_or_default();
            let value =
                format!("{} {} {}", get("referenceCategory"), get("referenceType"), get("referenceLocator"));
            self.line("ExternalRef", &value);
            self.put("ExternalRefComment", reference.get("comment"));
        }
    }

    fn verification(&mut self, tag: &str, fields: &Fields) {
        let Some(code) = fields.get("packageVerificationCode") else { return };
        let value = code.get("packageVerificationCodeValue").map(plain).unwrap_or_default();
        let left_out: Vec<String> = code
            .get("packageVerificationCodeExcludedFiles")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(plain)
            .collect();
        let left_out =
            if left_out.is_empty() { String::new() } else { format!(" (excludes: {})", left_out.join(", ")) };
        self.line(tag, &format!("{value}{left_out}"));
    }

    /// The annotations of an entry.
    fn remarks(&mut self, fields: &Fields, id: &str) {
        for (_, remark) in list(fields, "annotations") {
            self.put("Annotator", remark.get("annotator"));
            self.put("AnnotationDate", remark.get("annotationDate"));
            self.put("AnnotationType", remark.get("annotationType"));
            self.line("SPDXREF", &remark.get("SPDXREF").map_or_else(|| id.to_owned(), plain));
            // A remark is always a text in tags: tools take it for one.
            let comment = self.closed(&remark.get("comment").map(plain).unwrap_or_default());
            self.text.push_str(&format!("AnnotationComment: <text>{comment}</text>\n"));
            let known = ["annotator", "annotationDate", "annotationType", "SPDXREF", "comment"];
            self.unknown(remark, Entry::Annotation, &known, "annotations");
        }
    }

    fn relationships(&mut self, fields: &Fields) {
        let described = fields.get("documentDescribes").and_then(Value::as_array).into_iter().flatten();
        let described: Vec<String> = described.map(plain).collect();
        let entries = list(fields, "relationships");
        if !described.is_empty() || !entries.is_empty() {
            self.text.push('\n');
        }
        for id in described {
            let stated = entries.iter().any(|(_, entry)| {
                entry.get("relationshipType").map(plain).as_deref() == Some("DESCRIBES")
                    && entry.get("relatedSpdxElement").map(plain).as_ref() == Some(&id)
            });
            if !stated {
                self.relationship(["SPDXRef-DOCUMENT", "DESCRIBES", &id]);
            }
        }
        for (_, entry) in entries {
            let get = |key: &str| entry.get(key).map(plain).unwrap_or_default();
            let words = ["spdxElementId", "relationshipType", "relatedSpdxElement"].map(get);
            if self.relationship([&words[0], &words[1], &words[2]]) {
                self.put("RelationshipComment", entry.get("comment"));
            }
        }
    }

    fn relationship(&mut self, words: [&str; 3]) -> bool {
        let holds = words.iter().all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
        if holds {
            self.line("Relationship", &words.join(" "));
        } else {
            self.losses.add("relationships", &words.join(" "), "it is not three words");
        }
        holds
    }

    /// Tags that nobody knows come back under their own names; fields of JSON that have no tag are lost.
    fn unknown(&mut self, fields: &Fields, entry: Entry, known: &[&str], name: &str) {
        let lists: Vec<&str> =
            [Entry::File, Entry::Package, Entry::Snippet, Entry::Licence, Entry::Review, Entry::Annotation]
                .map(Entry::list)
                .into();
        for (key, value) in fields {
            let has_tag = TAGS.iter().any(|(_, of, into)| {
                *of == entry
                    && matches!(into, Into::Text(it) | Into::List(it) | Into::Flag(it) | Into::Checksum(it) if it == key)
            });
            if has_tag
                || known.contains(&key.as_str())
                || (entry == Entry::Document && lists.contains(&key.as_str()))
            {
                continue;
            }
            if key.starts_with(|c: char| c.is_ascii_uppercase()) && value.is_array() {
                self.put(key, Some(value));
            } else {
                let subject = fields.get("name").map(plain).unwrap_or_default();
                self.losses.add(&format!("{name}.{key}"), &subject, "it has no tag");
            }
        }
    }

    /// One line for a text, one for each text of a list.
    fn put(&mut self, tag: &str, value: Option<&Value>) {
        match value {
            None => {}
            Some(Value::Array(items)) => items.iter().for_each(|item| self.line(tag, &plain(item))),
            // An empty text says nothing, and tools refuse the tag.
            Some(value) if plain(value).trim().is_empty() => {}
            Some(value) => self.line(tag, &plain(value)),
        }
    }

    /// The end of a text cannot stand inside of it, and the format has no other way to write it.
    fn closed(&mut self, text: &str) -> String {
        if text.contains("</text>") {
            self.losses.add("</text>", "the document", "tag-value ends a text there; a space was put in");
        }
        text.replace("</text>", "</text >")
    }

    fn line(&mut self, tag: &str, value: &str) {
        if value.contains('\n') || value.starts_with("<text>") {
            let value = self.closed(value);
            self.text.push_str(&format!("{tag}: <text>{value}</text>\n"));
        } else {
            self.text.push_str(&format!("{tag}: {}\n", value.trim()));
        }
    }
}

fn checksum(value: &Value) -> String {
    let get = |key: &str| value.get(key).map(plain).unwrap_or_default();
    format!("{}: {}", get("algorithm"), get("checksumValue"))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
