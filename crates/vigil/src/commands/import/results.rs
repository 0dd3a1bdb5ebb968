//! `vigil import results`: files of results and original reports, kept with their digest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::nearest::nearest;
use vigil_base::{Date, Digest, Id, World as _};
use vigil_case::evidence::entry::{self, Entry, Held};
use vigil_case::{Case, TestState};
use vigil_model::Record as _;

use crate::cli::day;
use crate::columns::counted;
use crate::context::Context;
use crate::device;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// Copies files of results into `evidence/` and enters them with digest, version, commit and day into its index
///
/// The format is found from the content. What the properties of a JUnit file say (`device.version`, `git.commit`) is taken over. A
/// result counts only for its release and commit; without a day it is never younger than a requirement that changed.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil import results build/junit.xml --component pump-comms --commit 4be1d07 --tested-on 2026-09-24\n  vigil import results lab/report.pdf --tested-on 2026-10-02"
)]
pub struct Args {
    /// The files; one that lies in `evidence/` already is entered where it is
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The component that was tested
    #[arg(long, value_name = "ID")]
    pub component: Option<String>,

    /// The release of the device that was tested; without it what the file says, else the one under review
    #[arg(long, value_name = "VERSION")]
    pub release: Option<String>,

    /// The commit that was tested, without it what the file says; for results of several components once for each, as ID=HASH
    #[arg(long, value_name = "HASH")]
    pub commit: Vec<String>,

    /// The day of the test
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub tested_on: Option<Date>,

    /// The tool with its version; without it what the file says
    #[arg(long, value_name = "TEXT")]
    pub tool: Option<String>,

    /// The id in the index; without it, from the file's name
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,

    /// The folder below `evidence/` that files are copied to
    #[arg(long, value_name = "DIR", default_value = "imported")]
    pub to: PathBuf,
}

/// The JSON form.
#[derive(Serialize)]
struct Value {
    schema_version: u32,
    index: &'static str,
    files: Vec<Imported>,
    tests: Vec<Answered>,
}

/// One file.
#[derive(Serialize)]
struct Imported {
    id: String,
    from: String,
    sha256: String,
    format: &'static str,
    results: BTreeMap<&'static str, usize>,
    replaced: bool,
}

/// A test of the model that the results answer.
#[derive(Serialize)]
struct Answered {
    test: String,
    state: &'static str,
}

/// Imports all of the files or none of them.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    if device::unread(&case.findings) == Outcome::Unusable {
        return Err(Problem::new("a file of the model cannot be read, so nothing was imported")
            .help("`vigil check` says which and why")
            .into());
    }
    known(args, &case)?;
    let commits = commits(args)?;
    if args.id.is_some() && args.files.len() > 1 {
        return Err(Problem::new("`--id` names one entry, and there are several files").into());
    }
    let mut index = text_of_index(context, &root)?;
    let mut copies: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut imported: Vec<Imported> = Vec::new();
    for file in &args.files {
        let bytes = context.read(file)?;
        let report = vigil_exchange::read(&bytes).map_err(|cause| {
            Problem::new(format!("`{}` cannot be imported: {cause}; nothing was imported", file.display()))
        })?;
        let held = entry::held(&report);
        let from = place(args, context, &root, file, &bytes)?;
        let (id, replaced) = id(args, &case, &imported, &from);
        let digest = Digest::of_bytes(&bytes);
        let entry = entry_of(args, &case, &held, &from, &commits);
        let written = entry::written(index.as_deref(), &id, &entry, digest)
            .map_err(|cause| Problem::new(format!("`{}` cannot be written: {cause}", entry::INDEX)))?;
        index = Some(written);
        copies.push((root.join("evidence").join(&from), bytes));
        let results = held.results.iter().copied().collect();
        imported.push(Imported { id, from, sha256: digest.hex(), format: held.format, results, replaced });
    }
    copies.push((root.join(entry::INDEX), index.unwrap_or_default().into_bytes()));
    for (path, bytes) in &copies {
        let refused =
            |error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
        context.world.write(path, bytes).map_err(refused)?;
    }
    let after = device::case(&context.world, &root, context.world.today())?;
    let tests = answered(&after, &imported);
    let text = text(&imported, &tests, args.tested_on.is_none());
    context.document(text, &Value { schema_version: 1, index: entry::INDEX, files: imported, tests })
}

/// Names that the model has to know.
fn known(args: &Args, case: &Case) -> Result<(), Problem> {
    let missing = |what: &str, given: &str, ids: Vec<&str>| {
        let problem = Problem::new(format!("there is no {what} `{given}`; nothing was imported"));
        match nearest(given, ids.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("the model has: {}", ids.join(", "))),
        }
    };
    let model = &case.model;
    let mut parts =
        args.commit.iter().filter_map(|it| Some(it.split_once('=')?.0)).chain(args.component.as_deref());
    if let Some(given) = parts.find(|it| !model.components.contains_key(*it)) {
        return Err(missing("component", given, model.components.keys().map(Id::as_str).collect()));
    }
    if let Some(given) = args.release.as_deref().filter(|it| !model.releases.contains_key(*it)) {
        return Err(missing("release", given, model.releases.keys().map(Id::as_str).collect()));
    }
    Ok(())
}

/// What `--commit` says: one commit, or one for each of several components.
#[derive(Default)]
struct Commits {
    one: Option<String>,
    by_part: BTreeMap<String, String>,
}

