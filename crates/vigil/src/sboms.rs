//! Reads the SBOM files that are named on the command line.

use std::path::{Path, PathBuf};

use vigil_sbom::{Columns, ForeignKey, Limits, Reading, Sbom};

use crate::commands::sbom::verify;
use crate::context::{Context, Said};
use crate::outcome::Outcome;
use crate::problem::Problem;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Which SBOM files to read.
#[derive(Clone, Debug, clap::Args)]
pub struct SbomArgs {
    /// SBOM files (CycloneDX, SPDX) or component lists (CSV, XLSX), plain or compressed with gzip or zstd;
    /// `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Which column of a component list holds what: a TOML file such as `sbom show` prints for a list without one
    #[arg(long, value_name = "MAPPING")]
    pub columns: Option<PathBuf>,

    /// A public key that is trusted for signatures in and around the SBOM: PEM, certificate, JWK, minisign; may be given more than once
    #[arg(long, value_name = "KEY")]
    pub key: Vec<PathBuf>,
}

/// The SBOMs that could be read.
#[derive(Debug)]
pub struct Loaded {
    /// In the order named.
    pub sboms: Vec<Sbom>,
    /// The mappings of columns that were guessed, by file, each as the text of a mapping file.
    pub guessed: Vec<(String, String)>,
    /// What was found while reading.
    pub said: Said,
    /// [`Outcome::Unusable`] when one of the files could not be read at all.
    pub outcome: Outcome,
}

impl SbomArgs {
    /// Reads all files. One that cannot be read does not keep the others from being read.
    pub fn load(&self, context: &Context) -> Result<Loaded, Problem> {
        let keys = keys(&self.key, context)?;
        let detached = verify::minisign(&self.key, context);
        let columns = self.columns.as_deref().map(|path| mapping(path, context)).transpose()?;
        let mut loaded =
            Loaded { sboms: Vec::new(), guessed: Vec::new(), said: Said::default(), outcome: Outcome::Clean };
        for path in &self.files {
            let bytes = bytes(path, context)?;
            let before = loaded.sboms.len();
            loaded.add(&bytes, &path.display().to_string(), columns.as_ref(), &keys);
            for sbom in &mut loaded.sboms[before..] {
                sbom.signatures.extend(verify::beside_it(path, &bytes, &detached, context));
            }
        }
        let packages: usize = loaded.sboms.iter().map(|sbom| sbom.packages.len()).sum();
        loaded.said.counts.add("SBOMs", loaded.sboms.len());
        loaded.said.counts.add("packages", packages);
        Ok(loaded)
    }
}

fn mapping(path: &Path, context: &Context) -> Result<Columns, Problem> {
    let refused = |cause: String| {
        Problem::new(format!("the mapping of columns `{}` cannot be used: {cause}", path.display()))
            .help("`vigil sbom show LIST` prints a mapping to begin with")
    };
    let text = String::from_utf8(context.read(path)?).map_err(|error| refused(error.to_string()))?;
    Columns::parse(&text).map_err(|error| refused(error.to_string()))
}

/// The public keys in `files`.
pub fn keys(files: &[PathBuf], context: &Context) -> Result<Vec<ForeignKey>, Problem> {
    let read = |file: &PathBuf| {
        let refused = |error| {
            Problem::new(format!("the public key `{}` cannot be used", file.display()))
                .caused_by(error)
                .help("it is a file that begins with `-----BEGIN PUBLIC KEY-----` or `-----BEGIN CERTIFICATE-----`, a JWK, or the `.pub` file of `minisign -G`")
        };
        ForeignKey::read(&context.read(file)?).map_err(refused)
    };
    files.iter().map(read).collect()
}

/// The bytes of a file, or of standard input.
pub fn bytes(path: &Path, context: &Context) -> Result<Vec<u8>, Problem> {
    if path != Path::new(STANDARD_INPUT) {
        return context.read(path);
    }
    let refused = |error| Problem::new("standard input cannot be read").caused_by(error);
    context.world.standard_input(Limits::default().bytes).map_err(refused)
}

impl Loaded {
    fn add(&mut self, bytes: &[u8], file: &str, columns: Option<&Columns>, keys: &[ForeignKey]) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.said.sources.insert(file, text);
        }
        let reading = if Columns::fits(file, bytes) {
            vigil_sbom::read_table(bytes, file, columns, &Limits::default()).map(|table| {
                if !table.columns.confirmed {
                    self.guessed.push((file.to_owned(), table.columns.written()));
                }
                table.reading
            })
        } else {
            vigil_sbom::read_trusting(bytes, file, &Limits::default(), keys)
        };
        match reading {
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
