//! What every statement says of one package.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{Of, Own, Statement};
use crate::evaluate::Verdict;
use crate::identity::{Scope, Target};
use crate::truth::Truth;
use crate::{How, Text};

/// One statement's word on one package.
pub(super) struct Evidence<'p> {
    pub(super) statement: &'p Statement,
    pub(super) verdict: &'p Verdict,
    own: &'p Own<'p>,
}

impl<'p> Evidence<'p> {
    pub(super) fn new(statement: &'p Statement, verdict: &'p Verdict, own: &'p [Own<'p>]) -> Self {
        Self { statement, verdict, own: &own[statement.target] }
    }

    pub(super) fn truth(&self) -> &'p Truth {
        &self.verdict.truth
    }

    pub(super) fn source(&self) -> &'p Text {
        &self.statement.head.source
    }

    /// The version that was compared.
    pub(super) fn version(&self) -> &'p Text {
        &self.own.version
    }

    /// The whole explanation.
    pub(super) fn how(&self) -> How {
        let head = &self.statement.head;
        let reason = self.truth().reason();
        let remark = match &head.correction {
            // The reason for an unknown release is about the package, and no correction changes it.
            Some(mark) if reason.is_empty() => mark.as_str().into(),
            Some(mark) if !self.verdict.is_blurred => format!("{reason}; {mark}").into(),
            _ => reason.into(),
        };
        How {
            way: self.own.way,
            identifier: self.own.identifier.clone(),
            key: self.statement.key.clone(),
            source: head.source.clone(),
            record: head.id.clone(),
            range: self.verdict.range.clone(),
            scheme: self.verdict.scheme.into(),
            version: self.own.version.clone(),
            remark,
        }
    }
}

/// Takes back what cannot be said where the release of a distribution is not known.
pub(super) fn blur(statements: &[Statement], verdicts: &mut [Verdict], own: &[Own<'_>]) {
    for (target, of) in own.iter().enumerate() {
        if let Target::Package { ecosystems, scope: Scope::AnyRelease(family), .. } = of.target {
            let until = statements.partition_point(|statement| statement.target <= target);
            blur_releases(&statements[..until], &mut verdicts[..until], ecosystems, family);
        }
    }
}

/// A flaw that holds in some releases only cannot be said to hold where the release is not known.
fn blur_releases(statements: &[Statement], verdicts: &mut [Verdict], ecosystems: &[String], family: &str) {
    let mut holding: BTreeMap<&Text, BTreeSet<&Text>> = BTreeMap::new();
    let some = |statement: &&Statement| statement.of == Of::SomeRelease;
    let pairs = statements.iter().zip(verdicts.iter());
    for (statement, _) in pairs.filter(|(one, verdict)| some(one) && verdict.truth == Truth::Yes) {
        for flaw in &statement.head.flaws {
            holding.entry(flaw).or_default().insert(&statement.ecosystem);
        }
    }
    let pairs = statements.iter().zip(verdicts.iter_mut());
    for (statement, verdict) in pairs.filter(|(one, verdict)| some(one) && verdict.truth.holds()) {
        let flaws = &statement.head.flaws;
        let everywhere =
            flaws.iter().all(|flaw| holding.get(flaw).is_some_and(|h| h.len() == ecosystems.len()));
        if !everywhere {
            let why = format!(
                "it holds for {}, and the SBOM does not say which release of {family} the package is of",
                statement.ecosystem
            );
            verdict.truth = Truth::Unknown(why.into());
            verdict.is_blurred = true;
        }
    }
}
