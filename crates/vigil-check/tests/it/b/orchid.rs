//! The worked example: what it leaves open on purpose is found, and what closes it is seen.

use std::path::{Path, PathBuf};

use vigil_base::{Date, Memory};
use vigil_case::{Case, Options};
use vigil_check::{Outcome, judge};

use crate::folder::{assert_filled, at, catalogue, said};

const DAY: Date = Date::constant(2026, 11, 20);

/// All files below a folder, by path from it.
fn files_below(root: &Path, folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|it| it.expect("it can be listed").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(root, &path, found);
        } else {
            let inside = path.strip_prefix(root).expect("it lies below the root").to_path_buf();
            found.push((inside, std::fs::read(&path).expect("the file can be read")));
        }
    }
}

/// The example, with the other folders laid over it.
fn example(folders: &[&str]) -> Case {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut world = Memory::new(DAY);
    for folder in folders {
        let root = examples.join(folder);
        let mut found = Vec::new();
        files_below(&root, &root, &mut found);
        world = found
            .into_iter()
            .fold(world, |world, (path, bytes)| world.with(Path::new("device").join(path), bytes));
    }
    vigil_case::build(&world, Path::new("device"), &Options { as_of: DAY }).expect("the example can be read")
}

#[test]
fn every_message_of_the_example_has_all_its_words() {
    assert_filled(&judge(&example(&["orchid"]), catalogue()));
    assert_filled(&judge(&example(&["orchid", "orchid-ready"]), catalogue()));
}

#[test]
fn what_is_left_open_on_purpose_is_found_and_what_closes_it_is_seen() {
    let (open, ready) = (example(&["orchid"]), example(&["orchid", "orchid-ready"]));
    for (rule, subject, file) in [
        ("G26.TM.2", "debug-port@interface.pump-comms.uart", "model/pump.toml:"),
        ("G26.TM.2", "resold-pump", "model/threats.toml:"),
        ("G26.RA.1", "threat.resold-pump", "model/threats.toml:"),
        ("G26.LB.12", "labeling", "model/statements.toml:"),
        ("G26.AR.5", "hl7-match", "model/requirements-gateway.toml:"),
        ("X.2", "tamper@flow.order", "model/requirements-gateway.toml:"),
    ] {
        let before = said(&open, rule);
        assert!(at(before.gap_on(subject)).starts_with(file), "{rule} {subject}");
        let after = said(&ready, rule);
        let left = after.with(Outcome::Gap).into_iter().any(|it| it.subject == subject);
        assert!(!left, "{rule} {subject} is closed: {:#?}", after.with(Outcome::Gap));
    }
}
