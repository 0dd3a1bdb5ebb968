//! The result of one package.

use std::collections::BTreeMap;

use vigil_sbom::Item;
use vigil_vulndb::{Damage, Reader, Record};

use super::evidence::{Evidence, Looked, Of};
use super::{Engine, flaws, row};
use crate::identity::Identities;
use crate::truth::Truth;
use crate::{Dismissed, Match, PackageResult, State};

/// The result of one package; whatever goes wrong, there is one.
pub(super) fn result(
    engine: &Engine<'_>,
    reader: &mut Result<Reader<'_>, Damage>,
    item: &Item,
    identities: &Result<Identities, Damage>,
) -> PackageResult {
    let (reader, identities) = match (reader, identities) {
        (Ok(reader), Ok(identities)) => (reader, identities),
        (Err(damage), _) => return failed(item, *damage),
        (_, Err(damage)) => return failed(item, *damage),
    };
    let mut looked = Looked::default();
    for identity in &identities.found {
        if let Err(damage) = looked.look_up(engine, reader, identity) {
            return failed(item, damage);
        }
    }
    looked.attempts.extend(identities.failed.iter().cloned());
    let groups = grouped(&looked.evidence);
    let mut matches = Vec::new();
    let mut dismissed = Vec::new();
    for (flaw, evidence) in groups {
        match outcome(engine, reader, flaw, evidence) {
            Ok(Outcome::Match(found)) => matches.push(*found),
            Ok(Outcome::Dismissed(found)) => dismissed.push(found),
            Err(damage) => return failed(item, damage),
        }
    }
    let dismissed_total = dismissed.len();
    let (state, reason) = state(engine, &looked, &matches, dismissed_total);
    dismissed.truncate(PackageResult::MOST_DISMISSED);
    PackageResult {
        state,
        reason,
        tried: looked.attempts,
        matches,
        dismissed,
        dismissed_total,
        withdrawn: looked.withdrawn.into_iter().collect(),
        ..empty(item)
    }
}

fn empty(item: &Item) -> PackageResult {
    PackageResult {
        component: item.component.clone(),
        package: item.package.key().to_string(),
        sbom_file: item.sbom_file.clone(),
        pointer: item.package.pointer.clone(),
        name: item.package.name.clone(),
        version: item.package.version.clone(),
        state: State::NotChecked,
        reason: String::new(),
        tried: Vec::new(),
        matches: Vec::new(),
        dismissed: Vec::new(),
        dismissed_total: 0,
        withdrawn: Vec::new(),
    }
}

fn failed(item: &Item, damage: Damage) -> PackageResult {
    PackageResult { reason: damage.to_string(), ..empty(item) }
}

/// The evidence on each flaw. A record about several flaws is evidence on each of them.
fn grouped(evidence: &[Evidence]) -> BTreeMap<&str, Vec<&Evidence>> {
    let mut groups: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
    for one in evidence {
        for flaw in &one.flaws {
            groups.entry(flaw).or_default().push(one);
        }
    }
    groups
}

enum Outcome {
    Match(Box<Match>),
    Dismissed(Dismissed),
}

fn outcome(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    flaw: &str,
    evidence: Vec<&Evidence>,
) -> Result<Outcome, Damage> {
    let overruled = is_mended_by_distribution(&evidence);
    let overridden = match engine.has_overrides && evidence.iter().any(|one| is_open_nvd(one)) {
        true => flaws::override_of(engine.database, reader, flaw)?,
        false => None,
    };
    let used =
        |one: &&&Evidence| !(overruled && one.of == Of::Product || overridden.is_some() && is_nvd(one));
    // What says nothing counts only where nothing else speaks: a record that does not know about a version is no
    // reason to doubt another that does.
    let speaks = evidence.iter().any(|one| used(&one) && !one.is_silent);
    let counts = |one: &&&Evidence| used(one) && !(speaks && one.is_silent);
    let truth = evidence.iter().filter(counts).map(|one| one.truth.clone()).reduce(Truth::or);
    let truth = truth.unwrap_or_else(|| Truth::No("".into()));
    if truth.is_no() {
        let shown = evidence.iter().find(|one| one.truth.is_no()).unwrap_or(&evidence[0]);
        let mut found = dismissed(flaw, shown, overruled && has_open_product(&evidence));
        if let Some(mark) = overridden {
            found.why = format!("NVD's configurations are not used, {mark}; {}", found.why);
        }
        return Ok(Outcome::Dismissed(found));
    }
    row::of(engine, reader, flaw, &evidence, &truth).map(|found| Outcome::Match(Box::new(found)))
}

