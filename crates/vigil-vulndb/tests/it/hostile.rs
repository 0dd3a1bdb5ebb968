//! Feeds that are broken or made to do harm: refused or read in bounded memory, with file, line, cause and next step.

use std::io::Write as _;
use std::path::PathBuf;

use vigil_base::{Date, Disk};
use vigil_finding::{Finding, Severity};
use vigil_vulndb::{Database, Limits, Options, Report, import};

use crate::support::{EPSS, Folder, GHSA, NVD, codes, run};

/// Imports one feed beside a good one, with little allowed.
fn beside_a_good_one(bytes: impl AsRef<[u8]>, limits: Limits) -> (Report, Database) {
    let folder = Folder::new();
    let inputs = [folder.write("feed.bin", bytes), folder.write("good.json", GHSA)];
    let target = folder.path("v.vdb");
    let options = Options { limits, ..Options::default() };
    let report = import(&Disk { today: Date::constant(2024, 3, 1) }, &inputs, &target, options).unwrap();
    (report, Database::open(&target).unwrap())
}

fn small() -> Limits {
    Limits { record: 1 << 18, unpacked: 1 << 20, ..Limits::default() }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(text).unwrap();
    to.finish().unwrap()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        to.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// An advisory with its number in its id.
fn advisory(number: usize) -> String {
    GHSA.replace("GHSA-aaaa", &format!("GHSA-{number}"))
}

/// The one error, which says everything that a person needs, and which the database remembers.
fn the_error(report: &Report, database: &Database, cause: &str) -> Finding {
    let errors: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{:?}", report.findings);
    let error = errors[0];
    assert!(error.message.contains("feed.bin") || error.subject.contains("feed.bin"), "{}", error.message);
    assert!(error.message.contains(cause), "{} does not say {cause}", error.message);
    assert!(!error.help.is_empty() && error.place.is_some(), "{error:?}");
    assert!(database.by_id("GHSA-aaaa").unwrap().len() == 1, "the good feed is used");
    let doubted = |source: &vigil_vulndb::Source| source.name == "input feed.bin" && source.failed.is_some();
    assert!(database.sources().iter().any(doubted), "the database says that it is not whole");
    error.clone()
}

#[test]
fn a_file_that_unpacks_to_more_than_is_allowed_is_cut_off() {
    let line = advisory(1) + "\n";
    let text = line.repeat((3 << 19) / line.len());
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    for (name, packed) in
        [("gzip", gzip(text.as_bytes())), ("zstd", zstd), ("zip", zip(&[("a", text.as_bytes())]))]
    {
        let (report, database) = beside_a_good_one(packed, small());
        let error = the_error(&report, &database, "unpacks to more than is allowed");
        assert!(error.place.unwrap().line > 1000, "{name}");
        assert_eq!(database.by_id("GHSA-1").unwrap().len(), 1, "{name}: what stands before is used");
    }
}

#[test]
fn a_bomb_of_many_entries_is_cut_off_at_the_sum_of_what_they_unpack_to() {
    let line = advisory(1) + "\n";
    let text = line.repeat((1 << 17) / line.len());
    let names: Vec<String> = (0..20).map(|number| format!("{number}.json")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), text.as_bytes())).collect();
    let (report, database) = beside_a_good_one(zip(&entries), small());
    assert!(report.is_incomplete());
    let says = |finding: &Finding| finding.message.contains("unpacks to more than is allowed");
    assert!(report.findings.iter().any(says), "{:?}", report.findings);
    assert_eq!(database.record_count(), 2);
    let limits = Limits { entries: 5, ..Limits::default() };
    let (report, database) = beside_a_good_one(zip(&entries), limits);
    the_error(&report, &database, "more than 5 entries");
}

