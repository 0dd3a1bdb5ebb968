//! `vigil init`: a new device folder.

use std::path::PathBuf;

use clap::ValueEnum;

/// Makes a new device folder: a complete small model with open questions, not empty headings
///
/// Nothing that is there already is overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vigil init --from wearable-phone-cloud pulse\n  cd pulse && vigil check")]
pub struct Args {
    /// Where to make it
    #[arg(default_value = ".")]
    pub dir: PathBuf,

    /// The kind of device that comes nearest
    #[arg(long, value_name = "ARCHETYPE", default_value = "bedside-networked")]
    pub from: Archetype,
}

/// The kinds of device to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Archetype {
    /// A device at the bed in the hospital's network
    BedsideNetworked,
    /// A wearable, an app and a cloud
    WearablePhoneCloud,
    /// Software as a medical device in a cloud
    SamdCloud,
    /// Imaging equipment that speaks DICOM
    ImagingDicom,
    /// An implant and its programmer
    ImplantProgrammer,
}
