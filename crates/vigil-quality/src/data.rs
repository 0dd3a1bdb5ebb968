//! Where the data stands, and how it is read.

use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::de::DeserializeOwned;
use vigil_base::{Date, Disk};
use vigil_match::{Matching, Options, match_inventory};
use vigil_sbom::Inventory;
use vigil_vulndb::Database;

/// The day results are judged at: behind the newest data of the corpus, so that a run tomorrow says the same.
pub(crate) const DAY: Date = Date::constant(2026, 8, 31);

/// Opens a file that may be compressed.
pub(crate) fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    let source = std::fs::File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    if file.extension().is_some_and(|extension| extension == "zst") {
        return Ok(Box::new(zstd::Decoder::new(source)?));
    }
    Ok(Box::new(source))
}

/// One record for each line of a file.
pub(crate) fn lines<T: DeserializeOwned>(file: &Path) -> anyhow::Result<Vec<T>> {
    let mut rows = Vec::new();
    for (at, line) in BufReader::new(open(file)?).lines().enumerate() {
        let row =
            serde_json::from_str(&line?).with_context(|| format!("line {} of {}", at + 1, file.display()))?;
        rows.push(row);
    }
    Ok(rows)
}

/// The rows of a table whose cells hold no commas, without its head.
pub(crate) fn table(file: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    for line in BufReader::new(open(file)?).lines().skip(1) {
        rows.push(line?.split(',').map(str::to_owned).collect());
    }
    Ok(rows)
}

/// A database with the folder it stands in, which goes away with it.
pub(crate) struct Loaded {
    /// The database.
    pub(crate) database: Database,
    /// Records that were loaded.
    pub(crate) records: u64,
    _folder: tempfile::TempDir,
}

/// Imports feeds into a database of its own.
pub(crate) fn import(feeds: &[PathBuf]) -> anyhow::Result<Loaded> {
    let folder = tempfile::tempdir()?;
    let target = folder.path().join("vigil.vdb");
    let report =
        vigil_vulndb::import(&Disk { today: DAY }, feeds, &target, vigil_vulndb::Options::default())?;
    Ok(Loaded { database: Database::open(&target)?, records: report.used(), _folder: folder })
}

/// Imports records that are written out here.
pub(crate) fn import_records(records: &[serde_json::Value]) -> anyhow::Result<Loaded> {
    let folder = tempfile::tempdir()?;
    let feed = folder.path().join("feed.jsonl");
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    std::fs::write(&feed, lines.join("\n"))?;
    import(&[feed])
}

/// The inventory of CycloneDX components.
pub(crate) fn inventory(components: &[serde_json::Value]) -> anyhow::Result<Inventory> {
    let sbom = serde_json::json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components
    });
    let reading = vigil_sbom::read(sbom.to_string().as_bytes(), "sbom.json")?;
    Ok(Inventory::of([("device", &reading.sbom)]))
}

/// Matches an inventory as all measurements do.
pub(crate) fn matched(inventory: &Inventory, database: &Database) -> Matching {
    match_inventory(inventory, database, &Options::on(DAY))
}
