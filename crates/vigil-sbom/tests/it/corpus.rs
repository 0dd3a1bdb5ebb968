//! Files of other people: the tests of the specification and SBOMs from the wild.

use std::collections::BTreeMap;

use vigil_finding::Severity;
use vigil_sbom::{ReadError, read};

use crate::data::{files, folder, is_text_form, name};

/// The reason why a file is not accepted silently: the refusal or the first finding that is more than a note.
/// "No primary component" is true of nearly all files of the specification, valid or not.
fn reason(bytes: &[u8], file: &str) -> Option<String> {
    let findings = match read(bytes, file) {
        Err(error) => return Some(error.finding().code),
        Ok(reading) => reading.findings,
    };
    let mut weighty = findings.into_iter().filter(|finding| finding.severity > Severity::Note);
    let found = weighty.find(|finding| finding.code != "sbom.no-primary")?;
    Some(format!("{} {}", found.code, found.message))
}

#[test]
fn every_valid_file_of_the_specification_is_read_and_breaks_no_rule() {
    let Some(folder) = folder("sbom/cyclonedx-spec-tests") else { return };
    let mut count = 0;
    for path in files(&folder) {
        let file = name(&path);
        if !(file.starts_with("valid-") && is_text_form(&path)) {
            continue;
        }
        let reading = read(&std::fs::read(&path).unwrap(), &file).unwrap_or_else(|error| panic!("{error}"));
        let wrong: Vec<_> = reading
            .findings
            .iter()
            .filter(|finding| finding.severity > Severity::Note && finding.code != "sbom.no-primary")
            .filter(|finding| {
                !KNOWN_ODD.iter().any(|(odd, code)| file.starts_with(odd) && finding.code == *code)
            })
            .map(|finding| format!("{file}: {} {}", finding.code, finding.message))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        count += 1;
    }
    println!("{count} valid files of the specification read");
    assert!(count > 0);
}

/// Valid by the schema, odd all the same, and rightly reported.
/// In these a purl states another version than its component.
/// The signatures of the specification's examples are made up, but for that of 1.4.
const KNOWN_ODD: &[(&str, &str)] = &[
    ("valid-compositions-", "sbom.purl-version"),
    ("valid-signatures-", "sbom.signature-wrong"),
    ("valid-xml-signature-", "sbom.signature-not-checked"),
];

#[test]
fn invalid_files_of_the_specification_are_refused_or_reported() {
    let Some(folder) = folder("sbom/cyclonedx-spec-tests") else { return };
    let (mut told, mut silent) = (BTreeMap::new(), Vec::new());
    for path in files(&folder) {
        let file = name(&path);
        if !(file.starts_with("invalid-") && is_text_form(&path)) {
            continue;
        }
        match reason(&std::fs::read(&path).unwrap(), &file) {
            Some(reason) => drop(told.insert(file, reason)),
            None => silent.push(file),
        }
    }
    println!(
        "{} invalid files refused or reported, {} accepted silently: {silent:?}",
        told.len(),
        silent.len()
    );
    for (file, reason) in &told {
        println!("  {file}: {reason}");
    }
    assert!(silent.is_empty(), "{silent:?}");
    assert!(!told.is_empty());
}

#[test]
fn every_file_of_the_wild_is_read_or_refused_with_its_format() {
    let Some(folder) = folder("sbom") else { return };
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    let mut packages = 0;
    for path in files(&folder) {
        let file = name(&path);
        let bytes = std::fs::read(&path).unwrap();
        let outcome = match read(&bytes, &file) {
            Ok(reading) => {
                packages += reading.sbom.packages.len();
                let worst = reading.findings.iter().map(|finding| finding.severity).max();
                format!("read, worst finding {}", worst.map_or("none", Severity::word))
            }
            Err(ReadError::Unsupported { format, .. }) => format!("refused as {}", format.name()),
            Err(error) => format!("refused: {}", error.finding().code),
        };
        *outcomes.entry(outcome).or_default() += 1;
    }
    println!("{packages} packages; {outcomes:#?}");
    assert!(packages > 0);
}

#[test]
fn every_cyclonedx_json_of_the_wild_that_is_json_is_read() {
    let Some(folder) = folder("sbom") else { return };
    let mut count = 0;
    for path in files(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&bytes) else { continue };
        let version = value["specVersion"].as_str().unwrap_or("");
        if value["bomFormat"] != "CycloneDX" || !["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"].contains(&version)
        {
            continue;
        }
        let reading = read(&bytes, &name(&path)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(reading.sbom.original.tree(), value);
        count += 1;
    }
    println!("{count} CycloneDX JSON files read");
    assert!(count > 0);
}
