//! `vigil sbom convert`: an SBOM in another format.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Serialize;
use vigil_base::World as _;
use vigil_sbom::edition::{Edition, Policy};
use vigil_sbom::write::TargetError;
use vigil_sbom::{Losses, Sbom, Stamp, Target, Written};

use super::paper;
use crate::context::{Context, Said, VERSION};
use crate::output::{self, Done};
use crate::problem::Problem;
use crate::sboms::{Loaded, SbomArgs};
use crate::sealed;

/// Writes an SBOM in another format or version: CycloneDX, SPDX, a component list
///
/// The result goes to standard output, or to a file with `--out`. What the format cannot hold is listed, with the number of
/// packages that lose it. Within one family of formats, fields of no known meaning are kept. Bytes, serial number and
/// namespace follow from the content; an SBOM without a time gets the start of the day (`--date`).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil sbom convert app.spdx --to cyclonedx-json@1.6 > app.cdx.json\n  generator | vigil sbom convert - --to spdx-tag@2.3 -o app.spdx\n  vigil sbom convert app.cdx.json --to xlsx -o app.xlsx"
)]
pub struct Args {
    #[command(flatten)]
    sboms: SbomArgs,

    #[command(flatten)]
    target: TargetArgs,

    #[command(flatten)]
    edition: EditionArgs,
}

/// For whom to write.
#[derive(Debug, clap::Args)]
pub struct EditionArgs {
    /// An edition for others: `hospital` leaves out what `--policy` withholds, and marks it as withheld
    #[arg(long, value_name = "EDITION", value_parser = ["hospital"], requires = "policy")]
    edition: Option<String>,

    /// What others do not get: a TOML file with `fields`, `properties`, `references`, `withhold` (docs/sbom.md)
    #[arg(long, value_name = "FILE", requires = "edition")]
    policy: Option<PathBuf>,
}

impl EditionArgs {
    /// `sbom` as the policy lets others have it, with what was withheld told; as it is without a policy.
    pub fn of(&self, sbom: Sbom, said: &mut Said, context: &Context) -> Result<Sbom, Problem> {
        let Some(path) = &self.policy else { return Ok(sbom) };
        let edition = Edition::of(&sbom, &policy(path, context)?);
        said.findings.extend(edition.findings());
        Ok(edition.sbom)
    }
}

/// What to write, and where.
#[derive(Debug, clap::Args)]
pub struct TargetArgs {
    /// The format: cyclonedx-json@1.4 to 1.7, cyclonedx-xml@1.4 to 1.7, spdx-json@2.3, spdx-tag@2.3, spdx-tag@2.3+daggerboard, spdx-json@3.0, csv, xlsx, pdf
    #[arg(long, value_name = "FORMAT")]
    pub to: To,

    /// The file to write, with its SHA-256 beside it in `FILE.sha256`; standard output without it
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// Sign what is written with this secret key, as `minisign -G -W` writes it: `FILE.minisig` stands beside it
    #[arg(long, value_name = "KEY", requires = "out")]
    pub sign: Option<PathBuf>,
}

/// What can be written: a format of SBOMs or component lists, or a list to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// A file for programs.
    Sbom(Target),
    /// A list for readers.
    Pdf,
}

impl To {
    fn name(self) -> &'static str {
        match self {
            Self::Sbom(target) => target.name(),
            Self::Pdf => "pdf",
        }
    }
}

impl FromStr for To {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "pdf" => Ok(Self::Pdf),
            other => other.parse().map(Self::Sbom).map_err(|error: TargetError| format!("{error}, pdf")),
        }
    }
}

/// What was written, for `--format json`.
#[derive(Serialize)]
struct Told<'a> {
    file: String,
    format: &'static str,
    packages: usize,
    losses: &'a Losses,
    signed_with: Option<String>,
}

/// Ends with 2 where the file cannot be read or written.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    if args.sboms.files.len() > 1 {
        return Err(Problem::new("`sbom convert` takes one file")
            .help("`vigil sbom merge` makes one SBOM of several")
            .into());
    }
    let mut loaded = args.sboms.load(context)?;
    let Some(sbom) = loaded.sboms.pop() else {
        return Ok(nothing(&loaded, args.target.out.is_some(), context));
    };
    let sbom = args.edition.of(sbom, &mut loaded.said, context)?;
    written(&sbom, &args.target, loaded.said, context)
}

/// The report where nothing is written: on standard output nobody looks for it when the SBOM was to go there.
pub fn nothing(loaded: &Loaded, is_file: bool, context: &Context) -> Done {
    let mut done = context.report(&loaded.said);
    done.outcome = done.outcome.and(loaded.outcome);
    if !is_file {
        output::aside(&done.text);
        done.text = String::new();
    }
    done
}

fn policy(path: &Path, context: &Context) -> Result<Policy, Problem> {
    let refused = |cause: String| {
        Problem::new(format!("the policy `{}` cannot be used: {cause}", path.display()))
            .help("docs/sbom.md has an example")
    };
    let text = String::from_utf8(context.read(path)?).map_err(|error| refused(error.to_string()))?;
    Policy::parse(&text).map_err(|error| refused(error.to_string()))
}

/// Writes `sbom` where the arguments say, and tells what was lost.
pub fn written(sbom: &Sbom, target: &TargetArgs, mut said: Said, context: &Context) -> anyhow::Result<Done> {
    let key = target.sign.as_ref().map(|file| sealed::secret(file, context)).transpose()?;
    let stamp = Stamp {
        time: format!("{}T00:00:00Z", context.world.today()),
        tool: Some(("vigil".to_owned(), VERSION.to_owned())),
    };
    let written = match target.to {
        To::Sbom(to) => vigil_sbom::write(sbom, to, &stamp)?,
        To::Pdf => {
            let mut losses = Losses::default();
            let bytes = paper::print(sbom, &mut losses, context)?;
            Written { bytes, losses }
        }
    };
    said.findings.extend(written.losses.findings(&sbom.file));
    let Some(path) = &target.out else {
        let text = String::from_utf8(written.bytes).map_err(|_| {
            Problem::new(format!(
                "`{}` is not text, and standard output is no place for it",
                target.to.name()
            ))
            .help("name the file with `--out`")
        })?;
        let report = context.report(&said);
        output::aside(&report.text);
        return Ok(Done { text, outcome: report.outcome });
    };
    let refused = |error| Problem::new(format!("`{}` cannot be written", path.display())).caused_by(error);
    context.world.write(path, &written.bytes).map_err(refused)?;
    let packages = sbom.all_packages().count();
    let mut text = format!("{}: {packages} packages as {}", path.display(), target.to.name());
    text.push_str(&format!("\n{}", sealed::write(path, &written.bytes, key.as_ref(), context)?));
    let told = Told {
        file: path.display().to_string(),
        format: target.to.name(),
        packages,
        losses: &written.losses,
        signed_with: key.as_ref().map(|key| key.public().number()),
    };
    context.report_with(&said, &format!("{text}\n"), &told)
}
