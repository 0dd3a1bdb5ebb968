//! Measures import, open and look-ups over the data that `VIGIL_DATA` or `../shared/data` holds.
//!
//! `cargo bench -p vigil-vulndb`; inputs can be named instead: `cargo bench -p vigil-vulndb -- FILE...`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and prints"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use vigil_base::{Date, Disk};
use vigil_vulndb::{Database, Options, import};

fn main() {
    let inputs = inputs();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("vigil.vdb");
    let world = Disk { today: Date::constant(2026, 1, 1) };
    let start = Instant::now();
    let report = import(&world, &inputs, &target, Options::default()).expect("usable inputs");
    let status = report.status.as_ref().expect("a status");
    println!("import   {:>10.2?}  {} records, {} bytes", start.elapsed(), report.used(), status.bytes);
    println!("cpu      {:>10} ms", cpu());
    println!("peak     {:>10} kB", peak());
    for source in &status.sources {
        println!("  {:<16} {:>8} records, newest {:?}", source.name, source.records, source.newest);
    }
    println!("findings {:>10}", report.findings.len());
    println!("open     {:>10.2?}", median(21, || drop(Database::open(&target).expect("opens"))));
    let database = Database::open(&target).expect("opens");
    println!("verify   {:>10.2?}", median(3, || database.verify().expect("whole")));
    read_all(&database);
    if let Ok(keep) = std::env::var("VIGIL_KEEP") {
        std::fs::copy(&target, keep).expect("a copy");
    }
}

fn inputs() -> Vec<PathBuf> {
    let named: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if !named.is_empty() {
        return named;
    }
    let data =
        std::env::var_os("VIGIL_DATA").map_or_else(|| PathBuf::from("../../../shared/data"), PathBuf::from);
    ["osv", "nvd", "kev", "epss", "cpe", "cve5-vulnrichment", "endoflife", "alpine-secdb"]
        .iter()
        .map(|name| data.join("vuln").join(name))
        .collect()
}

fn read_all(database: &Database) {
    let start = Instant::now();
    let mut reader = database.reader().expect("a reader");
    for number in 0..database.record_count() {
        reader.record(number).expect("a record");
    }
    println!("record   {:>10.2?} each", start.elapsed() / database.record_count().max(1));
    let start = Instant::now();
    for number in 0..database.entry_count() {
        reader.entry(number).expect("an entry");
    }
    println!("entry    {:>10.2?} each", start.elapsed() / database.entry_count().max(1));
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

/// The most memory the process had, in kB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Processor time of all threads so far, user's and system's, in ms.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program is in parentheses and may hold anything; a tick is a hundredth of a second.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}
