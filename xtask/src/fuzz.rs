//! `cargo xtask fuzz --minutes N`: every fuzz target for its share of the time, begun with small files of the test data.

mod run;
mod seeds;

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::say;

/// Runs the targets of `fuzz/Cargo.toml`, or those named, one after the other.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    let (minutes, wanted) = read(arguments)?;
    let targets: Vec<String> =
        targets(root)?.into_iter().filter(|it| wanted.is_empty() || wanted.contains(&it.as_str())).collect();
    if targets.is_empty() {
        bail!("no fuzz target of these names: {}", wanted.join(", "));
    }
    let seconds = (minutes * 60 / targets.len() as u64).max(1);
    let mut results = Vec::new();
    for target in &targets {
        let begun_with = seeds::lay(root, target)?;
        say(&format!("== {target}: {seconds} s, begun with {begun_with} files"));
        results.push(run::target(root, target, seconds, begun_with)?);
    }
    say("\n| target | seconds | begun with | executions | result |\n|---|---|---|---|---|");
    results.iter().for_each(|it| say(&it.row()));
    match results.iter().filter(|it| !it.clean).count() {
        0 => Ok(()),
        broken => {
            bail!("{broken} of {} targets ended with a crash, a time-out or too much memory", results.len())
        }
    }
}

fn read<'a>(arguments: &[&'a str]) -> anyhow::Result<(u64, Vec<&'a str>)> {
    let (mut minutes, mut wanted) = (None, Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next().with_context(|| format!("{argument} needs a value"))?;
        match *argument {
            "--minutes" => minutes = Some(value.parse().context("--minutes needs a whole number")?),
            "--target" => wanted.push(*value),
            other => bail!("`{other}` is not known; `--minutes N` and `--target NAME` are"),
        }
    }
    Ok((minutes.context("--minutes is missing: the time for all targets together")?, wanted))
}

/// The names of the targets, in the order of the manifest.
fn targets(root: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).context("fuzz/Cargo.toml")?;
    let manifest: toml::Table = text.parse().context("fuzz/Cargo.toml")?;
    let bins =
        manifest.get("bin").and_then(toml::Value::as_array).context("no [[bin]] in fuzz/Cargo.toml")?;
    Ok(bins.iter().filter_map(|it| it.get("name")?.as_str()).map(str::to_owned).collect())
}
