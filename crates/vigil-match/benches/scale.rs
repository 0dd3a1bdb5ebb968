//! The scale of the whole field: load, delta, one SBOM from process start, many packages, a portfolio, comparisons.
//!
//! `VIGIL_DATA=DATA cargo bench -p vigil-match --bench scale` prints a Markdown table. Each figure is the median of
//! several runs of a process of its own, with the peak memory of that process. `VIGIL_OTHER='scanner sbom:{}'` runs
//! another scanner's command beside it, `{}` being the SBOM of 500 packages. `VIGIL_SCALE=corpus` takes the feeds as
//! they are instead of 386,000 records; `VIGIL_RUNS` sets the runs (default 5); `VIGIL_PART=load`, `delta` or `match`
//! measures that part only; `VIGIL_FOLDER` keeps the corpus and the databases there.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and the environment, and prints"
)]

mod replica;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use vigil_base::{Date, Disk};
use vigil_match::{DataChange, Matching, Options, affected_by_change, match_inventory, match_items};
use vigil_sbom::Inventory;
use vigil_vulndb::Database;

/// The allocator of the program that is shipped.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const DAY: Date = Date::constant(2026, 8, 31);

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] => table(),
        [task, rest @ ..] => {
            child(task, rest)?;
            println!("peak {}", peak());
            println!("cpu {}", cpu());
            Ok(())
        }
    }
}

/// What one process measures.
fn child(task: &str, args: &[&str]) -> Outcome<()> {
    match (task, args) {
        ("import", [target, inputs @ ..]) => {
            let inputs: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
            let report = vigil_vulndb::import(
                &Disk { today: DAY },
                &inputs,
                Path::new(target),
                vigil_vulndb::Options::default(),
            )?;
            println!("count {}", report.used());
        }
        ("match", [database, sbom]) => {
            let matching = matched(&Database::open(Path::new(database))?, Path::new(sbom))?;
            println!("count {}", hits(&matching));
            println!("dismissed {}", matching.results.iter().map(|one| one.dismissed.len()).sum::<usize>());
        }
        ("portfolio", [database, sboms @ ..]) => {
            let database = Database::open(Path::new(database))?;
            let inventories: Vec<Inventory> =
                sboms.iter().map(|sbom| inventory(Path::new(sbom))).collect::<Outcome<_>>()?;
            let inventories: Vec<&Inventory> = inventories.iter().collect();
            let mut count = 0;
            // A part of the portfolio at a time: what is found is counted and let go.
            for part in inventories.chunks(100) {
                let all = vigil_match::match_portfolio(part, &database, &Options::on(DAY));
                count += all.iter().map(hits).sum::<usize>();
            }
            println!("count {count}");
        }
        ("write", [data, folder, wanted]) => {
            let made = replica::write(Path::new(data), Path::new(folder), wanted.parse()?)?;
            println!("count {}", made.portfolio.len());
        }
        ("delta", [old, new, ids, sboms @ ..]) => delta((old, new, ids), sboms)?,
        ("compare", []) => println!("count {}", compare()),
        _ => return Err(format!("there is no measurement `{task}`").into()),
    }
    Ok(())
}

fn inventory(sbom: &Path) -> Outcome<Inventory> {
    let bytes = std::fs::read(sbom)?;
    let reading = vigil_sbom::read(&bytes, &sbom.to_string_lossy())?;
    Ok(Inventory::of([("device", &reading.sbom)]))
}

fn matched(database: &Database, sbom: &Path) -> Outcome<Matching> {
    Ok(match_inventory(&inventory(sbom)?, database, &Options::on(DAY)))
}

