//! `vigil sbom check`: SBOM files against a list of minimum elements.

use vigil_sbom::{Judged, Profile};

use crate::context::Context;
use crate::output::Done;
use crate::sboms::SbomArgs;
use crate::sheet::Sheet;

/// Checks SBOM files against a list of minimum elements: per field and package what is missing and what to write
///
/// A field that its author says is not known is told apart from one that is not written. Versions that are placeholders
/// or ranges, licences that are no SPDX expressions and packages with weak digests only count as not usable.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil sbom check app.cdx.json\n  vigil sbom check app.spdx --against cisa-2026 --format sarif > gaps.sarif"
)]
pub struct Args {
    #[command(flatten)]
    sboms: SbomArgs,

    /// The list: FDA's February 2026 guidance, NTIA 2021, CISA 2026, BSI TR-03183-2 v2.1, EU Cyber Resilience Act
    #[arg(long, value_name = "LIST", default_value = "fda", value_parser = ["fda", "ntia", "cisa-2026", "bsi", "cra"])]
    against: String,
}

/// Ends with 1 for fields that are missing, 2 for files that cannot be read.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let profile = Profile::named(&args.against)
        .ok_or_else(|| anyhow::anyhow!("there is no list of minimum elements `{}`", args.against))?;
    let mut loaded = args.sboms.load(context)?;
    // A person reads a hundred findings of one sort, a program all.
    let judge = if context.is_for_people() { Judged::of } else { Judged::in_full };
    let judged: Vec<Judged> = loaded.sboms.iter().map(|sbom| judge(sbom, &profile)).collect();
    loaded.said.findings.extend(judged.iter().flat_map(|judged| judged.findings.iter().cloned()));
    let text: Vec<String> = judged.iter().map(|judged| sheet(judged, &profile)).collect();
    let mut done = context.report_with(&loaded.said, &text.join("\n"), &judged)?;
    done.outcome = done.outcome.and(loaded.outcome);
    Ok(done)
}

fn sheet(judged: &Judged, profile: &Profile) -> String {
    let mut sheet = Sheet::titled(&format!("{}: {} ({})", judged.file, profile.title, profile.force));
    for field in &judged.fields {
        let all = field.stated + field.said_unknown + field.unusable + field.absent;
        let mut text = format!("{} of {all} stated", field.stated);
        let others = [
            (field.said_unknown, "said to be unknown"),
            (field.unusable, "not usable"),
            (field.absent, "missing"),
        ];
        for (count, word) in others.into_iter().filter(|(count, _)| *count > 0) {
            text.push_str(&format!(", {count} {word}"));
        }
        sheet.add(&field.field, &text);
    }
    sheet.finish()
}
