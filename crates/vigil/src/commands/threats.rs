//! `vigil threats`: what can go wrong, and what answers it.

/// Lists the threats of the device, generated and hand-written, with what is credited against them
///
/// Threats are never hidden: one that is answered shows its credit, one that is not shows what is open.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vigil threats --open\n  vigil threats component.pump-comms")]
pub struct Args {
    /// Only threats at this record, such as `component.pump-comms`, or this threat; all without it
    pub id: Option<String>,

    /// Only threats that nothing answers yet
    #[arg(long)]
    pub open: bool,
}
