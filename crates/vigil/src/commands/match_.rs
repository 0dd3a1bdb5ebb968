//! `vigil match`: the inventory against the vulnerability database.

use crate::database::DatabaseArgs;

/// Matches the device's SBOMs against the vulnerability database and writes the folder's snapshot
///
/// Says what is new, gone and changed since the last snapshot, and writes the as-of date into `vigil.lock`.
/// Every package ends in one of five states: affected, not-affected, clear, unidentified, not-checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil match --db /srv/vigil/vigil.vdb")]
pub struct Args {
    /// Which database
    #[command(flatten)]
    pub database: DatabaseArgs,

    /// Only say what would change; write nothing
    #[arg(long)]
    pub dry_run: bool,
}
