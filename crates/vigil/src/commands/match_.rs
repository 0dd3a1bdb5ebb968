//! `vigil match`: the inventory against the vulnerability database.

use std::path::Path;

use vigil_base::{Overlay, World as _};
use vigil_case::lifecycles::Known;
use vigil_case::{Case, Remembered, remembered};
use vigil_finding::{Finding, Severity};
use vigil_match::{Matching, Options, Snapshot};
use vigil_vulndb::{Damage, Database, lifecycle};

use crate::context::{Context, Said, VERSION};
use crate::database::{self, DatabaseArgs};
use crate::device;
use crate::fielded;
use crate::frozen::Frozen;
use crate::matched::Matched;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::pins;
use crate::problem::Problem;

/// Matches the device's SBOMs against the vulnerability database and writes the folder's snapshot
///
/// Says what is new, gone and changed since the last snapshot, and writes the as-of date into `vigil.lock`.
/// Every package ends in one of five states: affected, not-affected, clear, unidentified, not-checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil match --db /srv/vigil/vigil.vdb")]
pub struct Args {
    /// Which database
    #[command(flatten)]
    pub database: DatabaseArgs,

    /// Only say what would change; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Matches, writes the snapshot and says what changed. Undecided flaws end with 1, a database that is missing,
/// empty or too old with 3.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let path = args.database.path_for(context, &root);
    match attempt(&root, &path, args.dry_run, context)? {
        Attempt::Matched(matched) => {
            let shown = path.display().to_string();
            context.report_with(
                &matched.said(context.options.profile.unwrap_or_default()),
                &matched.text(&shown),
                &matched.value(&shown),
            )
        }
        Attempt::Impossible(said, outcome) => {
            let mut done = context.report(&said);
            done.outcome = done.outcome.and(outcome);
            Ok(done)
        }
    }
}

/// What came of trying to match.
#[derive(Debug)]
pub enum Attempt {
    /// It was matched, and written where that was wanted.
    Matched(Box<Matched>),
    /// It could not be; nothing was written.
    Impossible(Box<Said>, Outcome),
}

/// Matches the packages of the device folder `root` against the database at `path`.
pub fn attempt(root: &Path, path: &Path, dry_run: bool, context: &Context) -> anyhow::Result<Attempt> {
    let before = device::case(&context.world, root, context.world.today())?;
    // A file that was not understood would make its components vanish from the snapshot and their ids from the lock.
    if device::unread(&before.findings) == Outcome::Unusable {
        return Ok(Attempt::Impossible(Box::new(unread(before)), Outcome::Unusable));
    }
    if before.findings.iter().any(|finding| finding.code == "case.memory-unreadable") {
        return Err(Problem::new(format!("`{}` cannot be read, so nothing was matched", remembered::FILE))
            .help("restore it from version control: it holds what the decisions rest on")
            .into());
    }
    let Some(database) = open(path, context)? else {
        return Ok(Attempt::Impossible(Box::new(no_database(path, &before)), Outcome::Incomplete));
    };
    if database.sources().iter().all(|source| source.covers.is_empty()) {
        return Ok(Attempt::Impossible(Box::new(no_source(path, &before)), Outcome::Incomplete));
    }
    let matching = vigil_match::match_inventory(&before.inventory, &database, &options(&before));
    let findings = matching.findings.clone();
    let snapshot = freeze(&before, matching);
    let known = known(&before, &database).map_err(|damage| {
        Problem::new(format!("the vulnerability database `{}` cannot be used", path.display()))
            .caused_by(damage)
    })?;
    let fielded = fielded::matched(&before, root, &database, context);
    let frozen = Frozen::of(&before, &snapshot, &fielded, known.as_ref())?;
    // What is remembered is still that of the run before: the decisions are compared with it, then it moves on.
    let after = device::case(&Overlay::new(&context.world, frozen.paths(root)), root, before.as_of)?;
    if !dry_run {
        frozen.write(root, &Remembered::after(&after).text()?, context)?;
    }
    let files = (!dry_run).then(|| frozen.count());
    Ok(Attempt::Matched(Box::new(Matched { before: before.snapshot, snapshot, after, findings, files })))
}

/// How the packages of a device folder are matched.
pub fn options(case: &Case) -> Options {
    Options {
        as_of: case.as_of,
        max_age_days: Some(device::max_age(case)),
        pins: pins::of(case),
        surroundings: pins::surroundings(case),
        built: case.built.clone(),
    }
}

/// What the database says of the support of the packages; `None` where it holds no life cycles.
fn known(case: &Case, database: &Database) -> Result<Option<Known>, Damage> {
    let Some(source) = database.sources().iter().find(|source| source.name == lifecycle::SOURCE) else {
        return Ok(None);
    };
    Ok(Some(Known::of(&case.inventory, &database.lifecycles()?, source.newest)))
}

fn freeze(case: &Case, matching: Matching) -> Snapshot {
    Snapshot::of(matching, &format!("vigil {VERSION}"), device::sbom_digests(case))
}

/// The database; none where there is no file or nothing in it.
pub fn open(path: &Path, context: &Context) -> Result<Option<Database>, Problem> {
    if !context.world.exists(path) || database::is_empty_file(path) {
        return Ok(None);
    }
    let refused = |error| {
        Problem::new(format!("the vulnerability database `{}` cannot be used", path.display()))
            .caused_by(error)
    };
    Database::open(path).map(Some).map_err(refused)
}

fn no_database(path: &Path, case: &Case) -> Said {
    let shown = path.display();
    let finding = Finding::new(
        "match.no-database",
        Severity::Error,
        format!("there is no vulnerability database `{shown}`, or nothing in it"),
        shown.to_string(),
    )
    .help("make one from public feeds with `vigil db update`, or from downloaded ones with `vigil db import FILE...`")
    .help("or name one with `--db FILE` or the variable `VIGIL_DB`");
    impossible(finding, case)
}

fn no_source(path: &Path, case: &Case) -> Said {
    let shown = path.display();
    let finding = Finding::new(
        "match.no-source",
        Severity::Error,
        format!("the vulnerability database `{shown}` knows no flaws, only scores or exploited ids"),
        shown.to_string(),
    )
    .help("import a feed of flaws: OSV records or NVD");
    impossible(finding, case)
}

fn impossible(finding: Finding, case: &Case) -> Said {
    let mut said = Said { findings: vec![finding], as_of: Some(case.as_of), ..Said::default() };
    said.counts.add("packages", case.inventory.items.len());
    said.counts.missed("no package was matched; the snapshot was left as it was");
    said
}

fn unread(case: Case) -> Said {
    let findings = case.findings.into_iter().filter(device::is_unread).collect();
    let mut said = Said { findings, sources: case.sources, as_of: Some(case.as_of), ..Said::default() };
    said.counts.missed("a file of the model could not be read, so nothing was matched");
    said
}
