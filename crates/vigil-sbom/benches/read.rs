//! How long reading takes: an SBOM of 150 kB, and one of 200,000 packages.

use std::hint::black_box;

use vigil_sbom::{Inventory, Judged, Limits, Profile, Stamp, Summary, Target, read_with, write};

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
#[expect(clippy::print_stdout, reason = "a bench prints")]
fn measure(what: &str, bytes: &[u8], rounds: u32) {
    let limits = Limits::default();
    let mut best = std::time::Duration::MAX;
    for _ in 0..rounds {
        let start = std::time::Instant::now();
        black_box(read_with(black_box(bytes), "bench.json", &limits).expect("the bench's SBOM is readable"));
        best = best.min(start.elapsed());
    }
    let rate = bytes.len() as f64 / best.as_secs_f64() / 1e6;
    println!("{what}: {} kB read in {best:?} ({rate:.0} MB/s), best of {rounds}", bytes.len() / 1000);
    let reading = read_with(bytes, "bench.json", &limits).expect("the bench's SBOM is readable");
    let timed = |what: &str, work: &mut dyn FnMut() -> usize| {
        let start = std::time::Instant::now();
        let count = work();
        println!("  {what}: {count} in {:?}", start.elapsed());
    };
    let mut inventory = Inventory::default();
    timed("packages in the inventory", &mut || {
        inventory = Inventory::of([("bench", &reading.sbom)]);
        inventory.items.len()
    });
    timed("conflicts", &mut || inventory.conflicts().len());
    let profile = Profile::named("fda").expect("there is such a profile");
    timed("findings against FDA's list", &mut || Judged::of(&reading.sbom, &profile).findings.len());
    timed("orphans in the summary", &mut || Summary::of(&reading.sbom).orphans.unwrap_or_default());
}

/// An SBOM with `packages` packages, each depending on two later ones.
fn synthetic(packages: usize) -> String {
    let mut components = Vec::new();
    let mut dependencies = vec![r#"{"ref":"device","dependsOn":["c0"]}"#.to_owned()];
    for n in 0..packages {
        components.push(format!(
            r#"  {{"type":"library","bom-ref":"c{n}","group":"org.example","name":"part-{n}","version":"1.{n}.3",
   "supplier":{{"name":"Example {}"}},"purl":"pkg:maven/org.example/part-{n}@1.{n}.3",
   "hashes":[{{"alg":"SHA-256","content":"{n:064x}"}}],"licenses":[{{"license":{{"id":"Apache-2.0"}}}}],
   "properties":[{{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2031-06-30"}}]}}"#,
            n % 50
        ));
        dependencies.push(format!(
            r#"{{"ref":"c{n}","dependsOn":["c{}","c{}"]}}"#,
            (n + 1) % packages,
            packages - 1
        ));
    }
    format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\n\"metadata\":{{\"component\":\
         {{\"type\":\"device\",\"name\":\"pump\",\"bom-ref\":\"device\"}}}},\n\"components\":[\n{}\n],\n\"dependencies\":[\n{}\n]}}",
        components.join(",\n"),
        dependencies.join(",\n")
    )
}

/// How many SBOMs of 150 kB are read and judged in a second.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
#[expect(clippy::print_stdout, reason = "a bench prints")]
fn rate(bytes: &[u8], rounds: u32) {
    let profile = Profile::named("fda").expect("there is such a profile");
    let start = std::time::Instant::now();
    for _ in 0..rounds {
        let reading = read_with(black_box(bytes), "bench.json", &Limits::default()).expect("it is readable");
        black_box(Judged::of(&reading.sbom, &profile));
    }
    let each = start.elapsed() / rounds;
    println!("150 kB read and judged: {each:?} each, {:.0} a second", 1.0 / each.as_secs_f64());
}

/// The synthetic SBOM in another format.
fn written(packages: usize, format: &str) -> Vec<u8> {
    let json = synthetic(packages);
    let reading = read_with(json.as_bytes(), "bench.json", &Limits::default()).expect("it is readable");
    let target: Target = format.parse().expect("a format as `vigil sbom convert --to` names it");
    let stamp = Stamp { time: "2026-01-01T00:00:00Z".to_owned(), tool: None };
    write(&reading.sbom, target, &stamp).expect("it can be written").bytes
}

/// With `generate FILE` the large SBOM is written to a file (a third argument is the format, a fourth the number of packages), with `read FILE` it is read and nothing else is done: so the
/// most memory that reading takes can be seen from outside. Without, everything is timed.
#[expect(clippy::print_stdout, reason = "a bench prints")]
fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match &args[..] {
        [mode, path] if mode == "generate" => {
            return std::fs::write(path, synthetic(200_000)).expect("the file can be written");
        }
        [mode, path, format, rest @ ..] if mode == "generate" => {
            let packages = rest.first().map_or(200_000, |it| it.parse().expect("a number of packages"));
            return std::fs::write(path, written(packages, format)).expect("the file can be written");
        }
        [mode, path] if mode == "read" => {
            let bytes = std::fs::read(path).expect("the file can be read");
            let reading = read_with(&bytes, "bench.json", &Limits::default()).expect("it is readable");
            return println!("{} packages", reading.sbom.packages.len());
        }
        // Its processor time by a thousand is that of one SBOM, whatever else the machine does.
        [mode] if mode == "judge" => return rate(synthetic(320).as_bytes(), 1000),
        _ => {}
    }
    rate(synthetic(320).as_bytes(), 400);
    measure("150 kB", synthetic(320).as_bytes(), 20);
    measure("200,000 packages", synthetic(200_000).as_bytes(), 2);
}
