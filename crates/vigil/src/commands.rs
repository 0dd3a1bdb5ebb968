//! The commands, one file each, and the one match that runs them.
//!
//! A command's file holds its arguments with the help text, and a function `run` that loads, calls a library
//! and hands the result to a renderer.

pub mod approve;
pub mod baseline;
pub mod build;
pub mod check;
pub mod completions;
pub mod db;
pub mod demo;
pub mod explain;
pub mod export;
pub mod import;
pub mod init;
pub mod match_;
pub mod sbom;
pub mod threats;
pub mod trace;
pub mod triage;
pub mod version;
pub mod vex;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// What can be asked of the program, in the order of the help text.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes the worked example device and works through it
    Demo(demo::Args),
    /// Makes a new device folder to start from
    Init(init::Args),
    /// Judges the device folder and prints what is missing, wrong or open
    Check(check::Args),
    /// Matches the device's packages against the vulnerability database and writes its snapshot
    Match(match_::Args),
    /// Shows what is undecided, most urgent first; decides, exports and imports decisions
    Triage(triage::Args),
    /// Reads what suppliers state of flaws (VEX), and shows what of it fits the device
    #[command(subcommand)]
    Vex(vex::Command),
    /// Lists the threats of the device with what answers them
    Threats(threats::Args),
    /// Shows the chain from threat to evidence, both ways
    Trace(trace::Args),
    /// Writes the documents and the submission
    Build(build::Args),
    /// Freezes releases, so that they can be matched again for as long as they are in use
    #[command(subcommand)]
    Baseline(baseline::Command),
    /// Adds an approval of records to the ledger
    Approve(approve::Args),
    /// Explains a rule, a record, a threat, a known flaw or a code of a finding
    Explain(explain::Args),
    /// Brings threat models and tables of other tools into the device folder
    Import(import::Args),
    /// Writes the device folder for other tools: OTM, workbooks, CSV
    #[command(subcommand)]
    Export(export::Command),
    /// Works on bare SBOM files; no device folder needed
    #[command(subcommand)]
    Sbom(sbom::Command),
    /// Makes and shows the vulnerability database
    #[command(subcommand)]
    Db(db::Command),
    /// Prints a completion script for a shell
    Completions(completions::Args),
    /// Prints the version of the program
    Version(version::Args),
}

/// Runs the command that was asked for.
pub fn run(command: &Command, context: &Context) -> anyhow::Result<Done> {
    match command {
        Command::Demo(args) => demo::run(args, context),
        Command::Init(args) => init::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Match(args) => match_::run(args, context),
        Command::Triage(args) => triage::run(args, context),
        Command::Vex(command) => vex::run(command, context),
        Command::Threats(args) => threats::run(args, context),
        Command::Trace(args) => trace::run(args, context),
        Command::Build(args) => build::run(args, context),
        Command::Baseline(command) => baseline::run(command, context),
        Command::Approve(args) => approve::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Import(args) => import::run(args, context),
        Command::Export(command) => export::run(command, context),
        Command::Sbom(command) => sbom::run(command, context),
        Command::Db(command) => db::run(command, context),
        Command::Completions(args) => Ok(completions::run(args)),
        Command::Version(args) => version::run(args, context),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_of_the_device_folder_shows_an_example() {
        let program = crate::cli::command();
        let shown = [
            "check", "match", "triage", "threats", "trace", "build", "approve", "init", "demo", "explain",
            "import",
        ];
        for name in shown {
            let mut command = program.find_subcommand(name).unwrap().clone();
            assert!(command.render_long_help().to_string().contains("Example"), "{name} shows no example");
        }
    }
}
