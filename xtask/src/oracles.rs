//! `cargo xtask oracles`: our version orders against the tools whose orders they are, on pairs drawn from the published
//! versions of each ecosystem. Writes `docs/version-oracles.md`. A tool that is not installed is named there as not asked.

mod ask;
mod page;
mod pairs;
mod table;

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use vigil_version::Scheme;

use crate::say;
use table::{ORACLES, Oracle};

/// What one tool answered.
pub(super) struct Answer {
    oracle: &'static Oracle,
    /// The tool's name with its version, or why it was not asked.
    tool: Result<String, String>,
    compared: usize,
    /// Pairs that the tool does not take as versions.
    refused: usize,
    disagreements: Vec<Disagreement>,
}

/// One pair on which the two differ.
pub(super) struct Disagreement {
    one: String,
    two: String,
    theirs: char,
    ours: String,
}

/// Asks every tool and writes the page.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let data = std::env::var_os("VIGIL_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let folder = data.join("vectors/version-order");
    if !folder.is_dir() {
        bail!("{} is not there; name the test data with VIGIL_DATA", folder.display());
    }
    let mut answers = Vec::new();
    for oracle in ORACLES {
        let answer = answer(root, &folder, oracle)?;
        say(&page::row(&answer));
        answers.push(answer);
    }
    let path = root.join("docs/version-oracles.md");
    std::fs::write(&path, page::page(&answers)).with_context(|| path.display().to_string())?;
    match answers.iter().flat_map(Answer::unexplained).count() {
        0 => Ok(()),
        open => {
            bail!("{open} disagreements have no reason in xtask/src/oracles/table.rs; see {}", path.display())
        }
    }
}

fn answer(root: &Path, folder: &Path, oracle: &'static Oracle) -> anyhow::Result<Answer> {
    let mut answer =
        Answer { oracle, tool: Err(String::new()), compared: 0, refused: 0, disagreements: Vec::new() };
    let pairs = pairs::of(folder, oracle)?;
    let (tool, signs) = match ask::ask(root, oracle, &pairs) {
        Ok(told) => told,
        Err(why) => return Ok(Answer { tool: Err(format!("{why:#}")), ..answer }),
    };
    if signs.len() != pairs.len() {
        bail!("{} answered {} of {} pairs", oracle.scheme, signs.len(), pairs.len());
    }
    answer.tool = Ok(tool);
    let scheme = Scheme::from_name(oracle.scheme).context("the table names a scheme")?;
    for ((one, two), theirs) in pairs.into_iter().zip(signs) {
        if theirs == '?' {
            answer.refused += 1;
            continue;
        }
        answer.compared += 1;
        let ours = match scheme.compare(&one, &two) {
            Ok(Ordering::Less) => "<".to_owned(),
            Ok(Ordering::Equal) => "=".to_owned(),
            Ok(Ordering::Greater) => ">".to_owned(),
            Err(error) => error.to_string(),
        };
        if ours != theirs.to_string() {
            answer.disagreements.push(Disagreement { one, two, theirs, ours });
        }
    }
    Ok(answer)
}

impl Answer {
    /// Disagreements that no reason of the table covers.
    fn unexplained(&self) -> impl Iterator<Item = &Disagreement> {
        self.disagreements.iter().filter(|it| self.oracle.reason(&it.one, &it.two).is_none())
    }
}
