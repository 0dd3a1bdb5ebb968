//! Every shape that a feed comes in, and everything that is wrong with one.

use std::io::Write as _;

use vigil_vulndb::{Database, ImportError};

use crate::support::{EPSS, Folder, GHSA, GHSA_OLDER, KEV, NVD, codes, database, run};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(text).unwrap();
    to.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 1).unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        to.append_data(&mut header, name, *text).unwrap();
    }
    to.into_inner().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        to.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn one_record_comes_in_by_every_shape_and_gives_the_same_bytes() {
    let nvd = format!(
        "{{\"resultsPerPage\":1,\"format\":\"NVD_CVE\",\"version\":\"2.0\",\"vulnerabilities\":[{NVD}]}}"
    );
    let bare = NVD.strip_prefix("{\"cve\":").unwrap().strip_suffix('}').unwrap();
    let pretty: serde_json::Value = serde_json::from_str(&nvd).unwrap();
    let pretty = serde_json::to_string_pretty(&pretty).unwrap();
    let shapes: Vec<(&str, Vec<u8>)> = vec![
        ("page", nvd.clone().into_bytes()),
        ("pretty page", pretty.into_bytes()),
        ("item", NVD.into()),
        ("bare record", bare.into()),
        ("array", format!("[{NVD}]").into_bytes()),
        ("lines", format!("{NVD}\n\n{NVD}\n").into_bytes()),
        ("gzip", gzip(nvd.as_bytes())),
        ("zstd lines", zstd(NVD.as_bytes())),
        ("tar.gz", gzip(&tar(&[("a/cve.json", NVD.as_bytes())]))),
        ("tar.zst of gzip", zstd(&tar(&[("a/cve.json.gz", &gzip(NVD.as_bytes()))]))),
        ("zip", zip(&[("x/cve.json", NVD.as_bytes())])),
        ("zip in gzip", gzip(&zip(&[("x/cve.json", bare.as_bytes())]))),
    ];
    let mut expected = None;
    for (name, bytes) in shapes {
        let folder = Folder::new();
        // The name says nothing: content is detected.
        let input = folder.write("feed.bin", bytes);
        let target = folder.path("out/vigil.vdb");
        let report = run(&[input], &target).unwrap();
        assert!(report.findings.is_empty(), "{name}: {:?}", report.findings);
        let made = std::fs::read(&target).unwrap();
        assert_eq!(expected.get_or_insert_with(|| made.clone()), &made, "{name}");
    }
}

#[test]
fn the_order_of_inputs_and_the_number_of_deltas_do_not_change_a_byte() {
    let folder = Folder::new();
    let ghsa = folder.write("a.json", GHSA);
    let older = folder.write("b.json", GHSA_OLDER);
    let nvd = folder.write("c.json", format!("{{\"vulnerabilities\":[{NVD}]}}"));
    let epss = folder.write("d.csv", EPSS);
    let kev = folder.write("e.json", KEV);
    let all = folder.path("all.vdb");
    run(&[ghsa.clone(), older.clone(), nvd.clone(), epss.clone(), kev.clone()], &all).unwrap();
    // Other names, so that the files are read in another order.
    let turned = folder.path("turned.vdb");
    let (first, last) = (folder.write("0.json", GHSA_OLDER), folder.write("9.json", GHSA));
    run(&[kev.clone(), last, epss.clone(), nvd.clone(), first], &turned).unwrap();
    assert_eq!(std::fs::read(&all).unwrap(), std::fs::read(&turned).unwrap());

    let first = folder.path("first.vdb");
    run(&[older, kev], &first).unwrap();
    let second = folder.path("second.vdb");
    run(&[first, ghsa, nvd], &second).unwrap();
    // Onto itself, as an update does.
    run(&[second.clone(), epss], &second).unwrap();
    assert_eq!(std::fs::read(&all).unwrap(), std::fs::read(&second).unwrap());
}

#[test]
fn the_newer_state_of_a_record_stays() {
    let (_folder, database, report) = database(&[("0.json", GHSA), ("1.json", GHSA_OLDER)]);
    assert_eq!(report.superseded.get("ghsa"), Some(&1));
    let numbers = database.by_id("GHSA-aaaa").unwrap();
    let mut reader = database.reader().unwrap();
    assert_eq!(reader.record(numbers[0]).unwrap().summary.as_str(), "Left pads too far");
}

#[test]
fn what_cannot_be_used_is_reported_with_file_and_line() {
    let bad = format!("{GHSA}\n{{\"id\":\"GHSA-x\",\"affected\":[]}}\nnot json\n{{\"hello\":1}}\n");
    let (_folder, _, report) = database(&[("feed.jsonl", &bad)]);
    let lines: Vec<u32> =
        report.findings.iter().map(|finding| finding.place.as_ref().unwrap().line).collect();
    assert_eq!(lines, [2, 3, 4], "{:?}", report.findings);
    assert_eq!(report.refused(), 3);
    assert!(report.is_incomplete());
}

