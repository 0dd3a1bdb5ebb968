//! Small feeds written by hand, and databases made from them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use vigil_base::{Date, Disk};
use vigil_vulndb::{Database, ImportError, Options, Report, import};

pub(crate) const GHSA: &str = r#"{"schema_version":"1.4.0","id":"GHSA-aaaa","modified":"2024-02-01T00:00:00Z","published":"2024-01-02T00:00:00Z","aliases":["CVE-2024-0001"],"summary":"Left pads too far","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":{"ecosystem":"npm","name":"left-pad"},"ranges":[{"type":"SEMVER","events":[{"introduced":"1.0.0"},{"fixed":"1.3.0"}]}]}],"references":[{"type":"FIX","url":"https://example.org/fix"}],"database_specific":{"cwe_ids":["CWE-120"]}}"#;
pub(crate) const GHSA_OLDER: &str = r#"{"schema_version":"1.4.0","id":"GHSA-aaaa","modified":"2024-01-15T00:00:00Z","summary":"An older state","affected":[]}"#;
pub(crate) const WITHDRAWN: &str = r#"{"id":"GHSA-bbbb","modified":"2024-03-01T00:00:00Z","withdrawn":"2024-03-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"left-pad"},"versions":["1.1.0"]}]}"#;
pub(crate) const NVD: &str = r#"{"cve":{"id":"CVE-2024-0001","sourceIdentifier":"x@y","published":"2024-01-02T00:00:00.000","lastModified":"2024-02-05T00:00:00.000","vulnStatus":"Analyzed","descriptions":[{"lang":"en","value":"A flaw."}],"metrics":{"cvssMetricV31":[{"source":"nvd@nist.gov","type":"Primary","cvssData":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8}}]},"configurations":[{"nodes":[{"operator":"OR","negate":false,"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:acme:left_pad:*:*:*:*:*:*:*:*","versionEndExcluding":"1.3.0","matchCriteriaId":"X"},{"vulnerable":false,"criteria":"cpe:2.3:o:acme:beside_os:-:*:*:*:*:*:*:*","matchCriteriaId":"Y"}]}]}],"references":[]}}"#;
pub(crate) const KEV: &str = r#"{"title":"x","catalogVersion":"2024.02.10","dateReleased":"2024-02-10T00:00:00Z","count":1,"vulnerabilities":[{"cveID":"CVE-2024-0001","vendorProject":"Acme","product":"Pad","vulnerabilityName":"n","dateAdded":"2024-02-09","shortDescription":"d","requiredAction":"Patch","dueDate":"2024-03-01","knownRansomwareCampaignUse":"Known","notes":"","cwes":[]}]}"#;
pub(crate) const EPSS: &str = "#model_version:v2025.03.14,score_date:2024-02-11T00:00:00+0000\ncve,epss,percentile\nCVE-2024-0001,0.94321,0.99900\n";

/// A folder that vanishes with the test.
pub(crate) struct Folder(pub(crate) TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

pub(crate) fn run(inputs: &[PathBuf], target: &Path) -> Result<Report, ImportError> {
    import(&Disk { today: Date::constant(2024, 3, 1) }, inputs, target, Options::default())
}

/// A database from feeds by name.
pub(crate) fn database(feeds: &[(&str, &str)]) -> (Folder, Database, Report) {
    let folder = Folder::new();
    let inputs: Vec<PathBuf> =
        feeds.iter().map(|(name, text)| folder.write(&format!("in/{name}"), text)).collect();
    let target = folder.path("vigil.vdb");
    let report = run(&inputs, &target).unwrap();
    let database = Database::open(&target).unwrap();
    (folder, database, report)
}

pub(crate) fn codes(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.code.as_str()).collect()
}
pub(crate) const CVE: &str = r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-0001","state":"PUBLISHED","datePublished":"2024-01-02T00:00:00Z","dateUpdated":"2024-02-03T00:00:00Z"},"containers":{"cna":{"descriptions":[{"lang":"en","value":"A flaw."}],"affected":[{"vendor":"Acme Inc.","product":"Left Pad","collectionURL":"https://www.npmjs.example","packageName":"left-pad","repo":"https://example.org/acme/pad.git","programFiles":["src/pad.c"],"cpes":["cpe:2.3:a:acme:left_pad:*:*:*:*:*:*:*:*"],"versions":[{"version":"1.0","status":"affected","lessThan":"2.0"}]}]}}}"#;