/// Whether the statement is NVD's, or a correction of it that others publish.
fn is_nvd(one: &Evidence) -> bool {
    one.of == Of::Product && (one.how.source == "nvd" || one.how.source == Record::CORRECTIONS)
}

fn is_open_nvd(one: &Evidence) -> bool {
    is_nvd(one) && !one.truth.is_no()
}

fn has_open_product(evidence: &[&Evidence]) -> bool {
    evidence.iter().any(|one| one.of == Of::Product && !one.truth.is_no())
}

fn dismissed(flaw: &str, shown: &Evidence, is_overruling: bool) -> Dismissed {
    let mut why = shown.truth.reason().to_owned();
    if !shown.how.range.is_empty() {
        why = format!("{why}: {} against {}", shown.how.version, shown.how.range);
    }
    if is_overruling {
        why.push_str(
            "; NVD's range is not used: the distribution mends flaws without a new upstream version",
        );
    }
    let (source, record) = (shown.how.source.clone(), shown.how.record.clone());
    Dismissed { id: flaw.to_owned(), source, record, why }
}

/// Whether the distribution that the package is of says that it is not affected, in every statement it makes.
fn is_mended_by_distribution(evidence: &[&Evidence]) -> bool {
    let mut own = evidence.iter().filter(|one| one.of == Of::Distribution).peekable();
    own.peek().is_some() && own.all(|one| one.truth.is_no())
}

fn state(engine: &Engine<'_>, looked: &Looked, matches: &[Match], dismissed: usize) -> (State, String) {
    let count = |state| matches.iter().filter(|found: &&Match| found.state == state).count();
    let (affected, open) = (count(State::Affected), count(State::NotChecked));
    if affected > 0 {
        let more = if open > 0 { format!("; {open} more could not be evaluated") } else { String::new() };
        return (
            State::Affected,
            format!("{affected} of {} known flaws concern it{more}", matches.len() + dismissed),
        );
    }
    if open > 0 {
        let first = matches.iter().find_map(|found| found.how.first()).map(|how| how.remark.clone());
        let why = first.unwrap_or_default();
        return (
            State::NotChecked,
            format!("{open} known flaws could not be evaluated; the first because {why}"),
        );
    }
    let stale: Vec<String> = looked
        .covered_by
        .iter()
        .filter_map(|source| Some(format!("{source} is {} days old", engine.stale.get(source)?)))
        .collect();
    if !stale.is_empty() {
        return (State::NotChecked, format!("its sources are older than allowed: {}", stale.join(", ")));
    }
    if dismissed > 0 {
        return (State::NotAffected, format!("none of {dismissed} known flaws concerns it"));
    }
    if looked.can_be_clear {
        let sources: Vec<&str> = looked.covered_by.iter().map(String::as_str).collect();
        return (State::Clear, format!("{} would know it, and no record names it", sources.join(", ")));
    }
    let tried: Vec<String> =
        looked.attempts.iter().map(|tried| format!("{}: {}", tried.way.word(), tried.outcome)).collect();
    let tried = if tried.is_empty() { "the SBOM states no identifier".to_owned() } else { tried.join("; ") };
    (State::Unidentified, format!("no loaded source covers it ({tried})"))
}
