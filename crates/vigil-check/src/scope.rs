//! What a predicate gets: the case, the rule, and what was judged before it.

use std::collections::BTreeMap;

use vigil_base::{Id, Place};
use vigil_case::Case;
use vigil_guidance::{Catalogue, Rule};
use vigil_model::kinds::{Component, ComponentKind};
use vigil_model::{Kind, Span};

use crate::judgement::Judgement;

/// What a predicate looks at.
pub struct Scope<'a> {
    /// The case.
    pub case: &'a Case,
    /// The catalogue, for lists that rules share.
    pub catalogue: &'a Catalogue,
    /// The rule that is judged.
    pub rule: &'a Rule,
    /// Judgements of the rules before it.
    pub before: &'a [Judgement],
}

impl Scope<'_> {
    /// An argument of the rule; empty when the rule states none.
    pub fn arg(&self, name: &str) -> &str {
        self.rule.args.get(name).map_or("", String::as_str)
    }

    /// File, line and column of a span.
    pub fn place(&self, span: Span) -> Place {
        self.case.model.place(span)
    }

    /// Where a record's header stands, else the top of `vigil.toml`.
    pub fn record_place(&self, kind: Kind, id: &Id) -> Place {
        self.case.model.span_of(kind, id.as_str()).map_or_else(Self::top, |span| self.place(span))
    }

    /// The top of `vigil.toml`, where what is missing altogether would be written.
    pub fn top() -> Place {
        Place::start_of("vigil.toml")
    }

    /// Components that hold software of the maker's product: neither somebody else's system nor bare hardware.
    pub fn software_components(&self) -> impl Iterator<Item = &Component> {
        self.case
            .model
            .components
            .values()
            .filter(|it| !matches!(it.kind, ComponentKind::External | ComponentKind::Hardware))
    }

    /// Parameters filled so far, for tests.
    pub fn no_params() -> BTreeMap<&'static str, String> {
        BTreeMap::new()
    }
}
