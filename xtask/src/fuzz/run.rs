//! One target under cargo-fuzz, and what it reports.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use crate::say;

/// How a target ended.
pub(super) struct Ended {
    target: String,
    seconds: u64,
    begun_with: usize,
    executions: String,
    pub(super) clean: bool,
}

impl Ended {
    pub(super) fn row(&self) -> String {
        let Self { target, seconds, begun_with, executions, clean } = self;
        let result = if *clean { "no crash" } else { "CRASH, see fuzz/artifacts" };
        format!("| {target} | {seconds} | {begun_with} | {executions} | {result} |")
    }
}

/// Runs a target for so many seconds, within 2 GB and 20 seconds an input.
pub(super) fn target(root: &Path, target: &str, seconds: u64, begun_with: usize) -> anyhow::Result<Ended> {
    let time = format!("-max_total_time={seconds}");
    let limits = ["-rss_limit_mb=2048", "-timeout=20", "-max_len=65536", "-print_final_stats=1"];
    let mut child = Command::new("cargo")
        .args(["+nightly", "fuzz", "run", target, "--", &time])
        .args(limits)
        .current_dir(root)
        .stderr(Stdio::piped())
        .spawn()
        .context("cargo +nightly fuzz; install it with `cargo install cargo-fuzz`")?;
    let mut executions = "unknown".to_owned();
    let mut tail: Vec<String> = Vec::new();
    let errors = child.stderr.take().context("no standard error")?;
    for line in BufReader::new(errors).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        if let Some(number) = line.strip_prefix("stat::number_of_executed_units:") {
            number.trim().clone_into(&mut executions);
        }
        tail.push(line);
        if tail.len() > 60 {
            tail.remove(0);
        }
    }
    let clean = child.wait()?.success();
    if !clean {
        tail.iter().for_each(|line| say(line));
    }
    Ok(Ended { target: target.to_owned(), seconds, begun_with, executions, clean })
}
