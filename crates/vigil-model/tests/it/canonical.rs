//! Canonical JSON depends on what is stated and on nothing else.

use std::path::Path;

use proptest::prelude::*;
use vigil_base::{Disk, Memory, World as _, canonical};

use crate::{DAY, data, load};

#[test]
fn the_model_of_the_small_infusion_system_in_canonical_json() {
    let model = load("infusion").model;
    insta::assert_snapshot!(canonical::pretty(&model.json()).expect("JSON"));
}

/// The records and statements of all model files, each as its own text: header, keys, tables below it.
fn blocks() -> Vec<String> {
    let root = data("infusion");
    let disk = Disk { today: DAY };
    let mut blocks: Vec<String> = Vec::new();
    for path in disk.walk(&root).expect("the fixture is there") {
        if path.extension().is_none_or(|it| it != "toml") {
            continue;
        }
        let text = String::from_utf8(disk.read(&root.join(&path)).expect("listed")).expect("a text");
        let mut above = String::new();
        for line in text.split_inclusive('\n') {
            let name = line.strip_prefix('[').and_then(|it| it.split(']').next());
            match (name, blocks.last_mut()) {
                (Some(name), Some(block))
                    if name.starts_with("project.") || name.split('.').nth(2) == Some("if") =>
                {
                    block.push_str(line);
                }
                (Some(_), _) => blocks.push(format!("{}{line}", std::mem::take(&mut above))),
                (None, Some(block)) => block.push_str(line),
                (None, None) => above.push_str(line),
            }
        }
        if let Some(last) = blocks.last_mut().filter(|it| !it.ends_with('\n')) {
            last.push('\n');
        }
    }
    blocks
}

/// Reads the blocks in the given order, spread over files.
fn json(blocks: &[String], files: &[usize]) -> String {
    let mut texts = vec![String::new(); 5];
    for (block, file) in blocks.iter().zip(files.iter().cycle()) {
        texts[*file].push_str(block);
    }
    let names = ["vigil.toml", "model/a.toml", "model/deep/b.toml", "decisions/c.toml", "layout/d.toml"];
    let world = names
        .into_iter()
        .zip(texts)
        .fold(Memory::new(DAY), |world, (name, text)| world.with(Path::new("d").join(name), text));
    let loaded = vigil_model::load(&world, Path::new("d")).expect("a folder");
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
    canonical::compact(&loaded.model.json()).expect("JSON")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn the_order_of_records_and_their_spread_over_files_do_not_matter(
        blocks in Just(blocks()).prop_shuffle(),
        files in prop::collection::vec(0_usize..5, 1..40),
    ) {
        let expected = canonical::compact(&load("infusion").model.json()).expect("JSON");
        prop_assert_eq!(json(&blocks, &files), expected);
    }
}
