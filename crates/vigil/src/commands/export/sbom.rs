//! `vigil export sbom`: SBOMs with what the device folder adds to them.

use vigil_base::{Id, World as _};
use vigil_case::{Case, stated};
use vigil_finding::Finding;
use vigil_sbom::Sbom;

use crate::commands::sbom::convert::{EditionArgs, TargetArgs, written};
use crate::context::{Context, Said};
use crate::device;
use crate::outcome::Outcome;
use crate::output::Done;
use crate::problem::Problem;

/// Writes an SBOM with the support facts and hand-written packages of the device folder
///
/// Level and end of support or why they are not known, source, day, custody and plan stand in each package as document 08
/// prints them. Without a component, the SBOMs of all of them are merged into one that describes the device. What the
/// format cannot hold is listed. The SBOM that the build made is not changed: this is another document, with another number.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil export sbom --component gateway --to cyclonedx-json@1.6 -o gateway.cdx.json\n  vigil export sbom --to spdx-json@2.3 -o device.spdx.json\n  vigil export sbom --to cyclonedx-json@1.6 --edition hospital --policy policy.toml -o device.cdx.json"
)]
pub struct Args {
    /// The component; all of them in one SBOM without it
    #[arg(long, value_name = "ID")]
    component: Option<Id>,

    #[command(flatten)]
    target: TargetArgs,

    #[command(flatten)]
    edition: EditionArgs,
}

/// Refuses where a file that belongs to it cannot be read: the result would be incomplete and not say so.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let root = context.device()?;
    let case = device::case(&context.world, &root, context.world.today())?;
    if device::unread(&case.findings) == Outcome::Unusable {
        return Err(unread("a file of the model"));
    }
    let (sbom, findings) = match &args.component {
        Some(component) => (of_component(&case, component)?, Vec::new()),
        None => of_device(&case)?,
    };
    let mut said = Said { findings, sources: case.sources.clone(), ..Said::default() };
    said.findings.extend(guessed(&case, args.component.as_ref()));
    let sbom = args.edition.of(sbom, &mut said, context)?;
    written(&sbom, &args.target, said, context)
}

/// Component lists that were read by a mapping of columns that nobody has confirmed.
fn guessed(case: &Case, component: Option<&Id>) -> impl Iterator<Item = Finding> {
    let subject = component.map(|id| format!("component.{id}"));
    let is_here = move |it: &&Finding| {
        it.code == "case.sbom-columns-guessed"
            && subject.as_ref().is_none_or(|subject| *subject == it.subject)
    };
    case.findings.iter().filter(is_here).cloned()
}

fn unread(what: &str) -> anyhow::Error {
    Problem::new(format!("{what} cannot be read, so nothing was written"))
        .help("`vigil check` says which and why")
        .into()
}

fn of_component(case: &Case, id: &Id) -> anyhow::Result<Sbom> {
    let Some(component) = case.model.components.get(id) else {
        let known: Vec<&str> = case.model.components.keys().map(Id::as_str).collect();
        return Err(Problem::new(format!("there is no component `{id}`"))
            .help(format!("there are {}", known.join(", ")))
            .into());
    };
    if !case.unread_sboms(component).is_empty() {
        return Err(unread(&format!("the SBOM of component `{id}`")));
    }
    stated::of_component(case, id).ok_or_else(|| nothing(&format!("component `{id}`")))
}

fn of_device(case: &Case) -> anyhow::Result<(Sbom, Vec<Finding>)> {
    let mut components = case.model.components.iter();
    if let Some((id, _)) = components.find(|(_, it)| !case.unread_sboms(it).is_empty()) {
        return Err(unread(&format!("the SBOM of component `{id}`")));
    }
    if case.packages.is_empty() && case.sboms.is_empty() {
        return Err(nothing("the device"));
    }
    let (merged, mut findings) = stated::of_device(case);
    findings.extend(merged.findings());
    Ok((merged.sbom, findings))
}

fn nothing(of: &str) -> anyhow::Error {
    Problem::new(format!("{of} has no SBOM and no package written by hand"))
        .help("`sbom = \"sbom/FILE\"` in the component's record names its SBOM; `[package.\"NAME@VERSION\"]` with `in` writes one by hand")
        .into()
}
