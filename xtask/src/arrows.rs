//! `cargo xtask arrows`: every dependency between our crates is one that the table of rooms allows.

mod table;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::say;
use table::{DEVELOPMENT_ONLY, May, ROOMS};

/// Asks Cargo for the dependencies and fails with every one that is not allowed.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let metadata = metadata(root)?;
    let (arrows, faults) = judge(&metadata)?;
    if faults.is_empty() {
        say(&format!("arrows: {arrows} looked at, all of them allowed"));
        return Ok(());
    }
    bail!(
        "{}\nThe table stands in xtask/src/arrows/table.rs, its reasons in ARCHITECTURE.md.",
        faults.join("\n")
    )
}

/// The workspace as Cargo sees it.
pub(crate) fn metadata(root: &Path) -> anyhow::Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("`cargo metadata` cannot be started")?;
    ensure!(output.status.success(), "`cargo metadata` failed:\n{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("`cargo metadata` printed no JSON")
}

/// How many arrows there are between our crates, and a sentence for each that is not allowed.
fn judge(metadata: &Value) -> anyhow::Result<(usize, Vec<String>)> {
    let packages = metadata["packages"].as_array().context("the metadata has no list of packages")?;
    let ours: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut arrows = 0;
    let mut faults = Vec::new();
    for package in packages {
        let name = package["name"].as_str().context("a package has no name")?;
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            faults.push(format!("`{name}` is missing in the table of rooms"));
            continue;
        };
        let dependencies =
            package["dependencies"].as_array().context("a package has no list of dependencies")?;
        for dependency in dependencies {
            let target = dependency["name"].as_str().context("a dependency has no name")?;
            let kind = dependency["kind"].as_str().unwrap_or("normal");
            // Tests may look at anything: what ships does not change by it.
            if kind == "dev" || !ours.contains(target) {
                continue;
            }
            arrows += 1;
            faults.extend(fault(name, may, target, kind));
        }
    }
    Ok((arrows, faults))
}

fn fault(name: &str, may: &May, target: &str, kind: &str) -> Option<String> {
    if DEVELOPMENT_ONLY.contains(&target) && !DEVELOPMENT_ONLY.contains(&name) {
        return Some(format!("`{name}` uses `{target}` ({kind} dependency), which is for development only"));
    }
    match may {
        May::All => None,
        May::Only(allowed) if allowed.contains(&target) => None,
        May::Only([]) => {
            Some(format!("`{name}` uses `{target}` ({kind} dependency); it may use none of our crates"))
        }
        May::Only(allowed) => {
            Some(format!("`{name}` uses `{target}` ({kind} dependency); it may use {}", allowed.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults_of(packages: &Value) -> Vec<String> {
        judge(&json!({ "packages": packages })).unwrap().1
    }

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let each = dependencies.iter().map(|(name, kind)| json!({ "name": name, "kind": kind }));
        json!({ "name": name, "dependencies": each.collect::<Vec<_>>() })
    }

    #[test]
    fn a_forbidden_arrow_is_named_with_what_would_be_allowed() {
        let faults = faults_of(&json!([
            package("vigil-base", &[("serde", None)]),
            package("vigil-model", &[("vigil-base", None), ("vigil-guidance", None)]),
            package("vigil-guidance", &[("vigil-model", Some("build")), ("vigil-base", None)]),
        ]));
        assert_eq!(
            faults,
            [
                "`vigil-model` uses `vigil-guidance` (normal dependency); it may use vigil-base, vigil-finding",
                "`vigil-guidance` uses `vigil-model` (build dependency); it may use vigil-base, vigil-finding",
            ]
        );
    }

    #[test]
    fn tests_may_use_anything_but_what_ships_never_uses_the_test_kit() {
        let testkit = package("vigil-testkit", &[]);
        let dev = package("vigil-version", &[("vigil-testkit", Some("dev"))]);
        assert_eq!(faults_of(&json!([testkit, dev])), Vec::<String>::new());
        let normal = package("vigil", &[("vigil-testkit", None)]);
        let faults = faults_of(&json!([testkit, normal]));
        assert_eq!(
            faults,
            ["`vigil` uses `vigil-testkit` (normal dependency), which is for development only"]
        );
    }

    #[test]
    fn a_crate_that_the_table_does_not_know_is_a_fault() {
        let faults = faults_of(&json!([package("vigil-shed", &[])]));
        assert_eq!(faults, ["`vigil-shed` is missing in the table of rooms"]);
    }

    #[test]
    fn the_table_allows_no_circle() {
        for (at, (room, may)) in ROOMS.iter().enumerate() {
            if let May::Only(allowed) = may {
                for target in *allowed {
                    let found = ROOMS[..at].iter().any(|(above, _)| above == target);
                    assert!(found, "{room} may use {target}, which does not stand above it");
                }
            }
        }
    }
}
