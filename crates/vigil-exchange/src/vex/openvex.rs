//! OpenVEX 0.2 and the forms before it, in which products and flaws were plain texts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::words::{JUSTIFICATIONS, STATUSES, find};
use super::{
    Document, MOST_SUBJECTS, Name, Refused, Standard, Stated, Statement, Status, Subject, VexError,
    algorithm, identify, malformed, said, texts,
};

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "@id")]
    id: Option<String>,
    author: Option<String>,
    timestamp: Option<String>,
    last_updated: Option<String>,
    version: Option<serde_json::Value>,
    #[serde(default)]
    statements: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    vulnerability: Option<Flaw>,
    #[serde(default)]
    products: Vec<Product>,
    status: Option<String>,
    justification: Option<String>,
    impact_statement: Option<String>,
    action_statement: Option<String>,
    #[serde(alias = "statusnotes")]
    status_notes: Option<String>,
    timestamp: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Flaw {
    Id(String),
    Named {
        #[serde(rename = "@id")]
        id: Option<String>,
        name: Option<String>,
        #[serde(default)]
        aliases: Vec<String>,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Product {
    Id(String),
    Component(Component),
}

#[derive(Deserialize)]
struct Component {
    #[serde(rename = "@id")]
    id: Option<String>,
    #[serde(default)]
    identifiers: BTreeMap<String, String>,
    #[serde(default)]
    hashes: BTreeMap<String, String>,
    #[serde(default)]
    subcomponents: Vec<Product>,
}

pub(super) fn read(text: &str, context: &str) -> Result<Document, VexError> {
    if !is_known(context) {
        let cause = format!("its version is {context}, and versions up to 0.2 are understood");
        return Err(VexError::Malformed { format: "OpenVEX", cause, line: 1 });
    }
    let written: Written = serde_json::from_str(text).map_err(|error| malformed("OpenVEX", &error))?;
    let time = written.last_updated.or(written.timestamp);
    let mut document = Document {
        standard: Standard::OpenVex,
        id: written.id,
        version: written.version.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)),
        publisher: said(written.author.as_ref()),
        time,
        statements: Vec::new(),
        refused: Vec::new(),
        superseded: 0,
    };
    let mut subjects = 0;
    for (at, it) in written.statements.into_iter().enumerate() {
        let pointer = format!("/statements/{at}");
        let flaw = it.vulnerability.as_ref().and_then(|it| ids(it).into_iter().next());
        match statement(it, &pointer, document.time.as_ref()) {
            Ok(statement) => {
                subjects += statement.subjects.len();
                document.statements.push(statement);
            }
            Err(because) => document.refused.push(Refused { pointer, flaw, because }),
        }
        if subjects > MOST_SUBJECTS {
            let cause = format!("it names more than {MOST_SUBJECTS} products");
            return Err(VexError::Malformed { format: "OpenVEX", cause, line: 1 });
        }
    }
    keep_newest(&mut document);
    Ok(document)
}

/// `https://openvex.dev/ns`, with `/v0.0.1`, `/v0.1.x` or `/v0.2.x` after it.
fn is_known(context: &str) -> bool {
    let after = context.split("openvex.dev/ns").nth(1).unwrap_or("").trim_matches('/');
    let version = after.trim_start_matches('v');
    let numbers: Vec<&str> = version.split('.').collect();
    matches!(numbers.as_slice(), ["" | "0"] | ["0", "0" | "1" | "2", ..])
}

