//! `vigil import`: models and tables of other tools into the device folder. One file a kind.

pub mod anomalies;
pub mod controls;
mod model;
pub mod otm;
pub mod requirements;
pub mod results;
pub mod risks;
mod table;
pub mod tb7;
pub mod tests;
pub mod threagile;
pub mod threat_dragon;
pub mod threats;
pub mod tm7;
mod what;

use std::path::PathBuf;

use clap::Subcommand;

use crate::context::Context;
use crate::output::Done;

/// Brings threat models, tables and test results of other tools into the device folder
///
/// Without a kind it says what a file is and how to import it. Models become a new file `model/imported-NAME.toml`;
/// tables are compared with the folder, shown, and written with `--write`. What was guessed and what could not be
/// carried is listed each time.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  vigil import ward.json\n  vigil import threat-dragon ward.json\n  vigil import tm7 ward.tm7 --new ward\n  vigil import risks risks.xlsx --columns risks-columns.toml --write"
)]
pub struct Args {
    /// What to import; without it, the file is only looked at
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The file to look at
    #[arg(required = true)]
    pub file: Option<PathBuf>,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A model of OWASP Threat Dragon, version 2 or 1
    ThreatDragon(threat_dragon::Args),
    /// An Open Threat Model, JSON or YAML
    Otm(otm::Args),
    /// A model of Threagile
    Threagile(threagile::Args),
    /// A model of the Microsoft Threat Modeling Tool
    Tm7(tm7::Args),
    /// A template of the Microsoft Threat Modeling Tool, as a checklist of its threat types
    Tb7(tb7::Args),
    /// Results of tests (JUnit, SARIF, fuzzing statistics, protocols in TOML) and original reports, into `evidence/`
    Results(results::Args),
    /// A table of risks: XLSX or CSV
    Risks(risks::Args),
    /// A table of requirements: XLSX or CSV
    Requirements(requirements::Args),
    /// A table of unresolved anomalies: XLSX or CSV
    Anomalies(anomalies::Args),
    /// A table of threats, or an answered checklist: XLSX or CSV
    Threats(threats::Args),
    /// A table of controls: XLSX or CSV
    Controls(controls::Args),
    /// A table of tests: XLSX or CSV
    Tests(tests::Args),
}

/// Runs what was asked for.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    match &args.command {
        None => what::run(args.file.as_deref(), context),
        Some(Command::ThreatDragon(args)) => threat_dragon::run(args, context),
        Some(Command::Otm(args)) => otm::run(args, context),
        Some(Command::Threagile(args)) => threagile::run(args, context),
        Some(Command::Tm7(args)) => tm7::run(args, context),
        Some(Command::Tb7(args)) => tb7::run(args, context),
        Some(Command::Results(args)) => results::run(args, context),
        Some(Command::Risks(args)) => risks::run(args, context),
        Some(Command::Requirements(args)) => requirements::run(args, context),
        Some(Command::Anomalies(args)) => anomalies::run(args, context),
        Some(Command::Threats(args)) => threats::run(args, context),
        Some(Command::Controls(args)) => controls::run(args, context),
        Some(Command::Tests(args)) => tests::run(args, context),
    }
}