#[test]
fn nesting_that_exhausts_the_stack_elsewhere_is_refused_with_its_line() {
    let nodes = format!("{}{}", r#"{"nodes":["#.repeat(1000), "]}".repeat(1000));
    let deep = NVD.replacen(r#"{"nodes":"#, &format!(r#"{nodes},{{"nodes":"#), 1);
    assert_ne!(deep, NVD);
    // In a file of lines one record is refused; in a list the text cannot be read on.
    let text = format!("{}\n{deep}\n{}", advisory(1), advisory(2));
    let (report, database) = beside_a_good_one(text, Limits::default());
    assert_eq!(codes(&report), ["vulndb.record-refused"]);
    let finding = &report.findings[0];
    assert_eq!(finding.place.as_ref().unwrap().line, 2);
    assert!(finding.message.contains("recursion limit"), "{}", finding.message);
    assert_eq!(database.record_count(), 3);
    let (report, database) = beside_a_good_one(format!("[\n{}", "[".repeat(1 << 20)), Limits::default());
    let error = the_error(&report, &database, "nested deeper than 120 levels");
    assert_eq!(error.place.unwrap().line, 2);
}

#[test]
fn a_text_longer_than_a_record_may_be_is_refused_with_its_line() {
    let long = "x".repeat(1 << 20);
    let lines = format!("{}\n{{\"id\":\"{long}\"}}\n", advisory(1));
    let list = format!("{{\"vulnerabilities\":[\n{{\"cve\":{{\"id\":\"{long}\"}}}}]}}");
    let key = format!("{{\"vulnerabilities\":[],\n\"{long}\":1}}");
    for (text, line) in [(lines, 2), (list, 2), (key, 2)] {
        let (report, database) = beside_a_good_one(text, small());
        let error = the_error(&report, &database, "a record is longer than 262144 bytes");
        assert_eq!(error.place.unwrap().line, line);
    }
}

#[test]
fn more_records_than_any_feed_has_are_not_taken() {
    let text: String = (0..300).map(|number| advisory(number) + "\n").collect();
    let limits = Limits { records: 100, ..Limits::default() };
    let (report, database) = beside_a_good_one(text, limits);
    the_error(&report, &database, "more than 100 records");
    assert_eq!(database.record_count(), 101);
    let rows: String = (0..300).map(|number| format!("CVE-2024-{number},0.1,0.1\n")).collect();
    let (report, database) = beside_a_good_one(format!("{EPSS}{rows}"), limits);
    the_error(&report, &database, "more than 100 records");
}

#[test]
fn a_file_that_was_cut_off_says_so_and_what_stands_before_is_used() {
    let text: String = (0..3000).map(|number| advisory(number) + "\n").collect();
    let (whole, zstd) = (gzip(text.as_bytes()), zstd::encode_all(text.as_bytes(), 1).unwrap());
    for packed in [whole, zstd] {
        let (report, database) = beside_a_good_one(&packed[..packed.len() / 2], Limits::default());
        let error = the_error(&report, &database, "it is cut off before its end");
        assert!(error.place.unwrap().line > 1);
        assert!((2..3000).contains(&database.record_count()), "{}", database.record_count());
    }
    // A table too: half of the scores of a day are not the scores of the day.
    let rows: String = (0..9000).map(|number| format!("CVE-2024-{number},0.{number},0.1\n")).collect();
    let packed = gzip(format!("{EPSS}{rows}").as_bytes());
    let (report, database) = beside_a_good_one(&packed[..packed.len() / 2], Limits::default());
    the_error(&report, &database, "it is cut off before its end");
}

#[test]
fn garbage_in_the_middle_of_a_file_of_lines_costs_its_lines_only() {
    let good = |number: usize| advisory(number).into_bytes();
    let lines: [&[u8]; 8] = [
        &[good(1), good(6), good(7)].join(&b'\n'),
        b"\x00\xff\xfe\x80 garbage }{\"[",
        &good(2),
        b"{\"id\":\"GHSA-3\",\"modified\":\"2024",
        b"\"",
        &good(4),
        b"{\"id\":\"\xff\",\"modified\":\"2024-01-01T00:00:00Z\",\"affected\":[]}",
        &good(5),
    ];
    let (report, database) = beside_a_good_one(lines.join(&b'\n'), Limits::default());
    let places: Vec<u32> =
        report.findings.iter().map(|finding| finding.place.as_ref().unwrap().line).collect();
    assert_eq!(places, [4, 6, 7, 9], "{:?}", report.findings);
    assert!(report.findings.iter().all(|finding| !finding.help.is_empty()));
    assert_eq!((report.refused(), database.record_count()), (4, 7));
}

#[test]
fn one_id_again_and_again_is_one_record() {
    let folder = Folder::new();
    let states: String = (0..2000)
        .map(|day| NVD.replace("2024-02-05T00", &format!("2024-02-05T{:02}", day % 24)) + "\n")
        .collect();
    let inputs: Vec<PathBuf> = vec![folder.write("feed.jsonl", states)];
    let target = folder.path("v.vdb");
    let report = run(&inputs, &target).unwrap();
    assert_eq!(report.superseded.get("nvd"), Some(&1999));
    let database = Database::open(&target).unwrap();
    let mut reader = database.reader().unwrap();
    assert_eq!(database.record_count(), 1);
    assert_eq!(reader.record(0).unwrap().modified.as_str(), "2024-02-05T23:00:00.000");
}

#[test]
fn one_advisory_with_another_package_each_time_takes_no_longer_than_as_many_advisories() {
    let folder = Folder::new();
    let states: String =
        (0..6000).map(|number| GHSA.replace("left-pad", &format!("pad-{number}")) + "\n").collect();
    let target = folder.path("v.vdb");
    // Joined one by one these would be 18 million entries.
    run(&[folder.write("feed.jsonl", states)], &target).unwrap();
    let database = Database::open(&target).unwrap();
    assert_eq!((database.record_count(), database.entry_count()), (1, 6000));
    assert_eq!(database.lookup_package("npm", "pad-5999").unwrap().entries.len(), 1);
}

/// `cargo test --release -p vigil-vulndb --test it -- --ignored --nocapture two_gigabytes`, under `/usr/bin/time -v` for
/// the memory: what is not kept of a record costs none.
#[test]
#[ignore = "takes a minute and more in a build for tests"]
fn two_gigabytes_in_one_packed_feed_are_read_in_bounded_memory() {
    let folder = Folder::new();
    let path = folder.path("feed.jsonl.zst");
    let mut to = zstd::Encoder::new(std::fs::File::create(&path).unwrap(), 1).unwrap();
    let noise = "x".repeat(1 << 20);
    for number in 0..2100 {
        let line = advisory(number).replacen('{', &format!("{{\"details\":\"{noise}\","), 1);
        writeln!(to, "{line}").unwrap();
    }
    // A text of 100 MB ends what is read of the file.
    write!(to, "{{\"id\":\"{}\"}}", "y".repeat(100 << 20)).unwrap();
    to.finish().unwrap();
    println!("{} bytes packed", path.metadata().unwrap().len());
    let target = folder.path("v.vdb");
    let report = run(&[path], &target).unwrap();
    assert_eq!(codes(&report), ["vulndb.cut-short"]);
    assert_eq!(report.findings[0].place.as_ref().unwrap().line, 2101);
    assert_eq!(Database::open(&target).unwrap().record_count(), 2100);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("peak memory: {}", peak.map_or("unknown", str::trim));
}
