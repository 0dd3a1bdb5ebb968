//! Predicates of the group `scope`: what the file is about.

use vigil_model::Record;

use crate::groups::Predicate;
use crate::judgement::Judgement;
use crate::scope::Scope;

pub(crate) const PREDICATES: &[(&str, Predicate)] =
    &[("pathway_known", pathway_known), ("software_stated", software_stated)];

fn pathway_known(scope: &Scope<'_>) -> Vec<Judgement> {
    let project = scope.case.model.project.as_ref();
    let place = project.map_or_else(Scope::top, |it| scope.place(it.key("submission")));
    let pathway = project.and_then(|it| it.submission.as_ref()?.pathway);
    let judgement = match pathway {
        Some(pathway) => Judgement::pass("project").with("pathway", pathway.word()).resting_on("project"),
        None => Judgement::gap("project").with("pathway", "not stated"),
    };
    vec![judgement.at(place)]
}

fn software_stated(scope: &Scope<'_>) -> Vec<Judgement> {
    let model = &scope.case.model;
    let place = model.project.as_ref().map_or_else(Scope::top, |it| scope.place(it.span));
    if model.components.is_empty() {
        return vec![Judgement::gap("project").at(place)];
    }
    let mut pass = Judgement::pass("project").at(place);
    pass.evidence = model.components.values().map(Record::subject).collect();
    vec![pass]
}
