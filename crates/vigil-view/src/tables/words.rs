//! How records, facts and states are put into cells.

use vigil_base::{Date, Id};
use vigil_case::{Case, TestState};
use vigil_model::kinds::Verdict;
use vigil_model::{AnyRef, EndRef, Kind, Model, Record, Ref, Target};
use vigil_threat::Outcome;

use crate::table::{Cell, NOT_STATED, Tone};

/// Prose on one line: texts in TOML have line breaks that mean nothing.
pub(crate) fn prose(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What somebody wrote, or the words for not stated.
pub(crate) fn said(text: Option<&str>) -> Cell {
    text.map_or_else(Cell::not_stated, |text| Cell::text(prose(text)))
}

/// What somebody wrote, or nothing.
pub(crate) fn said_after(before: &str, text: Option<&str>) -> Option<Cell> {
    text.map(|text| Cell::text(format!("{before}{}", prose(text))))
}

/// A record's own cell: its name and its id, or its id alone.
pub(crate) fn head(name: Option<&str>, id: &Id) -> Cell {
    match name {
        Some(name) => Cell::strong(prose(name)).say(" ").then(Cell::code(id.as_str())),
        None => Cell::code(id.as_str()),
    }
}

/// The name that a record is printed with, where it has one.
pub(crate) fn name_of<'m>(model: &'m Model, kind: Kind, id: &Id) -> Option<&'m str> {
    match kind {
        Kind::Environment => model.environments.get(id)?.name.as_deref(),
        Kind::State => model.states.get(id)?.name.as_deref(),
        Kind::Zone => model.zones.get(id)?.name.as_deref(),
        Kind::Actor => model.actors.get(id)?.name.as_deref(),
        Kind::Adversary => model.adversaries.get(id)?.name.as_deref(),
        Kind::Component => model.components.get(id)?.name.as_deref(),
        Kind::Data => model.data.get(id)?.name.as_deref(),
        Kind::Secret => model.secrets.get(id)?.name.as_deref(),
        Kind::Setting => model.settings.get(id)?.name.as_deref(),
        Kind::Channel => model.channels.get(id)?.name.as_deref(),
        Kind::Flow => model.flows.get(id)?.name.as_deref(),
        Kind::Function => model.functions.get(id)?.name.as_deref(),
        Kind::Hazard => model.hazards.get(id)?.name.as_deref(),
        Kind::Harm => model.harms.get(id)?.name.as_deref(),
        Kind::Usecase => model.usecases.get(id)?.name.as_deref(),
        Kind::Update => model.updates.get(id)?.name.as_deref(),
        _ => None,
    }
}

/// The name that a record is printed with, else its id.
pub(crate) fn label(model: &Model, kind: Kind, id: &Id) -> String {
    // The name of a state is a sentence; its id is the word that people use for it.
    if kind == Kind::State {
        return id.to_string();
    }
    name_of(model, kind, id).map_or_else(|| id.to_string(), prose)
}

/// Kinds whose records some table prints in full, so that a reference leads somewhere.
fn has_anchor(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Environment
            | Kind::Hazard
            | Kind::Package
            | Kind::Identity
            | Kind::Mds2
            | Kind::Layout
            | Kind::View
            | Kind::Answer
    )
}

/// A reference to a record. One that does not exist is said to be missing, not linked.
pub(crate) fn record(case: &Case, kind: Kind, id: &Id) -> Cell {
    let text = label(&case.model, kind, id);
    if !case.model.has(kind, id.as_str()) {
        Cell::code(id.as_str()).say(" (no such record)")
    } else if has_anchor(kind) {
        Cell::to(format!("{}.{id}", kind.word()), text)
    } else {
        Cell::text(text)
    }
}

/// References with commas between them, or `empty`.
pub(crate) fn refs<'r, T: Record>(
    case: &Case,
    refs: impl IntoIterator<Item = &'r Ref<T>>,
    empty: &str,
) -> Cell {
    Cell::list(refs.into_iter().map(|it| record(case, T::KIND, &it.id)), empty)
}

/// References to records of one kind by their ids, or `empty`.
pub(crate) fn ids<'r>(case: &Case, kind: Kind, ids: impl IntoIterator<Item = &'r Id>, empty: &str) -> Cell {
    Cell::list(ids.into_iter().map(|id| record(case, kind, id)), empty)
}

