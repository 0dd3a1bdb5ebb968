//! Products of CVE records against source code in a repository.
//!
//! Which commit comes before which is known only to the repository, so a commit decides only where it is named itself.

use vigil_vulndb::{Product, Standing, Versions};

use super::super::Verdict;
use super::super::commit::Source;
use super::point;
use crate::Text;
use crate::truth::Truth;

/// What a product says of source code: by its commit where the record names it, else by its version.
pub(crate) fn evaluate(product: &Product<'_>, source: Source<'_>) -> Verdict {
    if let Some(commit) = source.commit
        && let Some((truth, versions)) = product.versions.iter().find_map(|v| Some((named(v, commit)?, v)))
    {
        let mut verdict = Verdict::new(truth);
        verdict.range = super::in_words(versions).into();
        verdict.scheme = "git";
        verdict.fixed = mends(product);
        return verdict;
    }
    if source.version.is_some() || source.commit.is_none() {
        return super::evaluate(product, source.version, "");
    }
    let why = format!(
        "whether {} comes after the commits of the record is known only to the repository",
        source.commit.unwrap_or_default()
    );
    let mut verdict = Verdict::new(Truth::Unknown(why.into()));
    verdict.is_silent = !product.versions.iter().any(point::is_about_commits);
    verdict.range = super::all_in_words(product).into();
    verdict.scheme = "git";
    verdict.fixed = mends(product);
    verdict
}

/// What versions say of a commit that they name.
fn named(versions: &Versions<'_>, commit: &str) -> Option<Truth> {
    let is_git = versions.order.eq_ignore_ascii_case("git");
    let is_it = |at: &str| {
        point::is_commit(at, is_git)
            && (at.to_lowercase().starts_with(commit) || commit.starts_with(&at.to_lowercase()))
    };
    let truth = |standing| match standing {
        Standing::Affected => Some(Truth::Yes),
        Standing::Unaffected | Standing::Fixed => {
            Some(Truth::No("the record says that its commit is not affected".into()))
        }
        Standing::Unknown => None,
    };
    if let Some(change) = versions.changes.iter().find(|change| is_it(&change.at)) {
        return truth(change.standing);
    }
    if versions.until.as_deref().is_some_and(is_it) {
        return match (versions.standing, versions.is_inclusive) {
            (standing, true) => truth(standing),
            (Standing::Affected, false) => {
                Some(Truth::No(format!("{commit} is the commit that mends it").into()))
            }
            _ => None,
        };
    }
    if is_it(&versions.from) { truth(versions.standing) } else { None }
}

fn mends(product: &Product<'_>) -> Vec<Text> {
    let affected = product.versions.iter().filter(|v| v.standing == Standing::Affected && !v.is_inclusive);
    let ends =
        affected.filter(|versions| point::is_about_commits(versions)).filter_map(|v| v.until.as_deref());
    let mut found: Vec<Text> =
        ends.filter(|at| point::is_commit(at, true)).map(|at| format!("commit {at}").into()).collect();
    found.sort();
    found.dedup();
    found
}
