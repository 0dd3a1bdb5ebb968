//! A tar archive of SPDX documents, as Yocto 3.4 to 5.0 writes it: one document for each recipe and package,
//! related across files. They become one SBOM.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read as _;

use vigil_base::Digest;
use vigil_finding::Finding;

use crate::places::{Naming, Noted, Places};
use crate::report::Report;
use crate::take::{list, text};
use crate::{
    Format, Limits, Package, ReadError, Reading, Sbom, detect, findings, input, json, review, spdx2,
};

/// Whether `bytes` are a tar archive.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// Reads every SPDX document of the archive `bytes`.
pub(crate) fn read(bytes: &[u8], file: &str, limits: &Limits) -> Result<Reading, ReadError> {
    let broken = |error: std::io::Error| ReadError::Packing {
        file: file.to_owned(),
        packing: "tar",
        cause: error.to_string(),
    };
    let mut parts = Parts::default();
    let mut archive = tar::Archive::new(bytes);
    for (number, entry) in archive.entries().map_err(broken)?.enumerate() {
        if number >= limits.packages {
            return Err(ReadError::TooMany { file: file.to_owned(), limit: limits.packages });
        }
        let mut entry = entry.map_err(broken)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).trim_start_matches("./").to_owned();
        let is_json = std::path::Path::new(&name).extension().is_some_and(|extension| extension == "json");
        if !entry.header().entry_type().is_file() || name.ends_with("index.json") {
            continue;
        }
        if !is_json {
            parts.skipped.push(name);
            continue;
        }
        // Bounded: the archive itself is no larger than `limits.bytes`.
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(broken)?;
        parts.add(&content, file, &name, limits)?;
    }
    if parts.documents.is_empty() {
        let why = "it is an archive without SPDX documents".to_owned();
        return Err(ReadError::NotAnSbom { file: file.to_owned(), why });
    }
    Ok(parts.join(file))
}

/// A document of the archive.
struct Document {
    namespace: String,
    sbom: Sbom,
    /// The namespaces it refers to.
    uses: BTreeSet<String>,
}

#[derive(Default)]
struct Parts {
    documents: Vec<Document>,
    findings: Vec<Finding>,
    /// Elements that are no packages.
    others: BTreeSet<String>,
    /// Files that are no JSON.
    skipped: Vec<String>,
}

impl Parts {
    fn add(&mut self, content: &[u8], archive: &str, name: &str, limits: &Limits) -> Result<(), ReadError> {
        let file = format!("{archive}/{name}");
        let input = input::text(content.into(), &file)?;
        let (parsed, index) = json::parse(&input.text, &file, limits)?;
        let mut report = Report::new(&file, Places::Json(index));
        for repair in &input.repairs {
            findings::repaired(repair, &mut report);
        }
        let Some(parsed) = parsed.filter(|it| detect::in_json(Some(&it.head)) == Ok(Format::SpdxJson)) else {
            self.findings.push(findings::not_read(&file));
            return Ok(());
        };
        let head = parsed.head.clone();
        let mut sbom = spdx2::sbom(Format::SpdxTar, parsed, &mut report, limits)?;
        self.findings.extend(report.finish());
        let namespace = sbom.serial_number.clone().unwrap_or_else(|| name.to_owned());
        let fields = &head;
        let refs: HashMap<String, String> = list(fields, "externalDocumentRefs")
            .into_iter()
            .filter_map(|(_, entry)| Some((text(entry, "externalDocumentId")?, text(entry, "spdxDocument")?)))
            .collect();
        let full = |id: &str| global(id, &namespace, &refs);
        self.others.extend(spdx2::others_known(fields).iter().map(|id| full(id)));
        for package in sbom.primary.iter_mut().chain(&mut sbom.packages) {
            package.bom_ref = package.bom_ref.as_deref().map(&full);
            package.pointer = format!("/{name}{}", package.pointer);
        }
        let edges = std::mem::take(&mut sbom.dependencies);
        for (from, targets) in edges {
            sbom.dependencies.entry(full(&from)).or_default().extend(targets.iter().map(|id| full(id)));
        }
        for composition in &mut sbom.compositions {
            composition.dependencies = composition.dependencies.iter().map(|id| full(id)).collect();
        }
        let uses = refs.values().cloned().collect();
        self.documents.push(Document { namespace, sbom, uses });
        Ok(())
    }

    /// One SBOM: what no other document refers to is what the archive describes.
    fn join(self, file: &str) -> Reading {
        let used: BTreeSet<&str> =
            self.documents.iter().flat_map(|document| &document.uses).map(String::as_str).collect();
        let tops: Vec<usize> = (0..self.documents.len())
            .filter(|at| {
                let document = &self.documents[*at];
                !used.contains(document.namespace.as_str()) && document.sbom.primary.is_some()
            })
            .collect();
        let top = if let [only] = tops[..] { Some(only) } else { None };
        let count = tops.len();
        let mut joined: Option<Sbom> = None;
        let mut primary: Option<Package> = None;
        let mut packages = Vec::new();
        let mut dependencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut compositions = Vec::new();
        for (at, document) in self.documents.into_iter().enumerate() {
            let mut sbom = document.sbom;
            if Some(at) == top {
                primary = sbom.primary.take();
            }
            packages.extend(sbom.primary.take());
            packages.append(&mut sbom.packages);
            for (from, targets) in std::mem::take(&mut sbom.dependencies) {
                dependencies.entry(from).or_default().extend(targets);
            }
            compositions.append(&mut sbom.compositions);
            if joined.is_none() || Some(at) == top {
                joined = Some(sbom);
            }
        }
        let others = self.others;
        let ids: BTreeSet<&str> =
            packages.iter().chain(&primary).filter_map(|it| it.bom_ref.as_deref()).collect();
        let is_other = |id: &String| others.contains(id) && !ids.contains(id.as_str());
        dependencies.retain(|from, targets| {
            targets.retain(|id| !is_other(id));
            !is_other(from)
        });
        let mut sbom = joined.unwrap_or_else(|| Sbom::empty(file, Format::SpdxTar));
        file.clone_into(&mut sbom.file);
        sbom = Sbom { primary, packages, dependencies, compositions, ..sbom };
        let mut report = Report::new(file, Places::Noted(Noted::new("", Naming::Pointer)));
        if let Some(first) = self.skipped.first() {
            let count = self.skipped.len();
            report.add("sbom.not-read", &"", || findings::skipped(count, first));
        }
        if count > 1 {
            report.add("sbom.many-primaries", &"", || findings::many_primaries(count));
        }
        sbom.digest = Digest::of_bytes(b"");
        review::sbom(&sbom, &mut report);
        let mut findings = self.findings;
        findings.extend(report.finish());
        Reading { sbom, findings }
    }
}

/// An identifier that is the same in all documents: the document's namespace and its own.
fn global(id: &str, namespace: &str, refs: &HashMap<String, String>) -> String {
    match id.split_once(':') {
        Some((document, local)) if document.starts_with("DocumentRef-") => match refs.get(document) {
            Some(address) => format!("{address}#{local}"),
            None => id.to_owned(),
        },
        _ => format!("{namespace}#{id}"),
    }
}