/// A portfolio after a delta: only the packages that it may touch are matched again.
fn delta((old, new, ids): (&str, &str, &str), sboms: &[&str]) -> Outcome<()> {
    let (old, new) = (Database::open(Path::new(old))?, Database::open(Path::new(new))?);
    let ids = std::fs::read_to_string(ids)?;
    let change = DataChange::between(&old, &new, ids.lines().map(str::to_owned))?;
    let inventories: Vec<Inventory> =
        sboms.iter().map(|sbom| inventory(Path::new(sbom))).collect::<Outcome<_>>()?;
    let all: Vec<&Inventory> = inventories.iter().collect();
    let options = Options::on(DAY);
    let places = affected_by_change(&all, &change, (&old, &new), &options)?;
    let touched: usize = places.iter().map(Vec::len).sum();
    let parts: Vec<(&Inventory, &[usize])> =
        all.iter().copied().zip(places.iter().map(Vec::as_slice)).collect();
    let mut count = 0;
    // A part of the portfolio at a time: what is found is counted and let go.
    for part in parts.chunks(250) {
        let results = match_items(part, &new, &options)?;
        count += results.iter().flatten().map(|result| result.matches.len()).sum::<usize>();
    }
    println!("count {count}");
    println!("again {touched} of {} packages", all.iter().map(|all| all.items.len()).sum::<usize>());
    Ok(())
}

fn hits(matching: &Matching) -> usize {
    matching.results.iter().map(|result| result.matches.len()).sum()
}

/// A million comparisons of dotted versions with letters and words, in the orders that matching uses most.
fn compare() -> usize {
    let versions: Vec<String> = (0..1000)
        .map(|at| format!("{}.{}.{}{}", at % 7, at % 31, at % 113, ["", "a", "-rc1", "zg"][at % 4]))
        .collect();
    let schemes = ["generic", "deb", "semver", "rpm"];
    let schemes: Vec<_> = schemes.iter().filter_map(|name| vigil_version::Scheme::from_name(name)).collect();
    let mut less = 0;
    for at in 0..1_000_000_usize {
        let (a, b) = (&versions[at % 1000], &versions[(at * 7 + at / 1000) % 1000]);
        let order = schemes[at % schemes.len()].compare(a, b);
        less += usize::from(order.is_ok_and(std::cmp::Ordering::is_lt));
    }
    less
}

/// Time of a process, processor time of all its threads in ms, its peak memory in kB, and what it counted.
struct Run {
    time: Duration,
    cpu: u64,
    peak: u64,
    count: String,
}

