//! `vigil baseline cut`: the release under review, frozen.

use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::World as _;
use vigil_case::Case;
use vigil_case::baseline::{self, BaselineError, Cut, FOLDER, is_name};

use super::differs;
use crate::columns::{counted, listed};
use crate::context::Context;
use crate::device;
use crate::folder;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;

/// Freezes the release under review into `baselines/NAME/`: packages, pinned identities, support, decisions, digests
///
/// From then on `vigil match` matches it again against the current database for as long as the release is in the field and
/// names the baseline. The same folder on the same day gives the same bytes. A baseline that is there already is kept;
/// `--again` shows what differs and replaces it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil baseline cut k253111\n  vigil baseline cut v2-6-9 --from ../orchid-at-2.6.9 --despite-open"
)]
pub struct Args {
    /// Its name, such as the number of the submission
    pub name: String,

    /// The device folder as it was when the release was made, such as a checkout of its tag; this one without it
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,

    /// Replace a baseline of this name that is there already
    #[arg(long)]
    pub again: bool,

    /// Cut it though `[accept]` asks for more than is there; the baseline says what
    #[arg(long)]
    pub despite_open: bool,
}

/// The JSON form.
#[derive(Serialize)]
struct Value<'c> {
    schema_version: u32,
    name: &'c str,
    release: &'c str,
    folder: String,
    written: bool,
    packages: usize,
    undecided: Option<usize>,
    open: &'c [String],
    differs: Option<baseline::Difference>,
    next: Vec<String>,
}

/// Cuts it. What could not be read is no part of a release that anybody can match again, so it is refused.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    if !is_name(&args.name) {
        return Err(Problem::new(BaselineError::Name(args.name.clone()).to_string()).into());
    }
    let root = context.device()?;
    let from = match &args.from {
        Some(from) => folder::find(&context.world, Some(from), context.world.start())?,
        None => root.clone(),
    };
    let case = device::case(&context.world, &from, context.world.today())?;
    refuse_unread(&case)?;
    let cut = differs::frozen(&case, &args.name)?;
    if !cut.index.open.is_empty() && !args.despite_open {
        let mut problem = Problem::new("`[accept]` asks for more than is there, so nothing was cut");
        for open in &cut.index.open {
            problem = problem.help(open.clone());
        }
        return Err(problem
            .help("or cut it with `--despite-open`: the baseline then says what was open")
            .into());
    }
    let folder = root.join(FOLDER).join(&args.name);
    let (written, differs) = put(args, context, &root, &folder, &case, &cut)?;
    let next = next(context, &root, &cut)?;
    let value = Value {
        schema_version: 1,
        name: &args.name,
        release: &cut.index.release,
        folder: format!("{FOLDER}/{}", args.name),
        written,
        packages: case.inventory.items.len(),
        undecided: cut.index.undecided,
        open: &cut.index.open,
        differs,
        next,
    };
    context.document(text(&value, &cut), &value)
}

/// A release whose inventory is not whole must not be frozen as if it were.
fn refuse_unread(case: &Case) -> Result<(), Problem> {
    if device::unread(&case.findings) == Outcome::Unusable {
        return Err(Problem::new("a file of the model cannot be read, so nothing was cut")
            .help("`vigil check` says which and why"));
    }
    let missing: Vec<String> = device::unseen(case);
    if missing.is_empty() && !case.inventory.items.is_empty() {
        return Ok(());
    }
    let mut problem = Problem::new("the inventory is not whole, so nothing was cut");
    for it in &missing {
        problem = problem.help(it.clone());
    }
    Err(if missing.is_empty() { problem.help("no SBOM lists a package") } else { problem })
}

/// Writes it, unless the very same is there; tells what differs where another one is.
fn put(
    args: &Args,
    context: &Context,
    root: &Path,
    folder: &Path,
    case: &Case,
    cut: &Cut,
) -> anyhow::Result<(bool, Option<baseline::Difference>)> {
    let mut stale: Vec<String> = Vec::new();
    let mut differs = None;
    match baseline::read(&context.world, root, &args.name) {
        Err(BaselineError::Missing(_)) => {}
        Ok(there) => {
            let difference = differs::with_case(&there, case, cut)?;
            if difference.is_none() {
                return Ok((false, Some(difference)));
            }
            if !args.again {
                let shown = differs::text(&difference, 20);
                return Err(Problem::new(format!(
                    "there is a baseline `{}` already, and it is another one:\n{shown}",
                    args.name
                ))
                .help("cut it under another name; or replace it with `--again`, if nothing was released with it yet")
                .into());
            }
            stale = differs::there(context, folder, &there.index);
            differs = Some(difference);
        }
        Err(_) if args.again => {}
        Err(cause) => {
            return Err(Problem::new(format!(
                "there is a baseline `{}` already, and it cannot be read",
                args.name
            ))
            .caused_by(cause)
            .help("restore it from version control; or replace it with `--again`")
            .into());
        }
    }
    let refused =
        |path: &Path, error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
    // The index comes last: a run that is cut off leaves no baseline, or one that does not fit.
    let (index, parts): (Vec<_>, Vec<_>) = cut.files.iter().partition(|(name, _)| *name == "index.json");
    for (name, text) in parts.into_iter().chain(index) {
        let path = folder.join(name);
        context.world.write(&path, text.as_bytes()).map_err(|error| refused(&path, error))?;
    }
    for name in stale.iter().filter(|name| !cut.files.contains_key(*name)) {
        let path = folder.join(name);
        context.world.remove(&path).map_err(|error| refused(&path, error))?;
    }
    Ok((true, differs))
}

/// What is to be written into the model, so that the baseline counts.
fn next(context: &Context, root: &Path, cut: &Cut) -> anyhow::Result<Vec<String>> {
    let here = device::case(&context.world, root, context.world.today())?;
    let release = here.model.releases.get(cut.index.release.as_str());
    let mut next = Vec::new();
    match release {
        Some(it) if it.baseline.as_deref() == Some(cut.index.name.as_str()) => {}
        _ => next.push(format!(
            "write `baseline = \"{}\"` in `[release.\"{}\"]`",
            cut.index.name, cut.index.release
        )),
    }
    next.push("`vigil match` matches it again once the release is `fielded`".to_owned());
    Ok(next)
}

fn text(value: &Value<'_>, cut: &Cut) -> String {
    let mut text = if value.written {
        format!("Release {} frozen in {}/ ({} files)\n", value.release, value.folder, cut.files.len())
    } else {
        format!("{}/ holds release {} as it is already; nothing was written\n", value.folder, value.release)
    };
    text.push_str(&format!(
        "{} in {}, {}, resting on {}\n",
        counted(value.packages, "package"),
        counted(cut.index.packages.len(), "component"),
        match value.undecided {
            Some(0) => "nothing undecided".to_owned(),
            Some(number) => format!("{number} matches undecided"),
            None => "not matched against the SBOMs as they are".to_owned(),
        },
        counted(cut.index.inputs.len(), "input file"),
    ));
    text.push_str(&listed("Open when it was cut", value.open, 20));
    if let Some(difference) = value.differs.as_ref().filter(|_| value.written) {
        text.push_str("\nWhat differs from the one that was there:\n");
        text.push_str(&differs::text(difference, 20));
    }
    for next in &value.next {
        text.push_str(&format!("next: {next}\n"));
    }
    text
}
