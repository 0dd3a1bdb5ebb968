//! `vigil check`: reads everything, judges it, prints findings.

/// Judges the device folder against the catalogue and prints what is missing, wrong or open
///
/// Needs no vulnerability database: what `vigil match` found stands in the folder's snapshot. All faults are
/// shown, not the first. The day it is judged at is today, or `--date`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil check --profile submission\n  vigil check --only G26.SB.9\n  vigil check --format sarif > vigil.sarif"
)]
pub struct Args {
    /// Only this rule, or the rules whose id begins so, such as `G26.SB`; may be given more than once
    #[arg(long, value_name = "RULE")]
    pub only: Vec<String>,
}
