//! Facts of the model that make the answer "implemented" untrue.

use vigil_base::Place;
use vigil_model::Record;
use vigil_model::kinds::{
    Channel, Component, DataKind, FactName, Flow, Medium, Property, Scope as Shared, Secret, SecretKind,
    TestKind,
};
use vigil_model::{Kind, Target, derive};

use super::passwords;
use super::weak::weak;
use crate::groups::links::names;
use crate::judgement::Judgement;
use crate::scope::Scope;

/// What stands against the answer, with its place.
pub(super) type Against = (String, Place);

/// One gap for each fact that contradicts the answer; `answer` is the beginning of the sentence.
pub(super) fn contradictions(scope: &Scope<'_>, subject: &str, answer: &str) -> Vec<Judgement> {
    let words = scope.arg("contradicted_by").split(',').map(str::trim).filter(|word| !word.is_empty());
    let gap = |(what, place): Against| {
        Judgement::gap(subject).with("lacks", format!("{answer}, and {what}")).at(place)
    };
    words.flat_map(|word| against(scope, word)).map(gap).collect()
}

fn against(scope: &Scope<'_>, word: &str) -> Vec<Against> {
    use DataKind::{Config, Credential, Phi, Software, TherapyCommand, TherapyStatus};
    let fact = |name, text: &str| component_facts(scope, name, text);
    match word {
        "no-peer-auth" => unprotected(scope, &[TherapyCommand, Software, Credential], Property::PeerAuth),
        "no-replay-protection" => unprotected(scope, &[TherapyCommand], Property::ReplayProtection),
        "no-integrity" => {
            unprotected(scope, &[TherapyCommand, TherapyStatus, Config, Software], Property::Integrity)
        }
        "plain-channel" => unprotected(scope, &[Phi, Credential], Property::Confidentiality),
        "session-never-ends" => {
            joined(channels(scope, endless), fact(FactName::SessionTimeout, "ends no idle session"))
        }
        "fixed-password" => joined(
            passwords::found(scope),
            fact(FactName::UniqueCredentials, "has no credentials of its own"),
        ),
        "fleet-secret" => secrets(scope, fleet_secret),
        "key-life-open" => secrets(scope, |it| it.life.is_none().then(|| "states no life".to_owned())),
        "weak-algorithm" => channels(scope, weak),
        "unsigned-update" => joined(
            updates(scope, |it| it.signed.is_none().then_some("does not say how it is signed")),
            fact(FactName::UpdateSigned, "takes unsigned updates"),
        ),
        "rollback-possible" => fact(FactName::RollbackBlocked, "can be rolled back"),
        "no-secure-boot" => fact(FactName::SecureBoot, "has no secure boot"),
        "debug-port-open" => open_debug(scope),
        "unused-interface-open" => {
            joined(open_unused(scope), fact(FactName::DenyByDefault, "does not deny by default"))
        }
        "no-logs" => fact(FactName::AuditLog, "keeps no audit log"),
        "setting-undefined" => settings(scope),
        "parser-untested" => untested_parsers(scope),
        "update-interruption-open" => joined(
            updates(scope, |it| {
                it.interrupted.is_none().then_some("does not say what happens when it is interrupted")
            }),
            fact(FactName::UpdateAtomic, "is left broken by an interrupted update"),
        ),
        // An unknown word contradicts nothing; the test below holds the catalogue to the list.
        _ => Vec::new(),
    }
}

/// The words that `contradicted_by` may hold.
#[cfg(test)]
const WORDS: &[&str] = &[
    "no-peer-auth",
    "no-replay-protection",
    "no-integrity",
    "plain-channel",
    "session-never-ends",
    "fixed-password",
    "fleet-secret",
    "key-life-open",
    "weak-algorithm",
    "unsigned-update",
    "rollback-possible",
    "no-secure-boot",
    "debug-port-open",
    "unused-interface-open",
    "no-logs",
    "setting-undefined",
    "parser-untested",
    "update-interruption-open",
];

fn joined(mut one: Vec<Against>, other: Vec<Against>) -> Vec<Against> {
    one.extend(other);
    one
}

/// Flows that carry such data over a channel whose stated properties lack what is needed. Unstated properties contradict nothing,
/// and lines inside a housing or a computer are no channels that somebody else could be on.
fn unprotected(scope: &Scope<'_>, kinds: &[DataKind], needed: Property) -> Vec<Against> {
    let model = &scope.case.model;
    let inside = |flow: &Flow| matches!(derive::medium(model, flow), Some(Medium::Board | Medium::Local));
    let against = |flow: &Flow| {
        let gives = flow.over.get(model)?.gives.as_ref().filter(|_| !inside(flow))?;
        let data = flow.carries.iter().chain(&flow.back).filter_map(|it| it.get(model));
        let carried =
            data.map(|it| it.kind).find(|kind| kinds.contains(kind)).filter(|_| !gives.contains(&needed))?;
        let text = format!(
            "`{}` carries {carried} over `channel.{}`, which does not give {needed}",
            flow.subject(),
            flow.over
        );
        Some((text, scope.place(flow.meta.key("over"))))
    };
    model.flows.values().filter_map(against).collect()
}

/// Components that state a fact as false.
fn component_facts(scope: &Scope<'_>, name: FactName, text: &str) -> Vec<Against> {
    let against = |it: &Component| {
        (it.facts.get(name) == Some(false)).then(|| {
            let place = scope.place(it.facts.span(name).unwrap_or(it.meta.span));
            (format!("`{}` {text} (`{name} = false`)", it.subject()), place)
        })
    };
    scope.case.model.components.values().filter_map(against).collect()
}

