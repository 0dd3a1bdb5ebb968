//! What the rules in use find that others do not, and the other way round.

use std::path::Path;

use serde::Serialize;
use vigil_base::World as _;
use vigil_case::Case;
use vigil_case::accepted::{self, Changes, What};
use vigil_finding::render::neutral;
use vigil_threat::Pack;

use crate::columns::counted;
use crate::context::Context;
use crate::frozen::LOCK;
use crate::problem::Problem;

/// Findings that say that a pack could not be used whole.
const NOT_USED: [&str; 5] = [
    "case.unknown-pack",
    "case.pack-unreadable",
    "case.pack-other-version",
    "case.pack-rule-taken",
    "threat.bad-pack",
];

/// The JSON form.
#[derive(Serialize)]
pub(super) struct Value {
    packs: Vec<PackRow>,
    /// Whether the rules that were accepted are known.
    known: bool,
    new: usize,
    gone: usize,
    changed: usize,
    threats: Vec<Row>,
}

#[derive(Serialize)]
struct PackRow {
    pack: String,
    before: Option<String>,
    now: Option<String>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    what: &'static str,
    pack: String,
    outcome: Option<&'static str>,
    named_by: Vec<String>,
}

/// The changes against another state of a pack, else against what was accepted.
pub(super) fn of(case: &Case, against: Option<&str>, context: &Context) -> Result<Option<Changes>, Problem> {
    match against {
        Some(name) => Ok(Some(accepted::against(case, pack(name, context)?))),
        None => Ok(accepted::changes(case)),
    }
}

/// A pack that comes with the tool, or a folder with the files of one.
fn pack(name: &str, context: &Context) -> Result<Pack, Problem> {
    if let Some(pack) = Pack::builtin(name) {
        return Ok(pack);
    }
    let folder = Path::new(name);
    let refused = |cause| Problem::new(format!("`{name}` is no pack and no folder of one")).caused_by(cause);
    let mut files = Vec::new();
    for file in context.world.walk(folder).map_err(refused)? {
        if file.extension().is_some_and(|it| it == "toml") {
            let path = folder.join(&file);
            let text = String::from_utf8(context.read(&path)?);
            let text = text.map_err(|_| Problem::new(format!("`{}` is no UTF-8 text", path.display())))?;
            files.push((path.to_string_lossy().into_owned(), text));
        }
    }
    Pack::parse(&files).map_err(|faults| {
        let problem = Problem::new(format!("the pack in `{name}` cannot be read"));
        faults.iter().take(5).fold(problem, |problem, fault| {
            let place = fault.place.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
            problem.help(format!("{place}{}", fault.message))
        })
    })
}

/// Writes the packs in use into `vigil.lock` as accepted.
pub(super) fn accept(case: &Case, root: &Path, context: &Context) -> Result<(), Problem> {
    if let Some(fault) = case.findings.iter().find(|it| NOT_USED.contains(&it.code.as_str())) {
        return Err(Problem::new("packs that could not be read whole cannot be accepted")
            .help(fault.message.clone())
            .help("`vigil check` shows the place"));
    }
    let mut lock = case.model.lock.clone();
    accepted::accept(case, &mut lock);
    let text =
        lock.text().map_err(|cause| Problem::new("`vigil.lock` cannot be written").caused_by(cause))?;
    let path = root.join(LOCK);
    let refused = |cause| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(cause);
    context.world.write(&path, text.as_bytes()).map_err(refused)
}

pub(super) fn value(changes: &Changes) -> Value {
    let packs = changes.packs.iter().map(|(pack, (before, now))| PackRow {
        pack: pack.clone(),
        before: before.clone(),
        now: now.clone(),
    });
    let threats = changes.threats.iter().map(|it| Row {
        id: it.id.clone(),
        what: it.what.word(),
        pack: it.pack.clone(),
        outcome: it.outcome.map(vigil_threat::Outcome::word),
        named_by: it.named_by.clone(),
    });
    Value {
        known: changes.known,
        new: changes.count(What::New),
        gone: changes.count(What::Gone),
        changed: changes.count(What::Changed),
        packs: packs.collect(),
        threats: threats.collect(),
    }
}

/// The changes in lines; a line that says so where there are none.
pub(super) fn text(changes: Option<&Changes>, accepted: bool) -> String {
    let Some(changes) = changes else {
        return "The threat rules in use are those that were accepted, or none were accepted yet.\n"
            .to_owned();
    };
    let mut text = String::from("Threat rules that are not as before\n");
    for (pack, (before, now)) in &changes.packs {
        let said = match (before, now) {
            (None, _) => "is new",
            (_, None) => "is gone",
            _ => "has other content",
        };
        text.push_str(&format!("  {pack} {said}\n"));
    }
    if !changes.known {
        text.push_str(
            "Which threats changed is not known: an older version of the program accepted these packs.\n",
        );
    }
    for what in [What::New, What::Gone, What::Changed] {
        if !changes.known {
            break;
        }
        text.push_str(&format!("\n{}: {}\n", what.word(), counted(changes.count(what), "threat")));
        for row in changes.threats.iter().filter(|it| it.what == what) {
            let outcome = row.outcome.map(|it| format!(", {}", it.word())).unwrap_or_default();
            text.push_str(&format!("  {} ({}{outcome})\n", neutral(&row.id), row.pack));
            if !row.named_by.is_empty() {
                text.push_str(&format!("      named by: {}\n", neutral(&row.named_by.join(", "))));
            }
        }
    }
    text.push_str(if accepted {
        "\nAccepted: vigil.lock names the packs in use.\n"
    } else {
        "\nAccept what was looked at with `vigil threats --accept-packs`.\n"
    });
    text
}
