//! An id that the CVE List rejected stands for no flaw, whatever NVD still says.

use vigil_vulndb::Database;

use crate::support::{CVE, Folder, GHSA, NVD, codes, database, run};

fn rejected() -> String {
    r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-0001","state":"REJECTED","dateUpdated":"2024-02-04T00:00:00Z","dateRejected":"2024-02-04T00:00:00Z"},"containers":{"cna":{"rejectedReasons":[{"lang":"en","value":"Not a flaw."}]}}}"#.to_owned()
}

/// Source, whether it is withdrawn, and whether its own source says so, of every record of the id.
fn standing(database: &Database) -> Vec<(String, bool, bool)> {
    let mut reader = database.reader().unwrap();
    let numbers = database.by_id("CVE-2024-0001").unwrap();
    let mut found = Vec::new();
    for number in numbers {
        let record = reader.record(number).unwrap();
        found.push((record.source.to_string(), record.is_withdrawn(), record.is_cancelled));
    }
    found
}

fn row(source: &str, withdrawn: bool, cancelled: bool) -> (String, bool, bool) {
    (source.to_owned(), withdrawn, cancelled)
}

#[test]
fn a_rejected_id_cancels_the_record_of_nvd_and_keeps_it() {
    let (_folder, database, _) = database(&[("n.json", NVD), ("c.json", &rejected()), ("a.json", GHSA)]);
    // What others say of a flaw of their own id stands.
    assert_eq!(
        standing(&database),
        [row("cve", true, false), row("nvd", true, true), row("ghsa", false, false)]
    );
    assert_eq!(database.lookup_cpe("acme", "left_pad").unwrap().entries.len(), 1);
}

#[test]
fn an_id_in_force_cancels_nothing() {
    let (_folder, database, _) = database(&[("n.json", NVD), ("c.json", CVE)]);
    assert_eq!(standing(&database), [row("cve", false, false), row("nvd", false, false)]);
}

#[test]
fn a_delta_rejects_an_id_and_another_one_takes_that_back() {
    let folder = Folder::new();
    let target = folder.path("vigil.vdb");
    run(&[folder.write("n.json", NVD), folder.write("c.json", CVE)], &target).unwrap();
    run(&[target.clone(), folder.write("r.json", rejected())], &target).unwrap();
    assert_eq!(
        standing(&Database::open(&target).unwrap()),
        [row("cve", true, false), row("nvd", true, true)]
    );
    let again = CVE.replace("2024-02-03", "2024-02-07");
    run(&[target.clone(), folder.write("d.json", again)], &target).unwrap();
    assert_eq!(
        standing(&Database::open(&target).unwrap()),
        [row("cve", false, false), row("nvd", false, false)]
    );
}

#[test]
fn an_override_of_the_reader_stands_beside_a_rejected_id() {
    let own = NVD
        .replacen('{', r#"{"_annotation":{"cve_id":"CVE-2024-0001","by":"psirt","reason":"ours","references":["https://example.org"]},"#, 1);
    let (_folder, database, _) = database(&[("o.json", &own), ("c.json", &rejected())]);
    assert_eq!(standing(&database), [row("cve", true, false), row("overrides", false, false)]);
}

#[test]
fn an_index_of_the_cve_list_is_told_apart_from_its_records() {
    let changes = r#"{"fetchTime":"2024-02-05T00:00:00.000Z","numberOfChanges":1,"new":[],"updated":[{"cveId":"CVE-2024-0001","cveOrgLink":"https://example.org","githubLink":"https://example.org","dateUpdated":"2024-02-04T00:00:00Z"}],"error":[]}"#;
    let log = format!("[{changes},{changes}]");
    let (_folder, database, report) =
        database(&[("delta.json", changes), ("deltaLog.json", &log), ("c.json", CVE)]);
    assert_eq!(codes(&report), ["vulndb.companion"; 2]);
    assert!(!report.is_incomplete());
    assert_eq!((report.refused(), database.record_count()), (0, 1));
}

#[test]
fn the_archive_of_the_cve_list_is_whole_although_it_holds_more_than_records() {
    let changes = r#"{"fetchTime":"2024-02-05T00:00:00.000Z","numberOfChanges":0,"new":[],"updated":[]}"#;
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let entries = [
        ("cvelistV5-main/.github/workflows/update.yml", "on: push\n"),
        ("cvelistV5-main/README.md", "# The CVE List\n"),
        ("cvelistV5-main/cves/delta.json", changes),
        ("cvelistV5-main/cves/2024/0xxx/CVE-2024-0001.json", CVE),
    ];
    for (name, text) in entries {
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut to, text.as_bytes()).unwrap();
    }
    let folder = Folder::new();
    let inputs = [folder.write("main.zip", to.finish().unwrap().into_inner())];
    let report = run(&inputs, &folder.path("v.vdb")).unwrap();
    assert_eq!(codes(&report), ["vulndb.companion"; 2], "{:?}", report.findings);
    assert_eq!(report.used(), 1);
}
