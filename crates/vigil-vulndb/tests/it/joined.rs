//! An advisory that dumps split by ecosystem is one record with the packages of all.

use crate::support::{Folder, GHSA, run};
use vigil_vulndb::Database;

/// The same advisory as another ecosystem's dump has it.
fn of(ecosystem: &str, name: &str) -> String {
    GHSA.replace(
        r#""ecosystem":"npm","name":"left-pad""#,
        &format!(r#""ecosystem":"{ecosystem}","name":"{name}""#),
    )
}

#[test]
fn an_advisory_split_by_ecosystem_keeps_the_packages_of_each() {
    let folder = Folder::new();
    let (npm, gem, pip) = (
        folder.write("a.json", GHSA),
        folder.write("b.json", of("RubyGems", "left_pad")),
        folder.write("c.json", of("PyPI", "leftpad")),
    );
    let all = folder.path("all.vdb");
    run(&[npm.clone(), gem.clone(), pip.clone()], &all).unwrap();
    let database = Database::open(&all).unwrap();
    assert_eq!(database.record_count(), 1);
    for (ecosystem, name) in [("npm", "left-pad"), ("RubyGems", "left_pad"), ("PyPI", "leftpad")] {
        assert_eq!(database.lookup_package(ecosystem, name).unwrap().entries.len(), 1, "{ecosystem}");
    }
    // The order does not matter, nor does a database between, nor reading the same dump again.
    let turned = folder.path("turned.vdb");
    let names = [
        ("0.json", of("PyPI", "leftpad")),
        ("1.json", GHSA.to_owned()),
        ("2.json", of("RubyGems", "left_pad")),
    ];
    let files: Vec<_> = names.iter().map(|(name, text)| folder.write(name, text)).collect();
    run(&files, &turned).unwrap();
    let stepwise = folder.path("stepwise.vdb");
    run(&[gem, npm], &stepwise).unwrap();
    run(&[stepwise.clone(), pip.clone()], &stepwise).unwrap();
    run(&[stepwise.clone(), pip], &stepwise).unwrap();
    let bytes = |path| std::fs::read(path).unwrap();
    assert_eq!(bytes(&all), bytes(&turned));
    assert_eq!(bytes(&all), bytes(&stepwise));
}

#[test]
fn a_later_state_takes_packages_away() {
    let folder = Folder::new();
    let later = of("PyPI", "leftpad").replace("2024-02-01T00:00:00Z", "2024-02-02T00:00:00Z");
    let target = folder.path("all.vdb");
    run(&[folder.write("a.json", GHSA), folder.write("b.json", later)], &target).unwrap();
    let database = Database::open(&target).unwrap();
    assert!(database.lookup_package("npm", "left-pad").unwrap().entries.is_empty());
    assert_eq!(database.lookup_package("PyPI", "leftpad").unwrap().entries.len(), 1);
}
