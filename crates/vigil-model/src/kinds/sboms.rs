//! The SBOM files of a component: one, as plain text, or several that describe it together.

use std::ops::Deref;

use serde_json::{Value as Json, json};

use crate::field::{At, Field, NodeRef, text};
use crate::node::Value;
use crate::read::Reader;
use crate::record::group;
use crate::words::words;

words! {
    /// Where the knowledge in an SBOM comes from, the strongest first.
    SbomLayer, "a layer of an SBOM", {
        /// Seen in what was built: by the build, or in its result.
        Built = "built",
        /// Declared by sources and manifests before the build.
        Declared = "declared",
        /// Written by a person: component lists.
        ByHand = "by-hand",
    }
}

group! {
    /// An SBOM file of which more is said than its path.
    SbomFile {
        /// The file, as a path from the device folder.
        file: At<String>,
        /// Where its knowledge comes from; found from what the file says of itself when absent.
        layer: Option<SbomLayer>,
        /// Which column of a component list (CSV, XLSX) holds what: a mapping file, as a path from the device folder.
        columns: Option<At<String>>,
    }
}

/// SBOM files, written as `"sbom/pump.cdx.json"`, as a table, or as a list of both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sboms(pub Vec<SbomFile>);

impl Deref for Sboms {
    type Target = [SbomFile];
    fn deref(&self) -> &[SbomFile] {
        &self.0
    }
}

impl Sboms {
    /// The paths of the files, in the order written.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| it.file.value.as_str())
    }
}

impl SbomFile {
    /// Whether its path is all that is said of it.
    fn is_plain(&self) -> bool {
        self.layer.is_none() && self.columns.is_none()
    }
}

fn one(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<SbomFile> {
    if node.node().table().is_some() {
        return SbomFile::read(node, cx);
    }
    let value = text(node.node(), "a path, or a table with `file`,", cx)?;
    Some(SbomFile { file: At { value, span: node.node().span }, layer: None, columns: None })
}

// A plain path stays plain text in canonical JSON, so that approvals of records that name one stay valid.
fn one_json(file: &SbomFile) -> Json {
    if file.is_plain() { file.file.json() } else { file.json() }
}

impl Field for Sboms {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        if let Value::List(items) = &node.node().value {
            return Some(Self(items.iter().filter_map(|item| one(&NodeRef(item), cx)).collect()));
        }
        one(node, cx).map(|file| Self(vec![file]))
    }
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
    fn schema() -> Json {
        let one = || [json!({"type": "string"}), SbomFile::schema()];
        let [path, table] = one();
        json!({"anyOf": [path, table, {"type": "array", "items": {"anyOf": one()}}]})
    }
    fn json(&self) -> Json {
        match &self.0[..] {
            [file] => one_json(file),
            files => files.iter().map(one_json).collect(),
        }
    }
}
