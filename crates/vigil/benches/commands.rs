//! How long the commands take on the worked example, start of the process included, and the memory they need:
//! `cargo bench -p vigil --bench commands`. The first run of each command is not counted.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench measures and reports")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Counted runs of each command; the median is reported.
const RUNS: usize = 7;
/// How often the memory of a running command is looked at.
const LOOK: Duration = Duration::from_millis(1);

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-commands");
    if work.exists() {
        std::fs::remove_dir_all(&work)?;
    }
    std::fs::create_dir_all(&work)?;
    run(&work, &["demo"])?;
    let device = work.join("vigil-demo/orchid");
    let processors = std::thread::available_parallelism()?;
    println!("example device folder, {processors} processors, median of {RUNS} runs after a first one");
    let commands: [&[&str]; 5] = [
        &["check"],
        &["threats"],
        &["match", "--db", "vigil.vdb", "--date", "2026-11-01"],
        &["build"],
        &["build", "--fresh"],
    ];
    for arguments in commands {
        run(&device, arguments)?;
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(run(&device, arguments)?);
        }
        report(&name(arguments), &mut runs);
    }
    std::fs::remove_dir_all(&work)?;
    Ok(())
}

/// The command with what changes its meaning.
fn name(arguments: &[&str]) -> String {
    if arguments.contains(&"--fresh") { arguments.join(" ") } else { arguments[0].to_owned() }
}

/// Time and peak memory in kB, where the system tells.
type Run = (Duration, Option<u64>);

fn run(folder: &Path, arguments: &[&str]) -> Result<Run, Failure> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigil"));
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = None;
    let ended = loop {
        peak = peak_of(&child).or(peak);
        match child.try_wait()? {
            Some(ended) => break ended,
            None => sleep(LOOK),
        }
    };
    let took = start.elapsed();
    // 1 is a finding and 3 something that could not be looked at: both are work done in full.
    match ended.code() {
        Some(0 | 1 | 3) => Ok((took, peak)),
        other => Err(format!("`vigil {}` ended with {other:?}", arguments.join(" ")).into()),
    }
}

fn peak_of(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

fn report(name: &str, runs: &mut [Run]) {
    runs.sort_unstable();
    let (first, median, last) = (runs[0].0, runs[runs.len() / 2].0, runs[runs.len() - 1].0);
    let peak = runs.iter().filter_map(|(_, peak)| *peak).max();
    let peak = peak.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024));
    let [median, first, last] = [median, first, last].map(|it| it.as_millis());
    println!("{name:<14} {median:>6} ms  ({first} to {last} ms), peak memory {peak}");
}