#[test]
fn every_file_that_is_no_feed_is_reported() {
    let table: [(&str, Vec<u8>, &str); 10] = [
        ("empty", Vec::new(), "vulndb.unreadable"),
        ("page.html", b"<html></html>".to_vec(), "vulndb.unreadable"),
        ("x.xz", vec![0xfd, b'7', b'z', b'X', b'Z', 0, 0], "vulndb.unreadable"),
        ("cut.gz", gzip(NVD.as_bytes())[..40].to_vec(), "vulndb.unreadable"),
        ("cut.json", b"{\"vulnerabilities\":[{\"cve\":".to_vec(), "vulndb.cut-short"),
        ("a.meta", b"lastModifiedDate:2024\n".to_vec(), "vulndb.companion"),
        (
            "cve5.json",
            br#"{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-1"}}"#.to_vec(),
            "vulndb.record-refused",
        ),
        (
            "csaf.json",
            br#"{"document":{"csaf_version":"2.0"},"vulnerabilities":[{"cve":"CVE-2024-1"}]}"#.to_vec(),
            "vulndb.record-refused",
        ),
        ("secdb.json", br#"{"distroversion":"","packages":[]}"#.to_vec(), "vulndb.record-refused"),
        ("vex.json", br#"{"@context":"x","statements":[]}"#.to_vec(), "vulndb.unsupported-feed"),
    ];
    for (name, bytes, code) in table {
        let folder = Folder::new();
        let inputs = [folder.write("good.json", GHSA), folder.write(name, bytes)];
        let report = run(&inputs, &folder.path("v.vdb")).unwrap();
        assert_eq!(codes(&report), [code], "{name}: {:?}", report.findings);
        let said = format!("{} {}", report.findings[0].message, report.findings[0].subject);
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn a_folder_is_walked_and_a_missing_path_is_reported() {
    let folder = Folder::new();
    folder.write("in/deep/er/a.json", GHSA);
    let report = run(&[folder.path("in"), folder.path("absent")], &folder.path("v.vdb")).unwrap();
    assert_eq!(report.used(), 1);
    assert_eq!(codes(&report), ["vulndb.unreadable"]);
}

#[test]
fn nothing_usable_writes_no_database() {
    let folder = Folder::new();
    let input = folder.write("x.json", "{}");
    let target = folder.path("v.vdb");
    let Err(ImportError::Empty { report, .. }) = run(&[input], &target) else { panic!("no database") };
    assert_eq!(codes(&report), ["vulndb.record-refused"]);
    assert!(!target.exists());
}

#[test]
fn a_page_with_fewer_records_than_it_states_is_reported() {
    let page = format!("{{\"resultsPerPage\":3,\"vulnerabilities\":[{NVD}]}}");
    let (_folder, _, report) = database(&[("page.json", &page)]);
    assert_eq!(codes(&report), ["vulndb.incomplete"]);
}

#[test]
fn the_newest_catalogue_and_scores_are_kept() {
    let old_kev = KEV.replace("2024-02-10", "2023-01-01").replace("CVE-2024-0001", "CVE-2023-9999");
    let old_epss = EPSS.replace("2024-02-11", "2023-01-01").replace("0.94321", "0.00001");
    let feeds =
        [("0.json", KEV), ("1.json", &old_kev), ("0.csv", EPSS), ("1.csv", &old_epss), ("n.json", NVD)];
    let (_folder, database, report) = database(&feeds);
    assert_eq!(codes(&report), ["vulndb.superseded"; 2]);
    assert!(database.kev("CVE-2024-0001").unwrap().unwrap().ransomware);
    assert!(database.kev("CVE-2023-9999").unwrap().is_none());
    assert_eq!(database.epss("CVE-2024-0001").unwrap().score, 94_321);
    assert_eq!(database.epss("CVE-2024-0002"), None);
}

#[test]
fn the_table_form_of_the_catalogue_is_read() {
    let rows = "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes\nCVE-2024-0001,Acme,\"Pad, left\",n,2024-02-09,\"two\nlines\",Patch,2024-03-01,Unknown,,\nCVE-2024-2,short\n";
    let (_folder, database, report) = database(&[("kev.csv", rows), ("n.json", NVD)]);
    let kev = database.kev("CVE-2024-0001").unwrap().unwrap();
    assert_eq!((kev.product.as_str(), kev.ransomware), ("Acme Pad, left", false));
    assert_eq!(codes(&report), ["vulndb.record-refused"]);
    assert_eq!(report.findings[0].place.as_ref().unwrap().line, 4);
}

#[test]
fn a_record_that_unpacks_beyond_the_limits_is_refused() {
    let folder = Folder::new();
    let bomb = folder.write("bomb.gz", gzip(&gzip(&gzip(&gzip(&gzip(&gzip(NVD.as_bytes())))))));
    let good = folder.write("good.json", GHSA);
    let report = run(&[bomb, good], &folder.path("v.vdb")).unwrap();
    assert_eq!(codes(&report), ["vulndb.unreadable"]);
    assert!(report.findings[0].message.contains("packed more than"), "{}", report.findings[0].message);
}

#[test]
fn an_older_database_can_be_an_input() {
    let (folder, _, _) = database(&[("a.json", GHSA), ("e.csv", EPSS)]);
    let merged = folder.path("merged.vdb");
    let report = run(&[folder.path("vigil.vdb"), folder.write("n.json", NVD)], &merged).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    let database = Database::open(&merged).unwrap();
    assert_eq!(database.by_id("CVE-2024-0001").unwrap().len(), 2);
}
