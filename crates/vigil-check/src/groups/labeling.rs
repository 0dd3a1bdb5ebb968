//! Predicates of the group `labeling`.

use std::collections::BTreeSet;

use vigil_base::Place;
use vigil_model::derive::{self, PortRow};
use vigil_model::kinds::{Derive, Label, Topic};
use vigil_model::{Model, Record};

use crate::groups::Predicate;
use crate::groups::links::{flows_at, lacking, listed, or_either};
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] =
    &[("end_of_support", end_of_support), ("ports", ports), ("sbom", sbom), ("topic", topic)];

/// The topic of a label: stated, or that of the table it is made from.
pub(super) fn topic_of(label: &Label) -> Option<Topic> {
    label.topic.or_else(|| match label.derive? {
        Derive::Ports => Some(Topic::Ports),
        Derive::Support => Some(Topic::EndOfSupport),
        Derive::Settings => Some(Topic::Configuration),
        Derive::Sbom => Some(Topic::Sbom),
        _ => None,
    })
}

/// Labels on the topic that the rule names.
fn labels<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = &'a Label> {
    let wanted = Topic::parse(scope.arg("topic"));
    scope.case.model.labels.values().filter(move |it| wanted.is_some() && topic_of(it) == wanted)
}

/// Whether a label says something, and to whom.
fn speaks(scope: &Scope<'_>, label: &Label) -> bool {
    let drawing = label.diagram.as_ref().is_some_and(|it| it.get(&scope.case.model).is_some());
    let content = match topic_of(label) {
        Some(Topic::Diagram) => drawing,
        _ => drawing || label.text.is_some() || label.derive.is_some(),
    };
    label.to.is_some() && content
}

fn header(scope: &Scope<'_>) -> Place {
    scope.case.model.labeling.as_ref().map_or_else(Scope::top, |it| scope.place(it.span))
}

/// A label covers the rule's topic.
fn topic(scope: &Scope<'_>) -> Vec<Judgement> {
    if let Some(label) = labels(scope).find(|it| speaks(scope, it)) {
        return vec![
            Judgement::pass("labeling").at(scope.place(label.meta.span)).resting_on(label.subject()),
        ];
    }
    // A label that says nothing, or says it to nobody, is the place to go on writing.
    let place = labels(scope).next().map_or_else(|| header(scope), |it| scope.place(it.meta.span));
    vec![Judgement::gap("labeling").at(place)]
}

/// The end of support is told to users, with the date of the device's own life.
fn end_of_support(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let label = labels(scope).find(|it| speaks(scope, it));
    let uncovered = label.is_none().then_some("no label covers it");
    let place = label.map_or_else(|| header(scope), |it| scope.place(it.meta.span));
    let mut judgements = vec![lacking("label", uncovered, place)];
    let stated = model.labeling.as_ref();
    let place = stated.map_or_else(Scope::top, |it| scope.place(it.key("end-of-support")));
    let printed = stated.and_then(|it| it.end_of_support);
    let own = model.project.as_ref().and_then(|it| it.life.as_ref()?.end_of_support);
    judgements.push(match (printed, own) {
        (None, _) => lacking("labeling", Some("`[labeling]` does not state its date"), place),
        (Some(_), None) => {
            Judgement::incomplete("labeling", "`[project.life]` states no `end-of-support` to compare with")
                .at(place)
        }
        (Some(printed), Some(own)) => {
            let differ = format!("`[labeling]` prints {printed}, and the device's own life ends {own}");
            lacking("labeling", (printed != own).then_some(differ.as_str()), place)
        }
    });
    judgements
}

/// Each row of the port table is in the labeling with function, direction and destination.
fn ports(scope: &Scope<'_>) -> Vec<Judgement> {
    let label = labels(scope).find(|it| speaks(scope, it));
    let rows = derive::port_table(&scope.case.model);
    // An interface with several ports has one row for each, and one answer.
    let mut answered = BTreeSet::new();
    let used = rows.iter().filter(|row| row.surface.interface.used != Some(false));
    let first = used.filter(|row| answered.insert((row.surface.component.id(), row.surface.name)));
    let judgements: Vec<Judgement> = first.map(|row| port(scope, row, label)).collect();
    let is_stated = !scope.case.model.components.is_empty();
    or_either(judgements, is_stated, "no `[component]` is stated", "no used interface reaches the outside")
}

fn port(scope: &Scope<'_>, row: &PortRow<'_>, label: Option<&Label>) -> Judgement {
    let subject = row.surface.path();
    let missing = match label {
        Some(_) => missing_of(&scope.case.model, row),
        None => vec!["function, direction and destination (no label has the topic `ports`)".to_owned()],
    };
    let place = match label {
        Some(_) => scope.place(row.surface.component.meta.key("if")),
        None => header(scope),
    };
    let judgement = if missing.is_empty() {
        Judgement::pass(subject)
    } else {
        Judgement::gap(subject).with("missing", listed(&missing))
    };
    label.map(Record::subject).into_iter().fold(judgement.at(place), Judgement::resting_on)
}

fn missing_of(model: &Model, row: &PortRow<'_>) -> Vec<String> {
    let interface = row.surface.interface;
    // What passes is what the interface is for, where nobody says it in words.
    let flows = flows_at(model, row.surface.component.id(), row.surface.name);
    let passes = flows.iter().any(|it| !it.carries.is_empty() || !it.back.is_empty());
    let facts = [
        ("function", interface.text.is_some() || interface.name.is_some() || passes),
        ("direction", row.direction.is_some()),
        ("destination", interface.to.is_some() || !row.peers.is_empty()),
    ];
    facts.into_iter().filter(|(_, stated)| !stated).map(|(word, _)| word.to_owned()).collect()
}

/// Users are told where the SBOM of the version under review is, and somebody tried the address.
fn sbom(scope: &Scope<'_>) -> Vec<Judgement> {
    let label = labels(scope).find(|it| speaks(scope, it));
    let uncovered = label.is_none().then_some("is in no label");
    let place = label.map_or_else(|| header(scope), |it| scope.place(it.meta.span));
    let mut judgements = vec![lacking("label", uncovered, place)];
    judgements.extend(public(scope));
    judgements
}

fn public(scope: &Scope<'_>) -> Vec<Judgement> {
    let stated = scope.case.model.inventory.as_ref();
    let place = |key: &str| stated.map_or_else(Scope::top, |it| scope.place(it.key(key)));
    let version = stated.and_then(|it| it.public_version.as_deref());
    let wanted = scope.case.version();
    let other = version.map(|it| format!("is of version {it}, and the release under review is {wanted}"));
    let version_lacks = match (version, &other) {
        (None, _) => Some("states no version (`public-version`)"),
        (Some(version), Some(other)) if version != wanted => Some(other.as_str()),
        _ => None,
    };
    let address = stated.is_none_or(|it| it.public_at.is_none()).then_some("has no address (`public-at`)");
    let tried = stated
        .is_none_or(|it| it.public_checked.is_none())
        .then_some("has an address that nobody is said to have tried (`public-checked`)");
    vec![
        lacking("inventory", address, place("public-at")),
        lacking("inventory", version_lacks, place("public-version")),
        lacking("inventory", tried, place("public-checked")),
    ]
}
