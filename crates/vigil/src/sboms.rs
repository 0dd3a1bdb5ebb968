//! Reads the SBOM files that are named on the command line.

use std::path::{Path, PathBuf};

use vigil_sbom::{Limits, Reading, Sbom};

use crate::context::{Context, Said};
use crate::outcome::Outcome;
use crate::problem::Problem;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Which SBOM files to read.
#[derive(Clone, Debug, clap::Args)]
pub struct SbomArgs {
    /// SBOM files, plain or compressed with gzip or zstd; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// The SBOMs that could be read.
#[derive(Debug)]
pub struct Loaded {
    /// In the order named.
    pub sboms: Vec<Sbom>,
    /// What was found while reading.
    pub said: Said,
    /// [`Outcome::Unusable`] when one of the files could not be read at all.
    pub outcome: Outcome,
}

impl SbomArgs {
    /// Reads all files. One that cannot be read does not keep the others from being read.
    pub fn load(&self, context: &Context) -> Result<Loaded, Problem> {
        let mut loaded = Loaded { sboms: Vec::new(), said: Said::default(), outcome: Outcome::Clean };
        for path in &self.files {
            let bytes = bytes(path, context)?;
            loaded.add(&bytes, &path.display().to_string());
        }
        let packages: usize = loaded.sboms.iter().map(|sbom| sbom.packages.len()).sum();
        loaded.said.counts.add("SBOMs", loaded.sboms.len());
        loaded.said.counts.add("packages", packages);
        Ok(loaded)
    }
}

fn bytes(path: &Path, context: &Context) -> Result<Vec<u8>, Problem> {
    if path != Path::new(STANDARD_INPUT) {
        return context.read(path);
    }
    let refused = |error| Problem::new("standard input cannot be read").caused_by(error);
    context.world.standard_input(Limits::default().bytes).map_err(refused)
}

impl Loaded {
    fn add(&mut self, bytes: &[u8], file: &str) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.said.sources.insert(file, text);
        }
        match vigil_sbom::read(bytes, file) {
            Ok(Reading { sbom, findings }) => {
                self.said.findings.extend(findings);
                self.sboms.push(sbom);
            }
            Err(error) => {
                self.said.findings.push(error.finding());
                self.said
                    .counts
                    .missed(format!("`{file}` could not be read: nothing is known of its packages"));
                self.outcome = Outcome::Unusable;
            }
        }
    }
}
