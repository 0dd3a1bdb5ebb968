//! `vigil sbom match`: SBOM files against the vulnerability database.

use vigil_base::World as _;
use vigil_match::Options;
use vigil_sbom::Inventory;
use vigil_vulndb::Database;

use crate::context::Context;
use crate::database::{DatabaseArgs, FreshnessArgs};
use crate::matches;
use crate::output::Done;
use crate::problem::Problem;
use crate::sboms::SbomArgs;

/// Arguments of `sbom match`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil sbom match app.cdx.json --db vigil.vdb\n  vigil sbom match *.cdx.json --format sarif > flaws.sarif"
)]
pub struct Args {
    #[command(flatten)]
    sboms: SbomArgs,

    #[command(flatten)]
    database: DatabaseArgs,

    #[command(flatten)]
    freshness: FreshnessArgs,
}

/// Matches every package and says in which of the five states it is.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    let path = args.database.existing(context)?;
    let refused = |error| {
        Problem::new(format!("the vulnerability database `{}` cannot be used", path.display()))
            .caused_by(error)
    };
    let database = Database::open(&path).map_err(refused)?;
    let mut loaded = args.sboms.load(context)?;
    let inventory = Inventory::of(loaded.sboms.iter().map(|sbom| (sbom.file.as_str(), sbom)));
    let options =
        Options { max_age_days: Some(args.freshness.max_age), ..Options::on(context.world.today()) };
    let matching = vigil_match::match_inventory(&inventory, &database, &options);
    matches::tell(&matching, &inventory, context.options.profile.unwrap_or_default(), &mut loaded.said);
    let text = matches::sheet(&matching, &path.display().to_string());
    let mut done = context.report_with(&loaded.said, &text, &matching)?;
    done.outcome = done.outcome.and(loaded.outcome);
    Ok(done)
}
