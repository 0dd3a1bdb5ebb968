//! Writing decisions: what is on the desk is looked at as a case first, and goes to the folder when it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use vigil_base::{Overlay, World as _};
use vigil_case::Case;
use vigil_case::triage::draft::FILE;
use vigil_case::triage::{Desk, Refusal};
use vigil_finding::Severity;

use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::problem::Problem;

/// The case of the folder; nothing is decided on a folder that is not understood.
pub(super) fn case(context: &Context, root: &Path) -> anyhow::Result<Case> {
    let case = device::case(&context.world, root, context.world.today())?;
    if device::unread(&case.findings) == Outcome::Unusable {
        return Err(Problem::new("a file of the model cannot be read, so nothing was decided")
            .help("`vigil check` says which and why")
            .into());
    }
    Ok(case)
}

/// The texts of all files that hold decisions, and of the one that new ones go to.
pub(super) fn texts(context: &Context, root: &Path, case: &Case) -> anyhow::Result<BTreeMap<String, String>> {
    let place = |it: &vigil_model::kinds::Decision| case.model.place(it.meta.span).file;
    let mut files: BTreeSet<String> = case.model.decisions.values().map(place).collect();
    files.insert(FILE.to_owned());
    let mut texts = BTreeMap::new();
    for file in files {
        let path = root.join(&file);
        if context.world.exists(&path) {
            let text = String::from_utf8(context.read(&path)?);
            texts
                .insert(file.clone(), text.map_err(|_| Problem::new(format!("`{file}` is not UTF-8 text")))?);
        }
    }
    Ok(texts)
}

/// A refusal as the program says it.
pub(super) fn refused(refusal: Refusal) -> Problem {
    Problem::new(refusal.what).help(refusal.help)
}

/// Looks at the case that would follow, and writes the files unless that one has a fault which this one has not.
pub(super) fn write(context: &Context, root: &Path, before: &Case, desk: &Desk<'_>) -> anyhow::Result<()> {
    let files: BTreeMap<PathBuf, Vec<u8>> =
        desk.changed().iter().map(|(file, text)| (root.join(file), text.clone().into_bytes())).collect();
    let after = device::case(&Overlay::new(&context.world, files.clone()), root, before.as_of)?;
    let faults = |case: &Case| -> BTreeSet<String> {
        let errors = case.findings.iter().filter(|it| it.severity == Severity::Error);
        errors.map(|it| format!("{} {}", it.code, it.message)).collect()
    };
    if let Some(fault) = faults(&after).difference(&faults(before)).next() {
        return Err(
            Problem::new(format!("nothing was written, because the folder would then say: {fault}")).into()
        );
    }
    for (path, bytes) in &files {
        let refused =
            |error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
        context.world.write(path, bytes).map_err(refused)?;
    }
    Ok(())
}

/// The lines of a decision in a text: from its header to the next one.
pub(super) fn block(text: &str, id: &str) -> String {
    let header = format!("[decision.{id}]");
    let lines = text.lines().skip_while(|line| line.trim() != header);
    let mut shown: Vec<&str> = Vec::new();
    for line in lines {
        if !shown.is_empty() && line.starts_with('[') {
            break;
        }
        shown.push(line);
    }
    shown.join("\n").trim_end().to_owned()
}
