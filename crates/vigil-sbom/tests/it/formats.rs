//! The table of `docs/formats.md`: what is read of the specifications' own test files and of SBOMs from the wild.
//!
//! `UPDATE_DOCS=1` writes it; without, it is compared with the document where the files are those of the last run that
//! wrote it, and printed in any case.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::Digest;
use vigil_finding::Severity;
use vigil_sbom::{ReadError, read};

use crate::data::{files, folder, name};

/// What became of the files of one format.
#[derive(Default)]
struct Row {
    quiet: usize,
    reported: usize,
    refused: usize,
    packages: usize,
}

#[test]
fn the_table_of_formats_can_be_made_and_nothing_valid_is_refused() {
    let Some(root) = folder("sbom") else { return };
    let mut tables: BTreeMap<(&str, String), Row> = BTreeMap::new();
    let mut refused = Vec::new();
    let others = ["medical", "csaf-vex/cyclonedx-vex"].map(folder);
    let mut all = String::new();
    for path in others.into_iter().flatten().chain([root]).flat_map(|folder| files(&folder)) {
        let bytes = std::fs::read(&path).unwrap();
        let file = name(&path);
        all.push_str(&format!("{file} {}\n", Digest::of_bytes(&bytes).hex()));
        let (format, outcome, packages) = outcome(&bytes, &file);
        let sort = sort(&path, &file);
        if outcome == 2 && sort != "invalid" && !format.contains("not read") {
            refused.push(format!("{}: {}", path.display(), read(&bytes, &file).unwrap_err()));
        }
        let row = tables.entry((sort, format)).or_default();
        row.packages += packages;
        *[&mut row.quiet, &mut row.reported, &mut row.refused][outcome] += 1;
    }
    let text = written(&tables);
    println!("{text}");
    assert!(!refused.iter().any(|line| line.contains("/valid-")), "{refused:#?}");
    for line in &refused {
        println!("refused: {line}");
    }
    update(&text, &Digest::of_bytes(all.as_bytes()).hex());
    assert!(!tables.is_empty());
}

/// What the folder or the name says a file is.
fn sort(path: &Path, file: &str) -> &'static str {
    let is_spec = path.components().any(|part| part.as_os_str() == "cyclonedx-spec-tests");
    match (is_spec, file.starts_with("valid-")) {
        (true, true) => "valid",
        (true, false) => "invalid",
        (false, _) => "wild",
    }
}

/// The format, what became of the file (0: read, nothing above a note; 1: read and reported; 2: refused), packages.
fn outcome(bytes: &[u8], file: &str) -> (String, usize, usize) {
    match read(bytes, file) {
        Ok(reading) => {
            let odd = |severity: Severity| severity > Severity::Note;
            let found = reading
                .findings
                .iter()
                .any(|finding| odd(finding.severity) && finding.code != "sbom.no-primary");
            (reading.sbom.format.name().to_owned(), usize::from(found), reading.sbom.all_packages().count())
        }
        Err(ReadError::Unsupported { format, .. }) => (format!("{} (not read)", format.name()), 2, 0),
        Err(ReadError::NotAnSbom { .. } | ReadError::Empty { .. }) => {
            ("(no SBOM, not read)".to_owned(), 2, 0)
        }
        Err(_) => ("(broken)".to_owned(), 2, 0),
    }
}

fn written(tables: &BTreeMap<(&str, String), Row>) -> String {
    let mut text = String::from(
        "| Files | Format | Read, nothing to report | Read and reported | Refused | Packages |\n|---|---|---|---|---|---|\n",
    );
    for ((sort, format), row) in tables {
        let what = match *sort {
            "valid" => "CycloneDX tests, valid",
            "invalid" => "CycloneDX tests, invalid",
            _ => "collected SBOMs",
        };
        let Row { quiet, reported, refused, packages } = row;
        text.push_str(&format!("| {what} | {format} | {quiet} | {reported} | {refused} | {packages} |\n"));
    }
    text
}

/// Compares the table with the one between the two marks in `docs/formats.md`, if that is of the same files; writes it when
/// that is asked for.
#[expect(clippy::disallowed_methods, reason = "a test may ask the environment what it is to do")]
fn update(table: &str, files: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- table: begin -->\n", "<!-- table: end -->");
    let (head, rest) = text.split_once(begin).expect("the document has the mark where the table begins");
    let (known, tail) = rest.split_once(end).expect("the document has the mark where the table ends");
    if std::env::var("UPDATE_DOCS").is_ok() {
        std::fs::write(&path, format!("{head}{begin}<!-- of the files {files} -->\n\n{table}\n{end}{tail}"))
            .unwrap();
    } else if known.contains(files) {
        assert!(known.contains(table), "docs/formats.md is not of this reader; see there how it is written");
    }
}
