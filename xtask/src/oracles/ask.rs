//! Runs a tool over all pairs at once.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use super::table::Oracle;

/// Returns the tool with its version, and a sign for each pair.
pub(super) fn ask(
    root: &Path,
    oracle: &Oracle,
    pairs: &[(String, String)],
) -> anyhow::Result<(String, Vec<char>)> {
    let tool = output(Command::new(oracle.version[0]).args(&oracle.version[1..]), "")?;
    let tool = tool.lines().next().unwrap_or_default().trim().to_owned();
    let script = root.join("xtask/oracles").join(oracle.script).display().to_string();
    let arguments = oracle.command[1..].iter().map(|it| it.replace("{script}", &script));
    let lines: String = pairs.iter().map(|(one, two)| format!("{one}\t{two}\n")).collect();
    let told = output(Command::new(oracle.command[0]).args(arguments), &lines)?;
    Ok((tool, told.lines().filter_map(|it| it.chars().next()).collect()))
}

fn output(command: &mut Command, input: &str) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{name} is not installed"))?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    let input = input.to_owned();
    // Written from a thread of its own: a tool that answers line by line would else wait for its reader.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{name} failed: {}", said.lines().next().unwrap_or("it said nothing"));
    }
    let _ = writer.join();
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