fn channels(scope: &Scope<'_>, lacks: fn(&Channel) -> Option<String>) -> Vec<Against> {
    let against =
        |it: &Channel| Some((format!("`{}` {}", it.subject(), lacks(it)?), scope.place(it.meta.span)));
    scope.case.model.channels.values().filter_map(against).collect()
}

fn endless(channel: &Channel) -> Option<String> {
    let session = channel.session.as_ref()?;
    session.idle_end.is_none().then(|| "has a session of which no end is stated (`idle_end`)".to_owned())
}

fn secrets(scope: &Scope<'_>, lacks: fn(&Secret) -> Option<String>) -> Vec<Against> {
    let against =
        |it: &Secret| Some((format!("`{}` {}", it.subject(), lacks(it)?), scope.place(it.meta.span)));
    scope.case.model.secrets.values().filter_map(against).collect()
}

fn fleet_secret(secret: &Secret) -> Option<String> {
    use SecretKind::{Password, PrivateKey, SymmetricKey, Token};
    let secret_kind = matches!(secret.kind, PrivateKey | SymmetricKey | Password | Token);
    if secret_kind && secret.scope == Some(Shared::Fleet) {
        return Some("is the same on every device (`scope = \"fleet\"`)".to_owned());
    }
    let origin = secret.derived_from.as_ref()?;
    let lower = origin.to_lowercase();
    let readable = ["serial", "mac address", "identifier", "udi", "imei", "model number"];
    readable
        .iter()
        .any(|it| lower.contains(it))
        .then(|| format!("is derived from something that others can read ({origin})"))
}

fn updates(
    scope: &Scope<'_>,
    lacks: fn(&vigil_model::kinds::Update) -> Option<&'static str>,
) -> Vec<Against> {
    let against = |it: &vigil_model::kinds::Update| {
        Some((format!("`{}` {}", it.subject(), lacks(it)?), scope.place(it.meta.span)))
    };
    scope.case.model.updates.values().filter_map(against).collect()
}

/// Debug ports that are live in a part whose ports are said not to be locked.
fn open_debug(scope: &Scope<'_>) -> Vec<Against> {
    let surfaces = derive::attack_surface(&scope.case.model);
    let open = surfaces.into_iter().filter(|it| {
        it.interface.kind.is_debug()
            && it.interface.used != Some(false)
            && it.component.facts.get(FactName::DebugPortLocked) == Some(false)
    });
    let against = |it: derive::Surface<'_>| {
        (format!("the debug port `{}` is not locked", it.path()), scope.place(it.component.meta.key("facts")))
    };
    open.map(against).collect()
}

fn open_unused(scope: &Scope<'_>) -> Vec<Against> {
    let surfaces = derive::attack_surface(&scope.case.model);
    let open = surfaces
        .into_iter()
        .filter(|it| it.interface.used == Some(false) && !it.interface.listens.is_empty());
    let against = |it: derive::Surface<'_>| {
        let ports: Vec<String> = it.interface.listens.iter().map(ToString::to_string).collect();
        let text = format!("the unused interface `{}` listens on {}", it.path(), ports.join(", "));
        (text, scope.place(it.component.meta.key("if")))
    };
    open.map(against).collect()
}

fn settings(scope: &Scope<'_>) -> Vec<Against> {
    let settings = &scope.case.model.settings;
    if settings.is_empty() {
        return vec![("no setting is stated".to_owned(), Scope::top())];
    }
    let open = settings.values().filter(|it| it.default.is_none());
    open.map(|it| (format!("`{}` states no default", it.subject()), scope.place(it.meta.key("default"))))
        .collect()
}

/// Parts that can be reached, whose parsers are not memory-safe, and that no fuzz test reaches.
fn untested_parsers(scope: &Scope<'_>) -> Vec<Against> {
    let model = &scope.case.model;
    let risky =
        model.components.values().filter(|it| it.facts.get(FactName::MemorySafeParsers) == Some(false));
    let reachable = risky.filter(|it| it.interfaces.values().any(|interface| !interface.kind.is_internal()));
    let untested = reachable.filter(|it| !fuzzed(scope, it));
    untested
        .map(|it| {
            let text = format!(
                "`{}` parses outside data without memory safety, and no fuzz test reaches it",
                it.subject()
            );
            (text, scope.place(it.facts.span(FactName::MemorySafeParsers).unwrap_or(it.meta.span)))
        })
        .collect()
}

fn fuzzed(scope: &Scope<'_>, component: &Component) -> bool {
    let whole = Target::Record(Kind::Component, component.id().clone());
    let parts =
        component.interfaces.keys().map(|name| Target::Interface(component.id().clone(), name.clone()));
    let targets: Vec<Target> = std::iter::once(whole).chain(parts).collect();
    let mut fuzz = scope.case.model.tests.values().filter(|it| it.kind == TestKind::Fuzz);
    fuzz.any(|test| targets.iter().any(|target| names(&test.scope, target)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_uses_no_word_that_is_not_known_here() {
        let catalogue = vigil_guidance::Catalogue::builtin();
        let used = catalogue.rules().iter().filter_map(|rule| rule.args.get("contradicted_by"));
        for word in used.flat_map(|it| it.split(',').map(str::trim)) {
            assert!(WORDS.contains(&word), "`{word}` contradicts nothing");
        }
    }
}
