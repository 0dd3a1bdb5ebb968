//! Which package of the inventory is meant by a name.

use vigil_base::Id;
use vigil_base::nearest::nearest;
use vigil_case::Case;
use vigil_sbom::Item;

use super::Pair;
use crate::problem::Problem;

/// Places of the packages that are meant, one for each component that carries one.
pub(super) fn find(case: &Case, pair: Pair<'_>) -> anyhow::Result<Vec<usize>> {
    let of_component = |item: &Item| pair.component.is_none_or(|wanted| item.component == wanted);
    let items = || case.inventory.items.iter().enumerate().filter(|(_, item)| of_component(item));
    if let Some(wanted) = pair.component
        && items().next().is_none()
    {
        let known = case.inventory.items.iter().map(|item| item.component.as_str());
        let problem =
            Problem::new(format!("no package of the inventory is carried by a component `{wanted}`"));
        return Err(match nearest(wanted, known) {
            Some(near) => problem.help(format!("did you mean `--component {near}`?")),
            None => problem.help("`vigil explain component.NAME` tells what a component is"),
        }
        .into());
    }
    let meant: Vec<usize> = items()
        .filter(|(_, item)| names(item).iter().any(|name| name == pair.package))
        .map(|(at, _)| at)
        .collect();
    if meant.is_empty() {
        return Err(unknown_package(case, pair).into());
    }
    Ok(meant)
}

/// Everything a package is called by.
fn names(item: &Item) -> Vec<String> {
    let package = &item.package;
    let key = package.key().to_string();
    let plain = vigil_model::kinds::without_version(&Id::new(key.as_str())).to_owned();
    let mut names = vec![package.name.clone(), plain, key];
    names.extend(package.version.as_ref().map(|version| format!("{}@{version}", package.name)));
    names.extend(package.purl.as_ref().map(|purl| purl.raw.clone()));
    names
}

pub(super) fn unknown_package(case: &Case, pair: Pair<'_>) -> Problem {
    let problem = Problem::new(format!("no SBOM of the device folder lists a package `{}`", pair.package));
    let names: Vec<&str> = case.inventory.items.iter().map(|item| item.package.name.as_str()).collect();
    let wanted = pair.package.to_lowercase();
    let mut near: Vec<&str> =
        names.iter().copied().filter(|name| name.to_lowercase().contains(&wanted)).take(5).collect();
    near.extend(nearest(pair.package, names.iter().copied()));
    near.sort_unstable();
    near.dedup();
    if near.is_empty() {
        return problem
            .help("name it as the SBOM does, by its package URL, or by its key in `vigil match --json`");
    }
    let near: Vec<String> = near.iter().map(|name| format!("`vigil explain {}@{name}`", pair.flaw)).collect();
    problem.help(format!("did you mean {}?", near.join(" or ")))
}
