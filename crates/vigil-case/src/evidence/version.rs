//! Which version of the device results are of: the index says it, or the properties of the results do.

use std::collections::BTreeMap;

use vigil_model::Model;
use vigil_model::kinds::{Evidence, Release};

/// Properties of JUnit that name the release of the device. `version` alone is not among them: tools state their own with it.
const RELEASE: &[&str] = &["release", "device-release", "device.release", "device-version", "device.version"];
/// Properties that name the commit that was tested.
const COMMIT: &[&str] =
    &["commit", "git.commit", "git-commit", "git_commit", "git.sha", "revision", "vcs.commit"];

type Properties = BTreeMap<String, String>;

/// Why results do not count for the release under review; `None` when they do.
pub(super) fn other(model: &Model, record: &Evidence, properties: Option<&Properties>) -> Option<String> {
    let version = &model.project.as_ref()?.version.value;
    let indexed = record.release.as_ref().map(|it| it.id.as_str());
    let release = match agreed("release", indexed, release(properties), |one, two| one == two) {
        Ok(Some(release)) => release,
        Ok(None) => return Some("nothing says which release of the device was tested".to_owned()),
        Err(why) => return Some(why),
    };
    if release != version.as_str() {
        return Some(format!("it is of release {release}, not {version}"));
    }
    let tested = match agreed("commit", record.commit.as_deref(), commit(properties), same_commit) {
        Ok(tested) => tested,
        Err(why) => return Some(why),
    };
    other_commit(model.releases.get(version.as_str())?, record, tested)
}

/// Why results are not of the commits that the release is built from. A component of which the release states no commit is
/// compared with nothing; a release that states some is not met by results that name none.
fn other_commit(release: &Release, record: &Evidence, tested: Option<&str>) -> Option<String> {
    let built = |part: &str| release.components.get(part)?.commit.as_deref();
    for (part, tested) in &record.commits.0 {
        let part = part.id.as_str();
        if let Some(built) = built(part).filter(|built| !same_commit(built, tested)) {
            return Some(format!("it is of commit {tested} of {part}, the release is built from {built}"));
        }
    }
    if let Some(part) = &record.component {
        let part = part.id.as_str();
        let tested = tested.or_else(|| record.commits.get(part).map(String::as_str));
        return other_than(&[built(part)?], tested, record);
    }
    let all: Vec<&str> = release.components.0.iter().filter_map(|(_, it)| it.commit.as_deref()).collect();
    let compared = record.commits.0.iter().any(|(part, _)| built(part.id.as_str()).is_some());
    if tested.is_none() && compared { None } else { other_than(&all, tested, record) }
}

/// Why results are not of all these commits.
fn other_than(built: &[&str], tested: Option<&str>, record: &Evidence) -> Option<String> {
    let other: Vec<&str> = match tested {
        Some(tested) => built.iter().filter(|it| !same_commit(it, tested)).copied().collect(),
        None => built.to_vec(),
    };
    let first = *other.first()?;
    Some(match tested {
        None if record.no_commit.is_some() => return None,
        None => format!("nothing says which commit was tested, the release is built from {}", cut(&other)),
        Some(tested) if other.len() == built.len() => {
            format!("it is of commit {tested}, the release is built from {}", cut(&other))
        }
        Some(tested) => format!(
            "it is of commit {tested} and names no component, and the release is also built from {first}: name its `component`, or `commits`"
        ),
    })
}

/// A few commits, and how many more there are.
fn cut(commits: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown = commits[..commits.len().min(SHOWN)].join(", ");
    match commits.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The release that properties name.
pub(super) fn release(properties: Option<&Properties>) -> Option<&str> {
    property(properties, RELEASE)
}

/// The commit that properties name.
pub(super) fn commit(properties: Option<&Properties>) -> Option<&str> {
    property(properties, COMMIT)
}

fn property<'p>(properties: Option<&'p Properties>, names: &[&str]) -> Option<&'p str> {
    let properties = properties?;
    names.iter().find_map(|name| properties.get(*name)).map(|it| it.trim()).filter(|it| !it.is_empty())
}

/// What index and results say, where they do not contradict each other.
fn agreed<'t>(
    what: &str,
    indexed: Option<&'t str>,
    stated: Option<&'t str>,
    same: fn(&str, &str) -> bool,
) -> Result<Option<&'t str>, String> {
    match (indexed, stated) {
        (Some(indexed), Some(stated)) if !same(indexed, stated) => {
            Err(format!("the index says {what} {indexed}, the results say {stated}"))
        }
        (indexed, stated) => Ok(indexed.or(stated)),
    }
}

/// Commits are often cut short; one that is no beginning of the other is another commit.
fn same_commit(one: &str, two: &str) -> bool {
    const SHORTEST: usize = 7;
    let (one, two) = (one.to_ascii_lowercase(), two.to_ascii_lowercase());
    one == two || (one.len().min(two.len()) >= SHORTEST && (one.starts_with(&two) || two.starts_with(&one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_commit_is_the_same_commit_and_a_single_letter_is_not() {
        assert!(same_commit("4be1d07", "4BE1D07C9E"));
        assert!(!same_commit("4be1d07", "4be1d08c9e"));
        assert!(!same_commit("4", "4be1d07"));
        assert!(same_commit("r12", "r12"));
    }
}
