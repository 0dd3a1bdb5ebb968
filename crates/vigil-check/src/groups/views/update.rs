//! The path of each update: from a server of the maker, segment by segment, to each part that it updates.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::derive;
use vigil_model::kinds::{Component, Flow, Medium, Operator, Update, View};
use vigil_model::{Model, Record};

use super::elements::updates_of;
use super::kind::Lack;
use crate::scope::Scope;

pub(super) fn lacks(scope: &Scope<'_>, view: &View) -> Vec<Lack> {
    let updates = updates_of(&scope.case.model, view);
    if updates.is_empty() {
        let text = "shows no update: none is stated";
        return vec![Lack::new(view.subject(), text, scope.place(view.meta.key("of")))];
    }
    updates.into_iter().flat_map(|update| of_update(scope, update)).collect()
}

fn of_update(scope: &Scope<'_>, update: &Update) -> Vec<Lack> {
    let model = &scope.case.model;
    let path: Vec<&Flow> = update.path.iter().filter_map(|it| it.get(model)).collect();
    let lack = |key: &str, text: String| Lack::new(update.subject(), text, scope.place(update.meta.key(key)));
    if path.is_empty() {
        return vec![lack("path", format!("shows no path for `{}`", update.subject()))];
    }
    let mut lacks = Vec::new();
    let begins = ends(path[0]).into_iter().any(|id| is_server_of_the_maker(model, update, id));
    if !begins {
        lacks.push(lack(
            "path",
            format!("does not begin `{}` at a server that the maker runs", update.subject()),
        ));
    }
    let reached = reached(&path);
    for part in update.of.iter().filter(|part| !reached.contains(&part.id)) {
        lacks.push(lack("path", format!("does not lead `{}` to `{part}`", update.subject())));
    }
    let open = path.iter().filter(|it| is_foreign(model, it) && !is_protected(model, it));
    lacks.extend(open.map(|flow| {
        let text = format!(
            "does not say how `{}` is protected, a segment of `{}` that others run",
            flow.subject(),
            update.subject()
        );
        lack("protected", text)
    }));
    lacks
}

/// How a segment is protected holds for every update that passes it.
fn is_protected(model: &Model, flow: &Flow) -> bool {
    model.updates.values().any(|it| it.protected.get(flow.id().as_str()).is_some())
}

fn ends(flow: &Flow) -> [&Id; 2] {
    [&flow.from.component, &flow.to.component]
}

fn is_server_of_the_maker(model: &Model, update: &Update, id: &Id) -> bool {
    let updated = update.of.iter().any(|it| it.id == *id);
    let run = |it: &Component| derive::operator(model, it) == Some(Operator::Manufacturer);
    !updated && model.components.get(id).is_some_and(run)
}

/// Parts that the path reaches from its first flow without a break.
fn reached<'m>(path: &[&'m Flow]) -> BTreeSet<&'m Id> {
    let mut reached: BTreeSet<&Id> = BTreeSet::from(ends(path[0]));
    for flow in &path[1..] {
        if ends(flow).into_iter().any(|id| reached.contains(id)) {
            reached.extend(ends(flow));
        }
    }
    reached
}

/// A segment that somebody else runs: neither inside a housing, nor between two parts of the maker.
fn is_foreign(model: &Model, flow: &Flow) -> bool {
    if matches!(derive::medium(model, flow), Some(Medium::Board | Medium::Local)) {
        return false;
    }
    let foreign = |id: &Id| {
        model.components.get(id).is_none_or(|it| derive::operator(model, it) != Some(Operator::Manufacturer))
    };
    ends(flow).into_iter().any(foreign)
}
