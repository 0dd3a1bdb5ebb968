//! The ids of other catalogues, read from `VIGIL_DATA`, else from `shared/data` beside the workspace.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of the catalogues; `None`, and a line that says so, where it is not there. In CI it has to be.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from).join("threat");
    if root.is_dir() {
        return Some(root);
    }
    let ci = std::env::var_os("CI").is_some();
    assert!(!ci, "no catalogues in {}; set VIGIL_DATA to the folder that holds `threat`", root.display());
    eprintln!("SKIPPED: no catalogues in {}", root.display());
    None
}

/// The content of a file, unpacked.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    match path.extension().and_then(|it| it.to_str()) {
        Some("zst") => zstd::decode_all(bytes.as_slice()).expect("it unpacks"),
        _ => bytes,
    }
}

/// The file of a folder whose name begins so.
pub(crate) fn file(folder: &Path, begins: &str) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
    let mut paths = files.filter_map(|it| Some(it.ok()?.path()));
    paths
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begins)))
        .unwrap_or_else(|| panic!("no {begins} in {}", folder.display()))
}

/// Ids in force, by catalogue.
pub(crate) struct Catalogues {
    cwe: BTreeSet<String>,
    capec: BTreeSet<String>,
    ics: BTreeSet<String>,
    mobile: BTreeSet<String>,
    emb3d: BTreeSet<String>,
}

impl Catalogues {
    pub(crate) fn read() -> Option<Self> {
        let root = folder()?;
        let stix = |folder: &str, begins: &str| -> Vec<Value> {
            let bundle: Value =
                serde_json::from_slice(&bytes(&file(&root.join(folder), begins))).expect("JSON");
            bundle["objects"].as_array().expect("objects").clone()
        };
        let names = String::from_utf8(bytes(&file(&root.join("cwe"), "cwe-4"))).expect("UTF-8");
        // The names are also those of categories and views, which stand in no hierarchy.
        let rows: Value = serde_json::from_slice(&bytes(&root.join("cwe/cwe-hierarchy.json"))).expect("JSON");
        let weaknesses: BTreeSet<String> = rows
            .as_array()
            .expect("rows")
            .iter()
            .flat_map(|row| [&row["weaknessId"], &row["parentId"]])
            .filter_map(|id| Some(id.as_str()?.to_owned()))
            .collect();
        Some(Self {
            cwe: names.lines().skip(1).filter_map(weakness).filter(|id| weaknesses.contains(id)).collect(),
            capec: ids(&stix("capec", "capec-stix"), "attack-pattern", "capec"),
            ics: ids(&stix("attack", "ics-"), "attack-pattern", "mitre-attack"),
            mobile: ids(&stix("attack", "mobile-"), "attack-pattern", "mitre-attack"),
            emb3d: stix("emb3d", "emb3d-stix")
                .iter()
                .filter_map(|it| Some(it["x_mitre_emb3d_threat_id"].as_str()?.to_owned()))
                .collect(),
        })
    }

    /// The ids of a catalogue by the word that rules use.
    pub(crate) fn of(&self, catalogue: &str) -> &BTreeSet<String> {
        match catalogue {
            "cwe" => &self.cwe,
            "capec" => &self.capec,
            "attack-ics" => &self.ics,
            "attack-mobile" => &self.mobile,
            "emb3d" => &self.emb3d,
            other => panic!("no catalogue `{other}`"),
        }
    }
}

/// How many ids each catalogue has.
pub(crate) fn sizes(known: &Catalogues) -> String {
    let catalogues = ["cwe", "capec", "attack-ics", "attack-mobile", "emb3d"];
    catalogues.map(|it| format!("{it} ({})", known.of(it).len())).join(", ")
}

fn weakness(line: &str) -> Option<String> {
    let (id, name) = line.split_once(',')?;
    (!name.trim_start_matches('"').starts_with("DEPRECATED")).then(|| id.to_owned())
}

/// Ids of objects that are neither revoked nor deprecated.
fn ids(objects: &[Value], kind: &str, source: &str) -> BTreeSet<String> {
    let gone = |it: &Value| {
        it["revoked"] == true
            || it["x_mitre_deprecated"] == true
            || matches!(it["x_capec_status"].as_str(), Some("Deprecated" | "Obsolete"))
    };
    let here = objects.iter().filter(|it| it["type"] == kind && !gone(it));
    here.flat_map(|it| it["external_references"].as_array().into_iter().flatten())
        .filter(|it| it["source_name"].as_str().is_some_and(|name| name.starts_with(source)))
        .filter_map(|it| it["external_id"].as_str())
        .map(|id| id.trim_start_matches("CAPEC-").to_owned())
        .collect()
}
