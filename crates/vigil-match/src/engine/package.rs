//! The result of one package.

use std::collections::BTreeSet;

use vigil_sbom::Item;
use vigil_vulndb::{Damage, Reader, Record};

use super::evidence::Evidence;
use super::lookup::{self, Looked};
use super::statement::{Of, Own};
use super::{Engine, flaws, located, row};
use crate::built::Placed;
use crate::evaluate::Verdict;
use crate::identity::Identities;
use crate::truth::Truth;
use crate::{Attempt, Built, Dismissed, Match, PackageResult, State, Text};

/// What matching says of a package, whatever stands beside it in its SBOM.
#[derive(Clone)]
pub(super) struct Said {
    state: State,
    reason: String,
    tried: Vec<Attempt>,
    matches: Vec<Match>,
    dismissed: Vec<Dismissed>,
    dismissed_total: usize,
    not_built: Vec<Dismissed>,
    withdrawn: Vec<String>,
}

impl Said {
    /// The result of an item.
    pub(super) fn of(self, item: &Item) -> PackageResult {
        PackageResult {
            component: item.component.clone(),
            package: item.package.key().to_string(),
            sbom_file: item.sbom_file.clone(),
            pointer: item.package.pointer.clone(),
            name: item.package.name.clone(),
            version: item.package.version.clone(),
            state: self.state,
            reason: self.reason,
            tried: self.tried,
            matches: self.matches,
            dismissed: self.dismissed,
            dismissed_total: self.dismissed_total,
            not_built: self.not_built,
            withdrawn: self.withdrawn,
        }
    }

    /// What is said where the database is damaged.
    pub(super) fn failed(damage: Damage) -> Self {
        Self {
            state: State::NotChecked,
            reason: damage.to_string(),
            tried: Vec::new(),
            matches: Vec::new(),
            dismissed: Vec::new(),
            dismissed_total: 0,
            not_built: Vec::new(),
            withdrawn: Vec::new(),
        }
    }
}

