//! SBOMs as tools write them: whatever they hold, every rule has its say and no message has a hole.

use std::path::{Path, PathBuf};

use vigil_base::Memory;
use vigil_case::{Case, Options};
use vigil_check::judge;

use super::DEVICE;
use crate::folder::{TODAY, assert_filled, catalogue};

/// Larger files are read by the tests of the reader; here they would only cost time.
const LARGEST: u64 = 200_000;

#[expect(clippy::disallowed_methods, reason = "a test may ask the environment where its data is")]
fn data() -> Option<PathBuf> {
    let root = std::env::var("VIGIL_DATA")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let folder = root.join("sbom");
    assert!(
        folder.is_dir() || std::env::var("CI").as_deref() != Ok("true"),
        "no SBOMs in {}; set VIGIL_DATA to the folder that holds them",
        folder.display()
    );
    folder.is_dir().then_some(folder)
}

/// All files below a folder, in a fixed order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut open = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(&at).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if entry.metadata().is_ok_and(|it| it.len() <= LARGEST) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The device whose part has this SBOM.
fn device(sbom: Vec<u8>) -> Case {
    let device = DEVICE.replace("in = \"housing\"", "in = \"housing\"\nsbom = \"sbom/pump.json\"");
    let world = Memory::new(TODAY).with("d/vigil.toml", device).with("d/sbom/pump.json", sbom);
    vigil_case::build(&world, Path::new("d"), &Options { as_of: TODAY }).expect("the folder can be read")
}

#[test]
fn every_rule_judges_every_sbom() {
    let Some(folder) = data() else {
        println!("skipped: no SBOMs at hand");
        return;
    };
    let mut read = 0;
    let mut packages = 0;
    let files = files(&folder);
    for file in &files {
        let case = device(std::fs::read(file).expect("a listed file can be read"));
        let judged = judge(&case, catalogue());
        assert_filled(&judged);
        read += usize::from(!case.sboms.is_empty());
        packages += case.packages.len();
        // What was read is judged as read, and what was not is never called met.
        let form = judged.of("SB.1").any(|it| it.outcome == vigil_check::Outcome::Pass);
        assert!(!form || !case.sboms.is_empty(), "{}", file.display());
    }
    println!("{} files, {read} read as SBOMs, {packages} packages judged", files.len());
}
