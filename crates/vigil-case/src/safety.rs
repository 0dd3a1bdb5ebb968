//! The safety file as it was exported: hazardous situations with their severity and whether they are of security origin.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Digest, Place, World};
use vigil_exchange::table::{self, Row, Table};
use vigil_finding::Finding;
use vigil_model::Model;
use vigil_model::kinds::{SafetyColumns, SafetyFile};

use crate::findings;
use crate::packages::is_inside;

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Whether it is flagged as of security origin; `None` when the list has no such column, or a word there that says neither
    /// yes nor no.
    pub security: Option<bool>,
    /// That word.
    pub unclear: Option<String>,
    /// Severity as written there.
    pub severity: Option<String>,
    /// Its text.
    pub text: Option<String>,
    /// Row, the header being 1.
    pub row: usize,
}

/// The exported list, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafetyList {
    /// The file, as a path from the device folder.
    pub file: String,
    /// Its rows.
    pub rows: BTreeMap<String, Situation>,
    /// Rows that say something and have no id: nothing can name them.
    pub without_id: Vec<Situation>,
}

impl SafetyList {
    /// Where a row stands.
    pub fn place(&self, situation: &Situation) -> Place {
        let mut place = Place::start_of(self.file.clone());
        place.line = u32::try_from(situation.row).unwrap_or(u32::MAX);
        place
    }
}

/// What was read of it.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) list: Option<SafetyList>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) input: Option<(String, Digest)>,
}

/// The fields, each with the headings by which it is guessed, in letters and digits only.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "id",
        &[
            "id",
            "hazardoussituationid",
            "hazardoussituation",
            "situationid",
            "hazardid",
            "hsid",
            "harmid",
            "riskid",
            "reference",
            "ref",
        ],
    ),
    (
        "security",
        &["securityorigin", "security", "cybersecurity", "securityrelated", "ofsecurityorigin", "origin"],
    ),
    ("severity", &["severity", "severityofharm", "harmseverity"]),
    ("text", &["description", "text", "title", "name", "situation"]),
];

pub(crate) fn read(world: &dyn World, root: &Path, model: &Model) -> Read {
    let mut read = Read::default();
    let Some(stated) = &model.safety_file else { return read };
    let Some(file) = &stated.export else { return read };
    let place = model.place(stated.key("export"));
    if !is_inside(file) {
        let finding = findings::path_leaves_folder("the safety file's export", file, "safety-file");
        read.findings.push(finding.at(place));
        return read;
    }
    let Ok(bytes) = world.read(&root.join(file)) else {
        read.findings.push(findings::safety_unreadable(file, "it is not there").at(place));
        return read;
    };
    read.input = Some((file.clone(), Digest::of_bytes(&bytes)));
    match listed(&bytes, file, stated, &mut read.findings) {
        Ok(list) => read.list = Some(list),
        Err(cause) => read.findings.push(findings::safety_unreadable(file, &cause).at(place)),
    }
    read
}

fn listed(
    bytes: &[u8],
    file: &str,
    stated: &SafetyFile,
    said: &mut Vec<Finding>,
) -> Result<SafetyList, String> {
    let sheet = stated.columns.as_ref().and_then(|it| it.sheet.as_deref()).unwrap_or("");
    let table = table::read(bytes, sheet).map_err(|cause| cause.to_string())?;
    let columns = columns(&table, file, stated.columns.as_ref(), said)?;
    let words = Words::of(stated.columns.as_ref());
    let mut list = SafetyList { file: file.to_owned(), ..SafetyList::default() };
    for row in table.rows.iter().filter(|row| row.cells.iter().any(|it| !it.trim().is_empty())) {
        let situation = situation(row, &columns, &words);
        let Some(id) = cell(row, columns.get("id")) else {
            list.without_id.push(situation);
            continue;
        };
        if list.rows.contains_key(id) {
            let mut place = Place::start_of(file);
            place.line = u32::try_from(row.line).unwrap_or(u32::MAX);
            said.push(findings::safety_twice(file, id, row.line).at(place));
        } else {
            list.rows.insert(id.to_owned(), situation);
        }
    }
    if list.rows.is_empty() {
        return Err("it lists nothing under its column of ids".to_owned());
    }
    report(&list, said);
    Ok(list)
}

