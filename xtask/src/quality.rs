//! `quality`: how well matching does on labelled data.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

/// Measures with an optimised build, in a process of its own: the feeds are large.
pub(super) fn measure(root: &Path) -> anyhow::Result<()> {
    let data = std::env::var_os("VIGIL_DATA").map_or_else(|| root.join("../shared/data"), Into::into);
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--release", "--package", "vigil-quality", "--"])
        .arg(data)
        .arg(root.join("docs/quality.md"))
        .current_dir(root)
        .status()
        .context("cannot start cargo")?;
    if status.success() { Ok(()) } else { bail!("matching has become worse, or could not be measured") }
}
