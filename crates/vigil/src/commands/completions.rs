//! `vigil completions`: the script that lets a shell complete commands and options.

use clap_complete::Shell;

use crate::cli;
use crate::output::Done;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vigil completions bash > ~/.local/share/bash-completion/completions/vigil"
)]
pub struct Args {
    /// The shell to write for
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &Args) -> Done {
    // Into memory first: the generator panics when its writer fails, as a closed pipe does.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command(), "vigil", &mut script);
    Done::clean(String::from_utf8_lossy(&script))
}
