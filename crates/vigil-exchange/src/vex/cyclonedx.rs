//! CycloneDX in JSON: `vulnerabilities[]` with their `analysis` and what they affect.

mod format;

use std::collections::BTreeMap;

use serde_json::Value;

use format::{Affected, Analysis, Bom, Component, Metadata, Party, Vulnerability};

use super::words::{JUSTIFICATIONS, RESPONSES, STATUSES, find};
use super::{
    BomLink, Document, MOST_SUBJECTS, Name, Refused, Response, Standard, Stated, Statement, Status, Subject,
    VexError, algorithm, identify, malformed, said, texts,
};

pub(super) fn read(text: &str) -> Result<Document, VexError> {
    let bom: Bom = serde_json::from_str(text).map_err(|error| malformed("CycloneDX", &error))?;
    let mut names = BTreeMap::new();
    let tops = bom.metadata.component.iter().chain(&bom.components).chain(&bom.services);
    tops.for_each(|it| collect(it, &mut names));
    let mut document = Document {
        standard: Standard::CycloneDx,
        id: bom.serial_number.clone(),
        version: bom.version.map(|it| it.to_string()),
        publisher: publisher(&bom.metadata),
        time: bom.metadata.timestamp.clone(),
        statements: Vec::new(),
        refused: Vec::new(),
        superseded: 0,
    };
    let mut subjects = 0;
    for (at, it) in bom.vulnerabilities.iter().enumerate() {
        take(it, &format!("/vulnerabilities/{at}"), &names, &mut document);
        subjects += it.affects.iter().map(|it| it.versions.len().max(1)).sum::<usize>();
        if subjects > MOST_SUBJECTS {
            let cause = format!("it names more than {MOST_SUBJECTS} products");
            return Err(VexError::Malformed { format: "CycloneDX", cause, line: 1 });
        }
    }
    Ok(document)
}

fn publisher(it: &Metadata) -> Option<String> {
    let component = it.component.as_ref();
    let parties = [&it.supplier, &it.manufacturer, &it.manufacture].into_iter().flatten();
    let of_component = component.into_iter().flat_map(|it| it.supplier.iter().chain(&it.manufacturer));
    let names = parties.chain(&it.authors).chain(of_component).filter_map(|it| said(it.name.as_ref()));
    names.into_iter().next().or_else(|| said(component.and_then(|it| it.publisher.as_ref())))
}

/// The depth is that of the JSON text, which its reader limits. The first entry of a reference counts.
fn collect(component: &Component, names: &mut BTreeMap<String, Name>) {
    if let Some(bom_ref) = &component.bom_ref {
        names.entry(bom_ref.clone()).or_insert_with(|| name(component));
    }
    component.components.iter().chain(&component.services).for_each(|it| collect(it, names));
}

fn name(it: &Component) -> Name {
    let party = |it: &Option<Party>| it.as_ref().and_then(|it| said(it.name.as_ref()));
    let mut name = Name {
        id: it.bom_ref.clone().unwrap_or_default(),
        vendor: party(&it.supplier)
            .or_else(|| party(&it.manufacturer))
            .or_else(|| said(it.publisher.as_ref())),
        name: said(it.name.as_ref()).map(|name| match said(it.group.as_ref()) {
            Some(group) => format!("{group}/{name}"),
            None => name,
        }),
        version: said(it.version.as_ref()),
        hashes: it.hashes.iter().map(|it| (algorithm(&it.alg), it.content.to_lowercase())).collect(),
        ..Name::default()
    };
    it.purl.iter().chain(&it.cpe).for_each(|id| identify(&mut name, id));
    name
}

/// Takes up what one entry says; versions may have another status than the entry as a whole.
fn take(it: &Vulnerability, pointer: &str, names: &BTreeMap<String, Name>, document: &mut Document) {
    let flaws = ids(it);
    let flaw = flaws.first().cloned();
    let refuse = |document: &mut Document, pointer: String, because: String| {
        document.refused.push(Refused { pointer, flaw: flaw.clone(), because });
    };
    if flaws.is_empty() {
        return refuse(document, pointer.to_owned(), "it names no flaw".to_owned());
    }
    let (state, justification) = match said_of_all(it.analysis.as_ref()) {
        Ok(both) => both,
        Err(because) => return refuse(document, format!("{pointer}/analysis"), because),
    };
    let mut by_status: BTreeMap<Status, Vec<Subject>> = BTreeMap::new();
    for (at, affected) in it.affects.iter().enumerate() {
        let pointer = format!("{pointer}/affects/{at}");
        let Some(product) = affected.target.as_ref().and_then(Value::as_str).and_then(|it| target(it, names))
        else {
            refuse(
                document,
                pointer,
                "its `ref` names no entry of this document and is no BOM-Link".to_owned(),
            );
            continue;
        };
        for (status, product) in of_versions(state, affected, &product) {
            match status {
                Ok(status) => {
                    by_status.entry(status).or_default().push(Subject { product, part: None });
                }
                Err(because) => refuse(document, pointer.clone(), because),
            }
        }
    }
    if it.affects.is_empty() {
        refuse(document, pointer.to_owned(), "it names no product".to_owned());
    }
    for (status, subjects) in by_status {
        document.statements.push(Statement {
            flaws: flaws.clone(),
            subjects,
            status,
            justification: justification.clone().filter(|_| status == Status::NotAffected),
            responses: responses(it.analysis.as_ref()),
            texts: texts([
                ("detail", it.analysis.as_ref().and_then(|it| it.detail.as_ref())),
                ("recommendation", it.recommendation.as_ref()),
                ("workaround", it.workaround.as_ref()),
            ]),
            time: time(it).or_else(|| document.time.clone()),
            pointer: pointer.to_owned(),
        });
    }
}

