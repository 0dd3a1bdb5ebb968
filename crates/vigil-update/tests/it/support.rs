//! A site with all feeds, and a folder with cache and database.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use vigil_base::{Date, Disk};
use vigil_fetch::{Client, Pause, Settings};
use vigil_testkit::server::File;
use vigil_update::{Job, Report, Table, UpdateError, update};
use vigil_vulndb::Database;

pub(crate) const TODAY: Date = Date::constant(2026, 11, 25);

/// Two ecosystems and two years are enough.
const TABLE: &str = r#"
[[feed]]
name = "nvd"
title = "NVD"
base = "http://nowhere.invalid/nvd"
default = true
licence = "none"
changes = "daily"
limit-mb = 10
[[feed.file]]
path = "nvdcve-2.0-{year}.json.gz"
first-year = 2025
check = "gzip"
meta = "nvdcve-2.0-{year}.meta"
renew-days = 6
[[feed.file]]
path = "nvdcve-2.0-modified.json.gz"
check = "gzip"
meta = "nvdcve-2.0-modified.meta"

[[feed]]
name = "osv"
title = "OSV"
base = "http://nowhere.invalid/osv"
default = true
licence = "none"
changes = "daily"
limit-mb = 10
[[feed.file]]
path = "{each}/all.zip"
each = ["npm", "PyPI"]
check = "zip"

[[feed]]
name = "kev"
title = "KEV"
base = "http://nowhere.invalid/kev"
default = true
licence = "none"
changes = "daily"
limit-mb = 10
[[feed.file]]
path = "known.json"
check = "json"

[[feed]]
name = "api"
title = "NVD by its API"
base = "http://nowhere.invalid/api"
default = false
licence = "none"
changes = "daily"
limit-mb = 10
key = { header = "apiKey", variable = "KEY" }
[[feed.file]]
path = "cves?startIndex={start}"
check = "json"
pages = { size = 2, total = "totalResults", pause-seconds = 6, pause-with-key = 1, since = "&from={from}&to={to}", most-days = 110 }
"#;

pub(crate) fn table() -> Table {
    Table::read(TABLE).unwrap()
}

pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(text.as_bytes()).unwrap();
    to.finish().unwrap()
}

pub(crate) fn zip(name: &str, text: &str) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    to.write_all(text.as_bytes()).unwrap();
    to.finish().unwrap().into_inner()
}

/// The description that NVD puts beside a file.
pub(crate) fn meta(plain: &str, packed: &[u8]) -> String {
    let hex: String = Sha256::digest(plain).iter().map(|byte| format!("{byte:02X}")).collect();
    format!(
        "lastModifiedDate:2026-11-25T03:00:00-05:00\r\nsize:{}\r\nzipSize:1\r\ngzSize:{}\r\nsha256:{hex}\r\n",
        plain.len(),
        packed.len()
    )
}

pub(crate) fn nvd(id: &str, modified: &str) -> String {
    format!(
        r#"{{"format":"NVD_CVE","vulnerabilities":[{{"cve":{{"id":"{id}","sourceIdentifier":"x@y","published":"2025-01-02T00:00:00.000","lastModified":"{modified}T00:00:00.000","vulnStatus":"Analyzed","descriptions":[{{"lang":"en","value":"A flaw."}}],"configurations":[],"references":[]}}}}]}}"#
    )
}

pub(crate) fn osv(id: &str, ecosystem: &str, name: &str) -> String {
    format!(
        r#"{{"schema_version":"1.7.0","id":"{id}","modified":"2026-11-20T00:00:00Z","affected":[{{"package":{{"ecosystem":"{ecosystem}","name":"{name}"}},"versions":["1.0"]}}]}}"#
    )
}

pub(crate) const KEV: &str = r#"{"title":"x","catalogVersion":"2026.11.24","dateReleased":"2026-11-24T00:00:00Z","count":1,"vulnerabilities":[{"cveID":"CVE-2025-0001","vendorProject":"Acme","product":"Pad","vulnerabilityName":"n","dateAdded":"2026-11-24","shortDescription":"d","requiredAction":"Patch","dueDate":"2026-12-15","knownRansomwareCampaignUse":"Unknown","notes":"","cwes":[]}]}"#;

/// All files of a healthy site, by path.
pub(crate) fn site() -> BTreeMap<String, File> {
    let mut files = BTreeMap::new();
    for (name, id, modified) in [
        ("2025", "CVE-2025-0001", "2026-10-01"),
        ("2026", "CVE-2026-0001", "2026-10-02"),
        ("modified", "CVE-2026-0002", "2026-11-24"),
    ] {
        let plain = nvd(id, modified);
        let packed = gzip(&plain);
        files.insert(format!("/nvd/nvdcve-2.0-{name}.meta"), File::new(meta(&plain, &packed)));
        files.insert(format!("/nvd/nvdcve-2.0-{name}.json.gz"), File::new(packed));
    }
    files.insert("/osv/npm/all.zip".to_owned(), File::new(zip("a.json", &osv("GHSA-aaaa", "npm", "pad"))));
    files.insert("/osv/PyPI/all.zip".to_owned(), File::new(zip("b.json", &osv("PYSEC-1", "PyPI", "pad"))));
    files.insert("/kev/known.json".to_owned(), File::new(KEV));
    files
}

/// Waits that were asked for, in seconds.
#[derive(Clone, Default)]
pub(crate) struct Waits(pub(crate) Arc<Mutex<Vec<u64>>>);

impl Pause for Waits {
    fn pause(&self, time: Duration) {
        self.0.lock().unwrap().push(time.as_secs());
    }
}

/// A folder with cache and database, gone when the test ends well.
pub(crate) struct Site {
    folder: PathBuf,
    pub(crate) waits: Waits,
    pub(crate) keys: BTreeMap<String, String>,
}

impl Site {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("vigil-update-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self { folder: path, waits: Waits::default(), keys: BTreeMap::new() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn database(&self) -> Database {
        Database::open(&self.path("vigil.vdb")).unwrap()
    }

    /// Updates from a server on a day; `names` as in `--source`.
    pub(crate) fn update(&self, server: &str, day: Date, names: &[&str]) -> Result<Report, UpdateError> {
        self.updated(server, day, names, false)
    }

    pub(crate) fn updated(
        &self,
        server: &str,
        day: Date,
        names: &[&str],
        rebuild: bool,
    ) -> Result<Report, UpdateError> {
        let table = table();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let settings = Settings { attempts: 2, stall: Duration::from_millis(300), ..Settings::default() };
        let client = Client::new(settings, Box::new(self.waits.clone())).unwrap();
        let base = |feed: &vigil_update::Feed| (feed.name.clone(), format!("{server}/{}", feed.name));
        let job = Job {
            table: &table,
            feeds: table.select(&names).unwrap(),
            bases: table.feeds.iter().map(base).collect(),
            keys: self.keys.clone(),
            cache: &self.path("cache"),
            database: &self.path("vigil.vdb"),
            rebuild,
        };
        update(&Disk { today: day }, &client, &job)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Records of a source; nothing where it is not in the database.
pub(crate) fn records(database: &Database, name: &str) -> Option<u64> {
    database.sources().iter().find(|source| source.name == name).map(|source| source.records)
}

pub(crate) fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
