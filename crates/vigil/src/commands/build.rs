//! `vigil build`: the documents and the submission.

use std::path::{Path, PathBuf};

use vigil_base::{Date, World as _};
use vigil_finding::Severity;

use crate::built::{Built, Wanted};
use crate::cli::Profile;
use crate::context::{Context, Said};
use crate::device::Device;
use crate::frozen::LOCK;
use crate::output::Done;
use crate::printed;
use crate::problem::Problem;
use crate::sealed::{self, Sealed};

/// Writes the documents and the submission, as of the date in `vigil.lock`
///
/// The same folder gives the same bytes on any day and machine. In the profile `submission`, nothing is
/// written while there are errors or something could not be looked at, unless `--allow-incomplete` is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil build\n  vigil build --profile submission --out dist")]
pub struct Args {
    /// Where to write; relative to the device folder
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,

    /// Only this document, by key, number or name as in the manifest; may be given more than once
    #[arg(long, value_name = "DOC")]
    pub only: Vec<String>,

    /// Lay every document out anew, also those that did not change since the last build
    #[arg(long)]
    pub fresh: bool,

    /// Sign each SBOM with this secret key, as `minisign -G -W` writes it: a file with `.minisig` stands beside it and its `.sha256`
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
}

/// Builds, and says what was made and where to start.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let as_of = day(&root, context)?;
    let device = Device::read(&context.world, root, as_of)?;
    let case = device.said(context.options.profile.unwrap_or_default().into());
    if let Some(refused) = refusal(&case, context) {
        let mut done = context.report(&refused);
        done.outcome = done.outcome.and(device.outcome());
        return Ok(done);
    }
    let folder = device.root.join(&args.out).join(printed::FOLDER);
    let key = args.sign.as_ref().map(|file| sealed::secret(file, context)).transpose()?;
    let seal = key.map(|key| Sealed(Some(key)));
    let wanted = Wanted { only: &args.only, fresh: args.fresh, seal: seal.as_ref() };
    let built = Built::write(&device, &case, &folder, wanted, context)?;
    let said = built.said(&device, &case);
    let mut done = context.report_with(&said, &built.text(), &built.value())?;
    done.outcome = done.outcome.and(device.outcome());
    Ok(done)
}

/// The day of the build: the one asked for, else the one of the last matching, else today.
fn day(root: &Path, context: &Context) -> Result<Date, Problem> {
    if let Some(day) = context.options.date {
        return Ok(day);
    }
    let path = root.join(LOCK);
    if !context.world.exists(&path) {
        return Ok(context.world.today());
    }
    let bytes = context.read(&path)?;
    let refused = |cause: String| {
        Problem::new(format!("`{}` cannot be read", path.display()))
            .caused_by(cause)
            .help("restore it from version control; or remove it and run `vigil match`")
    };
    let text = String::from_utf8(bytes).map_err(|error| refused(error.to_string()))?;
    let lock = vigil_model::Lock::parse(&text).map_err(refused)?;
    match (&lock.as_of, lock.as_of()) {
        (_, Some(day)) => Ok(day),
        (None, None) => Ok(context.world.today()),
        (Some(text), None) => Err(refused(format!("`as-of = \"{text}\"` is no day"))),
    }
}

/// What keeps a submission from being written: a regulator's copy with known errors must be asked for by name.
fn refusal(case: &Said, context: &Context) -> Option<Said> {
    let options = &context.options;
    if options.profile != Some(Profile::Submission) || options.allow_incomplete {
        return None;
    }
    let errors = case.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<_> = errors.cloned().collect();
    if errors.is_empty() && case.counts.incomplete.is_empty() {
        return None;
    }
    let mut said = Said {
        findings: errors,
        sources: case.sources.clone(),
        counts: case.counts.clone(),
        as_of: case.as_of,
    };
    let reason = "nothing was written: in the profile `submission` no error may be open; \
                  `--allow-incomplete` writes it all the same";
    said.findings.push(
        vigil_finding::Finding::new("build.refused", Severity::Error, reason, "submission")
            .help("`vigil build --profile review` writes a copy to work with"),
    );
    Some(said)
}
