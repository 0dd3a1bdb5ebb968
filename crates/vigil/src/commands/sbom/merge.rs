//! `vigil sbom merge`: one SBOM of several.

use std::path::PathBuf;

use vigil_sbom::{Layer, Merged, Sbom};

use super::convert::{TargetArgs, To, nothing, written};
use crate::context::Context;
use crate::output::Done;
use crate::problem::Problem;
use crate::sboms::SbomArgs;

/// Makes one SBOM of several, and says what they disagree on
///
/// A package listed by several files has one entry. Its properties `vigil:sbom:layer` and `vigil:sbom:source` name the
/// layers (built, declared, by hand) and the files with their digests that list it. Where they disagree, the word of the
/// stronger layer is taken and the conflict is told. What the first file describes is what the result describes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vigil sbom merge build.cdx.json declared.spdx by-hand.csv -o device.cdx.json\n  vigil sbom merge a.json b.json --layers built,declared --to spdx-json@2.3 > device.spdx.json"
)]
pub struct Args {
    #[command(flatten)]
    sboms: SbomArgs,

    /// The layer of each file, in their order: built, declared, by-hand; read from the files without it
    #[arg(long, value_name = "LAYER", value_delimiter = ',', value_parser = ["built", "declared", "by-hand"])]
    layers: Vec<String>,

    /// The format to write, as `sbom convert` knows it
    #[arg(long, value_name = "FORMAT", default_value = "cyclonedx-json@1.6")]
    to: To,

    /// The file to write, with its SHA-256 beside it in `FILE.sha256`; standard output without it
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Sign what is written with this secret key, as `minisign -G -W` writes it: `FILE.minisig` stands beside it
    #[arg(long, value_name = "KEY", requires = "out")]
    sign: Option<PathBuf>,
}

/// Ends with 2 where one of the files cannot be read: a merged SBOM without it would be incomplete and not say so.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Done> {
    if !args.layers.is_empty() && args.layers.len() != args.sboms.files.len() {
        let (layers, files) = (args.layers.len(), args.sboms.files.len());
        return Err(Problem::new(format!("`--layers` names {layers} layers for {files} files"))
            .help("name one layer for each file, in the order of the files")
            .into());
    }
    let mut loaded = args.sboms.load(context)?;
    if loaded.sboms.len() < args.sboms.files.len() {
        return Ok(nothing(&loaded, args.out.is_some(), context));
    }
    let layer = |at: usize, sbom: &Sbom| {
        args.layers.get(at).and_then(|name| Layer::named(name)).unwrap_or_else(|| Layer::of(sbom))
    };
    let sboms: Vec<(Layer, &Sbom)> =
        loaded.sboms.iter().enumerate().map(|(at, sbom)| (layer(at, sbom), sbom)).collect();
    let merged = Merged::of(&sboms);
    loaded.said.findings.extend(merged.findings());
    let target = TargetArgs { to: args.to, out: args.out.clone(), sign: args.sign.clone() };
    written(&merged.sbom, &target, loaded.said, context)
}
