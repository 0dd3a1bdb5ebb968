//! An entry of `evidence/index.toml`: what is known of a file of results, ready to be written.

use std::collections::BTreeMap;

use toml_edit::{InlineTable, Value};
use vigil_base::{Date, Digest};
use vigil_exchange::Report;
use vigil_exchange::junit::Status;
use vigil_model::edit::{EditError, Editor};
use vigil_model::{Kind, Model, Record};

use super::version;

/// The index, as a path from the device folder.
pub const INDEX: &str = "evidence/index.toml";
/// What a new index begins with.
const HEAD: &str = "# Written by `vigil import results`.\n";

/// What is to be written of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The file, as a path from `evidence/`.
    pub from: String,
    /// Release of the device that was tested.
    pub release: Option<String>,
    /// Component that was tested.
    pub component: Option<String>,
    /// Commit that was tested.
    pub commit: Option<String>,
    /// Commits that were tested, by component.
    pub commits: BTreeMap<String, String>,
    /// Tool that made it.
    pub tool: Option<String>,
    /// The day of the test.
    pub date: Option<Date>,
}

/// What a report holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The format.
    pub format: &'static str,
    /// Results, by how they ended; runs of a tool and targets of a fuzzer have no end of their own here.
    pub results: Vec<(&'static str, usize)>,
    /// Release that the properties of JUnit name.
    pub release: Option<String>,
    /// Commit that they name.
    pub commit: Option<String>,
    /// Tool that the report names.
    pub tool: Option<String>,
}

/// Looks into a report.
pub fn held(report: &Report) -> Held {
    match report {
        Report::Junit(cases) => {
            let properties = cases.first().map(|it| &it.properties);
            let counted = [Status::Passed, Status::Failed, Status::Flaky, Status::Skipped]
                .map(|status| (status.word(), cases.iter().filter(|it| it.status == status).count()));
            Held {
                format: "JUnit XML",
                results: counted.into_iter().filter(|(_, n)| *n > 0).collect(),
                release: version::release(properties).map(str::to_owned),
                commit: version::commit(properties).map(str::to_owned),
                tool: None,
            }
        }
        Report::Sarif(runs) => {
            let name = |run: &vigil_exchange::sarif::Run| match &run.version {
                Some(version) => format!("{} {version}", run.tool),
                None => run.tool.clone(),
            };
            let open =
                runs.iter().flat_map(|run| run.results.iter().flatten()).filter(|it| !it.suppressed).count();
            let silent = runs.iter().filter(|run| run.results.is_none()).count();
            let mut results = vec![("runs", runs.len()), ("open results", open)];
            results.extend((silent > 0).then_some(("runs without a list of results", silent)));
            Held { format: "SARIF 2.1", results, tool: runs.first().map(name), ..Held::default() }
        }
        Report::Fuzz(targets) => {
            let results = vec![("targets", targets.len())];
            let tool = targets.first().map(|it| it.fuzzer.clone());
            Held { format: "fuzzing statistics", results, tool, ..Held::default() }
        }
        Report::Protocol(protocol) => {
            let results = vec![("results", protocol.results.len()), ("findings", protocol.findings.len())];
            Held { format: "protocol in TOML", results, ..Held::default() }
        }
        Report::Original(format) => Held { format, ..Held::default() },
        _ => Held { format: "report", ..Held::default() },
    }
}

/// The record of the index that speaks of a file already.
pub fn of_file<'m>(model: &'m Model, from: &str) -> Option<&'m str> {
    model.evidence.values().find(|it| it.from == from).map(|it| it.id().as_str())
}

/// The index with the entry in it: changed in place where there is one under this id, else added. What the entry does not know stays.
///
/// # Errors
/// [`EditError`] when the index does not parse; it is then left as it is.
pub fn written(index: Option<&str>, id: &str, entry: &Entry, digest: Digest) -> Result<String, EditError> {
    let mut editor = Editor::open(index.unwrap_or(HEAD))?;
    let mut keys: Vec<(&str, Value)> =
        vec![("from", entry.from.as_str().into()), ("sha256", digest.hex().into())];
    let texts = [
        ("release", &entry.release),
        ("component", &entry.component),
        ("commit", &entry.commit),
        ("tool", &entry.tool),
    ];
    keys.extend(texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?.into()))));
    if !entry.commits.is_empty() {
        let commits: InlineTable =
            entry.commits.iter().map(|(part, it)| (part.as_str(), it.as_str())).collect();
        keys.push(("commits", commits.into()));
    }
    if let Some(date) = entry.date.and_then(|it| it.to_string().parse::<toml_edit::Datetime>().ok()) {
        keys.push(("date", date.into()));
    }
    match editor.add(Kind::Evidence, id, keys.clone()) {
        Err(EditError::Exists(_)) => {
            for (key, value) in keys {
                editor.set(Kind::Evidence, id, key, value)?;
            }
        }
        other => other?,
    }
    Ok(editor.text())
}
