//! A slow, plain evaluator of NVD and OSV records, and the proof that the engine equals it.
//!
//! It reads the feeds' JSON itself, has no index, looks at every record for every package, and walks the whole tree
//! of a configuration over the whole inventory. It shares only the version orders with the engine, which have their
//! own tests, and takes the SBOM's entries as `vigil-sbom` read them.

mod device;
mod feed;
mod name;
mod osv;
mod tree;

use std::path::{Path, PathBuf};

use vigil_match::{Options, match_inventory};
use vigil_sbom::Inventory;
use vigil_vulndb::Database;

use crate::corpus;
use crate::support::DAY;
use device::Device;
use feed::Feed;

/// Feeds that are compared; those left out hold other states of the same records, or foreign records on purpose.
const FEEDS: [&str; 5] = ["osv", "osv/distro", "osv/ghsa", "nvd/overrides-anchore", "nvd/nvd20-converted"];

/// How much of the corpus is compared: a fixed sample, or with `VIGIL_CORPUS=all` the whole.
struct Extent {
    /// Records of a file: each of so many that these remain.
    records: usize,
    /// Packages made from a file.
    packages: usize,
    /// Files of each folder, the smallest first.
    files: usize,
}

impl Extent {
    fn chosen() -> Self {
        if corpus::is_all() {
            Self { records: usize::MAX, packages: 600, files: usize::MAX }
        } else {
            Self { records: 150, packages: 60, files: 2 }
        }
    }
}

fn files(folder: &Path, most: usize) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "zst"))
        .collect();
    files.sort_by_key(|file| (file.metadata().unwrap().len(), file.clone()));
    files.truncate(most);
    files
}

#[test]
fn the_engine_equals_the_plain_evaluator_on_every_feed() {
    let Some(data) = corpus::data() else { return };
    let extent = Extent::chosen();
    let mut compared = 0;
    let folders: Vec<PathBuf> = FEEDS.iter().map(|name| data.join("vuln").join(name)).collect();
    for file in folders.iter().flat_map(|folder| files(folder, extent.files)) {
        let mut feed = Feed::read(std::slice::from_ref(&file), extent.records);
        let (pairs, holding) = compare_made(&mut feed, &extent, &file.display().to_string());
        println!("{}: {pairs} pairs of package and record, {holding} hold or are open", file.display());
        compared += pairs;
    }
    println!("{compared} pairs of package and record compared");
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn the_engine_equals_the_plain_evaluator_where_feeds_speak_of_the_same_flaws() {
    let Some(data) = corpus::data() else { return };
    let extent = Extent::chosen();
    let vuln = data.join("vuln");
    let names = if corpus::is_all() {
        [
            "nvd/nvd20-converted/nvdcve-2.0-2021.jsonl.zst",
            "osv/distro/osv-cve-2021.jsonl.zst",
            "osv/distro/osv-dsa.jsonl.zst",
            "osv/bitnami.jsonl.zst",
            "osv/ghsa/ghsa-pypi.jsonl.zst",
            "osv/pypa.jsonl.zst",
            "osv/oss-fuzz.jsonl.zst",
        ]
    } else {
        [
            "nvd/nvd20-converted/nvdcve-2.0-2002.jsonl.zst",
            "osv/distro/osv-dla.jsonl.zst",
            "osv/distro/osv-dsa.jsonl.zst",
            "osv/ghsa/ghsa-swift.jsonl.zst",
            "osv/ghsa/ghsa-crates-io.jsonl.zst",
            "osv/rustsec.jsonl.zst",
            "osv/oss-fuzz.jsonl.zst",
        ]
    };
    let files: Vec<PathBuf> = names.iter().map(|name| vuln.join(name)).filter(|file| file.exists()).collect();
    if files.is_empty() {
        return;
    }
    let mut feed = Feed::read(&files, extent.records);
    let (pairs, holding) = compare_made(&mut feed, &extent, "several feeds");
    println!("{pairs} pairs of package and record, {holding} hold or are open");
    assert!(holding > 10, "{holding}");
    compare_sboms(&data, &mut feed);
}

/// Compares over an inventory made from the records themselves.
fn compare_made(feed: &mut Feed, extent: &Extent, what: &str) -> (usize, usize) {
    let (_folder, database) = database_of(feed);
    let inventory = feed.inventory(extent.packages);
    compare(feed, &database, &inventory, what)
}

/// Compares over the SBOMs of the corpus.
fn compare_sboms(data: &Path, feed: &mut Feed) {
    let (_folder, database) = database_of(feed);
    let (mut read, mut pairs, mut holding) = (0, 0, 0);
    let most = if corpus::is_all() { 2_000_000 } else { 60_000 };
    let mut open = vec![data.join("sbom")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        // Every twentieth in the sample: most are the same few packages in all formats.
        if path.metadata().unwrap().len() > most
            || (!corpus::is_all() && !name_number(&path).is_multiple_of(20))
        {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let Ok(reading) = vigil_sbom::read(&bytes, &path.to_string_lossy()) else { continue };
        let inventory = Inventory::of([("device", &reading.sbom)]);
        let (more, held) = compare(feed, &database, &inventory, &path.display().to_string());
        read += 1;
        pairs += more;
        holding += held;
    }
    println!("{read} SBOMs, {pairs} pairs of package and record, {holding} hold or are open");
}

/// A number that depends on the file's name only.
fn name_number(path: &Path) -> usize {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
}

fn database_of(feed: &Feed) -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("feed.jsonl");
    std::fs::write(&source, feed.lines.join("\n")).unwrap();
    let target = folder.path().join("v.vdb");
    let world = vigil_base::Disk { today: DAY };
    vigil_vulndb::import(&world, &[source], &target, vigil_vulndb::Options::default()).unwrap();
    let database = Database::open(&target).unwrap();
    (folder, database)
}

/// Pairs compared, and statements that hold or cannot be evaluated.
fn compare(feed: &mut Feed, database: &Database, inventory: &Inventory, what: &str) -> (usize, usize) {
    let matching = match_inventory(inventory, database, &Options::on(DAY));
    let device = Device::of(inventory, &matching);
    let (mut packages, mut holding) = (0, 0);
    for (at, result) in matching.results.iter().enumerate() {
        let Some(plain) = device.plain_result(feed, at) else { continue };
        assert_eq!(device::engine_result(result), plain.open, "{} of {what}: {result:#?}", result.package);
        assert_eq!(
            result.dismissed_total, plain.dismissed,
            "dismissed of {} of {what}: {result:#?}",
            result.package
        );
        assert_eq!(
            result.withdrawn.len(),
            plain.withdrawn,
            "withdrawn of {} of {what}: {result:#?}",
            result.package
        );
        packages += 1;
        holding += plain.open.len();
    }
    feed.forget();
    (packages * feed.len(), holding)
}