fn commits(args: &Args) -> Result<Commits, Problem> {
    let mut commits = Commits::default();
    for given in &args.commit {
        let before = match given.split_once('=') {
            Some((part, hash)) => commits.by_part.insert(part.to_owned(), hash.to_owned()),
            None => commits.one.replace(given.clone()),
        };
        if before.is_some() {
            return Err(Problem::new("`--commit` is given twice for the same; nothing was imported")
                .help("results of several components name each with its commit: `--commit pump=4be1d07 --commit gateway=7aa90f4`"));
        }
    }
    Ok(commits)
}

fn text_of_index(context: &Context, root: &Path) -> anyhow::Result<Option<String>> {
    let path = root.join(entry::INDEX);
    if !context.world.exists(&path) {
        return Ok(None);
    }
    let text = String::from_utf8(context.read(&path)?);
    Ok(Some(text.map_err(|_| Problem::new(format!("`{}` is not UTF-8 text", entry::INDEX)))?))
}

/// Where the file lies below `evidence/`: where it is, or where it is copied to. Another file is never written over.
fn place(args: &Args, context: &Context, root: &Path, file: &Path, bytes: &[u8]) -> Result<String, Problem> {
    let shown = |path: &Path| {
        let parts = path.components().map(|it| it.as_os_str().to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    };
    let evidence = root.join("evidence");
    let there = (std::fs::canonicalize(&evidence), std::fs::canonicalize(file));
    if let (Ok(evidence), Ok(file)) = there
        && let Ok(inside) = file.strip_prefix(&evidence)
    {
        return Ok(shown(inside));
    }
    let Some(name) = file.file_name() else {
        return Err(Problem::new(format!("`{}` is not the name of a file", file.display())));
    };
    let inside = args.to.join(name);
    if inside.components().any(|it| !matches!(it, std::path::Component::Normal(_))) {
        return Err(Problem::new(format!("`{}` leads out of `evidence/`", args.to.display())));
    }
    let target = evidence.join(&inside);
    if context.world.exists(&target) && context.read(&target)? != bytes {
        return Err(Problem::new(format!("`evidence/{}` is there already and is another file; nothing was imported", shown(&inside)))
            .help("give the run a folder of its own with `--to`, such as `--to ci-4712`: earlier results stay as they came"));
    }
    Ok(shown(&inside))
}

/// The id of the entry: given, that of an earlier entry of the same file, or made from the file's name.
fn id(args: &Args, case: &Case, before: &[Imported], from: &str) -> (String, bool) {
    if let Some(known) = entry::of_file(&case.model, from) {
        return (known.to_owned(), true);
    }
    if let Some(given) = &args.id {
        return (given.clone(), case.model.evidence.contains_key(given.as_str()));
    }
    // `ci-4711/junit.xml` says more by its folder than by its name.
    let stem = from.rsplit_once('.').map_or(from, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let plain = plain.trim_matches(['-', '.']).to_owned();
    let taken = |id: &str| case.model.evidence.contains_key(id) || before.iter().any(|it| it.id == id);
    let numbered = (2..).map(|n| format!("{plain}-{n}"));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|id| !taken(id));
    (free.unwrap_or(plain), false)
}

fn entry_of(args: &Args, case: &Case, held: &Held, from: &str, commits: &Commits) -> Entry {
    let under_review = || case.release().map(|it| it.id().to_string());
    Entry {
        from: from.to_owned(),
        release: args.release.clone().or_else(|| held.release.clone()).or_else(under_review),
        component: args.component.clone(),
        commit: commits.one.clone().or_else(|| held.commit.clone()),
        commits: commits.by_part.clone(),
        tool: args.tool.clone().or_else(|| held.tool.clone()),
        date: args.tested_on,
    }
}

/// Tests that find a result, counting or set aside, in what was imported.
fn answered(case: &Case, imported: &[Imported]) -> Vec<Answered> {
    let ours = |id: &Id| imported.iter().any(|it| it.id == id.as_str());
    let rows = case.tests.iter().filter(|(_, row)| {
        let mut all = row.results.iter().chain(row.set_aside.iter().map(|(result, _)| result));
        all.any(|it| ours(&it.evidence))
    });
    rows.map(|(id, row)| Answered { test: id.to_string(), state: TestState::word(row.state) }).collect()
}

fn text(imported: &[Imported], tests: &[Answered], no_day: bool) -> String {
    let mut sheet = Sheet::titled(entry::INDEX);
    let file = |it: &Imported| {
        let results: Vec<String> = it.results.iter().map(|(word, n)| format!("{n} {word}")).collect();
        let results = if results.is_empty() { "kept as it came".to_owned() } else { results.join(", ") };
        let verb = if it.replaced { "again as" } else { "as" };
        format!("evidence/{} {verb} `{}`: {}, {results}", it.from, it.id, it.format)
    };
    sheet.add_all("Imported", &imported.iter().map(file).collect::<Vec<_>>());
    let test = |it: &Answered| format!("{}: {}", it.test, it.state);
    sheet.add_all("Tests", &tests.iter().map(test).collect::<Vec<_>>());
    let mut next = Vec::new();
    if tests.is_empty() {
        next.push(
            "no test of the model finds a result in it: write `find` on the `[test.ID]` that it answers"
                .to_owned(),
        );
    }
    if no_day {
        next.push("no day is stated: `--tested-on DATE`, so that results can be shown to be younger than what they verify".to_owned());
    }
    let open = tests.iter().filter(|it| it.state != TestState::Passed.word()).count();
    if open > 0 {
        next.push(format!("{} did not pass: `vigil check` says why", counted(open, "test")));
    }
    sheet.add_all("Next", &next);
    sheet.finish()
}
