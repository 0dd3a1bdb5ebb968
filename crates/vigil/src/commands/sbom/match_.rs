//! `vigil sbom match`: SBOM files against the vulnerability database.

use vigil_base::World as _;
use vigil_match::{Matching, Options, State};
use vigil_sbom::{Grade, Inventory};
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

/// The grade that a hospital's tool gives, as far as it finds the same flaws. Flaws without a CVSS 3 score count for nothing there.
fn grade(matching: &Matching) -> String {
    let mut grade = Grade::default();
    let mut unscored = 0;
    let flaws = matching.results.iter().flat_map(|result| &result.matches);
    for flaw in flaws.filter(|flaw| flaw.state == State::Affected) {
        let mut scores = flaw.severity.iter().filter(|severity| severity.version.starts_with('3'));
        match scores.find_map(|severity| severity.score.as_ref()?.parse::<f64>().ok()) {
            Some(score) => grade.add(score),
            None => unscored += 1,
        }
    }
    let Grade { critical, high, medium, low } = grade;
    format!(
        "DaggerBoard grade for the same flaws: {} ({:.1}: {critical} critical, {high} high, {medium} medium, {low} low; {unscored} without a CVSS 3 score not counted)\n",
        grade.letter(),
        grade.score(),
    )
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
    let text = matches::sheet(&matching, &path.display().to_string()) + &grade(&matching);
    let mut done = context.report_with(&loaded.said, &text, &matching)?;
    done.outcome = done.outcome.and(loaded.outcome);
    Ok(done)
}