/// A reference to whatever a record can name.
pub(crate) fn target(case: &Case, target: &Target) -> Cell {
    match target {
        Target::Record(kind, id) => record(case, *kind, id),
        Target::Interface(component, name) => interface(case, component, name),
        Target::Generated(text) => threat(case, text),
        _ => Cell::text("the whole system"),
    }
}

/// References of any kind with commas between them, or `empty`.
pub(crate) fn targets<'r>(case: &Case, all: impl IntoIterator<Item = &'r AnyRef>, empty: &str) -> Cell {
    Cell::list(all.into_iter().map(|it| target(case, &it.target)), empty)
}

/// A reference to a threat by its id.
pub(crate) fn threat(case: &Case, id: &str) -> Cell {
    match case.threats.all.get(id) {
        Some(threat) => Cell::to(threat.subject(), id),
        None => Cell::code(id).say(" (no such threat)"),
    }
}

/// A reference written as text: `risk.r-012`, a threat's id, or anything else as it stands.
pub(crate) fn written(case: &Case, text: &str) -> Cell {
    match AnyRef::parse(text) {
        Some(Target::Record(kind, id)) => record(case, kind, &id),
        Some(Target::Interface(component, name)) => interface(case, &component, &name),
        Some(Target::Generated(id)) if case.threats.all.contains_key(&id) => threat(case, &id),
        _ => Cell::text(prose(text)),
    }
}

/// A reference to an interface.
pub(crate) fn interface(case: &Case, component: &Id, name: &str) -> Cell {
    let known = case.model.components.get(component).and_then(|it| it.interfaces.get(name));
    let text = format!("{}, {name}", label(&case.model, Kind::Component, component));
    match known {
        Some(_) => Cell::to(format!("interface.{component}.{name}"), text),
        None => Cell::code(format!("{component}.{name}")).say(" (no such interface)"),
    }
}

/// One end of a flow.
pub(crate) fn end(case: &Case, end: &EndRef) -> Cell {
    match &end.interface {
        Some(name) => interface(case, &end.component, name),
        None => record(case, Kind::Component, &end.component),
    }
}

/// Yes, no or not stated.
pub(crate) fn yes_no(value: Option<bool>) -> Cell {
    Cell::text(match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => NOT_STATED,
    })
}

/// A day, with a word where it has passed.
pub(crate) fn day(case: &Case, day: Date) -> Cell {
    if day < case.as_of {
        Cell::text(format!("{day} ")).then(Cell::status("past", Tone::Warn))
    } else {
        Cell::text(day.to_string())
    }
}

/// CWE numbers.
pub(crate) fn cwes(cwes: &vigil_model::quantity::Cwes) -> Cell {
    let none = if cwes.none { "stated: none fits" } else { NOT_STATED };
    Cell::list(cwes.numbers.iter().map(|number| Cell::text(format!("CWE-{number}"))), none)
}

/// The outcome of a threat.
pub(crate) fn outcome(outcome: Outcome) -> Cell {
    let tone = match outcome {
        Outcome::Uncredited | Outcome::Unknown => Tone::Warn,
        Outcome::Credited => Tone::Good,
        Outcome::NotApplicable => Tone::Neutral,
    };
    Cell::status(outcome.word(), tone)
}

/// The state of a test.
pub(crate) fn test_state(state: TestState) -> Cell {
    let tone = match state {
        TestState::Passed => Tone::Good,
        TestState::Failed => Tone::Bad,
        _ => Tone::Warn,
    };
    Cell::status(state.word(), tone)
}

/// A test with its state.
pub(crate) fn test(case: &Case, id: &Id) -> Cell {
    let state = case.tests.get(id).map_or(TestState::Missing, |row| row.state);
    record(case, Kind::Test, id).say(" ").then(test_state(state))
}

/// Tests with their states, or `empty`.
pub(crate) fn tests<'r>(case: &Case, tests: impl IntoIterator<Item = &'r Id>, empty: &str) -> Cell {
    Cell::list(tests.into_iter().map(|id| test(case, id)), empty)
}

/// A verdict of a person.
pub(crate) fn verdict(verdict: Verdict) -> Cell {
    let tone = match verdict {
        Verdict::NotAffected | Verdict::Fixed | Verdict::NotApplicable => Tone::Good,
        Verdict::Affected | Verdict::Applies | Verdict::UnderInvestigation => Tone::Warn,
        _ => Tone::Neutral,
    };
    Cell::status(verdict.word().replace('-', " "), tone)
}

/// `1 package`, `2 packages`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
