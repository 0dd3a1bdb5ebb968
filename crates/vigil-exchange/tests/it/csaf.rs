use std::path::Path;

use vigil_exchange::csaf;

use crate::data::files;

#[test]
fn every_real_advisory_is_read_and_every_status_names_a_product_of_its_tree() {
    let mut read = 0;
    let all = files("csaf-vex/cisa-icsma", ".json").into_iter().chain(files("csaf-vex/redhat-csaf", ".json"));
    for path in all {
        let text = std::fs::read_to_string(&path).unwrap();
        let document = csaf::read(&text).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        let products = document.products();
        assert!(!document.document.publisher.name.is_empty());
        for flaw in &document.vulnerabilities {
            for id in flaw.product_status.values().flatten() {
                assert!(products.contains_key(id), "{}: {id}", path.display());
            }
        }
        read += 1;
    }
    eprintln!("{read} advisories read");
}

/// The answer keys of the standard break rules of content on purpose; a reader of plain data needs only the shape.
#[test]
fn no_document_of_the_standards_own_tests_makes_the_reader_panic() {
    let (mut good, mut refused) = (0, Vec::new());
    for path in files("csaf-vex/oasis", ".json") {
        let shown = path.to_string_lossy();
        if !shown.contains("/test/validator/data/") || is_key(&path) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        match csaf::read(&text) {
            Ok(document) => {
                good += 1;
                let _ = document.products();
            }
            Err(cause) => refused.push(format!("{}: {cause}", path.display())),
        }
    }
    eprintln!("{good} read, {} refused\n{}", refused.len(), refused.join("\n"));
    assert!(refused.len() * 20 <= good, "too many are refused");
}

fn is_key(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == "testcases.json" || name.to_string_lossy().ends_with(".result.json"))
}
