//! `vigil approve`: a person's word for a record as it stands.

/// Adds an approval to the ledger, bound to the content of the records as they stand now
///
/// An approval never goes away and never moves: when a record changes later, it becomes suspect and is
/// shown as such.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vigil approve decision.cve-2023-0286 --as cybersecurity-lead --meaning reviewed --by \"R. Moreau\""
)]
pub struct Args {
    /// The records, such as `risk.r-012`
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,

    /// The role in which the person approves, as `vigil.toml` names it
    #[arg(long = "as", value_name = "ROLE")]
    pub role: String,

    /// What the approval means: `reviewed`, `approved`, or another word of the project's policy
    #[arg(long, value_name = "M")]
    pub meaning: String,

    /// The person; without it, the name in the Git configuration
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}
