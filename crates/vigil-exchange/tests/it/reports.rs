use std::collections::BTreeSet;
use std::path::Path;

use vigil_exchange::Report;

/// First inputs teach a fuzzer only where they get through the reader.
#[test]
fn every_first_input_of_the_fuzzer_is_a_report_and_each_format_is_among_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/report");
    let mut formats = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let format = match vigil_exchange::read(&std::fs::read(&path).unwrap()) {
            Ok(Report::Junit(cases)) if !cases.is_empty() => "JUnit",
            Ok(Report::Sarif(runs)) if !runs.is_empty() => "SARIF",
            Ok(Report::Fuzz(targets)) if targets[0].fuzzer == "libFuzzer" => "libFuzzer",
            Ok(Report::Fuzz(targets)) if !targets.is_empty() => "AFL++",
            Ok(Report::Protocol(protocol)) if !protocol.findings.is_empty() => "protocol",
            other => panic!("{}: {other:?}", path.display()),
        };
        formats.insert(format);
    }
    assert_eq!(formats.into_iter().collect::<Vec<_>>(), ["AFL++", "JUnit", "SARIF", "libFuzzer", "protocol"]);
}