fn statement(it: Said, pointer: &str, of_document: Option<&String>) -> Result<Statement, String> {
    let flaws = it.vulnerability.as_ref().map(ids).unwrap_or_default();
    if flaws.is_empty() {
        return Err("it names no flaw".to_owned());
    }
    let word = it.status.as_deref().unwrap_or("").trim();
    let Some((status, _)) = find(STATUSES, Standard::OpenVex, word).and_then(|row| row.means) else {
        return Err(format!("its status {word:?} is none of OpenVEX"));
    };
    let justification = it.justification.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let justification = match justification.map(|word| (word, find(JUSTIFICATIONS, Standard::OpenVex, word)))
    {
        None => None,
        Some((word, Some(row))) => row.means.map(|(means, fit)| Stated { word: word.to_owned(), means, fit }),
        Some((word, None)) => return Err(format!("its justification {word:?} is none of OpenVEX")),
    };
    let said_why = justification.is_some() || said(it.impact_statement.as_ref()).is_some();
    if status == Status::NotAffected && !said_why {
        return Err("it says `not_affected` and neither a justification nor an impact statement".to_owned());
    }
    let subjects: Vec<Subject> = it.products.iter().flat_map(subjects).collect();
    if subjects.is_empty() {
        return Err("it names no product".to_owned());
    }
    Ok(Statement {
        flaws,
        subjects,
        status,
        justification,
        responses: Vec::new(),
        texts: texts([
            ("impact", it.impact_statement.as_ref()),
            ("action", it.action_statement.as_ref()),
            ("note", it.status_notes.as_ref()),
        ]),
        time: it.last_updated.or(it.timestamp).or_else(|| of_document.cloned()),
        pointer: pointer.to_owned(),
    })
}

fn ids(flaw: &Flaw) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        let id = id.trim();
        if !id.is_empty() && !ids.iter().any(|it| it == id) {
            ids.push(id.to_owned());
        }
    };
    match flaw {
        Flaw::Id(id) => add(id),
        Flaw::Named { id, name, aliases } => {
            match (name, id) {
                (Some(name), _) => add(name),
                // The last part of an address is the id that people know it by.
                (None, Some(id)) => add(id.rsplit('/').next().unwrap_or(id)),
                (None, None) => {}
            }
            aliases.iter().for_each(|it| add(it));
        }
    }
    ids
}

fn subjects(product: &Product) -> Vec<Subject> {
    let parts = match product {
        Product::Id(_) => &[][..],
        Product::Component(it) => &it.subcomponents,
    };
    let product = name(product);
    if parts.is_empty() {
        return vec![Subject { product, part: None }];
    }
    parts.iter().map(|part| Subject { product: product.clone(), part: Some(name(part)) }).collect()
}

fn name(product: &Product) -> Name {
    let mut name = Name::default();
    match product {
        Product::Id(id) => {
            id.trim().clone_into(&mut name.id);
            identify(&mut name, id);
        }
        Product::Component(it) => {
            for id in it.id.iter().chain(it.identifiers.values()) {
                identify(&mut name, id);
            }
            let hashes = it.hashes.iter();
            name.hashes = hashes.map(|(alg, value)| (algorithm(alg), value.to_lowercase())).collect();
            let first = name.purls.first().or(name.cpes.first()).cloned();
            name.id = it.id.clone().or(first).unwrap_or_default();
        }
    }
    name
}

/// The newest statement on a flaw in a product counts; of two of the same time the later one in the document.
fn keep_newest(document: &mut Document) {
    let order: Vec<(Option<Timestamp>, usize)> =
        document.statements.iter().enumerate().map(|(at, it)| (it.moment(), at)).collect();
    let mut newest: BTreeMap<(String, String), (Option<Timestamp>, usize)> = BTreeMap::new();
    for (statement, rank) in document.statements.iter().zip(&order) {
        for key in keys(statement) {
            let known = newest.entry(key).or_insert(*rank);
            *known = (*known).max(*rank);
        }
    }
    for (statement, rank) in document.statements.iter_mut().zip(&order) {
        let flaw = statement.flaws[0].clone();
        let before = statement.subjects.len();
        statement.subjects.retain(|it| newest.get(&(flaw.clone(), key(it))) == Some(rank));
        document.superseded += before - statement.subjects.len();
    }
    document.statements.retain(|it| !it.subjects.is_empty());
}

fn keys(statement: &Statement) -> impl Iterator<Item = (String, String)> {
    statement.subjects.iter().map(|it| (statement.flaws[0].clone(), key(it)))
}

fn key(subject: &Subject) -> String {
    let part = subject.part.as_ref().map_or("", |it| it.id.as_str());
    format!("{} # {part}", subject.product.id)
}
