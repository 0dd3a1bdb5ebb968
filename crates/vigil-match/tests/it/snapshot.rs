//! The snapshot comes back as it was written, and tells what changed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use vigil_base::{Digest, Memory, World};
use vigil_match::{Matching, Snapshot, SnapshotError, State, diff};

use crate::support::*;

fn matching(version: &str) -> Matching {
    let (_folder, database) = database(&[
        osv(
            "GHSA-a",
            &["CVE-2024-1"],
            "npm",
            "a",
            range("SEMVER", json!([{"introduced": "0"}, {"fixed": "1.5.0"}])),
            &[],
        ),
        osv("GHSA-b", &["CVE-2024-2"], "npm", "a", range("SEMVER", json!([{"introduced": "0"}])), &[]),
    ]);
    matched(&database, &[with_purl(&format!("pkg:npm/a@{version}")), with_purl("pkg:npm/b@1.0.0")])
}

fn snapshot(version: &str) -> Snapshot {
    let sboms = BTreeMap::from([("sbom/pump.json".to_owned(), Digest::of_bytes(b"x"))]);
    Snapshot::of(matching(version), "vigil 0.1.0", sboms)
}

fn written(snapshot: &Snapshot) -> Memory {
    let world = Memory::new(DAY);
    for (path, text) in snapshot.files().unwrap() {
        world.write(&Path::new("snapshot").join(path), text.as_bytes()).unwrap();
    }
    world
}

#[test]
fn a_snapshot_comes_back_as_it_was_written() {
    let snapshot = snapshot("1.0.0");
    let world = written(&snapshot);
    assert_eq!(Snapshot::read(&world, Path::new("snapshot")).unwrap(), snapshot);
    let names: Vec<String> = world.paths().iter().map(|path| path.display().to_string()).collect();
    assert_eq!(names, ["snapshot/index.json", "snapshot/pump.json"]);
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    assert_eq!(snapshot("1.0.0").files().unwrap(), snapshot("1.0.0").files().unwrap());
}

#[test]
fn a_difference_lists_what_is_gone_and_which_package_changed() {
    let (old, new) = (snapshot("1.0.0"), snapshot("1.0.0"));
    assert!(diff(&old, &new).new.is_empty() && diff(&old, &new).states.is_empty());
    let mut later = old.clone();
    let package =
        later.components.get_mut("pump").unwrap().iter_mut().find(|p| !p.matches.is_empty()).unwrap();
    package.matches.remove(0);
    package.matches[0].fixed_versions.push("9".into());
    package.state = State::NotAffected;
    let difference = diff(&old, &later);
    assert_eq!(difference.gone.iter().map(|row| row.flaw.as_str()).collect::<Vec<_>>(), ["CVE-2024-1"]);
    assert_eq!(difference.changed[0].fields, ["fixed-versions"]);
    assert_eq!(
        (difference.states[0].old, difference.states[0].new),
        (Some(State::Affected), Some(State::NotAffected))
    );
    let back = diff(&later, &old);
    assert_eq!(back.new, difference.gone);
}

#[test]
fn a_snapshot_that_does_not_hold_together_is_refused() {
    let whole = snapshot("1.0.0");
    let read = |path: &str, text: &str| {
        let world = written(&whole);
        world.write(Path::new(path), text.as_bytes()).unwrap();
        Snapshot::read(&world, Path::new("snapshot")).unwrap_err()
    };
    let index = whole.files().unwrap()["index.json"].clone();
    assert!(matches!(
        read("snapshot/index.json", &index.replace("\"format\": 1", "\"format\": 9")),
        SnapshotError::Newer { found: 9, .. }
    ));
    assert!(matches!(
        read("snapshot/pump.json", "{\"component\":\"pump\",\"packages\":[]}"),
        SnapshotError::Torn { .. }
    ));
    assert!(matches!(read("snapshot/pump.json", "{"), SnapshotError::Content { .. }));
    let absent = Snapshot::read(&Memory::new(DAY), Path::new("snapshot")).unwrap_err();
    assert!(absent.to_string().contains("vigil match"), "{absent}");
}