fn run(task: &str, args: &[&Path]) -> Outcome<Run> {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe()?).arg(task).args(args).output()?;
    let time = start.elapsed();
    if !output.status.success() {
        return Err(format!("`{task}` failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map_or("", str::trim);
    let number = |key: &str| value(key).parse().unwrap_or(0);
    Ok(Run { time, cpu: number("cpu"), peak: number("peak"), count: value("count").to_owned() })
}

/// The median of several runs: of the time, and the most memory of any.
fn median(runs: usize, task: &str, args: &[&Path]) -> Outcome<Run> {
    let mut all: Vec<Run> = (0..runs.max(1)).map(|_| run(task, args)).collect::<Outcome<_>>()?;
    all.sort_by_key(|run| run.time);
    let peak = all.iter().map(|run| run.peak).max().unwrap_or(0);
    let middle = all.swap_remove(all.len() / 2);
    Ok(Run { peak, ..middle })
}

fn table() -> Outcome<()> {
    let data =
        std::env::var_os("VIGIL_DATA").map_or_else(|| PathBuf::from("../../../shared/data"), PathBuf::from);
    if !data.join("vuln/nvd").is_dir() {
        println!("skipped: {} holds no feeds", data.display());
        return Ok(());
    }
    let runs: usize = std::env::var("VIGIL_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    let as_it_is = std::env::var("VIGIL_SCALE").is_ok_and(|scale| scale == "corpus");
    let part = std::env::var("VIGIL_PART").ok();
    let does = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let vanishing = tempfile::tempdir()?;
    let kept = std::env::var_os("VIGIL_FOLDER").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(vanishing.path());
    let at = |name: &str| folder.join(name);
    std::fs::create_dir_all(folder)?;
    let made = replica::write(&data, folder, if as_it_is { 0 } else { 386_000 })?;
    let mut inputs: Vec<PathBuf> = Vec::new();
    if as_it_is {
        inputs.extend(["nvd", "osv", "kev", "epss", "cpe"].map(|name| data.join("vuln").join(name)));
    } else {
        inputs.push(made.feed.clone());
        inputs.extend(
            ["osv/rustsec.jsonl.zst", "osv/go-vulndb.jsonl.zst", "osv/pypa.jsonl.zst"]
                .map(|name| data.join("vuln").join(name)),
        );
    }
    println!("| task | median | processor | peak memory | counted | target |\n|---|---|---|---|---|---|");
    let (database, next) = (at("vigil.vdb"), at("next.vdb"));
    let mut args: Vec<&Path> = vec![&database];
    args.extend(inputs.iter().map(PathBuf::as_path));
    // Every part needs the database, and it is measured only where it is asked for.
    let runs_of_load = if does("load") { runs.min(3) } else { 1 };
    row("load all feeds", &median(runs_of_load, "import", &args)?, "records", "60 s, 1 GB");
    println!("| size of the file | {} MB | | | | 300 MB |", std::fs::metadata(&database)?.len() / 1_000_000);
    if does("delta") || does("match") {
        let runs = if does("delta") { runs } else { 1 };
        let delta = median(runs, "import", &[&next, &database, &made.delta])?;
        row("merge a delta of 1 %", &delta, "records", "5 s");
    }
    if !does("match") {
        return Ok(());
    }
    for (name, sbom, aim) in [
        ("500 packages, dense", &made.small, "150 ms, 100 MB"),
        ("500 packages, as in practice", &made.usual_small, "150 ms, 100 MB"),
        ("50,000 packages, dense", &made.large, "5 s, 500 MB"),
        ("50,000 packages, as in practice", &made.usual_large, "5 s, 500 MB"),
    ] {
        let name = format!("one SBOM of {name}");
        row(&name, &median(runs, "match", &[&database, sbom])?, "matches", aim);
    }
    let mut args: Vec<&Path> = vec![&next];
    args.extend(made.portfolio.iter().map(PathBuf::as_path));
    row("1,000 SBOMs of 200 packages, all again", &median(runs, "portfolio", &args)?, "matches", "-");
    for (name, sboms) in [("dense", &made.portfolio), ("as in practice", &made.usual_portfolio)] {
        let mut args: Vec<&Path> = vec![&database, &next, &made.changed];
        args.extend(sboms.iter().map(PathBuf::as_path));
        let name = format!("1,000 SBOMs of 200 packages after the delta, {name}");
        row(&name, &median(runs, "delta", &args)?, "matches", "5 s");
    }
    row("1 M comparisons", &median(runs, "compare", &[])?, "less", "1 s");
    known_hits(&database, &made)?;
    other(&made.small, runs)
}

fn row(name: &str, run: &Run, counted: &str, target: &str) {
    println!(
        "| {name} | {:.3} s | {:.2} s | {} MB | {} {counted} | {target} |",
        run.time.as_secs_f64(),
        run.cpu as f64 / 1000.0,
        run.peak / 1000,
        run.count
    );
}

/// Copies have the same flaws as what they are copies of: each pair of an SBOM must have as many matches.
fn known_hits(database: &Path, made: &replica::Made) -> Outcome<()> {
    let Some(copies) = &made.copies else { return Ok(()) };
    let database = Database::open(database)?;
    let (own, copied) = (matched(&database, &made.originals)?, matched(&database, copies)?);
    println!(
        "\nOf {} packages {} flaws are found, of the same packages under a new vendor {}.",
        own.results.len(),
        hits(&own),
        hits(&copied)
    );
    assert_eq!(hits(&own), hits(&copied), "every copy has the flaws of its original");
    Ok(())
}

/// Another scanner's command beside it.
fn other(sbom: &Path, runs: usize) -> Outcome<()> {
    let Ok(command) = std::env::var("VIGIL_OTHER") else { return Ok(()) };
    let command = command.replace("{}", &sbom.to_string_lossy());
    let mut times = Vec::new();
    for _ in 0..runs.max(1) {
        let start = Instant::now();
        let output = Command::new("sh").args(["-c", &command]).output()?;
        if !output.status.success() {
            return Err(format!("`{command}` failed: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        times.push(start.elapsed());
    }
    times.sort();
    println!("\n`{command}`: {:.3} s", times[times.len() / 2].as_secs_f64());
    Ok(())
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
