//! Real feeds against real SBOMs: five counts, and no package missing. `VIGIL_CORPUS=all` takes every feed.
#![expect(clippy::disallowed_methods, reason = "where the data stands is told by the environment")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use vigil_base::{Date, Disk};
use vigil_match::{Options, Snapshot, match_inventory};
use vigil_sbom::Inventory;
use vigil_vulndb::Database;

/// Feeds above this size wait for `VIGIL_CORPUS=all`: the build for tests is not optimised.
const SAMPLE: u64 = 300_000;

pub(crate) fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    println!("skipped: {} is missing", folder.display());
    None
}

pub(crate) fn is_all() -> bool {
    std::env::var("VIGIL_CORPUS").is_ok_and(|value| value == "all")
}

fn files(folder: &Path, most: u64) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.metadata().unwrap().len() < most {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_package_of_real_sboms_has_one_of_five_states() {
    let Some(data) = data() else { return };
    let most = if is_all() { u64::MAX } else { SAMPLE };
    let kinds = ["osv", "nvd", "kev", "epss", "cve5-vulnrichment"];
    let feeds: Vec<PathBuf> =
        kinds.iter().flat_map(|kind| files(&data.join("vuln").join(kind), most)).collect();
    if feeds.is_empty() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("vigil.vdb");
    let start = Instant::now();
    let day = Date::constant(2026, 8, 21);
    let report =
        vigil_vulndb::import(&Disk { today: day }, &feeds, &target, vigil_vulndb::Options::default())
            .unwrap();
    println!("{} feeds, {} records in {:.1?}", feeds.len(), report.used(), start.elapsed());
    let database = Database::open(&target).unwrap();
    let mut cases = 0;
    for name in
        ["medical-device-case-study", "daggerboard-healthcare", "medsbom-samples", "osv-scanner", "grype"]
    {
        for file in files(&data.join("sbom").join(name), 2_000_000) {
            cases += usize::from(is_complete(&file, &database, day));
        }
    }
    println!("{cases} SBOMs");
    assert!(cases > 0);
}

/// Matches one SBOM; `false` if the file is none that can be read.
fn is_complete(file: &Path, database: &Database, day: Date) -> bool {
    let bytes = std::fs::read(file).unwrap();
    let Ok(reading) = vigil_sbom::read(&bytes, &file.to_string_lossy()) else { return false };
    let inventory = Inventory::of([("device", &reading.sbom)]);
    let start = Instant::now();
    let matching = match_inventory(&inventory, database, &Options::on(day));
    let counts = matching.counts;
    println!("{}: {} packages in {:.1?}: {counts:?}", file.display(), inventory.items.len(), start.elapsed());
    assert_eq!(matching.results.len(), inventory.items.len());
    assert_eq!(counts.total(), inventory.items.len());
    for (result, item) in matching.results.iter().zip(&inventory.items) {
        assert_eq!(result.package, item.package.key().to_string());
        assert!(!result.reason.is_empty());
    }
    let snapshot = Snapshot::of(matching, "test", std::collections::BTreeMap::new());
    snapshot.files().unwrap();
    true
}