fn situation(row: &Row, columns: &Found, words: &Words) -> Situation {
    let flag = cell(row, columns.get("security"));
    // A flag that is empty is a "no"; without the column nothing is known.
    let security = match flag {
        Some(flag) => words.read(flag),
        None => columns.contains_key("security").then_some(false),
    };
    Situation {
        security,
        unclear: flag.filter(|_| security.is_none()).map(str::to_owned),
        severity: cell(row, columns.get("severity")).map(str::to_owned),
        text: cell(row, columns.get("text")).map(str::to_owned),
        row: row.line,
    }
}

/// Says which flags are not understood, each word once, and which rows nothing can name.
fn report(list: &SafetyList, said: &mut Vec<Finding>) {
    let mut unclear: BTreeMap<&str, Vec<&Situation>> = BTreeMap::new();
    for row in list.rows.values().chain(&list.without_id) {
        if let Some(word) = &row.unclear {
            unclear.entry(word).or_default().push(row);
        }
    }
    for (word, rows) in unclear {
        if let Some(first) = rows.iter().min_by_key(|it| it.row) {
            let finding = findings::safety_flag_unclear(&list.file, word, first.row, rows.len());
            said.push(finding.at(list.place(first)));
        }
    }
    if let Some(first) = list.without_id.first() {
        let finding = findings::safety_without_id(&list.file, first.row, list.without_id.len());
        said.push(finding.at(list.place(first)));
    }
}

fn cell<'r>(row: &'r Row, column: Option<&usize>) -> Option<&'r str> {
    let text = row.cells.get(*column?)?.trim();
    (!text.is_empty()).then_some(text)
}

/// Words by which lists say yes.
const YES: &[&str] = &["yes", "y", "x", "true", "1", "security", "cybersecurity", "cyber", "✓", "ja", "oui"];
/// Words by which they say no.
const NO: &[&str] = &["no", "n", "false", "0", "-", "–", "—", "none", "n/a", "nein", "non", "safety"];

/// What flags mean: the usual words, and those of the maker. A word that is in neither list, such as a `?`, is neither.
struct Words {
    yes: Vec<String>,
    no: Vec<String>,
}

impl Words {
    fn of(stated: Option<&SafetyColumns>) -> Self {
        let all = |usual: &[&str], own: Option<&Vec<String>>| {
            usual
                .iter()
                .copied()
                .chain(own.into_iter().flatten().map(String::as_str))
                .map(|it| it.trim().to_lowercase())
                .collect()
        };
        Self { yes: all(YES, stated.map(|it| &it.yes)), no: all(NO, stated.map(|it| &it.no)) }
    }

    fn read(&self, flag: &str) -> Option<bool> {
        let flag = flag.to_lowercase();
        if self.yes.contains(&flag) {
            return Some(true);
        }
        self.no.contains(&flag).then_some(false)
    }
}

type Found = BTreeMap<&'static str, usize>;

/// Columns that are named have to be there; with none named they are guessed, and that is said.
fn columns(
    table: &Table,
    file: &str,
    named: Option<&SafetyColumns>,
    said: &mut Vec<Finding>,
) -> Result<Found, String> {
    let found = match named {
        Some(named) => stated(table, named)?,
        None => guessed(table),
    };
    if !found.contains_key("id") {
        let heads: Vec<String> = table.header.iter().map(|head| format!("`{head}`")).collect();
        return Err(format!("no column is known to hold the ids; its headings are {}", heads.join(", ")));
    }
    if named.is_none() {
        let pairs: Vec<(&str, String)> =
            found.iter().map(|(field, at)| (*field, table.header[*at].clone())).collect();
        said.push(findings::safety_columns_guessed(file, &pairs).at(Place::start_of(file)));
    }
    Ok(found)
}

fn stated(table: &Table, named: &SafetyColumns) -> Result<Found, String> {
    let pairs = [
        ("id", &named.id),
        ("security", &named.security),
        ("severity", &named.severity),
        ("text", &named.text),
    ];
    let mut found = Found::new();
    for (field, head) in pairs {
        let Some(head) = head else { continue };
        let at = table.header.iter().position(|it| it.trim() == head.trim());
        found.insert(field, at.ok_or_else(|| format!("it has no column `{head}` ({field})"))?);
    }
    Ok(found)
}

fn guessed(table: &Table) -> Found {
    let bare =
        |head: &String| head.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let heads: Vec<String> = table.header.iter().map(bare).collect();
    let place = |words: &[&str]| words.iter().find_map(|word| heads.iter().position(|head| head == word));
    FIELDS.iter().filter_map(|(field, words)| Some((*field, place(words)?))).collect()
}