/// What is said of a package of a group; whatever goes wrong, something is.
pub(super) fn said(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    looked: &Looked,
    (own, verdicts): (&[Own<'_>], &[Verdict]),
    identities: &Identities,
    built: Option<&Built>,
) -> Said {
    match judged(engine, reader, looked, (own, verdicts), identities, built) {
        Ok(said) => said,
        Err(damage) => Said::failed(damage),
    }
}

fn judged(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    looked: &Looked,
    (own, verdicts): (&[Own<'_>], &[Verdict]),
    identities: &Identities,
    built: Option<&Built>,
) -> Result<Said, Damage> {
    let (mut matches, mut dismissed, mut dismissed_total) = (Vec::new(), Vec::new(), 0);
    let mut not_built = Vec::new();
    for (flaw, places) in &looked.flaws {
        let word = |at: &usize| Evidence::new(&looked.statements[*at], &verdicts[*at], own);
        if places.iter().all(|at| verdicts[*at].truth.is_no()) {
            dismissed_total += 1;
            if dismissed.len() < PackageResult::MOST_DISMISSED {
                dismissed.push(why_not(flaw, &word(&places[0]), false));
            }
            continue;
        }
        let evidence: Vec<Evidence<'_>> = places.iter().map(word).collect();
        match outcome(engine, reader, flaw, &evidence)? {
            Outcome::Match(mut found) => match built.map(|built| placed(engine, reader, &found, built)) {
                Some(Ok(Some(Placed::Absent(why)))) => not_built.push(left_out(&found, why)),
                Some(Ok(Some(Placed::Stays(why)))) => {
                    found.built = why.into();
                    matches.push(*found);
                }
                Some(Err(damage)) => return Err(damage),
                Some(Ok(None)) | None => matches.push(*found),
            },
            Outcome::Dismissed(found) => {
                dismissed_total += 1;
                if dismissed.len() < PackageResult::MOST_DISMISSED {
                    dismissed.push(found);
                }
            }
        }
    }
    dismissed_total += not_built.len();
    matches.shrink_to_fit();
    dismissed.shrink_to_fit();
    let mut tried: Vec<Attempt> =
        own.iter().zip(&looked.targets).map(|(own, seen)| seen.attempt(own.way, &own.identifier)).collect();
    tried.extend(identities.failed.iter().cloned());
    let (state, reason) = state(engine, looked, own, &tried, &matches, dismissed_total);
    let withdrawn = looked.withdrawn.iter().cloned().collect();
    Ok(Said { state, reason, tried, matches, dismissed, dismissed_total, not_built, withdrawn })
}

/// What the build says of a flaw that concerns the package; `None` where no record says in which files it lies.
pub(super) fn placed(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    found: &Match,
    built: &Built,
) -> Result<Option<Placed>, Damage> {
    let files = located::files_of(engine, reader, &found.id)?;
    Ok((!files.is_empty()).then(|| built.place(&files)))
}

/// The row of a flaw whose source files were not compiled in.
pub(super) fn left_out(found: &Match, why: String) -> Dismissed {
    let first = found.how.first();
    let of = |text: fn(&crate::How) -> &Text| first.map(|how| text(how).clone()).unwrap_or_default();
    Dismissed {
        id: found.id.clone(),
        source: of(|how| &how.source),
        record: of(|how| &how.record),
        why: why.into(),
    }
}

pub(super) enum Outcome {
    Match(Box<Match>),
    Dismissed(Dismissed),
}

pub(super) fn outcome(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    flaw: &Text,
    evidence: &[Evidence<'_>],
) -> Result<Outcome, Damage> {
    let overruled = is_mended_by_distribution(evidence);
    let overridden = match engine.has_overrides && evidence.iter().any(is_open_nvd) {
        true => flaws::override_of(engine.database, reader, flaw)?,
        false => None,
    };
    let used = |one: &&Evidence<'_>| {
        !(overruled && one.statement.of == Of::Product || overridden.is_some() && is_nvd(one))
    };
    // What says nothing counts only where nothing else speaks: a record that does not know about a version is no
    // reason to doubt another that does.
    let speaks = evidence.iter().any(|one| used(&one) && !one.verdict.is_silent);
    let counts = |one: &&Evidence<'_>| used(one) && !(speaks && one.verdict.is_silent);
    let truth = evidence.iter().filter(counts).map(|one| one.truth().clone()).reduce(Truth::or);
    let truth = truth.unwrap_or_else(|| Truth::No("".into()));
    if truth.is_no() {
        let shown = evidence.iter().find(|one| one.truth().is_no()).unwrap_or(&evidence[0]);
        let mut found = why_not(flaw, shown, overruled && has_open_product(evidence));
        if let Some(mark) = overridden {
            found.why = format!("NVD's configurations are not used, {mark}; {}", found.why).into();
        }
        return Ok(Outcome::Dismissed(found));
    }
    row::of(engine, reader, flaw, evidence, &truth).map(|found| Outcome::Match(Box::new(found)))
}

/// Whether the statement is NVD's, or a correction of it that others publish.
fn is_nvd(one: &Evidence<'_>) -> bool {
    one.statement.of == Of::Product && (*one.source() == "nvd" || *one.source() == Record::CORRECTIONS)
}

fn is_open_nvd(one: &Evidence<'_>) -> bool {
    is_nvd(one) && !one.truth().is_no()
}

fn has_open_product(evidence: &[Evidence<'_>]) -> bool {
    evidence.iter().any(|one| one.statement.of == Of::Product && !one.truth().is_no())
}

fn why_not(flaw: &Text, shown: &Evidence<'_>, is_overruling: bool) -> Dismissed {
    let mut why = shown.truth().reason().to_owned();
    if !shown.verdict.range.is_empty() {
        why = format!("{why}: {} against {}", shown.version(), shown.verdict.range);
    }
    if is_overruling {
        why.push_str(
            "; NVD's range is not used: the distribution mends flaws without a new upstream version",
        );
    }
    let (source, record) = (shown.source().clone(), shown.statement.head.id.clone());
    Dismissed { id: flaw.clone(), source, record, why: why.into() }
}

/// Whether the distribution that the package is of says that it is not affected, in every statement it makes.
fn is_mended_by_distribution(evidence: &[Evidence<'_>]) -> bool {
    let mut own = evidence.iter().filter(|one| one.statement.of == Of::Distribution).peekable();
    own.peek().is_some() && own.all(|one| one.truth().is_no())
}

fn state(
    engine: &Engine<'_>,
    looked: &Looked,
    own: &[Own<'_>],
    tried: &[Attempt],
    matches: &[Match],
    dismissed: usize,
) -> (State, String) {
    let covered_by: BTreeSet<&String> = looked.targets.iter().flat_map(|seen| &seen.covered_by).collect();
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
    let stale: Vec<String> = covered_by
        .iter()
        .filter_map(|source| Some(format!("{source} is {} days old", engine.stale.get(*source)?)))
        .collect();
    if !stale.is_empty() {
        return (State::NotChecked, format!("its sources are older than allowed: {}", stale.join(", ")));
    }
    if dismissed > 0 {
        return (State::NotAffected, format!("none of {dismissed} known flaws concerns it"));
    }
    let mut clear = own.iter().zip(&looked.targets);
    if clear.any(|(own, seen)| lookup::can_be_clear(own.target, seen, own.way)) {
        let sources: Vec<&str> = covered_by.iter().map(|source| source.as_str()).collect();
        return (State::Clear, format!("{} would know it, and no record names it", sources.join(", ")));
    }
    let tried: Vec<String> =
        tried.iter().map(|tried| format!("{}: {}", tried.way.word(), tried.outcome)).collect();
    let tried = if tried.is_empty() { "the SBOM states no identifier".to_owned() } else { tried.join("; ") };
    (State::Unidentified, format!("no loaded source covers it ({tried})"))
}
