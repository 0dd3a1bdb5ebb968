//! Products of CVE records (JSON 5) and advisories (CSAF) against one version.
//!
//! The CVE schema's rule: of the listed versions the first that is about a version decides, then its changes; where
//! none is about it, the default status does. Three readings are ours, all of them cautious:
//!
//! - A default `unknown`, or one that only who enriched a record filled in, says nothing. It makes no version affected
//!   on its own, and it counts only where no other statement on the flaw decides ([`Verdict::is_silent`]).
//! - A default `affected` beside nothing but affected versions contradicts itself: the list would have no use. It says
//!   nothing either.
//! - What cannot be read is never taken as unaffected.

use std::cmp::Ordering;

use vigil_vulndb::{Product, Role, Standing, Versions};

use super::Verdict;
use crate::Text;
use crate::truth::Truth;
use point::Order;
use words::Words;

mod commits;
mod names;
mod point;
mod words;

pub(crate) use commits::evaluate as evaluate_source;
pub(crate) use names::{is_about, is_supplied, of_name};

/// What a product says of a version. `ecosystem` is the one that the package was found in, or empty.
pub(crate) fn evaluate(product: &Product<'_>, version: Option<&str>, ecosystem: &str) -> Verdict {
    let order = Order::of(ecosystem);
    let mut verdict = Verdict::new(Truth::No("".into()));
    let mut unread: Option<String> = None;
    let commits_only = !product.versions.is_empty() && product.versions.iter().all(point::is_about_commits);
    for versions in
        product.versions.iter().filter(|versions| commits_only || !point::is_about_commits(versions))
    {
        let order = order.stated(&versions.order);
        match about(versions, version, order) {
            Ok(Some(about)) => {
                verdict = decided(product, versions, &about, order);
                if let Some(why) = unread.filter(|_| !verdict.truth.holds()) {
                    verdict.truth = Truth::Unknown(why.into());
                }
                return finished(verdict, product, version, order);
            }
            Ok(None) => {}
            Err(why) => {
                // A version that is unaffected by a statement nobody can read is still judged by the others.
                if versions.standing != Standing::Unaffected && versions.standing != Standing::Fixed {
                    verdict.range = in_words(versions).into();
                    unread.get_or_insert(why);
                }
            }
        }
    }
    (verdict.truth, verdict.is_silent) = match unread {
        Some(why) => (Truth::Unknown(why.into()), commits_only),
        None => by_default(product),
    };
    if verdict.range.is_empty() {
        verdict.range = all_in_words(product).into();
    }
    let scheme = order.stated(product.versions.first().map_or("", |versions| &versions.order));
    finished(verdict, product, version, scheme)
}

