//! Facts of interfaces, components, secrets and settings.

use vigil_model::derive::{self, Surface};
use vigil_model::kinds::{Component, ComponentKind, InterfaceKind, Secret};
use vigil_model::{Model, Record};

use super::fact::stated;
use crate::groups::links::{ends_at, flows_at, listed};
use crate::judgement::Judgement;
use crate::scope::Scope;

/// Each interface is on a path, used by a role, or stated as unused.
pub(super) fn interfaces(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let judge = |it: &Surface<'_>| {
        let flows = flows_at(model, it.component.id(), it.name);
        let there = it.interface.used == Some(false) || !flows.is_empty() || role_of(model, it).is_some();
        let judgement = stated(it.path(), there, scope.place(it.component.meta.key("if")));
        flows.into_iter().map(Record::subject).fold(judgement, Judgement::resting_on)
    };
    derive::attack_surface(model).iter().map(judge).collect()
}

fn role_of(model: &Model, surface: &Surface<'_>) -> Option<String> {
    let uses = |it: &&vigil_model::kinds::Actor| {
        it.uses.iter().any(|end| ends_at(end, surface.component.id(), surface.name))
    };
    model.actors.values().find(uses).map(Record::subject)
}

/// Each interface for people has a role that uses it.
pub(super) fn roles(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let surfaces = derive::attack_surface(model);
    let people = surfaces
        .iter()
        .filter(|it| it.interface.kind == InterfaceKind::Hmi && it.interface.used != Some(false));
    let judge = |it: &Surface<'_>| {
        let role = role_of(model, it);
        let judgement = stated(it.path(), role.is_some(), scope.place(it.component.meta.key("if")));
        role.into_iter().fold(judgement, Judgement::resting_on)
    };
    people.map(judge).collect()
}

fn assessed<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = &'a Component> {
    scope.case.model.components.values().filter(|it| it.kind != ComponentKind::External)
}

/// Each part says what it runs, or which built-in functions are not used.
pub(super) fn functions(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |it: &Component| {
        let there = !it.runs.is_empty() || it.unused_functions.is_some();
        stated(it.id().as_str(), there, scope.place(it.meta.key("runs")))
    };
    assessed(scope).map(judge).collect()
}

/// Each part says who may do what on it.
pub(super) fn access(scope: &Scope<'_>) -> Vec<Judgement> {
    let judge = |it: &Component| {
        let there = it.access.as_ref().is_some_and(|it| {
            !it.accounts.is_empty()
                || it.authentication.is_some()
                || it.privileges.is_some()
                || it.passwords.is_some()
        });
        stated(it.id().as_str(), there, scope.place(it.meta.key("access")))
    };
    scope.software_components().map(judge).collect()
}

/// The life of each secret, from making to end.
pub(super) fn credentials(scope: &Scope<'_>) -> Vec<Judgement> {
    scope.case.model.secrets.values().map(|secret| life(scope, secret)).collect()
}

fn life(scope: &Scope<'_>, secret: &Secret) -> Judgement {
    let life = secret.life.as_ref();
    let steps = [
        ("made", life.and_then(|it| it.made.as_ref()).is_some()),
        ("transferred", life.and_then(|it| it.transferred.as_ref()).is_some()),
        ("enrolled", life.and_then(|it| it.enrolled.as_ref()).is_some()),
        // Hardware that keeps a secret is how it is stored.
        ("stored", secret.hardware == Some(true) || life.and_then(|it| it.stored.as_ref()).is_some()),
        ("rotated", life.and_then(|it| it.rotated.as_ref()).is_some()),
        ("ended", life.and_then(|it| it.ended.as_ref()).is_some()),
        ("held", !secret.held_in.is_empty()),
    ];
    let missing: Vec<String> =
        steps.iter().filter(|(_, there)| !there).map(|(word, _)| (*word).to_owned()).collect();
    let judgement = stated(secret.id().as_str(), missing.is_empty(), scope.place(secret.meta.key("life")));
    if missing.is_empty() { judgement } else { judgement.with("missing", listed(&missing)) }
}

/// Security settings are stated, each with its default.
pub(super) fn settings(scope: &Scope<'_>) -> Vec<Judgement> {
    let settings = &scope.case.model.settings;
    if settings.is_empty() {
        return vec![Judgement::gap("settings").at(Scope::top())];
    }
    settings
        .values()
        .map(|it| stated(it.subject(), it.default.is_some(), scope.place(it.meta.key("default"))))
        .collect()
}
