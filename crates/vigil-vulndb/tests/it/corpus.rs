//! Real feeds: everything is used, or told why not. `VIGIL_CORPUS=all` takes every file instead of a sample.
#![expect(clippy::disallowed_methods, reason = "where the data stands is told by the environment")]

use std::path::PathBuf;

use vigil_finding::Severity;
use vigil_vulndb::{Database, Entry};

use crate::support::{Folder, codes, run};

/// Files above this size wait for `VIGIL_CORPUS=all`: the build for tests is not optimised.
const SAMPLE: u64 = 450_000;

fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from).join("vuln");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    println!("skipped: {} is missing", folder.display());
    None
}

/// Files of the corpus in the folders named, with the size that is affordable.
fn files(folders: &[&str]) -> Vec<PathBuf> {
    let Some(data) = data() else { return Vec::new() };
    let all = std::env::var("VIGIL_CORPUS").is_ok_and(|value| value == "all");
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|name| data.join(name)).collect();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if all || path.metadata().unwrap().len() < SAMPLE {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_corpus_is_imported_without_an_unexplained_error() {
    let files =
        files(&["osv", "nvd", "kev", "epss", "cpe", "cve5-vulnrichment", "endoflife", "alpine-secdb"]);
    if files.is_empty() {
        return;
    }
    let folder = Folder::new();
    let target = folder.path("vigil.vdb");
    let report = run(&files, &target).unwrap();
    let status = report.status.as_ref().unwrap();
    println!(
        "{} files, {} records used, {} refused, {} bytes",
        files.len(),
        report.used(),
        report.refused(),
        status.bytes
    );
    for source in &status.sources {
        println!("{:<16} {:>7} records, {:>5} withdrawn", source.name, source.records, source.withdrawn);
    }
    for finding in report.findings.iter().filter(|finding| finding.severity > Severity::Note) {
        println!("{}: {}", finding.code, finding.message);
    }
    // Foreign files stand among the feeds on purpose; what is of a known feed must be readable.
    let explained = [
        "vulndb.unsupported-feed",
        "vulndb.record-refused",
        "vulndb.bad-cpe",
        "vulndb.superseded",
        "vulndb.companion",
    ];
    let unexplained: Vec<&str> =
        codes(&report).into_iter().filter(|code| !explained.contains(code)).collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
    let lists: u64 =
        report.inputs.iter().filter(|input| input.file.contains(".jsonl.")).map(|input| input.refused).sum();
    assert_eq!(lists, 0, "records of the large feeds");
    let database = Database::open(&target).unwrap();
    database.verify().unwrap();
    every_record_is_found_by_its_id(&database);
}

fn every_record_is_found_by_its_id(database: &Database) {
    let mut reader = database.reader().unwrap();
    let step = (database.record_count() as usize / 2000).max(1);
    for number in (0..database.record_count()).step_by(step) {
        let id = reader.record(number).unwrap().id.to_string();
        assert!(database.by_id(&id).unwrap().contains(&number), "{id}");
        for entry in database.entries_of(number).unwrap() {
            reader.entry(entry).unwrap();
            assert_eq!(database.record_of(entry).unwrap(), number);
        }
    }
}

/// Advisories stand in a folder of their own.
#[test]
fn real_advisories_are_imported_and_their_products_found_by_supplier_and_name() {
    let Some(data) = data() else { return };
    let csaf = data.join("../csaf-vex");
    let inputs: Vec<PathBuf> =
        ["cisa-icsma", "redhat-csaf", "cisa-icsa.tar.zst"].iter().map(|name| csaf.join(name)).collect();
    let inputs: Vec<PathBuf> = inputs.into_iter().filter(|path| path.exists()).collect();
    if inputs.is_empty() {
        return;
    }
    let folder = Folder::new();
    let target = folder.path("vigil.vdb");
    let report = run(&inputs, &target).unwrap();
    for finding in report.findings.iter().filter(|finding| finding.severity > Severity::Note) {
        println!("{}: {}", finding.code, finding.message);
    }
    let foreign =
        |code: &&str| !["vulndb.bad-cpe", "vulndb.superseded", "vulndb.record-refused"].contains(code);
    assert!(!codes(&report).iter().any(foreign), "{:?}", codes(&report));
    let database = Database::open(&target).unwrap();
    let mut reader = database.reader().unwrap();
    let mut found = 0;
    for number in 0..database.entry_count() {
        let Entry::Product(product) = reader.entry(number).unwrap() else { continue };
        let looked_up = database.lookup_supplied(&product.vendor, &product.name).unwrap();
        if product.is_named && !looked_up.key.is_empty() {
            assert!(looked_up.entries.contains(&number), "{} {}", product.vendor, product.name);
            found += 1;
        }
    }
    println!("{} records, {found} products found by supplier and name", database.record_count());
    assert!(found > 0);
}
