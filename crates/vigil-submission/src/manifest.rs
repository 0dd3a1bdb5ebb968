//! `manifest.json`: every file with title, element, place in the template, size and digest; and what is not there and why.

use serde::Serialize;
use vigil_base::{Digest, canonical};
use vigil_guidance::Catalogue;

use crate::parts::Maker;

/// One file of the submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Path in the submission folder.
    pub file: String,
    /// Key of the catalogue's file.
    pub key: String,
    /// Title.
    pub title: String,
    /// Elements of the guidance that it answers.
    pub elements: Vec<String>,
    /// Places in the template; see the warning in the catalogue.
    pub estar: Vec<String>,
    /// Size in bytes.
    pub bytes: usize,
    /// Pages, of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// SHA-256.
    pub sha256: Digest,
}

/// A file that is not in the submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotProduced {
    /// Number and name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Why.
    pub because: String,
}

/// The manifest.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Version of this form.
    pub schema_version: u32,
    /// Device.
    pub device: String,
    /// Version of the device.
    pub version: String,
    /// The day that everything is judged at.
    pub as_of: String,
    /// The tool.
    pub tool: String,
    /// Profile.
    pub profile: String,
    /// Catalogue edition and digest.
    pub catalogue: String,
    /// Threat rule packs with digests.
    pub packs: Vec<String>,
    /// Vulnerability data.
    pub data_cut: String,
    /// Attributions that sources of the data ask for.
    pub notices: Vec<String>,
    /// What is known of the template's limits.
    pub limits: Vec<String>,
    /// The files.
    pub files: Vec<Entry>,
    /// What is not there.
    pub not_produced: Vec<NotProduced>,
    /// Digests of the inputs, by path in the device folder.
    pub inputs: std::collections::BTreeMap<String, Digest>,
}

impl Manifest {
    pub(crate) fn of(maker: &Maker<'_>, files: Vec<Entry>, not_produced: Vec<NotProduced>) -> Self {
        let case = maker.case;
        let digest = maker.catalogue.digest().map_or_else(String::new, |digest| format!(" ({digest})"));
        Self {
            schema_version: 1,
            device: case.device().to_owned(),
            version: case.version().to_owned(),
            as_of: case.as_of.to_string(),
            tool: maker.tool.to_owned(),
            profile: maker.profile.word().to_owned(),
            catalogue: format!("{}{digest}", maker.catalogue.edition()),
            packs: case.packs.iter().map(|pack| format!("{} {}", pack.label(), pack.digest)).collect(),
            data_cut: maker.data_cut(),
            notices: case.snapshot.as_ref().map(|it| it.index.notices.clone()).unwrap_or_default(),
            limits: limits(maker.catalogue),
            files,
            not_produced,
            inputs: case.inputs.clone(),
        }
    }

    pub(crate) fn text(&self) -> Result<String, serde_json::Error> {
        canonical::pretty(self)
    }
}

/// A limit that no official source confirms is said to be unknown.
fn limits(catalogue: &Catalogue) -> Vec<String> {
    let Some(estar) = catalogue.estar() else {
        return vec!["nothing is known of the template's limits".to_owned()];
    };
    let known = |limit: &Option<u64>| {
        limit.map_or_else(|| "unknown: no official source was found".to_owned(), |it| it.to_string())
    };
    vec![
        format!(
            "file name characters: ASCII letters, digits and `{}` ({})",
            estar.name_characters, estar.name_basis
        ),
        format!("length of file names: {}", known(&estar.name_length)),
        format!("bytes of one file: {}", known(&estar.file_bytes)),
        format!("bytes of all files: {}", known(&estar.total_bytes)),
    ]
}
