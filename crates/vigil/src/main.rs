//! Parses the arguments, runs one command, prints what it says.

use std::process::ExitCode;

use clap::Parser as _;
use vigil::cli::Cli;
use vigil::context::Context;
use vigil::{commands, output};

/// Layout of documents makes and drops millions of small things on several threads; the allocator of the system and the
/// pages that it asked for were about a quarter of the samples in a profile of a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refused) => return output::usage(&refused),
    };
    let context = match Context::new(cli.options) {
        Ok(context) => context,
        Err(error) => return output::failure(&error),
    };
    let result = commands::run(&cli.command, &context);
    context.world.end_progress();
    match result {
        Ok(done) => output::print(&done),
        Err(error) => output::failure(&error),
    }
}
