//! Measures matching of SBOMs against a database.
//!
//! `VIGIL_VDB=vigil.vdb cargo bench -p vigil-match -- SBOM...`; without SBOMs one of 500 packages is made from
//! names in the database.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and prints"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use vigil_base::Date;
use vigil_match::{Options, State, match_inventory};
use vigil_sbom::Inventory;
use vigil_vulndb::{Database, Entry};

fn main() {
    let Some(path) = std::env::var_os("VIGIL_VDB").map(PathBuf::from) else {
        return println!(
            "skipped: VIGIL_VDB names no database (`VIGIL_KEEP=FILE cargo bench -p vigil-vulndb` makes one)"
        );
    };
    let database = Database::open(&path).expect("a database");
    let files: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if files.is_empty() {
        for count in [500, 50_000] {
            measure(&format!("{count} made"), &made(&database, count), &database);
        }
    }
    for file in files {
        let bytes = std::fs::read(&file).expect("an SBOM");
        match vigil_sbom::read(&bytes, &file.to_string_lossy()) {
            Ok(reading) => {
                measure(&file.to_string_lossy(), &Inventory::of([("device", &reading.sbom)]), &database);
            }
            Err(error) => println!("{}: {error}", file.display()),
        }
    }
}

fn measure(name: &str, inventory: &Inventory, database: &Database) {
    let options = Options::on(Date::constant(2026, 8, 21));
    let start = Instant::now();
    let matching = match_inventory(inventory, database, &options);
    println!("{name}: {:.2?}, peak {} kB", start.elapsed(), peak());
    println!("  {:?}", matching.counts);
    assert_eq!(matching.counts.total(), inventory.items.len());
    if let Ok(wanted) = std::env::var("VIGIL_SHOW") {
        for result in matching.results.iter().filter(|result| result.package.contains(&wanted)) {
            println!("{result:#?}");
        }
    }
    if std::env::var_os("VIGIL_VERBOSE").is_some() {
        for state in State::ALL {
            for result in matching.results.iter().filter(|result| result.state == state) {
                println!("  {:<12} {} {}", state.word(), result.package, result.reason);
            }
        }
    }
}

/// An SBOM of packages that the database has records of, with versions around the ranges.
fn made(database: &Database, count: usize) -> Inventory {
    let mut reader = database.reader().expect("a reader");
    let step = (database.entry_count() as usize / count).max(1);
    let mut components = Vec::new();
    for number in (0..database.entry_count()).step_by(step) {
        let (name, kind, identity) = match reader.entry(number).expect("an entry") {
            Entry::Package(affected) => {
                let Some(kind) = kind(&affected.ecosystem) else { continue };
                (affected.name.replace(':', "/"), "purl", kind)
            }
            Entry::Configurations(nodes) => {
                let Some(leaf) = nodes.iter().flat_map(|node| &node.leaves).find(|leaf| leaf.vulnerable)
                else {
                    continue;
                };
                let parts: Vec<&str> = leaf.criteria.split(':').collect();
                (parts[3..5].join(":"), "cpe", parts[2].to_owned())
            }
            Entry::Product(product) => {
                let Some(name) = product.cpes.first() else { continue };
                let parts: Vec<&str> = name.split(':').collect();
                if parts.len() < 13 {
                    continue;
                }
                (parts[3..5].join(":"), "cpe", parts[2].to_owned())
            }
        };
        if name.contains(['\\', '"', '%']) {
            continue;
        }
        let version = format!("{}.{}.{}", number % 7, number % 5, number % 3);
        let id = match kind {
            "purl" => format!(r#""purl":"pkg:{identity}/{name}@{version}""#),
            _ => format!(r#""cpe":"cpe:2.3:{identity}:{name}:{version}:*:*:*:*:*:*:*""#),
        };
        components.push(format!(r#"{{"type":"library","name":"p{number}","version":"{version}",{id}}}"#));
        if components.len() == count {
            break;
        }
    }
    let text = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[{}]}}"#,
        components.join(",")
    );
    let reading = vigil_sbom::read(text.as_bytes(), "made.json").expect("our own SBOM");
    Inventory::of([(Path::new("device").to_str().expect("text"), &reading.sbom)])
}

fn kind(ecosystem: &str) -> Option<String> {
    let kinds = [
        ("npm", "npm"),
        ("PyPI", "pypi"),
        ("Maven", "maven"),
        ("Go", "golang"),
        ("crates.io", "cargo"),
        ("RubyGems", "gem"),
    ];
    kinds.iter().find(|(known, _)| *known == ecosystem).map(|(_, kind)| (*kind).to_owned())
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
