//! How long a large model takes: 5,000 records, 2,000 of them flows, made by arithmetic.
//! `nice cargo bench -p vigil-check --bench model` prints processor time of each step and the peak memory of all.

#![expect(clippy::print_stdout, reason = "a bench measures and reports")]

use std::path::Path;

use vigil_base::{Date, Memory};
use vigil_case::Options;
use vigil_guidance::Catalogue;
use vigil_testkit::model::{Size, folder};
use vigil_threat::Pack;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Counted runs of each step after a first one; the median is reported.
const RUNS: usize = 5;
/// The argument with which it checks once and prints its peak memory, and nothing else.
const ONE_CHECK: &str = "one-check";
const DAY: Date = Date::constant(2026, 11, 1);

fn main() {
    let files = folder(&Size::LARGE);
    let world = files
        .iter()
        .fold(Memory::new(DAY), |world, (path, text)| world.with(Path::new("d").join(path), text.as_bytes()));
    if std::env::args().any(|it| it == ONE_CHECK) {
        check(&world);
        println!("{}", peak());
        return;
    }
    let root = Path::new("d");
    let load = || vigil_model::load(&world, root).expect("the folder is one");
    let loaded = load();
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings.first());
    let model = loaded.model;
    let packs = [Pack::builtin("medical-core@1").expect("the pack comes with the tool")];
    let threats = vigil_threat::generate(&model, &packs);
    println!("{} records, {} flows, {} threats", model.count(), model.flows.len(), threats.all.len());

    measure("read the folder", || load().model.count());
    measure("generate threats", || vigil_threat::generate(&model, &packs).all.len());
    let case = vigil_case::build(&world, root, &Options { as_of: DAY }).expect("the folder is one");
    let flaws = std::collections::BTreeMap::new();
    measure("find paths", || vigil_threat::paths::of(&model, &case.threats, &flaws).routes.len());
    measure("build the case", || {
        vigil_case::build(&world, root, &Options { as_of: DAY }).expect("the folder is one").threats.all.len()
    });
    measure("check", || check(&world));
    drop(case);
    println!("peak memory of one check {} MB", of_one_check());
}

/// What `check` does, once.
fn check(world: &Memory) -> usize {
    let case = vigil_case::build(world, Path::new("d"), &Options { as_of: DAY }).expect("the folder is one");
    vigil_check::judge(&case, &Catalogue::builtin()).counts().total()
}

/// Peak memory in MB of a process of its own that checks the folder once: this one holds what the other steps made.
fn of_one_check() -> u64 {
    let own = std::env::current_exe().expect("a program has a path");
    let output = std::process::Command::new(own).arg(ONE_CHECK).output().expect("the bench starts itself");
    String::from_utf8_lossy(&output.stdout).trim().parse::<u64>().expect("it prints its peak") / 1024
}

/// Runs a step and prints what it counted and the median of its processor time.
fn measure(name: &str, step: impl Fn() -> usize) {
    let counted = step();
    let mut times: Vec<u64> = (0..RUNS)
        .map(|_| {
            let before = user();
            std::hint::black_box(step());
            user() - before
        })
        .collect();
    times.sort_unstable();
    println!(
        "{name:<18} {:>6} ms of processor time ({} to {} ms), counts {counted}",
        times[RUNS / 2],
        times[0],
        times[RUNS - 1]
    );
}

/// User time of this process so far in ms; the system counts it in hundredths of a second.
fn user() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().nth(11).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or_default() * 10
}

/// Peak memory of this process in kB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}
