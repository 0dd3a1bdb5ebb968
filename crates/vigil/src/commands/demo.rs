//! `vigil demo`: the worked example, written and worked through.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;
use vigil_base::{Date, World as _};
use vigil_finding::Severity;

use super::match_::{self, Attempt};
use crate::built::{Built, Wanted};
use crate::columns::counted;
use crate::context::{Context, Said};
use crate::database;
use crate::device::Device;
use crate::embedded;
use crate::output::Done;
use crate::printed;
use crate::problem::Problem;
use crate::sheet::Sheet;

/// The day of the example: its last decisions are of October 2026, and its feed counts as fetched on this day.
pub const DAY: Date = Date::constant(2026, 11, 1);
/// The device folder in the example.
const DEVICE: &str = "orchid";
/// The feed in the example.
const FEED: &str = "feed";

/// Writes the worked example device, then matches, checks and builds it, without any network
///
/// The folder `orchid` in it is an ordinary device folder: change something in it and run `vigil check` to see
/// what is said. The exit code tells whether the work was done, whatever the findings of the example.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil demo\n  cd vigil-demo/orchid && vigil check --date 2026-11-01")]
pub struct Args {
    /// Where to write it; the folder must not exist or be empty
    #[arg(default_value = "vigil-demo")]
    pub dir: PathBuf,
}

/// What the example came to.
#[derive(Debug, Serialize)]
struct Worked {
    schema_version: u32,
    folder: String,
    as_of: String,
    device: String,
    flaws_in_feed: u64,
    packages: usize,
    affected: usize,
    not_affected: usize,
    clear: usize,
    unidentified: usize,
    not_checked: usize,
    undecided: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
    pages: usize,
    first: Option<String>,
}

/// Writes the example and works through it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    refuse_what_is_there(&args.dir, context)?;
    let context = &context.on(DAY)?;
    for file in embedded::EXAMPLES {
        embedded::write(&args.dir, file.path, file.bytes, context)?;
    }
    let root = args.dir.join(DEVICE);
    let flaws = import(&args.dir.join(FEED), &root.join(database::NAME), context)?;
    let undecided = matched(&root, context)?;
    let device = Device::read(&context.world, root.clone(), DAY)?;
    let profile = device.profile(context.options.profile);
    let said = device.said(profile);
    let folder = root.join("out").join(printed::FOLDER);
    let built = Built::write(&device, &said, &folder, Wanted::default(), context)?;
    let worked = worked(&args.dir, flaws, undecided, &device, &said, &built);
    context.document(text(&worked, profile), &worked)
}

/// Nothing of anybody is overwritten.
fn refuse_what_is_there(dir: &Path, context: &Context) -> Result<(), Problem> {
    if !context.world.exists(dir) || std::fs::read_dir(dir).is_ok_and(|mut found| found.next().is_none()) {
        return Ok(());
    }
    Err(Problem::new(format!("`{}` is there already and is not empty", dir.display()))
        .help("name another folder: `vigil demo DIR`; or remove this one first"))
}

/// Makes the database; the number of records in it.
fn import(feed: &Path, target: &Path, context: &Context) -> anyhow::Result<u64> {
    let options = vigil_vulndb::Options { fetched: Some(DAY), ..vigil_vulndb::Options::default() };
    let what = "the feed of the example could not be imported";
    let report = vigil_vulndb::import(&context.world, &sources(feed), target, options)
        .map_err(|error| Problem::new(what).caused_by(error))?;
    match report.findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(fault) => Err(Problem::new(what).caused_by(fault.message.clone()).into()),
        None => Ok(report.used()),
    }
}

/// The folders in the feed, one a shape; beside them stands text for people.
fn sources(feed: &Path) -> Vec<PathBuf> {
    let folders = embedded::below(embedded::EXAMPLES, FEED).filter_map(|file| file.path.split_once('/'));
    let folders: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
    folders.into_iter().map(|folder| feed.join(folder)).collect()
}

/// Matches; the number of flaws that nobody has decided on.
fn matched(root: &Path, context: &Context) -> anyhow::Result<usize> {
    match match_::attempt(root, &root.join(database::NAME), false, context)? {
        Attempt::Matched(matched) => Ok(matched.after.flaws.iter().filter(|row| row.is_open()).count()),
        Attempt::Impossible(said, _) => {
            let why = said.findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
            Err(Problem::new("the example could not be matched").caused_by(why).into())
        }
    }
}

fn worked(dir: &Path, flaws: u64, undecided: usize, device: &Device, said: &Said, built: &Built) -> Worked {
    let count = |severity| said.findings.iter().filter(|it| it.severity == severity).count();
    let states = device.case.snapshot.as_ref().map(|it| it.index.counts).unwrap_or_default();
    Worked {
        schema_version: 1,
        folder: dir.display().to_string(),
        as_of: device.case.as_of.to_string(),
        device: format!("{} {}", device.case.device(), device.case.version()),
        flaws_in_feed: flaws,
        packages: states.total(),
        affected: states.affected,
        not_affected: states.not_affected,
        clear: states.clear,
        unidentified: states.unidentified,
        not_checked: states.not_checked,
        undecided,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        files: built.files(),
        pages: built.pages(),
        first: built.first(),
    }
}

fn text(worked: &Worked, profile: vigil_guidance::Profile) -> String {
    let mut sheet = Sheet::titled(&format!("{}: the worked example, as of {}", worked.device, worked.as_of));
    let root = format!("{}/{DEVICE}", worked.folder);
    sheet.add("Device folder", &root);
    sheet.add(
        "Feed",
        &format!(
            "{} records of real flaws, an excerpt for demonstration that counts as fetched on {}; \
             never judge a real product with it",
            worked.flaws_in_feed, worked.as_of
        ),
    );
    sheet.add(
        "Packages",
        &format!(
            "{}: {} affected, {} not affected, {} clear, {} unidentified, {} not checked",
            worked.packages,
            worked.affected,
            worked.not_affected,
            worked.clear,
            worked.unidentified,
            worked.not_checked
        ),
    );
    sheet.add("Undecided", &format!("{} known flaws of packages", worked.undecided));
    sheet.add(
        "Findings",
        &format!(
            "{}, {}, {} in the profile {}; some points are open on purpose",
            counted(worked.errors, "error"),
            counted(worked.warnings, "warning"),
            counted(worked.notes, "note"),
            profile.word()
        ),
    );
    sheet.add("Submission", &format!("{} files, {} pages", worked.files, worked.pages));
    if let Some(first) = &worked.first {
        sheet.add("Open first", first);
    }
    sheet.add("Then", &format!("vigil check --device {root} --date {}", worked.as_of));
    sheet.add("", &format!("vigil threats --device {root} --open"));
    sheet.add("", &format!("vigil trace --device {root} --gaps"));
    sheet.finish()
}
