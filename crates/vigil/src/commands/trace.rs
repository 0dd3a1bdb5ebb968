//! `vigil trace`: the chain from threat to evidence.

/// Shows the chain threat, risk, control, requirement, test, evidence, both ways
///
/// Without an id, all chains; the gaps in them are marked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil trace\n  vigil trace control.signed-updates")]
pub struct Args {
    /// A record of the chain, such as `control.signed-updates` or `test.t-041`
    pub id: Option<String>,

    /// Only chains with a gap
    #[arg(long)]
    pub gaps: bool,
}
