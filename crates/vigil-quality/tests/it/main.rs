//! The quality of matching does not fall.
#![expect(clippy::print_stdout, reason = "figures are shown")]
#![expect(clippy::disallowed_methods, reason = "where the data stands is told by the environment")]

use std::path::PathBuf;

use vigil_quality::{Extent, cases, falls, percent, run};

fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("VIGIL_DATA").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(!std::env::var("CI").is_ok_and(|ci| ci == "true"), "no data");
    println!("skipped: {} is missing", folder.display());
    None
}

#[test]
fn every_case_of_identity_is_right() {
    let outcomes = cases().unwrap();
    let wrong: Vec<String> = outcomes
        .iter()
        .filter_map(|outcome| {
            Some(format!("{}, {}: {}", outcome.case.subject, outcome.case.name, outcome.instead.as_ref()?))
        })
        .collect();
    println!("{} cases", outcomes.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn recall_on_the_sample_does_not_fall() {
    let Some(data) = data() else { return };
    let Some(run) = run(&data, Extent::Sample).unwrap() else {
        return println!("skipped: {} holds no labelled data", data.display());
    };
    for (name, set) in &run.sets {
        println!("{name}: {} found, {} missed, recall {}", set.found, set.missed, percent(set.recall()));
    }
    assert_eq!(falls("sample", &run.sets).unwrap(), Vec::<String>::new());
    for check in &run.checks {
        println!("{}: {} tried", check.claim, check.tried);
        assert!(check.tried > 0, "{} was not tried", check.claim);
        assert!(check.failed.is_empty(), "{}: {:?}", check.claim, check.failed);
    }
}
