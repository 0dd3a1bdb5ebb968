//! What differs between two frozen releases, in words; and the device as it is now, as if it were frozen.

use std::path::Path;

use vigil_base::World as _;
use vigil_case::Case;
use vigil_case::baseline::{self, Baseline, BaselineError, Cut, Difference, Facts, Index, Told};

use crate::columns::listed;
use crate::context::{Context, VERSION};
use crate::pins;
use crate::problem::Problem;

/// Freezes the release under review of a case, without writing anything.
pub(super) fn frozen(case: &Case, name: &str) -> anyhow::Result<Cut> {
    let told = Told {
        pins: pins::of(case),
        surroundings: pins::surroundings(case),
        tool: format!("vigil {VERSION}"),
    };
    Ok(baseline::cut(case, name, &told)?)
}

/// A baseline of the device folder, or why it cannot be had.
pub(super) fn read(context: &Context, root: &Path, name: &str) -> Result<Baseline, Problem> {
    baseline::read(&context.world, root, name).map_err(|cause| {
        let help = match &cause {
            BaselineError::Missing(_) => {
                let names = baseline::list(&context.world, root);
                if names.is_empty() {
                    "there is none yet; `vigil baseline cut NAME` makes one".to_owned()
                } else {
                    format!("there are {}", names.join(", "))
                }
            }
            _ => "`vigil baseline cut NAME --again` cuts it anew where the release is still under review"
                .to_owned(),
        };
        Problem::new(format!("the baseline `{name}` cannot be read")).caused_by(cause).help(help)
    })
}

/// Compares what is frozen with a case.
pub(super) fn with_case(then: &Baseline, case: &Case, cut: &Cut) -> anyhow::Result<Difference> {
    let facts: Facts = serde_json::from_str(&cut.files["facts.json"])?;
    let sides = (&cut.index, &facts, &case.inventory);
    Ok(baseline::difference((&then.index, &then.facts, &then.inventory), sides))
}

/// What differs, for people.
pub(super) fn text(difference: &Difference, most: usize) -> String {
    let index: Vec<String> =
        difference.index.iter().map(|(what, then, now)| format!("{what}: {then} then, {now} now")).collect();
    let changed: Vec<String> = difference
        .changed
        .iter()
        .map(|(component, name, then, now)| format!("{name} in {component}: {then} then, {now} now"))
        .collect();
    let pair = |(component, key): &(String, String)| format!("{key} in {component}");
    let lists = [
        ("The release", index),
        ("Packages of another version", changed),
        ("Packages added", difference.added.iter().map(pair).collect()),
        ("Packages removed", difference.removed.iter().map(pair).collect()),
        ("Identities, surroundings, support, decisions", difference.facts.clone()),
        ("Files of the device folder", difference.inputs.clone()),
    ];
    lists.iter().map(|(heading, lines)| listed(heading, lines, most)).collect()
}

/// The files of a baseline that are there now, from its folder.
pub(super) fn there(context: &Context, folder: &Path, index: &Index) -> Vec<String> {
    let mut names: Vec<String> = index.files.keys().cloned().collect();
    names.push("index.json".to_owned());
    names.retain(|name| context.world.exists(&folder.join(name)));
    names
}