fn ids(it: &Vulnerability) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let all = it.id.iter().chain(it.references.iter().filter_map(|it| it.id.as_ref()));
    for id in all.filter_map(|it| said(Some(it))) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn time(it: &Vulnerability) -> Option<String> {
    let analysis = it.analysis.as_ref();
    let issued = analysis.and_then(|it| it.last_updated.clone().or_else(|| it.first_issued.clone()));
    issued.or_else(|| it.updated.clone()).or_else(|| it.published.clone())
}

/// The state and its justification, for all products without a word of their own.
fn said_of_all(analysis: Option<&Analysis>) -> Result<(Option<Status>, Option<Stated>), String> {
    let Some(analysis) = analysis else { return Ok((None, None)) };
    let status = match analysis.state.as_deref() {
        None => None,
        Some(word) => match find(STATUSES, Standard::CycloneDx, word).and_then(|row| row.means) {
            Some((status, _)) => Some(status),
            None => return Err(format!("its state {word:?} is none of CycloneDX")),
        },
    };
    let justification = match analysis.justification.as_deref() {
        None => None,
        Some(word) => match find(JUSTIFICATIONS, Standard::CycloneDx, word).and_then(|row| row.means) {
            Some((means, fit)) => Some(Stated { word: word.to_owned(), means, fit }),
            None => return Err(format!("its justification {word:?} is none of CycloneDX")),
        },
    };
    Ok((status, justification))
}

fn responses(analysis: Option<&Analysis>) -> Vec<Response> {
    let words = analysis.into_iter().flat_map(|it| &it.response);
    words
        .filter_map(|word| find(RESPONSES, Standard::CycloneDx, word)?.means.map(|(response, _)| response))
        .collect()
}

/// An entry of this document, or of another one by BOM-Link.
fn target(text: &str, names: &BTreeMap<String, Name>) -> Option<Name> {
    if let Some(name) = names.get(text) {
        return Some(name.clone());
    }
    if let Some(link) = BomLink::parse(text) {
        return Some(Name { id: text.to_owned(), link: Some(link), ..Name::default() });
    }
    // Some tools write the package URL itself where the reference should stand.
    let mut name = Name { id: text.to_owned(), ..Name::default() };
    identify(&mut name, text);
    (!name.purls.is_empty() || !name.cpes.is_empty()).then_some(name)
}

/// What is said of each version of one product.
fn of_versions(state: Option<Status>, it: &Affected, product: &Name) -> Vec<(Result<Status, String>, Name)> {
    if it.versions.is_empty() {
        let status = state.ok_or_else(|| "it lists a flaw and does not say what became of it".to_owned());
        return vec![(status, product.clone())];
    }
    let mut found = Vec::new();
    for versions in &it.versions {
        let status = match (versions.status.as_deref(), state) {
            (Some("unaffected"), Some(Status::Fixed)) => Ok(Status::Fixed),
            (Some("unaffected"), _) => Ok(Status::NotAffected),
            (Some("unknown"), _) => Ok(Status::UnderInvestigation),
            (Some("affected"), Some(Status::NotAffected)) => {
                Err("it says `not_affected` and that this version is affected".to_owned())
            }
            (Some("affected") | None, state) => Ok(state.unwrap_or(Status::Affected)),
            (Some(word), _) => Err(format!("its version status {word:?} is none of CycloneDX")),
        };
        let mut name = product.clone();
        // What the versions say goes before what the entry itself is.
        if let Some(version) = said(versions.version.as_ref()) {
            name.version = Some(version);
            name.range = None;
        } else if let Some(range) = said(versions.range.as_ref()) {
            name.version = None;
            name.range = Some(range);
        }
        found.push((status, name));
    }
    found
}
