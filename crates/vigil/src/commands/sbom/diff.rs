//! `vigil sbom diff`: what changed from one SBOM to another.

use vigil_finding::Severity;
use vigil_sbom::Difference;

use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;
use crate::sboms::SbomArgs;
use crate::sheet::Sheet;

/// Says what changed from one SBOM to another: packages, versions, suppliers, licences, digests, support
///
/// The two files may be in different formats. Differences are notes, so that the exit code is 0; with `--fail-on note` it is
/// 1 when anything differs. Other digests under the same version are a warning.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "vigil sbom diff [OPTIONS] <OLD> <NEW>",
    after_help = "Examples:\n  vigil sbom diff last.cdx.json new.cdx.json\n  generator | vigil sbom diff declared.spdx - --fail-on note --format json"
)]
pub struct Args {
    #[command(flatten)]
    sboms: SbomArgs,
}

/// Ends with 2 where one of the files cannot be read.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    if args.sboms.files.len() != 2 {
        let count = args.sboms.files.len();
        return Err(Problem::new(format!("`sbom diff` compares two files, and {count} are named"))
            .help("name the older file first, then the newer one")
            .into());
    }
    let mut loaded = args.sboms.load(context)?;
    let [old, new] = &loaded.sboms[..] else {
        let mut done = context.report(&loaded.said);
        done.outcome = done.outcome.and(loaded.outcome);
        return Ok(done);
    };
    let difference = Difference::of(old, new);
    // Errors of reading bear on what was compared. What else is odd about each file is said by `sbom show`; here it would hide
    // what changed.
    loaded
        .said
        .findings
        .retain(|it| it.severity >= Severity::Error || it.code.starts_with("sbom.signature-"));
    loaded.said.findings.extend(difference.findings());
    let mut done = context.report_with(&loaded.said, &sheet(&difference), &difference)?;
    done.outcome = done.outcome.and(loaded.outcome);
    Ok(done)
}

fn sheet(difference: &Difference) -> String {
    let mut sheet = Sheet::titled(&format!("From {} to {}", difference.old, difference.new));
    sheet.add("Added", &difference.added.len().to_string());
    sheet.add("Removed", &difference.removed.len().to_string());
    sheet.add("Changed", &difference.changed.len().to_string());
    for (title, field) in [
        ("  version", "version"),
        ("  supplier", "supplier"),
        ("  licence", "licence"),
        ("  hash", "hash"),
        ("  support level", "level of support"),
        ("  support end", "end of support"),
    ] {
        let count = difference.count(field);
        if count > 0 {
            sheet.add(title, &count.to_string());
        }
    }
    sheet.add("The same", &difference.same.to_string());
    sheet.finish()
}
