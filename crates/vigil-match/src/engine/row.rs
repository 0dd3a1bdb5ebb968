//! The row of one flaw of one package: what each statement says, certain ones first.

use std::collections::BTreeSet;
use std::sync::Arc;

use vigil_vulndb::{Damage, Reader};

use super::evidence::Evidence;
use super::{Engine, facts};
use crate::truth::Truth;
use crate::{How, Match, State, Text};

pub(super) fn of(
    engine: &Engine<'_>,
    reader: &mut Reader<'_>,
    flaw: &Text,
    evidence: &[Evidence<'_>],
    truth: &Truth,
) -> Result<Match, Damage> {
    let found_by: BTreeSet<u32> = evidence.iter().map(|one| one.statement.record).collect();
    let mut facts = facts::of(engine, reader, flaw, found_by.into_iter().collect())?;
    let own: Vec<_> = evidence.iter().flat_map(|one| one.statement.scores.clone()).collect();
    if !own.is_empty() {
        let facts = Arc::make_mut(&mut facts);
        facts.severity.extend(own);
        facts.severity.sort();
        facts.severity.dedup();
    }
    Ok(Match {
        id: flaw.clone(),
        state: if truth.holds() { State::Affected } else { State::NotChecked },
        uncertain: matches!(truth, Truth::Likely(_)),
        how: hows(evidence, |one| !one.truth().is_no()),
        against: hows(evidence, |one| one.truth().is_no()),
        fixed_versions: fixed(evidence),
        built: Text::default(),
        facts,
    })
}

/// Certain statements first, then by source and record.
fn hows(evidence: &[Evidence<'_>], keep: impl Fn(&Evidence<'_>) -> bool) -> Vec<How> {
    let kept = evidence.iter().filter(|one| keep(one));
    let mut kept: Vec<(bool, How)> = kept.map(|one| (!one.truth().holds(), one.how())).collect();
    kept.sort();
    let mut hows: Vec<How> = kept.into_iter().map(|(_, how)| how).collect();
    hows.dedup();
    hows.shrink_to_fit();
    hows
}

fn fixed(evidence: &[Evidence<'_>]) -> Vec<Text> {
    let holding = evidence.iter().filter(|one| !one.truth().is_no());
    let fixed: BTreeSet<&Text> = holding.flat_map(|one| &one.verdict.fixed).collect();
    fixed.into_iter().cloned().collect()
}
