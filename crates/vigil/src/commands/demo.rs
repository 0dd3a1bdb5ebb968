//! `vigil demo`: the worked example, written and worked through.

use std::path::PathBuf;

/// Writes the worked example device, then matches, checks and builds it
///
/// The folder is an ordinary device folder: change something in it and run `vigil check` to see what is said.
/// The exit code tells whether the work was done, whatever the findings of the example.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil demo\n  cd orchid && vigil check")]
pub struct Args {
    /// Where to write it; the folder must not exist or be empty
    #[arg(default_value = "orchid")]
    pub dir: PathBuf,
}
