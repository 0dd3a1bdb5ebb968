//! `vigil build`: the documents and the submission.

use std::path::PathBuf;

/// Writes the documents and the submission, as of the date in `vigil.lock`
///
/// The same folder gives the same bytes on any day and machine. In the profile `submission`, nothing is
/// written while a draft is unreviewed or something could not be looked at.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil build\n  vigil build --profile submission --out dist")]
pub struct Args {
    /// Where to write; relative to the device folder
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,

    /// Only this document; may be given more than once
    #[arg(long, value_name = "DOC")]
    pub only: Vec<String>,
}
