//! Use cases cover what could do harm, in every state of the device and in the clinical states that apply to it.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::kinds::{ClinicalState, Usecase, View};
use vigil_model::{Record, derive};

use super::elements::usecases_of;
use super::kind::Lack;
use crate::groups::links::backticked;
use crate::scope::Scope;

pub(super) fn lacks(scope: &Scope<'_>, views: &[&View]) -> Vec<Lack> {
    let model = &scope.case.model;
    let usecases: Vec<&Usecase> = views.iter().flat_map(|view| usecases_of(model, view)).collect();
    let place = || scope.place(views[0].meta.span);
    let mut lacks = functions(scope, &usecases);
    let covered: BTreeSet<&Id> = usecases.iter().flat_map(|it| &it.states).map(|it| &it.id).collect();
    for state in model.states.values().filter(|it| !covered.contains(it.id())) {
        let text = format!("no use case covers the state `{}`", state.id());
        lacks.push(Lack::new(state.subject(), text, scope.place(state.meta.span)));
    }
    if model.states.is_empty() {
        lacks.push(Lack::new("state", "no state of the device is stated", place()));
    }
    let clinical: BTreeSet<ClinicalState> =
        usecases.iter().flat_map(|it| it.clinical.iter().copied()).collect();
    let open: Vec<&str> =
        ClinicalState::ALL.iter().filter(|it| !clinical.contains(it)).map(|it| it.word()).collect();
    if !open.is_empty() {
        let text = format!("no use case covers the clinical states {}", backticked(open));
        lacks.push(Lack::new("clinical-states", text, place()));
    }
    lacks
}

/// Essential functions that no step of a use case touches.
fn functions(scope: &Scope<'_>, usecases: &[&Usecase]) -> Vec<Lack> {
    let model = &scope.case.model;
    let steps = usecases.iter().flat_map(|it| &it.steps);
    let touched: BTreeSet<&Id> = steps.flat_map(|step| derive::functions_of(model, &step.target)).collect();
    let open = model.functions.values().filter(|it| it.essential == Some(true) && !touched.contains(it.id()));
    let lack = |it: &vigil_model::kinds::Function| {
        let text = format!("no use case shows the essential function `{}`", it.id());
        Lack::new(it.subject(), text, scope.place(it.meta.span))
    };
    open.map(lack).collect()
}