/// What a list of versions says of the one asked for.
enum About {
    /// It is among them, with this standing.
    Holds(Standing),
    /// It is among them if the words, which leave it open, mean it.
    MayHold(&'static str),
}

/// Whether the versions are about the one asked for; an error is the reason why that cannot be said.
fn about(versions: &Versions<'_>, version: Option<&str>, order: Order) -> Result<Option<About>, String> {
    if point::is_about_commits(versions) {
        return Err("the record is about commits, and the package is known by version".to_owned());
    }
    let words = words::read(&versions.from);
    if versions.until.is_none() && versions.changes.is_empty() {
        match &words {
            Some(Words::All) => return Ok(Some(About::Holds(versions.standing))),
            Some(Words::Unspecified) => {
                return Ok(Some(About::MayHold(
                    "the record names the product without saying which versions",
                )));
            }
            _ => {}
        }
    }
    let Some(version) = version else { return Err("the SBOM states no version".to_owned()) };
    if versions.until.is_none() {
        let same = point::is_same_text(&versions.from, version);
        let holds = same
            || match words {
                Some(Words::Spans(spans)) => point::in_spans(&spans, version, order)?,
                Some(_) => true,
                None => return Err(format!("`{}` cannot be read as versions", versions.from)),
            };
        return if holds { standing_at(versions, version, order) } else { Ok(None) };
    }
    let is_in = point::is_from(&versions.from, version, order)?
        && point::is_until(
            versions.until.as_deref().unwrap_or_default(),
            versions.is_inclusive,
            version,
            order,
        )?;
    if is_in { standing_at(versions, version, order) } else { Ok(None) }
}

/// The standing of a version in a range, after its changes.
fn standing_at(versions: &Versions<'_>, version: &str, order: Order) -> Result<Option<About>, String> {
    let mut standing = versions.standing;
    for change in &versions.changes {
        if order.compare(&change.at, version)? != Ordering::Greater {
            standing = change.standing;
        }
    }
    Ok(Some(About::Holds(standing)))
}

fn decided(product: &Product<'_>, versions: &Versions<'_>, about: &About, order: Order) -> Verdict {
    let mut verdict = Verdict::new(match (about, versions.standing) {
        (About::MayHold(why), Standing::Affected) => Truth::Likely((*why).into()),
        (About::MayHold(why), _) => Truth::Unknown((*why).into()),
        (About::Holds(standing), _) => truth(*standing, product),
    });
    let is_unknown = matches!(verdict.truth, Truth::Unknown(_));
    verdict.is_silent = is_unknown && product.role == Role::Enricher;
    verdict.range = in_words(versions).into();
    verdict.scheme = order.name();
    verdict
}

fn truth(standing: Standing, product: &Product<'_>) -> Truth {
    match (standing, &product.justification) {
        (Standing::Affected, _) => Truth::Yes,
        (Standing::Unaffected, Some(why)) => Truth::No(format!("its version is not affected: {why}").into()),
        (Standing::Unaffected, None) => Truth::No("the record says that its version is not affected".into()),
        (Standing::Fixed, _) => Truth::No("the record says that it is mended in its version".into()),
        (Standing::Unknown, _) => {
            Truth::Unknown("the record says that it is not known whether its version is affected".into())
        }
    }
}

/// What holds for versions that none of the list is about, and whether that says nothing.
fn by_default(product: &Product<'_>) -> (Truth, bool) {
    let has_affected = product.versions.iter().any(|versions| versions.standing == Standing::Affected);
    let no = || (Truth::No("no affected version of the record is its version".into()), false);
    let silent = |why: &'static str| (Truth::Unknown(why.into()), true);
    match (product.default, product.role) {
        (Some(Standing::Unaffected | Standing::Fixed), _) => no(),
        (Some(Standing::Affected), Role::Enricher) => {
            silent("only who enriched the record calls all other versions affected")
        }
        (Some(Standing::Affected), _) if has_affected && !has_unaffected(product) => {
            silent("the record calls all versions affected and lists only some of them")
        }
        (Some(Standing::Affected), _) => (Truth::Yes, false),
        (Some(Standing::Unknown), Role::Assigner | Role::Publisher) => {
            silent("the record says that it does not know about other versions")
        }
        (_, _) if product.versions.is_empty() => silent("the record states no versions"),
        (_, _) => no(),
    }
}

fn has_unaffected(product: &Product<'_>) -> bool {
    let is_un = |standing: Standing| matches!(standing, Standing::Unaffected | Standing::Fixed);
    product.versions.iter().any(|versions| {
        is_un(versions.standing) || versions.changes.iter().any(|change| is_un(change.standing))
    })
}

/// Adds the versions that mend it: ends of affected ranges and versions called fixed, after the package's own.
fn finished(mut verdict: Verdict, product: &Product<'_>, version: Option<&str>, order: Order) -> Verdict {
    if verdict.scheme.is_empty() {
        verdict.scheme = order.name();
    }
    if verdict.truth.is_no() {
        return verdict;
    }
    let is_after = |at: &str, order: Order| {
        version.is_none_or(|version| order.compare(at, version).is_ok_and(Ordering::is_gt))
    };
    for versions in &product.versions {
        let order = order.stated(&versions.order);
        let mut ends: Vec<&str> = Vec::new();
        match versions.standing {
            Standing::Affected if !versions.is_inclusive => ends.extend(versions.until.as_deref()),
            Standing::Fixed if versions.until.is_none() => ends.push(&versions.from),
            _ => {}
        }
        let mends = versions.changes.iter().filter(|change| change.standing == Standing::Unaffected);
        ends.extend(mends.map(|change| change.at.as_str()));
        let usable = ends.into_iter().filter(|at| order.reads(at) && is_after(at, order));
        verdict.fixed.extend(usable.map(Text::from));
    }
    verdict.fixed.sort();
    verdict.fixed.dedup();
    verdict
}

/// Versions as people write them, with their standing.
pub(crate) fn in_words(versions: &Versions<'_>) -> String {
    let mut text = match (&versions.until, versions.is_inclusive) {
        (None, _) => versions.from.to_string(),
        (Some(until), true) => format!("{} to <={until}", versions.from),
        (Some(until), false) => format!("{} to <{until}", versions.from),
    };
    for change in &versions.changes {
        text.push_str(&format!(", {} from {}", change.standing.word(), change.at));
    }
    format!("{}: {text}", versions.standing.word())
}

/// How many ranges are printed of one product.
const MOST_WORDS: usize = 6;

fn all_in_words(product: &Product<'_>) -> String {
    let mut words: Vec<String> = product.versions.iter().take(MOST_WORDS).map(in_words).collect();
    if product.versions.len() > MOST_WORDS {
        words.push(format!("and {} more", product.versions.len() - MOST_WORDS));
    }
    if let Some(default) = product.default {
        words.push(format!("else {}", default.word()));
    }
    if words.is_empty() { "no versions stated".to_owned() } else { words.join("; ") }
}

#[cfg(test)]
mod tests;
