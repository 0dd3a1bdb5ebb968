//! Development tasks, run as `cargo xtask TASK`.

mod arrows;
mod fuzz;
mod generate;
mod oracles;
mod quality;
#[cfg(test)]
mod reasons;
mod validate;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

const USAGE: &str = "\
Usage: cargo xtask TASK

  arrows              no crate may depend on one that the table of rooms does not allow it
  generate [--check]  writes the generated files; with --check, says which of them are stale
  fuzz --minutes N [--target NAME]...
                      every fuzz target, or those named, for its share of N minutes
  oracles             our version orders against dpkg, rpm, packaging, semver, RubyGems, PHP and Maven
  quality             measures matching on labelled data and writes docs/quality.md
  validate-sboms      written SBOMs against the schemas and parsers of the formats' own projects";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["arrows"] => arrows::check(&root()),
        ["generate"] => generate::write(&root()),
        ["generate", "--check"] => generate::check(&root()),
        ["fuzz", rest @ ..] => fuzz::run(&root(), rest),
        ["oracles"] => oracles::run(&root()),
        ["quality"] => quality::measure(&root()),
        ["validate-sboms"] => validate::run(&root()),
        [] => bail!("no task was named\n\n{USAGE}"),
        [first, ..] => bail!("there is no task `{first}` with these arguments\n\n{USAGE}"),
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or_else(|| here.to_path_buf(), Path::to_path_buf)
}

/// Says one line on standard error: standard output belongs to `--format json` and its like.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
