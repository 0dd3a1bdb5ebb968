//! `vigil sbom show`: an SBOM in numbers, and what is odd about it.

use vigil_sbom::Summary;

use crate::context::Context;
use crate::output::Done;
use crate::sboms::SbomArgs;
use crate::sheet::Sheet;

/// Arguments of `sbom show`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil sbom show app.cdx.json\n  vigil sbom show list.xlsx --columns mapping.toml\n  generator | vigil sbom show - --format json"
)]
pub struct Args {
    #[command(flatten)]
    sboms: SbomArgs,
}

/// Shows each file, then the findings of all.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let loaded = args.sboms.load(context)?;
    let summaries: Vec<Summary> = loaded.sboms.iter().map(Summary::of).collect();
    let mut text: Vec<String> = summaries.iter().map(sheet).collect();
    text.extend(
        loaded
            .guessed
            .iter()
            .map(|(file, mapping)| format!("The columns of {file}, as guessed:\n\n{mapping}")),
    );
    let mut done = context.report_with(&loaded.said, &text.join("\n"), &summaries)?;
    done.outcome = done.outcome.and(loaded.outcome);
    Ok(done)
}

fn sheet(summary: &Summary) -> String {
    let format = format!("{} {}", summary.format.name(), summary.spec_version);
    let mut sheet = Sheet::titled(&format!("{}: {format}", summary.file));
    sheet.add("Describes", summary.primary.as_deref().unwrap_or("(not stated)"));
    sheet.add("Packages", &packages(summary));
    let fields = [
        ("Version", summary.with_version),
        ("Package URL", summary.with_purl),
        ("CPE", summary.with_cpe),
        ("Hash", summary.with_hash),
        ("Licence", summary.with_licence),
        ("Supplier", summary.with_supplier),
        ("Support level", summary.with_support_level),
        ("Support end", summary.with_end_of_support),
    ];
    for (name, number) in fields {
        sheet.add(name, &format!("{number} of {}", summary.packages));
    }
    sheet.add("Unidentified", &format!("{} with neither package URL nor CPE nor SWID", summary.unidentified));
    sheet.add("Services", &summary.services.to_string());
    sheet.add("Dependencies", &graph(summary));
    sheet.finish()
}

fn packages(summary: &Summary) -> String {
    let kinds: Vec<String> = summary.kinds.iter().map(|(kind, number)| format!("{number} {kind}")).collect();
    if kinds.is_empty() { "0".to_owned() } else { format!("{} ({})", summary.packages, kinds.join(", ")) }
}

fn graph(summary: &Summary) -> String {
    match (summary.depth, summary.orphans) {
        (Some(depth), Some(orphans)) => {
            format!(
                "{depth} levels deep; {orphans} packages are not reached{}",
                named(&summary.orphan_packages)
            )
        }
        _ => format!("unknown: {}", summary.graph_unknown_because.as_deref().unwrap_or("not stated")),
    }
}

/// The first of them by name.
fn named(orphans: &[String]) -> String {
    const SHOWN: usize = 10;
    let names: Vec<&str> = orphans.iter().take(SHOWN).map(String::as_str).collect();
    let names = names.join(", ");
    match orphans.len().saturating_sub(SHOWN) {
        _ if orphans.is_empty() => String::new(),
        0 => format!(": {names}"),
        more => format!(": {names} and {more} more (`--format json` has all)"),
    }
}
